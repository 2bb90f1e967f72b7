"""The entries of mappings and the items of lists in a text: where they start and end, how one is put in or taken out.

In a block collection they have lines of their own; in a flow collection they stand in braces or brackets, on one line
or over several.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.store.splice import Splice
from unpolicy.store.tree import MappingNode, Node, ScalarNode, SequenceNode, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_BLANK_LINES = re.compile(r"(?:[ \t]*\r?\n)*")
_COMMENT_LINE = re.compile(r"[ \t]*#[^\n]*\n?")
_GAP = re.compile(r"(?:[ \t\r\n]+|(?<=[ \t\r\n])#[^\n]*)*")
_KEEP = re.compile(r"[|>][0-9]?\+")
_COMMENT = re.compile(r"(?:(?<=[ \t])|^)#[^\r\n]*", re.MULTILINE)
_BREAK = re.compile(r"\r?\n|\Z")
_NOTHING = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\n]*?)?(?=\r?\n|\Z)")


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


class Element(NamedTuple):
    """One entry of a mapping, or one item of a list.

    Attributes:
        start: where its key starts, or what it is, or the hyphen before it.
        end: where its last character ends.
        runs_on: whether it ends in a block scalar at the end of a file that has no final line break, so that a line
            break after it would become a part of it.
    """

    start: int
    end: int
    runs_on: bool = False


def elements(text: str, node: MappingNode | SequenceNode) -> list[Element]:
    """The entries of a mapping, or the items of a list, in the order of the text."""
    if isinstance(node, MappingNode):
        return [_element(text, key.start, value) for key, value in node.value]
    if node.flow:
        return [_element(text, item.start, item) for item in node.value]
    return _items(text, node)


def _items(text: str, node: SequenceNode) -> list[Element]:
    hyphen = re.compile(rf"^ {{{column(text, node.start)}}}-(?=[ \t\r\n]|\Z)", re.MULTILINE)
    found: list[Element] = []
    start = node.start
    for item in node.value:
        if found:
            match = hyphen.search(text, found[-1].end, item.start + 1)
            start = match.end() - 1 if match else item.start
        found.append(_element(text, start, item))
    return found


def _element(text: str, start: int, node: Node) -> Element:
    end = content_end(text, node)
    return Element(start, end, _is_block_scalar(_last(node)) and end == len(text) and not text.endswith("\n"))


def content_end(text: str, node: Node) -> int:
    """Offset after a node's last character.

    A block scalar ends before its last line break, unless it keeps the empty lines below (``|+``): then it ends where
    the next line starts.
    """
    last = _last(node)
    if not _is_block_scalar(last):
        return last.end
    header = line_end(text, last.start)
    content = text[header : last.end]
    return header + len(content if _KEEP.match(text, last.start) else content.rstrip("\r\n"))


def _last(node: Node) -> Node:
    """The last value inside a block collection, at any depth; of anything else, the node itself."""
    while not isinstance(node, ScalarNode) and node.value and not node.flow:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _is_block_scalar(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style in ("|", ">")


class NoRoomError(ValueError):
    """The text is laid out in a way that has no place for the change."""


def insert_lines(text: str, held: list[Element], at: int, lines: Iterable[str]) -> list[Splice]:
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


def remove_lines(text: str, held: list[Element], at: int) -> Splice:
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
    scalars = [(inner.start, content_end(text, inner)) for inner in walk(node) if isinstance(inner, ScalarNode)]
    found: list[tuple[int, int]] = []
    at = start
    while at < end:
        following = next_line(text, at)
        match = _COMMENT_LINE.match(text, at, following)
        if match and not any(first < at < last for first, last in scalars):
            found.append((at, following))
        at = following
    return found


def comments(text: str, start: int, node: Node) -> list[str]:
    """All comments from ``start`` to the end of the line that a node ends on; what is in a scalar is none."""
    found: list[str] = []
    at = start
    for inner in walk(node):
        if isinstance(inner, ScalarNode):
            found += _COMMENT.findall(text, at, line_end(text, inner.start) if _is_block_scalar(inner) else inner.start)
            at = content_end(text, inner)
    end = content_end(text, node)
    return found + (_COMMENT.findall(text, at, line_end(text, end)) if at == 0 or text[end - 1] != "\n" else [])


def insert_in_braces(text: str, node: MappingNode | SequenceNode, at: int, source: str) -> list[Splice]:
    """Add an element to a flow collection, ``at`` being how many of its elements come before the new one."""
    held = elements(text, node)
    if not held:
        opening, closing = _inside(text, node)
        return [Splice(opening, opening if text[opening:closing].strip(" ") else closing, source)]
    if at == 0:
        start = held[0].start
        gap = newline_near(text, start) + indentation(text, start) if is_first_on_line(text, start) else " "
        return [Splice(start, start, f"{source},{gap}")]
    return _after(text, held[at - 1], source)


def remove_in_braces(text: str, node: MappingNode | SequenceNode, at: int) -> list[Splice]:
    """Take the element with the number ``at`` out of a flow collection.

    Its comma goes too, and where it has lines of its own, those with their comments.
    """
    held = elements(text, node)
    start, end, _ = held[at]
    comma = _comma(text, end)
    if len(held) == 1:
        opening, closing = _inside(text, node)
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


def _inside(text: str, node: MappingNode | SequenceNode) -> tuple[int, int]:
    """Offsets after the opening brace and of the closing one."""
    return text.index("{" if isinstance(node, MappingNode) else "[", node.start) + 1, node.end - 1


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


def held_in(text: str, node: MappingNode | SequenceNode) -> list[Element]:
    """The places of what a collection holds."""
    held = elements(text, node)
    if isinstance(node, MappingNode):  # an explicit `? key` starts before the key
        held[0] = held[0]._replace(start=node.start)
    return held


def rank(keys: Sequence[object], key: str | int) -> int:
    """How many keys come before a new one: the smaller ones where all ascend, else all."""
    numbers = [present for present in keys if isinstance(present, int | float)]
    if not isinstance(key, int) or len(numbers) < len(keys) or numbers != sorted(numbers):
        return len(keys)
    return sum(number < key for number in numbers)
