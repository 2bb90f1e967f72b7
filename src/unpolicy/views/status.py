"""The headline table: words, rows, and the sentences beside it; policies at a glance, and how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.assess.assessment import Assessment, GoalAssessment, MonitoredAssessment, TargetAssessment
from unpolicy.assess.find import count_verdicts, office, words
from unpolicy.names import VERDICTS, StatusSection
from unpolicy.views import COMMON, UNKNOWN_POINT, cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from unpolicy.assess.stability import Stability
    from unpolicy.assess.vintages import Awaited
    from unpolicy.model import Indicator
    from unpolicy.views.voice import Voice, Words


WORDS: Words = COMMON | {
    "method": ("method: {method}", "判定方式：{method}"),
    "headline": ("{star}headline target", "{star}主要目標"),
    "goal-grade": ("grade {grade}", "評価{grade}"),
    "chance": ("chance {share}", "確率{share}"),
    "baseline": ("Base", "基準値"),
    "latest": ("Latest", "実績値"),
    "projection": ("Heading for", "見通し"),
    "time": ("{share} of time", "期間の{share}"),
    "needs": ("needs {pace}", "必要{pace}"),
    "left": ("{pace} left", "残り{pace}"),
    "about": ("{titles}: {sentences}", "{titles}：{sentences}"),
    "every": ("All", "全目標"),
    "and-more": ("{titles} and {count} more", "{titles}ほか{count}件"),
    "monitored": ("Indicators without a target", "目標値のない指標"),
    "overdue-milestones": ("overdue: {titles}", "期限を過ぎたもの：{titles}"),
    "no-milestones": ("none", "なし"),
    "waiting": ("Waiting", "公表待ち"),
    "pending": ("{year}: to be published", "{year}：公表予定"),
    "pending-due": ("{year}: to be published by {due}", "{year}：{due}までに公表予定"),
    "overdue": ("{year}: overdue since {due}", "{year}：公表予定日（{due}）を過ぎている"),
    "unwritten": ("{year}: no figure recorded", "{year}：実績値の記録なし"),
    "missing": ("no figure yet for {years}", "{years}の実績値はまだない"),
    "placeholder": ("VALUE", "実績値"),
    "next": ("when it is out: {command}", "公表されたら：{command}"),
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
    "indicators-left-out": ("{count} more indicators; --all shows them.", "ほかに指標{count}件。--all ですべて表示。"),
    "share": ("{share} of the whole", "全体の{share}"),
    "parts-left-out": (
        "{count} more parts of {whole}; --parts shows them.",
        "{whole}の内訳ほか{count}件。--parts で表示。",
    ),
    "gap-means": ("Gap closed: from baseline to target", "進捗率（基準値から目標値まで）"),
    "none-match": ("Nothing matches.", "該当なし。"),
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
    heading, rows = {
        "targets": (TARGET_HEADING, (_target_row(entry, voice) for entry in assessment.targets)),
        "monitored": (INDICATOR_HEADING, (_monitored_row(entry, voice) for entry in assessment.monitored)),
        "milestones": (GOAL_HEADING, (_goal_row(entry, voice) for entry in assessment.goals)),
        "waiting": (WAITING_HEADING, _waiting_rows(assessment, voice)),
    }[section]
    yield heading
    yield from rows


def stability_rows(stabilities: Mapping[str, Stability]) -> Iterator[tuple[str, ...]]:
    """How stable each verdict is, a row a way of judging."""
    from unpolicy.views.forecast import WAY_HEADING, way_rows

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


def next_figure(target: TargetAssessment, voice: Voice) -> str:
    """The command that records the earliest figure which a target waits for, and why."""
    waiting = target.awaiting[0].year
    missing = voice.word(WORDS, "missing", years=voice.year(waiting, target.indicator))
    option = "" if target.headline else f" -i {target.target.indicator}"
    command = voice.command(f"unpolicy add-actual {waiting} {voice.word(WORDS, 'placeholder')}{option}")
    return f"{command}  ({missing})"


POLICIES: Words = {
    "policy": ("Policy", "施策"),
    "verdicts": ("Verdicts", "判定"),
    "overdue": ("Overdue", "期限超過"),
    "no-targets": ("no targets", "目標値なし"),
    "target": ("{title}: {verdict}", "{title}：{verdict}"),
    "reached": ("  {latest} in {year}; promised: {aim} by {by}.", "  {year}：{latest}（目標 {by}：{aim}）"),
    "more": ("{targets} targets in all: {verdicts}", "目標は全{targets}件：{verdicts}"),
    "held": ("Indicators: {indicators} · figures: {figures}", "指標{indicators}件、実績値{figures}件"),
    "next": ("Next: {command}", "次に：{command}"),
    "else": ("All of it: unpolicy status · help: unpolicy --help", "一覧表：unpolicy status　使い方：unpolicy --help"),
    "what": (
        "unpolicy keeps a policy's promises beside its yearly figures and says whether it will get there.",
        "unpolicyは、施策の目標と毎年の実績値を並べて管理し、目標に届くかどうかを示します。",
    ),
    "none": ("There is no data directory here or above. To begin:", "ここにも上にもデータがありません。始めるには："),
    "look": ("look around in a policy that is complete", "完成した例を見てみる"),
    "own": ("start with your own", "自分の施策を始める"),
    "help": ("see every command", "すべてのコマンドを見る"),
}


class PoliciesDocument(NamedTuple):
    """The document of a command that was given several policies: those that it has for each of them."""

    schema: Literal["unpolicy/policies/1"]
    policies: Sequence[Any]


def policies_document(documents: Iterable[object]) -> PoliciesDocument:
    """The documents of several policies as one."""
    return PoliciesDocument("unpolicy/policies/1", list(documents))


def overview_rows(assessments: Iterable[Assessment], voice: Voice) -> Iterator[tuple[str, ...]]:
    """A row a policy: how many targets have each verdict, how many verdicts are stale and how many figures overdue."""
    yield ("policy", "title", "targets", *VERDICTS, "stale", "overdue")
    for assessment in assessments:
        counts = count_verdicts([entry for entry in assessment.targets if not entry.stale])
        policy, stale = assessment.dataset.policy, sum(entry.stale for entry in assessment.targets)
        numbers = (counts.get(verdict, 0) for verdict in VERDICTS)
        yield cells(policy.id, voice.line(policy.title), len(assessment.targets), *numbers, stale, overdue(assessment))


def rows_of_all(tables: Iterable[tuple[str, Iterable[Sequence[str]]]]) -> Iterator[tuple[str, ...]]:
    """The tables of several policies as one, under one heading and with the policy's id first."""
    for number, (policy, table) in enumerate(tables):
        rows = iter(table)
        heading = next(rows, None)
        if number == 0 and heading is not None:
            yield ("policy", *heading)
        yield from ((policy, *row) for row in rows)


