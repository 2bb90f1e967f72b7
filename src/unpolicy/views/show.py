"""Everything about one target, indicator or goal: words, documents, rows, and what it is as facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.assess.find import targets_of
from unpolicy.assess.vintages import overdue_milestones, source_of
from unpolicy.text import printable
from unpolicy.views import COMMON, STEPS, cells
from unpolicy.years import today

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.model import Dataset, Goal, Indicator, PolicyRecord, Rating, Source, Target, Text
    from unpolicy.model.targets import Initiative, Remark
    from unpolicy.views.status_document import TargetDocument
    from unpolicy.views.voice import Voice, Words


WORDS: Words = COMMON | {
    "targets": ("Targets", "目標値"),
    "value": ("Figure", "実績値"),
    "total": ("Total so far", "累計"),
    "interval": ("Interval", "信頼区間"),
    "note": ("Note", "注"),
    "revision": ("was {value}", "旧値{value}"),
    "yearly": ("Promised", "年度目標値"),
    "attainment": ("Attained", "達成率"),
    "unit": ("Unit", "単位"),
    "kind": ("Kind", "種類"),
    "direction": ("Desired direction", "望ましい方向"),
    "increase": ("increase", "増加"),
    "decrease": ("decrease", "減少"),
    "count": ("count", "件数・人数"),
    "percentage": ("percentage", "百分率"),
    "amount": ("amount", "量"),
    "index": ("index", "指数"),
    "years": ("Years", "年の数え方"),
    "calendar": ("calendar years", "暦年"),
    "fiscal": ("fiscal years ({months})", "年度（{months}）"),
    "as-of": ("counted on {day}", "{day}現在"),
    "sum": ("each year adds to the total so far", "各年の値を累計する"),
    "bounds": ("Bounds", "値の範囲"),
    "part-of": ("Part of", "内訳の元"),
    "parts": ("Parts", "内訳"),
    "baseline": ("Baseline", "基準値"),
    "ratings": ("Ratings", "目標達成度合い"),
    "definition": ("Definition", "定義"),
    "responsible": ("Responsible", "担当"),
    "tags": ("Tags", "タグ"),
    "statement": ("Promise", "約束"),
    "set": ("Set on", "設定日"),
    "state": ("State", "状態"),
    "superseded": ("superseded by {id}", "{id}に置き換え"),
    "superseded-alone": ("superseded", "置き換え済み"),
    "dropped": ("dropped", "取りやめ"),
    "none": ("none: context, never judged", "なし（背景情報で、判定しない）"),
    "rhythm": ("Measured", "測定する年"),
    "every": ("every {count} years from {year}", "{year}から{count}年ごと"),
    "span": ("{count} years in a figure", "{count}年分の値"),
    "no-figures": ("No figures yet.", "実績値はまだない。"),
    "explain-hint": ("How the verdict came about: unpolicy explain {id}", "判定の根拠：unpolicy explain {id}"),
    "initiatives": ("What was done", "主な取組"),
    "findings": ("What was found", "評価結果"),
    "next-steps": ("What comes next", "今後の方向性"),
    "overdue": ("overdue since {when}", "期限（{when}）を過ぎている"),
    "successor": ("The goal that follows", "次期目標"),
    "successor-review": ("for the review of {review}", "{review}の評価に向けて"),
    "due": ("due {when}", "期限{when}"),
    "programme": ("Programme", "施策名"),
    "owner": ("Owner", "担当"),
    "reviewed": ("Years reviewed", "評価対象期間"),
    "next-review": ("Next review", "次回評価"),
}

HEADING = ("indicator", "year", "value", "status", "published", "due", "source", "note", "revisions", "low", "high")


class ShownIndicator(NamedTuple):
    """The document `unpolicy/show/1` of an indicator: as the data file has it, with the targets that use it."""

    schema: Literal["unpolicy/show/1"]
    indicator: str
    record: Indicator
    targets: Sequence[str]
    sources: Mapping[str, Source]


class ShownTarget(NamedTuple):
    """The document `unpolicy/show/1` of a target: as in `status`, with its indicator."""

    schema: Literal["unpolicy/show/1"]
    record: TargetDocument
    figures: ShownIndicator


def indicator_document(dataset: Dataset, indicator_id: str) -> ShownIndicator:
    """An indicator as a document."""
    indicator = dataset.indicators[indicator_id]
    sources = {key: dataset.sources[key] for key in cited(indicator) if key in dataset.sources}
    return ShownIndicator("unpolicy/show/1", indicator_id, indicator, targets_of(dataset, indicator_id), sources)


def target_document(dataset: Dataset, entry: TargetAssessment, voice: Voice) -> ShownTarget:
    """A target as a document."""
    from unpolicy.views import status_document

    standing = status_document.target_document(entry, voice)
    return ShownTarget("unpolicy/show/1", standing, indicator_document(dataset, entry.target.indicator))


def figures_rows(dataset: Dataset, indicator_id: str, voice: Voice) -> Iterator[tuple[str, ...]]:
    """One row a figure, with everything that is recorded of it."""
    indicator = dataset.indicators[indicator_id]
    yield HEADING
    for figure in indicator.figures():
        yield cells(
            indicator_id,
            figure.year,
            figure.value,
            figure.status,
            figure.published,
            figure.due,
            source_of(figure, indicator, dataset.sources),
            figure.note and voice.line(figure.note),
            " ".join(f"{old.value}@{old.published or ''}" for old in figure.revisions),
            figure.low,
            figure.high,
        )


def indicator_facts(dataset: Dataset, indicator_id: str, voice: Voice) -> Iterator[tuple[str, str]]:
    """What an indicator is, as pairs of a word and a fact."""
    indicator = dataset.indicators[indicator_id]
    yield voice.word(WORDS, "unit"), voice.unit(indicator)
    yield voice.word(WORDS, "kind"), voice.word(WORDS, indicator.kind)
    yield voice.word(WORDS, "direction"), voice.word(WORDS, indicator.direction)
    years = voice.word(WORDS, indicator.year_name, months=voice.months(indicator))
    counted = [voice.word(WORDS, "as-of", day=voice.day_of_year(indicator.as_of))] if indicator.as_of else []
    yield voice.word(WORDS, "years"), voice.enumerate([years, *counted])
    if indicator.aggregation == "sum":
        yield "Σ", voice.word(WORDS, "sum")
    if indicator.limits != (None, None):
        yield voice.word(WORDS, "bounds"), voice.limits(*indicator.limits)
    if indicator.part_of:
        whole = dataset.indicators[indicator.part_of]
        yield voice.word(WORDS, "part-of"), f"{voice.line(whole.title)} ({indicator.part_of})"
    parts = [key for key, other in dataset.indicators.items() if other.part_of == indicator_id]
    for key, ids in (("parts", parts), ("targets", targets_of(dataset, indicator_id))):
        if ids:
            yield voice.word(WORDS, key), ", ".join(ids)
    if indicator.source:
        yield voice.word(WORDS, "source"), source_title(indicator.source, dataset, voice)
    yield from _rhythm(indicator, voice)
    yield from record_facts(indicator, ("definition", "responsible", "tags", "note"), voice)


def target_facts(dataset: Dataset, entry: TargetAssessment, voice: Voice) -> Iterator[tuple[str, str]]:
    """What a target promises, as pairs of a word and a fact."""
    target, indicator = entry.target, entry.indicator
    yield voice.word(WORDS, "goal"), f"{voice.line(dataset.goals[target.goal].title)} ({target.goal})"
    if entry.baseline is not None:
        baseline = voice.with_unit(voice.exact(entry.baseline.value, indicator), indicator)
        yield voice.word(WORDS, "baseline"), f"{baseline} ({voice.since(entry)})"
    aim = voice.aim(entry) if target.value is None else voice.with_unit(voice.aim(entry), indicator)
    yield voice.word(WORDS, "aim"), f"{aim} ({voice.year(target.by, indicator)})"
    if target.source:
        yield voice.word(WORDS, "source"), source_title(target.source, dataset, voice)
    if target.set is not None:
        yield voice.word(WORDS, "set"), target.set.isoformat()
    if target.status != "live":
        alone = target.status == "superseded" and target.superseded_by is None
        state = "superseded-alone" if alone else target.status
        yield voice.word(WORDS, "state"), voice.word(WORDS, state, id=target.superseded_by)
    yield from record_facts(target, ("statement", "responsible", "tags", "note"), voice)
    for rating in dataset.targets_file.ratings:
        if rating.target == entry.id:
            yield voice.word(WORDS, "ratings"), _rating(rating, voice)


def record_facts(record: Target | Indicator, keys: Iterable[str], voice: Voice) -> Iterator[tuple[str, str]]:
    """What a record says in words, as pairs of a word and a fact."""
    for key in keys:
        text = getattr(record, key)
        if text:
            yield voice.word(WORDS, key), voice.enumerate(text) if isinstance(text, tuple) else voice.line(text)


def _rhythm(indicator: Indicator, voice: Voice) -> Iterator[tuple[str, str]]:
    """In which years it is measured, and how many each figure covers."""
    rhythm = indicator.rhythm
    facts = [voice.years(rhythm.only, indicator)] if rhythm.only else []
    if rhythm.every > 1 and rhythm.first is not None:
        facts.append(voice.word(WORDS, "every", count=rhythm.every, year=voice.year(rhythm.first, indicator)))
    if indicator.span > 1:
        facts.append(voice.word(WORDS, "span", count=indicator.span))
    if facts:
        yield voice.word(WORDS, "rhythm"), voice.enumerate(facts)


def cited(indicator: Indicator) -> dict[str, None]:
    """The sources that an indicator and its figures name, in order."""
    sources = (indicator.source, *(figure.source for figure in indicator.figures()))
    return dict.fromkeys(source for source in sources if source)


def _rating(rating: Rating, voice: Voice) -> str:
    reason = f" — {voice.line(rating.reason)}" if rating.reason else ""
    return f"{rating.review}: {voice.word(STEPS, rating.step)} ({voice.line(rating.by)}, {rating.date}){reason}"


class GoalsDocument(NamedTuple):
    """The document `unpolicy/goals/1`: policy, goals and sources as the data file has them, in all languages.

    Each goal has the ids of its `overdue` milestones beside it.
    """

    schema: Literal["unpolicy/goals/1"]
    policy: PolicyRecord
    goals: tuple[dict[str, Any], ...]
    sources: dict[str, Source]


def goals_document(dataset: Dataset, goals: Mapping[str, Goal]) -> GoalsDocument:
    """Goals as a document."""
    dumped = tuple(
        {"goal": key} | goal.model_dump(mode="json", exclude_none=True) | {"overdue": overdue_milestones(goal, today())}
        for key, goal in goals.items()
    )
    return GoalsDocument("unpolicy/goals/1", dataset.policy, dumped, dataset.sources)


def goals_rows(dataset: Dataset, goals: Mapping[str, Goal], voice: Voice) -> Iterator[tuple[str, ...]]:
    """One row for every sentence and milestone."""
    yield ("goal", "part", "when", "status", "text", "source", "overdue")
    for goal_id, goal in goals.items():
        for part, when, status, text, source, flag in _parts(goal):
            yield cells(goal_id, part, when, status, voice.line(text), source_title(source, dataset, voice), flag)


def _parts(goal: Goal) -> Iterator[tuple[str, Any, str | None, Text, str | None, str | None]]:
    """What a goal says of itself: which part, when, its status, its text, its source, and whether it is overdue."""
    yield "title", None, None, goal.title, None, None
    if goal.statement:
        yield "statement", None, None, goal.statement, None, None
    for part, entries in zip(("initiative", "finding", "next_step"), remarks(goal).values(), strict=True):
        yield from ((part, getattr(entry, "period", None), None, entry.text, entry.source, None) for entry in entries)
    late = overdue_milestones(goal, today())
    for key, milestone in goal.milestones.items():
        when, flag = milestone.date or milestone.due, "overdue" if key in late else None
        yield "milestone", when, milestone.status, milestone.title, milestone.evidence, flag
    if goal.successor:
        yield "successor", goal.successor.review, None, goal.successor.text, None, None


def remarks(goal: Goal) -> dict[str, Sequence[Initiative | Remark]]:
    """What was done for a goal, was found and comes next, by the keys of their titles."""
    return {"initiatives": goal.initiatives, "findings": goal.findings, "next-steps": goal.next_steps}


def goal_sources(goal: Goal) -> Iterator[str]:
    """The sources that a goal names, in order."""
    sources = (entry.source for entries in remarks(goal).values() for entry in entries)
    proofs = (milestone.evidence for milestone in goal.milestones.values())
    return (source for source in (*sources, *proofs) if source)


def policy_facts(policy: PolicyRecord, voice: Voice, words: Words = WORDS) -> Iterator[tuple[str, str]]:
    """What the policy is, who is responsible, and which years are reviewed, as pairs of a word and a fact."""
    for key, text in (("programme", policy.programme), ("owner", policy.owner)):
        if text:
            yield voice.word(words, key), voice.line(text)
    for key, period in (("reviewed", policy.reviewed), ("next-review", policy.next_review)):
        if period:
            yield voice.word(words, key), voice.when(period)


def source_title(source: str | None, dataset: Dataset, voice: Voice) -> str:
    """What a source is called: its title, or the URL itself."""
    if source is None:
        return ""
    entry = dataset.sources.get(source)
    return printable(source) if entry is None else voice.line(entry.title)
