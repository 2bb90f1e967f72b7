"""A table as it was read, texts in rows that know their number, whatever file they stood in; and what became of them.

The ledger of an import holds every filled cell in which a figure stands: taken, recorded, left out or refused.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from unpolicy.errors import UnpolicyError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.change.decide import Decision, FigureRequest

    Asked: TypeAlias = "tuple[CellPlace, FigureRequest | UnpolicyError]"
    """What a cell asks for, or why it cannot be taken."""

FIGURES = "figures"
"""The sheet of our own workbooks that an import reads."""
_WHITE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_WHITE += "\u2028\u2029\u202f\u205f\u3000"
_FLAWS = {
    "formula": (
        "is a formula whose result was never worked out: open the workbook, let it calculate, and save it",
        "は計算結果の保存されていない数式です。ブックを開いて計算し、保存し直してください",
    ),
    "footnote-mark": (
        "carries a superscript or subscript, the mark of a footnote: take it out, and put what it says in a note",
        "には上付き・下付きの注番号が付いています。番号を除き、注の内容は note に書いてください",
    ),
    "error-value": (
        "is an error of the spreadsheet: mend it, or name it with --missing",
        "は表計算のエラー値です。直すか、--missing で欠測の印として指定してください",
    ),
    "merged": (
        "stands in a cell that is merged over several columns: part it",
        "は複数の列にまたがる結合セルにあります。結合を解いてください",
    ),
}


def is_blank(text: str) -> bool:
    """Whether a text holds nothing but white space, by Unicode's list of it, as the data format counts it too."""
    return not text or not text.strip(_WHITE)


class Flawed(str):
    """A cell's text that must not be taken for a figure or a year, and why."""

    __slots__ = ("flaw",)
    flaw: str

    def __new__(cls, text: str, flaw: str) -> Flawed:
        """The text of a cell with its flaw, one of those that are known."""
        self = super().__new__(cls, text)
        self.flaw = flaw
        return self


def require_sound(text: str) -> None:
    """Refuse the text of a cell with a flaw.

    Raises:
        UsageError: it has one.
    """
    if isinstance(text, Flawed):
        en, ja = _FLAWS[text.flaw]
        raise UsageError(f"“{text}” {en}.", ja=f"「{text}」{ja}。", reason=text.flaw)


class Row(NamedTuple):
    """One row.

    Attributes:
        number: its number as a spreadsheet program shows it, from 1.
        cells: its texts; it may be shorter than the header.
        hidden: whether the spreadsheet program does not show it.
    """

    number: int
    cells: tuple[str, ...]
    hidden: bool = False

    def cell(self, column: int) -> str:
        """The text in a column counted from 0; empty where the row is too short."""
        return self.cells[column] if column < len(self.cells) else ""

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return all(is_blank(cell) for cell in self.cells)

    @property
    def filled(self) -> list[int]:
        """The columns that hold something."""
        return [column for column, cell in enumerate(self.cells) if not is_blank(cell)]


class Grid(NamedTuple):
    """All rows of a file or a sheet, blank ones left out.

    Attributes:
        name: the file's name, for messages.
        rows: the rows; which of them is the header is for `unpolicy.exchange.shape` to find.
        remarks: what the reader had to guess, in English and Japanese.
        hidden: the columns that the spreadsheet program does not show.
        comma: whether the file parts cells in a way that leaves the comma free to be a decimal mark.
    """

    name: str
    rows: Sequence[Row]
    remarks: tuple[tuple[str, str], ...] = ()
    hidden: frozenset[int] = frozenset()
    comma: bool = False


def column_name(column: int) -> str:
    """A column counted from 0 as a spreadsheet program names it: A, B … Z, AA."""
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(65 + letter) + name
    return name


CHOICES: dict[str, tuple[str, str]] = {
    "where": ("by --where", "--where"),
    "indicator": ("by -i", "-i"),
    "ignore": ("by --map …=ignore", "--map …=ignore"),
    "hidden": ("as hidden in the workbook", "ブックで非表示"),
    "note": ("as notes", "注記"),
    "targets": ("as promises, not figures", "目標・計画の値"),
    "baselines": ("as baselines, not figures", "基準値"),
    "not-out": ("as not out yet", "未公表の年の値"),
}
"""The choices that leave a cell out, in the words of the last line."""


class CellPlace(NamedTuple):
    """Where something stood, and what the file says it is of.

    Attributes:
        row: a row as a spreadsheet shows its number; `None` for what has no cells.
        column: a column from 1.
        text: what was written there.
        indicator: what the file calls the indicator; `None` where it does not say.
        year: the year as written.
    """

    row: int | None = None
    column: int | None = None
    text: str = ""
    indicator: str | None = None
    year: str = ""

    def place(self) -> tuple[str, str]:
        """The place in English and Japanese."""
        if self.row is None:
            return "", ""
        column = column_name(self.column - 1) if self.column else ""
        return f"row {self.row}, column {column}", f"{self.row}行目{column}列"


@dataclass
class Ledger:
    """What became of each filled cell.

    Attributes:
        taken: the cells of figures to be written, in the order of the file, with what they do.
        recorded: how many are recorded just so.
        left: how many were left out, by the choice that did.
        refused: the cells that cannot be taken, each with its reason.
        promises: how many targets, and baselines of theirs that are no figures, were taken.
    """

    taken: list[tuple[CellPlace, Decision]] = field(default_factory=list)
    recorded: int = 0
    left: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[CellPlace, UnpolicyError]] = field(default_factory=list)
    promises: int = 0

    @property
    def left_out(self) -> int:
        """How many were left out."""
        return self.left.total()

    @property
    def filled(self) -> int:
        """How many cells there were: every one is in one of the four lists."""
        return len(self.taken) + self.promises + self.recorded + self.left_out + len(self.refused)

    def groups(self) -> dict[str, list[tuple[CellPlace, UnpolicyError]]]:
        """The refusals by reason, in the order in which reasons came up."""
        found: dict[str, list[tuple[CellPlace, UnpolicyError]]] = {}
        for cell, error in self.refused:
            found.setdefault(error.reason, []).append((cell, error))
        return found
