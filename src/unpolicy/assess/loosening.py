"""How a promise changed: easier to reach, harder, or another promise; and each change in words."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.figures import exact_figure
from unpolicy.measures.case import Case
from unpolicy.measures.verdict import judge_case
from unpolicy.model import BaselineFigure
from unpolicy.model.records import pick
from unpolicy.model.targets import Target
from unpolicy.text import printable
from unpolicy.years import Language, label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from unpolicy.model import Indicator, Text


ChangeKind = Literal["loosened", "tightened", "superseded", "dropped", "changed"]
What = Literal["status", "indicator", "direction", "aim", "value", "by", "min", "max", "baseline", "yearly"]
"""What of a promise changed; `aim` is its kind, as a figure to reach that became limits to keep."""


class PromiseChange(NamedTuple):
    """One change of a promise.

    Attributes:
        kind: easier, harder, given up for another or altogether, or none of these.
        what: what of the promise it is.
        before: what was promised: a figure, a year, an id, a `Base`, or the whole target for `aim`; `None` for nothing.
        after: what is promised now, likewise.
        year: the year that a yearly target is of.
    """

    kind: ChangeKind
    what: What
    before: object
    after: object
    year: int | None = None


class Promise(NamedTuple):
    """A target with the indicator that it is measured by, as both were at one time; `None` where that is not known."""

    target: Target
    indicator: Indicator | None


def promise_changes(old: Promise, new: Promise, values: Mapping[int, float]) -> Iterator[PromiseChange]:
    """All changes from one version of a promise to another.

    Args:
        old: the promise as it was.
        new: the promise as it is.
        values: the indicator's figures of today, by year: whether another baseline flatters goes by them.
    """
    was, now = old.target.status, new.target.status
    if was != now:
        yield PromiseChange("changed" if now == "live" else now, "status", was, now)
    if old.target.indicator != new.target.indicator:
        yield PromiseChange("changed", "indicator", old.target.indicator, new.target.indicator)
    elif new.indicator is None:
        return
    elif old.indicator is not None and old.indicator.direction != new.indicator.direction:
        yield PromiseChange("changed", "direction", old.indicator.direction, new.indicator.direction)
    else:
        sides = _Sides(old, new, new.indicator.sign, values)
        yield from _aims(sides)
        yield from _baselines(sides)
        yield from _yearly(sides)


class _Sides(NamedTuple):
    old: Promise
    new: Promise
    sign: int
    values: Mapping[int, float]


def _easier(before: float | None, after: float | None, sign: int) -> ChangeKind:
    """Whether a changed figure loosens or tightens: more is harder with a sign of +1, less with −1."""
    if before is None or after is None:
        return "tightened" if before is None else "loosened"
    return "loosened" if sign * (after - before) < 0 else "tightened"


def _aims(sides: _Sides) -> Iterator[PromiseChange]:
    old, new = sides.old.target, sides.new.target
    if (old.value is None, old.keep is None, old.improve) != (new.value is None, new.keep is None, new.improve):
        yield PromiseChange("changed", "aim", old, new)
        return
    figures: list[tuple[What, float | None, float | None, int]] = [("value", old.value, new.value, sides.sign)]
    if old.keep is not None and new.keep is not None:
        figures = [("min", old.keep.min, new.keep.min, 1), ("max", old.keep.max, new.keep.max, -1)]
    for what, before, after, sign in figures:
        if before != after:
            yield PromiseChange(_easier(before, after, sign), what, before, after)
    if new.by != old.by:
        longer = new.last - old.last if old.keep is None else old.last - new.last
        yield PromiseChange("loosened" if longer > 0 else "tightened", "by", old.by, new.by)


def _yearly(sides: _Sides) -> Iterator[PromiseChange]:
    old, new = sides.old.target.yearly, sides.new.target.yearly
    for year in [*old, *(year for year in new if year not in old)]:
        before, after = old.get(year), new.get(year)
        if before != after:
            yield PromiseChange(_easier(before, after, sides.sign), "yearly", before, after, year)


def _baselines(sides: _Sides) -> Iterator[PromiseChange]:
    before = _base(sides.old, sides.values, known=sides.old.indicator)
    after = _base(sides.new, sides.values)
    if before[:2] == after[:2]:
        return
    target = sides.new.target
    kind: ChangeKind = "changed"
    if target.value is not None and _flatters(sides, before, after):
        kind = "loosened"
    elif target.value is not None and _flatters(sides, after, before):
        kind = "tightened"
    yield PromiseChange(kind, "baseline", before, after)


def _base(promise: Promise, values: Mapping[int, float], known: Indicator | None = None) -> Base:
    """Where counting starts; with the figure as it was then, where the indicator of then is known."""
    baseline = promise.target.baseline
    if isinstance(baseline, BaselineFigure):
        return Base(baseline.year, baseline.value, baseline.label)
    if baseline is None:
        return Base(None, None)
    figure = None if known is None else known.figure(baseline)
    if figure is not None and figure.value is not None:
        return Base(baseline, figure.value)
    return Base(baseline, values.get(baseline))


def _flatters(sides: _Sides, before: Base, after: Base) -> bool:
    """Whether the other baseline alone makes the same figures look better against the same promise."""
    was, now = _measure(sides, before), _measure(sides, after)
    if was is not None and now is not None:
        return now > was
    return before.value is not None and after.value is not None and sides.sign * (after.value - before.value) < 0


def _measure(sides: _Sides, base: Base) -> float | None:
    target, latest = sides.new.target, max(sides.values, default=None)
    if base.value is None or base.year is None or latest is None or target.value is None or base.year >= latest:
        return None
    case = Case(base.value, base.year, sides.values[latest], latest, sides.sign, target.value, target.last)
    return judge_case(case).measure


def restatements(target: Target, indicator: Indicator, as_of: date) -> Iterator[tuple[date, PromiseChange]]:
    """Every change of a promise that its earlier ones record, with its day, up to a day.

    Args:
        target: the promise, as it was on any day.
        indicator: its indicator.
        as_of: the last day.
    """
    values = {figure.year: figure.value for figure in indicator.figures() if figure.value is not None}
    days = [earlier.until for earlier in target.revisions if earlier.until <= as_of]
    states = [*(target.before(day) for day in days), target.on(as_of)]
    for day, (old, new) in zip(days, pairwise(states), strict=True):
        for change in promise_changes(Promise(old, indicator), Promise(new, indicator), values):
            yield day, change


Pair = tuple[str, str]
"""A text in English and in Japanese."""

CHANGES: dict[str, Pair] = {
    "loosened": ("loosened", "緩和"),
    "tightened": ("tightened", "強化"),
    "changed": ("changed", "変更"),
    "superseded": ("superseded", "差し替え"),
    "dropped": ("dropped", "取り下げ"),
    "indicator": ("indicator", "指標"),
    "direction": ("direction", "望ましい方向"),
    "aim": ("promise", "約束"),
    "value": ("value", "目標値"),
    "by": ("target year", "目標年度"),
    "min": ("least", "下限"),
    "max": ("most", "上限"),
    "baseline": ("baseline", "基準値"),
    "yearly": ("yearly target of {year}", "{year}の目標値"),
    "status": ("status", "扱い"),
    "live": ("live", "有効"),
    "increase": ("increase", "増加"),
    "decrease": ("decrease", "減少"),
    "none": ("none", "なし"),
}
"""The kinds of changes, what of a promise they are of, and what it can be."""

_NOTHING = ("nothing", "なし")
_POINT = ("{value} in {year}", "{value}（{year}）")
_NAMED = ("{value} ({name})", "{value}（{name}）")
_AIMED = ("{promise} by {year}", "{year}までに{promise}")
_KEPT = ("{promise} until {year}", "{year}まで{promise}")
_RESTATED = ("{kind}: {what} {after}, before: {before}", "{kind}：{what}{after}（以前は{before}）")
_RESTATED_ON = (
    "{kind}: {what} {after} since {day}, before: {before}",
    "{kind}：{day}から{what}{after}（以前は{before}）",
)


class Base(NamedTuple):
    """Where counting starts: the year, if there is one, the figure where it is known, and what it is called instead."""

    year: int | None
    value: int | float | None
    label: Text | None = None


class Spelling(NamedTuple):
    """How figures and years of a promise are written.

    Attributes:
        indicator: its indicator; `None` where that is not known.
        era: whether Japanese years are named by their eras.
    """

    indicator: Indicator | None
    era: bool = False

    @property
    def decimals(self) -> int | None:
        """The indicator's decimals; a figure may have more."""
        return None if self.indicator is None else self.indicator.shown_decimals

    def year(self, number: int) -> Pair:
        """A year as the indicator counts it."""
        kind = "calendar" if self.indicator is None else self.indicator.year_kind
        return label(number, kind), label(number, kind, "ja", era=self.era)


