"""What a reader must know beside the numbers of a target, in plain sentences: the same in every view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.assess.evidence import breaks_in, newest_promise, next_on_track, years_left
from unpolicy.assess.loosening import PromiseChange, Spelling, restated, restatements
from unpolicy.model import STATUSES_FOR_VERDICTS, Indicator
from unpolicy.views import LIMITS, REASONS, STATUSES, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from unpolicy.assess.assessment import Judged, TargetAssessment
    from unpolicy.views.voice import Voice, Words

WORDS: Words = {
    "decides": ("The figure of {by} decides: {figure}.", "{by}の実績値で決まる：{figure}。"),
    "next": ("{year} is on track with {figure}.", "{year}は{figure}なら順調。"),
    "in-all": ("{figure} in all", "累計{figure}"),
    "missing": ("Without a figure: {years}.", "実績値のない年：{years}。"),
    "break": (
        "Break in the series in {years}: figures before and after do not compare.",
        "系列の断絶：{years}。前後の値は比べられない。",
    ),
    "break-accounted": (
        "Break in the series in {years}: the target's own baseline accounts for it.",
        "系列の断絶：{years}。目標に記載の基準値が考慮している。",
    ),
    "promise-kept": ("Promised for {year}: {promised}; {came} came.", "{year}の目標値{promised}に対し実績{came}。"),
    "promise-missed": (
        "Promised for {year}: {promised}; {came} came, {short} short.",
        "{year}の目標値{promised}に対し実績{came}（{short}不足）。",
    ),
    "promise-over": (
        "Promised for {year}: {promised}; {came} came, {short} above.",
        "{year}の目標値{promised}に対し実績{came}（{short}超過）。",
    ),
    "left": ("{left} left, {pace} a year.", "残り{left}、年{pace}。"),
    "left-in-all": ("{left} left.", "残り{left}。"),
    "to-go": ("{left} to go, {pace} a year.", "あと{left}、年{pace}。"),
    "over": ("{left} over the limit.", "上限を{left}超過。"),
    "leaves": ("Kept; at this pace it leaves the limits in {year}.", "維持。このペースでは{year}に範囲を外れる。"),
    "not-final": ("{year}: {value} ({status}).", "{year}：{value}（{status}）。"),
    "unknown-break": (
        "Unknown: break in the series in {years}; figures before and after it do not compare.",
        "判定不能：系列の断絶（{years}）の前後の値は比べられない。",
    ),
    "unknown-because": ("Unknown: {reason}.", "判定不能：{reason}。"),
    "suggested": (
        "Our rule suggests “{step}” ({reasons}); a suggestion, not a rating.",
        "当ツールの規則では「{step}」（{reasons}）。これは提案で、評定ではない。",
    ),
    "gap": ("gap closed {gap}", "進捗率{gap}"),
    "years-left": ("at this pace {count} years to the target", "このペースで目標まであと{count}年"),
    "never": ("at this pace never at the target", "このペースでは到達しない"),
    "inside-interval": (
        "The target lies within the interval of {year}, {low} to {high}: the survey cannot tell the two apart.",
        "目標値は{year}の信頼区間（{low}～{high}）の内にあり、調査では見分けられない。",
    ),
    "rated": ("Rated “{step}” by {by} in the review {review} ({day}).", "{review}評価：「{step}」（{by}、{day}）。"),
    "rated-differs": ("The rating differs from the suggestion.", "評定と提案は異なる。"),
}


def note_sentences(entry: TargetAssessment, voice: Voice, method: str | None = None) -> Iterator[str]:
    """What must be known, the most important first.

    Args:
        entry: the target.
        voice: the spellings of the reader's language.
        method: the method it was judged by, to say what the next figure must be; without it that is left out.
    """
    indicator = entry.indicator
    yield from decides_sentences(entry, voice)
    if entry.verdict == "unknown" and entry.reason is not None and entry.reason != "break":
        yield voice.word(WORDS, "unknown-because", reason=voice.word(REASONS, entry.reason))
    yield from fact_sentences(entry, voice)
    yield from _interval(entry, voice)
    yield from _next(entry, voice, method)
    if entry.missing:
        yield voice.word(WORDS, "missing", years=voice.year_ranges(entry.missing, indicator))
    for figure in entry.vintage.figures:
        if figure.status not in STATUSES_FOR_VERDICTS:
            year, value = voice.year(figure.year, indicator), voice.value(figure.value, indicator)
            yield voice.word(WORDS, "not-final", year=year, value=value, status=voice.word(STATUSES, figure.status))
    yield from _rating_sentences(entry, voice)


def restated_sentences(entry: TargetAssessment, voice: Voice) -> Iterator[str]:
    """What was promised before, newest change first: 950 since 2023-06-13, before: 1,000."""
    if not entry.target.revisions:
        return
    for day, change in reversed([*restatements(entry.target, entry.indicator, entry.vintage.as_of)]):
        yield restated_sentence(change, entry.indicator, voice, day)


def restated_sentence(change: PromiseChange, indicator: Indicator, voice: Voice, day: date | None = None) -> str:
    """A change of a promise as a sentence; without the day where that stands beside it."""
    text = voice.say(restated(change, Spelling(indicator, voice.era), day))
    return text[:1].upper() + text[1:] + voice.say((".", "。"))


def _interval(entry: TargetAssessment, voice: Voice) -> Iterator[str]:
    """That the target lies within the confidence interval of the latest figure, where it does."""
    figure = next((detail for detail in entry.vintage.detailed if detail.year == entry.rests_on), None)
    aim, indicator = entry.target.value, entry.indicator
    if figure is None or aim is None or figure.low is None or figure.high is None:
        return
    if figure.low <= aim <= figure.high and indicator.aggregation == "latest":
        ends = voice.exact(figure.low, indicator), voice.exact(figure.high, indicator)
        yield voice.word(WORDS, "inside-interval", year=voice.year(figure.year, indicator), low=ends[0], high=ends[1])


def fact_sentences(entry: TargetAssessment, voice: Voice) -> Iterator[str]:
    """What was promised before, the breaks, the newest promise, and what is left of limits."""
    yield from restated_sentences(entry, voice)
    yield from break_sentences(entry, voice)
    yield from _promised(entry, voice)
    yield from _kept(entry, voice)


def decides_sentences(entry: TargetAssessment, voice: Voice) -> Iterator[str]:
    """What the figure of the target year must be, where nothing else decides any more: the year is over without it."""
    if entry.target_year_ended and not entry.settled and entry.verdict != "missed":
        by = voice.year(entry.target.by, entry.indicator)
        yield voice.word(WORDS, "decides", by=by, figure=voice.decides(entry))


def break_sentences(entry: Judged, voice: Voice) -> Iterator[str]:
    """The breaks in the series since the baseline, and whether a target's own baseline accounts for them."""
    found = breaks_in(entry)
    if found:
        target = getattr(entry, "target", None)
        own = target is not None and target.keep is None and target.own_baseline is not None
        key = "unknown-break" if entry.verdict == "unknown" else "break-accounted" if own else "break"
        yield voice.word(WORDS, key, years=voice.years(found, entry.indicator))


