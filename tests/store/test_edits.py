"""Every edit changes what it says and nothing else: the rest of the file keeps its bytes and its meaning."""

from __future__ import annotations

import json
import random
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))  # folders of tests are not packages

from edit_cases import Draft, records

from unpolicy.checks import Fix
from unpolicy.checks.fixing import apply_fixes
from unpolicy.errors import DataError, RefusedError, UsageError
from unpolicy.store.compose import COMPOSE_LIMIT, compose
from unpolicy.store.edit import UnsafeEditError, add_actual, add_rating, add_records, remove_actual
from unpolicy.store.elements import replace_below
from unpolicy.store.problems import load_fast
from unpolicy.store.source import DataFile, parse
from unpolicy.store.splice import Splice, apply, invert, unified
from unpolicy.store.tree import construct

PATH = Path("data/indicators.yaml")
SHIPPED = Path(__file__).parents[2] / "data"
FILES = 250
MANY_FILES = 1000
EDITS_PER_FILE = 8
YEARS = range(2008, 2032)
COMMENT = re.compile(r"#(?: | -|\u2028)?c\d+[^\r\n]*")


def source(text, *, bom=False):
    return DataFile.from_bytes(PATH, (b"\xef\xbb\xbf" if bom else b"") + text.encode())


def typed(data):
    """Data with the types written out: 12 is not 12.0, and a key's place does not matter."""
    if isinstance(data, dict):
        return sorted((repr(key), typed(value)) for key, value in data.items())
    return [typed(item) for item in data] if isinstance(data, list) else repr(data)


def revise_actual(given, name, year, record):
    """A year's figure replaced, and the old one kept in its revisions, oldest first, as a change asks for it."""
    held = parse(given.text).data["indicators"][name]["actuals"]
    old = held.get(year, held.get(str(year)))
    long = old if isinstance(old, dict) else {"value": old}
    new = dict(record) if isinstance(record, dict) else {"value": record}
    earlier = {part: long[part] for part in ("value", "published") if part in long}
    return add_actual(given, name, year, {**new, "revisions": [*long.get("revisions", ()), earlier]})


def with_actuals(data, name, actuals):
    record = {**data["indicators"][name], "actuals": actuals}
    return {**data, "indicators": {**data["indicators"], name: record}}


def one_edit(rng, text, data):
    """Make one edit up, and return its outcome, what must be there afterwards, and whether it only adds."""
    name = rng.choice(list(data["indicators"]))
    held = dict(data["indicators"][name].get("actuals") or {})
    year = rng.choice(list(YEARS)) if rng.randrange(2) or not held else int(rng.choice(list(held)))
    key = str(year) if str(year) in held else year
    old = held.get(key)
    given_source = source(text, bom=rng.randrange(4) == 0)
    if key in held and rng.randrange(2):
        planned = remove_actual(given_source, name, year)
        del held[key]
        return planned, with_actuals(data, name, held), False
    if isinstance(old, dict) and "value" in old and rng.randrange(2):
        planned = revise_actual(given_source, name, year, 77)
        earlier = {part: old[part] for part in ("value", "published") if part in old}
        held[key] = {"value": 77, "revisions": [*old.get("revisions", ()), earlier]}
        return planned, with_actuals(data, name, held), False
    record = records(rng)
    planned = add_actual(given_source, name, year, record)
    held[key] = record
    return planned, with_actuals(data, name, held), old is None


def check(planned, text, expected, *, adds):
    assert apply(text, planned.splices) == planned.new_text
    assert apply(planned.new_text, invert(text, planned.splices)) == text
    assert typed(load_fast(planned.new_text)) == typed(expected)
    if "\r\n" in text:
        assert planned.new_text.count("\n") == planned.new_text.count("\r\n")
    if adds:  # nothing goes but the sign that there was nothing
        assert all(not text[one.start : one.end].strip(" {}~nul") for one in planned.splices)
        assert planned.new_text.endswith("\n") == text.endswith("\n")
        assert str(planned.subject[-1]) in planned.new_text.split("\n")[planned.line - 1] or planned.line > 1


def check_slowly(text, expected):
    """What the slow parser reads: as long as all else that is done for an edit, so it reads the last text of a file."""
    assert typed(construct(compose(text.replace("\t#", " #").replace("\t\n", " \n")))) == typed(expected)


def check_edits(rng):
    text, data = Draft(rng).file()
    assert load_fast(text) == data
    for _ in range(EDITS_PER_FILE):
        planned, data, adds = one_edit(rng, text, data)
        check(planned, text, data, adds=adds)
        if planned.after is not None:  # a comment goes with its entry alone
            assert set(COMMENT.findall(text)) <= set(COMMENT.findall(planned.new_text))
        text = planned.new_text
    check_slowly(text, data)


