"""The goals in words, with their evidence: words, document and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.assess.vintages import overdue_milestones
from unpolicy.text import printable
from unpolicy.views.documents import cells
from unpolicy.years import today

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.model import Dataset, Goal, PolicyRecord, Source
    from unpolicy.views.voice import Voice, Words

WORDS: Words = {
    "initiatives": ("What was done", "主な取組"),
    "findings": ("What was found", "評価結果"),
    "next-steps": ("What comes next", "今後の方向性"),
    "milestones": ("Milestones", "マイルストーン"),
    "overdue": ("overdue since {when}", "期限（{when}）を過ぎている"),
    "successor": ("The goal that follows", "次期目標"),
    "successor-review": ("for the review of {review}", "{review}の評価に向けて"),
    "due": ("due {when}", "期限{when}"),
    "sources": ("Source", "出典"),
    "programme": ("Programme", "施策名"),
    "owner": ("Owner", "担当"),
    "reviewed": ("Years reviewed", "評価対象期間"),
    "next-review": ("Next review", "次回評価"),
}

HEADING = ("goal", "part", "when", "status", "text", "source", "overdue")


class GoalsDocument(NamedTuple):
    """The document `unpolicy/goals/1`: policy, goals and sources as the data file has them, in all languages.

    Each goal has the ids of its `overdue` milestones beside it.
    """

    schema: Literal["unpolicy/goals/1"]
    policy: PolicyRecord
    goals: tuple[dict[str, Any], ...]
    sources: dict[str, Source]


def goals_document(dataset: Dataset, goals: Mapping[str, Goal]) -> GoalsDocument:
    """Goals as a document."""
    dumped = tuple(
        {"goal": key} | goal.model_dump(mode="json", exclude_none=True) | {"overdue": overdue_milestones(goal, today())}
        for key, goal in goals.items()
    )
    return GoalsDocument("unpolicy/goals/1", dataset.policy, dumped, dataset.sources)


def goals_rows(dataset: Dataset, goals: Mapping[str, Goal], voice: Voice) -> Iterator[tuple[str, ...]]:
    """One row for every sentence and milestone."""
    yield HEADING
    for goal_id, goal in goals.items():
        for part, when, status, text, source in _parts(goal):
            yield cells(goal_id, part, when, status, voice.line(text), source_title(source, dataset, voice), None)
        late = overdue_milestones(goal, today())
        for key, one in goal.milestones.items():
            source = source_title(one.evidence, dataset, voice)
            flag = "overdue" if key in late else None
            yield cells(goal_id, "milestone", one.date or one.due, one.status, voice.line(one.title), source, flag)
        if goal.successor:
            text = voice.line(goal.successor.text)
            yield cells(goal_id, "successor", goal.successor.review, None, text, None, None)


def _parts(goal: Goal) -> Iterator[tuple[str, Any, str | None, Any, str | None]]:
    """What a goal says of itself: which part, when, its status, its text and its source."""
    yield "title", None, None, goal.title, None
    if goal.statement:
        yield "statement", None, None, goal.statement, None
    for initiative in goal.initiatives:
        yield "initiative", initiative.period, None, initiative.text, initiative.source
    for part, remarks in (("finding", goal.findings), ("next_step", goal.next_steps)):
        yield from ((part, None, None, remark.text, remark.source) for remark in remarks)


def source_title(source: str | None, dataset: Dataset, voice: Voice) -> str:
    """What a source is called: its title, or the URL itself."""
    if source is None:
        return ""
    entry = dataset.sources.get(source)
    return printable(source) if entry is None else voice.line(entry.title)
