"""Changes of lines: entries and items that have lines of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from unpolicy.store.ends import (
    Element,
    content_end,
    indentation,
    is_first_on_line,
    line_end,
    line_start,
    newline_near,
    next_line,
    only_comment_follows,
)
from unpolicy.store.nodes import Node, ScalarNode, walk
from unpolicy.store.pieces import Splice

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLANK_LINES = re.compile(r"(?:[ \t]*\r?\n)*")
_COMMENT_LINE = re.compile(r"[ \t]*#[^\n]*\n?")


class NoRoomError(ValueError):
    """The text is laid out in a way that has no place for the change."""


def insert(text: str, held: list[Element], at: int, lines: Iterable[str]) -> list[Splice]:
    """Add an entry or item to a block collection that is not empty.

    Args:
        text: the whole text.
        held: where the entries or items start (a list's at their hyphens) and end.
        at: how many of them come before the new one.
        lines: the new one's lines, indented as if the collection stood in the first column.
    """
    margin = indentation(text, held[0].start)
    if at > 0 and not held[at - 1].runs_on:
        return [after_line(text, held[at - 1].end, [margin + line for line in lines])]
    start = held[max(at - 1, 0)].start
    newline = newline_near(text, start)
    return [Splice(start, start, "".join(f"{line}{newline}{margin}" for line in lines))]


def after_line(text: str, index: int, lines: list[str]) -> Splice:
    """Add lines below the line that ``index`` is in the content of, or before the line that it is the start of.

    Raises:
        NoRoomError: something other than a comment follows on that line.
    """
    newline = newline_near(text, index)
    if index > 0 and text[index - 1] == "\n":
        return Splice(index, index, "".join(line + newline for line in lines))
    if not only_comment_follows(text, index):
        raise NoRoomError(index)
    stop = line_end(text, index)
    return Splice(stop, stop, "".join(newline + line for line in lines))


def remove(text: str, held: list[Element], at: int) -> Splice:
    """Take one of several entries or items out, its lines whole."""
    start, end, _ = held[at]
    if not is_first_on_line(text, start):  # behind a hyphen: the next one moves up
        if at + 1 < len(held):
            return Splice(start, held[at + 1].start, "")
        raise NoRoomError(start)
    lines = whole_lines(text, start, end)
    if at > 0 and text[held[at - 1].end - 1] == "\n":  # or the empty lines below would become text of `|+` above
        blank = _BLANK_LINES.match(text, lines.end)
        return Splice(lines.start, blank.end() if blank else lines.end, "")
    return lines


def whole_lines(text: str, start: int, end: int) -> Splice:
    """The removal of all lines from that of ``start`` to that whose content ends at ``end``."""
    begin = line_start(text, start)
    if text[end - 1] == "\n":
        return Splice(begin, end, "")
    stop = next_line(text, end)
    if stop == len(text) and not text.endswith("\n"):  # a file without a final line break stays one
        begin = max(begin - 2 if text.endswith("\r\n", 0, begin) else begin - 1, 0)
    return Splice(begin, stop, "")


def replace_below(text: str, colon: int, value: Node, source: str) -> list[Splice]:
    """Put ``source`` behind a colon in the place of a block collection; comments on lines of their own stay.

    Args:
        text: the whole text.
        colon: offset after the colon.
        value: the collection, which starts on a line below.
        source: what to put there, on one line.
    """
    first = next_line(text, colon)
    last = whole_lines(text, value.start, content_end(text, value))
    splices = [Splice(colon, colon, f" {source}")]
    at = first
    for comment in comment_lines(text, value, first, last.end):
        splices.append(Splice(at, comment[0], ""))
        at = comment[1]
    if at == first and last.start < first:  # nothing is kept, and the file stays without its final line break
        at = last.start
    splices.append(Splice(at, last.end, ""))
    return [splice for splice in splices if splice.text or splice.start < splice.end]


def comment_lines(text: str, node: Node, start: int, end: int) -> list[tuple[int, int]]:
    """Lines between ``start`` and ``end`` that hold nothing but a comment, and are no part of a scalar."""
    scalars = [(one.start, content_end(text, one)) for one in walk(node) if isinstance(one, ScalarNode)]
    found: list[tuple[int, int]] = []
    at = start
    while at < end:
        following = next_line(text, at)
        match = _COMMENT_LINE.match(text, at, following)
        if match and not any(first < at < last for first, last in scalars):
            found.append((at, following))
        at = following
    return found
