"""A chart on one line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.assess.assessment import TargetAssessment
from unpolicy.assess.evidence import measured_points

if TYPE_CHECKING:
    from unpolicy.assess.assessment import MonitoredAssessment

BLOCKS = "▁▂▃▄▅▆▇█"
GAP, TARGET = "·", "◆"


def sparkline(entry: TargetAssessment | MonitoredAssessment, width: int = 24) -> str:
    """A chart on one line: the figures year by year, a dot where one is missing, then the target.

    Args:
        entry: the target, or the indicator without one.
        width: most columns; the newest years are shown.
    """
    values = {point.year: point.value for point in measured_points(entry)}
    if not values:
        return ""
    target = entry.target if isinstance(entry, TargetAssessment) else None
    aim = {} if target is None or target.value is None else {target.last: target.value}
    shown = [*values.values(), *aim.values()]
    signs = [
        _block(values[year], min(shown), max(shown)) if year in values else TARGET if year in aim else GAP
        for year in range(min(values), max([*values, *aim]) + 1)
    ]
    return "".join(signs[-max(width, 2) :])


def _block(value: float, low: float, high: float) -> str:
    share = (value - low) / (high - low) if high > low else 0.5
    return BLOCKS[round(share * (len(BLOCKS) - 1))]
