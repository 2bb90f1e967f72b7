"""How an edit is made in a text: as a whole where that is possible, else step by step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from unpolicy.errors import DataError, UsageError
from unpolicy.store.compose import Malformed
from unpolicy.store.entries import insert_entry, keep_comments, locate, remove_entry, replace_value
from unpolicy.store.layout import child_entries, item_of, top_entries
from unpolicy.store.prove import name_of, same
from unpolicy.store.scalars import flow_source
from unpolicy.store.splice import Splice, apply, difference
from unpolicy.store.tree import MappingNode
from unpolicy.store.yearly import set_entries
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from unpolicy.store.source import DataFile

    Record = int | float | dict[str, Any]
    Records = Mapping[int, Record]
    Path = tuple[str | int, ...]
    Step = Callable[[str], list[Splice]]

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


def typed_by_hand(path: Path, record: Record | None) -> str:
    """What a person would type for the same change, under the keys that it belongs to."""
    *above, key = path
    lines = [f"{'  ' * depth}{name}:" for depth, name in enumerate(above)]
    last = f"# take out {key}" if record is None else f"{key}: {record_source(record)}"
    return "\n".join([*lines, "  " * len(above) + last])


def stepped(source: DataFile, old: str, steps: Iterable[Step], by_hand: str | None) -> tuple[str, tuple[Splice, ...]]:
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


def steps_to(text: str, data: dict[Any, Any], path: Path, record: Record) -> list[Step]:
    """How to make a record that of its year: as a whole, or entry by entry where that keeps people's comments."""
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


def _is_spread(text: str, path: Path) -> bool:
    """Whether a record is spread over several lines, so that comments may stand between."""
    try:
        _, node = locate(text, path)
    except (KeyError, Malformed):
        return False
    return isinstance(node, MappingNode) and (not node.flow or "\n" in text[node.start : node.end])


def short(record: Record) -> Record:
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


def record_splices(source: DataFile, data: dict[Any, Any], wanted: Mapping[str, Records]) -> tuple[Splice, ...]:
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
    source: DataFile, text: str, data: dict[Any, Any], key: str, records: Records
) -> tuple[str, tuple[Splice, ...]]:
    """A text with records made those of their years, and the replacements that lead to it.

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
            path: Path = (SECTION, key, "actuals", min(rest))
            record = rest.pop(min(rest))
            text, _ = stepped(source, text, steps_to(text, data, path, record), typed_by_hand(path, record))
        else:
            return new, tuple(made) if text == old else difference(old, new)
    return text, difference(old, text)


def value_at(data: Any, path: Path) -> Any:  # noqa: ANN401 - what a file holds
    """What is at a path of keys, None where nothing is."""
    for key in path:
        data = data.get(name_of(data, key)) if isinstance(data, dict) else None
    return data


def has_value(data: Any, path: Path) -> bool:  # noqa: ANN401 - what a file holds
    """Whether anything is at a path of keys, null included."""
    held = value_at(data, path[:-1])
    return isinstance(held, dict) and name_of(held, path[-1]) in held