@settings(max_examples=FILES)
@given(st.integers(0, 2**48).map(random.Random))
def test_an_edit_changes_what_it_says_and_no_other_byte(rng):
    check_edits(rng)


@pytest.mark.long
def test_no_edit_of_many_changes_another_byte():
    for seed in range(MANY_FILES):
        check_edits(random.Random(seed))


def test_the_suite_generates_at_least_two_thousand_edits_and_the_long_run_three():
    assert FILES * EDITS_PER_FILE >= 2000
    assert MANY_FILES * EDITS_PER_FILE >= 3000


DAMAGE = ("", " ", "\n", "#", ": ", "- ", "? ", "{", "}", ",", "|+", "'", "&a ")


@given(st.integers(0, 2**48).map(random.Random))
def test_on_a_damaged_file_an_edit_is_right_or_refused(rng):
    text, _ = Draft(rng).file()
    for _ in range(rng.choice((1, 1, 2))):
        at = rng.randrange(len(text))
        text = (
            text[:at]
            + rng.choice(["", " ", "\n", "#", ": ", "- ", "? ", "{", "}", ",", "|+", '"', "&a "])
            + text[at + 1 :]
        )
    before = parse(text)
    try:
        planned = add_actual(source(text), "one", 2035, 5)
    except DataError:
        return
    assert before.ok
    actuals = {**(before.data["indicators"]["one"].get("actuals") or {}), 2035: 5}
    assert typed(parse(planned.new_text).data) == typed(with_actuals(before.data, "one", actuals))
    assert apply(planned.new_text, invert(text, planned.splices)) == text


HEAD = "version: 1\nindicators:\n  one:\n    title: t\n"
AFTER = "  two:\n    title: u\n"


def shown(text):
    return text.replace("\n", "|")


def layouts():
    """Cases as `edit_layouts.txt` tells them."""
    cases = Path(__file__).with_name("edit_layouts.txt").read_text(encoding="utf-8").split("=== ")[1:]
    for case in cases:
        head, body = case.split("\n", 1)
        name, edit = head.split(": ", 1)
        before, wanted = body.split("\n---\n")
        kind, year, *record = edit.split(" ", 2)
        yield pytest.param((kind, int(year), [json.loads(one) for one in record], before + "\n", wanted), id=name)


