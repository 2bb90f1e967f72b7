"""A chart in the terminal, drawn by plotext, with everything in words around it laid out by rich.

plotext counts every character as one cell, so nothing but digits goes through it; titles, eras and the legend, which
may hold wide characters, stand outside. Each series has a sign of its own, so that no colour is needed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from unpolicy.figures import format_figure
from unpolicy.views import common
from unpolicy.views.chart_data import (
    ChartData,
    promised,
    tick_decimals,
    ticks,
    waiting_text,
    year_ticks,
)
from unpolicy.views.labels import STATUSES, word
from unpolicy.views.words.chart import WORDS
from unpolicy.years import era_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Group
    from rich.text import Text

    from unpolicy.assess.assessment import MonitoredAssessment, TargetAssessment

ACTUAL, PRELIMINARY, PATH, PROJECTION, BAND, TARGET, WAITING = "●", "○", "-", "+", "░", "◆", "?"

STYLES = {
    ACTUAL: "bold blue",
    PRELIMINARY: "blue",
    PATH: "yellow",
    TARGET: "bold yellow",
    PROJECTION: "green",
    BAND: "dim green",
    WAITING: "bold magenta",
}

SMALLEST_WIDTH, LARGEST_WIDTH = 30, 110
SMALLEST_HEIGHT, LARGEST_HEIGHT = 8, 24
_WORDS_AROUND = 9
"""Lines of words around the drawing, which leave that much less of the window for it."""

_BRAILLE = re.compile("[\u2800-\u28ff]+")
_SPARKS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_FINE = "braille"

Points = list[tuple[int, float]]


def chart_view(data: ChartData, width: int, height: int) -> Group:
    """The chart as a rich view that fits a window.

    Args:
        data: what to draw.
        width: columns of the window.
        height: rows of the window.
    """
    from rich.console import Group
    from rich.text import Text

    columns = max(SMALLEST_WIDTH, min(width, LARGEST_WIDTH))
    rows = max(SMALLEST_HEIGHT, min(height - _WORDS_AROUND, LARGEST_HEIGHT))
    drawn = _draw(data, columns, rows)
    title = Text(data.title, style="bold")
    if data.indicator_title != data.title:
        title.append(f"  {data.indicator_title}", style="not bold dim")
    lines = [title, Text(data.unit, style="dim"), *(_coloured(line) for line in drawn)]
    if data.lang == "ja":
        lines.append(Text(_eras(drawn[-1], columns), style="dim"))
    lines.append(Text(data.year_title, style="dim", justify="center"))
    return Group(*lines, Text(), *_legend(data, width))


def chart_rows(data: ChartData) -> list[list[str]]:
    """The chart as a table: a row a year, with what is drawn for it."""
    lang = data.lang
    heads = ("year", "value", "status", "promised", "projected", "low", "high")
    dots = {dot.year: dot for dot in data.dots}
    ahead = {point.year: point for point in data.ahead}
    waiting = {awaited.year: waiting_text(awaited, lang) for awaited in data.waiting}
    rows = [[word(WORDS, head, lang) for head in heads]]
    for year in data.years:
        dot, point = dots.get(year), ahead.get(year)
        status = word(STATUSES, dot.status, lang) if dot else waiting.get(year, "")
        low, high = point.interval if point and point.interval else (None, None)
        numbers = (dot.value if dot else None, promised(data, year), point.mean if point else None, low, high)
        value, path, mean, *ends = ("" if number is None else data.number(number) for number in numbers)
        rows.append([data.year(year), value, status, path, mean, *ends])
    return rows


def sparkline(entry: TargetAssessment | MonitoredAssessment, width: int = 24) -> Text:
    """A chart on one line, coloured: the figures year by year, a dot where one is missing, then the target.

    Args:
        entry: the target, or the indicator without one.
        width: most columns; the newest years are shown.
    """
    from rich.text import Text

    text = Text(sparkline_text(entry, width), style="blue")
    for sign in (_GAP, TARGET):
        text.highlight_words([sign], STYLES.get(sign, "dim"))
    return text


def sparkline_text(entry: TargetAssessment | MonitoredAssessment, width: int = 24) -> str:
    """A chart on one line without colour; as `sparkline`."""
    values = {point.year: point.value for point in entry.series}
    target = getattr(entry, "target", None)
    aim = None if target is None or target.value is None else (target.by, target.value)
    if not values:
        return ""
    last = max([*values, aim[0]] if aim else values)
    shown = [*values.values(), *([aim[1]] if aim else [])]
    signs = [
        _spark(values[year], min(shown), max(shown)) if year in values else _GAP
        for year in range(min(values), last + 1)
    ]
    if aim is not None and aim[0] not in values:
        signs[-1] = TARGET
    return "".join(signs[-max(width, 2) :])


def _spark(value: float, low: float, high: float) -> str:
    share = (value - low) / (high - low) if high > low else 0.5
    return _SPARKS[round(share * (len(_SPARKS) - 1))]


def _draw(data: ChartData, columns: int, rows: int) -> list[str]:
    import plotext

    scale = ticks(*data.limits(), max(3, rows // 4))
    # The window may be smaller than what a pipe or a test asks for, and plotext would shrink to it without a word.
    plotext.terminal.limit(width=False, height=False)
    figure = plotext.figure
    figure.clear()
    figure.plot_size(columns, rows)
    _draw_series(data, _Pen(plotext), scale[0], scale[-1])
    figure.ruler("x").lim(data.years[0] - 0.3, data.years[-1] + 0.3)
    figure.ruler("y").lim(scale[0], scale[-1])
    years = year_ticks(data.years, max(2, columns // 10))
    figure.ruler("x").ticks(years, [str(year) for year in years])
    decimals = tick_decimals(scale)
    figure.ruler("y").ticks(scale, [format_figure(tick, decimals).replace("−", "-") for tick in scale])
    drawn = str(figure.build().string(colorless=True)).rstrip("\n").split("\n")
    figure.clear()
    return drawn


class _Pen:
    """Draws series on plotext's one figure."""

    def __init__(self, plotext: Any) -> None:  # noqa: ANN401 - plotext publishes no types
        self.figure = plotext.figure
        self.marker = plotext.marker

    def series(self, points: Points, sign: str, *, lines: bool = True) -> Any:  # noqa: ANN401 - as above
        """A series, not yet drawn."""
        marker = sign if sign == _FINE else self.marker(sign)
        signal = self.figure.signal([year for year, _ in points], [value for _, value in points], marker=marker)
        return signal.lines(lines)

    def put(self, points: Points, sign: str, *, lines: bool = False) -> None:
        """Draw a series, if there is any of it."""
        if points:
            self.figure.draw(self.series(points, sign, lines=lines))

    def fill(self, upper: Points, lower: Points, sign: str) -> None:
        """Fill what lies between two lines."""
        self.figure.draw(self.series(upper, sign).fill(self.series(lower, sign)).density("full", scope="fill"))


