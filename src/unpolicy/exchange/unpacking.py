"""What is looked at in a workbook before anybody parses it: a few kilobytes may unpack to work for hours.

A workbook is a zip archive of XML. Its parts are unpacked here piece by piece, and nothing is kept of them: they may
hold only so many bytes, rows and cells, and no text longer than a cell can have.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from unpolicy.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

LARGEST = 256 * 1024 * 1024
"""Bytes that all parts together may have."""
MOST_WORK = 6_000_000
"""What one part may cost, in elements with an end: with its content, a cell is two or three of them. A hundred thousand
figures of our own export are five millions."""
EMPTY, ROW = 3, 16
"""What an element without an end costs, and a row beside its cells, in openpyxl's time and memory."""
LAST_ROW = 1_048_576
"""The last row that a sheet can have."""
MOST_CELLS = 2_000_000
"""Filled cells that a sheet may have once its repetitions are written out."""
_PIECE = 256 * 1024
"""More bytes than a cell's 32,767 characters can be written in."""


def refuse_bomb(data: bytes, name: str) -> None:
    """Require a workbook to be one that can be read in reasonable time and memory.

    Args:
        data: the workbook.
        name: the file's name, for messages.

    Raises:
        DataError: it is not.
        zipfile.BadZipFile: it is no archive.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST:
            size = LARGEST // 1024**2
            raise _too_much(name, f"unpacks to more than {size} MiB", f"は展開すると {size} MiB を超えます")
        for part in archive.infolist():
            with archive.open(part) as stream:
                _look(_pieces(stream), name)


def refuse_row(number: int, name: str) -> None:
    """Require a row to be one that a sheet can have.

    Raises:
        DataError: it is not; the rows up to it, which nobody wrote, would be made up.
    """
    if number > LAST_ROW:
        raise _too_much(name, f"has rows below row {LAST_ROW:,}", f"に{LAST_ROW:,}行を超える行があります")


def refuse_cells(number: int, name: str) -> None:
    """Require a sheet to have no more filled cells than are read, however few it writes them with.

    Raises:
        DataError: it has more.
    """
    if number > MOST_CELLS:
        raise _too_much(
            name, f"has more than {MOST_CELLS:,} filled cells", f"に値のあるセルが{MOST_CELLS:,}を超えてあります"
        )


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece.replace(b"\0", b"")  # UTF-16, by the letter


def _look(pieces: Iterator[bytes], name: str) -> None:
    work, is_xml = 0, None
    for piece in pieces:
        if is_xml is None:
            is_xml = b"<" in piece[:1024]
        if not is_xml:  # a picture
            return
        if len(piece) >= _PIECE // 2 and b"<" not in piece:
            raise _too_much(name, "has a cell with more than 32,767 characters", "に32,767文字を超えるセルがあります")
        work += piece.count(b"</") + EMPTY * piece.count(b"/>") + ROW * piece.count(b"<row")
        if work > MOST_WORK:
            raise _too_much(
                name, "has too many rows and cells, empty ones among them", "の行とセルは多すぎます（空のものを含む）"
            )


def _too_much(name: str, what: str, what_ja: str) -> DataError:
    return DataError(
        f"{name} {what}, which is not read: save the sheet that is meant as CSV, or delete what it does not need.",
        ja=f"{name} {what_ja}。読み込めないため、必要なシートを CSV で保存するか、不要な部分を削除してください。",
    )
