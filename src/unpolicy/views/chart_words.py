"""A chart in words, for who cannot see it, and as a table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from unpolicy.views.chart import waiting_text
from unpolicy.views.labels import STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.views.chart import Chart, Dot, Projected


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
        numbers = (dot.value if dot else None, chart.promised(year), point.mean if point else None, *ends)
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
    sentences = [chart.word("what", title=chart.title, unit=chart.unit), _say_actuals(chart)]
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


def _say_actuals(chart: Chart) -> str:
    if not chart.dots:
        return chart.word("say-no-actuals")
    return chart.word("say-actuals", list=_say_dots(chart, chart.dots))


def _say_dots(chart: Chart, dots: Sequence[Dot]) -> str:
    return chart.voice.clauses(_say_dot(chart, dot) for dot in dots)


def _say_dot(chart: Chart, dot: Dot) -> str:
    point = chart.word("say-point", year=chart.year(dot.year), value=chart.number(dot.value))
    interval = [chart.word("range", **chart.numbers(dot.interval))] if dot.interval else []
    status = [] if dot.status == "final" else [chart.voice.word(STATUSES, dot.status)]
    beside = chart.voice.enumerate([*status, *interval])
    return chart.voice.beside(point, beside) if beside else point


def _say_projection(chart: Chart, point: Projected) -> str:
    sentence = chart.word("say-projection", year=chart.year(point.year), value=chart.number(point.mean))
    if point.interval is None:
        return sentence + chart.word("say-no-interval")
    return sentence + chart.word("say-interval", **chart.numbers(point.interval))
