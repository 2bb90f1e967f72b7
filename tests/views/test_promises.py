"""What every view says of promises: what was promised before, an interval that holds the target, milestones overdue."""

from datetime import date

import pytest
from policies import policy

from unpolicy.assess.assessment import assess
from unpolicy.assess.find import narrowed, select
from unpolicy.views.notes import note_sentences
from unpolicy.views.status_document import status_document
from unpolicy.views.voice import Voice

DAY = date(2026, 11, 28)
STAFF = {"kind": "count", "actuals": {2020: 918, 2024: 979}}
TARGET = {"indicator": "i", "baseline": 2020, "value": 950, "by": 2025}


def said(lang, target=None, as_of=DAY, **indicator):
    data = policy({"i": STAFF | indicator}, {"t": TARGET | (target or {})})
    return " ".join(note_sentences(assess(data, as_of).targets[0], Voice(lang)))


def test_a_loosened_promise_says_since_when_and_what_it_was():
    loosened = {"revisions": [{"until": date(2023, 6, 13), "value": 1000}]}
    assert "Loosened: value 950 since 2023-06-13, before: 1,000." in said("en", loosened)
    assert "緩和：2023-06-13から目標値950（以前は1,000）。" in said("ja", loosened)
    assert "Loosened" not in said("en", loosened, date(2023, 6, 12))
    harder = {"revisions": [{"until": date(2023, 6, 13), "value": 940, "by": 2026}]}
    assert "Tightened: value 950" in said("en", harder)
    assert "Tightened: target year 2025 since 2023-06-13, before: 2026." in said("en", harder)


def test_a_target_inside_the_interval_of_the_latest_figure_is_told():
    survey = {2020: 918, 2024: {"value": 940, "low": 930, "high": 951}}
    assert "The target lies within the interval of 2024, 930 to 951" in said("en", actuals=survey)
    assert "interval" not in said("en", {"value": 952}, actuals=survey)


@pytest.mark.parametrize(
    ("target", "aim"),
    [
        ({"value": None, "improve": True}, {"improve": True, "by": 2025}),
        ({"value": None, "by": None, "baseline": None, "keep": {"min": 900}}, {"keep": {"min": 900}, "by": None}),
        ({"value": None, "statement": {"en": "More staff", "ja": "増やす"}}, {"statement": "More staff"}),
    ],
)
def test_the_document_says_what_sort_of_promise_it_is(target, aim):
    given = {key: value for key, value in (TARGET | target).items() if value is not None}
    data = policy({"i": STAFF}, {"t": given})
    assert status_document(assess(data, DAY), Voice("en")).targets[0].aim._asdict() == aim


def test_what_is_chosen_by_tag_and_by_who_answers_for_it():
    data = policy(
        {"i": STAFF | {"tags": ["staff"]}, "j": STAFF | {"responsible": {"ja": "人事課"}}},
        {"t": TARGET, "u": TARGET | {"responsible": "Personnel Division"}, "v": TARGET | {"tags": ["sdg-17"]}},
    )
    whole = assess(data, DAY)

    def chosen(**how):
        part = select(whole, **how)
        return [entry.id for entry in part.targets], [entry.id for entry in part.monitored], len(part.goals)

    assert chosen(tags=["sdg-17"]) == (["v"], [], 1)
    assert chosen(tags=["staff"]) == (["t", "u", "v"], [], 1)
    assert chosen(responsible="personnel") == (["u"], [], 1)
    assert chosen(responsible="人事") == ([], ["j"], 0)


def test_what_is_chosen_goes_out_with_the_indicators_that_it_needs():
    parts = {"i": STAFF, "j": STAFF | {"part_of": "i", "tags": ["x"]}, "k": STAFF, "l": STAFF}
    ratings = [{"target": "u", "review": "FY2024", "step": "achieved", "by": "x", "date": date(2025, 1, 1)}]
    targets = {"t": TARGET | {"indicator": "k", "tags": ["x"]}, "u": TARGET | {"indicator": "l"}}
    found = narrowed(policy(parts, targets, ratings=ratings, headline="u"), ["x"], None)
    assert (list(found.targets), list(found.indicators)) == (["t"], ["i", "j", "k"])
    assert (found.targets_file.headline, found.targets_file.ratings) == (None, ())


def test_a_baseline_with_a_name_is_told_by_it():
    base = {"year": 2016, "value": 2908, "label": {"en": "2014–18 {mean}", "ja": "2014～18年平均"}}
    restated = {"baseline": base | {"value": 2720}, "revisions": [{"until": date(2025, 10, 28), "baseline": base}]}
    told = "baseline 2,720 (2014–18 {mean}) since 2025-10-28, before: 2,908 (2014–18 {mean})."
    assert told in said("en", restated, direction="decrease")
    assert "基準値2,720（2014～18年平均）（以前は2,908（2014～18年平均））。" in said(
        "ja", restated, direction="decrease"
    )
    renamed = {"baseline": base, "revisions": [{"until": date(2025, 10, 28), "baseline": base | {"label": "Mean"}}]}
    assert "before" not in said("en", renamed, direction="decrease")
