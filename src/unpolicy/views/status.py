"""The headline table: words, rows, and the sentences beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.assess.assessment import Assessment, GoalAssessment, MonitoredAssessment, TargetAssessment
from unpolicy.assess.find import office, words
from unpolicy.views.documents import UNKNOWN_POINT, cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.assess.stability import Stability
    from unpolicy.assess.vintages import Awaited
    from unpolicy.model import Indicator
    from unpolicy.names import StatusSection
    from unpolicy.views.voice import Voice, Words

WORDS: Words = {
    "as-of": ("as of {day}", "{day}時点"),
    "method": ("method: {method}", "判定方式：{method}"),
    "target": ("Target", "目標"),
    "headline": ("{star}headline target", "{star}主要目標"),
    "grade": ("Grade", "評価"),
    "goal-grade": ("grade {grade}", "評価{grade}"),
    "chance": ("chance {share}", "確率{share}"),
    "baseline": ("Base", "基準値"),
    "latest": ("Latest", "実績値"),
    "aim": ("Aim", "目標値"),
    "gap": ("Gap closed", "進捗率"),
    "pace": ("Pace a year", "年間ペース"),
    "projection": ("Heading for", "見通し"),
    "verdict": ("Verdict", "判定"),
    "time": ("{share} of time", "期間の{share}"),
    "needs": ("needs {pace}", "必要{pace}"),
    "left": ("{pace} left", "残り{pace}"),
    "about": ("{titles}: {sentences}", "{titles}：{sentences}"),
    "every": ("All", "全目標"),
    "and-more": ("{titles} and {count} more", "{titles}ほか{count}件"),
    "monitored": ("Indicators without a target", "目標値のない指標"),
    "indicator": ("Indicator", "指標"),
    "change": ("Change", "前年差"),
    "milestones": ("Milestones", "マイルストーン"),
    "goal": ("Goal", "中期目標"),
    "overdue-milestones": ("overdue: {titles}", "期限を過ぎたもの：{titles}"),
    "no-milestones": ("none", "なし"),
    "waiting": ("Waiting", "公表待ち"),
    "pending": ("{year}: to be published", "{year}：公表予定"),
    "pending-due": ("{year}: to be published by {due}", "{year}：{due}までに公表予定"),
    "overdue": ("{year}: overdue since {due}", "{year}：公表予定日（{due}）を過ぎている"),
    "unwritten": ("{year}: no figure recorded", "{year}：実績値の記録なし"),
    "next": ("when it is out: {command}", "公表されたら：{command}"),
    "so-far": ("so far", "現時点"),
    "nothing": (
        "No goals, targets or indicators yet: write them into targets.yaml and indicators.yaml.",
        "目標も指標もまだない。targets.yaml と indicators.yaml に書き加える。",
    ),
    "counts": ("{count} targets: {verdicts}", "目標{count}件：{verdicts}"),
    "attention": (
        "The {shown} that need attention most; --all shows the rest.",
        "注意が必要な{shown}件を表示。--all ですべて表示。",
    ),
    "first": (
        "The first {shown} in the order asked for; --all shows the rest.",
        "指定の順で最初の{shown}件を表示。--all ですべて表示。",
    ),
    "indicators-left-out": (
        "{count} more indicators; --all shows them.",
        "ほかに指標{count}件。--all ですべて表示。",
    ),
    "share": ("{share} of the whole", "全体の{share}"),
    "parts-left-out": (
        "{count} more parts of {whole}; --parts shows them.",
        "{whole}の内訳ほか{count}件。--parts で表示。",
    ),
    "gap-means": ("Gap closed: from baseline to target", "進捗率（基準値から目標値まで）"),
    "none-match": ("Nothing matches.", "該当なし。"),
    "stability": ("Stability", "判定の安定性"),
}

_FIGURES = ("title", "unit", "baseline_year", "baseline", "latest_year", "latest")
_PROGRESS = ("gap_closed", "time_elapsed", "pace_observed", "pace_required", "pace_needed", "projection")
WAITING_HEADING = ("indicator", "title", "year", "status", "due")
_JUDGED = ("measure", "score", "verdict", "awaiting")
TARGET_HEADING = (
    *("target", *_FIGURES, "aim", "by", *_PROGRESS, *_JUDGED, "suggestion", "rating"),
    *("reason", "rests_on", "stale", "chance", "grade", "responsible", "tags", "rests_on_status"),
)
INDICATOR_HEADING = ("indicator", *_FIGURES, "change", *_JUDGED, "stale")
GOAL_HEADING = ("goal", "title", "milestones")


def status_rows(assessment: Assessment, voice: Voice, section: StatusSection = "targets") -> Iterator[tuple[str, ...]]:
    """One table under its heading; nothing where a number is undefined.

    Args:
        assessment: what to show.
        voice: the reader's language, for titles and units.
        section: which table.
    """
    if section == "targets":
        yield TARGET_HEADING
        yield from (_target_row(entry, voice) for entry in assessment.targets)
    elif section == "monitored":
        yield INDICATOR_HEADING
        yield from (_monitored_row(entry, voice) for entry in assessment.monitored)
    elif section == "milestones":
        yield GOAL_HEADING
        yield from (_goal_row(entry, voice) for entry in assessment.goals)
    else:
        yield WAITING_HEADING
        yield from _waiting_rows(assessment, voice)


def stability_rows(stabilities: Mapping[str, Stability]) -> Iterator[tuple[str, ...]]:
    """How stable each verdict is, a row a way of judging."""
    from unpolicy.views.stability import WAY_HEADING, way_rows

    yield ("stability", "id", *WAY_HEADING)
    for name, stability in stabilities.items():
        yield from way_rows(stability, name)


def waiting(assessment: Assessment) -> Iterator[tuple[str, Indicator, Awaited]]:
    """The figures that are not out, with their indicators' ids; each once, however many targets wait for it."""
    seen = set()
    for entry in assessment.judged:
        name = entry.target.indicator if isinstance(entry, TargetAssessment) else entry.id
        for awaited in entry.awaiting:
            if (name, awaited.year) not in seen:
                seen.add((name, awaited.year))
                yield name, entry.indicator, awaited


