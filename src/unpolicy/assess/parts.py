"""Indicators without a target as they are shown: parts below their wholes, with their share of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.terms import series_of
from unpolicy.assess.vintages import Vintage, known
from unpolicy.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from unpolicy.assess.assessment import Assessment, MonitoredAssessment
    from unpolicy.measures.case import Point
    from unpolicy.model import Dataset, Indicator

MOST_PARTS = 6
"""How many parts of one whole are shown unless all are asked for."""

_OF_NUMBERS = frozenset({"count", "amount"})


class Placed(NamedTuple):
    """An indicator with its place among the wholes and parts that are shown.

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
    share: float | None
    hidden: int


def placed(assessment: Assessment, *, everything: bool = False) -> list[Placed]:
    """The indicators without a target, each part below its whole; a whole with a target stands there without a verdict.

    Args:
        assessment: what is shown.
        everything: whether all parts of a whole are, however many.
    """
    entries = {entry.id: entry for entry in assessment.monitored}
    parts = _parts({name: entry.indicator for name, entry in entries.items()})
    shown = {whole: names[: None if everything else MOST_PARTS] for whole, names in parts.items()}
    above = {name: entry.indicator.part_of for name, entry in entries.items()}
    roots = dict.fromkeys(whole or name for name, whole in above.items() if whole not in entries)
    return [
        _place(assessment, name, entries.get(name), depth, len(parts.get(name, ())) - len(shown.get(name, ())))
        for name, depth in _each_below_its_whole(shown, roots, 0)
    ]


def parts_below(dataset: Dataset, whole: str) -> dict[str, int]:
    """The parts of an indicator and theirs, each below its whole, with how deep it lies."""
    parts = _parts(dataset.indicators)
    return dict(_each_below_its_whole(parts, parts.get(whole, ()), 1))


def _parts(indicators: Mapping[str, Indicator]) -> dict[str, list[str]]:
    """The parts of each whole."""
    parts: dict[str, list[str]] = {}
    for name, indicator in indicators.items():
        if indicator.part_of is not None:
            parts.setdefault(indicator.part_of, []).append(name)
    return parts


def _each_below_its_whole(
    parts: Mapping[str, Sequence[str]], first: Iterable[str], depth: int
) -> Iterator[tuple[str, int]]:
    # With a stack of its own: nobody knows how long a chain of parts is.
    ahead = [(name, depth) for name in reversed([*first])]
    while ahead:
        name, depth = ahead.pop()
        yield name, depth
        ahead += [(part, depth + 1) for part in reversed(parts.get(name, ()))]


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
    parts = {name: part.of for name, part in dataset.indicators.items() if part.part_of == whole}
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


def _place(assessment: Assessment, name: str, entry: MonitoredAssessment | None, depth: int, hidden: int) -> Placed:
    indicators = assessment.dataset.indicators
    indicator = indicators[name]
    vintage = _known(indicator, assessment) if entry is None else entry.vintage
    latest = next(reversed(series_of(indicator, vintage)), None) if entry is None else entry.latest
    whole = indicators.get(indicator.part_of or "") if depth else None
    share = None if whole is None else share_of(latest, indicator, whole, series_of(whole, _known(whole, assessment)))
    return Placed(name, indicator, entry, vintage, depth, latest, share, hidden)


def _known(indicator: Indicator, assessment: Assessment) -> Vintage:
    return known(indicator, assessment.as_of, assessment.dataset.carrying)
