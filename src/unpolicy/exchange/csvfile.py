"""The tidy table as CSV: RFC 4180, UTF-8, formulas neutralised."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from unpolicy.exchange.cells import number_text, revisions_text
from unpolicy.exchange.guard import guard
from unpolicy.exchange.rows import COLUMNS, notes, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

    from unpolicy.exchange.rows import Series
    from unpolicy.model import Dataset, Figure
    from unpolicy.years import Language

_BOM = b"\xef\xbb\xbf"


def write_csv(
    stream: BinaryIO, dataset: Dataset, lang: Language, *, bom: bool = False, step: Callable[[], None] | None = None
) -> None:
    """Write every figure as a row.

    Args:
        stream: where the bytes go.
        dataset: the data.
        lang: the language of titles and units.
        bom: whether a byte order mark comes first, without which Excel takes the file for the local legacy encoding.
        step: called after each row.
    """
    if bom:
        stream.write(_BOM)
    write_table(stream, COLUMNS, (_row(series, figure) for series, figure in rows(dataset, lang)), step)


def write_table(
    stream: BinaryIO, header: Iterable[str], table: Iterable[Iterable[str]], step: Callable[[], None] | None = None
) -> None:
    """Write a table as RFC 4180 has it: CRLF, commas, quotes where they are needed, UTF-8."""
    writer = csv.writer(_Utf8(stream), lineterminator="\r\n")
    writer.writerow(header)
    if step is None:
        writer.writerows(table)
    else:
        for row in table:
            writer.writerow(row)
            step()


def _row(series: Series, figure: Figure) -> tuple[str, ...]:
    indicator = series.indicator
    return (
        series.id,
        guard(series.title),
        guard(series.unit),
        indicator.kind,
        indicator.direction,
        indicator.year,
        str(figure.year),
        "" if figure.value is None else number_text(figure.value),
        figure.status,
        figure.published.isoformat() if figure.published else "",
        figure.due.isoformat() if figure.due else "",
        guard(figure.source or ""),
        *(guard(note or "") for note in notes(figure)),
        revisions_text(figure.revisions),
    )


class _Utf8:
    """What the csv writer writes to: a stream of bytes that takes text."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.encode())
