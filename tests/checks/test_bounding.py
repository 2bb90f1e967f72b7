"""A file with very many mistakes: the first thousand of each kind are reported, and that there are more."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.checks.inspection import inspect_files, read, require_sound
from unpolicy.checks.run import MOST_KEYS, bounded
from unpolicy.errors import DataError
from unpolicy.model import IndicatorsFile
from unpolicy.store.problems import MOST_REPORTED

RECORD = "title: T, unit: u, kind: percentage, direction: increase, year: calendar"
MANY = MOST_REPORTED + 2
AS_OF = date(2026, 1, 15)


def indicators(*lines: str) -> str:
    return "version: 1\nindicators:\n" + "".join(f"  {line}\n" for line in lines)


def alone(text: str) -> str:
    """One indicator with a piece of text in it."""
    return indicators(f"a: {{{RECORD}, {text}}}")


FAULTY = {
    "unknown keys": (alone(", ".join(f"k{n}: 1" for n in range(2 * MOST_KEYS))), "U201"),
    "unknown sections": ("version: 1\n" + "".join(f"k{n}: 1\n" for n in range(2 * MOST_KEYS)) + alone("")[11:], "U201"),
    "years": (alone(f"actuals: {{{', '.join(f'{n}: 1' for n in range(3000, 3000 + 2 * MOST_KEYS))}}}"), "U208"),
    "equal keys": (indicators(*[f"a: {{{RECORD}}}"] * MANY), "U102"),
    "anchors": (indicators(*(f"a{n}: &b{n} {{{RECORD}}}" for n in range(MANY))), "U103"),
    "values": (indicators(*(f"a{n}: {{{RECORD}, actuals: {{2020: x}}}}" for n in range(MANY))), "U204"),
    "figures": (indicators(*(f"a{n}: {{{RECORD}, actuals: {{2020: 101}}}}" for n in range(MANY))), "U301"),
}


def reported(inspection, code):
    return sum(one.code == code for one in inspection.diagnostics)


@pytest.mark.parametrize(("text", "code"), FAULTY.values(), ids=FAULTY)
def test_a_thousand_of_each_are_reported_and_that_there_are_more(text, code, files):
    found = files.write(indicators=text).inspect()
    assert reported(found, code) == MOST_REPORTED
    assert found.truncated == {("indicators.yaml", code)}
    assert not found.sound
    places = [one.place for one in found.diagnostics]
    assert places == sorted(places)
    assert places[0][1] <= 4, "the first ones are reported"
    with pytest.raises(DataError, match=r"more than 1,00\d problems") as caught:
        require_sound(found)
    assert "件以上を確かめられます" in caught.value.text("ja")


def test_as_many_as_are_reported_are_all_of_them(files):
    text = indicators(*(f"a{n}: {{{RECORD}, actuals: {{2020: 101}}}}" for n in range(MOST_REPORTED)))
    found = files.write(indicators=text).inspect()
    assert (reported(found, "U301"), found.truncated) == (MOST_REPORTED, frozenset())
    with pytest.raises(DataError, match=r"see all 1,00\d problems"):
        require_sound(found)


def test_each_file_and_each_rule_has_its_own_thousand(files):
    text = indicators(*(f"a{n}: {{{RECORD}, actuals: {{1800: 1}}}}" for n in range(MANY)))
    targets = "version: 1\npolicy: {id: p, title: P}\ngoals: {g: {title: T}}\ntargets:\n" + "".join(
        f"  t{n}: {{goal: g, indicator: none-of-those-above, baseline: 2020, value: 1, by: 2025}}\n"
        for n in range(MANY)
    )
    found = files.write(targets=targets, indicators=text).inspect()
    counts = Counter((one.path, one.code) for one in found.diagnostics)
    assert counts["indicators.yaml", "U208"] == counts["targets.yaml", "U402"] == MOST_REPORTED
    assert {("indicators.yaml", "U208"), ("targets.yaml", "U402")} <= found.truncated


def test_everything_is_reported_where_it_is_asked_for(files):
    files.write(indicators=FAULTY["values"][0])
    found = inspect_files(read(files.paths), as_of=AS_OF, limit=None)
    assert (reported(found, "U204"), found.truncated) == (MANY, frozenset())


def test_with_a_comment_that_silences_some_of_them_all_are_reported(files):
    lines = [f"a{n}: {{{RECORD}, actuals: {{2020: 101}}}}" for n in range(MANY)]
    lines[:MOST_REPORTED] = [f"{line}  # unpolicy: ignore[U301] so measured" for line in lines[:MOST_REPORTED]]
    found = files.write(indicators=indicators(*lines)).inspect()
    assert reported(found, "U301") == MANY - MOST_REPORTED, (
        "what no comment silences is not hidden behind what one does"
    )


def test_an_invisible_character_too_many_is_not_kept_quiet_beside_such_a_comment(files):
    text = indicators(f"a: {{{RECORD}}}  # unpolicy: ignore[U603] so counted") + "# x\u200e\n" * (MOST_REPORTED + 50)
    assert ("indicators.yaml", "U003") in files.write(indicators=text).inspect().truncated


@given(
    st.dictionaries(
        st.sampled_from(["version", "indicators", "other"]),
        st.none()
        | st.integers()
        | st.dictionaries(st.text(max_size=2), st.dictionaries(st.text(max_size=2), st.none())),
    )
)
def test_nothing_is_cut_from_what_is_no_longer_than_it_may_be(data):
    assert bounded("indicators", IndicatorsFile, data) == (data, set())


def test_what_belongs_into_a_record_stays_wherever_it_stands():
    record = {f"k{n}": 1 for n in range(2 * MOST_KEYS)} | {"title": "T", "actuals": {2020: 1}}
    data, cut = bounded("indicators", IndicatorsFile, {"version": 1, "indicators": {"a": record, "b": {"title": "B"}}})
    kept = data["indicators"]["a"]
    assert (kept["title"], kept["actuals"], len(kept)) == ("T", {2020: 1}, MOST_KEYS + 2)
    assert data["indicators"]["b"] == {"title": "B"}
    assert cut == {"U201"}


def test_the_command_says_so_below_what_it_lists(data, unpolicy):
    (data / "indicators.yaml").write_text(FAULTY["equal keys"][0], encoding="utf-8")
    ended = unpolicy("validate", "--format", "concise", "--select", "U102")
    assert ended.code == 1
    assert ended.err == "unpolicy: of U102 only the first 1,000 in a file are listed; there are more.\n"
    assert len(ended.out.splitlines()) == MOST_REPORTED
    assert unpolicy("validate", "--select", "U401,U402").err == ""
    assert "最初の1,000件だけ" in unpolicy("validate", "--lang", "ja", "--json").err


def test_all_of_them_are_mended_at_once(data, unpolicy):
    record = RECORD.replace("direction", "driection")
    (data / "indicators.yaml").write_text(indicators(*(f"a{n}: {{{record}}}" for n in range(MANY))), encoding="utf-8")
    assert f"{MANY} fixed" in unpolicy("validate", "--fix", str(data / "indicators.yaml")).err
    assert (data / "indicators.yaml").read_text(encoding="utf-8").count("direction: increase") == MANY
