"""The shape of the evaluation sheet: words and tables in reading order, the same for HTML and Markdown.

All texts are one line, safe to print, and not yet escaped for any kind of document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from unpolicy.views.chart_data import ChartData
    from unpolicy.years import Language


class Cell(NamedTuple):
    """One cell of a table, or one item of a list.

    Attributes:
        text: the words.
        sources: numbers of the sources it comes from.
        footnotes: numbers of its footnotes.
        lead: words set before the text, such as a period.
    """

    text: str
    sources: tuple[int, ...] = ()
    footnotes: tuple[int, ...] = ()
    lead: str = ""


class Table(NamedTuple):
    """A table.

    Attributes:
        caption: its title.
        heads: the columns' titles.
        rows: the rows; the first cell of each is the row's title.
        groups: a row above the titles: words and how many columns they stand over; words may be empty.
        numeric: the columns of numbers, which are set to the right.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[tuple[str, int], ...] = ()
    numeric: frozenset[int] = frozenset()


class Verdict(NamedTuple):
    """A verdict: its key, the sign that tells it without colour, and the word."""

    key: str
    sign: str
    word: str


class TargetPart(NamedTuple):
    """Everything about one target."""

    id: str
    title: str
    indicator: str
    verdict: Verdict
    facts: tuple[tuple[str, str], ...]
    share: float | None
    chart: ChartData | None
    spark: str
    figures: Table
    steps: Table | None
    symbols: str
    ruling: tuple[str, ...]
    stability: tuple[str, ...]
    others: Table | None
    rating: tuple[str, ...]


class GoalPart(NamedTuple):
    """Everything about one goal."""

    id: str
    number: int
    title: str
    statement: str
    initiatives: tuple[Cell, ...]
    findings: tuple[Cell, ...]
    next_steps: tuple[Cell, ...]
    milestones: Table | None
    targets: tuple[TargetPart, ...]
    successor: Cell | None


class SourcePart(NamedTuple):
    """One publication."""

    number: int
    title: str
    url: str | None
    published: str


class Report(NamedTuple):
    """The evaluation sheet in one language."""

    lang: Language
    title: str
    facts: tuple[tuple[str, str], ...]
    measured: Table | None
    goals: tuple[GoalPart, ...]
    reference: Table | None
    footnotes: tuple[str, ...] = ()
    sources: tuple[SourcePart, ...] = ()
    colophon: str = ""
