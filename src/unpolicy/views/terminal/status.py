"""`status` on a terminal: the headline table, and below it what has no target, the milestones and what is waiting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from unpolicy.assess.find import ORDINARY, Part, batches, most_urgent
from unpolicy.views.labels import METHODS, MILESTONE_SIGNS, MILESTONES
from unpolicy.views.status import WORDS, note_sentences
from unpolicy.views.terminal.tables import (
    INDENT,
    STYLES,
    Fitting,
    Wrapped,
    add_columns,
    heading,
    indented,
    new_table,
    pairs,
    standing_text,
    unbroken,
    verdict_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from unpolicy.assess.assessment import Assessment, GoalAssessment, MonitoredAssessment, TargetAssessment
    from unpolicy.assess.vintages import Awaited
    from unpolicy.measures.case import Point
    from unpolicy.model import Indicator
    from unpolicy.views.voice import Voice

STAR = "★ "
"""Before the headline's title."""
WIDE = 100
"""From this many columns on, the projection has a column of its own and the bars are longer."""
BAR_FULL = "█"
BAR_EMPTY = "░"


def status_view(
    assessment: Assessment, voice: Voice, width: int, part: Part = ORDINARY, *, charts: bool = False
) -> Iterator[RenderableType]:
    """The parts of `status` from top to bottom, each made when it is to be shown: long tables come in pieces.

    Args:
        assessment: what to show.
        voice: what it is said with.
        width: columns of the terminal.
        part: how much of it.
        charts: whether a small chart stands under each target.
    """
    few = most_urgent(assessment, part)
    yield _heading(assessment, voice)
    if len(few.targets) < len(assessment.targets):
        yield from _counts(assessment.targets, len(few.targets), voice, ordered=part.ordered)
    sections = [
        _targets(few.targets, voice, width, charts=charts),
        _monitored(few.monitored, len(assessment.monitored) - len(few.monitored), voice),
        _nothing(assessment, voice),
        _milestones(few.goals, voice),
        _waiting(few, voice),
    ]
    begun = False
    for section in sections:
        for number, piece in enumerate(section):
            if begun and number == 0:
                yield Text()  # between two sections, and none at the end
            yield piece
            begun = True


def _heading(assessment: Assessment, voice: Voice) -> Text:
    day = voice.word(WORDS, "as-of", day=assessment.as_of.isoformat())
    method = voice.word(WORDS, "method", method=voice.word(METHODS, assessment.method))
    return heading(voice.line(assessment.dataset.policy.title), [day, method])


def _counts(
    targets: Sequence[TargetAssessment], shown: int, voice: Voice, *, ordered: bool
) -> Iterator[RenderableType]:
    yield Text(voice.word(WORDS, "counts", count=f"{len(targets):,}", verdicts=voice.verdict_counts(targets)), "bold")
    yield Text(voice.word(WORDS, "first" if ordered else "attention", shown=shown) + "\n", "dim")


def _targets(
    targets: Sequence[TargetAssessment], voice: Voice, width: int, *, charts: bool
) -> Iterator[RenderableType]:
    for piece in batches(targets):
        yield targets_table(piece, voice, width, charts=charts)
        for entry in piece:
            sentences = voice.say((" ", "")).join(note_sentences(entry, voice))
            if sentences:
                yield indented(f"{voice.title(entry)}: {sentences}" if len(targets) > 1 else sentences)


def targets_table(
    targets: Sequence[TargetAssessment], voice: Voice, width: int, *, charts: bool = False
) -> RenderableType:
    """The headline table; every cell has the number on its first line and what belongs to it on the second.

    Where the numbers are too long for the terminal, each target becomes a list of its numbers instead.
    """
    drawn = _charts(targets, voice) if charts else {}
    widths = (True, False) if width >= WIDE else (False,)
    tables = [partial(_targets_table, targets, voice, drawn, wide=wide) for wide in widths]
    return Fitting(*tables, partial(_targets_lists, targets, voice, drawn))


def _charts(targets: Sequence[TargetAssessment], voice: Voice) -> dict[str, Text]:
    from unpolicy.views.terminal.status_charts import chart_line

    return {entry.id: chart_line(entry, voice) for entry in targets}


