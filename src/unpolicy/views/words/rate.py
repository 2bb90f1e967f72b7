"""The words of `rate`."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "understood": (
        "{title}: “{step}” in the review {review}, judged by {by} on {day}.",
        "{title}：{review}評価で「{step}」（{by}、{day}）。",
    ),
    "written": ("Recorded in {place}.", "{place}に記録しました。"),
    "unchanged": ("The same rating is recorded already; nothing was changed.", "同じ評定が記録済みのため、変更なし。"),
    "previous": (
        "The rating of {day} in the same review, “{step}”, stays on record; the newest counts.",
        "同じ評価の{day}の評定「{step}」も残し、新しい方を採る。",
    ),
    "would": ("This would be written:", "次のように書き込みます："),
    "differs": (
        "Our rule would have suggested “{step}” (gap closed {gap}); the rating stands as the person's judgement.",
        "当ツールの規則なら「{step}」（達成度{gap}）。評定は人の判断として記録。",
    ),
    "agrees": ("Our rule suggests the same (gap closed {gap}).", "当ツールの規則でも同じ（達成度{gap}）。"),
    "no-suggestion": (
        "Our rule suggests nothing yet: the target year's figure is not final.",
        "目標年度の実績値が確定していないため、当ツールの規則による提案はまだない。",
    ),
    "not-durable": (
        "The system did not confirm that the change has reached the disk.",
        "変更がディスクに届いたことを確認できなかった。",
    ),
}
