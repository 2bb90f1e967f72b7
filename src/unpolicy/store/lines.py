"""Offsets in a text turned into lines and columns, as people and editors count them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

_LINE_BREAK = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True, order=True)
class Span:
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
        if "\r" in text:
            self._starts = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]
        else:
            self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
            del self._starts[-1]

    def __len__(self) -> int:
        """The number of lines; what follows the last line break is one too, even if it is empty."""
        return len(self._starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Returns line and column, both from 1, of an offset; one outside the text is taken to its nearest end."""
        offset = min(max(offset, 0), self._length)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """Returns the piece from offset ``start`` up to offset ``end``."""
        return Span(start, end, *self.position(start), *self.position(end))


def span_between(text: str, start: int, end: int) -> Span:
    """Returns one piece of a text. Whoever needs several makes a `Lines` once instead."""
    return Lines(text).span(start, end)
