"""What became of a promise, in words: the same wherever it is told, in English and in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.figures import exact_figure
from unpolicy.format.records import pick
from unpolicy.format.targets import Target
from unpolicy.text import printable
from unpolicy.years import label

if TYPE_CHECKING:
    from datetime import date

    from unpolicy.assess.loosening import PromiseChange
    from unpolicy.model import Indicator, Text
    from unpolicy.years import Language

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

_BETTER = ("improve", "改善")
_IN_WORDS = ("in words", "言葉による約束")
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
        era: whether Japanese years are told by their eras.
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
        day: since when; without it the day is told beside it.
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
            return _base(side, spelling)
        case str():
            return CHANGES[side] if what in {"direction", "status"} else (side, side)
        case int() if what == "by":
            return spelling.year(side)
        case int() | float():
            return (exact_figure(side, spelling.decimals),) * 2
    raise TypeError(side)


def limits(low: float | None, high: float | None, decimals: int | None = None) -> Pair:
    """Limits in words, with at least so many decimals: 50 to 60, ≥ 50, ≤ 60."""
    least, most = exact_figure(low, decimals), exact_figure(high, decimals)
    if high is None:
        return f"≥ {least}", f"{least}以上"
    return (f"≤ {most}", f"{most}以下") if low is None else (f"{least} to {most}", f"{least}～{most}")


def promise(target: Target, decimals: int | None) -> Pair:
    """What a target promises, without its year: a figure, limits, to be better, or words."""
    if target.keep is not None:
        return limits(target.keep.min, target.keep.max, decimals)
    if target.value is None:
        return _BETTER if target.improve else _IN_WORDS
    return (exact_figure(target.value, decimals),) * 2


def plain(side: object) -> object:
    """A side as documents have it."""
    if isinstance(side, Base):
        return {"year": side.year, "value": side.value}
    if isinstance(side, Target):
        keep = None if side.keep is None else side.keep.model_dump(mode="json", exclude_none=True)
        promised = {"value": side.value, "keep": keep, "improve": side.improve or None, "by": side.by}
        return {key: value for key, value in promised.items() if value is not None}
    return side


def _aim(target: Target, spelling: Spelling) -> Pair:
    aim = promise(target, spelling.decimals)
    if target.by is None:
        return aim
    return _filled(_AIMED if target.keep is None else _KEPT, promise=aim, year=spelling.year(target.by))


def _base(base: Base, spelling: Spelling) -> Pair:
    figure = exact_figure(base.value, spelling.decimals)
    if base.label is not None:
        return _filled(_NAMED, value=(figure, figure), name=(_named(base.label, "en"), _named(base.label, "ja")))
    return _NOTHING if base.year is None else _filled(_POINT, value=(figure, figure), year=spelling.year(base.year))


def _named(text: Text, lang: Language) -> str:
    return " ".join(printable(pick(text, lang)).split())


def _filled(sentence: Pair, **values: Pair) -> Pair:
    en, ja = ({key: pair[column] for key, pair in values.items()} for column in (0, 1))
    return sentence[0].format(**en), sentence[1].format(**ja)
