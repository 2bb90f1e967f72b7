"""The words of `history`."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "as-of": ("up to {day}", "{day}まで"),
    "day": ("Published", "公表日"),
    "news": ("What came out", "公表された値"),
    "latest": ("Latest", "最新値"),
    "gap": ("Gap closed", "達成度"),
    "measure": ("Measure", "指標値"),
    "verdict": ("Verdict", "判定"),
    "published": ("{year}: {value}", "{year}：{value}"),
    "revised": ("{year}: {old} became {new}", "{year}：{old}→{new}"),
    "undated": (
        "* no publication date is recorded; the figure counts from the day on which its year ended or it was counted",
        "※公表日の記録なし。その年の末日（時点の値はその日）から数える",
    ),
    "revisions": ("Revisions", "改定"),
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
    "no-verdict": ("no verdict", "判定なし"),
}
