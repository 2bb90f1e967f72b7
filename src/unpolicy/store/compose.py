"""A piece of YAML as nodes that know where they stand; used where a place is wanted, never on a whole large file.

ruamel's scanner and parser (YAML 1.2, pure Python) read the text; the nodes are put together here, without recursion
and without resolving tags or aliases, so that neither depth nor a tag nor a billion laughs costs anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import Reader, ReaderError
from ruamel.yaml.scanner import Scanner

from unpolicy.store.tree import MappingNode, Node, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from ruamel.yaml.parser import Parser

    from unpolicy.store.layout import Item


_MESSAGES = {
    "documents": "a second document begins here: keep one document in a file",
    "surrogate": "half of a surrogate pair is no character: write the character itself, or both halves",
    "tab": "a tab cannot stand here: use spaces",
    "unclosed-quote": "this quote is never closed: add the closing one",
    "escape": "this backslash sequence means nothing: double the backslash, or use single quotes",
    "colon": "a second “: ” cannot stand here: put the text in quotes, or indent the line as its neighbours are",
    "missing-colon": "a key needs “: ” after it: add it, or indent the line as part of the text above",
    "unclosed-bracket": "this bracket is never closed: add the closing one",
    "stray-bracket": "a closing bracket without an opening one: delete it, or put the text in quotes",
    "bracket": "a comma or the closing bracket is expected here: add it, or put the text in quotes",
    "start-character": "a text cannot start with this character: put it in quotes",
    "after-quote": "text after the closing quote: put all of it into the quotes",
    "indentation": "the line does not fit the lines around it: indent it as its neighbours are",
    "alias": "an alias is not part of the data format: write the value out",
    "anchor": "an anchor is not part of the data format: write the value out",
    "tag": "a tag is not part of the data format: take it out",
    "directive": "a directive is not part of the data format: delete the line",
    "huge-number": "a number of thousands of digits cannot be read: shorten it",
    "other": "the text is not valid YAML here: compare it with the lines around it",
}
"""What breaks a rule of YAML, by a stable name, as one sentence with the way out."""

_COMPLAINTS = (
    (r"character '\\t'", "tab"),
    (r"quoted scalar.*unexpected end of stream|unclosed quote", "unclosed-quote"),
    (r"quoted scalar.*(escape|hexadecimal|chr\(\))|chr\(\) arg", "escape"),
    (r"mapping values are not allowed", "colon"),
    (r"could not find expected ':'", "missing-colon"),
    (r"flow (mapping|sequence).*(stream end|block end|key>|<document|block entry)", "unclosed-bracket"),
    (r"flow.*end of stream", "unclosed-bracket"),
    (r"flow node: expected the node content.*<(stream|block) end>", "open-bracket"),
    (r"expected the node content", "stray-bracket"),
    (r"flow (mapping|sequence)|mismatched bracket", "bracket"),
    (r"cannot start any token|unexpected character", "start-character"),
    (r"block (mapping|collection|scalar)|block end|indent|not allowed (here|in this context)", "indentation"),
    (r"undefined alias|unknown anchor", "alias"),
    (r"anchor", "anchor"),
    (r"tag", "tag"),
    (r"directive", "directive"),
    (r"digits", "huge-number"),
    (r"", "other"),
)
"""What ruamel complains about ("what it was doing: what it met"), and which rule that breaks; the first that fits
counts. An open bracket is an unclosed one that stands somewhere before the place."""
_BEGINNING = frozenset({"unclosed-quote", "missing-colon", "unclosed-bracket"})
"""What is shown where the construct begins, not where the parser gave up."""

COMPOSE_LIMIT = 256 * 1024
"""The longest piece of text that is composed, in characters: half a second's work."""