def _waiting_rows(assessment: Assessment, voice: Voice) -> Iterator[tuple[str, ...]]:
    for name, indicator, awaited in waiting(assessment):
        known = "overdue" if awaited.overdue else "pending" if awaited.recorded else "not-recorded"
        yield cells(name, voice.line(indicator.title), awaited.year, known, awaited.due)


def _target_row(entry: TargetAssessment, voice: Voice) -> tuple[str, ...]:
    progress, keep, answers = entry.progress, entry.target.keep, office(entry)
    return cells(
        *_figure_cells(entry, voice),
        entry.target.value if keep is None else "..".join(cells(keep.min, keep.max)),
        entry.target.by,
        progress.gap_closed,
        progress.time_elapsed,
        entry.observed,
        progress.required,
        entry.needed,
        entry.projection,
        *_judged_cells(entry),
        entry.suggestion,
        entry.rating and entry.rating.step,
        entry.reason,
        entry.rests_on,
        "stale" if entry.stale else None,
        entry.chance,
        entry.judgement.grade,
        "" if answers is None else voice.line(answers),
        "; ".join(words(entry)),
        entry.unsettled,
    )


def _monitored_row(entry: MonitoredAssessment, voice: Voice) -> tuple[str, ...]:
    stale = "stale" if entry.stale else None
    return cells(*_figure_cells(entry, voice), entry.change, *_judged_cells(entry), stale)


def _figure_cells(entry: TargetAssessment | MonitoredAssessment, voice: Voice) -> tuple[object, ...]:
    points = *(entry.baseline or UNKNOWN_POINT), *(entry.latest or UNKNOWN_POINT)
    return entry.id, voice.title(entry), voice.unit(entry.indicator), *points


def _judged_cells(entry: TargetAssessment | MonitoredAssessment) -> tuple[object, ...]:
    awaiting = " ".join(str(awaited.year) for awaited in entry.awaiting)
    return entry.judgement.measure, entry.judgement.score, entry.verdict, awaiting


def _goal_row(entry: GoalAssessment, voice: Voice) -> tuple[str, ...]:
    counts = " ".join(f"{status}={count}" for status, count in entry.milestones.items())
    return entry.id, voice.line(entry.goal.title), counts
