"""Targets that are kept rather than reached: staying within limits every year up to a year."""

# Without `from __future__ import annotations`: each field of a named tuple would be compiled at every start.

import math
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.measures.numbers import TOLERANCE, N, Step, Traced, finite, note_any, observed_pace, projection, quotient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.measures.case import Reason
    from unpolicy.names import Verdict


FORESEEN = 10
"""Years within which a figure that drifts out of limits to be kept for good counts as leaving them."""


class Limits(NamedTuple):
    """What a promise to keep allows.

    Attributes:
        low: the least allowed figure.
        high: the largest allowed figure.
        by: the last year of the promise; `None` for one that is kept for good.
    """

    low: float | None
    high: float | None
    by: int | None = None

    def counting(self, series: "Sequence[tuple[int, float]]") -> "Sequence[tuple[int, float]]":
        """The figures of the years of the promise."""
        return [pair for pair in series if self.by is None or pair[0] <= self.by]

    def last_foreseen(self, latest: int) -> int:
        """The last year in which leaving the limits counts, seen from the latest figure's."""
        return latest + FORESEEN if self.by is None else self.by

    def inside(self, value: float) -> bool:
        """Whether a figure is allowed."""
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


class Keeping(NamedTuple):
    """The verdict on a keep target.

    Attributes:
        verdict: never on-track for limits on each year, which is no state of staying inside: it is achieved so far, or
            it is drifting out. A total on its way to the least that it must reach is on track.
        so_far: whether `achieved` still has to hold.
        exit_year: the first year in which the figure is outside if it goes on as observed; only up to the last year of
            the promise, or where it has none so many years ahead as can be foreseen.
        distance: room between the latest figure and the nearer limit, negative when outside; of a total, what is left.
        reason: why the verdict is less than it seems.
        outside: the years whose figure is outside.
        steps: the derivation, when it was asked for.
        pace: the change per year so far; of a total what a year brought on average.
        per_year: what is left of a total for each year to come.
        projection: the total of the last year at the observed pace.
    """

    verdict: "Verdict"
    so_far: bool = False
    exit_year: int | None = None
    distance: float | None = None
    reason: "Reason | None" = None
    outside: tuple[int, ...] = ()
    steps: tuple[Step, ...] = ()
    pace: float | None = None
    per_year: float | None = None
    projection: float | None = None


def judge_keep(
    series: "Sequence[tuple[int, float]]",
    limits: Limits,
    *,
    pace_from: int | None = None,
    trace: bool = False,
) -> Keeping:
    """Judge a promise to stay within limits every year, up to and including `by` or for good.

    Once the figure for `by` is there: achieved if every figure was inside, missed if any was not. Before that:

    - inside now and in every year: achieved so far, unless the change per year since the first figure leads out of the
      limits by `by`: acceleration-needed, with the year;
    - inside now, but outside before: limited, because the promise of every year can no longer be kept whole;
    - outside now: limited if the last step did not lead further out, else moving-away.

    No baseline is needed: one figure inside is kept so far.

    Args:
        series: the final figures in rising order of years, from the first that counts on; those after `by` do not.
        limits: what is promised.
        pace_from: the year from which on figures compare, after a break in the series.
        trace: whether to write the derivation down.
    """
    figures = limits.counting(series)
    if not figures:
        return Keeping("unknown", reason="no-figure")
    log: list[Step] = []
    comparable = [pair for pair in figures if pace_from is None or pair[0] >= pace_from]
    pace = _pace(comparable, log, whole=len(comparable) == len(figures))
    keeping = _judged(figures, comparable, pace, limits, log)
    return keeping._replace(
        distance=finite(float(limits.room(figures[-1][1]))),
        outside=tuple(year for year, value in figures if not limits.inside(value)),
        pace=_plain(pace),
        steps=(*_standing(figures, limits), *log) if trace else (),
    )


def judge_total(
    totals: "Sequence[tuple[int, float]]",
    limits: Limits,
    *,
    start: tuple[int, float] | None = None,
    falls: bool = False,
    trace: bool = False,
) -> Keeping:
    """Judge limits on a total, such as a budget: the largest is never passed, the least is reached in the last year.

    Past the largest it is missed at once where no year can take anything back. Otherwise the average of the years so
    far goes on: past the largest by `by` is acceleration-needed with the year, short of the least as well; on the way
    to the least is on-track, everything else achieved so far.

    Args:
        totals: the total of each year in rising order; those after `by` do not count.
        limits: the least total of the last year, and the largest of any.
        start: the year and the total from which it counts; nothing in the year before the first, unless given.
        falls: whether a year can take something back.
        trace: whether to write the derivation down.
    """
    figures = limits.counting(totals)
    if not figures:
        return Keeping("unknown", reason="no-figure")
    first, latest = start or (figures[0][0] - 1, 0.0), figures[-1]
    log: list[Step] = []
    pace, left, per_year, projected = _outlook(first, latest, limits, log)
    keeping = Keeping(
        "achieved",
        so_far=latest[0] != limits.by,
        distance=left,
        outside=tuple(year for year, value in figures if limits.high is not None and value > limits.high),
        steps=tuple(log) if trace else (),
        pace=pace,
        per_year=per_year,
        projection=projected,
    )
    return _total_judged(keeping, latest, limits, falls=falls)


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


