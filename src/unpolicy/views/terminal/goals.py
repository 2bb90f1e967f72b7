"""The goals in words on a terminal: what was done, found and comes next, with the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from unpolicy.assess.vintages import overdue_milestones
from unpolicy.text import printable
from unpolicy.views.goals import WORDS
from unpolicy.views.labels import MILESTONE_SIGNS, MILESTONES
from unpolicy.views.terminal.tables import Linked, indented
from unpolicy.years import today

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import RenderableType

    from unpolicy.format.targets import Milestone
    from unpolicy.model import Dataset, Goal, PolicyRecord
    from unpolicy.views.voice import Voice


def goals_view(dataset: Dataset, goals: Mapping[str, Goal], voice: Voice) -> Iterator[RenderableType]:
    """The goals one below the other, each with all that belongs to it."""
    for goal_id, goal in goals.items():
        yield from _goal(goal_id, goal, voice)
    yield from sources_list(dataset, _cited(goals), voice)


def sources_list(dataset: Dataset, cited: Iterable[str], voice: Voice) -> Iterator[RenderableType]:
    """What the ids in square brackets stand for."""
    known = [(key, dataset.sources[key]) for key in dict.fromkeys(cited) if key in dataset.sources]
    if known:
        yield Text.assemble("\n", (voice.word(WORDS, "sources"), "bold"))
    for key, source in known:
        parts = [voice.line(source.title), source.published.isoformat() if source.published else "", source.url or ""]
        text = printable(" · ".join(part for part in parts if part))
        yield indented(Linked(Text.assemble((f"[{key}] ", "dim"), text), source.url))


def _cited(goals: Mapping[str, Goal]) -> Iterator[str]:
    for goal in goals.values():
        yield from (initiative.source for initiative in goal.initiatives if initiative.source)
        yield from (remark.source for remark in (*goal.findings, *goal.next_steps) if remark.source)
        yield from (milestone.evidence for milestone in goal.milestones.values() if milestone.evidence)


def policy_view(policy: PolicyRecord, voice: Voice) -> RenderableType:
    """What the policy is, who is responsible, and which years are reviewed."""
    known = {
        "programme": policy.programme and voice.line(policy.programme),
        "owner": policy.owner and voice.line(policy.owner),
        "reviewed": voice.when(policy.reviewed),
        "next-review": voice.when(policy.next_review),
    }
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.title, grid.title_justify = Text(voice.line(policy.title), "bold"), "left"
    for key, fact in known.items():
        if fact:
            grid.add_row(Text(voice.word(WORDS, key), "dim"), Text(fact))
    return grid


def _goal(goal_id: str, goal: Goal, voice: Voice) -> Iterator[RenderableType]:
    """One goal: its statement and its lists."""
    yield Text.assemble("\n", (voice.line(goal.title), "bold"), (f"  {goal_id}", "dim"))
    if goal.statement:
        yield indented(voice.line(goal.statement))
    lists = {
        "initiatives": [(voice.when(entry.period), entry.text, entry.source) for entry in goal.initiatives],
        "findings": [("", entry.text, entry.source) for entry in goal.findings],
        "next-steps": [("", entry.text, entry.source) for entry in goal.next_steps],
    }
    for key, entries in lists.items():
        if entries:
            yield _subtitle(voice.word(WORDS, key))
        for period, text, source in entries:
            lead = (f"{period}  " if period else "", "cyan")
            yield _bullet("•", Text.assemble(lead, voice.line(text), (_source(source), "dim")))
    if goal.milestones:
        yield _subtitle(voice.word(WORDS, "milestones"))
    overdue = overdue_milestones(goal, today())
    for key, milestone in goal.milestones.items():
        yield _bullet(MILESTONE_SIGNS[milestone.status], _milestone(milestone, voice, late=key in overdue))
    if goal.successor:
        review = goal.successor.review
        suffix = voice.word(WORDS, "successor-review", review=voice.when(review)) if review else ""
        yield _subtitle(voice.word(WORDS, "successor")).append(f"  {suffix}", "dim")
        yield _bullet("→", Text(voice.line(goal.successor.text)))


def _milestone(milestone: Milestone, voice: Voice, *, late: bool) -> Text:
    known = [voice.word(MILESTONES, milestone.status)]
    if milestone.date is not None:
        known.append(voice.when(milestone.date))
    elif milestone.due is not None:
        known.append(voice.word(WORDS, "overdue" if late else "due", when=voice.when(milestone.due)))
    known_text = voice.beside("", voice.enumerate(known))
    return Text.assemble(voice.line(milestone.title), (f"{known_text}{_source(milestone.evidence)}", "dim"))


def _subtitle(title: str) -> Text:
    return Text.assemble("\n  ", (title, "underline"))


def _bullet(sign: str, text: Text) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(sign, text)
    return Padding(grid, (0, 0, 0, 4))


def _source(source: str | None) -> str:
    return f" [{printable(source)}]" if source else ""
