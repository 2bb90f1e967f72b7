"""The parts of an indicator on its page: tables and charts by what they are parts of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import RefusedError
from unpolicy.views.charting import make_parts_chart
from unpolicy.views.report.tables import reference_table
from unpolicy.views.site.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from unpolicy.model import Dataset
    from unpolicy.views.chart import Chart
    from unpolicy.views.report.sheet import Table, Writer
    from unpolicy.views.site.derived import Derived
    from unpolicy.views.voice import Voice


class PartsBy(NamedTuple):
    """Parts beside their whole.

    Attributes:
        title: what they are parts of.
        table: the figures.
        drawn: the name of their picture.
        chart: what it shows; nothing where there is no picture.
    """

    title: str
    table: Table
    drawn: str
    chart: Chart | None


def parts_of(key: str, derived: Derived, writer: Writer) -> Iterator[PartsBy]:
    """The parts of an indicator, by what they are parts of."""
    dataset, voice = writer.dataset, writer.voice
    for dimensions, names in _groups(dataset, key).items():
        title = voice.enumerate(voice.line(dataset.dimensions[name].title) for name in dimensions)
        table = reference_table([derived.monitored(name) for name in (key, *names)], writer)
        if table is not None:
            chart = _chart(key, dimensions, derived, voice)
            yield PartsBy(title or voice.word(WORDS, "parts"), table, _drawn(key, dimensions), chart)


def parts_charts(derived: Derived, voice: Voice) -> Iterator[tuple[str, Chart]]:
    """The name and the chart of every picture of parts."""
    dataset = derived.assessment.dataset
    for key in dict.fromkeys(one.part_of for one in dataset.indicators.values() if one.part_of):
        for dimensions in _groups(dataset, key):
            chart = _chart(key, dimensions, derived, voice)
            if chart is not None:
                yield _drawn(key, dimensions), chart


def _groups(dataset: Dataset, key: str) -> Mapping[tuple[str, ...], Sequence[str]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, other in dataset.indicators.items():
        if other.part_of == key:
            groups.setdefault(tuple(other.of), []).append(name)
    return groups


def _drawn(key: str, dimensions: Sequence[str]) -> str:
    return f"indicators/{key}.{'.'.join(dimensions)}"


def _chart(key: str, dimensions: Sequence[str], derived: Derived, voice: Voice) -> Chart | None:
    """The lines of parts by one dimension more than their whole has; nothing where there is nothing to draw."""
    dataset = derived.assessment.dataset
    more = [name for name in dimensions if name not in dataset.indicators[key].of]
    if len(more) != 1:
        return None
    try:
        return make_parts_chart(dataset, derived.monitored(key), more[0], voice)
    except RefusedError:
        return None
