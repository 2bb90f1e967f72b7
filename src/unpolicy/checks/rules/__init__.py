"""The rules by code; what they are asked of, all that could be read or one record at a time; and what they find.

The modules here hold one function a rule. Its docstring is its documentation, and its examples are run by the tests.
"""

from __future__ import annotations

import importlib
import math
from dataclasses import dataclass, field
from functools import cache, cached_property
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from unpolicy.checks import DATA_STAGES, Fix, Rule, Severity, Stage
from unpolicy.errors import UsageError
from unpolicy.model import Actual, BaselineFigure, Dataset, Dimension, Goal, Indicator, Rating, Source, Target
from unpolicy.text import printable, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from datetime import date

    from unpolicy.model.targets import EarlierPromise
    from unpolicy.store.layout import Span

    Check = tuple[str, Callable[..., Iterable[Any]]]
    """A function for one kind of record of readable data, with the code of its rule."""


FileKind = Literal["targets", "indicators", "settings"]
FileKey = str
"""One of the files: its kind, or its kind and name, as `unpolicy.model` has it."""
KeyOrValue = Literal["value", "key"]
DataPath = tuple[str | int, ...]

GROUPS = {
    "U0": ("File and encoding", "ファイルと文字コード"),
    "U1": ("YAML syntax, and what the format leaves out", "YAMLの構文と、この形式にないもの"),
    "U2": ("Structure", "構造"),
    "U3": ("Values", "値"),
    "U4": ("References", "参照"),
    "U5": ("Years", "年"),
    "U6": ("Plausibility", "もっともらしさ"),
    "U7": ("Ignored problems", "無視の指定"),
    "U8": ("Settings", "設定"),
}

DATA_MODULES = ("values", "references", "parts", "years")
"""Where the errors stand that are looked for in sound data; of the others, each is imported when there is need."""
WARNING_MODULES = ("plausibility",)
"""Where the warnings stand that are looked for in sound data besides those of years."""
_NAMELESS = {True: "true", False: "false", None: "null"}
_RULES: dict[str, Rule] = {}
_CHECKS: dict[Stage, list[Check]] = {stage: [] for stage in DATA_STAGES}

Function = TypeVar("Function", bound="Callable[..., Any]")


class Finding(NamedTuple):
    """One problem that a rule found, before its place is looked up.

    Attributes:
        file: which of the data files.
        path: where in its data.
        en: one sentence in English: what is wrong, and the way out.
        ja: the same in Japanese.
        fix: how to put it right.
        on: whether the value at `path` is meant or its key.
        span: the place in the text, where it is known already; `path` is not looked at then.
    """

    file: FileKey
    path: DataPath
    en: str
    ja: str
    fix: Fix | None = None
    on: KeyOrValue = "value"
    span: Span | None = None


Values = dict[int, int | float]


@dataclass(frozen=True, eq=False, repr=False)
class View:
    """What could be read of both files.

    Attributes:
        as_of: the day on which the data is judged.
        headline: the headline target's id, where the file names one.
        goals: the goals by id.
        targets: the targets by id.
        ratings: the ratings by their place in the list.
        indicators: the indicators by id.
        ids: every id that the files hold, sound or not, by section; a section is absent where its file could not be
            read, since nothing can be said then of what refers to it.
        damaged: the indicators that something had to be left out of.
        sources: the publications by id.
        dimensions: what indicators are broken down by.
    """

    as_of: date
    headline: str | None = None
    goals: Mapping[str, Goal] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    ratings: Mapping[int, Rating] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    ids: Mapping[str, Collection[str]] = field(default_factory=dict)
    damaged: frozenset[str] = frozenset()
    sources: Mapping[str, Source] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)

    @classmethod
    def from_dataset(cls, dataset: Dataset, as_of: date) -> View:
        """The view of sound data."""
        file = dataset.targets_file
        sections: dict[str, Any] = {name: getattr(file, name) for name in ("sources", "goals", "targets")}
        sections |= {"indicators": dataset.indicators, "dimensions": dataset.dimensions}
        return cls(as_of, file.headline, ratings=dict(enumerate(file.ratings)), ids=sections, **sections)

    def exists(self, section: str, name: str) -> bool:
        """Whether an id is there, or may be since its file could not be read."""
        section_ids = self.ids.get(section)
        return section_ids is None or name in section_ids

    @cached_property
    def indicator_views(self) -> dict[str, IndicatorView]:
        """Each indicator on its own, by id."""
        return {name: IndicatorView(self, name, indicator) for name, indicator in self.indicators.items()}

    def records(self, stage: Stage) -> Iterable[View | IndicatorView | TargetView]:
        """What the rules of a stage are asked of, one by one."""
        indicators = self.indicator_views.values()
        if stage == "indicator":
            return indicators
        if stage == "part":
            return [view for view in indicators if view.indicator.part_of is not None]
        return self.target_views.values() if stage == "target" else [self]

    @cached_property
    def target_views(self) -> dict[str, TargetView]:
        """Each target on its own, by id."""
        return {name: TargetView(self, name, target) for name, target in self.targets.items()}


