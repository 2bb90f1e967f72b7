"""What was known of an indicator on a day, its vintage, and what people had recorded by then.

A figure counts from the day it was published; one without a date counts from the end of its year, or from the day on
which a stock is counted, and from the day of the run while that is still to come. Where a figure was revised, the value
published last before that day counts.
"""

# Without `from __future__ import annotations`: each field of a named tuple would be compiled at every start.

from collections import Counter
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.model import STATUSES_FOR_VERDICTS, Actual, Dataset, Figure, Goal, Indicator, Rating, entry_of, figure_of
from unpolicy.names import MILESTONE_STATUSES, STATUSES_WITHOUT_VALUE, MilestoneStatus, Status
from unpolicy.years import counted_on, last_counted, last_day, today, year_start

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.model import Source


class Awaited(NamedTuple):
    """A figure that is not out yet.

    Attributes:
        year: its year.
        due: the day it was announced for.
        overdue: whether that day has passed.
        recorded: whether the data file has it as pending; otherwise nobody has written anything for that year.
    """

    year: int
    due: date | None
    overdue: bool
    recorded: bool


class _Known(NamedTuple):
    indicator: Indicator
    last: int
    plain: tuple[tuple[int, int | float], ...]
    detailed: tuple[Figure, ...]
    pending: tuple[Awaited, ...]
    carrying: "frozenset[Status]" = STATUSES_FOR_VERDICTS
    as_of: date = date.max


class Vintage(_Known):
    """What was known of one indicator on a day.

    The figures in the short form become figures like the others when they are asked for: most verdicts need but two or
    three of them.

    Attributes:
        indicator: the indicator.
        last: the last year whose figure could be known.
        plain: year and value of the figures in the short form, in the order of the data file.
        detailed: the figures in the long form that had a value, oldest first, each as it stood that day.
        pending: recorded years whose figure was not out, oldest first.
        carrying: the statuses of figures that carry verdicts.
        as_of: the day.
    """

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures with a value, oldest first, each as it stood that day."""
        return tuple(sorted([Figure(year, value) for year, value in self.plain] + list(self.detailed)))

    @cached_property
    def usable(self) -> tuple[Figure, ...]:
        """The figures that a verdict may rest on: final ones, and the first after a break in the series."""
        return tuple([figure for figure in self.figures if figure.status in self.carrying])

    def status(self, year: int) -> "Status | None":
        """How far the figure of a year can be relied on; `None` without one."""
        found = next((figure.status for figure in self.detailed if figure.year == year), None)
        return "final" if found is None and any(known == year for known, _ in self.plain) else found

    def is_final(self, year: int) -> bool:
        """Whether the figure of a year is there and final."""
        return self.status(year) in STATUSES_FOR_VERDICTS


def known(indicator: Indicator, as_of: date, carrying: "frozenset[Status]" = STATUSES_FOR_VERDICTS) -> Vintage:
    """What was known of an indicator on the day `as_of`.

    Args:
        indicator: the indicator.
        as_of: the day.
        carrying: the statuses of figures that carry verdicts.
    """
    last = last_counted(indicator.year_kind, indicator.as_of, as_of)
    plain: list[tuple[int, int | float]] = []
    entries: list[tuple[int, Actual]] = []
    entry: Any
    for year, entry in indicator.actuals.items():
        if type(entry) is Actual:  # isinstance would ask pydantic's metaclass about every number
            entries.append((year, entry))
        elif year <= last or _first_known(Figure(year, entry), indicator) <= as_of:
            plain.append((year, entry))
    detailed: list[Figure] = []
    pending: list[Awaited] = []
    for figure in [figure_of(*pair) for pair in sorted(entries)]:  # no year is there twice, so that years decide
        figure_then = as_it_stood(figure, indicator, as_of)
        if figure_then is not None:
            detailed.append(figure_then)
        elif figure.status != "missing" and figure.year <= last:
            overdue = figure.due is not None and figure.due < as_of
            pending.append(Awaited(figure.year, figure.due, overdue, recorded=True))
    return Vintage(indicator, last, tuple(plain), tuple(detailed), tuple(pending), carrying, as_of)


def as_it_stood(figure: Figure, indicator: Indicator, as_of: date) -> Figure | None:
    """A figure with the value it had on a day; `None` when it had none yet."""
    if figure.status in STATUSES_WITHOUT_VALUE:
        return None
    if publication(figure, indicator) <= as_of:
        return figure
    for index in range(len(figure.revisions) - 1, -1, -1):
        revision = figure.revisions[index]
        if (revision.published or _first_known(figure, indicator)) <= as_of:
            return figure._replace(
                value=revision.value, published=revision.published, revisions=figure.revisions[:index]
            )
    return None


def publication(figure: Figure, indicator: Indicator) -> date:
    """The day from which a figure counts."""
    return figure.published or _first_known(figure, indicator)


def source_of(figure: Figure, indicator: Indicator, sources: "Mapping[str, Source]") -> str | None:
    """The reference to where a figure was published: its own, else its indicator's.

    A publication of an earlier day cannot have had the figure: then its source is not recorded.

    Args:
        figure: the figure.
        indicator: its indicator.
        sources: the publications by id.
    """
    if figure.source is not None or indicator.source is None:
        return figure.source
    inherited = sources.get(indicator.source)
    printed = None if inherited is None else inherited.published
    return indicator.source if printed is None or printed >= publication(figure, indicator) else None


def as_known(dataset: Dataset, as_of: date) -> Dataset:
    """The same data with the figures that were out on a day, at the values they had; the others are pending."""
    indicators = {key: _as_known(indicator, as_of) for key, indicator in dataset.indicators.items()}
    return dataset._replace(indicators_file=dataset.indicators_file.model_copy(update={"indicators": indicators}))


def _as_known(indicator: Indicator, as_of: date) -> Indicator:
    vintage = known(indicator, as_of)
    actuals: dict[int, Actual] = {figure.year: entry_of(figure) for figure in vintage.figures}
    for awaited in vintage.pending:
        actuals[awaited.year] = Actual(status="pending", due=awaited.due)
    for figure in indicator.figures():
        if figure.status == "missing":
            actuals[figure.year] = entry_of(figure)
    return indicator.model_copy(update={"actuals": dict(sorted(actuals.items()))})


def publication_days(indicator: Indicator) -> list[date]:
    """Every day on which something new was known of an indicator, earliest first."""
    days = set()
    for figure in indicator.figures():
        if figure.status in STATUSES_WITHOUT_VALUE:
            continue
        days.add(publication(figure, indicator))
        days.update(revision.published or _first_known(figure, indicator) for revision in figure.revisions)
    return sorted(days)


def _first_known(figure: Figure, indicator: Indicator) -> date:
    """The day on which an undated figure's year is over; for one of a running year the day of the run."""
    day = counted_on(figure.year, indicator.year_kind, indicator.as_of)
    return day if figure.value is None else min(day, max(today(), year_start(figure.year, indicator.year_kind)))


