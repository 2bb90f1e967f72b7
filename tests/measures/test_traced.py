import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.measures.numbers import Traced, no_less_than, no_more_than, note, show

numbers = st.integers(-999, 999).map(lambda n: n / 4)


def evaluated(text: str, names: dict[str, float] | None = None) -> float:
    """What a derivation says when Python reads it."""
    for ours, pythons in (("−", "-"), ("×", "*"), ("^", "**")):
        text = text.replace(ours, pythons)
    while "|" in text:
        text = text.replace("|", "abs(", 1).replace("|", ")", 1)
    return eval(text, None, names)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (918, "918"),
        (918.0, "918"),
        (-5, "−5"),
        (1.3109756097560976, "1.31098"),
        (0.5, "0.5"),
        (0.1 + 0.2, "0.3"),
        (1234567.75, "1234567.75"),
        (1234567, "1234567"),
        (0.00012345678, "0.000123457"),
        (-0.0, "0"),
        (1.5e-9, "1.5e−09"),
        (1e300, "1e+300"),
        (999999.99, "999999.99"),
        (2022, "2022"),
    ],
)
def test_a_figure_is_written_short_and_without_loss_before_the_point(value, text):
    assert show(value) == text


def test_the_derivation_of_a_share():
    b, c, T = (Traced.symbol(name, value) for name, value in (("b", 918), ("c", 961), ("T", 1000)))
    share = (c - b) / (T - b)
    assert share.symbols == "(c − b) / (T − b)"
    assert share.figures == "(961 − 918) / (1000 − 918)"
    assert share.value == 43 / 82


a, b, c = Traced.symbol("a", 2), Traced.symbol("b", 3), Traced.symbol("c", -4)


@pytest.mark.parametrize(
    ("number", "symbols", "figures"),
    [
        (a + b + a, "a + b + a", "2 + 3 + 2"),
        (a + (b - a), "a + b − a", "2 + 3 − 2"),
        (a - (b - a), "a − (b − a)", "2 − (3 − 2)"),
        (a - b - a, "a − b − a", "2 − 3 − 2"),
        (a * b + a, "a × b + a", "2 × 3 + 2"),
        (a * (b + a), "a × (b + a)", "2 × (3 + 2)"),
        (a * (b * a), "a × b × a", "2 × 3 × 2"),
        (a / (b * a), "a / (b × a)", "2 / (3 × 2)"),
        (a / b / a, "a / b / a", "2 / 3 / 2"),
        (a / (b / a), "a / (b / a)", "2 / (3 / 2)"),
        (a - b * a, "a − b × a", "2 − 3 × 2"),
        (a**b, "a^b", "2^3"),
        ((a + b) ** (1 / b) - 1, "(a + b)^(1 / b) − 1", "(2 + 3)^(1 / 3) − 1"),
        ((a**b) ** a, "(a^b)^a", "(2^3)^2"),
        (2**a, "2^a", "2^2"),
        (a - c, "a − c", "2 − (−4)"),
        (a + c, "a + c", "2 + (−4)"),
        (c + a, "c + a", "−4 + 2"),
        (a * c, "a × c", "2 × (−4)"),
        (c**a, "c^a", "(−4)^2"),
        (-a, "−a", "−2"),
        (-(a + b), "−(a + b)", "−(2 + 3)"),
        (-c, "−c", "−(−4)"),
        (a - -b, "a − (−b)", "2 − (−3)"),
        ((-a) ** b, "(−a)^b", "(−2)^3"),
        (a - c * b, "a − c × b", "2 − (−4 × 3)"),
        (abs(c - a), "|c − a|", "|−4 − 2|"),
        (a / abs(c), "a / |c|", "2 / |−4|"),
        (10 - a, "10 − a", "10 − 2"),
        (0.5 * a, "0.5 × a", "0.5 × 2"),
        (1 / a, "1 / a", "1 / 2"),
        (1 + a, "1 + a", "1 + 2"),
        (no_more_than(a + b, 4), "min(a + b, 4)", "min(2 + 3, 4)"),
        (no_less_than(c, -3), "max(c, −3)", "max(−4, −3)"),
    ],
)
def test_parentheses_are_there_exactly_where_they_are_needed(number, symbols, figures):
    assert number.symbols == symbols
    assert number.figures == figures
    assert evaluated(number.figures) == pytest.approx(number.value)
    assert evaluated(number.symbols, {"a": 2, "b": 3, "c": -4}) == pytest.approx(number.value)


OPERATORS = {
    "+": lambda x, y: x + y,
    "−": lambda x, y: x - y,
    "×": lambda x, y: x * y,
    "/": lambda x, y: x / y if abs(y) > 0.01 else x,
    "negated": lambda x, _: -x,
    "squared": lambda x, _: x**2,
}


def combined(operator, x, y):
    # Far-off intermediate results would drown the others in rounding.
    result = OPERATORS[operator](x, y)
    return result if abs(result) < 1e4 else x


trees = st.recursive(
    numbers.map(lambda n: Traced.symbol("x", n)),
    lambda inner: st.builds(combined, st.sampled_from(list(OPERATORS)), inner, inner),
    max_leaves=8,
)


@given(trees)
def test_the_figures_evaluate_to_the_value(tree):
    # Not to the last bit: a × (b / c) is written a × b / c, which rounds differently.
    assert evaluated(tree.figures) == pytest.approx(tree.value, abs=1e-6)


@given(numbers, numbers)
def test_comparisons_look_at_the_value_only(x, y):
    p, q = Traced.symbol("p", x), Traced.symbol("q", y)
    assert (p < q, p <= q, p > q, p >= q, p == q) == (x < y, x <= y, x > y, x >= y, x == y)
    assert (p < y, p >= y, p == y) == (x < y, x >= y, x == y)
    assert x != y or hash(p) == hash(q)


def test_a_noted_result_goes_on_under_its_own_name():
    log = []
    total = note(log, "total", "S", Traced.symbol("x", 2) + Traced.symbol("y", 3))
    assert (total * 2).symbols == "S × 2"
    assert [(s.name, s.formula, s.figures, s.result) for s in log] == [("total", "x + y", "2 + 3", 5.0)]


def test_a_plain_number_is_not_noted():
    log = []
    assert note(log, "total", "S", 5.0) == 5.0
    assert note(None, "total", "S", Traced.symbol("x", 2)).symbols == "x"
    assert log == []


def test_a_recorded_figure_has_all_its_digits_and_a_result_six():
    figure = Traced.symbol("b", 1000000.4)
    assert figure.figures == "1000000.4"
    assert (figure / 7).named("x").figures == "142857.2"
    assert (figure / 1e6).named("x").figures == "1"
    assert Traced.symbol("c", 0.1 + 0.2).figures == "0.3"


def test_a_traced_number_shows_itself():
    assert repr(a + b) == "Traced(a + b = 2 + 3 = 5)"


def test_what_is_not_finite_is_still_shown():
    assert show(float("-inf")) == "−inf"
