"""`status --json`: the document `unpolicy/status/1`."""

# Without `from __future__ import annotations`: each field of a named tuple would be compiled at every start.

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.measures.case import Point
from unpolicy.names import Grade, MilestoneStatus, Status, Verdict
from unpolicy.views import OMITTED, Omitted

if TYPE_CHECKING:
    from unpolicy.assess.assessment import Assessment, GoalAssessment, MonitoredAssessment, TargetAssessment
    from unpolicy.assess.stability import Stability
    from unpolicy.model import Target
    from unpolicy.views.forecast import StabilityDocument
    from unpolicy.views.voice import Voice


class ValueAim(NamedTuple):
    """A figure to reach by the end of a year."""

    value: int | float | None
    by: int


class KeepAim(NamedTuple):
    """Limits to stay within up to a year, or for good: `min`, `max` or both."""

    keep: dict[str, float]
    by: int | None


class ImproveAim(NamedTuple):
    """To be better than the baseline by a year."""

    improve: bool
    by: int | None


class WordsAim(NamedTuple):
    """A promise in words."""

    statement: str


class Pace(NamedTuple):
    """The change per year: so far, from baseline to target, and from the latest figure on."""

    observed: float | None
    required: float | None
    needed: float | None


class AwaitedDocument(NamedTuple):
    """A figure that is not out: its year, when it is due, and whether that day has passed."""

    year: int
    due: date | None
    overdue: bool


class TargetDocument(NamedTuple):
    """One target of the document.

    Attributes:
        target: its id.
        goal: the id of the goal that it serves.
        indicator: the id of what is measured.
        title: its own title, else its indicator's.
        unit: the unit of the figures.
        headline: whether it is the policy's headline.
        baseline: where counting starts.
        latest: the newest figure that the verdict may rest on.
        aim: what was promised.
        gap_closed: the share of the way done.
        time_elapsed: the share of the time passed at the latest figure.
        pace: the change per year; what is needed is `None` once the target year is over.
        projection: the figure of the target year at the pace so far; `None` once that year is over.
        chance: the chance that the target is reached, by the model `steady`; `None` once its figure is out.
        expected: where the figure should be by now.
        lead: how far it is ahead of that.
        measure: the method's number.
        score: −5 to 5 with methods that have scores.
        verdict: the verdict.
        reason: why there is no verdict.
        target_year_ended: whether the target year is over.
        settled: whether its figure is final.
        rests_on: the year of the figure that the verdict rests on.
        missing: the years up to the target's whose figures could be known and are not there.
        stale: whether later figures than the verdict's should be out.
        awaiting: the figures that are not out.
        grade: A to E, only with methods that have grades.
        rests_on_status: provisional or estimated, only where the figure of `rests_on` is.
        stability: how stable the verdict is, where asked for.
    """

    target: str
    goal: str
    indicator: str
    title: str
    unit: str
    headline: bool
    baseline: Point | None
    latest: Point | None
    aim: ValueAim | KeepAim | ImproveAim | WordsAim
    gap_closed: float | None
    time_elapsed: float | None
    pace: Pace
    projection: float | None
    chance: float | None
    expected: float | None
    lead: float | None
    measure: float | None
    score: float | None
    verdict: Verdict
    reason: str | None
    target_year_ended: bool
    settled: bool
    rests_on: int | None
    missing: tuple[int, ...]
    stale: bool
    awaiting: tuple[AwaitedDocument, ...]
    grade: Grade | Omitted = OMITTED
    rests_on_status: Status | Omitted = OMITTED
    stability: "StabilityDocument | Omitted | None" = OMITTED


class MonitoredDocument(NamedTuple):
    """One indicator without a target; the fields are those of a target, and the last yearly change.

    `stale` is there where the method gives a verdict.
    """

    indicator: str
    title: str
    unit: str
    part_of: str | None
    of: Mapping[str, str]
    baseline: Point | None
    latest: Point | None
    change: float | None
    measure: float | None
    score: float | None
    verdict: Verdict | None
    grade: Grade | Omitted = OMITTED
    stale: bool | Omitted = OMITTED
    stability: "StabilityDocument | Omitted | None" = OMITTED


class GoalDocument(NamedTuple):
    """One goal: its milestones counted by status, those overdue by id, and its grade by a method that has grades."""

    goal: str
    title: str
    milestones: Mapping[MilestoneStatus, int]
    overdue: tuple[str, ...]
    grade: Grade | Omitted = OMITTED


