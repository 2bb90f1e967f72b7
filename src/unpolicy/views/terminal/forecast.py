"""How sure it is, on a terminal: what each model says of the years to come, and on what a verdict hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from unpolicy.assess.stability import Stability, WayGroup, grouped
from unpolicy.measures.forecast import LEVELS, ForecastPoint
from unpolicy.views import METHODS
from unpolicy.views.forecast import WORDS, forecast_sentences, stability_answers, stability_sentence, too_few
from unpolicy.views.terminal.tables import heading, indented, verdict_text, worded_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.assess.assessment import Assessment
    from unpolicy.assess.forecast import Backtest, Forecast
    from unpolicy.model import Indicator
    from unpolicy.views.voice import Voice


def forecast_view(found: Forecast, voice: Voice) -> Iterator[RenderableType]:
    """Models and years in one table, the chance of reaching the target, and plain sentences."""
    yield _heading(found, voice)
    if found.models:
        yield _table(found, voice)
        yield from _footnote(found, voice)
        yield from _chances(found, voice)
    sentences = list(forecast_sentences(found, voice))
    if found.models and (sentences or found.reaches):
        yield Text()
    for index, sentence in enumerate(sentences):
        yield Text(sentence, "yellow" if found.cannot_tell and index == 0 else "")


def _heading(found: Forecast, voice: Voice) -> Text:
    indicator, target = found.indicator, found.target
    below = [voice.word(WORDS, "as-of", day=found.as_of.isoformat())]
    if len(found.series) > 1:
        first, last = (voice.year(found.series[index].year, indicator) for index in (0, -1))
        below.append(voice.word(WORDS, "from", count=len(found.series), first=first, last=last))
    if target is not None and target.value is not None:
        aim, by = voice.exact(target.value, indicator), voice.year(target.by, indicator)
        below.append(voice.word(WORDS, "target", value=aim, year=by))
    return heading(voice.line(indicator.title), [*below, voice.word(WORDS, "unit", unit=voice.unit(indicator))])


def _table(found: Forecast, voice: Voice) -> RenderableType:
    table = worded_table(voice, WORDS, ("folded", "model"), ("short", "year"), ("number", "mean"))
    for level in LEVELS:
        table.add_column(voice.word(WORDS, "interval", level=level), justify="right")
    for model in found.models:
        for index, point in enumerate(model.points):
            last = index == len(model.points) - 1
            row = _model(model.model, index, voice), *_cells(point, found.indicator, voice)
            table.add_row(*row, end_section=last)
    return table


def _model(name: str, index: int, voice: Voice) -> Text:
    """The model's name in its first row, what it means in the second."""
    if index == 0:
        return Text(voice.word(WORDS, name), "bold")
    return Text(voice.word(WORDS, f"{name}-means") if index == 1 else "", "dim")


def _cells(point: ForecastPoint, indicator: Indicator, voice: Voice) -> Iterator[Text]:
    def shown(number: float) -> str:
        cut = point.cut and number != point.centre and number in indicator.limits
        return voice.value(number, indicator) + ("*" if cut else "")

    yield Text(voice.year(point.year, indicator))
    yield Text(shown(point.mean))
    for level in LEVELS:
        if point.intervals is None:
            yield Text("–", "dim")
        else:
            low, high = point.intervals[str(level)]
            yield Text(voice.word(WORDS, "range", low=shown(low), high=shown(high)))


def _footnote(found: Forecast, voice: Voice) -> Iterator[Text]:
    if any(point.cut for model in found.models for point in model.points):
        limits = voice.limits(*found.indicator.limits, found.indicator.shown_decimals)
        yield Text(voice.word(WORDS, "cut", limits=limits), "dim")


def _chance(probability: float | None, voice: Voice) -> str:
    return voice.word(WORDS, "reach-none") if probability is None else voice.chance(probability)


def _chances(found: Forecast, voice: Voice) -> Iterator[RenderableType]:
    if not found.reaches:
        return
    first, indicator = next(iter(found.reaches.values())), found.indicator
    aim, by = voice.exact(first.value, indicator), voice.year(first.by, indicator)
    yield Text("\n" + voice.word(WORDS, "reach", value=aim, year=by), "bold")
    chances = (
        f"{voice.word(WORDS, name)} {_chance(reach.probability, voice)}" for name, reach in found.reaches.items()
    )
    yield indented(" · ".join(chances))


def backtest_view(found: Backtest, voice: Voice) -> Iterator[RenderableType]:
    """Every forecast that can be checked, and how well each model did."""
    day = voice.word(WORDS, "as-of", day=found.as_of.isoformat())
    yield heading(voice.line(found.indicator.title), [voice.word(WORDS, "backtest"), day])
    if not found.trials:
        yield Text(too_few(found, voice))
        return
    yield _trials(found, voice)
    yield Text("\n" + voice.word(WORDS, "errors"), "bold")
    yield from _errors(found, voice)


