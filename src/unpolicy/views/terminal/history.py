"""`history`, `diff` and `log` on a terminal: verdicts as they were, two states compared, and the changes made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from unpolicy.measures.verdict import METHODS as MEASURES
from unpolicy.text import printable
from unpolicy.views.diff import WORDS as DIFF
from unpolicy.views.diff import Section, closing_lines, heading_line, sections
from unpolicy.views.explain import measure_text
from unpolicy.views.history import WORDS, moment_sentences, moment_standing, news_text, revision_sentence
from unpolicy.views.labels import METHODS, STATUSES
from unpolicy.views.log import WORDS as LOG
from unpolicy.views.log import ChangeMade, data_text, local_time
from unpolicy.views.terminal.tables import STYLES, Wrapped, add_columns, heading, indented, new_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from unpolicy.assess.comparison import Comparison
    from unpolicy.assess.history import History, News
    from unpolicy.model import Indicator
    from unpolicy.views.voice import Voice


def history_view(found: History, voice: Voice) -> Iterator[RenderableType]:
    """The table of moments, and below it what the revisions did."""
    day = voice.word(WORDS, "as-of", day=found.as_of.isoformat())
    yield heading(voice.title(found.now), [voice.word(METHODS, found.method), day])
    if not found.moments:
        yield Text(voice.word(WORDS, "nothing"))
        return
    yield _table(found, voice)
    if found.now.stale:
        standing = voice.word(WORDS, "now", day=found.as_of.isoformat(), standing=voice.standing(found.now))
        yield Text(standing, "dim")
    if not all(moment.dated for moment in found.moments):
        yield Text(voice.word(WORDS, "undated"), "dim")
    if found.revisions:
        yield Text("\n" + voice.word(WORDS, "revisions"), "bold")
    for item in found.revisions:
        yield indented(revision_sentence(item, found.indicator, voice), "yellow" if item.changed else "")


def _table(found: History, voice: Voice) -> RenderableType:
    indicator = found.indicator
    measured = any(moment.measure is not None for moment in found.moments)
    aimed = any(moment.gap_closed is not None for moment in found.moments)
    bands = MEASURES[found.method].bands if found.target is not None else None
    table = new_table()
    add_columns(table, "folded", *(voice.word(WORDS, key) for key in ("day", "news", "latest")))
    numbers = [*(["gap"] if aimed else []), *(["measure"] if measured else [])]
    add_columns(table, "number", *(voice.word(WORDS, key) for key in numbers))
    add_columns(table, "folded", voice.word(WORDS, "verdict"))
    for moment in found.moments:
        latest, said = moment.latest, [*moment_sentences(moment, found, voice)]
        standing = "–"
        if latest is not None:
            figure = voice.marked(voice.exact(latest.value, indicator), latest.year, found.now.vintage)
            standing = voice.beside(figure, voice.year(latest.year, indicator))
        cells = [
            Text(moment.day.isoformat() + ("" if moment.dated else "*")),
            Text(
                "\n".join([*(_news(item, indicator, voice) for item in moment.news), *said]),
                style="yellow" if said else "",
            ),
            Text(standing, "dim"),
        ]
        cells += [Text(voice.share(moment.gap_closed))] if aimed else []
        cells += [Text("–" if moment.measure is None else measure_text(moment.measure, bands))] if measured else []
        style = "dim" if moment.stale or moment.verdict is None else STYLES[moment.verdict]
        table.add_row(*cells, Text(moment_standing(moment, indicator, voice), style))
    return table


def _news(item: News, indicator: Indicator, voice: Voice) -> str:
    text, final = news_text(item, indicator, voice), item.before is not None or item.status == "final"
    return text if final else voice.beside(text, voice.word(STATUSES, item.status))


CHANGE_STYLES = {"worse": "red", "better": "green"}


def diff_view(found: Comparison, before: str, after: str | None, voice: Voice) -> Iterator[RenderableType]:
    """What changed, what matters most first."""
    yield Text(voice.line(heading_line(before, after, voice)), "bold")
    for section in sections(found, voice):
        yield Text(f"\n{section.title}", "bold")
        yield _section(section)
        if section.left_out:
            yield Text(voice.word(DIFF, "more", count=f"{section.left_out:,}"), "dim")
    for line in closing_lines(found, voice):
        yield Text(f"\n{line}")


def _section(section: Section) -> Table:
    table = new_table()
    for index, name in enumerate(section.columns):
        table.add_column(name, overflow="fold", ratio=2 if index == 0 else None)
    for (title, *others), style in zip(section.rows, section.styles, strict=True):
        table.add_row(Wrapped(title), *(Wrapped(cell, CHANGE_STYLES.get(style, "")) for cell in others))
    return table


def log_view(changes: Sequence[ChangeMade], voice: Voice) -> Iterator[RenderableType]:
    """The changes as a table, newest first; a sentence where there are none."""
    if not changes:
        yield Text(voice.word(LOG, "none"))
        return
    table = new_table()
    add_columns(table, "folded", *(voice.word(LOG, key) for key in ("when", "who", "where", "change")))
    for made in changes:
        where = ".".join(map(str, made.where[1:])) or made.file
        change = f"{data_text(made.before, voice) or '–'} → {data_text(made.after, voice) or '–'}"
        when = local_time(made.at).isoformat(" ", "minutes")
        table.add_row(*(Text(printable(cell)) for cell in (when, made.user, where, change)))
    yield table