class PolicyDocument(NamedTuple):
    """What is evaluated."""

    id: str
    title: str


class StatusDocument(NamedTuple):
    """The document `unpolicy/status/1`: the whole assessment."""

    schema: Literal["unpolicy/status/1"]
    as_of: date
    method: str
    policy: PolicyDocument
    targets: tuple[TargetDocument, ...]
    monitored: tuple[MonitoredDocument, ...]
    goals: tuple[GoalDocument, ...]


def status_document(
    assessment: "Assessment", voice: "Voice", stabilities: "Mapping[str, Stability] | None" = None
) -> StatusDocument:
    """The whole assessment with full-precision numbers; what is undefined is `None`.

    Args:
        assessment: what to show.
        voice: the reader's language, for titles and units.
        stabilities: how stable each verdict is, by id; without it the document leaves stability out.
    """
    policy = assessment.dataset.policy

    def stability(name: str) -> "StabilityDocument | Omitted | None":
        if stabilities is None:
            return OMITTED
        from unpolicy.views.forecast import stability_document

        return stability_document(stabilities[name]) if name in stabilities else None

    return StatusDocument(
        schema="unpolicy/status/1",
        as_of=assessment.as_of,
        method=assessment.method,
        policy=PolicyDocument(policy.id, voice.text(policy.title)),
        targets=tuple([target_document(entry, voice, stability(entry.id)) for entry in assessment.targets]),
        monitored=tuple([_monitored_document(entry, voice, stability(entry.id)) for entry in assessment.monitored]),
        goals=tuple([_goal_document(goal, voice) for goal in assessment.goals]),
    )


def _aim(target: "Target", voice: "Voice") -> ValueAim | KeepAim | ImproveAim | WordsAim:
    if target.keep is not None:
        limits = (("min", target.keep.min), ("max", target.keep.max))
        return KeepAim({name: limit for name, limit in limits if limit is not None}, target.by)
    if target.improve:
        return ImproveAim(improve=True, by=target.by)
    if target.value is None:
        return WordsAim(voice.text(target.statement or ""))
    return ValueAim(target.value, target.last)


def target_document(
    entry: "TargetAssessment", voice: "Voice", stability: "StabilityDocument | Omitted | None" = OMITTED
) -> TargetDocument:
    """One target as a document has it."""
    progress, judgement = entry.progress, entry.judgement
    return TargetDocument(
        target=entry.id,
        goal=entry.target.goal,
        indicator=entry.target.indicator,
        title=voice.text(entry.title),
        unit=voice.text(entry.indicator.unit),
        headline=entry.headline,
        baseline=entry.baseline,
        latest=entry.latest,
        aim=_aim(entry.target, voice),
        gap_closed=progress.gap_closed,
        time_elapsed=progress.time_elapsed,
        pace=Pace(entry.observed, progress.required, entry.needed),
        projection=entry.projection,
        chance=entry.chance,
        expected=progress.expected,
        lead=progress.lead,
        measure=judgement.measure,
        score=judgement.score,
        verdict=entry.verdict,
        reason=entry.reason,
        target_year_ended=entry.target_year_ended,
        settled=entry.settled,
        rests_on=entry.rests_on,
        missing=entry.missing,
        stale=entry.stale,
        awaiting=tuple(AwaitedDocument(awaited.year, awaited.due, awaited.overdue) for awaited in entry.awaiting),
        grade=judgement.grade or OMITTED,
        rests_on_status=entry.unsettled or OMITTED,
        stability=stability,
    )


def _goal_document(entry: "GoalAssessment", voice: "Voice") -> GoalDocument:
    return GoalDocument(entry.id, voice.text(entry.goal.title), entry.milestones, entry.overdue, entry.grade or OMITTED)


def _monitored_document(
    entry: "MonitoredAssessment", voice: "Voice", stability: "StabilityDocument | Omitted | None"
) -> MonitoredDocument:
    indicator, judgement = entry.indicator, entry.judgement
    verdict = judgement.verdict
    # By place: there may be 10,000, and to make one by names takes twice as long.
    return MonitoredDocument(
        entry.id,
        voice.text(indicator.title),
        voice.text(indicator.unit),
        indicator.part_of,
        indicator.of,
        entry.baseline,
        entry.latest,
        entry.change,
        judgement.measure,
        judgement.score,
        verdict,
        judgement.grade or OMITTED,
        OMITTED if verdict is None else entry.stale,
        stability,
    )
