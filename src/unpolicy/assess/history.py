"""The verdict as it stood at each publication, and what every revision did to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.assessment import Judged, TargetAssessment, assess_named, chosen_method
from unpolicy.assess.loosening import PromiseChange, restatements
from unpolicy.assess.vintages import known, publication_days, with_actuals
from unpolicy.model import Actual, Dataset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.measures.case import Point
    from unpolicy.model import Figure, Indicator, Target
    from unpolicy.names import Status, Verdict


class News(NamedTuple):
    """A figure that was published or revised.

    Attributes:
        year: the figure's year.
        value: what it is since then.
        before: what it was before; `None` when it is new.
        status: how far it can be relied on.
        dated: whether the day is recorded; otherwise the figure counts from the first day on which it could be known.
    """

    year: int
    value: int | float
    before: int | float | None
    status: Status
    dated: bool


class Moment(NamedTuple):
    """How things stood on a day of publication.

    Attributes:
        day: the day.
        news: what came out.
        baseline: where counting started.
        latest: the newest point that the verdict rested on.
        gap_closed: the share of the way done; `None` without a target value.
        measure: the method's number.
        verdict: the verdict of that day; `None` where the method does not judge.
        stale: whether it rested on figures too old to be shown as that day's.
        promises: what was promised otherwise from that day on.
        promised: whether the promise was made that day.
    """

    day: date
    news: tuple[News, ...]
    baseline: Point | None
    latest: Point | None
    gap_closed: float | None
    measure: float | None
    verdict: Verdict | None
    stale: bool
    promises: tuple[PromiseChange, ...] = ()
    promised: bool = False

    @property
    def dated(self) -> bool:
        """Whether the day is recorded for all that came out."""
        return all(item.dated for item in self.news)


class Revised(NamedTuple):
    """A revision, and the verdicts without it and with it on its day.

    Attributes:
        day: when the figure was revised.
        year: the figure's year.
        old: what it was.
        new: what it became.
        before: the verdict of the day as it would have been with the old figure.
        after: the verdict of the day.
    """

    day: date
    year: int
    old: int | float
    new: int | float
    before: Verdict | None
    after: Verdict | None

    @property
    def changed(self) -> bool:
        """Whether the revision alone changed the verdict."""
        return self.before != self.after


class History(NamedTuple):
    """The moments of a target, or of an indicator without one.

    Attributes:
        name: the id that was asked for.
        target: the target, if it is one.
        indicator_id: the indicator's id.
        indicator: the indicator.
        method: the method that judged.
        as_of: the last day.
        moments: the publications, earliest first.
        revisions: the revisions among them.
        now: how it stands on the last day.
    """

    name: str
    target: Target | None
    indicator_id: str
    indicator: Indicator
    method: str
    as_of: date
    moments: tuple[Moment, ...]
    revisions: tuple[Revised, ...]
    now: Judged


def history(dataset: Dataset, name: str, as_of: date, method: str | None = None) -> History:
    """The verdict at every publication up to a day.

    Days before the promise was made, and those before the baseline was known, are left out: there was nothing to judge.

    Args:
        dataset: the data.
        name: the id of a target, or of an indicator that no target uses.
        as_of: the last day.
        method: a method's name; the data file's, else `linear`, when `None`.
    """
    chosen = chosen_method(dataset, method)
    target = dataset.targets.get(name)
    indicator_id = name if target is None else target.indicator
    indicator = dataset.indicators[indicator_id]
    moments: list[Moment] = []
    revisions: list[Revised] = []
    changes = _promise_days(target, indicator, as_of)
    begun, counts_from = (None, True) if target is None else (target.set, target.baseline is not None)
    for day in sorted({*publication_days(indicator), *changes}):
        if day > as_of or (begun is not None and day < begun):
            continue
        news, promises = _news(indicator, day), tuple(changes.get(day, ()))
        moment = _moment(assess_named(dataset, name, day, chosen), day, news)
        moment = moment._replace(promises=promises, promised=day == begun)
        if (counts_from and moment.baseline is None) or not (news or promises or moment.promised):
            continue
        moments.append(moment)
        for item in news:
            if item.before is not None:
                undone = _with_old_value(dataset, indicator_id, item, day)
                before = assess_named(undone, name, day, chosen).verdict
                revisions.append(Revised(day, item.year, item.before, item.value, before, moment.verdict))
    now = assess_named(dataset, name, as_of, chosen)
    return History(name, target, indicator_id, indicator, chosen, as_of, tuple(moments), tuple(revisions), now)


def _promise_days(target: Target | None, indicator: Indicator, as_of: date) -> dict[date, list[PromiseChange]]:
    """The days on which a promise was made or became another one, with what changed."""
    found: dict[date, list[PromiseChange]] = {} if target is None or target.set is None else {target.set: []}
    for day, change in restatements(target, indicator, as_of) if target is not None else ():
        found.setdefault(day, []).append(change)
    return found


def _moment(entry: Judged, day: date, news: tuple[News, ...]) -> Moment:
    return Moment(
        day=day,
        news=news,
        baseline=entry.baseline,
        latest=entry.latest,
        gap_closed=entry.progress.gap_closed if isinstance(entry, TargetAssessment) else None,
        measure=entry.judgement.measure,
        verdict=entry.verdict,
        stale=entry.stale,
    )


def _news(indicator: Indicator, day: date) -> tuple[News, ...]:
    """What was published or revised on a day."""
    before = _by_year(indicator, day - timedelta(days=1))
    found = []
    for year, figure in _by_year(indicator, day).items():
        old = before[year].value if year in before else None
        if figure.value is not None and figure.value != old:
            found.append(News(year, figure.value, old, figure.status, figure.published is not None))
    return tuple(found)


def _by_year(indicator: Indicator, day: date) -> Mapping[int, Figure]:
    return {figure.year: figure for figure in known(indicator, day).figures}


def _with_old_value(dataset: Dataset, indicator_id: str, item: News, day: date) -> Dataset:
    """The data as they would be had one figure not been revised on a day."""
    indicator = dataset.indicators[indicator_id]
    unrevised = Actual(value=item.before, status=item.status, published=day)
    return with_actuals(dataset, indicator_id, {**indicator.actuals, item.year: unrevised})
