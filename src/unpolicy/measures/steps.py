"""The official five-step rating, as a suggestion; a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.measures.bands import at_least

if TYPE_CHECKING:
    from unpolicy.names import RatingStep

_LEAST: tuple[tuple[float, RatingStep], ...] = ((1.2, "exceeded"), (1, "achieved"), (0.8, "considerable-progress"))


def suggest(gap_closed: float | None) -> RatingStep | None:
    """The step that the share of the gap closed suggests once the target year's figure is final.

    At least 1.2: exceeded; 1: achieved; .8: considerable progress; above 0: little progress; else not heading there.
    Source: this project's own rule; the official guideline gives the steps and leaves the edges to the ministry.

    Args:
        gap_closed: as `progress.gap_closed` gives it; without it there is no suggestion.
    """
    if gap_closed is None:
        return None
    for edge, rating in _LEAST:
        if at_least(gap_closed, edge):
            return rating
    return "little-progress" if gap_closed > 0 else "not-heading-there"
