"""The documents of commands that take figures from files or write files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.views.documents import OMITTED, Omitted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class ExportDocument(NamedTuple):
    """The document `unpolicy/export/1`: what was written where.

    Attributes:
        path: the file.
        format: its format.
        figures: how many figures there are in it.
        targets: how many targets, where a row is a target.
        beside: files that were written beside it, where there are any.
    """

    schema: Literal["unpolicy/export/1"]
    path: str
    format: str
    figures: int | Omitted
    targets: int | Omitted
    beside: Sequence[str] | Omitted


def export_document(path: str, kind: str, table: str, total: int, beside: Sequence[str]) -> ExportDocument:
    """What an export of figures or targets wrote."""
    figures, targets = (total, OMITTED) if table == "figures" else (OMITTED, total)
    return ExportDocument("unpolicy/export/1", path, kind, figures, targets, beside or OMITTED)


class SiteDocument(NamedTuple):
    """The document `unpolicy/site/1`: how many files a site has, and how many were written and removed."""

    schema: Literal["unpolicy/site/1"]
    path: str
    files: int
    written: int
    removed: int


class ImportedCells(NamedTuple):
    """How many cells hold something where figures stand, and what became of them."""

    filled: int
    taken: int
    recorded: int
    left_out: int
    refused: int


class ImportedFigure(NamedTuple):
    """A figure that was taken, and where it stood."""

    indicator: str
    year: int
    kind: str
    before: float | None
    after: float | None
    row: int | None
    column: int | None


class RefusedCell(NamedTuple):
    """A cell that was not taken, with the reason."""

    row: int | None
    column: int | None
    text: str
    reason: str
    message: str


class ImportDocument(NamedTuple):
    """The document `unpolicy/import/1`: every count, every figure, every refusal, and the ids of what was made."""

    schema: Literal["unpolicy/import/1"]
    written: bool
    cells: ImportedCells
    left_out: Mapping[str, int]
    figures: Sequence[ImportedFigure]
    refused: Sequence[RefusedCell]
    made: Mapping[str, Sequence[str]]
