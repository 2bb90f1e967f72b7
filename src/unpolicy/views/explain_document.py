"""`explain --json`: the document `unpolicy/explain/1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unpolicy.model import pick
from unpolicy.views.explain_sentences import title_of
from unpolicy.views.history_document import revision_document
from unpolicy.views.stability_document import stability_document

if TYPE_CHECKING:
    from datetime import date

    from unpolicy.assess.derivation import Derivation, Promise, Ruling
    from unpolicy.assess.evidence import Cited, Input
    from unpolicy.assess.needs import Requirement, Within
    from unpolicy.measures.traced import Step
    from unpolicy.years import Language


def explain_document(derivation: Derivation, lang: Language, *, stability: bool = True) -> dict[str, Any]:
    """The derivation as a JSON document; numbers keep their full precision, an undefined one is `null`."""
    entry, target = derivation.entry, derivation.target
    keeping = None if target is None else target.keeping
    return {
        "schema": "unpolicy/explain/1",
        "as_of": derivation.as_of.isoformat(),
        "method": derivation.method,
        "target": None if target is None else target.id,
        "indicator": entry.id if target is None else target.target.indicator,
        "title": title_of(derivation, lang),
        "unit": pick(entry.indicator.unit, lang),
        "verdict": derivation.verdict,
        "measure": entry.judgement.measure,
        "score": entry.judgement.score,
        "reason": derivation.reason,
        "keep": None
        if keeping is None
        else {"so_far": keeping.so_far, "exit_year": keeping.exit_year, "room": keeping.distance},
        "rule": _rule(derivation.ruling),
        "figures": [_input(item, lang) for item in derivation.inputs],
        "steps": [step_document(step) for step in derivation.steps],
        "yearly_targets": [_promise(promise) for promise in derivation.promises],
        "needs": [_requirement(requirement) for requirement in derivation.requirements],
        "stays_within": [_within(within) for within in derivation.within],
        "revisions": [revision_document(item, entry.indicator, lang) for item in derivation.revisions],
        **({"stability": stability_document(derivation.stability)} if stability else {}),
    }


def step_document(step: Step) -> dict[str, Any]:
    """One line of a derivation."""
    return {"name": step.name, "formula": step.symbols, "figures": step.figures, "result": step.value}


def _rule(ruling: Ruling) -> dict[str, Any]:
    bands = ruling.bands
    return {
        "rule": ruling.rule,
        "bands": None
        if bands is None
        else {
            "on-track": bands.on_track,
            "acceleration-needed": bands.acceleration,
            "limited": bands.limited,
            "strict": bands.strict,
        },
    }


def _input(item: Input, lang: Language) -> dict[str, Any]:
    return {
        "symbol": item.symbol or None,
        "role": item.role,
        "year": item.year,
        "value": item.value,
        "status": item.status,
        "published": _day(item.published),
        "counts_from": _day(item.counts_from),
        "source": _cited(item.cited, lang),
        "note": None if item.note is None else pick(item.note, lang),
    }


def _cited(cited: Cited | None, lang: Language) -> dict[str, Any] | None:
    if cited is None:
        return None
    source = cited.source
    return {
        "id": cited.id,
        "title": None if source is None else pick(source.title, lang),
        "url": cited.url,
        "published": None if source is None else _day(source.published),
    }


def _promise(promise: Promise) -> dict[str, Any]:
    return {
        "year": promise.year,
        "promised": promise.promised,
        "came": promise.came,
        "ratio": None if promise.step is None else promise.step.value,
    }


def _requirement(requirement: Requirement) -> dict[str, Any]:
    return {
        "year": requirement.year,
        "standing": requirement.standing,
        "target_year": requirement.target_year,
        "least": {
            least.verdict: {
                "figure": least.figure,
                "exact": least.exact,
                "strict": least.strict,
                "target": least.target,
                "own": least.own,
                "possible": least.possible,
                "steps": [step_document(step) for step in least.steps],
            }
            for least in requirement.least
        },
    }


def _within(within: Within) -> dict[str, Any]:
    return {
        "year": within.year,
        "standing": within.standing,
        "target_year": within.target_year,
        "min": within.low,
        "max": within.high,
        "steps": [step_document(step) for step in within.steps],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
