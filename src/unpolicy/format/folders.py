"""The model of a file in the folder `targets`, apart from the others since most policies have none."""

# Without `from __future__ import annotations`, as in `unpolicy.model`.

from pydantic import Field

from unpolicy.model import Goal, OrEmpty, Rating, Record, Source, Target
from unpolicy.values import Id, Version


class TargetsPart(Record):
    """A file of the folder `targets`: what `targets.yaml` holds, but for the policy and the headline."""

    version: Version = Field(description="The version of the data format.")
    sources: OrEmpty[dict[Id, Source]] = Field({}, description="Publications.")
    goals: OrEmpty[dict[Id, Goal]] = Field({}, description="The goals, by id.")
    targets: OrEmpty[dict[Id, Target]] = Field({}, description="The targets, by id.")
    ratings: tuple[Rating, ...] = Field((), description="Judgements that persons made.", strict=False)
