"""Lines and columns of a text, and the block layout of a data file, found by indentation without parsing YAML.

A file of ten thousand records is too long for a parser that keeps places. In a block mapping, each key stands on a
line of its own at the mapping's indentation and what belongs to it is indented more: so one pass over the lines of a
piece of text finds its entries, and only the entry that matters is parsed. Text in block scalars, in quotes over
several lines and in brackets over several lines is indented more than its key too, or the fast parser refuses it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.store.tree import read_key, same_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_STRAY_TABS = re.compile(r"(?<=[^ \t\n])[ \t]*\t[ \t]*(?=#|\r?$)", re.MULTILINE)
_BLOCK = 1 << 20
_WITH_BREAK = (1).__add__
_LINE_BREAK = re.compile(r"\r\n?|\n")


class Span(NamedTuple):
    """A piece of a text.

    Attributes:
        start: offset of its first character, from 0.
        end: offset of the first character after it.
        line: line of its first character, from 1.
        column: column of its first character in characters, from 1.
        end_line: line of the first character after it.
        end_column: column of the first character after it.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


class Lines:
    r"""Where the lines of a text start.

    A line ends at ``\n``, ``\r\n`` or a lone ``\r``, as YAML 1.2 says (5.4, line break characters). U+0085, U+2028
    and U+2029 ended lines in YAML 1.1; they are ordinary characters now, and to git and most editors.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._starts = array("q", [0])
        self._starts.extend((match.end() for match in _LINE_BREAK.finditer(text)) if "\r" in text else _starts(text))

    def position(self, offset: int) -> tuple[int, int]:
        """Returns line and column, both from 1, of an offset; one outside the text is taken to its nearest end."""
        offset = min(max(offset, 0), self._length)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def start_of(self, line: int) -> int:
        """Returns the offset where a line starts, counted from 1; one past the last is the end of the text."""
        return self._starts[line - 1] if line <= len(self._starts) else self._length

    def span(self, start: int, end: int) -> Span:
        """Returns the piece from offset ``start`` up to offset ``end``."""
        return Span(start, end, *self.position(start), *self.position(end))


def _starts(text: str) -> Iterator[int]:
    # In blocks, since a list of all lines of a large file takes many times its size.
    for base in range(0, len(text), _BLOCK):
        lines = text[base : base + _BLOCK].split("\n")
        del lines[-1]
        yield from islice(accumulate(map(_WITH_BREAK, map(len, lines)), initial=base), 1, None)


def line_at(text: str, index: int) -> int:
    """The line, counted from 1, that holds the character at ``index``; a line ends at LF, CRLF or CR."""
    head = text[:index]
    lone = head.count("\r") - head.count("\r\n")
    return head.count("\n") + lone + 1


def without_stray_tabs(text: str) -> str:
    """The text with blanks for tabs before comments and line ends: ruamel's scanner refuses them, YAML does not.

    Offsets stay the same, and only places are taken from what is composed.
    """
    if "\t" not in text:
        return text
    return _STRAY_TABS.sub(lambda match: " " * len(match[0]), text)


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
    keys = [match[1].rstrip(" \t") for match in matches]
    return [
        Item(read_key(key), match.start(), match.start(1), match.start(1) + len(key), match.end(), following)
        for key, match, following in zip(keys, matches, ends, strict=True)
    ]


@lru_cache(maxsize=64)
def _first_lines(width: int, is_list: bool) -> re.Pattern[str]:  # noqa: FBT001 - a cache takes what it is given
    inside = r"-(?![^ \r\n])" if is_list else rf"({_KEY})[ \t]*:(?![^ \t\r\n])"
    return re.compile(rf"^ {{{width}}}{inside}", re.MULTILINE)


_QUOTED = r"""(?:"[^"\\\r\n]*+"|'[^'\r\n]*+')"""
_TAIL = r"[ \t]*+(?:(?<=[ \t])\#[^\r\n]*+)?"
_PLAIN_YEAR = re.compile(
    rf"""([0-9]{{4}}):(?:[ ]+(?:
    (?P<value>-?[0-9]+(?:\.[0-9]+)?|\{{[^\r\n"'#{{}}\[\]]*+\}})  # a number, or a simple record in braces
    |\{{(?:[^\r\n"'#{{}}\[\]]|{_QUOTED})*+\}})  # or one with quotes
    |(?:{_TAIL}\r?\n[ ]+[a-z]+:[ ]+(?:[^\s"'#&*!|>%@`{{\[\-][^\r\n#]*+|{_QUOTED}))+  # or one with a line a detail
    )(?P<end>){_TAIL}(?:\r?\n|\Z)""",
    re.VERBOSE,
)


class YearLine(NamedTuple):
    """An entry of a mapping of years, which has lines of its own.

    Attributes:
        key: the value of its key: the year, unless something else stands there.
        start: offset of its key.
        end: offset after its value.
        value: from where to where its value stands, if that is on the same line and simple.
        runs_on: as for `unpolicy.store.elements.Element`.
    """

    key: object
    start: int
    end: int
    value: tuple[int, int] | None
    runs_on: bool = False


def plain_years(text: str, path: Sequence[str | int]) -> list[YearLine]:
    """The entries of a mapping of years with a plain line each; none where any is not: that is for a parser."""
    inside = top_entries(text)
    for name in path:
        item = item_of(inside, name)
        inside = None if item is None else child_entries(text, item)
    found: list[YearLine] = []
    for entry in inside or ():
        match = _PLAIN_YEAR.match(text, entry.key_start, entry.end)
        if match is None or not BLANK_LINES.fullmatch(text, match.end(), entry.end):
            return []
        value = None if match["value"] is None else match.span("value")
        found.append(YearLine(int(match[1]), entry.key_start, match.end("end"), value))
    return found
