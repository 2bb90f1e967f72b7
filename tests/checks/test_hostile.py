"""Whatever stands in place of a data file: the right rule, no exception, little time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

WORKER = Path(__file__).with_name("hostile_worker.py")
TARGETS = "version: 1\npolicy: {id: reform, title: Reform}\n"
READINGS = 6
"""How often a file's text may be given to the parser, all its pieces together."""
MIB = 1024 * 1024

ENTRY = "title: T, unit: u, kind: amount, direction: increase, year: calendar"
NFD = unicodedata.normalize("NFD", "ガ")
LAUGHS = "a: &a [x, x, x]\n" + "".join(
    f"{chr(98 + number)}: &{chr(98 + number)} [{', '.join(['*' + chr(97 + number)] * 9)}]\n" for number in range(24)
)


def figures(text: str) -> str:
    return f"version: 1\nindicators:\n  a: {{{ENTRY}, actuals: {{{text}}}}}\n"


def note(text: str) -> str:
    return f"version: 1\nindicators:\n  a: {{{ENTRY}, note: {text}}}\n"


SOUND = figures("2020: 1")

# what the file is · its content · the codes, `None` where several would do and the file is no data at all
CASES = [
    ("empty", "", ["U217"]),
    ("only comments", "# nothing\n\n  # yet\n", ["U217"]),
    ("only a number", "5\n", ["U217"]),
    ("only a list", "- 1\n", ["U217"]),
    ("byte order mark", "\ufeff" + SOUND, []),
    ("CRLF", SOUND.replace("\n", "\r\n"), []),
    ("lone CR", SOUND.replace("\n", "\r"), ["U112"]),
    ("tab as indentation", SOUND.replace("  a:", "\ta:"), None),
    ("UTF-16 with a mark", SOUND.encode("utf-16"), ["U002"]),
    ("UTF-16 without", SOUND.encode("utf-16-le"), ["U002"]),
    ("UTF-32", SOUND.encode("utf-32"), ["U002"]),
    ("cp932", note("人数の表").encode("cp932"), ["U002"]),
    ("EUC-JP", note("人数の表").encode("euc_jp"), ["U002"]),
    ("invalid UTF-8", SOUND.encode() + b"# \xff\xfe\n", ["U002"]),
    ("overlong UTF-8", SOUND.encode() + b"# \xc0\xaf\n", ["U002"]),
    ("an encoded surrogate", SOUND.encode() + b"# \xed\xa0\x80\n", ["U002"]),
    ("NUL", note("x\0y"), ["U111"]),
    ("all bytes", bytes(range(256)), ["U002"]),
    ("ESC as it is", note('"x\x1b[31my"'), ["U111"]),
    ("ESC escaped", note('"x\\e[31my"'), ["U003"]),
    ("C1 control", note("x\x9by"), ["U111"]),
    ("bidi override", note("x\u202ey"), ["U003"]),
    ("bidi override escaped", note('"x\\u202Ey"'), ["U003"]),
    ("half a surrogate pair", note('"\\ud800"'), ["U101"]),
    ("year twice", figures("2020: 1, 2020: 2"), ["U102"]),
    ("year twice, quoted", figures("2020: 1, '2020': 2"), ["U102", "U208"]),
    ("year twice, hexadecimal", figures("2020: 1, 0x7e4: 2"), ["U102", "U114"]),
    ("year twice, with an underscore", figures("2020: 1, 2_020: 2"), ["U102", "U114"]),
    ("year twice, as a float", figures("2020: 1, 2020.0: 2"), ["U102"]),
    ("one id in two forms", f"version: 1\nindicators: {{ガ: {{{ENTRY}}}, {NFD}: {{{ENTRY}}}}}\n", None),
    ("directive", "%YAML 1.1\n---\n" + SOUND, ["U107"]),
    ("several documents", SOUND + "---\nversion: 1\n", ["U106"]),
    ("anchor", note("&x y"), ["U103"]),
    ("alias", note("*x"), None),
    ("billion laughs", LAUGHS, None),
    ("an alias of itself", "a: &a [*a]\n", None),
    ("merge key", f"version: 1\nindicators:\n  a: {{<<: {{note: x}}, {ENTRY}}}\n", None),
    ("unknown tag", note("!secret x"), ["U105"]),
    ("python tag", note("!!python/object/apply:os.system [echo]"), ["U105"]),
    ("a tag that contradicts", figures("2020: !!int x"), ["U105"]),
    ("nested in flow", note("[" * 5000 + "]" * 5000), None),
    ("nested in flow, never closed", note("[" * 5000), None),
    ("nested in block", "a:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 1500)), None),
    ("nested in one line", "- " * 5000 + "x\n", None),
    ("5,000 digits", figures("2020: " + "9" * 5000), ["U110"]),
    ("5,000 digits as a year", figures("9" * 5000 + ": 1"), None),
    ("4,000 digits", figures("2020: " + "9" * 4000), ["U110"]),
    ("not a number", figures("2020: .nan"), ["U304"]),
    ("infinity", figures("2020: .inf"), ["U304"]),
    ("infinity by its exponent", figures("2020: 1e999"), ["U304"]),
    ("a leading zero", figures("2020: 017"), ["U114"]),
    ("octal", figures("2020: 0o17"), ["U114"]),
    ("underscore", figures("2020: 1_000"), ["U114"]),
    ("sexagesimal", figures("2020: 12:30"), ["U204"]),
    ("no", figures("2020: no"), ["U204"]),
    ("on", figures("2020: on"), ["U204"]),
    ("tilde", figures("2020: ~"), ["U203"]),
    ("a day that is not", figures("2020: {value: 1, published: 2024-02-30}"), ["U206"]),
    ("full width", figures("2020: ９８０"), ["U204"]),
    ("a letter in it", figures("2020: 98O"), ["U204"]),
    ("keys that are collections", "? [1, 2]\n: 3\n? {a: b}\n: 4\nversion: 1\n", None),
    ("null as a key", "~: 1\nversion: 1\n", ["U201"]),
    ("true as a key", "true: 1\nversion: 1\n", ["U201"]),
    ("numbers as ids", f"version: 1\nindicators: {{1: {{{ENTRY}}}, 2: x, a: {{{ENTRY}, part_of: b}}}}\n", None),
    ("names of union members as keys", figures("int: {int: 1}, float: 2, constrained-str: {'[key]': 3}"), None),
    ("a thousand wrong years", figures(", ".join(f"{year}: x" for year in range(10_000, 11_000))), None),
]


def long_cases(size: int) -> list[tuple[str, str, list[str] | None]]:
    """Files of one line of about that many bytes."""
    return [
        ("a long line", note("x" * size), []),
        ("a long line with an error", note("x" * size) + "    : : :\n", None),
        ("a long line of brackets", note("[" * size), None),
        ("a long line of hyphens", "-" * size, None),
        ("a long line of escapes", note('"' + "\\\\" * (size // 2) + '"'), []),
        ("a long line of escaped quotes", note('"' + '\\"' * (size // 2)), None),
        ("a long line of ESC", note('"' + "\x1b" * (size // 2) + '"'), ["U111"]),
        ("a long line of overrides", note('"' + "\u202e" * (size // 3) + '"'), ["U003"]),
        ("a long line of overrides escaped", note('"' + "\\u202e" * (size // 6) + '"'), ["U003"]),
        ("a long line of overrides here and there", note('"' + "\u202ex" * (size // 5) + '"'), ["U003"] * 1000),
        ("a long line of ignored codes", SOUND + "# unpolicy: ignore[" + "U301," * (size // 5) + "]\n", []),
        ("a long line of ignores never closed", SOUND + "# unpolicy: ignore[ " * (size // 20) + "\n", []),
    ]


class Worker:
    """A process that inspects; started anew when it hangs or dies."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def ask(self, folder: Path) -> dict[str, object]:
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                [sys.executable, str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{folder}\n")
        line = self.process.stdout.readline()
        assert line, "the process died"
        return json.loads(line)

    def stop(self) -> None:
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait(timeout=60)
            self.process.stdout.close()


@pytest.fixture(scope="module")
def worker():
    running = Worker()
    yield running
    running.stop()


def ask(worker: Worker, folder: Path) -> dict[str, object]:
    answer = worker.ask(folder)
    assert "exception" not in answer, answer["exception"]
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    assert answer["calls"] < 1_500_000 + 2_500 * len(answer["codes"])
    assert answer["read"] <= READINGS * size
    assert answer["mebibytes"] < 60 + 14 * size / MIB
    return answer


def each(cases):
    return pytest.mark.parametrize(("content", "codes"), [case[1:] for case in cases], ids=[case[0] for case in cases])


@pytest.mark.skipif(sys.platform == "win32", reason="the process's memory is asked for in the way of Unix")
@each(CASES + long_cases(MIB // 2))
def test_a_hostile_file_is_reported_and_costs_little(worker: Worker, tmp_path: Path, content, codes):
    (tmp_path / "targets.yaml").write_text(TARGETS)
    (tmp_path / "indicators.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    answer = ask(worker, tmp_path)
    if codes is None:
        assert answer["codes"]
    else:
        assert answer["codes"] == codes
    warnings = set(answer["codes"]) <= {"U003"}
    assert bool(answer["refused"]) is not warnings
    assert "\n" not in answer["refused"]
    for line, column, end_line, end_column in answer["places"]:
        assert (1, 1) <= (line, column) <= (end_line, end_column)


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="the process's memory is asked for in the way of Unix")
@each(long_cases(10 * MIB))
def test_ten_mebibytes_cost_as_little_for_each_byte(worker: Worker, tmp_path: Path, content, codes):
    test_a_hostile_file_is_reported_and_costs_little(worker, tmp_path, content, codes)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
@pytest.mark.parametrize("kind", ["directory", "pipe", "device", "loop", "missing"])
def test_what_is_no_file_is_reported_at_once(worker: Worker, tmp_path: Path, kind: str):
    (tmp_path / "targets.yaml").write_text(TARGETS)
    path = tmp_path / "indicators.yaml"
    make = {
        "directory": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "device": lambda: path.symlink_to("/dev/zero"),
        "loop": lambda: path.symlink_to(path),
        "missing": lambda: None,
    }
    make[kind]()
    answer = ask(worker, tmp_path)
    assert answer["codes"] == ["U001"]
    assert "indicators.yaml" in answer["refused"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_file_that_may_not_be_read_is_reported(worker: Worker, tmp_path: Path):
    (tmp_path / "targets.yaml").write_text(TARGETS)
    (tmp_path / "indicators.yaml").touch(mode=0)
    assert ask(worker, tmp_path)["codes"] == ["U001"]
