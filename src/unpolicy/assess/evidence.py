"""The figures that a verdict rests on, each with where it comes from, and what stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.assess.assessment import TargetAssessment
from unpolicy.assess.terms import breaks
from unpolicy.assess.vintages import publication, source_of
from unpolicy.measures.progress import years_to_target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from unpolicy.assess.assessment import Judged
    from unpolicy.measures.case import Point
    from unpolicy.model import Dataset, Figure, Target, Text
    from unpolicy.names import Status


Role = Literal["baseline", "latest", "target", "yearly-target", "limit", "low", "high", "year", "unused"]
"""What a figure is to a verdict; `unused` ones are out but not final."""


class Cited(NamedTuple):
    """Where a figure was published.

    Attributes:
        id: the id in `sources`; `None` for a bare URL.
        title: what the publication is called; `None` for a bare URL.
        url: where it can be read.
        published: the day on which it came out.
    """

    id: str | None
    title: Text | None
    url: str | None
    published: date | None


class Input(NamedTuple):
    """A figure that the verdict rests on, or one that was promised.

    Attributes:
        symbol: its name in the formulas.
        role: what it is to the verdict.
        year: its year; `None` for limits without one.
        value: the figure.
        status: how far it can be relied on; `None` for what was promised.
        published: the day it was published, as the data file has it.
        counts_from: the day from which it counts: that day, else the first on which it could be known; `None` for
            what was promised.
        source: where it was published.
        note: what a reader must know about it.
    """

    symbol: str
    role: Role
    year: int | None
    value: int | float | None
    status: Status | None = None
    published: date | None = None
    counts_from: date | None = None
    source: Cited | None = None
    note: Text | None = None


def evidence(dataset: Dataset, entry: Judged) -> Iterator[Input]:
    """The figures that the verdict of an assessment rests on, those measured first, then those promised."""
    yield from _figures(dataset, entry)
    yield from _unused(dataset, entry)
    if isinstance(entry, TargetAssessment):
        yield from _promised(dataset, entry.target)
    elif entry.case is not None and entry.case.limit is not None:
        yield Input("L", "limit", None, entry.case.limit, source=cite(dataset, entry.indicator.source))


def cite(dataset: Dataset, reference: str | None) -> Cited | None:
    """The publication that a reference means: an id in `sources`, or a URL."""
    if reference is None:
        return None
    source = dataset.sources.get(reference)
    if source is None:
        return Cited(None, None, reference, None)
    return Cited(reference, source.title, source.url, source.published)


def own_baseline(entry: Judged) -> int | float | None:
    """The baseline's figure where the target writes it itself."""
    baseline = entry.target.own_baseline if isinstance(entry, TargetAssessment) else None
    return None if baseline is None else baseline.value


def symbol_of(entry: Judged, year: int) -> str:
    """A figure's symbol in the formulas; where figures add up, only the first can be the baseline itself."""
    sums = entry.indicator.aggregation == "sum"
    if entry.baseline is not None and year == entry.baseline.year and not (sums and entry.series[0].year != year):
        return "b"
    if sums:
        return f"a{year}"
    keeping = isinstance(entry, TargetAssessment) and entry.keeping is not None and entry.baseline is None
    if keeping and len(entry.series) > 1 and year == entry.series[0].year:
        return "b"  # limits need no baseline: what has changed is counted from the first figure
    return "c" if entry.latest is not None and year == entry.latest.year else f"c{year}"


def _figures(dataset: Dataset, entry: Judged) -> Iterator[Input]:
    figures = {figure.year: figure for figure in entry.vintage.usable}
    every = entry.indicator.aggregation == "sum" or (isinstance(entry, TargetAssessment) and entry.keeping is not None)
    points = entry.series if every else [point for point in (entry.baseline, entry.latest) if point is not None]
    own = own_baseline(entry)
    for year in sorted({point.year for point in points}):
        if own is not None and entry.baseline is not None and year == entry.baseline.year:
            named = entry.target.source if isinstance(entry, TargetAssessment) else None
            yield Input("b", "baseline", year, own, source=cite(dataset, named))
        elif year in figures:
            yield _measured(dataset, entry, figures[year], symbol_of(entry, year), _role(entry, year))


def _unused(dataset: Dataset, entry: Judged) -> Iterator[Input]:
    usable = {figure.year for figure in entry.vintage.usable}
    for figure in entry.vintage.figures:
        if figure.year not in usable and (entry.baseline is None or figure.year > entry.baseline.year):
            yield _measured(dataset, entry, figure, "", "unused")


def _role(entry: Judged, year: int) -> Role:
    symbol = symbol_of(entry, year)
    return "baseline" if symbol == "b" else "latest" if symbol == "c" else "year"


def _measured(dataset: Dataset, entry: Judged, figure: Figure, symbol: str, role: Role) -> Input:
    return Input(
        symbol,
        role,
        figure.year,
        figure.value,
        figure.status,
        figure.published,
        publication(figure, entry.indicator),
        cite(dataset, source_of(figure, entry.indicator, dataset.sources)),
        figure.note,
    )


def _promised(dataset: Dataset, target: Target) -> Iterator[Input]:
    source = cite(dataset, target.source)
    for year, value in sorted(target.yearly.items()):
        if year == target.by and value == target.value:
            continue
        yield Input(f"P{year}", "yearly-target", year, value, source=source)
    if target.value is not None:
        yield Input("T", "target", target.by, target.value, source=source)
    if target.keep is not None and target.keep.min is not None:
        yield Input("min", "low", target.by, target.keep.min, source=source)
    if target.keep is not None and target.keep.max is not None:
        yield Input("max", "high", target.by, target.keep.max, source=source)


class Kept(NamedTuple):
    """The figure promised for a year on the way, and what came."""

    year: int
    promised: int | float
    came: int | float


def years_left(entry: TargetAssessment) -> float | None:
    """How many years the way that is left takes at the pace so far; `None` where it does not lead to the target."""
    T, observed = entry.target.value, entry.progress.observed
    if T is None or entry.latest is None or observed is None or entry.verdict == "achieved":
        return None
    return years_to_target(entry.latest.value, T, observed)


def measured_points(entry: Judged) -> tuple[Point, ...]:
    """The series without a baseline that the target writes itself: that is no figure, and not drawn as one."""
    own = own_baseline(entry) is not None and entry.baseline is not None
    return tuple(point for point in entry.series if not own or point != entry.baseline)


def breaks_in(entry: Judged) -> tuple[int, ...]:
    """The years after the baseline, up to the latest figure, from which on the series was measured otherwise."""
    if entry.latest is None:
        return ()
    first = entry.baseline.year if entry.baseline else entry.series[0].year if entry.series else entry.latest.year
    return tuple(year for year in breaks(entry.vintage) if first < year <= entry.latest.year)


def newest_promise(entry: TargetAssessment) -> Kept | None:
    """The newest yearly target whose figure is out."""
    came = {point.year: point.value for point in entry.series}
    year = max((year for year in entry.target.yearly if year in came), default=None)
    return None if year is None else Kept(year, entry.target.yearly[year], came[year])
