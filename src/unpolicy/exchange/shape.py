"""The forms in which figures stand in tables, and every filled cell of a table in which one stands.

- tidy: a row a figure, with columns for year and value, and one for the indicator unless the file is of one indicator
- wide: a row an indicator, a column a year; a tracker has columns of promises and baselines beside them
- across: a row a year, a column an indicator
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import UnpolicyError, UsageError
from unpolicy.exchange.cells import Flawed, Grid, Row, column_name, is_blank, plain
from unpolicy.exchange.header import FIELDS, FLAGS, IGNORE, Header, field_of, holds_year, is_number, role_of, yearly
from unpolicy.exchange.units import is_flag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


_SEARCHED = 200
"""Rows among which the header is looked for."""
_OF_ONE = ("low", "high", "revisions")
"""What can be said of one figure only, so not by a row of several."""
_DETAILS = ("published", "due", "source", "note", "note_ja", "note_en", *_OF_ONE)
_UNIT_ABOVE = re.compile(r"[(（]?\s*(?:単位|units?)\s*[:：]\s*(?P<unit>[^()（）]+?)\s*[)）]?", re.IGNORECASE)


class Place(NamedTuple):
    """A filled cell in which a figure stands or might stand, or a row that says why it has none.

    Attributes:
        row: its row; one without a number for a figure of other data, which stands in no cell.
        column: its column, from 0.
        name: what the table calls the indicator; `None` where it does not say.
        year: the year as written.
        flag: what the heading says of all figures of its column.
        group: the heading over several columns of years, where there are different ones.
        role: `actual`, `baseline` for a figure from which is counted, or the choice that leaves out what is no figure.
        error: why no figure can be taken from it.
    """

    row: Row
    column: int
    name: str | None = None
    year: str = ""
    flag: str = ""
    group: str = ""
    role: str = "actual"
    error: UnpolicyError | None = None

    @property
    def text(self) -> str:
        """What is written in the cell."""
        return self.row.cell(self.column)

    @property
    def at(self) -> tuple[int | None, int | None]:
        """Row and column from 1."""
        return (self.row.number, self.column + 1) if self.row.number else (None, None)

    def place(self) -> tuple[str, str]:
        """The place in English and Japanese."""
        if not self.row.number:
            return "", ""
        column = column_name(self.column)
        return f"row {self.row.number}, column {column}", f"{self.row.number}行目{column}列"


class SourceTable:
    """A table that has been understood: its header, its form, and its cells."""

    def __init__(self, grid: Grid, index: int, header: Header, form: str) -> None:
        self.form = form
        self.header = header
        self._figures = _figures(header, form)
        vague = _OF_ONE if len(self._figures) > 1 else ()
        self._about = {name: found for name, found in header.fields.items() if name not in vague}
        self._grid = grid
        self._body = grid.rows[index + 1 :]
        self._above = grid.rows[:index]
        first = min(header.years, default=0)
        self.parts = {c: h for c, h in header.others.items() if form == "tidy" or (form == "wide" and c < first)}
        self.parts |= {c: header.heading(c) for c in header.fields.get("goal", ())}
        if form == "wide":
            self.parts |= {
                c: h
                for c, h in header.others.items()
                if c > first and not holds_year(h) and not any(self._is_number(r, c) for r in self._body)
            }
        self._named: dict[int, str] = {}
        self._roles = [column for column in header.others if self._all(column, role_of)]  # 目標, 実績
        self.parts = {c: h for c, h in self.parts.items() if c not in self._roles}
        stated = (_UNIT_ABOVE.fullmatch(cell.strip()) for row in self._above for cell in row.cells)
        self.unit_above = next((match["unit"] for match in stated if match), "")
        columns = {*header.others, *header.indicators, *header.years}.union(*(header.fields.get(v, ()) for v in vague))
        self._flags = self._flag_columns()
        self._own_units = self._own(self._about.get("unit", ()))
        self._unread = sorted(columns - self._figures.keys() - self.parts.keys() - header.left.keys())

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headings of columns that nothing was made of."""
        return tuple(h for c, h in self.header.others.items() if c not in (*self.parts, *self._roles))

    @property
    def counts_fiscal(self) -> bool:
        """Whether a heading calls the years fiscal ones: 年度, 基準年度, fiscal year."""
        fields = ("year", "baseline_year", "target_year")
        headings = (plain(self.header.heading(c)) for name in fields for c in self.header.fields.get(name, ()))
        return any(heading.endswith("年度") or heading.startswith("fiscal") for heading in headings)

    def part(self, place: Place) -> tuple[str, ...]:
        """What a place's row says in the columns that may part an indicator."""
        group = "" if role_of(place.group) else place.group  # its role says already which cells are figures
        return (*(place.row.cell(column).strip() for column in self.parts), group)

    def details(self, place: Place) -> dict[str, str]:
        """The details of a figure that are filled in."""
        given = ((name, place.row.cell(self._about[name][0])) for name in _DETAILS if name in self._about)
        return {name: text for name, text in given if not is_blank(text)}

    def flags(self, place: Place) -> list[tuple[str, str]]:
        """What is said of a figure's status beside it, each with the list of codes that it is of."""
        listed = self.header.status_list
        found = [
            (text.strip(), listed if name in ("status", "annotation") else name)
            for column, (name, of) in self._flags.items()
            if of in (None, place.column)
            for text in re.split(r"[;,]\s*", place.row.cell(column))
            if not is_blank(text)
        ]
        return [*found, *([(place.flag, "eurostat")] if place.flag else [])]

    def _flag_columns(self) -> dict[int, tuple[str, int | None]]:
        """The columns of flags, each with its field, and the column of figures on its left where it is of that alone.

        That is so where there are several columns of flags, and where one has no heading of its own.
        """
        found = {column: name for name in FLAGS for column in self._about.get(name, ())}
        bare = {c for c in self.header.blank if c - 1 in self._figures and self._all(c, is_flag)}
        own = self._own(list(found)) | bare
        return {c: (name, c - 1 if c in own else None) for c, name in (found | dict.fromkeys(bare, "status")).items()}

    def _own(self, columns: Sequence[int]) -> set[int]:
        """Several columns of one kind where each stands right behind a column of figures, and is of that alone."""
        return set(columns) if len(columns) > 1 and all(column - 1 in self._figures for column in columns) else set()

    def _all(self, column: int, fits: Callable[[str], object]) -> bool:
        """Whether a column holds something, and all of it is of a kind."""
        texts = [text for row in self._body if not is_blank(text := row.cell(column))]
        return bool(texts) and all(map(fits, texts))

    def _role(self, row: Row) -> str:
        roles = {role_of(row.cell(column)) for column in self._roles}
        return "targets" if "target" in roles else "baseline" if "baseline" in roles else ""

    def units(self, place: Place) -> tuple[list[str], str]:
        """What the table says of the unit of a place, and of its multiplier."""
        columns = (c for c in self._about.get("unit", ()) if c == place.column + 1 or c not in self._own_units)
        found = [*map(place.row.cell, columns), self.header.units.get(place.column, ""), self.unit_above]
        return [text for text in found if not is_blank(text)], self.stated(place.row, "multiplier")

    def stated(self, row: Row, field: str) -> str:
        """What a row says in the first column of a field that is filled; nothing where there is none."""
        cells = (row.cell(column).strip() for column in self.header.fields.get(field, ()))
        return next((cell for cell in cells if cell), "")

    def promise(self, place: Place) -> Place:
        """A promise, or a baseline that is no figure, with its indicator and its year."""
        row, yearly = place.row, self.header.years.get(place.column)
        year = self.stated(row, "target_year" if place.role == "targets" else "baseline_year")
        year = yearly.year if yearly is not None else year or self.stated(row, "year")
        return place._replace(name=place.name or self._name(row) or self.header.promised.get(place.column), year=year)

    def cells(self) -> Iterator[Place]:
        """Every filled cell in which a figure stands or might stand, in the order of the file."""
        above = UsageError(
            "it stands above the header of the table: part the tables, or delete it.",
            ja="表の見出しより上にある値です。表を分けるか、削除してください。",
            reason="above-the-table",
        )
        another = UsageError(
            "it stands in another table, which begins below this one: part the tables.",
            ja="下に別の表が始まっており、そこにある値です。表を分けてください。",
            reason="another-table",
        )
        for row in self._above:
            numbers = [column for column in row.filled if self._is_number(row, column)]
            yield from (Place(row, column, error=above) for column in numbers if yearly(row.cell(column)) is None)
        foreign = False
        for row in self._body:
            foreign = foreign or self._begins_another(row)
            if foreign:
                yield from (Place(row, c, error=another) for c in row.filled if self._is_number(row, c))
            else:
                yield from self._of_row(row)

    def _begins_another(self, row: Row) -> bool:
        """Whether a row is the header of another table below this one: nothing in it but headings, years among them."""
        if len(row.filled) < 2 or row.cells == self.header.row.cells or row.cell(row.filled[0]).strip().isdigit():
            return False
        return all(field_of(row.cell(c), {}) in FIELDS or yearly(row.cell(c)) is not None for c in row.filled)

    def _of_row(self, row: Row) -> Iterator[Place]:
        places = list(self._places(row))
        if self._is_note(row, places):
            yield Place(row, row.filled[0], role="note")
        elif row.hidden:
            yield from (Place(row, place.column, role="hidden") for place in self._shown(row, places))
        else:
            yield from self._shown(row, places)

    def _shown(self, row: Row, places: list[Place]) -> Iterator[Place]:
        extra = [column for column in row.filled if self._has_no_heading(row, column)]
        shifted = any(column >= self.header.width or _continues(row, column) for column in extra)
        error = _no_heading(self.header.width, len(row.cells)) if extra else None
        for place in places:
            if shifted:
                yield Place(row, place.column, error=error)
            else:
                yield Place(row, place.column, role="hidden") if place.column in self._grid.hidden else place
        yield from (Place(row, column, error=error) for column in extra)
        yield from self._beside(row)

    def _places(self, row: Row) -> Iterator[Place]:
        name, year = self._name(row), "" if self.form == "wide" else row.cell(self.header.fields["year"][0])
        role = self._role(row)
        for column, head in self._figures.items():
            if not is_blank(row.cell(column)) or (self.form == "tidy" and self._says_status(row)):
                yield head._replace(row=row, name=head.name or name, year=head.year or year, role=role or head.role)
        for column in self._dated_baselines(row):
            yield Place(row, column, name, self.stated(row, "baseline_year"), role="baseline")

    def _dated_baselines(self, row: Row) -> list[int]:
        """The baselines of a row that has a column for their year: that year's figures, as where a heading says it."""
        if self.form != "wide" or not self.stated(row, "baseline_year"):
            return []
        return [column for column in self.header.fields.get("baseline", ()) if not is_blank(row.cell(column))]

    def _says_status(self, row: Row) -> bool:
        """Whether a row without a value says why it has none."""
        dated = not is_blank(row.cell(self.header.fields["year"][0]))
        return dated and any(not is_blank(row.cell(column)) for column in self._flags)

    def _name(self, row: Row) -> str | None:
        names = [name for column in self.header.named if (name := row.cell(column).strip())]
        name = next(filter(self.header.is_indicator, names), names[0] if names else "")
        if self._roles:  # one name stands over the rows of 目標 and 実績
            name = self._named.setdefault(row.number, name or self._named.get(row.number - 1, ""))
        return name or None

    def _is_note(self, row: Row, places: list[Place]) -> bool:
        filled = row.filled
        if row.cells == self.header.row.cells:
            return True
        if len(filled) > 1 or not filled:
            return False
        return not places or (
            filled[0] == 0 and self.header.width > 1 and not self._is_number(row, 0) and len(row.cells[0]) > 12
        )

    def _has_no_heading(self, row: Row, column: int) -> bool:
        if column >= self.header.width:
            return True
        return column > 0 and column in self.header.blank and self._is_number(row, column)

    def _beside(self, row: Row) -> Iterator[Place]:
        """Promises, numbers that are no figures by a choice, and numbers in columns that mean nothing."""
        dated = self._dated_baselines(row)
        for column, choice in self.header.left.items():
            promised = choice != IGNORE and not is_blank(row.cell(column))
            if (promised or self._is_number(row, column)) and column not in dated:
                yield Place(row, column, role=choice)
        if self.form != "tidy" or self.header.years or self.header.indicators:
            for column in self._unread:
                heading = self.header.heading(column)
                if self._is_number(row, column) or (holds_year(heading) and not is_blank(row.cell(column))):
                    yield Place(row, column, error=_unread(heading))

    @staticmethod
    def _is_number(row: Row, column: int) -> bool:
        text = row.cell(column)
        return isinstance(text, Flawed) or is_number(text)


