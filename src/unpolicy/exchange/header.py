"""The columns of a table, sorted by what they mean, and which texts are numbers."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from unpolicy.errors import UnpolicyError, UsageError
from unpolicy.exchange.columns import EXPLAINED, FIELDS, IGNORE, SEVERAL, Yearly, field_of, role_of, split_unit, yearly
from unpolicy.exchange.grid import Row, is_blank
from unpolicy.exchange.notation import Notation
from unpolicy.exchange.words import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_LONGEST_UNIT = 8
_NUMBERS = (Notation("."), Notation(","))


class Header:
    """The columns of a table, sorted by what they mean."""

    def __init__(
        self, row: Row, above: Row | None, mapping: Mapping[str, str], is_indicator: Callable[[str], bool]
    ) -> None:
        self.row = row
        self.fields: dict[str, list[int]] = {}
        self.years: dict[int, Yearly] = {}
        self.indicators: dict[int, str] = {}
        self.others: dict[int, str] = {}
        self.left: dict[int, str] = {}
        self.units: dict[int, str] = {}
        self.groups = _groups(above, len(row.cells)) if above is not None else {}
        if above is not None and len(above.filled) == 1 and yearly(above.cell(above.filled[0])) is not None:
            self.groups = {}  # a year alone is the table's title
        self.headings = _completed(row, above)
        self._mapping = mapping
        self.is_indicator = is_indicator
        for column, heading in enumerate(self.headings):
            if not is_blank(heading):
                self._sort_in(column, heading.strip())
        self.groups = {c: g for c, g in self.groups.items() if c in self.years}
        if len(set(self.groups.values())) < 2:
            self.groups = {}
        self.width = len(row.cells)
        self.blank = {c for c, h in enumerate(self.headings) if is_blank(h)}

    def heading(self, column: int) -> str:
        """The heading of a column."""
        return self.headings[column].strip()

    @property
    def named(self) -> list[int]:
        """The columns that name the indicator: by its id, then by its title."""
        return [*self.fields.get("indicator", ()), *self.fields.get("title", ())]

    @property
    def status_list(self) -> str:
        """The list of codes that a column called status holds, by the office that writes such headings."""
        headings = {plain(heading) for heading in self.headings}
        if "ref_date" in headings:
            return "statcan"
        return "ons" if "data marking" in headings else "eurostat"

    def _sort_in(self, column: int, heading: str) -> None:
        mapped = self._mapping.get(plain(heading))
        meaning = field_of(heading, self._mapping)
        year = yearly(mapped or heading, self.groups.get(column, ""))
        below_year = year is not None and role_of(heading) is not None and column in self.groups
        if meaning == IGNORE:
            self.left[column] = "ignore"
        elif meaning in FIELDS and not below_year:
            self._add(column, meaning, split_unit(heading)[1] if mapped else "")
        elif self.is_indicator(mapped or heading):
            self.indicators[column] = mapped or heading
        elif year is not None:
            self.years[column] = year
            if below_year:
                del self.groups[column]
            if year.role == "target":
                self.left[column] = "targets"
        elif mapped is not None:
            raise _no_meaning(mapped)
        else:
            self._sort_without_unit(column, heading)

    def _sort_without_unit(self, column: int, heading: str) -> None:
        name, unit = split_unit(heading)
        meaning = field_of(name, {})
        year = yearly(name, self.groups.get(column, "")) if unit else None
        if year is not None:
            self.years[column] = year
            self.units[column] = unit
        elif unit and meaning in FIELDS:
            self._add(column, meaning, unit)
        elif unit and self.is_indicator(name):
            self.indicators[column] = name
            self.units[column] = unit
        else:
            self.others[column] = heading

    def _add(self, column: int, meaning: str, unit: str) -> None:
        self.fields.setdefault(meaning, []).append(column)
        if unit:
            self.units[column] = unit
        if meaning in ("target", "baseline"):
            self.left[column] = "targets" if meaning == "target" else "baselines"

    def is_title(self, body: Sequence[Row]) -> bool:
        """Whether the row is but one year above a table of several columns, so no header."""
        return self.row.filled == [0] and any(len(row.filled) > 1 for row in body)

    def adopt_names(self, body: Sequence[Row]) -> None:
        """Take a column whose cells all name indicators for that of the indicator, whatever its heading."""
        for column in range(len(self.headings)):
            taken = column in self.years or column in self.indicators or column in self.left
            texts = [] if taken else [row.cell(column).strip() for row in body]
            if any(texts) and all(self.is_indicator(text) for text in texts if text):
                self.fields["indicator"] = [column]
                self.others.pop(column, None)
                return

    def adopt_columns(self, body: Sequence[Row]) -> None:
        """Take columns that hold numbers for indicators beside a column of years, whatever they are called."""
        for column, heading in list(self.others.items()):
            if any(is_number(row.cell(column)) for row in body):
                self.indicators[column], unit = split_unit(heading)
                self.units |= {column: unit} if unit else {}
                del self.others[column]

    def adopt_title(self) -> None:
        """Take the first column before those of years for the one that names the indicators."""
        column = min(self.others, default=None)
        if column is not None and column < min(self.years):
            self.fields["title"] = [column]
            del self.others[column]

    def is_of_figures(self, body: Sequence[Row]) -> bool:
        """Whether the row is no header of years, but a year with its figure below headings that nobody knows."""
        if any(is_number(heading) for heading in self.others.values()):
            return True
        column = min(self.years)
        return not self.named and _counts_years([self.row.cell(column), *(row.cell(column) for row in body)])

    def check(self) -> None:
        """Refuse a header that leaves something open.

        Raises:
            UsageError: a field has two columns, or `--map` names a column that is not there.
        """
        twice = next((name for name, found in self.fields.items() if len(found) > 1 and name not in SEVERAL), None)
        if twice is not None:
            raise UsageError(
                f"Two columns mean {twice}: keep one, and add --map THEIRS={IGNORE} for the other.",
                ja=f"{twice} にあたる列が2つあります。使わない列に --map 列名={IGNORE} を付けてください。",
            )
        absent = set(self._mapping) - {plain(heading) for heading in self.headings}
        if absent:
            raise UsageError(
                f"--map names a column that is not there: {', '.join(sorted(absent))}.",
                ja=f"--map の列が見つかりません：{'、'.join(sorted(absent))}",
            )


def is_number(text: str) -> bool:
    """Whether a cell holds a number, in any notation."""
    if not any(char.isdecimal() for char in text):
        return False
    for notation in _NUMBERS:
        try:
            after = notation.read(text).after
        except UnpolicyError:
            continue
        return len(after) <= _LONGEST_UNIT and not re.search(r"[0-9]|^[.:/-]", after)
    return False


def _groups(above: Row, width: int) -> dict[int, str]:
    """The heading over each column: a cell of the row above, which stands for the empty ones on its right as well."""
    found: dict[int, str] = {}
    last = ""
    for column in range(width):
        last = above.cell(column).strip() or last
        if last:
            found[column] = last
    return found


def _completed(row: Row, above: Row | None) -> tuple[str, ...]:
    """The headings of a row, an empty one filled with what stands right above it, in a header of two rows."""
    if above is None or len(above.filled) < 2:
        return row.cells
    return tuple(above.cell(c) if is_blank(h) and not is_number(above.cell(c)) else h for c, h in enumerate(row.cells))


def _counts_years(cells: Sequence[str]) -> bool:
    """Whether a column holds one year after the other, as no year's figures do."""
    filled = [cell for cell in cells if not is_blank(cell)]
    found = [yearly(cell) for cell in filled]
    years = [int(one.year) for one in found if one is not None and one.year.isdigit()]
    steps = {later - earlier for earlier, later in pairwise(years)}
    if len(years) < len(filled) or not steps:
        return False
    return steps <= {1, -1} if len(years) == 2 else min(steps) > 0 or max(steps) < 0


def _no_meaning(mapped: str) -> UsageError:
    fields = ", ".join(name for name in FIELDS if name != EXPLAINED)
    return UsageError(
        f"--map: “{mapped}” is no field ({fields}, {IGNORE}), no indicator and no year.",
        ja=f"--map：「{mapped}」は項目（{fields}、{IGNORE}）でも指標でも年でもありません。",
    )
