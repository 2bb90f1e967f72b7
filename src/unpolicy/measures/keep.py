"""Targets that are kept rather than reached: staying within limits every year up to a year."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.measures.numbers import TOLERANCE, finite, quotient
from unpolicy.measures.progress import observed_pace
from unpolicy.measures.traced import N, Step, Traced, constant, note_any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.measures.case import Reason
    from unpolicy.names import Verdict


class Keeping(NamedTuple):
    """The verdict on a keep target.

    Attributes:
        verdict: never on-track, which is no state of staying inside: it is achieved so far, or it is drifting out.
        so_far: whether `achieved` still has to hold until the year.
        exit_year: the first year in which the figure is outside if it goes on as observed; only up to `by`.
        distance: room between the latest figure and the nearer limit, negative when outside.
        reason: why the verdict is less than it seems.
        outside: the years whose figure is outside.
        steps: the derivation, when it was asked for.
    """

    verdict: Verdict
    so_far: bool = False
    exit_year: int | None = None
    distance: float | None = None
    reason: Reason | None = None
    outside: tuple[int, ...] = ()
    steps: tuple[Step, ...] = ()


def judge_keep(
    series: Sequence[tuple[int, float]],
    low: float | None,
    high: float | None,
    by: int,
    *,
    trace: bool = False,
) -> Keeping:
    """Judge a promise to stay within limits every year up to and including `by`.

    Once the figure for `by` is there: achieved if every figure was inside, missed if any was not. Before that:

    - inside now and in every year: achieved so far, unless the change per year since the first figure leads out of the
      limits by `by`: acceleration-needed, with the year;
    - inside now, but outside before: limited, because the promise of every year can no longer be kept whole;
    - outside now: limited if the last step did not lead further out, else moving-away.

    With one figure only it is unknown, as every verdict is.

    Args:
        series: the final figures in rising order of years, from the baseline on; those after `by` do not count.
        low: the least allowed figure.
        high: the largest allowed figure.
        by: the last year of the promise.
        trace: whether to write the derivation down.
    """
    figures = [(year, value) for year, value in series if year <= by]
    if not figures:
        return Keeping("unknown", reason="no-figure")
    limits = _Limits(low, high)
    keeping = _judged(figures, limits, by, trace=trace)
    room = finite(float(limits.room(figures[-1][1])))
    outside = tuple(year for year, value in figures if not limits.inside(value))
    steps = (*_standing(figures, limits), *keeping.steps) if trace else ()
    return keeping._replace(distance=room, outside=outside, steps=steps)


def staying(b: N, limit: N, t0: N, year: N, by: N) -> N | None:
    """The figure of a year from which on the pace since the first figure leads past a limit by the last year.

    b + (limit − b) × (year − t0) / (by − t0): the straight line from the first figure to the limit.

    Args:
        b: the first figure, of year `t0`, inside the limit.
        limit: the least or the largest allowed figure.
        t0: the first year.
        year: the year asked for.
        by: the last year of the promise.
    """
    share = quotient(year - t0, by - t0) if by > t0 else None
    return None if share is None else finite(b + (limit - b) * share)


class _Limits(NamedTuple):
    low: float | None
    high: float | None

    def inside(self, value: float) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def nearer(self, value: float) -> tuple[str, float] | None:
        """The limit that the room is counted to, with its name in the data."""
        if self.low is not None and (self.high is None or value - self.low <= self.high - value):
            return "min", self.low
        return None if self.high is None else ("max", self.high)

    def room(self, value: float) -> float:
        """Distance to the nearer limit, negative outside; infinite without limits or when it overflows."""
        nearer = self.nearer(value)
        return math.inf if nearer is None else _room(value, *nearer)

    def ahead(self, pace: float) -> tuple[str, float] | None:
        """The limit that a change per year leads to, with its name in the data."""
        if pace > 0 and self.high is not None:
            return "max", self.high
        if pace < 0 and self.low is not None:
            return "min", self.low
        return None


def _room(value: N, name: str, limit: N) -> N:
    return value - limit if name == "min" else limit - value


def _judged(figures: Sequence[tuple[int, float]], limits: _Limits, by: int, *, trace: bool) -> Keeping:
    year, latest = figures[-1]
    always = all(limits.inside(value) for _, value in figures)
    broken: Reason | None = None if always or not limits.inside(latest) else "was-outside"
    if year == by:
        return Keeping("achieved" if always else "missed", reason=broken)
    if len(figures) < 2:
        return Keeping("unknown", reason="same-year")
    if not limits.inside(latest):
        closer = limits.room(latest) >= limits.room(figures[-2][1])
        return Keeping("limited" if closer else "moving-away")
    log: list[Step] | None = [] if trace else None
    leaving = _leaving(figures[0], figures[-1], limits, log)
    keeping = Keeping("achieved", so_far=True, steps=tuple(log or ()))
    if leaving is not None and leaving <= by:
        keeping = keeping._replace(verdict="acceleration-needed", so_far=False, exit_year=leaving)
    return keeping if always else keeping._replace(verdict="limited", so_far=False, reason=broken)


def _standing(figures: Sequence[tuple[int, float]], limits: _Limits) -> tuple[Step, ...]:
    """How much room there is to the nearer limit, and outside of it the last step."""
    log: list[Step] = []
    latest = Traced.symbol("c", figures[-1][1])
    nearer = limits.nearer(figures[-1][1])
    if nearer is not None:
        name, limit = nearer
        note_any(log, "room", "room", finite(_room(latest, name, Traced.symbol(name, limit))))
    if len(figures) > 1 and not limits.inside(figures[-1][1]):
        year, value = figures[-2]
        before = Traced.symbol("b" if len(figures) == 2 else f"c{year}", value)
        note_any(log, "last-step", "step", finite(latest - before))
    return tuple(log)


def _leaving(
    first: tuple[int, float], latest: tuple[int, float], limits: _Limits, log: list[Step] | None
) -> int | None:
    """The first year outside at the pace observed since the first figure; `None` where it does not lead out."""
    (t0, b), (t, c) = first, latest
    if log is None:
        moment = _moment(b, c, t0, t, limits, None)
    else:
        atom = Traced.symbol
        moment = _moment(atom("b", b), atom("c", c), atom("t0", t0), atom("t", t), limits, log)
    return None if moment is None else math.floor(moment * (1 + TOLERANCE)) + 1


def _moment(b: N, c: N, t0: N, t: N, limits: _Limits, log: list[Step] | None) -> float | None:  # noqa: PLR0913, PLR0917
    """The moment at which a figure that goes on at the observed pace is at a limit."""
    pace = note_any(log, "observed-pace", "observed", observed_pace(b, c, t0, t))
    ahead = None if pace is None else limits.ahead(float(pace))
    if pace is None or ahead is None:
        return None
    name, limit = ahead
    years = quotient(constant(c, name, limit) - c, pace)
    until = None if years is None else note_any(log, "inside-until", "until", finite(t + years))
    return None if until is None else float(until)
