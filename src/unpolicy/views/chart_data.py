"""What a chart shows, as plain numbers and words: the same for the terminal, the picture and the page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.assessment import TargetAssessment
from unpolicy.errors import RefusedError
from unpolicy.measures.forecast import forecast
from unpolicy.measures.progress import expected_on_path
from unpolicy.model import STATUSES_FOR_VERDICTS
from unpolicy.views import common
from unpolicy.views.labels import STATUSES, word
from unpolicy.views.words.chart import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.assess.assessment import Assessment, MonitoredAssessment
    from unpolicy.assess.vintages import Awaited
    from unpolicy.model import Indicator, Keep
    from unpolicy.names import Status
    from unpolicy.years import Language

LEVEL = "80"
"""Percent of the interval that charts show; 95 % of few figures would hide everything else."""

AHEAD = 2
"""Years projected where no target year says how far to look."""

ROOM = 2.0
"""The interval may take this many times the height of everything else, on each side; it is cut beyond."""


class Dot(NamedTuple):
    """A figure in the chart; a running total where figures add up."""

    year: int
    value: float
    status: Status = "final"

    @property
    def firm(self) -> bool:
        """Whether a verdict may rest on it."""
        return self.status in STATUSES_FOR_VERDICTS


class Ahead(NamedTuple):
    """A projected year.

    Attributes:
        year: the year.
        mean: the expected figure.
        interval: lowest and highest figure of the 80 % interval; `None` with too few figures.
    """

    year: int
    mean: float
    interval: tuple[float, float] | None


class ChartData(NamedTuple):
    """Everything that a chart shows.

    Attributes:
        id: the target's or indicator's id.
        title: the chart's title.
        indicator_title: what is measured.
        indicator: the indicator, for its unit, years and decimals.
        dots: the figures, oldest first.
        path: the promised figures from the baseline to the target, broken line by broken line.
        keep: limits to stay within instead of a figure to reach, with the first and last year they hold.
        target: the target year and figure.
        ahead: the drift projection, starting behind the newest firm figure.
        waiting: figures that are not out.
        lang: the language of the words.
    """

    id: str
    title: str
    indicator_title: str
    indicator: Indicator
    dots: tuple[Dot, ...]
    path: tuple[tuple[int, float], ...]
    keep: tuple[Keep, int, int] | None
    target: tuple[int, float] | None
    ahead: tuple[Ahead, ...]
    waiting: tuple[Awaited, ...]
    lang: Language

    @property
    def firm(self) -> list[Dot]:
        """The figures that a verdict may rest on."""
        return [dot for dot in self.dots if dot.firm]

    @property
    def years(self) -> range:
        """All years from the first to the last that anything is shown for."""
        shown = [dot.year for dot in self.dots] + [year for year, _ in self.path] + [point.year for point in self.ahead]
        shown += [awaited.year for awaited in self.waiting] + ([self.target[0]] if self.target else [])
        shown += [*self.keep[1:]] if self.keep else []
        return range(min(shown), max(shown) + 1)

    @property
    def unit(self) -> str:
        """The unit, with a word where figures add up."""
        unit = common.line(self.indicator.unit, self.lang)
        if self.indicator.aggregation == "latest":
            return unit
        total = word(WORDS, "sum", self.lang)
        return f"{unit}（{total}）" if self.lang == "ja" else f"{unit}, {total}"

    @property
    def year_title(self) -> str:
        """The title of the axis of years."""
        axis = word(WORDS, self.indicator.year, self.lang)
        if self.indicator.as_of is None:
            return axis
        month, day = self.indicator.as_of.split("-")
        spoken = f"{int(month)}月{int(day)}日" if self.lang == "ja" else f"{int(day)} {_MONTHS[int(month) - 1]}"
        return word(WORDS, "counted", self.lang).format(axis=axis, day=spoken)

    def number(self, value: float) -> str:
        """A figure with the indicator's decimals."""
        return common.value(value, self.indicator)

    def year(self, year: int) -> str:
        """A year as the indicator counts it."""
        return common.year(year, self.indicator, self.lang)

    def limits(self) -> tuple[float, float]:
        """The lowest and highest figure that the chart must have room for, before any margin."""
        core = [dot.value for dot in self.dots] + [value for _, value in self.path]
        core += [point.mean for point in self.ahead] + ([self.target[1]] if self.target else [])
        core += [end for end in (self.keep[0].min, self.keep[0].max) if end is not None] if self.keep else []
        low, high = min(core), max(core)
        if low == high:  # one figure, or the same one every year: it stands in the middle rather than on an edge
            low, high = self._around(low)
        room = ROOM * (high - low) or max(abs(high), 1.0)
        ends = [end for point in self.ahead for end in point.interval or ()]
        low, high = max(min([low, *ends]), low - room), min(max([high, *ends]), high + room)
        return low, high

    def _around(self, value: float) -> tuple[float, float]:
        least, most = self.indicator.limits
        half = abs(value) / 2 or 1.0
        low = value - half if least is None else max(value - half, least)
        high = value + half if most is None else min(value + half, most)
        return (low, high) if low < high else (value - half, value + half)

    @property
    def runs(self) -> list[list[Dot]]:
        """The firm figures in runs; a break in the series begins a new one."""
        runs: list[list[Dot]] = []
        for dot in self.firm:
            if not runs or dot.status == "break":
                runs.append([])
            runs[-1].append(dot)
        return runs

    @property
    def beyond(self) -> bool:
        """Whether the interval is too wide for the chart and goes on beyond it."""
        low, high = self.limits()
        return any(not low <= end <= high for point in self.ahead for end in point.interval or ())


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def chart_data(entry: TargetAssessment | MonitoredAssessment, lang: Language) -> ChartData:
    """What the chart of a target, or of an indicator without one, shows.

    Raises:
        RefusedError: there is nothing to draw.
    """
    indicator = entry.indicator
    target = entry.target if isinstance(entry, TargetAssessment) else None
    title = common.target_title(entry, lang) if isinstance(entry, TargetAssessment) else None
    keep = target.keep if target else None
    data = ChartData(
        id=entry.id,
        title=title or common.line(indicator.title, lang),
        indicator_title=common.line(indicator.title, lang),
        indicator=indicator,
        dots=_dots(entry),
        path=_path(entry) if isinstance(entry, TargetAssessment) else (),
        keep=None if target is None or keep is None else (keep, target.baseline_year, target.by),
        target=None if target is None or target.value is None else (target.by, target.value),
        ahead=_ahead(entry),
        waiting=entry.awaiting,
        lang=lang,
    )
    if not data.dots and not data.target and not data.keep:
        raise RefusedError(
            f"“{entry.id}” has no figure to draw yet.", ja=f"「{entry.id}」には図にする実績値がまだありません。"
        )
    return data


