"""Replacements in a text and back; YAML source that every reader reads as what went in."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from unpolicy.store.elements import NoRoomError, after_line
from unpolicy.store.entries import append_item, insert_entry, locate, remove_entry, replace_value
from unpolicy.store.problems import load_fast
from unpolicy.store.source import parse
from unpolicy.store.splice import Splice, apply, difference, flow_source, invert, scalar_source

TEXT = "a: 1 # one\nb:\n  c: {x: 1, 'y z': [1, 2]}\n  d:\n  - p: 1\n    q: 2\n  - 3\ne:\n"

ODD_WORDS = ("yes", "no", "on", "off", "true", "null", "~", "NaN", ".inf", "1_000", "0o7", "0x1F", "12:30", "-", "---")

pieces = st.text("ab\n", max_size=12)


@st.composite
def spliced(draw):
    text = draw(pieces)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    splices = [Splice(start, end, draw(pieces)) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    return text, draw(st.permutations(splices)) if splices else []


@given(spliced())
def test_what_is_put_in_can_be_taken_out(case):
    text, splices = case
    new = apply(text, splices)
    assert apply(new, invert(text, splices)) == text
    assert len(new) == len(text) + sum(len(one.text) - (one.end - one.start) for one in splices)


@given(pieces, pieces)
def test_a_difference_leads_from_one_to_the_other_and_is_short(old, new):
    splices = difference(old, new)
    assert apply(old, splices) == new
    assert bool(splices) == (old != new)
    for one in splices:
        removed = old[one.start : one.end]
        assert not (removed and one.text and (removed[0] == one.text[0] or removed[-1] == one.text[-1]))


@pytest.mark.parametrize("splices", [[Splice(0, 2, ""), Splice(1, 3, "")], [Splice(2, 1, "")], [Splice(0, 9, "")]])
def test_splices_that_overlap_or_lie_outside_are_an_error(splices):
    with pytest.raises(ValueError, match="overlap"):
        apply("abc", splices)


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.text("yno~+-.0123456789:eExX_ #'\"\\{}[],&*!%@`|>?<=\t\n\r\x85\u2028", max_size=8)
    | st.sampled_from(ODD_WORDS)
)
keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5).map(lambda text: f"k{text}")
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=6
)


def plain(value):
    """A date in the file is text to us, and ruamel and PyYAML make an object of it."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def exactly(one, other):
    return one == other and repr(one) == repr(other)


@given(values)
def test_source_reads_back_as_what_went_in(value):
    source = flow_source(value)
    assert "\n" not in source
    for text in (f"a: {source}\n", f"a: {{b: {source} , c: 1}}\n", f"a: [{source}, {source}] # c\n"):
        parsed = parse(text)
        assert parsed.ok
        found = parsed.data["a"]
        found = found["b"] if text[3] == "{" and "c" in found else found
        found = found[1] if text.endswith("# c\n") else found
        assert exactly(found, value)
    assert exactly(plain(YAML(typ="safe", pure=True).load(f"a: {source}\n"))["a"], value)


@given(scalars)
def test_even_readers_of_the_old_yaml_see_the_same(value):
    assert plain(yaml.safe_load(f"a: {scalar_source(value)}\n"))["a"] == value