def _targets_table(
    targets: Sequence[TargetAssessment], voice: Voice, charts: Mapping[str, Text], *, wide: bool
) -> RenderableType:
    table = new_table()
    table.add_column(voice.word(WORDS, "target"), ratio=1, min_width=12)
    add_columns(table, "number", *(voice.word(WORDS, key) for key in ("baseline", "latest", "aim")))
    add_columns(table, "short", voice.word(WORDS, "gap"))
    add_columns(table, "number", *(voice.word(WORDS, key) for key in ("pace", *(["projection"] if wide else []))))
    rows = [_target_cells(entry, voice, wide=wide) for entry in targets]
    # A verdict may wrap, but the number below it must not part from its words.
    below = (cell_len(verdict.split("\n")[-1].plain) for *_, verdict in rows if "\n" in verdict.plain)
    table.add_column(voice.word(WORDS, "verdict"), min_width=max(10, *below, 0))
    if charts:
        return _with_charts(table, targets, rows, charts)
    for row in rows:
        table.add_row(*row)
    return unbroken(table)


def _with_charts(
    table: Table, targets: Sequence[TargetAssessment], rows: Sequence[list[Any]], charts: Mapping[str, Text]
) -> RenderableType:
    from unpolicy.views.terminal.status_charts import Charted, place_for

    for entry, row in zip(targets, rows, strict=True):
        table.add_row(*row)
        if charts[entry.id]:
            table.add_row(place_for(entry.id))
    return Charted(unbroken(table), charts)


def _targets_lists(targets: Sequence[TargetAssessment], voice: Voice, charts: Mapping[str, Text]) -> Group:
    parts: list[RenderableType] = []
    for entry in targets:
        title, *cells = _target_cells(entry, voice, wide=True)
        keys = ("baseline", "latest", "aim", "gap", "pace", "projection", "verdict")
        parts += [
            title,
            pairs([(voice.word(WORDS, key), cell) for key, cell in zip(keys, cells, strict=True)]),
            *([Padding(charts[entry.id], INDENT)] if charts.get(entry.id) else []),
        ]
    return Group(*parts)


def _target_cells(entry: TargetAssessment, voice: Voice, *, wide: bool) -> list[Any]:
    indicator, projection = entry.indicator, entry.projection
    by = voice.year(entry.target.by, indicator)
    headed = "" if projection is None else voice.value(projection, indicator)
    verdict = standing_text(entry, voice, "stale-cell")
    if entry.keeping is not None and entry.keeping.so_far and not entry.stale:
        verdict.append(f"\n{voice.word(WORDS, 'so-far')}", "dim")
    if headed and not wide:
        verdict.append("\n" + voice.word(WORDS, "heads-for", value=headed), "dim")
    return [
        Wrapped(voice.title(entry), *(("bold", STAR) if entry.headline else ())),
        _point_cell(entry.baseline, indicator, voice),
        _point_cell(entry.latest, indicator, voice),
        _two_lines(voice.aim(entry), by),
        _gap_cell(entry, voice, 20 if wide else 8),
        _pace_cell(entry, voice),
        *([_two_lines(headed or "–", by if headed else "")] if wide else []),
        verdict,
    ]


def _gap_cell(entry: TargetAssessment, voice: Voice, length: int) -> Text:
    progress = entry.progress
    if progress.gap_closed is None:
        return Text("–", "dim")
    return Text.assemble(
        (bar(progress.gap_closed, length), "dim" if entry.stale else STYLES[entry.verdict]),
        f" {voice.share(progress.gap_closed)}\n",
        (voice.word(WORDS, "time", share=voice.share(progress.time_elapsed)), "dim"),
    )


def bar(number: float, width: int) -> str:
    """A progress bar from 0 to 1; empty when negative, full when past the aim."""
    full = int(max(0.0, min(1.0, number)) * width + 1e-9)
    return BAR_FULL * full + BAR_EMPTY * (width - full)


def _pace_cell(entry: TargetAssessment, voice: Voice) -> Text:
    needs = ""
    if entry.needed_pace is not None and not entry.settled:
        needs = voice.word(WORDS, "needs", pace=voice.rate(entry.needed_pace, entry.indicator))
    return _two_lines(voice.rate(entry.progress.observed, entry.indicator), needs)


def _point_cell(point: Point | None, indicator: Indicator, voice: Voice) -> Text:
    if point is None:
        return Text("–", "dim")
    return _two_lines(voice.value(point.value, indicator), voice.year(point.year, indicator))


def _two_lines(first: str, second: str) -> Text:
    return Text.assemble(first, *([("\n" + second, "dim")] if second else []))


