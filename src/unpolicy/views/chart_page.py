"""The picture of a chart on a page: figures and years alone, so that one drawing serves every language and width.

We draw it ourselves: vl-convert takes some 60 ms for what this does in one, and a site has hundreds of pictures. A test
compares each kind of chart with what the library draws of the same figures.

All words are in the page around it. Nothing is placed by how wide letters are: the frame is fixed, with room for
figures in the largest size that a page gives them, where it is narrow.
"""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from unpolicy.views import charting as look
from unpolicy.views.chart_spec import ChartMark, Plot, line_mark
from unpolicy.years import era_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unpolicy.views.chart import Chart

WIDTH, HEIGHT = 640, 280
"""Width of the picture and height of its plot, in the units of its view box."""

FONT = 12
"""Size of the figures where the page is wide."""

TOP, BOTTOM, ERA = 30, 34, 28
"""Room above the plot, below it for years, and for years of an era below these."""

LARGEST_FONT = 24
"""Size of the figures where the page is narrow."""

LONGEST_ERA = "平成29"

GAP = 8
"""Least room between two figures or years."""

_BLANKS = re.compile(r"/\*.*?\*/|(?<=[{};])\s+|\s+(?=[{}])")
_RULE = re.compile(r"\[(?P<colour>(?:fill|stroke)=\"#[0-9a-f]+\")\]\{[^}]*\}")
_YEAR = re.compile(r'(<text [^>]*class="year[^>]*>)(\d+)(?=<)')


def picture_svg(chart: Chart, prefix: str) -> str:
    """A chart as an SVG element for a page; `prefix` keeps ids unique where several charts stand on one page."""
    drawn = draw(chart)
    eras = chart.voice.lang == "ja"
    if eras:
        drawn = _YEAR.sub(lambda year: f'{year[0]}<tspan x="0" dy="1.2em">{era_label(int(year[2]))}</tspan>', drawn)
    height = TOP + HEIGHT + BOTTOM + (ERA if eras else 0)
    return look.named_svg(chart, drawn, f'viewBox="0 0 {WIDTH} {height}"', prefix)


def picture_file(drawn: str, styles: str) -> str:
    """A drawing as a file of its own, which adapts to the width at which a page shows it.

    Where its address ends in `#ja`, the years have their names in eras below them.

    Args:
        drawn: what `draw` made.
        styles: the style sheet of pictures.
    """
    eras = _YEAR.sub(
        lambda year: f'{year[0]}<tspan class="era" x="0" dy="1.2em">{era_label(int(year[2]))}</tspan>', drawn
    )

    def used(rule: re.Match[str]) -> str:
        return rule[0] if rule["colour"] in eras else ""

    own = ":root{font-family:sans-serif}.era{display:none}:root:target .era{display:inline}"
    view = f"0 0 {WIDTH} {TOP + HEIGHT + BOTTOM + ERA}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="ja" class="chart" viewBox="{view}">'
        f"<style>{_RULE.sub(used, _BLANKS.sub('', styles))}{own}</style>{eras}</svg>\n"
    )


def draw(chart: Chart) -> str:
    """What is inside the picture of a chart: the same in every language."""
    return _Picture(chart).drawn()


