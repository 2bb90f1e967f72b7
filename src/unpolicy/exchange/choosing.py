"""Which rows of a table are meant: what `--where` says of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.errors import UsageError
from unpolicy.exchange.spelling import plain
from unpolicy.text import close_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from unpolicy.exchange.shape import Place, SourceTable

REST = "*"
"""What stands for every further column that parts the rows."""


def parse_where(pairs: Sequence[str]) -> dict[str, set[str]]:
    """Read ``column=value`` pairs: the values of one column are alternatives, an empty one is an empty cell.

    Raises:
        UsageError: one of them has no equals sign.
    """
    where: dict[str, set[str]] = {}
    for pair in pairs:
        column, sign, value = pair.partition("=")
        if not sign or not column.strip():
            raise UsageError(
                f"--where takes COLUMN=VALUE, as “Sex=Female”, or “{REST}=” for empty cells elsewhere, not “{pair}”.",
                ja=f"--where は「列名=値」（例：性別=女性。「{REST}=」はほかの区分が空の行）で指定してください"
                f"（「{pair}」は不可）。",
            )
        where.setdefault(plain(column), set()).add(plain(value))
    return where


def chosen(table: SourceTable, where: Mapping[str, set[str]], places: Sequence[Place]) -> list[Place]:
    """The places of a table in the rows that are meant.

    Raises:
        UsageError: there is no such column, or no row with such a value.
    """
    headings = {plain(heading): column for column, heading in enumerate(table.header.headings) if heading.strip()}
    columns: dict[int, set[str]] = {}
    for heading, values in where.items():
        if heading == REST:
            continue
        if heading not in headings:
            close = close_match(heading, headings)
            raise UsageError(
                f"--where: there is no column “{heading}”" + (f"; did you mean {close}?" if close else "."),
                ja=f"--where：「{heading}」という列はありません" + (f"（{close} のことですか）。" if close else "。"),
            )
        columns[headings[heading]] = values
    _require_rows(columns, places, {column: heading for heading, column in headings.items()})
    if REST in where:  # what all rows say parts nothing
        differing = [c for c in table.parts if len({place.row.cell(c).strip() for place in places}) > 1]
        columns.update({c: where[REST] for c in differing if c not in columns})
    return [place for place in places if all(plain(place.row.cell(c)) in values for c, values in columns.items())]


def _require_rows(columns: Mapping[int, set[str]], places: Iterable[Place], names: Mapping[int, str]) -> None:
    found: dict[int, set[str]] = {column: set() for column in columns}
    for place in places if columns else ():
        for column, values in found.items():
            values.add(plain(place.row.cell(column)))
    for column, wanted in columns.items():
        absent = sorted(wanted - found[column])
        if absent:
            close = close_match(absent[0], found[column])
            raise UsageError(
                f"--where: no row has {names[column]}={absent[0]}" + (f"; did you mean {close}?" if close else "."),
                ja=f"--where：{names[column]}={absent[0]} の行はありません"
                + (f"（{close} のことですか）。" if close else "。"),
            )
