"""`status` on a terminal: the headline table, and below it what has no target, the milestones and what is waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from unpolicy.model import STATUSES_FOR_VERDICTS
from unpolicy.render.common import (
    aim,
    bar,
    line,
    needed_rate,
    outside_text,
    projection,
    rate,
    share,
    target_title,
    value,
    year,
)
from unpolicy.render.labels import (
    METHODS,
    MILESTONE_SIGNS,
    MILESTONES,
    REASONS,
    STATUSES,
    STEPS,
    VERDICT_SIGNS,
    VERDICTS,
    word,
)
from unpolicy.render.words.status import WORDS
from unpolicy.render.wrapping import Fitting, Wrapped
from unpolicy.selection import MANY, MOST_URGENT, attention, count_verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from unpolicy.assessment import Assessment, GoalAssessment, MonitoredAssessment, Point, TargetAssessment
    from unpolicy.model import Indicator
    from unpolicy.vintages import Awaited
    from unpolicy.years import Language

STYLES = {
    "achieved": "bold green",
    "on-track": "green",
    "acceleration-needed": "yellow",
    "limited": "dark_orange",
    "moving-away": "red",
    "missed": "bold red",
    "unknown": "dim",
}
STAR = "★ "
"""Before the headline's title."""
WIDE = 100
"""From this many columns on, the projection has a column of its own and the bars are longer."""


def status_view(
    assessment: Assessment, lang: Language, width: int, *, show_all: bool = False, charts: bool = False
) -> RenderableType:
    """The whole of `status`.

    Args:
        assessment: what to show.
        lang: the language.
        width: columns of the terminal.
        show_all: whether everything is shown, however much it is.
        charts: whether a small chart stands under each target.
    """
    parts: list[RenderableType] = [_heading(assessment, lang)]
    few = assessment if show_all else _most_urgent(assessment)
    if len(few.targets) < len(assessment.targets):
        parts += _counts(assessment.targets, len(few.targets), lang)
    if few.targets:
        parts += [targets_table(few.targets, lang, width, charts=charts), *_notes(few.targets, lang), Text()]
    if few.monitored:
        parts += [_monitored_table(few.monitored, lang)]
        left = len(assessment.monitored) - len(few.monitored)
        parts += [Text(_word("indicators-left-out", lang).format(count=f"{left:,}"), "dim")] if left else []
        parts += [Text()]
    if not (assessment.targets or assessment.monitored or assessment.goals):
        parts += [Text(_word("none-match" if assessment.dataset.indicators else "nothing", lang))]
    assessment = few
    if any(goal.milestones for goal in assessment.goals):
        parts += [_milestones_table(assessment.goals, lang), Text()]
    parts += _waiting(assessment, lang)
    while parts and isinstance(parts[-1], Text) and not parts[-1].plain:
        parts.pop()
    return Group(*parts)


def _most_urgent(assessment: Assessment) -> Assessment:
    """What to show of many: the targets that need attention most, and the first of the other indicators."""
    targets, monitored = assessment.targets, assessment.monitored
    if len(targets) > MANY:
        targets = tuple(sorted(targets, key=attention)[:MOST_URGENT])
    if len(monitored) > MANY:
        monitored = monitored[:MOST_URGENT]
    return assessment._replace(targets=targets, monitored=monitored)


def _counts(targets: Sequence[TargetAssessment], shown: int, lang: Language) -> list[RenderableType]:
    counts = (
        f"{VERDICT_SIGNS[key]} {count:,} {word(VERDICTS, key, lang)}" for key, count in count_verdicts(targets).items()
    )
    return [
        Text(_word("counts", lang).format(count=f"{len(targets):,}", verdicts=" · ".join(counts)), "bold"),
        Text(_word("attention", lang).format(shown=shown) + "\n", "dim"),
    ]


def targets_table(targets: Sequence[TargetAssessment], lang: Language, width: int, *, charts: bool = False) -> Fitting:
    """The headline table; every cell has the number on its first line and what belongs to it on the second.

    Where the numbers are too long for the terminal, each target becomes a list of its numbers instead.
    """
    widths = (True, False) if width >= WIDE else (False,)
    if not charts:
        return Fitting(
            *(_targets_table(targets, lang, wide=wide) for wide in widths), _targets_lists(targets, lang, {})
        )
    from unpolicy.render.status_charts import Charted, chart_line

    drawn = {entry.id: chart_line(entry, lang) for entry in targets}
    tables = (Charted(_targets_table(targets, lang, wide=wide, charted=drawn), drawn) for wide in widths)
    return Fitting(*tables, _targets_lists(targets, lang, drawn))


