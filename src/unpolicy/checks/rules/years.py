"""U5 and U6: years that do not fit together, and promises and figures at times that leave a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.rules import DataPath, Finding, IndicatorView, TargetView, View, also, rule
from unpolicy.model import STATUSES_FOR_VERDICTS
from unpolicy.years import FIRST_YEAR, counted_on, label, last_counted, year_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unpolicy.checks.faults import Fault


@rule("U501", "Baseline year without a figure", "基準年に実績値がない", stage="target")
def baseline_without_figure(view: TargetView) -> Iterator[Finding]:
    """The baseline is a year for which the indicator has no figure.

    Why: progress is counted from the baseline's figure. Where it is known but not part of the series, the baseline is
    written `{year: 2020, value: 918}`.

    測定指標に、基準年の実績値がありません。

    理由: 進み具合は、基準年の実績値から数えます。その値が分かっていても、測定指標の系列に含まれないのであれば、
    基準を `{year: 2020, value: 918}` と書きます。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2019, value: 1000,
        #                                                        ^^^^
                       by: 2025}

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff,
                       baseline: {year: 2019, value: 900}, value: 1000, by: 2025}
    """
    year, indicator = view.target.baseline, view.target.indicator
    if isinstance(year, int) and _lacks(view.data, indicator, year):
        own = f"{{year: {year}, value: …}}"
        yield view.finding(
            ("baseline",),
            f"The baseline year {year} has no figure in {indicator}: add it there, or write {own}.",
            f"基準年{year}の実績値が{indicator}にありません。そこに加えるか、{own} と書いてください。",
        )


@also("U501", stage="indicator")
def own_baseline_without_figure(view: IndicatorView) -> Iterable[Finding]:
    """An indicator's own baseline is a year for which it has no figure."""
    year = view.indicator.baseline
    if year is not None and _lacks(view.data, view.name, year):
        return [
            view.finding(
                ("baseline",),
                f"The baseline year {year} has no figure in {view.name}: add it, or take another year.",
                f"基準年{year}の実績値が{view.name}にありません。加えるか、ほかの年にしてください。",
            )
        ]
    return ()


@rule("U502", "Target year before the baseline", "目標年が基準年より前", stage="target")
def by_not_after_baseline(view: TargetView) -> Iterator[Finding]:
    """The year of `by` is earlier than the baseline's.

    Why: counting cannot start after the promise has ended. Both may be one year: then only achieved and missed can be
    told, since without time between them there is no pace.

    `by` の年が、基準年より前です。

    理由: 約束の期限が過ぎてから数え始めることはできません。両方が同じ年でもかまいませんが、その間に時間がなく、
    ペースを計算できないので、達成か未達成かだけを判定します。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2019}
        #                  ^^^^

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025}
    """
    by, baseline = view.target.by, view.target.baseline_year
    if by is not None and baseline is not None and by < baseline:
        yield view.finding(
            ("by",),
            f"The target year {by} is before the baseline year {baseline}: correct one.",
            f"目標年{by}が基準年{baseline}より前になっています。どちらかを直してください。",
        )


@rule("U503", "Year not begun", "始まっていない年の実績値", stage="indicator")
def year_not_begun(view: IndicatorView) -> Iterable[Finding]:
    """A figure is given for a year that has not begun.

    Why: nothing can be known of it. Until it begins the year is left out, or is `{status: pending}`. What “today” is
    can be set with `--as-of`.

    まだ始まっていない年の実績値があります。

    理由: その年のことは、まだ何も分かりません。始まるまでは、その年を書かずにおくか、`{status: pending}` と書きます。
    「今日」をいつとするかは、`--as-of` で変えられます。

    Bad (indicators.yaml):
        indicators:
          staff:
            {title: Staff, unit: people, kind: count, direction: increase,
             year: calendar,
                actuals: {2024: 979, 2199: 980}}
        #                            ^^^^

    Good (indicators.yaml):
        indicators:
          staff:
            {title: Staff, unit: people, kind: count, direction: increase,
             year: calendar, actuals: {2024: 979}}
    """
    # No year begins later than in the calendar year that names it.
    return () if view.newest < view.data.as_of.year else _not_begun(view)


def _not_begun(view: IndicatorView) -> Iterator[Finding]:
    today, kind = view.data.as_of, view.indicator.year_kind
    for year in view.values:
        when = year_start(year, kind)
        if when > today:
            shown, shown_ja = label(year, kind), label(year, kind, "ja")
            yield view.finding(
                ("actuals", year),
                f"{shown} begins on {when}, after {today}: take the figure out, or write {{status: pending}}.",
                f"{shown_ja}は{when}に始まります（{today}現在）。外すか {{status: pending}} としてください。",
                on="key",
            )


@rule("U504", "Yearly target outside its years", "年度目標の年が範囲外", stage="target")
def yearly_outside(view: TargetView) -> Iterator[Finding]:
    """A yearly target is for a year before or at the baseline, or after the target year.

    Why: yearly targets mark the way from the baseline to the target. The target year itself may be among them.

    年度目標の年が、基準年以前か、目標年より後です。

    理由: 年度目標は、基準から目標までの道のりを示すものです。目標年の年度目標はあってもかまいません。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, yearly: {2026: 990}}
        #                                 ^^^^

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, yearly: {2024: 990}}
    """
    first, last = (view.target.baseline_year or FIRST_YEAR - 1) + 1, view.target.last
    for year in view.target.yearly:
        if not first <= year <= last:
            yield view.finding(
                ("yearly", year),
                f"The yearly target of {year} is outside {first} to {last}: correct the year.",
                f"{year}年の年度目標が{first}〜{last}年の外にあります。年を直してください。",
                on="key",
            )


