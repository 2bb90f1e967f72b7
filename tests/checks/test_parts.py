"""Parts of indicators: what they take over from their wholes, which they are, and what they add up to."""

from __future__ import annotations

import tempfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.checks.inspection import load
from unpolicy.model import filled
from unpolicy.store.directory import DataDirectory

TODAY = date(2026, 1, 15)
TARGETS = "version: 1\npolicy: {id: reform, title: Reform}\n"
HEAD = """\
version: 1
dimensions:
  sex: {title: {ja: 性別, en: Sex}, exhaustive: true, values: {f: {ja: 女性, en: Women}, m: {ja: 男性, en: Men}}}
  age: {title: Age, values: {20-39: 20–39, 40-59: 40–59}}
indicators:
  staff: {title: {ja: 職員数, en: Staff}, unit: people, kind: %s, direction: decrease, year: fiscal, as_of: 12-31,
    decimals: %d, every: 2, bounds: {min: 0}, source: https://example.org, note: N, baseline: 2020, actuals: {%s}}
"""


def parts(files, more: str, kind="count", decimals=0, actuals="2020: 900"):
    return files.write(targets=TARGETS, indicators=HEAD % (kind, decimals, actuals) + more)


def staff(files) -> dict:
    return load(DataDirectory.at(files.folder, files.folder), TODAY).indicators


def test_a_part_takes_over_what_it_does_not_write_but_its_own(files):
    found = staff(parts(files, "  women: {part_of: staff, of: {sex: f}, direction: increase, actuals: {2020: 500}}\n"))
    women, whole = found["women"], found["staff"]
    taken = ("unit", "kind", "year", "as_of", "decimals", "every", "bounds")
    assert [getattr(women, key) for key in taken] == [getattr(whole, key) for key in taken]
    assert women.direction == "increase"
    assert (women.source, women.note, women.baseline) == (None, None, None)
    assert women.title.model_dump(exclude_none=True) == {"ja": "職員数（女性）", "en": "Staff: Women"}


def test_a_part_of_a_part_takes_over_through_it_and_a_rhythm_of_its_own_is_whole(files):
    more = (
        "  older: {part_of: women, of: {age: 40-59}, years: [2020, 2024]}\n"
        "  women: {part_of: staff, of: {sex: f}, unit: women}\n"
    )
    older = staff(parts(files, more))["older"]
    assert (older.unit, older.every, older.years) == ("women", None, (2020, 2024))
    assert older.title.en == "Staff: Women: 40–59"


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ("  women: {part_of: staff}\n", ["U202"]),
        ("  women: {part_of: staff, of: {}}\n", ["U202"]),
        ("  women: {part_of: stuff, title: T}\n", ["U406"]),
        ("  women: {part_of: stuff, of: {sex: f}}\n", ["U406"]),
        ("  women: {part_of: [staff], title: T}\n", ["U202", "U203"]),
        ("  women: {part_of: staff, of: [sex]}\n", ["U202", "U203"]),
        ("  women: {part_of: staff, of: {sex: [f]}}\n", ["U203"]),
        ("  women: {part_of: staff, of: {sex: x}}\n", ["U420"]),
        ("  women: {part_of: staff, of: {sexe: f}}\n", ["U420"]),
        ("  women: {part_of: women, of: {sex: f}}\n", ["U407"]),
        ("  women: {part_of: men, of: {sex: f}}\n  men: {part_of: women, of: {sex: m}}\n", ["U407", "U407"]),
        ("  women: {part_of: staff, of: {sex: f}, actuals: {2020: 901}}\n", ["U303", "U310"]),
    ],
)
def test_what_is_wrong_with_a_part(files, more: str, codes: list[str]):
    assert sorted(parts(files, more).codes(TODAY)) == codes


def test_what_is_wrong_with_the_whole_is_not_said_of_its_parts_again(files):
    parts(files, "  women: {part_of: staff, of: {sex: f}, actuals: {2020: 500}}\n", kind="cuont")
    assert [(one.code, one.line) for one in files.inspect().diagnostics] == [("U210", 6)]


