"""Parts of indicators: which they are, and what they add up to."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.checks.rules import Finding, IndicatorView, View, did_you_mean, rule, shown, shown_ja
from unpolicy.checks.rules.references import circles, dangling
from unpolicy.figures import format_figure as show
from unpolicy.text import close_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@rule("U406", "Part of an unknown indicator", "存在しない指標の内訳", stage="part")
def unknown_whole(view: IndicatorView) -> Iterable[Finding]:
    """A `part_of` names an indicator that does not exist.

    Why: a breakdown is checked against its whole.

    `part_of` が、存在しない測定指標を指しています。

    理由: 内訳は、その全体と照らし合わせて検査します。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
          women: {title: Women, unit: people, kind: count, direction: increase,
                  year: calendar, part_of: crew}
        #                                  ^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
          women: {title: Women, unit: people, kind: count, direction: increase,
                  year: calendar, part_of: staff}
    """
    return dangling(view, ("part_of",), "indicators", view.indicator.part_of)


@rule("U407", "Part of itself", "自分自身の内訳", stage="data")
def part_of_itself(view: View) -> Iterator[Finding]:
    """An indicator is part of itself, directly or through others.

    Why: a part is smaller than its whole, so the chain of `part_of` must end.

    測定指標が、直接に、またはほかの測定指標を通して、自分自身の内訳になっています。

    理由: 内訳は全体より小さいものです。そのため、`part_of` のつながりには終わりがなければなりません。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, part_of: staff}
        #                                  ^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
    """
    for name, chain in circles({name: indicator.part_of for name, indicator in view.indicators.items()}):
        yield view.indicator_views[name].finding(
            ("part_of",),
            f"{name} is part of itself ({chain}): take one part_of out of the chain.",
            f"{name}が自分自身の内訳になっています（{chain}）。part_of を一つ外してください。",
        )


@rule("U420", "Unknown dimension or value", "存在しない区分", stage="part")
def unknown_dimension(view: IndicatorView) -> Iterator[Finding]:
    """The `of` of a part names a dimension, or a value of it, that `dimensions` does not have.

    Why: nobody can tell then which part it is, and tables have no heading for it.

    内訳の `of` に、`dimensions` にない区分またはその値が書かれています。

    理由: どの内訳なのかが分からず、表に見出しも付けられません。

    Bad (indicators.yaml):
        version: 1
        dimensions: {sex: {title: Sex, values: {female: Women, male: Men}}}
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
          women: {part_of: staff, of: {sex: femal}}
        #                                   ^^^^^

    Good (indicators.yaml):
        version: 1
        dimensions: {sex: {title: Sex, values: {female: Women, male: Men}}}
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
          women: {part_of: staff, of: {sex: female}}
    """
    for name, value in view.indicator.of.items():
        dimension = view.data.dimensions.get(name)
        if dimension is None:
            yield from dangling(view, ("of", name), "dimensions", name, on="key")
        elif value not in dimension.values:
            guess = close_match(value, dimension.values)
            hint, hint_ja = did_you_mean(guess, "add it there.", "dimensions に加えてください。")
            yield view.finding(
                ("of", name),
                f"The dimension {name} has no value {shown(value)}: {hint}",
                f"区分 {name} に値{shown_ja(value)}はありません。{hint_ja}",
            )


@rule("U421", "Dimension without a whole", "全体のない区分", stage="data")
def without_whole(view: View) -> Iterator[Finding]:
    """An indicator says with `of` which part it is, and not with `part_of` of which whole.

    Why: a part is compared with its whole and takes its unit, its kind and its year from there.

    `of` で区分を示しているのに、`part_of` で全体を示していない測定指標があります。

    理由: 内訳は全体と比べるもので、単位・種類・年の数え方も全体から引き継ぎます。

    Bad (indicators.yaml):
        version: 1
        dimensions: {sex: {title: Sex, values: {female: Women}}}
        indicators:
          women: {title: Women, unit: people, kind: count, direction: increase,
                  year: calendar, of: {sex: female}}
        #                         ^^

    Good (indicators.yaml):
        version: 1
        dimensions: {sex: {title: Sex, values: {female: Women}}}
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
          women: {part_of: staff, of: {sex: female}}
    """
    for name, indicator in view.indicators.items():
        if indicator.of and indicator.part_of is None:
            yield view.indicator_views[name].finding(
                ("of",),
                f"{name} says which part it is, and not of what: add part_of, or take of out.",
                f"{name}には全体がありません。part_of を加えるか、of を外してください。",
                on="key",
            )


@rule("U422", "Part given twice", "同じ内訳の重複", stage="data")
def given_twice(view: View) -> Iterator[Finding]:
    """Two indicators are the same part of the same whole.

    Why: a table has one place for each part, and their sum would count one of them twice.

    同じ全体の同じ内訳を表す測定指標が2つあります。

    理由: 表には内訳ごとに1つの欄しかなく、合計すると二重に数えることになります。

    Bad (indicators.yaml):
        version: 1
        dimensions: {sex: {title: Sex, values: {female: Women}}}
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
          women: {part_of: staff, of: {sex: female}}
          ladies: {part_of: staff, of: {sex: female}}
        #                          ^^

    Good (indicators.yaml):
        version: 1
        dimensions: {sex: {title: Sex, values: {female: Women}}}
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
          women: {part_of: staff, of: {sex: female}}
    """
    known: dict[object, str] = {}
    for name, indicator in view.indicators.items():
        if indicator.part_of is None or not indicator.of:
            continue
        first = known.setdefault((indicator.part_of, frozenset(indicator.of.items())), name)
        if first != name:
            yield view.indicator_views[name].finding(
                ("of",),
                f"{name} is the same part of {indicator.part_of} as {first}: keep one of them, or correct of.",
                f"{name}は{first}と同じ、{indicator.part_of}の内訳です。一方だけを残すか、of を直してください。",
                on="key",
            )


class _Sum(NamedTuple):
    """What the parts by an exhaustive dimension add up to in a year.

    Attributes:
        dimension: the dimension's id.
        whole: the indicator that they are parts of.
        year: the year.
        total: their sum.
        complete: whether every value of the dimension has a figure.
        tolerance: what rounding can make of the difference.
    """

    dimension: str
    whole: IndicatorView
    year: int
    total: float
    complete: bool
    tolerance: float

    @property
    def beyond(self) -> float:
        """How far the sum is above the whole."""
        return self.total - self.whole.values[self.year]

    def finding(self, en: str, ja: str) -> Finding:
        """A finding at the whole's figure, with both numbers in it."""
        whole = show(self.whole.values[self.year])
        words = {"name": self.dimension, "year": self.year, "total": show(self.total), "whole": whole}
        return self.whole.finding(self.whole.value_path(self.year), en.format(**words), ja.format(**words))


