"""How stable a verdict is: "on track in 7 of 12 ways", and the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from unpolicy.render.common import line, target_title, year
from unpolicy.render.labels import METHODS, VERDICTS, word
from unpolicy.render.words.stability import WORDS
from unpolicy.stability import alike

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from unpolicy.assessment import Assessment
    from unpolicy.model import Indicator
    from unpolicy.stability import Like, Stability
    from unpolicy.years import Language


def stability_sentence(stability: Stability, lang: Language) -> str:
    """The verdict's standing in one sentence: on track in 7 of 12 ways."""
    if stability.settled:
        return _word("settled", lang)
    if stability.verdict is None:
        return _word("no-verdict", lang)
    if stability.shown is None and stability.ways:
        total = len(stability.ways)
        return _word("unknown-one" if total == 1 else "unknown", lang).format(total=total)
    if not stability.ways and stability.silent:
        return _word("nowhere", lang).format(count=stability.silent)
    if len(stability.ways) < 2:
        return _word("few", lang)
    return _word("share", lang).format(
        verdict=_capital(word(VERDICTS, stability.verdict, lang)),
        agreeing=stability.agreeing,
        total=len(stability.ways),
    )


def hanging_sentences(stability: Stability, indicator: Indicator, lang: Language) -> list[str]:
    """What the verdict hangs on, in plain sentences; none when it hangs on no single choice."""
    sentences = []
    for choice in stability.hangs_on:
        beside = stability.beside(choice)
        method = stability.shown.method if stability.shown else None
        newest = stability.shown.last_year if stability.shown else beside[0].last_year
        sentences.append(
            _word(f"hangs-{choice}", lang).format(
                method=word(METHODS, method, lang) if method else "",
                newest=year(newest, indicator, lang),
                other=word(VERDICTS, beside[0].verdict, lang),
            )
        )
    return sentences


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


def year_ranges(years: Sequence[int], indicator: Indicator, lang: Language) -> str:
    """Years put together: 2015–2018, 2020."""
    runs: list[list[int]] = []
    for number in years:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    dash, comma = ("～", "、") if lang == "ja" else ("–", ", ")
    named = [[year(run[0], indicator, lang), year(run[-1], indicator, lang)] for run in runs]
    return comma.join(first if first == last else f"{first}{dash}{last}" for first, last in named)


def _table(stability: Stability, indicator: Indicator, lang: Language) -> RenderableType:
    from unpolicy.render.tables import new_table, verdict_text

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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
