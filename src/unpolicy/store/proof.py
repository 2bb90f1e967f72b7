"""Whether data read from a changed text is what it was before, and exactly the change."""

from __future__ import annotations

import marshal
from datetime import date
from typing import TYPE_CHECKING, Any

from unpolicy.store.scalars import key_identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    Path = Sequence[str | int]


def as_read(value: object) -> object:
    """A value as it will be read from a file: dates are text, and every list is a list."""
    if isinstance(value, dict):
        return {key: as_read(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_read(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def with_value(data: object, path: Path, value: object) -> dict[Any, Any]:
    """A copy of ``data`` with a value put at a path of keys, sharing all that is not on the way."""
    held = dict(data) if isinstance(data, dict) else {}
    name = name_of(held, path[0])
    held[name] = as_read(value) if len(path) == 1 else with_value(held.get(name), path[1:], value)
    return held


def without(data: object, path: Path) -> dict[Any, Any]:
    """A copy of ``data`` with the value at a path of keys taken out, sharing all that is not on the way."""
    held = dict(data) if isinstance(data, dict) else {}
    name = name_of(held, path[0])
    if len(path) == 1:
        held.pop(name, None)
    else:
        held[name] = without(held.get(name), path[1:])
    return held


def name_of(held: dict[Any, Any], key: str | int) -> object:
    """The key of a mapping that means the same as ``key``: 2020 and '2020' do; ``key`` itself where there is none."""
    if key in held:
        return key
    return next((one for one in held if key_identity(one) == key_identity(key)), key)


def changed_only(after: Any, expected: Any, path: Path) -> bool:  # noqa: ANN401 - what a file holds
    """Whether ``after`` is ``expected``, in the same order but for the place that the path leads to."""
    if not path or not isinstance(after, dict) or not isinstance(expected, dict):
        return same(after, expected)
    name = name_of(expected, path[0])
    others = [key for key in expected if key != name]
    if [key for key in after if key != name] != others or (name in after) != (name in expected):
        return False
    if not all(_identical(after[key], expected[key]) for key in others):
        return False
    return name not in expected or changed_only(after[name], expected[name], path[1:])


def same(one: object, other: object) -> bool:
    """Whether two values are equal in value and type, whatever the order of their keys: 1, 1.0 and true differ."""
    return _identical(_sorted(as_read(one)), _sorted(as_read(other)))


def _identical(one: Any, other: Any) -> bool:  # noqa: ANN401 - what a file holds
    """Equal in value, type and order. marshal says so the fastest."""
    return bool(one == other) and marshal.dumps(one, 2) == marshal.dumps(other, 2)


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return [[str(type(key)), key, _sorted(value[key])] for key in sorted(value, key=str)]
    return [_sorted(item) for item in value] if isinstance(value, list) else value
