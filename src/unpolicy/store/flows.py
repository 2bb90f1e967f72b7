"""Changes inside braces and brackets, on one line or over several."""

from __future__ import annotations

import re
from typing import NamedTuple

from unpolicy.store.ends import (
    Element,
    indentation,
    is_first_on_line,
    line_end,
    line_start,
    newline_near,
    next_line,
    only_comment_follows,
)
from unpolicy.store.pieces import Splice

_GAP = re.compile(r"(?:[ \t\r\n]+|(?<=[ \t\r\n])#[^\n]*)*")


class Braces(NamedTuple):
    """The inside of a flow collection.

    Attributes:
        opening: offset after the opening brace.
        closing: offset of the closing brace.
        held: the elements that are there.
    """

    opening: int
    closing: int
    held: list[Element]


def insert(text: str, braces: Braces, at: int, source: str) -> list[Splice]:
    """Add an element to a flow collection, ``at`` being how many of its elements come before the new one."""
    held = braces.held
    if not held:
        return _first(text, braces, source)
    if at == 0:
        start = held[0].start
        gap = newline_near(text, start) + indentation(text, start) if is_first_on_line(text, start) else " "
        return [Splice(start, start, f"{source},{gap}")]
    return _after(text, held[at - 1], source)


def remove(text: str, braces: Braces, at: int) -> list[Splice]:
    """Take the element with the number ``at`` out of a flow collection.

    Its comma goes too, and where it has lines of its own, those with their comments.
    """
    opening, closing, held = braces
    start, end, _ = held[at]
    comma = _comma(text, end)
    if len(held) == 1:
        if not text[opening:start].strip(" ") and not text[end:closing].strip(" "):
            return [Splice(opening, closing, "")]
        return [Splice(start, end if comma is None else comma + 1, "")]
    last = at == len(held) - 1
    tail = end if comma is None else comma + 1
    if is_first_on_line(text, start) and only_comment_follows(text, tail):
        lines = Splice(line_start(text, start), next_line(text, tail), "")
        before = _comma(text, held[at - 1].end) if last and comma is None else None
        return [lines] if before is None else [Splice(before, before + 1, ""), lines]
    if last:
        return [Splice(held[at - 1].end, end, "")]
    return [Splice(start, held[at + 1].start, "")]


def _first(text: str, braces: Braces, source: str) -> list[Splice]:
    inside = text[braces.opening : braces.closing]
    return [Splice(braces.opening, braces.opening if inside.strip(" ") else braces.closing, source)]


def _after(text: str, before: Element, source: str) -> list[Splice]:
    """Behind another element: on a line of its own where that one has its own, else on the same line."""
    start, end, _ = before
    comma = _comma(text, end)
    tail = end if comma is None else comma + 1
    on_own_line = is_first_on_line(text, start) and only_comment_follows(text, tail)
    if not on_own_line or (comma is not None and "\n" in text[end:comma]):
        return [Splice(end, end, f", {source}")]
    stop = line_end(text, tail)
    line = newline_near(text, stop) + indentation(text, start) + source
    if comma is not None:
        return [Splice(stop, stop, line + ",")]
    return [Splice(end, end, "," + line)] if end == stop else [Splice(end, end, ","), Splice(stop, stop, line)]


def _comma(text: str, end: int) -> int | None:
    """Offset of the comma behind an element, None where there is none."""
    gap = _GAP.match(text, end)
    place = gap.end() if gap else end
    return place if text.startswith(",", place) else None
