"""U604: what became easier to reach since an earlier revision: values, years, baselines, limits, yearly targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.loosening import Base, Promise, promise_changes
from unpolicy.checks.finding import Finding
from unpolicy.checks.registry import rule
from unpolicy.figures import format_figure
from unpolicy.model import Target
from unpolicy.years import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.assess.loosening import PromiseChange
    from unpolicy.checks.finding import DataPath
    from unpolicy.checks.view import View
    from unpolicy.model import Indicator
    from unpolicy.years import YearKind

Words = tuple[str, str]
"""What was promised, or is: in English and in Japanese."""

_NOTHING: Words = ("nothing", "なし")
_BETTER: Words = ("better than the baseline", "基準値より改善")
_IN_WORDS: Words = ("words", "言葉による約束")
_SUBJECTS: dict[str, Words] = {"value": ("value ", "目標値"), "min": ("min ", "下限"), "max": ("max ", "上限")}
_EASIER: Words = ("became easier", "が緩められました")
_NAMES: dict[str, Words] = {
    "increase": ("increase", "増加"),
    "decrease": ("decrease", "減少"),
    "none": ("none", "なし"),
    "live": ("a target", "目標"),
    "superseded": ("another one", "別の目標"),
    "dropped": ("dropped", "取り下げ"),
}
_OTHERWISE: dict[str, Words] = {
    "indicator": ("is measured otherwise", "の測り方が変わりました"),
    "direction": ("is measured otherwise", "の測り方が変わりました"),
    "aim": ("promises something else", "の約束の形が変わりました"),
}
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
            yield _finding(one.name, one.new, change, "calendar" if indicator is None else indicator.year_kind)


def _taken_out(one: ComparedTarget) -> Finding:
    indicator = one.earlier or one.view.indicators.get(one.old.indicator)
    en, ja = _aim(one.old, "calendar" if indicator is None else indicator.year_kind)
    return Finding(
        "targets",
        ("targets",),
        f"The target {one.name} ({en}) was taken out.",
        f"目標 {one.name}（{ja}）がなくなりました。",
    )


def _finding(name: str, target: Target, change: PromiseChange, kind: YearKind) -> Finding:
    (was, was_ja), (now, now_ja) = (
        _promised(change, change.before, target, kind),
        _promised(change, change.after, target, kind),
    )
    subject, subject_ja = _subject(change, kind)
    changed, changed_ja = _OTHERWISE.get(change.what, _EASIER)
    return Finding(
        "targets",
        ("targets", name, *_place(change, target)),
        f"The target {name} {changed}: {subject}{was} was promised, now {now}.",
        f"目標 {name} {changed_ja}（以前は{subject_ja}{was_ja}、今は{now_ja}）。",
    )


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


def _subject(change: PromiseChange, kind: YearKind) -> Words:
    """What the figure that was promised is, before the figure itself."""
    if change.year is not None:
        return f"yearly target of {label(change.year, kind)} ", f"{label(change.year, kind, 'ja')}の目標値"
    return _SUBJECTS.get(change.what, ("", ""))


def _promised(change: PromiseChange, promised: object, target: Target, kind: YearKind) -> Words:
    """What is promised on one side, in words."""
    match promised:
        case None | Base(None, _):
            return _NOTHING
        case Target():
            return _aim(promised, kind)
        case Base(int(year), value):
            figure, en, ja = format_figure(value), label(year, kind), label(year, kind, "ja")
            return f"baseline {figure} in {en}", f"基準値{figure}（{ja}）"
        case str():
            return (f"indicator {promised}", f"指標{promised}") if change.what == "indicator" else _NAMES[promised]
        case int() if change.what == "by":
            en, ja = label(promised, kind), label(promised, kind, "ja")
            return (f"by {en}", f"{ja}まで") if target.keep is None else (f"kept until {en}", f"{ja}まで維持")
        case int() | float():
            return format_figure(promised), format_figure(promised)
    raise TypeError(promised)


def _aim(target: Target, kind: YearKind) -> Words:
    if target.by is None:
        by, by_ja = "for good", "期限なく"
    else:
        by, by_ja = f"until {label(target.by, kind)}", f"{label(target.by, kind, 'ja')}まで"
    if target.keep is None:
        value, value_ja = format_figure(target.value), format_figure(target.value)
        if target.value is None:
            value, value_ja = (
                ("better than the baseline", "基準値より改善") if target.improve else ("words", "言葉による約束")
            )
        return f"{value} {by.replace('until', 'by')}", f"{by_ja}{'に' if target.by else ''}{value_ja}"
    low, high = target.keep.min, target.keep.max
    if low is None or high is None:
        en, ja = ("at most", "以下") if low is None else ("at least", "以上")
        limit = format_figure(high if low is None else low)
        return f"{en} {limit} {by}", f"{by_ja}{limit}{ja}"
    limits = format_figure(low), format_figure(high)
    return f"within {limits[0]} to {limits[1]} {by}", f"{by_ja}{limits[0]}～{limits[1]}"
