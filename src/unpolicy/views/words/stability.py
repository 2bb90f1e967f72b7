"""The words of how stable a verdict is."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Stability", "判定の安定性"),
    "share": ("{verdict} in {agreeing} of {total} ways", "{total}通り中{agreeing}通りで「{verdict}」"),
    "methods": ("{count} methods × ", "{count}方式×"),
    "method-one": ("1 method × ", "1方式×"),
    "bases": ("{count} base years", "基準年{count}通り"),
    "base-one": ("1 base year", "基準年1通り"),
    "newest-too": (", with the newest figure and without it", "、最新値あり・なし"),
    "unknown": (
        "Chosen so, there is no verdict; in {total} other ways there is one",
        "この選び方では判定できない。ほかの{total}通りでは判定できる",
    ),
    "unknown-one": (
        "Chosen so, there is no verdict; in one other way there is",
        "この選び方では判定できない。ほかの1通りでは判定できる",
    ),
    "nowhere": (
        "No verdict in any of {count} ways: no method has a measure for the figures.",
        "{count}通りのどれでも判定できない。どの方式もこの数値を扱えない。",
    ),
    "silent-one": (
        "One more way gives no verdict: the method has no measure for the figures.",
        "ほかの1通りは、方式が数値を扱えず判定なし。",
    ),
    "silent": (
        "{count} more ways give no verdict: the method has no measure for the figures.",
        "ほかの{count}通りは、方式が数値を扱えず判定なし。",
    ),
    "settled": (
        "The target year's figure is final: no other choice changes the verdict.",
        "目標年度の実績値が確定しているため、方式や基準年を変えても判定は変わらない。",
    ),
    "no-verdict": ("There is no verdict to compare.", "比べる判定がない。"),
    "few": (
        "Too few figures to come to the verdict in another way.",
        "実績値が少なく、ほかの方法では判定できない。",
    ),
    "all": ("Every way gives the same verdict.", "どの方法でも同じ判定になる。"),
    "others": ("The others:", "異なる判定："),
    "verdict": ("Verdict", "判定"),
    "method": ("Method", "判定方式"),
    "base": ("Base year", "基準年"),
    "figures": ("Newest figure", "最新値"),
    "all-methods": ("all", "全方式"),
    "without": ("{year}, without {newest}", "{year}（{newest}なし）"),
    "hangs-method": (
        "The verdict hangs on the method: {method} alone gives it.",
        "判定は方式しだい。こう判定するのは{method}だけ。",
    ),
    "hangs-base-year": (
        "The verdict hangs on the base year: from every other one it is different.",
        "判定は基準年しだい。ほかの基準年では別の判定になる。",
    ),
    "hangs-newest-figure": (
        "The verdict hangs on the newest figure: without {newest} it is {other}.",
        "判定は最新値しだい。{newest}の値がなければ「{other}」。",
    ),
}
