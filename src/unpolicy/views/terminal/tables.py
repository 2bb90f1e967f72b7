"""Tables in the house style, and what stands in their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from unpolicy.views.labels import VERDICT_SIGNS, VERDICTS, word

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def unbroken(table: Table) -> Table:
    """The table with room for every cell of the columns that must not wrap; rich would measure their words alone."""
    for column in table.columns:
        if column.no_wrap:
            cells = (cell.plain if isinstance(cell, Text) else str(cell) for cell in (column.header, *column.cells))
            column.min_width = max(cell_len(part) for cell in cells for part in cell.split("\n"))
    return table


def facts(named: Iterable[tuple[str, Text]]) -> Table:
    """Names and what belongs to them, one pair a line."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, fact in named:
        grid.add_row(Text(name, "dim"), fact)
    return grid


def pairs(cells: Iterable[tuple[str, Text]]) -> Padding:
    """The cells of a row with their columns' names, one a line: for numbers that are too long for a table."""
    flat = ((name, Text("  ").join(cell.split("\n"))) for name, cell in cells)
    return Padding(facts(flat), (0, 0, 0, 2))


def verdict_text(verdict: str, lang: Language) -> Text:
    """A verdict with its sign and colour."""
    return Text(f"{VERDICT_SIGNS[verdict]} {word(VERDICTS, verdict, lang)}", STYLES[verdict])
