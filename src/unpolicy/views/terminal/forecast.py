"""`forecast` on a terminal: what each model says, and whether the figures can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from unpolicy.measures.forecast import LEVELS
from unpolicy.model import Keep
from unpolicy.views.common import exact, keep_text, line, value, year
from unpolicy.views.forecast_sentences import forecast_sentences
from unpolicy.views.labels import word
from unpolicy.views.words.forecast import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from unpolicy.assess.forecast import Forecast
    from unpolicy.measures.forecast import Point
    from unpolicy.model import Indicator
    from unpolicy.years import Language

INDENT = (0, 0, 0, 2)


def forecast_view(found: Forecast, lang: Language) -> RenderableType:
    """Models and years in one table, the chance of reaching the target, and plain sentences."""
    parts: list[RenderableType] = [_heading(found, lang)]
    if found.models:
        parts += [_table(found, lang), *_footnote(found, lang)]
        parts += [Text(), *_chances(found, lang)] if found.reaches else []
    sentences = list(forecast_sentences(found, lang))
    if found.models and (sentences or found.reaches):
        parts.append(Text())
    parts += [Text(sentence, "yellow" if found.cannot_tell and not i else "") for i, sentence in enumerate(sentences)]
    return Group(*parts)


def title_lines(title: str, parts: list[str]) -> Text:
    """A heading with a dim line below it."""
    return Text.assemble((title, "bold"), "\n", (" · ".join(parts), "dim"), "\n")


def chance(probability: float | None, lang: Language) -> str:
    """A chance as a whole percentage, never quite 0 or 100 %."""
    if probability is None:
        return _word("reach-none", lang)
    percent = round(probability * 100)
    if percent >= 100 and probability < 1:
        return "> 99%"
    return "< 1%" if percent <= 0 < probability else f"{percent}%"


def _heading(found: Forecast, lang: Language) -> Text:
    indicator = found.indicator
    parts = [_word("as-of", lang).format(day=found.as_of.isoformat())]
    if len(found.series) > 1:
        first, last = (year(found.series[index].year, indicator, lang) for index in (0, -1))
        parts.append(_word("from", lang).format(count=len(found.series), first=first, last=last))
    if found.target is not None and found.target.value is not None:
        aim, by = exact(found.target.value, indicator), year(found.target.by, indicator, lang)
        parts.append(_word("target", lang).format(value=aim, year=by))
    parts.append(_word("unit", lang).format(unit=line(indicator.unit, lang)))
    return title_lines(line(indicator.title, lang), parts)


def _table(found: Forecast, lang: Language) -> RenderableType:
    from unpolicy.views.terminal.tables import new_table

    table = new_table()
    table.add_column(_word("model", lang), overflow="fold")
    table.add_column(_word("year", lang), no_wrap=True)
    table.add_column(_word("mean", lang), justify="right", no_wrap=True)
    for level in LEVELS:
        table.add_column(_word("interval", lang).format(level=level), justify="right")
    for model in found.models:
        for index, point in enumerate(model.points):
            last = index == len(model.points) - 1
            table.add_row(_model(model.model, index, lang), *_cells(point, found.indicator, lang), end_section=last)
    return table


def _model(name: str, index: int, lang: Language) -> Text:
    """The model's name in its first row, what it means in the second."""
    if index == 0:
        return Text(_word(name, lang), "bold")
    return Text(_word(f"{name}-means", lang) if index == 1 else "", "dim")


def _cells(point: Point, indicator: Indicator, lang: Language) -> list[Text]:
    def shown(number: float) -> str:
        cut = point.cut and number != point.centre and number in indicator.limits
        return value(number, indicator) + ("*" if cut else "")

    cells = [Text(year(point.year, indicator, lang)), Text(shown(point.mean))]
    for level in LEVELS:
        interval = None if point.intervals is None else point.intervals[str(level)]
        if interval is None:
            cells.append(Text("–", "dim"))
        else:
            low, high = (shown(end) for end in interval)
            cells.append(Text(_word("range", lang).format(low=low, high=high)))
    return cells


def _footnote(found: Forecast, lang: Language) -> Iterator[Text]:
    if any(point.cut for model in found.models for point in model.points):
        low, high = found.indicator.limits
        limits = keep_text(Keep(min=low, max=high), found.indicator, lang)
        yield Text(_word("cut", lang).format(limits=limits), "dim")


def _chances(found: Forecast, lang: Language) -> Iterator[RenderableType]:
    first = next(iter(found.reaches.values()))
    indicator = found.indicator
    title = _word("reach", lang).format(value=exact(first.value, indicator), year=year(first.by, indicator, lang))
    yield Text(title, "bold")
    shown = " · ".join(
        f"{_word(name, lang)} {chance(reach.probability, lang)}" for name, reach in found.reaches.items()
    )
    yield Padding(Text(shown), INDENT)


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
