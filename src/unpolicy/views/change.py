"""What recording a figure or a rating did: the sentences, what it makes of the targets, and what to type next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.assess.assessment import TargetAssessment, assess_target, chosen_method
from unpolicy.assess.find import targets_of
from unpolicy.assess.vintages import source_of
from unpolicy.figures import format_figure
from unpolicy.text import columns
from unpolicy.views import STATUSES, STEPS, filled
from unpolicy.views.notes import decides_sentences, suggestion_reasons
from unpolicy.views.status import next_figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from unpolicy.change.decide import Decision
    from unpolicy.change.record import Rated
    from unpolicy.change.transact import Change
    from unpolicy.model import Indicator, Text
    from unpolicy.views.voice import Voice, Words


WORDS: Words = {
    "understood": ("{title}, {year}: {value}", "{title}　{year}：{value}"),
    "add": ("Recorded in {place}.", "{place}に記録した。"),
    "fill": ("Recorded in {place}, where it was pending.", "{place}に記録した（公表予定だった）。"),
    "update": ("Changed the details in {place}.", "{place}の内容を改めた。"),
    "revise": (
        "Revised in {place}; the earlier value {previous} is kept as a revision.",
        "{place}を改訂した。旧値{previous}は改訂履歴に残した。",
    ),
    "removed": ("Taken out of {file}: {previous}.", "{file}から消した：{previous}。"),
    "unchanged": ("Unchanged: it is recorded already in {place}.", "変更なし：{place}に記録済み。"),
    "would": ("Nothing was written; this is what would change:", "書き込んでいない。変更内容は次のとおり："),
    "gap": ("gap closed", "進捗率"),
    "observed": ("pace a year", "年間ペース"),
    "needed": ("needed a year", "必要ペース"),
    "verdict": ("verdict", "判定"),
    "next": ("Next: {command}", "次に：{command}"),
    "not-durable": (
        "Written, durability not confirmed: the system did not say that it is on the disk.",
        "書き込んだが、ディスクへの保存は確認できていない。",
    ),
    "no-source": (
        "No source is recorded for it: add one with --source ID|URL.",
        "出典の記録なし。--source ID|URL で付けられる。",
    ),
}


class ChangeDocument(NamedTuple):
    """The document `unpolicy/change/1`."""

    schema: Literal["unpolicy/change/1"]
    indicator: str
    year: int
    value: float | None
    previous: float | None
    path: str
    line: int
    written: bool


def change_document(change: Change[Decision]) -> ChangeDocument:
    """What a change did, for programs."""
    own = {"schema": "unpolicy/change/1", "line": change.planned.line, "written": change.happened}
    return filled(ChangeDocument, change.decided, change, **own)


def change_lines(change: Change[Decision], as_of: date, voice: Voice) -> Iterator[str]:
    """What was understood, what was done, what it makes of each target, and what to type next."""
    decision = change.decided
    indicator = (change.before if decision.after is None else change.after).indicators[decision.indicator]
    before, after = _targets(change, as_of)
    happened = change.happened
    yield voice.word(
        WORDS,
        "understood",
        title=voice.line(indicator.title),
        year=voice.year(decision.year, indicator),
        value=_shown(decision, indicator, voice),
    )
    if happened or decision.kind == "unchanged":
        place, previous = f"{change.path}:{change.planned.line}", _figure(decision.previous, indicator, voice)
        yield voice.word(WORDS, decision.kind, place=place, previous=previous, file=change.path)
    if change.written is not None and not change.written.durable:
        yield voice.word(WORDS, "not-durable")
    for old, new in zip(before, after, strict=True):
        yield from _comparison(old, new, voice)
    if change.written is None:
        yield voice.word(WORDS, "would")
    else:
        yield voice.word(WORDS, "next", command=_next_command(decision.indicator, after if happened else None, voice))
    if _lacks_source(change, indicator):
        yield voice.word(WORDS, "no-source")
    for en, ja in decision.doubts:
        yield voice.say((f"{en}: check it.", f"{ja}。確かめてください。"))


def _lacks_source(change: Change[Decision], indicator: Indicator) -> bool:
    figure = change.decided.after
    return (
        figure is not None and figure.value is not None and source_of(figure, indicator, change.after.sources) is None
    )


def _targets(change: Change[Decision], as_of: date) -> list[list[TargetAssessment]]:
    """The targets that use the indicator, the headline target first, before and after the change of its figure."""
    method, headline = chosen_method(change.after, None), change.after.headline
    using = sorted(targets_of(change.after, change.decided.indicator), key=lambda target: target != headline)
    datasets = change.before, change.after
    return [[assess_target(dataset, target, as_of, method) for target in using] for dataset in datasets]


def _next_command(indicator: str, changed: list[TargetAssessment] | None, voice: Voice) -> str:
    """What to type next: the earliest figure that is waiting, else the explanation of the verdict.

    Args:
        indicator: the indicator's id.
        changed: its targets as they are now; `None` where nothing was changed.
        voice: the reader's language.
    """
    if changed is None:
        return voice.command("unpolicy status")
    if changed and changed[0].awaiting:
        return next_figure(changed[0], voice)
    return voice.command(f"unpolicy explain {changed[0].id if changed else indicator}")


def _shown(decision: Decision, indicator: Indicator, voice: Voice) -> str:
    """The figure that the change is about."""
    figure = decision.after or decision.before
    if decision.after is not None and decision.after.value is None:
        return voice.word(STATUSES, decision.after.status)
    return _figure(None if figure is None else figure.value, indicator, voice)


def _figure(number: float | None, indicator: Indicator, voice: Voice) -> str:
    """A figure exactly as recorded, not rounded, with its unit."""
    return "–" if number is None else voice.with_unit(format_figure(number), indicator)


def _comparison(old: TargetAssessment, new: TargetAssessment, voice: Voice) -> list[str]:
    sides = [
        {
            "gap": voice.share(entry.progress.gap_closed),
            "observed": voice.rate(entry.progress.observed, new.indicator),
            "needed": voice.rate(entry.needed_pace, new.indicator),
            "verdict": voice.standing(entry),
        }
        for entry in (old, new)
    ]
    shown = {key: " → ".join(dict.fromkeys(side[key] for side in sides)) for key in sides[0]}
    named = [(voice.word(WORDS, key), text) for key, text in shown.items() if text != "–"]
    return [
        f"{voice.title(new)}:",
        *[f"  {name}{' ' * (14 - columns(name))} {text}" for name, text in named],
        *[f"  {sentence}" for sentence in decides_sentences(new, voice)],
    ]


RATING_WORDS: Words = {
    "understood": (
        "{title}: “{step}” in the review {review}, judged by {by} on {day}.",
        "{title}：{review}評価で「{step}」（{by}、{day}）。",
    ),
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


class RatingDocument(NamedTuple):
    """The document `unpolicy/rating/1`."""

    schema: Literal["unpolicy/rating/1"]
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
    return filled(
        RatingDocument,
        rating,
        change,
        schema="unpolicy/rating/1",
        suggestion=_assessed(change, as_of).suggestion,
        previous=None if previous is None else previous.step,
        line=change.planned.line,
        written=change.happened,
    )


def rate_lines(change: Change[Rated], as_of: date, voice: Voice) -> Iterator[str]:
    """What was understood, what was done, and how it compares with the suggestion."""
    rating, previous = change.decided
    target = _assessed(change, as_of)
    yield voice.word(
        RATING_WORDS,
        "understood",
        title=voice.title(target),
        step=voice.word(STEPS, rating.step),
        review=rating.review,
        by=voice.line(rating.by),
        day=rating.date.isoformat(),
    )
    if change.happened:
        yield voice.word(WORDS, "add", place=f"{change.path}:{change.planned.line}")
        if change.written is not None and not change.written.durable:
            yield voice.word(RATING_WORDS, "not-durable")
        if previous is not None:
            step = voice.word(STEPS, previous.step)
            yield voice.word(RATING_WORDS, "previous", day=previous.date.isoformat(), step=step)
    elif change.written is not None:
        yield voice.word(RATING_WORDS, "unchanged")
    yield _compared(target, rating.step, voice)
    if change.written is None:
        yield voice.word(RATING_WORDS, "would")


def _assessed(change: Change[Rated], as_of: date) -> TargetAssessment:
    """The target with the rating."""
    return assess_target(change.after, change.decided.rating.target, as_of, chosen_method(change.after, None))


def _compared(target: TargetAssessment, step: str, voice: Voice) -> str:
    suggestion = target.suggestion
    if suggestion is None:
        return voice.word(RATING_WORDS, "no-suggestion")
    key = "agrees" if suggestion == step else "differs"
    return voice.word(RATING_WORDS, key, step=voice.word(STEPS, suggestion), reasons=suggestion_reasons(target, voice))
