"""The verdict with all it rests on as a document, and as it stood at each publication: words, document and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.assess.loosening import PromiseChange, Spelling, plain_side, restatements, side_words
from unpolicy.views import COMMON, OMITTED, STANDINGS, UNKNOWN_POINT, Omitted, cells, filled
from unpolicy.views.forecast import StabilityDocument, stability_document
from unpolicy.views.notes import restated_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.assess.derivation import Derivation, Ruling, SettledBy
    from unpolicy.assess.evidence import Input, Requirement, Within
    from unpolicy.assess.history import History, Moment, News, Revised
    from unpolicy.measures.numbers import Step
    from unpolicy.model import Indicator
    from unpolicy.names import Verdict
    from unpolicy.views.voice import Voice, Words

WORDS: Words = COMMON | {
    "as-of": ("up to {day}", "{day}まで"),
    "day": ("Published", "公表日"),
    "news": ("What came out", "公表された値"),
    "latest": ("Latest", "最新値"),
    "measure": ("Measure", "指標値"),
    "published": ("{year}: {value}", "{year}：{value}"),
    "revised": ("{year}: {old} became {new}", "{year}：{old}→{new}"),
    "undated": (
        "* no publication date is recorded; the figure counts from the day on which its year ended or it was counted",
        "※公表日の記録なし。その年の末日（時点の値はその日）から数える",
    ),
    "changed": (
        "{year}: {old} became {new} on {day}: {before} became {after}.",
        "{year}：{day}に{old}が{new}に改定され、判定は「{before}」から「{after}」に変わった。",
    ),
    "unchanged": (
        "{year}: {old} became {new} on {day}: still {after}.",
        "{year}：{day}に{old}が{new}に改定された。判定は「{after}」のまま。",
    ),
    "unjudged": ("{year}: {old} became {new} on {day}.", "{year}：{day}に{old}が{new}に改定された。"),
    "nothing": ("Nothing was published by then.", "この日までに公表された値はない。"),
    "promised": ("Promised: {promise}.", "約束：{promise}。"),
    "now": ("{day}: {standing}", "{day}：{standing}"),
}


class RestatementDocument(NamedTuple):
    """A change of a promise: since when, its kind, what of it, the sides as in `unpolicy/diff/1`, and all in words."""

    day: date
    kind: str
    what: str
    year: int | None
    before: object
    after: object
    sentence: str


class MomentDocument(NamedTuple):
    """How things stood on a day.

    Attributes:
        record: the moment itself.
        promises: what was promised otherwise from that day on, with the same in words.
    """

    record: Moment
    promises: tuple[RestatementDocument, ...]


class RevisionDocument(NamedTuple):
    """A revision in a JSON document.

    Attributes:
        record: the revision itself.
        changed: whether the revision alone changed the verdict.
        sentence: the same in words.
    """

    record: Revised
    changed: bool
    sentence: str


class HistoryDocument(NamedTuple):
    """The document `unpolicy/history/1`.

    Attributes:
        schema: its name.
        as_of: the last day.
        method: the method that judged.
        target: the target's id; `None` for an indicator that no target uses.
        indicator: the indicator's id.
        title: the title of the target, else of its indicator.
        moments: the publications, earliest first.
        revisions: the revisions among them.
        verdict: the verdict on the last day.
        stale: whether that rests on figures too old to be shown as that day's.
    """

    schema: Literal["unpolicy/history/1"]
    as_of: date
    method: str
    target: str | None
    indicator: str
    title: str
    moments: tuple[MomentDocument, ...]
    revisions: tuple[RevisionDocument, ...]
    verdict: Verdict | None
    stale: bool


def history_document(found: History, voice: Voice) -> HistoryDocument:
    """A history as a document."""
    return filled(
        HistoryDocument,
        found,
        found.now,
        schema="unpolicy/history/1",
        target=None if found.target is None else found.name,
        indicator=found.indicator_id,
        title=voice.title(found.now),
        moments=tuple(_moment(moment, found.indicator, voice) for moment in found.moments),
        revisions=tuple(revision_document(item, found.indicator, voice) for item in found.revisions),
    )


def _moment(moment: Moment, indicator: Indicator, voice: Voice) -> MomentDocument:
    promises = (restatement_document(moment.day, change, indicator, voice) for change in moment.promises)
    return MomentDocument(moment, tuple(promises))


def restatement_document(day: date, change: PromiseChange, indicator: Indicator, voice: Voice) -> RestatementDocument:
    """A change of a promise as a document has it."""
    sides = plain_side(change.before), plain_side(change.after)
    sentence = restated_sentence(change, indicator, voice, day)
    return RestatementDocument(day, change.kind, change.what, change.year, *sides, sentence)


def restated_documents(entry: TargetAssessment, voice: Voice) -> Iterator[RestatementDocument]:
    """What was promised before, oldest first."""
    for day, change in restatements(entry.target, entry.indicator, entry.vintage.as_of):
        yield restatement_document(day, change, entry.indicator, voice)


def moment_sentences(moment: Moment, found: History, voice: Voice) -> Iterator[str]:
    """What became of the promise on a day, in words."""
    if moment.promised and found.target is not None:
        promise = side_words(found.target.on(moment.day), None, Spelling(found.indicator, voice.era))
        yield voice.word(WORDS, "promised", promise=voice.say(promise))
    yield from (restated_sentence(change, found.indicator, voice) for change in moment.promises)


def news_text(item: News, indicator: Indicator, voice: Voice) -> str:
    """A figure that came out, or what it became."""
    year, value = voice.year(item.year, indicator), voice.exact(item.value, indicator)
    if item.before is None:
        return voice.word(WORDS, "published", year=year, value=value)
    return voice.word(WORDS, "revised", year=year, old=voice.exact(item.before, indicator), new=value)


def revision_document(item: Revised, indicator: Indicator, voice: Voice) -> RevisionDocument:
    """A revision as a document has it."""
    return RevisionDocument(item, item.changed, revision_sentence(item, indicator, voice))


def moment_standing(moment: Moment, indicator: Indicator, voice: Voice) -> str:
    """The verdict of a day with its sign; a stale one with its year and without it."""
    if moment.verdict is None:
        return voice.word(WORDS, "no-verdict")
    if not moment.stale or moment.latest is None or moment.verdict == "unknown":
        return voice.signed_verdict(moment.verdict)
    year = voice.year(moment.latest.year, indicator)
    return voice.word(STANDINGS, "stale", verdict=voice.verdict(moment.verdict), year=year)


def history_rows(found: History) -> Iterator[tuple[str, ...]]:
    """One row for each figure that came out, with the verdict of the day; a last one where that is stale by now."""
    yield (
        *("published", "year", "value", "before", "latest_year", "latest", "gap_closed", "measure", "verdict", "stale"),
        "promise",
    )
    for moment in found.moments:
        state = _state(moment)
        for item in moment.news:
            yield cells(moment.day, item.year, item.value, item.before, *state, None)
        if moment.promised and found.target is not None:
            yield cells(moment.day, None, found.target.on(moment.day).value, None, *state, "set")
        for change in moment.promises:
            sides = (getattr(side, "value", side) for side in (change.after, change.before))
            yield cells(moment.day, change.year, *sides, *state, change.what)

    if found.moments and found.now.stale and not found.moments[-1].stale:
        yield cells(found.as_of, None, None, None, *_state(found.moments[-1]._replace(stale=True)), None)


def _state(moment: Moment) -> tuple[object, ...]:
    stale = "stale" if moment.stale else None
    return *(moment.latest or UNKNOWN_POINT), moment.gap_closed, moment.measure, moment.verdict, stale


def revision_sentence(item: Revised, indicator: Indicator, voice: Voice) -> str:
    """A revision and what it did: 10.2 became 10.4 on 2026-07-21: on-track became acceleration-needed."""
    return voice.word(
        WORDS,
        "unjudged" if item.after is None else "changed" if item.changed else "unchanged",
        year=voice.year(item.year, indicator),
        old=voice.exact(item.old, indicator),
        new=voice.exact(item.new, indicator),
        day=item.day.isoformat(),
        before=_verdict(item.before, voice),
        after=_verdict(item.after, voice),
    )


def _verdict(verdict: str | None, voice: Voice) -> str:
    """The verdict by its name in the data and on the command line, which is what an English reader quotes."""
    if verdict is None:
        return voice.word(WORDS, "no-verdict")
    return voice.say((verdict, voice.verdict(verdict)))


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
    """A yearly target with its figure, and the ratio in which it was attained."""

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
    return filled(
        ExplainDocument,
        derivation,
        entry,
        entry.judgement,
        schema="unpolicy/explain/1",
        target=None if target is None else target.id,
        indicator=entry.id if target is None else target.target.indicator,
        title=voice.title(entry),
        unit=voice.text(entry.indicator.unit),
        keep=None if keeping is None else KeepDocument(keeping.so_far, keeping.exit_year, keeping.distance),
        rule=_rule_document(derivation.ruling),
        figures=tuple(_figure_document(item, voice) for item in derivation.inputs),
        yearly_targets=tuple(PromiseDocument(*promise[:3], promise.ratio) for promise in derivation.promises),
        needs=derivation.requirements,
        stays_within=derivation.within,
        restated=() if target is None else tuple(restated_documents(target, voice)),
        revisions=tuple(revision_document(item, entry.indicator, voice) for item in derivation.revisions),
        stability=stability_document(derivation.stability) if stability else OMITTED,
    )


def _rule_document(ruling: Ruling) -> RuleDocument:
    bands = ruling.bands
    if bands is None:
        return RuleDocument(ruling.rule, None)
    edges = {"on-track": bands.on_track, "acceleration-needed": bands.acceleration, "limited": bands.limited}
    return RuleDocument(ruling.rule, {**edges, "strict": bands.strict})


def _figure_document(item: Input, voice: Voice) -> FigureDocument:
    cited, note = item.source, None if item.note is None else voice.text(item.note)
    if cited is None:
        return FigureDocument(item, item.symbol or None, None, note)
    title = None if cited.title is None else voice.text(cited.title)
    return FigureDocument(item, item.symbol or None, SourceDocument(cited.id, title, *cited[2:]), note)