MAX_DEPTH = 256
"""How deep a file may nest; the data format needs seven levels."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_BRACKET = re.compile(r"(?<![^ \t\r\n\[{,:?-])[\[{]|[\]}]")
_AFTER_QUOTE = re.compile(r"""[:\-,\[{] +(?:"[^"]*"|'[^']*')[ ]*\Z""")
_VALUE_COLON = re.compile(r"[ \t]*:")


@dataclass(eq=False)
class Malformed(Exception):  # noqa: N818 - it says what the text is, and is always caught and turned into a problem
    """A text that is not YAML, or is too deep or too long to look into.

    Attributes:
        kind: "syntax", "too-deep", "too-long" or "control-character".
        reason: for "syntax", which rule of YAML is broken, as `_MESSAGES` names it.
        message: one sentence saying what is wrong and the way out.
        params: what the message holds, for its translation.
        start: offset of the place in the whole text.
        end: offset after it.
    """

    kind: str
    message: str
    start: int
    end: int
    reason: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message


def compose(text: str, start: int = 0, end: int | None = None) -> Node | None:
    """Reads a text, or a piece of it, as one YAML document.

    Args:
        text: the whole text, without byte order mark.
        start: where the piece starts: the beginning of a line.
        end: where it ends; None for the end of the text.

    Returns:
        The root node, its places counted in the whole text; None where there are only blanks and comments.

    Raises:
        Malformed: the piece is not one YAML document, nests deeper than `MAX_DEPTH` or is longer than
            `COMPOSE_LIMIT` characters.
    """
    stop = len(text) if end is None else end
    piece = text[start : min(stop, start + COMPOSE_LIMIT)]
    _refuse_deep_brackets(text, start, piece)
    stand_ins = _stand_ins(piece)
    yaml = YAML(typ="safe", pure=True)
    yaml.Reader, yaml.Scanner = Reader, Scanner
    builder = _Builder(text, stop, {substitute: char for char, substitute in stand_ins.items()})
    is_too_long = stop - start > COMPOSE_LIMIT
    try:
        yaml.reader.index = start
        # The fast parser takes the end of a file for the end of its last line; so does this one, given a line feed.
        whole = piece if piece.endswith(("\n", "\r")) else piece + "\n"
        yaml.reader.stream = whole.translate(stand_ins) if stand_ins else whole
        builder.read(yaml.parser)
    except Exception as error:
        # The scanner meets hostile texts with a dozen kinds of exception, ValueError and IndexError among them.
        if isinstance(error, Malformed) and not (error.kind == "syntax" and is_too_long):
            raise
        raise (_too_long(text, start, stop) if is_too_long else _malformed(text, error, yaml.reader.index)) from error
    if is_too_long:
        raise _too_long(text, start, stop)
    return builder.root


def compose_entry(text: str, entry: Item) -> tuple[Node | None, Node]:
    """Composes one entry of a block collection.

    Args:
        text: the whole text.
        entry: the entry, as `top_entries` or `child_entries` found it.

    Returns:
        Its key and value; the key is None for an item of a sequence.

    Raises:
        Malformed: the entry on its own is not YAML.
    """
    root = compose(text, entry.start, entry.end)
    if isinstance(root, MappingNode) and len(root.value) == 1 and not entry.item:
        return root.value[0]
    if isinstance(root, SequenceNode) and len(root.value) == 1 and entry.item:
        return None, root.value[0]
    raise _syntax("other", entry.key_start, entry.key_end)


def _stand_ins(piece: str) -> dict[int, str]:
    """Ordinary characters for those that ruamel takes for line breaks, which they are not in YAML 1.2."""
    found = [char for char in "\x85\u2028\u2029" if char in piece]
    free = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in piece)
    return {ord(char): next(free) for char in found}


def _refuse_deep_brackets(text: str, start: int, piece: str) -> None:
    """Raises before the scanner sees hundreds of open brackets: it takes quadratic time over them."""
    if piece.count("[") + piece.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for match in _BRACKET.finditer(piece):
        depth = depth + 1 if match[0] in "[{" else max(depth - 1, 0)
        if depth > MAX_DEPTH:
            raise _too_deep(text, start + match.start())


def _too_deep(text: str, start: int) -> Malformed:
    message = f"nested deeper than {MAX_DEPTH} levels: the data format needs seven"
    return Malformed("too-deep", message, start, min(start + 1, len(text)))


def _too_long(text: str, start: int, end: int) -> Malformed:
    message = (
        f"this entry is too long to look into ({end - start} characters, at most {COMPOSE_LIMIT}): "
        "shorten it or split it"
    )
    first = text.find("\n", start, end)
    return Malformed("too-long", message, start, min(end if first < 0 else first, start + 80))


