"""What can still be read of files with errors in them: record by record, without what does not fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from unpolicy.checks.view import View
from unpolicy.model import SECTIONS, Policy, Rating, Record
from unpolicy.values import Id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from unpolicy.checks.finding import DataPath, FileKind
    from unpolicy.checks.structure import Fault

_FILLERS = {"title": "…", "unit": "…", "text": "…", "by": "…"}
"""What stands in for a text that does not fit: nothing is computed from it, so the rest can be checked."""


@dataclass
class Partial:
    """One file with errors.

    Attributes:
        data: what was parsed; `None` where the file could not be read at all.
        faults: where it does not fit its model.
        left_out: the paths that the parser left out.
        model: the file, where all that could be parsed of it fits its model.
    """

    data: Mapping[Any, Any] | None
    faults: list[Fault] = field(default_factory=list)
    left_out: Iterable[tuple[object, ...]] = ()
    model: Any = None


def salvage(files: Mapping[FileKind, Partial], as_of: date) -> View:
    """The view of everything that can be read.

    Args:
        files: both files.
        as_of: the day on which the data is judged.
    """
    records: dict[str, dict[str, Any]] = {}
    ids: dict[str, Collection[str]] = {}
    damaged: set[tuple[str, str]] = set()
    for kind, partial in files.items():
        for section, model in SECTIONS[kind].items():
            records[section] = _section(partial, section, model, damaged)
            known = _ids(partial, section)
            if known is not None:
                ids[section] = known
    targets = files["targets"]
    return View(
        as_of=as_of,
        policy=_one(targets, "policy", Policy),
        headline=_headline(targets),
        sources=records["sources"],
        goals=records["goals"],
        targets=records["targets"],
        ratings=_ratings(targets),
        indicators=records["indicators"],
        ids=ids,
        damaged=frozenset(damaged),
    )


def _section(partial: Partial, section: str, model: type[Record], damaged: set[tuple[str, str]]) -> dict[str, Any]:
    raw = partial.data.get(section) if partial.data is not None else None
    if not isinstance(raw, dict):
        return {}
    by_record: dict[object, list[Fault]] = {}
    for fault in partial.faults:
        if fault.path[:1] == (section,) and len(fault.path) > 1:
            by_record.setdefault(fault.path[1], []).append(fault)
    holes = {path[1] for path in partial.left_out if path[:1] == (section,) and len(path) > 1}
    found = {}
    for name, record in raw.items():
        faults = by_record.get(name, [])
        if not isinstance(name, str):
            continue
        read = _read(model, record, faults) if partial.model is None else getattr(partial.model, section)[name]
        if read is not None:
            found[name] = read
        if name in holes or any(not _harmless(fault) for fault in faults):
            damaged.add((section, name))
    return found


def _read(model: type[Record], record: Any, faults: list[Fault]) -> Record | None:  # noqa: ANN401 - whatever the file holds
    try:
        return model.model_validate(_pruned(record, faults) if faults else record)
    except ValidationError:
        return None


def _pruned(record: Any, faults: list[Fault]) -> Any:  # noqa: ANN401 - whatever the file holds
    """A copy of a record in which nothing is left of what does not fit."""
    copied = _copy(record)
    for fault in sorted(faults, key=lambda fault: len(fault.path), reverse=True):
        path = fault.path[2:]
        holder = _reach(copied, path if fault.code == "U202" else path[:-1])
        if fault.code == "U202" and isinstance(holder, dict) and fault.key in _FILLERS:
            holder[fault.key] = _FILLERS[fault.key]
        elif path and isinstance(holder, dict):
            removed = holder.pop(path[-1], None)
            if fault.code == "U201" and fault.guess is not None:
                holder.setdefault(fault.guess, removed)
            elif path[-1] in _FILLERS:
                holder[path[-1]] = _FILLERS[str(path[-1])]
        elif path and isinstance(holder, list) and isinstance(path[-1], int):
            holder[path[-1]] = None
    return _without_holes(copied)


def _reach(data: Any, path: DataPath) -> Any:  # noqa: ANN401 - whatever the file holds
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _copy(data: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data


def _without_holes(data: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    if isinstance(data, dict):
        return {key: _without_holes(value) for key, value in data.items()}
    return [_without_holes(value) for value in data if value is not None] if isinstance(data, list) else data


def _harmless(fault: Fault) -> bool:
    """Whether a fault hides nothing that other records or rules could miss."""
    return fault.code == "U201" or (fault.code in {"U202", "U203", "U211", "U212"} and fault.path[-1] in _FILLERS)


def _ids(partial: Partial, section: str) -> Collection[str] | None:
    if partial.data is None or (section,) in set(partial.left_out):
        return None
    raw = partial.data.get(section)
    if isinstance(raw, dict):
        lost = {path[1] for path in partial.left_out if path[:1] == (section,) and len(path) > 1}
        return {name for name in (*raw, *lost) if isinstance(name, str)}
    return set() if raw is None and not partial.left_out else None


def _one(partial: Partial, key: str, model: type[Policy]) -> Policy | None:
    raw = partial.data.get(key) if partial.data is not None else None
    if raw is None or any(fault.path[:1] == (key,) for fault in partial.faults):
        return None
    try:
        return model.model_validate(raw)
    except ValidationError:
        return None


def _headline(partial: Partial) -> str | None:
    raw = partial.data.get("headline") if partial.data is not None else None
    try:
        return TypeAdapter(Id).validate_python(raw) if isinstance(raw, str) else None
    except ValidationError:
        return None


def _ratings(partial: Partial) -> dict[int, Rating]:
    raw = partial.data.get("ratings") if partial.data is not None else None
    found = {}
    for index, one in enumerate(raw if isinstance(raw, list) else ()):
        rating = _read(Rating, one, [])
        if isinstance(rating, Rating):
            found[index] = rating
    return found
