"""What programs read: the one way from a record to a JSON document, and from values to the cells of a row.

A document is a typed record (a `NamedTuple`) whose fields are the document's keys, in its order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, final

from unpolicy.model import Record


@final
class Omitted:
    """The type of `OMITTED`."""


OMITTED: Final = Omitted()
"""The value of a field that this document does not have."""

RECORD: Final = "record"
"""The field whose value stands in the document key by key, in its place; a later field of the same name is read."""

UNKNOWN_POINT: Final = (None, None)
"""Year and value where there is no point."""

_ATOMS = frozenset({str, int, float, bool, type(None)})


def to_json(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a document
    """A record, or what stands in one, as JSON has it.

    Records and mappings become objects, other sequences arrays, dates text as 2026-11-24; numbers keep their full
    precision. What the data files hold becomes what they hold, in all languages.

    Args:
        value: what to turn. A field whose value is `OMITTED` is left out.

    Raises:
        TypeError: something that no document can hold.
    """
    if type(value) in _ATOMS:
        return value
    if isinstance(value, dict | Mapping):  # a dict is known at once, and there may be thousands
        return {key: to_json(item) for key, item in value.items()}
    if hasattr(value, "_fields"):
        return _objects([value])[0]
    if isinstance(value, list | tuple):
        return _array(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Record):
        return value.model_dump(mode="json", exclude_none=True)
    raise TypeError(f"a document cannot hold {type(value).__name__}")


def _array(values: Sequence[Any]) -> list[Any]:
    kinds = set(map(type, values))
    if len(kinds) == 1 and hasattr(values[0], "_fields"):
        return _objects(values)
    return list(values) if kinds <= _ATOMS else [to_json(value) for value in values]


def _objects(records: Sequence[Any]) -> list[dict[str, Any]]:
    """Records of one type, field by field: of 10,000 alike, most have values that stay as they are."""
    fields = dict(zip(records[0]._fields, zip(*records, strict=True), strict=True))
    patchy = [name for name, values in fields.items() if OMITTED in values]
    for name in patchy:
        fields[name] = tuple(None if value is OMITTED else value for value in fields[name])
    held = {name: to_json(values) for name, values in fields.items()}
    objects = [dict(zip(held, values, strict=True)) for values in zip(*held.values(), strict=True)]
    for name in patchy:
        for made, record in zip(objects, records, strict=True):
            if getattr(record, name) is OMITTED:
                del made[name]
    return [_spread(made) for made in objects] if RECORD in held else objects


def _spread(made: dict[str, Any]) -> dict[str, Any]:
    spread: dict[str, Any] = {}
    for key, value in made.items():
        spread |= value if key == RECORD else {key: value}
    return spread


def cells(*values: object) -> tuple[str, ...]:
    """The cells of a row for programs: full precision and a plain minus, dates as 2026-11-24, nothing for none."""
    return tuple(map(_cell, values))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else repr(value)
