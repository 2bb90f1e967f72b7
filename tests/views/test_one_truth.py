"""What an official reads in status, what a gate reads in JSON and what explain derives are the same."""

import re
from io import StringIO

import pytest
from honest_cases import judged
from hypothesis import given
from rich.console import Console, Group

from unpolicy.assess.assessment import assess
from unpolicy.assess.derivation import derive
from unpolicy.assess.evidence import breaks_in, next_on_track
from unpolicy.assess.forecast import forecast_indicator
from unpolicy.measures import steady
from unpolicy.measures.numbers import show
from unpolicy.views import VERDICT_SIGNS, to_json
from unpolicy.views.explain import measure_text
from unpolicy.views.notes import note_sentences
from unpolicy.views.status_document import status_document
from unpolicy.views.terminal.explain import explain_view
from unpolicy.views.terminal.status import status_view
from unpolicy.views.voice import Voice

EN = Voice("en")
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+−]\d+)?")


def quantile(share, m):
    return steady.quantile(min(max(share, 0.001), 0.999), int(m))


def printed(parts, width=100):
    out = StringIO()
    Console(file=out, width=width, color_system=None, markup=False).print(Group(*parts))
    return " ".join(out.getvalue().split())


def evaluated(figures, changed=None):
    """A printed formula's value; `changed` is the place of a number and what is added to it."""
    places = iter(range(len(NUMBER.findall(figures))))

    def number(match):
        plain = match[0].replace("−", "-")
        return f"({plain} + {changed[1]!r})" if changed and changed[0] == next(places) else f"({plain})"

    def power(base, exponent):
        return base**exponent

    text = NUMBER.sub(number, figures)
    for written, meant in (("−", "-"), ("×", "*"), ("^", "**")):
        text = text.replace(written, meant)
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text)
    names = {
        "abs": abs,
        "min": min,
        "max": max,
        "F": lambda x, m: steady.cdf(x, int(m)),
        "Q": quantile,
        "__builtins__": {},
    }
    return eval(text, names)


def allowance(figures):
    """How far a formula's value may be off because the numbers in it are rounded: each by half of its last digit."""
    whole, found = evaluated(figures), 0.0
    for place, text in enumerate(NUMBER.findall(figures)):
        if show(float(text.replace("−", "-"))) == text and "e" not in text:
            half = max(0.0005 if float(text) >= 100 else abs(float(text)) * 5e-6, 5e-12)
            try:
                found += abs(evaluated(figures, (place, half)) - whole) + abs(
                    evaluated(figures, (place, -half)) - whole
                )
            except (ArithmeticError, TypeError, ValueError):
                return float("inf")
    return found


@given(judged())
def test_every_printed_formula_gives_the_printed_result(case):
    dataset, method, as_of = case
    derivation = derive(dataset, "t", as_of, method)
    least = [step for item in derivation.requirements for need in item.least.values() for step in need.steps]
    promises = [promise.step for promise in derivation.promises if promise.step]
    within = [step for item in derivation.within for step in item.steps]
    for step in (*derivation.steps, *derivation.forecast, *promises, *least, *within):
        value = evaluated(step.figures)
        assert not isinstance(value, complex), step
        assert value == pytest.approx(step.result, rel=1e-4, abs=1e-9 + allowance(step.figures)), step


STEPS = {
    "gap_closed": "gap-closed",
    "time_elapsed": "time-elapsed",
    "expected": "expected",
    "lead": "lead",
    "measure": "measure",
    "projection": "projection",
    "chance": "forecast-chance",
}
PACES = {"observed": "observed-pace", "required": "required-pace", "needed": "needed-pace"}


@given(judged())
def test_every_number_of_the_document_has_its_line_in_explain(case):
    dataset, method, as_of = case
    derivation = derive(dataset, "t", as_of, method)
    (document,) = to_json(status_document(assess(dataset, as_of, method), EN))["targets"]
    kept = derivation.target.keeping is not None
    results = {step.name: step.result for step in (*derivation.steps, *derivation.forecast)}
    if kept and "left-per-year" in results:
        results["needed-pace"] = results["left-per-year"]
    if derivation.target.target.improve and "improvement" in results:
        results["measure"] = results["improvement"]
    numbers = {name: document[key] for key, name in STEPS.items()}
    numbers |= {name: document["pace"][key] for key, name in PACES.items()}
    for name, number in numbers.items():
        if number is not None:
            assert results[name] == pytest.approx(number, rel=1e-9, abs=1e-12), name
    assert (document["verdict"], document["reason"]) == (derivation.verdict, derivation.reason)


