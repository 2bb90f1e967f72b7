"""Units: whether a file's is the indicator's, and how many of the one make one of the other."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import UsageError
from unpolicy.exchange.words import plain, spellings
from unpolicy.model import pick

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unpolicy.model import Indicator

_NUMBER_WORDS = {
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "百": 2, "千": 3, "万": 4, "十万": 5,
    "百万": 6, "千万": 7, "億": 8, "十億": 9, "百億": 10, "千億": 11, "兆": 12,
    "ths": 3, "mio": 6, "'000": 3, "000s": 3, "000": 3, "mn": 6, "bn": 9, "ten": 1, "unit": 0, "": 0,
}  # fmt: skip
_WORD = re.compile(
    r"(?P<word>hundred|thousand|million|billion|trillion|ths|mio|'000|000s|mn|bn)s?(?: of)?\b\s*(?P<rest>.*)"
    r"|(?P<ja>[十百千]?[万億兆]|十億|百|千)(?P<base>.*)"
)
_SAME = (
    {
        "%",
        "percent",
        "per cent",
        "percentage",
        "percentage (%)",
        "percent (%)",
        "pct",
        "pc",
        "pt",
        "パーセント",
        "百分率",
    },
    {"people", "persons", "person", "individuals", "人", "名", "ps", "pers"},
    {"kt", "kilotonnes", "kilotonne", "kilotons"},
    {"t", "tonnes", "tonne", "metric tons", "metric tonnes", "トン"},
    {"ha", "hectares", "hectare"},
    {"yen", "jpy", "円"},
    {"gbp", "gbp (£)", "£", "pounds"},
    {"eur", "euro", "euros", "€"},
    {"usd", "us$", "us dollars", "$"},
    {"index", "ix", "指数"},
)
_CANONICAL = {name: min(names) for names in _SAME for name in names}
_SAYS_NOTHING = {"", "units", "unit", "number", "count", "件数", "nr", "number (count)", "n", "pure_number", "no", "数"}


class Unit(NamedTuple):
    """A unit taken apart.

    Attributes:
        times: by what a number of it is multiplied to count the base.
        base: the unit without that, in the one form that comparing needs; empty where it names none.
    """

    times: Decimal
    base: str


def parse_unit(text: str) -> Unit:
    """A unit as it is written: 千人, thousand tonnes, %, people."""
    key = plain(text)
    match = None if key in _CANONICAL else _WORD.fullmatch(key)
    if match is None:
        return Unit(Decimal(1), "" if key in _SAYS_NOTHING else _CANONICAL.get(key, key))
    rest = (match["rest"] if match["word"] else match["base"]).strip()
    power = _NUMBER_WORDS[match["word"] or match["ja"]]
    return Unit(Decimal(10) ** power, "" if rest in _SAYS_NOTHING else _CANONICAL.get(rest, rest))


def parse_units(pairs: Sequence[str]) -> dict[str, Decimal]:
    """Read ``unit=factor`` pairs of `--unit`; without a factor the unit is the indicator's own.

    Raises:
        UsageError: a factor is no number above zero.
    """
    units: dict[str, Decimal] = {}
    for pair in pairs:
        name, sign, factor = pair.rpartition("=")
        try:
            times = Decimal(factor) if sign else Decimal(1)
        except InvalidOperation:
            times = Decimal(0)
        if not times.is_finite() or times <= 0:
            raise UsageError(
                f"--unit takes UNIT or UNIT=FACTOR, as “thousand barrels=159”, not “{pair}”.",
                ja=f"--unit は「単位」か「単位=倍率」で指定してください（「{pair}」は不可）。",
            )
        units[plain(name if sign else pair)] = times
    return units


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
    raise _twice(times)


def _factor(indicator: Indicator, text: str, own: set[str]) -> Decimal | None:
    """How many of the indicator's unit one of the file's is; `None` where the file names no unit."""
    if not text:
        return None
    if text in own:
        return Decimal(1)
    theirs = parse_unit(text)
    ours = [parse_unit(one) for one in own]
    for one in ours:
        if theirs.base == one.base or (not theirs.base and theirs.times != 1):
            return theirs.times / one.times
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


def _twice(times: str) -> UsageError:
    return UsageError(
        f"both the unit and the multiplier “{times}” count in multiples: name the factor with --unit UNIT=FACTOR, "
        "and leave the column out with --map COLUMN=ignore.",
        ja=f"単位と倍率「{times}」の両方に倍数があります。--unit 単位=倍率 で指定し、"
        "倍率の列を --map 列名=ignore で外してください。",
        reason="unit",
    )