def restated(change: PromiseChange, spelling: Spelling, day: date | None = None) -> Pair:
    """A change of a promise: loosened: value 950 since 2023-06-13, before: 1,000.

    Args:
        change: the change.
        spelling: how its figures and years are written.
        day: since when; `None` where the day stands beside it.
    """
    what = CHANGES[change.what]
    if change.year is not None:
        what = _filled(what, year=spelling.year(change.year))
    before, after = (side_words(side, change.what, spelling) for side in (change.before, change.after))
    sentence = _RESTATED if day is None else _RESTATED_ON
    since = "" if day is None else day.isoformat()
    return _filled(sentence, kind=CHANGES[change.kind], what=what, before=before, after=after, day=(since, since))


def side_words(side: object, what: str | None, spelling: Spelling) -> Pair:
    """What is promised on one side of a change, as in `PromiseChange`."""
    match side:
        case None:
            return _NOTHING
        case Target():
            return _aim(side, spelling)
        case Base():
            return _start(side, spelling)
        case str():
            return CHANGES[side] if what in {"direction", "status"} else (side, side)
        case int() if what == "by":
            return spelling.year(side)
        case int() | float():
            return (exact_figure(side, spelling.decimals),) * 2
    raise TypeError(side)


def plain_side(side: object) -> object:
    """A side as documents have it."""
    if isinstance(side, Base):
        return {"year": side.year, "value": side.value}
    if isinstance(side, Target):
        keep = None if side.keep is None else side.keep.model_dump(mode="json", exclude_none=True)
        promised = {"value": side.value, "keep": keep, "improve": side.improve or None, "by": side.by}
        return {key: value for key, value in promised.items() if value is not None}
    return side


def _aim(target: Target, spelling: Spelling) -> Pair:
    aim = target.in_words(spelling.decimals)
    if target.by is None:
        return aim
    return _filled(_AIMED if target.keep is None else _KEPT, promise=aim, year=spelling.year(target.by))


def _start(base: Base, spelling: Spelling) -> Pair:
    figure = exact_figure(base.value, spelling.decimals)
    if base.label is not None:
        return _filled(_NAMED, value=(figure, figure), name=(_named(base.label, "en"), _named(base.label, "ja")))
    return _NOTHING if base.year is None else _filled(_POINT, value=(figure, figure), year=spelling.year(base.year))


def _named(text: Text, lang: Language) -> str:
    return " ".join(printable(pick(text, lang)).split())


def _filled(sentence: Pair, **values: Pair) -> Pair:
    en, ja = ({key: pair[column] for key, pair in values.items()} for column in (0, 1))
    return sentence[0].format(**en), sentence[1].format(**ja)
