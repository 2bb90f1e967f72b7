"""U1: numbers that other readers of YAML take for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.registry import FileKey, Finding, rule
from unpolicy.checks.rules.syntax import problem_finding

if TYPE_CHECKING:
    from unpolicy.store.problems import Problem


@rule("U114", "Number that others read otherwise", "ほかでは別の値に読まれる数", stage="syntax")
def read_otherwise(file: FileKey, problem: Problem) -> Finding:
    """A number is written with a zero before it, in another base than ten, or parted: 017, 0x10, 1_000, {2020: 1,017}.

    Why: YAML 1.1, which most programs still read, takes `017` for 15 and `1_000` for 1000, where YAML 1.2 has 17 and a
    text. The same file would hold two figures. In braces and brackets a comma parts entries: `1,017` is a 1 and a 17.

    017、0x10、1_000、{2020: 1,017} のように、数が、前に0を付けて、十進法以外で、または区切って書かれています。

    理由: 多くのプログラムが今も読むYAML 1.1では `017` は15、`1_000` は1000ですが、YAML 1.2では17と文字列です。
    同じファイルに2つの値があることになってしまいます。波括弧や角括弧の中のコンマは項目の区切りで、`1,017` は1と17に
    なります。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 0918, 2021: 956}}
        #                                         ^^^^

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 1_018, 2021: 956}}
        #                                         ^^^^^

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 1,018, 2021: 956}}
        #                                         ^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2020: 918, 2021: 956}}
    """
    value, written = problem.params["value"], problem.params.get("written")
    if written is not None:
        return problem_finding(
            file, problem, f"{written} はコンマで区切られた複数の項目に読まれます。{value} と書いてください"
        )
    return problem_finding(file, problem, f"ほかのプログラムは{value}以外の値に読みます。{value} と書いてください")
