"""U6: promises and figures at times that leave a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.registry import DataPath, Finding, rule
from unpolicy.model import STATUSES_FOR_VERDICTS
from unpolicy.years import counted_on, label, last_counted, year_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unpolicy.checks.view import IndicatorView, TargetView


@rule("U612", "Final figure of a running year", "終わっていない年の確定値", stage="indicator", severity="warning")
def final_too_early(one: IndicatorView) -> Iterable[Finding]:
    """A final figure is given for a year that has begun and not ended.

    Why: a year's figure is final when the year is over, or, for a stock, on the day of `as_of`. Until then it is
    `provisional` or `estimated`. What “today” is can be set with `--as-of`.

    始まったもののまだ終わっていない年に、確定した実績値があります。

    理由: 実績値は、その年が終わったときに確定します。ある日の時点で数えるものであれば、`as_of` の日に確定します。
    それまでは `provisional` か `estimated` です。「今日」をいつとするかは、`--as-of` で変えられます。

    Bad (indicators.yaml):
        indicators:
          staff:
            {title: Staff, unit: people, kind: count, direction: increase,
             year: calendar,
                actuals: {2024: 979, 2026: 980}}
        #                            ^^^^

    Good (indicators.yaml):
        indicators:
          staff:
            {title: Staff, unit: people, kind: count, direction: increase,
             year: calendar,
                actuals: {2024: 979, 2026: {value: 980, status: provisional}}}
    """
    # No figure is counted later than in the year after.
    return () if one.newest < one.data.as_of.year - 1 else _final_too_early(one)


def _final_too_early(one: IndicatorView) -> Iterator[Finding]:
    today, kind, counted = one.data.as_of, one.indicator.year_kind, one.indicator.as_of
    last = last_counted(kind, counted, today)
    for year in one.values:
        status = one.long_forms[year].status if year in one.long_forms else "final"
        if year > last and year_start(year, kind) <= today and status in STATUSES_FOR_VERDICTS:
            when = counted_on(year, kind, counted)
            shown, shown_ja = label(year, kind), label(year, kind, "ja")
            yield one.finding(
                ("actuals", year),
                f"{shown} has a final figure, but is not over before {when}: add status: provisional.",
                f"{shown_ja}は{when}まで終わりませんが、確定値があります。status: provisional を加えてください。",
                on="key",
            )


@rule("U611", "Target for a year that is not measured", "測定しない年の目標", stage="target", severity="warning")
def unmeasured_target_year(one: TargetView) -> Iterator[Finding]:
    """A figure is promised for a year in which the indicator is not measured.

    Why: no figure of that year will ever say whether the promise was kept. Where a year that is measured was meant, the
    year is wrong.

    測定指標を測定しない年に、目標があります。

    理由: その年の実績値は出ないため、約束が守られたかどうかは、いつまでも決まりません。
    測定する年のことであれば、年が誤っています。

    Bad (targets.yaml):
        targets:
          # measured every five years: 2016, 2021, 2026
          more-chores: {goal: people, indicator: chores, baseline: 2016, value: 150,
                        by: 2025}
        #                   ^^^^

    Good (targets.yaml):
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
