"""What a table's columns mean, and the forms in which figures stand in tables, each turned into drafts.

A draft is one figure, still as it was written. The forms:

- tidy: a row a figure, with columns for year and value, and one for the indicator unless the file is of one indicator
- Open SDG: the same with columns of breakdowns between `Year` and `Value`; the headline's row has them empty
- wide: a row an indicator, a column a year
- across: a row a year, a column an indicator
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import UnpolicyError, UsageError
from unpolicy.exchange.grid import is_blank
from unpolicy.exchange.rows import read_number
from unpolicy.years import parse_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from unpolicy.exchange.grid import Grid, Row

IGNORE = "ignore"
"""What `--map` takes for a column that is not to be read."""

FIELDS: dict[str, tuple[str, ...]] = {
    "indicator": ("indicator", "indicator_id", "indicatorid", "id", "指標", "指標id", "測定指標"),
    "year": ("year", "年", "年度", "time_period", "timeperiod", "period"),
    "value": ("value", "値", "実績", "実績値", "obs_value", "figure"),
    "status": ("status", "状態"),
    "published": ("published", "公表日"),
    "due": ("due", "公表予定日"),
    "source": ("source", "出典"),
    "note": ("note", "備考", "注"),
    "note_ja": ("note_ja",),
    "note_en": ("note_en",),
    "revisions": ("revisions", "改定前"),
}
"""Each field with the headings that mean it, in any case of letters and any width."""

HARMLESS = frozenset(
    {"title", "unit", "units", "単位", "kind", "direction", "year_kind", "series", "unit multiplier", "unit_mult"}
)
"""Headings of columns that repeat what the data file says of an indicator."""

_FIELD_BY_HEADING = {heading: field for field, headings in FIELDS.items() for heading in headings}
_SEARCHED = 10
_DETAILS = tuple(name for name in FIELDS if name not in ("indicator", "year", "value"))


def plain(heading: str) -> str:
    """A heading in the one form that comparing needs."""
    return " ".join(unicodedata.normalize("NFKC", heading).casefold().split())


def parse_map(pairs: Sequence[str]) -> dict[str, str]:
    """Read ``their=ours`` pairs: a heading, and a field, an indicator's id or `ignore`.

    Raises:
        UsageError: one of them has no equals sign, or a side is empty.
    """
    mapping: dict[str, str] = {}
    for pair in pairs:
        theirs, sign, ours = pair.rpartition("=")
        if not sign or not theirs.strip() or not ours.strip():
            raise UsageError(
                f"--map takes THEIRS=OURS, as “Jahr=year”, not “{pair}”.",
                ja=f"--map は「相手の列名=こちらの名前」（例：西暦=year）で指定してください（「{pair}」は不可）。",
            )
        mapping[plain(theirs)] = ours.strip()
    return mapping


def field_of(heading: str, mapping: Mapping[str, str]) -> str:
    """The field that a heading means: as `--map` says, else by its name; the heading itself where it is none."""
    key = plain(heading)
    return mapping.get(key) or _FIELD_BY_HEADING.get(key) or key


class Draft(NamedTuple):
    """A figure as a table has it, not yet understood.

    Attributes:
        row: the row's number.
        indicator: what the table calls the indicator; `None` where it does not say.
        year: the year as written.
        value: the figure as written.
        details: the other fields that are filled in, as written.
        breakdown: what the row is a part of, where the table has breakdowns: heading and text.
    """

    row: int
    indicator: str | None
    year: str
    value: str
    details: Mapping[str, str] = MappingProxyType({})
    breakdown: tuple[str, str] | None = None


class Shaped(NamedTuple):
    """A table that has been understood.

    Attributes:
        form: "tidy", "wide" or "across".
        drafts: its figures, still as they were written.
        ignored: headings of columns that nothing was made of.
    """

    form: str
    drafts: Sequence[Draft]
    ignored: tuple[str, ...] = ()


def shape(table: Grid, mapping: Mapping[str, str], is_indicator: Callable[[str], bool]) -> Shaped:
    """Find the header among the first rows, and the form that it means.

    Args:
        table: the table.
        mapping: what `--map` says.
        is_indicator: whether a text names an indicator.

    Raises:
        UsageError: no row is a header, a field has two columns, or `--map` names a column that is not there.
    """
    for index, row in enumerate(table.rows[:_SEARCHED]):
        header = _Header(row, mapping, is_indicator)
        body = table.rows[index + 1 :]
        if "year" in header.columns and "value" in header.columns:
            header.check(mapping)
            return Shaped("tidy", list(_tidy(header, body)), header.ignored if "indicator" in header.columns else ())
        if "year" in header.columns and header.indicators:
            header.check(mapping)
            return Shaped("across", list(_across(header, body)), (*header.ignored, *header.years.values()))
        if not header.years or "year" in header.columns or header.is_title(body):
            continue
        if "indicator" not in header.columns:
            header.adopt_names(body, is_indicator)
            if header.is_of_figures(body):
                break
        if "indicator" in header.columns or body:
            header.check(mapping)
            return Shaped("wide", list(_wide(header, body)), (*header.ignored, *header.indicators.values()))
    raise UsageError(
        f"{table.name} has neither columns for year and value nor years as columns: name them with --map THEIRS=OURS.",
        ja=f"{table.name} に年と値の列も、年を並べた列も見つかりません。--map 相手の列名=year などで指定してください。",
    )


class _Header:
    """The columns of a table, sorted by what they mean."""

    def __init__(self, row: Row, mapping: Mapping[str, str], is_indicator: Callable[[str], bool]) -> None:
        self.columns: dict[str, int] = {}
        self.years: dict[int, str] = {}
        self.indicators: dict[int, str] = {}
        self.others: dict[int, str] = {}
        self.headings = row.cells
        self.twice: str | None = None
        for column, heading in enumerate(row.cells):
            if not is_blank(heading):
                self._sort_in(column, heading.strip(), field_of(heading, mapping), is_indicator)

    def _sort_in(self, column: int, heading: str, meaning: str, is_indicator: Callable[[str], bool]) -> None:
        if meaning == IGNORE:
            return
        if meaning in FIELDS:
            self.twice = self.twice or (meaning if meaning in self.columns else None)
            self.columns.setdefault(meaning, column)
        elif meaning != plain(heading) and is_indicator(meaning):  # as --map says
            self.indicators[column] = meaning
        elif is_indicator(heading):
            self.indicators[column] = heading
        elif _is_year(heading):
            self.years[column] = heading
        else:
            self.others[column] = heading

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headings that mean nothing here and are not known to be harmless."""
        return tuple(heading for heading in self.others.values() if plain(heading) not in HARMLESS)

    def is_title(self, body: Sequence[Row]) -> bool:
        """Whether the row is but one year above a table of several columns, so no header."""
        return _filled(self.headings) == [0] and any(len(_filled(row.cells)) > 1 for row in body)

    def adopt_names(self, body: Sequence[Row], is_indicator: Callable[[str], bool]) -> None:
        """Take a column whose cells all name indicators for that of the indicator, whatever its heading."""
        for column in range(len(self.headings)):
            taken = column in self.years or column in self.indicators
            if not taken and body and all(is_indicator(_name(row, column)) for row in body):
                self.columns["indicator"] = column
                self.others.pop(column, None)
                return

    def is_of_figures(self, body: Sequence[Row]) -> bool:
        """Whether the row is no header of years, but a year with its figure below headings that nobody knows."""
        if any(_is_figure(heading) for heading in self.others.values()):
            return True
        return "indicator" not in self.columns and _counts_years(
            [self.headings, *(row.cells for row in body)], min(self.years)
        )

    def check(self, mapping: Mapping[str, str]) -> None:
        """Refuse a header that leaves something open.

        Raises:
            UsageError: a field has two columns, or `--map` names a column that is not there.
        """
        if self.twice is not None:
            raise UsageError(
                f"Two columns mean {self.twice}: keep one, and add --map THEIRS={IGNORE} for the other.",
                ja=f"{self.twice} にあたる列が2つあります。使わない列に --map 列名={IGNORE} を付けてください。",
            )
        absent = set(mapping) - {plain(heading) for heading in self.headings}
        if absent:
            raise UsageError(
                f"--map names a column that is not there: {', '.join(sorted(absent))}.",
                ja=f"--map の列が見つかりません：{'、'.join(sorted(absent))}",
            )


