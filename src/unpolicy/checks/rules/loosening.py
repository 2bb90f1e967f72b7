"""U604: what became easier to reach since an earlier revision: values, years, baselines, limits, yearly targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.checks.finding import Finding
from unpolicy.checks.registry import rule
from unpolicy.figures import format_figure
from unpolicy.years import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.checks.finding import DataPath
    from unpolicy.checks.view import Values, View
    from unpolicy.model import Indicator, Target
    from unpolicy.years import YearKind

Words = tuple[str, str]
"""What was promised, or is: in English and in Japanese."""

_NOTHING: Words = ("nothing", "なし")
_DIRECTIONS = {"increase": "増加", "decrease": "減少"}


class Comparison(NamedTuple):
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


def comparisons(view: View, before: Mapping[str, Target], indicators: Mapping[str, Indicator]) -> Iterator[Comparison]:
    """Every earlier target beside what became of it; one that is there but cannot be read is left out.

    Args:
        view: the data as it is now.
        before: the targets as they were.
        indicators: the indicators as they were, as far as they are known.
    """
    for name, old in before.items():
        new = view.targets.get(name)
        if new is not None or not view.exists("targets", name):
            yield Comparison(view, name, old, new, indicators.get(old.indicator))


@rule("U604", "Target loosened", "目標が緩められた", stage="run", severity="warning")
def loosened(one: Comparison) -> Iterator[Finding]:
    """A target is easier to reach than it was in the revision named by `--against`.

    Why: a promise may be changed, but not unnoticed. The sentence names what was promised and what is promised now.
    It has no example here, since it compares two revisions.

    目標が、`--against` で指定したリビジョンよりも達成しやすくなっています。

    理由: 約束は変えてもかまいませんが、気づかれないまま変えてはなりません。以前の約束と今の約束は、
    メッセージに示されます。2つのリビジョンを比べる規則なので、例はここにはありません。
    """
    if one.new is None:
        yield _taken_out(one)
    elif one.old.indicator != one.new.indicator:
        was, now = ((f"indicator {name}", f"指標{name}") for name in (one.old.indicator, one.new.indicator))
        yield _finding(one.name, ("indicator",), was, now, measured_otherwise=True)
    else:
        indicator = one.view.indicators.get(one.new.indicator)
        if indicator is not None:
            yield from _Readable(one.view, one.name, one.old, one.new, indicator, one.earlier).changes()


def _taken_out(one: Comparison) -> Finding:
    indicator = one.earlier or one.view.indicators.get(one.old.indicator)
    en, ja = _aim(one.old, "calendar" if indicator is None else indicator.year)
    return Finding(
        "targets",
        ("targets",),
        f"The target {one.name} ({en}) was taken out.",
        f"目標 {one.name}（{ja}）がなくなりました。",
    )


class _Readable(NamedTuple):
    """A comparison of which both sides can be read; `indicator` is the indicator as it is."""

    view: View
    name: str
    old: Target
    new: Target
    indicator: Indicator
    earlier: Indicator | None

    @property
    def sign(self) -> int:
        return 1 if self.indicator.direction == "increase" else -1

    def changes(self) -> Iterator[Finding]:
        """Everything that became easier."""
        if self.earlier is not None and self.earlier.direction != self.indicator.direction:
            was, now = ((one.direction, _DIRECTIONS[one.direction]) for one in (self.earlier, self.indicator))
            yield _finding(self.name, (), was, now, measured_otherwise=True)
            return
        yield from self._aims()
        yield from self._limits()
        before, after = self._base(self.old), self._base(self.new)
        if before != after and self._looks_better():
            yield self._finding(("baseline",), self._based(before), self._based(after))
        yield from self._yearly()

    @property
    def _values(self) -> Values:
        return self.view.indicator_views[self.new.indicator].values

    @property
    def _kind(self) -> YearKind:
        return self.indicator.year

    def _finding(self, path: DataPath, was: Words, now: Words) -> Finding:
        return _finding(self.name, path, was, now)

    def _year(self, year: int) -> Words:
        return label(year, self._kind), label(year, self._kind, "ja")

    def _aims(self) -> Iterator[Finding]:
        old, new = self.old, self.new
        if (old.value is None) != (new.value is None):
            key = "keep" if new.value is None else "value"
            yield self._finding((key,), _aim(old, self._kind), _aim(new, self._kind))
        elif old.value is not None and new.value is not None:
            if self.sign * (new.value - old.value) < 0:
                yield self._finding(("value",), _figure("value", "目標値", old.value), _figure("", "", new.value))
            if new.by > old.by:
                was, now = ((f"by {en}", f"{ja}まで") for en, ja in map(self._year, (old.by, new.by)))
                yield self._finding(("by",), was, now)

    def _limits(self) -> Iterator[Finding]:
        old, new = self.old.keep, self.new.keep
        if old is None or new is None:
            return
        for side, ja, sign in (("min", "下限", 1), ("max", "上限", -1)):
            before, now = getattr(old, side), getattr(new, side)
            if before is not None and (now is None or sign * (now - before) < 0):
                path = ("keep",) if now is None else ("keep", side)
                yield self._finding(path, _figure(side, ja, before), _NOTHING if now is None else _figure("", "", now))
        if self.new.by < self.old.by:
            years = map(self._year, (self.old.by, self.new.by))
            before, now = ((f"kept until {en}", f"{ja}まで維持") for en, ja in years)
            yield self._finding(("by",), before, now)

    def _yearly(self) -> Iterator[Finding]:
        for year, promised in self.old.yearly.items():
            now = self.new.yearly.get(year)
            if now is not None and self.sign * (now - promised) >= 0:
                continue
            year_en, year_ja = self._year(year)
            was = _figure(f"yearly target of {year_en}", f"{year_ja}の目標値", promised)
            key = "yearly" if self.new.yearly else "value" if self.new.value is not None else "keep"
            path: DataPath = (key,) if now is None else ("yearly", year)
            yield self._finding(path, was, _NOTHING if now is None else _figure("", "", now))

    def _base(self, target: Target) -> tuple[int, float | None]:
        """The year and the figure where counting starts; the old one's figure as it was then."""
        if not isinstance(target.baseline, int):
            return target.baseline.year, target.baseline.value
        year = target.baseline
        if target is self.old and self.earlier is not None:
            figure = self.earlier.figure(year)
            if figure is not None and figure.value is not None:
                return year, figure.value
        return year, self._values.get(year)

    def _looks_better(self) -> bool:
        """Whether the same figures make more of the same promise only because the baseline is another one."""
        if self.new.value is None:
            return False
        was, now = self._base(self.old), self._base(self.new)
        before, after = self._measure(was), self._measure(now)
        if before is not None and after is not None:
            return after > before
        return was[1] is not None and now[1] is not None and self.sign * (now[1] - was[1]) < 0

    def _measure(self, base: tuple[int, float | None]) -> float | None:
        from unpolicy.measures.case import Case
        from unpolicy.measures.verdict import decide

        values = self._values
        latest = max(values, default=None)
        year, start = base
        if start is None or latest is None or self.new.value is None or year >= latest:
            return None
        return decide(Case(start, year, values[latest], latest, self.sign, self.new.value, self.new.by)).measure

    def _based(self, base: tuple[int, float | None]) -> Words:
        figure, (en, ja) = format_figure(base[1]), self._year(base[0])
        return f"baseline {figure} in {en}", f"基準値{figure}（{ja}）"


