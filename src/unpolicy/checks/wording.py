"""Sentences and repairs that several rules of structure share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.finding import Repair
from unpolicy.errors import UsageError
from unpolicy.figures import parse_figure
from unpolicy.years import parse_year

if TYPE_CHECKING:
    from unpolicy.checks.finding import Finding
    from unpolicy.checks.structure import Fault
    from unpolicy.model import Record


def misfit(fault: Fault, repair: Repair | None = None, guess: str | None = None) -> Finding:
    """What was found and what belongs there, in one sentence.

    Args:
        fault: the place.
        repair: how to put it right.
        guess: what was probably meant.
    """
    from unpolicy.checks.structure import shown_ja

    belongs = fault.expected
    if belongs is None:
        return fault.finding(
            f"{fault.shown} does not belong here: take it out.",
            f"{shown_ja(fault.found)}はここに置けません。外してください。",
        )
    question, question_ja = (f"; did you mean {guess}?", f"{guess} のことですか。") if guess else (".", "")
    found, found_ja = ("nothing", "空") if fault.found is None else (fault.shown, shown_ja(fault.found))
    if fault.on == "key":
        return fault.finding(
            f"The key here must be {belongs.en}, not {found}{question}",
            f"キーが{found_ja}になっています。{belongs.ja}にしてください。{question_ja}",
            repair,
        )
    return fault.finding(
        f"{capital(fault.subject)} must be {belongs.en}, not {found}{question}",
        f"{fault.subject_ja}が{found_ja}になっています。{belongs.ja}にしてください。{question_ja}",
        repair,
    )


def number_repair(fault: Fault) -> Repair | None:
    """Writes the number that a text means in another spelling."""
    try:
        spoken = parse_figure(fault.found)
    except UsageError:
        return None
    if spoken.value is None:
        text = "{status: pending}"
        kind = fault.expected.kind if fault.expected is not None else ""
        return Repair(f"Write {text}.", f"{text} と書く。", text=text, safe=False) if kind == "figure" else None
    safe = not spoken.percent or fault.measure == "percentage"
    return Repair(f"Write {spoken.value}.", f"{spoken.value} と書く。", text=str(spoken.value), safe=safe)


def year_repair(fault: Fault) -> Repair | None:
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
    return Repair(f"Write {spoken.year}.", f"{spoken.year} と書く。", text=str(spoken.year), safe=safe)


def field_words(record: type[Record] | None, key: str) -> tuple[str, str]:
    """What belongs under a key of a record, in English and Japanese."""
    from unpolicy.checks import expect

    if record is None:
        return "it", "それ"
    hint = expect.hints(record).get(key)
    words = None if hint is None else expect.expected(hint)
    return (words.en, words.ja) if words is not None else ("it", "それ")


def capital(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