def _targets_table(
    targets: Sequence[TargetAssessment], lang: Language, *, wide: bool, charted: Mapping[str, Text] | None = None
) -> Table:
    table = new_table()
    table.add_column(_word("target", lang), ratio=1, min_width=12)
    for key in ("baseline", "latest", "aim"):
        table.add_column(_word(key, lang), justify="right", no_wrap=True)
    table.add_column(_word("gap", lang), no_wrap=True)
    table.add_column(_word("pace", lang), justify="right", no_wrap=True)
    if wide:
        table.add_column(_word("projection", lang), justify="right", no_wrap=True)
    rows = [_target_cells(entry, lang, wide=wide) for entry in targets]
    # A verdict may wrap, but the number below it must not part from its words.
    below = (cell_len(verdict.split("\n")[-1].plain) for *_, verdict in rows if "\n" in verdict.plain)
    table.add_column(_word("verdict", lang), min_width=max(10, *below, 0))
    for entry, row in zip(targets, rows, strict=True):
        table.add_row(*row)
        if charted and charted[entry.id]:
            from unpolicy.render.status_charts import room

            table.add_row(room(entry.id))
    return _unbroken(table)


def _unbroken(table: Table) -> Table:
    """The table with room for every cell of the columns that must not wrap; rich would measure their words alone."""
    for column in table.columns:
        if column.no_wrap:
            cells = (cell.plain if isinstance(cell, Text) else str(cell) for cell in (column.header, *column.cells))
            column.min_width = max(cell_len(part) for cell in cells for part in cell.split("\n"))
    return table


def _targets_lists(targets: Sequence[TargetAssessment], lang: Language, charts: Mapping[str, Text]) -> Group:
    parts: list[RenderableType] = []
    for entry in targets:
        title, *cells = _target_cells(entry, lang, wide=True)
        keys = ("baseline", "latest", "aim", "gap", "pace", "projection", "verdict")
        parts += [
            title,
            _pairs([(_word(key, lang), cell) for key, cell in zip(keys, cells, strict=True)]),
            *([Padding(charts[entry.id], (0, 0, 0, 2))] if charts.get(entry.id) else []),
        ]
    return Group(*parts)


def _pairs(pairs: Sequence[tuple[str, Text]]) -> Padding:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, cell in pairs:
        grid.add_row(Text(name, "dim"), Text("  ").join(cell.split("\n")))
    return Padding(grid, (0, 0, 0, 2))


def new_table(title: str | None = None) -> Table:
    """A table in the house style: a rule under the heading, nothing around."""
    from rich import box

    return Table(
        title=Text(title, "bold") if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
        padding=(0, 1, 0, 0),
        expand=False,
        header_style="dim",
    )


def verdict_text(verdict: str, lang: Language) -> Text:
    """A verdict with its sign and colour."""
    return Text(f"{VERDICT_SIGNS[verdict]} {word(VERDICTS, verdict, lang)}", STYLES[verdict])


def _heading(assessment: Assessment, lang: Language) -> Text:
    policy = assessment.dataset.policy
    day = _word("as-of", lang).format(day=assessment.as_of.isoformat())
    method = _word("method", lang).format(method=word(METHODS, assessment.method, lang))
    return Text.assemble((line(policy.title, lang), "bold"), "\n", (f"{day} · {method}", "dim"), "\n")


def _target_cells(entry: TargetAssessment, lang: Language, *, wide: bool) -> list[Any]:
    indicator, progress = entry.indicator, entry.progress
    length = 20 if wide else 8
    closed = share(progress.gap_closed)
    gap = Text.assemble(
        (bar(progress.gap_closed, length), STYLES[entry.verdict]),
        f" {closed}\n",
        (_word("time", lang).format(share=share(progress.time_elapsed)), "dim"),
    )
    if progress.gap_closed is None:
        gap = Text("–", "dim")
    needed = "" if progress.needed is None or entry.settled else needed_rate(progress.needed, indicator)
    pace = _two(
        rate(progress.observed, indicator), _word("needs", lang).format(pace=needed) if needed else "", empty="–"
    )
    ahead = projection(entry)
    headed = "" if ahead is None else value(ahead, indicator)
    verdict = verdict_text(entry.verdict, lang)
    if entry.keeping is not None and entry.keeping.so_far:
        verdict.append(f"\n{_word('so-far', lang)}", "dim")
    cells = [
        _title_cell(entry, lang),
        _point(entry.baseline, indicator, lang),
        _point(entry.latest, indicator, lang),
        _two(aim(entry, lang), year(entry.target.by, indicator, lang)),
        gap,
        pace,
    ]
    if wide:
        return [*cells, _two(headed, year(entry.target.by, indicator, lang) if headed else "", empty="–"), verdict]
    if headed:
        verdict.append("\n" + _word("heads-for", lang).format(value=headed), "dim")
    return [*cells, verdict]


