"""`explain` on a terminal: formulas, on one line where they fit, figures, what would change the verdict, stability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from unpolicy.assess.evidence import VERDICTS_ASKED, Input, Requirement
from unpolicy.measures.numbers import Step, show
from unpolicy.views import METHODS, STATUSES
from unpolicy.views.explain import WORDS, result_text, ruling_sentences, source_text, step_name
from unpolicy.views.history import revision_sentence
from unpolicy.views.notes import break_sentences, decides_sentences, restated_sentences
from unpolicy.views.terminal.forecast import stability_view
from unpolicy.views.terminal.tables import Linked, add_columns, indented, new_table, standing_text, worded_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import RenderableType

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.assess.derivation import Derivation
    from unpolicy.model import Indicator
    from unpolicy.names import Verdict
    from unpolicy.views.voice import Voice


MARGIN = 2
GAP = 2
_OPERATORS = frozenset("+−×/")
_LEAST_PART = 3
"""A line of a broken formula is at least the width over this, lest it be broken after two letters."""


def explain_view(
    derivation: Derivation, voice: Voice, width: int, *, stability: bool = True
) -> Iterator[RenderableType]:
    """The whole of `explain`, part by part.

    Args:
        derivation: what to show.
        voice: what it is said with.
        width: columns of the terminal.
        stability: whether to show how stable the verdict is.
    """
    yield _heading(derivation, voice)
    yield from _steps(derivation, voice, width)
    yield from _verdict(derivation, voice)
    if derivation.forecast:
        yield from _forecast(derivation, voice, width)
    if derivation.inputs or derivation.entry.awaiting:
        yield from _figures(derivation, voice)
    if derivation.promises:
        yield _title("promises", voice)
        yield indented(_promises(derivation, voice))
    if derivation.verdict is not None:
        yield _title("needs", voice)
        yield from _needs(derivation, voice, width)
    if derivation.revisions:
        yield _title("revisions", voice)
    for item in derivation.revisions:
        yield indented(revision_sentence(item, derivation.entry.indicator, voice), "yellow")
    if stability and derivation.verdict is not None:
        yield _title("stability", voice)
        yield from stability_view(derivation.stability, derivation.entry.indicator, voice)


def _heading(derivation: Derivation, voice: Voice) -> Text:
    heading = Text(voice.title(derivation.entry), "bold").append("\n")
    if derivation.verdict is None:
        heading.append(voice.word(WORDS, "no-verdict"), "dim")
    else:
        heading.append_text(standing_text(derivation.entry, voice))
    keeping = None if derivation.target is None else derivation.target.keeping
    method = "" if keeping is not None else f" · {voice.word(METHODS, derivation.method)}"
    day = voice.word(WORDS, "as-of", day=derivation.as_of.isoformat())
    unit = voice.word(WORDS, "unit", unit=voice.unit(derivation.entry.indicator))
    return heading.append(f"{method} · {day} · {unit}", "dim")


def _steps(derivation: Derivation, voice: Voice, width: int) -> Iterator[RenderableType]:
    yield _title("steps", voice)
    if not derivation.steps:
        yield indented(voice.word(WORDS, "no-steps"), "dim")
        return
    named = [(step_name(step.name, derivation.symbol, voice), step) for step in derivation.steps]
    yield from derivation_lines(named, width, lambda step: result_text(step, derivation.ruling.bands))
    for key in _legend(derivation):
        yield indented(voice.word(WORDS, key), "dim")


def _forecast(derivation: Derivation, voice: Voice, width: int) -> Iterator[RenderableType]:
    yield _title("forecast", voice)
    yield from derivation_lines([(voice.word(WORDS, step.name), step) for step in derivation.forecast], width)
    yield indented(voice.word(WORDS, "forecast-means"), "dim")


def _legend(derivation: Derivation) -> Iterator[str]:
    """What the symbols mean, by the words' keys."""
    case = derivation.entry.case
    if case is None:
        return
    yield "symbols" if derivation.target is not None else "symbols-free"
    if derivation.method == "statcan":
        yield "symbol-s"
        if case.T is None:
            yield "symbol-c"
        if 0 in (case.b, case.T):
            yield "zero-replaced"


def _verdict(derivation: Derivation, voice: Voice) -> Iterator[RenderableType]:
    yield _title("verdict", voice)
    sentences = [*ruling_sentences(derivation, voice), *break_sentences(derivation.entry, voice)]
    if derivation.target is not None:
        sentences += [*decides_sentences(derivation.target, voice), *restated_sentences(derivation.target, voice)]
    yield from map(indented, sentences)


