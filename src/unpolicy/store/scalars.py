"""What a plain scalar means, in step with the fast parser because the fast parser is asked."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import cast

import yaml_rs

MAX_DIGITS = 300
"""The longest whole number that is read, in digits: longer ones fit no other program, and take quadratic time."""

# Everything that may be more than text in the YAML 1.2 core schema and in what the fast parser adds to it.
_MAY_BE_MORE = re.compile(r"[-+]?[._0-9][0-9A-Za-z_.+-]*|~|null|Null|NULL|true|True|TRUE|false|False|FALSE", re.ASCII)


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
    # As an item of a list, since three hyphens or dots on their own would be a document marker.
    return cast("list[object]", yaml_rs.loads(f"- {raw}", parse_datetime=False))[0]


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
