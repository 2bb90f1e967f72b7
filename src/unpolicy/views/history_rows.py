"""`history` into a pipe: tab-separated rows, one for each figure that came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.views.common import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.assess.history import History

HEADING = ("published", "year", "value", "before", "latest_year", "latest", "gap_closed", "measure", "verdict")


def history_rows(found: History) -> Iterator[tuple[str, ...]]:
    """One row for each figure that came out, with the verdict of the day."""
    yield HEADING
    for moment in found.moments:
        latest = moment.latest
        state = (
            "" if latest is None else str(latest.year),
            "" if latest is None else repr(latest.value),
            cell(moment.gap_closed),
            cell(moment.measure),
            moment.verdict or "",
        )
        for item in moment.news:
            yield moment.day.isoformat(), str(item.year), repr(item.value), cell(item.before), *state
