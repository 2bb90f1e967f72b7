"""The data format, version 1, as frozen pydantic models, piece by piece: what the files hold and which file holds what.

The models say what one record may hold. What must hold between records (ids that exist, years that
have ended) stands in `unpolicy.checks`. Field descriptions become the JSON Schema's.

A policy may lie in several files: `targets.yaml`, `indicators.yaml`, and those in the folders of these names. A file
goes by its key: its kind, `targets`, or its kind and name, `targets/transport`. What a part of an indicator takes over
from its whole, which may stand in another file, is filled in before the models see it: a part has its own figures,
source, note and baseline; everything else that it does not write is its whole's.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.model.records import (
    Actual,
    Bounds,
    Dimension,
    Figure,
    Indicator,
    IndicatorsFile,
    OrEmpty,
    OtherYear,
    Record,
    Revision,
    Text,
    Translations,
    figure_of,
    keys,
    pick,
)
from unpolicy.model.targets import (
    BaselineFigure,
    Goal,
    Keep,
    PolicyRecord,
    Rating,
    Source,
    Target,
    TargetsFile,
    TargetsPart,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.model.settings import Settings
    from unpolicy.names import Status

    FileModel = TargetsFile | TargetsPart | IndicatorsFile
    """What a file holds that has figures or promises."""

__all__ = (
    "Actual", "BaselineFigure", "Bounds", "Dataset", "Dimension", "Figure", "Goal", "Indicator", "IndicatorsFile",
    "Keep", "OrEmpty", "OtherYear", "PolicyRecord", "Rating", "Record", "Revision", "Source", "Target", "TargetsFile",
    "Text", "Translations", "entry_of", "figure_of", "keys", "pick", "record_of",
)  # fmt: skip

FORMAT_VERSION = 1

STATUSES_FOR_VERDICTS: frozenset[Status] = frozenset({"final", "break"})
STATUSES_BEFORE_FINAL: frozenset[Status] = frozenset({"provisional", "estimated"})


FILES: dict[str, type[TargetsFile] | type[IndicatorsFile]] = {"targets": TargetsFile, "indicators": IndicatorsFile}
"""The two data files by kind."""
SECTIONS: dict[str, dict[str, type[Record]]] = {
    "targets": {"sources": Source, "goals": Goal, "targets": Target},
    "indicators": {"dimensions": Dimension, "indicators": Indicator},
}
"""The sections of each file that hold records by id."""


class Dataset(NamedTuple):
    """The data files, read and valid; the settings where there are any."""

    targets_file: TargetsFile
    indicators_file: IndicatorsFile
    settings: Settings | None = None

    @property
    def policy(self) -> PolicyRecord:
        """What is evaluated as a whole."""
        return self.targets_file.policy

    @property
    def goals(self) -> dict[str, Goal]:
        """The goals by id."""
        return self.targets_file.goals

    @property
    def targets(self) -> dict[str, Target]:
        """The targets by id."""
        return self.targets_file.targets

    @property
    def indicators(self) -> dict[str, Indicator]:
        """The indicators by id."""
        return self.indicators_file.indicators

    @property
    def dimensions(self) -> dict[str, Dimension]:
        """What indicators are broken down by, by id."""
        return self.indicators_file.dimensions

    @property
    def sources(self) -> dict[str, Source]:
        """The publications by id."""
        return self.targets_file.sources

    @property
    def carrying(self) -> frozenset[Status]:
        """The statuses of figures that carry verdicts."""
        provisional = self.policy.rests_on == "provisional"
        return STATUSES_FOR_VERDICTS | STATUSES_BEFORE_FINAL if provisional else STATUSES_FOR_VERDICTS

    def promised(self, day: date) -> list[str]:
        """The targets that held on a day: those set by then, without those that were dropped or superseded by then."""
        found = []
        for name, target in self.targets.items():
            successor = self.targets.get(target.superseded_by or "")
            replaced = successor is None or successor.set is None or successor.set <= day
            held = target.status == "live" or (target.status == "superseded" and not replaced)
            if held and (target.set is None or target.set <= day):
                found.append(name)
        return found

    @property
    def headline(self) -> str | None:
        """The headline target's id: as the file says, else the only target there is."""
        if self.targets_file.headline is not None:
            return self.targets_file.headline
        return next(iter(self.targets)) if len(self.targets) == 1 else None


def entry_of(figure: Figure) -> Actual:
    """A figure as a year's entry in the long form."""
    return Actual(**_details(figure))


def record_of(figure: Figure) -> int | float | dict[str, object]:
    """A figure as the data file holds it: the number alone where there is nothing beside it."""
    details = _details(figure).items()
    record = {key: _as_data(detail) for key, detail in details if (key, detail) != ("status", "final")}
    return figure.value if figure.value is not None and len(record) == 1 else record


def _details(figure: Figure) -> dict[str, Any]:
    given = figure._asdict()
    del given["year"], given["own"]
    return {key: detail for key, detail in given.items() if detail is not None and detail != ()} | dict(figure.own)


