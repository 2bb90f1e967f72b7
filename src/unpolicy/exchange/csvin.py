"""A CSV file of any origin as a table: encoding and delimiter are found out, formulas guarded against are undone."""

from __future__ import annotations

import codecs
import csv
import io

from unpolicy.errors import DataError
from unpolicy.exchange.guard import unguard
from unpolicy.exchange.table import Row, Table

_DELIMITERS = (",", ";", "\t")
_HEAD = 20
_LARGEST_CELL = 16 * 1024 * 1024


def read_csv(data: bytes, name: str) -> Table:
    """Read a CSV file.

    Args:
        data: the bytes: UTF-8, UTF-16 with a byte order mark, or what Japanese Excel saves (CP932).
        name: the file's name, for messages.

    Raises:
        DataError: the bytes are no text, or quotes are not closed.
    """
    text, encoding = _decoded(data, name)
    # One limit for the process, and the default of 128 KiB is shorter than a cell of Excel may be in UTF-8 and quotes.
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        rows = [Row(number, tuple(map(unguard, cells))) for number, cells in enumerate(reader, start=1)]
    except csv.Error as error:
        raise DataError(
            f"{name}, line {reader.line_num}: not CSV ({error}).",
            ja=f"{name} の{reader.line_num}行目が CSV として読めません（{error}）。",
        ) from error
    remarks = ((f"{name} was read as {encoding}.", f"{name} は {encoding} として読みました。"),) if encoding else ()
    return Table(name, [row for row in rows if not row.blank], remarks)


def _decoded(data: bytes, name: str) -> tuple[str, str | None]:
    """The text, and the encoding where it was guessed."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16"), None
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp932"), "CP932"
    except UnicodeDecodeError as error:
        raise DataError(
            f"{name} is neither UTF-8 nor CP932: save it as “CSV UTF-8”.",
            ja=f"{name} は UTF-8 でも CP932 でもありません。「CSV UTF-8」で保存し直してください。",
        ) from error


def _delimiter(text: str) -> str:
    """The delimiter that parts most cells in the first lines; commas where none does."""
    head = text[:65536].splitlines()[:_HEAD]
    counts = {mark: sum(line.count(mark) for line in head) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: counts[mark]) if any(counts.values()) else ","
