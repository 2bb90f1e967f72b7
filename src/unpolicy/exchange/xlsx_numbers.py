"""Numbers and days of a workbook as Excel shows them (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from unpolicy.exchange.grid import Flawed

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_NO_UNIT = frozenset("△▲-−+()¥￥$£€ ")
_NOISE = 13
"""Digits beyond which a number that 15 digits shorten to fewer carries but the noise of its arithmetic."""


class Style(NamedTuple):
    """How a cell is shown.

    Attributes:
        shown_as: the format of its number.
        raised: whether its font is a superscript or a subscript.
    """

    shown_as: str = "General"
    raised: bool = False


def shown_number(text: str, style: Style, *, since_1904: bool, exact: bool) -> str:
    """A number as its cell shows it.

    Args:
        text: the number as the file has it.
        style: how the cell is shown.
        since_1904: whether the workbook counts days from 1904.
        exact: whether every digit counts, even where 15 digits would be fewer.

    Raises:
        ValueError: it is no number.
    """
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text[:20])
    first = style.shown_as.split(";")[0]
    literal = "".join(match[1] or match[2] or "" for match in _QUOTED.finditer(first))
    bare = _QUOTED.sub("", first)
    if re.search(r"[yge]", bare, re.IGNORECASE) and "general" not in bare.lower() and "0" not in bare.split(".")[0]:
        return _day(value, bare, since_1904=since_1904)
    if re.search(r"[dmhs]", bare, re.IGNORECASE) and "0" not in bare:
        return _day(value, bare, since_1904=since_1904)
    number = _plain(value, exact=exact)
    if "%" in bare:  # Excel keeps 82.7 % as 0.827
        return f"{format((Decimal(number) * 100).normalize(), 'f')}%"
    unit = "" if re.search(r"[0#],+(?:$|[^0#])", bare) else "".join(c for c in literal if c not in _NO_UNIT)
    shown = f"{number}{unit}"
    return Flawed(shown, "footnote-mark") if style.raised else shown


def _plain(value: float, *, exact: bool) -> str:
    if not exact:
        short = f"{value:.15g}"
        if len(re.sub(r"\D", "", short.partition("e")[0]).strip("0")) <= _NOISE:
            value = float(short)
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return repr(value)


def _day(value: float, bare: str, *, since_1904: bool) -> str:
    """A day, or the year alone where no more of it is shown."""
    # Excel takes 1900 for a leap year: days before that March are one further from its zero.
    zero = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if value < 60 else 30)  # noqa: DTZ001
    try:
        moment = zero + timedelta(days=value)
    except OverflowError:  # Excel shows no such day either
        return Flawed("#VALUE!", "error-value")
    if not re.search(r"[dmhs]", bare, re.IGNORECASE):
        return str(moment.year)
    whole = moment.replace(microsecond=0)
    return whole.date().isoformat() if whole.time() == datetime.min.time() else whole.isoformat(" ")
