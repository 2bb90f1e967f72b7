"""How a year is written and what it means: 2024, FY2024, R6, 令和6, 令和6年, 令和６年度, 令和元年, H31.

A calendar year runs from January to December. A fiscal year (年度) runs from April to March and goes
by the year it starts in.
"""

# Without `from __future__ import annotations`: each field of a named tuple would be compiled at every start.

import re
import unicodedata
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from unpolicy.errors import UsageError
from unpolicy.text import refuse_mark, shortened

FIRST_YEAR = 1900
LAST_YEAR = 2200

NamedBy = Literal["start", "end", "both"]


class YearForm(NamedTuple):
    """What a year of an indicator is.

    Attributes:
        starts: the month in which it starts.
        named_by: the calendar year that names it, where it lies in two; `both` is keyed by the first.
        span: how many years a figure covers, the last of them its own.
    """

    starts: int = 1
    named_by: NamedBy = "start"
    span: int = 1

    @property
    def begins_before(self) -> int:
        """1 where it begins in the calendar year before the one that names it, else 0."""
        return int(self.named_by == "end" and self.starts > 1)

    @property
    def wording(self) -> "YearName":
        """Whether people call it a calendar or a fiscal year."""
        return "calendar" if self.starts == 1 else "fiscal"


YearName = Literal["calendar", "fiscal"]
YearKind = YearName | YearForm
_NAMED: dict[str, YearForm] = {"calendar": YearForm(1), "fiscal": YearForm(4)}
Language = Literal["ja", "en"]


class Era(NamedTuple):
    """A Japanese era: its name, its letter, the year it began in, the last year that it names, and its first day."""

    name: str
    letter: str
    first: int
    last: int
    since: str


ERAS = (
    Era("令和", "R", 2019, LAST_YEAR, "2019-05-01"),
    Era("平成", "H", 1989, 2019, "1989-01-08"),
    Era("昭和", "S", 1926, 1989, "1926-12-25"),
    Era("大正", "T", 1912, 1926, "1912-07-30"),
    Era("明治", "M", 1868, 1912, "1868-01-25"),
)

_ERA_BY_MARK = {mark: era for era in ERAS for mark in (era.name, era.letter)}
# As text: `re` compiles it in the few commands that read a typed year.
_YEAR = (
    r"(?i)(?P<fy>FY|F\.Y\.)?\s*(?:(?P<era>令和|平成|昭和|大正|明治|[RHSTM])\.?\s*)?"
    r"(?P<number>元|\d{1,4})\s*(?P<suffix>年度|年)?"
)
_PAIR = r"(?a)(?:FY\s*)?(?P<first>\d{4})\s*[-/–～~]\s*(?P<last>\d{4}|\d{2})(?:年度)?"
_DAY = (
    r"(?i)(?:(?P<era>令和|平成|昭和|大正|明治|[RHSTM])\.?\s*(?P<number>元|[0-9]{1,2})|(?P<western>[0-9]{4}))"
    r"\s*(?:年\s*(?P<m>[0-9]{1,2})\s*月\s*(?P<d>[0-9]{1,2})\s*日"
    r"|(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2}))"
)
_FROM_APRIL = " (April to March)"
_PERIOD = re.compile(r"(?P<first>FY\d{4}|\d{4})(?:\.\.(?P<last>FY\d{4}|\d{4}))?")


class TypedYear(NamedTuple):
    """A year as it was typed.

    Attributes:
        year: the calendar year, or the year in which the fiscal year starts.
        wording: what the spelling itself says of the kind of year, `None` where it says nothing (2024, R6).
        last: the second of two years, as in 2023/24.
    """

    year: int
    wording: YearName | None
    last: int | None = None


class Period(NamedTuple):
    """Years from `first` to `last`, both included."""

    first: int
    last: int
    fiscal: bool


