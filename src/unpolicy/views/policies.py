"""Several policies at a glance: a line a policy, and their documents as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.assess.find import count_verdicts
from unpolicy.names import VERDICTS
from unpolicy.views.documents import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unpolicy.assess.assessment import Assessment
    from unpolicy.views.voice import Voice, Words

WORDS: Words = {
    "policy": ("Policy", "施策"),
    "verdicts": ("Verdicts", "判定"),
    "overdue": ("Overdue", "期限超過"),
    "no-targets": ("no targets", "目標値なし"),
}

HEADING = ("policy", "title", "targets", *VERDICTS, "stale", "overdue")


class PoliciesDocument(NamedTuple):
    """The document of a command that was given several policies: those that it has for each of them."""

    schema: Literal["unpolicy/policies/1"]
    policies: Sequence[Any]


def policies_document(documents: Iterable[object]) -> PoliciesDocument:
    """The documents of several policies as one."""
    return PoliciesDocument("unpolicy/policies/1", list(documents))


def overview_rows(assessments: Iterable[Assessment], voice: Voice) -> Iterator[tuple[str, ...]]:
    """A row a policy: how many targets have each verdict, how many verdicts are stale and how many figures overdue."""
    yield HEADING
    for one in assessments:
        counts = count_verdicts([entry for entry in one.targets if not entry.stale])
        policy, stale = one.dataset.policy, sum(entry.stale for entry in one.targets)
        numbers = (counts.get(verdict, 0) for verdict in VERDICTS)
        yield cells(policy.id, voice.line(policy.title), len(one.targets), *numbers, stale, overdue(one))


def rows_of_all(tables: Iterable[tuple[str, Iterable[Sequence[str]]]]) -> Iterator[tuple[str, ...]]:
    """The tables of several policies as one, under one heading and with the policy's id first."""
    for number, (policy, table) in enumerate(tables):
        rows = iter(table)
        heading = next(rows, None)
        if number == 0 and heading is not None:
            yield ("policy", *heading)
        yield from ((policy, *row) for row in rows)


def overdue(assessment: Assessment) -> int:
    """How many figures should have been published by now, and how many milestones are past their day."""
    figures = sum(awaited.overdue for entry in assessment.judged for awaited in entry.awaiting)
    return figures + sum(len(goal.overdue) for goal in assessment.goals)
