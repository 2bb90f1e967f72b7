"""U2: promises and rhythms that say too little or too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.registry import rule

if TYPE_CHECKING:
    from unpolicy.checks.faults import Fault
    from unpolicy.checks.finding import Finding


@rule("U213", "Target without one aim", "目標値が一つでない", stage="structure")
def not_one_aim(fault: Fault) -> Finding:
    """A target has neither `value` nor `keep`, or both.

    Why: a target is either a figure to reach or limits to stay within.

    目標に `value` も `keep` もないか、その両方があります。

    理由: 目標は、達すべき値か、守るべき限度の、どちらか一方です。

    Bad (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        goals: {people: {title: People}}
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, by: 2025}
        # ^^^^^^^^^^

    Good (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        goals: {people: {title: People}}
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025}
    """
    both = fault.found.get("value") is not None
    name, name_ja = _promise(fault)
    return fault.finding(
        f"{name} has both value and keep: leave one out."
        if both
        else f"{name} has neither value nor keep: add the figure to reach, or the limits to stay within.",
        f"{name_ja}に value と keep の両方があります。一方を外してください。"
        if both
        else f"{name_ja}に value も keep もありません。達すべき値か、守るべき限度を書いてください。",
        on="key" if isinstance(fault.path[-1], str) else "value",
    )


@rule("U218", "Rhythm that is not one", "測定の間隔が一つに決まらない", stage="structure")
def not_one_rhythm(fault: Fault) -> Finding:
    """An indicator has both `every` and `years`, or `from` without `every`.

    Why: the years that are measured are either counted (every five years, from 2016) or named one by one.

    測定指標に `every` と `years` の両方があるか、`every` のない `from` があります。

    理由: 測定する年は、「2016年から5年ごと」のように数えるか、1つずつ挙げるかの、どちらか一方です。

    Bad (indicators.yaml):
        version: 1
        indicators:
          chores: {title: Housework, unit: minutes, kind: amount, direction: increase,
        # ^^^^^^
                   year: calendar, every: 5, years: [2016, 2021]}

    Good (indicators.yaml):
        version: 1
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
