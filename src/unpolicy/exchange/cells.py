"""A table as it was read, texts in rows that know their number, whatever file they stood in; and what the texts say.

Names, years and numbers are read as offices spell them. No number is read by itself where its marks could mean two
things: the whole file decides, or the reader of it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.errors import UsageError
from unpolicy.model import Text, pick
from unpolicy.names import STATUSES, Status
from unpolicy.text import LONGEST_QUOTE, refuse_mark, shortened
from unpolicy.years import parse_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from unpolicy.exchange.shape import Place

FIGURES = "figures"
"""The sheet of our own workbooks that an import reads."""
_WHITE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_WHITE += "\u2028\u2029\u202f\u205f\u3000"
_FLAWS = {
    "formula": (
        "is a formula whose result was never worked out: open the workbook, let it calculate, and save it",
        "は計算結果の保存されていない数式です。ブックを開いて計算し、保存し直してください",
    ),
    "footnote-mark": (
        "carries a superscript or subscript, the mark of a footnote: take it out, and put what it says in a note",
        "には上付き・下付きの注番号が付いています。番号を除き、注の内容は note に書いてください",
    ),
    "error-value": (
        "is an error of the spreadsheet: mend it, or name it with --missing",
        "は表計算のエラー値です。直すか、--missing で欠測の印として指定してください",
    ),
    "merged": (
        "stands in a cell that is merged over several columns: part it",
        "は複数の列にまたがる結合セルにあります。結合を解いてください",
    ),
}
_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_BRACKETED = re.compile(r"([0-9]{4}) ?\[yr\1\]", re.IGNORECASE)
_MARKED = re.compile(
    r"(?P<year>.*[0-9年度])\s*(?:[(\[](?P<in>[a-z]+\.?|[ぁ-ん一-龥]{2,3}|[*†‡§#0-9])[)\]]|(?P<bare>[a-z*†‡§#]))",
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
Mark = Literal[".", ","]
_PLAIN = re.compile(r"-?[0-9]{1,400}(?:\.[0-9]{1,400})?")
_PROGRAM = re.compile(r"[+-]?[0-9]{1,400}(?:\.[0-9]{1,400})?[eE][+-]?[0-9]{1,3}")
_AROUND = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<number>[0-9](?:[0-9.,' ]*[0-9])?|[.,][0-9]+)\s*(?P<close>\))?"
    r"\s*(?P<after>\D.*)?"
)
_MORE_DIGITS = re.compile(r"[-+±~〜.:;/⁄^]\s*[0-9]")
"""What makes of a number the beginning of something else: a range, a fraction, a day, a time."""
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[.,' ])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_SIGNS = str.maketrans(dict.fromkeys("−‐‑‒–—△▲", "-") | {"’": "'", "、": ","})
_OTHER: dict[Mark, Mark] = {".": ",", ",": "."}


def is_blank(text: str) -> bool:
    """Whether a text holds nothing but white space, by Unicode's list of it, as the data format counts it too."""
    return not text or not text.strip(_WHITE)


class Flawed(str):
    """A cell's text that must not be taken for a figure or a year, and why."""

    __slots__ = ("flaw",)
    flaw: str

    def __new__(cls, text: str, flaw: str) -> Flawed:
        """The text of a cell with its flaw, one of those that are known."""
        self = super().__new__(cls, text)
        self.flaw = flaw
        return self


def require_sound(text: str) -> None:
    """Refuse the text of a cell with a flaw.

    Raises:
        UsageError: it has one.
    """
    if isinstance(text, Flawed):
        en, ja = _FLAWS[text.flaw]
        raise UsageError(f"“{text}” {en}.", ja=f"「{text}」{ja}。", reason=text.flaw)


