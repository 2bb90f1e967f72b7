"""The headline table of `status`, and the sentences below it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from unpolicy.model import STATUSES_FOR_VERDICTS
from unpolicy.views.common import (
    aim,
    bar,
    line,
    outside_text,
    projection,
    rate,
    share,
    target_title,
    value,
    year,
)
from unpolicy.views.labels import REASONS, STATUSES, STEPS, word
from unpolicy.views.terminal.tables import STYLES, new_table, pairs, unbroken, verdict_text
from unpolicy.views.terminal.wrapping import Fitting, Wrapped
from unpolicy.views.words.status import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from unpolicy.assess.assessment import Point, TargetAssessment
    from unpolicy.model import Indicator
    from unpolicy.years import Language

STAR = "★ "
"""Before the headline's title."""
WIDE = 100
"""From this many columns on, the projection has a column of its own and the bars are longer."""


def targets_table(targets: Sequence[TargetAssessment], lang: Language, width: int, *, charts: bool = False) -> Fitting:
    """The headline table; every cell has the number on its first line and what belongs to it on the second.

    Where the numbers are too long for the terminal, each target becomes a list of its numbers instead.
    """
    drawn = _charts(targets, lang) if charts else {}
    widths = (True, False) if width >= WIDE else (False,)
    tables = [partial(_targets_table, targets, lang, drawn, wide=wide) for wide in widths]
    return Fitting(*tables, partial(_targets_lists, targets, lang, drawn))


def _charts(targets: Sequence[TargetAssessment], lang: Language) -> dict[str, Text]:
    from unpolicy.views.terminal.status_charts import chart_line
    from unpolicy.views.voice import Voice

    return {entry.id: chart_line(entry, Voice(lang)) for entry in targets}


def _targets_table(
    targets: Sequence[TargetAssessment], lang: Language, charts: Mapping[str, Text], *, wide: bool
) -> RenderableType:
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


def _targets_lists(targets: Sequence[TargetAssessment], lang: Language, charts: Mapping[str, Text]) -> Group:
    parts: list[RenderableType] = []
    for entry in targets:
        title, *cells = _target_cells(entry, lang, wide=True)
        keys = ("baseline", "latest", "aim", "gap", "pace", "projection", "verdict")
        parts += [
            title,
            pairs([(_word(key, lang), cell) for key, cell in zip(keys, cells, strict=True)]),
            *([Padding(charts[entry.id], (0, 0, 0, 2))] if charts.get(entry.id) else []),
        ]
    return Group(*parts)


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
    needed = "" if progress.needed is None or entry.settled else rate(entry.needed_pace, indicator)
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


def notes(targets: Sequence[TargetAssessment], lang: Language, *, named: bool) -> Iterator[Padding]:
    """What a reader must know beside the numbers, a paragraph for each target that there is something to say of.

    Args:
        targets: the targets.
        lang: the language.
        named: whether each paragraph begins with its target's title.
    """
    for entry in targets:
        sentences = list(note_sentences(entry, lang))
        if sentences:
            name = f"{target_title(entry, lang)}: " if named else ""
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


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
