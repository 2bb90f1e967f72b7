"""The columns of a table by what they mean: by headings in two languages and those of offices, or as `--map` says."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.errors import UnpolicyError, UsageError
from unpolicy.exchange.cells import Notation, Row, is_blank, meanings, plain, typed_year, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

IGNORE = "ignore"
"""What `--map` takes for a column that is not to be read."""
EXPLAINED = "explained"
"""A column that says nothing of a figure, or what another column says better."""
FIELDS: dict[str, list[str]] = vocabulary()["fields"]
"""Each field with the headings that mean it, in any case of letters and any width."""
FLAGS = ("status", "sdmx", "eurostat", "statcan", "annotation")
"""The fields that say how far a figure can be relied on; a table may have several of them."""
SEVERAL = (
    *(*FLAGS, "unit", "target", "baseline", EXPLAINED),
    *("kind", "direction", "year_kind", "number", "responsible", "tags", "part_of", "of", "goal"),
    *("baseline_year", "target_year"),
)
"""The fields that a table may have several of: they say what an indicator or a promise is like."""
Role = Literal["actual", "target", "baseline"]
_FIELD_BY_HEADING: dict[str, str] = meanings(FIELDS)
_ROLES: dict[str, Role] = meanings(vocabulary()["roles"])
_YEAR = re.compile(
    r"(?:fy ?)?(?:19|20|21)[0-9]{2}(?: ?[-/–] ?(?:[0-9]{4}|[0-9]{2})(?![0-9]))?(?: ?年度?)?"
    r"|(?:令和|平成|昭和|(?<![a-z])[rhs]\.?) ?(?:元|[0-9]{1,2})(?: ?年度?)?"
)
_UNIT_BEHIND = re.compile(r"(?P<name>.*\S)\s*[(\[（［](?P<unit>[^()\[\]（）［］]+)[)\]）］]")
_LONGEST_UNIT = 8
_NUMBERS = (Notation("."), Notation(","))


class Yearly(NamedTuple):
    """A column of one year.

    Attributes:
        year: the year as it is written.
        role: whether it holds what was measured, what is promised, or where counting starts.
        flag: what the heading says of all its figures, as “(p)”.
    """

    year: str
    role: Role = "actual"
    flag: str = ""


def field_of(heading: str, mapping: Mapping[str, str]) -> str:
    """The field that a heading means: as `--map` says, else by its name; the heading itself where it is none."""
    key = plain(heading)
    if key in mapping:
        return mapping[key]
    if key in _FIELD_BY_HEADING:
        return _FIELD_BY_HEADING[key]
    code = key.partition(":")[0].strip()  # SDMX-CSV with labels: “TIME_PERIOD: Time”
    if "_" in code and code in _FIELD_BY_HEADING:
        return _FIELD_BY_HEADING[code]
    if re.fullmatch(r"v4_[0-9]+", key):
        return "value"
    if key.startswith("時間軸"):
        return EXPLAINED if key.endswith("コード") else "year"
    return key


def split_unit(heading: str) -> tuple[str, str]:
    """A heading without the unit in brackets behind it, and that unit: “Value (thousands)”."""
    match = _UNIT_BEHIND.fullmatch(heading.strip())
    return (match["name"], match["unit"]) if match else (heading.strip(), "")


def yearly(heading: str, group: str = "") -> Yearly | None:
    """The year that a heading is of, and what its column holds; `None` where it is no such heading.

    Args:
        heading: the heading: 2020, R2実績, 目標値（R7）, 2020 actual, 2019 (p), 2017 [YR2017].
        group: the heading above it, over several columns: 計画, 実績.
    """
    typed = _typed(heading)
    if typed is not None:
        return Yearly(typed[0], role_of(group) or "actual", typed[1])
    above, role = _typed(group), role_of(heading)
    if above is not None and role is not None and heading:
        return Yearly(above[0], role, above[1])
    key = plain(heading)
    match = _YEAR.search(key)
    if match is None or _YEAR.search(key, match.end()):
        return None
    words = re.sub(r"[()\[\]:_・,]", " ", f"{key[: match.start()]} {key[match.end() :]}").split()
    role = role_of(" ".join(words)) if words else role_of(group) if group else None  # (R6) below 目標値
    return Yearly(match.group(), role) if role is not None else None


def _typed(heading: str) -> tuple[str, str] | None:
    try:
        return typed_year(heading)
    except UnpolicyError:
        return None


def holds_year(heading: str) -> bool:
    """Whether a heading that is no year's holds one, so that figures may stand below it."""
    return re.search(r"(?<!\d)(?:19|20|21)\d\d(?!\d)", unicodedata.normalize("NFKC", heading)) is not None