def _figures(header: Header, form: str) -> dict[int, Place]:
    """The columns in which figures stand, each with what its heading says of all of them."""
    if form == "tidy":
        return {column: Place(header.row, column) for column in header.fields["value"]}
    if form == "across":
        return {column: Place(header.row, column, name) for column, name in header.indicators.items()}
    return {
        column: Place(header.row, column, None, heading.year, heading.flag, header.groups.get(column, ""), heading.role)
        for column, heading in header.years.items()
        if heading.role != "target"
    }


def shape(
    grid: Grid, mapping: Mapping[str, str], is_indicator: Callable[[str], bool], *, adopt: bool = False
) -> SourceTable:
    """Find the header among the first rows, and the form that it means.

    Args:
        grid: the table.
        mapping: what `--map` says.
        is_indicator: whether a text names an indicator.
        adopt: whether columns that nobody knows may be indicators, or name them.

    Raises:
        UsageError: no row is a header, a field has two columns, or `--map` names a column that is not there.
    """
    above: Row | None = None
    for index, row in enumerate(grid.rows[:_SEARCHED]):
        near = above if above is not None and above.number == row.number - 1 else None
        header = Header(row, near, mapping, is_indicator)
        above = row
        if any(_says_roles(header, below) for below in grid.rows[index + 1 : index + 2]):
            continue
        form = _form(header, grid.rows[index + 1 :], adopt=adopt)
        if form == "figures":
            break
        if form is not None:
            header.check()
            return SourceTable(grid, index, header, form)
    raise UsageError(
        f"{grid.name} has neither columns for year and value nor years as columns"
        + (f" in its first {_SEARCHED} rows" if len(grid.rows) > _SEARCHED else "")
        + " ".join([": name them with --map THEIRS=OURS.", *(en for en, _ in grid.remarks)]),
        ja=f"{grid.name} に年と値の列も、年を並べた列も見つかりません。--map 相手の列名=year などで指定してください。"
        + "".join(ja for _, ja in grid.remarks),
    )


