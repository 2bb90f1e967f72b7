"""What all views share: the field's words in both languages, and the way from a record to a document or a row.

A document is a typed record (a `NamedTuple`) whose fields are the document's keys, in its order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from types import UnionType
from typing import Any, Final, ForwardRef, Literal, TypeVar, Union, final, get_args, get_origin

from unpolicy import names
from unpolicy.model import Record

COMMON: dict[str, tuple[str, str]] = {
    "as-of": ("as of {day}", "{day}時点"),
    "unit": ("in {unit}", "単位：{unit}"),
    "year": ("Year", "年"),
    "status": ("Status", "状態"),
    "published": ("Published", "公表日"),
    "source": ("Source", "出典"),
    "verdict": ("Verdict", "判定"),
    "no-verdict": ("no verdict", "判定なし"),
    "method": ("Method", "判定方式"),
    "revisions": ("Revisions", "改定"),
    "gap": ("Gap closed", "進捗率"),
    "pace": ("Pace a year", "年間ペース"),
    "grade": ("Grade", "評価"),
    "target": ("Target", "目標"),
    "goal": ("Goal", "中期目標"),
    "indicator": ("Indicator", "指標"),
    "aim": ("Aim", "目標値"),
    "change": ("Change", "前年差"),
    "milestones": ("Milestones", "マイルストーン"),
    "figures": ("Figures", "実績値"),
    "promises": ("Yearly targets", "年度ごとの目標値"),
    "stability": ("Stability", "判定の安定性"),
    "range": ("{low} to {high}", "{low}～{high}"),
}
"""Titles and phrases that several topics have."""

VERDICTS = names.VERDICT_WORDS

STANDINGS: dict[str, tuple[str, str]] = {
    "stale": ("not out yet; {verdict} in {year}", "未公表（{year}時点では{verdict}）"),
    "stale-cell": ("not out yet; {verdict} in {year}", "未公表\n（{year}時点\nでは{verdict}）"),
    "dated": ("{verdict} in {year}", "{verdict}（{year}時点）"),
    "dated-cell": ("{verdict} in {year}", "{verdict}\n（{year}時点）"),
    "kept": ("kept", "維持"),
    "so-far": ("{verdict} so far", "{verdict}（現時点）"),
    "so-far-cell": ("{verdict}\nso far", "{verdict}\n（現時点）"),
    "leaving": (
        "{verdict}; at this pace it leaves the limits in {year}",
        "{verdict}（このペースでは{year}に範囲を外れる）",
    ),
    "leaving-cell": ("{verdict}; leaves in {year}", "{verdict}\n（{year}に逸脱）"),
    "count": ("not out yet", "未公表"),
}
"""How a verdict is put that rests on an older figure than could be known; `count` where targets are counted."""

VERDICT_SIGNS = dict(zip(VERDICTS, "✓↑↗→↓✗?", strict=True))
"""A sign beside each verdict, so that it is distinct without colour."""

MILESTONES = names.MILESTONE_WORDS

MILESTONE_SIGNS = dict(zip(MILESTONES, "✓…○✗–", strict=True))

STATUSES = names.STATUS_WORDS

STEPS: dict[str, tuple[str, str]] = {
    "exceeded": ("target exceeded", names.OFFICIAL_STEPS["exceeded"]),
    "achieved": ("target achieved", names.OFFICIAL_STEPS["achieved"]),
    "considerable-progress": ("considerable progress", names.OFFICIAL_STEPS["considerable-progress"]),
    "little-progress": ("little progress", names.OFFICIAL_STEPS["little-progress"]),
    "not-heading-there": ("not heading there", names.OFFICIAL_STEPS["not-heading-there"]),
}

METHODS: dict[str, tuple[str, str]] = {
    "linear": ("linear pace", "直線（等差）方式"),
    "statcan": ("Statistics Canada", "カナダ統計局方式"),
    "eurostat": ("Eurostat", "ユーロスタット方式"),
    "unsd2022": ("UNSD 2022", "国連統計部2022年方式"),
    "unsd2023": ("UNSD 2023", "国連統計部2023年方式"),
    "kenko21": ("Health Japan 21", "健康日本21方式"),
}

REASONS: dict[str, tuple[str, str]] = {
    "no-target": ("this method judges only against a target", "この方式は目標がある場合だけ判定する"),
    "same-year": ("fewer than two usable figures", "使える実績値が2つに満たない"),
    "break": (
        "a break in the series after the baseline, so that the figures do not compare",
        "基準年より後に系列の断絶があり、基準値と比べられない",
    ),
    "target-year": ("the target year is not after the baseline year", "目標年度が基準年度より後でない"),
    "flat-target": ("the target equals the baseline", "目標値が基準値と同じ"),
    "zero": ("growth from or to zero has no rate", "0からの、または0への伸び率は定義できない"),
    "sign-change": ("growth across zero has no rate", "0をまたぐ伸び率は定義できない"),
    "negative-base": ("the growth of a negative figure has no direction", "負の値の伸び率には向きがない"),
    "out-of-range": ("the numbers are too large or too small", "数値が大きすぎるか小さすぎる"),
    "target-behind": ("the baseline was already past the target", "基準値がすでに目標値を超えていた"),
    "no-figure": ("there is no figure yet", "実績値がまだない"),
    "no-baseline": ("there is no baseline to count from", "数え始める基準値がない"),
    "in-words": ("promised in words, which a person rates", "言葉による約束で、人が評価する"),
    "was-outside": ("an earlier year was outside the limits", "範囲を外れた年がある"),
}

LIMITS: dict[str, tuple[str, str]] = {
    "or-more": ("{value} or more", "{value}以上"),
    "or-less": ("{value} or less", "{value}以下"),
    "outside": ("Outside the limits in {years}.", "範囲を外れた年：{years}。"),
}
"""What a figure must be, and the years in which one that is to be kept was outside its limits."""

TERMS: dict[names.Term, tuple[str, str]] = {
    "policy": ("policy", "施策"),
    "goal": ("goal", "中期目標"),
    "target": ("target", "目標値"),
    "indicator": ("indicator", "測定指標"),
    "actual": ("actual", "実績値"),
    "baseline": ("baseline", "基準値"),
    "initiative": ("what was done", "主な取組"),
    "finding": ("what was found", "評価結果"),
    "next-step": ("what comes next", "今後の方向性"),
}
"""The words by which our sentences call what the settings may rename."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""The months in English; Japanese counts them."""


