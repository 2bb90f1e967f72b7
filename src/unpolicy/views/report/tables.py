"""The tables of the evaluation sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.assess.stability import Stability, grouped
from unpolicy.assess.vintages import source_of
from unpolicy.views.chart import waiting_text
from unpolicy.views.explain import result_text, step_name
from unpolicy.views.labels import METHODS, STATUSES
from unpolicy.views.report.sheet import Cell, Column, Table, Writer
from unpolicy.views.stability import WORDS as STABILITY
from unpolicy.years import axis_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from unpolicy.assess.assessment import Judged, MonitoredAssessment, TargetAssessment
    from unpolicy.assess.derivation import Derivation
    from unpolicy.model import Figure, Indicator, Revision

MOST_YEARS = 12
"""Years side by side in one table; of longer series the newest ones are shown, and all in the target's own table."""

NOTHING = "–"


def without_empty_columns(table: Table) -> Table:
    """A table without the columns that say nothing in any row; the first one, which names the rows, stays."""
    said = [any(cell.text not in ("", NOTHING) for cell in cells) for cells in zip(*table.rows, strict=True)]
    shown = [place for place, says_something in enumerate(said) if says_something or place == 0]
    if not table.rows:
        return table
    rows = tuple(tuple(row[place] for place in shown) for row in table.rows)
    return table._replace(columns=tuple(table.columns[place] for place in shown), rows=rows)


def measured_table(targets: Sequence[TargetAssessment], writer: Writer) -> Table | None:
    """The measured indicators in the columns that Japanese evaluators know.

    測定指標, 基準値 (年度), 年度ごとの実績値, 年度ごとの目標値, 目標値 (年度), 達成.
    """
    if not targets:
        return None
    texts = [(entry, _year_texts(entry, writer)) for entry in targets]
    actual = _newest(year for entry, said in texts for year in said if year > (entry.target.baseline_year or 0))
    promised = _newest(year for entry in targets for year in entry.target.yearly)
    columns = (
        Column(writer.word("indicator")),
        Column(writer.word("baseline-year"), numeric=True),
        *_year_columns(actual, targets, writer.word("actuals")),
        *_year_columns(promised, targets, writer.word("promises")),
        Column(writer.word("target-year"), numeric=True),
        Column(writer.word("reached")),
    )
    rows = tuple(
        tuple(_measured_row(entry, [said.get(year) for year in actual], promised, writer)) for entry, said in texts
    )
    return without_empty_columns(Table(writer.word("summary"), columns, rows))


def _measured_row(
    entry: TargetAssessment, actuals: Iterable[str | None], promised: Iterable[int], writer: Writer
) -> Iterator[Cell]:
    indicator, target, voice = entry.indicator, entry.target, writer.voice
    href = writer.href("targets", entry.id)
    yield Cell(_title(indicator, writer), writer.source(target.source), writer.footnote(indicator.note), href=href)
    start = voice.beside(voice.start(entry), voice.since(entry))
    yield Cell(NOTHING if entry.baseline is None else start)
    yield from (Cell(text or NOTHING) for text in actuals)
    yield from (Cell(voice.value(target.yearly.get(year), indicator)) for year in promised)
    yield Cell(voice.beside(voice.aim(entry), voice.year(target.by, indicator)))
    yield Cell(_reached(entry, writer))


def _reached(entry: TargetAssessment, writer: Writer) -> str:
    if entry.verdict in ("achieved", "missed"):
        return writer.word("yes" if entry.verdict == "achieved" else "no")
    if entry.stale:
        return writer.voice.standing(entry)
    key = "not-out" if entry.target_year_ended else "not-yet"
    return writer.word(key, verdict=writer.voice.standing(entry))


def reference_table(monitored: Sequence[MonitoredAssessment], writer: Writer) -> Table | None:
    """The indicators without a target, year by year, with their footnotes."""
    if not monitored:
        return None
    texts = [(entry, _year_texts(entry, writer)) for entry in monitored]
    years = _newest(year for _, said in texts for year in said)
    columns = (
        Column(writer.word("indicator")),
        *_year_columns(years, monitored, writer.word("actuals")),
        Column(writer.word("change"), numeric=True),
        *writer.columns("verdict"),
    )
    rows = tuple(
        tuple(_reference_row(entry, {year: said.get(year) for year in years}, writer)) for entry, said in texts
    )
    return without_empty_columns(Table(writer.word("reference"), columns, rows))


def _reference_row(entry: MonitoredAssessment, actuals: Mapping[int, str | None], writer: Writer) -> Iterator[Cell]:
    indicator = entry.indicator
    href = writer.href("indicators", entry.id)
    yield Cell(_title(indicator, writer), writer.source(indicator.source), writer.footnote(indicator.note), href=href)
    sources = {figure.year: figure.source for figure in entry.vintage.figures}
    yield from (Cell(text or NOTHING, writer.source(sources.get(year))) for year, text in actuals.items())
    yield Cell(writer.voice.value(entry.change, indicator, sign=True))
    yield Cell(writer.voice.standing(entry) or NOTHING)


def _title(indicator: Indicator, writer: Writer) -> str:
    """The indicator with its unit and its kind of year, which the columns' titles leave open."""
    unit = writer.voice.unit(indicator) + (writer.word("running-total") if indicator.aggregation == "sum" else "")
    years = writer.word(f"{indicator.year_name}-years")
    return writer.word("with-unit", title=writer.voice.line(indicator.title), unit=unit, years=years)


