"""How a verdict came about: every number with its formula, every figure with its source.

Nothing is computed here in a second way. The steps are what the formulas of `unpolicy.measures` write down while they
compute, and the bands and the figures needed come from the methods themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.assess.assessment import Judged, TargetAssessment, assess_named, chosen_method
from unpolicy.assess.evidence import evidence, own_baseline, requirements, staying_within, symbol_of
from unpolicy.assess.history import History, Revised, history
from unpolicy.assess.stability import Stability, stability_of
from unpolicy.assess.terms import breaks, judge, keeping_of, past_of, progress_of
from unpolicy.measures.numbers import Step, Traced, note, note_any, running_totals
from unpolicy.measures.progress import attainment
from unpolicy.measures.steady import SteadyTarget, steps
from unpolicy.measures.verdict import METHODS, improved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from unpolicy.assess.evidence import Input, Requirement, Within
    from unpolicy.measures.case import Bands, Reason
    from unpolicy.model import Dataset
    from unpolicy.names import Verdict

SettledBy = Literal["target-year", "reached", "target-behind", "bands", "lead", "keep", "improve", "alone", "none"]
"""What settled the verdict.

- target-year: the target year's figure is final and was compared with the target.
- reached: the latest figure is at or past the target.
- target-behind: the baseline was past the target and the latest figure no longer is.
- bands: the band of the method that the measure lies in.
- lead: the yearly targets ask for no step in the desired direction yet, so that the lead's sign decides.
- keep: the limits of a target to be kept.
- improve: whether the latest figure is better than the baseline.
- alone: without a baseline, the latest figure beside the target.
- none: there is no verdict; the reason says why.
"""


class Ruling(NamedTuple):
    """What settled the verdict.

    Attributes:
        rule: which rule it was.
        bands: the edges of the method's verdicts, where a band settled it.
    """

    rule: SettledBy
    bands: Bands | None = None


class YearlyPromise(NamedTuple):
    """A yearly target with its figure.

    Attributes:
        year: the year.
        promised: the figure promised for it.
        came: its figure, the total so far where figures add up; `None` while it is not out.
        step: the ratio in which it was attained, with its formula; `None` where there is none.
    """

    year: int
    promised: int | float
    came: int | float | None
    step: Step | None

    @property
    def ratio(self) -> float | None:
        """The ratio in which it was attained."""
        return None if self.step is None else self.step.result


class Derivation(NamedTuple):
    """A verdict with everything it rests on.

    Attributes:
        entry: the assessment.
        method: the method it was judged by.
        as_of: the day whose knowledge counts.
        inputs: the figures, in the order of the formulas' terms.
        steps: what was computed, in order.
        ruling: what settled the verdict.
        forecast: how the chance of reaching the target came about.
        promises: the yearly targets.
        requirements: what would change the verdict.
        within: what would leave a kept target achieved.
        history: the verdict as it stood at each publication.
        stability: the verdict beside those of other choices.
    """

    entry: Judged
    method: str
    as_of: date
    inputs: tuple[Input, ...]
    steps: tuple[Step, ...]
    ruling: Ruling
    forecast: tuple[Step, ...]
    promises: tuple[YearlyPromise, ...]
    requirements: tuple[Requirement, ...]
    within: tuple[Within, ...]
    history: History
    stability: Stability

    @property
    def revisions(self) -> tuple[Revised, ...]:
        """The revisions that changed it."""
        return tuple(item for item in self.history.revisions if item.changed)

    @property
    def target(self) -> TargetAssessment | None:
        """The assessment, if it is one of a target."""
        return self.entry if isinstance(self.entry, TargetAssessment) else None

    @property
    def symbol(self) -> str:
        """The measure's symbol."""
        return "v" if self.target is None else "R"

    @property
    def verdict(self) -> Verdict | None:
        """The verdict; `None` where the method does not judge."""
        return self.entry.verdict

    @property
    def reason(self) -> Reason | None:
        """Why there is no measure, or why the verdict is less than it seems."""
        return self.target.reason if self.target else self.entry.judgement.reason


def derive(dataset: Dataset, name: str, as_of: date, method: str | None = None) -> Derivation:
    """Derive the verdict on a target, or on an indicator that no target uses.

    Args:
        dataset: the data.
        name: the id of the target or the indicator.
        as_of: the day whose knowledge counts.
        method: a method's name; the data file's, else `linear`, when `None`.
    """
    chosen = chosen_method(dataset, method)
    entry = assess_named(dataset, name, as_of, chosen)
    aimed = entry if isinstance(entry, TargetAssessment) else None
    return Derivation(
        entry=entry,
        method=chosen,
        as_of=as_of,
        inputs=tuple(evidence(dataset, entry)),
        steps=_steps(entry, chosen),
        ruling=_ruling(entry, chosen),
        forecast=() if aimed is None else _forecast(aimed),
        promises=() if aimed is None else tuple(_promises(aimed)),
        requirements=requirements(entry, chosen),
        within=() if aimed is None else staying_within(aimed),
        history=history(dataset, name, as_of, chosen),
        stability=stability_of(entry, chosen),
    )


