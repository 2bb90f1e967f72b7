"""From model and measures to an assessment, the one shape that every view shows."""

# Without `from __future__ import annotations`: each field of a named tuple would be compiled at every start.

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from unpolicy.assess.terms import (
    awaited,
    breaks,
    case_of,
    chance_of,
    counted,
    judge,
    judge_target,
    keeping_of,
    missing_years,
    monitored_case,
    newer_years,
    progress_of,
    series_of,
    target_points,
)
from unpolicy.assess.vintages import Awaited, Vintage, count_milestones, known, newest_ratings, overdue_milestones
from unpolicy.measures.case import Case, Judgement, Point, Reason
from unpolicy.measures.growth import goal_grade
from unpolicy.measures.keep import Keeping
from unpolicy.measures.numbers import rounded_towards
from unpolicy.measures.progress import Progress
from unpolicy.measures.verdict import suggest
from unpolicy.model import STATUSES_BEFORE_FINAL, Dataset, Goal, Indicator, Rating, Target, Text
from unpolicy.names import DEFAULT_METHOD, Grade, MilestoneStatus, RatingStep, Status, Verdict
from unpolicy.years import has_ended

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
        rests_on: the year of the newest figure that the verdict rests on; `None` without one.
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
    rests_on: int | None
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
    def unsettled(self) -> Status | None:
        """The status of the figure that the verdict rests on, where it is provisional or estimated."""
        status = None if self.rests_on is None else self.vintage.status(self.rests_on)
        return status if status in STATUSES_BEFORE_FINAL else None

    @property
    def stale(self) -> bool:
        """Whether the verdict rests on figures too old to be shown as today's.

        The target year has ended without its figure, or two or more measured years newer than the latest figure are
        over.
        """
        if self.settled or self.verdict == "missed":
            return False
        if self.reason == "in-words":
            return False
        latest = self.target.baseline_year if self.rests_on is None else self.rests_on
        if self.target_year_ended and latest != self.target.by:
            return True
        return latest is not None and len(newer_years(self.vintage, latest)) > 1

    @property
    def dated(self) -> bool:
        """Whether the verdict must name its year: a later figure could be known and is not there."""
        if self.settled or self.rests_on is None or self.verdict == "unknown":
            return False
        last = self.target.last
        return any(year <= last for year in newer_years(self.vintage, self.rests_on))

    @property
    def exit_year(self) -> int | None:
        """The first year outside of what is still kept but drifts; `None` otherwise."""
        return None if self.keeping is None else self.keeping.exit_year

    @property
    def so_far(self) -> bool:
        """Whether limits are kept that still have to hold."""
        return self.keeping is not None and self.keeping.so_far

    @property
    def reason(self) -> Reason | None:
        """Why there is no measure, or why the verdict is less than it seems."""
        return self.keeping.reason if self.keeping else self.judgement.reason

    @property
    def projection(self) -> float | None:
        """The figure of the target year at the pace so far, or the total; `None` once that year is over."""
        return self.progress.projection if self.keeping is None else self.keeping.projection

    @property
    def chance(self) -> float | None:
        """The chance that the target is reached, by the model `steady`; `None` where it cannot be computed."""
        return chance_of(self.target, self.indicator, self.vintage)

    @property
    def verdict(self) -> Verdict:
        """The verdict in one word."""
        return (self.keeping.verdict if self.keeping else self.judgement.verdict) or "unknown"

    @property
    def observed(self) -> float | None:
        """The change per year so far; of limits on a total, what a year brought on average."""
        return self.progress.observed if self.keeping is None else self.keeping.pace

    @property
    def needed(self) -> float | None:
        """The change per year from the latest figure to the target, or up to the limit of a total."""
        return self.progress.needed if self.keeping is None else self.keeping.per_year

    @property
    def needed_pace(self) -> float | None:
        """The needed change per year as views show it: rounded towards the target, for less would not do.

        It has one decimal more than the figures; `needed` is the number itself.
        """
        needed, decimals = self.progress.needed, self.indicator.shown_decimals + 1
        return None if needed is None else float(rounded_towards(needed, self.indicator.sign, decimals))

    @property
    def suggestion(self) -> RatingStep | None:
        """The official step that our rule suggests; only once the target year's figure is final.

        It never contradicts the verdict, whatever float noise makes of the share.
        """
        step = suggest(self.progress.gap_closed) if self.settled else None
        if step is None or (self.verdict == "achieved") == (step in ("exceeded", "achieved")):
            return step
        return "achieved" if self.verdict == "achieved" else "considerable-progress"


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
    def rests_on(self) -> int | None:
        """The year of the newest figure that the verdict rests on; `None` without one."""
        return None if self.latest is None else self.latest.year

    @property
    def stale(self) -> bool:
        """Whether there is a verdict and two or more measured years newer than its figure are over."""
        return self.verdict is not None and self._newer() > 1

    @property
    def dated(self) -> bool:
        """Whether the verdict must name its year: a later figure could be known and is not there."""
        return self.verdict not in {None, "unknown"} and self._newer() > 0

    @property
    def exit_year(self) -> None:
        """Without a target there are no limits to leave."""

    @property
    def so_far(self) -> bool:
        """Without a target there are no limits to keep."""
        return False

    def _newer(self) -> int:
        return 0 if self.latest is None else len(newer_years(self.vintage, self.latest.year))

    @property
    def series(self) -> tuple[Point, ...]:
        """The points that a verdict may rest on, oldest first."""
        return series_of(self.indicator, self.vintage)

    @property
    def case(self) -> Case | None:
        """The terms of the judgement; `None` where there are too few figures."""
        return monitored_case(self.indicator, self.baseline, self.latest, breaks(self.vintage))