@pytest.mark.parametrize(
    ("value", "source"),
    [
        (980, "980"),
        (82.7, "82.7"),
        (980.0, "980.0"),
        (1e16, "10000000000000000.0"),
        (1e-7, "0.0000001"),
        (1e300, "1.0e+300"),
        (-0.0, "-0.0"),
        (None, "null"),
        (True, "true"),
        (date(2024, 8, 30), "2024-08-30"),
        ("2024-08-30", "2024-08-30"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("国連の職員", "国連の職員"),
        ("un-staff", "un-staff"),
        ("", '""'),
        ("2024", '"2024"'),
        ("no", '"no"'),
        ("a: b", '"a: b"'),
        ("a, b", '"a, b"'),
        ('say "x"\n', '"say \\"x\\"\\n"'),
        ("\u202eabc", '"\\u202Eabc"'),
        ({"ja": "注", "en": [1, "x"]}, "{ja: 注, en: [1, x]}"),
    ],
)
def test_source_is_what_a_person_would_write(value, source):
    assert flow_source(value) == source


@pytest.mark.parametrize("value", [float("nan"), float("-inf")])
def test_what_is_no_number_has_no_source(value):
    with pytest.raises(ValueError, match="finite"):
        scalar_source(value)


def test_what_has_no_place_in_a_data_file_has_no_source():
    with pytest.raises(TypeError, match="set"):
        flow_source({1})


@pytest.mark.parametrize(
    ("make", "arguments", "new"),
    [
        (insert_entry, (["b", "c"], "k", "2"), "  c: {x: 1, 'y z': [1, 2], k: 2}\n"),
        (insert_entry, (["b"], "k", "2"), "  - 3\n  k: 2\n"),
        (insert_entry, (["e"], "k", "2"), "e:\n  k: 2\n"),
        (insert_entry, (["f"], "k", "2"), "e:\nf:\n  k: 2\n"),
        (append_item, (["b", "c", "y z"], "3"), "[1, 2, 3]"),
        (append_item, (["b", "d"], "4"), "  - 3\n  - 4\n"),
        (append_item, (["e"], "4"), "e:\n  - 4\n"),
        (append_item, (["b", "c", "new"], "4"), "[1, 2], new: [4]}\n"),
        (replace_value, (["a"], "2"), "a: 2 # one\n"),
        (replace_value, (["e"], "2"), "e: 2\n"),
        (replace_value, (["b", "d", 0], "2"), "  - 2\n  - 3\n"),
        (replace_value, (["b", "d"], "2"), "  d: 2\ne:"),
        (replace_value, (["b"], "2"), "\nb: 2\ne:\n"),
        (remove_entry, (["a"],), "b:\n  c"),
        (remove_entry, (["b", "d", 0, "p"],), "  - q: 2\n"),
        (remove_entry, (["b", "d", 0, "q"],), "  - p: 1\n  - 3"),
        (remove_entry, (["b", "c", "y z"],), "{x: 1}"),
    ],
)
def test_one_change(make, arguments, new):
    changed = apply(TEXT, make(TEXT, *arguments))
    assert new in changed
    assert parse(changed).ok


def test_the_last_entry_of_an_item_leaves_braces():
    text = "a:\n  - p: 1 # c\n  - 2\n"
    assert apply(text, remove_entry(text, ["a", 0, "p"])) == "a:\n  - {} # c\n  - 2\n"


def test_a_change_next_to_what_is_not_a_collection_is_refused():
    with pytest.raises(NoRoomError):
        insert_entry(TEXT, ["b", "d"], "k", "2")
    with pytest.raises(NoRoomError):
        append_item(TEXT, ["b", "c"], "2")
    with pytest.raises(NoRoomError):
        insert_entry(TEXT, ["a"], "k", "2")


@pytest.mark.parametrize("path", [["x"], ["b", "x"], ["b", "d", 7], ["b", "d", 0, "x"], ["a", "x"]])
def test_a_place_that_is_not_there_is_a_key_error(path):
    with pytest.raises(KeyError):
        replace_value(TEXT, path, "1")
    with pytest.raises(KeyError):
        remove_entry(TEXT, path)


def test_the_root_is_a_place():
    assert load_fast(apply("a: 1\n", insert_entry("a: 1\n", [], "b", "2"))) == {"a": 1, "b": 2}
    assert locate(TEXT, [])[1].start == 0


def test_a_whole_file_in_braces_can_be_changed():
    text = "{a: {b: 1}, c: }\n"
    assert apply(text, insert_entry(text, ["a"], "k", "2")) == "{a: {b: 1, k: 2}, c: }\n"
    assert apply(text, insert_entry(text, ["c"], "k", "2")) == "{a: {b: 1}, c: {k: 2} }\n"
    assert apply(text, insert_entry(text, [], "k", "2")) == "{a: {b: 1}, c:, k: 2 }\n"


@pytest.mark.parametrize(
    ("text", "path", "after"),
    [
        ("r:\n- p: 1\n  q: 2\n", ("r", 0, "p"), "r:\n- q: 2\n"),
        ("? a\n: 1\n? b\n: 2\n", ("a",), "? b\n: 2\n"),
        ("a: |+\n  x\n\nb: 1\n\nc: 2\n", ("b",), "a: |+\n  x\n\nc: 2\n"),
    ],
)
def test_an_entry_is_taken_out_with_what_is_its_own(text, path, after):
    assert apply(text, remove_entry(text, path)) == after


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (lambda: remove_entry("? a\n: 1\n? b\n: 2\n", ("b",)), NoRoomError),
        (lambda: insert_entry("a: {b: 1}\n", ("a", "b", "c"), "d", "1"), NoRoomError),
        (lambda: after_line("a: 1 x\n", 4, ["b: 2"]), NoRoomError),
        (lambda: insert_entry("a: {b: {c: 1}}\n", ("a", "x"), "d", "1"), KeyError),
        (lambda: locate("# nothing\n", ()), KeyError),
        (lambda: locate("a: [1]\n", ("a", 1)), KeyError),
    ],
)
def test_what_has_no_place_is_an_error(edit, error):
    with pytest.raises(error):
        edit()
