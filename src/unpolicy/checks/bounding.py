"""The limit on reported problems: a file with a million of one mistake must not cost gigabytes.

`unpolicy.store.problems.MOST_REPORTED` places of a file are reported for each rule, and that there are more.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from unpolicy.format.split import file_model, kind_of
from unpolicy.model import SECTIONS, keys
from unpolicy.store.problems import MOST_REPORTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.checks.finding import FileKey
    from unpolicy.model import Record

MOST_KEYS = MOST_REPORTED + 500
"""More keys than this are in no sound record, nor in its mapping of years."""

_YEARS = {"targets": "yearly", "indicators": "actuals"}


def bounded(key: FileKey, data: Mapping[Any, Any]) -> tuple[dict[Any, Any], set[str]]:
    """The data, with records and mappings of years of more than `MOST_KEYS` keys cut there.

    Nothing wrong gets away with it: there are 301 years, and no record has more than 40 keys of its own, so hundreds of
    what is left do not belong there.

    Args:
        key: which file.
        data: what was parsed.

    Returns:
        The data, itself where nothing is cut, and the rules that the keys left out most likely break.
    """
    cut: set[str] = set()
    whole = _record(data, file_model(key), cut)
    for section, model in SECTIONS.get(kind_of(key), {}).items():
        held = whole.get(section)
        if isinstance(held, dict) and _longest(held, _YEARS.get(section)) > MOST_KEYS:
            shorter = {name: _shortened(section, record, model, cut) for name, record in held.items()}
            whole = {**whole, section: shorter}
    return whole, cut


def _longest(records: Mapping[Any, Any], years: str | None) -> int:
    # Asked of every file: two lists and their lengths are the least that this can cost.
    found = [record for record in records.values() if isinstance(record, dict)]
    inside = [record[years] for record in found if years in record and isinstance(record[years], dict)]
    return max(map(len, chain(found, inside)), default=0)


def _shortened(section: str, record: Any, model: type[Record], cut: set[str]) -> Any:  # noqa: ANN401 - whatever the file holds
    if not isinstance(record, dict):
        return record
    shorter = _record(record, model, cut)
    name = _YEARS.get(section, "")
    years = shorter.get(name)
    if not isinstance(years, dict) or len(years) <= MOST_KEYS:
        return shorter
    cut.add("U208")
    return {**shorter, name: dict(islice(years.items(), MOST_KEYS))}


def _record(record: Mapping[Any, Any], model: type[Record], cut: set[str]) -> dict[Any, Any]:
    """A record without the keys that are too many; those that belong there stay."""
    if len(record) <= MOST_KEYS:
        return record if isinstance(record, dict) else dict(record)
    own = {name: record[name] for name in keys(model) if name in record}
    shorter = {**dict(islice(record.items(), MOST_KEYS)), **own}
    cut.add("U201")
    return shorter
