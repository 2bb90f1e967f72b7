"""The changes made, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from unpolicy.text import printable
from unpolicy.views.log import WORDS, ChangeMade, data_text, local_time
from unpolicy.views.terminal.tables import add_columns, new_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from unpolicy.views.voice import Voice


def log_view(changes: Sequence[ChangeMade], voice: Voice) -> Iterator[RenderableType]:
    """The changes as a table, newest first; a sentence where there are none."""
    if not changes:
        yield Text(voice.word(WORDS, "none"))
        return
    table = new_table()
    add_columns(table, "folded", *(voice.word(WORDS, key) for key in ("when", "who", "where", "change")))
    for made in changes:
        where = ".".join(map(str, made.where[1:])) or made.file
        change = f"{data_text(made.before, voice) or '–'} → {data_text(made.after, voice) or '–'}"
        when = local_time(made.at).isoformat(" ", "minutes")
        table.add_row(*(Text(printable(cell)) for cell in (when, made.user, where, change)))
    yield table