def role_of(words: str) -> Role | None:
    """What a column holds by the word in or above its heading: 実績, plan, baseline."""
    key = plain(words)
    return _ROLES.get(key) or _ROLES.get(key.replace(" ", ""))


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
        self.promised: dict[int, str] = {}  # as “Trees (target)”
        self.left: dict[int, str] = {}
        self.units: dict[int, str] = {}
        self.groups = _groups(above, len(row.cells)) if above is not None else {}
        self.headings = _completed(row, above)
        self._mapping = mapping
        self.is_indicator = is_indicator
        for column, heading in enumerate(self.headings):
            if not is_blank(heading):
                self._sort_in(column, heading.strip())
        self.left |= dict.fromkeys(self.promised, "targets")
        groups = {c: g for c, g in self.groups.items() if c in self.years}
        self.groups = groups if len(set(groups.values())) > 1 else {}
        self.width = len(self.headings)
        self.blank = {c for c, h in enumerate(self.headings) if is_blank(h)}

    def heading(self, column: int) -> str:
        """The heading of a column."""
        return self.headings[column].strip()

    @property
    def named(self) -> list[int]:
        """The columns that name the indicator: by its id, then by its title."""
        return [*self.fields.get("indicator", ()), *self.fields.get("title", ())]

    @property
    def titles_hold_units(self) -> bool:
        """Whether the heading of the titles says that each has its unit in brackets: 指標名（単位）."""
        return any(plain(split_unit(self.heading(column))[1]) in FIELDS["unit"] for column in self.named)

    @cached_property
    def status_list(self) -> str:
        """The list of codes that a column called status holds, by the office that writes such headings."""
        headings = {plain(heading) for heading in self.headings}
        if "ref_date" in headings:
            return "statcan"
        return "ons" if "data marking" in headings else "eurostat"

    def _sort_in(self, column: int, heading: str, unit: str = "") -> None:
        """Sort a column in by its heading; where that means nothing, once more without the unit behind it."""
        mapping = {} if unit else self._mapping
        mapped, meaning = mapping.get(plain(heading)), field_of(heading, mapping)
        below = role_of(self.groups.get(column, ""))
        if below in {"target", "baseline"} and meaning in {"year", "value"}:  # 目標値 over 年度 and 値
            meaning = f"{below}_year" if meaning == "year" else below
        year = yearly(mapped or heading, self.groups.get(column, ""))
        below_year = year is not None and role_of(heading) is not None and column in self.groups
        self.units |= {column: unit} if unit and not role_of(unit) else {}
        if meaning == IGNORE and not unit:
            self.left[column] = "ignore"
        elif meaning in FIELDS and not below_year:
            self._add(column, meaning, split_unit(heading)[1] if mapped else "")
        elif self.is_indicator(mapped or heading):
            (self.promised if role_of(unit) == "target" else self.indicators)[column] = mapped or heading
        elif year is not None:
            self.years[column] = year
            if below_year:
                del self.groups[column]
            if year.role == "target":
                self.left[column] = "targets"
        elif mapped is not None:
            raise _no_meaning(mapped)
        elif unit or not split_unit(heading)[1]:
            promised = role_of(unit) == "target"
            (self.promised if promised else self.others)[column] = heading if promised else self.heading(column)
        else:
            self._sort_in(column, *split_unit(heading))

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
                self.units |= {column: unit} if unit and not role_of(unit) else {}
                del self.others[column]

    def adopt_title(self) -> None:
        """Take the first column before those of years for the one that names the indicators."""
        column = min(self.others, default=None)
        if column is not None and column < min(self.years):
            self.fields["title"] = [column]
            del self.others[column]

    def is_of_figures(self, body: Sequence[Row]) -> bool:
        """Whether the row is no header of years, but a year with its figure below unknown headings."""
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
    alone = above.cell(above.filled[0]) if len(above.filled) == 1 else ""
    for column in range(0 if yearly(alone) else width):  # a year alone is the table's title
        last = above.cell(column).strip() or last
        if last:
            found[column] = last
    return found


def _completed(row: Row, above: Row | None) -> tuple[str, ...]:
    """The headings of a row, an empty one filled with what stands right above it, in a header of two rows."""
    if above is None or len(above.filled) < 2:
        return row.cells
    cells = [row.cell(column) for column in range(max(len(row.cells), len(above.cells)))]
    return tuple(above.cell(c) if is_blank(h) and not is_number(above.cell(c)) else h for c, h in enumerate(cells))


def _counts_years(cells: Sequence[str]) -> bool:
    """Whether a column holds one year after the other, as no year's figures do."""
    filled = [cell for cell in cells if not is_blank(cell)]
    found = [yearly(cell) for cell in filled]
    years = [int(heading.year) for heading in found if heading is not None and heading.year.isdigit()]
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
