"""From assessments to charts, how charts look, and charts as text: described, as a table, on one line.

Colours are Okabe and Ito's, which stay apart in every form of colour blindness; each line also has its own dash pattern
and its own point shape, so that the chart can be read in grey. Source: Okabe & Ito, Color Universal Design (2008).
"""

from __future__ import annotations

import math
import unicodedata
from html import escape
from itertools import starmap
from typing import TYPE_CHECKING, Any

from unpolicy.assess.assessment import Judged, TargetAssessment
from unpolicy.assess.evidence import measured_points
from unpolicy.assess.parts import parts_along
from unpolicy.assess.terms import counted, past_of
from unpolicy.assess.vintages import known
from unpolicy.errors import RefusedError
from unpolicy.measures.forecast import forecast
from unpolicy.views import STATUSES
from unpolicy.views.chart import LEVEL, Chart, Dot, Line, Part, waiting_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unpolicy.model import Dataset, Keep
    from unpolicy.views.voice import Voice

YEARS_AHEAD = 2
"""Measured years projected where no target year says how far to look."""

MOST_PARTS = 8
"""So many lines of parts can still be told apart."""

BLOCKS = "▁▂▃▄▅▆▇█"
GAP, TARGET = "·", "◆"

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"

INK, MUTED, FAINT, GRID, PAPER = "#1b1f24", "#57606a", "#8c959f", "#e4e7eb", "#ffffff"
BLUE, VERMILION, GREEN = "#0072b2", "#d55e00", "#009e73"

DARK = {VERMILION: "#a64900", GREEN: "#00694d"}
"""The same hues dark enough for words on white: contrast above 4.5."""

FONTS = "'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,'Noto Sans',sans-serif"

EDGE = 0.3
"""Years of room before the first year and behind the last."""

COLORS = {"actual": BLUE, "preliminary": BLUE, "path": VERMILION, "limits": VERMILION, "target": VERMILION}
COLORS |= {"projection": GREEN, "interval": GREEN, "waiting": FAINT, "confidence": BLUE, "joined": BLUE, "break": MUTED}
DASHES = {
    "actual": [1, 0],
    "joined": [1, 0],
    "path": [7, 4],
    "limits": [7, 4],
    "projection": [2, 3],
    "waiting": [1, 4],
    "break": [8, 3, 2, 3],
}
SOLID = frozenset({"actual", "joined"})
WIDTHS = {"actual": 3.0, "joined": 1.0, "path": 2.0, "limits": 2.0, "projection": 2.5}
SHAPES = {"actual": "circle", "preliminary": "circle", "path": "diamond", "projection": "triangle-up"}
BAND_OPACITY = 0.16

PARTS = (
    (VERMILION, [7, 4], "square"),
    (GREEN, [2, 3], "triangle-up"),
    ("#8f3f71", [1, 0], "diamond"),
    (INK, [8, 3, 2, 3], "triangle-down"),
    ("#7a6000", [7, 4], "cross"),
    ("#0b7285", [2, 3], "square"),
    (VERMILION, [1, 0], "triangle-right"),
    (GREEN, [8, 3, 2, 3], "diamond"),
)
"""The colour, the dashes and the shape of each part's line."""

VegaMark = dict[str, Any]
Layer = dict[str, Any]


BAR: VegaMark = {"type": "rule", "color": BLUE, "strokeWidth": 1.5, "opacity": 0.7}
"""A confidence interval."""


def make_chart(entry: Judged, voice: Voice) -> Chart:
    """What the chart of a target, or of an indicator without one, shows.

    Raises:
        RefusedError: there is nothing to draw.
    """
    judged = entry if isinstance(entry, TargetAssessment) else None
    target = judged.target if judged else None
    dots = _dots(entry)
    chart = Chart(
        voice=voice,
        title=voice.title(entry),
        indicator=entry.indicator,
        dots=dots,
        path=_path(judged) if judged else (),
        keep=_keep(judged, dots) if judged else None,
        target=None if target is None or target.value is None else (target.last, target.value),
        ahead=_ahead(entry),
        waiting=entry.awaiting,
        standing=voice.standing(judged) if judged else "",
        chance=judged.chance if judged else None,
    )
    if not chart.dots and not chart.target and not chart.keep:
        raise _nothing(entry.id)
    return chart