def parse_year(text: str) -> TypedYear:
    """Reads a year in any of its spellings; full-width characters count as their narrow ones.

    Raises:
        UsageError: the text is no year, the era has no such year, or it lies outside 1900 to 2200.
    """
    refuse_mark(text)
    plain = unicodedata.normalize("NFKC", text).strip()
    pair = re.fullmatch(_PAIR, plain)
    if pair is not None:
        return _pair(text, int(pair["first"]), pair["last"])
    match = re.fullmatch(_YEAR, plain)
    if match is None or (match["number"] == "元" and not match["era"]):
        raise UsageError(
            f"“{shortened(text)}” is not a year: write 2024, FY2024, R6, 令和6年 or 令和6年度.",
            ja=f"「{shortened(text)}」は年として読めません。2024、FY2024、R6、令和6年、令和6年度のように書いてください。",
            reason="not-a-year",
        )
    if match["fy"] and match["suffix"] == "年":
        raise UsageError(
            f"“{text}” says both fiscal (FY) and calendar year (年): write one of them.",
            ja=f"「{text}」は年度（FY）と暦年（年）の両方になっています。どちらかで書いてください。",
        )
    year = _number_to_year(text, match["era"], match["number"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(
            f"“{text}” is the year {year}: years run from {FIRST_YEAR} to {LAST_YEAR}.",
            ja=f"「{text}」は{year}年です。扱える年は{FIRST_YEAR}年から{LAST_YEAR}年までです。",
            reason="not-a-year",
        )
    fiscal = bool(match["fy"]) or match["suffix"] == "年度"
    wording: YearName | None = "fiscal" if fiscal else "calendar" if match["suffix"] else None
    return TypedYear(year, wording)


def _pair(text: str, first: int, ending: str) -> TypedYear:
    """Two years as one: 2023/24 is a fiscal year, 2020-2022 what a figure of several years covers."""
    last = int(ending) if len(ending) == 4 else first - first % 100 + int(ending)
    last += 100 if len(ending) == 2 and last < first and first % 100 == 99 else 0
    if not FIRST_YEAR <= first < last <= LAST_YEAR:
        raise UsageError(
            f"“{text}” is not a year: the second must follow the first, as in 2023/24.",
            ja=f"「{text}」は年として読めません。2023/24 のように、後の年が先の年に続くように書いてください。",
            reason="not-a-year",
        )
    return TypedYear(first, "fiscal" if last == first + 1 else None, last)


def _number_to_year(text: str, mark: str | None, number: str) -> int:
    count = 1 if number == "元" else int(number)
    if mark is None:
        return count
    era = _ERA_BY_MARK[mark.upper()]
    year = era.first + count - 1
    if count < 1 or year > era.last:
        length = era.last - era.first + 1
        raise UsageError(
            f"“{text}” does not exist: {era.name} has the years 1 (元, {era.first}) to {length} ({era.last}).",
            ja=f"「{text}」という年はありません。{era.name}は元年（{era.first}年）から{length}年（{era.last}年）までです。",
        )
    return year


def read_day(text: str) -> date:
    """Reads a day as 2024-08-30, 2024/8/30, 2024年8月30日, 令和6年8月30日 or R6.8.30; midnight may follow.

    Raises:
        UsageError: it is no day.
    """
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("T00:00:00").removesuffix(" 00:00:00")
    try:
        match = re.fullmatch(_DAY, plain)
        if match is None or any(char.isdigit() and not char.isdecimal() for char in text):
            raise ValueError(plain)
        year = _number_to_year(shortened(text), match["era"], match["number"] or match["western"])
        day = date(year, int(match["month"] or match["m"]), int(match["day"] or match["d"]))
    except ValueError as error:
        raise UsageError(
            f"“{shortened(text)}” is not a day: write 2024-08-30, 2024/8/30 or 令和6年8月30日.",
            ja=f"「{shortened(text)}」は日付として読めません。2024-08-30、2024/8/30、令和6年8月30日のように書いてください。",
        ) from error
    if match["era"]:
        _require_era(text, day, _ERA_BY_MARK[match["era"].upper()])
    return day


def _require_era(text: str, day: date, named: Era) -> None:
    """Require a day to be one of the era that it was written in.

    Raises:
        UsageError: the era had not begun yet, or another had taken its place.
    """
    era = next((era for era in ERAS if era.since <= day.isoformat()), named)
    if era != named:
        year = day.year - era.first + 1
        right = f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
        raise UsageError(
            f"“{shortened(text)}” does not exist: {day.isoformat()} is {right}.",
            ja=f"「{shortened(text)}」という日はありません。{day.isoformat()}は{right}です。",
        )


def resolve_year(text: str, kind: YearKind) -> int:
    """Reads a year meant for an indicator that counts in years of `kind`.

    Raises:
        UsageError: as `parse_year`, or the wording contradicts `kind`.
    """
    typed, form = parse_year(text), form_of(kind)
    if typed.last is not None and (form.span > 1 or typed.last > typed.year + 1):
        return _last_covered(text, typed.year, typed.last, kind)
    if typed.wording is not None and typed.wording != form.wording:
        wanted, wanted_ja = label(typed.year, kind), label(typed.year, kind, "ja")
        if form.wording == "calendar":
            raise UsageError(
                f"“{text}” is a fiscal year{_FROM_APRIL}, but this indicator counts calendar years: write {wanted}.",
                ja=f"「{text}」は年度ですが、この指標は暦年です。{wanted_ja}と書いてください。",
                reason="year-kind",
            )
        months = _FROM_APRIL if form.starts == 4 else ""
        raise UsageError(
            f"“{text}” is a calendar year, but this indicator counts fiscal years{months}: write {wanted}.",
            ja=f"「{text}」は暦年ですが、この指標は年度です。{wanted_ja}と書いてください。",
            reason="year-kind",
        )
    return typed.year if typed.last is None else typed.year + form.begins_before


def _last_covered(text: str, first: int, last: int, kind: YearKind) -> int:
    """The year whose figure covers all from the first to the last."""
    span = form_of(kind).span
    if last - first + 1 != span:
        meant = last if span > 1 else first
        example, example_ja = label(meant, kind), label(meant, kind, "ja")
        raise UsageError(
            f"“{text}” is {last - first + 1} years, but a figure of this indicator covers {span}: write {example}.",
            ja=f"「{text}」は{last - first + 1}年分ですが、この指標の値は{span}年分です。"
            f"{example_ja}のように書いてください。",
            reason="span",
        )
    return last


def parse_period(text: str) -> Period:
    """Reads `FY2021..FY2023`, `FY2023`, `2021..2023` or `2023`.

    Raises:
        UsageError: the text is no period, mixes the two kinds of year, or ends before it begins.
    """
    match = _PERIOD.fullmatch(text)
    if match is None:
        shown = shortened(text)
        raise UsageError(
            f"“{shown}” is not a period: write FY2021..FY2023, FY2023, 2021..2023 or 2023.",
            ja=f"「{shown}」は期間として読めません。FY2021..FY2023、FY2023、2021..2023 などと書いてください。",
        )
    first, last = match["first"], match["last"] or match["first"]
    if first.startswith("FY") != last.startswith("FY"):
        raise UsageError(
            f"“{text}” mixes a fiscal and a calendar year: write both as FY2021 or both as 2021.",
            ja=f"「{text}」は年度と暦年が混ざっています。FY2021 か 2021 のどちらかにそろえてください。",
        )
    period = Period(int(first[-4:]), int(last[-4:]), first.startswith("FY"))
    if period.last < period.first:
        raise UsageError(
            f"“{text}” ends before it begins: write the earlier year first.",
            ja=f"「{text}」は終わりが始まりより前です。早い年を先に書いてください。",
        )
    if not FIRST_YEAR <= period.first <= period.last <= LAST_YEAR:
        raise UsageError(
            f"“{text}” is too far away: years run from {FIRST_YEAR} to {LAST_YEAR}.",
            ja=f"「{text}」は扱えません。年は{FIRST_YEAR}年から{LAST_YEAR}年までです。",
        )
    return period


def form_of(kind: YearKind) -> YearForm:
    """When a year of a kind starts, and what it is named by."""
    return _NAMED[kind] if isinstance(kind, str) else kind


def year_start(year: int, kind: YearKind) -> date:
    """The first day of the year: 1 January, or 1 April for a fiscal one."""
    form = form_of(kind)
    return date(year - form.begins_before, form.starts, 1)


def year_end(year: int, kind: YearKind) -> date:
    """The last day of the year: 31 December, or 31 March of the next year for a fiscal one."""
    form = form_of(kind)
    if form.starts == 1:
        return date(year, 12, 31)
    return date(year - form.begins_before + 1, form.starts, 1) - timedelta(1)


def today() -> date:
    """The day of the run, by the user's own calendar."""
    return date.today()  # noqa: DTZ011


def last_day(moment: int | str) -> date:
    """The last day of a moment as data files have it: 2022, FY2022, 2022-06, 2022-06-30."""
    if isinstance(moment, int) or moment.startswith("FY"):
        return year_end(int(str(moment)[-4:]), "calendar" if isinstance(moment, int) else "fiscal")
    if len(moment) > len("2022-06"):
        return date.fromisoformat(moment)
    year, month = int(moment[:4]), int(moment[5:])
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def has_ended(year: int, kind: YearKind, as_of: date) -> bool:
    """Whether the year is over on the day `as_of` (its last day included)."""
    return year_end(year, kind) <= as_of


@cache
def counted_on(year: int, kind: YearKind, counted: str | None = None) -> date:
    """The day from which a year's figure can be known: the year's last, or the day on which a stock is counted.

    Args:
        year: the year.
        kind: what sort of year.
        counted: month and day on which a stock is counted, as 12-31; 29 February is the 28th where there is none.
    """
    if counted is None:
        return year_end(year, kind)
    form, month, day = form_of(kind), int(counted[:2]), int(counted[3:])
    at = year - form.begins_before + (month < form.starts)
    while True:  # the last day of a shorter month, as 28 for 02-29
        try:
            return date(at, month, day)
        except ValueError:
            day -= 1


@cache
def last_counted(kind: YearKind, counted: str | None, as_of: date) -> int:
    """The last year whose figure can be known on the day `as_of`; `counted` as for `counted_on`."""
    form = form_of(kind)
    ends_later = form.starts > 1 and (counted is None or int(counted[:2]) < form.starts)
    year = as_of.year - ends_later + form.begins_before
    return year if year > 0 and counted_on(year, kind, counted) <= as_of else year - 1


def label(year: int, kind: YearKind, lang: Language = "en", *, era: bool = False) -> str:
    """A year as a table shows it: 2024, FY2024, 2024年, 2024年度, 2023–24, 2020–22; by its era 令和6年 in Japanese."""
    form = form_of(kind)
    calendar, both = form.starts == 1, form.named_by == "both" and form.starts > 1
    first, dash = year - form.span + 1, "～" if lang == "ja" else "–"
    if era and lang == "ja" and not both:
        number = era_label(year) if form.span == 1 else f"{era_label(first)}～{era_label(year)}"
    elif both:
        number = (
            _range(year, year + 1) if form.span == 1 else f"{_range(first, first + 1)}{dash}{_range(year, year + 1)}"
        )
    else:
        number = str(year) if form.span == 1 else _range(first, year, dash)
    if lang == "ja":
        return f"{number}年" if calendar else f"{number}年度"
    return number if calendar or both else f"FY{number}"


def axis_label(year: int, kind: YearKind) -> str:
    """A year with no word beside its numbers, for axes and the heads of columns: 2024, 2023–24, 2020–22."""
    return label(year, kind).removeprefix("FY")


def _range(first: int, last: int, dash: str = "–") -> str:
    """Two years in short: 2023–24, and 1999–2000 where the century changes."""
    return f"{first}{dash}{last if first // 100 != last // 100 else f'{last % 100:02}'}"


def period_label(text: str, lang: Language = "en", *, era: bool = False) -> str:
    """A period as people read it: FY2021–FY2023, 2021年度～2023年度, 令和3年度～令和5年度."""
    period = parse_period(text)
    kind: YearKind = "fiscal" if period.fiscal else "calendar"
    first, last = label(period.first, kind, lang, era=era), label(period.last, kind, lang, era=era)
    return first if period.first == period.last else f"{first}{'～' if lang == 'ja' else '–'}{last}"


def era_label(year: int) -> str:
    """A year in the era that it ends in: 2024 → 令和6, 2019 → 令和元."""
    era = next((era for era in ERAS if era.first <= year), ERAS[-1])
    count = year - era.first + 1
    return f"{era.name}{'元' if count == 1 else count}"
