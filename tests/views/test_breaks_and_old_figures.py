"""Breaks, old figures, made-up starts and chances in history, forecast, charts and the report."""

import json
from datetime import date
from io import StringIO

import pytest
from policies import policy, simple
from rich.console import Console, Group

from unpolicy.assess.assessment import assess
from unpolicy.assess.derivation import derive
from unpolicy.assess.forecast import forecast_indicator
from unpolicy.assess.history import history
from unpolicy.views import to_json
from unpolicy.views.chart_spec import chart_spec
from unpolicy.views.charting import describe, make_chart, sparkline
from unpolicy.views.forecast import forecast_sentences
from unpolicy.views.history import explain_document, history_document, history_rows
from unpolicy.views.report.build import build_sheets
from unpolicy.views.report.markdown import report_markdown
from unpolicy.views.status import status_rows
from unpolicy.views.status_document import status_document
from unpolicy.views.terminal.chart import chart_view
from unpolicy.views.terminal.explain import explain_view
from unpolicy.views.terminal.show import history_view
from unpolicy.views.terminal.status import status_view
from unpolicy.views.voice import Voice

TODAY = date(2026, 11, 28)
EN, JA = Voice("en"), Voice("ja")
BROKEN = simple(
    {2018: 100, 2019: 101, 2020: 102, 2021: {"value": 130, "status": "break"}, 2022: 131, 2025: 132}, 150, 2030, 2018
)
OLD = simple({2016: 100, 2018: 108, 2019: 112}, 120, 2023, 2016)
BUDGET = policy(
    {
        "i": {
            "direction": "decrease",
            "aggregation": "sum",
            "bounds": {"min": 0},
            "actuals": {2023: 260, 2024: 250, 2025: 245},
        }
    },
    {"t": {"indicator": "i", "baseline": {"year": 2022, "value": 0}, "keep": {"max": 1000}, "by": 2028}},
)


def printed(*parts):
    out = StringIO()
    Console(file=out, width=100, color_system=None, markup=False).print(Group(*parts))
    return out.getvalue()


def chart(dataset, voice=EN):
    return make_chart(assess(dataset, TODAY).targets[0], voice)


def test_history_ends_with_a_verdict_that_is_not_todays():
    found = history(OLD, "t", TODAY)
    assert "2026-11-28: not out yet; on track in 2019" in printed(*history_view(found, EN))
    assert "2026-11-28：未公表（2019年時点では順調）" in printed(*history_view(found, JA))
    document = to_json(history_document(found, EN))
    assert (document["verdict"], document["stale"]) == ("on-track", True)


def test_history_marks_what_was_stale_on_its_day():
    late = simple({2016: 100, 2017: {"value": 104, "published": date(2020, 2, 1)}}, 120, 2023, 2016)
    found = history(late, "t", date(2020, 3, 1))
    assert [moment.stale for moment in found.moments] == [False, True]
    assert "not out yet; on track in 2017" in printed(*history_view(found, EN))
    assert [row[-2] for row in history_rows(found)] == ["stale", "", "stale"]


@pytest.mark.parametrize(("last", "standing"), [(2023, "not out yet; on track in 2023"), (2024, "on track in 2024")])
def test_a_verdict_without_a_target_is_of_its_day_too(last, standing):
    dataset = policy({"i": {"actuals": {last - 2: 100, last - 1: 110, last: 125}}})
    found = assess(dataset, TODAY, "statcan")
    entry = found.monitored[0]
    stale = "not out yet" in standing
    assert (entry.verdict, entry.rests_on, entry.stale, entry.dated) == ("on-track", last, stale, True)
    assert standing in " ".join(printed(*status_view(found, EN, 100)).split())
    assert standing in printed(*explain_view(derive(dataset, "i", TODAY, "statcan"), EN, 100))
    assert [row[-1] for row in status_rows(found, EN, "monitored")][1:] == ["stale" if stale else ""]
    assert status_document(found, EN).monitored[0].stale is stale
    assert explain_document(derive(dataset, "i", TODAY, "statcan"), EN).stale is stale


