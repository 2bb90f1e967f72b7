"""What belongs at a place of a data file, found by walking the models' annotations, and the words for it."""

from __future__ import annotations

import types
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from unpolicy import model
from unpolicy.model import Record, records, settings
from unpolicy.years import YearName

if TYPE_CHECKING:
    from unpolicy.checks.rules import DataPath

_WORDS = {
    "text": ("a text, or {ja: …, en: …}", "文字列か {ja: …, en: …}"),
    "words": ("a text", "文字列"),
    "id": (
        "an id of small letters, digits and hyphens, such as un-staff",
        "小文字・数字・ハイフンのid（un-staff など）",
    ),
    "year": ("a year from 1900 to 2200, such as 2024", "1900から2200までの年（2024 など）"),
    "number": ("a number, such as 980", "数（980 など）"),
    "figure": ("a number, or {value: …, status: …}", "数か {value: …, status: …}"),
    "baseline": ("a year, or {year: …, value: …}", "年か {year: …, value: …}"),
    "day": ("a date such as 2024-08-30", "2024-08-30 のような日付"),
    "period": ("a period such as FY2021..FY2023 or FY2027", "FY2021..FY2023 や FY2027 のような期間"),
    "when": (
        "a year, month or day such as 2022, FY2022, 2022-06 or 2022-06-30",
        "2022、FY2022、2022-06、2022-06-30 のような時期",
    ),
    "month-day": ("a day of the year such as 12-31", "12-31 のような月日"),
    "digits": ("a whole number from 0 to 10", "0から10までの整数"),
    "month": ("a month from 1 to 12, such as 7", "1から12までの月（7 など）"),
    "year-form": (
        "calendar, fiscal, or {starts: 7, named_by: both}",
        "calendar、fiscal、{starts: 7, named_by: both} など",
    ),
    "length": ("a number of years from 1 to 300, such as 5", "1から300までの年数（5 など）"),
    "version": ("1, the version of this format", "この形式の版 1"),
    "file": ("a file inside the data directory", "データのディレクトリの中のファイル"),
    "true": ("true", "true"),
    "list": ("a list", "並び（- で始まる行）"),
}


_KNOWN: dict[int, tuple[Any, Expected]] = {}


class Expected(NamedTuple):
    """What belongs at a place.

    Attributes:
        kind: ``text``, ``id``, ``figure``, ``record``, ``mapping``, ``choice`` and so on.
        record: the model, where a mapping with fixed keys belongs there (perhaps beside something else).
        choices: the words to choose from.
        inner: the annotation of a mapping's or list's values.
        key: the annotation of a mapping's keys.
    """

    kind: str
    record: type[Record] | None = None
    choices: tuple[str, ...] = ()
    inner: Any = None
    key: Any = None

    @property
    def en(self) -> str:
        """What belongs there, in English, with its article."""
        return self._words()[0]

    @property
    def ja(self) -> str:
        """What belongs there, in Japanese."""
        return self._words()[1]

    def _words(self) -> tuple[str, str]:
        if self.kind == "choice":
            names = ", ".join(self.choices)
            return f"one of {names}", f"{names} のいずれか"
        if self.kind == "record" and self.record is not None:
            needed = [name for name, info in self.record.model_fields.items() if info.is_required()]
            names = ", ".join(needed or hints(self.record))
            return f"a mapping with the keys {names}", f"キー {names} を持つマッピング"
        if self.kind == "mapping":
            if expected(self.key).kind == "year":
                return "a mapping of years, such as {2023: 967}", "年のマッピング（{2023: 967} など）"
            return "a mapping with an id for each entry", "idごとのマッピング"
        return _WORDS[self.kind]


def at(root: type[Record], path: DataPath, *, key: bool = False) -> Expected | None:
    """What belongs at a path of a file, `None` where nothing does.

    Args:
        root: the file's model.
        path: where.
        key: whether the path's last key is meant, not what stands under it.
    """
    found: Expected | None = Expected("record", root)
    for index, step in enumerate(path):
        if found is None:
            return None
        last = index == len(path) - 1
        if found.inner is not None:
            found = expected(found.key if key and last and found.key is not None else found.inner)
        elif found.record is not None and isinstance(step, str):
            hint = hints(found.record).get(step)
            found = None if hint is None else expected(hint)
        else:
            return None
    return found


@cache
def hints(record: type[Record]) -> dict[str, Any]:
    """A model's keys, as files have them, with the whole annotations of its fields."""
    found = get_type_hints(record, include_extras=True)
    return {info.alias or name: found[name] for name, info in record.model_fields.items()}


def expected(annotation: Any) -> Expected:  # noqa: ANN401 - annotations have no common type
    """What an annotation stands for."""
    known = _KNOWN.get(id(annotation))
    if known is None:
        found = _named().get(_key(annotation)) or _composed(annotation)
        # Kept together with the annotation: no other object can have its identity then.
        known = _KNOWN[id(annotation)] = (annotation, found)
    return known[1]


def _composed(annotation: Any) -> Expected:  # noqa: ANN401, PLR0911 - no common type; a line for each shape
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return expected(args[0])
    if origin in {Union, types.UnionType}:
        return expected(_without_none(annotation))
    if origin is Literal and args[0] is True:
        return Expected("true")
    if origin is Literal:
        return Expected("version") if args == (model.FORMAT_VERSION,) else Expected("choice", choices=args)
    if origin is dict:
        return Expected("mapping", inner=args[1], key=args[0])
    if origin is tuple:
        return Expected("list", inner=args[0])
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return Expected("record", annotation)
    return Expected("number" if annotation in {int, float} else "words")


@cache
def _named() -> dict[str, Expected]:
    optional = hints(model.Indicator)
    names: dict[str, tuple[Any, type[Record] | None]] = {
        "text": (model.Text, model.Translations),
        "words": (records.Filled, None),
        "id": (records.Id, None),
        "year": (records.Year, None),
        "number": (records.Number, None),
        "figure": (records.Number | model.Actual, model.Actual),
        "baseline": (records.Year | model.BaselineFigure, model.BaselineFigure),
        "file": (settings.FileName, None),
        "day": (records.Day, None),
        "period": (records.PeriodText, None),
        "when": (records.When, None),
        "month-day": (_without_none(optional["as_of"]), None),
        "digits": (_without_none(optional["decimals"]), None),
        "length": (records.Length, None),
        "month": (records.Month, None),
        "year-form": (optional["year"], model.OtherYear),
    }
    choices = {"year-form": get_args(YearName)}
    return {
        _key(annotation): Expected(kind, record, choices.get(kind, ())) for kind, (annotation, record) in names.items()
    }


def _without_none(annotation: Any) -> Any:  # noqa: ANN401 - annotations have no common type
    return Union[tuple(arg for arg in get_args(annotation) if arg is not type(None))]  # noqa: UP007 - known only here


def _key(annotation: Any) -> str:  # noqa: ANN401 - annotations have no common type
    # Constraints such as Field(ge=…) compare by identity in places, so annotations are compared by their text.
    return repr(annotation)
