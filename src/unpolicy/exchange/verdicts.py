"""The table of targets: a row a target with its promise, how it stands and what judges it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.assessment import assess
from unpolicy.assess.find import office, words
from unpolicy.exchange.rows import listed, text_in
from unpolicy.model import pick

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.model import Dataset
    from unpolicy.years import Language


class TargetRow(NamedTuple):
    """How a target stands on a day; what is not known or has no meaning for it is `None`.

    Attributes:
        target: its id.
        title: its title, else its indicator's.
        goal: the id of the goal that it serves.
        indicator: the id of what is measured.
        unit: the unit of all figures here.
        headline: whether it is the policy's headline.
        baseline_year: where counting starts.
        baseline: the figure of that year.
        latest_year: the year of the newest figure that may carry a verdict.
        latest: that figure; a total where figures add up.
        aim: the figure to reach.
        aim_min: the lower limit to keep.
        aim_max: the upper limit to keep.
        by: the target year.
        gap_closed: the share of the way done, 0 to 1 and beyond.
        time_elapsed: the share of the time passed at the latest figure.
        observed: the change per year so far.
        required: the change per year from the baseline to the target.
        needed: the change per year from the latest figure on.
        projection: the figure of the target year at the pace so far.
        chance: the chance that the target is reached, 0 to 1.
        expected: where the figure should be at the latest year.
        lead: how far it is ahead of that.
        method: the method that judges.
        measure: the method's number.
        score: −5 to 5 with methods that have scores.
        grade: A to E with the method that has grades.
        verdict: the verdict.
        stale: whether it rests on figures too old to be today's.
        reason: why there is no measure.
        rests_on: the year of the figure that the verdict rests on.
        rests_on_status: provisional or estimated, where that figure is.
        target_year_ended: whether the target year is over.
        settled: whether its figure is final.
        rating: the official step that a person recorded last.
        rated: the day of that rating.
        source: where the promise was published.
        responsible: who answers for it, else for its indicator.
        tags: the words to choose it or its indicator by.
    """

    target: str
    title: str
    goal: str
    indicator: str
    unit: str
    headline: bool
    baseline_year: int | None
    baseline: float | None
    latest_year: int | None
    latest: float | None
    aim: float | None
    aim_min: float | None
    aim_max: float | None
    by: int | None
    gap_closed: float | None
    time_elapsed: float | None
    observed: float | None
    required: float | None
    needed: float | None
    projection: float | None
    chance: float | None
    expected: float | None
    lead: float | None
    method: str
    measure: float | None
    score: float | None
    grade: str | None
    verdict: str
    stale: bool
    reason: str | None
    rests_on: int | None
    rests_on_status: str | None
    target_year_ended: bool
    settled: bool
    rating: str | None
    rated: date | None
    source: str | None
    responsible: str | None
    tags: str | None


def target_rows(dataset: Dataset, lang: Language, as_of: date, method: str | None = None) -> Iterator[TargetRow]:
    """Every target as it stands on a day, the headline first.

    Args:
        dataset: the data.
        lang: the language of titles and units.
        as_of: the day whose knowledge counts.
        method: a method's name; the data file's, else `linear`, when `None`.
    """
    assessment = assess(dataset, as_of, method)
    return (_row(entry, assessment.method, lang) for entry in assessment.targets)


def _row(entry: TargetAssessment, method: str, lang: Language) -> TargetRow:
    target, progress, judgement = entry.target, entry.progress, entry.judgement
    baseline_year, baseline = entry.baseline or (None, None)
    latest_year, latest = entry.latest or (None, None)
    return TargetRow(
        target=entry.id,
        title=pick(entry.title, lang),
        goal=target.goal,
        indicator=target.indicator,
        unit=pick(entry.indicator.unit, lang),
        headline=entry.headline,
        baseline_year=baseline_year,
        baseline=baseline,
        latest_year=latest_year,
        latest=latest,
        aim=target.value,
        aim_min=None if target.keep is None else target.keep.min,
        aim_max=None if target.keep is None else target.keep.max,
        by=target.by,
        gap_closed=progress.gap_closed,
        time_elapsed=progress.time_elapsed,
        observed=entry.observed,
        required=progress.required,
        needed=entry.needed,
        projection=entry.projection,
        chance=entry.chance,
        expected=progress.expected,
        lead=progress.lead,
        method=method,
        measure=judgement.measure,
        score=judgement.score,
        grade=judgement.grade,
        verdict=entry.verdict,
        stale=entry.stale,
        reason=entry.reason,
        rests_on=entry.rests_on,
        rests_on_status=entry.unsettled,
        target_year_ended=entry.target_year_ended,
        settled=entry.settled,
        rating=None if entry.rating is None else entry.rating.step,
        rated=None if entry.rating is None else entry.rating.date,
        source=target.source,
        responsible=text_in(office(entry), lang),
        tags=listed(words(entry)),
    )
