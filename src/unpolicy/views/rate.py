"""What recording a rating did, in sentences and as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.assessment import assess_target, chosen_method
from unpolicy.views.labels import STEPS
from unpolicy.views.notes import suggestion_reasons

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.change.rating import Rated
    from unpolicy.change.transact import Change
    from unpolicy.model import Text
    from unpolicy.views.voice import Voice

WORDS: dict[str, tuple[str, str]] = {
    "understood": (
        "{title}: “{step}” in the review {review}, judged by {by} on {day}.",
        "{title}：{review}評価で「{step}」（{by}、{day}）。",
    ),
    "written": ("Recorded in {place}.", "{place}に記録した。"),
    "unchanged": ("The same rating is recorded already; nothing was changed.", "同じ評定が記録済みのため、変更なし。"),
    "previous": (
        "The rating of {day} in the same review, “{step}”, stays on record; the newest counts.",
        "同じ評価の{day}の評定「{step}」も残し、新しい方を採る。",
    ),
    "would": ("This would be written:", "書き込む内容は次のとおり："),
    "differs": (
        "Our rule would have suggested “{step}” ({reasons}); the rating stands as the person's judgement.",
        "当ツールの規則なら「{step}」（{reasons}）。評定は人の判断として記録。",
    ),
    "agrees": ("Our rule suggests the same ({reasons}).", "当ツールの規則でも同じ（{reasons}）。"),
    "no-suggestion": (
        "Our rule suggests nothing yet: the target year's figure is not final.",
        "目標年度の実績値が確定していないため、当ツールの規則による提案はまだない。",
    ),
    "not-durable": (
        "The system did not confirm that the change has reached the disk.",
        "変更がディスクに届いたことを確認できなかった。",
    ),
}
"""The words of `rate`."""


class RatingDocument(NamedTuple):
    """The document `unpolicy/rating/1`."""

    schema: str
    target: str
    review: str
    step: str
    by: Text
    date: date
    reason: Text | None
    suggestion: str | None
    previous: str | None
    path: str
    line: int
    written: bool


def rate_document(change: Change[Rated], as_of: date) -> RatingDocument:
    """What recording a rating did, for programs."""
    rating, previous = change.decided
    return RatingDocument(
        schema="unpolicy/rating/1",
        target=rating.target,
        review=rating.review,
        step=rating.step,
        by=rating.by,
        date=rating.date,
        reason=rating.reason,
        suggestion=_assessed(change, as_of).suggestion,
        previous=None if previous is None else previous.step,
        path=change.path,
        line=change.planned.line,
        written=change.happened,
    )


def rate_lines(change: Change[Rated], as_of: date, voice: Voice) -> Iterator[str]:
    """What was understood, what was done, and how it compares with the suggestion."""
    rating, previous = change.decided
    target = _assessed(change, as_of)
    yield voice.word(
        WORDS,
        "understood",
        title=voice.title(target),
        step=voice.word(STEPS, rating.step),
        review=rating.review,
        by=voice.line(rating.by),
        day=rating.date.isoformat(),
    )
    if change.happened:
        yield voice.word(WORDS, "written", place=f"{change.path}:{change.planned.line}")
        if change.written is not None and not change.written.durable:
            yield voice.word(WORDS, "not-durable")
        if previous is not None:
            step = voice.word(STEPS, previous.step)
            yield voice.word(WORDS, "previous", day=previous.date.isoformat(), step=step)
    elif change.written is not None:
        yield voice.word(WORDS, "unchanged")
    yield _compared(target, rating.step, voice)
    if change.written is None:
        yield voice.word(WORDS, "would")


def _assessed(change: Change[Rated], as_of: date) -> TargetAssessment:
    """The target with the rating."""
    return assess_target(change.after, change.decided.rating.target, as_of, chosen_method(change.after, None))


def _compared(target: TargetAssessment, step: str, voice: Voice) -> str:
    suggestion = target.suggestion
    if suggestion is None:
        return voice.word(WORDS, "no-suggestion")
    key = "agrees" if suggestion == step else "differs"
    return voice.word(WORDS, key, step=voice.word(STEPS, suggestion), reasons=suggestion_reasons(target, voice))
