"""The words of `add-actual` and `remove-actual`."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
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
    "before": ("before", "変更前"),
    "after": ("after", "変更後"),
    "gap": ("gap closed", "達成度"),
    "observed": ("pace a year", "年間ペース"),
    "needed": ("needed a year", "必要ペース"),
    "verdict": ("verdict", "判定"),
    "next": ("Next: {command}", "次に：{command}"),
    "missing": ("no figure yet for {years}", "{years}の実績値はまだない"),
    "not-durable": (
        "Written, durability not confirmed: the system did not say that it is on the disk.",
        "書き込んだが、ディスクへの保存は確認できていない。",
    ),
    "pending": ("to be published", "公表予定"),
    "missing-figure": ("missing", "欠測"),
}
