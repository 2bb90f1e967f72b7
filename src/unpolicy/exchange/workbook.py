"""Workbooks: what is looked at before anybody parses them, which sheet is read, and sheets of OpenDocument.

A workbook is a zip archive of XML, of which a few kilobytes may unpack to work for hours. Its parts are unpacked here
piece by piece first, and nothing is kept of them: they may hold only so many bytes, rows and cells, and no text longer
than a cell can have. A sheet of an OpenDocument spreadsheet is read as it is shown (ODF 1.3 part 3, chapter 9).
"""

from __future__ import annotations

import io
import lzma
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from decimal import Decimal
from typing import IO, TYPE_CHECKING

from unpolicy.errors import DataError, UsageError
from unpolicy.exchange.cells import FIGURES, Flawed, Grid, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_DAMAGED = (
    *(zipfile.BadZipFile, LookupError, ValueError, EOFError, SyntaxError, NotImplementedError, RuntimeError, OSError),
    *(OverflowError, ArithmeticError, zlib.error, lzma.LZMAError),
)
"""What a damaged, encrypted or invented archive makes the libraries raise."""
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
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_MOST_REPEATED = 1000
"""Times that a cell or a row that holds something is repeated at most; empty ones only count."""


def unpacked(data: bytes, name: str, kinds: tuple[str, str], read: Callable[[zipfile.ZipFile], Grid]) -> Grid:
    """A table of a workbook that can be read in reasonable time and memory.

    Args:
        data: the workbook.
        name: the file's name, for messages.
        kinds: what it should be, in English and Japanese.
        read: reads the table from the archive that a workbook is.

    Raises:
        DataError: it is no such workbook, or costs too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bomb(archive, name)
            return read(archive)
    except _DAMAGED as error:
        raise DataError(
            f"{name} is not {kinds[0]}, or it is damaged.", ja=f"{name} は {kinds[1]}ではないか、壊れています。"
        ) from error


def elements(archive: zipfile.ZipFile, path: str, *names: str) -> Iterator[tuple[str, ET.Element]]:
    """The elements of a part that have one of some names, without their namespace; each is whole, and then let go."""
    above: list[ET.Element] = []
    with archive.open(path) as stream:
        # No document type, so no entities.
        for event, element in ET.iterparse(Undeclared(stream), ("start", "end")):  # noqa: S314
            if event == "start":
                above.append(element)
                continue
            above.pop()
            name = element.tag.rpartition("}")[2]
            if name in names:
                yield name, element
                del above[-1][:]


class Undeclared:
    """A stream of XML that must not declare a document type, and so has no entities."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._end = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._stream.read(size)
        seen = self._end + piece.replace(b"\0", b"")  # UTF-16, by the letter
        if b"<!DOCTYPE" in seen:
            raise ValueError("a document type")
        self._end = seen[-8:]
        return piece


def _refuse_bomb(archive: zipfile.ZipFile, name: str) -> None:
    if sum(part.file_size for part in archive.infolist()) > LARGEST:
        size = LARGEST // 1024**2
        raise _too_much(name, f"unpacks to more than {size} MiB", f"は展開すると {size} MiB を超えます")
    for part in archive.infolist():
        with archive.open(part) as stream:
            _look(stream, name)


def refuse_row(number: int, name: str) -> None:
    """Require a row to be one that a sheet can have.

    Raises:
        DataError: it is not; the rows up to it, which nobody wrote, would be made up.
    """
    if number > LAST_ROW:
        raise _too_much(name, f"has rows below row {LAST_ROW:,}", f"に{LAST_ROW:,}行を超える行があります")


def _look(stream: IO[bytes], name: str) -> None:
    work, is_xml = 0, None
    while raw := stream.read(_PIECE):
        piece = raw.replace(b"\0", b"")  # UTF-16, by the letter
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


def _too_much(name: str, fault: str, fault_ja: str) -> DataError:
    return DataError(
        f"{name} {fault}, which is not read: save the sheet that is meant as CSV, or delete what it does not need.",
        ja=f"{name} {fault_ja}。読み込めないため、必要なシートを CSV で保存するか、不要な部分を削除してください。",
    )


