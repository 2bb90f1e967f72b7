"""The goals in words, with their evidence: on a terminal, as rows, and as the document unpolicy/goals/1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unpolicy.errors import UsageError
from unpolicy.text import printable
from unpolicy.views.common import line
from unpolicy.views.labels import MILESTONE_SIGNS, MILESTONES, word
from unpolicy.views.words.goals import WORDS
from unpolicy.years import period_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import RenderableType

    from unpolicy.model import Dataset, Goal, Milestone, Policy
    from unpolicy.years import Language

HEADING = ("goal", "part", "when", "status", "text", "source")


def source_title(source: str | None, dataset: Dataset, lang: Language) -> str:
    """What a source is called: its title, or the URL itself."""
    if source is None:
        return ""
    entry = dataset.sources.get(source)
    return printable(source) if entry is None else line(entry.title, lang)


def goals_view(dataset: Dataset, goals: Mapping[str, Goal], lang: Language) -> RenderableType:
    """The goals one below the other, each with all that belongs to it."""
    from rich.console import Group

    parts: list[RenderableType] = []
    for goal_id, goal in goals.items():
        parts += [*goal_parts(goal_id, goal, lang)]
    return Group(*parts, *sources_list(dataset, _cited(goals), lang))


def sources_list(dataset: Dataset, cited: Iterable[str], lang: Language) -> Iterator[RenderableType]:
    """What the ids in square brackets stand for."""
    from rich.padding import Padding
    from rich.text import Text

    known = [(key, dataset.sources[key]) for key in dict.fromkeys(cited) if key in dataset.sources]
    if known:
        yield Text.assemble("\n", (word(WORDS, "sources", lang), "bold"))
    for key, source in known:
        facts = [line(source.title, lang), source.published.isoformat() if source.published else "", source.url or ""]
        text = printable(" · ".join(fact for fact in facts if fact))
        yield Padding(Text.assemble((f"[{key}] ", "dim"), text), (0, 0, 0, 2))


def _cited(goals: Mapping[str, Goal]) -> Iterator[str]:
    for goal in goals.values():
        yield from (initiative.source for initiative in goal.initiatives if initiative.source)
        yield from (remark.source for remark in (*goal.findings, *goal.next_steps) if remark.source)
        yield from (milestone.evidence for milestone in goal.milestones.values() if milestone.evidence)


def policy_view(policy: Policy, lang: Language) -> RenderableType:
    """What the policy is, who is responsible, and which years are reviewed."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.title, grid.title_justify = Text(line(policy.title, lang), "bold"), "left"
    facts = {
        "programme": line(policy.programme, lang) if policy.programme else "",
        "owner": line(policy.owner, lang) if policy.owner else "",
        "reviewed": when(policy.reviewed, lang),
        "next-review": when(policy.next_review, lang),
    }
    for key, fact in facts.items():
        if fact:
            grid.add_row(Text(word(WORDS, key, lang), "dim"), Text(fact))
    return grid


def goal_parts(goal_id: str, goal: Goal, lang: Language) -> Iterator[RenderableType]:
    """One goal: its statement and its lists."""
    from rich.padding import Padding
    from rich.text import Text

    yield Text.assemble("\n", (line(goal.title, lang), "bold"), (f"  {goal_id}", "dim"))
    if goal.statement:
        yield Padding(Text(line(goal.statement, lang)), (0, 0, 0, 2))
    lists = {
        "initiatives": [(when(entry.period, lang), entry.text, entry.source) for entry in goal.initiatives],
        "findings": [("", entry.text, entry.source) for entry in goal.findings],
        "next-steps": [("", entry.text, entry.source) for entry in goal.next_steps],
    }
    for key, entries in lists.items():
        if entries:
            yield Text.assemble("\n  ", (word(WORDS, key, lang), "underline"))
        for period, text, source in entries:
            tail = _source(source)
            yield _bullet(
                "•", Text.assemble((f"{period}  " if period else "", "cyan"), line(text, lang), (tail, "dim"))
            )
    if goal.milestones:
        yield Text.assemble("\n  ", (word(WORDS, "milestones", lang), "underline"))
        for milestone in goal.milestones.values():
            yield _bullet(MILESTONE_SIGNS[milestone.status], _milestone(milestone, lang))
    if goal.successor:
        review = goal.successor.review
        suffix = word(WORDS, "successor-review", lang).format(review=when(review, lang)) if review else ""
        yield Text.assemble("\n  ", (word(WORDS, "successor", lang), "underline"), (f"  {suffix}", "dim"))
        yield _bullet("→", Text(line(goal.successor.text, lang)))


def when(moment: int | str | None, lang: Language) -> str:
    """A year, fiscal year, month or day as people read it."""
    if moment is None:
        return ""
    if isinstance(moment, int):
        return f"{moment}年" if lang == "ja" else str(moment)
    try:
        return period_label(moment, lang)
    except UsageError:
        return moment


def goals_rows(dataset: Dataset, goals: Mapping[str, Goal], lang: Language) -> Iterator[tuple[str, ...]]:
    """One row for every sentence and milestone."""
    yield HEADING
    for goal_id, goal in goals.items():
        yield goal_id, "title", "", "", line(goal.title, lang), ""
        if goal.statement:
            yield goal_id, "statement", "", "", line(goal.statement, lang), ""
        for entry in goal.initiatives:
            yield (
                goal_id,
                "initiative",
                entry.period,
                "",
                line(entry.text, lang),
                source_title(entry.source, dataset, lang),
            )
        for part, remarks in (("finding", goal.findings), ("next_step", goal.next_steps)):
            for remark in remarks:
                yield goal_id, part, "", "", line(remark.text, lang), source_title(remark.source, dataset, lang)
        for milestone in goal.milestones.values():
            evidence = source_title(milestone.evidence, dataset, lang)
            moment = str(milestone.date or milestone.due or "")
            yield goal_id, "milestone", moment, milestone.status, line(milestone.title, lang), evidence
        if goal.successor:
            yield goal_id, "successor", goal.successor.review or "", "", line(goal.successor.text, lang), ""


def goals_document(dataset: Dataset, goals: Mapping[str, Goal]) -> dict[str, Any]:
    """Policy, goals and sources as the data file has them, in all languages."""
    return {
        "schema": "unpolicy/goals/1",
        "policy": dataset.policy.model_dump(mode="json", exclude_none=True),
        "goals": [{"goal": key} | goal.model_dump(mode="json", exclude_none=True) for key, goal in goals.items()],
        "sources": {key: source.model_dump(mode="json", exclude_none=True) for key, source in dataset.sources.items()},
    }


def _milestone(milestone: Milestone, lang: Language) -> Any:  # noqa: ANN401 - rich is imported late
    from rich.text import Text

    facts = [word(MILESTONES, milestone.status, lang)]
    if milestone.date is not None:
        facts.append(when(milestone.date, lang))
    elif milestone.due is not None:
        facts.append(word(WORDS, "due", lang).format(when=when(milestone.due, lang)))
    tail = _source(milestone.evidence)
    joined = ("、" if lang == "ja" else ", ").join(facts)
    opening, closing = ("（", "）") if lang == "ja" else (" (", ")")
    return Text.assemble(line(milestone.title, lang), (f"{opening}{joined}{closing}{tail}", "dim"))


def _bullet(sign: str, text: Any) -> RenderableType:  # noqa: ANN401 - rich is imported late
    from rich.padding import Padding
    from rich.table import Table

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(sign, text)
    return Padding(grid, (0, 0, 0, 4))


def _source(source: str | None) -> str:
    return f" [{printable(source)}]" if source else ""