def _dots(entry: Judged) -> tuple[Dot, ...]:
    """The running totals where figures add up, else each year's own figure."""
    vintage = entry.vintage
    if entry.indicator.aggregation == "sum":
        points = measured_points(entry)
        return tuple(Dot(point.year, point.value, vintage.status(point.year) or "final") for point in points)
    ends = {
        figure.year: (figure.low, figure.high)
        for figure in vintage.detailed
        if figure.low is not None and figure.high is not None
    }
    return tuple(
        Dot(figure.year, figure.value, figure.status, figure.status in vintage.carrying, ends.get(figure.year))
        for figure in vintage.figures
        if figure.value is not None
    )


def _keep(entry: TargetAssessment, dots: Sequence[Dot]) -> tuple[Keep, int, int] | None:
    """Limits with the years between which they are drawn: those of the figures where the promise names none."""
    target = entry.target
    years = [dot.year for dot in dots]
    first = min(years, default=target.by) if target.baseline_year is None else target.baseline_year
    last = max(years, default=first) if target.by is None else target.by
    return None if target.keep is None or first is None or last is None else (target.keep, first, last)


def _path(entry: TargetAssessment) -> Line:
    target, start = entry.target, entry.baseline
    if target.value is None or start is None or target.by is None or target.by <= start.year:
        return ()
    between = sorted((y, v) for y, v in target.yearly.items() if start.year < y < target.by)
    return ((start.year, start.value), *between, (target.by, target.value))


def _ahead(entry: Judged) -> tuple[Dot, ...]:
    series = [(point.year, point.value) for point in entry.series]
    if len(series) < 2:
        return ()
    if isinstance(entry, TargetAssessment) and entry.target_year_ended:
        return ()
    target = entry.target if isinstance(entry, TargetAssessment) else None
    years = entry.indicator.rhythm.ahead(series[-1][0], YEARS_AHEAD, None if target is None else target.by)
    models = forecast(past_of(entry.indicator, entry.vintage, target), years) if years else ()
    points = models[0].points if models else ()
    return tuple(Dot(point.year, point.mean, interval=(point.intervals or {}).get(LEVEL)) for point in points)


def make_parts_chart(dataset: Dataset, entry: Judged, by: str, voice: Voice) -> Chart:
    """A chart with a line for an indicator and one for each of its parts by a dimension, and nothing else.

    Raises:
        UsageError: it has no such parts.
        RefusedError: there is nothing to draw.
    """
    indicator, dimension = entry.indicator, dataset.dimensions.get(by)
    name = entry.target.indicator if isinstance(entry, TargetAssessment) else entry.id
    parts = [
        Part(voice.line(dimension.values.get(value, value) if dimension else value), _part(dataset, part, entry))
        for part, value in parts_along(dataset, name, by).items()
    ]
    drawn = [part for part in parts if part.dots]
    largest = sorted(drawn, key=lambda part: part.dots[-1].value, reverse=True)[:MOST_PARTS]
    title = voice.bracketed(voice.line(indicator.title), voice.line(dimension.title if dimension else by))
    chart = Chart(voice, title, indicator, _dots(entry), (), None, None, (), ())
    if not drawn:
        raise _nothing(entry.id)
    return chart._replace(parts=tuple(part for part in drawn if part in largest), of_parts=len(drawn))


def _part(dataset: Dataset, name: str, whole: Judged) -> tuple[Dot, ...]:
    """A part's figures that a verdict may rest on, as they count; none where another scale would be needed."""
    indicator = dataset.indicators[name]
    if (indicator.unit, indicator.year_kind) != (whole.indicator.unit, whole.indicator.year_kind):
        return ()
    return tuple(starmap(Dot, counted(indicator, known(indicator, whole.vintage.as_of, dataset.carrying))))


def _nothing(name: str) -> RefusedError:
    return RefusedError(f"“{name}” has no figure to draw yet.", ja=f"「{name}」には図にする実績値がまだありません。")


