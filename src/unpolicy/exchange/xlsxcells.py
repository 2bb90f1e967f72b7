"""What an Excel cell can hold exactly, and how the rest is written as text.

A number in Excel is a double written with 16 digits, a day begins in March 1900 (1900 itself is counted as a leap
year), and a text has 32,767 characters. Characters that XML cannot hold stand as ``_xHHHH_`` (ECMA-376, part 1,
22.9.2.19, ST_Xstring).
"""

from __future__ import annotations

import re
from datetime import date

from unpolicy.errors import RefusedError

FIRST_DAY = date(1900, 3, 1)
"""The first day whose number means the same to everybody."""

LONGEST_TEXT = 32_767
"""Characters in a cell; Excel counts UTF-16 units."""

# The escape of an escape first: XlsxWriter escapes from left to right, and what overlaps only once.
_ESCAPE = re.compile("_x005F(_x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")


def fits_number(value: float) -> bool:
    """Whether a cell gives the very same number back."""
    return float(f"{value:.16G}") == value


def unescape(text: str) -> str:
    """A text with its ``_xHHHH_`` read."""
    return _ESCAPE.sub(lambda match: match[1] or chr(int(match[2], 16)), text) if "_x" in text else text


def check_length(text: str, place: str) -> str:
    """The text, where it fits into a cell.

    Args:
        text: what is to be written.
        place: where it comes from, for the message.

    Raises:
        RefusedError: it is too long; Excel would cut it.
    """
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise RefusedError(
            f"The text of {place} is longer than the {LONGEST_TEXT:,} characters of an Excel cell: export to json.",
            ja=f"{place} の文は Excel のセルの上限（{LONGEST_TEXT:,}字）を超えます。json で書き出してください。",
        )
    return text