@pytest.mark.parametrize("after", [AFTER, ""], ids=["middle", "end"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("case", list(layouts()))
def test_layouts(case, newline, after):
    kind, year, record, before, wanted = case
    text = (HEAD + before + after).replace("\n", newline)
    make = {"add": add_actual, "revise": revise_actual, "remove": remove_actual}[kind]
    planned = make(source(text), "one", year, *record)
    assert shown(planned.new_text) == shown((HEAD + wanted + after).replace("\n", newline))


def test_a_file_without_final_line_break_stays_one():
    text = HEAD + "    actuals:\n      2022: 1"
    planned = add_actual(source(text), "one", 2023, 2)
    assert planned.new_text == text + "\n      2023: 2"
    assert remove_actual(source(planned.new_text), "one", 2023).new_text == text


def test_a_block_scalar_at_the_end_without_line_break_keeps_its_text():
    text = HEAD + "    actuals:\n      2022:\n        value: 1\n        note: |\n          x"
    planned = add_actual(source(text), "one", 2023, 2)
    assert planned.new_text.endswith("note: |\n          x")
    for read in (load_fast, lambda text: construct(compose(text))):
        actuals = read(planned.new_text)["indicators"]["one"]["actuals"]
        assert actuals.pop(2023) == 2
        assert actuals == read(text)["indicators"]["one"]["actuals"]


def test_record_in_braces_gets_its_figures():
    text = "version: 1\nindicators: {one: {title: t}, two: {actuals: , title: u}}\n"
    planned = add_actual(source(text), "one", 2023, 2)
    assert (
        planned.new_text
        == "version: 1\nindicators: {one: {title: t, actuals: {2023: 2}}, two: {actuals: , title: u}}\n"
    )
    planned = add_actual(source(text), "two", 2023, 2)
    assert planned.new_text == "version: 1\nindicators: {one: {title: t}, two: {actuals: {2023: 2} , title: u}}\n"


def test_the_shipped_file_gets_one_line():
    shipped = DataFile.from_bytes(PATH, (SHIPPED / "indicators.yaml").read_bytes())
    planned = add_actual(shipped, "un-staff", 2024, 980)
    assert planned.splices == (Splice(planned.splices[0].start, planned.splices[0].start, "\n      2024: 980"),)
    assert planned.new_text.splitlines()[planned.line - 1] == "      2024: 980"
    assert (planned.before, planned.after) == (None, 980)
    assert planned.subject == ("indicators", "un-staff", "actuals", 2024)
    assert planned.by_hand.endswith("    actuals:\n      2024: 980")


def test_the_same_record_again_changes_nothing():
    text = HEAD + "    actuals:\n      2022: {value: 1.0, note: n}\n"
    planned = add_actual(source(text), "one", 2022, {"note": "n", "value": 1.0})
    assert not planned.changed
    assert planned.splices == ()


def test_a_mapping_with_nothing_but_the_value_is_written_short():
    assert add_actual(source(HEAD), "one", 2022, {"value": 5}).new_text == HEAD + "    actuals:\n      2022: 5\n"


def test_revisions_are_kept_oldest_first():
    text = HEAD + "    actuals: {2022: {value: 3, revisions: [{value: 1}, {value: 2}]}}\n"
    planned = revise_actual(source(text), "one", 2022, 4)
    assert planned.after == {"value": 4, "revisions": [{"value": 1}, {"value": 2}, {"value": 3}]}


def test_what_is_not_there_cannot_be_removed():
    with pytest.raises(RefusedError, match="nothing for 2022"):
        remove_actual(source(HEAD), "one", 2022)


def test_an_unknown_indicator_is_named():
    with pytest.raises(DataError, match="no indicator 'other'"):
        add_actual(source(HEAD), "other", 2022, 1)


@pytest.mark.parametrize("damage", ["    a: &x 1\n", "    actuals: {2020: 1, '2020': 2}\n", "    b: [\n", "\tc: 1\n"])
def test_an_unsound_file_is_not_touched(damage):
    with pytest.raises(DataError, match=r"indicators\.yaml:\d+:\d+: .*nothing was written"):
        add_actual(source(HEAD + damage), "one", 2022, 1)


@pytest.mark.parametrize(
    ("edit", "by_hand"), [((add_actual, 2021, 7), "      2021: 7"), ((remove_actual, 2020), "      # take out 2020")]
)
def test_what_cannot_be_done_safely_is_left_to_the_person(edit, by_hand):
    make, *arguments = edit
    text = HEAD + f"    note: {'long ' * 60_000}\n    actuals: {{2020: 1}}\n"
    with pytest.raises(UnsafeEditError, match="nothing was written") as caught:
        make(source(text), "one", *arguments)
    assert str(caught.value).endswith(f"indicators:\n  one:\n    actuals:\n{by_hand}")
    assert by_hand in caught.value.text("ja")
    assert caught.value.exit_code == 3


def test_a_record_too_long_to_be_looked_into_is_left_to_the_person():
    text = HEAD + f"    note: {'long ' * 60_000}\n    actuals:\n      2020:\n        value: 1\n"
    with pytest.raises(UnsafeEditError, match=r'2020: \{value: 2, note: "n"\}'):
        add_actual(source(text), "one", 2020, {"value": 2, "note": "n"})


@pytest.mark.parametrize("figure", [float("nan"), float("inf")])
def test_a_figure_that_is_no_number_is_not_written(figure):
    with pytest.raises(UsageError, match="finite"):
        add_actual(source(HEAD), "one", 2022, figure)


RATING = {"target": "staff-1000", "review": "FY2024", "step": "achieved", "by": "外務省: x", "date": date(2024, 8, 30)}
WRITTEN = '{target: staff-1000, review: FY2024, step: achieved, by: "外務省: x", date: 2024-08-30}'


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("goals: {}\n# end\n", f"goals: {{}}\nratings:\n  - {WRITTEN}\n# end\n"),
        ("ratings: # none\n", f"ratings: # none\n  - {WRITTEN}\n"),
        ("ratings: []\n", f"ratings:\n  - {WRITTEN}\n"),
        ("ratings: [ {a: 1} ]\n", f"ratings: [ {{a: 1}}, {WRITTEN} ]\n"),
        ("ratings:\n- a: 1\n  b: 2 # c\n# d\n", f"ratings:\n- a: 1\n  b: 2 # c\n- {WRITTEN}\n# d\n"),
        ("ratings:\n    - {a: 1}\nend: 1\n", f"ratings:\n    - {{a: 1}}\n    - {WRITTEN}\nend: 1\n"),
    ],
)
def test_a_rating_goes_to_the_end(before, wanted):
    planned = add_rating(source("version: 1\n" + before), RATING)
    assert planned.new_text == "version: 1\n" + wanted
    assert planned.subject[0] == "ratings"
    assert parse(planned.new_text).data["ratings"][-1]["by"] == "外務省: x"


