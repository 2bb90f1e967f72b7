"""The block layout of a data file, found by lines and indentation, without parsing YAML.

A file of ten thousand records is too long for a parser that keeps places. In a block mapping, each key stands on a
line of its own at the mapping's indentation and what belongs to it is indented more: so one pass over the lines of a
piece of text finds its entries, and only the entry that matters is parsed. Text in block scalars, in quotes over
several lines and in brackets over several lines is indented more than its key too, or the fast parser refuses it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from unpolicy.store.scalars import read_scalar, resolve_plain, same_key

# The quantifiers are possessive: nothing here needs a second try, and hostile lines would take gigabytes over one.
_KEY = (
    r'(?:"(?:[^"\\\r\n]++|\\[^\r\n])*+"'
    r"|'(?:[^'\r\n]++|'')*+'"
    r"""|(?:[^ \t\r\n\-?:,\[\]{}#&*!|>'"%@`]|[-?:](?=[^ \t\r\n]))(?:[^:#\r\n]++|:(?=[^ \t\r\n])|(?<![ \t])\#)*+)"""
)
BLANK_LINES = re.compile(r"(?:[ \t]*+(?:#[^\n]*+)?\r?\n)*+")
# An anchor or tag behind the colon is refused elsewhere; what is below it is laid out by lines all the same.
_REST_BLANK = re.compile(r"(?:[ \t]++[&!][^ \t\r\n]*+)*+[ \t]*+(?:(?<=[ \t])#[^\n]*+)?\r?(?:\n|\Z)")
_INDENT = re.compile(" *")
_START_MARKER = re.compile(r"---[ \t]*(?:#[^\n]*)?\r?\n")
_MARKER = re.compile(r"^(?:---|\.\.\.)(?![^ \t\r\n])", re.MULTILINE)
_LONE_RETURN = re.compile(r"\r(?!\n)")


class Item(NamedTuple):
    """One key of a block mapping with what belongs to it, or one item of a block sequence.

    Attributes:
        key: the key's value, or the item's number from 0.
        start: offset of the line it starts on.
        key_start: offset of its key, or of the item's hyphen.
        key_end: offset after its key, or after the item's hyphen.
        value: offset where its value may begin: after the colon or hyphen.
        end: offset of the next entry's line, or where the piece of text ends.
        item: whether it is an item of a sequence.
    """

    key: object
    start: int
    key_start: int
    key_end: int
    value: int
    end: int
    item: bool = False


def document_region(text: str) -> tuple[int, int]:
    """Returns start and end of the first document's content, without its markers."""
    match = BLANK_LINES.match(text)
    start = match.end() if match else 0
    marker = _START_MARKER.match(text, start)
    if marker:
        start = marker.end()
    following = _MARKER.search(text, start)
    return start, following.start() if following else len(text)


def top_entries(text: str) -> list[Item] | None:
    """Returns the entries of the first document, or None where it is not laid out as a block mapping by lines."""
    if "\r" in text and _LONE_RETURN.search(text):
        return None
    start, end = document_region(text)
    return _entries(text, start, end)


def child_entries(text: str, entry: Item) -> list[Item] | None:
    """Returns the entries inside an entry, or None where its value is not a block collection laid out by lines."""
    rest = _REST_BLANK.match(text, entry.value, entry.end)
    if rest is None or entry.item:
        return None
    return _entries(text, rest.end(), entry.end)


def item_of(items: list[Item] | None, key: str | int) -> Item | None:
    """The entry or item with a key, by its value."""
    return next((item for item in items or () if same_key(item.key, key)), None)


def _entries(text: str, start: int, end: int) -> list[Item] | None:
    blank = BLANK_LINES.match(text, start, end)
    first = blank.end() if blank else start
    indent = _INDENT.match(text, first, end)
    width = indent.end() - first if indent else 0
    is_list = text.startswith("-", first + width) and text[first + width + 1 : first + width + 2] in " \r\n"
    matches = list(_first_lines(width, is_list).finditer(text, first, end))
    if not matches or matches[0].start() != first:
        return None
    ends = [*(match.start() for match in matches[1:]), end]
    if is_list:
        return [
            Item(number, match.start(), match.end() - 1, match.end(), match.end(), following, item=True)
            for number, (match, following) in enumerate(zip(matches, ends, strict=True))
        ]
    return [
        Item(_read_key(match[1]), match.start(), *_key_place(match), match.end(), following)
        for match, following in zip(matches, ends, strict=True)
    ]


@lru_cache(maxsize=64)
def _first_lines(width: int, is_list: bool) -> re.Pattern[str]:  # noqa: FBT001 - a cache takes what it is given
    inside = r"-(?![^ \r\n])" if is_list else rf"({_KEY})[ \t]*:(?![^ \t\r\n])"
    return re.compile(rf"^ {{{width}}}{inside}", re.MULTILINE)


def _key_place(match: re.Match[str]) -> tuple[int, int]:
    return match.start(1), match.start(1) + len(match[1].rstrip(" \t"))


def _read_key(raw: str) -> object:
    raw = raw.rstrip(" \t")
    if raw.startswith("'"):
        return raw[1:-1].replace("''", "'")
    if raw.startswith('"') and "\\" not in raw:
        return raw[1:-1]
    try:
        return read_scalar(raw) if raw.startswith('"') else resolve_plain(raw)
    except ValueError:
        return raw
