"""U6: what may be meant, but rarely is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from unpolicy.change import decide
from unpolicy.checks import Fix
from unpolicy.checks.rules import FileKey, Finding, IndicatorView, TargetView, View, also, rule
from unpolicy.figures import format_figure
from unpolicy.model import figure_of
from unpolicy.years import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unpolicy.store.layout import Span


@rule("U601", "Target on the wrong side", "目標値が望ましい向きと逆", stage="target", severity="warning")
def wrong_side(view: TargetView) -> Iterator[Finding]:
    """The value to reach is no improvement on the baseline in the indicator's direction.

    Why: a target below its baseline, for an indicator that should increase, is achieved from the start. Where the
    promise is not to fall below a limit, `keep` says so.

    達すべき値が、測定指標の望ましい向きから見て、基準値よりもよくなっていません。

    理由: 増加すべき測定指標で、目標値が基準値より低ければ、最初から達成されていることになります。
    ある限度を下回らないという約束であれば、`keep` で書きます。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 900,
        #                                                                     ^^^
                       by: 2025}

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020,
                       keep: {min: 900}, by: 2025}
    """
    indicator, value, own = view.indicator, view.target.value, view.target.own_baseline
    start = view.values.get(view.target.baseline_year or 0) if own is None else own.value
    if indicator is None or value is None or start is None or indicator.direction == "none":
        return
    if value == start or (value > start) == (indicator.direction == "decrease"):
        side = "min" if indicator.direction == "increase" else "max"
        should, should_ja = ("increase", "増加") if side == "min" else ("decrease", "減少")
        goal, begin = format_figure(value), format_figure(start)
        yield view.finding(
            ("value",),
            f"{goal} is no {should} from the baseline's {begin}: "
            f"if it is a limit to stay within, write keep: {{{side}: {value}}}.",
            f"{goal}は基準値{begin}からの{should_ja}になりません。"
            f"守るべき限度であれば keep: {{{side}: {value}}} と書いてください。",
        )


@rule("U602", "Pending figure overdue", "公表予定日を過ぎた実績値", stage="indicator", severity="warning")
def pending_overdue(view: IndicatorView) -> Iterator[Finding]:
    """A pending figure's due date has passed.

    Why: it may be out by now. `unpolicy add-actual` records it; where it is late, a new `due` says until when.

    公表予定の実績値の予定日が過ぎています。

    理由: もう公表されているかもしれません。公表されていれば、`unpolicy add-actual` で記録します。遅れていれば、
    新しい `due` にいつまでかを書きます。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2023: {status: pending, due: 2024-12-31}}}
        #                                  ^^^^^^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2023: {status: pending, due: 2199-12-31}}}
    """
    for year, entry in view.long_forms.items():
        due = entry.due
        if due is not None and due < view.data.as_of and entry.status == "pending":
            shown, shown_ja = label(year, view.indicator.year_kind), label(year, view.indicator.year_kind, "ja")
            yield view.finding(
                ("actuals", year, "due"),
                f"The figure of {shown} was due on {due}: record it, or write a new due date.",
                f"{shown_ja}の実績値は{due}に公表予定でした。記録するか、新しい due を書いてください。",
            )


@rule("U603", "Jump", "急な変化", stage="indicator", severity="warning")
def jump(view: IndicatorView) -> Iterator[Finding]:
    """A positive figure is more than double, or less than half, the positive one before.

    Why: a digit may be missing or doubled. Where a new way of counting explains it, `{value: …, status: break}`
    says so. Figures of zero and below are not judged, since what runs there swings about it.

    正の実績値が、1つ前の正の実績値の2倍を超えているか、半分を下回っています。

    理由: 数字が1つ抜けているか、重なっているのかもしれません。数え方が
    変わったためであれば、`{value: …, status: break}` と書いてそのことを示します。
    0以下の値は0をはさんで大きく動くため、対象としません。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2020: 918,
              2021: 9560}}
        #           ^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2020: 918,
              2021: 956}}
    """
    found = view.values.values()
    if 0 < max(found, default=0) <= 2 * min(found, default=0):
        return  # none is more than double another
    for before, after in pairwise(figure for figure in view.indicator.figures() if figure.value is not None):
        if decide.is_jump(view.indicator, before, after):
            old, new = format_figure(before.value), format_figure(after.value)
            grown = view.values[after.year] > view.values[before.year]
            much, much_ja = ("more than double", "2倍を超えて") if grown else ("less than half", "半分を下回って")
            yield view.finding(
                view.value_path(after.year),
                f"{new} is {much} the {old} of {before.year}: "
                "check it, or write status: break where the way of counting changed.",
                f"{new}は{before.year}年の{old}の{much_ja}います。"
                "確かめるか、数え方が変わったのなら status: break と書いてください。",
            )


@rule("U605", "Years out of order", "年の順序が乱れている", stage="indicator", severity="warning")
def out_of_order(view: IndicatorView) -> Iterable[Finding]:
    """The years of `actuals` or `yearly` are not in ascending order.

    Why: a series is read from top to bottom, and a year out of place is easily overlooked or entered twice.

    `actuals` か `yearly` の年が、昇順に並んでいません。

    理由: 系列は上から下へと読まれます。場所の違う年は見落とされやすく、2回書かれてしまうこともあります。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar,
              actuals: {2021: 956, 2020: 918}}
        #                          ^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar,
              actuals: {2020: 918, 2021: 956}}
    """
    return _out_of_order(view, "actuals", list(view.indicator.actuals))


@also("U605", stage="target")
def yearly_out_of_order(view: TargetView) -> Iterable[Finding]:
    """The years of a target's `yearly` are not in ascending order."""
    return _out_of_order(view, "yearly", list(view.target.yearly))


