"""Everything about one target or indicator: what it is, and its figures with sources and revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unpolicy.measures.attainment import attainments
from unpolicy.measures.cumulate import running_totals
from unpolicy.text import printable
from unpolicy.views.common import exact, keep_text, limits_text, line, value, year
from unpolicy.views.labels import STATUSES, STEPS, word
from unpolicy.views.terminal.goals import source_title, sources_list
from unpolicy.views.words.goals import WORDS
from unpolicy.years import era_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.model import Dataset, Figure, Indicator
    from unpolicy.years import Language

HEADING = ("indicator", "year", "value", "status", "published", "due", "source", "note", "revisions")


def indicator_view(dataset: Dataset, indicator_id: str, lang: Language) -> RenderableType:
    """One indicator: its facts and its figures."""
    from rich.console import Group
    from rich.text import Text

    indicator = dataset.indicators[indicator_id]
    return Group(
        Text.assemble((line(indicator.title, lang), "bold"), (f"  {indicator_id}", "dim")),
        _facts(indicator_facts(dataset, indicator_id, lang)),
        Text(),
        *figures_parts(indicator, lang),
        *sources_list(dataset, _cited(indicator), lang),
    )


def indicator_facts(dataset: Dataset, indicator_id: str, lang: Language) -> Iterator[tuple[str, str]]:
    """What an indicator is, as pairs of a word and a fact."""
    indicator = dataset.indicators[indicator_id]
    yield _word("unit", lang), line(indicator.unit, lang)
    yield _word("kind", lang), _word(indicator.kind, lang)
    yield _word("direction", lang), _word(indicator.direction, lang)
    counted = _word(indicator.year, lang)
    if indicator.as_of:
        counted += ("、" if lang == "ja" else ", ") + _word("as-of", lang).format(day=indicator.as_of)
    yield _word("years", lang), counted
    if indicator.aggregation == "sum":
        yield "Σ", _word("sum", lang)
    low, high = indicator.limits
    if low is not None or high is not None:
        yield _word("bounds", lang), limits_text(low, high, lang)
    if indicator.part_of:
        whole = dataset.indicators[indicator.part_of]
        yield _word("part-of", lang), f"{line(whole.title, lang)} ({indicator.part_of})"
    parts = [key for key, other in dataset.indicators.items() if other.part_of == indicator_id]
    if parts:
        yield _word("parts", lang), ", ".join(parts)
    targets = [key for key, target in dataset.targets.items() if target.indicator == indicator_id]
    if targets:
        yield _word("targets", lang), ", ".join(targets)
    if indicator.source:
        yield _word("sources", lang), source_title(indicator.source, dataset, lang)
    if indicator.note:
        yield _word("note", lang), line(indicator.note, lang)


def target_view(dataset: Dataset, entry: TargetAssessment, lang: Language, width: int) -> RenderableType:
    """One target: how it stands, its yearly targets and ratings, and its indicator."""
    from rich.console import Group
    from rich.text import Text

    from unpolicy.views.terminal.status_targets import note_sentences, targets_table

    parts: list[RenderableType] = [
        targets_table([entry], lang, width),
        *(Text("  " + sentence) for sentence in note_sentences(entry, lang)),
        Text("  " + _word("explain-hint", lang).format(id=entry.id), "dim"),
        Text(),
        _facts(target_facts(dataset, entry, lang)),
    ]
    if entry.target.yearly:
        parts += [Text(), _yearly_table(entry, lang)]
    return Group(*parts, Text(), indicator_view(dataset, entry.target.indicator, lang))


def target_facts(dataset: Dataset, entry: TargetAssessment, lang: Language) -> Iterator[tuple[str, str]]:
    """What a target promises, as pairs of a word and a fact."""
    target, indicator = entry.target, entry.indicator
    yield _word("goal", lang), f"{line(dataset.goals[target.goal].title, lang)} ({target.goal})"
    if entry.baseline is not None:
        yield _word("baseline", lang), _dated(entry.baseline.value, entry.baseline.year, indicator, lang)
    if target.keep is not None:
        limits = keep_text(target.keep, indicator, lang)
        yield _word("aim", lang), f"{limits} ({year(target.by, indicator, lang)})"
    else:
        yield _word("aim", lang), _dated(target.value, target.by, indicator, lang)
    if target.source:
        yield _word("sources", lang), source_title(target.source, dataset, lang)
    for rating in dataset.targets_file.ratings:
        if rating.target == entry.id:
            reason = f" — {line(rating.reason, lang)}" if rating.reason else ""
            judged = (
                f"{rating.review}: {word(STEPS, rating.step, lang)} ({line(rating.by, lang)}, {rating.date}){reason}"
            )
            yield _word("ratings", lang), judged


def figures_parts(indicator: Indicator, lang: Language) -> Iterator[RenderableType]:
    """The table of figures, and below it the notes that would not fit in it."""
    from rich.padding import Padding
    from rich.text import Text

    from unpolicy.views.terminal.tables import new_table

    figures = indicator.figures()
    if not figures:
        yield Text(_word("no-figures", lang))
        return
    summed = indicator.aggregation == "sum"
    totals = dict(running_totals([(figure.year, figure.value) for figure in figures if figure.value is not None]))
    table = new_table()
    table.add_column(_word("year", lang), no_wrap=True)
    for key in ("value", *(["total"] if summed else []), "change"):
        table.add_column(_word(key, lang), justify="right", no_wrap=True)
    table.add_column(_word("status", lang), overflow="fold")
    table.add_column(_word("published", lang), no_wrap=True)
    table.add_column(_word("sources", lang), overflow="fold")
    before: float | None = None
    for figure in figures:
        change = None if before is None or figure.value is None else figure.value - before
        table.add_row(*_figure_cells(figure, indicator, change, totals if summed else None, lang))
        before = figure.value if figure.value is not None else before
    yield table
    for figure in figures:
        if figure.note:
            note = f"{year(figure.year, indicator, lang)}: {line(figure.note, lang)}"
            yield Padding(Text(note, "dim"), (0, 0, 0, 2))


def _figure_cells(
    figure: Figure, indicator: Indicator, change: float | None, totals: dict[int, float] | None, lang: Language
) -> list[Any]:
    from rich.text import Text

    shown = year(figure.year, indicator, lang) + (f" ({era_label(figure.year)})" if lang == "ja" else "")
    status = word(STATUSES, figure.status, lang)
    if figure.due:
        status += f" ({figure.due.isoformat()})"
    for revision in reversed(figure.revisions):
        was = _word("revision", lang).format(value=exact(revision.value, indicator))
        status += f"\n{was}" + (f" ({revision.published.isoformat()})" if revision.published else "")
    total = [] if totals is None else [Text(value(totals.get(figure.year), indicator))]
    source = figure.source or indicator.source or ""
    return [
        Text(shown),
        Text(value(figure.value, indicator), "bold"),
        *total,
        Text(value(change, indicator, sign=True), "dim"),
        Text(status, "" if figure.status == "final" else "yellow"),
        Text(figure.published.isoformat() if figure.published else "–"),
        Text(printable(source), "dim"),
    ]


def figures_rows(dataset: Dataset, indicator_id: str, lang: Language) -> Iterator[tuple[str, ...]]:
    """One row a figure, with everything that is recorded of it."""
    indicator = dataset.indicators[indicator_id]
    yield HEADING
    for figure in indicator.figures():
        revisions = " ".join(f"{old.value}@{old.published or ''}" for old in figure.revisions)
        yield (
            indicator_id,
            str(figure.year),
            "" if figure.value is None else repr(figure.value),
            figure.status,
            str(figure.published or ""),
            str(figure.due or ""),
            figure.source or indicator.source or "",
            line(figure.note, lang) if figure.note else "",
            revisions,
        )


def indicator_document(dataset: Dataset, indicator_id: str) -> dict[str, Any]:
    """One indicator as the data file has it, in all languages, with the targets that use it."""
    indicator = dataset.indicators[indicator_id]
    return {
        "schema": "unpolicy/show/1",
        "indicator": indicator_id,
        **indicator.model_dump(mode="json", exclude_none=True),
        "targets": [key for key, target in dataset.targets.items() if target.indicator == indicator_id],
        "sources": {
            key: dataset.sources[key].model_dump(mode="json", exclude_none=True)
            for key in dict.fromkeys(_cited(indicator))
            if key in dataset.sources
        },
    }


def _yearly_table(entry: TargetAssessment, lang: Language) -> RenderableType:
    from rich.text import Text

    from unpolicy.views.terminal.tables import new_table

    indicator = entry.indicator
    direction = 1 if indicator.direction == "increase" else -1
    reached = {point.year: point.value for point in entry.series}
    ratios = attainments(reached, entry.target.yearly, direction)
    table = new_table()
    for key in ("year", "yearly", "value", "attainment"):
        table.add_column(_word(key, lang), justify="right", no_wrap=True)
    for number, promised in sorted(entry.target.yearly.items()):
        ratio = ratios.get(number)
        table.add_row(
            Text(year(number, indicator, lang)),
            Text(exact(promised, indicator)),
            Text(value(reached.get(number), indicator)),
            Text("–" if ratio is None else f"{ratio:.1%}"),
        )
    return table


def _facts(named: Iterator[tuple[str, str]]) -> RenderableType:
    from rich.text import Text

    from unpolicy.views.terminal.tables import facts

    return facts((name, Text(fact)) for name, fact in named)


def _dated(number: float | None, number_year: int, indicator: Indicator, lang: Language) -> str:
    shown = "–" if number is None else exact(number, indicator)
    return f"{shown} {line(indicator.unit, lang)} ({year(number_year, indicator, lang)})"


def _cited(indicator: Indicator) -> Iterator[str]:
    if indicator.source:
        yield indicator.source
    yield from (figure.source for figure in indicator.figures() if figure.source)


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
