"""The small chart that `status --chart` puts under each target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.measure import Measurement
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from unpolicy.views.sparkline import GAP, TARGET, sparkline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.table import Table

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.views.voice import Voice

MOST_YEARS = 40
"""Years on one line; of longer series the newest ones are shown."""

_MARK = "chart-of"


def chart_line(entry: TargetAssessment, voice: Voice) -> Text:
    """A target's figures as a line of blocks between the first year with its figure and the target with its year.

    Empty where there is no figure.
    """
    drawn = Text(sparkline(entry, MOST_YEARS), style="blue")
    if not drawn:
        return Text()
    drawn.highlight_words([GAP], "dim")
    drawn.highlight_words([TARGET], "bold yellow")
    indicator, by = entry.indicator, entry.target.by
    last = max([point.year for point in entry.series] + ([by] if entry.target.value is not None else []))
    first = next(point for point in entry.series if point.year > last - MOST_YEARS)
    return Text.assemble(
        (f"{voice.year(first.year, indicator)} {voice.value(first.value, indicator)} ", "dim"),
        drawn,
        (f" {voice.aim(entry)} {voice.year(by, indicator)}", "dim"),
    )


def place_for(target: str) -> Text:
    """A cell that holds the place of a target's chart in a table."""
    return Text(" ", Style(meta={_MARK: target}))


class Charted:
    """A table whose rows that only hold a place become charts, each as wide as the whole table.

    Args:
        table: a table with cells made by `place_for`.
        charts: the chart of each target.
    """

    def __init__(self, table: Table, charts: Mapping[str, Text]) -> None:
        self.table = table
        self.charts = charts

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """As wide as the table, which a chart never widens."""
        return Measurement.get(console, options, self.table)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table with its charts."""
        for segments in Segment.split_lines(console.render(self.table, options)):
            metas = (segment.style.meta for segment in segments if segment.style)
            target = next((meta[_MARK] for meta in metas if _MARK in meta), None)
            if target is None:
                yield from segments
                yield Segment.line()
            else:
                yield Padding(self.charts[target], (0, 0, 0, 2))
