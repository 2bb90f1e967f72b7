"""The figures that a verdict rests on, with where they come from, and those of later years that would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.assess.assessment import Judged, TargetAssessment
from unpolicy.assess.terms import breaks
from unpolicy.assess.vintages import publication, source_of
from unpolicy.measures.keep import staying
from unpolicy.measures.numbers import Step, Traced, note, rounded_towards
from unpolicy.measures.progress import years_to_target
from unpolicy.measures.verdict import Need, needed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from unpolicy.measures.case import Case, Point
    from unpolicy.model import Dataset, Figure, Indicator, Target, Text
    from unpolicy.names import Status, Verdict


InputRole = Literal["baseline", "latest", "target", "yearly-target", "limit", "low", "high", "year", "unused"]
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
    role: InputRole
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


def _role(entry: Judged, year: int) -> InputRole:
    symbol = symbol_of(entry, year)
    return "baseline" if symbol == "b" else "latest" if symbol == "c" else "year"


def _measured(dataset: Dataset, entry: Judged, figure: Figure, symbol: str, role: InputRole) -> Input:
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


def newest_promise(entry: TargetAssessment) -> tuple[int, float, float] | None:
    """The newest year with a yearly target whose figure is out, what was promised for it, and what came."""
    figures = {point.year: point.value for point in entry.series}
    year = max((year for year in entry.target.yearly if year in figures), default=None)
    return None if year is None else (year, entry.target.yearly[year], figures[year])


Standing = Literal["out", "pending", "to-come"]

VERDICTS_ASKED: tuple[Verdict, ...] = ("on-track", "acceleration-needed")
YEARS_AHEAD = 5
"""How many years are shown one by one; of those after, only pending ones and the target year."""
FURTHEST = 50
"""Nothing is measured less often than every so many years."""


class Least(NamedTuple):
    """The figure of a year from which on a verdict is given, in the desired direction.

    Attributes:
        figure: the nearest figure that can be published and gives the verdict: `exact` rounded towards the target.
        exact: the figure at the edge.
        strict: whether the exact figure must be exceeded, not only met.
        target: whether it is the target itself.
        own: where figures add up, what the year itself must bring, or may when a decrease is desired; only for the year
            after the latest figure.
        possible: whether the indicator can have such a figure within its bounds.
        steps: the derivation; none where the figure is the target.
    """

    figure: int | float
    exact: float
    strict: bool
    target: bool
    own: int | float | None
    possible: bool
    steps: tuple[Step, ...]


class Requirement(NamedTuple):
    """What one year must bring.

    Attributes:
        year: the year.
        standing: whether its figure is out (then this is what it would have had to be), pending, or to come.
        target_year: whether it is the target year.
        least: by verdict; a verdict that no figure of the year can give is left out.
    """

    year: int
    standing: Standing
    target_year: bool
    least: dict[Verdict, Least]


class Within(NamedTuple):
    """The figures of one year that leave a kept target achieved so far.

    Attributes:
        year: the year.
        standing: whether its figure is pending or to come.
        target_year: whether it is the last year of the promise.
        min: the least such figure, rounded into the limits; `None` without a lower limit.
        max: the largest, likewise.
        steps: the derivation of both.
    """

    year: int
    standing: Standing
    target_year: bool
    min: int | float | None
    max: int | float | None
    steps: tuple[Step, ...]


def staying_within(entry: TargetAssessment) -> tuple[Within, ...]:
    """What the years after the latest must bring for a kept target to stay achieved.

    Nothing for other targets, once a figure was outside, and once the last year's figure is final.

    Args:
        entry: the assessment.
    """
    keeping, target = entry.keeping, entry.target
    if keeping is None or keeping.outside or entry.baseline is None or entry.latest is None:
        return ()
    decimals = entry.indicator.shown_decimals
    ahead = _ahead(entry, entry.latest.year, target.by)
    return tuple(_within(entry.baseline, target, year, standing, decimals) for year, standing in ahead)


def _within(start: Point, target: Target, year: int, standing: Standing, decimals: int) -> Within:
    log: list[Step] = []
    atom = Traced.symbol

    def edge(name: str, bound: float | None, inwards: int) -> int | float | None:
        if bound is None:
            return None
        b, t0, t, by = atom("b", start.value), atom("t0", start.year), atom("t", year), atom("tT", target.last)
        found = staying(b, atom(name, bound), t0, t, by)
        if found is None:
            return None
        return rounded_towards(float(note(log, f"stays-{name}", name, found)), inwards, decimals)

    low = edge("min", None if target.keep is None else target.keep.min, 1)
    high = edge("max", None if target.keep is None else target.keep.max, -1)
    return Within(year, standing, year == target.by, low, high, tuple(log))


def requirements(entry: Judged, method: str) -> tuple[Requirement, ...]:
    """What the latest year would have needed, and what the years after it need.

    Nothing for a target to be kept, whose limits say it already, and nothing once the target year's figure is final.

    Args:
        entry: the assessment.
        method: the method that judges.
    """
    case = entry.case
    if case is None or (case.tT is not None and case.t >= case.tT):
        return ()
    found = []
    years: list[tuple[int, Standing]] = [(int(case.t), "out"), *_ahead(entry, case.t, case.tT)]
    for year, standing in years:
        needs = {verdict: needed(case, year, method, verdict=verdict, trace=True) for verdict in VERDICTS_ASKED}
        least = {verdict: _least(case, entry.indicator, need) for verdict, need in needs.items() if need is not None}
        if least:
            found.append(Requirement(year, standing, year == case.tT, least))
    return tuple(found)


def next_on_track(entry: Judged, method: str) -> tuple[int, Least] | None:
    """What the first year after the latest figure must bring to be on track, as `requirements` has it.

    `None` where no figure gives that, where the target is reached, in the target year, and for limits to be kept.
    """
    case = entry.case
    if case is None or entry.verdict in ("achieved", "unknown") or (case.tT is not None and case.t >= case.tT):
        return None
    year = next((year for year, _ in _ahead(entry, case.t, case.tT)), None)
    need = None if year is None or year == case.tT else needed(case, year, method)
    least = None if need is None else _least(case, entry.indicator, need)
    return (need.year, least) if need is not None and least is not None and least.possible else None


def _ahead(entry: Judged, latest: float, last: float | None) -> list[tuple[int, Standing]]:
    """The years to be measured after the latest figure, those far away only where something is due or decided.

    Args:
        entry: the assessment.
        latest: the year of the latest figure.
        last: the year that decides; only the next one is of interest where none does.
    """
    start, between = int(latest), entry.indicator.rhythm.between
    pending = {awaited.year for awaited in entry.awaiting if awaited.recorded}
    years = between(start + 1, start + FURTHEST)[:1] if last is None else between(start + 1, int(last))
    if last is not None and start < last:
        # One year more than shown is not worth a gap in the list.
        near = years if len(years) <= YEARS_AHEAD + 2 else years[:YEARS_AHEAD]
        announced = (year for year in pending if start < year <= max(last, start + YEARS_AHEAD))
        years = sorted({*near, int(last), *announced})
    return [(year, "pending" if year in pending else "to-come") for year in years]


def _least(case: Case, indicator: Indicator, need: Need) -> Least:
    figure: int | float = need.figure
    if not need.target:
        figure = rounded_towards(need.figure, case.d, indicator.shown_decimals, strict=need.strict)
    sums = indicator.aggregation == "sum"
    low, high = (None, None) if sums else indicator.limits
    return Least(
        figure=figure,
        exact=need.figure,
        strict=need.strict,
        target=need.target,
        own=_own(case, figure) if sums and need.year == case.t + 1 else None,
        possible=(low is None or figure >= low) and (high is None or figure <= high),
        steps=need.steps,
    )


def _own(case: Case, total: float) -> int | float:
    """What the next year must add to the latest total; nothing where the total is there already."""
    rest = total - case.c
    return max(rest, 0) if case.d > 0 else rest
