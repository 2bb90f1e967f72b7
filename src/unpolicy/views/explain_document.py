"""`explain --json`: the document `unpolicy/explain/1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.views.common import OMITTED, Omitted
from unpolicy.views.forecast import StabilityDocument, stability_document
from unpolicy.views.history import RestatementDocument, RevisionDocument, restated_documents, revision_document

if TYPE_CHECKING:
    from datetime import date

    from unpolicy.assess.derivation import Derivation, Ruling, SettledBy
    from unpolicy.assess.evidence import Input, Requirement, Within
    from unpolicy.measures.numbers import Step
    from unpolicy.names import Verdict
    from unpolicy.views.voice import Voice


class SourceDocument(NamedTuple):
    """Where a figure was published; a bare URL has no id, title or day."""

    id: str | None
    title: str | None
    url: str | None
    published: date | None


class FigureDocument(NamedTuple):
    """A figure that the verdict rests on, or one that was promised."""

    record: Input
    symbol: str | None
    source: SourceDocument | None
    note: str | None


class RuleDocument(NamedTuple):
    """What settled the verdict; where a band did, the least measure of each verdict and whether it must be exceeded."""

    rule: SettledBy
    bands: dict[str, float | bool] | None


class KeepDocument(NamedTuple):
    """How a target is kept: still to hold, the first year outside at the pace so far, and the room to the limit."""

    so_far: bool
    exit_year: int | None
    room: float | None


class PromiseDocument(NamedTuple):
    """A yearly target beside what came, and the ratio in which it was attained."""

    year: int
    promised: int | float
    came: int | float | None
    ratio: float | None


class ExplainDocument(NamedTuple):
    """The document `unpolicy/explain/1`: a verdict with everything that it rests on."""

    schema: Literal["unpolicy/explain/1"]
    as_of: date
    method: str
    target: str | None
    indicator: str
    title: str
    unit: str
    verdict: Verdict | None
    rests_on: int | None
    stale: bool
    measure: float | None
    score: float | None
    reason: str | None
    keep: KeepDocument | None
    rule: RuleDocument
    figures: tuple[FigureDocument, ...]
    steps: tuple[Step, ...]
    forecast: tuple[Step, ...]
    yearly_targets: tuple[PromiseDocument, ...]
    needs: tuple[Requirement, ...]
    stays_within: tuple[Within, ...]
    restated: tuple[RestatementDocument, ...]
    revisions: tuple[RevisionDocument, ...]
    stability: StabilityDocument | Omitted


def explain_document(derivation: Derivation, voice: Voice, *, stability: bool = True) -> ExplainDocument:
    """A derivation as a document; numbers keep their full precision, an undefined one is `None`.

    Args:
        derivation: what to show.
        voice: the reader's language.
        stability: whether to say how stable the verdict is.
    """
    entry, target = derivation.entry, derivation.target
    keeping = None if target is None else target.keeping
    return ExplainDocument(
        schema="unpolicy/explain/1",
        as_of=derivation.as_of,
        method=derivation.method,
        target=None if target is None else target.id,
        indicator=entry.id if target is None else target.target.indicator,
        title=voice.title(entry),
        unit=voice.text(entry.indicator.unit),
        verdict=derivation.verdict,
        rests_on=entry.rests_on,
        stale=entry.stale,
        measure=entry.judgement.measure,
        score=entry.judgement.score,
        reason=derivation.reason,
        keep=None if keeping is None else KeepDocument(keeping.so_far, keeping.exit_year, keeping.distance),
        rule=_rule(derivation.ruling),
        figures=tuple(_figure(item, voice) for item in derivation.inputs),
        steps=derivation.steps,
        forecast=derivation.forecast,
        yearly_targets=tuple(PromiseDocument(*promise[:3], promise.ratio) for promise in derivation.promises),
        needs=derivation.requirements,
        stays_within=derivation.within,
        restated=() if target is None else tuple(restated_documents(target, voice)),
        revisions=tuple(revision_document(item, entry.indicator, voice) for item in derivation.revisions),
        stability=stability_document(derivation.stability) if stability else OMITTED,
    )


def _rule(ruling: Ruling) -> RuleDocument:
    bands = ruling.bands
    if bands is None:
        return RuleDocument(ruling.rule, None)
    edges = {"on-track": bands.on_track, "acceleration-needed": bands.acceleration, "limited": bands.limited}
    return RuleDocument(ruling.rule, {**edges, "strict": bands.strict})


def _figure(item: Input, voice: Voice) -> FigureDocument:
    cited, note = item.source, None if item.note is None else voice.text(item.note)
    if cited is None:
        return FigureDocument(item, item.symbol or None, None, note)
    title = None if cited.title is None else voice.text(cited.title)
    return FigureDocument(item, item.symbol or None, SourceDocument(cited.id, title, *cited[2:]), note)