def count_milestones(goal: Goal) -> dict[MilestoneStatus, int]:
    """How many milestones have each status; statuses that none has are left out."""
    counts = Counter(milestone.status for milestone in goal.milestones.values())
    return {status: counts[status] for status in MILESTONE_STATUSES if counts[status]}


def overdue_milestones(goal: Goal, as_of: date) -> tuple[str, ...]:
    """The milestones that are still to come although the day by which they were due has passed."""
    still = ("in-progress", "not-started")
    milestones = goal.milestones.items()
    return tuple(key for key, step in milestones if step.status in still and step.due and last_day(step.due) < as_of)


def newest_ratings(dataset: Dataset, as_of: date) -> dict[str, Rating]:
    """The judgement of each target that counts on a day: the newest; of one day's, the one recorded last."""
    newest: dict[str, Rating] = {}
    for rating in dataset.targets_file.ratings:
        before = newest.get(rating.target)
        if rating.date <= as_of and (before is None or rating.date >= before.date):
            newest[rating.target] = rating
    return newest


def with_actuals(dataset: Dataset, indicator_id: str, actuals: "Mapping[int, int | float | Actual]") -> Dataset:
    """The data with other figures of one indicator."""
    changed = dataset.indicators[indicator_id].model_copy(update={"actuals": actuals})
    indicators = {**dataset.indicators, indicator_id: changed}
    return dataset._replace(indicators_file=dataset.indicators_file.model_copy(update={"indicators": indicators}))
