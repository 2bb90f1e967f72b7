"""Changes of one entry, worked out as small replacements in a data file's text.

ruamel says where things stand and writes nothing: everything that a change does not mean to touch keeps its bytes.
Each function takes the text and a path of keys (or of an item's number), composes the one record that the path leads
into, and returns splices. They are proven afterwards, by `unpolicy.store.edit`, against what the text says then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.store import elements
from unpolicy.store.compose import Malformed, compose, compose_entry
from unpolicy.store.layout import Item, YearLine, child_entries, item_of, plain_years, top_entries, without_stray_tabs
from unpolicy.store.splice import Splice, scalar_source
from unpolicy.store.tree import MappingNode, Node, ScalarNode, SequenceNode, child, index_of, key_identity, key_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unpolicy.store.splice import DataPath
    from unpolicy.store.tree import KeyAndValue

_STEP = 2


def locate(text: str, path: DataPath) -> KeyAndValue:
    """Key and value at a path; the key is None for an item of a list and for the whole document.

    A key matches by its value: 2020 finds ``0x7e4`` and ``'2020'``.

    Raises:
        KeyError: there is nothing at the path.
        Malformed: what is there is not YAML, or too long to look into.
    """
    place = _seek(text, path)
    return place.key, place.value


def insert_entry(text: str, path: DataPath, key: str | int, source: str) -> list[Splice]:
    """Add ``key: source`` to the mapping at a path.

    Where the keys ascend, as years do, it goes between its neighbours, else behind the last. A mapping that is empty,
    null or not there yet is made.

    Args:
        text: the whole text.
        path: where the mapping is.
        key: the new key.
        source: the value's YAML source, on one line and fit to stand in braces.

    Raises:
        KeyError: the record that the mapping would be in is not there.
        NoRoomError: something else than a mapping is there, or the layout has no place.
        Malformed: what is there is not YAML, or too long to look into.
    """
    return _insert(text, path, [f"{scalar_source(key)}: {source}"], key)


def append_records(text: str, section: str, records: Sequence[Sequence[str]]) -> list[Splice]:
    """Add records to the end of a section, which is made where it is not there.

    Args:
        text: the whole text.
        section: the section's name.
        records: the lines of each, as they stand in a file's first column.

    Raises:
        NoRoomError: the section has no lines of its own.
        Malformed: what is there is not YAML, or too long to look into.
    """
    return _insert(text, (section,), [line for record in records for line in record], "")


def in_braces(text: str, section: str) -> bool:
    """Whether the records of a section stand in braces, so that none that has lines of its own can be added."""
    held = item_of(top_entries(text), section)
    if held is None or child_entries(text, held) is not None:
        return False
    _, value = locate(text, (section,))
    return isinstance(value, MappingNode) and bool(value.value)


def append_item(text: str, path: DataPath, source: str) -> list[Splice]:
    """Add an item to the end of the list at a path; one that is empty, null or not there yet is made.

    Args:
        text: the whole text.
        path: where the list is.
        source: the item's YAML source, on one line and fit to stand in brackets.

    Raises:
        KeyError: as for `insert_entry`.
        NoRoomError: something else than a list is there, or the layout has no place.
        Malformed: as for `insert_entry`.
    """
    return _insert(text, path, [f"- {source}"], None)


def replace_value(text: str, path: DataPath, source: str) -> list[Splice]:
    """Put ``source`` in the place of the value at a path; comments at line ends outside it stay.

    Raises:
        KeyError: there is nothing at the path.
        Malformed: what is there is not YAML, or too long to look into.
    """
    key, value = locate(text, path)
    if isinstance(value, ScalarNode) and value.start == value.end:
        return [Splice(value.start, value.end, f" {source}" if _has_colon(text, value) else f": {source}")]
    if isinstance(value, ScalarNode) or value.flow or key is None:
        end = elements.content_end(text, value)
        trailing = len(text[value.start : end]) - len(text[value.start : end].rstrip("\r\n"))
        return [Splice(value.start, end - trailing, source)]
    return elements.replace_below(text, _colon_end(text, key), value, source)


def remove_entry(text: str, path: DataPath) -> list[Splice]:
    """Take the entry at a path out, with its lines and the comments at their ends; the last one leaves ``{}``.

    Raises:
        KeyError: there is nothing at the path.
        NoRoomError: the layout does not allow it.
        Malformed: what is there is not YAML, or too long to look into.
    """
    parent_key, parent = locate(text, path[:-1])
    if not isinstance(parent, MappingNode):
        raise KeyError(path[-1])
    at = index_of(parent, path[-1])
    held = elements.elements(text, parent)
    if parent.flow:
        return elements.remove_in_braces(text, parent, at)
    if len(held) > 1:
        return [elements.remove_lines(text, held, at)]
    if parent_key is None:
        return [Splice(parent.start, elements.content_end(text, parent), "{}")]
    return elements.replace_below(text, _colon_end(text, parent_key), parent, "{}")


def set_entries(text: str, path: DataPath, sources: Mapping[int, str]) -> list[Splice]:
    """Set the values of many years in a block mapping that is not empty.

    Args:
        text: the whole text.
        path: where the mapping is.
        sources: the values' YAML source by year, each on one line and fit to stand in braces.

    Raises:
        KeyError: there is no such mapping.
        NoRoomError: it is laid out in another way, or a value to be replaced is.
        Malformed: it is not YAML, or too long to look into.
    """
    held = plain_years(text, path) or _composed(text, path)
    known = {entry.key: entry for entry in held}
    splices = [Splice(*_value(known[year]), source) for year, source in sources.items() if year in known]
    places = [elements.Element(entry.start, entry.end, entry.runs_on) for entry in held]
    for at, years in _neighbours([year for year in sources if year not in known], list(known)).items():
        splices += elements.insert_lines(text, places, at, [f"{year}: {sources[year]}" for year in years])
    return splices


def is_spread(text: str, path: DataPath) -> bool:
    """Whether a record is spread over several lines, so that comments may stand between."""
    try:
        _, node = locate(text, path)
    except (KeyError, Malformed):
        return False
    return isinstance(node, MappingNode) and (not node.flow or "\n" in text[node.start : node.end])


def keep_comments(text: str, path: DataPath, old: str) -> list[Splice]:
    """Put the comments that an entry has lost since an old text on lines of their own above it, or else below it.

    Raises:
        KeyError: there is nothing at the path, in the one text or the other.
        NoRoomError: it has no line of its own.
        Malformed: what is there is not YAML, or too long to look into.
    """
    (name, held), (key, value) = locate(old, path), locate(text, path)
    assert name is not None and key is not None  # noqa: S101, PT018 - an entry has a key
    behind = len(old) - elements.line_end(old, elements.content_end(old, held))
    there = text[key.start : len(text) - behind].replace("\r", "") + "\n"
    lost = [comment for comment in elements.comments(old, name.start, held) if f"{comment}\n" not in there]
    if not lost:
        return []
    margin = elements.indentation(text, key.start)
    if not elements.is_first_on_line(text, key.start):
        return [elements.after_line(text, elements.content_end(text, value), [margin + comment for comment in lost])]
    above = elements.newline_near(text, key.start) + margin
    return [Splice(key.start, key.start, "".join(comment + above for comment in lost))]


class _Held(NamedTuple):
    """What is at a path, and whether it has lines of its own, not braces around it."""

    key: Node | None
    value: Node
    in_block: bool


def _seek(text: str, path: DataPath) -> _Held:
    text = without_stray_tabs(text)
    inside = top_entries(text) if path else None
    item: Item | None = None
    by_lines = 0
    for name in path[:2]:
        found = item_of(inside, name)
        if found is None:
            break
        item, by_lines = found, by_lines + 1
        inside = child_entries(text, item)
    key, value = _root(text) if item is None else compose_entry(text, item)
    in_block = by_lines == len(path)
    for number, name in enumerate(path[by_lines:], by_lines):
        in_block = number >= 2 and not (isinstance(value, ScalarNode) or value.flow)
        key, value = child(value, name)
    return _Held(key, value, in_block)


def _root(text: str) -> KeyAndValue:
    root = compose(text)
    if root is None:
        raise KeyError(text)
    return None, root


def _insert(text: str, path: DataPath, lines: list[str], key: str | int | None) -> list[Splice]:
    """Add an entry (with a key) or an item (without) to the collection at a path."""
    try:
        place = _collection(text, path)
    except KeyError:
        if len(path) in (0, 2):  # a record has more than one entry, so none can be made up
            raise
        return _insert_parent(text, path, lines, key)
    node = place.value
    if _is_nothing(node) or (isinstance(node, SequenceNode | MappingNode) and not node.value):
        return _fill(text, place, lines, key)
    if isinstance(node, SequenceNode) and key is None:
        at = len(node.value)
    elif isinstance(node, MappingNode) and key is not None:
        at = elements.rank([key_identity(key_value(name)) for name, _ in node.value], key)
    else:
        raise elements.NoRoomError(path)
    if node.flow:
        return elements.insert_in_braces(text, node, at, _inline(lines))
    held = elements.held_in(text, node)
    if key is None and held[-1].runs_on:  # items have an order: this one cannot go before the last instead
        return [elements.after_line(text, held[-1].end, [elements.indentation(text, held[0].start) + lines[0]])]
    return elements.insert_lines(text, held, at, lines)


def _insert_parent(text: str, path: DataPath, lines: list[str], key: str | int | None) -> list[Splice]:
    """Make the collection that is not there, with the new entry or item in it, in the mapping above."""
    name = f"{scalar_source(path[-1])}:"
    above = _collection(text, path[:-1])
    node = above.value
    inline = f"{name} {_wrapped(lines, key)}"
    if _is_nothing(node) or (isinstance(node, MappingNode) and not node.value):
        return _fill(text, above, [inline], path[-1])
    if not isinstance(node, MappingNode):
        raise elements.NoRoomError(path)
    if node.flow:
        return elements.insert_in_braces(text, node, len(node.value), inline)
    step = " " * _step(text, above.key, node)
    below = [name, *(step + line for line in lines)]
    return elements.insert_lines(text, elements.held_in(text, node), len(node.value), below)


def _fill(text: str, place: _Held, lines: list[str], key: str | int | None) -> list[Splice]:
    """Put the first entry or item where there is nothing yet: below the key's line, or in braces."""
    owner, node, in_block = place
    by_lines = in_block and owner is not None and "\n" not in text[owner.end : node.end]
    if owner is not None and by_lines:
        margin = " " * (elements.column(text, owner.start) + _STEP)
        cut = Splice(_colon_end(text, owner), node.end, "")
        below = elements.after_line(text, node.end, [margin + line for line in lines])
        return [below] if cut.start == cut.end else [cut, below]
    if isinstance(node, ScalarNode):
        lead = "" if node.end > node.start else " " if _has_colon(text, node) else ": "
        return [Splice(node.start, node.end, lead + _wrapped(lines, key))]
    return elements.insert_in_braces(text, node, 0, _inline(lines))


