"""A change that does not do what it says, or does more, is not made: the proof, and every way that leads through it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rewriting import rewrite

from unpolicy.checks import Fix
from unpolicy.checks.fixing import apply_fixes
from unpolicy.errors import ConflictError
from unpolicy.store import edit, entries, splice
from unpolicy.store.edit import UnsafeEditError, add_actual, add_rating, remove_actual, set_actuals
from unpolicy.store.journal import JOURNAL, PRIVATE
from unpolicy.store.source import DataFile, parse
from unpolicy.store.splice import Splice, UnprovenError, apply, changed_only, difference, same
from unpolicy.store.undo import plan_undo, undo

BLOCK = """\
version: 1
indicators:
  one:
    title: t
    actuals:
      2020: 1
      2021: # measured anew
        value: 2
        note: n
  two:
    title: u
    actuals:
      2020: 5
"""
FLOW = "version: 1\nindicators: {one: {title: t, actuals: {2020: 1}}, two: {title: u, actuals: {2020: 5}}}\n"
STEPWISE = {"value": 3, "status": "final"}


def file(text=BLOCK):
    return DataFile.from_bytes(Path("indicators.yaml"), text.encode())


EDITS = {
    "add": lambda: add_actual(file(), "one", 2022, 3),
    "replace": lambda: add_actual(file(), "one", 2020, 3),
    "replace entry by entry": lambda: add_actual(file(), "one", 2021, STEPWISE),
    "remove": lambda: remove_actual(file(), "one", 2020),
    "rate": lambda: add_rating(file("version: 1\nratings:\n- {target: a}\n"), {"target": "b"}),
    "many in lines": lambda: set_actuals(file(), {"one": {2022: 3, 2023: 4}, "two": {2020: 6, 2021: 7}}),
    "many in braces": lambda: set_actuals(file(FLOW), {"one": {2022: 3, 2023: 4}, "two": {2021: 7}}),
}
FUNCTIONS = ("insert_entry", "replace_value", "remove_entry", "append_item", "set_entries")


@pytest.mark.parametrize("make", EDITS.values(), ids=EDITS)
def test_an_edit_that_is_right_is_proven(make):
    planned = make()
    assert planned.changed
    assert apply(planned.old_text, planned.splices) == planned.new_text


def elsewhere(splices, text):
    """What was asked for, and another figure instead of one that nobody asked to change."""
    return [*splices, *([Splice(at, at + 1, "9")] if (at := text.rfind("5")) > 0 else [Splice(8, 8, "1")])]


def at_the_top(splices, text):
    """What was asked for, and another section."""
    return [*splices, Splice(0, 0, "x-more: 1\n")]


def too_much(splices, text):
    """What was asked for, but something of the line below goes with it."""
    return [one._replace(end=min(one.end + 3, len(text))) for one in splices[:-1]] or at_the_top(splices, text)


@pytest.mark.parametrize("wrong", [elsewhere, at_the_top, too_much])
@pytest.mark.parametrize("make", EDITS.values(), ids=EDITS)
def test_a_wrong_splice_is_not_made(monkeypatch, make, wrong):
    for name in FUNCTIONS:
        real = getattr(entries, name)
        monkeypatch.setattr(
            entries, name, lambda text, *rest, real=real, **named: wrong(real(text, *rest, **named), text)
        )
    with pytest.raises(UnsafeEditError, match="nothing was written"):
        make()


def test_a_wrong_splice_is_reported_with_what_to_do_instead(monkeypatch):
    monkeypatch.setattr(entries, "insert_entry", lambda text, **_: [Splice(len(text), len(text), "x-other: 1\n")])
    with pytest.raises(UnsafeEditError, match=r"(?s)change it by hand:\nindicators:\n  one:\n.*2022: 3\Z"):
        EDITS["add"]()
    with pytest.raises(UnsafeEditError, match="one by one with add-actual") as caught:
        EDITS["many in braces"]()
    assert "一括して" in caught.value.text("ja")


def test_records_that_cannot_be_added_safely_are_left_to_the_person(monkeypatch):
    monkeypatch.setattr(entries, "append_records", lambda text, **_: [Splice(0, 0, "x-other: 1\n")])
    with pytest.raises(UnsafeEditError, match=r"change it by hand\.\Z"):
        edit.add_records(file(), {"sources": {"census": {"title": "Census"}}})


@pytest.mark.parametrize("wrong", [(), (Splice(0, 1, "v"),), (Splice(0, 0, "# \n"),)])
def test_replacements_that_do_not_lead_back_are_not_noted(monkeypatch, wrong):
    """The new text is right, but taking out what the journal would keep does not give the old bytes."""
    assert add_actual(file(), "one", 2021, STEPWISE).changed
    monkeypatch.setattr(splice, "difference", lambda old, new: wrong)
    with pytest.raises(UnsafeEditError):
        add_actual(file(), "one", 2021, STEPWISE)


def without_the_last(text, splices):
    return difference("", "") if not splices else real_invert(text, splices)[:-1]


real_invert = splice.invert


@pytest.mark.parametrize("make", EDITS.values(), ids=EDITS)
def test_what_cannot_be_taken_back_is_not_made(monkeypatch, make):
    monkeypatch.setattr(splice, "invert", without_the_last)
    with pytest.raises(UnsafeEditError):
        make()


def test_a_fix_that_cannot_be_taken_back_or_does_harm_is_not_made(monkeypatch):
    fix = Splice(BLOCK.index("1"), BLOCK.index("1") + 1, "2")
    assert apply_fixes(file(), [Fix("", "", edits=(fix,))]) is not None
    assert (
        apply_fixes(file(), [Fix("", "", edits=(Splice(BLOCK.index("one"), BLOCK.index("one") + 3, "two"),))]) is None
    )
    monkeypatch.setattr(splice, "invert", without_the_last)
    assert apply_fixes(file(), [Fix("", "", edits=(fix,))]) is None


# --- taking back ---


@pytest.fixture
def changed(tmp_path):
    path = tmp_path / "indicators.yaml"
    path.write_bytes(BLOCK.encode())
    rewrite(path, lambda source: add_actual(source, "one", 2022, 3))
    return path


def test_an_undo_that_leads_elsewhere_is_not_made(changed):
    log = changed.parent / PRIVATE / JOURNAL
    lines = [json.loads(line) for line in log.read_bytes().splitlines()]
    start, removed, inserted = lines[0]["pieces"][0]
    before = changed.read_bytes()
    for piece in ([start, removed + "#", inserted], [start, removed, inserted[:-1]], [start - 1, removed, inserted]):
        lines[0]["pieces"] = [piece]
        log.write_text("".join(json.dumps(line) + "\n" for line in lines))
        with pytest.raises(ConflictError, match="does not lead back"):
            undo([changed])
        assert changed.read_bytes() == before


def test_an_undo_that_could_not_be_made_again_is_not_made(changed, monkeypatch):
    before = changed.read_bytes()
    monkeypatch.setattr(splice, "invert", without_the_last)
    with pytest.raises(ConflictError, match="does not lead back"):
        plan_undo([changed])
    assert changed.read_bytes() == before


# --- the proof itself ---


def test_each_half_of_the_proof_is_asked_for():
    source = read_again = file()
    right = (Splice(len(BLOCK), len(BLOCK), "# more\n"),)
    new = BLOCK + "# more\n"
    splice.prove(source, new, right, lambda after: after.text == new)
    with pytest.raises(UnprovenError, match="something else"):
        splice.prove(source, new, right, lambda after: after == read_again)
    with pytest.raises(UnprovenError, match="lead back"):
        splice.prove(source, new, (), lambda after: True)
    with pytest.raises(ValueError, match="overlap"):
        splice.prove(source, "", right, lambda after: True)


def test_the_proof_keeps_the_byte_order_mark():
    source = DataFile.from_bytes(Path("x"), b"\xef\xbb\xbfa: 1\n")
    splice.prove(source, "a: 2\n", [Splice(3, 4, "2")], lambda after: after.data == b"\xef\xbb\xbfa: 2\n")
    assert source.with_text("a: 2\n") == DataFile.from_bytes(Path("x"), b"\xef\xbb\xbfa: 2\n")


DATA = parse(BLOCK).data
YEAR = ("indicators", "one", "actuals", 2022)


def changed_data(**changes):
    data = parse(BLOCK).data
    data["indicators"]["one"]["actuals"][2022] = 3
    for key, value in changes.items():
        data["indicators"]["two"][key] = value
    return data


def test_data_may_differ_where_the_change_is_and_nowhere_else():
    expected = changed_data()
    assert changed_only(changed_data(), expected, [YEAR])
    assert changed_only(DATA, DATA, [])
    assert not changed_only(DATA, expected, [YEAR])
    assert not changed_only(changed_data(title="v"), expected, [YEAR])
    assert not changed_only(changed_data(unit="v"), expected, [YEAR])
    assert not changed_only([], expected, [YEAR])
    for level in ([], ["indicators"], ["indicators", "two"]):
        turned = inner = changed_data()
        for key in level:
            inner = inner[key]
        inner |= {key: inner.pop(key) for key in list(inner)[:1]}
        assert not changed_only(turned, expected, [YEAR]), "the order of the rest has to stay"


def test_the_place_of_a_new_year_is_free():
    first = changed_data()
    held = first["indicators"]["one"]["actuals"]
    first["indicators"]["one"]["actuals"] = {2022: held[2022], **held}
    assert changed_only(first, changed_data(), [YEAR])


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (1, True), ("1", 1), ([1], [True]), ({1: 2}, {"1": 2})])
def test_values_of_different_types_are_different(one, other):
    assert same(one, one)
    assert not same(one, other)
