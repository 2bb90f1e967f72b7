"""Where a piece of data stands in its file, found when it is asked for and never before.

Most files are sound and no place in them is ever asked for. When one is, the lines lead to the smallest entry around
it, and only that is read by the parser that keeps places. What a text of data may not hold is taken out before.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from unpolicy.store.compose import Malformed, compose, compose_entry
from unpolicy.store.layout import Item, Lines, Span, child_entries, document_region, top_entries, without_stray_tabs
from unpolicy.store.problems import Problems, has_control_characters, has_lone_returns
from unpolicy.store.tree import MappingNode, Node, ScalarNode, SequenceNode, key_value

if TYPE_CHECKING:
    from collections.abc import Sequence


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]+|\\A\ufeff")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_LEADING_DIRECTIVES = re.compile(r"(?:[ \t]*+(?:#[^\n]*+)?\r?\n|%[^\n]*+\n)*+")
_DIRECTIVE_LINE = re.compile(r"^%[^\r\n]*", re.MULTILINE)
_NOTHING_MORE = re.compile(r"(?:\.\.\.)?(?:[ \t]++|#[^\n]*+|\r?\n)*+\Z")


def cleaned(text: str, problems: Problems) -> str:
    """Returns the first document of a text without control characters, lone carriage returns and directives.

    Args:
        text: the whole text.
        problems: what is found is added here.

    Returns:
        A text of the same length up to where a second document begins, which is cut off.
    """
    if has_lone_returns(text):
        text = _without_lone_returns(text, problems)
    if has_control_characters(text):
        text = _without_control_characters(text, problems)
    text = _without_directives(text, problems)
    return _first_document(text, problems)


def _without_lone_returns(text: str, problems: Problems) -> str:
    places = [match.start() for match in _LONE_RETURN.finditer(text)]
    message = "a carriage return alone ends this line: save the file with line ends LF or CRLF"
    problems.report("line-ending", (places[0], places[0] + 1), message, count=len(places))
    return _LONE_RETURN.sub("\n", text)


def _without_control_characters(text: str, problems: Problems) -> str:
    # A run is one problem, and a file that is no text at all need not be listed to its end.
    for match in _CONTROL.finditer(text):
        if problems.full("control-character"):
            problems.leave_out("control-character")
            break
        code = f"U+{ord(match[0][0]):04X}"
        message = f"the control character {code} does not belong in a data file: delete it"
        problems.report("control-character", match.span(), message, character=code)
    return _CONTROL.sub(lambda match: "\ufffd" * len(match[0]), text)


def _without_directives(text: str, problems: Problems) -> str:
    head = _LEADING_DIRECTIVES.match(text)
    end = head.end() if head else 0
    for match in _DIRECTIVE_LINE.finditer(text, 0, end):
        message = "a directive is not part of the data format: delete the line"
        problems.report("directive", match.span(), message, directive=match[0])
    return _DIRECTIVE_LINE.sub(lambda match: "#" + match[0][1:], text[:end]) + text[end:]


def _first_document(text: str, problems: Problems) -> str:
    _, end = document_region(text)
    if not _NOTHING_MORE.match(text, end):
        message = "a second document begins here: keep one document in a file"
        problems.report("documents", (end, end + 3), message)
    return text[:end]


_Pair = tuple[Node | None, Node]

# One word or number behind its key, and nothing after it but comments: it need not be composed, which matters where a
# thousand figures are wrong.
_PLAIN = re.compile(
    r"[ \t]++(?P<value>[-+.]?\w[\w.+-]*+)[ \t]*+(?:(?<=[ \t])#[^\n]*+)?(?:\r?\n(?:[ \t]*+(?:#[^\n]*+)?\r?\n)*+[ \t]*+)?"
)


class SourceMap:
    """The places of one text.

    A path is the keys and list numbers that lead to a piece of data, such as
    ``("indicators", "un-staff", "actuals", 2021, "value")``. Keys count by their value: 2020 finds ``0x7e4``, and
    "2020" finds ``'2020'``. Of two equal keys the first counts, as in parsing.

    Args:
        text: the text of a whole file, without byte order mark; it need not be valid.
        clean: whether the parser had nothing to say against it, which spares a search for odd characters.
    """

    def __init__(self, text: str, *, clean: bool = False) -> None:
        self._original = text
        # What takes the place of odd characters has their length, so that offsets stay those of the file.
        self._text = without_stray_tabs(text if clean else cleaned(text, Problems(self.lines)))
        self._inside: dict[int, dict[object, Item]] = {}
        self._composed: dict[int, _Pair | None] = {}
        self._held: dict[int, dict[object, _Pair]] = {}

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self._original)

    def value_span(self, path: Sequence[object]) -> Span | None:
        """Where the value at a path stands, quotes and brackets included; `None` where the path leads nowhere."""
        entry = self._entry(path)
        plain = None if entry is None or entry.item else _PLAIN.fullmatch(self._text, entry.value, entry.end)
        if plain is not None:
            return self.lines.span(*plain.span("value"))
        pair = self._pair(path)
        return None if pair is None else self.lines.span(pair[1].start, pair[1].end)

    def key_span(self, path: Sequence[object]) -> Span | None:
        """Where the key at the end of a path stands; `None` for an item of a list and where the path leads nowhere."""
        entry = self._entry(path)
        if entry is not None:
            return None if entry.item else self.lines.span(entry.key_start, entry.key_end)
        pair = self._pair(path)
        return None if pair is None or pair[0] is None else self.lines.span(pair[0].start, pair[0].end)

    def node(self, path: Sequence[object]) -> Node | None:
        """What the parser that keeps places makes of the value at a path; `None` where the path leads nowhere."""
        pair = self._pair(path)
        return None if pair is None else pair[1]

    def nearest(self, path: Sequence[object], on: Literal["key", "value"] = "value") -> tuple[Span, bool]:
        """Where a path can be pointed at: its own place, else the key of the nearest thing around it.

        Args:
            path: where, whether there is anything or not.
            on: whether the key or the value is meant. An empty value is shown at its key, and an item of a list, which
                has no key, as a whole.

        Returns:
            The place, the start of the file where there is none, and whether it is the path's own.
        """
        own = self._shown(path, on)
        if own is not None:
            return own, True
        for length in range(len(path) - 1, 0, -1):
            around = self._shown(path[:length], "key")
            if around is not None:
                return around, False
        return self.lines.span(0, 0), False

    def _shown(self, path: Sequence[object], on: Literal["key", "value"]) -> Span | None:
        span = self.key_span(path) if on == "key" else self.value_span(path)
        if on == "key":
            return span or self.value_span(path)
        if span is not None and span.start == span.end:
            return self.key_span(path) or span
        return span

    def _entry(self, path: Sequence[object]) -> Item | None:
        """The lines of what stands at a path, where it has lines of its own."""
        entry, steps = self._nearest_entry(path)
        return entry if steps == len(path) else None

    def _nearest_entry(self, path: Sequence[object]) -> tuple[Item | None, int]:
        """The smallest entry by lines on the way, and how many steps lead to it."""
        entry: Item | None = None
        for steps, key in enumerate(path):
            inside = self._top if entry is None else self._entries(entry)
            following = None if inside is None else inside.get(_identity(key))
            if following is None:
                return entry, steps
            entry = following
        return entry, len(path)

    def _pair(self, path: Sequence[object]) -> _Pair | None:
        """The nodes of key and value at a path; only the smallest entry around it is composed."""
        entry, steps = self._nearest_entry(path)
        pair = self._compose(entry) if entry is not None else self._whole if self._top is None and path else None
        for key in path[steps:]:
            if pair is None:
                return None
            pair = self._children(pair[1]).get(_identity(key))
        return pair

    @cached_property
    def _top(self) -> dict[object, Item] | None:
        entries = top_entries(self._text)
        return None if entries is None else _by_key(entries)

    @cached_property
    def _whole(self) -> _Pair | None:
        try:
            root = compose(self._text)
        except Malformed:
            return None
        return None if root is None else (None, root)

    def _entries(self, entry: Item) -> dict[object, Item]:
        if entry.key_start not in self._inside:
            self._inside[entry.key_start] = _by_key(child_entries(self._text, entry) or ())
        return self._inside[entry.key_start]

    def _compose(self, entry: Item) -> _Pair | None:
        if entry.key_start not in self._composed:
            try:
                self._composed[entry.key_start] = compose_entry(self._text, entry)
            except Malformed:
                self._composed[entry.key_start] = None
        return self._composed[entry.key_start]

    def _children(self, node: Node) -> dict[object, _Pair]:
        """What a node holds, by key; kept, since one mapping may have a thousand problems."""
        if id(node) not in self._held:
            self._held[id(node)] = _held_by(node)
        return self._held[id(node)]


def _held_by(node: Node) -> dict[object, _Pair]:
    if isinstance(node, SequenceNode):
        return {_identity(number): (None, item) for number, item in enumerate(node.value)}
    pairs = reversed(node.value) if isinstance(node, MappingNode) else ()
    return {_identity(key_value(key)): (key, value) for key, value in pairs if isinstance(key, ScalarNode)}


def _by_key(entries: Sequence[Item]) -> dict[object, Item]:
    return {_identity(entry.key): entry for entry in reversed(entries)}  # of two equal keys the first counts


def _identity(key: object) -> object:
    # true and 1 are equal to Python and not to YAML.
    return (bool, key) if isinstance(key, bool) else key
