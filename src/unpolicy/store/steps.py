"""How an edit is made in a text: as a whole where that is possible, else step by step.

Many figures are put into a mapping of years at once, which is found by its lines where each year has plain ones.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.errors import DataError, UsageError
from unpolicy.store.compose import Malformed
from unpolicy.store.elements import Element, NoRoomError, insert_lines
from unpolicy.store.entries import held_in, insert_entry, keep_comments, locate, rank, remove_entry, replace_value
from unpolicy.store.layout import BLANK_LINES, child_entries, item_of, top_entries
from unpolicy.store.splice import Splice, apply, difference, flow_source, name_of, same
from unpolicy.store.tree import MappingNode, Node, ScalarNode, key_identity, key_value
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from unpolicy.store.source import DataFile
    from unpolicy.store.splice import DataPath

    FigureRecord = int | float | dict[str, Any]
    FigureRecords = Mapping[int, FigureRecord]
    EditStep = Callable[[str], list[Splice]]


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
    held = _by_lines(text, path) or _composed(text, path)
    known = {one.key: one for one in held}
    splices = [Splice(*_value(known[year]), source) for year, source in sources.items() if year in known]
    places = [one.place for one in held]
    for at, years in _neighbours([year for year in sources if year not in known], list(known)).items():
        splices += insert_lines(text, places, at, [f"{year}: {sources[year]}" for year in years])
    return splices


class _YearLines(NamedTuple):
    """An entry of a mapping of years: its key's value, its place, and that of its value where that has one line."""

    key: object
    place: Element
    value: tuple[int, int] | None


def _by_lines(text: str, path: DataPath) -> list[_YearLines]:
    """The entries of a mapping of years with a plain line each; none where any is not: that is for a parser."""
    inside = top_entries(text)
    for name in path:
        item = item_of(inside, name)
        inside = None if item is None else child_entries(text, item)
    found: list[_YearLines] = []
    for one in inside or ():
        match = _PLAIN_YEAR.match(text, one.key_start, one.end)
        if match is None or not BLANK_LINES.fullmatch(text, match.end(), one.end):
            return []
        value = None if match["value"] is None else match.span("value")
        found.append(_YearLines(int(match[1]), Element(one.key_start, match.end("end")), value))
    return found


def _composed(text: str, path: DataPath) -> list[_YearLines]:
    _, node = locate(text, path)
    if not isinstance(node, MappingNode) or node.flow or not node.value:
        raise NoRoomError(path)
    pairs = zip(node.value, held_in(text, node), strict=True)
    return [
        _YearLines(key_identity(key_value(name)), place, _on_one_line(text, value)) for (name, value), place in pairs
    ]


def _on_one_line(text: str, value: Node) -> tuple[int, int] | None:
    simple = isinstance(value, ScalarNode) and value.style is None and value.start < value.end
    if not simple and (isinstance(value, ScalarNode) or not value.flow or "\n" in text[value.start : value.end]):
        return None
    return value.start, value.end


def _value(held: _YearLines) -> tuple[int, int]:
    if held.value is None:
        raise NoRoomError(held.key)
    return held.value


def _neighbours(years: list[int], old: list[object]) -> dict[int, list[int]]:
    """Groups new years by where they go among the old ones; all go to the end where the old ones are not in order."""
    groups: dict[int, list[int]] = {}
    for year in sorted(years):
        groups.setdefault(rank(old, year), []).append(year)
    return groups


SECTION = "indicators"


class UnsafeEditError(DataError):
    """A change whose result could not be proven; nothing was written."""


def unsafe(source: DataFile, by_hand: str | None) -> UnsafeEditError:
    """The error of a change that cannot be proven, with what to type instead; of many figures where that is `None`."""
    how, how_ja = "change it by hand.", "手で変更してください。"
    together_ja = ""
    if by_hand is None:
        together_ja = "一括して"
        how, how_ja = "add the figures one by one with add-actual.", "add-actual で1件ずつ追加してください。"
    elif by_hand:
        how, how_ja = f"change it by hand:\n{by_hand}", f"手で次のようにしてください。\n{by_hand}"
    return UnsafeEditError(
        f"{quoted(source.path)} is laid out in a way that cannot be changed safely; nothing was written: {how}",
        ja=f"{quoted(source.path)} の書き方では{together_ja}安全に変更できません。何も書き込んでいません。{how_ja}",
    )


def typed_by_hand(path: DataPath, record: FigureRecord | None) -> str:
    """What a person would type for the same change, under the keys that it belongs to."""
    *above, key = path
    lines = [f"{'  ' * depth}{name}:" for depth, name in enumerate(above)]
    last = f"# take out {key}" if record is None else f"{key}: {record_source(record)}"
    return "\n".join([*lines, "  " * len(above) + last])