@rule("U310", "Parts above their whole", "内訳の合計が全体を超える", stage="data")
def parts_above_whole(view: View) -> Iterator[Finding]:
    """The parts by a dimension that is `exhaustive` add up to more than their whole (counts and amounts).

    Why: its values exclude each other, so a figure of a part or of the whole is wrong. What rounding explains is fine.

    `exhaustive` な区分について、件数・人数または量の内訳の合計が、全体を超えています。

    理由: 区分の値は互いに重ならないため、内訳か全体のどれかの実績値が誤っています。端数処理で説明できる差は
    問題にしません。

    Bad (indicators.yaml):
        version: 1
        dimensions:
          sex: {title: Sex, exhaustive: true, values: {f: Women, m: Men}}
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 900}}
        #                                         ^^^
          women: {part_of: staff, of: {sex: f}, actuals: {2020: 500}}
          men: {part_of: staff, of: {sex: m}, actuals: {2020: 401}}

    Good (indicators.yaml):
        version: 1
        dimensions:
          sex: {title: Sex, exhaustive: true, values: {f: Women, m: Men}}
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 901}}
          women: {part_of: staff, of: {sex: f}, actuals: {2020: 500}}
          men: {part_of: staff, of: {sex: m}, actuals: {2020: 401}}
    """
    for summed in _sums(view):
        if summed.beyond > summed.tolerance:
            yield summed.finding(
                "The parts by {name} add up to {total} in {year}, above their whole of {whole}: correct one of them.",
                "{year}年の {name} 別の合計{total}が全体の{whole}を超えています。どれかを直してください。",
            )


@rule("U620", "Parts that fall short", "内訳の合計が全体に足りない", stage="data", severity="warning")
def parts_fall_short(view: View) -> Iterator[Finding]:
    """All parts by a dimension that is `exhaustive` add up to less than their whole (counts and amounts).

    Why: a part is missing, or the dimension does not make up the whole: then leave `exhaustive` out, or add a value
    such as “not known”. What rounding explains is fine.

    `exhaustive` な区分について、件数・人数または量のすべての内訳を合計しても、全体に足りません。

    理由: 内訳が欠けているか、その区分では全体を尽くしていません。後者なら `exhaustive` を外すか、「不明」などの値を
    加えます。端数処理で説明できる差は問題にしません。

    Bad (indicators.yaml):
        version: 1
        dimensions:
          sex: {title: Sex, exhaustive: true, values: {f: Women, m: Men}}
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 900}}
        #                                         ^^^
          women: {part_of: staff, of: {sex: f}, actuals: {2020: 500}}
          men: {part_of: staff, of: {sex: m}, actuals: {2020: 399}}

    Good (indicators.yaml):
        version: 1
        dimensions:
          sex: {title: Sex, values: {f: Women, m: Men}}
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 900}}
          women: {part_of: staff, of: {sex: f}, actuals: {2020: 500}}
          men: {part_of: staff, of: {sex: m}, actuals: {2020: 399}}
    """
    for summed in _sums(view):
        if summed.complete and -summed.beyond > summed.tolerance:
            yield summed.finding(
                "The parts by {name} add up to {total} in {year}, less than their whole of {whole}: one is missing.",
                "{year}年の {name} 別の合計{total}が全体の{whole}に足りません。欠けている内訳を加えてください。",
            )


def _sums(view: View) -> Iterator[_Sum]:
    exhaustive = {name: record for name, record in view.dimensions.items() if record.exhaustive}
    groups: dict[tuple[str, str], list[IndicatorView]] = {}
    for name, indicator in view.indicators.items() if exhaustive else ():
        part_of, dimension = indicator.part_of, next(iter(indicator.of), "")
        if part_of is not None and part_of in view.indicators and len(indicator.of) == 1 and dimension in exhaustive:
            groups.setdefault((part_of, dimension), []).append(view.indicator_views[name])
    for (whole_name, dimension), parts in groups.items():
        whole = view.indicator_views[whole_name]
        if whole.indicator.kind not in {"count", "amount"} or whole_name in view.damaged:
            continue
        every = len(exhaustive[dimension].values)
        half = 0.0 if whole.indicator.kind == "count" else 0.5 * 10.0**-whole.indicator.shown_decimals
        for year in whole.values:
            values = [part.values[year] for part in parts if year in part.values]
            if values:
                yield _Sum(dimension, whole, year, fsum(values), len(values) == every, half * (len(values) + 1) + 1e-9)
