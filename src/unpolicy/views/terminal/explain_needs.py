"""What would change a verdict: the figures that later years must bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from unpolicy.assess.needs import VERDICTS_ASKED
from unpolicy.views.common import exact, keep_text, limits_text, line, rate, year
from unpolicy.views.labels import VERDICTS, word
from unpolicy.views.terminal.formulas import derivation_lines
from unpolicy.views.terminal.tables import new_table
from unpolicy.views.words.explain import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from unpolicy.assess.derivation import Derivation
    from unpolicy.assess.needs import Requirement
    from unpolicy.model import Indicator
    from unpolicy.years import Language

INDENT = (0, 0, 0, 2)


def needs_view(derivation: Derivation, lang: Language, width: int) -> Iterator[RenderableType]:
    """The figures needed year by year, the change needed per year, and how the next year's came about."""
    target = derivation.target
    if target is not None and target.settled:
        yield _line(_word("needs-fixed", lang))
    elif target is not None and target.target.keep is not None:
        limits = keep_text(target.target.keep, target.indicator, lang)
        by = year(target.target.by, target.indicator, lang)
        yield _line(_word("needs-keep", lang).format(limits=limits, year=by))
        yield from _staying(derivation, lang, width)
    elif not derivation.requirements:
        yield _line(_word("needs-none", lang))
    else:
        yield Padding(_table(derivation, lang), INDENT)
        yield from _pace(derivation, lang)
        yield from _edge(derivation, lang, width)


def _staying(derivation: Derivation, lang: Language, width: int) -> Iterator[RenderableType]:
    """What the years to come must bring for the promise to stay kept, and how the next year's limits came about."""
    if not derivation.within:
        return
    indicator = derivation.entry.indicator
    table = new_table()
    table.add_column(_word("year", lang), no_wrap=True)
    table.add_column(_word("stays-within", lang), justify="right", overflow="fold")
    for within in derivation.within:
        named = _word(f"year-{within.standing}", lang).format(year=year(within.year, indicator, lang))
        limits = limits_text(within.low, within.high, lang, indicator.shown_decimals)
        table.add_row(Text(named), Text(limits))
    yield Padding(table, INDENT)
    first = derivation.within[0]
    shown = year(first.year, indicator, lang)
    yield from derivation_lines(
        [(_word("edge", lang).format(year=shown, verdict=step.name[-3:]), step) for step in first.steps], width
    )


def _table(derivation: Derivation, lang: Language) -> RenderableType:
    indicator = derivation.entry.indicator
    table = new_table()
    table.add_column(_word("year", lang), no_wrap=True)
    direction = "from-up" if indicator.direction == "increase" else "from-down"
    for verdict in VERDICTS_ASKED:
        heading = _word(direction, lang).format(verdict=word(VERDICTS, verdict, lang))
        table.add_column(heading, justify="right", overflow="fold")
    for requirement in derivation.requirements:
        key = f"year-{requirement.standing}"
        named = _word(key, lang).format(year=year(requirement.year, indicator, lang))
        cells = (_cell(requirement, verdict, indicator, lang) for verdict in VERDICTS_ASKED)
        table.add_row(Text(named, "dim" if requirement.standing == "out" else ""), *cells)
    return table


def _cell(requirement: Requirement, verdict: str, indicator: Indicator, lang: Language) -> Text:
    if requirement.target_year and verdict != "on-track":
        return Text(_word("else-missed", lang), "dim")
    least = next((item for item in requirement.least if item.verdict == verdict), None)
    if least is None:
        return Text("–", "dim")
    figure = exact(least.figure, indicator)
    if not least.possible:
        return Text(_word("impossible", lang).format(figure=figure), "red")
    if least.own is not None:
        figure = _word("own", lang).format(figure=figure, own=exact(least.own, indicator))
    return Text(_word("achieved-at", lang).format(figure=figure) if least.target else figure)


def _pace(derivation: Derivation, lang: Language) -> Iterator[RenderableType]:
    target = derivation.target
    if target is None or target.latest is None or target.progress.needed is None:
        return
    if derivation.verdict == "achieved":
        yield _line(_word("stays", lang).format(target=exact(target.target.value or 0, target.indicator)))
        return
    percent = target.indicator.kind == "percentage"
    yield _line(
        _word("pace", lang).format(
            start=year(target.latest.year, target.indicator, lang),
            end=year(target.target.by, target.indicator, lang),
            pace=rate(target.needed_pace, target.indicator),
            unit=_word("points", lang) if percent else line(target.indicator.unit, lang),
        )
    )


def _edge(derivation: Derivation, lang: Language, width: int) -> Iterator[RenderableType]:
    """How the figure was found that keeps the next year on track, or puts it there."""
    ahead = next((item for item in derivation.requirements if item.standing != "out"), None)
    if ahead is None or not ahead.least or not ahead.least[0].steps:
        return
    least = ahead.least[0]
    shown = year(ahead.year, derivation.entry.indicator, lang)
    name = _word("edge", lang).format(year=shown, verdict=word(VERDICTS, least.verdict, lang))
    yield from derivation_lines([(name, step) for step in least.steps], width)
    if least.figure != least.exact:
        yield Padding(Text(_word("rounded", lang), "dim"), INDENT)


def _line(text: str) -> RenderableType:
    return Padding(Text(text), INDENT)


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
