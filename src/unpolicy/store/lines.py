"""Offsets in a text turned into lines and columns, as people and editors count them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_STRAY_TABS = re.compile(r"(?<=[^ \t\n])[ \t]*\t[ \t]*(?=#|\r?$)", re.MULTILINE)
_BLOCK = 1 << 20
_WITH_BREAK = (1).__add__
_BREAK = re.compile(r"\r?\n|\Z")
_NOTHING = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\n]*?)?(?=\r?\n|\Z)")
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
        self._starts.extend(_starts_after_returns(text) if "\r" in text else _starts(text))

    def __len__(self) -> int:
        """The number of lines; what follows the last line break is one too, even if it is empty."""
        return len(self._starts)

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


def _starts_after_returns(text: str) -> Iterator[int]:
    return (match.end() for match in _LINE_BREAK.finditer(text))


def span_between(text: str, start: int, end: int) -> Span:
    """Returns one piece of a text. Whoever needs several makes a `Lines` once instead."""
    return Lines(text).span(start, end)


def line_start(text: str, index: int) -> int:
    """Offset where the line of ``index`` starts."""
    return text.rfind("\n", 0, index) + 1


def line_end(text: str, index: int) -> int:
    """Offset before the line break at or after ``index``, or the end of the text."""
    match = _BREAK.search(text, index)
    return match.start() if match else len(text)


def next_line(text: str, index: int) -> int:
    """Offset where the next line starts, or the end of the text."""
    match = _BREAK.search(text, index)
    return match.end() if match else len(text)


def only_comment_follows(text: str, index: int) -> bool:
    """Whether the rest of the line is blank or a comment."""
    return _NOTHING.match(text, index) is not None


def is_first_on_line(text: str, index: int) -> bool:
    """Whether only blanks stand before ``index`` on its line."""
    return not text[line_start(text, index) : index].strip(" \t")


def column(text: str, index: int) -> int:
    """How many characters stand before ``index`` on its line."""
    return index - line_start(text, index)


def indentation(text: str, index: int) -> str:
    """What to put before a line so that it starts in the column of ``index``."""
    before = text[line_start(text, index) : index]
    return before if not before.strip(" ") else " " * len(before)


def newline_near(text: str, index: int) -> str:
    """The line break of the line at ``index``, of the line before it where it has none, else LF."""
    here = _BREAK.search(text, index)
    if here and here[0]:
        return here[0]
    start = line_start(text, index)
    return "\r\n" if text.endswith("\r\n", 0, start) else "\n"


def line_at(text: str, index: int) -> int:
    """The line, counted from 1, that holds the character at ``index``; a line ends at LF, CRLF or CR."""
    head = text[:index]
    lone = head.count("\r") - head.count("\r\n")
    return head.count("\n") + lone + 1


def without_stray_tabs(text: str) -> str:
    """The text with blanks for the tabs before comments and line ends, which ruamel's scanner refuses in YAML's name.

    Nothing moves, and only places are taken from what is composed.
    """
    if "\t" not in text:
        return text
    return _STRAY_TABS.sub(lambda match: " " * len(match[0]), text)
