"""The closed lists of names that data files, options and documents share: one definition each, in their fixed order.

Whatever must know all of them (an option, a model, a table of words, a completion) takes them from here.
"""

from __future__ import annotations

from typing import Literal, get_args

MADE_BY = "Made by unpolicy"
"""What a file that we make holds somewhere, so that it may be replaced later without asking."""

Verdict = Literal["achieved", "on-track", "acceleration-needed", "limited", "moving-away", "missed", "unknown"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""From best to worst; `unknown` is last."""
VERDICT_WORDS: dict[str, tuple[str, str]] = {
    "achieved": ("achieved", "達成"),
    "on-track": ("on track", "順調"),
    "acceleration-needed": ("acceleration needed", "加速が必要"),
    "limited": ("limited progress", "進展わずか"),
    "moving-away": ("moving away", "後退"),
    "missed": ("missed", "未達成"),
    "unknown": ("unknown", "判定不能"),
}
"""Each verdict in English and Japanese, for views and workbooks alike; so are the words of statuses below."""

MethodName = Literal["linear", "statcan", "eurostat", "unsd2022", "unsd2023", "kenko21"]
METHOD_NAMES: tuple[MethodName, ...] = get_args(MethodName)
DEFAULT_METHOD: MethodName = "linear"

Grade = Literal["A", "B", "B*", "C", "D", "E"]
"""The grades of 健康日本21 from best to worst; E where nothing can be judged."""

ForecastModel = Literal["steady", "naive", "drift"]
FORECAST_MODELS: tuple[ForecastModel, ...] = get_args(ForecastModel)

Status = Literal["final", "provisional", "estimated", "break", "pending", "missing"]
STATUSES: tuple[Status, ...] = get_args(Status)
STATUSES_WITHOUT_VALUE: frozenset[Status] = frozenset({"pending", "missing"})
STATUS_WORDS: dict[str, tuple[str, str]] = {
    "final": ("final", "確定値"),
    "provisional": ("provisional", "暫定値"),
    "estimated": ("estimated", "推計値"),
    "break": ("break in series", "系列の断絶"),
    "pending": ("to be published", "公表予定"),
    "missing": ("missing", "欠測"),
}

MilestoneStatus = Literal["achieved", "in-progress", "not-started", "missed", "dropped"]
MILESTONE_STATUSES: tuple[MilestoneStatus, ...] = get_args(MilestoneStatus)
MILESTONE_WORDS: dict[str, tuple[str, str]] = {
    "achieved": ("achieved", "達成"),
    "in-progress": ("in progress", "継続中"),
    "not-started": ("not started", "未着手"),
    "missed": ("missed", "未達成"),
    "dropped": ("dropped", "中止"),
}

TargetStatus = Literal["live", "superseded", "dropped"]

Direction = Literal["increase", "decrease", "none"]

NumberKind = Literal["count", "percentage", "amount", "index"]
NUMBER_KINDS: tuple[NumberKind, ...] = get_args(NumberKind)
"""What sort of number an indicator's figures are."""

RatingStep = Literal["exceeded", "achieved", "considerable-progress", "little-progress", "not-heading-there"]
"""The steps of 目標達成度合い from best to worst."""
OFFICIAL_STEPS: dict[RatingStep, str] = {
    "exceeded": "目標超過達成",
    "achieved": "目標達成",
    "considerable-progress": "相当程度進展あり",
    "little-progress": "進展が大きくない",
    "not-heading-there": "目標に向かっていない",
}
"""The official terms of the steps (目標達成度合いの測定結果)."""

TargetOrder = Literal["file", "attention", "gap", "title"]

Colouring = Literal["auto", "always", "never"]

Level = Literal["error", "warning", "off"]
"""How grave a rule is in a data directory."""

Term = Literal["policy", "goal", "target", "indicator", "actual", "baseline", "initiative", "finding", "next-step"]
"""The terms that a data directory may have its own words for."""

StatusSection = Literal["targets", "monitored", "milestones", "waiting"]
"""The tables of `status`, of which one goes into a pipe."""