def suggestion_reasons(entry: TargetAssessment, voice: Voice) -> str:
    """What a suggested step turns on: the gap closed, and how long the rest takes at the pace so far."""
    reasons = [voice.word(WORDS, "gap", gap=voice.share(entry.progress.gap_closed))]
    if entry.verdict != "achieved":
        years = years_left(entry)
        never = years is None
        reasons.append(voice.word(WORDS, "never") if never else voice.word(WORDS, "years-left", count=f"{years:,.1f}"))
    return voice.clauses(reasons)


def _promised(entry: TargetAssessment, voice: Voice) -> Iterator[str]:
    """The promise of the newest year that has one, and by how much it was missed."""
    found, indicator = newest_promise(entry), entry.indicator
    if found is None:
        return
    year, promised, came = found
    short = indicator.sign * (promised - came)
    key = "promise-kept" if short <= 0 else "promise-missed" if indicator.sign > 0 else "promise-over"
    yield voice.word(
        WORDS,
        key,
        year=voice.year(year, indicator),
        promised=voice.exact(promised, indicator),
        came=voice.marked(voice.exact(came, indicator), year, entry.vintage),
        short=voice.value(short, indicator),
    )


def _kept(entry: TargetAssessment, voice: Voice) -> Iterator[str]:
    """What is left of a total, the years outside the limits, and the first one at the pace so far."""
    keeping, indicator = entry.keeping, entry.indicator
    if keeping is None:
        return
    if indicator.aggregation == "sum" and keeping.distance is not None:
        keep = entry.target.keep
        yield _left(keeping.distance, keeping.per_year, indicator, voice, least=keep is not None and keep.max is None)
    if keeping.outside:
        yield voice.outside(keeping.outside, indicator)
    if keeping.exit_year is not None:
        yield voice.word(WORDS, "leaves", year=voice.year(keeping.exit_year, indicator))


def _left(distance: float, pace: float | None, indicator: Indicator, voice: Voice, *, least: bool) -> str:
    left = voice.value(abs(distance), indicator)
    if distance < 0 and not least:
        return voice.word(WORDS, "over", left=left)
    if pace is None:
        return voice.word(WORDS, "left-in-all", left=left)
    return voice.word(WORDS, "to-go" if least else "left", left=left, pace=voice.value(abs(pace), indicator))


def _next(entry: TargetAssessment, voice: Voice, method: str | None) -> Iterator[str]:
    """The next figure that still means on track, as `explain` has it."""
    if method is None or entry.target_year_ended:
        return
    found, indicator = next_on_track(entry, method), entry.indicator
    if found is None:
        return
    year, least = found
    key = "or-more" if indicator.sign > 0 else "or-less"
    figure = voice.word(LIMITS, key, value=voice.exact(least.figure, indicator))
    if indicator.aggregation == "sum":
        figure = voice.word(WORDS, "in-all", figure=figure)
    yield voice.word(WORDS, "next", year=voice.year(year, indicator), figure=figure)


def _rating_sentences(entry: TargetAssessment, voice: Voice) -> Iterator[str]:
    suggestion, rating = entry.suggestion, entry.rating
    if suggestion is not None:
        step = voice.word(STEPS, suggestion)
        yield voice.word(WORDS, "suggested", step=step, reasons=suggestion_reasons(entry, voice))
    if rating is not None:
        yield voice.word(
            WORDS,
            "rated",
            step=voice.word(STEPS, rating.step),
            by=voice.line(rating.by),
            review=rating.review,
            day=rating.date.isoformat(),
        )
        if suggestion is not None and suggestion != rating.step:
            yield voice.word(WORDS, "rated-differs")