def test_in_a_large_file_only_what_matters_is_looked_at():
    records = "".join(f"  i-{number}:\n    title: {'x' * 60}\n    actuals: {{2020: 1}}\n" for number in range(4000))
    text = f"version: 1\nindicators:\n{records}"
    assert len(text) > COMPOSE_LIMIT
    planned = add_actual(source(text), "i-2000", 2021, 2)
    assert [one.text for one in planned.splices] == [", 2021: 2"]
    assert add_rating(source(text), RATING).new_text == f"{text}ratings:\n  - {WRITTEN}\n"
    ratings = "ratings:\n" + f"- {WRITTEN}\n" * 4000
    assert add_rating(source(f"version: 1\n{ratings}end: 1\n"), RATING).new_text == (
        f"version: 1\n{ratings}- {WRITTEN}\nend: 1\n"
    )


def test_fixes_are_made_together():
    text = HEAD + "    actuals: {'2020': 1}\n    unti: x\n"
    at, slip = text.index("'2020'"), text.index("unti")
    fixed = apply_fixes(
        source(text),
        [
            Fix(
                "",
                "",
                edits=(
                    Splice(slip, slip + 4, "unit"),
                    Splice(at, at + 6, "2020"),
                ),
            )
        ],
    )
    assert fixed == HEAD + "    actuals: {2020: 1}\n    unit: x\n"


def test_fixes_may_be_made_in_an_unsound_file_but_not_damage_it():
    text = HEAD + "    actuals: {2020: 1, '2020': 2}\n"
    at = text.index(", '2020': 2")
    assert (
        apply_fixes(source(text), [Fix("", "", edits=(Splice(at, at + 11, ""),))]) == HEAD + "    actuals: {2020: 1}\n"
    )
    assert apply_fixes(source(text), [Fix("", "", edits=(Splice(at, at, " ["),))]) is None
    assert apply_fixes(source(HEAD), [Fix("", "", edits=(Splice(0, 0, "-"),))]) is None
    assert (
        apply_fixes(
            source(HEAD),
            [
                Fix(
                    "",
                    "",
                    edits=(
                        Splice(0, 3, ""),
                        Splice(1, 2, ""),
                    ),
                )
            ],
        )
        is None
    )


def test_the_diff_shows_the_change_and_its_surroundings():
    text = "# 1\n# 2\n" + HEAD + "    actuals:\n      2022: 1\n      2024: 3\n" + AFTER * 0
    planned = add_actual(source(text), "one", 2023, 2)
    assert unified(planned, "data/indicators.yaml") == (
        "--- a/data/indicators.yaml\n+++ b/data/indicators.yaml\n@@ -6,3 +6,4 @@\n"
        "     title: t\n     actuals:\n       2022: 1\n+      2023: 2\n       2024: 3\n"
    ).replace("@@ -6,3 +6,4 @@", "@@ -6,4 +6,5 @@")
    assert unified(add_actual(source(text), "one", 2022, 1), "x") == ""


def test_the_diff_says_where_a_final_line_break_is_missing():
    text = HEAD + "    actuals:\n      2022: 1"
    shown_diff = unified(add_actual(source(text), "one", 2023, 2), "x")
    assert shown_diff.endswith("+      2022: 1\n+      2023: 2\n\\ No newline at end of file\n")


@pytest.mark.parametrize("header", ["|", "|-", "|+", ">", ">-", ">2+", "|2"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_rating_goes_behind_one_that_ends_in_a_block_scalar_without_a_final_line_break(header, newline):
    text = f"version: 1\nratings:\n  - target: a\n    reason: {header}\n      text\n      more".replace("\n", newline)
    source = DataFile.from_bytes(Path("targets.yaml"), text.encode())
    planned = add_rating(source, {"target": "b"})
    assert parse(planned.new_text).data["ratings"] == [*parse(text).data["ratings"], {"target": "b"}]
    assert planned.new_text.endswith(f"more{newline}  - {{target: b}}")


@pytest.mark.parametrize("rest", ["", "\n", "\nnext: 2\n"])
def test_a_collection_below_its_key_gives_way_and_the_file_ends_as_it_did(rest):
    text = f"one:\n  two: 1{rest}"
    value = compose(text).value[0][1]
    assert apply(text, replace_below(text, len("one:"), value, "3")) == f"one: 3{rest}"


def test_a_new_value_of_a_dimension_stands_behind_the_others():
    text = "version: 1\ndimensions:\n  sex:\n    title: Sex\n    values:\n      female: Women # w\n"
    planned = add_records(source(text), {"dimensions": {"sex": {"title": "Sex", "values": {"other": "Other"}}}})
    assert planned.new_text == text + "      other: Other\n"
    assert add_records(source(text), {"dimensions": {"sex": {"title": "Sex"}}}).new_text == text
