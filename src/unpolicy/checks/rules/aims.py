"""U2: promises and rhythms that say too little or too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.registry import rule

if TYPE_CHECKING:
    from unpolicy.checks.faults import Fault
    from unpolicy.checks.finding import Finding, Part


@rule("U213", "Target without one aim", "目標値が一つでない", stage="structure")
def not_one_aim(fault: Fault) -> Finding:
    """A target has several of `value`, `keep` and `improve`, or none of them and no `statement` either.

    Why: a target is a figure to reach, or limits to stay within, or to be better than the baseline; a promise in words
    alone is its `statement`.

    目標に `value`、`keep`、`improve` のうち2つ以上があるか、そのどれも、`statement` もありません。

    理由: 目標は、達すべき値、守るべき限度、基準値からの改善のどれか1つです。
    言葉だけの約束であれば、`statement` に書きます。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, by: 2025}
        # ^^^^^^^^^^

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, improve: true,
                       by: 2025}
    """
    given = [key for key in ("value", "keep", "improve") if fault.found.get(key) is not None]
    name, name_ja = _promise(fault)
    on: Part = "key" if isinstance(fault.path[-1], str) else "value"
    if given:
        return fault.finding(
            f"{name} has {' and '.join(given)}: keep one of them.",
            f"{name_ja}に {' と '.join(given)} があります。どれか1つにしてください。",
            on=on,
        )
    return fault.finding(
        f"{name} has neither value, keep nor improve: add one of them, or a statement for a promise in words.",
        f"{name_ja}に value も keep も improve もありません。"
        "どれか1つか、言葉による約束なら statement を書いてください。",
        on=on,
    )


@rule("U219", "Promise without its end or its start", "期限や出発点のない約束", stage="structure")
def promise_without_end(fault: Fault) -> Finding:
    """A target promises a figure or an improvement without `by`, or an improvement without `baseline`.

    Why: what is to be reached is reached by some year, and only limits can be kept for good. To be better is to be
    better than something.

    値や改善を約束する目標に `by` がないか、改善を約束する目標に `baseline` がありません。

    理由: 達すべき値には、達する年があります。期限なく守ることができるのは、限度だけです。改善には、比べる値が要ります。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000}
        # ^^^^^^^^^^

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, keep: {min: 900}}
    """
    key = "by" if fault.found.get("by") is None else "baseline"
    name = fault.path[-1]
    return fault.finding(
        f"The target {name} has no {key}: add the year{' that it counts from' if key == 'baseline' else ''}.",
        f"目標 {name} に {key} がありません。{'数え始める' if key == 'baseline' else '達する'}年を書いてください。",
        on="key",
    )


@rule("U218", "Rhythm that is not one", "測定の間隔が一つに決まらない", stage="structure")
def not_one_rhythm(fault: Fault) -> Finding:
    """An indicator has both `every` and `years`, or `from` without `every`.

    Why: the years that are measured are either counted (every five years, from 2016) or named one by one.

    測定指標に `every` と `years` の両方があるか、`every` のない `from` があります。

    理由: 測定する年は、「2016年から5年ごと」のように数えるか、1つずつ挙げるかの、どちらか一方です。

    Bad (indicators.yaml):
        indicators:
          chores: {title: Housework, unit: minutes, kind: amount, direction: increase,
        # ^^^^^^
                   year: calendar, every: 5, years: [2016, 2021]}

    Good (indicators.yaml):
        indicators:
          chores: {title: Housework, unit: minutes, kind: amount, direction: increase,
                   year: calendar, every: 5, from: 2016}
    """
    name = fault.path[-1]
    if fault.found.get("every") is None:
        return fault.finding(
            f"The indicator {name} has from without every: write every how many years it is measured.",
            f"測定指標 {name} に every のない from があります。何年ごとに測るかを every に書いてください。",
            on="key",
        )
    return fault.finding(
        f"The indicator {name} has both every and years: leave one out.",
        f"測定指標 {name} に every と years の両方があります。一方を外してください。",
        on="key",
    )


def _promise(fault: Fault) -> tuple[str, str]:
    """What a promise is called at the beginning of a sentence: a target, or what one promised before."""
    name = fault.path[1]
    if len(fault.path) == 2:
        return f"The target {name}", f"目標 {name} "
    return f"An earlier promise of {name}", f"{name} の以前の約束"
