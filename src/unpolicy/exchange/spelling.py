"""Years as offices and spreadsheet programs write them, in the spelling that the rest of the program reads."""

from __future__ import annotations

import re
import unicodedata

from unpolicy.errors import UsageError
from unpolicy.exchange.grid import require_sound
from unpolicy.text import refuse_mark, shortened
from unpolicy.years import parse_year

_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_BRACKETED = re.compile(r"([0-9]{4}) ?\[yr\1\]", re.IGNORECASE)
_MARKED = re.compile(
    r"(?P<year>.*[0-9年度])\s*(?:[(\[](?P<in>[a-z]{1,2}|[ぁ-ん一-龥]{2,3}|[*†‡§#0-9])[)\]]|(?P<bare>[a-z*†‡§#]))",
    re.IGNORECASE,
)
_REPORTING = re.compile(r"([0-9]{4})-A1")
_TWO = re.compile(r"([0-9]{4}) ?(?:[-/–—]|to) ?([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_PART = re.compile(
    r"[0-9]{4}[- ]?(?:[QMHSWT][- ]?[0-9]{1,2}|[0-9]{1,2}|[A-Z]{3,})|[0-9]{4}年[0-9]{1,2}.*", re.IGNORECASE
)
# The days on which a year begins or ends, and what that says of its kind.
_FIRST = {(1, 1): "{}年", (4, 1): "FY{}"}
_LAST = {(12, 31): ("{}年", 0), (3, 31): ("FY{}", 1)}


def typed_year(text: str) -> tuple[str, str]:
    """A year in the spelling that `unpolicy.years` reads, and the flag behind it.

    Args:
        text: 2024, R6, FY2024 and the like, and also 2019 (p), 2017 [YR2017], 2015-A1, 2023/24, 2017-12-31.

    Raises:
        UsageError: it is no year, or one of which nothing says how it is counted.
    """
    require_sound(text)
    if len(text) == 4 and text.isascii() and text.isdigit():
        parse_year(text)
        return text, ""
    refuse_mark(text)
    plain = re.sub(r"\.0+$", "", " ".join(unicodedata.normalize("NFKC", text).split()))
    bracketed = _BRACKETED.fullmatch(plain)
    if bracketed:
        plain = bracketed[1]
    marked = _MARKED.fullmatch(plain)
    year = _spelled(marked["year"].strip() if marked else plain, text)
    parse_year(year)
    return year, (marked["in"] or marked["bare"]) if marked else ""


def _spelled(plain: str, text: str) -> str:
    day = _DAY.fullmatch(plain)
    if day:
        return _of_day(int(day[1]), (int(day[2]), int(day[3])), text)
    reporting = _REPORTING.fullmatch(plain)
    if reporting:
        return reporting[1]
    two = _TWO.fullmatch(plain)
    if two:
        return f"{two[1]}/{two[2]}"
    if _PART.fullmatch(plain):
        raise UsageError(
            f"“{shortened(text)}” is a part of a year: figures are of whole years.",
            ja=f"「{shortened(text)}」は年の一部です。取り込めるのは年ごとの値です。",
            reason="part-of-year",
        )
    return plain


def _of_day(year: int, day: tuple[int, int], text: str) -> str:
    if day in _FIRST:
        return _FIRST[day].format(year)
    if day in _LAST:
        spelling, back = _LAST[day]
        return spelling.format(year - back)
    raise UsageError(
        f"“{shortened(text)}” is a day, and neither the first nor the last of a year: write the year.",
        ja=f"「{shortened(text)}」は日付で、年の初日でも末日でもありません。年を書いてください。",
        reason="not-a-year",
    )
