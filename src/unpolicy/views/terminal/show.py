"""`show` on a terminal: what a target or an indicator is, and its figures with sources and revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from unpolicy.assess.parts import parts_below
from unpolicy.assess.vintages import source_of
from unpolicy.measures.numbers import running_totals
from unpolicy.measures.progress import attainment
from unpolicy.text import printable
from unpolicy.views.labels import STATUSES
from unpolicy.views.notes import note_sentences
from unpolicy.views.show import WORDS, cited, indicator_facts, target_facts
from unpolicy.views.terminal.goals import sources_list
from unpolicy.views.terminal.status_targets import targets_table
from unpolicy.views.terminal.tables import Linked, add_columns, facts, indented, new_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.model import Dataset, Figure, Indicator
    from unpolicy.views.voice import Voice


MOST_YEARS = 6
"""How many years the table of parts has; each part's own page has them all."""


def indicator_view(dataset: Dataset, indicator_id: str, voice: Voice) -> Iterator[RenderableType]:
    """One indicator: its facts and its figures."""
    indicator = dataset.indicators[indicator_id]
    yield Text.assemble((voice.line(indicator.title), "bold"), (f"  {indicator_id}", "dim"))
    yield facts(indicator_facts(dataset, indicator_id, voice))
    yield Text()
    yield from _figures(dataset, indicator, voice)
    yield from _parts(dataset, indicator_id, voice)
    yield from sources_list(dataset, cited(indicator), voice)


def target_view(dataset: Dataset, entry: TargetAssessment, voice: Voice, width: int) -> Iterator[RenderableType]:
    """One target: how it stands, its yearly targets and ratings, and its indicator."""
    yield targets_table([entry], voice, width)
    for sentence in note_sentences(entry, voice):
        yield Text("  " + sentence)
    yield Text("  " + voice.word(WORDS, "explain-hint", id=entry.id), "dim")
    yield Text()
    yield facts(target_facts(dataset, entry, voice))
    if entry.target.yearly:
        yield Text()
        yield _yearly_targets(entry, voice)
    yield Text()
    yield from indicator_view(dataset, entry.target.indicator, voice)


def _figures(dataset: Dataset, indicator: Indicator, voice: Voice) -> Iterator[RenderableType]:
    """The table of figures, and below it the notes that would not fit in it."""
    figures = indicator.figures()
    if not figures:
        yield Text(voice.word(WORDS, "no-figures"))
        return
    sums = indicator.aggregation == "sum"
    totals = dict(running_totals([(figure.year, figure.value) for figure in figures if figure.value is not None]))
    table = new_table()
    add_columns(table, "short", voice.word(WORDS, "year"))
    intervals = any(figure.low is not None or figure.high is not None for figure in figures)
    numbers = ("value", *(["interval"] if intervals else []), *(["total"] if sums else []), "change")
    add_columns(table, "number", *(voice.word(WORDS, key) for key in numbers))
    add_columns(table, "folded", voice.word(WORDS, "status"))
    add_columns(table, "short", voice.word(WORDS, "published"))
    add_columns(table, "folded", voice.word(WORDS, "sources"))
    before: float | None = None
    for figure in figures:
        change = None if before is None or figure.value is None else figure.value - before
        total = [Text(voice.value(totals.get(figure.year), indicator))] if sums else []
        before = figure.value if figure.value is not None else before
        table.add_row(
            Text(voice.both_years(figure.year, indicator)),
            Text(voice.value(figure.value, indicator), "bold"),
            *([Text(voice.interval(figure, indicator), "dim")] if intervals else []),
            *total,
            Text(voice.value(change, indicator, sign=True), "dim"),
            Text(_status(figure, indicator, voice), "" if figure.status == "final" else "yellow"),
            Text(figure.published.isoformat() if figure.published else "–"),
            _source(source_of(figure, indicator, dataset.sources) or "", dataset),
        )
    yield table
    for figure in figures:
        if figure.note:
            yield indented(f"{voice.year(figure.year, indicator)}: {voice.line(figure.note)}", "dim")


def _source(name: str, dataset: Dataset) -> Linked:
    """The id or the address of a source, which leads there."""
    known = dataset.sources.get(name)
    return Linked(printable(name), name if known is None else known.url, "dim")


def _parts(dataset: Dataset, indicator_id: str, voice: Voice) -> Iterator[RenderableType]:
    """The figures of the whole and of its parts side by side, for the newest years, with the parts of parts."""
    whole, parts = dataset.indicators[indicator_id], parts_below(dataset, indicator_id)
    years = sorted({year for part in parts for year in dataset.indicators[part].actuals})[-MOST_YEARS:]
    if not years:
        return
    table = new_table(voice.word(WORDS, "parts"))
    table.add_column(Text(), min_width=16, overflow="fold")
    add_columns(table, "number", *(voice.year(year, whole) for year in years))
    for key, depth in {indicator_id: 0, **parts}.items():
        one = dataset.indicators[key]
        figures = {figure.year: figure.value for figure in one.figures()}
        branch, style = ("  " * (depth - 1) + "└ ", "") if depth else ("", "bold")
        values = (Text(voice.value(figures.get(year), one), style) for year in years)
        table.add_row(Text(branch + voice.line(one.title), style), *values)
    yield Text()
    yield table


def _status(figure: Figure, indicator: Indicator, voice: Voice) -> str:
    """How far a figure can be relied on, when it is due, and what it was before."""
    status = voice.word(STATUSES, figure.status) + (f" ({figure.due.isoformat()})" if figure.due else "")
    for revision in reversed(figure.revisions):
        status += "\n" + voice.word(WORDS, "revision", value=voice.exact(revision.value, indicator))
        status += f" ({revision.published.isoformat()})" if revision.published else ""
    return status


def _yearly_targets(entry: TargetAssessment, voice: Voice) -> RenderableType:
    indicator = entry.indicator
    reached = {point.year: point.value for point in entry.series}
    table = new_table()
    add_columns(table, "number", *(voice.word(WORDS, key) for key in ("year", "yearly", "value", "attainment")))
    for year, promised in sorted(entry.target.yearly.items()):
        came = reached.get(year)
        ratio = None if came is None else attainment(came, promised, indicator.sign)
        table.add_row(
            Text(voice.year(year, indicator)),
            Text(voice.exact(promised, indicator)),
            Text(voice.value(came, indicator)),
            Text("–" if ratio is None else f"{ratio:.1%}"),
        )
    return table
