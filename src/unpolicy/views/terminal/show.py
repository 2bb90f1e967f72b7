"""Records on a terminal: what a target, an indicator or a goal is, what it was before, and what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from unpolicy.assess.parts import parts_below
from unpolicy.assess.vintages import overdue_milestones, source_of
from unpolicy.measures.numbers import running_totals
from unpolicy.measures.progress import attainment
from unpolicy.measures.verdict import METHODS as MEASURES
from unpolicy.text import printable
from unpolicy.views import METHODS, MILESTONE_SIGNS, MILESTONES, STATUSES
from unpolicy.views.diff import LOG, ChangeMade, Section, closing_lines, data_text, heading_line, local_time, sections
from unpolicy.views.diff import WORDS as DIFF
from unpolicy.views.explain import measure_text
from unpolicy.views.history import WORDS as HISTORY
from unpolicy.views.history import moment_sentences, moment_standing, news_text, revision_sentence
from unpolicy.views.notes import note_sentences
from unpolicy.views.show import WORDS, cited, goal_sources, indicator_facts, policy_facts, remarks, target_facts
from unpolicy.views.terminal import tables
from unpolicy.views.terminal.status_targets import targets_table
from unpolicy.views.terminal.tables import Linked, Wrapped, facts, indented, worded_table
from unpolicy.years import today

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.assess.comparison import Comparison
    from unpolicy.assess.history import History, News
    from unpolicy.model import Dataset, Figure, Goal, Indicator, PolicyRecord
    from unpolicy.model.targets import Milestone
    from unpolicy.views.voice import Voice


MOST_YEARS = 6
"""How many years the table of parts has; each part's own page has them all."""


def indicator_view(dataset: Dataset, indicator_id: str, voice: Voice) -> Iterator[RenderableType]:
    """One indicator: its facts and its figures."""
    indicator = dataset.indicators[indicator_id]
    yield Text.assemble((voice.line(indicator.title), "bold"), (f"  {indicator_id}", "dim"))
    yield facts(indicator_facts(dataset, indicator_id, voice))
    yield Text()
    yield from _figures(dataset, indicator, voice)
    yield from _parts(dataset, indicator_id, voice)
    yield from sources_list(dataset, cited(indicator), voice)


def target_view(dataset: Dataset, entry: TargetAssessment, voice: Voice, width: int) -> Iterator[RenderableType]:
    """One target: how it stands, its yearly targets and ratings, and its indicator."""
    yield targets_table([entry], voice, width)
    for sentence in note_sentences(entry, voice):
        yield Text("  " + sentence)
    yield Text("  " + voice.word(WORDS, "explain-hint", id=entry.id), "dim")
    yield Text()
    yield facts(target_facts(dataset, entry, voice))
    if entry.target.yearly:
        yield Text()
        yield _yearly_targets(entry, voice)
    yield Text()
    yield from indicator_view(dataset, entry.target.indicator, voice)


def _figures(dataset: Dataset, indicator: Indicator, voice: Voice) -> Iterator[RenderableType]:
    """The table of figures, and below it the notes that would not fit in it."""
    figures = indicator.figures()
    if not figures:
        yield Text(voice.word(WORDS, "no-figures"))
        return
    sums = indicator.aggregation == "sum"
    totals = dict(running_totals([(figure.year, figure.value) for figure in figures if figure.value is not None]))
    intervals = any(figure.low is not None or figure.high is not None for figure in figures)
    numbers = ("value", *(["interval"] if intervals else []), *(["total"] if sums else []), "change")
    table = worded_table(voice, WORDS, ("short", "year"), ("number", *numbers), ("folded", "status"))
    tables.add_columns(table, "short", voice.word(WORDS, "published"))
    tables.add_columns(table, "folded", voice.word(WORDS, "source"))
    before: float | None = None
    for figure in figures:
        change = None if before is None or figure.value is None else figure.value - before
        total = [Text(voice.value(totals.get(figure.year), indicator))] if sums else []
        before = figure.value if figure.value is not None else before
        table.add_row(
            Text(voice.both_years(figure.year, indicator)),
            Text(voice.value(figure.value, indicator), "bold"),
            *([Text(voice.interval(figure, indicator), "dim")] if intervals else []),
            *total,
            Text(voice.value(change, indicator, sign=True), "dim"),
            Text(_status(figure, indicator, voice), "" if figure.status == "final" else "yellow"),
            Text(figure.published.isoformat() if figure.published else "–"),
            _source(source_of(figure, indicator, dataset.sources) or "", dataset),
        )
    yield table
    for figure in figures:
        if figure.note:
            yield indented(f"{voice.year(figure.year, indicator)}: {voice.line(figure.note)}", "dim")


def _source(name: str, dataset: Dataset) -> Linked:
    """The id or the address of a source, which leads there."""
    known = dataset.sources.get(name)
    return Linked(printable(name), name if known is None else known.url, "dim")


