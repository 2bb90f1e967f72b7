"""Tables in the house style, what stands in their cells, and what fits a terminal without cutting a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.cells import cell_len
from rich.measure import Measurement
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

from unpolicy.text import unbreakable_parts, wrapped
from unpolicy.views import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from unpolicy.assess.assessment import Judged
    from unpolicy.views.voice import Voice, Words

INDENT = (0, 0, 0, 2)

ColumnKind = Literal["number", "short", "folded"]
"""How a column is set: numbers to the right and never wrapped, short texts never wrapped, long texts folded."""

_COLOURS = ("bold green", "green", "yellow", "dark_orange", "red", "bold red", "dim")
STYLES = dict(zip(VERDICTS, _COLOURS, strict=True))


def new_table(title: str | None = None) -> Table:
    """A table in the house style: a rule under the heading, nothing around."""
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


def add_columns(table: Table, kind: ColumnKind, *names: str) -> None:
    """Columns of one kind at the right of a table."""
    for name in names:
        if kind == "folded":
            table.add_column(name, overflow="fold")
        else:
            table.add_column(name, justify="right" if kind == "number" else "left", no_wrap=True)


def worded_table(voice: Voice, words: Words, *columns: tuple[ColumnKind, *tuple[str, ...]]) -> Table:
    """A table in the house style; of its columns each kind with the keys of their titles."""
    table = new_table()
    for kind, *keys in columns:
        add_columns(table, kind, *(voice.word(words, key) for key in keys))
    return table


def unbroken(table: Table) -> Table:
    """The table with room for every cell of the columns that must not wrap; rich would measure their words alone."""
    for column in table.columns:
        if column.no_wrap:
            cells = (cell.plain if isinstance(cell, Text) else str(cell) for cell in (column.header, *column.cells))
            column.min_width = max(cell_len(part) for cell in cells for part in cell.split("\n"))
    return table


def facts(named: Iterable[tuple[str, Text | str]]) -> Table:
    """Names and what belongs to them, one pair a line."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, fact in named:
        grid.add_row(Text(name, "dim"), Linked(fact, fact) if isinstance(fact, str) else fact)
    return grid


def plain_grid(rows: Iterable[Iterable[str]]) -> Iterator[Table]:
    """Rows of ids, years and numbers, in columns as wide as they need; nothing without rows."""
    grid = Table.grid(padding=(0, 2))
    for row in rows:
        grid.add_row(*map(Text, row))
    if grid.row_count:
        yield grid


def pairs(cells: Iterable[tuple[str, Text]]) -> Padding:
    """The cells of a row with their columns' names, one a line: for numbers that are too long for a table."""
    flat = ((name, Text("  ").join(cell.split("\n"))) for name, cell in cells)
    return Padding(facts(flat), INDENT)


def verdict_text(verdict: str | None, voice: Voice) -> Text:
    """A verdict with its sign and colour; empty for none."""
    return Text() if verdict is None else Text(voice.signed_verdict(verdict), STYLES[verdict])


def standing_text(entry: Judged, voice: Voice, *, narrow: bool = False) -> Text:
    """A verdict with its sign and colour, in words for a narrow column or not; a stale one without both."""
    style = "dim" if entry.stale or entry.verdict is None else STYLES[entry.verdict]
    return Text(voice.standing(entry, narrow=narrow), style)


def heading(title: str, below: Iterable[str]) -> Text:
    """A title with a dim line below it."""
    return Text.assemble((title, "bold"), "\n", (" · ".join(below), "dim"), "\n")


def indented(text: RenderableType, style: str = "") -> Padding:
    """A text that belongs to the heading above it."""
    return Padding(Text(text, style) if isinstance(text, str) else text, INDENT)


class Wrapped:
    """A title in a table cell.

    Args:
        text: the title, one line, safe to print.
        style: how it is shown.
        mark: what stands before it on the first line, never alone.
    """

    def __init__(self, text: str, style: str = "", mark: str = "") -> None:
        self.text = text
        self.style = style
        self.mark = mark

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """From the widest piece to the whole title."""
        del console, options
        first, *others = unbreakable_parts(self.text) or [""]
        widest = max(cell_len(self.mark + first.rstrip()), *(cell_len(piece.rstrip()) for piece in others), 0)
        return Measurement(widest, max(widest, cell_len(self.mark + self.text)))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines."""
        del console
        yield Text("\n".join(wrapped(self.text, options.max_width, self.mark)), self.style, overflow="fold")


_ADDRESS = re.compile(r"https?://[!-~]+")


class Linked:
    """A text that a terminal with colours may open in a browser (OSC 8); others get the text alone.

    Args:
        text: one line, safe to print, with or without styles of its own.
        url: where it leads; what is no plain web address leads nowhere, since files may hold anything.
        style: how it is shown.
    """

    def __init__(self, text: Text | str, url: str | None, style: str = "") -> None:
        self.text = Text(text) if isinstance(text, str) else text
        self.url = url if url is not None and _ADDRESS.fullmatch(url) else None
        self.style = style

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """As the text."""
        return Measurement.get(console, options, self.text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The text, with its link where there may be one."""
        del options
        link = Style(link=self.url) if self.url and console.is_terminal and not console.no_color else Style()
        shown = self.text.copy()
        shown.stylize_before(Style.parse(self.style) + link)
        yield shown


_ENDLESS = 100_000


class Fitting:
    """The first of several renderables that fits the terminal without cutting a number; the last one always does.

    Args:
        alternatives: what makes a renderable of the same content, the most generous first; called only where those
            before do not fit.
    """

    def __init__(self, *alternatives: Callable[[], RenderableType]) -> None:
        self.alternatives = alternatives

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The one that fits."""
        # Measured within the terminal, nothing would ever be wider than it.
        endless = options.update(width=_ENDLESS)
        for make in self.alternatives[:-1]:
            candidate = make()
            if Measurement.get(console, endless, candidate).minimum > options.max_width:
                continue
            drawn = list(console.render(candidate, options))
            # A table may come out wider than it could be: rich takes from the widest column that may wrap, and gives
            # back what was taken below that column's own least width.
            if all(Segment.get_line_length(line) <= options.max_width for line in Segment.split_lines(drawn)):
                yield from drawn
                return
        yield self.alternatives[-1]()


_MARK = "whole-line"


def place_for(key: str) -> Text:
    """A cell that holds the place of a line as wide as its table."""
    return Text(" ", Style(meta={_MARK: key}))


class WithLines:
    """A table whose rows that only hold a place become lines, each as wide as the whole table.

    Args:
        table: a table with cells made by `place_for`.
        whole: what stands in each place.
    """

    def __init__(self, table: Table, whole: Mapping[str, RenderableType]) -> None:
        self.table = table
        self.whole = whole

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """As wide as the table, which a line never widens."""
        return Measurement.get(console, options, self.table)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table with its lines."""
        for segments in Segment.split_lines(console.render(self.table, options)):
            metas = (segment.style.meta for segment in segments if segment.style)
            key = next((meta[_MARK] for meta in metas if _MARK in meta), None)
            if key is None:
                yield from segments
                yield Segment.line()
            else:
                yield self.whole[key]