def _monitored(monitored: Sequence[MonitoredAssessment], left: int, voice: Voice) -> Iterator[RenderableType]:
    judged = any(entry.verdict for entry in monitored)
    for number, piece in enumerate(batches(monitored)):
        title = voice.word(WORDS, "monitored") if number == 0 else None
        yield _monitored_table(piece, voice, judged=judged, title=title)
    if left:
        yield Text(voice.word(WORDS, "indicators-left-out", count=f"{left:,}"), "dim")


def _monitored_table(
    monitored: Sequence[MonitoredAssessment], voice: Voice, *, judged: bool, title: str | None
) -> Fitting:
    keys = ("baseline", "latest", "change", *(["verdict"] if judged else []))
    names = [voice.word(WORDS, key) for key in keys]
    rows = [_monitored_cells(entry, voice)[: len(names) + 1] for entry in monitored]

    def as_table() -> Table:
        table = new_table(title)
        table.add_column(voice.word(WORDS, "indicator"), min_width=16)
        add_columns(table, "number", *names[:3])
        if judged:
            table.add_column(names[3], min_width=10)
        for row in rows:
            table.add_row(*row)
        return unbroken(table)

    def as_lists() -> Group:
        lists: list[RenderableType] = [Text(title, "bold")] if title else []
        for name, *cells in rows:
            lists += [name, pairs(zip(names, cells, strict=True))]
        return Group(*lists)

    return Fitting(as_table, as_lists)


def _monitored_cells(entry: MonitoredAssessment, voice: Voice) -> list[Any]:
    return [
        Wrapped(f"{voice.title(entry)} ({voice.unit(entry.indicator)})"),
        _figure(entry.baseline, entry.indicator, voice),
        _figure(entry.latest, entry.indicator, voice),
        Text(voice.value(entry.change, entry.indicator, sign=True)),
        verdict_text(entry.verdict, voice),
    ]


def _figure(point: Point | None, indicator: Indicator, voice: Voice) -> Text:
    if point is None:
        return Text("–", "dim")
    return Text.assemble(voice.value(point.value, indicator), (f" {voice.year(point.year, indicator)}", "dim"))


def _nothing(assessment: Assessment, voice: Voice) -> Iterator[RenderableType]:
    if not (assessment.targets or assessment.monitored or assessment.goals):
        yield Text(voice.word(WORDS, "none-match" if assessment.dataset.indicators else "nothing"))


def _milestones(goals: Sequence[GoalAssessment], voice: Voice) -> Iterator[RenderableType]:
    if not any(goal.milestones for goal in goals):
        return
    table = new_table(voice.word(WORDS, "milestones"))
    table.add_column(voice.word(WORDS, "goal"), min_width=16, overflow="fold")
    table.add_column(Text())
    for entry in goals:
        counts = " · ".join(
            f"{MILESTONE_SIGNS[status]} {count} {voice.word(MILESTONES, status)}"
            for status, count in entry.milestones.items()
        )
        table.add_row(Text(voice.line(entry.goal.title)), Text(counts or voice.word(WORDS, "no-milestones")))
    yield table


def _waiting(assessment: Assessment, voice: Voice) -> Iterator[RenderableType]:
    lines: list[RenderableType] = []
    for target in assessment.targets:
        lines += _awaiting(target, "" if target.headline else f" -i {target.target.indicator}", voice)
    for monitored in assessment.monitored:
        lines += _awaiting(monitored, f" -i {monitored.id}", voice)
    if lines:
        yield Text(voice.word(WORDS, "waiting"), "bold")
        yield from lines


def _awaiting(entry: TargetAssessment | MonitoredAssessment, option: str, voice: Voice) -> Iterator[RenderableType]:
    """The figures of an indicator that are not out, each with the command to type when it is."""
    for awaited in entry.awaiting:
        command = f"unpolicy add-actual {awaited.year} {voice.say(('VALUE', '実績値'))}{option}"
        yield Text.assemble(
            f"  {voice.line(entry.indicator.title)} ",
            (_awaited(awaited, entry.indicator, voice), "yellow" if awaited.overdue else ""),
            (f"\n    {voice.word(WORDS, 'next', command=command)}", "dim"),
        )


def _awaited(awaited: Awaited, indicator: Indicator, voice: Voice) -> str:
    key = "overdue" if awaited.overdue else "pending-due" if awaited.due else "pending"
    due = awaited.due.isoformat() if awaited.due else ""
    return voice.word(
        WORDS, key if awaited.recorded else "unwritten", year=voice.year(awaited.year, indicator), due=due
    )
