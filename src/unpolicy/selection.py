"""Which part of an assessment to show: by id, goal or verdict, in which order, and how many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from unpolicy.measures.verdict import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from unpolicy.assessment import Assessment, TargetAssessment

MANY = 50
"""More targets than this are not shown all at once."""
MOST_URGENT = 20
"""How many of many are shown: those that need attention most."""

Order = Literal["file", "attention", "gap", "title"]

_ATTENTION = ("missed", "moving-away", "limited", "acceleration-needed", "unknown", "on-track", "achieved")


def select(
    assessment: Assessment,
    *,
    ids: Collection[str] = (),
    goal: str | None = None,
    verdicts: Collection[str] = (),
) -> Assessment:
    """The part of an assessment that was asked for.

    Args:
        assessment: the whole.
        ids: ids of targets, indicators and goals; all when empty.
        goal: a goal's id; only what serves it is left.
        verdicts: only targets and indicators with one of these verdicts are left, and no goals.
    """
    wanted = set(ids)
    targets = [
        entry
        for entry in assessment.targets
        if (not wanted or wanted & {entry.id, entry.target.indicator, entry.target.goal})
        and goal in (None, entry.target.goal)
        and (not verdicts or entry.verdict in verdicts)
    ]
    monitored = [
        entry
        for entry in assessment.monitored
        if (not wanted or entry.id in wanted) and goal is None and (not verdicts or entry.judgement.verdict in verdicts)
    ]
    goals = [
        entry
        for entry in assessment.goals
        if (not wanted or entry.id in wanted) and goal in (None, entry.id) and not verdicts
    ]
    return assessment._replace(targets=tuple(targets), monitored=tuple(monitored), goals=tuple(goals))


def in_order(targets: Sequence[TargetAssessment], order: Order) -> list[TargetAssessment]:
    """Targets as in the file, by the attention they need, by the gap closed (least first), or by id."""
    if order == "attention":
        return sorted(targets, key=attention)
    if order == "gap":
        return sorted(targets, key=lambda entry: (entry.progress.gap_closed is None, entry.progress.gap_closed or 0))
    if order == "title":
        return sorted(targets, key=lambda entry: entry.id)
    return list(targets)


def attention(entry: TargetAssessment) -> tuple[int, float, str]:
    """The rank of a target among those that need attention: worst verdict first, then the furthest behind its path."""
    ratio = entry.judgement.measure
    return _ATTENTION.index(entry.verdict), ratio if ratio is not None else 0.0, entry.id


def count_verdicts(targets: Sequence[TargetAssessment]) -> dict[str, int]:
    """How many targets have each verdict, best verdict first; verdicts that none has are left out."""
    counts = {verdict: sum(entry.verdict == verdict for entry in targets) for verdict in VERDICTS}
    return {verdict: count for verdict, count in counts.items() if count}
