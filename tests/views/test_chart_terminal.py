from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from chart_cases import HOSTILE, TODAY, drawn, policy, shipped
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from unpolicy.assess.assessment import assess
from unpolicy.views.charting import chart_rows, sparkline
from unpolicy.views.terminal.chart import chart_view

if TYPE_CHECKING:
    from unpolicy.views.chart import Chart

THREE = {2020: 918, 2021: 956, 2022: 961}


def _shown(data: Chart, width: int = 80, height: int = 30, *, colour: bool = False) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width,
        markup=False,
        emoji=False,
        force_terminal=colour,
        color_system="truecolor" if colour else None,
    )
    console.print(chart_view(data, width, height))
    return stream.getvalue()


def test_it_shows_every_series_by_a_sign_of_its_own():
    shown = _shown(drawn(shipped(), "en", "staff-1000"))
    for sign in ("●", "---", "◆", "+++", "░░░", "?"):
        assert sign in shown
    for words in ("1,000 Japanese UN staff", "people", "Target 1,000", "884 to 1,075", "? 2023 to be published"):
        assert words in shown


def test_without_colour_nothing_steers_the_terminal():
    assert "\x1b" not in _shown(drawn(shipped(), "ja", "staff-1000"))
    assert "\x1b" in _shown(drawn(shipped(), "ja", "staff-1000"), colour=True)


def test_colour_changes_no_character():
    plain, coloured = (_shown(drawn(shipped(), "ja", "staff-1000"), colour=colour) for colour in (False, True))
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_each_era_stands_under_its_year():
    lines = _shown(drawn(shipped(), "ja", "staff-1000")).splitlines()
    index = next(i for i, line in enumerate(lines) if "令和7" in line)
    years, eras = lines[index - 1], lines[index]
    for year, era in (("2020", "令和2"), ("2024", "令和6"), ("2025", "令和7")):
        middle = cell_len(eras[: eras.index(era)]) + cell_len(era) / 2
        assert abs(middle - (years.index(year) + 2)) <= 1


@pytest.mark.parametrize("width", range(30, 130, 7))
@pytest.mark.parametrize("last", [2024, 2025, 2031])
def test_the_last_year_is_named_and_no_two_names_touch(width: int, last: int):
    survey = {"years": [2017, 2021, 2024]}
    data = policy({2017: 17.8, 2021: 17.7}, target={"value": 35, "baseline": 2017, "by": last}, indicator=survey)
    lines = _shown(drawn(data, "en", "aim"), width).splitlines()
    named = re.findall(
        r"\d+", next(line for line in reversed(lines) if re.search(r"\d{4} *$", line) and "│" not in line)
    )
    assert int(named[-1]) == last
    assert all(2017 <= int(year) <= last for year in named)


@settings(max_examples=25)
@given(st.integers(30, 200), st.integers(5, 80), st.sampled_from(["ja", "en"]))
def test_no_line_is_wider_than_the_window(width: int, height: int, lang):
    for line in _shown(drawn(shipped(), lang, "staff-1000"), width, height).splitlines():
        assert cell_len(line.rstrip()) <= width


@pytest.mark.parametrize("height", [20, 30, 60])
def test_it_fits_the_height_of_the_window(height: int):
    assert len(_shown(drawn(shipped(), "ja", "staff-1000"), 100, height).splitlines()) <= height


def test_a_chart_drawn_before_leaves_nothing_behind():
    first = _shown(drawn(shipped(), "en", "jpo-retention"))
    _shown(drawn(shipped(), "en", "staff-1000"), 50)
    assert _shown(drawn(shipped(), "en", "jpo-retention")) == first


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_as_they_are(text: str):
    data = drawn(policy(THREE, indicator={"title": text, "unit": text}, target={"value": 1000, "title": text}))
    shown = _shown(data, 200)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert data.title in shown


@settings(max_examples=30)
@given(
    st.dictionaries(st.integers(1990, 2023), st.floats(-1e15, 1e15), min_size=1, max_size=20),
    st.floats(-1e15, 1e15),
)
def test_any_figures_can_be_drawn(actuals: dict[int, float], value: float):
    data = drawn(policy(actuals, target={"value": value, "baseline": min(actuals), "by": 2030}))
    assert "●" in _shown(data, 60, 24)


def test_rows_hold_a_year_each_with_all_that_is_drawn():
    rows = chart_rows(drawn(shipped(), "en", "staff-1000"))
    assert rows[0] == ["year", "value", "status", "path", "forecast", "low80", "high80"]
    assert rows[1] == ["2020", "918", "final", "918", "", "", ""]
    assert rows[4] == ["2023", "", "to be published", "967", "967", "918", "1,017"]
    assert len(rows) == 7


def test_a_small_chart_is_one_sign_a_year_and_ends_at_the_target():
    (target,) = assess(policy(THREE, target={"value": 1000}), TODAY).targets
    assert sparkline(target) == "▁▄▅··◆"


def test_a_small_chart_shows_the_newest_years_where_there_is_little_room():
    (target,) = assess(policy({year: year for year in range(1990, 2025)}, target={"value": 3000}), TODAY).targets
    assert len(sparkline(target, 10)) == 10
    assert sparkline(target, 10).endswith("◆")


def test_a_small_chart_of_nothing_is_empty_and_of_equal_figures_flat():
    assert sparkline(assess(policy({}, target={"value": 1}), TODAY).targets[0]) == ""
    assert set(sparkline(assess(policy({2020: 5, 2021: 5}), TODAY).monitored[0])) == {"▅"}


def test_the_line_breaks_where_the_series_does():
    def braille(status: str) -> int:
        data = drawn(policy({2020: 10, 2021: {"value": 20, "status": status}}))
        return len(re.findall("[\u2801-\u28ff]", _shown(data)))

    assert braille("final") > 10
    assert braille("break") == 0


def test_limits_to_keep_are_said():
    data = drawn(policy({2020: 55, 2021: 57}, target={"keep": {"max": 60}, "by": 2025}), "ja")
    assert "維持する範囲 60以下" in _shown(data)
