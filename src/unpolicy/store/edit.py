"""Changes of the data, worked out on a file's text and proven before anybody writes them.

Many figures at once are one change of the text: each record is taken out of the file and changed on its own, so that a
large file is read twice and not once a figure, and years that come to stand side by side are put in together. What
cannot be proven is not made: for a single change, the sentence then holds what to type by hand.
"""

from __future__ import annotations

from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.errors import DataError, RefusedError, UsageError
from unpolicy.store import entries, splice
from unpolicy.store.compose import Malformed
from unpolicy.store.layout import child_entries, item_of, top_entries
from unpolicy.store.source import DataFile, parse
from unpolicy.store.splice import Planned, Splice
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from unpolicy.store.problems import Parsed
    from unpolicy.store.splice import DataPath

    FigureRecord = int | float | dict[str, Any]
    FigureRecords = Mapping[int, FigureRecord]
    EditStep = Callable[[str], list[Splice]]

SECTION = "indicators"


class UnsafeEditError(DataError):
    """A change whose result could not be proven; nothing was written."""


class _Aim(NamedTuple):
    """What an edit is to achieve, which its result is checked against.

    Attributes:
        paths: where; of a new item of a list, where the list is.
        expected: all data of the file afterwards.
        subject: where in the data the change is said to be.
        before: the data there before, None where there was nothing.
        after: the data there afterwards, None where it is taken out.
        by_hand: what a person would type for the same change; None where that is too much.
    """

    paths: Sequence[DataPath]
    expected: dict[Any, Any]
    subject: DataPath
    before: Any
    after: Any
    by_hand: str | None = None


def add_actual(source: DataFile, indicator: str, year: int, record: FigureRecord) -> Planned:
    """Set a year's record: add it, or replace the one that is there. Setting the same record changes nothing.

    Whether a figure may be replaced is decided before, by `unpolicy.change.decide`.

    Args:
        source: the indicators file.
        indicator: the indicator's id.
        year: the year.
        record: the number, or the long form.

    Raises:
        DataError: the file is unsound, or has no such indicator.
        UnsafeEditError: the change could not be proven.
    """
    record = _short(record)
    written = _record_source(record)
    path: DataPath = (SECTION, indicator, "actuals", year)
    data = _data_with(source, [indicator])
    before, after = splice.value_at(data, path), splice.with_value(data, path, record)
    aim = _Aim([path], after, path, before, record, _typed_by_hand(path, written))
    return _planned_by(source, _steps_to(source.text, data, path, record, written), aim)


def set_actuals(source: DataFile, wanted: Mapping[str, FigureRecords]) -> Planned:
    """Set the records of many years, replacing whatever is there.

    Args:
        source: the indicators file, free of errors.
        wanted: the records by indicator and year, as `add_actual` takes them.

    Raises:
        DataError: the file is unsound, or has no such indicator.
        UnsafeEditError: the change could not be proven; nothing is to be written.
    """
    wanted = {key: {year: _short(record) for year, record in years.items()} for key, years in wanted.items() if years}
    data = _data_with(source, wanted)
    paths = [(SECTION, key, "actuals") for key in wanted]
    before = {path[1]: {year: splice.value_at(data, (*path, year)) for year in wanted[path[1]]} for path in paths}
    after = {key: splice.as_read(records) for key, records in wanted.items()}
    aim = _Aim(paths, _expected(data, wanted), (SECTION,), before, after)
    if len(wanted) == 1:
        (only,) = wanted
        aim = aim._replace(subject=paths[0], before=before[only], after=after[only])
    return _planned(source, _record_splices(source, data, wanted), aim)


def remove_actual(source: DataFile, indicator: str, year: int) -> Planned:
    """Take a year out.

    Raises:
        RefusedError: the year is not there.
        DataError: as for `add_actual`.
        UnsafeEditError: as for `add_actual`.
    """
    data = _data_with(source, [indicator])
    actuals: DataPath = (SECTION, indicator, "actuals")
    path: DataPath = (*actuals, year)
    if not splice.has_value(data, path):
        raise RefusedError(
            f"{indicator} has nothing for {year} that could be removed.",
            ja=f"{indicator} の {year} には消せる値がありません。",
        )
    held = splice.value_at(data, actuals)
    rest = {key: value for key, value in held.items() if key != splice.name_of(held, year)}
    before, after = splice.value_at(data, path), splice.with_value(data, actuals, rest)
    aim = _Aim([path], after, path, before, None, _typed_by_hand(path, None))
    return _planned_by(source, [partial(entries.remove_entry, path=path)], aim)


def add_rating(source: DataFile, rating: Mapping[str, Any]) -> Planned:
    """Add a person's rating to the end of ``ratings`` in the targets file.

    Raises:
        DataError: the file is unsound.
        UnsafeEditError: the change could not be proven.
    """
    data = _sound(source).data
    path: DataPath = ("ratings",)
    held = data.get("ratings")
    ratings = [*(held if isinstance(held, list) else ()), splice.as_read(dict(rating))]
    written = splice.flow_source(dict(rating))
    subject = (*path, len(ratings) - 1)
    aim = _Aim([path], splice.with_value(data, path, ratings), subject, None, ratings[-1], f"ratings:\n  - {written}")
    return _planned_by(source, [partial(entries.append_item, path=path, source=written)], aim)