@given(judged())
def test_the_letters_of_the_formulas_are_those_beside_the_figures(case):
    dataset, method, as_of = case
    derivation = derive(dataset, "t", as_of, method)
    inputs = {item.symbol: item for item in derivation.inputs}
    steps = {step.formula: step for step in derivation.steps}
    pace = steps.get("(c − b) / (t − t0)")
    if pace is not None and dataset.indicators["i"].aggregation == "latest":
        b, c = inputs["b"], inputs["c"]
        assert pace.result == pytest.approx((c.value - b.value) / (c.year - b.year))
    named = {name for formula in steps for name in re.findall(r"\b[ac]\d{4}\b", formula)}
    assert named <= set(inputs)


@given(judged())
def test_status_and_explain_say_the_same_verdict_and_name_every_break(case):
    dataset, method, as_of = case
    assessment = assess(dataset, as_of, method)
    (entry,) = assessment.targets
    status = printed(status_view(assessment, EN, 100))
    explained = printed(explain_view(derive(dataset, "t", as_of, method), EN, 100, stability=False))
    assert EN.standing(entry) in explained
    assert EN.verdict(entry.verdict).split()[-1] in status or "kept" in status
    for year in breaks_in(entry):
        assert "reak in the series in" in status
        assert "reak in the series in" in explained
        assert str(year) in status
    if entry.stale and entry.rests_on is not None and entry.verdict != "unknown":
        assert not any(sign in EN.standing(entry) for sign in VERDICT_SIGNS.values())
        assert "not out yet" in status
    if entry.target_year_ended and not entry.settled:
        assert (entry.projection, entry.progress.needed) == (None, None)


@given(judged())
def test_the_forecast_says_the_same_chance(case):
    dataset, method, as_of = case
    (entry,) = assess(dataset, as_of, method).targets
    found = forecast_indicator(dataset, "i", as_of, target_id="t")
    reach = found.reaches.get("steady")
    assert (None if reach is None else reach.probability) == pytest.approx(entry.chance)
    steps = {step.name: step.result for step in derive(dataset, "t", as_of, method).forecast}
    if steps and found.models[0].points and not found.models[0].points[-1].cut:
        point = found.models[0].points[-1]
        assert point.mean == pytest.approx(steps["forecast-mean"])
        for level, ends in point.intervals.items():
            assert ends == pytest.approx((steps[f"forecast-{level}-low"], steps[f"forecast-{level}-high"]))


@given(judged())
def test_no_row_says_achieved_and_suggests_less_or_missed_and_suggests_more(case):
    dataset, method, as_of = case
    (entry,) = assess(dataset, as_of, method).targets
    if entry.suggestion is not None:
        assert (entry.suggestion in ("exceeded", "achieved")) == (entry.verdict == "achieved")


@given(judged())
def test_the_next_figure_in_status_stands_in_explain(case):
    dataset, method, as_of = case
    (entry,) = assess(dataset, as_of, method).targets
    found = next_on_track(entry, method)
    said = [sentence for sentence in note_sentences(entry, EN, method) if "is on track with" in sentence]
    assert len(said) == (found is not None and not entry.target_year_ended)
    if found is not None:
        year, least = found
        (asked,) = [item for item in derive(dataset, "t", as_of, method).requirements if item.year == year]
        assert asked.least["on-track"]._replace(steps=()) == least


@pytest.mark.parametrize(
    ("measure", "text"), [(0.95, "0.95"), (0.9499999, "0.9499999"), (0.95 - 1e-12, "0.95"), (1.31097560, "1.31098")]
)
def test_a_measure_has_as_many_digits_as_its_band_needs(measure, text):
    from unpolicy.measures.verdict import METHODS

    assert measure_text(measure, METHODS["linear"].bands) == text