def _pace(comparable: "Sequence[tuple[int, float]]", log: list[Step], *, whole: bool) -> Traced | None:
    """The change per year since the first figure that compares: the very first, `b`, unless a break comes after it."""
    if not comparable:
        return None
    atom, (t0, b), (t, c) = Traced.symbol, comparable[0], comparable[-1]
    first = (atom("b", b), atom("t0", t0)) if whole else (atom(f"c{t0}", b), atom(str(t0), t0))
    return note_any(log, "observed-pace", "observed", observed_pace(first[0], atom("c", c), first[1], atom("t", t)))


def _room(value: N, name: str, limit: N) -> N:
    return value - limit if name == "min" else limit - value


def _judged(
    figures: "Sequence[tuple[int, float]]",
    comparable: "Sequence[tuple[int, float]]",
    pace: Traced | None,
    limits: Limits,
    log: list[Step],
) -> Keeping:
    year, latest = figures[-1]
    always = all(limits.inside(value) for _, value in figures)
    broken: Reason | None = None if always or not limits.inside(latest) else "was-outside"
    if year == limits.by:
        return Keeping("achieved" if always else "missed", reason=broken)
    if not limits.inside(latest):
        closer = len(comparable) < 2 or limits.room(latest) >= limits.room(comparable[-2][1])
        return Keeping("limited" if closer else "moving-away")
    leaving = _leaving(figures[-1], pace, limits, log)
    keeping = Keeping("achieved", so_far=True)
    if leaving is not None and leaving <= limits.last_foreseen(year):
        keeping = keeping._replace(verdict="acceleration-needed", so_far=False, exit_year=leaving)
    return keeping if always else keeping._replace(verdict="limited", so_far=False, reason=broken)


def _total_judged(keeping: Keeping, latest: tuple[int, float], limits: Limits, *, falls: bool) -> Keeping:
    low, high, by = limits
    year, total = latest
    if high is not None and total > high:
        over: Verdict = ("limited" if (keeping.pace or 0) <= 0 else "moving-away") if falls and year != by else "missed"
        return keeping._replace(verdict=over, so_far=False)
    if year == by:
        return keeping if low is None or total >= low else keeping._replace(verdict="missed")
    leaving = None if high is None or not keeping.pace else _first_past(year, total, keeping.pace, high)
    if leaving is not None and leaving <= limits.last_foreseen(year):
        return keeping._replace(verdict="acceleration-needed", so_far=False, exit_year=leaving)
    if low is None or total >= low:
        return keeping
    coming: float | None = keeping.projection
    return keeping._replace(
        verdict="on-track" if coming is not None and coming >= low else "acceleration-needed", so_far=False
    )


def _first_past(year: int, total: float, pace: float, high: float) -> int | None:
    """The first year in which a total that rises at a pace is past its largest."""
    years = quotient(high - total, pace) if pace > 0 else None
    return None if years is None else math.floor((year + years) * (1 + TOLERANCE)) + 1


def _outlook(
    first: tuple[int, float], latest: tuple[int, float], limits: Limits, log: list[Step]
) -> tuple[float | None, float | None, float | None, float | None]:
    """A total's pace so far, what is left to its limit, that for each year to come, and the last year's total."""
    atom = Traced.symbol
    (t0, b), (t, c) = (atom("t0", first[0]), atom("b", first[1])), (atom("t", latest[0]), atom("c", latest[1]))
    name, edge = ("min", limits.low) if limits.high is None else ("max", limits.high)
    pace = note_any(log, "observed-pace", "observed", observed_pace(b, c, t0, t))
    left = None if edge is None else note_any(log, "left", "left", finite(atom(name, edge) - c))
    if limits.by is None or limits.by <= latest[0]:
        return _plain(pace), _plain(left), None, None
    tT = atom("tT", limits.by)
    per_year = None if left is None else note_any(log, "left-per-year", "per-year", quotient(left, tT - t))
    ahead = None if pace is None else note_any(log, "projection", "projection", projection(c, pace, t, tT))
    return _plain(pace), _plain(left), _plain(per_year), _plain(ahead)


def _plain(number: Traced | None) -> float | None:
    return None if number is None else float(number)


def _standing(figures: "Sequence[tuple[int, float]]", limits: Limits) -> tuple[Step, ...]:
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


def _leaving(latest: tuple[int, float], pace: Traced | None, limits: Limits, log: list[Step]) -> int | None:
    """The first year outside at the pace observed since the first figure; `None` where it does not lead out."""
    ahead = None if pace is None else limits.ahead(float(pace))
    if pace is None or ahead is None:
        return None
    t, c = Traced.symbol("t", latest[0]), Traced.symbol("c", latest[1])
    years = quotient(Traced.symbol(*ahead) - c, pace)
    until = None if years is None else note_any(log, "inside-until", "until", finite(t + years))
    return None if until is None else math.floor(float(until) * (1 + TOLERANCE)) + 1
