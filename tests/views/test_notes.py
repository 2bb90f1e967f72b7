"""What status says beside the numbers: of totals, breaks, promises on the way, limits that are left, and steps."""

from datetime import date

import pytest
from policies import policy, simple

from unpolicy.assess.assessment import assess
from unpolicy.views.notes import note_sentences
from unpolicy.views.voice import Voice

TODAY = date(2026, 11, 28)
BUDGET = {"kind": "amount", "direction": "decrease", "aggregation": "sum", "bounds": {"min": 0}}


def told(dataset, lang="en", method="linear", as_of=TODAY):
    return list(note_sentences(assess(dataset, as_of, method).targets[0], Voice(lang), method))


def standing(dataset, lang="en", **look):
    return Voice(lang).standing(assess(dataset, TODAY).targets[0], **look)


def budget(limit, **keep):
    return policy(
        {"i": {**BUDGET, "actuals": {2023: 260, 2024: 250, 2025: 245}}},
        {"t": {"indicator": "i", "baseline": {"year": 2022, "value": 0}, "keep": keep or {"max": limit}, "by": 2028}},
    )


def test_a_budget_says_what_is_left_in_all_and_for_each_year():
    assert told(budget(1000))[0] == "245 left, 82 a year."
    assert told(budget(1000), "ja")[0] == "残り245、年82。"


def test_a_budget_that_is_passed_says_by_how_much():
    assert told(budget(700))[0] == "55 over the limit."
    assert told(budget(700), "ja")[0] == "上限を55超過。"


def test_a_least_total_says_what_is_to_go():
    assert told(budget(None, min=1000))[0] == "245 to go, 82 a year."


def test_what_drifts_out_is_kept_and_no_breach():
    dataset = policy(
        {"i": {"kind": "percentage", "decimals": 1, "actuals": {2023: 37.6, 2024: 36.8, 2025: 36.0}}},
        {"t": {"indicator": "i", "baseline": 2023, "keep": {"min": 35}, "by": 2030}},
    )
    assert standing(dataset) == "↗ kept; at this pace it leaves the limits in 2027"
    assert standing(dataset, "ja") == "↗ 維持（このペースでは2027年に範囲を外れる）"
    assert standing(dataset, narrow=True) == "↗ kept; leaves in 2027"
    assert told(dataset) == ["Kept; at this pace it leaves the limits in 2027."]


BROKEN = {2018: 100, 2019: 101, 2020: 102, 2021: {"value": 130, "status": "break"}, 2022: 131, 2025: 132}


def test_a_break_that_hides_the_verdict_is_named():
    found = told(simple(BROKEN, 150, 2030, 2018))
    assert found[0] == "Unknown: break in the series in 2021; figures before and after it do not compare."
    assert told(simple(BROKEN, 150, 2030, 2018), "ja")[0] == "判定不能：系列の断絶（2021年）の前後の値は比べられない。"


def test_a_break_that_the_baseline_accounts_for_is_named_too():
    found = told(simple(BROKEN, 150, 2030, {"year": 2018, "value": 120}))
    assert "Break in the series in 2021: the target's own baseline accounts for it." in found
    assert not any(sentence.startswith("Unknown") for sentence in found)


def test_a_break_before_the_baseline_is_nothing_to_tell():
    assert not any("reak" in sentence for sentence in told(simple(BROKEN, 150, 2030, 2021)))


def yearly(came, direction="increase"):
    promised = {2020: 990 if direction == "increase" else 800, 2023: 1020 if direction == "increase" else 700}
    return policy(
        {"i": {"kind": "count", "direction": direction, "actuals": {2018: 924, 2019: 930, 2020: came}}},
        {
            "t": {
                "indicator": "i",
                "baseline": 2018,
                "value": 1050 if direction == "increase" else 600,
                "by": 2025,
                "yearly": promised,
            }
        },
    )


@pytest.mark.parametrize(
    ("dataset", "sentence"),
    [
        (yearly(945), "Promised for 2020: 990; 945 came, 45 short."),
        (yearly(990), "Promised for 2020: 990; 990 came."),
        (yearly(1001), "Promised for 2020: 990; 1,001 came."),
        (yearly(845, "decrease"), "Promised for 2020: 800; 845 came, 45 above."),
        (yearly(800, "decrease"), "Promised for 2020: 800; 800 came."),
    ],
)
def test_the_newest_promise_on_the_way_is_told_with_what_came(dataset, sentence):
    assert sentence in told(dataset)


def test_the_next_figure_that_means_on_track_is_the_one_that_explain_derives():
    dataset = simple({2020: 918, 2025: 941}, by=2030, kind="count")
    assert "2026 is on track with 965 or more." in told(dataset)
    assert "2026年は965以上なら順調。" in told(dataset, "ja")


def test_nothing_is_asked_of_next_year_where_the_target_is_reached_or_its_year_over():
    assert not any("is on track with" in sentence for sentence in told(simple({2020: 918, 2025: 1001}, by=2030)))
    assert not any("is on track with" in sentence for sentence in told(simple({2020: 918, 2022: 961})))


@pytest.mark.parametrize(
    ("came", "reasons"),
    [
        (990, "“considerable progress” (gap closed 87%; at this pace 0.7 years to the target)"),
        (919, "“little progress” (gap closed 1%; at this pace 405.0 years to the target)"),
        (900, "“not heading there” (gap closed −21%; at this pace never at the target)"),
        (1000, "“target achieved” (gap closed 100%)"),
    ],
)
def test_beside_the_suggested_step_stand_the_years_to_the_target(came, reasons):
    assert any(reasons in sentence for sentence in told(simple({2020: 918, 2025: came})))


def test_a_figure_is_written_with_its_unit_as_each_language_does():
    dataset = simple({2020: 918}, unit={"en": "people", "ja": "人"})
    indicator = dataset.indicators["i"]
    assert Voice("ja").with_unit("980", indicator) == "980人"
    assert Voice("en").with_unit("980", indicator) == "980 people"
    assert Voice("en").with_unit("9", simple({2020: 9}, unit="%").indicators["i"]) == "9%"
