"""Indicators without a target as they are shown: parts below their wholes, with their share of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.terms import series_of
from unpolicy.assess.vintages import known
from unpolicy.errors import UsageError

if TYPE_CHECKING:
    from unpolicy.assess.assessment import Assessment, MonitoredAssessment
    from unpolicy.assess.vintages import Vintage
    from unpolicy.measures.case import Point
    from unpolicy.model import Dataset, Indicator

MOST_PARTS = 6
"""How many parts of one whole are shown unless all are asked for."""

_OF_NUMBERS = frozenset({"count", "amount"})


class Placed(NamedTuple):
    """An indicator at its place.

    Attributes:
        name: its id.
        indicator: the indicator.
        entry: how it stands; `None` for a whole that is shown for the sake of its parts alone.
        vintage: what was known of it.
        depth: how many wholes are above it.
        latest: its newest point.
        share: what its newest figure is of its whole's in that year, where both are numbers of something.
        hidden: how many of its parts are left out.
    """

    name: str
    indicator: Indicator
    entry: MonitoredAssessment | None
    vintage: Vintage
    depth: int
    latest: Point | None
    share: float | None = None
    hidden: int = 0


def placed(assessment: Assessment, *, everything: bool = False) -> list[Placed]:
    """The indicators without a target, each part below its whole; a whole with a target stands there without a verdict.

    Args:
        assessment: what is shown.
        everything: whether all parts of a whole are, however many.
    """
    entries = {entry.id: entry for entry in assessment.monitored}
    parts: dict[str, list[str]] = {}
    roots: dict[str, None] = {}
    for name, entry in entries.items():
        whole = entry.indicator.part_of
        if whole is None:
            roots[name] = None
        else:
            parts.setdefault(whole, []).append(name)
            if whole not in entries:
                roots[whole] = None
    most = None if everything else MOST_PARTS
    found: list[Placed] = []
    # With a stack of its own: nobody knows how long a chain of parts is.
    ahead = [(name, 0) for name in reversed(roots)]
    while ahead:
        name, depth = ahead.pop()
        found.append(_place(assessment, name, entries.get(name), depth))
        below = parts.get(name, [])
        ahead += [(part, depth + 1) for part in reversed(below[:most])]
        if len(below) > len(below[:most]):
            found[-1] = found[-1]._replace(hidden=len(below) - len(below[:most]))
    return found


def parts_below(dataset: Dataset, whole: str) -> dict[str, int]:
    """The parts of an indicator and theirs, each below its whole, with how deep it lies."""
    below: dict[str, list[str]] = {}
    for name, one in dataset.indicators.items():
        if one.part_of is not None:
            below.setdefault(one.part_of, []).append(name)
    found: dict[str, int] = {}
    ahead = [(part, 1) for part in reversed(below.get(whole, []))]
    while ahead:
        name, depth = ahead.pop()
        found[name] = depth
        ahead += [(part, depth + 1) for part in reversed(below.get(name, []))]
    return found


def parts_along(dataset: Dataset, whole: str, dimension: str) -> dict[str, str]:
    """The parts of an indicator by one dimension alone, each with its value there.

    Args:
        dataset: the data.
        whole: the indicator's id.
        dimension: the dimension's id.

    Raises:
        UsageError: it has no such parts.
    """
    above = dataset.indicators[whole].of
    parts = {name: one.of for name, one in dataset.indicators.items() if one.part_of == whole}
    along = {name: sorted(of.keys() - above.keys()) for name, of in parts.items()}
    found = {name: parts[name][dimension] for name, names in along.items() if names == [dimension]}
    if not found:
        known_ones = ", ".join(sorted({names[0] for names in along.values() if len(names) == 1}))
        raise UsageError(
            f"“{whole}” has no parts by “{dimension}”" + (f"; it has some by {known_ones}." if known_ones else "."),
            ja=f"「{whole}」には「{dimension}」による内訳がありません。"
            + (f"ある区分：{known_ones}。" if known_ones else ""),
        )
    return found


def share_of(part: Point | None, indicator: Indicator, whole: Indicator, points: tuple[Point, ...]) -> float | None:
    """What a part's newest figure is of its whole's in the same year; `None` where that says nothing."""
    if part is None or whole.kind not in _OF_NUMBERS or whole.year_kind != indicator.year_kind:
        return None
    total = next((point.value for point in points if point.year == part.year), 0)
    return part.value / total if total > 0 else None


def _place(assessment: Assessment, name: str, entry: MonitoredAssessment | None, depth: int) -> Placed:
    indicators = assessment.dataset.indicators
    indicator = indicators[name]
    vintage = _known(indicator, assessment) if entry is None else entry.vintage
    latest = next(reversed(series_of(indicator, vintage)), None) if entry is None else entry.latest
    whole = indicators.get(indicator.part_of or "") if depth else None
    share = None if whole is None else share_of(latest, indicator, whole, series_of(whole, _known(whole, assessment)))
    return Placed(name, indicator, entry, vintage, depth, latest, share)


def _known(indicator: Indicator, assessment: Assessment) -> Vintage:
    return known(indicator, assessment.as_of, assessment.dataset.carrying)
