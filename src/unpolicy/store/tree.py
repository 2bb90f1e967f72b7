"""YAML nodes with their places, and what they mean: a plain scalar what the fast parser says, since that is asked."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from unpolicy.figures import MAX_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator


# Everything that may be more than text in the YAML 1.2 core schema and in what the fast parser adds to it.
_MAY_BE_MORE = re.compile(r"[-+]?[._0-9][0-9A-Za-z_.+-]*|~|null|Null|NULL|true|True|TRUE|false|False|FALSE", re.ASCII)

_OTHERWISE = re.compile(r"[-+]?(?:0[0-9xXoObB_][0-9A-Fa-f_.]*|[0-9][0-9.]*_[0-9_.]*)", re.ASCII)
_NAMED = {
    **dict.fromkeys(("~", "null", "Null", "NULL", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_INFINITIES = (".inf", ".Inf", ".INF")
_BASED = re.compile(r"(?P<sign>[-+]?)0(?P<digits>x[0-9a-f]+|o[0-7]+|b[01]+)")
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?")
_WHOLE = re.compile(r"[-+]?(?:0[xX])?[0-9A-Fa-f_]+")


def resolve_plain(value: str) -> object:
    """Returns the value of a scalar that stands without quotes.

    Args:
        value: the scalar's text, folded to one line where it spans several.

    Raises:
        ValueError: a whole number of more than `MAX_DIGITS` digits.
    """
    if not value:
        return None
    if not _MAY_BE_MORE.fullmatch(value):
        return value
    if len(value) > MAX_DIGITS and _WHOLE.fullmatch(value):
        raise ValueError(f"a whole number of {len(value)} digits")
    return read_scalar(value)


@lru_cache(maxsize=4096)  # the same years stand in every record
def read_scalar(raw: str) -> object:
    """Returns the value of a scalar on one line, quotes included, as the fast parser reads it.

    Raises:
        ValueError: it is no scalar, or a whole number of more than `MAX_DIGITS` digits.
    """
    try:
        import yaml_rs  # taking a change back needs no parser
    except ImportError:
        return _read_slowly(raw)
    # As an item of a list, since three hyphens or dots on their own would be a document marker.
    return cast("list[object]", yaml_rs.loads(f"- {raw}", parse_datetime=False))[0]


def _read_slowly(raw: str) -> object:
    """The same where the fast parser is not installed: the core schema of YAML 1.2, and what that parser adds to it."""
    if raw.startswith(("'", '"')):
        from ruamel.yaml import YAML
        from ruamel.yaml.error import YAMLError

        try:
            return cast("object", YAML(typ="safe", pure=True).load(raw))
        except YAMLError as error:
            raise ValueError("no scalar in quotes") from error
    if raw in _NAMED:
        return _NAMED[raw]
    bare = raw.replace("_", "").lower()
    based = _BASED.fullmatch(bare)
    if based is not None:
        return int(based["sign"] + based["digits"][1:], {"x": 16, "o": 8, "b": 2}[based["digits"][0]])
    if _DECIMAL.fullmatch(bare):
        return int(bare)
    if _FLOAT.fullmatch(bare) or raw.lstrip("+-") in _INFINITIES:
        return float(bare.replace(".inf", "inf"))
    return raw


def same_key(key: object, other: object) -> bool:
    """Returns whether two keys are equal as YAML sees it: true is not 1."""
    return bool(key == other) and isinstance(key, bool) == isinstance(other, bool)


def key_identity(key: object) -> object:
    """Returns what two keys of one mapping must not share.

    2020, 0x7e4 and 2020.0 are the same key, and so is '2020' in quotes: a reader could not tell which figure
    counts. Letters with their accents composed (NFC) and apart (NFD) look the same and are the same.

    Args:
        key: a key's value, hashable.
    """
    if not isinstance(key, str):
        return key
    try:
        number = resolve_plain(key)
    except ValueError:
        return key
    if isinstance(number, int | float) and not isinstance(number, bool):
        return number
    return unicodedata.normalize("NFC", key)


def repeats_key(mapping: dict[object, object]) -> bool:
    """Returns whether two keys of a mapping have the same `key_identity`."""
    if not any(isinstance(key, str) and (not key.isascii() or not key[:1].isalpha()) for key in mapping):
        return False  # equal numbers and equal plain words cannot both be there
    return len({key_identity(key) for key in mapping}) < len(mapping)


def read_key(raw: str) -> object:
    """Returns the value of a key on one line, as it is written; its text where it is no scalar."""
    if raw.startswith("'"):
        return raw[1:-1].replace("''", "'")
    if raw.startswith('"') and "\\" not in raw:
        return raw[1:-1]
    try:
        return read_scalar(raw) if raw.startswith('"') else resolve_plain(raw)
    except ValueError:
        return raw


_LEADING = re.compile(r"[-+]?[0-9]{1,3}")
_GROUP = re.compile(r"[0-9]{3}(?:\.[0-9]+)?")
"""The first piece of a number whose thousands are parted, and the others."""


@dataclass(slots=True)
class ScalarNode:
    """A text, number or other single value.

    Attributes:
        start: offset of its first character in the whole text, a tag or anchor included. An empty value stands right
            after its key's colon.
        end: offset after it; for a block scalar after its last line, blank lines included.
        value: its text, unfolded and without quotes.
        style: ``'``, ``"``, ``|`` or ``>``; None for a plain scalar.
        anchor: the name after ``&``, if any.
        tag: the tag as it is resolved, if one is written.
        alias: the name after ``*`` if this is an alias; it stands for nothing here.
    """

    start: int
    end: int
    value: str
    style: str | None = None
    anchor: str | None = None
    tag: str | None = None
    alias: str | None = None


@dataclass(slots=True)
class SequenceNode:
    """A list.

    Attributes:
        start: offset of its first character, the first hyphen or the bracket.
        end: offset after its last item or the closing bracket; comments and blank lines below do not belong to it.
        value: its items.
        flow: whether it is written in brackets.
        anchor: the name after ``&``, if any.
        tag: the tag, if one is written.
    """

    start: int
    end: int
    value: list[Node] = field(default_factory=list)
    flow: bool = False
    anchor: str | None = None
    tag: str | None = None


@dataclass(slots=True)
class MappingNode:
    """A mapping. Attributes as of `SequenceNode`, with `value` as its pairs of key and value."""

    start: int
    end: int
    value: list[tuple[Node, Node]] = field(default_factory=list)
    flow: bool = False
    anchor: str | None = None
    tag: str | None = None


Node = ScalarNode | SequenceNode | MappingNode
KeyAndValue = tuple[Node | None, Node]


def child(node: Node, key: object) -> tuple[Node | None, Node]:
    """Returns key and value of one entry of a mapping, or None and one item of a list.

    Raises:
        KeyError: there is no such entry, or the node holds none.
    """
    if isinstance(node, MappingNode):
        return node.value[index_of(node, key)]
    if isinstance(node, SequenceNode) and isinstance(key, int) and 0 <= key < len(node.value):
        return None, node.value[key]
    raise KeyError(key)


def index_of(node: MappingNode, key: object) -> int:
    """Returns the number of the entry with a key: the very same key first, else one that a reader takes for the same.

    Raises:
        KeyError: there is none.
    """
    keys = [key_value(name) for name, _ in node.value]
    for number, held in enumerate(keys):
        if same_key(held, key):
            return number
    for number, held in enumerate(keys):
        if same_key(key_identity(held), key_identity(key)):
            return number
    raise KeyError(key)


def scalar_value(node: ScalarNode) -> object:
    """Returns what a scalar means: quoted and block scalars are text, a plain one what the fast parser makes of it.

    A scalar with a tag is its text, and an alias is None: both are problems, and nothing is done about them.

    Raises:
        ValueError: a whole number of more digits than Python reads.
    """
    if node.alias is not None:
        return None
    if node.style is None and node.tag is None and "\n" not in node.value:
        return resolve_plain(node.value)
    return node.value


def construct(node: Node | None) -> object:
    """Returns the data that a node stands for. The first of two equal keys counts; a huge number is its text."""
    if isinstance(node, MappingNode):
        data: dict[object, object] = {}
        for key, value in node.value:
            data.setdefault(key_value(key), construct(value))
        return data
    if isinstance(node, SequenceNode):
        items = []
        for item in node.value:
            items.append(construct(item))  # noqa: PERF401 - a comprehension doubles the frames of deep data
        return items
    try:
        return None if node is None else scalar_value(node)
    except ValueError:
        return node.value if node else None


def key_value(node: Node) -> object:
    """Returns what a node means as a key: a collection becomes a tuple or frozenset, as the fast parser has it."""
    return _hashable(construct(node))


def walk(node: Node) -> Iterator[Node]:
    """Yields a node and all nodes inside it, in the order of the text, keys before their values."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        if isinstance(current, MappingNode):
            stack.extend(part for pair in reversed(current.value) for part in reversed(pair))
        elif isinstance(current, SequenceNode):
            stack.extend(reversed(current.value))


