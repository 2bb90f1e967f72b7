"""The evaluation sheet: from an assessment to words and tables in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unpolicy import __version__
from unpolicy.derivation import derive
from unpolicy.render.common import line
from unpolicy.render.labels import METHODS, MILESTONE_SIGNS, MILESTONES, word
from unpolicy.render.report_model import Cell, GoalPart, Report, SourcePart, Table
from unpolicy.render.report_tables import measured_table, reference_table
from unpolicy.render.report_target import target_part
from unpolicy.render.words.report import WORDS
from unpolicy.years import label, parse_period, period_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unpolicy.assessment import Assessment
    from unpolicy.model import Dataset, Goal, Milestone, Text
    from unpolicy.years import Language


class Citations:
    """Numbers sources and footnotes in the order in which they are first cited."""

    def __init__(self, dataset: Dataset, lang: Language) -> None:
        self._dataset = dataset
        self._lang = lang
        self._sources: list[str] = []
        self._footnotes: list[str] = []

    def source(self, name: str | None) -> tuple[int, ...]:
        """The number of a source: an id in `sources`, or a URL."""
        return () if name is None else (_number(self._sources, name),)

    def footnote(self, text: Text | None) -> tuple[int, ...]:
        """The number of a footnote."""
        return () if text is None else (_number(self._footnotes, line(text, self._lang)),)

    @property
    def footnotes(self) -> tuple[str, ...]:
        """The footnotes, the first one first."""
        return tuple(self._footnotes)

    @property
    def sources(self) -> tuple[SourcePart, ...]:
        """The sources, the first one first."""
        return tuple(self._part(number, name) for number, name in enumerate(self._sources, 1))

    def _part(self, number: int, name: str) -> SourcePart:
        source = self._dataset.sources.get(name)
        if source is None:
            return SourcePart(number, line(name, self._lang), _web(name), "")
        published = ""
        if source.published is not None:
            published = word(WORDS, "published-on", self._lang).format(day=source.published.isoformat())
        return SourcePart(number, line(source.title, self._lang), _web(source.url), published)


def _number(among: list[str], item: str) -> int:
    if item not in among:
        among.append(item)
    return among.index(item) + 1


def _web(url: str | None) -> str | None:
    """The address, if it is one that a page may link to: nothing but http and https."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    return line(url, "en").replace(" ", "%20")


def build_report(assessment: Assessment, lang: Language) -> Report:
    """The evaluation sheet of a policy in one language."""
    dataset = assessment.dataset
    cited = Citations(dataset, lang)
    measured = measured_table(assessment, cited, lang)
    goals = tuple(_goal(assessment, key, number, cited, lang) for number, key in enumerate(dataset.goals, 1))
    reference = reference_table(assessment, cited, lang)
    return Report(
        lang=lang,
        title=line(dataset.policy.title, lang),
        facts=tuple(_facts(assessment, lang)),
        measured=measured,
        goals=goals,
        reference=reference,
        footnotes=cited.footnotes,
        sources=cited.sources,
        colophon=word(WORDS, "made-by", lang).format(version=__version__, day=assessment.as_of.isoformat()),
    )


def _facts(assessment: Assessment, lang: Language) -> Iterable[tuple[str, str]]:
    policy = assessment.dataset.policy
    texts = (("programme", policy.programme), ("owner", policy.owner))
    yield from ((word(WORDS, key, lang), line(text, lang)) for key, text in texts if text is not None)
    periods = (("reviewed", policy.reviewed), ("next-review", policy.next_review))
    yield from ((word(WORDS, key, lang), period_label(text, lang)) for key, text in periods if text is not None)
    yield word(WORDS, "as-of", lang), assessment.as_of.isoformat()
    yield word(WORDS, "method", lang), word(METHODS, assessment.method, lang)


def _goal(assessment: Assessment, key: str, number: int, cited: Citations, lang: Language) -> GoalPart:
    goal = assessment.dataset.goals[key]
    derivations = (
        derive(assessment.dataset, entry.id, assessment.as_of, assessment.method)
        for entry in assessment.targets
        if entry.target.goal == key
    )
    return GoalPart(
        id=key,
        number=number,
        title=line(goal.title, lang),
        statement=line(goal.statement, lang) if goal.statement is not None else "",
        initiatives=tuple(
            Cell(line(item.text, lang), cited.source(item.source), lead=period_label(item.period, lang))
            for item in goal.initiatives
        ),
        findings=_remarks(goal.findings, cited, lang),
        next_steps=_remarks(goal.next_steps, cited, lang),
        milestones=_milestones(goal, cited, lang),
        targets=tuple(target_part(derivation, cited, lang) for derivation in derivations),
        successor=_successor(goal, lang),
    )


def _remarks(remarks: Iterable[Any], cited: Citations, lang: Language) -> tuple[Cell, ...]:
    return tuple(Cell(line(remark.text, lang), cited.source(remark.source)) for remark in remarks)


def _successor(goal: Goal, lang: Language) -> Cell | None:
    if goal.successor is None:
        return None
    review = goal.successor.review
    lead = "" if review is None else word(WORDS, "for-review", lang).format(review=period_label(review, lang))
    return Cell(line(goal.successor.text, lang), lead=lead)


def _milestones(goal: Goal, cited: Citations, lang: Language) -> Table | None:
    if not goal.milestones:
        return None
    heads = tuple(word(WORDS, key, lang) for key in ("milestone", "status", "due", "date"))
    rows = tuple(_milestone(entry, cited, lang) for entry in goal.milestones.values())
    return Table(word(WORDS, "milestones", lang), heads, rows)


def _milestone(entry: Milestone, cited: Citations, lang: Language) -> tuple[Cell, ...]:
    status = f"{MILESTONE_SIGNS[entry.status]} {word(MILESTONES, entry.status, lang)}"
    days = (Cell(_when(when, lang)) for when in (entry.due, entry.date))
    return Cell(line(entry.title, lang), cited.source(entry.evidence)), Cell(status), *days


def _when(when: int | str | None, lang: Language) -> str:
    """A due time as people read it: 2022年, FY2022, 2022-06-30."""
    if when is None:
        return word(WORDS, "nothing", lang)
    if isinstance(when, int):
        return label(when, "calendar", lang)
    return label(parse_period(when).first, "fiscal", lang) if when.startswith("FY") else when