def _collection(text: str, path: DataPath) -> _Held:
    """As `_seek`, but of the document and of a section laid out by lines only the end is composed, to add to it."""
    if len(path) > 1:
        return _seek(text, path)
    text = without_stray_tabs(text)
    sections = top_entries(text)
    if not sections:
        return _seek(text, path)
    if not path:
        key, value = _last_of(text, sections[-1])
        return _Held(None, MappingNode(key.start, value.end, [(key, value)]), in_block=True)
    section = item_of(sections, path[0])
    if section is None:
        raise KeyError(path[0])
    return _Held(*_last_of(text, section), in_block=True)


def _last_of(text: str, section: Item) -> tuple[Node, Node]:
    """Key and value of a section, of which there may be thousands of records, with the last record alone."""
    key = ScalarNode(section.key_start, section.key_end, str(section.key))
    records = child_entries(text, section)
    if not records:
        return key, compose_entry(text, section)[1]
    name, value = compose_entry(text, records[-1])
    start = records[0].key_start
    if name is None:
        return key, SequenceNode(start, value.end, [value])
    return key, MappingNode(start, value.end, [(name, value)])


def _step(text: str, owner: Node | None, record: MappingNode) -> int:
    """By how much the record's own children are indented, or else the record itself, below its key."""
    for key, value in record.value:
        if isinstance(value, MappingNode) and not value.flow:
            return max(elements.column(text, value.start) - elements.column(text, key.start), 1)
    if owner is not None and "\n" in text[owner.end : record.start]:
        return max(elements.column(text, record.start) - elements.column(text, owner.start), 1)
    return _STEP


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and key_value(node) is None