def find_entry(assessment: Assessment, kind: str, name: str) -> TargetAssessment | MonitoredAssessment:
    """The assessed target, or indicator without a target, that has an id."""
    among: Sequence[TargetAssessment | MonitoredAssessment]
    among = assessment.targets if kind == "target" else assessment.monitored
    return next(entry for entry in among if entry.id == name)


def _dots(entry: TargetAssessment | MonitoredAssessment) -> tuple[Dot, ...]:
    known = {figure.year: figure for figure in entry.vintage.figures}
    dots = {
        point.year: Dot(point.year, point.value, known[point.year].status if point.year in known else "final")
        for point in entry.series
    }
    if entry.indicator.aggregation == "latest":
        for figure in known.values():
            if figure.value is not None and not Dot(figure.year, 0, figure.status).firm:
                dots.setdefault(figure.year, Dot(figure.year, figure.value, figure.status))
    return tuple(dots[year] for year in sorted(dots))


def _path(entry: TargetAssessment) -> tuple[tuple[int, float], ...]:
    target = entry.target
    if target.value is None or entry.baseline is None or target.by <= entry.baseline.year:
        return ()
    between = sorted((y, v) for y, v in target.yearly.items() if entry.baseline.year < y < target.by)
    return ((entry.baseline.year, entry.baseline.value), *between, (target.by, target.value))


