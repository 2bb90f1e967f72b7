"""U3: figures that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.rules import Finding, IndicatorView, TargetView, also, rule
from unpolicy.figures import ends_beyond
from unpolicy.figures import format_figure as show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.checks.faults import Fault


@rule("U301", "Figure out of bounds", "実績値が範囲外", stage="indicator")
def out_of_bounds(view: IndicatorView) -> Iterator[Finding]:
    """A figure lies outside the indicator's bounds.

    Why: `bounds` says what a figure can be at all, and a percentage runs from 0 to 100 unless `bounds` says otherwise.
    A figure outside is a slip of the pen, or the bounds are wrong.

    実績値が、測定指標の範囲の外にあります。

    理由: `bounds` は、そもそもどのような値がありうるかを示します。割合は、`bounds` に別の
    定めがなければ0から100までです。その外にある実績値は書き間違いか、そうでなければ範囲のほうが誤っています。

    Bad (indicators.yaml):
        indicators:
          staff:
            {title: Staff, unit: people, kind: count, direction: increase,
             year: calendar, bounds: {min: 0}, actuals: {
              2022: 961,
              2023: -967}}
        #           ^^^^

    Good (indicators.yaml):
        indicators:
          staff:
            {title: Staff, unit: people, kind: count, direction: increase,
             year: calendar, bounds: {min: 0}, actuals: {
              2022: 961,
              2023: 967}}
    """
    low, high = view.indicator.limits
    found = view.values.values()
    if (low is not None and min(found, default=low) < low) or (high is not None and max(found, default=high) > high):
        for year, value in view.values.items():
            sentence = _outside(value, low, high)
            if sentence is not None:
                yield view.finding(view.value_path(year), *sentence)


@rule("U302", "Count with a fraction", "人数・件数に小数", stage="indicator")
def fraction_in_count(view: IndicatorView) -> Iterator[Finding]:
    """A figure of a `count` has a fraction.

    Why: people and events are counted in whole numbers. Where fractions mean something, the kind is `amount`,
    `percentage` or `index`.

    `count` の実績値に小数があります。

    理由: 人数や件数は整数で数えます。小数に意味がある場合、種類は `amount`、`percentage`、`index` のいずれかです。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2023: 961.5}}
        #                                         ^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2023: 961}}
    """
    # A sum is whole unless a summand is not.
    if view.indicator.kind == "count" and isinstance(sum(view.values.values()), float):
        for year, value in view.values.items():
            if not float(value).is_integer():
                yield view.finding(view.value_path(year), *_fraction(value))


@also("U302", stage="target")
def fraction_in_promise(view: TargetView) -> Iterator[Finding]:
    """A target of a `count` promises a figure with a fraction; it may count from a mean, which has one."""
    if view.indicator is not None and view.indicator.kind == "count":
        for path, value in view.promised:
            if path[-2:] != ("baseline", "value") and not float(value).is_integer():
                yield view.finding(path, *_fraction(value))


@rule("U303", "Part above its whole", "内訳が全体を超える", stage="part")
def part_above_whole(view: IndicatorView) -> Iterator[Finding]:
    """A figure of a part (`part_of`) is larger than the figure of its whole in the same year.

    Why: a breakdown never exceeds what it breaks down; one of the two figures is wrong, or `part_of` is.

    内訳（`part_of`）の実績値が、同じ年の全体の実績値を超えています。

    理由: 内訳が全体を超えることはありません。2つの実績値のどちらか、または `part_of` が誤っています。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 918}}
          women: {title: Women, unit: people, kind: count, direction: increase,
                  year: calendar, part_of: staff, actuals:
            {2020: 981}}
        #          ^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 918}}
          women: {title: Women, unit: people, kind: count, direction: increase,
                  year: calendar, part_of: staff, actuals:
            {2020: 573}}
    """
    part_of = view.indicator.part_of
    whole = None if part_of is None else view.data.indicator_views.get(part_of)
    if whole is None or whole.indicator.year_kind != view.indicator.year_kind:
        return
    if whole.indicator.kind not in {"count", "amount"}:  # a share among women may be above the share among all
        return
    for year, value in view.values.items():
        total = whole.values.get(year)
        # A whole that is refused itself says nothing about its parts.
        if total is not None and value > total and _outside(total, *whole.indicator.limits) is None:
            yield view.finding(
                view.value_path(year),
                f"{show(value)} in {year} is above its whole: {part_of} has {show(total)}.",
                f"{year}年の{show(value)}は全体（{part_of}の{show(total)}）を超えています。",
            )


@rule("U304", "Not a finite number", "有限の数でない", stage="structure")
def not_finite(fault: Fault) -> Finding:
    """A figure is infinite or no number (`.inf`, `.nan`, `1e999`).

    Why: nothing can be computed from it. A figure that is not there is left out, or is `{status: missing}`.

    値が無限大か、数とはいえないもの（`.inf`、`.nan`、`1e999`）になっています。

    理由: そこからは何も計算できません。値がないときは、書かずにおくか、`{status: missing}` と書きます。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: .nan}}
        #                                         ^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 918}}
    """
    return fault.finding(
        f"{fault.opening} is not a finite number: write the figure, or {{status: missing}} where there is none.",
        f"{fault.subject_ja}が有限の数ではありません。数を書くか、なければ {{status: missing}} と書いてください。",
    )


@rule("U305", "Limits the wrong way round", "上限と下限が逆", stage="structure")
def limits_reversed(fault: Fault) -> Finding:
    """The `min` of `bounds` or `keep` is above its `max`.

    Why: no figure could ever satisfy it.

    `bounds` か `keep` の `min` が、`max` を上回っています。

    理由: それを満たす値は1つもありません。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: "%", kind: percentage, direction: increase,
                  year: calendar,
              bounds: {min: 9, max: 1}}
        #             ^^^^^^^^^^^^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: "%", kind: percentage, direction: increase,
                  year: calendar,
              bounds: {min: 1, max: 9}}
    """
    return fault.finding(
        f"The min of {fault.subject} is above its max: exchange the two.",
        f"{fault.subject_ja}の min が max を上回っています。入れ替えてください。",
    )


@rule("U306", "Promised figure out of bounds", "目標値が範囲外", stage="target")
def promise_out_of_bounds(view: TargetView) -> Iterator[Finding]:
    """A target promises, or counts from, a figure outside the indicator's bounds.

    Why: such a figure can never be reached. The target is wrong, or the bounds are.

    目標値か、その出発点となる基準値が、測定指標の範囲の外にあります。

    理由: そのような値に達することはできません。目標か範囲のどちらかが誤っています。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, yearly: {2023: -967}}
        #                                       ^^^^

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, yearly: {2023: 967}}
    """
    if view.indicator is None:
        return
    low, high = view.indicator.limits
    for path, value in view.promised:
        sentence = _outside(value, low, high)
        if sentence is not None:
            yield view.finding(path, *sentence)


@rule("U307", "Figure too large", "桁が大きすぎる", stage="structure")
def too_large(fault: Fault) -> Finding:
    """A figure has more than 18 digits before the point.

    Why: beyond that, arithmetic loses whole units, and a figure of that size is a slip of the keyboard. Larger
    amounts are written in a larger unit.

    値の整数部が18桁を超えています。

    理由: これより大きな値は、計算すると1の位まで正しく求められません。それほど大きな値は打ち間違いです。
    大きな額や量は、より大きな単位で書きます。

    Bad (indicators.yaml):
        indicators:
          aid: {title: Aid, unit: yen, kind: amount, direction: increase,
                year: fiscal, actuals: {2020: 1e21}}
        #                                     ^^^^

    Good (indicators.yaml):
        indicators:
          aid: {title: Aid, unit: billion yen, kind: amount, direction: increase,
                year: fiscal, actuals: {2020: 1e12}}
    """
    return fault.finding(
        f"{fault.opening} has more than 18 digits before the point: correct it, or write it in a larger unit.",
        f"{fault.subject_ja}の整数部が18桁を超えています。値を直すか、より大きい単位で書いてください。",
    )


@rule("U308", "Figure outside its interval", "値が信頼区間の外", stage="indicator")
def outside_interval(view: IndicatorView) -> Iterator[Finding]:
    """A figure lies outside its own confidence interval (`low`, `high`), or has an interval but no value.

    Why: an interval lies around the figure that a survey found. One of the three is a slip of the pen.

    実績値が、自身の信頼区間（`low`、`high`）の外にあるか、信頼区間があるのに値がありません。

    理由: 信頼区間は、調査で得られた値の上下にあるものです。3つの値のどれかが書き間違いです。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 918,
              2021: {value: 956, low: 962}}}
        #                             ^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 918,
              2021: {value: 956, low: 950, high: 962}}}
    """
    for year, entry in view.long_forms.items():
        if entry.low is not None or entry.high is not None:
            for side, en, ja in ends_beyond(entry.value, entry.low, entry.high):
                yield view.finding(("actuals", year, side), en, ja)


def _outside(value: float, low: float | None, high: float | None) -> tuple[str, str] | None:
    if low is not None and value < low:
        return (
            f"{show(value)} is below the smallest possible figure, {show(low)}: correct it, or the bounds.",
            f"{show(value)}は下限{show(low)}を下回っています。値か bounds を直してください。",
        )
    if high is not None and value > high:
        return (
            f"{show(value)} is above the largest possible figure, {show(high)}: correct it, or the bounds.",
            f"{show(value)}は上限{show(high)}を上回っています。値か bounds を直してください。",
        )
    return None


def _fraction(value: float) -> tuple[str, str]:
    return (
        f"{show(value)} has a fraction, but a count takes whole numbers only: correct it, or the kind.",
        f"{show(value)}には小数がありますが、count は整数だけです。値か kind を直してください。",
    )
