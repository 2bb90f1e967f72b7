"""Many targets on a narrow terminal: a table of a few lines each, notes said once, counts above, goals on request."""

from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
from policies import policy
from rich.console import Console, Group

from unpolicy.assess.assessment import assess
from unpolicy.assess.find import Selection
from unpolicy.views.terminal.status import status_view
from unpolicy.views.voice import Voice

TODAY = date(2026, 11, 28)


def many(count, **rest):
    indicators = {f"i{n}": {"title": f"Measure {n}", "actuals": {2020: 100, 2025: 100 + n}} for n in range(count)}
    targets = {
        f"t{n}": {"goal": f"g{n % 2}", "indicator": f"i{n}", "baseline": 2020, "value": 200, "by": 2030}
        for n in range(count)
    }
    goals = {"g0": {"title": "Even"}, "g1": {"title": "Odd"}}
    return policy(indicators, targets, goals=goals, headline="t1", **rest)


def drawn(dataset, width=80, lang="en", method=None, **part):
    out = StringIO()
    console = Console(file=out, width=width, color_system=None, markup=False)
    console.print(Group(*status_view(assess(dataset, TODAY, method), Voice(lang), width, Selection(**part))))
    return [line.rstrip() for line in out.getvalue().split("\n")]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("count", [8, 24])
def test_at_80_columns_a_target_takes_three_lines(lang, count):
    lines = drawn(many(count), lang=lang)
    titles = [
        number for number, line in enumerate(lines) if line.lstrip("★ ").startswith("Measure") and "：" not in line
    ]
    titles = [number for number in titles if ":" not in lines[number]]
    assert len(titles) == count
    assert max(b - a for a, b in pairwise(titles)) == 3


def test_the_same_note_is_said_once_for_all_whom_it_concerns():
    lines = drawn(many(8))
    (line,) = [line for line in lines if "Without a figure" in line]
    assert line == "  All: 2026 is on track with 157 or more. Without a figure: 2021–2024."


def test_a_note_for_more_than_three_of_them_names_three():
    dataset = many(8)
    dataset.indicators["i0"].actuals.update(dict.fromkeys(range(2021, 2025), 100))
    text = " ".join(line.strip() for line in drawn(dataset))
    assert "Measure 1, Measure 2, Measure 3 and 4 more: Without a figure: 2021–2024." in text


def test_above_more_than_five_targets_stands_how_many_have_each_verdict():
    assert any(line.startswith("6 targets: → 6 limited progress") for line in drawn(many(6)))
    assert not any("5 targets" in line for line in drawn(many(5)))


@pytest.mark.parametrize("width", [80, 120])
def test_targets_are_grouped_by_goal_on_request(width):
    lines = drawn(many(6), width, by_goal=True)
    even, odd = lines.index("Even"), lines.index("Odd")
    assert odd < even, "the headline's goal comes first"
    between = " ".join(lines[odd:even])
    assert all(f"Measure {n}" in between for n in (1, 3, 5))
    assert not any(f"Measure {n}" in between for n in (0, 2, 4))


def test_the_headline_has_its_star_and_the_star_its_legend():
    lines = drawn(many(2))
    assert any(line.startswith("★ headline target") for line in lines)
    assert any(line.startswith("★ Measure 1 (u)") for line in lines)


def test_grades_stand_in_a_column_of_their_own_and_beside_the_goal():
    lines = drawn(many(2), 120, method="kenko21", by_goal=True)
    assert any("Grade" in line for line in lines)
    assert "Odd · grade C" in lines
    assert not any("Grade" in line for line in drawn(many(2), 120))
