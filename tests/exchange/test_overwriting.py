"""A file that something else made is not replaced without being asked; one of ours is, however often."""

from __future__ import annotations

import io
import sys

import pytest

pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")

OURS = {
    "csv": "export -o x.csv",
    "bom": "export -o x.csv --bom",
    "targets": "export -o x.csv --table targets",
    "sdmx": "export -o x.sdmx.csv",
    "json": "export -o x.json",
    "xlsx": "export -o x.xlsx",
    "targets xlsx": "export -o x.xlsx --table targets",
    "parquet": "export -o x.parquet",
    "targets parquet": "export -o x.parquet --table targets",
    "iati": "export -o x.xml --reporting-org XM-DAC-701-2",
    "svg": "chart staff-1000 -o x.svg",
    "png": "chart staff-1000 -o x.png",
    "vega": "chart staff-1000 -o x.json",
    "html": "report -o x.html",
    "ja html": "report -o x.html --lang ja",
    "md": "report -o x.md",
    "ja md": "report -o x.md --lang ja",
}


@pytest.mark.parametrize("kind", OURS)
def test_what_we_made_is_replaced_and_what_something_else_made_with_force_alone(unpolicy, data, kind):
    line = OURS[kind].split()
    path = data.parent / line[line.index("-o") + 1]
    for content, code in ((None, 0), ("again", 0), (b"", 0), (b"year,value\r\n2020,918\r\n", 1)):
        if isinstance(content, bytes):
            path.write_bytes(content)
        before = path.read_bytes() if path.exists() else b""
        result = unpolicy(*line)
        assert result.code == code, result.err
        assert (path.read_bytes() == before) is (content == "again" or code == 1) or kind == "xlsx"
    for lang, words in (("en", "not made by unpolicy, so it was left alone"), ("ja", "が作ったファイルではないため")):
        assert words in unpolicy(*(word for word in line if word not in {"--lang", "ja"}), "--lang", lang).err
    assert sorted(one.name for one in data.parent.iterdir()) == ["data", path.name]
    assert unpolicy(*line, "--force").code == 0
    assert path.read_bytes() not in (b"", before)


@pytest.mark.parametrize(
    "content",
    [
        b"# unpolicy\n\nHow we use unpolicy 0.1.\n",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'{"schema": "other/1"}',
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"PK\x05\x06" + bytes(18),
        b"PK\x03\x04 no archive",
        b"PAR1" + bytes(100) + b"PAR1",
        bytes(3 << 20),
    ],
)
def test_what_something_else_made_is_not_taken_for_ours(unpolicy, data, content):
    path = data.parent / "x.csv"
    path.write_bytes(content)
    assert unpolicy("export", "-o", "x.csv").code == 1
    assert path.read_bytes() == content


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("", 130)])
def test_whoever_sits_at_a_terminal_is_asked(unpolicy, data, monkeypatch, answer, code):
    path = data.parent / "x.md"
    path.write_bytes(b"# Mine\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    result = unpolicy("report", "-o", "x.md")
    assert result.code == code
    assert "x.md was not made by unpolicy: replace it?" in result.err
    assert (path.read_bytes() == b"# Mine\n") is (code != 0)
