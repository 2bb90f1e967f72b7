"""The evaluation sheet as Markdown, as GitHub and most others read it: the one place of Markdown escaping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from unpolicy.views.labels import word
from unpolicy.views.words.report import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unpolicy.views.report.model import Cell, GoalPart, Report, Table, TargetPart
    from unpolicy.years import Language

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile(r"([\\`*_\[\]#|~!$])")
_OPENING = re.compile(r"^(\d{0,9})([-+=.)])(?=[-+=\s]|$)")
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\\|`\"]")


def escape(text: str) -> str:
    """The text with everything that Markdown or HTML would take for itself made harmless.

    Nothing in it becomes a heading, list, table, link, picture, mention, formula or tag.
    """
    text = " ".join(text.split())
    text = "".join(_ENTITIES.get(char, char) for char in text)
    text = _SPECIAL.sub(r"\\\1", text)
    text = _OPENING.sub(r"\1\\\2", text)
    # GitHub makes links of bare addresses and of names behind an at sign, wherever they stand; entities stop it.
    text = text.replace("://", "&#58;//").replace("@", "&#64;")
    return re.sub(r"(?i)\bwww\.", lambda found: found[0][:-1] + "&#46;", text)


def report_markdown(sheets: Sequence[Report]) -> str:
    """The sheet in every language given, one after the other."""
    return "\n---\n\n".join("\n".join(_sheet(sheet)) + "\n" for sheet in sheets)


def _sheet(sheet: Report) -> Iterator[str]:
    lang = sheet.lang
    yield from (f"# {escape(sheet.title)}", "")
    yield from _pairs(sheet.facts, lang)
    if sheet.measured is not None:
        yield from _titled(word(WORDS, "summary", lang), _table(sheet.measured, lang))
    for goal in sheet.goals:
        yield from _goal(goal, lang)
    if sheet.reference is not None:
        yield from _titled(word(WORDS, "reference", lang), _table(sheet.reference, lang))
    if sheet.footnotes:
        notes = (f"- {_note(number, lang)} {escape(text)}" for number, text in enumerate(sheet.footnotes, 1))
        yield from _titled(word(WORDS, "footnotes", lang), notes)
    if sheet.sources:
        comma = "、" if lang == "ja" else ", "
        lines = (
            f"- \\[{source.number}\\] {escape(source.title)}"
            + (comma + source.published if source.published else "")
            + (f" {_address(source.url)}" if source.url else "")
            for source in sheet.sources
        )
        yield from _titled(word(WORDS, "sources", lang), lines)
    yield from ("", f"_{escape(sheet.colophon)}_")


def _goal(goal: GoalPart, lang: Language) -> Iterator[str]:
    number = word(WORDS, "goal", lang).format(number=goal.number)
    yield from ("", f"## {number}{'　' if lang == 'ja' else ': '}{escape(goal.title)}")
    if goal.statement:
        yield ""
        yield f"> {escape(goal.statement)}"
    lists = (("initiatives", goal.initiatives), ("findings", goal.findings), ("next-steps", goal.next_steps))
    for key, items in lists:
        if items:
            yield from _titled(word(WORDS, key, lang), (f"- {_cell(item, lang)}" for item in items), level=3)
    if goal.milestones is not None:
        yield from _titled(word(WORDS, "milestones", lang), _table(goal.milestones, lang), level=3)
    for target in goal.targets:
        yield from _target(target, lang)
    if goal.successor is not None:
        yield from _titled(word(WORDS, "successor", lang), [f"> {_cell(goal.successor, lang)}"], level=3)


def _target(target: TargetPart, lang: Language) -> Iterator[str]:
    verdict = f"{target.verdict.sign} {target.verdict.word}"
    yield from ("", f"### {escape(target.title)} — {escape(verdict)}", "")
    yield from _pairs(target.facts, lang)
    if target.spark:
        yield from ("", f"`{target.spark}`")
    yield from _titled(target.figures.caption, _table(target.figures, lang), level=4)
    yield from _titled(word(WORDS, "verdict", lang), _lines(target.ruling), level=4)
    if target.steps is not None:
        yield from ("", *_table(target.steps, lang), "", escape(target.symbols))
    yield from _titled(word(WORDS, "stability", lang), _lines(target.stability), level=4)
    if target.others is not None:
        yield from ("", *_table(target.others, lang))
    yield from _titled(word(WORDS, "rating", lang), _lines(target.rating), level=4)


def _titled(title: str, lines: Iterable[str], *, level: int = 2) -> Iterator[str]:
    yield from ("", f"{'#' * level} {escape(title)}", "")
    yield from lines


def _lines(texts: Iterable[str]) -> Iterator[str]:
    """Texts as paragraphs."""
    for number, text in enumerate(texts):
        yield from ([""] if number else [])
        yield escape(text)


def _pairs(pairs: Iterable[tuple[str, str]], lang: Language) -> Iterator[str]:
    colon = "：" if lang == "ja" else ": "
    yield from (f"- {escape(name)}{colon}{escape(value)}" for name, value in pairs)


def _table(table: Table, lang: Language) -> Iterator[str]:
    yield _row(escape(head) for head in _heads(table))
    yield _row("---:" if column in table.numeric else "---" for column in range(len(table.heads)))
    yield from (_row(_cell(cell, lang) for cell in row) for row in table.rows)


def _heads(table: Table) -> list[str]:
    """The columns' titles, with the words that stand over several of them in front."""
    over = [text for text, span in table.groups for _ in range(span)] or [""] * len(table.heads)
    return [head if text in ("", head) else f"{text} {head}" for text, head in zip(over, table.heads, strict=True)]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(cell: Cell, lang: Language) -> str:
    lead = f"({escape(cell.lead)}) " if cell.lead else ""
    notes = "".join(f" {_note(number, lang)}" for number in cell.footnotes)
    sources = "".join(f" \\[{number}\\]" for number in cell.sources)
    return f"{lead}{escape(cell.text)}{notes}{sources}"


def _note(number: int, lang: Language) -> str:
    return f"\\*{word(WORDS, 'note', lang)}{number}"


def _address(url: str) -> str:
    """A link of its own address; what could end it is percent-encoded."""
    return "<" + _UNSAFE_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", url) + ">"
