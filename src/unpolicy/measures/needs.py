"""What would change a verdict: the figure that a year must bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.measures.methods import METHODS
from unpolicy.measures.traced import Step
from unpolicy.names import DEFAULT_METHOD

if TYPE_CHECKING:
    from unpolicy.measures.case import Case
    from unpolicy.names import Verdict


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


def needed(
    case: Case,
    year: int,
    method: str = DEFAULT_METHOD,
    *,
    verdict: Verdict = "on-track",
    trace: bool = False,
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


def _by_bands(case: Case, year: int, method: str, verdict: Verdict, *, trace: bool) -> Need | None:
    """The figure at the edge of the method's band, if the method would judge that figure at all."""
    chosen = METHODS[method]
    found = chosen.edge(case, verdict)
    if found is None or chosen.refused(case._replace(c=found[0])) is not None:
        return None
    written = chosen.edge(case.traced(), verdict) if trace else None
    steps = () if written is None else (_step(written[0].symbols, written[0].figures, found[0]),)
    return Need(year, found[0], found[1], steps=steps)


def _step(symbols: str, figures: str, value: float) -> Step:
    return Step("needed-figure", symbols, figures, value)
