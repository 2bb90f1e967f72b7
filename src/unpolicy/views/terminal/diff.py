"""`diff` on a terminal: a table each of verdicts, promises and figures that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from unpolicy.views.diff import WORDS, closing_lines, heading_line, sections
from unpolicy.views.terminal.tables import Wrapped, new_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from unpolicy.assess.comparison import Comparison
    from unpolicy.views.diff import Section
    from unpolicy.views.voice import Voice

_STYLES = {"worse": "red", "better": "green"}


def diff_view(found: Comparison, before: str, after: str | None, voice: Voice) -> Iterator[RenderableType]:
    """What changed, what matters most first."""
    yield Text(voice.line(heading_line(before, after, voice)), "bold")
    for section in sections(found, voice):
        yield Text(f"\n{section.title}", "bold")
        yield _table(section)
        if section.left_out:
            yield Text(voice.word(WORDS, "more", count=f"{section.left_out:,}"), "dim")
    for line in closing_lines(found, voice):
        yield Text(f"\n{line}")


def _table(section: Section) -> Table:
    table = new_table()
    for index, name in enumerate(section.columns):
        table.add_column(name, overflow="fold", ratio=2 if index == 0 else None)
    for (title, *others), style in zip(section.rows, section.styles, strict=True):
        table.add_row(Wrapped(title), *(Wrapped(cell, _STYLES.get(style, "")) for cell in others))
    return table
