"""CSV files in and out: RFC 4180 in UTF-8 out, the usual delimiters in, formulas neutralised.

A cell of a CSV file that begins with ``=``, ``+``, ``-`` or ``@`` is a formula to Excel, LibreOffice and Google
Sheets, whoever wrote it; tabs and line breaks at the start hide one, and East Asian editions take the full-width signs
too (OWASP, “CSV Injection”). Such a text gets one apostrophe before it. So does a text that begins with apostrophes
and then goes on like that, which is what makes the way back exact: taking one apostrophe from every text that
`is_risky` and begins with one gives the old text, whatever it was. Numbers are no text and are never touched.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.errors import DataError
from unpolicy.exchange.encoding import decoded
from unpolicy.exchange.grid import Grid, Row
from unpolicy.exchange.rows import number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

_DELIMITERS = (",", ";", "\t", "|")
_HEAD = 20
_LARGEST_CELL = 16 * 1024 * 1024
_RISKY = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def write_csv(
    stream: BinaryIO,
    row_type: type[NamedTuple],
    table: Iterable[NamedTuple],
    *,
    bom: bool = False,
    step: Callable[[], None] | None = None,
) -> None:
    """Write records of one type, a row each, below the names of their fields.

    Args:
        stream: where the bytes go.
        row_type: the type of the records.
        table: the records.
        bom: whether a byte order mark comes first, without which Excel takes the file for the local legacy encoding.
        step: called after each row.
    """
    if bom:
        stream.write(codecs.BOM_UTF8)
    write_table(stream, row_type._fields, (map(cell, row) for row in table), step)


def write_table(
    stream: BinaryIO, header: Iterable[str], table: Iterable[Iterable[str]], step: Callable[[], None] | None = None
) -> None:
    """Write a table as RFC 4180 has it: CRLF, commas, quotes where they are needed, UTF-8."""
    writer = csv.writer(_Utf8(stream), lineterminator="\r\n")
    writer.writerow(header)
    for row in table:
        writer.writerow(row)
        if step is not None:
            step()


def cell(value: Any) -> str:  # noqa: ANN401 - the cells of a table
    """A value as a cell: nothing for none, all digits of a number, a day as 2026-11-24, a text that is no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return guard(value)
    return value.isoformat() if isinstance(value, date) else number_text(value)


class _Utf8:
    """What the csv writer writes to: a stream of bytes that takes text."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.encode())


def read_csv(data: bytes, name: str, encoding: str | None = None) -> Grid:
    """Read a CSV file.

    Args:
        data: the bytes.
        name: the file's name, for messages.
        encoding: their encoding; found out when `None`.

    Raises:
        DataError: the bytes are no text, or quotes are not closed.
        UsageError: there is no such encoding.
    """
    text, guessed = decoded(data, name, encoding)
    # One limit for the process, and the default of 128 KiB is shorter than a cell of Excel may be in UTF-8 and quotes.
    csv.field_size_limit(_LARGEST_CELL)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        # Most cells repeat others: held once, they take a fraction of the memory.
        rows = [
            Row(number, tuple(map(_cell_text, cells))) for number, cells in enumerate(reader, start=1) if any(cells)
        ]
    except csv.Error as error:
        raise DataError(
            f"{name}, line {reader.line_num}: not CSV ({error}).",
            ja=f"{name} の{reader.line_num}行目が CSV として読めません（{error}）。",
        ) from error
    remark = (f"{name} was read as {guessed}, a guess; --encoding names another.",)
    remarks = (
        ((*remark, f"{name} は {guessed} と推定して読みました（--encoding で指定できます）。"),) if guessed else ()
    )
    return Grid(name, [row for row in rows if not row.blank], remarks, comma=delimiter == ";")


def _cell_text(text: str) -> str:
    return sys.intern(unguard(text))


def _delimiter(text: str) -> str:
    """The delimiter that parts the first lines most and most alike; commas where none does."""
    head = re.split(r"\r\n|\r|\n", re.sub(r'"[^"]*"', "", text[:65536]))[:_HEAD]
    if re.match(r"[^\t]+\\TIME[^\t]*\t", head[0], re.IGNORECASE):
        return "\t"  # Eurostat's, whose first column holds several with commas between them
    score = {mark: _parted(head, mark) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: score[mark])


def _parted(lines: list[str], mark: str) -> int:
    """How many delimiters stand in the lines that have the number of them that most have."""
    counts = [count for line in lines if (count := line.count(mark))]
    return max((counts.count(count) * count for count in set(counts)), default=0)


def is_risky(text: str) -> bool:
    """Whether a spreadsheet program might take the text for a formula, or is kept from it by apostrophes alone."""
    return _RISKY.match(text) is not None


def guard(text: str) -> str:
    """The text as a cell of a CSV file: with an apostrophe before it where it is risky."""
    return f"'{text}" if is_risky(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given; a text that it would not have made stays as it is."""
    return text[1:] if text.startswith("'") and is_risky(text) else text
