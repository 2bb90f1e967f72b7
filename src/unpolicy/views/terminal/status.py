"""`status` on a terminal: the headline table, below it what has no target, milestones and what is waiting; policies."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from unpolicy.assess.find import ORDINARY, Selection, batches, most_urgent
from unpolicy.assess.parts import Placed, placed
from unpolicy.views import METHODS, MILESTONE_SIGNS, MILESTONES
from unpolicy.views.status import POLICIES, WORDS, overdue, waiting
from unpolicy.views.terminal import tables
from unpolicy.views.terminal.status_targets import STAR, notes, targets_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.table import Table

    from unpolicy.assess.assessment import Assessment, GoalAssessment, TargetAssessment
    from unpolicy.measures.case import Point
    from unpolicy.views.voice import Voice


FEW = 5
"""Above more targets than this stands how many have each verdict."""


def status_view(
    assessment: Assessment, voice: Voice, width: int, part: Selection = ORDINARY, *, charts: bool = False
) -> Iterator[RenderableType]:
    """The parts of `status` from top to bottom, each made when it is to be shown: long tables come in pieces.

    Args:
        assessment: what to show.
        voice: what it is said with.
        width: columns of the terminal.
        part: how much of it, and in which order.
        charts: whether a small chart stands under each target.
    """
    few = _told_apart(most_urgent(assessment, part), assessment, voice)
    yield _heading(assessment, voice)
    if len(assessment.targets) > FEW:
        yield from _counts(assessment.targets, len(few.targets), voice, ordered=part.ordered)
    sections = [
        _targets(few, voice, width, charts=charts, goals=part.by_goal),
        _monitored(few, len(assessment.monitored) - len(few.monitored), voice, all_parts=part.all_parts),
        _nothing(assessment, voice),
        _milestones(few.goals, voice),
        _waiting(few, voice),
    ]
    begun = False
    for section in sections:
        for number, piece in enumerate(section):
            if begun and number == 0:
                yield Text()  # between two sections, and none at the end
            yield piece
            begun = True


def _told_apart(few: Assessment, assessment: Assessment, voice: Voice) -> Assessment:
    """Targets whose title others have too, as several promises on one indicator, get their id behind it."""
    number = Counter(map(voice.title, assessment.targets))
    targets = []
    for entry in few.targets:
        title = voice.title(entry)
        if number[title] > 1:
            named = entry.target.model_copy(update={"title": voice.bracketed(title, entry.id)})
            entry = entry._replace(target=named)  # noqa: PLW2901 - the same target
        targets.append(entry)
    return few._replace(targets=tuple(targets))


def _heading(assessment: Assessment, voice: Voice) -> Text:
    day = voice.word(WORDS, "as-of", day=assessment.as_of.isoformat())
    method = voice.word(WORDS, "method", method=voice.word(METHODS, assessment.method))
    return tables.heading(voice.line(assessment.dataset.policy.title), [day, method])


def _counts(
    targets: Sequence[TargetAssessment], shown: int, voice: Voice, *, ordered: bool
) -> Iterator[RenderableType]:
    counts = voice.word(WORDS, "counts", count=f"{len(targets):,}", verdicts=voice.verdict_counts(targets))
    if shown == len(targets):
        yield Text(counts + "\n", "bold")
        return
    yield Text(counts, "bold")
    yield Text(voice.word(WORDS, "first" if ordered else "attention", shown=shown) + "\n", "dim")


def _targets(shown: Assessment, voice: Voice, width: int, *, charts: bool, goals: bool) -> Iterator[RenderableType]:
    targets = _by_goal(shown.targets) if goals else shown.targets
    for piece in batches(targets):
        headings = _goal_headings(piece, shown, voice) if goals else {}
        yield targets_table(piece, voice, width, charts=charts, headings=headings)
        yield from notes(piece, voice, shown.method)
    legend = voice.word(WORDS, "headline", star=STAR) if any(entry.headline for entry in targets) else ""
    means = voice.word(WORDS, "gap-means") if any(entry.progress.gap_closed is not None for entry in targets) else ""
    if legend or means:
        yield Text("  ".join(filter(None, (legend, means))), "dim")


def _by_goal(targets: Sequence[TargetAssessment]) -> list[TargetAssessment]:
    """The targets of each goal together, goals and targets in the order in which they came."""
    order = list(dict.fromkeys(entry.target.goal for entry in targets))
    return sorted(targets, key=lambda entry: order.index(entry.target.goal))


def _goal_headings(targets: Sequence[TargetAssessment], shown: Assessment, voice: Voice) -> dict[str, Text]:
    """The title of each goal with its grade, by the id of the first target that serves it."""
    first = {entry.target.goal: entry.id for entry in reversed(targets)}
    return {first[goal.id]: _goal_title(goal, voice) for goal in shown.goals if goal.id in first}


def _goal_title(entry: GoalAssessment, voice: Voice) -> Text:
    title = Text(voice.line(entry.goal.title), "bold")
    return title.append(f" · {voice.word(WORDS, 'goal-grade', grade=entry.grade)}") if entry.grade else title


def _monitored(shown: Assessment, left: int, voice: Voice, *, all_parts: bool) -> Iterator[RenderableType]:
    judged = any(entry.verdict for entry in shown.monitored)
    places = placed(shown, everything=all_parts)
    for number, piece in enumerate(batches(places)):
        title = voice.word(WORDS, "monitored") if number == 0 else None
        yield _monitored_table(piece, voice, judged=judged, title=title)
    for place in places:
        if place.hidden:
            whole = voice.line(place.indicator.title)
            yield Text(voice.word(WORDS, "parts-left-out", count=f"{place.hidden:,}", whole=whole), "dim")
    if left:
        yield Text(voice.word(WORDS, "indicators-left-out", count=f"{left:,}"), "dim")


def _monitored_table(places: Sequence[Placed], voice: Voice, *, judged: bool, title: str | None) -> tables.Fitting:
    keys = ("baseline", "latest", "change", *(["verdict"] if judged else []))
    names = [voice.word(WORDS, key) for key in keys]
    rows = [_monitored_cells(place, voice)[: len(names) + 1] for place in places]

    def as_table() -> Table:
        table = tables.new_table(title)
        table.add_column(voice.word(WORDS, "indicator"), min_width=16)
        tables.add_columns(table, "number", *names[:3])
        if judged:
            table.add_column(names[3], min_width=10)
        for row in rows:
            table.add_row(*row)
        return tables.unbroken(table)

    def as_lists() -> Group:
        lists: list[RenderableType] = [Text(title, "bold")] if title else []
        for name, *cells in rows:
            lists += [name, tables.pairs(zip(names, cells, strict=True))]
        return Group(*lists)

    return tables.Fitting(as_table, as_lists)


def _monitored_cells(place: Placed, voice: Voice) -> list[Any]:
    entry, latest = place.entry, _figure(place.latest, place, voice)
    if entry is None:  # a whole that has a target, above its parts
        return [tables.Wrapped(_placed_title(place, voice)), Text(), latest, Text(), Text()]
    return [
        tables.Wrapped(_placed_title(place, voice)),
        _figure(entry.baseline, place, voice),
        latest,
        Text(voice.value(entry.change, entry.indicator, sign=True)),
        tables.standing_text(entry, voice, narrow=True),
    ]


def _placed_title(place: Placed, voice: Voice) -> str:
    """The title of an indicator; a part's under a branch, with its share of the whole instead of the unit."""
    if not place.depth:
        return voice.titled(place.indicator.title, place.indicator)
    share = "" if place.share is None else f" · {voice.word(WORDS, 'share', share=voice.share(place.share))}"
    return f"{'  ' * min(place.depth - 1, 3)}└ {voice.line(place.indicator.title)}{share}"


