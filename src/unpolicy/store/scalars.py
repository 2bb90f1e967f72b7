"""What a plain scalar means, in step with the fast parser because the fast parser is asked."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import cast

from unpolicy.figures import MAX_DIGITS

# Everything that may be more than text in the YAML 1.2 core schema and in what the fast parser adds to it.
_MAY_BE_MORE = re.compile(r"[-+]?[._0-9][0-9A-Za-z_.+-]*|~|null|Null|NULL|true|True|TRUE|false|False|FALSE", re.ASCII)

_OTHERWISE = re.compile(r"[-+]?(?:0[0-9xXoObB_][0-9A-Fa-f_.]*|[0-9][0-9.]*_[0-9_.]*)", re.ASCII)
_NAMED = {
    **dict.fromkeys(("~", "null", "Null", "NULL", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_INFINITIES = (".inf", ".Inf", ".INF")
_BASED = re.compile(r"(?P<sign>[-+]?)0(?P<digits>x[0-9a-f]+|o[0-7]+|b[01]+)")
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?")
_WHOLE = re.compile(r"[-+]?(?:0[xX])?[0-9A-Fa-f_]+")


def resolve_plain(value: str) -> object:
    """Returns the value of a scalar that stands without quotes.

    Args:
        value: the scalar's text, folded to one line where it spans several.

    Raises:
        ValueError: a whole number of more than `MAX_DIGITS` digits.
    """
    if not value:
        return None
    if not _MAY_BE_MORE.fullmatch(value):
        return value
    if len(value) > MAX_DIGITS and _WHOLE.fullmatch(value):
        raise ValueError(f"a whole number of {len(value)} digits")
    return read_scalar(value)


@lru_cache(maxsize=4096)  # the same years stand in every record
def read_scalar(raw: str) -> object:
    """Returns the value of a scalar on one line, quotes included, as the fast parser reads it.

    Raises:
        ValueError: it is no scalar, or a whole number of more than `MAX_DIGITS` digits.
    """
    try:
        import yaml_rs  # taking a change back needs no parser
    except ImportError:
        return _read_slowly(raw)
    # As an item of a list, since three hyphens or dots on their own would be a document marker.
    return cast("list[object]", yaml_rs.loads(f"- {raw}", parse_datetime=False))[0]


def _read_slowly(raw: str) -> object:
    """The same where the fast parser is not installed: the core schema of YAML 1.2, and what that parser adds to it."""
    if raw.startswith(("'", '"')):
        from ruamel.yaml import YAML
        from ruamel.yaml.error import YAMLError

        try:
            return cast("object", YAML(typ="safe", pure=True).load(raw))
        except YAMLError as error:
            raise ValueError("no scalar in quotes") from error
    if raw in _NAMED:
        return _NAMED[raw]
    bare = raw.replace("_", "").lower()
    based = _BASED.fullmatch(bare)
    if based is not None:
        return int(based["sign"] + based["digits"][1:], {"x": 16, "o": 8, "b": 2}[based["digits"][0]])
    if _DECIMAL.fullmatch(bare):
        return int(bare)
    if _FLOAT.fullmatch(bare) or raw.lstrip("+-") in _INFINITIES:
        return float(bare.replace(".inf", "inf"))
    return raw


def read_otherwise(source: str) -> bool:
    """Whether a scalar without quotes is a number here and another, or none, in YAML 1.1: 017, 0x10, 1_000."""
    if _OTHERWISE.fullmatch(source) is None:
        return False
    try:
        return isinstance(resolve_plain(source), int | float)
    except ValueError:
        return False


def same_key(one: object, other: object) -> bool:
    """Returns whether two keys are equal as YAML sees it: true is not 1."""
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def key_identity(key: object) -> object:
    """Returns what two keys of one mapping must not share.

    2020, 0x7e4 and 2020.0 are the same key, and so is '2020' in quotes: a reader could not tell which figure
    counts. Letters with their accents composed (NFC) and apart (NFD) look the same and are the same.

    Args:
        key: a key's value, hashable.
    """
    if not isinstance(key, str):
        return key
    try:
        number = resolve_plain(key)
    except ValueError:
        return key
    if isinstance(number, int | float) and not isinstance(number, bool):
        return number
    return unicodedata.normalize("NFC", key)


def repeats_key(mapping: dict[object, object]) -> bool:
    """Returns whether two keys of a mapping have the same `key_identity`."""
    if not any(isinstance(key, str) and (not key.isascii() or not key[:1].isalpha()) for key in mapping):
        return False  # equal numbers and equal plain words cannot both be there
    return len({key_identity(key) for key in mapping}) < len(mapping)


# Words that YAML 1.1 and other readers take for something else than text, in any case of letters.
_SPOKEN_FOR = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER_LIKE = re.compile(r"[-+.]?[0-9][0-9A-Fa-fxobT:_.,+-]*", re.ASCII)
_OPENING = frozenset("-?:,[]{}#&*!|>'\"%@`=<~ \t")
_NEVER_PLAIN = re.compile(r"[\[\]{},]|:(?=[ \t]|\Z)|(?<=[ \t])#|[ \t]\Z")
_ESCAPED = re.compile(
    r'["\\'
    "\x00-\x1f\x7f-\xa0"  # control characters, and a space that looks like another
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"  # invisible: breaks, joiners and direction marks
    "\ud800-\udfff\ufffe\uffff]"  # no text can hold them
)
_SHORT = {"\0": "\\0", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x1b": "\\e", '"': '\\"', "\\": "\\\\"}
_LONGEST_PLAIN_FLOAT = 40


def scalar_source(value: object) -> str:
    """One value as YAML source that can stand anywhere, in braces too.

    Args:
        value: text, a whole number, a decimal number, a date, true, false or None.

    Returns:
        Plain source where that reads back as the same value in YAML 1.2 and 1.1, else in double quotes. A date, as
        itself or as text, stands plain, as people write it.

    Raises:
        ValueError: a number that is not finite.
        TypeError: something else.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float_source(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value if _is_plain(value) else _quoted(value)
    raise TypeError(f"{type(value).__name__} has no place in a data file")


def flow_source(value: object) -> str:
    """A mapping, a list or a single value as YAML source on one line, in braces and brackets.

    Raises:
        ValueError: as for `scalar_source`.
        TypeError: as for `scalar_source`.
    """
    if isinstance(value, dict):
        return "{" + ", ".join(pair_source(key, item) for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow_source(item) for item in value) + "]"
    return scalar_source(value)


def pair_source(key: object, value: object) -> str:
    """``key: value`` on one line."""
    return f"{scalar_source(key)}: {flow_source(value)}"


def _float_source(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("a figure is a finite number")
    written = repr(value)
    if "e" not in written:
        return written
    plain = format(Decimal(written), "f")
    if len(plain) > _LONGEST_PLAIN_FLOAT:
        mantissa, exponent = written.split("e")
        return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{exponent}"
    return plain if "." in plain else f"{plain}.0"


def _is_plain(text: str) -> bool:
    if not text or text[0] in _OPENING or _NEVER_PLAIN.search(text) or _ESCAPED.search(text):
        return False
    if text.lower() in _SPOKEN_FOR or text.startswith(("...", "---")):
        return False
    if _DATE.fullmatch(text):
        return True
    return not _NUMBER_LIKE.fullmatch(text) and resolve_plain(text) == text


def _quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _SHORT:
        return _SHORT[char]
    code = ord(char)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}"
