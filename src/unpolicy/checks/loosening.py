"""What became easier to reach since an earlier revision: values, years, baselines, limits, yearly targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.figures import format_figure
from unpolicy.years import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.checks.finding import DataPath
    from unpolicy.checks.view import View
    from unpolicy.model import Indicator, Target
    from unpolicy.years import Language, YearKind


class Loosened(NamedTuple):
    """A promise that became easier.

    Attributes:
        path: where in the targets file the new promise stands.
        en: what was promised and what is promised now, in English.
        ja: the same in Japanese.
    """

    path: DataPath
    en: str
    ja: str


class _Said(NamedTuple):
    """One side of a change, in both languages."""

    en: str
    ja: str


_NOTHING = _Said("nothing", "なし")


def loosened(view: View, before: Mapping[str, Target], indicators: Mapping[str, Indicator]) -> Iterator[Loosened]:
    """What became easier.

    Args:
        view: the data as it is now.
        before: the targets as they were.
        indicators: the indicators as they were, as far as they are known.
    """
    for name, old in before.items():
        new = view.targets.get(name)
        if new is None:
            if not view.exists("targets", name):
                yield _taken_out(name, old, indicators.get(old.indicator) or view.indicators.get(old.indicator))
            continue
        indicator = view.indicators.get(new.indicator)
        if old.indicator != new.indicator:
            was, now = (_Said(f"indicator {one}", f"指標{one}") for one in (old.indicator, new.indicator))
            yield _change(name, ("targets", name, "indicator"), was, now, measured_otherwise=True)
        elif indicator is not None:
            yield from _Comparison(view, name, old, new, indicator, indicators.get(old.indicator)).changes()


def _taken_out(name: str, old: Target, indicator: Indicator | None) -> Loosened:
    aim = _aim(old, "calendar" if indicator is None else indicator.year)
    return Loosened(
        ("targets",), f"The target {name} ({aim.en}) was taken out.", f"目標 {name}（{aim.ja}）がなくなりました。"
    )


class _Comparison(NamedTuple):
    """A target as it was beside what it is.

    Attributes:
        view: the data as it is now.
        name: the target's id.
        old: the target as it was.
        new: the target as it is.
        indicator: the indicator as it is.
        earlier: the indicator as it was, where that is known.
    """

    view: View
    name: str
    old: Target
    new: Target
    indicator: Indicator
    earlier: Indicator | None

    @property
    def sign(self) -> int:
        return 1 if self.indicator.direction == "increase" else -1

    def changes(self) -> Iterator[Loosened]:
        """Everything that became easier."""
        if self.earlier is not None and self.earlier.direction != self.indicator.direction:
            was, now = (_Said(one.direction, _DIRECTIONS[one.direction]) for one in (self.earlier, self.indicator))
            yield self._told((), was, now, measured_otherwise=True)
            return
        yield from self._aims()
        yield from self._limits()
        before, after = self._base(self.old), self._base(self.new)
        if before != after and self._looks_better():
            yield self._told(("baseline",), _based(before, self._kind), _based(after, self._kind))
        yield from self._yearly()

    @property
    def _kind(self) -> YearKind:
        return self.indicator.year

    def _told(self, path: DataPath, was: _Said, now: _Said, *, measured_otherwise: bool = False) -> Loosened:
        return _change(self.name, ("targets", self.name, *path), was, now, measured_otherwise=measured_otherwise)

    def _aims(self) -> Iterator[Loosened]:
        old, new = self.old, self.new
        if (old.value is None) != (new.value is None):
            key = "keep" if new.value is None else "value"
            yield self._told((key,), _aim(old, self._kind), _aim(new, self._kind))
        elif old.value is not None and new.value is not None:
            if self.sign * (new.value - old.value) < 0:
                yield self._told(("value",), _figure("value", "目標値", old.value), _figure("", "", new.value))
            if new.by > old.by:
                yield self._told(
                    ("by",), *(_Said(f"by {_year(y, self)}", f"{_year(y, self, 'ja')}まで") for y in (old.by, new.by))
                )

    def _limits(self) -> Iterator[Loosened]:
        old, new = self.old.keep, self.new.keep
        if old is None or new is None:
            return
        for side, ja, sign in (("min", "下限", 1), ("max", "上限", -1)):
            before, now = getattr(old, side), getattr(new, side)
            if before is not None and (now is None or sign * (now - before) < 0):
                path = ("keep",) if now is None else ("keep", side)
                yield self._told(path, _figure(side, ja, before), _NOTHING if now is None else _figure("", "", now))
        if self.new.by < self.old.by:
            sides = (self.old.by, self.new.by)
            yield self._told(
                ("by",), *(_Said(f"kept until {_year(y, self)}", f"{_year(y, self, 'ja')}まで維持") for y in sides)
            )

    def _yearly(self) -> Iterator[Loosened]:
        for year, promised in self.old.yearly.items():
            now = self.new.yearly.get(year)
            if now is not None and self.sign * (now - promised) >= 0:
                continue
            en, ja = f"yearly target of {_year(year, self)}", f"{_year(year, self, 'ja')}の目標値"
            key = "yearly" if self.new.yearly else "value" if self.new.value is not None else "keep"
            path: DataPath = (key,) if now is None else ("yearly", year)
            yield self._told(path, _figure(en, ja, promised), _NOTHING if now is None else _figure("", "", now))

    def _base(self, target: Target) -> tuple[int, float | None]:
        """The year and the figure where counting starts; the old one's figure as it was then."""
        if not isinstance(target.baseline, int):
            return target.baseline.year, target.baseline.value
        year = target.baseline
        if target is self.old and self.earlier is not None:
            figure = self.earlier.figure(year)
            if figure is not None and figure.value is not None:
                return year, figure.value
        return year, self.view.values.get(target.indicator, {}).get(year)

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

        values = self.view.values.get(self.new.indicator, {})
        latest = max(values, default=None)
        year, start = base
        if start is None or latest is None or self.new.value is None or year >= latest:
            return None
        return decide(Case(start, year, values[latest], latest, self.sign, self.new.value, self.new.by)).measure


