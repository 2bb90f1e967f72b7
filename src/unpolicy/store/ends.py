"""Where things end in a text: lines, comments, and what a node holds."""

from __future__ import annotations

import re
from typing import NamedTuple

from unpolicy.store.nodes import MappingNode, Node, ScalarNode, SequenceNode

_BREAK = re.compile(r"\r?\n|\Z")
_NOTHING = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\n]*?)?(?=\r?\n|\Z)")
_KEEP = re.compile(r"[|>][0-9]?\+")


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


def elements(text: str, node: Node) -> list[Element]:
    """The entries of a mapping, or the items of a list, in the order of the text."""
    if isinstance(node, MappingNode):
        return [_element(text, key.start, value) for key, value in node.value]
    if not isinstance(node, SequenceNode):
        return []
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
    last = _last_scalar(node)
    in_block = isinstance(last, ScalarNode) and last.style in ("|", ">")
    return Element(start, end, in_block and end == len(text) and not text.endswith("\n"))


def _last_scalar(node: Node) -> Node:
    while not isinstance(node, ScalarNode) and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def content_end(text: str, node: Node) -> int:
    """Offset after a node's last character.

    A block scalar ends before its last line break, unless it keeps the empty lines below (``|+``): then it ends where
    the next line starts.
    """
    if isinstance(node, ScalarNode):
        return _block_scalar_end(text, node) if node.style in ("|", ">") else node.end
    if node.flow or not node.value:
        return node.end
    last = node.value[-1]
    return content_end(text, last[1] if isinstance(last, tuple) else last)


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


def is_multiline(text: str, start: int, end: int) -> bool:
    """Whether a piece of the text goes over several lines."""
    return "\n" in text[start:end]


def _block_scalar_end(text: str, node: ScalarNode) -> int:
    header = line_end(text, node.start)
    end = min(node.end, len(text))
    if _KEEP.match(text, node.start):
        return max(end, header)
    while end > header and text[end - 1] in "\r\n":
        end -= 1
    return max(end, header)
