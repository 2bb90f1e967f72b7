"""U6: promises and figures at times that leave a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.checks.finding import DataPath, Finding
    from unpolicy.checks.view import TargetView


@rule("U611", "Target for a year that is not measured", "測定しない年の目標", stage="target", severity="warning")
def unmeasured_target_year(one: TargetView) -> Iterator[Finding]:
    """A figure is promised for a year in which the indicator is not measured.

    Why: no figure of that year will ever say whether the promise was kept. Where a year that is measured was meant, the
    year is wrong.

    測定指標を測定しない年に、目標があります。

    理由: その年の実績値は出ないため、約束が守られたかどうかは、いつまでも決まりません。
    測定する年のことであれば、年が誤っています。

    Bad (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        goals: {people: {title: People}}
        targets:
          # measured every five years: 2016, 2021, 2026
          more-chores: {goal: people, indicator: chores, baseline: 2016, value: 150,
                        by: 2025}
        #                   ^^^^

    Good (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        goals: {people: {title: People}}
        targets:
          # measured every five years: 2016, 2021, 2026
          more-chores: {goal: people, indicator: chores, baseline: 2016, value: 150,
                        by: 2026}
    """
    measured, target = one.indicator, one.target
    if measured is None or measured.rhythm.yearly or target.keep is not None:
        return
    places: list[tuple[DataPath, int]] = [(("yearly", year), year) for year in target.yearly]
    if target.by is not None:
        places.insert(0, (("by",), target.by))
    for path, year in places:
        if not measured.rhythm.measured(year):
            around = " and ".join(map(str, measured.rhythm.around(year)))
            yield one.finding(
                path,
                f"{target.indicator} is not measured in {year}; the years nearest to it are {around}.",
                f"{target.indicator}は{year}年には測定しません。近い年は{around.replace(' and ', '年と')}年です。",
                on="value" if path == ("by",) else "key",
            )
