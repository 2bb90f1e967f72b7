"""A table as it was read: texts in rows that know their number, whatever file they stood in."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.errors import UsageError
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

InputFormat = Literal["csv", "xlsx", "json"]

_WHITE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_WHITE += "\u2028\u2029\u202f\u205f\u3000"

_ENDINGS: dict[str, InputFormat] = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".json": "json"}


def is_blank(text: str) -> bool:
    """Whether a text holds nothing but white space, by Unicode's list of it, as the data format counts it too."""
    return not text.strip(_WHITE)


class Row(NamedTuple):
    """One row.

    Attributes:
        number: its number as a spreadsheet program shows it, from 1.
        cells: its texts; it may be shorter than the header.
    """

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """The text in a column counted from 0; empty where the row is too short."""
        return self.cells[column] if column < len(self.cells) else ""

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return all(is_blank(cell) for cell in self.cells)


class Grid(NamedTuple):
    """All rows of a file or a sheet, blank ones left out.

    Attributes:
        name: the file's name, for messages.
        rows: the rows; which of them is the header is for `unpolicy.exchange.columns` to find.
        remarks: what the reader had to guess, in English and Japanese.
    """

    name: str
    rows: Sequence[Row]
    remarks: tuple[tuple[str, str], ...] = ()


def input_format(name: str, asked: str | None = None) -> InputFormat:
    """The format asked for, else the one of the file's ending.

    Raises:
        UsageError: there is no such format, or the ending says none.
    """
    wanted = PurePath(name).suffix.lower() if asked is None else f".{asked}"
    if wanted in _ENDINGS:
        return _ENDINGS[wanted]
    raise UsageError(
        f"{quoted(name)} is none of the kinds that import reads: name a csv, xlsx or json file, or add --format.",
        ja=f"{quoted(name)} は取り込める形式ではありません。csv、xlsx、json を指定するか --format を付けてください。",
    )
