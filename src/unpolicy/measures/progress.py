"""How far, how fast, and where it should be by now.

In all formulas b, t0 are the baseline figure and year, c, t the latest, T, tT the target's; d is +1 or −1. A number
that is undefined is `None`. Time goes by the year of the latest figure, not by today: a late publication is not
slowness. Source: the definitions of this project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.measures.numbers import finite, quotient
from unpolicy.measures.traced import N, Step, Traced, note_any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unpolicy.measures.case import Case, Terms


def gap_closed(b: N, c: N, T: N) -> N | None:
    """The share of the way from baseline to target that is done: 0 at the baseline, 1 at the target, unclamped.

    `None` when the target equals the baseline.
    """
    return quotient(c - b, T - b)


def time_elapsed(t0: N, t: N, tT: N) -> N | None:
    """The share of the time from baseline to target year that has passed at the latest figure; 1 at the target year."""
    return quotient(t - t0, tT - t0) if tT > t0 else None


def observed_pace(b: N, c: N, t0: N, t: N) -> N | None:
    """The change per year so far; `None` before a second year is known."""
    return quotient(c - b, t - t0) if t > t0 else None


def required_pace(b: N, T: N, t0: N, tT: N) -> N | None:
    """The change per year that leads straight from baseline to target."""
    return quotient(T - b, tT - t0) if tT > t0 else None


def needed_pace(c: N, T: N, t: N, tT: N) -> N | None:
    """The change per year needed from the latest figure on; `None` once the target year is reached."""
    return quotient(T - c, tT - t) if tT > t else None


def expected(b: N, T: N, elapsed: N) -> N | None:
    """The figure that the straight line from baseline to target has at the time elapsed."""
    return finite(b + (T - b) * elapsed)


def lead(d: N, c: N, expected: N) -> N | None:
    """How far the latest figure is ahead of the expected one, in the desired direction; negative when behind."""
    return finite(d * (c - expected))


def expected_on_path(points: Sequence[tuple[int, N]], year: int) -> N | None:
    """The figure expected in a year on the broken line through promised figures.

    Args:
        points: (year, figure) in rising order of years: the baseline, yearly targets, the target.
        year: the year asked for. After the last point the last stretch goes on; before the first there is no answer.
    """
    if len(points) < 2 or year < points[0][0]:
        return None
    following = next((i for i, (y, _) in enumerate(points) if i > 0 and year <= y), len(points) - 1)
    (y0, p0), (y1, p1) = points[following - 1], points[following]
    if year == y1 or y1 <= y0:
        return p1
    return finite(p0 + (p1 - p0) * (year - y0) / (y1 - y0))


def attainment(figure: N, target: N, d: float) -> N | None:
    """The ratio in which a yearly target was attained: 1 is exactly, above 1 is better.

    figure / target when an increase is desired, target / figure when a decrease is: 50 promised and 40 come is 1.25.
    A ratio needs something to be a share of, so it is `None` for an increase to a target of zero or less, and for a
    decrease where the target is negative or the figure zero or less.

    Args:
        figure: the figure of the year, the total so far where years add up.
        target: the figure promised for it.
        d: the desired direction, +1 or −1.
    """
    if d > 0:
        return quotient(figure, target) if target > 0 else None
    return quotient(target, figure) if figure > 0 and target >= 0 else None


def attainments(figures: Mapping[int, float], targets: Mapping[int, float], d: float) -> dict[int, float | None]:
    """The attainment of every year that has both a figure and a target, in rising order of years."""
    return {year: attainment(figures[year], targets[year], d) for year in sorted(targets) if year in figures}


class Progress(NamedTuple):
    """Every number of a case that no method is needed for; `None` where undefined.

    Attributes:
        gap_closed: share of the way done.
        time_elapsed: share of the time passed.
        observed: change per year so far.
        required: change per year from baseline to target.
        needed: change per year from the latest figure to the target.
        expected: where the promised path is in the latest figure's year.
        lead: how far the latest figure is ahead of that.
        steps: the derivations, when they were asked for.
    """

    gap_closed: float | None
    time_elapsed: float | None
    observed: float | None
    required: float | None
    needed: float | None
    expected: float | None
    lead: float | None
    steps: tuple[Step, ...] = ()


def assess(case: Case, *, yearly: Sequence[tuple[int, float]] = (), trace: bool = False) -> Progress:
    """Compute every number of a case that no method is needed for.

    Args:
        case: the figures.
        yearly: figures promised for years between baseline and target; others are ignored.
        trace: whether to write the derivations down.
    """
    if not trace:
        return _assess(case, _path(case, yearly), None)
    ends = {case.t0: "b", case.tT: "T"}
    path = [(year, Traced.symbol(ends.get(year, f"P{year}"), figure)) for year, figure in _path(case, yearly)]
    return _assess(case.traced(), path, [])


def _path(case: Case, yearly: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """The promised path when there are yearly targets on it; empty for a straight line, whose formula is shorter."""
    if case.T is None or case.tT is None:
        return []
    between = sorted((year, figure) for year, figure in yearly if case.t0 < year < case.tT)
    return [(int(case.t0), case.b), *between, (int(case.tT), case.T)] if between else []


def _assess(terms: Terms[N], path: Sequence[tuple[int, N]], log: list[Step] | None) -> Progress:
    b, c, t0, t, T, tT = terms.b, terms.c, terms.t0, terms.t, terms.T, terms.tT
    observed = note_any(log, "observed-pace", "observed", observed_pace(b, c, t0, t))
    if T is None or tT is None:
        return Progress(None, None, _plain(observed), None, None, None, None, tuple(log or ()))
    closed = note_any(log, "gap-closed", "gap", gap_closed(b, c, T))
    elapsed = note_any(log, "time-elapsed", "elapsed", time_elapsed(t0, t, tT))
    required = note_any(log, "required-pace", "required", required_pace(b, T, t0, tT))
    needed = note_any(log, "needed-pace", "needed", needed_pace(c, T, t, tT))
    promised = note_any(log, "expected", "expected", _promised(terms, path, elapsed))
    ahead = None if promised is None else note_any(log, "lead", "lead", lead(terms.d, c, promised))
    return Progress(
        gap_closed=_plain(closed),
        time_elapsed=_plain(elapsed),
        observed=_plain(observed),
        required=_plain(required),
        needed=_plain(needed),
        expected=_plain(promised),
        lead=_plain(ahead),
        steps=tuple(log or ()),
    )


def _promised(terms: Terms[N], path: Sequence[tuple[int, N]], elapsed: N | None) -> N | None:
    if path:
        return expected_on_path(path, int(float(terms.t)))
    if terms.T is None or elapsed is None:
        return None
    return expected(terms.b, terms.T, elapsed)


def _plain(number: N | None) -> float | None:
    # Adding 0 turns the zero with a minus sign, which −0 / 5 gives, into the plain one.
    return None if number is None else float(number) + 0.0