@rule("U606", "No line break at the end", "末尾に改行がない", stage="file", severity="warning")
def no_final_newline(file: FileKey, span: Span) -> Finding:
    """The file's last line does not end in a line break.

    Why: a line added below it would be shown as a change of that line as well, in every diff.

    ファイルの最後の行が、改行で終わっていません。

    理由: その下に行を加えると、どの差分でも、最後の行まで変更されたように見えます。

    Bad (indicators.yaml, no final newline):
        indicators:

    Good (indicators.yaml):
        indicators:
    """
    return Finding(
        file,
        (),
        "The last line does not end in a line break: add one.",
        "最後の行が改行で終わっていません。改行を加えてください。",
        span=span,
        fix=Fix("Add a line break.", "改行を加える。", kind="newline"),
    )


@rule("U607", "Baseline differs from the figure", "基準値が実績値と異なる", stage="target", severity="warning")
def baseline_differs(view: TargetView) -> Iterator[Finding]:
    """A baseline's own value is not the figure that the indicator has for that year.

    Why: two figures for one thing, of which one is wrong. Where they are meant to differ (a mean, a figure that was
    revised later), a `label` or an inline `# unpolicy: ignore[U607] reason` says so.

    基準に書かれた値が、測定指標のその年の実績値と異なります。

    理由: 1つのものに2つの値があり、どちらかが誤っています。平均値である、後で改訂されたなど、異なるのが正しい場合は、
    `label` か、行内のコメント `# unpolicy: ignore[U607] 理由` でそのことを示します。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff,
                       baseline: {year: 2020, value: 981}, value: 1000, by: 2025}
        #                                            ^^^

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff,
                       baseline: {year: 2020, value: 918}, value: 1000, by: 2025}
    """
    baseline, indicator = view.target.own_baseline, view.target.indicator
    if baseline is None or baseline.label is not None:  # a mean of years is not the figure of one
        return
    recorded = view.values.get(baseline.year)
    if recorded is None or recorded == baseline.value:
        return
    own, recorded_text = format_figure(baseline.value), format_figure(recorded)
    yield view.finding(
        ("baseline", "value"),
        f"The baseline says {own}, but {indicator} has {recorded_text} for {baseline.year}: correct one.",
        f"基準値は{own}ですが、{indicator}の{baseline.year}年は{recorded_text}です。どちらかを直してください。",
    )


