"""What can still be read of files with errors in them: record by record, without what does not fit."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from unpolicy.checks.rules import DataPath, FileKey, View
from unpolicy.model import SECTIONS, Rating, Record, kind_of
from unpolicy.model.records import ID_PATTERN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from unpolicy.checks.faults import Fault
    from unpolicy.checks.run import CheckedFile

_FILLERS = {"title": "…", "unit": "…", "text": "…", "by": "…"}
"""What stands in for a text that does not fit: nothing is computed from it, so the rest can be checked."""


def salvage(files: Mapping[FileKey, CheckedFile], as_of: date, lost: Collection[FileKey] = ()) -> View:
    """The view of everything that can be read.

    Args:
        files: the files, without those that could not be read at all.
        as_of: the day on which the data is judged.
        lost: the files that could not.
    """
    records: dict[str, dict[str, Any]] = {section: {} for section in ("goals", "targets", "dimensions", "indicators")}
    ids: dict[str, set[str]] = {}
    unknown = {section for key in lost for section in SECTIONS.get(kind_of(key), ())}
    for file in files.values():
        for section, model in SECTIONS.get(file.kind, {}).items():
            if section in records:
                records[section] = {**_section(file, section, model), **records[section]}
            known = _ids(file, section)
            if known is None:
                unknown.add(section)
            else:
                ids.setdefault(section, set()).update(known)
    targets = files.get("targets")
    return View(
        as_of=as_of,
        headline=None if targets is None else _headline(targets),
        ratings=_ratings(files),
        ids={section: known for section, known in ids.items() if section not in unknown},
        damaged=frozenset().union(*(_damaged(file) for file in files.values() if file.kind == "indicators")),
        **records,
    )


def _section(file: CheckedFile, section: str, model: type[Record]) -> dict[str, Any]:
    raw = file.parsed.data.get(section)
    if not isinstance(raw, dict):
        return {}
    if file.model is not None:
        return dict(getattr(file.model, section))
    faults = _by_record(file, section)
    read = {name: _read(model, record, faults.get(name, [])) for name, record in raw.items() if isinstance(name, str)}
    return {name: record for name, record in read.items() if record is not None}


def _by_record(file: CheckedFile, section: str) -> dict[object, list[Fault]]:
    found: dict[object, list[Fault]] = {}
    for fault in file.faults:
        if fault.path[:1] == (section,) and len(fault.path) > 1:
            found.setdefault(fault.path[1], []).append(fault)
    return found


def _damaged(file: CheckedFile) -> frozenset[str]:
    """The indicators that something had to be left out of."""
    faulty = {
        name for name, faults in _by_record(file, "indicators").items() if not all(_harmless(fault) for fault in faults)
    }
    return frozenset(name for name in faulty | _left_out(file, "indicators") if isinstance(name, str))


def _left_out(file: CheckedFile, section: str) -> set[object]:
    """The records of a section that the parser left out, or left something out of."""
    return {path[1] for path in file.parsed.left_out if path[:1] == (section,) and len(path) > 1}


def _read(model: type[Record], record: Any, faults: list[Fault]) -> Record | None:  # noqa: ANN401 - whatever the file holds
    try:
        return model.model_validate(_pruned(record, faults) if faults else record)
    except ValidationError:
        return None


def _pruned(record: Any, faults: list[Fault]) -> Any:  # noqa: ANN401 - whatever the file holds
    """A copy of a record without the values that do not fit."""
    copied = deepcopy(record)
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


def _without_holes(data: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    if isinstance(data, dict):
        return {key: _without_holes(value) for key, value in data.items()}
    return [_without_holes(value) for value in data if value is not None] if isinstance(data, list) else data


def _harmless(fault: Fault) -> bool:
    """Whether a fault hides nothing that other records or rules could miss."""
    return fault.code == "U201" or (fault.code in {"U202", "U203", "U211", "U212"} and fault.path[-1] in _FILLERS)


def _ids(file: CheckedFile, section: str) -> Collection[str] | None:
    if (section,) in file.parsed.left_out:
        return None
    raw = file.parsed.data.get(section)
    if isinstance(raw, dict):
        return {name for name in (*raw, *_left_out(file, section)) if isinstance(name, str)}
    return set() if raw is None and not file.parsed.left_out else None


def _headline(file: CheckedFile) -> str | None:
    raw = file.parsed.data.get("headline")
    return raw if isinstance(raw, str) and re.fullmatch(ID_PATTERN, raw) else None


def _ratings(files: Mapping[FileKey, CheckedFile]) -> dict[int, Rating]:
    held = (raw for file in files.values() if file.kind == "targets" for raw in raw_ratings(file.parsed.data))
    read = {number: _read(Rating, raw, []) for number, raw in enumerate(held)}
    return {number: rating for number, rating in read.items() if isinstance(rating, Rating)}


def raw_ratings(data: Mapping[Any, Any]) -> list[Any]:
    """The ratings that a file holds, sound or not."""
    raw = data.get("ratings")
    return raw if isinstance(raw, list) else []
