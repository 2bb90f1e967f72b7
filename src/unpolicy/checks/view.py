"""The data as the rules see it: all that could be read, whole, or one indicator or target at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from unpolicy.checks.registry import DataPath, Finding, KeyOrValue
from unpolicy.model import Actual, BaselineFigure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from unpolicy.checks.diagnostic import Fix, Stage
    from unpolicy.model import Dataset, Dimension, Goal, Indicator, Rating, Source, Target
    from unpolicy.model.targets import EarlierPromise

Values = dict[int, int | float]


@dataclass(frozen=True, eq=False, repr=False)
class View:
    """What could be read of both files.

    Attributes:
        as_of: the day on which the data is judged.
        headline: the headline target's id, where the file names one.
        goals: the goals by id.
        targets: the targets by id.
        ratings: the ratings by their place in the list.
        indicators: the indicators by id.
        ids: every id that the files hold, sound or not, by section; a section is absent where its file could not be
            read, since nothing can be said then of what refers to it.
        damaged: the indicators that something had to be left out of.
        sources: the publications by id.
        dimensions: what indicators are broken down by.
    """

    as_of: date
    headline: str | None = None
    goals: Mapping[str, Goal] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    ratings: Mapping[int, Rating] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    ids: Mapping[str, Collection[str]] = field(default_factory=dict)
    damaged: frozenset[str] = frozenset()
    sources: Mapping[str, Source] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)

    @classmethod
    def from_dataset(cls, dataset: Dataset, as_of: date) -> View:
        """The view of sound data."""
        file = dataset.targets_file
        sections: dict[str, Any] = {name: getattr(file, name) for name in ("sources", "goals", "targets")}
        sections |= {"indicators": dataset.indicators, "dimensions": dataset.dimensions}
        return cls(as_of, file.headline, ratings=dict(enumerate(file.ratings)), ids=sections, **sections)

    def exists(self, section: str, name: str) -> bool:
        """Whether an id is there, or may be since its file could not be read."""
        section_ids = self.ids.get(section)
        return section_ids is None or name in section_ids

    @cached_property
    def indicator_views(self) -> dict[str, IndicatorView]:
        """Each indicator on its own, by id."""
        return {name: IndicatorView(self, name, indicator) for name, indicator in self.indicators.items()}

    def records(self, stage: Stage) -> Iterable[tuple[object, ...]]:
        """What the rules of a stage are asked of, one by one, each as the arguments of a rule."""
        indicators = self.indicator_views.values()
        if stage == "indicator":
            return zip(indicators, strict=False)
        if stage == "part":
            return [(view,) for view in indicators if view.indicator.part_of is not None]
        return zip(self.target_views.values(), strict=False) if stage == "target" else [(self,)]

    @cached_property
    def target_views(self) -> dict[str, TargetView]:
        """Each target on its own, by id."""
        return {name: TargetView(self, name, target) for name, target in self.targets.items()}


class IndicatorView:
    """One indicator, with what several rules ask of its figures worked out once.

    With 10,000 indicators, every call and every search here is felt: `docs/performance.md` says what validating costs.

    Attributes:
        data: everything else.
        name: its id.
        indicator: the record.
        values: the figures that have a value, by year, in the order of the file.
        long_forms: the figures in the long form, by year.
        newest: the last year with a figure; zero where there is none.
        smallest: the smallest figure; zero where there is none.
        largest: the largest.
    """

    __slots__ = ("data", "indicator", "largest", "long_forms", "name", "newest", "smallest", "values")

    def __init__(self, data: View, name: str, indicator: Indicator) -> None:
        self.data, self.name, self.indicator = data, name, indicator
        values: Any = indicator.actuals
        # By type, not by isinstance, which asks pydantic's metaclass about every number.
        self.long_forms = {year: entry for year, entry in values.items() if type(entry) is Actual}
        if self.long_forms:
            values = values.copy()
            for year, entry in self.long_forms.items():
                if entry.value is None:
                    del values[year]
                else:
                    values[year] = entry.value
        self.values: Values = values
        found: Collection[int | float] = self.values.values()
        self.newest = max(self.values, default=0)
        self.smallest, self.largest = (min(found), max(found)) if found else (0, 0)

    def finding(self, path: DataPath, en: str, ja: str, fix: Fix | None = None, *, on: KeyOrValue = "value") -> Finding:
        """A finding at a path below the indicator."""
        return Finding("indicators", ("indicators", self.name, *path), en, ja, fix, on)

    def value_path(self, year: int) -> DataPath:
        """Where below the indicator the value of a figure stands."""
        return ("actuals", year, "value") if year in self.long_forms else ("actuals", year)


class TargetView:
    """One target.

    Attributes:
        data: everything else.
        name: its id.
        target: the record.
        indicator: what it is measured by, where that could be read.
        values: the figures of the indicator that have a value, by year.
        promised: every figure that it promises, promised or counts from: its place below the target, and its value.
    """

    __slots__ = ("data", "indicator", "name", "promised", "target", "values")

    def __init__(self, data: View, name: str, target: Target) -> None:
        self.data, self.name, self.target = data, name, target
        measured = data.indicator_views.get(target.indicator)
        self.indicator: Indicator | None = None if measured is None else measured.indicator
        self.values: Values = {} if measured is None else measured.values
        promised = [*_figures_of(target), *((("yearly", year), value) for year, value in target.yearly.items())]
        for index, earlier in enumerate(target.revisions):
            promised += [(("revisions", index, *path), value) for path, value in _figures_of(earlier)]
        self.promised: list[tuple[DataPath, int | float]] = promised

    def finding(self, path: DataPath, en: str, ja: str, fix: Fix | None = None, *, on: KeyOrValue = "value") -> Finding:
        """A finding at a path below the target."""
        return Finding("targets", ("targets", self.name, *path), en, ja, fix, on)


def _figures_of(promise: Target | EarlierPromise) -> Iterator[tuple[DataPath, int | float]]:
    if promise.value is not None:
        yield ("value",), promise.value
    if isinstance(promise.baseline, BaselineFigure):
        yield ("baseline", "value"), promise.baseline.value
    for side in ("min", "max"):
        limit = getattr(promise.keep, side, None)
        if limit is not None:
            yield ("keep", side), limit
