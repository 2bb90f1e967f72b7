"""`status` into a pipe: tab-separated rows, one kind of row after the other, each kind under its own heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.views.common import cell, line, projection, target_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.assess.assessment import Assessment, MonitoredAssessment, Point, TargetAssessment
    from unpolicy.assess.stability import Stability
    from unpolicy.years import Language

TARGET_HEADING = (
    "target",
    "title",
    "unit",
    "baseline_year",
    "baseline",
    "latest_year",
    "latest",
    "aim",
    "by",
    "gap_closed",
    "time_elapsed",
    "pace_observed",
    "pace_required",
    "pace_needed",
    "projection",
    "measure",
    "score",
    "verdict",
    "awaiting",
    "suggestion",
    "rating",
)
INDICATOR_HEADING = (
    "indicator",
    "title",
    "unit",
    "baseline_year",
    "baseline",
    "latest_year",
    "latest",
    "change",
    "measure",
    "score",
    "verdict",
    "awaiting",
)
GOAL_HEADING = ("goal", "title", "milestones")


def status_rows(
    assessment: Assessment, lang: Language, stabilities: Mapping[str, Stability] | None = None
) -> Iterator[tuple[str, ...]]:
    """The rows; numbers with their full precision and a plain minus, nothing where undefined.

    Args:
        assessment: what to tell.
        lang: the language of titles and units.
        stabilities: how stable each verdict is, by id, to be told last.
    """
    if assessment.targets:
        yield TARGET_HEADING
        yield from (_target(entry, lang) for entry in assessment.targets)
    if assessment.monitored:
        yield INDICATOR_HEADING
        yield from (_monitored(entry, lang) for entry in assessment.monitored)
    if assessment.goals:
        yield GOAL_HEADING
        for goal in assessment.goals:
            counts = " ".join(f"{status}={count}" for status, count in goal.milestones.items())
            yield goal.id, line(goal.goal.title, lang), counts
    if stabilities and any(stability.ways for stability in stabilities.values()):
        from unpolicy.views.stability_document import WAY_HEADING, way_rows

        yield ("stability", "id", *WAY_HEADING)
        for name, stability in stabilities.items():
            yield from ((agrees, name, *way) for agrees, *way in way_rows(stability))


def _target(entry: TargetAssessment, lang: Language) -> tuple[str, ...]:
    progress, judgement = entry.progress, entry.judgement
    keep = entry.target.keep
    aimed = f"{cell(keep.min)}..{cell(keep.max)}" if keep else cell(entry.target.value)
    numbers = (
        progress.gap_closed,
        progress.time_elapsed,
        progress.observed,
        progress.required,
        progress.needed,
        projection(entry),
        judgement.measure,
        judgement.score,
    )
    return (
        entry.id,
        target_title(entry, lang),
        line(entry.indicator.unit, lang),
        *_point(entry.baseline),
        *_point(entry.latest),
        aimed,
        str(entry.target.by),
        *map(cell, numbers),
        entry.verdict,
        " ".join(str(awaited.year) for awaited in entry.awaiting),
        entry.suggestion or "",
        "" if entry.rating is None else entry.rating.step,
    )


def _monitored(entry: MonitoredAssessment, lang: Language) -> tuple[str, ...]:
    return (
        entry.id,
        line(entry.indicator.title, lang),
        line(entry.indicator.unit, lang),
        *_point(entry.baseline),
        *_point(entry.latest),
        cell(entry.change),
        cell(entry.judgement.measure),
        cell(entry.judgement.score),
        entry.judgement.verdict or "",
        " ".join(str(awaited.year) for awaited in entry.awaiting),
    )


def _point(point: Point | None) -> tuple[str, str]:
    return ("", "") if point is None else (str(point.year), cell(point.value))