class IndicatorView:
    """One indicator, with what several rules ask of its figures worked out once.

    With 10,000 indicators, every call and every search here is felt: `docs/performance.md` says what validating costs.

    Attributes:
        data: everything else.
        name: its id.
        indicator: the record.
        values: the figures that have a value, by year, in the order of the file.
        long_forms: the figures in the long form, by year.
        newest: the last year with a figure; zero where there is none.
    """

    __slots__ = ("data", "indicator", "long_forms", "name", "newest", "values")

    def __init__(self, data: View, name: str, indicator: Indicator) -> None:
        self.data, self.name, self.indicator = data, name, indicator
        values: Any = indicator.actuals
        # By type, not by isinstance, which asks pydantic's metaclass about every number.
        self.long_forms = {year: entry for year, entry in values.items() if type(entry) is Actual}
        if self.long_forms:
            values = values.copy()
            for year, entry in self.long_forms.items():
                if entry.value is None:
                    del values[year]
                else:
                    values[year] = entry.value
        self.values: Values = values
        self.newest: int = max(values) if values else 0

    def finding(self, path: DataPath, en: str, ja: str, fix: Fix | None = None, *, on: KeyOrValue = "value") -> Finding:
        """A finding at a path below the indicator."""
        return Finding("indicators", ("indicators", self.name, *path), en, ja, fix, on)

    def value_path(self, year: int) -> DataPath:
        """Where below the indicator the value of a figure stands."""
        return ("actuals", year, "value") if year in self.long_forms else ("actuals", year)


class TargetView:
    """One target.

    Attributes:
        data: everything else.
        name: its id.
        target: the record.
        indicator: what it is measured by, where that could be read.
        values: the figures of the indicator that have a value, by year.
        promised: every figure that it promises, promised or counts from: its place below the target, and its value.
    """

    __slots__ = ("data", "indicator", "name", "promised", "target", "values")

    def __init__(self, data: View, name: str, target: Target) -> None:
        self.data, self.name, self.target = data, name, target
        measured = data.indicator_views.get(target.indicator)
        self.indicator: Indicator | None = None if measured is None else measured.indicator
        self.values: Values = {} if measured is None else measured.values
        promised = [*_figures_of(target), *((("yearly", year), value) for year, value in target.yearly.items())]
        for index, earlier in enumerate(target.revisions):
            promised += [(("revisions", index, *path), value) for path, value in _figures_of(earlier)]
        self.promised: list[tuple[DataPath, int | float]] = promised

    def finding(self, path: DataPath, en: str, ja: str, fix: Fix | None = None, *, on: KeyOrValue = "value") -> Finding:
        """A finding at a path below the target."""
        return Finding("targets", ("targets", self.name, *path), en, ja, fix, on)


def _figures_of(promise: Target | EarlierPromise) -> Iterator[tuple[DataPath, int | float]]:
    if promise.value is not None:
        yield ("value",), promise.value
    if isinstance(promise.baseline, BaselineFigure):
        yield ("baseline", "value"), promise.baseline.value
    for side in ("min", "max"):
        limit = getattr(promise.keep, side, None)
        if limit is not None:
            yield ("keep", side), limit


