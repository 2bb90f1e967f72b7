"""The rules by code: names, gravity, the functions whose docstrings explain them, findings, and values in sentences."""

from __future__ import annotations

import importlib
import math
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from unpolicy.checks.diagnostic import DATA_STAGES, Fix, Rule, Severity, Stage
from unpolicy.errors import UsageError
from unpolicy.text import printable, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from unpolicy.store.layout import Span


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
_MODULES = (
    "files",
    "syntax",
    "structure",
    "forms",
    *DATA_MODULES,
    *WARNING_MODULES,
    "loosening",
    "ignores",
)
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


class Check(NamedTuple):
    """A rule's function for one kind of record of readable data."""

    code: str
    function: Callable[..., Iterable[Any]]


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
            _CHECKS[stage].append(Check(code, function))
        return function

    return register


@cache
def rules() -> dict[str, Rule]:
    """All rules by code, in the order of the codes."""
    return _imported(_MODULES)


def checks(stage: Stage, *, warnings: bool) -> list[Check]:
    """The checks of a stage, for readable data.

    Args:
        stage: one of `DATA_STAGES`.
        warnings: whether what only warns is asked too.
    """
    known = _imported((*DATA_MODULES, *(WARNING_MODULES if warnings else ())))
    return [check for check in _CHECKS[stage] if warnings or known[check.code].severity == "error"]


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
