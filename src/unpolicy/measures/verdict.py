"""The methods by name, the verdict on a case, what would change it, and the official step that it suggests."""

# Without `from __future__ import annotations`: each field of a named tuple would be compiled at every start.

from typing import NamedTuple

from unpolicy.measures.case import Case, Judgement, Linear, Method, Reason
from unpolicy.measures.growth import GRADES, Eurostat, Kenko21, StatCan, Unsd2022, Unsd2023
from unpolicy.measures.numbers import Step, at_least, finite, note_any
from unpolicy.names import DEFAULT_METHOD, RatingStep, Verdict

METHODS: "dict[str, Method]" = {
    method.name: method for method in (Linear(), StatCan(), Eurostat(), Unsd2022(), Unsd2023(), Kenko21())
}
"""All methods, by the name that `--method` takes."""

TOP_SCORE = 5.0

_LEAST: "tuple[tuple[float, RatingStep], ...]" = ((1.2, "exceeded"), (1, "achieved"), (0.8, "considerable-progress"))


class Need(NamedTuple):
    """The figure of a year from which on a verdict is given, in the desired direction.

    Attributes:
        year: the year.
        figure: the least figure when an increase is desired, the largest when a decrease is. A whole number must be
            rounded towards the target; that is left to the caller, who knows the indicator's kind.
        strict: whether the figure must be exceeded, not only met.
        target: whether the figure is the target itself.
        steps: the derivation, when it was asked for; none where the figure is the target.
    """

    year: int
    figure: float
    strict: bool = False
    target: bool = False
    steps: tuple[Step, ...] = ()


def judge_case(
    case: "Case",
    method: str = DEFAULT_METHOD,
    *,
    figure_at_target_year: float | None = None,
    trace: bool = False,
) -> Judgement:
    """Judge a case.

    With a target, the final figure of the target year settles it: achieved when it is at or past the target in the
    desired direction, missed when it is not. Until then a latest figure at or past the target is achieved. A target
    that the baseline was already past is achieved while the latest figure still is, and moving away once it is not.
    Otherwise the method decides, and where it has no measure the verdict is unknown.

    Args:
        case: the figures.
        method: a name in `METHODS`.
        figure_at_target_year: the final figure of the target year, once it is out; usually `case.c`.
        trace: whether to write the derivation down.

    Raises:
        KeyError: no method has this name.
    """
    chosen = METHODS[method]
    reading = chosen.judge(case, trace=trace)
    verdict, reason = _verdict(case, reading, figure_at_target_year)
    score = TOP_SCORE if chosen.scored and verdict == "achieved" else reading.score
    grade = None
    if chosen.graded and verdict is not None:
        grade = GRADES[(reading.verdict or "unknown") if verdict == "missed" else verdict]
    return reading._replace(verdict=verdict, score=score, reason=reason, grade=grade)


def improved(case: "Case", *, settled: bool = False, trace: bool = False) -> Judgement:
    """Judge a promise to be better than the baseline, without a figure: by the change in the desired direction.

    The measure is d × (c − b): above 0 on-track, 0 limited, below moving-away; the last year's figure is achieved above
    0, else missed.

    Args:
        case: the figures; its target plays no part.
        settled: whether the latest figure is the last year's.
        trace: whether to write the derivation down.
    """
    reason: Reason | None = "same-year" if case.t <= case.t0 else "break" if case.broken else None
    log: list[Step] = []
    terms = case.traced()
    change = note_any(log, "improvement", "change", finite(terms.d * (terms.c - terms.b)))
    if reason is not None or change is None:
        return Judgement("unknown", None, None, reason or "out-of-range")
    measure = float(change) + 0.0
    verdict: Verdict = "on-track" if measure > 0 else "limited" if measure == 0 else "moving-away"
    if settled:
        verdict = "achieved" if measure > 0 else "missed"
    return Judgement(verdict, measure, None, None, tuple(log) if trace else ())


def _verdict(case: "Case", reading: Judgement, decisive: float | None) -> "tuple[Verdict | None, Reason | None]":
    """The verdict on a case; `decisive` is the final figure of the target year."""
    if case.T is None:
        return None if reading.reason == "no-target" else reading.verdict or "unknown", reading.reason
    if case.reached(case.c if decisive is None else decisive):
        return "achieved", reading.reason
    behind = case.b != case.T and case.reached(case.b) and case.t > case.t0 and not case.broken
    reason = reading.reason or ("target-behind" if behind else None)
    if decisive is not None:
        return "missed", reason
    return "moving-away" if behind else reading.verdict or "unknown", reason


def needed(
    case: "Case", year: int, method: str = DEFAULT_METHOD, *, verdict: "Verdict" = "on-track", trace: bool = False
) -> Need | None:
    """The figure that a later year, pending or to come, must bring for a verdict at least as good as the given one.

    Reaching the target always does. In the target year nothing else does, because that year's final figure settles it.

    Args:
        case: the figures; the latest one plays no part.
        year: the year of the figure asked for, after the baseline.
        method: a name in `METHODS`.
        verdict: on-track, acceleration-needed or limited.
        trace: whether to write the derivation down.

    Returns:
        `None` when no figure of that year gives the verdict, or when the method cannot say.
    """
    if year <= case.t0:
        return None
    target = None if case.T is None else Need(year, case.T, target=True)
    if year == case.tT:
        return target
    found = _by_bands(case._replace(t=year), year, method, verdict, trace=trace)
    if found is None or target is None:
        return found or target
    behind = case.reached(case.b)
    return target if behind or case.reached(found.figure) else found


def _by_bands(case: "Case", year: int, method: str, verdict: "Verdict", *, trace: bool) -> Need | None:
    """The figure at the edge of the method's band, if the method would judge that figure at all."""
    chosen = METHODS[method]
    found = chosen.edge(case, verdict)
    if found is None or chosen.refused(case._replace(c=found[0])) is not None:
        return None
    written = chosen.edge(case.traced(), verdict) if trace else None
    steps = () if written is None else (Step("needed-figure", written[0].symbols, written[0].figures, found[0]),)
    return Need(year, found[0], found[1], steps=steps)


def suggest(gap_closed: float | None) -> "RatingStep | None":
    """The official step that the share of the gap closed suggests once the target year's figure is final.

    A person decides.

    At least 1.2: exceeded; 1: achieved; .8: considerable progress; above 0: little progress; else not heading there.
    Source: this project's own rule; the official guideline gives the steps and leaves the edges to the ministry.

    Args:
        gap_closed: as `progress.gap_closed` gives it; without it there is no suggestion.
    """
    if gap_closed is None:
        return None
    for edge, step in _LEAST:
        if at_least(gap_closed, edge):
            return step
    return "little-progress" if gap_closed > 0 else "not-heading-there"