def rule(
    code: str, title: str, title_ja: str, *, stage: Stage, severity: Severity = "error"
) -> Callable[[Function], Function]:
    """Registers a function as a rule."""

    def register(function: Function) -> Function:
        if code in _RULES:
            raise ValueError(f"{code} is given twice")
        _RULES[code] = Rule(code, severity, title, title_ja, stage, function)
        return also(code, stage=stage)(function)

    return register


def also(code: str, *, stage: Stage) -> Callable[[Function], Function]:
    """Registers a further function of a rule, for another kind of record."""

    def register(function: Function) -> Function:
        if stage in _CHECKS:
            _CHECKS[stage].append((code, function))
        return function

    return register


@cache
def rules() -> dict[str, Rule]:
    """All rules by code, in the order of the codes."""
    every = sorted(module.name for module in iter_modules(__path__))
    return _imported((*DATA_MODULES, *WARNING_MODULES, *every))


def checks(*, warnings: bool) -> dict[Stage, list[Check]]:
    """The checks of readable data, by stage.

    Args:
        warnings: whether what only warns is asked too.
    """
    known = _imported((*DATA_MODULES, *(WARNING_MODULES if warnings else ())))
    return {
        stage: [(code, check) for code, check in found if warnings or known[code].severity == "error"]
        for stage, found in _CHECKS.items()
    }


def _imported(modules: Iterable[str]) -> dict[str, Rule]:
    for module in modules:
        importlib.import_module(f"unpolicy.checks.rules.{module}")
    return dict(sorted(_RULES.items()))


def get(code: str) -> Rule:
    """The rule of a code, however the letter is written.

    Raises:
        UsageError: there is no such rule.
    """
    found = rules().get(code.strip().upper())
    if found is None:
        raise UsageError(
            f"There is no rule “{code}”: `unpolicy rule` lists them.",
            ja=f"「{code}」という規則はありません。一覧は `unpolicy rule` で出ます。",
        )
    return found


def chosen(codes: Iterable[str]) -> frozenset[str]:
    """The codes meant by codes and their beginnings, such as ``U301`` and ``U6``, apart or parted by commas.

    Raises:
        UsageError: one of them begins no code.
    """
    known = rules()
    wanted: set[str] = set()
    for written in (part.strip() for text in codes for part in text.split(",")):
        matching = {code for code in known if written and code.startswith(written.upper())}
        if not matching:
            raise UsageError(
                f"“{written}” is no rule and begins none: `unpolicy rule` lists them.",
                ja=f"「{written}」で始まる規則はありません。一覧は `unpolicy rule` で出ます。",
            )
        wanted |= matching
    return frozenset(wanted)


def did_you_mean(guess: str | None, en: str, ja: str) -> tuple[str, str]:
    """The end of a sentence on an unknown word: what was probably meant, else what to do, in both languages."""
    return (f"did you mean {guess}?", f"{guess} のことですか。") if guess else (en, ja)


def shown(value: Any) -> str:  # noqa: ANN401 - whatever the file holds
    """A value as a sentence shows it: “text”, 5, true, a list."""
    if isinstance(value, bool) or value is None:
        return _NAMELESS[value]
    if isinstance(value, str):
        return f"“{cut(value)}”"
    if isinstance(value, int | float):
        return "a number of very many digits" if abs(value) > 10**30 and math.isfinite(value) else str(value)
    return "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list | tuple) else "a date"


def shown_ja(value: Any) -> str:  # noqa: ANN401 - whatever the file holds
    """The same in a Japanese sentence."""
    if isinstance(value, str):
        return f"「{cut(value)}」"
    words = {"a mapping": "マッピング", "a list": "並び", "a date": "日付", "null": "空"}
    text = shown(value)
    return words.get(text, "桁の多すぎる数" if text.startswith("a number") else text)


def cut(text: str) -> str:
    """A text in few characters, safe to print."""
    return printable(shortened(text)).replace("\n", "\\n").replace("\t", "\\t")
