"""Many figures at once as one change of the text, proven like a single one.

Each record is taken out of the file and changed on its own, so that a large file is read twice and not once a figure.
Years that come to stand side by side are put in together. What is laid out in a way that this does not know goes the
way of single figures, one after the other, within its record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unpolicy.store.edits import UnsafeEditError, add_actual
from unpolicy.store.emit import flow_source, pair_source
from unpolicy.store.ends import indentation
from unpolicy.store.nodes import Malformed, MappingNode, Node, ScalarNode, key_value, record_slices
from unpolicy.store.parsing import parse
from unpolicy.store.pieces import Planned, Splice, apply, difference, first_change, invert, line_at
from unpolicy.store.proof import as_read, changed_only
from unpolicy.store.scalars import key_identity
from unpolicy.store.source import Source
from unpolicy.store.splice import insert_entry, locate
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    Record = int | float | dict[str, Any]
    Records = Mapping[int, Record]

_SECTION = "indicators"


def set_actuals(source: Source, wanted: Mapping[str, Records]) -> Planned:
    """Make many records those of their years, whatever was there.

    Args:
        source: the indicators file, free of errors.
        wanted: the records by indicator and year, as `unpolicy.store.edits.add_actual` takes them.

    Raises:
        DataError: the file is unsound, or has no such indicator.
        UnsafeEditError: the change could not be proven; nothing is to be written.
    """
    wanted = {
        key: {year: _short(record) for year, record in records.items()} for key, records in wanted.items() if records
    }
    text = source.text
    before = parse(text)
    slices = _slices(text) if before.ok else None
    if slices is None or not wanted.keys() <= slices.keys():
        return _one_by_one(source, wanted)
    splices: list[Splice] = []
    for key, records in wanted.items():
        start, end = slices[key]
        splices += _record_splices(source, key, records, start, end)
    made = tuple(splice for splice in splices if text[splice.start : splice.end] != splice.text)
    return _proven(source, made, before.data, wanted)


def _short(record: Record) -> Record:
    """A record of a value alone as that value."""
    return record["value"] if isinstance(record, dict) and set(record) == {"value"} else record


def _slices(text: str) -> dict[object, tuple[int, int]] | None:
    """Where each record of the section starts and ends; None where a record is not to be told by lines."""
    slices = [one for one in record_slices(text) or () if one.section == _SECTION]
    places = {one.key: (one.start, one.end) for one in slices}
    return places if len(places) == len(slices) and None not in places else None


def _record_splices(source: Source, key: str, records: Records, start: int, end: int) -> list[Splice]:
    """The replacements inside one record, by their places in the whole text."""
    head = f"{_SECTION}:{source.newline}"
    piece = head + source.text[start:end]
    shift = start - len(head)
    made = _edited(source, piece, key, dict(records))
    return [Splice(one.start + shift, one.end + shift, one.text) for one in made]


def _edited(source: Source, piece: str, key: str, records: dict[int, Record]) -> tuple[Splice, ...]:
    try:
        return tuple(_together(piece, key, records, source.newline))
    except (KeyError, ValueError, Malformed):
        pass
    # The first figure alone makes the place that the others can be put into together.
    first = min(records)
    text = add_actual(_as_source(source, piece), key, first, records[first]).new_text
    rest = {year: record for year, record in records.items() if year != first}
    if rest:
        try:
            text = apply(text, _together(text, key, rest, source.newline))
        except (KeyError, ValueError, Malformed):
            for year in sorted(rest):
                text = add_actual(_as_source(source, text), key, year, rest[year]).new_text
    return difference(piece, text)


def _together(piece: str, key: str, records: Records, newline: str) -> list[Splice]:
    """All replacements in a block mapping of years.

    Raises:
        KeyError: there is no such mapping.
        ValueError: it is laid out in another way, or a record in it is.
        Malformed: it is not YAML, or too long to look into.
    """
    path = (_SECTION, key, "actuals")
    _, node = locate(piece, path)
    if not isinstance(node, MappingNode) or node.flow or not node.value:
        raise ValueError(path)
    held = {key_identity(key_value(name)): value for name, value in node.value}
    splices = [_replaced(piece, held[year], record) for year, record in records.items() if year in held]
    margin = newline + indentation(piece, node.value[0][0].start)
    for group in _groups([year for year in records if year not in held], held):
        pairs = [pair_source(year, records[year]) for year in group[1:]]
        source = margin.join([flow_source(records[group[0]]), *pairs])
        splices += insert_entry(piece, path, group[0], source)
    return splices


def _replaced(piece: str, value: Node, record: Record) -> Splice:
    simple = isinstance(value, ScalarNode) and value.style is None and value.start < value.end
    if not simple and (isinstance(value, ScalarNode) or not value.flow or "\n" in piece[value.start : value.end]):
        raise ValueError(record)
    return Splice(value.start, value.end, flow_source(record))


def _groups(years: list[int], held: Mapping[object, Node]) -> list[list[int]]:
    """New years, those together between which no old one stands; all in one where the old ones do not ascend."""
    old = [year for year in held if isinstance(year, int)]
    ascending = len(old) == len(held) and old == sorted(old)
    groups: dict[int, list[int]] = {}
    for year in sorted(years):
        groups.setdefault(sum(one < year for one in old) if ascending else -1, []).append(year)
    return list(groups.values())


def _one_by_one(source: Source, wanted: Mapping[str, Records]) -> Planned:
    """The slow way, for a file that is not laid out by lines; each step is proven on its own."""
    text = source.text
    data = parse(text).data
    for key, records in wanted.items():
        for year in sorted(records):
            text = add_actual(_as_source(source, text), key, year, records[year]).new_text
    return _proven(source, difference(source.text, text), data, wanted)


def _proven(
    source: Source, splices: tuple[Splice, ...], before: dict[Any, Any], wanted: Mapping[str, Records]
) -> Planned:
    old = source.text
    try:
        new = apply(old, splices)
    except ValueError as error:
        raise _unsafe(source) from error
    after = parse(new)
    if not after.ok or not _says_just_that(after.data, before, wanted) or apply(new, invert(old, splices)) != old:
        raise _unsafe(source)
    line = line_at(new, first_change(splices)) if splices else 1
    one = next(iter(wanted)) if len(wanted) == 1 else None
    subject = (_SECTION,) if one is None else (_SECTION, one, "actuals")
    was = {key: _old(before[_SECTION][key], records) for key, records in wanted.items()}
    now = {key: {year: as_read(record) for year, record in records.items()} for key, records in wanted.items()}
    return Planned(old, new, splices, line, "", subject, *((was, now) if one is None else (was[one], now[one])))


def _says_just_that(after: dict[Any, Any], before: dict[Any, Any], wanted: Mapping[str, Records]) -> bool:
    """Whether the new data are the old ones and the change: the same records in the same order, each as expected."""
    if list(after) != list(before):
        return False
    for section, data in before.items():
        if section != _SECTION:
            if not changed_only(after[section], data, ()):
                return False
        elif list(after[section]) != list(data):
            return False
    records = before[_SECTION]
    return all(
        changed_only(after[_SECTION][key], _expected(record, wanted.get(key, {})), ("actuals",))
        for key, record in records.items()
    )


def _expected(record: Any, records: Records) -> Any:  # noqa: ANN401 - what a file holds
    if not records:
        return record
    actuals = dict(record.get("actuals") or {})
    names = _names(actuals)
    for year, value in records.items():
        actuals[names.get(year, year)] = as_read(value)
    return {**record, "actuals": actuals}


def _old(record: Any, records: Records) -> dict[int, Any]:  # noqa: ANN401 - what a file holds
    actuals = record.get("actuals") or {}
    names = _names(actuals)
    return {year: actuals.get(names.get(year, year)) for year in records}


def _names(actuals: Mapping[Any, Any]) -> dict[object, Any]:
    """The keys of a mapping by what they mean: 2020 and '2020' are the same year."""
    return {key_identity(key): key for key in actuals}


def _as_source(source: Source, text: str) -> Source:
    return Source.from_bytes(source.path, text.encode())


def _unsafe(source: Source) -> UnsafeEditError:
    return UnsafeEditError(
        f"{quoted(source.path)} is laid out in a way that cannot be changed safely; nothing was written: "
        "add the figures one by one with add-actual.",
        ja=f"{quoted(source.path)} の書き方では一括して安全に変更できません。何も書き込んでいません。"
        "add-actual で1件ずつ追加してください。",
    )
