"""The evaluation sheet as Markdown as GitHub reads it; `escape` is the one place of Markdown escaping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from unpolicy.views.charting import sparkline
from unpolicy.views.report import WORDS, Cell, Column, Table, goal_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unpolicy.views.report.build import GoalPart, Sheet, TargetPart
    from unpolicy.views.voice import Voice

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile(r"([\\`*_\[\]#|~!$])")
_OPENING = re.compile(r"^(\d{0,9})([-+=.)])(?=[-+=\s]|$)")
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\\|`\"]")


def report_markdown(sheets: Sequence[Sheet]) -> str:
    """The sheet in every language given, one after the other."""
    return "\n---\n\n".join("\n".join(_Markdown(sheet.voice).sheet(sheet)) + "\n" for sheet in sheets)


class _Markdown:
    """The lines of one sheet.

    Args:
        voice: the language of the titles.
    """

    def __init__(self, voice: Voice) -> None:
        self.voice = voice

    def word(self, key: str, **values: object) -> str:
        return self.voice.word(WORDS, key, **values)

    def sheet(self, sheet: Sheet) -> Iterator[str]:
        yield from (f"# {escape(sheet.title)}", "", *self.facts(sheet.facts))
        if sheet.measured is not None:
            yield from _titled(self.word("summary"), self.table(sheet.measured))
        for goal in sheet.goals:
            yield from self.goal(goal)
        if sheet.reference is not None:
            yield from _titled(self.word("reference"), self.table(sheet.reference))
        if sheet.cited.footnotes:
            notes = (f"- {self.note(number)} {escape(text)}" for number, text in enumerate(sheet.cited.footnotes, 1))
            yield from _titled(self.word("footnotes"), notes)
        if sheet.cited.sources:
            sources = (
                f"- \\[{number}\\] {self.source(source)}" for number, source in enumerate(sheet.cited.sources, 1)
            )
            yield from _titled(self.word("sources"), sources)
        yield from ("", f"_{escape(sheet.colophon)}_")

    def source(self, source: Cell) -> str:
        return escape(source.text) + (f" {_address(source.href)}" if source.href else "")

    def goal(self, goal: GoalPart) -> Iterator[str]:
        number, title = goal_label(self.voice, goal.number, goal.title), escape(goal.title)
        yield from ("", "## " + (self.word("goal-title", number=number, title=title) if number else title))
        if goal.statement:
            yield from ("", f"> {escape(goal.statement)}")
        for key, items in goal.lists.items():
            if items:
                yield from _titled(self.word(key), (f"- {self.cell(item)}" for item in items), level=3)
        if goal.milestones is not None:
            yield from _titled(self.word("milestones"), self.table(goal.milestones), level=3)
        for target in goal.targets:
            yield from self.target(target)
        if goal.successor is not None:
            yield from _titled(self.word("successor"), [f"> {self.cell(goal.successor)}"], level=3)

    def target(self, target: TargetPart) -> Iterator[str]:
        standing = self.voice.standing(target.entry)
        yield from ("", f"### {escape(target.title)} — {escape(standing)}", "", *self.facts(target.facts))
        spark = sparkline(target.entry)
        if spark:
            yield from ("", f"`{spark}`")
        if target.figures.rows:
            yield from _titled(target.figures.caption, self.table(target.figures), level=4)
        yield from _titled(self.word("verdict"), _paragraphs(target.ruling), level=4)
        if target.steps is not None:
            yield from ("", *self.table(target.steps), "", escape(target.symbols))
        yield from _titled(self.word("stability"), _paragraphs(target.stability), level=4)
        if target.others is not None:
            yield from ("", *self.table(target.others))
        yield from _titled(self.word("rating"), _paragraphs(target.rating), level=4)

    def facts(self, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
        return (f"- {self.word('colon', name=escape(name))}{escape(value)}" for name, value in pairs)

    def table(self, table: Table) -> Iterator[str]:
        yield _row(escape(_head(column)) for column in table.columns)
        yield _row("---:" if column.numeric else "---" for column in table.columns)
        yield from (_row(map(self.cell, row)) for row in table.rows)

    def cell(self, cell: Cell) -> str:
        lead = f"({escape(cell.lead)}) " if cell.lead else ""
        notes = "".join(f" {self.note(number)}" for number in cell.footnotes)
        sources = "".join(f" \\[{number}\\]" for number in cell.sources)
        return f"{lead}{escape(cell.text)}{notes}{sources}"

    def note(self, number: int) -> str:
        return f"\\*{self.word('note')}{number}"


def _titled(title: str, lines: Iterable[str], *, level: int = 2) -> Iterator[str]:
    yield from ("", f"{'#' * level} {escape(title)}", "")
    yield from lines


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield from ([""] if number else [])
        yield escape(text)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _head(column: Column) -> str:
    """The column's title, with the words that stand over it in front."""
    return column.head if column.group in ("", column.head) else f"{column.group} {column.head}"


def _address(url: str) -> str:
    """A link of its own address; what could end it is percent-encoded."""
    return "<" + _UNSAFE_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", url) + ">"


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