Judged = TargetAssessment | MonitoredAssessment
"""What has a verdict: a target, or an indicator that no target uses."""


class GoalAssessment(NamedTuple):
    """How a goal stands: its milestones counted by status, its grade by a method that has them, what is overdue."""

    id: str
    goal: Goal
    milestones: Mapping[MilestoneStatus, int]
    grade: Grade | None = None
    overdue: tuple[str, ...] = ()


class Assessment(NamedTuple):
    """How the whole policy stands on a day, judged by one method."""

    dataset: Dataset
    as_of: date
    method: str
    targets: tuple[TargetAssessment, ...]
    monitored: tuple[MonitoredAssessment, ...]
    goals: tuple[GoalAssessment, ...]

    @property
    def judged(self) -> tuple[Judged, ...]:
        """The targets, then the indicators that no target uses."""
        return *self.targets, *self.monitored


def assess(dataset: Dataset, as_of: date, method: str | None = None) -> Assessment:
    """Assess a policy.

    Args:
        dataset: the data, free of errors.
        as_of: the day whose knowledge counts.
        method: a method's name; the data file's, else `linear`, when `None`.
    """
    name = chosen_method(dataset, method)
    order = sorted(dataset.promised(as_of), key=lambda target: target != dataset.headline)
    ratings = newest_ratings(dataset, as_of)
    used, carrying = {dataset.targets[target].indicator for target in order}, dataset.carrying
    targets = tuple(assess_target(dataset, target, as_of, name, ratings) for target in order)
    return Assessment(
        dataset,
        as_of,
        name,
        targets,
        tuple(
            _monitored(indicator, entry, as_of, name, carrying)
            for indicator, entry in dataset.indicators.items()
            if indicator not in used
        ),
        tuple(
            GoalAssessment(
                goal, entry, count_milestones(entry), _grade(goal, targets), overdue_milestones(entry, as_of)
            )
            for goal, entry in dataset.goals.items()
        ),
    )


def chosen_method(dataset: Dataset, method: str | None) -> str:
    """The method asked for, else the policy's, else that of the settings, else the default."""
    settings = dataset.settings
    return method or dataset.policy.method or (settings and settings.defaults.method) or DEFAULT_METHOD


def _grade(goal: str, targets: Sequence[TargetAssessment]) -> Grade | None:
    own = (entry.judgement.grade for entry in targets if entry.target.goal == goal)
    return goal_grade(grade for grade in own if grade is not None)


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
    promise = dataset.targets[target_id]
    indicator = dataset.indicators[promise.indicator]
    carrying, headline = dataset.carrying, dataset.headline
    vintage = known(indicator, as_of, carrying)
    target = promise.on(as_of)
    points, baseline, latest = target_points(target, indicator, vintage)
    settled = bool(points) and points[-1].year == target.by and vintage.is_final(points[-1].year)
    missing = missing_years(target, vintage)
    over = target.by is not None and has_ended(target.by, indicator.year_kind, as_of)
    case = None
    if (target.value is not None or target.improve) and baseline is not None and latest is not None:
        case = case_of(indicator, baseline, latest, target, breaks(vintage))
    return TargetAssessment(
        id=target_id,
        target=target,
        indicator=indicator,
        headline=target_id == headline,
        vintage=vintage,
        series=points,
        baseline=baseline,
        latest=latest,
        rests_on=None if latest is None or (latest == baseline and target.own_baseline) else latest.year,
        case=case,
        progress=progress_of(case, indicator, over=over),
        judgement=judge_target(target, case, latest, indicator, method=method, settled=settled),
        keeping=keeping_of(target, indicator, points, breaks(vintage), over=over, trace=False),
        awaiting=awaited(target, vintage, missing),
        missing=missing,
        target_year_ended=over,
        settled=settled,
        rating=(newest_ratings(dataset, as_of) if ratings is None else ratings).get(target_id),
    )


def assess_monitored(dataset: Dataset, indicator_id: str, as_of: date, method: str) -> MonitoredAssessment:
    """Assess one indicator without a target with the knowledge of one day."""
    return _monitored(indicator_id, dataset.indicators[indicator_id], as_of, method, dataset.carrying)


def _monitored(
    indicator_id: str, indicator: Indicator, as_of: date, method: str, carrying: frozenset[Status]
) -> MonitoredAssessment:
    vintage = known(indicator, as_of, carrying)
    pairs = counted(indicator, vintage)
    broken = breaks(vintage)
    begins = indicator.baseline or (broken[-1] if broken else 0)
    first = bisect_left(pairs, (begins,))
    found = first < len(pairs) and (indicator.baseline is None or pairs[first][0] == begins)
    baseline = Point._make(pairs[first]) if found else None
    latest = Point._make(pairs[-1]) if pairs else None
    comparable = len(pairs) > 1 and pairs[-1][0] not in broken
    change = pairs[-1][1] - pairs[-2][1] if comparable else None
    judgement = _NO_TARGET
    if method != "linear" and indicator.direction != "none":
        judgement = judge(monitored_case(indicator, baseline, latest, broken), method)
    # By place: there may be 10,000, and to make one by names takes twice as long.
    return MonitoredAssessment(indicator_id, indicator, vintage, baseline, latest, change, judgement, vintage.pending)
