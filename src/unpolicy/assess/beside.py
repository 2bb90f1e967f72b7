"""What stands beside a verdict: the years to go, breaks in the series, the newest promise, the next figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.evidence import own_baseline
from unpolicy.assess.series import breaks
from unpolicy.measures.progress import years_to_target

if TYPE_CHECKING:
    from unpolicy.assess.assessment import Judged, TargetAssessment
    from unpolicy.measures.case import Point


class Kept(NamedTuple):
    """The figure promised for a year on the way, and what came."""

    year: int
    promised: int | float
    came: int | float


def years_left(entry: TargetAssessment) -> float | None:
    """How many years the way that is left takes at the pace so far; `None` where it does not lead to the target."""
    T, observed = entry.target.value, entry.progress.observed
    if T is None or entry.latest is None or observed is None or entry.verdict == "achieved":
        return None
    return years_to_target(entry.latest.value, T, observed)


def measured_points(entry: Judged) -> tuple[Point, ...]:
    """The series without a baseline that the target writes itself: that is no figure, and not drawn as one."""
    own = own_baseline(entry) is not None and entry.baseline is not None
    return tuple(point for point in entry.series if not own or point != entry.baseline)


def breaks_in(entry: Judged) -> tuple[int, ...]:
    """The years after the baseline, up to the latest figure, from which on the series was measured otherwise."""
    if entry.latest is None:
        return ()
    first = entry.baseline.year if entry.baseline else entry.series[0].year if entry.series else entry.latest.year
    return tuple(year for year in breaks(entry.vintage) if first < year <= entry.latest.year)


def newest_promise(entry: TargetAssessment) -> Kept | None:
    """The newest yearly target whose figure is out."""
    came = {point.year: point.value for point in entry.series}
    year = max((year for year in entry.target.yearly if year in came), default=None)
    return None if year is None else Kept(year, entry.target.yearly[year], came[year])