def _figures(derivation: Derivation, voice: Voice) -> Iterator[RenderableType]:
    indicator = derivation.entry.indicator
    table = new_table()
    add_columns(table, "short", "", voice.word(WORDS, "year"))
    add_columns(table, "number", voice.word(WORDS, "value"))
    table.add_column(voice.word(WORDS, "status"), overflow="fold", min_width=8)
    add_columns(table, "short", voice.word(WORDS, "published"))
    table.add_column(voice.word(WORDS, "source"), overflow="fold", ratio=1)
    for item in derivation.inputs:
        named = "" if item.year is None else voice.year(item.year, indicator)
        number = "" if item.value is None else voice.exact(item.value, indicator)
        if item.year is not None and item.status is not None and item.role != "unused":
            number = voice.marked(number, item.year, derivation.entry.vintage)
        source = Linked(source_text(item, voice), item.source and item.source.url, "dim")
        table.add_row(Text(item.symbol, "bold"), named, number, Text(_status(item, voice)), _published(item), source)
    for awaited in derivation.entry.awaiting:
        due = awaited.due.isoformat() if awaited.due else ""
        if awaited.recorded:
            pending = Text(voice.word(STATUSES, "pending"), "yellow")
            table.add_row("", voice.year(awaited.year, indicator), "–", pending, due, "")
    yield _title("figures", voice)
    yield indented(table)
    if any(item.published is None and item.counts_from is not None for item in derivation.inputs):
        yield indented(voice.word(WORDS, "undated"), "dim")


def _status(item: Input, voice: Voice) -> str:
    """How far a figure can be relied on, or what was promised or set with it."""
    if item.role == "limit":
        return voice.word(WORDS, "bound")
    if item.status is None:
        return voice.word(WORDS, "set" if item.role == "baseline" else "promised")
    status = voice.word(STATUSES, item.status)
    return voice.word(WORDS, "not-used", status=status) if item.role == "unused" else status


def _published(item: Input) -> str:
    """The day of publication, else the first on which the figure could be known, marked; a promise has its source's."""
    if item.published is not None:
        return item.published.isoformat()
    if item.counts_from is not None:
        return f"{item.counts_from.isoformat()}*"
    printed = item.source and item.source.published
    return printed.isoformat() if printed else "–"


def _promises(derivation: Derivation, voice: Voice) -> RenderableType:
    indicator = derivation.entry.indicator
    table = worded_table(voice, WORDS, ("short", "year"), ("number", "promise", "came", "attained"))
    for promise in derivation.promises:
        step = promise.step
        table.add_row(
            voice.year(promise.year, indicator),
            voice.exact(promise.promised, indicator),
            "–" if promise.came is None else voice.exact(promise.came, indicator),
            "–" if step is None else f"{step.figures} = {show(step.result)}",
        )
    return table


def _needs(derivation: Derivation, voice: Voice, width: int) -> Iterator[RenderableType]:
    """The figures needed year by year, the change needed per year, and how the next year's came about."""
    target = derivation.target
    if target is not None and target.settled:
        yield indented(voice.word(WORDS, "needs-fixed"))
    elif target is not None and target.target.keep is not None:
        by = voice.year(target.target.by, target.indicator)
        key = "needs-keep-on" if target.target.by is None else "needs-keep"
        yield indented(voice.word(WORDS, key, limits=voice.aim(target), year=by))
        yield from _within(derivation, voice, width)
    elif target is not None and target.target.improve and target.baseline is not None:
        better = voice.exact(target.baseline.value, target.indicator)
        by = voice.year(target.target.by, target.indicator)
        yield indented(voice.word(WORDS, "needs-improve", baseline=better, year=by))
    elif not derivation.requirements:
        yield indented(voice.word(WORDS, "needs-none"))
    else:
        yield indented(_requirements(derivation, voice))
        yield from _pace(target, voice)
        yield from _edge(derivation, voice, width)


def _within(derivation: Derivation, voice: Voice, width: int) -> Iterator[RenderableType]:
    """What the years to come must bring for the promise to stay kept, and how the next year's limits came about."""
    if not derivation.within:
        return
    indicator = derivation.entry.indicator
    table = worded_table(voice, WORDS, ("short", "year"))
    table.add_column(voice.word(WORDS, "stays-within"), justify="right", overflow="fold")
    for within in derivation.within:
        named = voice.word(WORDS, f"year-{within.standing}", year=voice.year(within.year, indicator))
        limits = voice.limits(within.min, within.max, indicator.shown_decimals)
        table.add_row(Text(named), Text(limits))
    yield indented(table)
    first = derivation.within[0]
    year = voice.year(first.year, indicator)
    named_steps = [(voice.word(WORDS, "edge", year=year, verdict=step.name[-3:]), step) for step in first.steps]
    yield from derivation_lines(named_steps, width)


def _requirements(derivation: Derivation, voice: Voice) -> RenderableType:
    indicator = derivation.entry.indicator
    table = worded_table(voice, WORDS, ("short", "year"))
    direction = "from-up" if indicator.direction == "increase" else "from-down"
    for verdict in VERDICTS_ASKED:
        heading = voice.word(WORDS, direction, verdict=voice.verdict(verdict))
        table.add_column(heading, justify="right", overflow="fold")
    for requirement in derivation.requirements:
        named = voice.word(WORDS, f"year-{requirement.standing}", year=voice.year(requirement.year, indicator))
        cells = (_least(requirement, verdict, indicator, voice) for verdict in VERDICTS_ASKED)
        table.add_row(Text(named, "dim" if requirement.standing == "out" else ""), *cells)
    return table