def _title_cell(entry: TargetAssessment, lang: Language) -> Wrapped:
    return Wrapped(target_title(entry, lang), *(("bold", STAR) if entry.headline else ()))


def _point(point: Point | None, indicator: Indicator, lang: Language) -> Text:
    if point is None:
        return Text("–", "dim")
    return _two(value(point.value, indicator), year(point.year, indicator, lang))


def _two(first: str, second: str, empty: str = "") -> Text:
    return Text.assemble(first or empty, *([("\n" + second, "dim")] if second else []))


def _notes(targets: Sequence[TargetAssessment], lang: Language) -> Iterator[Padding]:
    for entry in targets:
        sentences = list(note_sentences(entry, lang))
        if sentences:
            name = f"{target_title(entry, lang)}: " if len(targets) > 1 else ""
            yield Padding(Text(f"{name}{(' ' if lang == 'en' else '').join(sentences)}"), (0, 0, 0, 2))


def note_sentences(entry: TargetAssessment, lang: Language) -> Iterator[str]:
    """What a reader must know beside the numbers of a target, in plain sentences."""
    indicator = entry.indicator
    if entry.target_year_ended and not entry.settled:
        key = "not-out" if entry.latest else "not-out-nothing"
        latest = year(entry.latest.year, indicator, lang) if entry.latest else ""
        yield _word(key, lang).format(by=year(entry.target.by, indicator, lang), latest=latest)
    if entry.missing:
        years = ("、" if lang == "ja" else ", ").join(year(number, indicator, lang) for number in entry.missing)
        yield _word("missing", lang).format(years=years)
    for figure in entry.vintage.figures:
        if figure.status not in STATUSES_FOR_VERDICTS:
            yield _word("not-final", lang).format(
                year=year(figure.year, indicator, lang),
                value=value(figure.value, indicator),
                status=word(STATUSES, figure.status, lang),
            )
    reason = entry.keeping.reason if entry.keeping else entry.judgement.reason
    if entry.verdict == "unknown" and reason is not None:
        yield _word("unknown-because", lang).format(reason=word(REASONS, reason, lang))
    if entry.keeping is not None and entry.keeping.outside:
        yield outside_text(entry.keeping.outside, indicator, lang)
    if entry.keeping is not None and entry.keeping.exit_year is not None:
        yield _word("leaves", lang).format(year=year(entry.keeping.exit_year, indicator, lang))
    yield from _ratings(entry, lang)


def _ratings(entry: TargetAssessment, lang: Language) -> Iterator[str]:
    suggestion, rating = entry.suggestion, entry.rating
    if suggestion is not None:
        step = word(STEPS, suggestion, lang)
        yield _word("suggested", lang).format(step=step, gap=share(entry.progress.gap_closed))
    if rating is not None:
        yield _word("rated", lang).format(
            step=word(STEPS, rating.step, lang),
            by=line(rating.by, lang),
            review=rating.review,
            day=rating.date.isoformat(),
        )
        if suggestion is not None and suggestion != rating.step:
            yield _word("rated-differs", lang)


def _monitored_table(monitored: Sequence[MonitoredAssessment], lang: Language) -> Fitting:
    judged = any(entry.judgement.verdict for entry in monitored)
    names = [_word(key, lang) for key in ("baseline", "latest", "change", *(["verdict"] if judged else []))]
    table = new_table(_word("monitored", lang))
    table.add_column(_word("indicator", lang), min_width=16)
    for name in names[:3]:
        table.add_column(name, justify="right", no_wrap=True)
    if judged:
        table.add_column(names[3], min_width=10)
    lists: list[RenderableType] = [Text(_word("monitored", lang), "bold")]
    for entry in monitored:
        title, *cells = _monitored_cells(entry, lang)
        table.add_row(title, *cells[: len(names)])
        lists += [title, _pairs(list(zip(names, cells, strict=False)))]
    return Fitting(_unbroken(table), Group(*lists))


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


def _waiting(assessment: Assessment, lang: Language) -> list[RenderableType]:
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
    return [Text(_word("waiting", lang), "bold"), *lines] if lines else []


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