class _Picture(Plot):
    """The parts of a picture."""

    height, font, largest = HEIGHT, FONT, LARGEST_FONT

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart)
        self._figures = [(tick, f"{tick:,.{look.tick_decimals(self.scale)}f}") for tick in self.scale]
        self.left = _room(text for _, text in self._figures)
        half = [round(bold_width(chart.number(dot.value)) / 2) for dot in chart.dots[-1:]]
        self.margin = max(_room(chart.end(kind, value) for kind, value in self.end_figures), *half, 0)
        self.width = WIDTH - self.left - self.margin
        self.most_years = max(2, min(9, self.width // 48))

    def drawn(self) -> str:
        parts = (self._axes(), self._spans(), map(self._drawn, self.marks()), self._values(), self._ends())
        inside = "".join(element for part in parts for element in part)
        return f'<g fill="none" transform="translate({self.left},{TOP})">{inside}</g>'

    def _at(self, year: float, value: float) -> str:
        return f"{_short(self.across(year))},{_short(self.pixel(value))}"

    def _path(self, points: Iterable[tuple[float, float]]) -> str:
        return "M" + "L".join(self._at(year, value) for year, value in points)

    def _axes(self) -> Iterator[str]:
        """The grid, the ticks, and the years and figures beside them."""
        years, bottom = self.chart.ticks(self.most_years), HEIGHT + 0.5
        lines = "".join(f"M0,{round(self.pixel(value)) + 0.5}h{self.width}" for value in self.scale)
        yield _shape(lines, stroke=look.GRID)
        ticks = "".join(f"M{round(self.across(year)) + 0.5},{bottom}v5" for year in years)
        yield _shape(f"M0,{bottom}h{self.width}{ticks}", stroke=look.FAINT)
        yield f'<g fill="{look.MUTED}" text-anchor="middle">{"".join(self._years(years))}</g>'
        figures = ((_short(self.pixel(value) + 4.5), text.replace("-", "\u2212")) for value, text in self._figures)
        texts = (f'<text x="-2" y="{y}">{text}</text>' for y, text in figures)
        yield f'<g fill="{look.MUTED}" text-anchor="end">{"".join(texts)}</g>'

    def _years(self, years: Sequence[int]) -> Iterator[str]:
        """The years, every other one to be left out where a narrow page has no room for all."""
        places = [(self.across(year), self.chart.tick(year)) for year in years]
        crowded = _is_crowded((x, max(year, LONGEST_ERA, key=len)) for x, year in places)
        inner = {year for _, year in places[-2::-2]} if crowded else set()
        for x, year in places:
            kind = "year more" if year in inner else "year"
            yield f'<text class="{kind}" transform="translate({_short(x + 0.5)},{HEIGHT + 24})">{year}</text>'

    def _spans(self) -> Iterator[str]:
        """What lies behind the lines: the interval, the limits, breaks, years without a figure, figures' intervals."""
        chart = self.chart
        band = chart.band(self.scale[0], self.scale[-1])
        if band:
            around = [(year, high) for year, _, high in band] + [(year, low) for year, low, _ in reversed(band)]
            yield _shape(self._path(around) + "Z", fill=look.GREEN, opacity=look.BAND_OPACITY)
        yield from (self._drawn(line_mark(line, "limits")) for line in chart.kept)
        yield from self._uprights([year - 0.5 for year in chart.breaks], "break")
        waiting = [awaited.year for awaited in chart.waiting]
        yield from self._uprights(waiting, "waiting", stroke_linecap="round")
        if waiting:
            marks = ((self.across(year), HEIGHT - 12, "?", "") for year in waiting)
            yield _texts(marks, look.MUTED, "middle")
        yield from self._confidence()

    def _uprights(self, years: Sequence[float], kind: str, **more: str) -> Iterator[str]:
        if years:
            lines = "".join(f"M{_short(self.across(year))},{HEIGHT}V0" for year in years)
            dashes = _dashes(look.DASHES[kind])
            yield _shape(lines, stroke=look.COLORS[kind], stroke_width=1.5, **more, stroke_dasharray=dashes)

    def _confidence(self) -> Iterator[str]:
        """The confidence intervals of the figures, each a bar with a cap at each end."""
        intervals = [(dot.year, *dot.interval) for dot in self.chart.dots if dot.interval]
        bars = (f"M{self._at(year, low)}V{_short(self.pixel(high))}" for year, low, high in intervals)
        half = self.half_cap
        caps = (
            f"M{self._at(year - half, end)}H{_short(self.across(year + half))}"
            for year, *ends in intervals
            for end in ends
        )
        for lines in (bars, caps) if intervals else ():
            yield _shape("".join(lines), stroke=look.BLUE, stroke_width=1.5, opacity=0.7)

    def _drawn(self, mark: ChartMark) -> str:
        if not mark.shape:
            dashes = {} if mark.dashes is None else {"stroke_dasharray": _dashes(mark.dashes)}
            return _shape(self._path(mark.points), stroke=mark.color, stroke_width=mark.width, **dashes)
        places = ((self.across(year), self.pixel(value)) for year, value in mark.points)
        outlines = "".join(_outline(mark.shape, mark.size, x, y) for x, y in places)
        edge: dict[str, str | float] = {"stroke": mark.color, "stroke_width": mark.width} if mark.fill else {}
        return _shape(outlines, fill=mark.fill or mark.color, **edge)

    def _values(self) -> Iterator[str]:
        """The figures above their points or below; those in between may go where a narrow page has no room for all."""
        placed = self.placed_values()
        at = sorted((self.across(dot.year), text) for dots in placed.values() for dot, text in dots)
        inner = at[1:-1] if _is_crowded(at) else []
        for (below, nudge), dots in placed.items():
            # At the left edge it begins at the axis, so that it may grow to the right.
            moved = round(nudge - look.text_width(dots[0][1], LARGEST_FONT) / 2, 1) if nudge else 0
            texts = []
            for dot, text in dots:
                x, y = self.across(dot.year), self.pixel(dot.value) + (20 if below else -10)
                texts.append((x + moved, y, text, ' class="value more"' if (x, text) in inner else ' class="value"'))
            yield _texts(texts, look.BLUE, "start" if nudge else "middle")

    def _ends(self) -> Iterator[str]:
        """The figures at the right end."""
        for kind, value, y in self.placed_ends(LARGEST_FONT):
            text = self.chart.end(kind, value)
            yield _texts([(self.width + 4, round(y, 1), text, "")], look.DARK[look.COLORS[kind]], "start")


def _room(texts: Iterable[str]) -> int:
    return round(max((look.text_width(text, LARGEST_FONT) for text in texts), default=0)) + 10


def _shape(drawn: str, **looks: float | str) -> str:
    """A path element, without the attributes that have their default of 1."""
    attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in looks.items() if value != 1)
    return f'<path d="{drawn}"{attributes}/>'


def _texts(texts: Iterable[tuple[float, float, str, str]], color: str, anchor: str) -> str:
    """Words of one colour, each with where it stands and what the style sheet knows it by."""
    words = "".join(
        f'<text x="{_short(x)}" y="{_short(y + 4)}"{kind}>{escape(text)}</text>' for x, y, text, kind in texts
    )
    return f'<g fill="{color}" font-weight="bold" text-anchor="{anchor}">{words}</g>'


def _dashes(dashes: Sequence[int]) -> str:
    return ",".join(map(str, dashes))


def _is_crowded(texts: Iterable[tuple[float, str]]) -> bool:
    """Whether texts touch in the largest size, each with its middle at its place."""
    placed = sorted((x, (bold_width(text) + GAP) / 2) for x, text in texts)
    return any(right - left < half + next_half for (left, half), (right, next_half) in pairwise(placed))


def bold_width(text: str) -> float:
    """About how wide a text is in the largest size, where its letters are as wide as those of fonts can be."""
    return 1.25 * look.text_width(text, LARGEST_FONT)


def part_sample(number: int) -> str:
    """A sample of the line of a part, for a legend."""
    color, dashes, shape = look.PARTS[number]
    line = f'<path d="M1,6h26" stroke="{color}" stroke-width="2" stroke-dasharray="{_dashes(dashes)}"/>'
    point = f'<path d="{_outline(shape, 70, 14, 6)}" fill="{color}"/>'
    return f'<svg class="sample" viewBox="0 0 28 12" aria-hidden="true">{line}{point}</svg>'


def _outline(shape: str, size: float, x: float, y: float) -> str:
    """The outline of a point, as large as Vega has it."""
    r = size**0.5 / 2
    h, third = r * 0.75**0.5, r * 0.4
    half, long = f"a{_short(r)},{_short(r)},0,1,1,", r - third
    arms = [(0, -long), (2 * third, 0), (0, long), (long, 0), (0, 2 * third), (-long, 0), (0, long), (-2 * third, 0)]
    shapes = {
        "circle": (-r, 0, f"{half}{_short(2 * r)},0{half}{_short(-2 * r)},0z"),
        "diamond": (-r, 0, _closed((r, -r), (r, r), (-r, r))),
        "square": (-r, -r, _closed((2 * r, 0), (0, 2 * r), (-2 * r, 0))),
        "cross": (-third, -third, _closed(*arms, (0, -long), (-long, 0), (0, -2 * third))),
        "triangle-up": (0, -h, _closed((-r, 2 * h), (2 * r, 0))),
        "triangle-down": (0, h, _closed((-r, -2 * h), (2 * r, 0))),
        "triangle-right": (h, 0, _closed((-2 * h, -r), (0, 2 * r))),
    }
    dx, dy, path = shapes[shape]
    return f"M{_short(x + dx)},{_short(y + dy)}{path}"


def _closed(*steps: tuple[float, float]) -> str:
    return "l" + " ".join(f"{_short(x)},{_short(y)}" for x, y in steps) + "z"


def _short(number: float) -> str:
    """A number of pixels, to a tenth."""
    return f"{round(number, 1) + 0.0:g}"