def _year_texts(entry: Judged, writer: Writer) -> dict[int, str]:
    """What a table says for each year: the figure, what it is when it is not final, or why there is none."""
    indicator, voice = entry.indicator, writer.voice
    texts = _why_none(entry, writer)
    if indicator.aggregation == "latest":
        for figure in entry.vintage.figures:
            status = voice.word(STATUSES, figure.status)
            texts[figure.year] = voice.beside(voice.value(figure.value, indicator), status)
    values = ((point, voice.value(point.value, indicator)) for point in entry.series)
    return texts | {point.year: voice.marked(value, point.year, entry.vintage) for point, value in values}


def _why_none(entry: Judged, writer: Writer) -> dict[int, str]:
    """Why there is no figure, for the years that were over and have none."""
    missing = writer.voice.word(STATUSES, "missing")
    return {awaited.year: waiting_text(awaited, writer.voice) for awaited in entry.awaiting} | {
        figure.year: missing
        for figure in entry.indicator.figures()
        if figure.status == "missing" and figure.year <= entry.vintage.last
    }


def _year_columns(years: Iterable[int], rows: Sequence[Judged], group: str) -> Iterator[Column]:
    """A column a year, named as the rows name their years; by the number alone where they name them differently."""
    kind, *others = {entry.indicator.year_kind for entry in rows}
    for year in years:
        yield Column(str(year) if others else axis_label(year, kind), group, numeric=True)


def _newest(years: Iterable[int]) -> list[int]:
    return sorted(set(years))[-MOST_YEARS:]


def figures_table(entry: Judged, writer: Writer) -> Table:
    """Every figure of an indicator with its status, source and revisions."""
    indicator = entry.indicator
    columns = (
        Column(writer.word("fiscal-year" if indicator.year_name == "fiscal" else "year")),
        *(Column(writer.word(key), numeric=True) for key in ("value", "interval")),
        *([Column(writer.word("total"), numeric=True)] if indicator.aggregation == "sum" else []),
        *writer.columns("status", "published", "revisions", "note"),
    )
    totals = {point.year: point.value for point in entry.series} if indicator.aggregation == "sum" else None
    rows = {figure.year: _figure_row(figure, totals, indicator, writer) for figure in entry.vintage.figures}
    for year, why in _why_none(entry, writer).items():
        figure = indicator.figure(year)
        note = "" if figure is None or figure.note is None else writer.voice.line(figure.note)
        blanks = [NOTHING] * (len(columns) - 5)
        texts = writer.voice.year(year, indicator), *blanks, why, NOTHING, "", note
        rows[year] = tuple(Cell(text) for text in texts)
    return without_empty_columns(Table(writer.word("figures"), columns, tuple(rows[year] for year in sorted(rows))))


def _figure_row(
    figure: Figure, totals: Mapping[int, float] | None, indicator: Indicator, writer: Writer
) -> tuple[Cell, ...]:
    voice = writer.voice
    return (
        Cell(voice.year(figure.year, indicator)),
        Cell(voice.value(figure.value, indicator), writer.source(source_of(figure, indicator, writer.dataset.sources))),
        Cell(voice.interval(figure, indicator)),
        *([] if totals is None else [Cell(voice.value(totals.get(figure.year), indicator))]),
        Cell(voice.word(STATUSES, figure.status)),
        Cell(figure.published.isoformat() if figure.published else NOTHING),
        Cell(voice.clauses(_revision(revision, indicator, writer) for revision in figure.revisions)),
        Cell(voice.line(figure.note) if figure.note is not None else ""),
    )


def _revision(revision: Revision, indicator: Indicator, writer: Writer) -> str:
    value = writer.voice.value(revision.value, indicator)
    if revision.published is None:
        return writer.word("revision", value=value)
    return writer.word("revision-day", value=value, day=revision.published.isoformat())


def steps_table(derivation: Derivation, writer: Writer) -> Table | None:
    """How the verdict came about, line by line."""
    if not derivation.steps:
        return None
    bands = derivation.ruling.bands
    symbol = None if bands is None else derivation.symbol
    texts = (
        (step_name(step.name, symbol, writer.voice), step.formula, step.figures, result_text(step, bands))
        for step in derivation.steps
    )
    rows = tuple(tuple(map(Cell, row)) for row in texts)
    columns = *writer.columns("step", "formula", "numbers"), Column(writer.word("result"), numeric=True)
    return Table(writer.word("derivation"), columns, rows)


def ways_table(stability: Stability, indicator: Indicator, writer: Writer) -> Table | None:
    """The ways to judge that give another verdict."""
    if stability.share is None or not stability.others:
        return None
    voice = writer.voice
    rows = tuple(
        (
            Cell(voice.signed_verdict(group.verdict)),
            Cell(voice.enumerate(voice.word(METHODS, name) for name in group.methods if name)),
            Cell(voice.year_ranges(group.base_years, indicator)),
            Cell(voice.year(group.last_year, indicator)),
        )
        for group in grouped(stability.others)
    )
    columns = (Column(voice.word(STABILITY, key)) for key in ("verdict", "method", "base", "figures"))
    return Table(writer.word("others"), tuple(columns), rows)
