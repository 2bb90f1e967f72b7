"""Reads a text with errors piece by piece: every error with its place, and all the rest as data.

Records are read in small lots by the fast parser. A lot that it refuses is read record by record, a record that it
refuses goes to the slow parser, which decides; where that refuses too, the record's own entries are read one by one,
so that an error in one line costs that line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import chain

from unpolicy.store import problems, tree
from unpolicy.store.compose import Malformed, compose
from unpolicy.store.layout import Item, Lines, child_entries, top_entries
from unpolicy.store.problems import KeyPath, Parsed, Problems

_LOT = 16
_DEEPEST_BLOCK = 12
_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+|---(?=[ \t\r\n]|\Z))*+\Z")
_FAST_PLACE = re.compile(r"line (\d+), column (\d+)")
_PROPERTY_NAME = re.compile(r"[^ \t\r\n,\[\]{}]+")
_OWN_KINDS = frozenset({"documents", "alias", "anchor", "tag", "directive", "huge-number"})
_PROPERTY_MESSAGES = {
    "anchor": "an anchor is not part of the data format: take “{name}” out",
    "alias": "an alias is not part of the data format: write the value out instead of “{name}”",
    "tag": "a tag is not part of the data format: take “{name}” out",
    "merge-key": "a merge key is not part of the data format: write the entries out instead of “{name}”",
}


def recover(text: str) -> Parsed:
    """Reads a text that the fast parser refuses, or might accept in silence where it should not.

    Args:
        text: the whole text, without byte order mark.
    """
    if problems.may_be_unmerged(text):
        lines = Lines(text)
        found = Problems(lines)
        problems.report_conflicts(text, lines, found)
        if found.number:  # whatever else could be said of the text comes from that
            return Parsed({}, found.in_order(), frozenset({()}), frozenset(found.truncated))
    return _Reading(text).result()


@dataclass(slots=True)
class _Container:
    """A mapping or list that is being put together from pieces."""

    data: dict[object, object] = field(default_factory=dict)
    items: list[object] = field(default_factory=list)
    first: dict[object, tuple[object, int]] = field(default_factory=dict)


class _Reading:
    def __init__(self, text: str) -> None:
        self._lines = Lines(text)
        self._problems = Problems(self._lines)
        self._left_out: set[KeyPath] = set()
        self._first_keys: dict[object, dict[object, tuple[object, int]]] = {}
        self._text = problems.cleaned(text, self._problems)
        self._dangerous = problems.may_be_deep(self._text) or problems.has_huge_number(self._text)
        self._hides = problems.may_hide_duplicates(self._text)
        self._sections = top_entries(self._text)
        self._children: dict[int, list[Item] | None] = {}
        self._verdicts: dict[int, bool] = {}
        self._parted: set[int] = set()
        places = chain(problems.property_places(self._text), problems.spelling_places(self._text))
        self._suspects = sorted(filter(self._is_property, places))

    def result(self) -> Parsed:
        data = self._document()
        if not isinstance(data, dict):
            self._refuse_root(data)
            data = {}
        truncated = frozenset(self._problems.truncated)
        return Parsed(data, self._problems.in_order(), frozenset(self._left_out), truncated)

    def _document(self) -> object:
        text = self._text
        if _BLANK.match(text):
            message = "the file is empty: write the data, or start with `unpolicy init`"
            self._problems.report("empty", (0, 0), message)
            return {}
        if self._sections is None or self._sections[0].item:
            return self._whole()
        container = _Container()
        for section in self._sections:
            self._section(section, container)
        return container.data

    def _whole(self) -> object:
        end = len(self._text)
        data = None if self._suspicious(0, end) else self._loaded(0, end)
        if data is not None and not self._disguised(data):
            return data
        try:
            root = compose(self._text)
        except Malformed as malformed:
            self._add_malformed(malformed, (0, end))
            return {}
        return None if root is None else self._constructed(root, ())

    def _refuse_root(self, data: object) -> None:
        what = "a list" if isinstance(data, list) else "a single value"
        message = f"the file holds {what} where keys are expected: write `version: 1` and the sections below it"
        start = len(self._text) - len(self._text.lstrip())
        end = self._text.find("\n", start)
        self._problems.report("not-a-mapping", (start, len(self._text) if end < 0 else end), message)

    def _section(self, section: Item, container: _Container) -> None:
        records = self._entries_of(section)
        if not records:
            self._entry(section, (), container)
            return
        inner = _Container()
        previous = container.data.get(section.key)
        if isinstance(previous, dict):
            inner.data = previous
            inner.first = self._first_keys.get(section.key, {})
        value = self._parts(section, records, (), inner)
        self._first_keys[section.key] = inner.first
        self._merge(container, section.key, value, (section.key_start, section.key_end))

    def _parts(self, entry: Item, inside: list[Item], path: KeyPath, container: _Container) -> object:
        for place in self._suspects_between(entry.value, inside[0].start):
            self._add_header_property(place)
        for first in range(0, len(inside), _LOT):
            self._lot(inside[first : first + _LOT], (*path, entry.key), container)
        return container.items if inside[0].item else container.data

    def _lot(self, entries: list[Item], path: KeyPath, container: _Container) -> None:
        start, end = entries[0].start, entries[-1].end
        data = None if self._suspicious(start, end) else self._loaded(start, end)
        keys = [entry.key for entry in entries]
        if isinstance(data, dict) and list(data) == keys and not self._disguised(data):
            for entry in entries:
                self._merge(container, entry.key, data[entry.key], (entry.key_start, entry.key_end))
        elif isinstance(data, list) and len(data) == len(entries) and not self._disguised(data):
            container.items += data
        else:
            for entry in entries:
                self._entry(entry, path, container)

    def _entry(self, entry: Item, path: KeyPath, container: _Container) -> None:
        data = None
        if not self._suspicious(entry.start, entry.end):
            data = self._loaded(entry.start, entry.end)
        if data is None or self._disguised(data):
            data = self._by_parts(entry, path)
        if data is None:
            data = self._examined(entry, path)
        if entry.item:
            container.items.append(data[0] if isinstance(data, list) and data else None)
        elif isinstance(data, dict):
            for key, value in data.items():
                self._merge(container, key, value, (entry.key_start, entry.key_end))

    def _by_parts(self, entry: Item, path: KeyPath) -> object:
        """An entry put together from those inside it; None where it has none or nothing is wrong with any of them."""
        if len(path) >= _DEEPEST_BLOCK:
            return None
        if self._dangerous and problems.may_be_deep(self._text[entry.start : entry.end]):
            return None
        inside = self._entries_of(entry)
        if not inside:
            return None
        before = self._problems.number
        value = self._parts(entry, inside, path, _Container())
        return {entry.key: value} if self._problems.number > before else None

    def _examined(self, entry: Item, path: KeyPath) -> object:
        inner = (*path, entry.key)
        try:
            root = compose(self._text, entry.start, entry.end)
        except Malformed as malformed:
            self._left_out.add(inner)
            self._add_malformed(malformed, (entry.start, entry.end))
            return None
        if entry.item and isinstance(root, tree.SequenceNode) and root.value:
            return [self._constructed(root.value[0], inner)]
        return {} if root is None else self._constructed(root, path)

    def _merge(self, container: _Container, key: object, value: object, place: tuple[int, int]) -> None:
        identity = tree.key_identity(key)
        if identity not in container.first:
            container.first[identity] = (key, place[0])
            container.data[key] = value
            return
        existing, first = container.first[identity]
        self._add_repeated(key, first, place)
        held = container.data[existing]
        if isinstance(held, dict) and isinstance(value, dict):
            container.data[existing] = {**value, **held}
        elif held is None:
            container.data[existing] = value

    def _suspicious(self, start: int, end: int) -> bool:
        """Whether a piece must not go to the fast parser, or holds what that would pass over in silence."""
        if self._suspects_between(start, end):
            return True
        if not self._dangerous:
            return False
        piece = self._text[start:end]
        return problems.may_be_deep(piece) or problems.has_huge_number(piece)

    def _suspects_between(self, start: int, end: int) -> list[int]:
        return self._suspects[bisect_left(self._suspects, start) : bisect_left(self._suspects, end)]

    def _is_property(self, place: int) -> bool:
        """Whether the smallest entry around a place has an anchor, alias, tag or merge key, or cannot be read."""
        entries, smallest = self._sections, None
        while entries:
            number = bisect_right(entries, place, key=lambda entry: entry.start)
            if number == 0:
                break
            smallest = entries[number - 1]
            entries = self._entries_of(smallest)
        if smallest is None or entries:
            return True
        if smallest.start not in self._verdicts:
            self._verdicts[smallest.start] = self._has_property(smallest)
        return self._verdicts[smallest.start]

    def _has_property(self, entry: Item) -> bool:
        try:
            root = compose(self._text, entry.start, entry.end)
        except Malformed:
            return True
        return root is not None and any(tree.has_properties(node) for node in tree.walk(root))

    def _entries_of(self, entry: Item) -> list[Item] | None:
        if entry.start not in self._children:
            self._children[entry.start] = child_entries(self._text, entry)
        return self._children[entry.start]

    def _loaded(self, start: int, end: int) -> object:
        try:
            return problems.load_fast(self._text[start:end])
        except ValueError:
            return None

    def _disguised(self, data: object) -> bool:
        """Whether a mapping inside holds keys that only look different to the fast parser."""
        if not self._hides:
            return False
        stack = [data]
        while stack:
            current = stack.pop()
            if isinstance(current, dict):
                if tree.repeats_key(current):
                    return True
                stack.extend(current.values())
            elif isinstance(current, list):
                stack.extend(current)
        return False

    def _constructed(self, root: tree.Node, path: KeyPath) -> object:
        for first, second in tree.repeated_keys(root):
            self._add_repeated(tree.key_value(second), first.start, (second.start, second.end))
        for node in tree.walk(root):
            self._look_at(node)
        return self._readable(root, path)

    def _look_at(self, node: tree.Node) -> None:
        """Reports what is no part of the data format in a node itself."""
        if node.anchor is not None:
            self._add_property("anchor", node.start, f"&{node.anchor}")
        if node.tag is not None:
            written = _PROPERTY_NAME.match(self._text, self._text.find("!", node.start))
            self._add_property("tag", node.start, written[0] if written else "!")
        for key in tree.merge_keys(node):
            self._add_property("merge-key", key.start, "<<")
        for pieces in tree.parted_numbers(node):
            self._add_parted(pieces)
        if not isinstance(node, tree.ScalarNode):
            return
        if node.alias is not None:
            self._add_property("alias", node.start, f"*{node.alias}")
        elif tree.is_huge(node):
            message = f"a number of {len(node.value)} digits cannot be read: shorten it"
            self._problems.report("huge-number", (node.start, node.end), message)
        elif tree.is_read_otherwise(node) and node.start not in self._parted:
            value = tree.scalar_value(node)
            message = f"other readers take this for another value than {value}: write {value}"
            self._problems.report("spelling", (node.start, node.end), message, value=value)

    def _add_parted(self, pieces: list[tree.ScalarNode]) -> None:
        """Reports a number whose thousands are parted by commas, which is several entries; none of them is read."""
        self._parted.update(piece.start for piece in pieces)
        written, value = (sign.join(piece.value for piece in pieces) for sign in (",", ""))
        message = f"{written} is read as {len(pieces)} entries here, since a comma parts them: write {value}"
        place = (pieces[0].start, pieces[-1].end)
        self._problems.report("spelling", place, message, value=value, written=written)

    def _readable(self, node: tree.Node, path: KeyPath) -> object:
        """The data of a node without aliases, tagged values, merge keys and numbers that are too long.

        An item of a list that is left out becomes None, so that the items behind it keep their numbers.
        """
        if tree.is_unreadable(node) or node.start in self._parted:
            self._left_out.add(path)
            return None
        if isinstance(node, tree.MappingNode):
            data: dict[object, object] = {}
            merging = tree.merge_keys(node)
            for name, value in node.value:
                key = tree.key_value(name)
                if key in data:
                    continue
                parted = not self._parted.isdisjoint((name.start, value.start))
                if parted or name in merging or tree.is_unreadable(value):
                    self._left_out.add((*path, key))
                else:
                    data[key] = self._readable(value, (*path, key))
            return data
        if isinstance(node, tree.SequenceNode):
            items: list[object] = []
            for number, item in enumerate(node.value):
                items.append(self._readable(item, (*path, number)))
            return items
        return tree.construct(node)

    def _add_property(self, kind: str, near: int, name: str) -> None:
        start = max(self._text.find(name, near), near)
        message = _PROPERTY_MESSAGES[kind].format(name=name)
        self._problems.report(kind, (start, start + len(name)), message)

    def _add_header_property(self, place: int) -> None:
        name = _PROPERTY_NAME.match(self._text, place)
        if name:
            self._add_property("anchor" if self._text[place] == "&" else "tag", place, name[0])

    def _add_repeated(self, key: object, first: int, place: tuple[int, int]) -> None:
        if self._problems.full("duplicate-key"):
            self._problems.leave_out("duplicate-key")
            return
        line, _ = self._lines.position(first)
        message = f"the key {key!r} is there already, in line {line}: keep one of the two"
        self._problems.report("duplicate-key", place, message)

    def _add_malformed(self, malformed: Malformed, piece: tuple[int, int]) -> None:
        if malformed.kind == "too-long" and not self._suspicious(*piece):
            self._add_fast_problem(*piece)
            return
        kind = malformed.reason if malformed.reason in _OWN_KINDS else malformed.kind
        place = (malformed.start, malformed.end)
        self._problems.report(kind, place, malformed.message, reason=malformed.reason, **malformed.params)

    def _add_fast_problem(self, start: int, end: int) -> None:
        """Reports what the fast parser says of a piece that it refuses and that is too long for the slow one."""
        offset = start
        try:
            problems.load_fast(self._text[start:end])
        except ValueError as error:
            place = _FAST_PLACE.search(str(error))
            if place:
                first, _ = self._lines.position(start)
                offset = self._lines.start_of(first + int(place[1]) - 1) + int(place[2]) - 1
        message = "the text is not valid YAML here: compare it with the lines around it"
        self._problems.report("syntax", (offset, min(offset + 1, len(self._text))), message, reason="other")
