"""A policy in several files: `targets.yaml`, `indicators.yaml`, and those in the folders of these names.

A file goes by its key: its kind, `targets`, or its kind and name, `targets/transport`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unpolicy.model import FILES, Dataset, IndicatorsFile, TargetsFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.format.folders import TargetsPart
    from unpolicy.format.records import Record

    Model = TargetsFile | TargetsPart | IndicatorsFile
    """What a file holds that has figures or promises."""

Key = str
"""Names a file."""


def kind_of(key: str) -> str:
    """The kind of the file that a key names."""
    return key.partition("/")[0]


def file_model(key: str) -> type[Record]:
    """The model of a data file as a whole."""
    if key in FILES:
        return FILES[key]
    if key == "settings":
        from unpolicy.format.settings import Settings  # most directories have none

        return Settings
    if kind_of(key) != "targets":
        return FILES["indicators"]
    from unpolicy.format.folders import TargetsPart  # likewise: to make a model takes as long as to read a small file

    return TargetsPart


def united(models: Mapping[str, Any]) -> Dataset:
    """The data of all files as one.

    Args:
        models: what each file holds, by its key, in the order in which they are read; no id is in two of them.
    """
    main: TargetsFile = models["targets"]
    targets, measured = _of_kind(models, "targets"), _of_kind(models, "indicators")
    if len(targets) > 1:
        sections = {name: _joined(targets, name) for name in ("sources", "goals", "targets")}
        main = main.model_copy(update={**sections, "ratings": tuple(one for file in targets for one in file.ratings)})
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