def _draw_series(data: ChartData, pen: _Pen, low: float, high: float) -> None:
    """The series one over the other, the most important last."""
    firm = [(dot.year, dot.value) for dot in data.firm]
    ends = [(point.year, point.interval) for point in data.ahead if point.interval is not None]
    if ends:
        upper = [firm[-1], *((year, min(end, high)) for year, (_, end) in ends)]
        pen.fill(upper, [firm[-1], *((year, max(end, low)) for year, (end, _) in ends)], BAND)
    for limit in (data.keep[0].min, data.keep[0].max) if data.keep else ():
        if data.keep and limit is not None:
            pen.put([(data.keep[1], limit), (data.keep[2], limit)], PATH, lines=True)
    pen.put(list(data.path), PATH, lines=True)
    if data.ahead:
        pen.put([firm[-1], *((point.year, point.mean) for point in data.ahead)], PROJECTION, lines=True)
    pen.put([(awaited.year, low) for awaited in data.waiting], WAITING)
    pen.put([data.target] if data.target else [], TARGET)
    for run in data.runs:
        pen.put([(dot.year, dot.value) for dot in run], _FINE, lines=True)
    pen.put(firm, ACTUAL)
    pen.put([(dot.year, dot.value) for dot in data.dots if not dot.firm], PRELIMINARY)


def _coloured(line: str) -> Text:
    """A drawn line with each sign in its colour; the axis on its left stays plain."""
    from rich.text import Text

    text = Text(line, no_wrap=True)
    edge = line.find("│") if "│" in line else line.find("┤")
    if edge < 0:
        text.stylize("dim")
        return text
    text.stylize("dim", 0, edge + 1)
    for sign, style in STYLES.items():
        for place in (match.start() for match in re.finditer(re.escape(sign), line)):
            if edge < place:
                text.stylize(style, place, place + 1)
    for match in _BRAILLE.finditer(line):
        text.stylize(STYLES[ACTUAL], *match.span())
    text.stylize("dim", len(line) - 1)
    return text


def _eras(labels: str, columns: int) -> str:
    """The line of era years, each centred under its year on the line of years."""
    from rich.cells import cell_len

    line = ""
    for match in re.finditer(r"\d{4}", labels):
        era = era_label(int(match[0]))
        start = max(match.start() + 2 - cell_len(era) // 2, cell_len(line) + 1)
        if start + cell_len(era) <= columns + 1:
            line += " " * (start - cell_len(line)) + era
    return line


def _legend(data: ChartData, columns: int) -> list[Text]:
    from rich.text import Text

    lines = [Text()]
    for sign, words in _meanings(data):
        item = Text.assemble((sign, STYLES[sign[0]]), f" {words}")
        if lines[-1] and lines[-1].cell_len + 2 + item.cell_len > columns:
            lines.append(Text())
        lines[-1].append("  " if lines[-1] else "").append_text(item)
    waiting = [
        Text.assemble((WAITING, STYLES[WAITING]), f" {data.year(awaited.year)} {waiting_text(awaited, data.lang)}")
        for awaited in data.waiting
    ]
    beyond = [Text(word(WORDS, "beyond", data.lang), style="dim")] if data.beyond else []
    return [*lines, *waiting, *beyond]


def _meanings(data: ChartData) -> Iterator[tuple[str, str]]:
    """What each sign means, with its last figure."""

    def said(kind: str, value: str = "") -> str:
        return f"{word(WORDS, kind, data.lang)} {value}".rstrip()

    if data.firm:
        yield ACTUAL, said("actual")
    if len(data.firm) < len(data.dots):
        yield PRELIMINARY, said("preliminary")
    if data.path or data.keep:
        limits = common.keep_text(data.keep[0], data.indicator, data.lang) if data.keep else ""
        yield PATH * 3, said("limits", limits) if data.keep else said("path")
    if data.target:
        yield TARGET, said("target", data.number(data.target[1]))
    if data.ahead:
        last = data.ahead[-1]
        yield PROJECTION * 3, said("projection", data.number(last.mean))
        if last.interval is not None:
            yield BAND * 3, said("interval", _range(data, last.interval))


def _range(data: ChartData, interval: tuple[float, float]) -> str:
    return word(WORDS, "range", data.lang).format(low=data.number(interval[0]), high=data.number(interval[1]))
