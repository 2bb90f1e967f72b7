"""`explain` on a terminal: formulas, figures, what would change the verdict, and how stable it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from unpolicy.measures.traced import show
from unpolicy.views.common import exact, line, year
from unpolicy.views.explain_sentences import ruling_sentences, source_text, step_name, title_of
from unpolicy.views.history_sentences import revision_sentence
from unpolicy.views.labels import METHODS, STATUSES, word
from unpolicy.views.terminal.explain_needs import needs_view
from unpolicy.views.terminal.formulas import derivation_lines
from unpolicy.views.terminal.stability import stability_view
from unpolicy.views.terminal.tables import new_table, verdict_text
from unpolicy.views.words.explain import WORDS
from unpolicy.views.words.stability import WORDS as STABILITY_WORDS
from unpolicy.views.words.status import WORDS as STATUS_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from unpolicy.assess.derivation import Derivation
    from unpolicy.assess.evidence import Input
    from unpolicy.years import Language

INDENT = (0, 0, 0, 2)


def explain_view(derivation: Derivation, lang: Language, width: int, *, stability: bool = True) -> RenderableType:
    """The whole of `explain`.

    Args:
        derivation: what to show.
        lang: the language.
        width: columns of the terminal.
        stability: whether to show how stable the verdict is.
    """
    parts: list[RenderableType] = [_heading(derivation, lang), *_steps(derivation, lang, width)]
    parts.append(_title("verdict", lang))
    sentences = (*ruling_sentences(derivation, lang), *_not_out(derivation, lang))
    parts += [Padding(Text(sentence), INDENT) for sentence in sentences]
    if derivation.inputs or derivation.entry.awaiting:
        parts += [_title("figures", lang), Padding(_figures(derivation, lang), INDENT), *_footnote(derivation, lang)]
    if derivation.promises:
        parts += [_title("promises", lang), Padding(_promises(derivation, lang), INDENT)]
    if derivation.verdict is not None:
        parts += [_title("needs", lang), *needs_view(derivation, lang, width)]
    if derivation.revisions:
        parts.append(_title("revisions", lang))
        parts += [
            Padding(Text(revision_sentence(item, derivation.entry.indicator, lang), "yellow"), INDENT)
            for item in derivation.revisions
        ]
    if stability and derivation.verdict is not None:
        parts.append(Text("\n" + word(STABILITY_WORDS, "title", lang), "bold"))
        parts += stability_view(derivation.stability, derivation.entry.indicator, lang)
    return Group(*parts)


def _not_out(derivation: Derivation, lang: Language) -> Iterator[str]:
    target = derivation.target
    if target is not None and target.target_year_ended and not target.settled and target.latest is not None:
        yield word(STATUS_WORDS, "not-out", lang).format(
            by=year(target.target.by, target.indicator, lang), latest=year(target.latest.year, target.indicator, lang)
        )


def _heading(derivation: Derivation, lang: Language) -> Text:
    verdict = derivation.verdict
    heading = Text(title_of(derivation, lang), "bold")
    if verdict is None:
        heading.append(f"\n{_word('not-judged', lang)}", "dim")
    else:
        heading.append("\n").append_text(verdict_text(verdict, lang))
    if derivation.target is not None and derivation.target.keeping is not None and derivation.target.keeping.so_far:
        heading.append(f" ({_word('so-far', lang)})")
    kept = derivation.target is not None and derivation.target.keeping is not None
    method = "" if kept else f" · {word(METHODS, derivation.method, lang)}"
    unit = _word("unit", lang).format(unit=line(derivation.entry.indicator.unit, lang))
    day = _word("as-of", lang).format(day=derivation.as_of.isoformat())
    return heading.append(f"{method} · {day} · {unit}", "dim")


def _steps(derivation: Derivation, lang: Language, width: int) -> Iterator[RenderableType]:
    yield _title("steps", lang)
    if not derivation.steps:
        yield Padding(Text(_word("no-steps", lang), "dim"), INDENT)
        return
    symbol = "R" if derivation.target is not None else "v"
    yield from derivation_lines([(step_name(step.name, symbol, lang), step) for step in derivation.steps], width)
    if derivation.entry.case is not None:
        key = "symbols" if derivation.target is not None else "symbols-free"
        yield Padding(Text(_word(key, lang), "dim"), INDENT)
    case = derivation.entry.case
    if derivation.method == "statcan" and case is not None:
        yield Padding(Text(_word("symbol-s", lang), "dim"), INDENT)
        if case.T is None:
            yield Padding(Text(_word("symbol-c", lang), "dim"), INDENT)
        if 0 in (case.b, case.T):
            yield Padding(Text(_word("zero-replaced", lang), "dim"), INDENT)


def _figures(derivation: Derivation, lang: Language) -> RenderableType:
    indicator = derivation.entry.indicator
    table = new_table()
    table.add_column("", no_wrap=True)
    table.add_column(_word("year", lang), no_wrap=True)
    table.add_column(_word("value", lang), justify="right", no_wrap=True)
    table.add_column(_word("status", lang), overflow="fold", min_width=8)
    table.add_column(_word("published", lang), no_wrap=True)
    table.add_column(_word("source", lang), overflow="fold", ratio=1)
    for item in derivation.inputs:
        named = "" if item.year is None else year(item.year, indicator, lang)
        number = "" if item.value is None else exact(item.value, indicator)
        status, day, source = input_status(item, lang), published(item), source_text(item, lang)
        table.add_row(Text(item.symbol, "bold"), named, number, Text(status), day, Text(source, "dim"))
    for awaited in derivation.entry.awaiting:
        due = awaited.due.isoformat() if awaited.due else ""
        if awaited.recorded:
            pending = word(STATUSES, "pending", lang)
            table.add_row("", year(awaited.year, indicator, lang), "–", Text(pending, "yellow"), due, "")
    return table


def input_status(item: Input, lang: Language) -> str:
    """How far a figure can be relied on, or what was promised or set with it."""
    if item.role == "limit":
        return _word("bound", lang)
    if item.status is None:
        return _word("set" if item.role == "baseline" else "promised", lang)
    status = word(STATUSES, item.status, lang)
    return _word("not-used", lang).format(status=status) if item.role == "unused" else status


def published(item: Input) -> str:
    """The day of publication, else the first on which the figure could be known, marked; a promise has its source's."""
    if item.published is not None:
        return item.published.isoformat()
    if item.counts_from is not None:
        return f"{item.counts_from.isoformat()}*"
    source = item.cited.source if item.cited is not None else None
    return source.published.isoformat() if source is not None and source.published is not None else "–"


def _footnote(derivation: Derivation, lang: Language) -> Iterator[RenderableType]:
    if any(item.published is None and item.counts_from is not None for item in derivation.inputs):
        yield Padding(Text(_word("undated", lang), "dim"), INDENT)


def _promises(derivation: Derivation, lang: Language) -> RenderableType:
    indicator = derivation.entry.indicator
    table = new_table()
    table.add_column(_word("year", lang), no_wrap=True)
    for key in ("promise", "came", "attained"):
        table.add_column(_word(key, lang), justify="right", no_wrap=True)
    for promise in derivation.promises:
        step = promise.step
        ratio = "–" if step is None else f"{step.figures} = {show(step.value)}"
        came = "–" if promise.came is None else exact(promise.came, indicator)
        table.add_row(year(promise.year, indicator, lang), exact(promise.promised, indicator), came, ratio)
    return table


def _title(key: str, lang: Language) -> Text:
    return Text("\n" + _word(key, lang), "bold")


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
