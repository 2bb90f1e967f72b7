"""`status --json`: the document unpolicy/status/1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unpolicy.model import pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from unpolicy.assess.assessment import Assessment, GoalAssessment, MonitoredAssessment, Point, TargetAssessment
    from unpolicy.assess.stability import Stability
    from unpolicy.assess.vintages import Awaited
    from unpolicy.years import Language


def status_document(
    assessment: Assessment, lang: Language, stabilities: Mapping[str, Stability] | None = None
) -> dict[str, Any]:
    """The whole assessment with full-precision numbers; what is undefined is `None`.

    Args:
        assessment: what to tell.
        lang: the language of titles and units.
        stabilities: how stable each verdict is, by id; only then the document speaks of it.
    """
    policy = assessment.dataset.policy
    document: dict[str, Any] = {
        "schema": "unpolicy/status/1",
        "as_of": assessment.as_of.isoformat(),
        "method": assessment.method,
        "policy": {"id": policy.id, "title": pick(policy.title, lang)},
        "targets": [target_document(target, lang) for target in assessment.targets],
        "monitored": [_monitored(indicator, lang) for indicator in assessment.monitored],
        "goals": [_goal(goal, lang) for goal in assessment.goals],
    }
    if stabilities is not None:
        from unpolicy.views.stability_document import stability_document

        for part, key in (("targets", "target"), ("monitored", "indicator")):
            for entry in document[part]:
                found = stabilities.get(entry[key])
                entry["stability"] = None if found is None else stability_document(found)
    return document


def target_document(entry: TargetAssessment, lang: Language) -> dict[str, Any]:
    """One target of the document."""
    progress = entry.progress
    return {
        "target": entry.id,
        "goal": entry.target.goal,
        "indicator": entry.target.indicator,
        "title": pick(entry.target.title or entry.indicator.title, lang),
        "unit": pick(entry.indicator.unit, lang),
        "headline": entry.headline,
        "baseline": _point(entry.baseline),
        "latest": _point(entry.latest),
        "aim": _aim(entry),
        "gap_closed": progress.gap_closed,
        "time_elapsed": progress.time_elapsed,
        "pace": {"observed": progress.observed, "required": progress.required, "needed": progress.needed},
        "expected": progress.expected,
        "lead": progress.lead,
        "measure": entry.judgement.measure,
        "score": entry.judgement.score,
        "verdict": entry.verdict,
        "awaiting": awaiting_document(entry.awaiting),
    }


def awaiting_document(awaiting: Iterable[Awaited]) -> list[dict[str, Any]]:
    """The figures that are not out."""
    return [
        {"year": awaited.year, "due": awaited.due.isoformat() if awaited.due else None, "overdue": awaited.overdue}
        for awaited in awaiting
    ]


def _aim(entry: TargetAssessment) -> dict[str, Any]:
    keep = entry.target.keep
    if keep is None:
        return {"value": entry.target.value, "by": entry.target.by}
    limits = {name: limit for name, limit in (("min", keep.min), ("max", keep.max)) if limit is not None}
    return {"keep": limits, "by": entry.target.by}


def _monitored(entry: MonitoredAssessment, lang: Language) -> dict[str, Any]:
    return {
        "indicator": entry.id,
        "title": pick(entry.indicator.title, lang),
        "unit": pick(entry.indicator.unit, lang),
        "baseline": _point(entry.baseline),
        "latest": _point(entry.latest),
        "change": entry.change,
        "measure": entry.judgement.measure,
        "score": entry.judgement.score,
        "verdict": entry.judgement.verdict,
    }


def _goal(entry: GoalAssessment, lang: Language) -> dict[str, Any]:
    return {"goal": entry.id, "title": pick(entry.goal.title, lang), "milestones": dict(entry.milestones)}


def _point(point: Point | None) -> dict[str, Any] | None:
    return None if point is None else {"year": point.year, "value": point.value}
