"""`explain` into a pipe: tab-separated rows, one kind of row after the other, each kind under its own heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.views.common import cell
from unpolicy.views.explain_sentences import source_text, title_of
from unpolicy.views.stability_document import stability_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.assess.derivation import Derivation
    from unpolicy.assess.evidence import Input
    from unpolicy.assess.needs import Requirement
    from unpolicy.years import Language

VERDICT_HEADING = ("verdict", "id", "title", "method", "as_of", "measure", "score", "rule", "reason")
STEP_HEADING = ("step", "formula", "figures", "result")
FIGURE_HEADING = ("figure", "role", "year", "value", "status", "published", "counts_from", "source", "url")
PROMISE_HEADING = ("yearly_target", "promised", "came", "ratio")
WITHIN_HEADING = ("stays_within", "standing", "min", "max")
NEED_HEADING = ("need", "standing", "verdict", "figure", "exact", "own", "possible", "formula", "figures")
REVISION_HEADING = ("revision", "year", "old", "new", "before", "after")


def explain_rows(derivation: Derivation, lang: Language, *, stability: bool = True) -> Iterator[tuple[str, ...]]:
    """The rows; numbers with their full precision and a plain minus, nothing where undefined."""
    judgement = derivation.entry.judgement
    yield VERDICT_HEADING
    yield (
        derivation.verdict or "",
        derivation.entry.id,
        title_of(derivation, lang),
        derivation.method,
        derivation.as_of.isoformat(),
        cell(judgement.measure),
        cell(judgement.score),
        derivation.ruling.rule,
        derivation.reason or "",
    )
    yield STEP_HEADING
    for step in derivation.steps:
        yield step.name, step.symbols, step.figures, cell(step.value)
    yield FIGURE_HEADING
    for item in derivation.inputs:
        yield _input(item, lang)
    yield from _promises(derivation)
    yield from _needs(derivation)
    yield from _revisions(derivation)
    if stability:
        yield from stability_rows(derivation.stability)


def _input(item: Input, lang: Language) -> tuple[str, ...]:
    return (
        item.symbol,
        item.role,
        "" if item.year is None else str(item.year),
        cell(item.value),
        item.status or "",
        item.published.isoformat() if item.published else "",
        item.counts_from.isoformat() if item.counts_from else "",
        source_text(item, lang) if item.cited else "",
        (item.cited.url or "") if item.cited else "",
    )


def _promises(derivation: Derivation) -> Iterator[tuple[str, ...]]:
    if derivation.promises:
        yield PROMISE_HEADING
    for promise in derivation.promises:
        ratio = None if promise.step is None else promise.step.value
        yield str(promise.year), cell(promise.promised), cell(promise.came), cell(ratio)


def _needs(derivation: Derivation) -> Iterator[tuple[str, ...]]:
    if derivation.requirements:
        yield NEED_HEADING
    for requirement in derivation.requirements:
        yield from _leasts(requirement)
    if derivation.within:
        yield WITHIN_HEADING
    for within in derivation.within:
        yield str(within.year), within.standing, cell(within.low), cell(within.high)


def _leasts(requirement: Requirement) -> Iterator[tuple[str, ...]]:
    for least in requirement.least:
        step = least.steps[0] if least.steps else None
        yield (
            str(requirement.year),
            requirement.standing,
            least.verdict,
            cell(least.figure),
            cell(least.exact),
            cell(least.own),
            "possible" if least.possible else "impossible",
            "" if step is None else step.symbols,
            "" if step is None else step.figures,
        )


def _revisions(derivation: Derivation) -> Iterator[tuple[str, ...]]:
    if derivation.revisions:
        yield REVISION_HEADING
    for item in derivation.revisions:
        years = item.day.isoformat(), str(item.year), cell(item.old), cell(item.new)
        yield *years, item.before or "", item.after or ""
