import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from unpolicy.measures.numbers import Step
from unpolicy.views.terminal.explain import broken, derivation_lines

STEP = Step("gap-closed", "(c − b) / (T − b)", "(961 − 918) / (1000 − 918)", 0.524390243902439)
LONG = "918 × ((918 + 0.95 × (1000 − 918)) / 918)^((2023 − 2020) / (2025 − 2020))"


def shown(named, width):
    return [line.plain for line in derivation_lines(named, width)]


def test_a_step_that_fits_is_one_line():
    assert shown([("gap closed", STEP)], 80) == [
        "  gap closed  (c − b) / (T − b)  (961 − 918) / (1000 − 918)  = 0.52439"
    ]


def test_a_step_that_does_not_fit_is_stacked():
    assert shown([("gap closed", STEP)], 60) == [
        "  gap closed  (c − b) / (T − b)",
        "              = (961 − 918) / (1000 − 918) = 0.52439",
    ]


def test_one_step_that_does_not_fit_stacks_all_so_that_they_look_alike():
    assert len(shown([("gap closed", STEP), ("x", Step("x", LONG, LONG, 1.0))], 80)) > 3


def test_a_figure_without_a_formula_is_said_once():
    assert shown([("expected", Step("expected", "P2019", "50", 50.0))], 20) == ["  expected  P2019", "            = 50"]


def test_wide_letters_keep_the_columns_straight():
    lines = shown([("達成度", STEP), ("gap", STEP)], 80)
    assert len({cell_len(line[: line.index("(c")]) for line in lines}) == 1


def test_a_formula_breaks_before_an_operator_outside_of_parentheses():
    assert broken("(10 − 4) × (2026 − 2019) + (7 − 3)", 30) == ["(10 − 4) × (2026 − 2019)", "+ (7 − 3)"]


def test_nothing_to_derive_is_nothing():
    assert shown([], 80) == []


@pytest.mark.parametrize("formula", [LONG, "a + b", ""])
@given(width=st.integers(8, 100))
def test_a_broken_formula_is_the_same_formula(formula, width):
    assert " ".join(broken(formula, width)) == formula