@rule("U608", "Day that cannot be right", "ありえない日付", stage="indicator", severity="warning")
def day_cannot_be(view: IndicatorView) -> Iterator[Finding]:
    """A final figure's `published` is before the year ended, or before the day of `as_of`; or it is still to come.

    Why: a figure cannot be final before it can be counted, and what is out was published by now; the date or the year
    is mistyped. Likewise the `date` of a rating is the day on which it was given. Only a pending figure has a `due`,
    and only the others have a `published`.

    確定値の `published` が、その年の終わりか `as_of` の日より前です。または、まだ来ていない日付です。

    理由: 数えられるようになる前に、値が確定することはなく、公表された日が未来であることもありません。日付か年が
    書き間違いです。同じく、評定の `date` は評定した日です。`due` は公表予定の値だけに、`published` はそれ以外の値だけに
    付けます。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2021: {value: 956, published: 2021-08-30}}}
        #                                   ^^^^^^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2021: {value: 956, published: 2022-08-30}}}
    """
    for year, entry in view.long_forms.items():
        if entry.published is None and entry.due is None:
            continue
        figure, place = figure_of(year, entry), ("actuals", year)
        for key, (en, ja) in decide.impossible_days(figure, view.data.as_of):
            yield view.finding((*place, key), f"{en}: correct it, or take it out.", f"{ja}。直すか、外してください。")
        early = decide.early_publication(view.indicator, figure)
        if early is not None:
            en, ja = early
            yield view.finding((*place, "published"), f"{en}: correct the date.", f"{ja}。日付を直してください。")


@also("U608", stage="data")
def rated_too_early(view: View) -> Iterator[Finding]:
    """A rating's day is still to come."""
    for index, rating in view.ratings.items():
        sentences = decide.still_to_come(rating.date, view.as_of)
        if sentences is not None:
            yield Finding("targets", ("ratings", index, "date"), *sentences)


@rule("U609", "Revisions out of order", "改訂の順序が乱れている", stage="indicator", severity="warning")
def revisions_out_of_order(view: IndicatorView) -> Iterator[Finding]:
    """Earlier published values are not oldest first.

    Why: what was known on a day (`--as-of`) is read from them in that order.

    以前に公表された値が、古い順に並んでいません。

    理由: ある日に何が分かっていたか（`--as-of`）は、その並び順から読み取ります。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar,
              actuals: {2021: {value: 956,
              revisions: [{value: 950, published: 2022-08-01},
                          {value: 940, published: 2022-06-01}]}}}
        #                                         ^^^^^^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar,
              actuals: {2021: {value: 956,
              revisions: [{value: 940, published: 2022-06-01},
                          {value: 950, published: 2022-08-01}]}}}
    """
    for year, entry in view.long_forms.items():
        for index, (en, ja) in decide.disordered_revisions(entry.revisions) if len(entry.revisions) > 1 else ():
            path = ("actuals", year, "revisions", index, "published")
            yield view.finding(
                path, f"{en}: write the revisions oldest first.", f"{ja}。改訂は古い順に書いてください。"
            )


@rule("U610", "Source older than its figure", "実績値より古い出典", stage="indicator", severity="warning")
def source_too_old(view: IndicatorView) -> Iterator[Finding]:
    """A figure names a publication that came out before the figure could be known.

    Why: an older publication cannot have the figure; the source or one of the dates is mistyped. The `sheet` of the
    examples was published on 2022-08-30.

    実績値が、その値が分かるより前に公表された出典を挙げています。

    理由: それより前の出典に、その値が載っているはずがありません。出典か日付が書き間違いです。例の `sheet` は
    2022-08-30 に公表されたものです。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2022: {value: 956, source: sheet}}}
        #                                ^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2021: {value: 956, source: sheet}}}
    """
    for year, entry in view.long_forms.items():
        if entry.source not in view.data.sources:
            continue
        early = decide.early_source(view.indicator, figure_of(year, entry), view.data.sources)
        if early is not None:
            en, ja = early
            yield view.finding(
                ("actuals", year, "source"), f"{en}: correct the source.", f"{ja}。出典を直してください。"
            )


def _out_of_order(view: IndicatorView | TargetView, key: str, years: list[int]) -> Iterable[Finding]:
    """The finding on the first year that stands after a later one."""
    if years == sorted(years):
        return ()
    before, misplaced = next((earlier, later) for earlier, later in pairwise(years) if later < earlier)
    return [
        view.finding(
            (key, misplaced),
            f"{misplaced} stands after {before}: write the years in ascending order.",
            f"{misplaced}年が{before}年の後にあります。年の昇順に書いてください。",
            Fix("Sort the years.", "年の順に並べ替える。", kind="reorder"),
            on="key",
        )
    ]
