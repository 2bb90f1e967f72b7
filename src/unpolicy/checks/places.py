"""Where in a text a part of the data stands; only the records that are asked for are composed."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from unpolicy.store.clean import cleaned
from unpolicy.store.lines import Lines
from unpolicy.store.nodes import (
    Entry,
    Malformed,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    child_entries,
    compose,
    compose_entry,
    scalar_value,
    top_entries,
)

if TYPE_CHECKING:
    from unpolicy.checks.finding import DataPath
    from unpolicy.store.lines import Span

_Pair = tuple[Node | None, Node]

# One word or number behind its key, and nothing after it but comments: it need not be composed, which matters where a
# thousand figures are wrong.
_PLAIN = re.compile(
    r"[ \t]++(?P<value>[-+.]?\w[\w.+-]*+)[ \t]*+(?:(?<=[ \t])#[^\n]*+)?(?:\r?\n(?:[ \t]*+(?:#[^\n]*+)?\r?\n)*+[ \t]*+)?"
)


class SourceMap:
    """The places of one text.

    Args:
        text: the whole text, without byte order mark.
        clean: whether the parser had nothing to say against it.
    """

    def __init__(self, text: str, *, clean: bool) -> None:
        self.lines = Lines(text)
        # What stands in for a control character or a lone carriage return has its length, so that offsets stay.
        self._text = text if clean else cleaned(text, self.lines, [])
        self._records: dict[tuple[int, bool], dict[object, Entry]] = {}
        self._composed: dict[tuple[int, bool], _Pair | None] = {}
        self._children: dict[int, dict[object, _Pair]] = {}

    def value_span(self, path: DataPath) -> Span | None:
        """Where the value at a path stands, `None` where it cannot be told."""
        entry = self._entry(path)
        plain = None if entry is None or entry.item else _PLAIN.fullmatch(self._text, entry.value, entry.end)
        if plain is not None:
            return self.lines.span(*plain.span("value"))
        pair = self.pair(path)
        return None if pair is None else self.lines.span(pair[1].start, pair[1].end)

    def key_span(self, path: DataPath) -> Span | None:
        """Where the key at the end of a path stands, `None` where it has none or it cannot be told."""
        pair = self.pair(path)
        if pair is not None:
            return None if pair[0] is None else self.lines.span(pair[0].start, pair[0].end)
        entry = self._entry(path)
        return None if entry is None or entry.item else self.lines.span(entry.key_start, entry.key_end)

    def pair(self, path: DataPath) -> _Pair | None:
        """The nodes of key and value at a path."""
        if not path:
            return None
        if self._top is None:
            return None if self._whole is None else self._descend((None, self._whole), path)
        for length in range(len(path), 0, -1):
            entry = self._entry(path[:length])
            if entry is not None:
                return self._descend(self._compose(entry), path[length:])
        return None

    @cached_property
    def _top(self) -> dict[object, Entry] | None:
        entries = top_entries(self._text)
        return None if entries is None else _by_key(entries)

    @cached_property
    def _whole(self) -> Node | None:
        try:
            return compose(self._text)
        except Malformed:
            return None

    def _entry(self, path: DataPath) -> Entry | None:
        """The lines of what stands at a path, where it has lines of its own."""
        if self._top is None or not path:
            return None
        if len(path) == 1:
            return self._top.get(_identity(path[0]))
        above = self._entry(path[:-1])
        if above is None:
            return None
        at = (above.key_start, above.item)
        if at not in self._records:
            self._records[at] = _by_key(child_entries(self._text, above) or [])
        return self._records[at].get(_identity(path[-1]))

    def _compose(self, entry: Entry) -> _Pair | None:
        at = (entry.key_start, entry.item)
        if at not in self._composed:
            try:
                self._composed[at] = compose_entry(self._text, entry)
            except Malformed:
                self._composed[at] = None
        return self._composed[at]

    def _descend(self, pair: _Pair | None, path: DataPath) -> _Pair | None:
        for step in path:
            if pair is None:
                return None
            pair = self._held(pair[1]).get(_identity(step))
        return pair

    def _held(self, node: Node) -> dict[object, _Pair]:
        """The entries of a node by key; kept, since one mapping may have a thousand problems."""
        found = self._children.get(id(node))
        if found is None:
            found = self._children[id(node)] = _entries_of(node)
        return found


def _entries_of(node: Node) -> dict[object, _Pair]:
    found: dict[object, _Pair] = {}
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                found.setdefault(_identity(_value(key)), (key, value))
    elif isinstance(node, SequenceNode):
        found.update((_identity(number), (None, item)) for number, item in enumerate(node.value))
    return found


def _value(key: ScalarNode) -> object:
    try:
        return scalar_value(key)
    except ValueError:
        return key.value


def _by_key(entries: list[Entry]) -> dict[object, Entry]:
    found: dict[object, Entry] = {}
    for entry in entries:
        found.setdefault(_identity(entry.key), entry)
    return found


def _identity(key: object) -> object:
    # true is another key than 1; the text “1” is another one anyway.
    return (bool, key) if isinstance(key, bool) else key
