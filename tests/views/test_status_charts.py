"""The small charts of `status --chart`: under their targets, in the table and in the lists alike."""

from __future__ import annotations

from io import StringIO

import pytest
from chart_cases import TODAY, policy, shipped
from rich.console import Console, Group

from unpolicy.assess.assessment import assess
from unpolicy.views.terminal.status import status_view
from unpolicy.views.terminal.status_targets import MOST_YEARS, chart_line
from unpolicy.views.voice import Voice


def _lines(dataset, lang="en", width=80, *, charts=True):
    stream = StringIO()
    console = Console(file=stream, width=width, markup=False, emoji=False)
    console.print(Group(*status_view(assess(dataset, TODAY), Voice(lang), width, charts=charts)))
    return stream.getvalue().splitlines()


def _chart(dataset, lang="en"):
    return chart_line(assess(dataset, TODAY).targets[0], Voice(lang)).plain


@pytest.mark.parametrize("width", [80, 120])
def test_the_chart_stands_right_under_its_target_and_changes_nothing_else(width):
    lines, without = _lines(shipped(), width=width), _lines(shipped(), width=width, charts=False)
    (place,) = (number for number, line in enumerate(lines) if "◆" in line)
    assert lines[place].strip() == "2020 918 ▁▄▅··◆ 1,000 2025"
    assert "40% of time" in "".join(lines[:place])
    assert "Without a figure" in "".join(lines[place + 1 :])
    assert [line for number, line in enumerate(lines) if number != place] == without


def test_no_number_is_cut_where_rich_would_share_the_width_out_otherwise():
    data = policy(
        {2019: 0, 2020: 0, 2021: -200}, target={"value": 1000, "title": "000000x1f-Ͱ"}, indicator={"kind": "count"}
    )
    for charts in (True, False):
        lines = _lines(data, width=80, charts=charts)
        assert any("−1,000" in line for line in lines)
        assert max(len(line.rstrip(" ─")) for line in lines) <= 80


def test_where_the_table_does_not_fit_the_chart_closes_the_list():
    data = policy({2020: 1_000_000_000.25, 2021: 2_000_000_000.25}, target={"value": 9_000_000_000})
    lines = _lines(data, width=60)
    (place,) = (number for number, line in enumerate(lines) if "◆" in line)
    assert "Verdict" in lines[place - 1]


def test_limits_stand_at_the_end_of_a_chart_without_a_figure_to_reach():
    kept = policy({2020: 55, 2021: 57}, target={"keep": {"min": 50, "max": 60}, "by": 2025})
    assert _chart(kept, "ja") == "2020年 55 ▁█ 50～60 2025年"


def test_of_a_long_series_the_newest_years_are_shown_and_named():
    data = policy({year: year for year in range(1950, 2021)}, target={"value": 3000})
    text = _chart(data)
    first, value, drawn, *_ = text.split()
    assert (first, value) == ("1986", "1,986")
    assert len(drawn) == MOST_YEARS


def test_a_target_without_figures_has_no_chart():
    data = policy({2021: {"status": "pending"}}, target={"baseline": 2021, "value": 3})
    assert _chart(data) == ""
    assert _lines(data) == _lines(data, charts=False)