def _tidy(header: _Header, body: Sequence[Row]) -> Iterator[Draft]:
    columns = header.columns
    own = columns.get("indicator")
    # Without a column for the indicator, any further column parts it: the form of Open SDG.
    parts = {c: h for c, h in header.others.items() if own is None and plain(h) not in HARMLESS}
    for row in body:
        breakdown = next(((parts[c], row.cell(c).strip()) for c in parts if not is_blank(row.cell(c))), None)
        yield Draft(
            row.number,
            None if own is None else _name(row, own),
            row.cell(columns["year"]),
            row.cell(columns["value"]),
            _details(header, row),
            breakdown,
        )


def _wide(header: _Header, body: Sequence[Row]) -> Iterator[Draft]:
    own = header.columns.get("indicator")
    for row in body:
        name = None if own is None else _name(row, own)
        for column, year in header.years.items():
            if not is_blank(row.cell(column)):
                yield Draft(row.number, name, year, row.cell(column), _details(header, row))


def _across(header: _Header, body: Sequence[Row]) -> Iterator[Draft]:
    for row in body:
        for column, name in header.indicators.items():
            if not is_blank(row.cell(column)):
                yield Draft(row.number, name, row.cell(header.columns["year"]), row.cell(column))


def _details(header: _Header, row: Row) -> dict[str, str]:
    given = {name: row.cell(header.columns[name]) for name in _DETAILS if name in header.columns}
    return {name: text for name, text in given.items() if not is_blank(text)}


def _name(row: Row, column: int) -> str:
    return row.cell(column).strip()


def _is_year(heading: str) -> bool:
    return _year(heading) is not None


def _year(text: str) -> int | None:
    try:
        return parse_year(text).year
    except UnpolicyError:
        return None


def _filled(cells: Sequence[str]) -> list[int]:
    return [column for column, cell in enumerate(cells) if not is_blank(cell)]


def _is_figure(text: str) -> bool:
    try:
        return not read_number(text).pending
    except UnpolicyError:
        return False


def _counts_years(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column holds one year after the other, as no year's figures do."""
    cells = [cells[column] for cells in rows if column < len(cells) and not is_blank(cells[column])]
    years = [year for year in map(_year, cells) if year is not None]
    steps = {later - earlier for earlier, later in pairwise(years)}
    if len(years) < len(cells) or not steps:
        return False
    return steps <= {1, -1} if len(years) == 2 else min(steps) > 0 or max(steps) < 0
