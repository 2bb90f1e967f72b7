"""Many figures put into a mapping of years at once, which is found by its lines where each year has plain ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.store.elements import Element, NoRoomError, insert_lines
from unpolicy.store.entries import held_in, locate, rank
from unpolicy.store.layout import BLANK_LINES, child_entries, item_of, top_entries
from unpolicy.store.scalars import key_identity
from unpolicy.store.splice import Splice
from unpolicy.store.tree import MappingNode, Node, ScalarNode, key_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Path = Sequence[str | int]

_QUOTED = r"""(?:"[^"\\\r\n]*+"|'[^'\r\n]*+')"""
_TAIL = r"[ \t]*+(?:(?<=[ \t])\#[^\r\n]*+)?"
_PLAIN_YEAR = re.compile(
    rf"""([0-9]{{4}}):(?:[ ]+(?:
    (?P<value>-?[0-9]+(?:\.[0-9]+)?|\{{[^\r\n"'#{{}}\[\]]*+\}})  # a number, or a simple record in braces
    |\{{(?:[^\r\n"'#{{}}\[\]]|{_QUOTED})*+\}})  # or one with quotes
    |(?:{_TAIL}\r?\n[ ]+[a-z]+:[ ]+(?:[^\s"'#&*!|>%@`{{\[\-][^\r\n#]*+|{_QUOTED}))+  # or one with a line a detail
    )(?P<end>){_TAIL}(?:\r?\n|\Z)""",
    re.VERBOSE,
)


def set_entries(text: str, path: Path, sources: Mapping[int, str]) -> list[Splice]:
    """Make many values those of their years, in a block mapping of years that is not empty.

    Args:
        text: the whole text.
        path: where the mapping is.
        sources: the values' YAML source by year, each on one line and fit to stand in braces.

    Raises:
        KeyError: there is no such mapping.
        NoRoomError: it is laid out in another way, or a value to be replaced is.
        Malformed: it is not YAML, or too long to look into.
    """
    held = _by_lines(text, path) or _composed(text, path)
    known = {one.key: one for one in held}
    splices = [Splice(*_value(known[year]), source) for year, source in sources.items() if year in known]
    places = [one.place for one in held]
    for at, years in _neighbours([year for year in sources if year not in known], list(known)).items():
        splices += insert_lines(text, places, at, [f"{year}: {sources[year]}" for year in years])
    return splices


class _Year(NamedTuple):
    """An entry of a mapping of years: its key's value, its place, and that of its value where that has one line."""

    key: object
    place: Element
    value: tuple[int, int] | None


def _by_lines(text: str, path: Path) -> list[_Year]:
    """The entries of a mapping of years with a plain line each; none where any is not: that is for a parser."""
    inside = top_entries(text)
    for name in path:
        item = item_of(inside, name)
        inside = None if item is None else child_entries(text, item)
    found: list[_Year] = []
    for one in inside or ():
        match = _PLAIN_YEAR.match(text, one.key_start, one.end)
        if match is None or not BLANK_LINES.fullmatch(text, match.end(), one.end):
            return []
        value = None if match["value"] is None else match.span("value")
        found.append(_Year(int(match[1]), Element(one.key_start, match.end("end")), value))
    return found


def _composed(text: str, path: Path) -> list[_Year]:
    _, node = locate(text, path)
    if not isinstance(node, MappingNode) or node.flow or not node.value:
        raise NoRoomError(path)
    pairs = zip(node.value, held_in(text, node), strict=True)
    return [_Year(key_identity(key_value(name)), place, _on_one_line(text, value)) for (name, value), place in pairs]


def _on_one_line(text: str, value: Node) -> tuple[int, int] | None:
    simple = isinstance(value, ScalarNode) and value.style is None and value.start < value.end
    if not simple and (isinstance(value, ScalarNode) or not value.flow or "\n" in text[value.start : value.end]):
        return None
    return value.start, value.end


def _value(held: _Year) -> tuple[int, int]:
    if held.value is None:
        raise NoRoomError(held.key)
    return held.value


def _neighbours(years: list[int], old: list[object]) -> dict[int, list[int]]:
    """New years by how many old ones come before them; behind all of them where the old ones do not ascend."""
    groups: dict[int, list[int]] = {}
    for year in sorted(years):
        groups.setdefault(rank(old, year), []).append(year)
    return groups
