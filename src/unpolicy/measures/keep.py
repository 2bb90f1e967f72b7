"""Targets that are kept rather than reached: staying within bounds every year up to a year."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.measures.bands import TOLERANCE
from unpolicy.measures.progress import observed_pace
from unpolicy.measures.safe import finite, quotient
from unpolicy.measures.traced import N, Step, Traced, note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.names import Verdict

KeepReason = Literal["no-figure", "same-year", "was-outside"]
"""Why a verdict on a keep target is less than it seems.

- no-figure: there is no figure up to the year.
- same-year: there is one figure only, so nothing was kept yet and no direction is known.
- was-outside: the latest figure is inside, but not every figure was; the promise to stay was broken already.
"""


class Keeping(NamedTuple):
    """The verdict on a keep target.

    Attributes:
        verdict: never on-track, which is no state of staying inside: it is achieved so far, or it is drifting out.
        so_far: whether `achieved` still has to hold until the year.
        exit_year: the first year in which the figure is outside if it goes on as observed; only up to `by`.
        distance: room between the latest figure and the nearer bound, negative when outside.
        reason: why the verdict is less than it seems.
        outside: the years whose figure is outside.
        steps: the derivation, when it was asked for.
    """

    verdict: Verdict
    so_far: bool = False
    exit_year: int | None = None
    distance: float | None = None
    reason: KeepReason | None = None
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
    """Judge a promise to stay within bounds every year up to and including `by`.

    Once the figure for `by` is there: achieved if every figure was inside, missed if any was not. Before that:

    - inside now and in every year: achieved so far, unless the change per year since the first figure leads out of the
      bounds by `by`: acceleration-needed, with the year;
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
    bounds = _Bounds(low, high)
    keeping = _judged(figures, bounds, by, trace=trace)
    outside = tuple(year for year, value in figures if not bounds.inside(value))
    steps = (*_standing(figures, bounds), *keeping.steps) if trace else ()
    return keeping._replace(outside=outside, steps=steps)


def staying(b: N, bound: N, t0: N, year: N, by: N) -> N | None:
    """The figure of a year from which on the pace since the first figure leads past a bound by the last year.

    b + (bound − b) × (year − t0) / (by − t0): the straight line from the first figure to the bound.

    Args:
        b: the first figure, of year `t0`, inside the bound.
        bound: the least or the largest allowed figure.
        t0: the first year.
        year: the year asked for.
        by: the last year of the promise.
    """
    share = quotient(year - t0, by - t0) if by > t0 else None
    return None if share is None else finite(b + (bound - b) * share)


def _judged(figures: Sequence[tuple[int, float]], bounds: _Bounds, by: int, *, trace: bool) -> Keeping:
    year, latest = figures[-1]
    room = bounds.room(latest)
    if year == by:
        always = all(bounds.inside(value) for _, value in figures)
        reason: KeepReason | None = None if always or not bounds.inside(latest) else "was-outside"
        return Keeping("achieved" if always else "missed", distance=room, reason=reason)
    if len(figures) < 2:
        return Keeping("unknown", distance=room, reason="same-year")
    if not bounds.inside(latest):
        closer = bounds.excess(latest) <= bounds.excess(figures[-2][1])
        return Keeping("limited" if closer else "moving-away", distance=room)
    return _inside_now(figures, bounds, by, trace=trace)


def _inside_now(figures: Sequence[tuple[int, float]], bounds: _Bounds, by: int, *, trace: bool) -> Keeping:
    room = bounds.room(figures[-1][1])
    leaving, steps = _drift(figures, bounds, trace=trace)
    exit_year = leaving if leaving is not None and leaving <= by else None
    if not all(bounds.inside(value) for _, value in figures):
        return Keeping("limited", exit_year=exit_year, distance=room, reason="was-outside", steps=steps)
    if exit_year is not None:
        return Keeping("acceleration-needed", exit_year=exit_year, distance=room, steps=steps)
    return Keeping("achieved", so_far=True, distance=room, steps=steps)


class _Bounds(NamedTuple):
    low: float | None
    high: float | None

    def inside(self, value: float) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def room(self, value: float) -> float | None:
        """Distance to the nearer bound, negative outside; `None` without bounds or when it overflows."""
        below = math.inf if self.low is None else value - self.low
        above = math.inf if self.high is None else self.high - value
        return finite(float(min(below, above)))

    def nearer(self, value: float) -> tuple[str, float] | None:
        """The bound that the room is counted to, with its name in the data."""
        if self.low is not None and (self.high is None or value - self.low <= self.high - value):
            return "min", self.low
        return None if self.high is None else ("max", self.high)

    def excess(self, value: float) -> float:
        """How far a figure is outside, 0 inside."""
        below = 0.0 if self.low is None else self.low - value
        above = 0.0 if self.high is None else value - self.high
        return max(below, above, 0.0)

    def ahead(self, pace: float) -> tuple[str, float] | None:
        """The bound that a change per year leads to, with its name in the data."""
        if pace > 0 and self.high is not None:
            return "max", self.high
        if pace < 0 and self.low is not None:
            return "min", self.low
        return None


def _standing(figures: Sequence[tuple[int, float]], bounds: _Bounds) -> tuple[Step, ...]:
    """How much room there is to the nearer bound, and outside of it the last step."""
    log: list[Step] = []
    nearer = bounds.nearer(figures[-1][1])
    if nearer is not None:
        name, edge = nearer
        c, bound = Traced.symbol("c", figures[-1][1]), Traced.symbol(name, edge)
        room = finite(c - bound if name == "min" else bound - c)
        if room is not None:
            note(log, "room", "room", room)
    if len(figures) > 1 and not bounds.inside(figures[-1][1]):
        year, value = figures[-2]
        before = Traced.symbol("b" if len(figures) == 2 else f"c{year}", value)
        step = finite(Traced.symbol("c", figures[-1][1]) - before)
        if step is not None:
            note(log, "last-step", "step", step)
    return tuple(log)


def _drift(
    figures: Sequence[tuple[int, float]], bounds: _Bounds, *, trace: bool
) -> tuple[int | None, tuple[Step, ...]]:
    """The first year outside at the pace observed since the first figure, and how it was found."""
    (t0, b), (t, c) = figures[0], figures[-1]
    log: list[Step] = []
    pace = observed_pace(b, c, t0, t)
    if trace:
        atom = Traced.symbol
        traced = observed_pace(atom("b", b), atom("c", c), atom("t0", t0), atom("t", t))
        pace = None if traced is None else float(note(log, "observed-pace", "observed", traced))
    bound = None if pace is None else bounds.ahead(pace)
    if pace is None or bound is None:
        return None, tuple(log)
    name, edge = bound
    if trace:
        until = _until(atom("t", t), atom("c", c), atom("observed", pace), atom(name, edge))
        moment = None if until is None else float(note(log, "inside-until", "until", until))
    else:
        moment = _until(t, c, pace, edge)
    return (None if moment is None else math.floor(moment * (1 + TOLERANCE)) + 1), tuple(log)


def _until(t: N, c: N, pace: N, edge: N) -> N | None:
    """The moment at which a figure that moves at a pace is at the bound."""
    years = quotient(edge - c, pace)
    return None if years is None else finite(t + years)