def add_records(source: DataFile, sections: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Planned:
    """Add records to the ends of sections; one that is there gets what it lacks, a value of a dimension above all.

    Args:
        source: the data file; an empty one is begun.
        sections: the records by section and id.

    Raises:
        DataError: the file is unsound.
        UnsafeEditError: the change could not be proven.
    """
    data: dict[Any, Any] = _sound(source).data if source.text else {"version": 1}
    expected = dict(data)
    steps: list[EditStep] = [] if source.text else [lambda text: [Splice(0, len(text), "version: 1\n")]]
    for section, records in sections.items():
        held: dict[Any, Any] = data.get(section) or {}
        new = {name: splice.as_read(dict(record)) for name, record in records.items() if name not in held}
        if entries.in_braces(source.text, section):
            sources = {name: splice.flow_source(record) for name, record in new.items()}
            steps += [partial(entries.insert_entry, path=(section,), key=key, source=sources[key]) for key in sources]
        elif new:
            steps.append(partial(entries.append_records, section=section, records=[*starmap(_lines, new.items())]))
        if new:
            expected = {**expected, section: {**held, **new}}
        for name, record in records.items():
            for key, value in record.get("values", {}).items() if name in held else ():
                path: DataPath = (section, name, "values")
                steps.append(partial(entries.insert_entry, path=path, key=key, source=splice.flow_source(value)))
                expected = splice.with_value(expected, (*path, key), value)
    made: list[DataPath] = [(section,) for section in sections]
    after = {name: list(records) for name, records in sections.items()}
    return _planned_by(source, steps, _Aim(made, expected, made[0], None, after, ""))


def _lines(name: str, record: Mapping[str, Any]) -> list[str]:
    """A record in block style: one line for each key and each year."""
    lines = [f"{splice.scalar_source(name)}:"]
    for key, value in record.items():
        if key in ("actuals", "values") and value:
            lines += [f"  {key}:", *(f"    {splice.pair_source(item, held)}" for item, held in value.items())]
        else:
            lines.append(f"  {splice.pair_source(key, value)}")
    return lines


def joined(first: Planned, then: Planned) -> Planned:
    """Two proven changes of a file, one after the other, as one."""
    if not (first.changed and then.changed):
        return first if first.changed else then._replace(old_text=first.old_text)
    splices = splice.difference(first.old_text, then.new_text)
    return then._replace(old_text=first.old_text, splices=splices, line=min(first.line, then.line))


def _planned_by(source: DataFile, steps: Iterable[EditStep], aim: _Aim) -> Planned:
    return _planned(source, _stepped(source, source.text, steps, aim.by_hand), aim)


def _planned(source: DataFile, splices: tuple[Splice, ...], aim: _Aim) -> Planned:
    """The change as planned, once it is proven."""

    def says_that(changed: DataFile) -> bool:
        parsed = parse(changed.text)
        return parsed.ok and splice.changed_only(parsed.data, aim.expected, aim.paths)

    try:
        new = splice.apply(source.text, splices)
        splice.prove(source, new, splices, says_that)
    except ValueError as error:
        raise _unsafe(source, aim.by_hand) from error
    line = splice.changed_line(new, splices)
    return Planned(source.text, new, splices, line, aim.by_hand or "", aim.subject, aim.before, aim.after)


def _sound(source: DataFile) -> Parsed:
    parsed = parse(source.text)
    if parsed.problems:
        first = parsed.problems[0]
        place = f"{quoted(source.path)}:{first.span.line}:{first.span.column}"
        raise DataError(
            f"{place}: {first.message}; nothing was written: run `unpolicy validate` and put it right first.",
            ja=f"{place}: {first.message} 何も書き込んでいません。先に `unpolicy validate` で直してください。",
        )
    return parsed


def _data_with(source: DataFile, indicators: Iterable[str]) -> dict[Any, Any]:
    """The data of a sound file that has these indicators."""
    data = _sound(source).data
    for indicator in indicators:
        if not isinstance(splice.value_at(data, (SECTION, indicator)), dict):
            raise DataError(
                f"{quoted(source.path)} has no indicator {indicator!r}.",
                ja=f"{quoted(source.path)} に指標 {indicator!r} はありません。",
            )
    return data


def _expected(data: dict[Any, Any], wanted: Mapping[str, FigureRecords]) -> dict[Any, Any]:
    """The data with all these records set."""
    section = dict(data.get(SECTION) or {})
    for key, records in wanted.items():
        for year, record in records.items():
            section[key] = splice.with_value(section[key], ("actuals", year), record)
    return {**data, SECTION: section} if wanted else data


def _unsafe(source: DataFile, by_hand: str | None) -> UnsafeEditError:
    """The error of a change that cannot be proven, with what to type instead; of many figures where that is `None`."""
    how, how_ja, together_ja = "change it by hand.", "手で変更してください。", ""
    if by_hand is None:
        together_ja = "一括して"
        how, how_ja = "add the figures one by one with add-actual.", "add-actual で1件ずつ追加してください。"
    elif by_hand:
        how, how_ja = f"change it by hand:\n{by_hand}", f"手で次のようにしてください。\n{by_hand}"
    return UnsafeEditError(
        f"{quoted(source.path)} is laid out in a way that cannot be changed safely; nothing was written: {how}",
        ja=f"{quoted(source.path)} の書き方では{together_ja}安全に変更できません。何も書き込んでいません。{how_ja}",
    )


def _typed_by_hand(path: DataPath, written: str | None) -> str:
    """What a person would type for the same change, under the keys that it belongs to."""
    *above, key = path
    lines = [f"{'  ' * depth}{name}:" for depth, name in enumerate(above)]
    last = f"# take out {key}" if written is None else f"{key}: {written}"
    return "\n".join([*lines, "  " * len(above) + last])


def _stepped(source: DataFile, old: str, steps: Iterable[EditStep], by_hand: str | None) -> tuple[Splice, ...]:
    """The replacements that lead to a text after steps that are taken one after the other.

    Raises:
        UnsafeEditError: a step has no place in the layout.
    """
    text = old
    splices: tuple[Splice, ...] = ()
    try:
        for number, step in enumerate(steps):
            made = step(text)
            text = splice.apply(text, made)
            splices = tuple(made) if number == 0 else splice.difference(old, text)
    except (Malformed, KeyError, ValueError) as error:
        raise _unsafe(source, by_hand) from error
    return splices


def _steps_to(text: str, data: dict[Any, Any], path: DataPath, record: FigureRecord, written: str) -> list[EditStep]:
    """The steps that set a year's record: as a whole, or key by key where that keeps people's comments."""
    if not splice.has_value(data, path):
        return [partial(entries.insert_entry, path=path[:-1], key=path[-1], source=written)]
    old = splice.value_at(data, path)
    if splice.same(old, record):
        return []
    if not isinstance(old, dict) or not entries.is_spread(text, path):
        return [partial(entries.replace_value, path=path, source=written)]
    keep = partial(entries.keep_comments, path=path, old=text)
    if not isinstance(record, dict):
        return [partial(entries.replace_value, path=path, source=written), keep]
    details = {key: splice.flow_source(value) for key, value in record.items()}
    return [
        *(partial(entries.insert_entry, path=path, key=key, source=details[key]) for key in record if key not in old),
        *(
            partial(entries.replace_value, path=(*path, key), source=details[key])
            for key, value in record.items()
            if key in old and not splice.same(old[key], value)
        ),
        *(partial(entries.remove_entry, path=(*path, key)) for key in old if key not in record),
        keep,
    ]


def _short(record: FigureRecord) -> FigureRecord:
    """A record of a value alone as that value."""
    return record["value"] if isinstance(record, dict) and set(record) == {"value"} else record


def _record_source(record: object) -> str:
    """A record's source, for every value that can be one."""
    try:
        return splice.flow_source(record)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"{record!r} cannot be recorded: {error}.", ja=f"{record!r} は記録できません（有限の数ではありません）。"
        ) from error


