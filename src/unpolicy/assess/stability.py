"""Whether a verdict stands when the choices behind it are made differently.

A verdict rests on a method, on a base year and on the newest figure. Each can reasonably be chosen otherwise, so the
verdict is taken again under every method, from every base year, with the newest figure and without it. One that comes
out the same in most of these ways can be believed; one that hangs on a single choice should be said with care.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from unpolicy.assess.assessment import Assessment, Judged, TargetAssessment
from unpolicy.assess.terms import breaks, case_of, judge, keeping_of
from unpolicy.measures.verdict import METHODS, improved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unpolicy.measures.case import Point
    from unpolicy.names import Verdict

Choice = Literal["method", "base-year", "newest-figure"]

CHOICES: tuple[Choice, ...] = get_args(Choice)


class Way(NamedTuple):
    """A choice of method, base year and last year, and the verdict that it gives.

    Attributes:
        verdict: what comes out.
        method: the method's name; `None` for a target to be kept, which no method is needed for.
        base_year: where counting starts.
        last_year: the year of the newest figure used.
        measure: the method's number; `None` for a target to be kept.
        also: methods that have the same measure of these figures and the same verdict: they are no other way.
    """

    verdict: Verdict
    method: str | None
    base_year: int
    last_year: int
    measure: float | None
    also: tuple[str, ...] = ()


class Stability(NamedTuple):
    """A verdict beside those that other choices give.

    Attributes:
        verdict: the verdict shown; `None` where the method does not judge.
        shown: the way it came about; `None` without a verdict.
        ways: every way that gives a verdict, the shown one among them.
        silent: how many ways give none, because their method has no measure for the figures.
        settled: whether the target year's figure is final. Then the verdict is a fact, and there are no ways.
    """

    verdict: Verdict | None
    shown: Way | None
    ways: tuple[Way, ...]
    silent: int = 0
    settled: bool = False

    @property
    def agreeing(self) -> int:
        """How many ways give the verdict shown."""
        return sum(way.verdict == self.verdict for way in self.ways)

    @property
    def others(self) -> tuple[Way, ...]:
        """The ways that give another verdict."""
        return tuple(way for way in self.ways if way.verdict != self.verdict)

    @property
    def share(self) -> float | None:
        """The share of the ways that give the verdict shown; `None` when there is only the shown one, or none."""
        return self.agreeing / len(self.ways) if len(self.ways) > 1 and self.shown is not None else None

    @property
    def hangs_on(self) -> tuple[Choice, ...]:
        """The choices on which the verdict hangs: whatever else is chosen there, it comes out differently."""
        return tuple(
            choice
            for choice in CHOICES
            if (verdicts := [way.verdict for way in self.varying(choice)]) and self.verdict not in verdicts
        )

    @property
    def next_base(self) -> Way | None:
        """The way that differs from the shown one in the base year alone, by the first year after it."""
        later = [way for way in self.varying("base-year") if self.shown and way.base_year > self.shown.base_year]
        return min(later, key=lambda way: way.base_year, default=None)

    def varying(self, choice: Choice) -> list[Way]:
        """The ways that differ from the shown one in one choice alone."""
        return [] if self.shown is None else [way for way in self.ways if _differing(way, self.shown) == [choice]]


class WayGroup(NamedTuple):
    """Ways that give the same verdict from the same figures."""

    verdict: Verdict
    methods: tuple[str | None, ...]
    base_years: tuple[int, ...]
    last_year: int


def stabilities(assessment: Assessment) -> dict[str, Stability]:
    """How stable every verdict of an assessment is, by the id of its target or indicator."""
    judged = (entry for entry in assessment.judged if entry.verdict is not None)
    return {entry.id: stability_of(entry, assessment.method) for entry in judged}


def stability_of(entry: Judged, method: str) -> Stability:
    """How stable the verdict on an assessed target is, or on an indicator without one.

    Args:
        entry: the assessment.
        method: the method it was judged by.
    """
    if entry.verdict is None:
        return Stability(None, None, ())
    if isinstance(entry, TargetAssessment) and entry.settled:
        return Stability(entry.verdict, None, (), settled=True)
    ways: list[Way] = []
    silent = 0
    for series in _stretches(entry):
        for name in _methods(entry, method):
            verdict, measure = _outcome(entry, series, name)
            if verdict is None or verdict == "unknown":
                silent += 1
            else:
                _add(ways, Way(verdict, name, series[0].year, series[-1].year, measure))
    return Stability(entry.verdict, _shown(entry, method, ways), tuple(ways), silent)


def _add(ways: list[Way], way: Way) -> None:
    """Count a way, unless another method has the same measure: with positive figures several published ones do."""
    for place, other in enumerate(ways):
        if way.method is not None and way.method != "linear" != other.method and _same(way, other):
            ways[place] = other._replace(also=(*other.also, way.method))
            return
    ways.append(way)


def _same(way: Way, other: Way) -> bool:
    if (way.verdict, way.base_year, way.last_year) != (other.verdict, other.base_year, other.last_year):
        return False
    return way.measure is not None and other.measure is not None and math.isclose(way.measure, other.measure)


def grouped(ways: Iterable[Way]) -> list[WayGroup]:
    """Ways grouped by the verdict that they give, those with the newest figure first.

    Base years are gathered for each method, then the methods that have the same base years.
    """
    years: dict[tuple[Verdict, int, str | None], list[int]] = {}
    for way in ways:
        for method in (way.method, *way.also):
            years.setdefault((way.verdict, way.last_year, method), []).append(way.base_year)
    order = {name: place for place, name in enumerate(METHODS)}
    methods: dict[tuple[Verdict, int, tuple[int, ...]], list[str | None]] = {}
    for (verdict, last, method), bases in sorted(years.items(), key=lambda item: order.get(str(item[0][2]), 0)):
        methods.setdefault((verdict, last, tuple(sorted(bases))), []).append(method)
    groups = [WayGroup(verdict, tuple(names), bases, last) for (verdict, last, bases), names in methods.items()]
    return sorted(groups, key=lambda group: -group.last_year)


def _methods(entry: Judged, chosen: str) -> tuple[str | None, ...]:
    """The methods that can judge it; for a target to be kept or improved, the one way that needs none.

    Grades answer another question, whether anything changed: they count only where they are asked for.
    """
    if isinstance(entry, TargetAssessment) and entry.target.value is None:
        return () if entry.judgement.reason == "in-words" and entry.keeping is None else (None,)
    if isinstance(entry, TargetAssessment) and entry.target.baseline is None:
        return ()
    methods = [method for method in METHODS.values() if not method.graded or method.name == chosen]
    methods.sort(key=lambda method: method.name != chosen)  # where others have its measure, it is the one named
    free = not isinstance(entry, TargetAssessment)
    return tuple(method.name for method in methods if not free or method.free_bands is not None)


def _shown(entry: Judged, method: str, ways: Sequence[Way]) -> Way | None:
    """The way in which the verdict shown came about."""
    if entry.baseline is None or entry.latest is None:
        return None
    chosen = (entry.baseline.year, entry.latest.year)
    return next((w for w in ways if w.method in (method, None) and (w.base_year, w.last_year) == chosen), None)


def _outcome(entry: Judged, series: Sequence[Point], method: str | None) -> tuple[Verdict | None, float | None]:
    """The verdict and the measure that a stretch of the series gives."""
    target, broken = (entry.target if isinstance(entry, TargetAssessment) else None), breaks(entry.vintage)
    keeping = None if target is None else keeping_of(target, entry.indicator, series, broken, over=False, trace=False)
    if keeping is not None:
        return keeping.verdict, None
    case = case_of(entry.indicator, series[0], series[-1], target, broken)
    judgement = improved(case) if target is not None and target.improve else judge(case, str(method))
    return judgement.verdict, judgement.measure


def _stretches(entry: Judged) -> Iterator[Sequence[Point]]:
    """The series from every base year on, with the newest figure and without it; a kept total has but one start."""
    points = entry.series
    total = isinstance(entry, TargetAssessment) and entry.keeping is not None and entry.indicator.aggregation == "sum"
    for end in (len(points), len(points) - 1):
        for start in range(min(end - 1, 1) if total else end - 1):
            yield points[start:end]


def _differing(way: Way, shown: Way) -> list[Choice]:
    differs = (way.method != shown.method, way.base_year != shown.base_year, way.last_year != shown.last_year)
    return [choice for choice, other in zip(CHOICES, differs, strict=True) if other]
