"""The evaluation sheet: from an assessment to words and tables in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unpolicy import __version__
from unpolicy.assess.derivation import derive
from unpolicy.assess.selection import ORDINARY, Part, first_of_many
from unpolicy.views.common import line, verdict_counts
from unpolicy.views.labels import METHODS, MILESTONE_SIGNS, MILESTONES, word
from unpolicy.views.report.model import Cell, GoalPart, Report, SourcePart, Table
from unpolicy.views.report.tables import measured_table, reference_table
from unpolicy.views.report.target import target_part
from unpolicy.views.words.report import WORDS
from unpolicy.years import label, parse_period, period_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unpolicy.assess.assessment import Assessment
    from unpolicy.model import Dataset, Goal, Milestone, Text
    from unpolicy.years import Language


class Citations:
    """Numbers sources and footnotes in the order in which they are first cited."""

    def __init__(self, dataset: Dataset, lang: Language) -> None:
        self._dataset = dataset
        self._lang = lang
        self._sources: dict[str, int] = {}
        self._footnotes: dict[str, int] = {}

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
        return tuple(self._part(number, name) for name, number in self._sources.items())

    def _part(self, number: int, name: str) -> SourcePart:
        source = self._dataset.sources.get(name)
        if source is None:
            return SourcePart(number, line(name, self._lang), _web(name), "")
        published = ""
        if source.published is not None:
            published = word(WORDS, "published-on", self._lang).format(day=source.published.isoformat())
        return SourcePart(number, line(source.title, self._lang), _web(source.url), published)


def _number(among: dict[str, int], item: str) -> int:
    return among.setdefault(item, len(among) + 1)


def _web(url: str | None) -> str | None:
    """The address, if it is one that a page may link to: nothing but http and https."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    return line(url, "en").replace(" ", "%20")


def build_report(whole: Assessment, lang: Language, part: Part = ORDINARY) -> Report:
    """The evaluation sheet of a policy in one language.

    Args:
        whole: the assessment.
        lang: the language.
        part: how much of it; where targets or indicators are left out, the sheet says how many and counts them all.
    """
    assessment = first_of_many(whole, part)
    dataset = assessment.dataset
    cited = Citations(dataset, lang)
    measured = measured_table(assessment, cited, lang)
    goals = tuple(_goal(assessment, goal, number, cited, lang) for number, goal in _numbered(assessment))
    reference = reference_table(assessment, cited, lang)
    return Report(
        lang=lang,
        title=line(dataset.policy.title, lang),
        facts=(*_facts(assessment, lang), *_left_out(whole, assessment, part, lang)),
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


def _numbered(assessment: Assessment) -> Iterable[tuple[int, str]]:
    """The goals to show with their numbers in the policy; all unless goals were chosen or what they hold was."""
    chosen = {goal.id for goal in assessment.goals} | {entry.target.goal for entry in assessment.targets}
    return ((number, key) for number, key in enumerate(assessment.dataset.goals, 1) if key in chosen)


def _left_out(whole: Assessment, shown: Assessment, part: Part, lang: Language) -> Iterable[tuple[str, str]]:
    if len(shown.targets) < len(whole.targets):
        key = "first-shown" if part.ordered else "urgent-shown"
        counts = verdict_counts(whole.targets, lang)
        text = word(WORDS, key, lang).format(count=f"{len(whole.targets):,}", verdicts=counts, shown=len(shown.targets))
        yield word(WORDS, "targets", lang), text
    if len(shown.monitored) < len(whole.monitored):
        numbers = {"count": f"{len(whole.monitored):,}", "shown": len(shown.monitored)}
        yield word(WORDS, "reference", lang), word(WORDS, "reference-shown", lang).format(**numbers)


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