def _least(requirement: Requirement, verdict: Verdict, indicator: Indicator, voice: Voice) -> Text:
    if requirement.target_year and verdict != "on-track":
        return Text(voice.word(WORDS, "else-missed"), "dim")
    least = requirement.least.get(verdict)
    if least is None:
        return Text("–", "dim")
    figure = voice.exact(least.figure, indicator)
    if not least.possible:
        return Text(voice.word(WORDS, "impossible", figure=figure), "red")
    if least.own is not None:
        figure = voice.word(WORDS, "own", figure=figure, own=voice.exact(least.own, indicator))
    return Text(voice.word(WORDS, "achieved-at", figure=figure) if least.target else figure)


def _pace(target: TargetAssessment | None, voice: Voice) -> Iterator[RenderableType]:
    if target is None or target.latest is None or target.needed_pace is None:
        return
    indicator = target.indicator
    if target.verdict == "achieved":
        yield indented(voice.word(WORDS, "stays", target=voice.aim(target)))
        return
    unit = voice.word(WORDS, "points") if indicator.kind == "percentage" else voice.unit(indicator)
    start, end = voice.year(target.latest.year, indicator), voice.year(target.target.by, indicator)
    pace = voice.rate(target.needed_pace, indicator)
    yield indented(voice.word(WORDS, "pace", start=start, end=end, pace=pace, unit=unit))


def _edge(derivation: Derivation, voice: Voice, width: int) -> Iterator[RenderableType]:
    """How the figure was found that keeps the next year on track, or puts it there."""
    ahead = next((item for item in derivation.requirements if item.standing != "out"), None)
    if ahead is None:
        return
    verdict, least = next(iter(ahead.least.items()))
    if not least.steps:
        return
    year = voice.year(ahead.year, derivation.entry.indicator)
    name = voice.word(WORDS, "edge", year=year, verdict=voice.verdict(verdict))
    yield from derivation_lines([(name, step) for step in least.steps], width)
    if least.figure != least.exact:
        yield indented(voice.word(WORDS, "rounded"), "dim")


def _title(key: str, voice: Voice) -> Text:
    return Text("\n" + voice.word(WORDS, key), "bold")


def derivation_lines(
    named: Sequence[tuple[str, Step]], width: int, shown: Callable[[Step], str] = lambda step: show(step.result)
) -> Iterator[Text]:
    """The steps of a derivation.

    Where everything fits, each is one line in four columns; else all are stacked, the figures below the symbols.

    Args:
        named: each step with its name in human words.
        width: columns of the terminal.
        shown: how a step's result is written.
    """
    if not named:
        return
    # What has no formula but a figure of its own, such as a yearly target, is its own result.
    cells = [
        (name, step.formula, "" if step.figures == shown(step) else step.figures, shown(step)) for name, step in named
    ]
    names, symbols, figures, results = (max(cell_len(row[column]) for row in cells) for column in range(4))
    fits = MARGIN + names + symbols + figures + results + 3 * GAP + 2 <= width
    for name, formula, numbers, result in cells:
        start = " " * MARGIN + name + " " * (names - cell_len(name) + GAP)
        if fits:
            yield Text.assemble(
                start,
                (formula + " " * (symbols - cell_len(formula) + GAP), "dim"),
                numbers + " " * (figures - cell_len(numbers)),
                ("  = ", "dim"),
                (result, "bold"),
            )
        else:
            yield from _stacked(start, formula, numbers, result, width)


def broken(formula: str, width: int) -> list[str]:
    """A formula in lines of at most `width` columns, broken before operators, outside of parentheses where possible."""
    lines = []
    while cell_len(formula) > width:
        at = _break(formula, width)
        if at is None:
            break
        lines.append(formula[:at].rstrip())
        formula = formula[at:]
    return [*lines, formula]


def _stacked(start: str, formula: str, numbers: str, result: str, width: int) -> Iterator[Text]:
    margin = cell_len(start)
    room = width - margin
    first, *rest = broken(formula, room)
    yield Text.assemble(start, (first, "dim"))
    for line in rest:
        yield Text(" " * (margin + GAP) + line, "dim")
    if not numbers:
        yield Text.assemble(" " * margin, ("= ", "dim"), (result, "bold"))
        return
    lines = broken(f"= {numbers}", room - GAP)
    for line in lines[:-1]:
        yield Text(" " * margin + line)
    last = Text(" " * margin + lines[-1])
    if margin + cell_len(lines[-1]) + cell_len(result) + 3 > width:
        yield last
        last = Text(" " * margin)
        yield last.append("= ", "dim").append(result, "bold")
    else:
        yield last.append(" = ", "dim").append(result, "bold")


def _break(formula: str, width: int) -> int | None:
    """Where to break: before the operator that lies least deep in parentheses, the last such one that fits."""
    depth = 0
    best: tuple[int, int] | None = None
    for index, letter in enumerate(formula):
        depth += (letter == "(") - (letter == ")")
        stands_alone = letter in _OPERATORS and 0 < index < len(formula) - 1 and formula[index - 1] == " "
        if stands_alone and formula[index + 1] == " " and width // _LEAST_PART <= index <= width:
            rank = (-depth, index)
            best = rank if best is None or rank > best else best
    return None if best is None else best[1]
