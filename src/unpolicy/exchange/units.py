"""What stands beside a figure: its unit, how many of the indicator's unit one is, and the codes and words of offices.

Codes were read in the SDMX code list CL_OBS_STATUS 2.2, Eurostat's flags (“Special codes and flags”), the symbols of
Statistics Canada's tables, the Government Statistical Service's symbols as ONS prints them, and e-Stat's notes on
symbols.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import UsageError
from unpolicy.exchange.cells import meanings, plain, spellings, statuses, vocabulary
from unpolicy.model import Indicator, pick
from unpolicy.names import STATUSES, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


_NUMBER_WORDS: dict[str, int] = vocabulary()["numbers"]
_WORD = re.compile(
    r"(?P<word>hundred|thousand|million|billion|trillion|ths|mio|'000|000s|mn|bn)s?(?: of)?\b\s*(?P<rest>.*)"
    r"|(?P<ja>[十百千]?[万億兆]|十億|百|千)(?P<base>.*)"
)
_FLAG = re.compile(r"[(\[]?(?P<letters>[a-zA-Z]{1,2}|[*†‡§#])[)\]]?")
_CANONICAL = {name: min(names) for names in vocabulary()["units"]["same"] for name in names}
_SAYS_NOTHING = set(vocabulary()["units"]["none"])
_NOTES: dict[str, tuple[str, str]] = {name: tuple(pair) for name, pair in vocabulary()["notes"].items()}
"""What says nothing of a figure's status but must not be lost: it goes into the figure's note."""
_LISTS: dict[str, dict[str, str]] = {office: meanings(codes) for office, codes in vocabulary()["codes"].items()}
_WORDS = statuses() | {word: word for word in _NOTES}
MISSING: dict[str, Status] = meanings(vocabulary()["missing"])
"""What stands where a figure would, in small letters of normal width, as our statuses. A dash of any length is one."""
_DASHES = str.maketrans(dict.fromkeys("−‐‑‒–—―ー", "-"))
_RANK = ("missing", "pending", "break", "provisional", "estimated", "final")


class Unit(NamedTuple):
    """A unit taken apart.

    Attributes:
        times: by what a number of it is multiplied to count the base.
        base: the unit without that, in the one form that comparing needs; empty where it names none.
    """

    times: Decimal
    base: str


def behind_number(after: str, indicator: Indicator) -> tuple[bool, Sequence[str], str]:
    """What stands behind a number: whether a percent sign, flags in letters or a word, and a unit."""
    if plain(after) in spellings(indicator.unit):
        return False, "", after
    percent = after.startswith("%")
    rest = after[1:].strip() if percent else after
    if not rest:
        return percent, "", ""
    word = rest.strip("()[]")
    if plain(word) in _WORDS:
        return percent, [word], ""
    if plain(word) in spellings(indicator.unit) or _is_unit(word):  # bn is a billion, not the flags b and n
        return percent, "", word
    head, _, tail = rest.rpartition(" ")
    match = _FLAG.fullmatch(tail)
    if match is None or _is_unit(tail):
        return percent, "", rest
    return percent, match["letters"], head.strip()


def is_flag(text: str) -> bool:
    """Whether a text has the form of a flag, known or not: one or two letters, a sign, or the word for a status."""
    return _FLAG.fullmatch(text.strip()) is not None or plain(text) in _WORDS


def _is_unit(text: str) -> bool:
    key = plain(text)
    return key in _CANONICAL or _WORD.fullmatch(key) is not None


def parse_unit(text: str) -> Unit:
    """A unit as it is written: 千人, thousand tonnes, %, people."""
    key = plain(text)
    match = None if key in _CANONICAL else _WORD.fullmatch(key)
    if match is None:
        return Unit(Decimal(1), "" if key in _SAYS_NOTHING else _CANONICAL.get(key, key))
    rest = (match["rest"] if match["word"] else match["base"]).strip()
    power = _NUMBER_WORDS[match["word"] or match["ja"]]
    return Unit(Decimal(10) ** power, "" if rest in _SAYS_NOTHING else _CANONICAL.get(rest, rest))


def multiplier(text: str) -> Decimal:
    """What a column for multipliers says: a power of ten, or a word such as Thousands.

    Raises:
        UsageError: it is neither.
    """
    key = plain(text).partition(":")[0].strip()
    if re.fullmatch(r"-?[0-9]{1,2}", key):
        return Decimal(10) ** int(key)
    word = key.removesuffix("s") if key.isascii() else key
    if word in _NUMBER_WORDS:
        return Decimal(10) ** _NUMBER_WORDS[word]
    raise UsageError(
        f"“{text}” is no multiplier: a power of ten, or a word such as Thousands.",
        ja=f"「{text}」は倍率として読めません（10 のべき数か「千」などの語）。",
        reason="multiplier",
    )


def factor(indicator: Indicator, units: Sequence[str], times: str, known: Mapping[str, Decimal]) -> Decimal:
    """By what a file's number is multiplied to count in the indicator's unit.

    Args:
        indicator: the indicator.
        units: what the file says of the unit, wherever it does.
        times: what its column for multipliers says.
        known: what `--unit` says of units.

    Raises:
        UsageError: the file counts in another unit.
    """
    stated = multiplier(times) if times.strip() else None
    own = spellings(indicator.unit)
    result: Decimal | None = None
    for text in dict.fromkeys(map(plain, units)):
        found = known[text] if text in known else _factor(indicator, text, own)
        if found is not None and result is not None and found != result:
            raise _other_unit(indicator, text)
        result = found if result is None else result
    if stated is None or (stated == 1 and result is not None):
        return Decimal(1) if result is None else result
    ours = parse_unit(pick(indicator.unit, "en")).times
    if result is None or result * ours == 1:
        return stated / ours
    raise UsageError(
        f"both the unit and the multiplier “{times}” count in multiples: name the factor with --unit UNIT=FACTOR, "
        "and leave the column out with --map COLUMN=ignore.",
        ja=f"単位と倍率「{times}」の両方に倍数があります。--unit 単位=倍率 で指定し、"
        "倍率の列を --map 列名=ignore で外してください。",
        reason="unit",
    )


def _factor(indicator: Indicator, text: str, own: set[str]) -> Decimal | None:
    """How many of the indicator's unit one of the file's is; `None` where the file names no unit."""
    if not text:
        return None
    if text in own:
        return Decimal(1)
    theirs = parse_unit(text)
    ours = [parse_unit(text) for text in own]
    for unit in ours:
        if theirs.base == unit.base or (not theirs.base and theirs.times != 1):
            return theirs.times / unit.times
    if not theirs.base:
        return None
    raise _other_unit(indicator, text)


def _other_unit(indicator: Indicator, text: str) -> UsageError:
    unit = pick(indicator.unit, "en")
    return UsageError(
        f"the file counts in “{text}”, the indicator in {unit}: "
        f"choose the rows with --where, or add --unit “{text}” if it is the same, “{text}=FACTOR” if it is a multiple.",
        ja=f"ファイルの単位は「{text}」、この指標の単位は{pick(indicator.unit, 'ja')}です。--where で行を選ぶか、"
        f"同じ単位なら --unit '{text}'、換算が要るなら --unit '{text}=倍率' を付けてください。",
        reason="unit",
    )


class Marks(NamedTuple):
    """What the reader of a file says of its marks, beside those that are known.

    Attributes:
        missing: texts that stand for a figure that is not there.
        flags: other flags, as they are written, and the status that each means.
    """

    missing: frozenset[str] = frozenset()
    flags: Mapping[str, Status] = {}

    def absent(self, text: str) -> Status | None:
        """The status of a figure that a text says is not there; `None` where it says no such thing."""
        key = plain(text).translate(_DASHES)
        if key in self.missing or plain(text) in self.missing:
            return "missing"
        return MISSING.get(key)

    def status(self, flags: Iterable[tuple[str, str]]) -> tuple[Status, Sequence[tuple[str, str]]]:
        """The status that flags amount to, and what else they say, for the figure's note.

        Args:
            flags: each with the list that it is of.

        Raises:
            UsageError: one of them is in no list.
        """
        meanings = [self._meaning(text, listed) for text, listed in flags]
        found = sorted((meaning for meaning in meanings if meaning not in _NOTES), key=_RANK.index)
        rest = [meaning for meaning in found[1:] if meaning not in ("final", found[0])]
        stated = [_NOTES[meaning] for meaning in dict.fromkeys(meanings) if meaning in _NOTES]
        stated += [(status, status) for status in dict.fromkeys(rest)]
        return (found[0] if found else "final"), stated  # type: ignore[return-value]

    def _meaning(self, text: str, listed: str) -> str:
        key = plain(text)
        code = key.partition(":")[0].strip()  # as “P: Provisional value”
        codes = _LISTS.get(listed, {})
        found = self.flags.get(key) or codes.get(key) or _WORDS.get(key) or (codes.get(code) if code else None)
        if found is None:
            raise UsageError(
                f"“{text}” is no status that is known: say which it is with --flag “{text}=provisional”, "
                f"or one of {', '.join(STATUSES)}.",
                ja=f"「{text}」という状態はありません。--flag '{text}=provisional' のように意味を指定してください"
                f"（{'、'.join(STATUSES)}）。",
                reason="unknown-flag",
            )
        return found
