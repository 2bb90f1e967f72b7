"""Changes of the data, worked out on a file's text and proven before anybody writes them.

The proof: the new text is read anew, and says what the old one said and exactly the change; and taking the pieces back
out gives the old text. A change that cannot be proven is not made: the sentence then holds what to type by hand.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.errors import DataError, RefusedError, UsageError
from unpolicy.store.emit import flow_source, pair_source
from unpolicy.store.nodes import Malformed, MappingNode, Node
from unpolicy.store.parsing import Parsed, parse
from unpolicy.store.pieces import Planned, Splice, apply, difference, first_change, invert, line_at
from unpolicy.store.proof import as_read, changed_only, name_of, same, with_value, without
from unpolicy.store.splice import append_item, insert_entry, locate, remove_entry, replace_value
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from unpolicy.store.source import Source

    Record = int | float | dict[str, Any]
    Path = tuple[str | int, ...]
    Step = Callable[[str], list[Splice]]

__all__ = [
    "Planned",
    "UnsafeEditError",
    "add_actual",
    "add_rating",
    "apply_fixes",
    "remove_actual",
    "revise_actual",
]

_WITHOUT_VALUE = ("pending", "missing")


class UnsafeEditError(DataError):
    """A change whose result could not be proven; nothing was written."""


class _Change(NamedTuple):
    """What is to be different.

    Attributes:
        path: where; of a new item of a list, where the list is.
        expected: all data of the file afterwards.
        after: the data there afterwards, None where it is taken out.
        item: the number of the new item of a list.
    """

    path: Path
    expected: dict[Any, Any]
    after: Any = None
    item: int | None = None

    @property
    def subject(self) -> Path:
        """Where in the data the change is."""
        return self.path if self.item is None else (*self.path, self.item)


def add_actual(source: Source, indicator: str, year: int, record: Record) -> Planned:
    """Make a record the one of its year, in a new place or in that of another record; the same again changes nothing.

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
    parsed = _sound(source)
    old = _entry(parsed, source, indicator, year)
    if isinstance(record, dict) and set(record) == {"value"}:
        record = record["value"]
    actuals: Path = ("indicators", indicator, "actuals")
    if old is None and not _has_key(parsed, actuals, year):
        steps: list[Step] = [partial(insert_entry, path=actuals, key=year, source=_written(record))]
    else:
        steps = _record_steps(source.text, (*actuals, year), old, record)
    path = (*actuals, year)
    change = _Change(path, with_value(parsed.data, path, record), record)
    return _plan(source, parsed, change, steps)


def revise_actual(source: Source, indicator: str, year: int, record: Record) -> Planned:
    """Replace a year's figure, and keep the old value in ``revisions``, oldest first.

    A record that brings ``revisions`` of its own is taken as it is.

    Raises:
        RefusedError: the year has no figure.
        DataError: as for `add_actual`.
        UnsafeEditError: as for `add_actual`.
    """
    old = _entry(_sound(source), source, indicator, year)
    if old is None or _is_without_value(old):
        raise RefusedError(
            f"{indicator} has no figure for {year} that could be revised: add it.",
            ja=f"{indicator} の {year} には改訂できる値がありません。値を追加してください。",
        )
    new: dict[str, Any] = dict(record) if isinstance(record, dict) else {"value": record}
    if "revisions" not in new:
        long = old if isinstance(old, dict) else {"value": old}
        earlier = {key: long[key] for key in ("value", "published") if long.get(key) is not None}
        new["revisions"] = [*(long.get("revisions") or ()), earlier]
    return add_actual(source, indicator, year, new)


def remove_actual(source: Source, indicator: str, year: int) -> Planned:
    """Take a year out.

    Raises:
        RefusedError: the year is not there.
        DataError: as for `add_actual`.
        UnsafeEditError: as for `add_actual`.
    """
    parsed = _sound(source)
    path: Path = ("indicators", indicator, "actuals", year)
    _entry(parsed, source, indicator, year)
    if not _has_key(parsed, path[:-1], year):
        raise RefusedError(
            f"{indicator} has nothing for {year} that could be removed.",
            ja=f"{indicator} の {year} には消せる値がありません。",
        )
    return _plan(source, parsed, _Change(path, without(parsed.data, path)), [partial(remove_entry, path=path)])


def add_rating(source: Source, rating: Mapping[str, Any]) -> Planned:
    """Add a person's rating to the end of ``ratings`` in the targets file.

    Raises:
        DataError: the file is unsound.
        UnsafeEditError: the change could not be proven.
    """
    parsed = _sound(source)
    held = parsed.data.get("ratings")
    ratings = [*(held if isinstance(held, list) else ()), as_read(dict(rating))]
    expected = with_value(parsed.data, ("ratings",), ratings)
    change = _Change(("ratings",), expected, ratings[-1], item=len(ratings) - 1)
    return _plan(source, parsed, change, [partial(append_item, path=("ratings",), source=flow_source(dict(rating)))])


def apply_fixes(source: Source, splices: Iterable[Splice]) -> Planned:
    """Make replacements that a check proposed; here the file need not be sound, but must not become less so.

    Raises:
        UnsafeEditError: the replacements overlap, or the text would have problems that it did not have.
    """
    wanted = tuple(splices)
    try:
        new = apply(source.text, wanted)
    except ValueError as error:
        raise _unsafe(source, "") from error
    before, after = parse(source.text), parse(new)
    worse = len(after.problems) > len(before.problems) or not {p.kind for p in after.problems} <= {
        p.kind for p in before.problems
    }
    lost = before.ok and set(after.data) != set(before.data)
    if worse or lost or apply(new, invert(source.text, wanted)) != source.text:
        raise _unsafe(source, "")
    return Planned(source.text, new, wanted, line_at(new, first_change(wanted)) if wanted else 1)


