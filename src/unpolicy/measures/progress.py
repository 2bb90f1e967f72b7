"""How far, how fast, and where it should be by now.

The symbols, the shares and the paces are those of `unpolicy.measures.numbers`. Time goes by the year of the latest
figure, not by today: a late publication is not slowness. Source: the definitions of this project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.measures.numbers import (
    N,
    Step,
    expected,
    finite,
    gap_closed,
    lead,
    needed_pace,
    no_less_than,
    no_more_than,
    note_any,
    observed_pace,
    projection,
    quotient,
    required_pace,
    time_elapsed,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.measures.case import Case, Terms


def years_to_target(c: float, T: float, observed: float) -> float | None:
    """How many years the way that is left takes at the observed pace; `None` where that does not lead to the target."""
    years = quotient(T - c, observed)
    return years if years is not None and years >= 0 else None


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


class Progress(NamedTuple):
    """Every number of a case that no method is needed for; `None` where undefined.

    Attributes:
        gap_closed: share of the way done.
        time_elapsed: share of the time passed.
        observed: change per year so far.
        required: change per year from baseline to target.
        needed: change per year from the latest figure to the target; `None` once the target year is over.
        projection: the target year's figure at the observed pace, within the bounds; `None` once that year is over.
        expected: where the promised path is in the latest figure's year.
        lead: how far the latest figure is ahead of that.
        steps: the derivations, when they were asked for.
    """

    gap_closed: float | None
    time_elapsed: float | None
    observed: float | None
    required: float | None
    needed: float | None
    projection: float | None
    expected: float | None
    lead: float | None
    steps: tuple[Step, ...] = ()


NO_PROGRESS = Progress(None, None, None, None, None, None, None, None)
"""Where there are too few figures for a case."""


def measure_progress(
    case: Case, *, bounds: tuple[float | None, float | None] = (None, None), over: bool = False, trace: bool = False
) -> Progress:
    """Compute every number of a case that no method is needed for.

    Nothing that compares the latest figure with the baseline is defined across a break in the series.

    Args:
        case: the figures.
        bounds: lowest and highest figure that can come; the projection ends there.
        over: whether the target year is over, so that nothing is needed or projected any more.
        trace: whether to write the derivations down.
    """
    return _assess(case.traced(), bounds, [], over=over) if trace else _assess(case, bounds, None, over=over)


def expected_figure(terms: Terms[N], elapsed: N | None = None) -> N | None:
    """The figure that was promised for the latest figure's year: along yearly targets, else on the straight line.

    Args:
        terms: the terms.
        elapsed: the share of the time that has passed, where that is known.
    """
    if terms.T is None or terms.tT is None:
        return None
    if terms.path:
        return expected_on_path(terms.path, int(float(terms.t)))
    if elapsed is None:
        elapsed = time_elapsed(terms.t0, terms.t, terms.tT)
    return None if elapsed is None else expected(terms.b, terms.T, elapsed)


def _assess(
    terms: Terms[N], bounds: tuple[float | None, float | None], log: list[Step] | None, *, over: bool
) -> Progress:
    b, c, t0, t, d, T, tT = terms.b, terms.c, terms.t0, terms.t, terms.d, terms.T, terms.tT
    observed = None if terms.broken else note_any(log, "observed-pace", "observed", observed_pace(b, c, t0, t))
    if T is None or tT is None:
        return NO_PROGRESS._replace(observed=_plain(observed), steps=tuple(log or ()))
    closed = None if terms.broken else note_any(log, "gap-closed", "gap", gap_closed(b, c, T, d))
    elapsed = note_any(log, "time-elapsed", "elapsed", time_elapsed(t0, t, tT))
    required = note_any(log, "required-pace", "required", required_pace(b, T, t0, tT))
    needed = None if over else note_any(log, "needed-pace", "needed", needed_pace(c, T, t, tT))
    ahead = None if over or observed is None else projection(c, observed, t, tT)
    projected = None if ahead is None else note_any(log, "projection", "projection", within(ahead, bounds))
    promised = None if terms.broken else expected_figure(terms, elapsed)
    promised = note_any(log, "expected", "expected", promised)
    leading = None if promised is None else note_any(log, "lead", "lead", lead(d, c, promised))
    return Progress(
        gap_closed=_plain(closed),
        time_elapsed=_plain(elapsed),
        observed=_plain(observed),
        required=_plain(required),
        needed=_plain(needed),
        projection=_plain(projected),
        expected=_plain(promised),
        lead=_plain(leading),
        steps=tuple(log or ()),
    )


def within(number: N, bounds: tuple[float | None, float | None]) -> N:
    """The number cut at the bounds; one that lies between keeps its formula."""
    low, high = bounds
    if low is not None and number < low:
        return no_less_than(number, low)
    return no_more_than(number, high) if high is not None and number > high else number


def _plain(number: N | None) -> float | None:
    # Adding 0 turns the zero with a minus sign, which −0 / 5 gives, into the plain one.
    return None if number is None else float(number) + 0.0