class Row(NamedTuple):
    """One row.

    Attributes:
        number: its number as a spreadsheet program shows it, from 1.
        cells: its texts; it may be shorter than the header.
        hidden: whether the spreadsheet program does not show it.
    """

    number: int
    cells: tuple[str, ...]
    hidden: bool = False

    def cell(self, column: int) -> str:
        """The text in a column counted from 0; empty where the row is too short."""
        return self.cells[column] if column < len(self.cells) else ""

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return all(is_blank(cell) for cell in self.cells)

    @property
    def filled(self) -> list[int]:
        """The columns that hold something."""
        return [column for column, cell in enumerate(self.cells) if not is_blank(cell)]


class Grid(NamedTuple):
    """All rows of a file or a sheet, blank ones left out.

    Attributes:
        name: the file's name, for messages.
        rows: the rows; which of them is the header is for `unpolicy.exchange.shape` to find.
        remarks: what the reader had to guess, in English and Japanese.
        hidden: the columns that the spreadsheet program does not show.
        comma: whether the file parts cells in a way that leaves the comma free to be a decimal mark.
    """

    name: str
    rows: Sequence[Row]
    remarks: tuple[tuple[str, str], ...] = ()
    hidden: frozenset[int] = frozenset()
    comma: bool = False


@cache
def vocabulary() -> dict[str, Any]:
    """What the tables of offices write, by what it means to us."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def meanings(section: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """What each word of a section means."""
    return {word: meaning for meaning, found in section.items() for word in found}


@cache
def statuses() -> dict[str, Status]:
    """What each word for a figure's status means."""
    return meanings(vocabulary()["statuses"]) | {word: word for word in STATUSES}


