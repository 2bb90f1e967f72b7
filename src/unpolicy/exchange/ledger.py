"""The ledger of an import: what became of every filled cell in which a figure stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from unpolicy.exchange.grid import column_name

if TYPE_CHECKING:
    from unpolicy.change.decide import Decision, FigureRequest
    from unpolicy.errors import UnpolicyError

    Asked: TypeAlias = "tuple[CellPlace, FigureRequest | UnpolicyError]"
    """What a cell asks for, or why it cannot be taken."""

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
