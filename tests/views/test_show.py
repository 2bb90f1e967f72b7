"""What `show` and `goals` show: everything that is recorded of an indicator, a target and a goal."""

import re
from datetime import date

import pytest
from drawing import drawn
from policies import policy

from unpolicy.assess.assessment import assess, assess_target
from unpolicy.assess.stability import stabilities
from unpolicy.views import to_json
from unpolicy.views.forecast import stability_answers, stability_sentence
from unpolicy.views.show import HEADING, figures_rows, goals_document, goals_rows, indicator_document, target_document
from unpolicy.views.terminal.forecast import stabilities_view
from unpolicy.views.terminal.show import goals_view, indicator_view, policy_view, target_view
from unpolicy.views.voice import Voice

DAY = date(2024, 6, 1)
EN, JA = Voice("en"), Voice("ja")
INDICATOR = {
    "actuals": {
        2020: 3,
        2021: {"value": 4, "note": "n1", "source": "s", "published": "2022-01-02", "revisions": [{"value": 5}]},
        2022: {"status": "pending", "due": "2024-12-31"},
    },
    "aggregation": "sum",
    "as_of": "12-31",
    "bounds": {"min": 0},
    "note": "a note",
    "source": "s",
}
GOAL = {
    "title": "Goal",
    "statement": "In full",
    "initiatives": [{"period": "FY2021..FY2023", "text": "Done", "source": "s"}],
    "findings": [{"text": "Found", "source": "https://x"}],
    "next_steps": [{"text": "Next"}],
    "successor": {"text": "After", "review": "FY2027"},
    "milestones": {
        "a": {"title": "First", "status": "achieved", "date": 2022, "evidence": "s"},
        "b": {"title": "Second", "status": "in-progress", "due": "2025-06-30"},
        "c": {"title": "Third", "status": "dropped"},
    },
}


@pytest.fixture(scope="module")
def data():
    keep = {"indicator": "i", "baseline": 2020, "keep": {"max": 9}, "by": 2025, "source": "s", "yearly": {2021: 5}}
    aimed = {"indicator": "i", "baseline": 2020, "value": 9, "by": 2025, "yearly": {2021: 7, 2023: 8}}
    rating = {"target": "t", "review": "FY2024", "step": "achieved", "by": "me", "date": "2024-01-01"}
    return policy(
        {"i": INDICATOR, "j": {"part_of": "i"}},
        {"t": keep, "u": aimed},
        goals={"g": GOAL},
        sources={"s": {"title": "Source", "url": "https://x", "published": "2022-01-01"}},
        ratings=[rating | {"reason": "because"}],
        policy={"id": "p", "title": "Policy", "owner": "Unit", "programme": "VI", "reviewed": "FY2021..FY2023"},
    )


def target(data, name, voice=EN):
    return drawn(target_view(data, assess_target(data, name, DAY, "linear"), voice, 100))


def test_a_target_shows_its_promise_its_ratings_and_its_indicator(data):
    text = target(data, "t")
    for wanted in (
        r"Goal +Goal \(g\)",
        r"Baseline +3 u \(2020\)",
        r"Aim +≤ 9 \(2025\)",
        r"Ratings +FY2024: target achieved \(me, 2024-01-01\) — because",
        r"How the verdict came about: unpolicy explain t",
        r"2021 +5 +7 +140\.0%",
    ):
        assert re.search(wanted, text), wanted
    other = target(data, "u")
    assert re.search(r"Aim +9 u \(2025\)", other)
    assert re.search(r"2023 +8 +– +–", other)
    assert "Ratings" not in other


def test_an_indicator_shows_what_it_is_and_every_figure(data):
    text = drawn(indicator_view(data, "i", EN))
    for wanted in (
        r"Years +calendar years, counted on 31 December",
        r"Σ +each year adds to the total so far",
        r"Bounds +≥ 0",
        r"Parts +j",
        r"Targets +t, u",
        r"Note +a note",
        r"2021 +4 +7 +\+1 +final +2022-01-02 +s",
        r"was 5",
        r"to be published \(2024-12-31\)",
        r"2021: n1",
        r"\[s\] Source · 2022-01-01 · https://x",
    ):
        assert re.search(wanted, text), wanted
    assert "2021年 (令和3)" in drawn(indicator_view(data, "i", JA))


def test_a_part_names_its_whole_and_says_that_it_has_no_figures(data):
    text = drawn(indicator_view(data, "j", EN))
    assert re.search(r"Part of +x \(i\)", text)
    assert "No figures yet." in text


def test_a_confidence_interval_stands_beside_its_figure():
    data = policy(
        {"i": {"actuals": {2020: 3, 2021: {"value": 4, "low": 3.25, "high": 5}, 2022: {"value": 4, "high": 6}}}}
    )
    shown = drawn(indicator_view(data, "i", EN))
    assert re.search(r"2021 +4(\.00)? +3\.25 to 5", shown)
    assert re.search(r"2022 +4(\.00)? +– to 6", shown)
    assert "信頼区間" in drawn(indicator_view(data, "i", JA))
    assert "Interval" not in drawn(indicator_view(policy({"i": {"actuals": {2020: 3}}}), "i", EN))
    assert [row[-2:] for row in figures_rows(data, "i", EN)] == [("low", "high"), ("", ""), ("3.25", "5"), ("", "6")]


