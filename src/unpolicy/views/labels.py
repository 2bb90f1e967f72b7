"""Human words in English and Japanese: the field's own terms, used by every view."""

from __future__ import annotations

from unpolicy import names

COMMON: dict[str, tuple[str, str]] = {
    "as-of": ("as of {day}", "{day}時点"),
    "unit": ("in {unit}", "単位：{unit}"),
    "year": ("Year", "年"),
    "status": ("Status", "状態"),
    "published": ("Published", "公表日"),
    "source": ("Source", "出典"),
    "verdict": ("Verdict", "判定"),
    "no-verdict": ("no verdict", "判定なし"),
    "so-far": ("so far", "現時点"),
    "method": ("Method", "判定方式"),
    "revisions": ("Revisions", "改定"),
    "gap": ("Gap closed", "進捗率"),
    "pace": ("Pace a year", "年間ペース"),
    "grade": ("Grade", "評価"),
    "target": ("Target", "目標"),
    "goal": ("Goal", "中期目標"),
    "indicator": ("Indicator", "指標"),
    "aim": ("Aim", "目標値"),
    "change": ("Change", "前年差"),
    "milestones": ("Milestones", "マイルストーン"),
    "figures": ("Figures", "実績値"),
    "promises": ("Yearly targets", "年度ごとの目標値"),
    "stability": ("Stability", "判定の安定性"),
    "range": ("{low} to {high}", "{low}～{high}"),
}
"""Titles and phrases that several topics have."""

VERDICTS = names.VERDICT_WORDS

STANDINGS: dict[str, tuple[str, str]] = {
    "stale": ("not out yet; {verdict} in {year}", "未公表（{year}時点では{verdict}）"),
    "stale-cell": ("not out yet; {verdict} in {year}", "未公表\n（{year}時点\nでは{verdict}）"),
    "dated": ("{verdict} in {year}", "{verdict}（{year}時点）"),
    "dated-cell": ("{verdict} in {year}", "{verdict}\n（{year}時点）"),
    "kept": ("kept", "維持"),
    "leaving": (
        "{verdict}; at this pace it leaves the limits in {year}",
        "{verdict}（このペースでは{year}に範囲を外れる）",
    ),
    "leaving-cell": ("{verdict}; leaves in {year}", "{verdict}\n（{year}に逸脱）"),
    "count": ("not out yet", "未公表"),
}
"""How a verdict is put that rests on an older figure than could be known; `count` where targets are counted."""

VERDICT_SIGNS: dict[str, str] = {
    "achieved": "✓",
    "on-track": "↑",
    "acceleration-needed": "↗",
    "limited": "→",
    "moving-away": "↓",
    "missed": "✗",
    "unknown": "?",
}
"""A sign beside each verdict, so that it is distinct without colour."""

MILESTONES = names.MILESTONE_WORDS

MILESTONE_SIGNS: dict[str, str] = {
    "achieved": "✓",
    "in-progress": "…",
    "not-started": "○",
    "missed": "✗",
    "dropped": "–",
}

STATUSES = names.STATUS_WORDS

STEPS: dict[str, tuple[str, str]] = {
    "exceeded": ("target exceeded", names.OFFICIAL_STEPS["exceeded"]),
    "achieved": ("target achieved", names.OFFICIAL_STEPS["achieved"]),
    "considerable-progress": ("considerable progress", names.OFFICIAL_STEPS["considerable-progress"]),
    "little-progress": ("little progress", names.OFFICIAL_STEPS["little-progress"]),
    "not-heading-there": ("not heading there", names.OFFICIAL_STEPS["not-heading-there"]),
}

METHODS: dict[str, tuple[str, str]] = {
    "linear": ("linear pace", "直線（等差）方式"),
    "statcan": ("Statistics Canada", "カナダ統計局方式"),
    "eurostat": ("Eurostat", "ユーロスタット方式"),
    "unsd2022": ("UNSD 2022", "国連統計部2022年方式"),
    "unsd2023": ("UNSD 2023", "国連統計部2023年方式"),
    "kenko21": ("Health Japan 21", "健康日本21方式"),
}

REASONS: dict[str, tuple[str, str]] = {
    "no-target": ("this method judges only against a target", "この方式は目標がある場合だけ判定する"),
    "same-year": ("fewer than two usable figures", "使える実績値が2つに満たない"),
    "break": (
        "a break in the series after the baseline, so that the figures do not compare",
        "基準年より後に系列の断絶があり、基準値と比べられない",
    ),
    "target-year": ("the target year is not after the baseline year", "目標年度が基準年度より後でない"),
    "flat-target": ("the target equals the baseline", "目標値が基準値と同じ"),
    "zero": ("growth from or to zero has no rate", "0からの、または0への伸び率は定義できない"),
    "sign-change": ("growth across zero has no rate", "0をまたぐ伸び率は定義できない"),
    "negative-base": ("the growth of a negative figure has no direction", "負の値の伸び率には向きがない"),
    "out-of-range": ("the numbers are too large or too small", "数値が大きすぎるか小さすぎる"),
    "target-behind": ("the baseline was already past the target", "基準値がすでに目標値を超えていた"),
    "no-figure": ("there is no figure yet", "実績値がまだない"),
    "no-baseline": ("there is no baseline to count from", "数え始める基準値がない"),
    "in-words": ("promised in words, which a person rates", "言葉による約束で、人が評価する"),
    "was-outside": ("an earlier year was outside the limits", "範囲を外れた年がある"),
}

LIMITS: dict[str, tuple[str, str]] = {
    "or-more": ("{value} or more", "{value}以上"),
    "or-less": ("{value} or less", "{value}以下"),
    "outside": ("Outside the limits in {years}.", "範囲を外れた年：{years}。"),
}
"""What a figure must be, and the years in which one that is to be kept was outside its limits."""

TERMS: dict[names.Term, tuple[str, str]] = {
    "policy": ("policy", "施策"),
    "goal": ("goal", "中期目標"),
    "target": ("target", "目標値"),
    "indicator": ("indicator", "測定指標"),
    "actual": ("actual", "実績値"),
    "baseline": ("baseline", "基準値"),
    "initiative": ("what was done", "主な取組"),
    "finding": ("what was found", "評価結果"),
    "next-step": ("what comes next", "今後の方向性"),
}
"""The words by which our sentences call what the settings may rename."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""The months in English; Japanese counts them."""
