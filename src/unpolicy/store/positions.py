"""Where a piece of data stands in its file, found when somebody asks and never before.

Most files are sound and no place in them is ever asked for. When one is, the lines lead to the smallest entry around
it, and only that is read by the parser that keeps places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.store.clean import cleaned
from unpolicy.store.layout import Entry, child_entries, top_entries
from unpolicy.store.lines import Lines
from unpolicy.store.nodes import Malformed, Node, child, compose, compose_entry
from unpolicy.store.parsing import has_control_characters, has_lone_returns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.store.lines import Span

_Pair = tuple[Node | None, Node]


class SourceMap:
    """The places of one text.

    A path is the keys and list numbers that lead to a piece of data, such as
    ``("indicators", "un-staff", "actuals", 2021, "value")``. Keys count by their value: 2020 finds ``0x7e4``, and
    "2020" finds ``'2020'``. Where a path leads nowhere, the place of its nearest existing ancestor is given: the key
    that a missing entry belongs under, or the start of the file's content.
    """

    def __init__(self, text: str) -> None:
        """Takes the text of a whole file, without byte order mark; it need not be valid."""
        self._known_lines: Lines | None = None
        if has_lone_returns(text) or has_control_characters(text) or text.startswith("%"):
            # What takes the place of odd characters has their length, so that offsets stay those of the file.
            self._known_lines = Lines(text)
            text = cleaned(text, self._known_lines, [])
        self._text = text
        self._top = top_entries(text)
        self._inside: dict[int, dict[object, Entry] | None] = {}
        self._composed: dict[int, _Pair | None] = {}
        self._root: Node | None = None
        self._root_read = False

    @property
    def lines(self) -> Lines:
        """The lines of the text."""
        if self._known_lines is None:
            self._known_lines = Lines(self._text)
        return self._known_lines

    def value_span(self, path: Sequence[object]) -> Span:
        """Returns where the value at a path stands, quotes and brackets included; see the class for missing ones."""
        entry, pair, found = self._locate(path)
        if found < len(path):
            return self._key_place(entry, pair)
        if pair is None and entry is not None:
            pair = self._pair(entry)
        if pair is None:
            return self._key_place(entry, None) if entry else self._start()
        return self.lines.span(pair[1].start, pair[1].end)

    def key_span(self, path: Sequence[object]) -> Span:
        """Returns where the key at a path stands; for an item of a list, which has none, the item itself."""
        entry, pair, _ = self._locate(path)
        return self._key_place(entry, pair)

    def exists(self, path: Sequence[object]) -> bool:
        """Returns whether there is something at a path."""
        return self._locate(path)[2] == len(path)

    def _locate(self, path: Sequence[object]) -> tuple[Entry | None, _Pair | None, int]:
        """The smallest entry by lines on the way, the node within it if it was needed, and how many steps exist."""
        entry: Entry | None = None
        for number, key in enumerate(path):
            inside = self._entries(entry)
            if inside is None:
                return self._descend(entry, path, number)
            following = inside.get(_hashed(key))
            if following is None:
                return entry, None, number
            entry = following
        return entry, None, len(path)

    def _descend(
        self, entry: Entry | None, path: Sequence[object], number: int
    ) -> tuple[Entry | None, _Pair | None, int]:
        pair = self._whole() if entry is None else self._pair(entry)
        while pair is not None and number < len(path):
            try:
                pair = child(pair[1], path[number])
            except KeyError:
                break
            number += 1
        return entry, pair, number

    def _entries(self, entry: Entry | None) -> dict[object, Entry] | None:
        start = -1 if entry is None else entry.start
        if start not in self._inside:
            entries = self._top if entry is None else child_entries(self._text, entry)
            by_key: dict[object, Entry] | None = None if entries is None else {}
            for one in entries or ():
                if by_key is not None:
                    by_key.setdefault(_hashed(one.key), one)  # of two equal keys the first counts, as in parsing
            self._inside[start] = by_key
        return self._inside[start]

    def _pair(self, entry: Entry) -> _Pair | None:
        if entry.start not in self._composed:
            try:
                self._composed[entry.start] = compose_entry(self._text, entry)
            except Malformed:
                self._composed[entry.start] = None
        return self._composed[entry.start]

    def _whole(self) -> _Pair | None:
        if not self._root_read:
            self._root_read = True
            try:
                self._root = compose(self._text)
            except Malformed:
                self._root = None
        return None if self._root is None else (None, self._root)

    def _key_place(self, entry: Entry | None, pair: _Pair | None) -> Span:
        if pair is not None and pair[0] is not None:
            return self.lines.span(pair[0].start, pair[0].end)
        if pair is not None and entry is not None:
            return self.lines.span(pair[1].start, pair[1].end)
        if entry is None:
            return self._start()
        if entry.item and (whole := self._pair(entry)) is not None:
            return self.lines.span(whole[1].start, whole[1].end)
        return self.lines.span(entry.key_start, entry.key_end)

    def _start(self) -> Span:
        """Where the content begins, without extent: the place of what the file as a whole lacks."""
        if self._top:
            return self.lines.span(self._top[0].key_start, self._top[0].key_start)
        root = self._whole()
        start = 0 if root is None else root[1].start
        return self.lines.span(start, start)


def _hashed(key: object) -> tuple[bool, object]:
    # true and 1 are equal to Python and not to YAML.
    return isinstance(key, bool), key
