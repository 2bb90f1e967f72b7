"""From model and measures to an assessment, the one shape that every view shows."""

from __future__ import annotations

from collections import Counter
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.vintages import Awaited, Vintage, known
from unpolicy.measures.case import Case, Point
from unpolicy.measures.keep import Keeping, judge_keep
from unpolicy.measures.numbers import rounded_towards, running_totals
from unpolicy.measures.progress import Progress
from unpolicy.measures.progress import assess as assess_progress
from unpolicy.measures.verdict import Judgement, decide, suggest
from unpolicy.model import STATUSES_FOR_VERDICTS
from unpolicy.names import DEFAULT_METHOD, MILESTONE_STATUSES
from unpolicy.years import has_ended

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from unpolicy.model import Dataset, Goal, Indicator, Rating, Target, Text
    from unpolicy.names import MilestoneStatus, RatingStep, Verdict

STALE_YEARS = 2
"""A verdict is stale when figures of so many later years should be out."""

_NOTHING = Progress(None, None, None, None, None, None, None)
_UNJUDGED = Judgement("unknown", None, None, "same-year")
_NO_TARGET = Judgement(None, None, None, "no-target")


class TargetAssessment(NamedTuple):
    """How a target stands on a day.

    Attributes:
        id: the target's id.
        target: the target as the data file has it.
        indicator: its indicator.
        headline: whether it is the policy's headline.
        vintage: what was known of the indicator.
        series: the points that a verdict may rest on, oldest first, up to the target year.
        baseline: where counting starts; `None` when its figure was not known.
        latest: the newest point of the series; `None` when there is none after or at the baseline.
        case: the terms of the judgement; `None` for a keep target and where there are too few figures.
        progress: what needs no method.
        judgement: what the method says.
        keeping: the judgement of a keep target.
        awaiting: pending figures, and the next year in line without a figure.
        missing: every year up to the target year whose figure could be known and is not there.
        target_year_ended: whether the target year is over.
        settled: whether the target year's figure is final.
        rating: the recorded judgement of a person that counted that day.
    """

    id: str
    target: Target
    indicator: Indicator
    headline: bool
    vintage: Vintage
    series: tuple[Point, ...]
    baseline: Point | None
    latest: Point | None
    case: Case | None
    progress: Progress
    judgement: Judgement
    keeping: Keeping | None
    awaiting: tuple[Awaited, ...]
    missing: tuple[int, ...]
    target_year_ended: bool
    settled: bool
    rating: Rating | None

    @property
    def title(self) -> Text:
        """The target's own title, else its indicator's."""
        return self.target.title or self.indicator.title

    @property
    def projection(self) -> float | None:
        """The figure of the target year at the pace so far; `None` without a pace and once that year is over."""
        case, pace = self.case, self.progress.observed
        if case is None or pace is None or case.tT is None or self.target_year_ended:
            return None
        return case.c + pace * (case.tT - case.t)

    @property
    def verdict(self) -> Verdict:
        """The verdict in one word."""
        return (self.keeping.verdict if self.keeping else self.judgement.verdict) or "unknown"

    @property
    def reason(self) -> str | None:
        """Why there is no verdict; `None` where there is one."""
        found = self.keeping.reason if self.keeping else self.judgement.reason
        return found if self.verdict == "unknown" else None

    @property
    def rests_on(self) -> int | None:
        """The year of the figure that the verdict rests on; `None` without a verdict."""
        return None if self.verdict == "unknown" or self.latest is None else self.latest.year

    @property
    def stale(self) -> bool:
        """Whether later figures than the verdict's should be out: the target year's, or those of two years or more."""
        if self.rests_on is None or self.verdict == "missed":
            return False
        return (self.target_year_ended and not self.settled) or len(self._later_missing) >= STALE_YEARS

    @property
    def dated(self) -> bool:
        """Whether the verdict must name its year: a later figure could be known and is not there."""
        return self.rests_on is not None and bool(self._later_missing)

    @property
    def _later_missing(self) -> list[int]:
        return [year for year in self.missing if self.latest is None or year > self.latest.year]

    @property
    def since_baseline(self) -> tuple[Point, ...]:
        """The points from the baseline on; none without one."""
        return () if self.baseline is None else tuple(p for p in self.series if p.year >= self.target.baseline_year)

    @property
    def needed_pace(self) -> float | None:
        """The needed change per year as views show it: rounded towards the target, for less would not do.

        It has one decimal more than the figures; `progress.needed` is the number itself.
        """
        needed, decimals = self.progress.needed, self.indicator.shown_decimals + 1
        return None if needed is None else float(rounded_towards(needed, self.indicator.sign, decimals))

    @property
    def suggestion(self) -> RatingStep | None:
        """The official step that our rule suggests; only once the target year's figure is final."""
        return suggest(self.progress.gap_closed) if self.settled else None


