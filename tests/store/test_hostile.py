"""Whatever a file holds, reading it ends in data, a problem with a place, or one sentence."""

import os
import tracemalloc
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from unpolicy.errors import DataError
from unpolicy.store import problems, recover
from unpolicy.store.compose import COMPOSE_LIMIT
from unpolicy.store.problems import Parsed
from unpolicy.store.source import DataFile, EncodingError, parse, read_source

PATH = Path("data/indicators.yaml")
RECORD = """\
version: 1
indicators:
  first:
    title: One
    actuals:
      2020: 918
  odd:
{odd}
  last:
    title: Last
    actuals:
      2020: 3
"""
LAUGHS = "a: &a [x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(24)
)
NFD = unicodedata.normalize("NFD", "が")


def in_record(odd):
    return RECORD.format(odd="\n".join("    " + line for line in odd.split("\n")))


def read(data):
    source = DataFile.from_bytes(PATH, data.encode() if isinstance(data, str) else data)
    return parse(source.text)


# what the file is · its content · the kinds of problem, in the order of the text
CASES = [
    ("empty file", "", ["empty"]),
    ("only comments", "# nothing\n\n  # yet\n", ["empty"]),
    ("byte order mark", "\ufeffversion: 1\n", []),
    ("two byte order marks", "\ufeff\ufeffversion: 1\n", ["control-character"]),
    ("CRLF", "version: 1\r\nindicators: {}\r\n", []),
    ("lone CR", "version: 1\rindicators: {}\r", ["line-ending"]),
    ("tab as indentation", "a: 1\nb:\n\tc: 1\nd: 2\n", ["syntax"]),
    ("tab between", "a:\t1\n", ["syntax"]),
    ("NUL", "a: x\0y\nb: 1\n", ["control-character"]),
        ("control characters", "a: \x01\nb: \x1b[31mred\nc: \x9b\n", ["control-character"] * 3),
    ("half a surrogate pair", in_record('title: "\\ud800"'), ["syntax"]),
    ("a surrogate pair", in_record('title: "\\ud83d\\ude00"'), []),
    ("year twice", in_record("actuals:\n  2020: 1\n  2020: 2"), ["duplicate-key"]),
    ("year twice, quoted", in_record("actuals:\n  2020: 1\n  '2020': 2"), ["duplicate-key"]),
    ("year twice, double quotes", in_record('actuals: {"2020": 1, 2020: 2}'), ["duplicate-key"]),
    ("year twice, hexadecimal", in_record("actuals:\n  2020: 1\n  0x7e4: 2"), ["spelling", "duplicate-key"]),
    ("year twice, underscore", in_record("actuals:\n  2020: 1\n  2_020: 2"), ["spelling", "duplicate-key"]),
    ("year twice, decimal", in_record("actuals:\n  2020: 1\n  2020.0: 2"), ["duplicate-key"]),
    ("year five times", in_record("a: {2020: 1, '2020': 2, 0x7e4: 3, 2_020: 4, 2020.0: 5}"), [
        "duplicate-key", *["duplicate-key", "spelling"] * 2, "duplicate-key"
    ]),
    ("NFC beside NFD keys", in_record(f"が: 1\n{NFD}: 2"), ["duplicate-key"]),
    ("NFD key alone", in_record(f"{NFD}: 2"), []),
    ("record twice", in_record("a: 1") + "  first:\n    title: Again\n", ["duplicate-key"]),
    ("section twice", in_record("a: 1") + "indicators:\n  more:\n    title: x\n", ["duplicate-key"]),
    ("%YAML 1.1", "%YAML 1.1\n---\na: no\n", ["directive"]),
    ("%TAG", "%TAG ! tag:x,2024:\n---\na: 1\n", ["directive"]),
    ("two documents", "a: 1\n---\na: 2\n", ["documents"]),
    ("document after an end", "a: 1\n...\nb: 2\n", ["documents"]),
    ("one document with markers", "# x\n---\na: 1\n...\n", []),
    ("anchor", in_record("title: &x One"), ["anchor"]),
    ("anchor and alias", in_record("a: &x One\nb: *x"), ["anchor", "alias"]),
    ("alias of nothing", in_record("a: *x"), ["alias"]),
    ("anchor on a section", "a: &x\n  b:\n    c: 1\n", ["anchor"]),
    ("a billion laughs", LAUGHS, None),
    ("merge key", in_record("<<: {title: x}"), ["merge-key"]),
    ("unknown tag", in_record("a: !foo 5"), ["tag"]),
    ("python tag", in_record("a: !!python/object/apply:os.system ['false']"), ["tag"]),
    ("python tag at the top", "!!python/object/apply:os.system ['false']\n", ["tag", "not-a-mapping"]),
    ("!!int x", in_record("a: !!int x"), ["tag"]),
    ("!!set", in_record("a: !!set {x, y}"), ["tag"]),
    ("signs that are none", in_record("a: R&D *2 5! & x\nb: '&x *x !x'\nc: |\n  *x* &y !z\nd: x # *x"), []),
    ("2,000 deep in blocks", "".join(" " * n + "a:\n" for n in range(2000)), ["too-deep"]),
    ("5,000 deep in lists", "- " * 5000 + "a\n", ["too-deep"]),
    ("5,000 deep in a key's lists", "a:\n  " + "- " * 5000 + "a\n", ["too-deep"]),
    ("5,000 deep in keys", "? " * 5000 + "a\n", ["too-deep"]),
    ("5,000 deep, mixed", "a:\n" + " - ? -" * 5000 + " a\n", None),
    ("5,000 deep in brackets", "a: " + "[" * 5000 + "]" * 5000 + "\n", ["too-deep"]),
    ("5,000 deep in braces", "{a: " * 5000 + "}" * 5000 + "\n", ["too-deep"]),
    ("a million hyphens", "- " * 1_000_000, ["too-deep"]),
    ("a million brackets", "[" * 1_000_000, ["too-deep"]),
    ("5,000 digits", in_record("a: " + "9" * 5000), ["huge-number"]),
    ("5,000 hexadecimal digits", in_record("a: 0x" + "f" * 5000), ["huge-number"]),
    ("a million digits", "a: " + "9" * 1_000_000 + "\n", None),
    ("a million digits in quotes", "a: '" + "9" * 1_000_000 + "'\n", None),
    ("5,000 digits as a key", in_record("9" * 5000 + ": 1"), None),
    *((f"figure {figure}", in_record(f"a: {figure}"), []) for figure in
      (".nan", ".inf", "1e999", "12:30", "no", "on", "~", "2024-02-30", "９８０", "98O", "''")),
    *((f"figure {figure}", in_record(f"a: {figure}"), ["spelling"]) for figure in
      ("017", "-017", "0o17", "0x1F", "1_000", "0b11")),
    ("ESC in a title", in_record("title: \x1b]0;x\x07"), ["control-character"] * 2),
    ("bidirectional override in a title", in_record("title: a\u202eb"), []),
    ("U+2028 in a block scalar", in_record("a: |\n  x\u2028y\n   z\x85"), []),
    ("a list", "- a\n- b\n", ["not-a-mapping"]),
    ("a word", "hello\n", ["not-a-mapping"]),
    ("a mapping inside a key", in_record("? [{x: 1}]\n: 1"), []),
    ("unclosed quote", in_record('title: "One'), ["syntax"]),
    ("unclosed bracket", in_record("bounds: {min: 0"), ["syntax"]),
    ("colon in a text", in_record("title: One: two"), ["syntax"]),
    ("missing colon", in_record("title: x\nkind"), ["syntax"]),
]  # fmt: skip