def _figure(point: Point | None, place: Placed, voice: Voice) -> Text:
    if point is None:
        return Text("–", "dim")
    figure = voice.marked(voice.value(point.value, place.indicator), point.year, place.vintage)
    return Text.assemble(figure, (f" {voice.year(point.year, place.indicator)}", "dim"))


def _nothing(assessment: Assessment, voice: Voice) -> Iterator[RenderableType]:
    if not (assessment.targets or assessment.monitored or assessment.goals):
        yield Text(voice.word(WORDS, "none-match" if assessment.dataset.indicators else "nothing"))


def _milestones(goals: Sequence[GoalAssessment], voice: Voice) -> Iterator[RenderableType]:
    if not any(goal.milestones or goal.grade for goal in goals):
        return
    table = tables.new_table(voice.word(WORDS, "milestones") if any(goal.milestones for goal in goals) else None)
    table.add_column(voice.word(WORDS, "goal"), min_width=16, overflow="fold")
    table.add_column(Text())
    for entry in goals:
        counts = " · ".join(
            f"{MILESTONE_SIGNS[status]} {count} {voice.word(MILESTONES, status)}"
            for status, count in entry.milestones.items()
        )
        title = _goal_title(entry, voice) if entry.grade else Text(voice.line(entry.goal.title))
        shown = Text(counts or voice.word(WORDS, "no-milestones"))
        if entry.overdue:
            named = voice.enumerate(voice.line(entry.goal.milestones[key].title) for key in entry.overdue)
            shown.append("\n" + voice.word(WORDS, "overdue-milestones", titles=named), "yellow")
        table.add_row(title, shown)
    yield table


def _waiting(assessment: Assessment, voice: Voice) -> Iterator[RenderableType]:
    """The figures that are not out, each with the command to type when it is."""
    headline = next((entry.target.indicator for entry in assessment.targets if entry.headline), None)
    for number, (name, indicator, awaited) in enumerate(waiting(assessment)):
        if number == 0:
            yield Text(voice.word(WORDS, "waiting"), "bold")
        year, option = voice.year(awaited.year, indicator), "" if name == headline else f" -i {name}"
        command = voice.command(f"unpolicy add-actual {awaited.year} {voice.word(WORDS, 'placeholder')}{option}")
        yield Text.assemble(
            f"  {voice.line(indicator.title)} ",
            (voice.waiting(awaited, WORDS, year=year), "yellow" if awaited.overdue else ""),
            (f"\n    {voice.word(WORDS, 'next', command=command)}", "dim"),
        )


def overview(assessments: Iterable[Assessment], voice: Voice) -> RenderableType:
    """A line a policy: its targets by verdict, those that are stale apart, and its overdue figures."""
    table = tables.new_table()
    table.add_column(voice.word(POLICIES, "policy"), min_width=16)
    table.add_column(voice.word(POLICIES, "verdicts"), min_width=16, overflow="fold")
    tables.add_columns(table, "number", voice.word(POLICIES, "overdue"))
    for assessment in assessments:
        counts = voice.verdict_counts(assessment.targets) or voice.word(POLICIES, "no-targets")
        late = overdue(assessment)
        table.add_row(
            tables.Wrapped(voice.line(assessment.dataset.policy.title), "bold"),
            Text(counts),
            Text(f"{late:,}", "red" if late else "dim"),
        )
    return table