def _parts(dataset: Dataset, indicator_id: str, voice: Voice) -> Iterator[RenderableType]:
    """The figures of the whole and of its parts side by side, for the newest years, with the parts of parts."""
    whole, parts = dataset.indicators[indicator_id], parts_below(dataset, indicator_id)
    years = sorted({year for part in parts for year in dataset.indicators[part].actuals})[-MOST_YEARS:]
    if not years:
        return
    table = tables.new_table(voice.word(WORDS, "parts"))
    table.add_column(Text(), min_width=16, overflow="fold")
    tables.add_columns(table, "number", *(voice.year(year, whole) for year in years))
    for key, depth in {indicator_id: 0, **parts}.items():
        indicator = dataset.indicators[key]
        figures = {figure.year: figure.value for figure in indicator.figures()}
        branch, style = ("  " * (depth - 1) + "└ ", "") if depth else ("", "bold")
        values = (Text(voice.value(figures.get(year), indicator), style) for year in years)
        table.add_row(Text(branch + voice.line(indicator.title), style), *values)
    yield Text()
    yield table


def _status(figure: Figure, indicator: Indicator, voice: Voice) -> str:
    """How far a figure can be relied on, when it is due, and what it was before."""
    status = voice.word(STATUSES, figure.status) + (f" ({figure.due.isoformat()})" if figure.due else "")
    for revision in reversed(figure.revisions):
        status += "\n" + voice.word(WORDS, "revision", value=voice.exact(revision.value, indicator))
        status += f" ({revision.published.isoformat()})" if revision.published else ""
    return status


def _yearly_targets(entry: TargetAssessment, voice: Voice) -> RenderableType:
    indicator = entry.indicator
    reached = {point.year: point.value for point in entry.series}
    table = worded_table(voice, WORDS, ("number", "year", "yearly", "value", "attainment"))
    for year, promised in sorted(entry.target.yearly.items()):
        came = reached.get(year)
        ratio = None if came is None else attainment(came, promised, indicator.sign)
        table.add_row(
            Text(voice.year(year, indicator)),
            Text(voice.exact(promised, indicator)),
            Text(voice.value(came, indicator)),
            Text("–" if ratio is None else f"{ratio:.1%}"),
        )
    return table


def goals_view(dataset: Dataset, goals: Mapping[str, Goal], voice: Voice) -> Iterator[RenderableType]:
    """The goals one below the other, each with all that belongs to it."""
    for goal_id, goal in goals.items():
        yield from _goal(goal_id, goal, voice)
    named = (source for goal in goals.values() for source in goal_sources(goal))
    yield from sources_list(dataset, named, voice)


def sources_list(dataset: Dataset, cited: Iterable[str], voice: Voice) -> Iterator[RenderableType]:
    """What the ids in square brackets stand for."""
    known = [(key, dataset.sources[key]) for key in dict.fromkeys(cited) if key in dataset.sources]
    if known:
        yield Text.assemble("\n", (voice.word(WORDS, "source"), "bold"))
    for key, source in known:
        parts = [voice.line(source.title), source.published.isoformat() if source.published else "", source.url or ""]
        text = printable(" · ".join(part for part in parts if part))
        yield indented(Linked(Text.assemble((f"[{key}] ", "dim"), text), source.url))


def policy_view(policy: PolicyRecord, voice: Voice) -> RenderableType:
    """What the policy is, who is responsible, and which years are reviewed."""
    grid = facts(policy_facts(policy, voice))
    grid.title, grid.title_justify = Text(voice.line(policy.title), "bold"), "left"
    return grid


def _goal(goal_id: str, goal: Goal, voice: Voice) -> Iterator[RenderableType]:
    """One goal: its statement and its lists."""
    yield Text.assemble("\n", (voice.line(goal.title), "bold"), (f"  {goal_id}", "dim"))
    if goal.statement:
        yield indented(voice.line(goal.statement))
    for key, entries in remarks(goal).items():
        if entries:
            yield _subtitle(voice.word(WORDS, key))
        for entry in entries:
            period = voice.when(getattr(entry, "period", None))
            lead = (f"{period}  " if period else "", "cyan")
            yield _bullet("•", Text.assemble(lead, voice.line(entry.text), (_reference(entry.source), "dim")))
    if goal.milestones:
        yield _subtitle(voice.word(WORDS, "milestones"))
    overdue = overdue_milestones(goal, today())
    for key, milestone in goal.milestones.items():
        yield _bullet(MILESTONE_SIGNS[milestone.status], _milestone(milestone, voice, late=key in overdue))
    if goal.successor:
        review = goal.successor.review
        suffix = voice.word(WORDS, "successor-review", review=voice.when(review)) if review else ""
        yield _subtitle(voice.word(WORDS, "successor")).append(f"  {suffix}", "dim")
        yield _bullet("→", Text(voice.line(goal.successor.text)))