class MonitoredAssessment(NamedTuple):
    """How an indicator stands that no target uses.

    Attributes:
        id: the indicator's id.
        indicator: the indicator as the data file has it.
        vintage: what was known of it.
        baseline: where counting starts: the year the data file says, else the first point.
        latest: the newest point.
        change: from the point before the newest to the newest.
        judgement: what the method says.
        awaiting: pending figures.
    """

    id: str
    indicator: Indicator
    vintage: Vintage
    baseline: Point | None
    latest: Point | None
    change: float | None
    judgement: Judgement
    awaiting: tuple[Awaited, ...]

    @property
    def title(self) -> Text:
        """The indicator's title."""
        return self.indicator.title

    @property
    def verdict(self) -> Verdict | None:
        """The verdict; `None` where the method does not judge."""
        return self.judgement.verdict

    @property
    def series(self) -> tuple[Point, ...]:
        """The points that a verdict may rest on, oldest first."""
        return series_of(self.indicator, self.vintage)

    @property
    def case(self) -> Case | None:
        """The terms of the judgement; `None` where there are too few figures."""
        return monitored_case(self.indicator, self.baseline, self.latest)


Judged = TargetAssessment | MonitoredAssessment
"""What has a verdict: a target, or an indicator that no target uses."""


class GoalAssessment(NamedTuple):
    """How a goal stands: its milestones counted by status, in a fixed order."""

    id: str
    goal: Goal
    milestones: Mapping[MilestoneStatus, int]


class Assessment(NamedTuple):
    """How the whole policy stands on a day, judged by one method."""

    dataset: Dataset
    as_of: date
    method: str
    targets: tuple[TargetAssessment, ...]
    monitored: tuple[MonitoredAssessment, ...]
    goals: tuple[GoalAssessment, ...]


def assess(dataset: Dataset, as_of: date, method: str | None = None) -> Assessment:
    """Assess a policy.

    Args:
        dataset: the data, free of errors.
        as_of: the day whose knowledge counts.
        method: a method's name; the data file's, else `linear`, when `None`.
    """
    name = chosen_method(dataset, method)
    order = sorted(dataset.targets, key=lambda target: target != dataset.headline)
    ratings = newest_ratings(dataset, as_of)
    used = {target.indicator for target in dataset.targets.values()}
    return Assessment(
        dataset,
        as_of,
        name,
        tuple(assess_target(dataset, target, as_of, name, ratings) for target in order),
        tuple(
            assess_monitored(dataset, indicator, as_of, name)
            for indicator in dataset.indicators
            if indicator not in used
        ),
        tuple(GoalAssessment(goal, entry, count_milestones(entry)) for goal, entry in dataset.goals.items()),
    )


def chosen_method(dataset: Dataset, method: str | None) -> str:
    """The method asked for, else the data file's, else the default."""
    return method or dataset.policy.method or DEFAULT_METHOD


def count_milestones(goal: Goal) -> dict[MilestoneStatus, int]:
    """How many milestones have each status; statuses that none has are left out."""
    counts = Counter(milestone.status for milestone in goal.milestones.values())
    return {status: counts[status] for status in MILESTONE_STATUSES if counts[status]}


