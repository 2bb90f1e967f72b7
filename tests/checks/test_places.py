from __future__ import annotations

import pytest

from unpolicy.checks.places import SourceMap

TEXT = """\
version: 1
indicators:
  # 職員
  un-staff:
    title: {ja: 職員, en: "Staff, all"}
    'note': >
      folded
      text
    actuals:
      2020: 918 # first
      2021:
      0x7e6: {value: -1.5}

    tags:
      - one
      - {a: 1}
"""


def shown(text: str, path: tuple, *, key: bool = False, clean: bool = True) -> str | None:
    found = SourceMap(text, clean=clean)
    span = found.key_span(path) if key else found.value_span(path)
    if span is None:
        return None
    assert (span.line, span.column) == found.lines.position(span.start)
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("version",), "1", "version"),
        (("indicators", "un-staff", "title"), '{ja: 職員, en: "Staff, all"}', "title"),
        (("indicators", "un-staff", "title", "ja"), "職員", "ja"),
        (("indicators", "un-staff", "title", "en"), '"Staff, all"', "en"),
        (("indicators", "un-staff", "actuals", 2020), "918", "2020"),
        (("indicators", "un-staff", "actuals", 2021), "", "2021"),
        (("indicators", "un-staff", "actuals", 2022), "{value: -1.5}", "0x7e6"),
        (("indicators", "un-staff", "actuals", 2022, "value"), "-1.5", "value"),
        (("indicators", "un-staff", "note"), ">\n      folded\n      text\n", "'note'"),
        (("indicators", "un-staff", "tags", 1), "{a: 1}", None),
        (("indicators", "un-staff", "tags", 1, "a"), "1", "a"),
        (("indicators", "un-staff", "colour"), None, None),
        (("targets",), None, None),
        ((), None, None),
    ],
)
def test_a_path_leads_to_its_place(path: tuple, value: str | None, key: str | None):
    assert shown(TEXT, path) == value
    if value is not None:
        assert shown(TEXT, path, key=True) == key
    crlf = TEXT.replace("\n", "\r\n")
    assert shown(crlf, path) == (None if value is None else value.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("98", "98"),
        ("９８", "９８"),
        ("-5", "-5"),
        ("a b", "a b"),
        ("'x' # y", "'x'"),
        ("a\n    b", "a\n    b"),
        ("x#y", "x#y"),
    ],
)
def test_a_short_value_is_found_as_the_parser_finds_it(value: str, expected: str):
    for after in ("", "\n", " # c\n", "\n# c\n\n", "\nb: 1\n"):
        text = f"a: {value}{after}" if "#" not in value or not after.startswith(" #") else f"a: {value}\n"
        assert shown(text, ("a",)) == expected


def test_places_in_a_file_in_flow_style_and_in_one_with_odd_characters():
    assert shown('{"a": {"b": [1, 2]}}', ("a", "b", 1)) == "2"
    assert shown("a: 1\rb: {c: 2}\r", ("b", "c"), clean=False) == "2"
    assert shown('a: "\0"\nb: {c: 2}\n', ("b", "c"), clean=False) == "2"


def test_true_is_another_key_than_1():
    assert shown("{true: a, 1: b}", (1,)) == "b"