def _milestone(milestone: Milestone, voice: Voice, *, late: bool) -> Text:
    known = [voice.word(MILESTONES, milestone.status)]
    if milestone.date is not None:
        known.append(voice.when(milestone.date))
    elif milestone.due is not None:
        known.append(voice.word(WORDS, "overdue" if late else "due", when=voice.when(milestone.due)))
    known_text = voice.bracketed("", voice.enumerate(known))
    return Text.assemble(voice.line(milestone.title), (f"{known_text}{_reference(milestone.evidence)}", "dim"))


def _subtitle(title: str) -> Text:
    return Text.assemble("\n  ", (title, "underline"))


def _bullet(sign: str, text: Text) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(sign, text)
    return Padding(grid, (0, 0, 0, 4))


def _reference(source: str | None) -> str:
    return f" [{printable(source)}]" if source else ""


def history_view(found: History, voice: Voice) -> Iterator[RenderableType]:
    """The table of moments, and below it what the revisions did."""
    day = voice.word(HISTORY, "as-of", day=found.as_of.isoformat())
    yield tables.heading(voice.title(found.now), [voice.word(METHODS, found.method), day])
    if not found.moments:
        yield Text(voice.word(HISTORY, "nothing"))
        return
    yield _moments(found, voice)
    if found.now.stale:
        standing = voice.word(HISTORY, "now", day=found.as_of.isoformat(), standing=voice.standing(found.now))
        yield Text(standing, "dim")
    if not all(moment.dated for moment in found.moments):
        yield Text(voice.word(HISTORY, "undated"), "dim")
    if found.revisions:
        yield Text("\n" + voice.word(HISTORY, "revisions"), "bold")
    for item in found.revisions:
        yield indented(revision_sentence(item, found.indicator, voice), "yellow" if item.changed else "")


def _moments(found: History, voice: Voice) -> RenderableType:
    indicator = found.indicator
    measured = any(moment.measure is not None for moment in found.moments)
    aimed = any(moment.gap_closed is not None for moment in found.moments)
    bands = MEASURES[found.method].bands if found.target is not None else None
    numbers = [*(["gap"] if aimed else []), *(["measure"] if measured else [])]
    table = worded_table(
        voice, HISTORY, ("folded", "day", "news", "latest"), ("number", *numbers), ("folded", "verdict")
    )
    for moment in found.moments:
        latest, promises = moment.latest, [*moment_sentences(moment, found, voice)]
        standing = "–"
        if latest is not None:
            figure = voice.marked(voice.exact(latest.value, indicator), latest.year, found.now.vintage)
            standing = voice.bracketed(figure, voice.year(latest.year, indicator))
        cells = [
            Text(moment.day.isoformat() + ("" if moment.dated else "*")),
            Text(
                "\n".join([*(_news(item, indicator, voice) for item in moment.news), *promises]),
                style="yellow" if promises else "",
            ),
            Text(standing, "dim"),
        ]
        cells += [Text(voice.share(moment.gap_closed))] if aimed else []
        cells += [Text("–" if moment.measure is None else measure_text(moment.measure, bands))] if measured else []
        style = "dim" if moment.stale or moment.verdict is None else tables.STYLES[moment.verdict]
        table.add_row(*cells, Text(moment_standing(moment, indicator, voice), style))
    return table


def _news(item: News, indicator: Indicator, voice: Voice) -> str:
    text, final = news_text(item, indicator, voice), item.before is not None or item.status == "final"
    return text if final else voice.bracketed(text, voice.word(STATUSES, item.status))


CHANGE_STYLES = {"worse": "red", "better": "green"}


def diff_view(found: Comparison, before: str, after: str | None, voice: Voice) -> Iterator[RenderableType]:
    """What changed, what matters most first."""
    yield Text(voice.line(heading_line(before, after, voice)), "bold")
    for section in sections(found, voice):
        yield Text(f"\n{section.title}", "bold")
        yield _compared(section)
        if section.left_out:
            yield Text(voice.word(DIFF, "more", count=f"{section.left_out:,}"), "dim")
    for line in closing_lines(found, voice):
        yield Text(f"\n{line}")


def _compared(section: Section) -> Table:
    table = tables.new_table()
    for index, name in enumerate(section.columns):
        table.add_column(name, overflow="fold", ratio=2 if index == 0 else None)
    for (title, *others), style in zip(section.rows, section.styles, strict=True):
        table.add_row(Wrapped(title), *(Wrapped(cell, CHANGE_STYLES.get(style, "")) for cell in others))
    return table


def log_view(changes: Sequence[ChangeMade], voice: Voice) -> Iterator[RenderableType]:
    """The changes as a table, newest first; a sentence where there are none."""
    if not changes:
        yield Text(voice.word(LOG, "none"))
        return
    table = worded_table(voice, LOG, ("folded", "when", "who", "where", "change"))
    for made in changes:
        where = ".".join(map(str, made.where[1:])) or made.file
        change = f"{data_text(made.before, voice) or '–'} → {data_text(made.after, voice) or '–'}"
        when = local_time(made.at).isoformat(" ", "minutes")
        table.add_row(*(Text(printable(cell)) for cell in (when, made.user, where, change)))
    yield table