def stepped(
    source: DataFile, old: str, steps: Iterable[EditStep], by_hand: str | None
) -> tuple[str, tuple[Splice, ...]]:
    """A text after steps that are taken one after the other, and the replacements that lead to it.

    Raises:
        UnsafeEditError: a step has no place in the layout.
    """
    text = old
    splices: tuple[Splice, ...] = ()
    try:
        for number, step in enumerate(steps):
            made = step(text)
            text = apply(text, made)
            splices = tuple(made) if number == 0 else difference(old, text)
    except (Malformed, KeyError, ValueError) as error:
        raise unsafe(source, by_hand) from error
    return text, splices


def steps_to(text: str, data: dict[Any, Any], path: DataPath, record: FigureRecord) -> list[EditStep]:
    """The steps that set a year's record: as a whole, or key by key where that keeps people's comments."""
    if not has_value(data, path):
        return [partial(insert_entry, path=path[:-1], key=path[-1], source=record_source(record))]
    old = value_at(data, path)
    if same(old, record):
        return []
    if not isinstance(old, dict) or not _is_spread(text, path):
        return [partial(replace_value, path=path, source=record_source(record))]
    keep = partial(keep_comments, path=path, old=text)
    if not isinstance(record, dict):
        return [partial(replace_value, path=path, source=record_source(record)), keep]
    written = {key: flow_source(value) for key, value in record.items()}
    return [
        *(partial(insert_entry, path=path, key=key, source=written[key]) for key in record if key not in old),
        *(
            partial(replace_value, path=(*path, key), source=written[key])
            for key, value in record.items()
            if key in old and not same(old[key], value)
        ),
        *(partial(remove_entry, path=(*path, key)) for key in old if key not in record),
        keep,
    ]


def _is_spread(text: str, path: DataPath) -> bool:
    """Whether a record is spread over several lines, so that comments may stand between."""
    try:
        _, node = locate(text, path)
    except (KeyError, Malformed):
        return False
    return isinstance(node, MappingNode) and (not node.flow or "\n" in text[node.start : node.end])


def short(record: FigureRecord) -> FigureRecord:
    """A record of a value alone as that value."""
    return record["value"] if isinstance(record, dict) and set(record) == {"value"} else record


def record_source(record: object) -> str:
    """A record's source, for every value that can be one."""
    try:
        return flow_source(record)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"{record!r} cannot be recorded: {error}.", ja=f"{record!r} は記録できません（有限の数ではありません）。"
        ) from error


def record_splices(source: DataFile, data: dict[Any, Any], wanted: Mapping[str, FigureRecords]) -> tuple[Splice, ...]:
    """The replacements in the whole text: record by record, or in one where they have no lines of their own."""
    places = _record_places(source.text)
    if not wanted.keys() <= places.keys():
        text = source.text
        for key, records in wanted.items():
            text, _ = _with_records(source, text, data, key, records)
        return difference(source.text, text)
    head = f"{SECTION}:{source.newline}"
    splices: list[Splice] = []
    for key, records in wanted.items():
        start, end = places[key]
        _, made = _with_records(source, head + source.text[start:end], data, key, records)
        shift = start - len(head)
        splices += [Splice(one.start + shift, one.end + shift, one.text) for one in made]
    return tuple(one for one in splices if source.text[one.start : one.end] != one.text)


def _record_places(text: str) -> dict[object, tuple[int, int]]:
    """Where the records of the section start and end, as far as they have lines of their own."""
    section = item_of(top_entries(text), SECTION)
    inside = None if section is None else child_entries(text, section)
    return {item.key: (item.start, item.end) for item in inside or ()}


def _with_records(
    source: DataFile, text: str, data: dict[Any, Any], key: str, records: FigureRecords
) -> tuple[str, tuple[Splice, ...]]:
    """A text with records set, and the replacements that lead to it.

    Where they cannot be put in together, the first alone may make the place that the others can be put into.
    """
    old, rest = text, dict(records)
    while rest:
        try:
            made = set_entries(
                text, (SECTION, key, "actuals"), {year: record_source(one) for year, one in rest.items()}
            )
            new = apply(text, made)
        except (KeyError, ValueError, Malformed):
            path: DataPath = (SECTION, key, "actuals", min(rest))
            record = rest.pop(min(rest))
            text, _ = stepped(source, text, steps_to(text, data, path, record), typed_by_hand(path, record))
        else:
            return new, tuple(made) if text == old else difference(old, new)
    return text, difference(old, text)


def value_at(data: Any, path: DataPath) -> Any:  # noqa: ANN401 - what a file holds
    """What is at a path of keys, None where nothing is."""
    for key in path:
        data = data.get(name_of(data, key)) if isinstance(data, dict) else None
    return data


def has_value(data: Any, path: DataPath) -> bool:  # noqa: ANN401 - what a file holds
    """Whether anything is at a path of keys, null included."""
    held = value_at(data, path[:-1])
    return isinstance(held, dict) and name_of(held, path[-1]) in held