def test_without_a_verdict_nothing_is_stale():
    found = assess(policy({"i": {"actuals": {2015: 100, 2016: 110}}}), TODAY)
    assert (found.monitored[0].verdict, found.monitored[0].stale) == (None, False)
    assert "not out yet" not in printed(*status_view(found, EN, 100))


def test_a_break_is_named_in_history():
    assert "2021: 130 (break in series)" in printed(*history_view(history(BROKEN, "t", TODAY), EN))


@pytest.mark.parametrize(
    ("voice", "sentence"),
    [
        (EN, "Break in the series in 2021: only the figures from then on count."),
        (JA, "2021年に系列の断絶があるため、それ以後の実績値だけを使う。"),
    ],
)
def test_a_forecast_says_that_it_begins_at_a_break(voice, sentence):
    found = forecast_indicator(BROKEN, "i", TODAY, target_id="t")
    assert sentence in list(forecast_sentences(found, voice))


def test_a_break_is_drawn_and_named_in_every_chart():
    drawn = chart(BROKEN)
    shown = printed(chart_view(drawn, 100, 30))
    assert "¦ break in series 2021" in shown
    assert "Break in the series: 2021. Verdict: ? unknown." in shown
    assert sum("¦" in line for line in printed(chart_view(drawn, 100, 30)).split("\n")) > 8
    spec = json.dumps(chart_spec(drawn), ensure_ascii=False)
    assert '"year": 2020.5' in spec
    assert "break in series" in spec
    assert "Break in the series: 2021." in describe(drawn)


def test_a_chart_says_that_its_verdict_is_old():
    assert "Verdict: not out yet; on track in 2019." in describe(chart(OLD))
    assert "判定：未公表（2019年時点では順調）。" in describe(chart(OLD, JA))


def test_a_start_from_nothing_is_not_drawn_as_a_figure():
    drawn = chart(BUDGET)
    assert [(dot.year, dot.value) for dot in drawn.dots] == [(2023, 260), (2024, 510), (2025, 755)]
    assert "2022: 0" not in describe(drawn)
    assert len(sparkline(assess(BUDGET, TODAY).targets[0])) == 3


def test_a_measured_figure_in_the_year_of_a_baseline_that_the_target_writes_is_drawn():
    dataset = simple({2018: 100, 2019: 101}, 150, 2030, {"year": 2018, "value": 120})
    assert [(dot.year, dot.value) for dot in chart(dataset).dots] == [(2018, 100), (2019, 101)]


def test_the_report_says_what_status_says():
    def target(dataset):
        (goal,) = build_sheets(assess(dataset, TODAY), [EN])[0].goals
        return goal.targets[0]

    facts = dict(target(simple({2020: 918, 2025: 941}, by=2030)).facts)
    assert facts["Heading for, at this pace"] == "964 u"
    assert facts["Chance of reaching it"].endswith("%")
    assert "Unknown: break in the series in 2021; figures before and after it do not compare." in target(BROKEN).ruling
    assert "245 left, 82 a year." in target(BUDGET).ruling
    assert "The figure of 2023 decides: 120 or more." in target(OLD).ruling


def test_where_a_break_leaves_the_verdict_unknown_no_view_names_a_chance():
    entry = assess(BROKEN, TODAY).targets[0]
    assert (entry.verdict, entry.reason, entry.chance) == ("unknown", "break", None)
    assert forecast_indicator(BROKEN, "i", TODAY, target_id="t").reaches == {}
    assert "hance" not in printed(*status_view(assess(BROKEN, TODAY), EN, 100), chart_view(chart(BROKEN), 100, 30))