def merge_keys(node: Node) -> list[Node]:
    """Returns the keys of a mapping that would merge another mapping into it in YAML 1.1."""
    if not isinstance(node, MappingNode):
        return []
    return [key for key, _ in node.value if isinstance(key, ScalarNode) and key.value == "<<" and key.style is None]


def has_properties(node: Node) -> bool:
    """Returns whether a node itself is an alias, carries an anchor or tag, holds a merge key, or is spelled oddly."""
    if isinstance(node, ScalarNode) and (node.alias is not None or is_read_otherwise(node)):
        return True
    return node.anchor is not None or node.tag is not None or bool(merge_keys(node)) or bool(parted_numbers(node))


def is_read_otherwise(node: ScalarNode) -> bool:
    """Returns whether a scalar is a number here and another, or none, in YAML 1.1: 017, 0x10, 1_000."""
    if node.style is not None or node.tag is not None or _OTHERWISE.fullmatch(node.value) is None:
        return False
    try:
        return isinstance(resolve_plain(node.value), int | float)
    except ValueError:
        return False


def parted_numbers(node: Node) -> list[list[ScalarNode]]:
    """Returns the numbers in braces or brackets whose thousands are parted by commas, each as the pieces it falls into.

    In braces the pieces behind the first are keys without a value; in brackets one that begins with a zero tells.
    """
    if not isinstance(node, MappingNode | SequenceNode) or not node.flow:
        return []
    found: list[list[ScalarNode]] = []
    for part in _pieces(node):
        last = found[-1][-1] if found else None
        if last is not None and part.start == last.end + 1 and _GROUP.fullmatch(part.value) and part.style is None:
            found[-1].append(part)
        elif part.style is None and _LEADING.fullmatch(part.value):
            found.append([part])
    zero = isinstance(node, SequenceNode)
    return [
        group for group in found if len(group) > 1 and (not zero or any(part.value[0] == "0" for part in group[1:]))
    ]


