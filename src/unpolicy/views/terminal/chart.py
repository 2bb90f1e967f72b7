"""A chart in the terminal, drawn by plotext, with everything in words around it laid out by rich.

plotext counts every character as one cell, so nothing but digits goes through it; titles, eras and the legend, which
may hold wide characters, stand outside. Each series has a sign of its own, so that no colour is needed.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import plotext
from rich.cells import cell_len
from rich.console import Group
from rich.text import Text

from unpolicy.figures import format_figure
from unpolicy.views.charting import tick_decimals, ticks
from unpolicy.years import era_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.views.chart import Chart, Dot

LOOKS = {
    "actual": ("●", "bold blue"),
    "preliminary": ("○", "blue"),
    "path": ("-", "yellow"),
    "limits": ("-", "yellow"),
    "target": ("◆", "bold yellow"),
    "projection": ("+", "green"),
    "interval": ("░", "dim green"),
    "waiting": ("?", "bold magenta"),
    "break": ("¦", "magenta"),
    "confidence": ("╎", "blue"),
    "joined": ("·", "dim blue"),
}
"""The sign and the style of each kind of lines and dots."""

LINES = ("path", "limits", "projection", "interval", "joined")
"""Kinds of which a legend shows a piece of the line."""

PARTS = "ABCDEFGH"
PART_STYLES = ("yellow", "green", "magenta", "cyan")

STYLES = dict(LOOKS.values()) | {
    sign: f"bold {PART_STYLES[index % len(PART_STYLES)]}" for index, sign in enumerate(PARTS)
}

SMALLEST_WIDTH, LARGEST_WIDTH = 30, 110
SMALLEST_HEIGHT, LARGEST_HEIGHT = 8, 24
_WORDS_AROUND = 10
"""Lines of words around the drawing, which leave that much less of the window for it."""

_BRAILLE = re.compile("[\u2800-\u28ff]+")


def chart_view(chart: Chart, width: int, height: int) -> Group:
    """The chart as a rich view that fits a window.

    Args:
        chart: what to draw.
        width: columns of the window.
        height: rows of the window.
    """
    columns = max(SMALLEST_WIDTH, min(width, LARGEST_WIDTH))
    rows = max(SMALLEST_HEIGHT, min(height - _WORDS_AROUND, LARGEST_HEIGHT))
    drawn = _draw(chart, columns, rows)
    title = Text(chart.title, style="bold")
    if chart.indicator_title:
        title.append(f"  {chart.indicator_title}", style="not bold dim")
    lines = [title, Text(chart.unit, style="dim"), *(_coloured(line) for line in drawn)]
    if chart.voice.lang == "ja" and chart.era(chart.years[0]):
        lines.append(Text(_eras(drawn[-1], columns), style="dim"))
    lines.append(Text(chart.year_title, style="dim", justify="center"))
    return Group(*lines, Text(), *_legend(chart, width))


_BESIDE = 8
"""Columns that the scale takes on the left."""


def _draw(chart: Chart, columns: int, rows: int) -> list[str]:
    scale = ticks(*chart.limits(), max(3, rows // 4))
    # The window may be smaller than what a pipe or a test asks for, and plotext would shrink to it without a word.
    plotext.limit_size(False, False)  # noqa: FBT003 - plotext names neither
    plotext.clear_figure()
    plotext.plot_size(columns, rows)
    _draw_series(chart, scale[0], scale[-1], columns)
    plotext.xlim(chart.years[0] - 0.3, chart.years[-1] + 0.3)
    plotext.ylim(scale[0], scale[-1])
    years = _apart(chart, columns)
    plotext.xticks(years, [chart.tick(year) for year in years])
    decimals = tick_decimals(scale)
    plotext.yticks(scale, [format_figure(tick, decimals).replace("−", "-") for tick in scale])
    drawn = str(plotext.uncolorize(plotext.build())).rstrip("\n").split("\n")
    plotext.clear_figure()
    return drawn


def _apart(chart: Chart, columns: int) -> list[int]:
    """The years to name below the chart: of two whose names would touch the later one, since plotext drops either."""
    years = chart.ticks(max(2, columns // 10))
    room = max(len(chart.tick(year)) for year in years) + 1
    kept: list[int] = []
    for year in reversed(years):
        if not kept or (kept[-1] - year) * (columns - _BESIDE) > room * len(chart.years):
            kept.append(year)
    return kept[::-1]


def _draw_series(chart: Chart, low: float, high: float, columns: int) -> None:
    """The series one over the other, the most important last."""
    _draw_band(chart.band(low, high), columns)
    for year in chart.breaks:
        _put([(year - 0.5, low), (year - 0.5, high)], "break", lines=True)
    for line in (*chart.kept, chart.path):
        _put(line, "path", lines=True)
    _put(chart.projection, "projection", lines=True)
    _put([(awaited.year, low) for awaited in chart.waiting], "waiting")
    _put([chart.target] if chart.target else [], "target")
    _draw_lines(chart, chart.runs)
    for dot in chart.dots:
        _put([(dot.year, end) for end in dot.interval or ()], "confidence", lines=True)
    for part, sign in zip(chart.parts, PARTS, strict=False):
        _draw_lines(chart, [part.dots])
        _put([(dot.year, dot.value) for dot in part.dots], sign)
    for preliminary, kind in ((False, "actual"), (True, "preliminary")):
        _put([(dot.year, dot.value) for dot in chart.dots if dot.preliminary is preliminary], kind)


def _draw_lines(chart: Chart, runs: Sequence[Sequence[Dot]]) -> None:
    for kind, solid in (("joined", False), ("braille", True)):
        for line in chart.lines(runs, solid=solid):
            _put(line, kind, lines=True)


def _draw_band(band: Sequence[tuple[int, float, float]], columns: int) -> None:
    """The interval as upright strokes, close enough to leave no column out."""
    if not band:
        return
    strokes = columns // max(band[-1][0] - band[0][0], 1) + 2
    for (year, low, high), (following, low_there, high_there) in pairwise(band):
        for step in range(strokes * (following - year)):
            share = step / (strokes * (following - year) - 1)
            place = year + (following - year) * share
            ends = low + (low_there - low) * share, high + (high_there - high) * share
            plotext.plot([place, place], [*ends], marker=LOOKS["interval"][0])


def _put(points: Sequence[tuple[float, float]], kind: str, *, lines: bool = False) -> None:
    """Draw a series of a kind, or with a sign of its own, if there is any of it."""
    if points:
        years, values = zip(*points, strict=True)
        (plotext.plot if lines else plotext.scatter)([*years], [*values], marker=LOOKS.get(kind, (kind,))[0])


def _coloured(line: str) -> Text:
    """A drawn line with each sign in its colour; the axis on its left stays plain."""
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
        text.stylize(LOOKS["actual"][1], *match.span())
    text.stylize("dim", len(line) - 1)
    return text


def _eras(labels: str, columns: int) -> str:
    """The line of era years, each centred under its year on the line of years."""
    line = ""
    for match in re.finditer(r"\d{4}", labels):
        era = era_label(int(match[0]))
        start = max(match.start() + 2 - cell_len(era) // 2, cell_len(line) + 1)
        if start + cell_len(era) <= columns + 1:
            line += " " * (start - cell_len(line)) + era
    return line


def _legend(chart: Chart, columns: int) -> list[Text]:
    lines = [Text()]
    named = [(LOOKS[kind][0] * (3 if kind in LINES else 1), words) for kind, words in chart.legend]
    newest = (f"{part.title} {chart.number(part.dots[-1].value)}" for part in chart.parts)
    for drawn, words in [*named, *zip(PARTS, newest, strict=False)]:
        item = Text.assemble((drawn, STYLES[drawn[0]]), f" {words}")
        if lines[-1] and lines[-1].cell_len + 2 + item.cell_len > columns:
            lines.append(Text())
        lines[-1].append("  " if lines[-1] else "").append_text(item)
    waiting = [Text.assemble(LOOKS["waiting"], f" {year} {why}") for year, why in chart.waiting_words]
    beyond = [Text(chart.word("beyond"), style="dim")] if chart.beyond else []
    verdict = [Text(chart.voice.say((" ", "")).join(chart.verdict_words))]
    return [*lines, *waiting, *beyond, *verdict]
