"""How each year's figure compares with what was promised for that year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.measures.safe import quotient

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.measures.traced import N


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