def pick_sheet(
    name: str, sheets: Mapping[str, bool], asked: str | None, *, hidden: bool
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The sheet of a workbook that is read, and what is to be said of the others.

    Args:
        name: the file's name, for messages.
        sheets: whether the workbook shows each sheet.
        asked: the sheet's name; `FIGURES` where there is one, else the first that is shown, when `None`.
        hidden: whether sheets that are not shown are like the others.

    Raises:
        UsageError: there is no such sheet.
    """
    shown = [key for key, visible in sheets.items() if hidden or visible] or list(sheets)
    wanted = asked if asked is not None else FIGURES if FIGURES in sheets else shown[0] if shown else None
    if wanted is None or wanted not in sheets:
        raise UsageError(
            f"{name} has no sheet “{wanted}”: {', '.join(sheets) or 'it has none'}.",
            ja=f"{name} にシート「{wanted}」はありません（{'、'.join(sheets) or 'シートなし'}）。",
        )
    if asked is not None or wanted == FIGURES or len(sheets) == 1:
        return wanted, ()
    others = ", ".join(key + ("" if visible else " (hidden)") for key, visible in sheets.items() if key != wanted)
    en = f"The sheet “{wanted}” of {name} was read; not read: {others} (--sheet)."
    ja = f"{name} のシート「{wanted}」を読みました。読まなかったシート：{others}（--sheet で指定）"
    return wanted, ((en, ja),)


def read_ods(data: bytes, name: str, sheet: str | None = None, *, hidden: bool = False) -> Grid:
    """Read one sheet.

    Args:
        data: the file.
        name: its name, for messages.
        sheet: the sheet's name; the sheet `figures` where there is one, else the first, when `None`.
        hidden: whether rows and columns that are hidden or filtered are read like the rest.

    Raises:
        DataError: it is no such file.
        UsageError: it has no such sheet.
    """
    kinds = "an OpenDocument spreadsheet (.ods)", "OpenDocument 表計算ファイル（.ods）"
    return unpacked(data, name, kinds, lambda archive: _ods_grid(archive, name, sheet, hidden=hidden))


def _ods_grid(archive: zipfile.ZipFile, name: str, sheet: str | None, *, hidden: bool) -> Grid:
    with archive.open("content.xml") as stream:
        root = ET.parse(Undeclared(stream)).getroot()  # noqa: S314 - no document type, so no entities
    tables = {table.get(f"{_TABLE}name", ""): table for table in root.iter(f"{_TABLE}table")}
    wanted, remarks = pick_sheet(name, dict.fromkeys(tables, True), sheet, hidden=hidden)
    raised = _raised_styles(root)
    rows = [row._replace(hidden=row.hidden and not hidden) for row in _rows(tables[wanted], raised, name)]
    return Grid(name, rows, remarks, frozenset() if hidden else frozenset(_hidden(tables[wanted])))


def _raised_styles(root: ET.Element) -> set[str]:
    """The names of styles that raise or lower their text."""
    return {
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        for properties in style
        if re.match(r"super|sub|-?[1-9]", properties.get(f"{_STYLE}text-position", ""))
    }


def _hidden(table: ET.Element) -> Iterator[int]:
    at = 0
    for column in table.iter(f"{_TABLE}table-column"):
        count = int(column.get(f"{_TABLE}number-columns-repeated", "1"))
        if column.get(f"{_TABLE}visibility", "visible") != "visible":
            yield from range(at, min(at + count, 16384))
        at += count


def _rows(table: ET.Element, raised: set[str], name: str) -> Iterator[Row]:
    number = filled = 0
    for row in table.iter(f"{_TABLE}table-row"):
        count = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        cells = _cells(row, raised)
        hidden = row.get(f"{_TABLE}visibility", "visible") != "visible"
        filled += len(cells) * min(count, _MOST_REPEATED)
        if filled > MOST_CELLS:
            most = f"{MOST_CELLS:,}"
            raise _too_much(name, f"has more than {most} filled cells", f"に値のあるセルが{most}を超えてあります")
        if cells:
            yield from (Row(number + time, cells, hidden) for time in range(1, min(count, _MOST_REPEATED) + 1))
        number += count


def _cells(row: ET.Element, raised: set[str]) -> tuple[str, ...]:
    found: list[str] = []
    blank = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        count = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        text = _text(cell, raised)
        if not text.strip():
            blank += count
            continue
        if len(found) + blank > 16384:
            raise ValueError("too many columns")
        found += [""] * blank + [text] * min(count, _MOST_REPEATED)
        blank = 0
    return tuple(found)


def _text(cell: ET.Element, raised: set[str]) -> str:  # noqa: PLR0911 - one for each kind of cell
    kind = cell.get(f"{_OFFICE}value-type")
    value = cell.get(f"{_OFFICE}value", "")
    shown = "\n".join("".join(paragraph.itertext()) for paragraph in cell.findall(f"{_TEXT}p"))
    if cell.get(f"{_TABLE}formula") and kind is None:
        return Flawed("=", "formula")
    if shown.startswith(("#", "Err:")) and cell.get(f"{_TABLE}formula"):
        return Flawed(shown, "error-value")
    if any(span.get(f"{_TEXT}style-name") in raised for span in cell.iter(f"{_TEXT}span")):
        return Flawed(shown, "footnote-mark")
    if kind == "percentage":
        return f"{format((Decimal(value) * 100).normalize(), 'f')}%"
    if kind == "date":
        day = cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00")
        return shown if re.fullmatch(r"[0-9]{4}", shown) and day.startswith(shown) else day
    if kind in ("float", "currency"):
        return f"{value}%" if shown.endswith("%") else value
    return shown