def _says_roles(header: Header, below: Row) -> bool:
    """Whether the row below years says what each of their columns holds: 計画, 実績; then that row is the header."""
    texts = [below.cell(column) for column in below.filled]
    if not header.years or any(is_number(text) and yearly(text) is None for text in texts):
        return False
    return sum(role_of(below.cell(column)) is not None for column in below.filled if column >= min(header.years)) > 1


def _form(header: Header, body: Sequence[Row], *, adopt: bool) -> str | None:
    """The form that a row means as a header; `figures` where it is none, but the first row of figures."""
    if "year" in header.fields:
        if adopt and "value" not in header.fields:
            header.adopt_columns(body)
        return "tidy" if "value" in header.fields else "across" if header.indicators else None
    if not any(year.role != "target" for year in header.years.values()) or header.is_title(body):
        return None
    if not header.named:
        header.adopt_names(body)
        if header.is_of_figures(body):
            return "figures"
        if adopt and not header.named:
            header.adopt_title()
    return "wide" if header.named or body else None


def _continues(row: Row, column: int) -> bool:
    """Whether a cell may be the rest of the number in the cell before it, parted at its comma."""
    return bool(re.fullmatch(r"[0-9]{3}(?:\.[0-9]+)?", row.cell(column).strip())) and bool(
        re.fullmatch(r"-?[0-9]{1,3}", row.cell(column - 1).strip())
    )


def _no_heading(width: int, cells: int) -> UsageError:
    if cells > width:
        return UsageError(
            f"the row has {cells} cells below {width} headings: a number with a comma in it needs quotes.",
            ja=f"見出し{width}列に対して{cells}セルあります。コンマを含む数値は引用符で囲んでください。",
            reason="too-many-cells",
        )
    return UsageError(
        "the column has no heading: give it one, or empty it.",
        ja="見出しのない列にある値です。見出しを付けるか、空にしてください。",
        reason="no-heading",
    )


def _unread(heading: str) -> UsageError:
    return UsageError(
        f"nothing says what the column “{heading}” is: name it with --map “{heading}=…”, or leave it out with "
        f"--map “{heading}={IGNORE}”.",
        ja=f"列「{heading}」の意味が分かりません。--map '{heading}=…' で指定するか、"
        f"--map '{heading}={IGNORE}' で外してください。",
        reason="unknown-column",
    )
