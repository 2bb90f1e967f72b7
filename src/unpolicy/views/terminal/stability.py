"""How stable a verdict is, on a terminal: what it hangs on, and the ways that give another verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from unpolicy.assess.stability import Stability, WayGroup, grouped
from unpolicy.views.labels import METHODS
from unpolicy.views.stability import WORDS, answers, stability_sentence
from unpolicy.views.terminal.tables import INDENT, add_columns, indented, new_table, verdict_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.assess.assessment import Assessment
    from unpolicy.model import Indicator
    from unpolicy.views.voice import Voice


def stability_view(stability: Stability, indicator: Indicator, voice: Voice) -> Iterator[RenderableType]:
    """What the verdict hangs on, in how many ways it comes out, and the ways that give another verdict."""
    lines = Text()
    for sentence, stands in answers(stability, indicator, voice):
        lines.append(f"{sentence}\n", "" if stands else "yellow")
    lines.append(stability_sentence(stability, voice), "dim" if lines else "")
    several = len(stability.ways) > 1 or (stability.shown is None and bool(stability.ways))
    if several:
        lines.append(_ways(stability, voice), "dim")
    if stability.silent and stability.ways:
        key = "silent-one" if stability.silent == 1 else "silent"
        lines.append(f"\n{voice.word(WORDS, key, count=stability.silent)}", "dim")
    yield indented(lines)
    if several and stability.others:
        yield Text()
        yield Padding(_table(stability, indicator, voice), INDENT)


def stabilities_view(assessment: Assessment, found: Mapping[str, Stability], voice: Voice) -> RenderableType:
    """How stable each verdict of an assessment is, under its title."""
    parts: list[RenderableType] = [Text("\n" + voice.word(WORDS, "title"), "bold")]
    entries = {entry.id: entry for entry in assessment.judged}
    for number, (name, stability) in enumerate(found.items()):
        parts += [Text()] if number else []
        parts += [Text(voice.title(entries[name])), *stability_view(stability, entries[name].indicator, voice)]
    if not found:
        parts.append(indented(voice.word(WORDS, "no-verdict"), "dim"))
    return Group(*parts)


def _table(stability: Stability, indicator: Indicator, voice: Voice) -> RenderableType:
    table = new_table()
    keep = stability.ways[0].method is None
    keys = ("verdict", "base", "figures") if keep else ("verdict", "method", "base", "figures")
    add_columns(table, "folded", *(voice.word(WORDS, key) for key in keys))
    newest = max(way.last_year for way in stability.ways)
    count = len({name for way in stability.ways for name in (way.method, *way.also)})
    for group in grouped(stability.others):
        method = [] if keep else [Text(_methods(group, count, voice))]
        base = voice.year_ranges(group.base_years, indicator)
        last = _newest_figure(group, newest, indicator, voice)
        table.add_row(verdict_text(group.verdict, voice), *method, Text(base), Text(last))
    return table


def _methods(group: WayGroup, count: int, voice: Voice) -> str:
    names = [voice.word(METHODS, name) for name in group.methods if name]
    return voice.word(WORDS, "all-methods") if len(names) == count > 1 else " · ".join(names)


def _newest_figure(group: WayGroup, newest: int, indicator: Indicator, voice: Voice) -> str:
    last = voice.year(group.last_year, indicator)
    if group.last_year == newest:
        return last
    return voice.word(WORDS, "without", year=last, newest=voice.year(newest, indicator))


def _ways(stability: Stability, voice: Voice) -> str:
    methods = {way.method for way in stability.ways}
    bases = len({way.base_year for way in stability.ways})
    text = ""
    if methods != {None}:
        text = voice.word(WORDS, "method-one" if len(methods) == 1 else "methods", count=len(methods))
    text += voice.word(WORDS, "base-one" if bases == 1 else "bases", count=bases)
    if len({way.last_year for way in stability.ways}) > 1:
        text += voice.word(WORDS, "newest-too")
    return voice.beside("", text)