def test_a_baseline_that_the_target_writes_itself_accounts_for_the_break_and_keeps_the_chance():
    own = simple(
        {2018: 100, 2021: {"value": 130, "status": "break"}, 2022: 131, 2025: 132},
        150,
        2030,
        {"year": 2018, "value": 128},
    )
    assert assess(own, TODAY).targets[0].chance is not None
    assert forecast_indicator(own, "i", TODAY, target_id="t").reaches["steady"].probability is not None


@pytest.mark.parametrize(
    ("keep", "figures"),
    [
        ({"keep": {"min": 80}}, {2021: 90, 2022: 95, 2023: 97}),
        ({"keep": {"max": 50}, "by": 2025}, {2022: 40, 2023: 45}),
        ({"keep": {"min": 80}, "by": 2025}, {2022: 60, 2023: 70}),
    ],
)
def test_limits_that_were_kept_in_old_figures_are_not_out_yet(keep, figures):
    kept = policy({"i": {"actuals": figures}}, {"t": {"indicator": "i", **keep}})
    assert "not out yet; " in printed(*status_view(assess(kept, TODAY), EN, 100))
    assert status_document(assess(kept, TODAY), EN).targets[0].stale
    assert not assess(kept, date(2024, 6, 1)).targets[0].stale


def test_of_a_budget_whose_last_year_is_over_nothing_lies_ahead():
    after = date(2029, 6, 1)
    entry = assess(BUDGET, after).targets[0]
    assert (entry.stale, entry.needed, entry.projection) == (True, None, None)
    assert not {"left-per-year", "projection"} & {step.name for step in derive(BUDGET, "t", after).steps}
    assert "a year" not in next(
        line for line in printed(*status_view(assess(BUDGET, after), EN, 100)).splitlines() if "245" in line
    )


def test_what_was_reached_in_old_figures_is_not_ticked_off_in_the_report():
    reached = simple({2018: 100, 2022: 125}, 120, 2025, 2018)
    sheet = report_markdown(build_sheets(assess(reached, TODAY), [EN]))
    assert ("○ reached" in sheet, "| not out yet; achieved in 2022 |" in sheet) == (False, True)
    assert "○ reached" in report_markdown(build_sheets(assess(reached, date(2023, 6, 1)), [EN]))


@pytest.mark.parametrize("promise", [{"keep": {"min": 80}}, {"value": 95, "by": 2030}, {"statement": "More."}])
def test_a_promise_without_a_baseline_has_a_history(promise):
    promised = policy({"i": {"actuals": {2023: 90, 2024: 95}}}, {"t": {"indicator": "i", **promise}})
    found = history(promised, "t", TODAY)
    assert [moment.latest for moment in found.moments] == [(2023, 90), (2024, 95)]
    moments = to_json(history_document(found, EN))["moments"]
    assert [moment["latest"]["value"] for moment in moments] == [90, 95]
    assert "Nothing was published" not in printed(*history_view(found, EN))


@pytest.mark.parametrize("by", [{}, {"by": 2030}])
def test_what_is_kept_so_far_is_called_so(by):
    kept = policy(
        {"i": {"actuals": {2023: 90, 2024: 95, 2025: 97}}}, {"t": {"indicator": "i", "keep": {"min": 80}, **by}}
    )
    now = assess(kept, TODAY)
    assert "so far" in printed(*status_view(now, EN, 100))
    for shown in (
        printed(*explain_view(derive(kept, "t", TODAY), EN, 100)),
        report_markdown(build_sheets(now, [EN])),
        describe(chart(kept)),
    ):
        assert "achieved so far" in " ".join(shown.split())
        assert "○ reached" not in shown
    over = assess(
        policy({"i": {"actuals": {2025: 97}}}, {"t": {"indicator": "i", "keep": {"min": 80}, "by": 2025}}), TODAY
    )
    assert "so far" not in printed(*status_view(over, EN, 100))
    assert "○ reached" in report_markdown(build_sheets(over, [EN]))