def _figure(en: str, ja: str, number: float) -> Words:
    figure = format_figure(number)
    return f"{en} {figure}".lstrip(), f"{ja}{figure}"


def _aim(target: Target, kind: YearKind) -> Words:
    by, by_ja = label(target.by, kind), label(target.by, kind, "ja")
    if target.keep is None:
        value = format_figure(target.value)
        return f"{value} by {by}", f"{by_ja}までに{value}"
    low, high = target.keep.min, target.keep.max
    if low is None or high is None:
        en, ja = ("at most", "以下") if low is None else ("at least", "以上")
        limit = format_figure(high if low is None else low)
        return f"{en} {limit} until {by}", f"{by_ja}まで{limit}{ja}"
    limits = format_figure(low), format_figure(high)
    return f"within {limits[0]} to {limits[1]} until {by}", f"{by_ja}まで{limits[0]}～{limits[1]}"


def _finding(name: str, path: DataPath, was: Words, now: Words, *, measured_otherwise: bool = False) -> Finding:
    changed, changed_ja = (
        ("is measured otherwise", "の測り方が変わりました")
        if measured_otherwise
        else ("became easier", "が緩められました")
    )
    return Finding(
        "targets",
        ("targets", name, *path),
        f"The target {name} {changed}: {was[0]} was promised, now {now[0]}.",
        f"目標 {name} {changed_ja}（以前は{was[1]}、今は{now[1]}）。",
    )