def assess_named(dataset: Dataset, name: str, as_of: date, method: str) -> Judged:
    """Assess a target, or an indicator that no target uses, by its id, with the knowledge of one day."""
    if name in dataset.targets:
        return assess_target(dataset, name, as_of, method)
    return assess_monitored(dataset, name, as_of, method)


def assess_target(
    dataset: Dataset, target_id: str, as_of: date, method: str, ratings: Mapping[str, Rating] | None = None
) -> TargetAssessment:
    """Assess one target with the knowledge of one day.

    Args:
        dataset: the data, free of errors.
        target_id: the target.
        as_of: the day whose knowledge counts.
        method: a method's name.
        ratings: `newest_ratings` of that day, where several targets are assessed.
    """
    target = dataset.targets[target_id]
    indicator = dataset.indicators[target.indicator]
    vintage = known(indicator, as_of)
    points = [point for point in target_series(target, indicator, vintage) if point.year <= target.by]
    baseline = baseline_of(target, points)
    since = [point for point in points if baseline is not None and point.year >= baseline.year]
    latest = since[-1] if since else (points[-1] if points else None)
    settled = bool(points) and points[-1].year == target.by
    missing = _missing(target, indicator, vintage)
    case = None
    keeping = None
    if target.keep is not None:
        keeping = judge_keep(since, target.keep.min, target.keep.max, target.by)
    elif baseline is not None and since:
        case = case_of(indicator, baseline, since[-1], target.value, target.by)
    progress = _NOTHING if case is None else assess_progress(case, yearly=sorted(target.yearly.items()))
    ended = has_ended(target.by, indicator.year, as_of)
    return TargetAssessment(
        id=target_id,
        target=target,
        indicator=indicator,
        headline=target_id == dataset.headline,
        vintage=vintage,
        series=tuple(points),
        baseline=baseline,
        latest=latest,
        case=case,
        progress=progress._replace(needed=None) if ended else progress,
        judgement=judge(case, method, settled=settled),
        keeping=keeping,
        awaiting=_awaiting(target, vintage, missing),
        missing=missing,
        target_year_ended=ended,
        settled=settled,
        rating=(newest_ratings(dataset, as_of) if ratings is None else ratings).get(target_id),
    )


def assess_monitored(dataset: Dataset, indicator_id: str, as_of: date, method: str) -> MonitoredAssessment:
    """Assess one indicator without a target with the knowledge of one day."""
    indicator = dataset.indicators[indicator_id]
    vintage = known(indicator, as_of)
    pairs = _measured(indicator, vintage)
    first = next((pair for pair in pairs if indicator.baseline in (None, pair[0])), None)
    baseline = None if first is None else Point(*first)
    latest = Point(*pairs[-1]) if pairs else None
    return MonitoredAssessment(
        id=indicator_id,
        indicator=indicator,
        vintage=vintage,
        baseline=baseline,
        latest=latest,
        change=pairs[-1][1] - pairs[-2][1] if len(pairs) > 1 else None,
        judgement=_NO_TARGET if method == "linear" else judge(monitored_case(indicator, baseline, latest), method),
        awaiting=vintage.pending,
    )


def series_of(indicator: Indicator, vintage: Vintage) -> tuple[Point, ...]:
    """The points that a verdict may rest on; running totals where the figures add up, up to the first gap."""
    return tuple(starmap(Point, _measured(indicator, vintage)))


def _measured(indicator: Indicator, vintage: Vintage) -> list[tuple[int, int | float]]:
    """The same as plain pairs, since most of 100,000 points are never looked at."""
    found = list(vintage.plain)
    usable = (figure for figure in vintage.detailed if figure.status in STATUSES_FOR_VERDICTS)
    found += [(figure.year, figure.value) for figure in usable if figure.value is not None]
    found.sort()
    return found if indicator.aggregation == "latest" or not found else _totals(found, 0, found[0][0])


