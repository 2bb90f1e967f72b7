"""Changes of the data, worked out on a file's text and proven before anybody writes them.

Many figures at once are one change of the text: each record is taken out of the file and changed on its own, so that a
large file is read twice and not once a figure, and years that come to stand side by side are put in together. What
cannot be proven is not made: for a single change, the sentence then holds what to type by hand.
"""

from __future__ import annotations

from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.errors import DataError, RefusedError
from unpolicy.store.entries import append_item, append_records, in_braces, insert_entry, remove_entry
from unpolicy.store.source import parse
from unpolicy.store.splice import (
    Planned,
    Splice,
    apply,
    as_read,
    changed_line,
    changed_only,
    difference,
    flow_source,
    name_of,
    pair_source,
    prove,
    scalar_source,
    with_value,
)
from unpolicy.store.steps import (
    SECTION,
    has_value,
    record_splices,
    short,
    stepped,
    steps_to,
    typed_by_hand,
    unsafe,
    value_at,
)
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from unpolicy.store.problems import Parsed
    from unpolicy.store.source import DataFile
    from unpolicy.store.splice import DataPath
    from unpolicy.store.steps import EditStep, FigureRecord, FigureRecords


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
    data = _data_with(source, [indicator])
    path: DataPath = (SECTION, indicator, "actuals", year)
    record = short(record)
    aim = _Aim([path], with_value(data, path, record), path, value_at(data, path), record, typed_by_hand(path, record))
    return _planned(source, *stepped(source, source.text, steps_to(source.text, data, path, record), aim.by_hand), aim)


def set_actuals(source: DataFile, wanted: Mapping[str, FigureRecords]) -> Planned:
    """Set the records of many years, replacing whatever is there.

    Args:
        source: the indicators file, free of errors.
        wanted: the records by indicator and year, as `add_actual` takes them.

    Raises:
        DataError: the file is unsound, or has no such indicator.
        UnsafeEditError: the change could not be proven; nothing is to be written.
    """
    wanted = {key: {year: short(one) for year, one in records.items()} for key, records in wanted.items() if records}
    data = _data_with(source, wanted)
    paths = [(SECTION, key, "actuals") for key in wanted]
    before = {path[1]: {year: value_at(data, (*path, year)) for year in wanted[path[1]]} for path in paths}
    after = {key: as_read(records) for key, records in wanted.items()}
    aim = _Aim(paths, _expected(data, wanted), (SECTION,), before, after)
    if len(wanted) == 1:
        (only,) = wanted
        aim = aim._replace(subject=paths[0], before=before[only], after=after[only])
    splices = record_splices(source, data, wanted)
    return _planned(source, apply(source.text, splices), splices, aim)


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
    if not has_value(data, path):
        raise RefusedError(
            f"{indicator} has nothing for {year} that could be removed.",
            ja=f"{indicator} の {year} には消せる値がありません。",
        )
    held = value_at(data, actuals)
    rest = {key: value for key, value in held.items() if key != name_of(held, year)}
    aim = _Aim([path], with_value(data, actuals, rest), path, value_at(data, path), None, typed_by_hand(path, None))
    return _planned(source, *stepped(source, source.text, [partial(remove_entry, path=path)], aim.by_hand), aim)


def add_rating(source: DataFile, rating: Mapping[str, Any]) -> Planned:
    """Add a person's rating to the end of ``ratings`` in the targets file.

    Raises:
        DataError: the file is unsound.
        UnsafeEditError: the change could not be proven.
    """
    data = _sound(source).data
    path: DataPath = ("ratings",)
    held = data.get("ratings")
    ratings = [*(held if isinstance(held, list) else ()), as_read(dict(rating))]
    written = flow_source(dict(rating))
    subject = (*path, len(ratings) - 1)
    aim = _Aim([path], with_value(data, path, ratings), subject, None, ratings[-1], f"ratings:\n  - {written}")
    steps = [partial(append_item, path=path, source=written)]
    return _planned(source, *stepped(source, source.text, steps, aim.by_hand), aim)


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
        new = {name: as_read(dict(record)) for name, record in records.items() if name not in held}
        if in_braces(source.text, section):
            sources = {name: flow_source(record) for name, record in new.items()}
            steps += [partial(insert_entry, path=(section,), key=key, source=sources[key]) for key in sources]
        elif new:
            steps.append(partial(append_records, section=section, records=[*starmap(_lines, new.items())]))
        if new:
            expected = {**expected, section: {**held, **new}}
        for name, record in records.items():
            for key, value in record.get("values", {}).items() if name in held else ():
                path: DataPath = (section, name, "values")
                steps.append(partial(insert_entry, path=path, key=key, source=flow_source(value)))
                expected = with_value(expected, (*path, key), value)
    made: list[DataPath] = [(section,) for section in sections]
    aim = _Aim(made, expected, made[0], None, {name: list(records) for name, records in sections.items()})
    return _planned(source, *stepped(source, source.text, steps, ""), aim)


def _lines(name: str, record: Mapping[str, Any]) -> list[str]:
    """A record in block style: one line for each key and each year."""
    lines = [f"{scalar_source(name)}:"]
    for key, value in record.items():
        if key in ("actuals", "values") and value:
            lines += [f"  {key}:", *(f"    {pair_source(one, held)}" for one, held in value.items())]
        else:
            lines.append(f"  {pair_source(key, value)}")
    return lines


def joined(first: Planned, then: Planned) -> Planned:
    """Two proven changes of a file, one after the other, as one."""
    if not (first.changed and then.changed):
        return first if first.changed else then._replace(old_text=first.old_text)
    splices = difference(first.old_text, then.new_text)
    return then._replace(old_text=first.old_text, splices=splices, line=min(first.line, then.line))


def apply_fixes(source: DataFile, splices: Iterable[Splice]) -> Planned:
    """Make replacements that a check proposed; here the file need not be sound, but must not become less so.

    Raises:
        UnsafeEditError: the replacements overlap, or the text would have problems that it did not have.
    """
    wanted = tuple(splices)
    before = parse(source.text)
    try:
        new = apply(source.text, wanted)
        prove(source, new, wanted, lambda fixed: _is_no_worse(before, parse(fixed.text)))
    except ValueError as error:
        raise unsafe(source, "") from error
    return Planned(source.text, new, wanted, changed_line(new, wanted))


def _is_no_worse(before: Parsed, after: Parsed) -> bool:
    kinds = {problem.kind for problem in before.problems}
    return (
        len(after.problems) <= len(before.problems)
        and all(problem.kind in kinds for problem in after.problems)
        and not (before.ok and set(after.data) != set(before.data))
    )


def _planned(source: DataFile, new: str, splices: tuple[Splice, ...], aim: _Aim) -> Planned:
    """The change as planned, once it is proven."""

    def says_that(changed: DataFile) -> bool:
        parsed = parse(changed.text)
        return parsed.ok and changed_only(parsed.data, aim.expected, aim.paths)

    try:
        prove(source, new, splices, says_that)
    except ValueError as error:
        raise unsafe(source, aim.by_hand) from error
    line = changed_line(new, splices)
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
        if not isinstance(value_at(data, (SECTION, indicator)), dict):
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
            section[key] = with_value(section[key], ("actuals", year), record)
    return {**data, SECTION: section} if wanted else data
