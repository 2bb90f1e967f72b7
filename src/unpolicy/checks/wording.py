"""What several rules of structure share: the words for what stands in a file, sentences and fixes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from unpolicy.checks.diagnostic import Fix
from unpolicy.errors import UsageError
from unpolicy.figures import parse_figure
from unpolicy.text import printable, shortened
from unpolicy.years import parse_year

if TYPE_CHECKING:
    from unpolicy.checks.faults import Fault
    from unpolicy.checks.registry import DataPath, Finding, Part

_NAMELESS = {True: "true", False: "false", None: "null"}


def misfit(fault: Fault, fix: Fix | None = None, guess: str | None = None) -> Finding:
    """What was found and what belongs there, in one sentence.

    Args:
        fault: the place.
        fix: how to put it right.
        guess: what was probably meant.
    """
    belongs = fault.expected
    if belongs is None:
        return fault.finding(
            f"{fault.shown} does not belong here: take it out.",
            f"{fault.shown_ja}はここに置けません。外してください。",
        )
    question, question_ja = (f"; did you mean {guess}?", f"{guess} のことですか。") if guess else (".", "")
    found, found_ja = ("nothing", "空") if fault.found is None else (fault.shown, fault.shown_ja)
    if fault.on == "key":
        return fault.finding(
            f"The key here must be {belongs.en}, not {found}{question}",
            f"キーが{found_ja}になっています。{belongs.ja}にしてください。{question_ja}",
            fix,
        )
    return fault.finding(
        f"{fault.opening} must be {belongs.en}, not {found}{question}",
        f"{fault.subject_ja}が{found_ja}になっています。{belongs.ja}にしてください。{question_ja}",
        fix,
    )


def number_fix(fault: Fault) -> Fix | None:
    """Writes the number that a text means in another spelling."""
    try:
        spoken = parse_figure(fault.found)
    except UsageError:
        return None
    if spoken.value is None:
        text = "{status: pending}"
        kind = fault.expected.kind if fault.expected is not None else ""
        return Fix(f"Write {text}.", f"{text} と書く。", text=text, safe=False) if kind == "figure" else None
    safe = not spoken.percent or fault.measure == "percentage"
    return Fix(f"Write {spoken.value}.", f"{spoken.value} と書く。", text=str(spoken.value), safe=safe)


def year_fix(fault: Fault) -> Fix | None:
    """Writes the year that a text means in another spelling."""
    found = fault.found
    if isinstance(found, float) and found.is_integer():
        found = str(int(found))
    try:
        spoken = parse_year(found) if isinstance(found, str) else None
    except UsageError:
        return None
    if spoken is None or (fault.on == "key" and spoken.year in fault.around):
        return None
    safe = spoken.wording is None or spoken.wording == fault.calendar
    return Fix(f"Write {spoken.year}.", f"{spoken.year} と書く。", text=str(spoken.year), safe=safe)


def subject(path: DataPath, on: Part) -> tuple[str, str]:
    """What stands at a path, in English and Japanese: “the figure of 2023”, “`title`”."""
    if not path:
        return "the file", "ファイル"
    last = path[-1]
    if on == "key":
        return f"the key {shown(last)}", f"キー {shown(last)}"
    owner = path[-2] if len(path) > 1 else None
    if isinstance(last, int) and owner == "actuals":
        return f"the figure of {last}", f"{last}年の実績値"
    if isinstance(last, int) and owner == "yearly":
        return f"the yearly target of {last}", f"{last}年の年度目標"
    if isinstance(last, int):
        return f"item {last + 1} of `{owner}`", f"`{owner}` の{last + 1}番目"
    return f"`{_cut(str(last))}`", f"`{_cut(str(last))}`"


def shown(value: Any) -> str:  # noqa: ANN401 - whatever the file holds
    """A value as a sentence shows it: “text”, 5, true, a list."""
    if isinstance(value, bool) or value is None:
        return _NAMELESS[value]
    if isinstance(value, str):
        return f"“{_cut(value)}”"
    if isinstance(value, int | float):
        return "a number of very many digits" if abs(value) > 10**30 and math.isfinite(value) else str(value)
    return "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list | tuple) else "a date"


def shown_ja(value: Any) -> str:  # noqa: ANN401 - whatever the file holds
    """The same in a Japanese sentence."""
    if isinstance(value, str):
        return f"「{_cut(value)}」"
    words = {"a mapping": "マッピング", "a list": "並び", "a date": "日付", "null": "空"}
    text = shown(value)
    return words.get(text, "桁の多すぎる数" if text.startswith("a number") else text)


def _cut(text: str) -> str:
    return printable(shortened(text)).replace("\n", "\\n").replace("\t", "\\t")
