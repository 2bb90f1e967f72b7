"""Which part of an assessment to show: by id, goal or verdict, in which order, and how many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from unpolicy.model import pick
from unpolicy.names import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from unpolicy.assess.assessment import Assessment, TargetAssessment
    from unpolicy.names import TargetOrder
    from unpolicy.years import Language

MANY = 50
"""More targets than this are not shown all at once."""
MOST_URGENT = 20
"""How many of many are shown: those that need attention most."""

T = TypeVar("T")

_ATTENTION = ("missed", "moving-away", "limited", "acceleration-needed", "unknown", "on-track", "achieved")


class Part(NamedTuple):
    """How much of an assessment to show.

    Attributes:
        everything: every target and indicator, however many there are.
        ordered: whether the targets stand in an order that was asked for. Of many, the first are shown then; else
            those that need attention most, worst first.
    """

    everything: bool = False
    ordered: bool = False


ORDINARY = Part()
"""What is shown without any wish: all of a few, the most urgent of many."""


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


def in_order(targets: Sequence[TargetAssessment], order: TargetOrder, lang: Language = "en") -> list[TargetAssessment]:
    """Targets as in the file, by the attention they need, by the gap closed (least first), or by title."""
    if order == "attention":
        return sorted(targets, key=attention)
    if order == "gap":
        return sorted(targets, key=lambda entry: (entry.progress.gap_closed is None, entry.progress.gap_closed or 0))
    if order == "title":
        return sorted(targets, key=lambda entry: (pick(entry.target.title or entry.indicator.title, lang), entry.id))
    return list(targets)


def first_of_many(assessment: Assessment, part: Part) -> Assessment:
    """What to show of many: a few of the targets, and the first of the other indicators.

    Args:
        assessment: the whole; where it holds no more than `MANY` of either, nothing of them is left out.
        part: how much of it.
    """
    targets, monitored = assessment.targets, assessment.monitored
    if part.everything:
        return assessment
    if len(targets) > MANY:
        targets = tuple((targets if part.ordered else sorted(targets, key=attention))[:MOST_URGENT])
    if len(monitored) > MANY:
        monitored = monitored[:MOST_URGENT]
    return assessment._replace(targets=targets, monitored=monitored)


def in_pieces(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yields `MANY` items at a time: as much as a table shows at once."""
    for start in range(0, len(items), MANY):
        yield items[start : start + MANY]


def attention(entry: TargetAssessment) -> tuple[int, float, str]:
    """The rank of a target among those that need attention: worst verdict first, then the furthest behind its path."""
    ratio = entry.judgement.measure
    return _ATTENTION.index(entry.verdict), ratio if ratio is not None else 0.0, entry.id


def count_verdicts(targets: Sequence[TargetAssessment]) -> dict[str, int]:
    """How many targets have each verdict, best verdict first; verdicts that none has are left out."""
    counts = {verdict: sum(entry.verdict == verdict for entry in targets) for verdict in VERDICTS}
    return {verdict: count for verdict, count in counts.items() if count}
