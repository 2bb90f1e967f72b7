"""U2: dates, ids, years, periods and words that are not written in their form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.diagnostic import Fix
from unpolicy.checks.registry import rule
from unpolicy.checks.wording import misfit, year_fix

if TYPE_CHECKING:
    from unpolicy.checks.faults import Fault
    from unpolicy.checks.finding import Finding


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
    return misfit(
        fault, Fix(f"Write {fault.guess}.", f"{fault.guess} と書く。", text=fault.guess, safe=False), fault.guess
    )


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