def _trials(found: Backtest, voice: Voice) -> RenderableType:
    indicator = found.indicator
    table = worded_table(voice, WORDS, ("short", "known", "year", "model"), ("number", "said", "came", "error"))
    for level in LEVELS:
        table.add_column(voice.word(WORDS, "inside", level=level))
    for trial in found.trials:
        table.add_row(
            voice.year(trial.origin, indicator),
            voice.year(trial.year, indicator),
            voice.word(WORDS, trial.model),
            voice.value(trial.said, indicator),
            voice.value(trial.came, indicator),
            voice.value(trial.error, indicator, sign=True),
            *(_inside(None if trial.inside is None else trial.inside[str(level)], voice) for level in LEVELS),
        )
    return table


def _inside(inside: bool | None, voice: Voice) -> Text:  # noqa: FBT001 - an answer of three
    if inside is None:
        return Text("–", "dim")
    return Text(voice.word(WORDS, "yes")) if inside else Text(voice.word(WORDS, "no"), "yellow")


def _errors(found: Backtest, voice: Voice) -> Iterator[Text]:
    for model, error in found.errors.items():
        parts = [f"{voice.word(WORDS, model)} {voice.rate(error, found.indicator).lstrip('+')}"]
        judged = [trial.inside for trial in found.trials if trial.model == model and trial.inside is not None]
        for level in LEVELS if judged else ():
            held = sum(inside[str(level)] for inside in judged)
            parts.append(voice.word(WORDS, "held", level=level, held=held, total=len(judged)))
        yield Text("  " + " · ".join(parts))


def stability_view(stability: Stability, indicator: Indicator, voice: Voice) -> Iterator[RenderableType]:
    """What the verdict hangs on, in how many ways it comes out, and the ways that give another verdict."""
    lines = Text()
    for sentence, stands in stability_answers(stability, indicator, voice):
        lines.append(f"{sentence}\n", "" if stands else "yellow")
    lines.append(stability_sentence(stability, voice), "dim" if lines else "")
    several = len(stability.ways) > 1 or (stability.shown is None and bool(stability.ways))
    if several:
        lines.append(_ways(stability, voice), "dim")
    if stability.silent and stability.ways:
        key = "silent-one" if stability.silent == 1 else "silent"
        lines.append(f"\n{voice.word(WORDS, key, count=stability.silent)}", "dim")
    yield indented(lines)
    if several and stability.others:
        yield Text()
        yield indented(_other_ways(stability, indicator, voice))


def stabilities_view(assessment: Assessment, found: Mapping[str, Stability], voice: Voice) -> RenderableType:
    """How stable each verdict of an assessment is, under its title."""
    parts: list[RenderableType] = [Text("\n" + voice.word(WORDS, "stability"), "bold")]
    entries = {entry.id: entry for entry in assessment.judged}
    for number, (name, stability) in enumerate(found.items()):
        parts += [Text()] if number else []
        parts += [Text(voice.title(entries[name])), *stability_view(stability, entries[name].indicator, voice)]
    if not found:
        parts.append(indented(voice.word(WORDS, "no-verdict"), "dim"))
    return Group(*parts)


def _other_ways(stability: Stability, indicator: Indicator, voice: Voice) -> RenderableType:
    keep = stability.ways[0].method is None
    keys = ("verdict", "base", "figures") if keep else ("verdict", "method", "base", "figures")
    table = worded_table(voice, WORDS, ("folded", *keys))
    newest = max(way.last_year for way in stability.ways)
    count = len({name for way in stability.ways for name in (way.method, *way.also)})
    for group in grouped(stability.others):
        method = [] if keep else [Text(_methods(group, count, voice))]
        base = voice.year_ranges(group.base_years, indicator)
        last = _newest_figure(group, newest, indicator, voice)
        table.add_row(verdict_text(group.verdict, voice), *method, Text(base), Text(last))
    return table


def _methods(group: WayGroup, count: int, voice: Voice) -> str:
    names = [voice.word(METHODS, name) for name in group.methods if name]
    return voice.word(WORDS, "all-methods") if len(names) == count > 1 else " · ".join(names)


def _newest_figure(group: WayGroup, newest: int, indicator: Indicator, voice: Voice) -> str:
    last = voice.year(group.last_year, indicator)
    if group.last_year == newest:
        return last
    return voice.word(WORDS, "without", year=last, newest=voice.year(newest, indicator))


def _ways(stability: Stability, voice: Voice) -> str:
    methods = {way.method for way in stability.ways}
    bases = len({way.base_year for way in stability.ways})
    text = ""
    if methods != {None}:
        text = voice.word(WORDS, "method-one" if len(methods) == 1 else "methods", count=len(methods))
    text += voice.word(WORDS, "base-one" if bases == 1 else "bases", count=bases)
    if len({way.last_year for way in stability.ways}) > 1:
        text += voice.word(WORDS, "newest-too")
    return voice.bracketed("", text)