def chart_rows(chart: Chart) -> list[list[str]]:
    """The chart as a table: a row a year, with what is drawn for it."""
    if chart.parts:
        return _parts_rows(chart)
    own = any(dot.interval for dot in chart.dots)
    heads = ("year", "value", "status", "promised", "projected", "low", "high", *(("least", "most") if own else ()))
    dots = {dot.year: dot for dot in chart.dots}
    ahead = {point.year: point for point in chart.ahead}
    waiting = {awaited.year: waiting_text(awaited, chart.voice) for awaited in chart.waiting}
    rows = [[chart.word(head) for head in heads]]
    for year in chart.years:
        dot, point = dots.get(year), ahead.get(year)
        status = chart.voice.word(STATUSES, dot.status) if dot else waiting.get(year, "")
        ends = point.interval if point and point.interval else (None, None)
        ends = (*ends, *(dot.interval if dot and dot.interval else (None, None))) if own else ends
        numbers = (dot.value if dot else None, chart.promised(year), point.value if point else None, *ends)
        value, *others = (_cell(chart, number) for number in numbers)
        rows.append([chart.year(year), value, status, *others])
    return rows


def _parts_rows(chart: Chart) -> list[list[str]]:
    """A row a year, a column the whole and each part."""
    columns = [{dot.year: dot.value for dot in dots} for dots in (chart.dots, *(part.dots for part in chart.parts))]
    years = sorted({year for column in columns for year in column})
    heads = [chart.word("year"), chart.word("whole"), *(part.title for part in chart.parts)]
    return [heads, *([chart.year(year), *(_cell(chart, column.get(year)) for column in columns)] for year in years)]


def _cell(chart: Chart, number: float | None) -> str:
    return "" if number is None else chart.number(number)


def describe(chart: Chart) -> str:
    """The chart in words, for who cannot see it."""
    actuals = "say-actuals" if chart.dots else "say-no-actuals"
    sentences = [chart.word("what", title=chart.title, unit=chart.unit)]
    sentences.append(chart.word(actuals, list=_say_dots(chart, chart.dots)))
    sentences += [chart.word("say-part", part=part.title, list=_say_dots(chart, part.dots)) for part in chart.parts]
    if chart.target is not None:
        year, value = chart.target
        sentences.append(chart.word("say-target", value=chart.end("target", value), year=chart.year(year)))
    if chart.keep is not None:
        keep, _, by = chart.keep
        limits = chart.voice.keep(keep, chart.indicator)
        sentences.append(chart.word("say-keep", value=limits, year=chart.year(by)))
    sentences += chart.verdict_words
    if chart.ahead:
        sentences.append(_say_projection(chart, chart.ahead[-1]))
    if chart.beyond:
        sentences.append(chart.word("beyond"))
    sentences += [
        chart.word("say-pending", year=chart.year(awaited.year), what=waiting_text(awaited, chart.voice))
        for awaited in chart.waiting
    ]
    return chart.voice.say((" ", "")).join(sentences)


def named_svg(chart: Chart, drawn: str, size: str, prefix: str) -> str:
    """A drawing as an SVG element of a size, with a title and a description whose ids begin with `prefix`."""
    named = f'role="img" lang="{chart.voice.lang}" aria-labelledby="{prefix}-title {prefix}-desc"'
    title = f'<title id="{prefix}-title">{escape(chart.title)}</title>'
    return f'<svg {size} {named}>{title}<desc id="{prefix}-desc">{escape(describe(chart))}</desc>{drawn}</svg>'


def _say_dots(chart: Chart, dots: Sequence[Dot]) -> str:
    return chart.voice.clauses(_say_dot(chart, dot) for dot in dots)


def _say_dot(chart: Chart, dot: Dot) -> str:
    point = chart.word("say-point", year=chart.year(dot.year), value=chart.number(dot.value))
    interval = [chart.word("range", **chart.numbers(dot.interval))] if dot.interval else []
    status = [] if dot.status == "final" else [chart.voice.word(STATUSES, dot.status)]
    beside = chart.voice.enumerate([*status, *interval])
    return chart.voice.bracketed(point, beside) if beside else point


def _say_projection(chart: Chart, point: Dot) -> str:
    sentence = chart.word("say-projection", year=chart.year(point.year), value=chart.number(point.value))
    if point.interval is None:
        return sentence + chart.word("say-no-interval")
    return sentence + chart.word("say-interval", **chart.numbers(point.interval))


