"""How stable a verdict is, on a terminal: "on track in 7 of 12 ways", and the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from unpolicy.assess.stability import alike
from unpolicy.views.common import line, target_title, year
from unpolicy.views.labels import METHODS, word
from unpolicy.views.stability_sentences import hanging_sentences, stability_sentence, year_ranges
from unpolicy.views.words.stability import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from unpolicy.assess.assessment import Assessment
    from unpolicy.assess.stability import Like, Stability
    from unpolicy.model import Indicator
    from unpolicy.years import Language


def stability_view(stability: Stability, indicator: Indicator, lang: Language) -> list[RenderableType]:
    """The sentence, what the verdict hangs on, and the ways that give another verdict."""
    lines = Text.assemble((stability_sentence(stability, lang), "bold"))
    several = len(stability.ways) > 1 or (stability.shown is None and bool(stability.ways))
    if several:
        lines.append(f"{_ways(stability, lang)}", "dim")
        if not stability.others:
            lines.append(f"\n{_word('all', lang)}")
    for sentence in hanging_sentences(stability, indicator, lang):
        lines.append(f"\n{sentence}", "yellow")
    if stability.silent and stability.ways:
        key = "silent-one" if stability.silent == 1 else "silent"
        lines.append(f"\n{_word(key, lang).format(count=stability.silent)}", "dim")
    parts: list[RenderableType] = [Padding(lines, (0, 0, 0, 2))]
    if several and stability.others:
        parts += [Text(), Padding(_table(stability, indicator, lang), (0, 0, 0, 2))]
    return parts


def stabilities_view(assessment: Assessment, found: Mapping[str, Stability], lang: Language) -> RenderableType:
    """How stable each verdict of an assessment is, under its title."""
    parts: list[RenderableType] = [Text("\n" + _word("title", lang), "bold")]
    known = {entry.id: (target_title(entry, lang), entry.indicator) for entry in assessment.targets}
    known |= {entry.id: (line(entry.indicator.title, lang), entry.indicator) for entry in assessment.monitored}
    for number, (name, stability) in enumerate(found.items()):
        title, indicator = known[name]
        parts += [Text()] if number else []
        parts += [Text(title), *stability_view(stability, indicator, lang)]
    if not found:
        parts.append(Padding(Text(_word("no-verdict", lang), "dim"), (0, 0, 0, 2)))
    return Group(*parts)


def _table(stability: Stability, indicator: Indicator, lang: Language) -> RenderableType:
    from unpolicy.views.terminal.tables import new_table, verdict_text

    table = new_table()
    keep = stability.ways[0].method is None
    for key in ("verdict", "base", "figures") if keep else ("verdict", "method", "base", "figures"):
        table.add_column(_word(key, lang), overflow="fold")
    newest = max(way.last_year for way in stability.ways)
    count = len({way.method for way in stability.ways})
    for like in alike(stability.others):
        cells = [verdict_text(like.verdict, lang)]
        if not keep:
            cells.append(Text(_methods(like, count, lang)))
        base = year_ranges(like.base_years, indicator, lang)
        table.add_row(*cells, Text(base), Text(_figures(like, newest, indicator, lang)))
    return table


def _methods(like: Like, count: int, lang: Language) -> str:
    names = [word(METHODS, name, lang) for name in like.methods if name]
    return _word("all-methods", lang) if len(names) == count > 1 else " · ".join(names)


def _figures(like: Like, newest: int, indicator: Indicator, lang: Language) -> str:
    last = year(like.last_year, indicator, lang)
    if like.last_year == newest:
        return last
    return _word("without", lang).format(year=last, newest=year(newest, indicator, lang))


def _ways(stability: Stability, lang: Language) -> str:
    methods = {way.method for way in stability.ways}
    bases = len({way.base_year for way in stability.ways})
    text = ""
    if methods != {None}:
        text = _word("method-one" if len(methods) == 1 else "methods", lang).format(count=len(methods))
    text += _word("base-one" if bases == 1 else "bases", lang).format(count=bases)
    if len({way.last_year for way in stability.ways}) > 1:
        text += _word("newest-too", lang)
    return f"（{text}）" if lang == "ja" else f" ({text})"


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
