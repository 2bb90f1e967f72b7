"""One target on the evaluation sheet: facts, chart, figures, verdict with its derivation and stability, rating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.assess.stability import alike
from unpolicy.errors import RefusedError
from unpolicy.measures.traced import show
from unpolicy.views import common
from unpolicy.views.chart_data import chart_data, waiting_text
from unpolicy.views.explain_sentences import ruling_sentences, step_name
from unpolicy.views.labels import METHODS, STEPS, VERDICT_SIGNS, VERDICTS, word
from unpolicy.views.report.model import Cell, Table, TargetPart, Verdict
from unpolicy.views.report.tables import Cites, figures_table, verdict_text
from unpolicy.views.stability_sentences import hanging_sentences, stability_sentence, year_ranges
from unpolicy.views.terminal.chart import sparkline_text
from unpolicy.views.words.explain import WORDS as EXPLAIN
from unpolicy.views.words.report import WORDS
from unpolicy.views.words.stability import WORDS as STABILITY
from unpolicy.years import period_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.assess.derivation import Derivation
    from unpolicy.views.chart_data import ChartData
    from unpolicy.years import Language


def target_part(derivation: Derivation, cited: Cites, lang: Language) -> TargetPart:
    """Everything about one target.

    Raises:
        ValueError: the derivation is not one of a target.
    """
    entry = derivation.target
    if entry is None:
        raise ValueError("not the derivation of a target")
    return TargetPart(
        id=entry.id,
        title=common.target_title(entry, lang),
        indicator=common.line(entry.indicator.title, lang),
        verdict=Verdict(entry.verdict, VERDICT_SIGNS[entry.verdict], word(VERDICTS, entry.verdict, lang)),
        facts=tuple(_facts(entry, lang)),
        share=entry.progress.gap_closed,
        chart=_chart(entry, lang),
        spark=sparkline_text(entry),
        figures=figures_table(entry, cited, lang),
        steps=_steps(derivation, lang),
        symbols=word(EXPLAIN, "symbols", lang),
        ruling=tuple(ruling_sentences(derivation, lang)),
        stability=tuple(_stability(derivation, lang)),
        others=_others(derivation, lang),
        rating=tuple(_rating(entry, lang)),
    )


def _chart(entry: TargetAssessment, lang: Language) -> ChartData | None:
    try:
        return chart_data(entry, lang)
    except RefusedError:
        return None  # nothing to draw; the tables say so


def _facts(entry: TargetAssessment, lang: Language) -> Iterator[tuple[str, str]]:
    indicator, progress = entry.indicator, entry.progress
    unit = common.line(indicator.unit, lang)
    for key, point in (("baseline", entry.baseline), ("latest", entry.latest)):
        if point is not None:
            yield _say(key, lang), _dated(common.value(point.value, indicator), unit, point.year, entry, lang)
    yield _say("aim", lang), _dated(common.aim(entry, lang), unit, entry.target.by, entry, lang)
    if progress.gap_closed is not None:
        yield _say("gap", lang), common.share(progress.gap_closed)
    if progress.time_elapsed is not None:
        yield _say("time", lang), common.share(progress.time_elapsed)
    if progress.observed is not None:
        observed, needed = common.rate(progress.observed, indicator), common.rate(entry.needed_pace, indicator)
        key = "pace-done" if progress.needed is None else "pace-text"
        yield _say("pace", lang), _say(key, lang).format(observed=observed, needed=needed)
    if progress.lead is not None:
        yield _say("lead", lang), common.rate(progress.lead, indicator)
    if entry.awaiting:
        said = (
            _say("in-year", lang).format(year=common.year(item.year, indicator, lang), value=waiting_text(item, lang))
            for item in entry.awaiting
        )
        yield _say("waiting", lang), ("、" if lang == "ja" else "; ").join(said)


def _dated(text: str, unit: str, year: int, entry: TargetAssessment, lang: Language) -> str:
    gap = "" if lang == "ja" or unit == "%" else " "
    return _say("with-year", lang).format(value=f"{text}{gap}{unit}", year=common.year(year, entry.indicator, lang))


def _steps(derivation: Derivation, lang: Language) -> Table | None:
    if not derivation.steps:
        return None
    heads = tuple(_say(key, lang) for key in ("step", "formula", "numbers", "result"))
    symbol = derivation.ruling.symbol
    rows = tuple(
        (Cell(step_name(step.name, symbol, lang)), Cell(step.symbols), Cell(step.figures), Cell(show(step.value)))
        for step in derivation.steps
    )
    return Table(_say("derivation", lang), heads, rows, numeric=frozenset({3}))


def _stability(derivation: Derivation, lang: Language) -> Iterator[str]:
    yield stability_sentence(derivation.stability, lang)
    yield from hanging_sentences(derivation.stability, derivation.entry.indicator, lang)


def _others(derivation: Derivation, lang: Language) -> Table | None:
    """The ways to judge that give another verdict."""
    others = derivation.stability.others
    if derivation.stability.share is None or not others:
        return None
    heads = tuple(word(STABILITY, key, lang) for key in ("verdict", "method", "base", "figures"))
    indicator = derivation.entry.indicator
    rows = tuple(
        (
            Cell(verdict_text(like.verdict, lang)),
            Cell(("、" if lang == "ja" else ", ").join(word(METHODS, name, lang) for name in like.methods if name)),
            Cell(year_ranges(like.base_years, indicator, lang)),
            Cell(common.year(like.last_year, indicator, lang)),
        )
        for like in alike(others)
    )
    return Table(_say("others", lang), heads, rows)


def _rating(entry: TargetAssessment, lang: Language) -> Iterator[str]:
    rating = entry.rating
    if rating is None:
        yield _say("rating-none", lang)
    else:
        yield _say("rating-line", lang).format(
            step=word(STEPS, rating.step, lang),
            by=common.line(rating.by, lang),
            day=rating.date.isoformat(),
            review=period_label(rating.review, lang),
        )
        if rating.reason is not None:
            yield common.line(rating.reason, lang)
    if entry.suggestion is not None:
        yield _say("rating-suggestion", lang).format(step=word(STEPS, entry.suggestion, lang))


def _say(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
