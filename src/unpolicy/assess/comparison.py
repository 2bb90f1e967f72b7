"""Two states of the data beside each other: figures, promises, verdicts, and how many texts changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.assess.assessment import TargetAssessment, assess_target, chosen_method
from unpolicy.assess.loosening import Promise, What, promise_changes
from unpolicy.assess.vintages import with_actuals
from unpolicy.names import VERDICTS, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from unpolicy.model import Dataset, Figure, Indicator, Record

FigureKind = Literal["added", "filled", "revised", "removed", "restated"]
"""What happened to a figure; `filled` was pending or missing, `restated` has another status and the same value."""
TargetKind = Literal["added", "removed", "loosened", "tightened", "superseded", "dropped", "changed"]
"""What became of a promise; `changed` is neither easier nor harder."""

_FIGURES_AND_PROMISES = {
    "indicators": frozenset({"actuals"}),
    "targets": frozenset({"indicator", "value", "keep", "improve", "by", "baseline", "yearly", "status"}),
}
"""What is no text, because it is compared as what it is."""


class FigureChange(NamedTuple):
    """A figure that was changed, added or removed.

    Attributes:
        indicator: the indicator's id.
        year: the figure's year.
        kind: what happened to it.
        before: its value; `None` without one.
        after: its value now.
    """

    indicator: str
    year: int
    kind: FigureKind
    before: int | float | None
    after: int | float | None


class TargetChange(NamedTuple):
    """A promise that changed.

    Attributes:
        target: the target's id.
        kind: what it means for reaching it.
        what: what of the promise it is; `None` for the whole.
        year: the year that a yearly target is of.
        before: a figure, a year or an id; for baseline `{"year", "value"}`; for the whole and for `aim` the promise.
        after: likewise.
    """

    target: str
    kind: TargetKind
    what: What | None
    year: int | None
    before: object
    after: object


class VerdictChange(NamedTuple):
    """A target whose verdict changed.

    Attributes:
        target: the target's id.
        before: how it was judged; `None` where it was not there.
        after: how it is judged now; `None` where it is no more.
        figures: the years of the indicator's figures each of which turned it, all else being equal.
        promise: whether what is promised turned it.
    """

    target: str
    before: TargetAssessment | None
    after: TargetAssessment | None
    figures: tuple[int, ...]
    promise: bool

    @property
    def worse(self) -> bool:
        """Whether it is judged worse than before."""
        if self.before is None or self.after is None:
            return False
        return is_worse(self.before.verdict, self.after.verdict)


class Comparison(NamedTuple):
    """What changed between two states of the data.

    Attributes:
        before: the data as they were.
        after: the data as they are.
        figures: by indicator and year.
        targets: by target.
        verdicts: those that changed.
        texts: how many other entries changed: titles, statements, notes, milestones, ratings, sources.
    """

    before: Dataset
    after: Dataset
    figures: tuple[FigureChange, ...]
    targets: tuple[TargetChange, ...]
    verdicts: tuple[VerdictChange, ...]
    texts: int


def is_worse(before: Verdict, after: Verdict) -> bool:
    """Whether a verdict is worse than another; nothing is where one of them is unknown."""
    if "unknown" in (before, after):
        return False
    return VERDICTS.index(after) > VERDICTS.index(before)


def compare(before: Dataset, after: Dataset, as_of: date, method: str | None = None) -> Comparison:
    """What changed from one state of the data to another, both judged with what was known on one day.

    Args:
        before: the data as they were.
        after: the data as they are.
        as_of: the day whose knowledge counts.
        method: the method that judges both; each one's own when `None`.
    """
    figures = tuple(_figures(before, after))
    return Comparison(
        before=before,
        after=after,
        figures=figures,
        targets=tuple(_targets(before, after)),
        verdicts=tuple(_verdicts(before, after, figures, as_of, method)),
        texts=_texts(before, after),
    )


def _union(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """All ids, in the order of today, with those that are gone at the end."""
    return list(dict.fromkeys([*after, *before]))


def _figures(before: Dataset, after: Dataset) -> Iterator[FigureChange]:
    for name in _union(before.indicators, after.indicators):
        old, new = before.indicators.get(name), after.indicators.get(name)
        years = {*(old.actuals if old else ()), *(new.actuals if new else ())}
        for year in sorted(years):
            was, now = (None if indicator is None else indicator.figure(year) for indicator in (old, new))
            kind = _figure_kind(was, now)
            if kind is not None:
                yield FigureChange(name, year, kind, was and was.value, now and now.value)


def _figure_kind(was: Figure | None, now: Figure | None) -> FigureKind | None:
    if was is None or now is None:
        return "added" if was is None else "removed"
    if was.value != now.value:
        return "filled" if was.value is None else "removed" if now.value is None else "revised"
    return None if was.status == now.status else "restated"


def _targets(before: Dataset, after: Dataset) -> Iterator[TargetChange]:
    for name in _union(before.targets, after.targets):
        old, new = before.targets.get(name), after.targets.get(name)
        if old is None or new is None:
            yield TargetChange(name, "added" if old is None else "removed", None, None, old, new)
            continue
        indicator = after.indicators.get(new.indicator)
        promises = Promise(old, before.indicators.get(old.indicator)), Promise(new, indicator)
        for change in promise_changes(*promises, _values(indicator)):
            yield TargetChange(name, change.kind, change.what, change.year, change.before, change.after)


def _values(indicator: Indicator | None) -> dict[int, int | float]:
    figures = [] if indicator is None else indicator.figures()
    return {figure.year: figure.value for figure in figures if figure.value is not None}


def _verdicts(
    before: Dataset, after: Dataset, figures: tuple[FigureChange, ...], as_of: date, method: str | None
) -> Iterator[VerdictChange]:
    for name in _union(before.targets, after.targets):
        was, now = (_judged(dataset, name, as_of, method) for dataset in (before, after))
        if was is None or now is None:
            yield VerdictChange(name, was, now, (), promise=False)
        elif was.verdict != now.verdict:
            measured = after.targets[name].indicator
            changed = [figure.year for figure in figures if figure.indicator == measured]

            def turns(change: Callable[[Dataset, Dataset], Dataset], was: Verdict, now: Verdict, name: str) -> bool:
                """Whether a change alone leads from one verdict to the other, or back."""
                ways = ((change(before, after), now), (change(after, before), was))
                found = ((_judged(dataset, name, as_of, method), verdict) for dataset, verdict in ways)
                return any(entry is not None and entry.verdict == verdict for entry, verdict in found)

            verdicts = was.verdict, now.verdict, name
            alone = tuple(year for year in changed if turns(partial(_with_figure, measured, year), *verdicts))
            yield VerdictChange(name, was, now, alone, promise=turns(partial(_with_promise, name), *verdicts))


def _judged(dataset: Dataset, name: str, as_of: date, method: str | None) -> TargetAssessment | None:
    if name not in dataset.targets or dataset.targets[name].indicator not in dataset.indicators:
        return None
    return assess_target(dataset, name, as_of, chosen_method(dataset, method))


def _with_figure(indicator: str, year: int, dataset: Dataset, other: Dataset) -> Dataset:
    """The data with one figure, or without it, as other data have it."""
    known, new = dataset.indicators.get(indicator), other.indicators.get(indicator)
    if known is None or new is None:
        return dataset
    actuals = {key: entry for key, entry in known.actuals.items() if key != year}
    if year in new.actuals:
        actuals[year] = new.actuals[year]
    return with_actuals(dataset, indicator, actuals)


def _with_promise(name: str, dataset: Dataset, other: Dataset) -> Dataset:
    """The data with one target as other data have it."""
    targets = {**dataset.targets, name: other.targets[name]}
    return dataset._replace(targets_file=dataset.targets_file.model_copy(update={"targets": targets}))


def _texts(before: Dataset, after: Dataset) -> int:
    files = zip((before.targets_file, before.indicators_file), (after.targets_file, after.indicators_file), strict=True)
    return sum(_differing(*_dumped(old, new)) for old, new in files)


def _dumped(old: Record, new: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both files without what is compared as figures and promises, and without records that only one of them has."""
    before, after = (file.model_dump(mode="json", exclude_none=True) for file in (old, new))
    for section, compared in _FIGURES_AND_PROMISES.items():
        both = before.get(section, {}).keys() & after.get(section, {}).keys()
        for side in (before, after):
            records = side.pop(section, {})
            side[section] = {
                name: {key: value for key, value in records[name].items() if key not in compared} for name in both
            }
    return before, after


def _differing(old: object, new: object) -> int:
    """How many single entries are not the same."""
    if isinstance(old, dict | list) or isinstance(new, dict | list):
        before, after = _entries(old), _entries(new)
        return sum(_differing(before.get(key), after.get(key)) for key in {*before, *after})
    return int(old != new)


def _entries(value: object) -> dict[Any, Any]:
    if isinstance(value, list):
        return dict(enumerate(value))
    return value if isinstance(value, dict) else {}