def _as_data(value: object) -> object:
    if isinstance(value, Record):
        return {key: _as_data(field) for key, field in value if field is not None or key.startswith("x-")}
    if isinstance(value, tuple):
        return [_as_data(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def kind_of(key: str) -> str:
    """The kind of the file that a key names."""
    return key.partition("/")[0]


def file_model(key: str) -> type[Record]:
    """The model of a data file as a whole."""
    if key in FILES:
        return FILES[key]
    if key == "settings":
        from unpolicy.model.settings import Settings  # most directories have none: to make models takes time

        return Settings
    return TargetsPart if kind_of(key) == "targets" else IndicatorsFile


def united(models: Mapping[str, Any]) -> Dataset:
    """The data of all files as one.

    Args:
        models: what each file holds, by its key, in the order in which they are read; no id is in two of them.
    """
    main: TargetsFile = models["targets"]
    targets, measured = _of_kind(models, "targets"), _of_kind(models, "indicators")
    if len(targets) > 1:
        sections = {name: _joined(targets, name) for name in ("sources", "goals", "targets")}
        ratings = tuple(rating for file in targets for rating in file.ratings)
        main = main.model_copy(update={**sections, "ratings": ratings})
    indicators: IndicatorsFile = measured[0]
    if len(measured) > 1:
        joined = {name: _joined(measured, name) for name in ("dimensions", "indicators")}
        indicators = indicators.model_copy(update=joined)
    return Dataset(main, indicators, models.get("settings"))


def holder(models: Mapping[str, Any], section: str, name: str) -> str | None:
    """The key of the file that holds a record."""
    held: Iterator[str] = (key for key, model in models.items() if name in getattr(model, section, ()))
    return next(held, None)


def _of_kind(models: Mapping[str, Any], kind: str) -> list[Any]:
    return [model for key, model in models.items() if kind_of(key) == kind]


def _joined(models: list[Any], section: str) -> dict[str, Any]:
    return {name: record for model in models for name, record in getattr(model, section).items()}


Raw = dict[Any, Any]

_OWN = {"title", "actuals", "source", "note", "baseline", "part_of", "of"}
_RHYTHM = {"every", "from", "years"}
"""One statement in several keys: a part that makes its own takes none of its whole's."""
_UNKNOWN: Raw = {"unit": "…", "kind": "amount", "direction": "none", "year": "calendar"}
"""What stands in for a whole that is not there, or is a part of its part: a rule reports it, nothing is computed."""
_INHERITED = [key for key in keys(Indicator) if key not in _OWN]


def filled(files: Mapping[str, Raw]) -> tuple[dict[str, Raw], dict[str, set[str]]]:
    """Indicators files as they were parsed, with what parts take over in them.

    Args:
        files: what was parsed, by key; nothing is assumed of it.

    Returns:
        The same, itself where there is no part, and the keys that were filled in, by the part's id.
    """
    records = _section(files, "indicators")
    taken: dict[str, set[str]] = {}
    whole = _Wholes(records, _section(files, "dimensions"))
    # By type, since anything may stand there; a list has no hash.
    names = [name for name, record in records.items() if isinstance(record.get("part_of"), str)]
    parts = {name: whole.completed(name) for name in names}
    if not parts:
        return dict(files), taken
    for name, part in parts.items():
        taken[name] = part.keys() - records[name].keys()
    return {key: _with(data, parts) for key, data in files.items()}, taken


def _with(data: Raw, parts: Mapping[str, Raw]) -> Raw:
    held = data.get("indicators")
    if not isinstance(held, dict) or not held.keys() & parts.keys():
        return data
    return {**data, "indicators": {name: parts.get(name, record) for name, record in held.items()}}


def _section(files: Mapping[str, Raw], name: str) -> dict[str, Raw]:
    found: dict[str, Raw] = {}
    for data in files.values():
        held = data.get(name)
        for key, record in held.items() if isinstance(held, dict) else ():
            if isinstance(key, str) and isinstance(record, dict):
                found.setdefault(key, record)
    return found


class _Wholes:
    def __init__(self, records: Mapping[str, Raw], dimensions: Mapping[str, Raw]) -> None:
        self._records = records
        self._dimensions = dimensions
        self._done: dict[str, Raw] = {}

    def completed(self, name: str) -> Raw:
        """An indicator with all that it takes over; a chain that meets itself ends there."""
        chain: dict[str, None] = {}
        at: Any = name
        while at not in self._done and at not in chain:
            chain[at] = None
            whole = self._records[at].get("part_of")
            if not isinstance(whole, str) or whole not in self._records:
                break
            at = whole
        for part in reversed(chain):
            record = self._records[part]
            whole = record.get("part_of")
            # A whole that is not done yet is not there, or is a part of this part.
            above = self._done.get(whole, _UNKNOWN) if isinstance(whole, str) else None
            self._done[part] = record if above is None else self._filled(record, above)
        return self._done[name]

    def _filled(self, record: Raw, whole: Raw) -> Raw:
        without = _RHYTHM if record.keys() & _RHYTHM else set()
        taken = {key: whole[key] for key in _INHERITED if key in whole and key not in record and key not in without}
        title = {} if "title" in record or "of" not in record else self._title(whole, record["of"])
        return {**record, **taken, **title}

    def _title(self, whole: Raw, of: Any) -> Raw:  # noqa: ANN401 - whatever the file holds
        """The title of a part that has none: its whole's, with those of its own values behind it."""
        if not isinstance(of, dict) or not of:
            return {}
        known = whole.get("of")
        of = {key: value for key, value in of.items() if not isinstance(known, dict) or known.get(key) != value} or of
        values = [self._value(dimension, value) for dimension, value in of.items()]
        en = ", ".join(_said(value, "en") for value in values)
        ja = "、".join(_said(value, "ja") for value in values)
        above = whole.get("title") or "…"
        return {"title": {"en": f"{_said(above, 'en')}: {en}", "ja": f"{_said(above, 'ja')}（{ja}）"}}

    def _value(self, dimension: Any, value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        held = self._dimensions.get(dimension, {}).get("values") if isinstance(dimension, str) else None
        return held.get(value, value) if isinstance(held, dict) and isinstance(value, str) else value


def _said(text: Any, lang: str) -> str:  # noqa: ANN401 - whatever the file holds
    if isinstance(text, dict):
        return str(text.get(lang) or next(iter(text.values()), ""))
    return str(text)
