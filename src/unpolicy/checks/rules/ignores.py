"""U7: inline comments that silence a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.finding import Finding, Repair
from unpolicy.checks.registry import rule
from unpolicy.text import close_match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unpolicy.checks.ignoring import Ignore


@rule("U701", "Ignore that matches nothing", "当てはまるもののない無視指定", stage="run", severity="warning")
def unused(ignore: Ignore, code: str, *, ignorable: bool = True) -> Finding:
    """An inline `# unpolicy: ignore[CODE]` silences nothing on its line, or on the line below where it stands alone.

    Why: the problem is gone, and the comment would hide the next one. Or it is one that cannot be ignored, since
    nothing can be computed until it is put right: an error in the form of the file (U0, U1, U2), in a reference (U4),
    or in what a number or a period is (U304, U305, U307, U505).

    行内のコメント `# unpolicy: ignore[CODE]` が、その行では何も無視していません。コメントだけの行では、
    その下の行で何も無視していません。

    理由: 問題はもうなくなっており、コメントを残せば次の問題を隠してしまいます。あるいは、
    直すまで何も計算できないために、無視できない問題です。ファイルの形の誤り（U0、U1、U2）、参照の誤り（U4）、
    数や期間そのものの誤り（U304、U305、U307、U505）がこれに当たります。

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar} # unpolicy: ignore[U301]
        #                                            ^^^^

    Good (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2020: 918,
              2021: 9560}} # unpolicy: ignore[U603] counted anew
    """
    if ignorable:
        en, ja = f"There is no {code} here to ignore", f"ここに無視すべき {code} はありません"
    else:
        en = f"{code} cannot be ignored, since nothing can be computed until it is put right"
        ja = f"{code} は無視できません。直すまで何も計算できないからです"
    return Finding(
        ignore.file,
        (),
        f"{en}: take the code out of the comment.",
        f"{ja}。コメントから外してください。",
        span=ignore.spans[code],
        repair=Repair(f"Take out {code}.", f"{code} を外す。", kind="remove", safe=False),
    )


@rule("U702", "Ignore of an unknown rule", "知らない規則の無視指定", stage="run", severity="warning")
def unknown_code(ignore: Ignore, code: str, known: Iterable[str]) -> Finding:
    """An inline `# unpolicy: ignore[CODE]` names no rule.

    Why: it silences nothing, though its author thinks so.

    行内のコメント `# unpolicy: ignore[CODE]` に書かれた規則がありません。

    理由: 書いた人のつもりとは違って、何も無視されません。

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar} # unpolicy: ignore[U999]
        #                                            ^^^^

    Good (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2020: 918,
              2021: 9560}} # unpolicy: ignore[U603] counted anew
    """
    guess = close_match(code, known)
    hint, hint_ja = (
        (f"did you mean {guess}?", f"{guess} のことですか。")
        if guess
        else ("see `unpolicy rule`.", "`unpolicy rule` を見てください。")
    )
    return Finding(
        ignore.file,
        (),
        f"There is no rule {code}: {hint}",
        f"規則 {code} はありません。{hint_ja}",
        span=ignore.spans[code],
    )
