"""`status` on a terminal: the headline table, and below it what has no target, the milestones and what is waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from unpolicy.assess.selection import ORDINARY, Part, first_of_many, in_pieces
from unpolicy.views.common import line, value, verdict_counts, year
from unpolicy.views.labels import METHODS, MILESTONE_SIGNS, MILESTONES, word
from unpolicy.views.terminal.status_targets import notes, targets_table
from unpolicy.views.terminal.tables import new_table, pairs, unbroken, verdict_text
from unpolicy.views.terminal.wrapping import Fitting, Wrapped
from unpolicy.views.words.status import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from unpolicy.assess.assessment import Assessment, GoalAssessment, MonitoredAssessment, Point, TargetAssessment
    from unpolicy.assess.vintages import Awaited
    from unpolicy.model import Indicator
    from unpolicy.years import Language


def status_view(
    assessment: Assessment, lang: Language, width: int, part: Part = ORDINARY, *, charts: bool = False
) -> RenderableType:
    """The whole of `status`: its parts, one below the other."""
    return Group(*status_parts(assessment, lang, width, part, charts=charts))


def status_parts(
    assessment: Assessment, lang: Language, width: int, part: Part, *, charts: bool
) -> Iterator[RenderableType]:
    """The parts of `status` from top to bottom, each made when it is to be shown: long tables come in pieces.

    Args:
        assessment: what to show.
        lang: the language.
        width: columns of the terminal.
        part: how much of it.
        charts: whether a small chart stands under each target.
    """
    few = first_of_many(assessment, part)
    yield _heading(assessment, lang)
    if len(few.targets) < len(assessment.targets):
        yield from _counts(assessment.targets, len(few.targets), lang, ordered=part.ordered)
    sections = [
        _targets(few.targets, lang, width, charts=charts),
        _monitored(few.monitored, len(assessment.monitored) - len(few.monitored), lang),
        _nothing(assessment, lang),
        _milestones(few.goals, lang),
        _waiting(few, lang),
    ]
    begun = False
    for section in sections:
        for number, piece in enumerate(section):
            if begun and number == 0:
                yield Text()  # between two sections, and none at the end
            yield piece
            begun = True


def _targets(
    targets: Sequence[TargetAssessment], lang: Language, width: int, *, charts: bool
) -> Iterator[RenderableType]:
    for piece in in_pieces(targets):
        yield targets_table(piece, lang, width, charts=charts)
        yield from notes(piece, lang, named=len(targets) > 1)


def _monitored(monitored: Sequence[MonitoredAssessment], left: int, lang: Language) -> Iterator[RenderableType]:
    judged = any(entry.judgement.verdict for entry in monitored)
    for number, piece in enumerate(in_pieces(monitored)):
        yield _monitored_table(piece, lang, judged=judged, title=_word("monitored", lang) if number == 0 else None)
    if left:
        yield Text(_word("indicators-left-out", lang).format(count=f"{left:,}"), "dim")


def _nothing(assessment: Assessment, lang: Language) -> Iterator[RenderableType]:
    if not (assessment.targets or assessment.monitored or assessment.goals):
        yield Text(_word("none-match" if assessment.dataset.indicators else "nothing", lang))


def _milestones(goals: Sequence[GoalAssessment], lang: Language) -> Iterator[RenderableType]:
    if any(goal.milestones for goal in goals):
        yield _milestones_table(goals, lang)


def _counts(
    targets: Sequence[TargetAssessment], shown: int, lang: Language, *, ordered: bool
) -> Iterator[RenderableType]:
    count = _word("counts", lang).format(count=f"{len(targets):,}", verdicts=verdict_counts(targets, lang))
    yield Text(count, "bold")
    yield Text(_word("first" if ordered else "attention", lang).format(shown=shown) + "\n", "dim")


def _heading(assessment: Assessment, lang: Language) -> Text:
    policy = assessment.dataset.policy
    day = _word("as-of", lang).format(day=assessment.as_of.isoformat())
    method = _word("method", lang).format(method=word(METHODS, assessment.method, lang))
    return Text.assemble((line(policy.title, lang), "bold"), "\n", (f"{day} · {method}", "dim"), "\n")


def _monitored_table(
    monitored: Sequence[MonitoredAssessment], lang: Language, *, judged: bool, title: str | None
) -> Fitting:
    names = [_word(key, lang) for key in ("baseline", "latest", "change", *(["verdict"] if judged else []))]
    rows = [_monitored_cells(entry, lang) for entry in monitored]

    def as_table() -> Table:
        table = new_table(title)
        table.add_column(_word("indicator", lang), min_width=16)
        for name in names[:3]:
            table.add_column(name, justify="right", no_wrap=True)
        if judged:
            table.add_column(names[3], min_width=10)
        for name, *cells in rows:
            table.add_row(name, *cells[: len(names)])
        return unbroken(table)

    def as_lists() -> Group:
        lists: list[RenderableType] = [Text(title, "bold")] if title else []
        for name, *cells in rows:
            lists += [name, pairs(list(zip(names, cells, strict=False)))]
        return Group(*lists)

    return Fitting(as_table, as_lists)


def _monitored_cells(entry: MonitoredAssessment, lang: Language) -> list[Any]:
    verdict = entry.judgement.verdict
    return [
        Wrapped(f"{line(entry.indicator.title, lang)} ({line(entry.indicator.unit, lang)})"),
        _figure(entry.baseline, entry.indicator, lang),
        _figure(entry.latest, entry.indicator, lang),
        Text(value(entry.change, entry.indicator, sign=True)),
        verdict_text(verdict, lang) if verdict else Text(),
    ]


def _figure(point: Point | None, indicator: Indicator, lang: Language) -> Text:
    if point is None:
        return Text("–", "dim")
    return Text.assemble(value(point.value, indicator), (f" {year(point.year, indicator, lang)}", "dim"))


def _milestones_table(goals: Sequence[GoalAssessment], lang: Language) -> Table:
    table = new_table(_word("milestones", lang))
    table.add_column(_word("goal", lang), min_width=16, overflow="fold")
    table.add_column(Text())
    for entry in goals:
        counts = " · ".join(
            f"{MILESTONE_SIGNS[status]} {count} {word(MILESTONES, status, lang)}"
            for status, count in entry.milestones.items()
        )
        table.add_row(Text(line(entry.goal.title, lang)), Text(counts or _word("no-milestones", lang)))
    return table


def _waiting(assessment: Assessment, lang: Language) -> Iterator[RenderableType]:
    lines: list[RenderableType] = []
    waiting: list[tuple[str, TargetAssessment | MonitoredAssessment]] = [
        *(("" if entry.headline else entry.target.indicator, entry) for entry in assessment.targets),
        *((entry.id, entry) for entry in assessment.monitored),
    ]
    for indicator_id, entry in waiting:
        lines += [
            Text.assemble(
                f"  {line(entry.indicator.title, lang)} ",
                (_awaited(awaited, entry.indicator, lang), "yellow" if awaited.overdue else ""),
                (f"\n    {_next(awaited, indicator_id, lang)}", "dim"),
            )
            for awaited in entry.awaiting
        ]
    if lines:
        yield Text(_word("waiting", lang), "bold")
        yield from lines


def _awaited(awaited: Awaited, indicator: Indicator, lang: Language) -> str:
    key = "overdue" if awaited.overdue else "pending-due" if awaited.due else "pending"
    if not awaited.recorded:
        key = "unwritten"
    due = awaited.due.isoformat() if awaited.due else ""
    return _word(key, lang).format(year=year(awaited.year, indicator, lang), due=due)


def _next(awaited: Awaited, indicator_id: str, lang: Language) -> str:
    option = f" -i {indicator_id}" if indicator_id else ""
    placeholder = "実績値" if lang == "ja" else "VALUE"
    return _word("next", lang).format(command=f"unpolicy add-actual {awaited.year} {placeholder}{option}")


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