def _written(record: object) -> str:
    """A record's source, for every value that can be one."""
    try:
        return flow_source(record)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"{record!r} cannot be recorded: {error}.", ja=f"{record!r} は記録できません（有限の数ではありません）。"
        ) from error


def _record_steps(text: str, path: Path, old: Any, record: Record) -> list[Step]:  # noqa: ANN401 - what a file holds
    """How to make a record of another one: as a whole, or entry by entry where that keeps people's comments."""
    if same(old, record):
        return []
    if not isinstance(record, dict) or not _has_comments(text, path) or not isinstance(old, dict):
        return [partial(replace_value, path=path, source=_written(record))]
    fresh = [(key, flow_source(value)) for key, value in record.items() if key not in old]
    other = [(key, flow_source(value)) for key, value in record.items() if key in old and not same(old[key], value)]
    return [
        *(partial(insert_entry, path=path, key=key, source=written) for key, written in fresh),
        *(partial(replace_value, path=(*path, key), source=written) for key, written in other),
        *(partial(remove_entry, path=(*path, key)) for key in old if key not in record),
    ]


def _has_comments(text: str, path: Path) -> bool:
    """Whether a record is spread over several lines, so that comments may stand between."""
    try:
        _, node = locate(text, path)
    except (KeyError, Malformed):
        return False
    return _is_spread(text, node)


def _is_spread(text: str, node: Node) -> bool:
    return isinstance(node, MappingNode) and (not node.flow or "\n" in text[node.start : node.end])


def _plan(source: Source, parsed: Parsed, change: _Change, steps: Iterable[Step]) -> Planned:
    """Take the steps one after the other, and prove what comes out."""
    old = text = source.text
    by_hand = _by_hand(change)
    splices: tuple[Splice, ...] = ()
    try:
        for number, step in enumerate(steps):
            made = step(text)
            text = apply(text, made)
            splices = tuple(made) if number == 0 else difference(old, text)
    except (Malformed, KeyError, ValueError) as error:
        raise _unsafe(source, by_hand) from error
    after = parse(text)
    proven = after.ok and changed_only(after.data, change.expected, change.path)
    if not proven or apply(text, invert(old, splices)) != old:
        raise _unsafe(source, by_hand)
    line = line_at(text, first_change(splices)) if splices else 1
    return Planned(old, text, splices, line, by_hand, change.subject, _at(parsed.data, change.subject), change.after)


def _unsafe(source: Source, by_hand: str) -> UnsafeEditError:
    where = quoted(source.path)
    how = f"change it by hand:\n{by_hand}" if by_hand else "change it by hand."
    how_ja = f"手で次のようにしてください。\n{by_hand}" if by_hand else "手で変更してください。"
    return UnsafeEditError(
        f"{where} is laid out in a way that cannot be changed safely; nothing was written: {how}",
        ja=f"{where} の書き方では安全に変更できません。何も書き込んでいません。{how_ja}",
    )


def _sound(source: Source) -> Parsed:
    parsed = parse(source.text)
    if parsed.problems:
        first = parsed.problems[0]
        place = f"{quoted(source.path)}:{first.span.line}:{first.span.column}"
        raise DataError(
            f"{place}: {first.message}; nothing was written: run `unpolicy validate` and put it right first.",
            ja=f"{place}: {first.message} 何も書き込んでいません。先に `unpolicy validate` で直してください。",
        )
    return parsed


def _entry(parsed: Parsed, source: Source, indicator: str, year: int) -> Any:  # noqa: ANN401 - what a file holds
    """A year's record, None where there is none."""
    section = parsed.data.get("indicators")
    held = section.get(indicator) if isinstance(section, dict) else None
    if not isinstance(held, dict):
        raise DataError(
            f"{quoted(source.path)} has no indicator {indicator!r}.",
            ja=f"{quoted(source.path)} に指標 {indicator!r} はありません。",
        )
    return _at(parsed.data, ("indicators", indicator, "actuals", year))


def _at(data: Any, path: Path) -> Any:  # noqa: ANN401 - what a file holds
    for key in path:
        if isinstance(data, dict):
            data = data.get(name_of(data, key))
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
        else:
            return None
    return data


def _has_key(parsed: Parsed, path: Path, key: str | int) -> bool:
    held = _at(parsed.data, path)
    return isinstance(held, dict) and name_of(held, key) in held


def _is_without_value(old: Any) -> bool:  # noqa: ANN401 - what a file holds
    return old is None or (isinstance(old, dict) and old.get("status") in _WITHOUT_VALUE)


def _by_hand(change: _Change) -> str:
    """What a person would type for the same change, under the keys that it belongs to."""
    *above, key = change.path if change.item is None else (*change.path, "")
    lines = [f"{'  ' * depth}{name}:" for depth, name in enumerate(above)]
    if change.after is None:
        last = f"# take out {key}"
    else:
        last = pair_source(key, change.after) if change.item is None else f"- {flow_source(change.after)}"
    return "\n".join([*lines, "  " * len(above) + last])
