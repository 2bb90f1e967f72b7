"""What `explain` and `history` show of targets of every sort, on a terminal and in rows."""

import json
import re
from datetime import date

import pytest
from drawing import drawn
from policies import policy, simple

from unpolicy.assess.derivation import derive
from unpolicy.assess.history import history
from unpolicy.views import to_json
from unpolicy.views.explain import explain_rows
from unpolicy.views.history import explain_document, history_document
from unpolicy.views.terminal.explain import explain_view
from unpolicy.views.terminal.show import history_view
from unpolicy.views.voice import Voice

DAY = date(2024, 6, 1)
EN, JA = Voice("en"), Voice("ja")
REVISED = {"value": 960, "published": "2022-05-01", "revisions": [{"value": 920, "published": "2022-02-01"}]}


def explained(data, name="t", method=None, voice=EN, width=100):
    return drawn(explain_view(derive(data, name, DAY, method), voice, width), width)


def kept(actuals, **changes):
    target = {"indicator": "i", "baseline": 2020, "keep": {"min": 50, "max": 60}, "by": 2026}
    return policy({"i": {"actuals": actuals}}, {"t": target | changes})


@pytest.mark.parametrize(
    ("actuals", "verdict", "sentences"),
    [
        (
            {2020: 55, 2021: 56, 2022: 57},
            "↗ kept in 2022",
            ["Room to the nearer limit: 3.", "Kept; at the pace so far it leaves the limits in 2026."],
        ),
        (
            {2020: 55, 2021: 56, 2022: 61, 2023: 62},
            "↓ moving away",
            ["Outside the limits in 2022, 2023.", "The last step led further out."],
        ),
        ({2020: 55, 2021: 64, 2022: 62}, "→ limited progress in 2022", ["The last step did not lead further out."]),
        (
            {2020: 55, 2021: 55, 2022: 55, 2023: 55},
            "✓ achieved so far",
            ["To be kept: 50 to 60, every year up to 2026."],
        ),
    ],
)
def test_a_kept_target_is_explained_by_its_limits(actuals, verdict, sentences):
    text = explained(kept(actuals))
    assert f"{verdict} · as of 2024-06-01" in text
    for sentence in sentences:
        assert sentence in text


def test_a_kept_target_names_the_figures_that_keep_it_and_how_they_came_about():
    text = explained(kept({2020: 55, 2021: 56, 2022: 57}))
    assert re.search(r"2023 +53 to 57", text)
    assert "= 55 + (60 − 55) × (2023 − 2020) / (2026 − 2020) = 57.5" in text
    assert "stays kept" not in explained(kept({2020: 55, 2021: 61})).lower()


def test_the_rows_of_a_kept_target_name_its_limits():
    rows = list(explain_rows(derive(kept({2020: 55, 2021: 56}), "t", DAY), EN))
    at = rows.index(("stays_within", "standing", "min", "max"))
    assert rows[at + 1] == ("2022", "to-come", "54", "56")
    assert rows[at + 5] == ("2026", "to-come", "50", "60")
    assert ("min", "low", "2026", "50", "", "", "", "", "") in rows


def adding(**indicator):
    actuals = {2020: 10, 2021: 20, 2022: {"status": "pending"}, 2023: {"value": 3, "status": "provisional"}}
    target = {"indicator": "i", "baseline": 2020, "value": 100, "by": 2025, "yearly": {2021: 30, 2022: 50}}
    return policy({"i": {"actuals": actuals, "aggregation": "sum"} | indicator}, {"t": target})


def test_figures_that_add_up_show_what_the_year_itself_must_bring():
    text = explained(adding())
    assert "48 in all, 18 in the year" in text
    assert "2022 (to be published)" in text
    assert "provisional, not used" in text
    assert re.search(r"2021 +30 +30 +30 / 30 = 1", text)
    assert re.search(r"2022 +50 +– +–", text)


def test_the_rows_of_yearly_targets_stand_under_their_heading():
    rows = list(explain_rows(derive(adding(), "t", DAY), EN, stability=False))
    at = rows.index(("yearly_target", "promised", "came", "ratio"))
    assert rows[at + 1 : at + 3] == [("2021", "30", "30", "1.0"), ("2022", "50", "", "")]
    assert not any(row[0] == "stability" for row in rows)


