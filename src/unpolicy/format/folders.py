"""The model of a file in the folder `targets`, apart from the others since most policies have none."""

# Without `from __future__ import annotations`, as in `unpolicy.model`.

from typing import Annotated

from pydantic import BeforeValidator, Field

from unpolicy.model import Goal, Rating, Record, Source, Target, empty_for_null
from unpolicy.values import Id, Version


class TargetsPart(Record):
    """A file of the folder `targets`: what `targets.yaml` holds, but for the policy and the headline."""

    version: Version = Field(description="The version of the data format.")
    sources: Annotated[dict[Id, Source], BeforeValidator(empty_for_null)] = Field({}, description="Publications.")
    goals: Annotated[dict[Id, Goal], BeforeValidator(empty_for_null)] = Field({}, description="The goals, by id.")
    targets: Annotated[dict[Id, Target], BeforeValidator(empty_for_null)] = Field({}, description="The targets, by id.")
    ratings: tuple[Rating, ...] = Field((), description="Judgements that persons made.", strict=False)