def overdue(assessment: Assessment) -> int:
    """How many figures should have been published by now, and how many milestones are past their day."""
    figures = sum(awaited.overdue for entry in assessment.judged for awaited in entry.awaiting)
    return figures + sum(len(goal.overdue) for goal in assessment.goals)


SHOWN = 3
"""Targets that are shown one by one, the headline first."""


def home_lines(assessment: Assessment, voice: Voice) -> Iterator[str]:
    """Where the policy stands in a few lines, and the next useful command."""
    dataset = assessment.dataset
    yield voice.line(dataset.policy.title)
    targets = sorted(assessment.targets, key=lambda entry: not entry.headline)
    for entry in targets[:SHOWN]:
        yield from _target_lines(entry, voice)
    if len(targets) > SHOWN:
        counts = voice.verdict_counts(targets)
        yield voice.word(POLICIES, "more", targets=f"{len(targets):,}", verdicts=counts)
    figures = sum(len(indicator.actuals) for indicator in dataset.indicators.values())
    yield voice.word(POLICIES, "held", indicators=f"{len(dataset.indicators):,}", figures=f"{figures:,}")
    waiting = next((entry for entry in targets if entry.awaiting), None)
    otherwise = voice.command("unpolicy status" if figures else "unpolicy validate")
    yield voice.word(POLICIES, "next", command=next_figure(waiting, voice) if figures and waiting else otherwise)
    yield voice.word(POLICIES, "else")


def _target_lines(entry: TargetAssessment, voice: Voice) -> Iterator[str]:
    yield voice.word(POLICIES, "target", title=voice.title(entry), verdict=voice.standing(entry))
    if entry.latest is not None and entry.target.by is not None:
        indicator = entry.indicator
        figure = voice.with_unit(voice.exact(entry.latest.value, indicator), indicator)
        yield voice.word(
            POLICIES,
            "reached",
            latest=voice.marked(figure, entry.latest.year, entry.vintage),
            year=voice.year(entry.latest.year, indicator),
            aim=voice.aim(entry),
            by=voice.year(entry.target.by, indicator),
        )


def begin_lines(voice: Voice) -> Iterator[str]:
    """How to begin where there are no data yet."""
    yield voice.word(POLICIES, "what")
    yield voice.word(POLICIES, "none")
    commands = {"unpolicy init --example": "look", "unpolicy init": "own", "unpolicy --help": "help"}
    for command, key in commands.items():
        yield f"  {command:<26}{voice.word(POLICIES, key)}"
