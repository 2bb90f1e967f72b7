"""The evaluation sheet: from an assessment to words and tables in reading order, and as one HTML page."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from unpolicy import __version__
from unpolicy.assess.derivation import Derivation, derive
from unpolicy.assess.find import ORDINARY, Selection, most_urgent
from unpolicy.assess.stability import Stability, grouped
from unpolicy.assess.vintages import overdue_milestones
from unpolicy.errors import RefusedError, needing
from unpolicy.views import METHODS, MILESTONE_SIGNS, MILESTONES, STEPS, report
from unpolicy.views.chart import KINDS, Chart, waiting_text
from unpolicy.views.chart_page import part_sample, picture_svg
from unpolicy.views.charting import COLORS, DASHES, make_chart
from unpolicy.views.explain import WORDS as EXPLAIN
from unpolicy.views.explain import result_text, ruling_sentences, step_name
from unpolicy.views.forecast import WORDS as STABILITY
from unpolicy.views.forecast import stability_answers, stability_sentence
from unpolicy.views.notes import decides_sentences, fact_sentences, suggestion_reasons
from unpolicy.views.report import NOTHING, WORDS, Cell, Column, Table, Writer, goal_label, without_empty_columns
from unpolicy.views.show import policy_facts, remarks

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence
    from datetime import date

    from jinja2 import Environment
    from markupsafe import Markup

    from unpolicy.assess.assessment import Assessment, Judged, TargetAssessment
    from unpolicy.model import Dataset, Goal, Indicator
    from unpolicy.model.targets import Initiative, Remark
    from unpolicy.views.voice import Voice

NAMES = {"ja": "日本語", "en": "English"}

SAMPLES = (*KINDS, "waiting")
"""What a legend explains with a small sample beside each."""


def build_sheets(whole: Assessment, voices: Iterable[Voice], part: Selection = ORDINARY) -> list[Sheet]:
    """The evaluation sheet of a policy in several languages; how the verdicts came about is derived once.

    Args:
        whole: the assessment.
        voices: the languages, and all that hangs on them.
        part: how much of it; where targets or indicators are left out, the sheet says how many and counts them all.
    """
    assessment = most_urgent(whole, part)
    derived = cache(lambda name: derive(assessment.dataset, name, assessment.as_of, assessment.method))
    return [Sheet(whole, assessment, Writer(assessment.dataset, voice), part, derived) for voice in voices]


class Sheet:
    """The evaluation sheet in one language.

    Args:
        whole: the assessment.
        assessment: what of it is shown.
        writer: what it is written with.
        part: how much of it that is.
        derived: how the verdict on a target came about.
    """

    def __init__(
        self,
        whole: Assessment,
        assessment: Assessment,
        writer: Writer,
        part: Selection,
        derived: Callable[[str], Derivation],
    ) -> None:
        self.voice = writer.voice
        self.title = self.voice.line(assessment.dataset.policy.title)
        self.facts = (*known_facts(assessment, writer), *_left_out(whole, assessment, part, writer))
        self.measured = report.measured_table(assessment.targets, writer)
        self.goals = tuple(_goals(assessment, writer, derived))
        self.reference = report.reference_table(assessment.monitored, writer)
        self.cited = writer
        self.colophon = writer.word("made-by", version=__version__, day=assessment.as_of.isoformat())


def known_facts(assessment: Assessment, writer: Writer) -> Iterator[tuple[str, str]]:
    """What is known of the policy as a whole, and of how it is judged."""
    yield from policy_facts(assessment.dataset.policy, writer.voice, WORDS)
    yield writer.word("as-of"), assessment.as_of.isoformat()
    yield writer.word("method"), writer.voice.word(METHODS, assessment.method)


def _left_out(whole: Assessment, shown: Assessment, part: Selection, writer: Writer) -> Iterator[tuple[str, str]]:
    if len(shown.targets) < len(whole.targets):
        key = "first-shown" if part.ordered else "urgent-shown"
        counts = {"count": f"{len(whole.targets):,}", "verdicts": writer.voice.verdict_counts(whole.targets)}
        yield writer.word("targets"), writer.word(key, **counts, shown=len(shown.targets))
    if len(shown.monitored) < len(whole.monitored):
        count = f"{len(whole.monitored):,}"
        yield writer.word("reference"), writer.word("reference-shown", count=count, shown=len(shown.monitored))


def _goals(assessment: Assessment, writer: Writer, derived: Callable[[str], Derivation]) -> Iterator[GoalPart]:
    """The goals to show with their numbers in the policy; all unless goals were chosen or what they hold was."""
    chosen = {goal.id for goal in assessment.goals} | {entry.target.goal for entry in assessment.targets}
    for number, key in enumerate(assessment.dataset.goals, 1):
        if key in chosen:
            part = GoalPart(assessment.dataset, key, number, writer, assessment.as_of)
            entries = (entry for entry in assessment.targets if entry.target.goal == key)
            part.targets = [TargetPart(entry, derived(entry.id), writer) for entry in entries]
            yield part


class GoalPart:
    """A goal in words; the lists have the keys of their titles.

    Args:
        dataset: the data.
        key: the goal's id.
        number: its number in the policy.
        writer: what it is written with.
        as_of: the day on which its milestones are overdue, so that they are marked.
    """

    def __init__(self, dataset: Dataset, key: str, number: int, writer: Writer, as_of: date | None = None) -> None:
        goal, self.id, self.number = dataset.goals[key], key, number
        self.title = writer.voice.line(goal.title)
        self.statement = writer.voice.line(goal.statement) if goal.statement is not None else ""
        self.lists = {name: tuple(_item(item, writer) for item in items) for name, items in remarks(goal).items()}
        self.milestones = _milestones(goal, () if as_of is None else overdue_milestones(goal, as_of), writer)
        self.targets: list[TargetPart] = []
        self.successor = _successor(goal, writer)


def _item(item: Initiative | Remark, writer: Writer) -> Cell:
    period = getattr(item, "period", None)
    lead = "" if period is None else writer.voice.when(period)
    return Cell(writer.voice.line(item.text), writer.source(item.source), lead=lead)


def _successor(goal: Goal, writer: Writer) -> Cell | None:
    if goal.successor is None:
        return None
    review = goal.successor.review
    lead = "" if review is None else writer.word("for-review", review=writer.voice.when(review))
    return Cell(writer.voice.line(goal.successor.text), lead=lead)


def _milestones(goal: Goal, overdue: Container[str], writer: Writer) -> Table | None:
    voice = writer.voice
    rows = tuple(
        (
            Cell(voice.line(entry.title), writer.source(entry.evidence)),
            Cell(
                f"{MILESTONE_SIGNS[entry.status]} {voice.word(MILESTONES, entry.status)}"
                + (writer.word("overdue") if key in overdue else "")
            ),
            *(Cell(voice.when(moment) or "–") for moment in (entry.due, entry.date)),
        )
        for key, entry in goal.milestones.items()
    )
    columns = writer.columns("milestone", "status", "due", "date")
    return without_empty_columns(Table(writer.word("milestones"), tuple(columns), rows)) if rows else None


class TargetPart:
    """Everything about one target.

    Args:
        entry: the target.
        derivation: how its verdict came about.
        writer: what it is written with.
    """

    def __init__(self, entry: TargetAssessment, derivation: Derivation, writer: Writer) -> None:
        stability, voice = derivation.stability, writer.voice
        self.entry = entry
        self.title = voice.title(entry)
        self.facts = tuple(_target_facts(entry, writer))
        self.chart = drawable(entry, voice)
        self.figures = report.figures_table(entry, writer)
        self.steps = _steps_table(derivation, writer)
        self.symbols = voice.word(EXPLAIN, "symbols")
        sentences = decides_sentences(entry, voice), fact_sentences(entry, voice)
        self.ruling = (*ruling_sentences(derivation, voice), *sentences[0], *sentences[1])
        answered = (sentence for sentence, _ in stability_answers(stability, entry.indicator, voice))
        self.stability = (*answered, stability_sentence(stability, voice))
        self.others = _ways_table(stability, entry.indicator, writer)
        self.rating = tuple(_rating(entry, writer))


def drawable(entry: Judged, voice: Voice) -> Chart | None:
    """The chart of a target, or of an indicator without one; `None` where there is nothing to draw."""
    try:
        chart = make_chart(entry, voice)
    except RefusedError:
        return None  # nothing to draw; the tables say so
    return chart if chart.dots or chart.path or chart.target else None


def _target_facts(entry: TargetAssessment, writer: Writer) -> Iterator[tuple[str, str]]:
    indicator, progress, voice = entry.indicator, entry.progress, writer.voice
    if entry.baseline is not None:
        counted_from = voice.with_unit(voice.start(entry), indicator)
        yield writer.word("baseline"), voice.bracketed(counted_from, voice.since(entry))
    if entry.latest is not None:
        yield writer.word("latest"), latest_text(entry, voice)
    yield writer.word("aim"), aim_text(entry, voice)
    for key, share in (("gap", progress.gap_closed), ("time", progress.time_elapsed)):
        if share is not None:
            yield writer.word(key), voice.share(share)
    if entry.observed is not None:
        observed, needed = voice.rate(entry.observed, indicator), voice.rate(entry.needed_pace, indicator)
        key = "pace-done" if progress.needed is None else "pace-text"
        yield writer.word("pace"), writer.word(key, observed=observed, needed=needed)
    if progress.lead is not None:
        yield writer.word("lead"), voice.rate(progress.lead, indicator)
    yield from _outlook(entry, writer)
    if entry.awaiting:
        waiting = ((voice.year(item.year, indicator), waiting_text(item, voice)) for item in entry.awaiting)
        yield (
            writer.word("waiting"),
            voice.clauses(writer.word("in-year", year=year, value=why) for year, why in waiting),
        )


def latest_text(entry: TargetAssessment, voice: Voice) -> str:
    """The newest figure with its unit and its year."""
    if entry.latest is None:
        return NOTHING
    figure = voice.with_unit(voice.value(entry.latest.value, entry.indicator), entry.indicator)
    figure = voice.marked(figure, entry.latest.year, entry.vintage)
    return voice.bracketed(figure, voice.year(entry.latest.year, entry.indicator))


def aim_text(entry: TargetAssessment, voice: Voice) -> str:
    """What was promised, with its unit and its year."""
    aim = voice.with_unit(voice.aim(entry), entry.indicator)
    return voice.bracketed(aim, voice.year(entry.target.by, entry.indicator))


def _outlook(entry: TargetAssessment, writer: Writer) -> Iterator[tuple[str, str]]:
    """Where it is heading, the chance that it arrives, and the grade by a method that has grades."""
    indicator, voice = entry.indicator, writer.voice
    if entry.projection is not None:
        yield writer.word("projection"), voice.with_unit(voice.value(entry.projection, indicator), indicator)
    if entry.chance is not None:
        yield writer.word("chance"), voice.chance(entry.chance)
    if entry.judgement.grade is not None:
        yield writer.word("grade"), entry.judgement.grade


def _rating(entry: TargetAssessment, writer: Writer) -> Iterable[str]:
    rating, voice = entry.rating, writer.voice
    if rating is None:
        yield writer.word("rating-none")
    else:
        review, day = voice.when(rating.review), rating.date.isoformat()
        step = voice.word(STEPS, rating.step)
        yield writer.word("rating-line", step=step, by=voice.line(rating.by), day=day, review=review)
        if rating.reason is not None:
            yield voice.line(rating.reason)
    if entry.suggestion is not None:
        step, reasons = voice.word(STEPS, entry.suggestion), suggestion_reasons(entry, voice)
        yield writer.word("rating-suggestion", step=step, reasons=reasons)


def _steps_table(derivation: Derivation, writer: Writer) -> Table | None:
    """How the verdict came about, line by line."""
    if not derivation.steps:
        return None
    bands = derivation.ruling.bands
    symbol = None if bands is None else derivation.symbol
    texts = (
        (step_name(step.name, symbol, writer.voice), step.formula, step.figures, result_text(step, bands))
        for step in derivation.steps
    )
    rows = tuple(tuple(map(Cell, row)) for row in texts)
    columns = *writer.columns("step", "formula", "numbers"), Column(writer.word("result"), numeric=True)
    return Table(writer.word("derivation"), columns, rows)


def _ways_table(stability: Stability, indicator: Indicator, writer: Writer) -> Table | None:
    """The ways to judge that give another verdict."""
    if stability.share is None or not stability.others:
        return None
    voice = writer.voice
    rows = tuple(
        (
            Cell(voice.signed_verdict(group.verdict)),
            Cell(voice.enumerate(voice.word(METHODS, name) for name in group.methods if name)),
            Cell(voice.year_ranges(group.base_years, indicator)),
            Cell(voice.year(group.last_year, indicator)),
        )
        for group in grouped(stability.others)
    )
    columns = (Column(voice.word(STABILITY, key)) for key in ("verdict", "method", "base", "figures"))
    return Table(writer.word("others"), tuple(columns), rows)


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
    """Style sheets, or a script, beside the templates, one after the other."""
    folder = files("unpolicy.views.report").joinpath("templates")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


def page_environment() -> Environment:
    """Where templates come from and what all of them know; every text is escaped.

    Raises:
        MissingExtraError: pages need optional dependencies.
    """
    with needing("'unpolicy[report]'", "Pages as HTML need Jinja2", "HTMLのページには Jinja2 "):
        from jinja2 import Environment, PackageLoader, StrictUndefined
    environment = Environment(
        loader=PackageLoader("unpolicy.views.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"names": NAMES, "label": goal_label}
    environment.globals["say"] = lambda voice, key, **values: voice.word(WORDS, key, **values)
    environment.globals |= {"colors": COLORS, "dashes": DASHES, "kinds": SAMPLES}
    environment.globals["part_sample"] = lambda number: trusted(part_sample(number))
    return environment


def trusted(text: str) -> Markup:
    """A text that is not escaped any more: our own words, or made harmless before."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - as said
