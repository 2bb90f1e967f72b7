"""The small chart that `status --chart` puts under each target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from unpolicy.assess.evidence import measured_points
from unpolicy.views.sparkline import GAP, TARGET, sparkline

if TYPE_CHECKING:
    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.views.voice import Voice

MOST_YEARS = 40
"""Years on one line; of longer series the newest ones are shown."""


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
    years = {point.year: point for point in measured_points(entry)}
    ends = [*years, *([by] if by is not None and entry.target.value is not None else [])]
    first = years[min(year for year in years if year > max(ends) - MOST_YEARS)]
    return Text.assemble(
        (f"{voice.year(first.year, indicator)} {voice.value(first.value, indicator)} ", "dim"),
        drawn,
        (f" {voice.aim(entry)} {voice.year(by, indicator)}", "dim"),
    )