def test_parts_of_parts_stand_below_theirs():
    part = {"part_of": "i", "actuals": {2020: 2}}
    parts = {"b": part | {"title": "B"}, "c": part | {"title": "C", "part_of": "b"}, "d": part | {"title": "D"}}
    shown = drawn(indicator_view(policy({"i": {"title": "A", "actuals": {2020: 3}}, **parts}), "i", EN))
    table = re.sub(r"\n +", "\n", shown[shown.rindex("Parts") :])
    assert re.search(r"\nA +3 *\n└ B +2 *\n└ C +2 *\n└ D +2", table)


def test_the_rows_of_figures_hold_all_that_is_recorded(data):
    assert list(figures_rows(data, "i", EN)) == [
        HEADING,
        ("i", "2020", "3", "final", "", "", "s", "", "", "", ""),
        ("i", "2021", "4", "final", "2022-01-02", "", "s", "n1", "5@", "", ""),
        ("i", "2022", "", "pending", "", "2024-12-31", "", "", "", "", ""),
    ]


def test_the_documents_hold_the_data_and_the_sources_that_are_cited(data):
    document = to_json(indicator_document(data, "i"))
    assert list(document["sources"]) == ["s"]
    assert document["targets"] == ["t", "u"]
    assert document["actuals"]["2021"]["published"] == "2022-01-02"
    whole = to_json(target_document(data, assess_target(data, "t", DAY, "linear"), EN))
    assert list(whole)[:2] == ["schema", "target"]
    assert whole["figures"] == document


def test_a_policy_of_which_nothing_more_is_known_has_its_title():
    known = policy({}, policy={"id": "p", "title": "A title alone"}).policy
    assert (known.programme, known.owner) == (None, None)
    assert "A title alone" in drawn([policy_view(known, EN)])


def test_the_goals_show_all_that_belongs_to_them(data):
    text = drawn([policy_view(data.policy, EN), *goals_view(data, data.goals, EN)])
    for wanted in (
        r"Owner +Unit",
        r"Programme +VI",
        r"Years reviewed +FY2021–FY2023",
        r"• FY2021–FY2023  Done \[s\]",
        r"• Found \[https://x\]",
        r"• Next",
        r"✓ First \(achieved, 2022\) \[s\]",
        r"… Second \(in progress, overdue since 2025-06-30\)",
        r"– Third \(dropped\)",
        r"The goal that follows  for the review of FY2027",
        r"→ After",
        r"\[s\] Source",
    ):
        assert re.search(wanted, text), wanted
    assert "First（達成、2022年） [s]" in drawn(goals_view(data, data.goals, JA))


def test_the_rows_of_goals_have_a_line_for_every_sentence(data):
    rows = list(goals_rows(data, data.goals, EN))
    assert [row[1] for row in rows[1:]] == (
        ["title", "statement", "initiative", "finding", "next_step", "milestone", "milestone", "milestone", "successor"]
    )
    assert ("g", "initiative", "FY2021..FY2023", "", "Done", "Source", "") in rows
    assert ("g", "finding", "", "", "Found", "https://x", "") in rows
    assert ("g", "milestone", "2022", "achieved", "First", "Source", "") in rows
    assert [row[4] for row in rows[1:] if row[6] == "overdue"] == ["Second"]
    document = to_json(goals_document(data, data.goals))
    assert (document["goals"][0]["goal"], len(document["goals"][0]["overdue"])) == ("g", 1)
    assert document["policy"]["owner"] == "Unit"


@pytest.mark.parametrize(
    ("actuals", "method", "sentence"),
    [
        ({2020: 1, 2021: 2, 2022: 30, 2025: 99}, None, "The target year's figure is final: no other choice changes"),
        ({2020: 1}, None, "Too few figures to come to the verdict in another way."),
        ({2020: 918, 2022: 961}, None, "On track in 3 of 3 ways"),
        ({2020: -5, 2022: 5}, "statcan", "Chosen so, there is no verdict; in"),
        ({2020: 1000, 2022: 990}, None, "No verdict in any of 5 ways"),
    ],
)
def test_how_stable_a_verdict_is_is_said_in_a_sentence(actuals, method, sentence):
    found = policy({"i": {"actuals": actuals}}, {"t": {"indicator": "i", "baseline": 2020, "value": 1000, "by": 2025}})
    stability = stabilities(assess(found, date(2026, 11, 24), method))["t"]
    assert sentence in stability_sentence(stability, EN)


def test_the_stability_of_every_verdict_stands_under_its_title(data):
    assessment = assess(data, DAY, "eurostat")
    text = drawn([stabilities_view(assessment, stabilities(assessment), EN)])
    assert text.count("\nx\n") + text.count("x   ") >= 2
    nothing = assess(policy({"i": {}}), DAY)
    assert "There is no verdict to compare." in drawn([stabilities_view(nothing, stabilities(nothing), EN)])


def test_what_a_verdict_hangs_on_is_named():
    actuals = {2018: 100, 2019: 100, 2020: 100, 2021: 90, 2022: 130}
    found = policy({"i": {"actuals": actuals}}, {"t": {"indicator": "i", "baseline": 2020, "value": 160, "by": 2025}})
    stability = stabilities(assess(found, DAY))["t"]
    assert "newest-figure" in stability.hangs_on
    sentences = [sentence for sentence, _ in stability_answers(stability, found.indicators["i"], EN)]
    assert "The verdict hangs on the newest figure: without 2022 it is moving away." in sentences