def sparkline(entry: Judged, width: int = 24) -> str:
    """A chart on one line: the figures year by year, a dot where one is missing, then the target.

    Args:
        entry: the target, or the indicator without one.
        width: most columns; the newest years are shown.
    """
    values = {point.year: point.value for point in measured_points(entry)}
    if not values:
        return ""
    target = entry.target if isinstance(entry, TargetAssessment) else None
    aim = {} if target is None or target.value is None else {target.last: target.value}
    shown = [*values.values(), *aim.values()]
    signs = [
        _block(values[year], min(shown), max(shown)) if year in values else TARGET if year in aim else GAP
        for year in range(min(values), max([*values, *aim]) + 1)
    ]
    return "".join(signs[-max(width, 2) :])


def _block(value: float, low: float, high: float) -> str:
    share = (value - low) / (high - low) if high > low else 0.5
    return BLOCKS[round(share * (len(BLOCKS) - 1))]


def config(font: int, family: str) -> dict[str, Any]:
    """How everything in a chart looks."""
    return {
        "font": family,
        "aria": False,
        "mark": {"aria": False},
        "view": {"stroke": None},
        "axis": {"labelFontSize": font, "titleFontSize": font, "labelColor": MUTED, "titleColor": MUTED}
        | {"titleFontWeight": "normal", "domainColor": FAINT, "tickColor": FAINT, "gridColor": GRID},
        "title": {"anchor": "start", "frame": "bounds", "fontSize": font + 4, "color": INK, "fontWeight": "bold"}
        | {"subtitleFontSize": font, "subtitleColor": MUTED, "subtitlePadding": 5},
        "text": {"fontSize": font, "color": INK},
    }


def layer(values: Iterable[dict[str, Any]], mark: VegaMark, **encoding: Any) -> Layer:  # noqa: ANN401 - free JSON
    """A layer of a specification: a mark, its data, and how they are encoded."""
    return {"data": {"values": [*values]}, "mark": mark, **({"encoding": encoding} if encoding else {})}


def placed(mark: VegaMark, **places: float) -> Layer:
    """A mark at a place of the picture, in pixels from the plot's upper left corner."""
    return layer([{}], mark, **{channel: {"value": round(pixel, 1)} for channel, pixel in places.items()})


def rows(line: Iterable[tuple[float, float]]) -> list[dict[str, float]]:
    """The years and figures of a line or of points, as data of a layer."""
    return [{"year": year, "value": value} for year, value in line]


def sample(kind: str, x: float, y: float) -> Iterator[Layer]:
    """The sample of a pattern in the legend, 26 pixels wide."""
    color = COLORS[kind]
    if kind == "interval":
        yield placed({"type": "rect", "color": color, "opacity": BAND_OPACITY}, x=x, x2=x + 26, y=y - 6, y2=y + 6)
    if kind in DASHES:
        mark = {"type": "rule", "color": color, "strokeWidth": WIDTHS[kind]}
        yield placed(mark | {"strokeDash": DASHES[kind]}, x=x, x2=x + 26, y=y)
    if kind == "confidence":
        yield placed(BAR, x=x + 13, y=y - 7, y2=y + 7)
        for end in (y - 7, y + 7):
            yield placed(BAR, x=x + 9, x2=x + 17, y=end)
    if kind in SHAPES:
        fill = PAPER if kind == "preliminary" else color
        mark = {"type": "point", "shape": SHAPES[kind], "size": 64, "fill": fill, "stroke": color, "opacity": 1}
        yield placed(mark, x=x + 13, y=y)


def apart(wanted: list[float], gap: float, height: float) -> list[float]:
    """Places at least `gap` apart, near the wanted ones, in the same order."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places = [0.0] * len(wanted)
    for before, index in zip([None, *order], order, strict=False):
        places[index] = wanted[index] if before is None else max(wanted[index], places[before] + gap)
    if len(order) > 1:
        overlap = places[order[-1]] - wanted[order[-1]]
        places = [place - overlap / 2 for place in places]
    excess = max((place - height for place in places), default=0)
    return [place - max(excess, 0) for place in places]


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in pixels: a wide character is as wide as it is high, others a little over half."""
    return sum(size if unicodedata.east_asian_width(char) in "WF" else size * 0.56 for char in text)


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
