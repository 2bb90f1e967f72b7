"""Files that use all of the data model: they are sound, and everything in them goes through an export and back."""

from datetime import date

import pytest

from unpolicy.exchange.textfiles import from_document, to_document

TARGETS = """\
version: 1
policy: {id: all, title: All, rests_on: provisional, x-ref: 7}
sources: {report: {title: Report, x-shelf: [1, {a: 2}]}}
goals: {g: {title: G, milestones: {m: {title: M, due: 2022, status: in-progress, x-who: us}}}}
targets:
  serious:
    goal: g
    indicator: serious
    baseline: {year: 2016, value: 2720.5, label: {en: 2014–18 mean, ja: 平均}, source: report, note: restated}
    value: 1360
    by: 2030
    set: 2021-02-01
    statement: Half as many
    responsible: {en: Roads unit, ja: 道路課}
    tags: [roads]
    revisions: [{until: 2024-06-01, value: 1454, baseline: {year: 2016, value: 2908}, x-why: restated}]
  kept: {goal: g, indicator: aid, keep: {min: 40}}
  words: {goal: g, indicator: chores, statement: More}
  better: {goal: g, indicator: aid, baseline: 2019, improve: true, by: 2022, status: superseded, superseded_by: kept}
"""
INDICATORS = """\
version: 1
indicators:
  serious: {title: S, unit: people, kind: count, direction: decrease, year: calendar, definition: D, x-code: a,
            actuals: {2020: 1533, 2024: {value: 1931, status: provisional, low: 1900, high: 1950, x-table: 4}}}
  chores: {title: C, unit: minutes, kind: amount, direction: increase, year: calendar, every: 5, from: 2016,
           actuals: {2016: 83, 2021: 114}}
  aid: {title: A, unit: "%", kind: percentage, direction: increase, year: {starts: 7, named_by: both}, span: 3,
        years: [2019, 2022], actuals: {2019: 40.5}}
  people: {title: P, unit: people, kind: count, direction: none, year: calendar, actuals: {2020: 500}}
"""


def test_a_file_that_uses_everything_is_sound(files):
    found = files.write(targets=TARGETS, indicators=INDICATORS).inspect()
    assert [one.message for one in found.diagnostics] == []


def test_everything_goes_out_as_json_and_comes_back(files):
    dataset = files.write(targets=TARGETS, indicators=INDICATORS).inspect().dataset
    document = to_document(dataset)
    assert document["policy"]["x-ref"] == 7
    assert document["sources"]["report"]["x-shelf"] == [1, {"a": 2}]
    assert document["targets"]["serious"]["revisions"][0]["x-why"] == "restated"
    assert document["indicators"]["serious"]["actuals"]["2024"]["x-table"] == 4
    assert document["indicators"]["chores"]["from"] == 2016
    again = from_document(document)
    assert (again.targets_file, again.indicators_file) == (dataset.targets_file, dataset.indicators_file)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("improve: true", "improve: false", "U210"),
        ("starts: 7", "starts: 13", "U203"),
        ("named_by: both", "named_by: begin", "U210"),
        ("year: {starts: 7, named_by: both}", "year: summer", "U210"),
        ("every: 5", "every: 0", "U203"),
        ("every: 5", "every: 2.5", "U203"),
        ("span: 3", "span: three", "U204"),
        ("tags: [roads]", "tags: roads", "U203"),
        ("rests_on: provisional", "rests_on: estimates", "U210"),
        ("status: superseded", "status: replaced", "U210"),
        ("set: 2021-02-01", "set: 2021-02-31", "U206"),
        ("until: 2024-06-01, ", "", "U202"),
        ("x-ref: 7", "y-ref: 7", "U201"),
        ("direction: none", "direction: nothing", "U210"),
    ],
)
def test_the_misuse_of_a_key_has_its_rule(files, old, new, code):
    assert old in TARGETS + INDICATORS
    files.write(targets=TARGETS.replace(old, new), indicators=INDICATORS.replace(old, new))
    assert code in files.codes(date(2026, 11, 28))