def plain(text: str) -> str:
    """A text in small letters and normal width, with single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def spellings(text: Text) -> set[str]:
    """A text in each of its languages, in that form."""
    return {plain(pick(text, "ja")), plain(pick(text, "en"))}


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
    spelled = re.sub(r"\.0+$", "", " ".join(unicodedata.normalize("NFKC", text).split()))
    bracketed = _BRACKETED.fullmatch(spelled)
    if bracketed:
        spelled = bracketed[1]
    marked = _MARKED.fullmatch(spelled)
    if marked and marked["in"] and _is_unit_or_role(plain(marked["in"])):
        marked = None
    year = _spelled(marked["year"].strip() if marked else spelled, text)
    parse_year(year)
    return year, (marked["in"] or marked["bare"]) if marked else ""


def _is_unit_or_role(bracketed: str) -> bool:
    """Whether a word in brackets behind a year is none for the status of its figures."""
    word = len(bracketed) > 2 and bracketed.isascii() and bracketed not in statuses()
    return word or bracketed in meanings(vocabulary()["roles"])


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


class CellNumber(NamedTuple):
    """A number as a cell has it.

    Attributes:
        value: the number, exactly.
        after: what stands behind it: a percent sign, a unit, flags.
    """

    value: Decimal
    after: str = ""


class Notation(NamedTuple):
    """What marks mean in a file.

    Attributes:
        decimal: the decimal mark.
        sure: whether something in the file, or the reader of it, says so; else a mark that could be either is refused.
    """

    decimal: Mark = "."
    sure: bool = True

    def read(self, text: str) -> CellNumber:
        """Read a cell.

        Raises:
            UsageError: it is no number, or could be two.
        """
        if self.decimal == "." and len(text) < LONGEST_QUOTE and _PLAIN.fullmatch(text) and type(text) is str:
            if not self.sure and _could_be_either(text):
                raise _ambiguous(text)
            return CellNumber(Decimal(text))
        require_sound(text)
        refuse_mark(text)
        stripped = text.strip()
        if _PROGRAM.fullmatch(stripped) or (_PLAIN.fullmatch(stripped) and self.decimal == "." and self.sure):
            return CellNumber(Decimal(stripped))
        match = _match(text)
        if match is None or (match["open"] is None) != (match["close"] is None) or (match["open"] and match["sign"]):
            raise no_figure(text)
        after = (match["after"] or "").strip()
        if _MORE_DIGITS.match(after):
            raise no_figure(text)
        value = Decimal(self._digits(match["number"], text))
        return CellNumber(-value if match["open"] or match["sign"] == "-" else value, after)

    def _digits(self, number: str, text: str) -> str:
        whole, _, fraction = number.partition(self.decimal)
        if not self.sure and _could_be_either(number):
            raise _ambiguous(text)
        grouped = _GROUPED.fullmatch(whole)
        if (whole and not whole.isdigit() and not grouped) or not (fraction.isdigit() or not fraction):
            raise no_figure(text)
        if grouped and grouped["mark"] == self.decimal:
            raise no_figure(text)
        digits = re.sub(r"\D", "", whole) or "0"
        return f"{digits}.{fraction}" if fraction else digits


def notations(places: Iterable[Place], asked: str | None = None, *, free: bool = False) -> dict[int, Notation]:
    """What the marks of each column mean: by its own cells, else by those of the other columns.

    Args:
        places: all cells in which figures stand.
        asked: the decimal mark that `--decimal` says.
        free: whether the file is of a kind in which the comma often is the decimal mark, so that one that could be
            either needs a cell that can be only one of the two.
    """
    seen: dict[int, set[Mark]] = {}
    for place in places:
        found, text = seen.setdefault(place.column, set()), place.text
        if asked is None and len(found) < 2 and ("." in text or "," in text or not text.isascii()):
            decimal = _evidence(text)
            if decimal is not None:
                found.add(decimal)
    if asked is not None:
        return dict.fromkeys(seen, Notation(_asked(asked)))
    everywhere: set[Mark] = set().union(*seen.values())
    return {column: _notation(found or everywhere, free=free) for column, found in seen.items()}


def _notation(seen: set[Mark], *, free: bool) -> Notation:
    return Notation(next(iter(seen))) if len(seen) == 1 else Notation(sure=not (seen or free))


def _asked(mark: str) -> Mark:
    for known in _OTHER:
        if mark == known:
            return known
    raise UsageError(
        f"--decimal takes a point or a comma, not “{mark}”.",
        ja=f"--decimal には . か , を指定してください（「{mark}」は不可）。",
    )


def _match(text: str) -> re.Match[str] | None:
    shown = unicodedata.normalize("NFKC", text).translate(_SIGNS).strip()
    return _AROUND.fullmatch(shown) if len(shown) <= 2 * LONGEST_QUOTE else None


def _evidence(text: str) -> Mark | None:
    """The decimal mark, where the text leaves no other reading."""
    if _PROGRAM.fullmatch(text):
        return None
    match = _match(text)
    if match is None:
        return None
    marks = [mark for mark in match["number"] if mark in ".,"]
    if not marks or _could_be_either(match["number"]):
        return None
    if len(set(marks)) == 2:
        return "." if marks[-1] == "." else ","
    mark: Mark = "." if marks[0] == "." else ","
    return mark if len(marks) == 1 else _OTHER[mark]


def _could_be_either(number: str) -> bool:
    """Whether the one mark in a number could part thousands as well as decimals: 2.345, but neither 0.345 nor 2.34."""
    return re.fullmatch(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}", number) is not None


def no_figure(text: str) -> UsageError:
    """The error for a text that is no number."""
    return UsageError(
        f"“{shortened(text)}” is not a figure: write 980, 1,234, 82.7%, -5 or pending, or name it with --missing.",
        ja=f"「{shortened(text)}」は数値として読めません。980、1,234、82.7%、-5、pending のように書くか、"
        "--missing で欠測の印として指定してください。",
        reason="not-a-figure",
    )


def _ambiguous(text: str) -> UsageError:
    return UsageError(
        f"“{shortened(text)}” could be thousands or decimals, and nothing in the file says which: "
        "add --decimal . or --decimal , for the mark of its decimals.",
        ja=f"「{shortened(text)}」は桁区切りとも小数点とも読めます。--decimal . か --decimal , "
        "で小数点の記号を指定してください。",
        reason="ambiguous-number",
    )


def column_name(column: int) -> str:
    """A column counted from 0 as a spreadsheet program names it: A, B … Z, AA."""
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(65 + letter) + name
    return name