def _pieces(node: MappingNode | SequenceNode) -> Iterator[ScalarNode]:
    """What may be a piece of a number: the values of a mapping, its keys without one, and the items of a list."""
    if isinstance(node, SequenceNode):
        yield from (item for item in node.value if isinstance(item, ScalarNode))
        return
    for key, value in node.value:
        if isinstance(value, ScalarNode):
            empty = value.start == value.end and isinstance(key, ScalarNode)
            yield key if empty and isinstance(key, ScalarNode) else value


def is_unreadable(node: Node) -> bool:
    """Returns whether nothing can be read of a node: it has a tag, is an alias, or is too long a number."""
    if node.tag is not None:
        return True
    return isinstance(node, ScalarNode) and (node.alias is not None or is_huge(node))


def is_huge(node: ScalarNode) -> bool:
    """Whether a scalar is a whole number of more digits than are read."""
    try:
        scalar_value(node)
    except ValueError:
        return True
    return False


def repeated_keys(node: Node) -> Iterator[tuple[Node, Node]]:
    """Yields the first key and the later one for every key of a mapping that is there already, at any depth."""
    for mapping in walk(node):
        if not isinstance(mapping, MappingNode):
            continue
        seen: dict[object, Node] = {}
        for key, _ in mapping.value:
            identity = key_identity(key_value(key))
            if identity in seen:
                yield seen[identity], key
            else:
                seen[identity] = key


def _hashable(value: object) -> object:
    if isinstance(value, dict):
        return frozenset((key, _hashable(item)) for key, item in value.items())
    if isinstance(value, list):
        return tuple(map(_hashable, value))
    return value
