"""Tables as statistical offices let them be downloaded, in the one shape in which tables are read.

Most need nothing but their headings (`unpolicy.exchange.columns`). What differs in shape is arranged here: Eurostat's
tab-separated files keep all dimensions in their first column, and a time series of ONS has texts in place of a header.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from unpolicy.errors import UsageError
from unpolicy.exchange.grid import Grid, Row
from unpolicy.exchange.words import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNS: dict[str, tuple[str, ...]] = {
    "open-sdg": ("year", "value"),
    "sdmx-csv": ("time_period", "obs_value"),
    "eurostat": ("time_period",),
    "statcan": ("ref_date", "value"),
    "ons": ("v4_", "cdid"),
    "world-bank": ("country name", "country code"),
    "e-stat": ("時間軸", "tab_code", "cat01_code", "time_code"),
}
"""Headings by which the tables of an office are known: all of the first ones, any of ONS's and e-Stat's."""
_ANY = ("ons", "e-stat")
_SEARCHED = 40


def arranged(grid: Grid, kind: str) -> Grid:
    """A table in the shape in which tables are read.

    Args:
        grid: the table as it stands in the file.
        kind: the office that it is from, or csv.

    Raises:
        UsageError: it is no table of that office.
    """
    if kind in _SIGNS and not _is_from(grid, kind):
        raise UsageError(
            f"{grid.name} has none of the headings of {kind} ({', '.join(_SIGNS[kind])}): leave --from out.",
            ja=f"{grid.name} には {kind} の見出し（{'、'.join(_SIGNS[kind])}）がありません。--from を外してください。",
        )
    first = grid.rows[0].cell(0) if grid.rows else ""
    if re.search(r"\\\s*time", first, re.IGNORECASE):
        return grid._replace(rows=_dimensions_parted(grid.rows))
    if plain(first) == "title" and any(plain(row.cell(0)) == "cdid" for row in grid.rows[:_SEARCHED]):
        return grid._replace(rows=_with_header(grid.rows))
    return grid


def _is_from(grid: Grid, kind: str) -> bool:
    headings = [plain(cell) for row in grid.rows[:_SEARCHED] for cell in row.cells]
    found = [any(sign in heading for heading in headings) for sign in _SIGNS[kind]]
    return any(found) if kind in _ANY else all(found)


def _dimensions_parted(rows: Sequence[Row]) -> list[Row]:
    """Eurostat's first column, whose heading reads freq,unit,geo and then TIME_PERIOD, as three columns."""
    names = rows[0].cell(0).partition("\\")[0].split(",")
    parted = [Row(rows[0].number, (*(name.strip() for name in names), *rows[0].cells[1:]))]
    for row in rows[1:]:
        texts = row.cell(0).split(",")
        cells = texts if len(texts) == len(names) else [row.cell(0), *[""] * (len(names) - 1)]
        parted.append(Row(row.number, (*cells, *row.cells[1:])))
    return parted


def _with_header(rows: Sequence[Row]) -> list[Row]:
    """A time series of ONS with a header instead of its rows of texts; the unit goes behind the title."""
    said = {plain(row.cell(0)): row for row in rows[:_SEARCHED] if not row.cell(0)[:1].isdigit()}
    titles = rows[0].cells[1:]
    units = said["unit"].cells[1:] if "unit" in said else ()
    headings = [
        ("value" if len(titles) == 1 else title) + (f" ({units[at]})" if at < len(units) and units[at].strip() else "")
        for at, title in enumerate(titles)
    ]
    return [Row(rows[0].number, ("year", *headings)), *(row for row in rows[1:] if row.cell(0)[:1].isdigit())]
