"""The verdict on a case: reached, missed, unknown, or what the method says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.measures.methods import METHODS
from unpolicy.names import DEFAULT_METHOD

if TYPE_CHECKING:
    from unpolicy.measures.case import Case, Reading, Reason
    from unpolicy.measures.traced import Step
    from unpolicy.names import Verdict

TOP_SCORE = 5.0


class Judgement(NamedTuple):
    """The verdict with what it rests on.

    Attributes:
        verdict: `None` only where the method does not judge at all: `linear` without a target.
        measure: the method's number, given also when the verdict does not come from it; `None` when undefined.
        score: −5 to 5 with methods that have scores.
        reason: why there is no measure, or why it does not speak.
        steps: the derivation, when it was asked for.
    """

    verdict: Verdict | None
    measure: float | None
    score: float | None
    reason: Reason | None
    steps: tuple[Step, ...] = ()


def decide(
    case: Case,
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
    if case.T is None:
        unjudged = reading.reason == "no-target"
        verdict = None if unjudged else reading.verdict or "unknown"
        return Judgement(verdict, reading.measure, reading.score, reading.reason, reading.steps)
    if case.reached(case.c if figure_at_target_year is None else figure_at_target_year):
        score = TOP_SCORE if chosen.scored else None
        return Judgement("achieved", reading.measure, score, reading.reason, reading.steps)
    verdict, reason = _short_of_target(case, reading)
    if figure_at_target_year is not None:
        verdict = "missed"
    return Judgement(verdict, reading.measure, reading.score, reason, reading.steps)


def _short_of_target(case: Case, reading: Reading) -> tuple[Verdict, Reason | None]:
    behind = case.T is not None and case.b != case.T and case.reached(case.b)
    if behind and case.t > case.t0:
        return "moving-away", reading.reason or "target-behind"
    return reading.verdict or "unknown", reading.reason