def big_cases(size):
    """Files of about that many bytes; they are rarely larger than a MiB, and a `long` run tries ten."""
    return [
        ("much on one line", "a: " + "x" * size + "\nb: 1\n", []),
        ("much on one line, quoted", 'a: "' + "x &y " * (size // 5) + '"\nb: 1\n', []),
        ("much on one line, broken", "a: " + "x" * size + ": y\nb: 1\n", ["syntax"]),
        ("many braces", "a: [" + "{}, " * (size // 4) + "]\nb: 1\n", []),
        ("blank lines", "\n" * size, ["empty"]),
        ("colons", ":" * size, None),
        ("quotes", "'" * size, None),
        ("spaces", "a:" + " " * size + "b\n", []),
        ("stars", "a: " + "*x " * (size // 3), None),
    ]


def each(cases):
    return pytest.mark.parametrize(("content", "kinds"), [case[1:] for case in cases], ids=[case[0] for case in cases])


@pytest.fixture
def parsed_characters(monkeypatch):
    """How many characters go to the fast parser and to the slow one."""
    counts = Counter()

    def counted(name, call, length):
        def counting(text, *place):
            counts[name] += length(text, *place)
            return call(text, *place)

        return counting

    def piece(text, start=0, end=None):
        return min((len(text) if end is None else end) - start, COMPOSE_LIMIT)

    monkeypatch.setattr(problems, "load_fast", counted("fast", problems.load_fast, len))
    monkeypatch.setattr(recover, "compose", counted("slow", recover.compose, piece))
    return counts


@each(CASES + big_cases(1 << 20))
def test_hostile_content_gives_its_problems_and_stays_cheap(content, kinds, parsed_characters):
    data = content.encode()
    tracemalloc.start() if len(data) < 1 << 19 else None  # it slows big ones down tenfold; they are measured by hand
    try:
        parsed = read(data)
    finally:
        peak = tracemalloc.get_traced_memory()[1] if tracemalloc.is_tracing() else 0
        tracemalloc.stop()
    assert isinstance(parsed, Parsed)
    assert parsed_characters["fast"] <= 4 * len(content) + 1000, "each reading looks closer, and there are few"
    assert parsed_characters["slow"] <= 2 * len(content) + 1000
    assert peak < 200 << 20
    if kinds is not None:
        assert [problem.kind for problem in parsed.problems] == kinds
    for problem in parsed.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(content)
        assert problem.message
        assert problem.span.line >= 1


@pytest.mark.long
@each(big_cases(10 << 20))
def test_ten_mebibytes_stay_as_cheap(content, kinds, parsed_characters):
    test_hostile_content_gives_its_problems_and_stays_cheap(content, kinds, parsed_characters)


@pytest.mark.parametrize("content", [case[1] for case in CASES if "first:" in case[1]])
def test_a_problem_in_one_record_leaves_the_others_readable(content):
    data = read(content).data
    assert data["indicators"]["first"]["actuals"] == {2020: 918}
    assert data["indicators"]["last"] == {"title": "Last", "actuals": {2020: 3}}


@pytest.mark.parametrize(
    ("data", "encoding", "place"),
    [
        ("a: 1\n".encode("utf-16"), "UTF-16", (1, 1, 0)),
        ("version: 1\n".encode("utf-16-le"), "UTF-16LE", (1, 2, 1)),
        ("version: 1\n".encode("utf-16-be"), "UTF-16BE", (1, 1, 0)),
        ("a: 1\ntitle: 日本人職員\n".encode("cp932"), "CP932", (2, 8, 12)),
        ("a: 1\ntitle: 日本人職員\n".encode("euc_jp"), "EUC-JP", (2, 8, 12)),
        ("題: ok\r\nb: ".encode() + b"\xff\n", None, (2, 4, 12)),
        (b"\xef\xbb\xbfa: \xc3\x28\n", None, (1, 4, 6)),
    ],
)
def test_other_encodings_are_named_with_the_place(data, encoding, place):
    with pytest.raises(EncodingError) as caught:
        DataFile.from_bytes(PATH, data)
    seems = f"it seems to be {encoding}; save it as UTF-8, for example with `iconv -f {encoding} -t UTF-8`"
    assert caught.value.advice[0] == (seems if encoding else "save it as UTF-8")
    assert (caught.value.line, caught.value.column, caught.value.offset) == place
    assert "UTF-8" in str(caught.value)


def test_a_device_or_directory_in_place_of_the_file_is_one_sentence(tmp_path):
    for path in (tmp_path, Path(os.devnull)):
        with pytest.raises(DataError, match=r"not a file|cannot be read"):
            read_source(path)