_DIRECTIONS = {"increase": "増加", "decrease": "減少"}


def _year(year: int, comparison: _Comparison, lang: Language = "en") -> str:
    return label(year, comparison.indicator.year, lang)


def _figure(en: str, ja: str, number: float) -> _Said:
    figure = format_figure(number)
    return _Said(f"{en} {figure}".lstrip(), f"{ja}{figure}")


def _based(base: tuple[int, float | None], kind: YearKind) -> _Said:
    year, value = base
    figure = format_figure(value)
    return _Said(f"baseline {figure} in {label(year, kind)}", f"基準値{figure}（{label(year, kind, 'ja')}）")


def _aim(target: Target, kind: YearKind) -> _Said:
    by, by_ja = label(target.by, kind), label(target.by, kind, "ja")
    if target.keep is None:
        value = format_figure(target.value)
        return _Said(f"{value} by {by}", f"{by_ja}までに{value}")
    low, high = target.keep.min, target.keep.max
    if low is None or high is None:
        en, ja = ("at most", "以下") if low is None else ("at least", "以上")
        limit = format_figure(high if low is None else low)
        return _Said(f"{en} {limit} until {by}", f"{by_ja}まで{limit}{ja}")
    limits = format_figure(low), format_figure(high)
    return _Said(f"within {limits[0]} to {limits[1]} until {by}", f"{by_ja}まで{limits[0]}～{limits[1]}")


def _change(name: str, path: DataPath, was: _Said, now: _Said, *, measured_otherwise: bool = False) -> Loosened:
    if measured_otherwise:
        return Loosened(
            path,
            f"The target {name} is measured otherwise: {was.en} was promised, now {now.en}.",
            f"目標 {name} の測り方が変わりました（以前は{was.ja}、今は{now.ja}）。",
        )
    return Loosened(
        path,
        f"The target {name} became easier: {was.en} was promised, now {now.en}.",
        f"目標 {name} が緩められました（以前は{was.ja}、今は{now.ja}）。",
    )