def _malformed(text: str, error: Exception, index: int) -> Malformed:
    if isinstance(error, ReaderError):
        code = f"U+{error.character:04X}" if isinstance(error.character, int) else "U+FFFD"
        message = f"the control character {code} does not belong in a data file: delete it"
        return Malformed("control-character", message, error.position, error.position + 1, params={"character": code})
    context = ""
    if isinstance(error, MarkedYAMLError):
        context, problem = error.context or "", error.problem or ""
        marks = [mark.index for mark in (error.context_mark, error.problem_mark) if mark is not None]
    else:
        problem, marks = str(error), [index]
    complaint = f"{context}: {problem}"
    reason = next(reason for pattern, reason in _COMPLAINTS if re.search(pattern, complaint, re.DOTALL))
    start = marks[0] if marks and reason in _BEGINNING else marks[-1] if marks else index
    if reason == "open-bracket":
        reason, start = "unclosed-bracket", _open_bracket(text, start)
    start = min(start, len(text))
    word = re.compile(r"[^ \t\r\n]*").match(text, start)
    end = max(word.end() if word else start, min(start + 1, len(text)))
    line = text.rfind("\n", 0, start) + 1
    if reason in ("indentation", "other") and _AFTER_QUOTE.search(text, line, start):
        reason = "after-quote"
    return _syntax(reason, start, end)


def _open_bracket(text: str, end: int) -> int:
    """The bracket that is open at a place; the place itself if there is none near."""
    closed = 0
    for place in range(min(end, len(text)) - 1, max(end - 10_000, -1), -1):
        if text[place] in "]}":
            closed += 1
        elif text[place] in "[{":
            if closed == 0:
                return place
            closed -= 1
    return end


def _syntax(reason: str, start: int, end: int) -> Malformed:
    return Malformed("syntax", _MESSAGES[reason], start, end, reason)


class _Builder:
    """Nodes from the parser's events."""

    def __init__(self, text: str, end: int, originals: dict[str, int]) -> None:
        self.root: Node | None = None
        self._text = text
        self._end = end
        self._originals = {ord(substitute): char for substitute, char in originals.items()}
        self._open: list[SequenceNode | MappingNode] = []
        self._keys: list[Node | None] = []

    def read(self, parser: Parser) -> None:
        documents = 0
        while (event := parser.get_event()) is not None:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refusal("documents", event.start_mark.index)
            elif isinstance(event, events.AliasEvent):
                start, end = event.start_mark.index, event.end_mark.index
                self._add(ScalarNode(start, end, "", alias=event.anchor))
            elif isinstance(event, events.ScalarEvent):
                self._add(self._scalar(event))
            elif isinstance(event, events.MappingStartEvent):
                self._enter(event, MappingNode(event.start_mark.index, event.end_mark.index))
            elif isinstance(event, events.SequenceStartEvent):
                self._enter(event, SequenceNode(event.start_mark.index, event.end_mark.index))
            elif isinstance(event, events.CollectionEndEvent):
                self._leave(event)

    def _refusal(self, reason: str, start: int) -> Malformed:
        return _syntax(reason, start, min(start + 3, len(self._text)))

    def _scalar(self, event: events.ScalarEvent) -> ScalarNode:
        start, end, value = event.start_mark.index, event.end_mark.index, event.value
        if start == end:
            start = end = self._empty_place(start)
        if self._originals:
            value = value.translate(self._originals)
        if _SURROGATE.search(value):
            try:
                value = value.encode("utf-16", "surrogatepass").decode("utf-16")
            except UnicodeDecodeError as error:
                raise self._refusal("surrogate", start) from error
        return ScalarNode(start, min(end, self._end), value, event.style, event.anchor, _tag(event))

    def _empty_place(self, start: int) -> int:
        # ruamel puts an empty value at the next token, which may be lines below its key.
        key = self._keys[-1] if self._keys else None
        if key is None:
            return start
        colon = _VALUE_COLON.match(self._text, key.end)
        return colon.end() if colon else start

    def _enter(self, event: events.CollectionStartEvent, node: SequenceNode | MappingNode) -> None:
        node.flow, node.anchor, node.tag = bool(event.flow_style), event.anchor, _tag(event)
        self._add(node)
        self._open.append(node)
        self._keys.append(None)
        if len(self._open) > MAX_DEPTH:
            raise _too_deep(self._text, node.start)

    def _leave(self, event: events.CollectionEndEvent) -> None:
        node = self._open.pop()
        self._keys.pop()
        if node.flow:
            node.end = event.end_mark.index
        else:
            last = node.value[-1]
            node.end = last[1].end if isinstance(last, tuple) else last.end

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent, key = self._open[-1], self._keys[-1]
        if isinstance(parent, SequenceNode):
            parent.value.append(node)
        elif key is None:
            self._keys[-1] = node
        else:
            parent.value.append((key, node))
            self._keys[-1] = None


def _tag(event: events.NodeEvent) -> str | None:
    tag = getattr(event, "ctag", None)
    return None if tag is None else str(tag)
