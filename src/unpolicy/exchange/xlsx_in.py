"""A sheet of an Excel workbook as a table (extra `xlsx`)."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from unpolicy.errors import DataError, MissingExtraError, UnpolicyError, UsageError
from unpolicy.exchange.grid import Grid, Row
from unpolicy.exchange.unpacking import refuse_bomb, refuse_row

if TYPE_CHECKING:
    from collections.abc import Iterator

_OURS = "figures"
# The escape of an escape first: XlsxWriter escapes from left to right, and what overlaps only once.
_ESCAPE = re.compile("_x005F(_x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")


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
    with _sound(name):
        refuse_bomb(data, name)
        with contextlib.closing(openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)) as book:
            return _table(book, name, sheet)


@contextlib.contextmanager
def _sound(name: str) -> Iterator[None]:
    """Within this, whatever goes wrong is the workbook's fault, and openpyxl's remarks are for nobody."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except (UnpolicyError, MemoryError):
        raise
    except Exception as error:  # a damaged workbook meets openpyxl with a dozen kinds of exception
        raise DataError(
            f"{name} is not an Excel workbook (.xlsx), or it is damaged.",
            ja=f"{name} は Excel ブック（.xlsx）ではないか、壊れています。",
        ) from error


def _table(book: Any, name: str, sheet: str | None) -> Grid:  # noqa: ANN401 - openpyxl has no types
    names = [one.title for one in book.worksheets]
    wanted = sheet if sheet is not None else _OURS if _OURS in names else names[0] if names else None
    if wanted not in names:
        raise UsageError(
            f"{name} has no sheet “{wanted}”: {', '.join(names) or 'it has none'}.",
            ja=f"{name} にシート「{wanted}」はありません（{'、'.join(names) or 'シートなし'}）。",
        )
    rows = list(_rows(book[wanted], name))
    guess = sheet is None and wanted != _OURS and len(names) > 1
    remark = (f"The sheet “{wanted}” of {name} was read.", f"{name} のシート「{wanted}」を読みました。")
    return Grid(name, rows, (remark,) if guess else ())


def _rows(sheet: Any, name: str) -> Iterator[Row]:  # noqa: ANN401 - openpyxl has no types
    """The rows that are not blank, without the empty cells at their ends."""
    sheet.reset_dimensions()  # what a workbook says of its size is not always so
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        refuse_row(number, name)
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        row = Row(number, tuple(texts))
        if not row.blank:
            yield row


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
