"""U604: what became easier to reach since an earlier revision: values, years, baselines, limits, yearly targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.loosening import Promise, PromiseChange, Spelling, promise_changes, restated, side_words
from unpolicy.checks.registry import DataPath, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.checks.view import View
    from unpolicy.model import Indicator, Target

_OTHERWISE = frozenset({"indicator", "direction", "aim"})
"""What is reported although it is neither easier nor harder."""


class ComparedTarget(NamedTuple):
    """A target as it was beside what it is.

    Attributes:
        view: the data as it is now.
        name: the target's id.
        old: the target as it was.
        new: the target as it is; `None` where it was taken out.
        earlier: its indicator as it was, where that is known.
    """

    view: View
    name: str
    old: Target
    new: Target | None
    earlier: Indicator | None


def comparisons(
    view: View, before: Mapping[str, Target], indicators: Mapping[str, Indicator]
) -> Iterator[ComparedTarget]:
    """Every earlier target beside what became of it; one that is there but cannot be read is left out.

    Args:
        view: the data as it is now.
        before: the targets as they were.
        indicators: the indicators as they were, as far as they are known.
    """
    for name, old in before.items():
        new = view.targets.get(name)
        if new is not None or not view.exists("targets", name):
            yield ComparedTarget(view, name, old, new, indicators.get(old.indicator))


@rule("U604", "Target loosened", "目標が緩められた", stage="run", severity="warning")
def loosened(one: ComparedTarget) -> Iterator[Finding]:
    """A target is easier to reach than it was in the revision named by `--against`.

    Why: a promise may be changed, but not unnoticed. The sentence names what was promised and what is promised now.
    It has no example here, since it compares two revisions.

    目標が、`--against` で指定したリビジョンよりも達成しやすくなっています。

    理由: 約束は変えてもかまいませんが、気づかれないまま変えてはなりません。以前の約束と今の約束は、
    メッセージに示されます。2つのリビジョンを比べる規則なので、例はここにはありません。
    """
    if one.new is None:
        yield _taken_out(one)
        return
    indicator = one.view.indicators.get(one.new.indicator)
    values = {} if indicator is None else one.view.indicator_views[one.new.indicator].values
    for change in promise_changes(Promise(one.old, one.earlier), Promise(one.new, indicator), values):
        if change.kind in {"loosened", "dropped"} or change.what in _OTHERWISE:
            yield _finding(one.name, one.new, change, indicator)


def _taken_out(one: ComparedTarget) -> Finding:
    indicator = one.earlier or one.view.indicators.get(one.old.indicator)
    en, ja = side_words(one.old, None, Spelling(indicator))
    return Finding(
        "targets",
        ("targets",),
        f"The target {one.name} ({en}) was taken out.",
        f"目標 {one.name}（{ja}）がなくなりました。",
    )


def _finding(name: str, target: Target, change: PromiseChange, indicator: Indicator | None) -> Finding:
    en, ja = restated(change, Spelling(indicator))
    place = ("targets", name, *_place(change, target))
    return Finding("targets", place, f"The target {name} was {en}.", f"目標 {name}：{ja}。")


def _place(change: PromiseChange, target: Target) -> DataPath:
    """Where the promise of today stands, or the part that it was taken out of."""
    if change.what == "direction":
        return ()
    if change.what == "status":
        return ("status",) if "status" in target.model_fields_set else ()
    if change.what == "aim":
        return ("keep",) if target.value is None else ("value",)
    if change.what in {"min", "max"}:
        return ("keep",) if change.after is None else ("keep", change.what)
    if change.what == "yearly" and change.year is not None:
        whole = "yearly" if target.yearly else "value" if target.value is not None else "keep"
        return (whole,) if change.after is None else ("yearly", change.year)
    return (change.what,)
