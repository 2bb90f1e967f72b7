"""A sheet of an Excel workbook as a table (extra `xlsx`)."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from unpolicy.errors import DataError, MissingExtraError, UsageError
from unpolicy.exchange.grid import Grid, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

_OURS = "figures"
# The escape of an escape first: XlsxWriter escapes from left to right, and what overlaps only once.
_ESCAPE = re.compile("_x005F(_x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")
_LARGEST = 512 * 1024 * 1024
"""Bytes that a workbook may hold unpacked; more is an archive made to fill the memory."""


def read_xlsx(data: bytes, name: str, sheet: str | None = None) -> Grid:
    """Read one sheet.

    Args:
        data: the workbook.
        name: the file's name, for messages.
        sheet: the sheet's name; the sheet `figures` where there is one, else the first, when `None`.

    Raises:
        MissingExtraError: openpyxl is not installed.
        DataError: it is no workbook.
        UsageError: it has no such sheet.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtraError(
            "Excel files need the extra “xlsx”: pip install 'unpolicy[xlsx]'.",
            ja="Excel の取り込みには追加機能 xlsx が必要です：pip install 'unpolicy[xlsx]'",
        ) from error
    try:
        _refuse_bomb(data, name)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except DataError:
        raise
    except Exception as error:  # a damaged workbook meets openpyxl with a dozen kinds of exception
        raise _no_workbook(name) from error
    try:
        return _table(book, name, sheet)
    finally:
        book.close()


def _table(book: Any, name: str, sheet: str | None) -> Grid:  # noqa: ANN401 - openpyxl has no types
    names = [one.title for one in book.worksheets]
    wanted = sheet if sheet is not None else _OURS if _OURS in names else names[0] if names else None
    if wanted not in names:
        raise UsageError(
            f"{name} has no sheet “{wanted}”: {', '.join(names) or 'it has none'}.",
            ja=f"{name} にシート「{wanted}」はありません（{'、'.join(names) or 'シートなし'}）。",
        )
    try:
        rows = list(_rows(book[wanted]))
    except (ValueError, KeyError, TypeError, SyntaxError, zipfile.BadZipFile) as error:
        raise _no_workbook(name) from error
    guess = sheet is None and wanted != _OURS and len(names) > 1
    remark = (f"The sheet “{wanted}” of {name} was read.", f"{name} のシート「{wanted}」を読みました。")
    return Grid(name, [row for row in rows if not row.blank], (remark,) if guess else ())


def _rows(sheet: Any) -> Iterator[Row]:  # noqa: ANN401 - openpyxl has no types
    sheet.reset_dimensions()  # what a workbook says of its size is not always so
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield Row(number, tuple(_text(cell) for cell in cells))


def _text(cell: Any) -> str:  # noqa: ANN401 - openpyxl has no types
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime):
        return value.date().isoformat() if not any((value.hour, value.minute, value.second)) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return _unescape(str(value))


def _unescape(text: str) -> str:
    """A text with its ``_xHHHH_`` read."""
    return _ESCAPE.sub(lambda match: match[1] or chr(int(match[2], 16)), text) if "_x" in text else text


def _number(value: float, shown_as: str | None) -> str:
    if shown_as is not None and "%" in shown_as:  # Excel keeps 82.7 % as 0.827
        return f"{format((Decimal(repr(value)) * 100).normalize(), 'f')}%"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return repr(value)


def _refuse_bomb(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
            raise DataError(
                f"{name} unpacks to more than {_LARGEST // 1024**2} MiB, the most that is read: split it.",
                ja=f"{name} は展開すると {_LARGEST // 1024**2} MiB を超えます。分割してください。",
            )


def _no_workbook(name: str) -> DataError:
    return DataError(
        f"{name} is not an Excel workbook (.xlsx), or it is damaged.",
        ja=f"{name} は Excel ブック（.xlsx）ではないか、壊れています。",
    )
