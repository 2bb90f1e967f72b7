from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unpolicy.errors import DataError
from unpolicy.store.edit import set_actuals
from unpolicy.store.elements import line_end
from unpolicy.store.entries import _composed
from unpolicy.store.layout import plain_years
from unpolicy.store.source import DataFile, parse
from unpolicy.store.splice import apply, invert

if TYPE_CHECKING:
    from unpolicy.store.splice import Planned

BLOCK = """\
# head
version: 1
indicators:
  # about a
  a:
    title: A # end
    actuals: # years
      2020: 918   # first

      2021: {value: 956, note: "x"} # second
      2023: {status: pending}
    unit: u

  b:
    title: B
    actuals: {2020: 1, 2022: 3}
  c:
    title: C
  d: {title: D, actuals: {}}
  e:
    actuals:
      2020:
        value: 1   # why
        note: |
          text
      '2021': 2
  # tail
"""
FLOW = "version: 1\nindicators: {a: {title: A, actuals: {2020: 1}}, b: {title: B}, c: {}, d: {}, e: {}}\n"
UNORDERED = BLOCK.replace("2020: 918   # first\n", "2022: 918 # first\n")
TEXTS = {
    "block": BLOCK,
    "crlf": BLOCK.replace("\n", "\r\n"),
    "no final newline": BLOCK.rstrip("\n").removesuffix("  # tail").rstrip(),
    "flow": FLOW,
    "unordered": UNORDERED,
    "wide": BLOCK.replace("  ", "    "),
}

records = st.one_of(
    st.integers(0, 5000),
    st.floats(0, 100),
    st.fixed_dictionaries(
        {"value": st.integers(0, 9)}, optional={"note": st.sampled_from(["x", "a: b # c", "日本", "=1"])}
    ),
    st.just({"status": "pending", "due": "2026-12-31"}),
)
wishes = st.dictionaries(
    st.sampled_from("abcde"), st.dictionaries(st.integers(2015, 2026), records, max_size=6), max_size=5
)


def source(text: str) -> DataFile:
    return DataFile.from_bytes(Path("indicators.yaml"), text.encode())


def planned(text: str, wanted: dict[str, dict[int, object]]) -> Planned:
    return set_actuals(source(text), wanted)


def expected(text: str, wanted: dict[str, dict[int, object]]) -> dict[str, dict[int, object]]:
    found = {}
    for key, record in parse(text).data["indicators"].items():
        actuals = {int(year): value for year, value in (record.get("actuals") or {}).items()}
        new = wanted.get(key, {})
        plain = {
            year: one["value"] if isinstance(one, dict) and set(one) == {"value"} else one for year, one in new.items()
        }
        found[key] = actuals | plain
    return found


@pytest.mark.parametrize("name", TEXTS)
@given(wanted=wishes)
@settings(max_examples=40)
def test_the_new_text_says_the_old_and_the_change_and_can_be_taken_back(name: str, wanted: dict) -> None:
    text = TEXTS[name]
    change = planned(text, wanted)
    assert apply(text, change.splices) == change.new_text
    assert apply(change.new_text, invert(text, change.splices)) == text
    now = parse(change.new_text).data["indicators"]
    years = {k: {int(y): v for y, v in (one.get("actuals") or {}).items()} for k, one in now.items()}
    assert years == expected(text, wanted)


def test_every_comment_and_every_other_line_stays() -> None:
    change = planned(BLOCK, {"a": {2019: 912, 2022: 961, 2023: 970, 2024: 979}, "c": {2020: 1, 2021: 2}})
    assert change.new_text == BLOCK.replace(
        "      2020: 918   # first\n", "      2019: 912\n      2020: 918   # first\n"
    ).replace("      2023: {status: pending}\n", "      2022: 961\n      2023: 970\n      2024: 979\n").replace(
        "    title: C\n", "    title: C\n    actuals:\n      2020: 1\n      2021: 2\n"
    )
    assert change.line == 8


def test_the_journal_learns_what_was_there_and_what_is() -> None:
    change = planned(BLOCK, {"a": {2020: 919, 2022: 961}})
    assert change.subject == ("indicators", "a", "actuals")
    assert (change.before, change.after) == ({2020: 918, 2022: None}, {2020: 919, 2022: 961})


def test_nothing_to_do_changes_nothing() -> None:
    assert not planned(BLOCK, {"a": {2020: 918}}).changed
    assert not planned(BLOCK, {}).changed


def test_an_unknown_indicator_is_an_error_and_not_made_up() -> None:
    with pytest.raises(DataError, match="nobody"):
        planned(BLOCK, {"nobody": {2020: 1}})


def test_a_file_that_is_no_yaml_is_left_alone() -> None:
    with pytest.raises(DataError):
        planned("indicators: [", {"a": {2020: 1}})


FORMS = (
    "{}: 5",
    "{}: -0.5  # c",
    "{}: {{value: 5, status: final}} # it's",
    '{}: {{value: 5, note: "a # }} b"}}',
    "{}: {{note: it's, due: x}} # '}}",
    "{}: {{value: 5, revisions: [{{value: 4}}]}}",
    "{}:  # c\n    value: 5 # d\n    note: some text",
    "{}:\n    value: 5\n\n    # c\n    note: x",
    "{}:\n    note: |\n      # text",
    "{}:\n    note: a\n     b",
    "{}:\n    note: 'a\n     b'",
    "{}: {{value: 5,\n    note: x}}",
    "{}:\n    value: 5\n    note: {{en: x}}",
    "{}:\n    value: 5\n    note: \"a # b\"  # c\n    source: 'x: y'",
    "'{}': 5",
    "{}:\n    value: 5\n   # c\n    source: s#x",
)
BETWEEN = ("", "\n", "  # c\n", "# c\n", "    # c\n\n")


@given(st.lists(st.tuples(st.sampled_from(FORMS), st.sampled_from(BETWEEN)), min_size=1, max_size=4), st.booleans())
def test_what_is_found_by_lines_is_what_a_parser_finds(entries, crlf):
    lines = [f"   {form.format(2000 + at)}\n{between}" for at, (form, between) in enumerate(entries)]
    text = "".join(("version: 1\nindicators:\n x:\n  actuals:\n", *lines))
    text = text.replace("\n", "\r\n") if crlf else text
    path = ("indicators", "x", "actuals")
    assert parse(text).ok
    found = plain_years(text, path)
    for quick, slow in zip(found, _composed(text, path), strict=bool(found)):
        assert (quick.key, quick.start) == (slow.key, slow.start)
        assert line_end(text, quick.end) == line_end(text, slow.end)
        assert quick.value in (None, slow.value)
    if all(form in FORMS[:4] for form, _ in entries):
        assert len(found) == len(entries)
