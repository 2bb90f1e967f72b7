"""The evaluation sheet: from an assessment to words and tables in reading order."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from unpolicy import __version__
from unpolicy.assess.derivation import Derivation, derive
from unpolicy.assess.find import ORDINARY, Selection, most_urgent
from unpolicy.assess.vintages import overdue_milestones
from unpolicy.errors import RefusedError
from unpolicy.views.chart import Chart, waiting_text
from unpolicy.views.charting import make_chart
from unpolicy.views.explain import WORDS as EXPLAIN
from unpolicy.views.explain import ruling_sentences
from unpolicy.views.labels import METHODS, MILESTONE_SIGNS, MILESTONES, STEPS
from unpolicy.views.notes import decides_sentences, fact_sentences, suggestion_reasons
from unpolicy.views.report import tables
from unpolicy.views.report.sheet import Cell, GoalPart, Sheet, Table, TargetPart, Writer
from unpolicy.views.stability import answers, stability_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from datetime import date

    from unpolicy.assess.assessment import Assessment, Judged, TargetAssessment
    from unpolicy.model import Dataset, Goal
    from unpolicy.model.targets import Initiative, Remark
    from unpolicy.views.voice import Voice


def build_sheets(whole: Assessment, voices: Iterable[Voice], part: Selection = ORDINARY) -> list[Sheet]:
    """The evaluation sheet of a policy in several languages; how the verdicts came about is derived once.

    Args:
        whole: the assessment.
        voices: the languages, and all that hangs on them.
        part: how much of it; where targets or indicators are left out, the sheet says how many and counts them all.
    """
    assessment = most_urgent(whole, part)
    derived = cache(lambda name: derive(assessment.dataset, name, assessment.as_of, assessment.method))
    return [_sheet(whole, assessment, Writer(assessment.dataset, voice), part, derived) for voice in voices]


def _sheet(
    whole: Assessment, assessment: Assessment, writer: Writer, part: Selection, derived: Callable[[str], Derivation]
) -> Sheet:
    voice = writer.voice
    return Sheet(
        voice=voice,
        title=voice.line(assessment.dataset.policy.title),
        facts=(*policy_facts(assessment, writer), *_left_out(whole, assessment, part, writer)),
        measured=tables.measured_table(assessment.targets, writer),
        goals=tuple(_goals(assessment, writer, derived)),
        reference=tables.reference_table(assessment.monitored, writer),
        cited=writer,
        colophon=writer.word("made-by", version=__version__, day=assessment.as_of.isoformat()),
    )


def policy_facts(assessment: Assessment, writer: Writer) -> Iterator[tuple[str, str]]:
    """What is known of the policy as a whole."""
    policy, voice = assessment.dataset.policy, writer.voice
    texts = (("programme", policy.programme), ("owner", policy.owner))
    yield from ((writer.word(key), voice.line(text)) for key, text in texts if text is not None)
    periods = (("reviewed", policy.reviewed), ("next-review", policy.next_review))
    yield from ((writer.word(key), voice.when(text)) for key, text in periods if text is not None)
    yield writer.word("as-of"), assessment.as_of.isoformat()
    yield writer.word("method"), voice.word(METHODS, assessment.method)


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
            part = goal_part(assessment.dataset, key, number, writer, assessment.as_of)
            entries = (entry for entry in assessment.targets if entry.target.goal == key)
            yield part._replace(targets=tuple(target_part(entry, derived(entry.id), writer) for entry in entries))


def goal_part(dataset: Dataset, key: str, number: int, writer: Writer, as_of: date | None = None) -> GoalPart:
    """A goal in words, without its targets; milestones that are overdue on a day are marked."""
    goal = dataset.goals[key]
    overdue = () if as_of is None else overdue_milestones(goal, as_of)
    return GoalPart(
        id=key,
        number=number,
        title=writer.voice.line(goal.title),
        statement=writer.voice.line(goal.statement) if goal.statement is not None else "",
        lists={
            "initiatives": tuple(_item(item, writer) for item in goal.initiatives),
            "findings": tuple(_item(item, writer) for item in goal.findings),
            "next-steps": tuple(_item(item, writer) for item in goal.next_steps),
        },
        milestones=_milestones(goal, overdue, writer),
        targets=(),
        successor=_successor(goal, writer),
    )


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
    return tables.without_empty_columns(Table(writer.word("milestones"), tuple(columns), rows)) if rows else None


def target_part(entry: TargetAssessment, derivation: Derivation, writer: Writer) -> TargetPart:
    """Everything about a target."""
    stability, voice = derivation.stability, writer.voice
    title, indicator = voice.title(entry), voice.line(entry.indicator.title)
    answered = (sentence for sentence, _ in answers(stability, entry.indicator, voice))
    return TargetPart(
        entry=entry,
        title=title,
        indicator="" if indicator == title else indicator,
        facts=tuple(_target_facts(entry, writer)),
        chart=drawable(entry, voice),
        figures=tables.figures_table(entry, writer),
        steps=tables.steps_table(derivation, writer),
        symbols=voice.word(EXPLAIN, "symbols"),
        ruling=(*ruling_sentences(derivation, voice), *decides_sentences(entry, voice), *fact_sentences(entry, voice)),
        stability=(*answered, stability_sentence(stability, voice)),
        others=tables.ways_table(stability, entry.indicator, writer),
        rating=tuple(_rating(entry, writer)),
    )


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
        yield writer.word("baseline"), voice.beside(counted_from, voice.since(entry))
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
        return tables.NOTHING
    figure = voice.with_unit(voice.value(entry.latest.value, entry.indicator), entry.indicator)
    figure = voice.marked(figure, entry.latest.year, entry.vintage)
    return voice.beside(figure, voice.year(entry.latest.year, entry.indicator))


def aim_text(entry: TargetAssessment, voice: Voice) -> str:
    """What was promised, with its unit and its year."""
    aim = voice.with_unit(voice.aim(entry), entry.indicator)
    return voice.beside(aim, voice.year(entry.target.by, entry.indicator))


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