def _steps(entry: Judged, method: str) -> tuple[Step, ...]:
    """Every step once: a number that several formulas begin with has the same line in each."""
    distinct: dict[tuple[str, str], Step] = {}
    for step in (*_totals(entry), *_measured(entry, method)):
        distinct.setdefault((step.name, step.figures), step)
    return tuple(distinct.values())


def _measured(entry: Judged, method: str) -> tuple[Step, ...]:
    aimed = entry if isinstance(entry, TargetAssessment) else None
    if aimed is not None:
        broken = breaks(entry.vintage)
        over = aimed.target_year_ended
        keeping = keeping_of(aimed.target, aimed.indicator, aimed.series, broken, over=over, trace=True)
        if keeping is not None:
            return keeping.steps
    if entry.case is None:
        return ()
    over = aimed is not None and aimed.target_year_ended
    settled = aimed is not None and aimed.settled
    if aimed is not None and aimed.target.improve:
        judged = improved(entry.case, settled=settled, trace=True).steps
    else:
        judged = () if entry.verdict is None else judge(entry.case, method, settled=settled, trace=True).steps
    return (*progress_of(entry.case, entry.indicator, over=over, trace=True).steps, *judged)


def _forecast(entry: TargetAssessment) -> tuple[Step, ...]:
    """How the chance of reaching the target came about; nothing where there is none."""
    value, by = entry.target.value, entry.target.by
    if value is None or by is None or entry.chance is None:
        return ()
    past, asked = past_of(entry.indicator, entry.vintage, entry.target), SteadyTarget(by, value, entry.indicator.sign)
    return steps(past.points, past.results, past.decimals, asked)


def _totals(entry: Judged) -> list[Step]:
    """How the baseline and the latest figure add up, where figures do."""
    if entry.indicator.aggregation != "sum" or entry.baseline is None or entry.latest is None:
        return []
    last = entry.latest.year
    values = {figure.year: figure.value for figure in entry.vintage.usable if figure.value is not None}
    own = own_baseline(entry)
    if own is None:
        terms = [(y, Traced.symbol(symbol_of(entry, y), v)) for y, v in sorted(values.items()) if y <= last]
    else:
        start = entry.baseline.year
        later = [(y, Traced.symbol(f"a{y}", v)) for y, v in sorted(values.items()) if start < y <= last]
        terms = [(start, Traced.symbol("b", own)), *later]
    totals = dict(running_totals(terms))
    log: list[Step] = []
    for name, point in (("baseline-total", entry.baseline), ("total", entry.latest)):
        if point.year in totals and point.year != terms[0][0]:
            note(log, name, name, totals[point.year])
    return log


def _ruling(entry: Judged, method: str) -> Ruling:
    if isinstance(entry, TargetAssessment):
        rule = _settled_by(entry)
        if rule != "bands":
            return Ruling(rule)
    if entry.case is None or entry.judgement.measure is None:
        return Ruling("none")
    return Ruling("bands", METHODS[method].bands_for(entry.case))


def _settled_by(entry: TargetAssessment) -> SettledBy:
    if entry.verdict == "unknown":
        return "none"
    if entry.case is None or entry.target.improve:
        return "keep" if entry.keeping is not None else "improve" if entry.target.improve else "alone"
    if entry.settled:
        return "target-year"
    if entry.case.reached(entry.case.c):
        return "reached"
    behind = entry.verdict == "moving-away" and entry.case.reached(entry.case.b)
    return "target-behind" if behind else "lead" if entry.judgement.measure is None else "bands"


def _promises(entry: TargetAssessment) -> Iterator[YearlyPromise]:
    figures = {point.year: point.value for point in entry.series}
    for year, promised in sorted(entry.target.yearly.items()):
        yield YearlyPromise(year, promised, figures.get(year), _attained(entry, year, promised, figures.get(year)))


def _attained(entry: TargetAssessment, year: int, promised: float, came: float | None) -> Step | None:
    if came is None:
        return None
    figure, target = Traced.symbol(f"c{year}", came), Traced.symbol(f"P{year}", promised)
    log: list[Step] = []
    note_any(log, "attainment", "ratio", attainment(figure, target, entry.indicator.sign))
    return log[0] if log else None
