"""The data as the rules see it: everything that could be read, and what is known to have been left out."""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.checks.survey import Survey, Values, survey
from unpolicy.model import Actual

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from unpolicy.checks.finding import DataPath
    from unpolicy.model import Dataset, Goal, Indicator, Policy, Rating, Source, Target

_NONE: Mapping[str, Any] = MappingProxyType({})


class _Read(NamedTuple):
    as_of: date
    policy: Policy | None = None
    headline: str | None = None
    sources: Mapping[str, Source] = _NONE
    goals: Mapping[str, Goal] = _NONE
    targets: Mapping[str, Target] = _NONE
    ratings: Mapping[int, Rating] = MappingProxyType({})
    indicators: Mapping[str, Indicator] = _NONE
    ids: Mapping[str, Collection[str]] = _NONE
    damaged: frozenset[tuple[str, str]] = frozenset()


class View(_Read):
    """What could be read of both files, and what several rules ask of it, computed once.

    Attributes:
        as_of: the day on which the data is judged.
        policy: the policy, where it is sound.
        headline: the headline target's id, where the file names one.
        sources: the publications by id.
        goals: the goals by id.
        targets: the targets by id.
        ratings: the ratings by their place in the list.
        indicators: the indicators by id.
        ids: every id that the files hold, sound or not, by section; a section is absent where its file could not be
            read, since nothing can be said then of what refers to it.
        damaged: the records, as (section, id), that something had to be left out of.
    """

    @classmethod
    def of(cls, dataset: Dataset, as_of: date) -> View:
        """The view of sound data."""
        file = dataset.targets_file
        ids: dict[str, Collection[str]] = {
            "sources": file.sources,
            "goals": file.goals,
            "targets": file.targets,
            "indicators": dataset.indicators,
        }
        return cls(
            as_of=as_of,
            policy=file.policy,
            headline=file.headline,
            sources=file.sources,
            goals=file.goals,
            targets=file.targets,
            ratings=dict(enumerate(file.ratings)),
            indicators=dataset.indicators,
            ids=ids,
        )

    def exists(self, section: str, name: str) -> bool:
        """Whether an id is there, or may be since its file could not be read."""
        section_ids = self.ids.get(section)
        return section_ids is None or name in section_ids

    @cached_property
    def survey(self) -> Survey:
        """What one look at every indicator shows."""
        return survey(self.indicators, self.as_of)

    @property
    def values(self) -> dict[str, Values]:
        """The figures that have a value, by indicator and year."""
        return self.survey.values

    @property
    def long_forms(self) -> dict[str, dict[int, Actual]]:
        """The figures in the long form, by indicator and year; indicators without any are left out."""
        return self.survey.long_forms

    def value_path(self, name: str, year: int) -> DataPath:
        """Where the value of a figure stands."""
        path = ("indicators", name, "actuals", year)
        return (*path, "value") if isinstance(self.indicators[name].actuals[year], Actual) else path

    def promised(self) -> Iterator[tuple[str, str, DataPath, int | float]]:
        """Every figure that a target promises or counts from: target id, indicator id, its place, its value."""
        for name, target in self.targets.items():
            at = ("targets", name)
            if target.value is not None:
                yield name, target.indicator, (*at, "value"), target.value
            if not isinstance(target.baseline, int):
                yield name, target.indicator, (*at, "baseline", "value"), target.baseline.value
            for side in ("min", "max"):
                limit = getattr(target.keep, side, None)
                if limit is not None:
                    yield name, target.indicator, (*at, "keep", side), limit
            for year, value in target.yearly.items():
                yield name, target.indicator, (*at, "yearly", year), value
