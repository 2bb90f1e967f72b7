"""Several policies on a terminal: the table of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from unpolicy.views.policies import WORDS, overdue
from unpolicy.views.terminal.tables import Wrapped, add_columns, new_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from unpolicy.assess.assessment import Assessment
    from unpolicy.views.voice import Voice


def overview(assessments: Iterable[Assessment], voice: Voice) -> RenderableType:
    """A line a policy: its targets by verdict, those that are stale apart, and its overdue figures."""
    table = new_table()
    table.add_column(voice.word(WORDS, "policy"), min_width=16)
    table.add_column(voice.word(WORDS, "verdicts"), min_width=16, overflow="fold")
    add_columns(table, "number", voice.word(WORDS, "overdue"))
    for one in assessments:
        counts = voice.verdict_counts(one.targets) or voice.word(WORDS, "no-targets")
        late = overdue(one)
        table.add_row(
            Wrapped(voice.line(one.dataset.policy.title), "bold"),
            Text(counts),
            Text(f"{late:,}", "red" if late else "dim"),
        )
    return table
