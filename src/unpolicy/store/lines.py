"""Offsets in a text turned into lines and columns, as people and editors count them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

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
