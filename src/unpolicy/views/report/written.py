"""The evaluation sheet as one HTML page that needs no network and no script, and as Markdown as GitHub reads it."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from unpolicy.errors import MissingExtraError
from unpolicy.views.chart import KINDS, Chart
from unpolicy.views.chart_look import COLORS, DASHES
from unpolicy.views.chart_page import part_sample, picture_svg
from unpolicy.views.charting import sparkline
from unpolicy.views.labels import VERDICT_SIGNS
from unpolicy.views.report.sheet import WORDS, Cell, Column, GoalPart, Sheet, Table, TargetPart, escape, goal_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from unpolicy.views.voice import Voice

NAMES = {"ja": "日本語", "en": "English"}

SAMPLES = (*KINDS, "waiting")
"""What a legend explains with a small sample beside each."""

_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\\|`\"]")


def report_html(sheets: Sequence[Sheet]) -> str:
    """One page that holds the sheet in every language given; with more than one, a switch shows one at a time.

    Every text passes through Jinja's escaping. The page may load nothing: its style is allowed by its hash, and there
    is no script.

    Args:
        sheets: the sheets, the one shown first in front.

    Raises:
        MissingExtraError: pages need optional dependencies.
    """
    environment = page_environment()

    def picture(drawn: str, chart: Chart) -> Markup:
        return trusted(picture_svg(chart, drawn))

    def sample(kind: str) -> Markup:
        shown = trusted('<svg class="sample" viewBox="0 0 28 12" aria-hidden="true"><use href="#sample-{}"/></svg>')
        return shown.format(kind)

    css = read_styles("chart.css", "report.css")
    page = environment.get_template("report.html").render(
        sheets=sheets, css=trusted(css), policy=_policy(css), picture=picture, sample=sample
    )
    return page.lstrip("\n") + "\n"


def _policy(css: str) -> str:
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def read_styles(*names: str) -> str:
    """Style sheets beside the templates, one after the other."""
    folder = files("unpolicy.views.report").joinpath("templates")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


def page_environment(*packages: str) -> Environment:
    """Where templates come from and what all of them know; every text is escaped.

    Args:
        packages: further packages with templates, looked into first.

    Raises:
        MissingExtraError: pages need optional dependencies.
    """
    try:
        from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise MissingExtraError(
            "Pages as HTML need Jinja2: pip install 'unpolicy[report]'.",
            ja="HTMLのページには Jinja2 が必要です：pip install 'unpolicy[report]'",
        ) from error
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in (*packages, "unpolicy.views.report")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": _say, "signs": VERDICT_SIGNS, "names": NAMES}
    environment.globals |= {
        "colors": COLORS,
        "dashes": DASHES,
        "kinds": SAMPLES,
        "part_sample": lambda number: trusted(part_sample(number)),
        "label": goal_label,
    }
    return environment


def trusted(text: str) -> Markup:
    """A text that is not escaped any more: our own words, or made harmless before."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - as said


def _say(voice: Voice, key: str, **values: object) -> str:
    return voice.word(WORDS, key, **values)


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
            sources = (f"- \\[{number}\\] {self.source(one)}" for number, one in enumerate(sheet.cited.sources, 1))
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