@pytest.mark.parametrize(
    ("kind", "decimals", "whole", "women", "men", "codes"),
    [
        ("count", 0, "900", "500", "400", []),
        ("count", 0, "900", "500", "401", ["U310"]),
        ("count", 0, "900", "500", "399", ["U620"]),
        ("amount", 1, "1.0", "0.5", "0.6", []),
        ("amount", 1, "1.0", "0.5", "0.7", ["U310"]),
        ("amount", 1, "1.0", "0.5", "0.4", []),
        ("amount", 1, "1.0", "0.5", "0.3", ["U620"]),
        ("percentage", 0, "40", "50", "30", []),
    ],
)
def test_parts_add_up_to_their_whole_but_for_rounding(files, kind, decimals, whole, women, men, codes):
    more = f"""\
  women: {{part_of: staff, of: {{sex: f}}, actuals: {{2020: {women}}}}}
  men: {{part_of: staff, of: {{sex: m}}, actuals: {{2020: {men}}}}}
"""
    assert parts(files, more, kind, decimals, f"2020: {whole}").codes(TODAY) == codes


def test_parts_that_do_not_exclude_each_other_are_not_added(files):
    more = """\
  young: {part_of: staff, of: {age: 20-39}, actuals: {2020: 800}}
  old: {part_of: staff, of: {age: 40-59}, actuals: {2020: 800}}
"""
    assert parts(files, more).codes(TODAY) == []


def test_a_long_chain_of_parts_is_no_matter_of_depth():
    names = [f"i{number}" for number in range(20_000)]
    records = {name: {"part_of": above, "title": name} for above, name in pairwise(names)}
    records |= {"i0": {"title": "0", "unit": "u", "kind": "count", "direction": "none", "year": "fiscal"}}
    data, taken = filled({"indicators": {"version": 1, "indicators": records}})
    assert data["indicators"]["indicators"]["i19999"]["unit"] == "u"
    assert taken["i1"] == {"unit", "kind", "direction", "year"}


KEYS = {
    "unit": st.sampled_from(["people", "人"]),
    "kind": st.sampled_from(["count", "amount"]),
    "direction": st.sampled_from(["increase", "decrease", "none"]),
    "year": st.sampled_from(["calendar", "fiscal"]),
    "decimals": st.integers(0, 2),
    "tags": st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True),
    "span": st.just(3),
}
WHOLE = ("unit", "kind", "direction", "year")
MORE = {key: one for key, one in KEYS.items() if key not in WHOLE}


@given(
    st.fixed_dictionaries({key: KEYS[key] for key in WHOLE}, optional=MORE),
    st.lists(st.fixed_dictionaries({}, optional=KEYS), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_what_is_taken_over_is_what_is_nearest_above_in_whichever_file(whole, chain, shuffle):
    records = [{"title": "W", **whole}, *({"title": f"P{n}", "part_of": f"i{n}", **own} for n, own in enumerate(chain))]
    texts = [f"  i{number}: {record!r}\n".replace("'", '"') for number, record in enumerate(records)]
    order = list(range(len(texts)))
    shuffle.shuffle(order)
    cut = shuffle.randint(0, len(order))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "indicators").mkdir()
        (folder / "targets.yaml").write_text(TARGETS)
        for path, numbers in (("indicators.yaml", order[:cut]), ("indicators/more.yaml", order[cut:])):
            body = "".join(texts[number] for number in numbers)
            (folder / path).write_text(f"version: 1\nindicators:\n{body}" if body else "version: 1\n")
        found = load(DataDirectory.at(folder, folder), TODAY).indicators
    held = dict(records[0])
    for number, record in enumerate(records):
        held |= record
        one = found[f"i{number}"]
        for key in KEYS.keys() & held.keys():
            value = getattr(one, key)
            assert (list(value) if isinstance(value, tuple) else value) == held[key]
