"""A sheet of an OpenDocument spreadsheet as it is shown (ODF 1.3 part 3, chapter 9), read as a stream."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

from unpolicy.errors import DataError
from unpolicy.exchange.grid import Flawed, Grid, Row, pick_sheet
from unpolicy.exchange.unpacking import refuse_bomb, refuse_cells
from unpolicy.exchange.xlsx_in import DAMAGED

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_MOST_REPEATED = 1000
"""Times that a cell or a row that holds something is repeated at most; empty ones only count."""


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
    try:
        refuse_bomb(data, name)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read("content.xml")
        if b"<!DOCTYPE" in content[:4096]:
            raise ValueError("a document type in a spreadsheet")
        root = ET.fromstring(content)  # noqa: S314 - no document type, so no entities
        return _grid(root, name, sheet, hidden=hidden)
    except DAMAGED as error:
        raise DataError(
            f"{name} is not an OpenDocument spreadsheet (.ods), or it is damaged.",
            ja=f"{name} は OpenDocument 表計算ファイル（.ods）ではないか、壊れています。",
        ) from error


def _grid(root: ET.Element, name: str, sheet: str | None, *, hidden: bool) -> Grid:
    tables = {one.get(f"{_TABLE}name", ""): one for one in root.iter(f"{_TABLE}table")}
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
        refuse_cells(filled, name)
        if cells:
            yield from (Row(number + one, cells, hidden) for one in range(1, min(count, _MOST_REPEATED) + 1))
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
    shown = "\n".join("".join(one.itertext()) for one in cell.findall(f"{_TEXT}p"))
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
