"""How numbers, days and revisions stand in a cell, so that they can be read back exactly."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from unpolicy.errors import UsageError
from unpolicy.figures import TypedFigure, parse_figure
from unpolicy.model import Revision
from unpolicy.values import LARGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

_WHOLE = re.compile(r"[+-]?[0-9]{1,4000}")
_POINT = re.compile(r"[+-]?[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[+-]?[0-9]+[eE][+-]?[0-9]+")
_REVISION = re.compile(r"(?P<value>[^@;]+)(?:@(?P<published>[0-9]{4}-[0-9]{2}-[0-9]{2}))?")


def number_text(value: float) -> str:
    """A number in digits, the shortest text that gives the same number back; never with thousands parted."""
    return repr(value)


def plain_number(value: float) -> str:
    """A number in digits without an exponent, for readers that know none (XPath 1.0)."""
    return format(Decimal(repr(value)), "f")


def read_number(text: str) -> TypedFigure:
    """Read a figure as programs write it (1e+22) or as people do (1,234, ９８０, 82.7%, pending).

    Raises:
        UsageError: it is neither, or larger than the data format takes.
    """
    plain = text.strip()
    if _WHOLE.fullmatch(plain):
        spoken = TypedFigure(int(plain))
    elif _POINT.fullmatch(plain):
        value = float(plain)
        spoken = TypedFigure(int(value) if value.is_integer() and abs(value) < 2**53 else value)
    else:
        spoken = parse_figure(text)
    if spoken.value is not None and abs(spoken.value) > LARGEST:
        raise UsageError(f"“{plain}” is too large to be a figure.", ja=f"「{plain}」は数値として大きすぎます。")
    return spoken


def read_day(text: str) -> date:
    """Read a day as 2024-08-30 or 2024/8/30, with a time of midnight behind it or not.

    Raises:
        UsageError: it is no day.
    """
    plain = text.strip().removesuffix("T00:00:00").removesuffix(" 00:00:00").replace("/", "-")
    parts = plain.split("-")
    try:
        if len(parts) != 3 or len(parts[0]) != 4:
            raise ValueError(plain)
        return date(*map(int, parts))
    except ValueError as error:
        raise UsageError(
            f"“{text}” is not a day: write 2024-08-30.",
            ja=f"「{text}」は日付として読めません。2024-08-30 のように書いてください。",
        ) from error


def revisions_text(revisions: Sequence[Revision]) -> str:
    """Earlier values, oldest first: ``950@2022-06-01; 955``."""
    return "; ".join(
        number_text(one.value) + (f"@{one.published.isoformat()}" if one.published else "") for one in revisions
    )


def read_revisions(text: str) -> tuple[Revision, ...]:
    """Read what `revisions_text` wrote.

    Raises:
        UsageError: it is something else.
    """
    return tuple(_read_revision(part.strip()) for part in text.split(";") if part.strip())


def _read_revision(text: str) -> Revision:
    match = _REVISION.fullmatch(text)
    try:
        value = read_number(match["value"]).value if match else None
    except UsageError:
        value = None
    if match is None or value is None:
        raise UsageError(
            f"“{text}” is not an earlier value: write 950 or 950@2022-06-01, parted by semicolons.",
            ja=f"「{text}」は改定前の値として読めません。950 や 950@2022-06-01 をセミコロンで区切ってください。",
        )
    return Revision(value=value, published=read_day(match["published"]) if match["published"] else None)
