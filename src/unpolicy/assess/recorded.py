"""What people recorded themselves, as it counts on a day: milestones and ratings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from unpolicy.names import MILESTONE_STATUSES
from unpolicy.years import last_day

if TYPE_CHECKING:
    from datetime import date

    from unpolicy.model import Dataset, Goal, Rating
    from unpolicy.names import MilestoneStatus


def count_milestones(goal: Goal) -> dict[MilestoneStatus, int]:
    """How many milestones have each status; statuses that none has are left out."""
    counts = Counter(milestone.status for milestone in goal.milestones.values())
    return {status: counts[status] for status in MILESTONE_STATUSES if counts[status]}


def overdue_milestones(goal: Goal, as_of: date) -> tuple[str, ...]:
    """The milestones that are still to come although the day by which they were due has passed."""
    still = ("in-progress", "not-started")
    milestones = goal.milestones.items()
    return tuple(key for key, one in milestones if one.status in still and one.due and last_day(one.due) < as_of)


def newest_ratings(dataset: Dataset, as_of: date) -> dict[str, Rating]:
    """The judgement of each target that counts on a day: the newest; of one day's, the one recorded last."""
    newest: dict[str, Rating] = {}
    for rating in dataset.targets_file.ratings:
        before = newest.get(rating.target)
        if rating.date <= as_of and (before is None or rating.date >= before.date):
            newest[rating.target] = rating
    return newest