def promised(data: ChartData, year: int) -> float | None:
    """The figure on the path to the target in a year; `None` outside it."""
    if not data.path or not data.path[0][0] <= year <= data.path[-1][0]:
        return None
    return expected_on_path(data.path, year)


def _ahead(entry: TargetAssessment | MonitoredAssessment) -> tuple[Ahead, ...]:
    series = [(point.year, point.value) for point in entry.series]
    if len(series) < 2:
        return ()
    last = series[-1][0]
    end = entry.target.by if isinstance(entry, TargetAssessment) else last + AHEAD
    models = forecast(series, range(last + 1, end + 1), bounds=entry.indicator.limits)
    drift = next((model for model in models if model.model == "drift"), None)
    return tuple(
        Ahead(point.year, point.mean, None if point.intervals is None else point.intervals[LEVEL])
        for point in (drift.points if drift else ())
    )


def waiting_text(awaited: Awaited, lang: Language) -> str:
    """What is known of a figure that is not out."""
    if not awaited.recorded:
        return word(WORDS, "unwritten", lang)
    if awaited.due is None:
        return word(WORDS, "pending", lang)
    return word(WORDS, "overdue" if awaited.overdue else "pending-due", lang).format(due=awaited.due.isoformat())


def describe(data: ChartData) -> str:
    """The chart in words, for who cannot see it."""
    lang = data.lang
    parts = [word(WORDS, "what", lang).format(title=data.title, unit=data.unit), _say_actuals(data)]
    if data.target is not None:
        year, value = data.target
        parts.append(word(WORDS, "say-target", lang).format(value=data.number(value), year=data.year(year)))
    if data.keep is not None:
        keep, _, by = data.keep
        limits = common.keep_text(keep, data.indicator, lang)
        parts.append(word(WORDS, "say-keep", lang).format(value=limits, year=data.year(by)))
    if data.ahead:
        parts.append(_say_ahead(data, data.ahead[-1]))
    if data.beyond:
        parts.append(word(WORDS, "beyond", lang))
    parts += [
        word(WORDS, "say-pending", lang).format(year=data.year(awaited.year), what=waiting_text(awaited, lang))
        for awaited in data.waiting
    ]
    return ("" if lang == "ja" else " ").join(parts)


def _say_actuals(data: ChartData) -> str:
    if not data.dots:
        return word(WORDS, "say-no-actuals", data.lang)
    said = [_say_point(data, dot) for dot in data.dots]
    return word(WORDS, "say-actuals", data.lang).format(list=("、" if data.lang == "ja" else "; ").join(said))


def _say_point(data: ChartData, dot: Dot) -> str:
    said = word(WORDS, "say-point", data.lang).format(year=data.year(dot.year), value=data.number(dot.value))
    if dot.status == "final":
        return said
    status = word(STATUSES, dot.status, data.lang)
    return f"{said}（{status}）" if data.lang == "ja" else f"{said} ({status})"


def _say_ahead(data: ChartData, point: Ahead) -> str:
    said = word(WORDS, "say-projection", data.lang).format(year=data.year(point.year), value=data.number(point.mean))
    if point.interval is None:
        return said + word(WORDS, "say-no-interval", data.lang)
    low, high = (data.number(end) for end in point.interval)
    return said + word(WORDS, "say-interval", data.lang).format(low=low, high=high)


def ticks(low: float, high: float, count: int) -> list[float]:
    """About `count` round figures that cover low to high, the outermost ones at or beyond them."""
    rough = (high - low) / max(count - 1, 1) or max(abs(high), 1.0)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [float(f"{index * step:.12g}") for index in range(first, max(last, first + 1) + 1)]


def tick_decimals(values: Sequence[float]) -> int:
    """Digits behind the point that tell ticks apart."""
    return max((len(f"{value:.10f}".rstrip("0").partition(".")[2]) for value in values), default=0)


def year_ticks(years: range, most: int) -> list[int]:
    """At most `most` years, the last one among them."""
    step = -(-len(years) // most)
    return list(years)[::-1][::step][::-1]