_Made = TypeVar("_Made")


@final
class Omitted:
    """The type of `OMITTED`."""


OMITTED: Final = Omitted()
"""The value of a field that this document does not have."""

RECORD: Final = "record"
"""The field whose value stands in the document key by key, in its place; a later field of the same name is read."""

UNKNOWN_POINT: Final = (None, None)
"""Year and value where there is no point."""

_ATOMS: frozenset[type] = frozenset({str, int, float, bool, type(None)})
_PLAIN = {"None", *(kind.__name__ for kind in _ATOMS)}


def to_json(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a document
    """A record, or what stands in one, as JSON has it.

    Records and mappings become objects, other sequences arrays, dates text as 2026-11-24; numbers keep their full
    precision. What the data files hold becomes what they hold, in all languages.

    Args:
        value: what to turn. A field whose value is `OMITTED` is left out.

    Raises:
        TypeError: something that no document can hold.
    """
    kind = type(value)
    return value if kind in _ATOMS else _WRITERS[kind](value)


def parts(record: Any) -> dict[str, Any]:  # noqa: ANN401 - any record
    """What stands at each key of a document, mostly not as JSON has it yet: a long list can be turned in pieces."""
    if isinstance(record, dict):
        return record
    found: dict[str, Any] = record._asdict()
    return to_json(record) if RECORD in found else {key: item for key, item in found.items() if item is not OMITTED}


class _Writers(dict[type, Callable[[Any], Any]]):
    """What turns the values of each type, worked out at the first of them: a document may have 100,000."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        self[kind] = found = _writer(kind)
        return found


_WRITERS = _Writers()


def _writer(kind: type[Any]) -> Callable[[Any], Any]:
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _record_writer(kind)
    if issubclass(kind, Mapping):
        return lambda value: _filtered(dict(value), list(value))
    if issubclass(kind, list | tuple):
        return lambda value: [item if type(item) in _ATOMS else to_json(item) for item in value]
    if issubclass(kind, date):
        return date.isoformat
    if issubclass(kind, Record):
        return partial(Record.model_dump, mode="json", exclude_none=True)
    raise TypeError(f"a document cannot hold {kind.__name__}")


def _record_writer(kind: type[Any]) -> Callable[[Any], Any]:
    # A field that holds but words and numbers needs no look.
    as_dict: Callable[[Any], dict[str, Any]] = kind._asdict
    nested = [name for name in kind._fields if not _is_plain(kind.__annotations__[name])]
    if RECORD in nested:
        return lambda record: _spread(_filtered(as_dict(record), nested))
    return (lambda record: _filtered(as_dict(record), nested)) if nested else as_dict


def _filtered(made: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """An object whose values at some keys are turned, without those that it does not have."""
    for key in keys:
        item = made[key]
        if item is OMITTED:
            del made[key]
        elif type(item) not in _ATOMS:
            made[key] = _WRITERS[type(item)](item)
    return made


def _is_plain(annotation: object) -> bool:
    if isinstance(annotation, ForwardRef):  # of a module that does not evaluate them
        return _PLAIN.issuperset(annotation.__forward_arg__.split(" | "))
    if get_origin(annotation) in {Union, UnionType}:
        return all(map(_is_plain, get_args(annotation)))
    return annotation in _ATOMS or get_origin(annotation) is Literal


def _spread(made: dict[str, Any]) -> dict[str, Any]:
    spread: dict[str, Any] = {}
    for key, value in made.items():
        spread |= value if key == RECORD else {key: value}
    return spread


def filled(kind: Callable[..., _Made], *holders: object, **own: object) -> _Made:
    """A document whose fields are those given, and else what the first of the holders that has one of the name has."""

    def value(name: str) -> object:
        held = (getattr(holder, name, OMITTED) for holder in holders)
        return own[name] if name in own else next(field for field in held if field is not OMITTED)

    return kind(*map(value, vars(kind)["_fields"]))


def cells(*values: object) -> tuple[str, ...]:
    """The cells of a row for programs: full precision and a plain minus, dates as 2026-11-24, nothing for none."""
    return tuple(map(_cell, values))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else repr(value)
