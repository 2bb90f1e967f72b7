"""What `unpolicy` says when nothing is asked of it: where one stands, or how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.views.change import next_figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.assess.assessment import Assessment, TargetAssessment
    from unpolicy.views.voice import Voice, Words

WORDS: Words = {
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
}  # fmt: skip

SHOWN = 3
"""Targets that are shown one by one, the headline first."""


def home_lines(assessment: Assessment, voice: Voice) -> Iterator[str]:
    """Where the policy stands in a few lines, and the next useful command."""
    dataset = assessment.dataset
    yield voice.line(dataset.policy.title)
    targets = sorted(assessment.targets, key=lambda one: not one.headline)
    for entry in targets[:SHOWN]:
        yield from _target_lines(entry, voice)
    if len(targets) > SHOWN:
        counts = voice.verdict_counts(targets)
        yield voice.word(WORDS, "more", targets=f"{len(targets):,}", verdicts=counts)
    figures = sum(len(one.actuals) for one in dataset.indicators.values())
    yield voice.word(WORDS, "held", indicators=f"{len(dataset.indicators):,}", figures=f"{figures:,}")
    waiting = next((one for one in targets if one.awaiting), None)
    command = "unpolicy validate" if not figures else next_figure(waiting, voice) if waiting else "unpolicy status"
    yield voice.word(WORDS, "next", command=command)
    yield voice.word(WORDS, "else")


def _target_lines(entry: TargetAssessment, voice: Voice) -> Iterator[str]:
    yield voice.word(WORDS, "target", title=voice.title(entry), verdict=voice.standing(entry))
    if entry.latest is not None and entry.target.by is not None:
        indicator = entry.indicator
        figure = voice.with_unit(voice.exact(entry.latest.value, indicator), indicator)
        yield voice.word(
            WORDS,
            "reached",
            latest=voice.marked(figure, entry.latest.year, entry.vintage),
            year=voice.year(entry.latest.year, indicator),
            aim=voice.aim(entry),
            by=voice.year(entry.target.by, indicator),
        )


def begin_lines(voice: Voice) -> Iterator[str]:
    """How to begin where there are no data yet."""
    yield voice.word(WORDS, "what")
    yield voice.word(WORDS, "none")
    commands = {"unpolicy init --example": "look", "unpolicy init": "own", "unpolicy --help": "help"}
    for command, key in commands.items():
        yield f"  {command:<26}{voice.word(WORDS, key)}"
