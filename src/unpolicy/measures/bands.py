"""Where one verdict ends and the next begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from unpolicy.names import Verdict

TOLERANCE = 1e-9
"""A measure counts as at an edge when it is within this share of it.

Figures are decimal and floats are binary: a measure that is exactly .95 on paper may compute to .9499999999999998.
One part in a billion is far above such noise and far below any difference that published figures can show.
"""


def at_least(measure: float, edge: float) -> bool:
    """Whether a measure is at or above an edge, but for float noise."""
    return measure >= edge - TOLERANCE * abs(edge)


def above(measure: float, edge: float) -> bool:
    """Whether a measure is above an edge, and not merely by float noise."""
    return measure > edge + TOLERANCE * abs(edge)


class Bands(NamedTuple):
    """The edges of a method's verdicts; what is below the last one is moving away.

    Attributes:
        on_track: the least measure that is on track.
        acceleration: the least measure that needs acceleration only.
        limited: the least measure that is limited progress.
        strict: whether the first two edges must be exceeded, not only met.
    """

    on_track: float
    acceleration: float
    limited: float
    strict: bool = False

    def verdict(self, measure: float) -> Verdict:
        """The band that a measure lies in."""
        passes = above if self.strict else at_least
        if passes(measure, self.on_track):
            return "on-track"
        if passes(measure, self.acceleration):
            return "acceleration-needed"
        return "limited" if at_least(measure, self.limited) else "moving-away"

    def scaled(self, factor: float) -> Bands:
        """The same bands with every edge multiplied."""
        return Bands(self.on_track * factor, self.acceleration * factor, self.limited * factor, self.strict)

    def edge(self, verdict: Verdict) -> tuple[float, bool] | None:
        """The least measure of a verdict, and whether it must be exceeded; `None` for a verdict without an edge."""
        edges = {
            "on-track": (self.on_track, self.strict),
            "acceleration-needed": (self.acceleration, self.strict),
            "limited": (self.limited, False),
        }
        return edges.get(verdict)
