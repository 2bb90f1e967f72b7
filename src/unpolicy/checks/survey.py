"""One look at every indicator, which tells each rule the few that it has to look at more closely.

With 10,000 indicators, what takes time is fetching them from memory: a dozen rules that each go through all of them
cost half as much as reading the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.model import Actual
from unpolicy.years import counted_on, last_counted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from unpolicy.model import Indicator

Values = dict[int, int | float]


class Survey(NamedTuple):
    """What was seen of the indicators.

    Attributes:
        values: the figures that have a value, by indicator and year.
        long_forms: the figures in the long form, by indicator and year; indicators without any are left out.
        beyond: the indicators with a figure outside their limits.
        fractional: the counts among whose figures is one that may have a fraction.
        early: the indicators with a figure of a year that cannot be known yet.
        varied: the indicators whose largest figure is more than twice the smallest, or not above zero.
        unordered: the indicators whose years are not in ascending order.
        announced: the pending figures that have a due date: indicator, year, due date.
        premature: the final figures published before they could be known: indicator, year, day of publication.
        revised: the figures with several earlier values: indicator and year.
        sourced: the figures with a source of their own: indicator, year, source.
        parts: the indicators that are part of another, with that other's id.
        sources: the indicators with a source, with that.
        baselines: the indicators with a baseline year, with that.
    """

    values: dict[str, Values]
    long_forms: dict[str, dict[int, Actual]]
    beyond: list[str]
    fractional: list[str]
    early: list[str]
    varied: list[str]
    unordered: list[str]
    announced: list[tuple[str, int, date]]
    premature: list[tuple[str, int, date]]
    revised: list[tuple[str, int]]
    sourced: list[tuple[str, int, str]]
    parts: dict[str, str]
    sources: dict[str, str]
    baselines: dict[str, int]


def survey(indicators: Mapping[str, Indicator], as_of: date) -> Survey:
    """Looks at every indicator once.

    Args:
        indicators: the indicators by id.
        as_of: the day on which the data is judged.
    """
    seen = Survey({}, {}, [], [], [], [], [], [], [], [], [], {}, {}, {})
    for name, indicator in indicators.items():
        actuals = indicator.actuals
        # By type, not by isinstance, which asks pydantic's metaclass about every number.
        longs = {year: entry for year, entry in actuals.items() if type(entry) is Actual}
        values: Any = actuals
        if longs:
            seen.long_forms[name] = longs
            values = _values(actuals, longs)
            _look_at_long_forms(seen, name, indicator, longs)
        seen.values[name] = values
        years = list(actuals)
        if years != sorted(years):
            seen.unordered.append(name)
        if values:
            _look_at_values(seen, name, indicator, values)
            if max(values) > last_counted(indicator.year, indicator.as_of, as_of):
                seen.early.append(name)
        if indicator.part_of is not None:
            seen.parts[name] = indicator.part_of
        if indicator.source is not None:
            seen.sources[name] = indicator.source
        if indicator.baseline is not None:
            seen.baselines[name] = indicator.baseline
    return seen


def _values(actuals: Mapping[int, Any], longs: Mapping[int, Actual]) -> Values:
    values = dict(actuals)
    for year, entry in longs.items():
        if entry.value is None:
            del values[year]
        else:
            values[year] = entry.value
    return values


def _look_at_values(seen: Survey, name: str, indicator: Indicator, values: Values) -> None:
    found = values.values()
    smallest, largest = min(found), max(found)
    low, high = indicator.limits
    if (low is not None and smallest < low) or (high is not None and largest > high):
        seen.beyond.append(name)
    if not 0 < largest <= 2 * smallest:
        seen.varied.append(name)
    if indicator.kind == "count" and float in map(type, found):
        seen.fractional.append(name)


def _look_at_long_forms(seen: Survey, name: str, indicator: Indicator, longs: Mapping[int, Actual]) -> None:
    for year, entry in longs.items():
        if entry.status == "final":
            published = entry.published
            if published is not None and published < counted_on(year, indicator.year, indicator.as_of):
                seen.premature.append((name, year, published))
        elif entry.status == "pending" and entry.due is not None:
            seen.announced.append((name, year, entry.due))
        if len(entry.revisions) > 1:
            seen.revised.append((name, year))
        if entry.source is not None:
            seen.sourced.append((name, year, entry.source))
