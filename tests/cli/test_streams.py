"""What becomes of a command whose standard streams are closed, full or no longer read, as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("unpolicy")
FULL = Path("/dev/full")

pytestmark = [
    pytest.mark.skipif(not PROGRAM.exists(), reason="the command is not installed beside this Python"),
    pytest.mark.skipif(not FULL.exists(), reason="the system has no device that is always full"),
]

READING = ("status --json", "validate", "export --format csv -o -", "--help", "--version")
CHANGING = ("add-actual 2024 980", "remove-actual 2022", "rate staff-1000 achieved --review FY2024 --by X")
STANDS = "stands"


def shell(data: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash beside the data, in which `$U` is the program."""
    return subprocess.run(
        ["bash", "-c", script],
        cwd=data.parent,
        env={"PATH": "/usr/bin:/bin", "U": str(PROGRAM), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def ours(result: subprocess.CompletedProcess[str]) -> bool:
    """Whether everything on stderr is a sentence of ours."""
    return "defect" not in result.stderr and all(line.startswith("unpolicy: ") for line in result.stderr.splitlines())


@pytest.mark.parametrize("command", READING)
def test_a_reader_that_has_left_is_no_error(data, command):
    result = shell(data, f"exec 3> >(exit 0); wait $!; $U {command} >&3; echo $?")
    assert (result.stdout.strip(), result.stderr) == ("0", "")


def test_a_reader_that_has_left_is_no_error_where_the_answer_is_no(data):
    path = data / "indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2022: 961", "2022: '961'"), encoding="utf-8")
    result = shell(data, "exec 3> >(exit 0); wait $!; $U validate >&3; echo $?")
    assert (result.stdout.strip(), result.stderr) == ("0", "")


@pytest.mark.parametrize("command", READING)
def test_a_full_disk_is_said_and_a_closed_output_is_as_good_as_none(data, command):
    full = shell(data, f"$U {command} >/dev/full")
    assert full.returncode == 3
    assert ours(full)
    assert "No space left" in full.stderr
    closed = shell(data, f"$U {command} >&-")
    assert (closed.returncode, closed.stderr) == (0, "")


@pytest.mark.parametrize("how", ["<&-", "2>/dev/full", "<&- 2>&-"])
def test_a_command_needs_neither_its_input_nor_somebody_to_complain_to(data, how):
    result = shell(data, f"$U goals {how}")
    plain = shell(data, "$U goals")
    assert (result.returncode, result.stdout) == (plain.returncode, plain.stdout)


@pytest.mark.parametrize("how", ["2>/dev/full", ">&- 2>&- <&-"])
def test_an_error_keeps_its_code_where_it_cannot_be_shown(data, how):
    result = shell(data, f"$U stat {how}; echo $? >&2; $U show nothing {how}; echo $? >&2")
    assert result.stderr.split() == ["2", "2"]
    assert result.stdout == ""


@pytest.mark.parametrize("command", CHANGING)
@pytest.mark.parametrize("how", [">/dev/full", "> >(exit 0)"])
def test_a_change_stands_where_only_telling_it_failed(data, command, how):
    before = [path.read_bytes() for path in sorted(data.glob("*.yaml"))]
    script = f'exec 3{how}; [ -z "$!" ] || wait $!; $U {command} >&3'
    result = shell(data, script)
    assert result.returncode == 0
    assert STANDS in result.stderr
    assert ours(result)
    assert before != [path.read_bytes() for path in sorted(data.glob("*.yaml"))]


@pytest.mark.parametrize("how", ["2>/dev/full", ">&- 2>&- <&-", ">/dev/full 2>/dev/full"])
def test_a_change_is_made_whole_whoever_listens(data, how):
    result = shell(data, f"$U add-actual 2024 980 {how}")
    assert result.returncode == 0
    assert "2024: 980\n" in (data / "indicators.yaml").read_text(encoding="utf-8")
    assert "980" not in result.stderr


def test_a_change_that_stands_is_said_in_japanese(data):
    assert "書き込み済み" in shell(data, "$U --lang ja add-actual 2024 980 >/dev/full").stderr


def test_a_dry_run_has_nothing_that_stands(data):
    result = shell(data, "$U add-actual 2024 980 --dry-run >/dev/full")
    assert result.returncode == 3
    assert STANDS not in result.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
def test_a_character_that_the_terminal_lacks_becomes_its_plain_twin(data, encoding):
    environment = f"PYTHONIOENCODING={encoding}"
    result = shell(data, f"{environment} $U explain staff-1000 | iconv -f CP1252 -t UTF-8")
    assert "(c - b)" in result.stdout.replace("−", "-")
    assert "?" not in result.stdout


def test_what_was_typed_is_quoted_where_a_terminal_has_no_other_marks(data):
    assert '"tomorrow"' in shell(data, "PYTHONIOENCODING=ascii $U status --as-of tomorrow").stderr


def test_a_language_is_named_as_a_locale_names_it_and_any_other_is_refused(data, unpolicy, monkeypatch):
    for name in ("ja", "ja_JP", "ja-JP", "ja_JP.UTF-8", "JA"):
        assert "国連" in unpolicy("--lang", name, "status").out
    refused = [unpolicy("status", "--lang", "jp")]
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    monkeypatch.setenv("UNPOLICY_LANG", "en_US")
    assert "国連" not in unpolicy("status").out
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("UNPOLICY_LANG", "jp")
    refused.append(unpolicy("status"))
    for result in refused:
        assert (result.code, result.out) == (2, "")
        assert "ja or en" in result.err


@pytest.mark.parametrize("day", ["2024/2/29", "令和6年2月29日", "R6.2.29"])
def test_a_day_is_typed_as_it_is_imported(data, unpolicy, day):
    assert '"as_of": "2024-02-29"' in unpolicy("status", "--json", "--as-of", day).out
    unpolicy("add-actual", "2024", "980", "--published", day)
    unpolicy("add-actual", "-i", "jpo-retention", "2024", "pending", "--due", day)
    text = (data / "indicators.yaml").read_text(encoding="utf-8")
    assert "published: 2024-02-29" in text
    assert "due: 2024-02-29" in text


@pytest.mark.parametrize("name", ["COLUMNS", "LINES"])
@pytest.mark.parametrize("command", [["status"], ["explain"], ["chart"]])
def test_a_terminal_without_a_size_is_shown_what_one_of_80_columns_is(data, unpolicy, monkeypatch, command, name):
    monkeypatch.setenv("UNPOLICY_COLOR", "always")
    monkeypatch.setenv("COLUMNS", "80")
    shown = unpolicy(*command)
    monkeypatch.setenv(name, "0")
    assert unpolicy(*command).out.splitlines()[:3] == shown.out.splitlines()[:3] != []


@pytest.mark.parametrize("name", ["UNPOLICY_JSON", "UNPOLICY_QUIET"])
def test_a_switch_in_the_environment_is_1_or_0(data, unpolicy, monkeypatch, name):
    monkeypatch.setenv(name, "banana")
    assert f"unpolicy: {name} takes 1 or 0, not “banana”." in unpolicy("status").err
    assert f"{name} には 1 か 0 を" in unpolicy("--lang", "ja", "status").err