def target_series(target: Target, indicator: Indicator, vintage: Vintage) -> tuple[Point, ...]:
    """The points that a target is judged by, with its own baseline first where the target writes one."""
    baseline = target.baseline
    points = series_of(indicator, vintage)
    if isinstance(baseline, int):
        return points
    start = Point(baseline.year, baseline.value)
    if indicator.aggregation == "sum":
        measured = _measured(indicator.model_copy(update={"aggregation": "latest"}), vintage)
        since = [(year, value) for year, value in measured if year > baseline.year]
        return (start, *starmap(Point, _totals(since, baseline.value, baseline.year + 1)))
    return tuple(sorted([start, *(p for p in points if p.year != baseline.year)], key=lambda point: point.year))


def baseline_of(target: Target, points: Sequence[Point]) -> Point | None:
    """The point where counting starts, among the points a target is judged by."""
    return next((point for point in points if point.year == target.baseline_year), None)


def case_of(
    indicator: Indicator, baseline: Point, latest: Point, value: float | None = None, by: int | None = None
) -> Case:
    """The terms of a judgement; the limit is the written bound in the desired direction."""
    bounds = indicator.bounds
    return Case(
        b=baseline.value,
        t0=baseline.year,
        c=latest.value,
        t=latest.year,
        d=indicator.sign,
        T=value,
        tT=by,
        limit=None if bounds is None else bounds.max if indicator.sign > 0 else bounds.min,
    )


def monitored_case(indicator: Indicator, baseline: Point | None, latest: Point | None) -> Case | None:
    """The terms of a judgement without a target; `None` without a figure later than the baseline."""
    if baseline is None or latest is None or latest.year <= baseline.year:
        return None
    return case_of(indicator, baseline, latest)


def judge(case: Case | None, method: str, *, settled: bool = False, trace: bool = False) -> Judgement:
    """What a method says of a case; unknown without one.

    Args:
        case: the terms.
        method: a method's name.
        settled: whether the latest figure is the target year's, which then decides between achieved and missed.
        trace: whether to write the derivation down.
    """
    if case is None:
        return _UNJUDGED
    return decide(case, method, figure_at_target_year=case.c if settled else None, trace=trace)


def _totals(series: Sequence[tuple[int, float]], start: float, first: int) -> list[tuple[int, float]]:
    """The totals from the year `first` on, up to the first gap: what lies beyond it would be too small."""
    whole = [pair for index, pair in enumerate(series) if pair[0] == first + index]
    return [(year, start + total) for year, total in running_totals(whole)]


def _missing(target: Target, indicator: Indicator, vintage: Vintage) -> tuple[int, ...]:
    out = {figure.year for figure in vintage.figures} | {y for y, e in indicator.actuals.items() if _is_missing(e)}
    years = range(target.baseline_year + 1, target.by + 1)
    return tuple(year for year in years if year not in out and year <= vintage.last)


def _is_missing(entry: object) -> bool:
    return getattr(entry, "status", None) == "missing"


def _awaiting(target: Target, vintage: Vintage, missing: Sequence[int]) -> tuple[Awaited, ...]:
    """Pending figures and the next one in line: figures come out one after the other, so later ones wait behind it."""
    newest = vintage.usable[-1].year if vintage.usable else target.baseline_year
    pending = {awaited.year: awaited for awaited in vintage.pending}
    unwritten = [year for year in missing if year > newest]
    if unwritten and unwritten[0] not in pending:
        pending[unwritten[0]] = Awaited(unwritten[0], None, overdue=False, recorded=False)
    return tuple(pending[year] for year in sorted(pending))


def newest_ratings(dataset: Dataset, as_of: date) -> dict[str, Rating]:
    """The judgement of each target that counts on a day: the newest; of one day's, the one recorded last."""
    newest: dict[str, Rating] = {}
    for rating in dataset.targets_file.ratings:
        before = newest.get(rating.target)
        if rating.date <= as_of and (before is None or rating.date >= before.date):
            newest[rating.target] = rating
    return newest