def _has_colon(text: str, empty: ScalarNode) -> bool:
    return text[empty.start - 1 : empty.start] in (":", "-")


def _colon_end(text: str, key: Node) -> int:
    return text.index(":", key.end, elements.line_end(text, key.end)) + 1


def _inline(lines: list[str]) -> str:
    return lines[0].removeprefix("- ")


def _wrapped(lines: list[str], key: str | int | None) -> str:
    return f"[{_inline(lines)}]" if key is None else f"{{{lines[0]}}}"


def _composed(text: str, path: DataPath) -> list[YearLine]:
    _, node = locate(text, path)
    if not isinstance(node, MappingNode) or node.flow or not node.value:
        raise elements.NoRoomError(path)
    pairs = zip(node.value, elements.held_in(text, node), strict=True)
    return [
        YearLine(key_identity(key_value(name)), start, end, _on_one_line(text, value), runs_on)
        for (name, value), (start, end, runs_on) in pairs
    ]


def _on_one_line(text: str, value: Node) -> tuple[int, int] | None:
    simple = isinstance(value, ScalarNode) and value.style is None and value.start < value.end
    if not simple and (isinstance(value, ScalarNode) or not value.flow or "\n" in text[value.start : value.end]):
        return None
    return value.start, value.end


def _value(held: YearLine) -> tuple[int, int]:
    if held.value is None:
        raise elements.NoRoomError(held.key)
    return held.value


def _neighbours(years: list[int], old: list[object]) -> dict[int, list[int]]:
    """Groups new years by where they go among the old ones; all go to the end where the old ones are not in order."""
    groups: dict[int, list[int]] = {}
    for year in sorted(years):
        groups.setdefault(elements.rank(old, year), []).append(year)
    return groups
