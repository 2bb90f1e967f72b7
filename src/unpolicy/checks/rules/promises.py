"""U4 and U5: what became of a promise, and promises that nothing can be held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.registry import Finding, rule
from unpolicy.checks.rules.references import circles, dangling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unpolicy.checks.view import TargetView, View


@rule("U408", "Unknown successor", "存在しない後継の目標", stage="target")
def unknown_successor(view: TargetView) -> Iterable[Finding]:
    """A `superseded_by` names a target that is not in `targets`.

    Why: a reader is sent on to the promise that holds now, and must arrive there.

    `superseded_by` が、`targets` にない目標を指しています。

    理由: 読む人を、今の約束へ案内するためのものです。行き先がなければなりません。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, status: superseded,
              superseded_by: most-staff}
        #                    ^^^^^^^^^^

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, status: superseded,
              superseded_by: most-staff}
          most-staff: {goal: people, indicator: staff, baseline: 2020, value: 1100,
                            by: 2025}
    """
    return dangling(view, ("superseded_by",), "targets", view.target.superseded_by)


@rule("U409", "Target replaced by itself", "自分自身に置き換えられた目標", stage="data")
def replaced_by_itself(view: View) -> Iterator[Finding]:
    """A target is superseded by itself, directly or through others.

    Why: whoever follows the chain of `superseded_by` must arrive at a promise that holds.

    目標が、直接に、またはほかの目標を通して、自分自身に置き換えられています。

    理由: `superseded_by` をたどった先には、今の約束がなければなりません。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, status: superseded, superseded_by: more-staff}
        #                                                           ^^^^^^^^^^

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, status: dropped}
    """
    for name, chain in circles({name: target.superseded_by for name, target in view.targets.items()}):
        yield view.target_views[name].finding(
            ("superseded_by",),
            f"{name} is replaced by itself ({chain}): take one superseded_by out.",
            f"{name}が自分自身に置き換えられています（{chain}）。superseded_by を一つ外してください。",
        )


@rule("U410", "Target that was not superseded", "置き換えられていない目標の後継", stage="target")
def successor_of_a_live_target(view: TargetView) -> Iterator[Finding]:
    """A target names its successor in `superseded_by`, but its `status` is not `superseded`.

    Why: the two keys say different things about whether the promise still holds.

    目標に `superseded_by` がありますが、`status` は `superseded` ではありません。

    理由: 約束がまだ有効かどうかについて、2つのキーの内容が食い違っています。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, superseded_by: most-staff}
        #                                       ^^^^^^^^^^
          most-staff: {goal: people, indicator: staff, baseline: 2020, value: 1100,
                            by: 2025}

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000,
                       by: 2025, status: superseded, superseded_by: most-staff}
          most-staff: {goal: people, indicator: staff, baseline: 2020, value: 1100,
                            by: 2025}
    """
    status, successor = view.target.status, view.target.superseded_by
    if successor is not None and status != "superseded":
        yield view.finding(
            ("superseded_by",),
            f"The target is {status}, yet {successor} took its place: write status: superseded, or take the key out.",
            f"{successor}に置き換えられたのに、状態が {status} です。"
            "status: superseded と書くか、このキーを外してください。",
        )


@rule("U411", "Target on what is never judged", "判定しない指標の目標", stage="target")
def target_on_context(view: TargetView) -> Iterator[Finding]:
    """A target promises a figure of an indicator whose `direction` is `none`.

    Why: an indicator for context has no better and no worse, so nothing can be reached, kept or improved.

    `direction` が `none` の測定指標に、目標値があります。

    理由: 背景として載せる測定指標には、よい向きも悪い向きもありません。そのため、達成も維持も改善もありえません。

    Bad (targets.yaml):
        targets:
          more-people: {goal: people, indicator: population, baseline: 2020,
        #                                        ^^^^^^^^^^
                        value: 600, by: 2025}

    Good (targets.yaml):
        targets:
          more-people: {goal: people, indicator: staff, baseline: 2020,
                        value: 1000, by: 2025}
    """
    measured = view.indicator
    if measured is not None and measured.direction == "none" and view.promised:
        yield view.finding(
            ("indicator",),
            f"{view.target.indicator} has no desired direction: give it one, or take the target out.",
            f"{view.target.indicator}には望ましい向きがありません。direction を決めるか、目標を外してください。",
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
