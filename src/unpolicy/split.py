"""A policy in several files: `targets.yaml`, `indicators.yaml`, and those in the folders of these names.

A file goes by its key: its kind, `targets`, or its kind and name, `targets/transport`.
"""

# Without `from __future__ import annotations`, as in `unpolicy.model`.

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from unpolicy.model import (
    FILES,
    Dataset,
    Goal,
    IndicatorsFile,
    Rating,
    Record,
    Source,
    Target,
    TargetsFile,
    empty_for_null,
)
from unpolicy.values import Id, Version


class TargetsPart(Record):
    """A file of the folder `targets`: what `targets.yaml` holds, but for the policy and the headline."""

    version: Version = Field(description="The version of the data format.")
    sources: Annotated[dict[Id, Source], BeforeValidator(empty_for_null)] = Field({}, description="Publications.")
    goals: Annotated[dict[Id, Goal], BeforeValidator(empty_for_null)] = Field({}, description="The goals, by id.")
    targets: Annotated[dict[Id, Target], BeforeValidator(empty_for_null)] = Field({}, description="The targets, by id.")
    ratings: tuple[Rating, ...] = Field((), description="Judgements that persons made.", strict=False)


Key = str
"""Names a file."""

Model = TargetsFile | TargetsPart | IndicatorsFile
"""What a file holds that has figures or promises."""


def kind_of(key: str) -> str:
    """The kind of the file that a key names."""
    return key.partition("/")[0]


def file_model(key: str) -> type[Record]:
    """The model of a data file as a whole."""
    if key in FILES:
        return FILES[key]
    if key == "settings":
        from unpolicy.settings import Settings  # most directories have none

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
