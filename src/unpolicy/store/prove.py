"""The proof of a change, the same for one figure, for many and for taking back; and plain data held against each other.

Taking the replacements out of the new text has to give the old one, and the new text has to say what is expected of it.
A change that cannot be proven is not made.
"""

from __future__ import annotations

import marshal
from datetime import date
from typing import TYPE_CHECKING, Any

from unpolicy.store.scalars import key_identity
from unpolicy.store.splice import Splice, apply, invert

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from unpolicy.store.source import DataFile

    Path = Sequence[str | int]


class UnprovenError(ValueError):
    """A change that does not do what it says, or not only that."""


def prove(source: DataFile, new: str, splices: Iterable[Splice], is_expected: Callable[[DataFile], bool]) -> None:
    """Requires that a change does what it says and nothing else.

    Args:
        source: the file before the change.
        new: its text afterwards.
        splices: the replacements that lead from the old text to the new one, as the journal will keep them.
        is_expected: whether the file afterwards is the one that is meant.

    Raises:
        UnprovenError: it is not, or the replacements do not lead back to the old text.
        ValueError: the replacements overlap or lie outside the text.
    """
    if apply(new, invert(source.text, splices)) != source.text:
        raise UnprovenError("the replacements do not lead back to the old text")
    if not is_expected(source.with_text(new)):
        raise UnprovenError("the new text says something else")


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


def name_of(held: dict[Any, Any], key: str | int) -> object:
    """The key of a mapping that means the same as ``key``: 2020 and '2020' do; ``key`` itself where there is none."""
    if key in held:
        return key
    others = held if isinstance(key, str) else [name for name in held if isinstance(name, str)]
    return next((name for name in others if key_identity(name) == key_identity(key)), key)


def changed_only(after: Any, expected: Any, paths: Collection[Path]) -> bool:  # noqa: ANN401 - what a file holds
    """Whether ``after`` is ``expected``, in the same order but for the places that the paths lead to."""
    if () in paths or not isinstance(after, dict) or not isinstance(expected, dict):
        return same(after, expected)
    inside: dict[object, list[Path]] = {}
    for path in paths:
        inside.setdefault(name_of(expected, path[0]), []).append(path[1:])
    free = {name for name, rest in inside.items() if () in rest}
    order = [[key for key in data if key not in free] for data in (after, expected)]
    if not _identical(*order) or after.keys() != expected.keys():
        return False
    return all(
        changed_only(after[key], value, inside[key]) if key in inside else _identical(after[key], value)
        for key, value in expected.items()
    )


def same(one: object, other: object) -> bool:
    """Whether two values are equal in value and type, whatever the order of their keys: 1, 1.0 and true differ."""
    return _identical(_sorted(as_read(one)), _sorted(as_read(other)))


def _identical(one: Any, other: Any) -> bool:  # noqa: ANN401 - what a file holds
    """Equal in value, type and order; marshal compares the types of everything inside, and fast."""
    return bool(one == other) and marshal.dumps(one, 2) == marshal.dumps(other, 2)


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return [[str(type(key)), key, _sorted(value[key])] for key in sorted(value, key=str)]
    return [_sorted(item) for item in value] if isinstance(value, list) else value