def _record_splices(source: DataFile, data: dict[Any, Any], wanted: Mapping[str, FigureRecords]) -> tuple[Splice, ...]:
    """The replacements in the whole text: record by record, or in one where they have no lines of their own."""
    section = item_of(top_entries(source.text), SECTION)
    inside = None if section is None else child_entries(source.text, section)
    places = {item.key: (item.start, item.end) for item in inside or ()}
    if not wanted.keys() <= places.keys():
        text = source.text
        for key, records in wanted.items():
            text = splice.apply(text, _splices_of_one(source, text, data, key, records))
        return splice.difference(source.text, text)
    head = f"{SECTION}:{source.newline}"
    splices: list[Splice] = []
    for key, records in wanted.items():
        start, end = places[key]
        shift = start - len(head)
        made = _splices_of_one(source, head + source.text[start:end], data, key, records)
        splices += [Splice(change.start + shift, change.end + shift, change.text) for change in made]
    return tuple(change for change in splices if source.text[change.start : change.end] != change.text)


def _splices_of_one(
    source: DataFile, old: str, data: dict[Any, Any], key: str, records: FigureRecords
) -> tuple[Splice, ...]:
    """The replacements that set records of one indicator.

    Where they cannot be put in together, the first alone may make the place that the others can be put into.
    """
    text, rest = old, {year: _record_source(record) for year, record in records.items()}
    while rest:
        try:
            made = entries.set_entries(text, (SECTION, key, "actuals"), rest)
            new = splice.apply(text, made)
        except (KeyError, ValueError, Malformed):
            year = min(rest)
            path: DataPath = (SECTION, key, "actuals", year)
            written = rest.pop(year)
            steps = _steps_to(text, data, path, records[year], written)
            text = splice.apply(text, _stepped(source, text, steps, _typed_by_hand(path, written)))
        else:
            return tuple(made) if text == old else splice.difference(old, new)
    return splice.difference(old, text)
