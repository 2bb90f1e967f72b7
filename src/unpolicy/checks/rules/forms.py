"""U2: dates, ids, years, periods and words that are not in their form, and promises that say too little or too much."""

from __future__ import annotations

from unpolicy.checks import Fix
from unpolicy.checks.faults import Fault, misfit, year_fix
from unpolicy.checks.rules import Finding, KeyOrValue, rule


@rule("U206", "Not a date", "日付でない", stage="structure")
def not_a_date(fault: Fault) -> Finding:
    """A date is not written as 2024-08-30, or there is no such day.

    Why: dates are written one way, so that they sort and nobody mistakes a month for a day.

    日付が2024-08-30のような形で書かれていないか、そのような日がありません。

    理由: 日付の書き方を1つに決めておけば、正しく並べ替えることができ、月と日を取り違えることもありません。

    Bad (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        sources: {report: {title: Report, published: 2024-02-30}}
        #                                            ^^^^^^^^^^

    Good (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        sources: {report: {title: Report, published: 2024-02-29}}
    """
    return misfit(fault)


@rule("U207", "Not an id", "idの形でない", stage="structure")
def not_an_id(fault: Fault) -> Finding:
    """An id is not in kebab-case: small letters, digits and single hyphens.

    Why: ids are typed on the command line and stand in links; one way of writing them leaves nothing to guess.

    idが、英小文字と数字を1個ずつのハイフンでつないだ形（ケバブケース）になっていません。

    理由: idはコマンドラインで打ち込むもので、リンクにも使われます。書き方が1つなら、迷うことがありません。

    Bad (indicators.yaml):
        indicators:
          UN_Staff: {title: Staff, unit: people, kind: count, direction: increase,
        # ^^^^^^^^
                     year: calendar}

    Good (indicators.yaml):
        indicators:
          un-staff: {title: Staff, unit: people, kind: count, direction: increase,
                     year: calendar}
    """
    return misfit(fault)


@rule("U208", "Not a year", "年の形でない", stage="structure")
def not_a_year(fault: Fault) -> Finding:
    """A year is not a whole number from 1900 to 2200: an era year, a quoted year, a slip.

    Why: years are written one way in the files, however they are typed on the command line. Where the text is a year in
    another spelling, `--fix` writes the number.

    年が1900から2200までの整数になっていません。和暦の年、引用符で囲んだ年、書き間違いなどです。

    理由: 年は、コマンドラインでどのように打ち込んでも、ファイルの中では1つの書き方にそろえます。
    年を別の書き方で書いた文字列であれば、`--fix` が数に書き直します。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {令和5年: 961}}
        #                                   ^^^^

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {20233: 961}}
        #                                   ^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2023: 961}}
    """
    return misfit(fault, year_fix(fault))


@rule("U209", "Not a period", "期間の形でない", stage="structure")
def not_a_period(fault: Fault) -> Finding:
    """A period is not written as `FY2021..FY2023`, `FY2023`, `2021..2023` or `2023`.

    Why: fiscal and calendar years are told apart by the letters FY, and one period is in one of the two.

    期間が `FY2021..FY2023`、`FY2023`、`2021..2023`、`2023` のどの形にもなっていません。

    理由: 年度と暦年はFYの文字で区別し、1つの期間はそのどちらかだけで書きます。

    Bad (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform, reviewed: 2021-2023}
        #                                             ^^^^^^^^^

    Good (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform, reviewed: FY2021..FY2023}
    """
    return misfit(fault)


@rule("U210", "Not one of the words", "選択肢にない語", stage="structure")
def not_a_choice(fault: Fault) -> Finding:
    """A word is not one of those that can stand there.

    Why: `kind`, `direction`, `year`, `status` and others have a fixed set of words; the sentence names them.

    決まった語から選んで書く場所に、それ以外の語があります。

    理由: `kind`、`direction`、`year`、`status` などでは、使える語が決まっています。その語はメッセージに示されます。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: up,
        #                                                             ^^
                  year: calendar}

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
    """
    if fault.guess is None:
        return misfit(fault)
    return misfit(fault, Fix.write(fault.guess), fault.guess)


@rule("U211", "Empty text", "空の文字列", stage="structure")
def empty_text(fault: Fault) -> Finding:
    """A text holds nothing but blanks.

    Why: whatever shows it would show a gap. A key that is not needed is left out.

    文字列が空か、空白だけです。

    理由: どこに表示しても、何もない場所ができるだけです。必要のないキーは、書かずにおきます。

    Bad (indicators.yaml):
        indicators:
          staff: {title: "", unit: people, kind: count, direction: increase,
        #                ^^
                  year: calendar}

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
    """
    return fault.finding(
        f"{fault.opening} is empty: write the text, or leave the key out where it is not needed.",
        f"{fault.subject_ja}が空です。文字列を書くか、不要なキーなら外してください。",
    )


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
    on: KeyOrValue = "key" if isinstance(fault.path[-1], str) else "value"
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