@pytest.mark.parametrize(
    ("actuals", "sentence"),
    [
        ({2020: 900, 2022: 1010}, "The latest figure 1,010 is at or past the target 1,000."),
        ({2020: 900, 2022: 1010}, "It counts as achieved at 1,000 or better."),
        ({2020: 1010, 2022: 950}, "The baseline 1,010 was already past the target 1,000; the latest figure 950"),
        ({}, "There is no verdict: fewer than two usable figures."),
        ({}, "There is nothing to compute."),
        ({}, "The method cannot say which figure would."),
    ],
)
def test_what_settled_a_verdict_is_said_in_words(actuals, sentence):
    assert sentence in explained(simple(actuals))


def test_a_final_figure_of_the_target_year_cannot_be_changed_any_more():
    text = explained(simple({2020: 90, 2023: 98}, value=99, by=2023))
    assert "2023 is the target year and its figure is final: 98 against 99." in text
    assert "Nothing that is still to come: the target year's figure is final." in text


def test_a_figure_that_cannot_be_is_named_as_such():
    text = explained(simple({2020: 90, 2021: 101}, value=120, by=2025, bounds={"max": 102}))
    assert "cannot be" in text


def test_a_percentage_needs_points():
    assert "+4.0 points a year reaches the target." in explained(
        simple({2020: 90, 2022: 91}, value=99, by=2024, kind="percentage")
    )


def test_statcan_without_a_target_has_its_own_symbols_and_says_what_replaces_a_zero():
    text = explained(policy({"i": {"actuals": {2020: 0, 2022: 5}}}), "i", "statcan")
    assert "b, t0 baseline · c, t latest · d direction" in text
    assert "s is −1 for a baseline below zero, else 1" in text
    assert "puts 0.001 in place of a baseline or target of zero" in text
    assert "bound" not in text


def test_a_limit_of_the_indicator_is_named_beside_the_figures():
    text = explained(policy({"i": {"actuals": {2020: 66.6, 2023: 71.4}, "bounds": {"max": 100}}}), "i", "statcan")
    assert re.search(r"L +100\.0 +limit", text)


def test_an_indicator_that_is_not_judged_says_which_methods_would():
    text = explained(policy({"i": {"actuals": {2020: 1, 2022: 5}}}), "i")
    assert "no verdict · linear pace" in text
    assert "Other methods judge it without a target: --method eurostat, statcan, unsd2022, unsd2023." in text
    assert "What would change it" not in text


def test_a_revision_that_changed_the_verdict_is_shown_in_every_view():
    data = simple({2020: 918, 2021: REVISED, 2022: 961})
    sentence = "2021: 920 became 960 on 2022-05-01: limited became on-track."
    assert sentence in explained(data)
    assert sentence in drawn(history_view(history(data, "t", DAY), EN))
    (revision,) = to_json(history_document(history(data, "t", DAY), EN))["revisions"]
    assert (revision["sentence"], revision["changed"], revision["day"]) == (sentence, True, "2022-05-01")
    rows = list(explain_rows(derive(data, "t", DAY), EN))
    assert ("2022-05-01", "2021", "920", "960", "limited", "on-track") in rows
    assert "判定は「進展わずか」から「順調」に変わった" in explained(data, voice=JA)


def test_a_history_shows_what_came_out_and_from_when_it_counts():
    text = drawn(history_view(history(simple({2020: 918, 2021: REVISED, 2022: 961}), "t", DAY), EN))
    assert re.search(r"2022-05-01 +2021: 920 became 960 +960 \(2021\) +51% +2\.56098 +↑ on track", text)
    assert "* no publication date is recorded" in text
    assert "Nothing was published by then." in drawn(
        history_view(history(simple({2020: 918}), "t", date(2019, 1, 1)), EN)
    )


def test_a_history_without_a_verdict_says_so():
    data = policy({"i": {"actuals": {2020: 1, 2021: REVISED, 2022: {"value": 3, "status": "estimated"}}}})
    found = history(data, "i", DAY)
    text = drawn(history_view(found, EN))
    assert "no verdict" in text
    assert "2022: 3 (estimated)" in text
    assert "2021: 920 became 960 on 2022-05-01." in text
    assert to_json(history_document(found, EN))["target"] is None


@pytest.mark.parametrize(("data", "name"), [(kept({2020: 55, 2021: 56}), "t"), (adding(), "t")])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_document_is_strict_json_and_holds_what_the_derivation_does(data, name, lang):
    derivation = derive(data, name, DAY)
    document = to_json(explain_document(derivation, Voice(lang)))
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert [step["result"] for step in document["steps"]] == [step.result for step in derivation.steps]
    assert [item["year"] for item in document["needs"]] == [item.year for item in derivation.requirements]
    assert [item["min"] for item in document["stays_within"]] == [item.min for item in derivation.within]
    assert "stability" not in to_json(explain_document(derivation, Voice(lang), stability=False))
