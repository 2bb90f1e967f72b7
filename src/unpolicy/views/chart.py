"""What a chart shows, as plain numbers and words: the same for the terminal, the picture and the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.measures.progress import expected_on_path
from unpolicy.model import STATUSES_BEFORE_FINAL, Indicator, Keep
from unpolicy.views import COMMON
from unpolicy.years import axis_label, era_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unpolicy.assess.vintages import Awaited
    from unpolicy.names import Status
    from unpolicy.views.voice import Voice, Words

LEVEL = "80"
"""Percent of the interval that charts show; 95 % of few figures would hide everything else."""

MOST_BEYOND = 2.0
"""The interval may take this many times the height of everything else, on each side; it is cut beyond."""

WORDS: Words = COMMON | {
    "actual": ("Actual", "実績値"),
    "confidence": ("Confidence interval", "信頼区間"),
    "joined": ("No figure in between", "間の年は値なし"),
    "preliminary": ("Provisional or estimated", "暫定値・推計値"),
    "path": ("Path to the target", "目標への道筋"),
    "limits": ("Limits to keep", "維持する範囲"),
    "target": ("Target", "目標値"),
    "projection": ("Forecast (steady)", "予測（控えめな平均ペース）"),
    "projection-short": ("Forecast", "予測"),
    "interval": ("80 % interval", "80％予測区間"),
    "pending": ("to be published", "公表予定"),
    "pending-due": ("due {due}", "{due}公表予定"),
    "overdue": ("overdue since {due}", "{due}から公表遅れ"),
    "unwritten": ("not recorded", "記録なし"),
    "calendar": ("Year", "年"),
    "fiscal": ("Fiscal year, {months}", "年度（{months}）"),
    "counted": ("{axis}, as of {day}", "{axis}（{day}現在）"),
    "sum": ("{unit}, running total", "{unit}（累計）"),
    "what": ("Line chart of {title}, in {unit}.", "「{title}」の折れ線グラフ。単位は{unit}。"),
    "say-actuals": ("Actual figures: {list}.", "実績値：{list}。"),
    "say-no-actuals": ("There is no actual figure yet.", "実績値はまだない。"),
    "say-point": ("{year}: {value}", "{year} {value}"),
    "say-part": ("{part}: {list}.", "{part}：{list}。"),
    "whole": ("Whole", "全体"),
    "largest": ("The {shown} largest of {count} parts are drawn.", "内訳{count}件のうち大きい{shown}件を描いている。"),
    "say-target": ("Target: {value} by {year}.", "目標値：{year}までに{value}。"),
    "say-keep": ("Limits to keep until {year}: {value}.", "{year}まで維持する範囲：{value}。"),
    "say-projection": ("The forecast for {year} is {value}", "{year}の予測は{value}"),
    "say-interval": (", with an 80 % interval from {low} to {high}.", "、80％予測区間は{low}～{high}。"),
    "say-no-interval": (", without an interval, as the figures are too few.", "。実績値が少ないため区間は示せない。"),
    "say-pending": ("{year}: {what}.", "{year}：{what}。"),
    "break": ("break in series", "系列の断絶"),
    "broken": ("Break in the series: {years}.", "系列の断絶：{years}。"),
    "standing": ("Verdict: {standing}.", "判定：{standing}。"),
    "chance": ("Chance of reaching the target: {chance}.", "目標値に達する確率：{chance}。"),
    "beyond": ("The interval goes on beyond the chart.", "区間は図の外まで続く。"),
    "year": ("year", "年"),
    "value": ("value", "値"),
    "status": ("status", "状態"),
    "promised": ("path", "目標への道筋"),
    "projected": ("forecast", "予測"),
    "low": ("low80", "80％下限"),
    "high": ("high80", "80％上限"),
    "least": ("low", "信頼下限"),
    "most": ("high", "信頼上限"),
}

KINDS = ("actual", "confidence", "joined", "preliminary", "path", "limits", "target", "projection", "interval", "break")
"""All kinds of lines and dots, in the order of a legend."""

Line = tuple[tuple[int, float], ...]
"""Years with their figures, oldest first."""


class Dot(NamedTuple):
    """A figure in the chart, or a forecast; a running total where figures add up.

    Attributes:
        year: the year.
        value: the figure.
        status: how far it can be relied on.
        firm: whether a verdict may rest on it.
        interval: its confidence interval, where the data file has one, or the 80 % interval of a forecast.
    """

    year: int
    value: float
    status: Status = "final"
    firm: bool = True
    interval: tuple[float, float] | None = None

    @property
    def preliminary(self) -> bool:
        """Whether a final figure is still to come."""
        return self.status in STATUSES_BEFORE_FINAL


class Part(NamedTuple):
    """A part of what is measured, as a line of its own."""

    title: str
    dots: tuple[Dot, ...]


class Chart(NamedTuple):
    """Everything that a chart shows.

    Attributes:
        voice: how its words are said.
        title: the chart's title.
        indicator: what is measured.
        dots: the figures, oldest first.
        path: the promised figures from the baseline to the target, broken line by broken line.
        keep: limits to stay within instead of a figure to reach, with the first and last year they hold.
        target: the target year and figure.
        ahead: the forecast by the model `steady`, starting behind the newest firm figure.
        waiting: figures that are not out.
        standing: how the target stands, in words; empty without one.
        chance: the chance that the target is reached; `None` where there is none.
        parts: lines of parts beside the whole.
        of_parts: how many parts there are, drawn or not.
    """

    voice: Voice
    title: str
    indicator: Indicator
    dots: tuple[Dot, ...]
    path: Line
    keep: tuple[Keep, int, int] | None
    target: tuple[int, float] | None
    ahead: tuple[Dot, ...]
    waiting: tuple[Awaited, ...]
    standing: str = ""
    chance: float | None = None
    parts: tuple[Part, ...] = ()
    of_parts: int = 0

    def word(self, key: str, **values: object) -> str:
        """One of the words of charts."""
        return self.voice.word(WORDS, key, **values)

    def number(self, value: float) -> str:
        """A figure with the indicator's decimals."""
        return self.voice.value(value, self.indicator)

    def end(self, kind: str, value: float) -> str:
        """The figure at the end of a line: what was promised is not rounded."""
        return self.number(value) if kind == "projection" else self.voice.exact(value, self.indicator)

    def numbers(self, interval: tuple[float, float]) -> dict[str, str]:
        """The lowest and the highest figure of an interval, to fill in where words name both."""
        return {"low": self.number(interval[0]), "high": self.number(interval[1])}

    def written(self, dot: Dot) -> str:
        """A figure as it stands at its point: with a mark where it is not final and a verdict rests on it."""
        return f"{self.number(dot.value)} ({dot.status[0]})" if dot.preliminary and dot.firm else self.number(dot.value)

    def year(self, year: int) -> str:
        """A year as the indicator counts it."""
        return self.voice.year(year, self.indicator)

    @property
    def indicator_title(self) -> str:
        """What is measured, where the chart's title does not say it."""
        title = self.voice.line(self.indicator.title)
        return "" if title == self.title or self.parts else title

    @property
    def unit(self) -> str:
        """The unit, with a word where figures add up."""
        unit = self.voice.unit(self.indicator)
        return unit if self.indicator.aggregation == "latest" else self.word("sum", unit=unit)

    @property
    def year_title(self) -> str:
        """The title of the axis of years."""
        axis = self.word(self.indicator.year_name, months=self.voice.months(self.indicator))
        if self.indicator.as_of is None:
            return axis
        return self.word("counted", axis=axis, day=self.voice.day_of_year(self.indicator.as_of))

    @property
    def firm(self) -> list[Dot]:
        """The figures that a verdict may rest on."""
        return [dot for dot in self.dots if dot.firm]

    @property
    def runs(self) -> list[list[Dot]]:
        """The firm figures in runs; a break in the series begins a new one."""
        runs: list[list[Dot]] = []
        for dot in self.firm:
            if not runs or dot.status == "break":
                runs.append([])
            runs[-1].append(dot)
        return runs

    def lines(self, runs: Iterable[Sequence[Dot]], *, solid: bool) -> list[Line]:
        """The solid lines through figures, or those that pass over years without one."""
        found = [line for run in runs for line in stretches(run, self.indicator.span)]
        return [tuple((dot.year, dot.value) for dot in line) for over, line in found if over is not solid]

    @property
    def breaks(self) -> list[int]:
        """The years from which on the series was measured otherwise than before."""
        return [run[0].year for run in self.runs[1:]]

    @property
    def verdict_words(self) -> list[str]:
        """The breaks, how the target stands and the chance that it is reached, each in words."""
        breaks = [self.word("broken", years=self.voice.years(self.breaks, self.indicator))] if self.breaks else []
        standing = [self.word("standing", standing=self.standing)] if self.standing else []
        chance = [] if self.chance is None else [self.word("chance", chance=self.voice.chance(self.chance))]
        shown = len(self.parts)
        largest = [self.word("largest", shown=shown, count=self.of_parts)] if shown < self.of_parts else []
        return [*breaks, *standing, *chance, *largest]

    @property
    def kept(self) -> list[Line]:
        """The limits to stay within, the lower one first, each as a level line."""
        if self.keep is None:
            return []
        keep, first, last = self.keep
        return [((first, limit), (last, limit)) for limit in (keep.min, keep.max) if limit is not None]

    @property
    def projection(self) -> Line:
        """The projection from the newest firm figure on."""
        ahead = [(point.year, point.value) for point in self.ahead]
        return ((self.firm[-1].year, self.firm[-1].value), *ahead) if ahead else ()

    def band(self, low: float, high: float) -> list[tuple[int, float, float]]:
        """The interval from the newest firm figure on: year, lowest and highest figure, cut at the ends of a scale."""
        ends = [(point.year, *point.interval) for point in self.ahead if point.interval is not None]
        start = [(dot.year, dot.value, dot.value) for dot in self.firm[-1:]] if ends else []
        return [(year, max(least, low), min(most, high)) for year, least, most in (*start, *ends)]

    @property
    def kinds(self) -> list[str]:
        """The kinds of lines and dots that are there, but the target, in the order of a legend."""
        shown = {
            "actual": self.firm,
            "confidence": any(dot.interval for dot in self.dots),
            "joined": self.lines([*self.runs, *(part.dots for part in self.parts)], solid=False),
            "preliminary": any(dot.preliminary for dot in self.dots),
            "path": self.path,
            "limits": self.keep,
            "projection": self.ahead,
            "interval": self.ahead and self.ahead[0].interval,
        }
        return [kind for kind, there in shown.items() if there]

    @property
    def legend(self) -> list[tuple[str, str]]:
        """What each kind of line and dot means, with its last figure or its years: the kind and the words."""
        figures = dict.fromkeys(self.kinds, "")
        if self.keep:
            figures["limits"] = self.voice.keep(self.keep[0], self.indicator)
        if self.target:
            figures["target"] = self.end("target", self.target[1])
        if self.ahead:
            last = self.ahead[-1]
            figures["projection"] = self.number(last.value)
            figures |= {"interval": self.word("range", **self.numbers(last.interval))} if last.interval else {}
        if self.breaks:
            figures["break"] = self.voice.years(self.breaks, self.indicator)
        names = {"actual": "whole"} if self.parts else {}
        words = {kind: self.word(names.get(kind, kind)) for kind in KINDS if kind in figures}
        return [(kind, f"{word} {figures[kind]}".rstrip()) for kind, word in words.items()]

    @property
    def waiting_words(self) -> list[tuple[str, str]]:
        """The years without a figure yet, with what is known of it."""
        return [(self.year(awaited.year), waiting_text(awaited, self.voice)) for awaited in self.waiting]

    @property
    def points(self) -> list[tuple[int, float]]:
        """The year and the figure of everything that must be seen, in no order."""
        lines = [point for line in (*self.kept, self.path, self.projection) for point in line]
        dots = [*self.dots, *(dot for part in self.parts for dot in part.dots)]
        ends = [(dot.year, end) for dot in self.dots for end in dot.interval or ()]
        return [*lines, *((dot.year, dot.value) for dot in dots), *ends, *([self.target] if self.target else [])]

    @property
    def years(self) -> range:
        """All years from the first to the last that anything is shown for."""
        shown = [year for year, _ in self.points] + [awaited.year for awaited in self.waiting]
        return range(min(shown), max(shown) + 1)

    def ticks(self, most: int) -> list[int]:
        """At most so many years for the axis: measured ones where not every year is, and the target's."""
        years, rhythm = self.years, self.indicator.rhythm
        if rhythm.yearly:
            return year_ticks(years, most)
        last = [self.target[0]] if self.target else []
        return year_ticks(sorted({*rhythm.between(years[0], years[-1]), *last}) or years, most)

    def tick(self, year: int) -> str:
        """A year as the axis names it."""
        return axis_label(year, self.indicator.year_kind)

    def era(self, year: int) -> str:
        """What stands below it in Japanese; nothing below two years in one."""
        return era_label(year) if self.tick(year).isdigit() else ""

    def limits(self) -> tuple[float, float]:
        """The lowest and highest figure that the chart must have room for, before any margin."""
        core = [value for _, value in self.points]
        low, high = min(core), max(core)
        if low == high:  # one figure, or the same one every year: it stands in the middle rather than on an edge
            low, high = self._around(low)
        room = MOST_BEYOND * (high - low) or max(abs(high), 1.0)
        ends = [end for point in self.ahead for end in point.interval or ()]
        return max(min([low, *ends]), low - room), min(max([high, *ends]), high + room)

    def _around(self, value: float) -> tuple[float, float]:
        least, most = self.indicator.limits
        half = abs(value) / 2 or 1.0
        low = value - half if least is None else max(value - half, least)
        high = value + half if most is None else min(value + half, most)
        return (low, high) if low < high else (value - half, value + half)

    @property
    def beyond(self) -> bool:
        """Whether the interval is too wide for the chart and goes on beyond it."""
        low, high = self.limits()
        return any(not low <= end <= high for point in self.ahead for end in point.interval or ())

    def promised(self, year: int) -> float | None:
        """The figure on the path to the target in a year; `None` outside it."""
        if not self.path or not self.path[0][0] <= year <= self.path[-1][0]:
            return None
        return expected_on_path(self.path, year)


def year_ticks(years: Sequence[int], most: int) -> list[int]:
    """At most `most` years, the last one among them."""
    step = -(-len(years) // most)
    return list(years)[::-1][::step][::-1]


def stretches(run: Sequence[Dot], span: int) -> Iterator[tuple[bool, list[Dot]]]:
    """The figures of one line in stretches: whether one passes over years without a figure, and its figures.

    Args:
        run: the figures, oldest first.
        span: how many years a figure covers.
    """
    solid: list[Dot] = []
    for dot in run:
        if solid and dot.year - solid[-1].year > span:
            if len(solid) > 1:
                yield False, solid
            yield True, [solid[-1], dot]
            solid = []
        solid.append(dot)
    if len(solid) > 1:
        yield False, solid


def waiting_text(awaited: Awaited, voice: Voice) -> str:
    """What is known of a figure that is not out."""
    return voice.waiting(awaited, WORDS)
