"""Policies at a glance: one in a few lines, or how to begin; several in a line each, and their documents as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.assess.find import count_verdicts
from unpolicy.names import VERDICTS
from unpolicy.views.change import next_figure
from unpolicy.views.documents import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unpolicy.assess.assessment import Assessment, TargetAssessment
    from unpolicy.views.voice import Voice, Words


WORDS: Words = {
    "policy": ("Policy", "施策"),
    "verdicts": ("Verdicts", "判定"),
    "overdue": ("Overdue", "期限超過"),
    "no-targets": ("no targets", "目標値なし"),
    "target": ("{title}: {verdict}", "{title}：{verdict}"),
    "reached": ("  {latest} in {year}; promised: {aim} by {by}.", "  {year}：{latest}（目標 {by}：{aim}）"),
    "more": ("{targets} targets in all: {verdicts}", "目標は全{targets}件：{verdicts}"),
    "held": ("Indicators: {indicators} · figures: {figures}", "指標{indicators}件、実績値{figures}件"),
    "next": ("Next: {command}", "次に：{command}"),
    "else": ("All of it: unpolicy status · help: unpolicy --help", "一覧表：unpolicy status　使い方：unpolicy --help"),
    "what": (
        "unpolicy keeps a policy's promises beside its yearly figures and says whether it will get there.",
        "unpolicyは、施策の目標と毎年の実績値を並べて管理し、目標に届くかどうかを示します。",
    ),
    "none": ("There is no data directory here or above. To begin:", "ここにも上にもデータがありません。始めるには："),
    "look": ("look around in a policy that is complete", "完成した例を見てみる"),
    "own": ("start with your own", "自分の施策を始める"),
    "help": ("see every command", "すべてのコマンドを見る"),
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


SHOWN = 3
"""Targets that are shown one by one, the headline first."""


def home_lines(assessment: Assessment, voice: Voice) -> Iterator[str]:
    """Where the policy stands in a few lines, and the next useful command."""
    dataset = assessment.dataset
    yield voice.line(dataset.policy.title)
    targets = sorted(assessment.targets, key=lambda one: not one.headline)
    for entry in targets[:SHOWN]:
        yield from _target_lines(entry, voice)
    if len(targets) > SHOWN:
        counts = voice.verdict_counts(targets)
        yield voice.word(WORDS, "more", targets=f"{len(targets):,}", verdicts=counts)
    figures = sum(len(one.actuals) for one in dataset.indicators.values())
    yield voice.word(WORDS, "held", indicators=f"{len(dataset.indicators):,}", figures=f"{figures:,}")
    waiting = next((one for one in targets if one.awaiting), None)
    otherwise = voice.command("unpolicy status" if figures else "unpolicy validate")
    yield voice.word(WORDS, "next", command=next_figure(waiting, voice) if figures and waiting else otherwise)
    yield voice.word(WORDS, "else")


def _target_lines(entry: TargetAssessment, voice: Voice) -> Iterator[str]:
    yield voice.word(WORDS, "target", title=voice.title(entry), verdict=voice.standing(entry))
    if entry.latest is not None and entry.target.by is not None:
        indicator = entry.indicator
        figure = voice.with_unit(voice.exact(entry.latest.value, indicator), indicator)
        yield voice.word(
            WORDS,
            "reached",
            latest=voice.marked(figure, entry.latest.year, entry.vintage),
            year=voice.year(entry.latest.year, indicator),
            aim=voice.aim(entry),
            by=voice.year(entry.target.by, indicator),
        )


def begin_lines(voice: Voice) -> Iterator[str]:
    """How to begin where there are no data yet."""
    yield voice.word(WORDS, "what")
    yield voice.word(WORDS, "none")
    commands = {"unpolicy init --example": "look", "unpolicy init": "own", "unpolicy --help": "help"}
    for command, key in commands.items():
        yield f"  {command:<26}{voice.word(WORDS, key)}"