@rule("U505", "Period ends before it begins", "期間の終わりが始まりより前", stage="structure")
def period_reversed(fault: Fault) -> Finding:
    """A period's last year is before its first.

    Why: the years are the wrong way round, or one is mistyped.

    期間の最後の年が、最初の年より前です。

    理由: 2つの年が逆になっているか、どちらかが書き間違いです。

    Bad (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform, reviewed: FY2023..FY2021}
        #                                             ^^^^^^^^^^^^^^

    Good (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform, reviewed: FY2021..FY2023}
    """
    return fault.finding(
        f"The period {fault.shown} ends before it begins: exchange the years.",
        f"期間 {fault.shown} の終わりが始まりより前です。年を入れ替えてください。",
    )


@rule("U506", "Figure of a year that is not measured", "測定しない年の実績値", stage="indicator")
def not_measured(view: IndicatorView) -> Iterable[Finding]:
    """A figure is given for a year in which the indicator is not measured, by `every` or `years`.

    Why: a survey of every five years has no figure in between. The figure stands under the wrong year, or the rhythm
    is wrong.

    `every` や `years` によれば測定しない年に、実績値があります。

    理由: 5年ごとの調査に、その間の年の値はありません。年か、測定の間隔の、どちらかが誤っています。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, every: 5,
              actuals: {2015: 880, 2020: 918, 2021: 956}}
        #                                     ^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, every: 5,
              actuals: {2015: 880, 2020: 918}}
    """
    indicator = view.indicator
    return _unmeasured(view) if indicator.every is not None or indicator.years else ()


def _unmeasured(view: IndicatorView) -> Iterator[Finding]:
    rhythm = view.indicator.rhythm
    for year in view.indicator.actuals:
        if not rhythm.measured(year):
            around = " and ".join(map(str, rhythm.around(year)))
            yield view.finding(
                ("actuals", year),
                f"{year} is not measured; the years nearest to it are {around}: correct the year, or the rhythm.",
                f"{year}年は測定しない年です（近い年は{around.replace(' and ', '年と')}年）。"
                "年か測定の間隔を直してください。",
                on="key",
            )


@rule("U508", "Earlier promises out of order", "以前の約束の順序が乱れている", stage="target")
def earlier_promises_out_of_order(view: TargetView) -> Iterator[Finding]:
    """The `until` of an earlier promise is not after the one before it, or not after the day of `set`.

    Why: `revisions` run from the oldest promise to the newest. Out of order, nobody could tell which held on a day.

    以前の約束の `until` が、その前の約束の `until` や、`set` の日より後になっていません。

    理由: `revisions` は、古い約束から順に並べます。順序が乱れていると、ある日にどの約束が有効だったのか分かりません。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, set: 2021-04-01,
              revisions: [{until: 2020-12-25, value: 1100}]}
        #                         ^^^^^^^^^^

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, set: 2020-12-25,
              revisions: [{until: 2021-04-01, value: 1100}]}
    """
    before = view.target.set
    for index, earlier in enumerate(view.target.revisions):
        if before is not None and earlier.until <= before:
            yield view.finding(
                ("revisions", index, "until"),
                f"{earlier.until} is not after {before}: put the earlier promises in order, oldest first.",
                f"{earlier.until}が{before}より後ではありません。以前の約束を古いものから順に並べてください。",
            )
        before = earlier.until


def _lacks(view: View, indicator: str, year: int) -> bool:
    # Where part of an indicator could not be read, its figure may be in that part: nothing is said then.
    found = view.indicator_views.get(indicator)
    return found is not None and indicator not in view.damaged and year not in found.values


@rule("U612", "Final figure of a running year", "終わっていない年の確定値", stage="indicator", severity="warning")
def final_too_early(view: IndicatorView) -> Iterable[Finding]:
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
    return () if view.newest < view.data.as_of.year - 1 else _final_too_early(view)


def _final_too_early(view: IndicatorView) -> Iterator[Finding]:
    today, kind, counted = view.data.as_of, view.indicator.year_kind, view.indicator.as_of
    last = last_counted(kind, counted, today)
    for year in view.values:
        status = view.long_forms[year].status if year in view.long_forms else "final"
        if year > last and year_start(year, kind) <= today and status in STATUSES_FOR_VERDICTS:
            when = counted_on(year, kind, counted)
            shown, shown_ja = label(year, kind), label(year, kind, "ja")
            yield view.finding(
                ("actuals", year),
                f"{shown} has a final figure, but is not over before {when}: add status: provisional.",
                f"{shown_ja}は{when}まで終わりませんが、確定値があります。status: provisional を加えてください。",
                on="key",
            )


@rule("U611", "Target for a year that is not measured", "測定しない年の目標", stage="target", severity="warning")
def unmeasured_target_year(view: TargetView) -> Iterator[Finding]:
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
    measured, target = view.indicator, view.target
    if measured is None or measured.rhythm.yearly or target.keep is not None:
        return
    places: list[tuple[DataPath, int]] = [(("yearly", year), year) for year in target.yearly]
    if target.by is not None:
        places.insert(0, (("by",), target.by))
    for path, year in places:
        if not measured.rhythm.measured(year):
            around = " and ".join(map(str, measured.rhythm.around(year)))
            yield view.finding(
                path,
                f"{target.indicator} is not measured in {year}; the years nearest to it are {around}.",
                f"{target.indicator}は{year}年には測定しません。近い年は{around.replace(' and ', '年と')}年です。",
                on="value" if path == ("by",) else "key",
            )
