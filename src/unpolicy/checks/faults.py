"""Turns pydantic's errors into faults: one for each place, however many members of a union failed there."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.checks import Fix, expect
from unpolicy.checks.rules import DataPath, FileKey, Finding, KeyOrValue, cut, shown, shown_ja
from unpolicy.errors import UsageError
from unpolicy.figures import parse_figure
from unpolicy.model import Actual, Indicator, Target, Translations, file_model
from unpolicy.model.targets import EarlierPromise
from unpolicy.text import close_match
from unpolicy.years import parse_year

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pydantic import ValidationError


class Fault(NamedTuple):
    """One place of a file that does not fit its model.

    Attributes:
        code: the rule that it breaks.
        file: which file.
        path: where in its data.
        on: whether the value there is meant or its key.
        found: what stands there.
        expected: what belongs there, `None` for what belongs nowhere.
        key: the missing or the unknown key.
        guess: what was probably meant.
        around: the mapping in which the fault is, as it was read.
        measure: the kind of the indicator in which the fault is, ``percentage`` for example.
        calendar: the kind of year of that indicator.
    """

    code: str
    file: FileKey
    path: DataPath
    on: KeyOrValue = "value"
    found: Any = None
    expected: expect.Expected | None = None
    key: str = ""
    guess: str | None = None
    around: Any = None
    measure: str = ""
    calendar: str = ""

    @property
    def subject(self) -> str:
        """What the sentence is about, in English."""
        return subject(self.path, self.on)[0]

    @property
    def opening(self) -> str:
        """The same at the beginning of a sentence."""
        return self.subject[:1].upper() + self.subject[1:]

    @property
    def subject_ja(self) -> str:
        """What the sentence is about, in Japanese."""
        return subject(self.path, self.on)[1]

    @property
    def shown(self) -> str:
        """What stands there, in few words."""
        return shown(self.found)

    @property
    def shown_ja(self) -> str:
        """The same in Japanese."""
        return shown_ja(self.found)

    def finding(self, en: str, ja: str, fix: Fix | None = None, *, on: KeyOrValue | None = None) -> Finding:
        """The finding of this fault, at its own place or at the key of it."""
        return Finding(self.file, self.path, en, ja, fix, on or self.on)


def faults(
    file: FileKey,
    data: Any,  # noqa: ANN401 - whatever the file holds
    error: ValidationError,
    left_out: Collection[tuple[object, ...]] = (),
    limit: int | None = None,
) -> tuple[list[Fault], frozenset[str]]:
    """The places that pydantic complained about, each once, in the order of the file's records.

    Args:
        file: which file.
        data: what was parsed.
        error: what pydantic says of it.
        left_out: the paths that the parser could not read; it has said so, and nothing more is said of them.
        limit: how many places are reported of each rule; all when `None`.

    Returns:
        The places, and the rules that are broken at more places than those.
    """
    groups = _by_place(data, error)
    parents = {path[:length] for path, _ in groups for length in range(len(path))}
    lost = {path[:length] for path in left_out for length in range(len(path) + 1)}
    counted: Counter[str] = Counter()
    reading, found = _ErrorReading(file, data), []
    for (path, on), errors in groups.items():
        inside_too = path in parents and on == "value" and isinstance(_look(data, path), dict | list)
        details = (
            [detail for detail in errors if detail["type"] in {"missing", "value_error"}] if inside_too else errors
        )
        if not details:
            continue
        code, belongs = reading.judged(path, on, details)
        # A key may be missing because it stands in what could not be read.
        if path in (lost if code == "U202" else left_out):
            continue
        counted[code] += 1
        if limit is None or counted[code] <= limit:
            found.append(reading.fault(path, on, code, belongs, details[0]))
    truncated = frozenset(code for code, number in counted.items() if limit is not None and number > limit)
    return _without_echoes(found), truncated


def _by_place(data: Any, error: ValidationError) -> dict[tuple[DataPath, KeyOrValue], list[Mapping[str, Any]]]:  # noqa: ANN401 - whatever the file holds
    groups: dict[tuple[DataPath, KeyOrValue], list[Mapping[str, Any]]] = {}
    # Without what makes them large: there may be millions.
    for detail in error.errors(include_url=False, include_input=False, include_context=False):
        groups.setdefault(_locate(data, detail), []).append(detail)
    return groups


def _locate(data: Any, error: Mapping[str, Any]) -> tuple[DataPath, KeyOrValue]:  # noqa: ANN401 - whatever the file holds
    """The place of an error: its `loc` without the names of union members, which stand in no file."""
    path: list[str | int] = []
    at, parts = data, list(error["loc"])
    on_key = bool(parts) and parts[-1] == "[key]"
    if on_key:
        parts.pop()
    # A key of a record that is no text at all has no mark of its own.
    on_key = on_key or error["type"] == "invalid_key"
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if error["type"] == "missing" and last:
            break
        key = _entry(at, part, by_text=on_key and last)
        if key is not None:
            path.append(key[0])
            at = at[key[0]]
    return tuple(path), "key" if on_key else "value"


def _entry(at: Any, part: str | int, *, by_text: bool) -> tuple[Any] | None:  # noqa: ANN401 - whatever the file holds
    if isinstance(at, dict):
        if part in at:
            return (part,)
        if by_text:
            return next(((key,) for key in at if str(key) == str(part)), None)
    elif isinstance(at, list | tuple) and isinstance(part, int) and part < len(at):
        return (part,)
    return None


def _look(data: Any, path: DataPath) -> Any:  # noqa: ANN401 - whatever the file holds
    for step in path:
        data = data[step]
    return data


class _ErrorReading:
    """What a file holds, as far as it was parsed."""

    def __init__(self, file: FileKey, data: Any) -> None:  # noqa: ANN401 - whatever the file holds
        self.file, self.data, self.model = file, data, file_model(file)

    def judged(
        self, path: DataPath, on: KeyOrValue, errors: list[Mapping[str, Any]]
    ) -> tuple[str, expect.Expected | None]:
        """The rule that a place breaks, and what belongs there."""
        belongs = expect.at(self.model, path, key=on == "key")
        if errors[0]["type"] == "missing":
            return "U202", belongs
        if any(detail["type"] in {"invalid_key", _NO_OWN_KEY} for detail in errors) and belongs is None:
            return "U201", belongs
        if on == "key":
            return {"year": "U208", "choice": "U210"}.get("" if belongs is None else belongs.kind, "U207"), belongs
        return _code(belongs, _look(self.data, path), errors), belongs

    def fault(
        self, path: DataPath, on: KeyOrValue, code: str, belongs: expect.Expected | None, first: Mapping[str, Any]
    ) -> Fault:
        """A place that breaks a rule, from the first of the errors there."""
        found = path[-1] if on == "key" else _look(self.data, path)
        if code == "U202":
            return Fault(code, self.file, path, found=found, expected=belongs, key=str(first["loc"][-1]), around=found)
        if code == "U201":
            return self._unknown_key(path)
        around = _look(self.data, path[:-1]) if path else self.data
        guess = close_match(str(found), belongs.choices) if belongs is not None and belongs.choices else None
        record = _look(self.data, path[:2]) if path[:1] == ("indicators",) and len(path) > 2 else {}
        measure, calendar = (str(record.get(key, "")) for key in ("kind", "year"))
        return Fault(code, self.file, path, on, found, belongs, "", guess, around, measure, calendar)

    def _unknown_key(self, path: DataPath) -> Fault:
        around, key = _look(self.data, path[:-1]), str(path[-1])
        holder = expect.at(self.model, path[:-1])
        allowed = list(expect.hints(holder.record)) if holder is not None and holder.record is not None else []
        guess = close_match(key, [name for name in allowed if name not in around])
        return Fault("U201", self.file, path, "key", _look(self.data, path), holder, key, guess, around)


_NO_OWN_KEY = "string_pattern_mismatch"
"""What pydantic says of a key that is neither known nor one of those that begin with `x-`."""
_FORMS = {
    "file": "U803",
    **dict.fromkeys(("day", "when", "month-day"), "U206"),
    **dict.fromkeys(("choice", "year-form", "true"), "U210"),
}
_NUMBERS = {"number", "figure", "digits", "length", "month"}
_YEARS = {"year", "baseline"}


def _code(belongs: expect.Expected | None, found: Any, errors: Iterable[Mapping[str, Any]]) -> str:  # noqa: ANN401, C901, PLR0911, PLR0912 - one line for each case reads best
    kind = belongs.kind if belongs is not None else ""
    if any(detail["type"] == "value_error" for detail in errors) and isinstance(found, dict):
        return _record_code(belongs, found)
    if kind == "version":
        return "U216"
    if found is None:
        return "U203"
    if isinstance(found, bool):
        return "U205" if kind not in {"choice", "true"} else "U210"
    if isinstance(found, dict | list | tuple):
        return "U203"
    if isinstance(found, float) and not math.isfinite(found) and kind in _NUMBERS | _YEARS:
        return "U304"
    if kind in _YEARS:
        return "U208"
    if isinstance(found, int | float) and kind in {"number", "figure"}:
        return "U307"
    if kind in _NUMBERS:
        return "U204" if isinstance(found, str) else "U203"
    if isinstance(found, str):
        if kind in {"text", "words"} or not found.strip():
            return "U211"
        if kind == "id":
            return "U207"
        if kind == "period":
            return "U505" if _is_reversed(found) else "U209"
    elif kind == "file":
        return "U203"
    return _FORMS.get(kind, "U203")


def _record_code(belongs: expect.Expected | None, found: dict[str, Any]) -> str:
    record = belongs.record if belongs is not None else None
    if record is Actual:
        return "U215"
    if record is Translations:
        return "U212"
    if record in {Target, EarlierPromise}:
        given = [key for key in ("value", "keep", "improve") if found.get(key) is not None]
        return "U213" if len(given) != 1 else "U219"
    if record is Indicator:
        return "U218"
    return "U305" if found.get("min") is not None and found.get("max") is not None else "U214"


def _is_reversed(text: str) -> bool:
    first, _, last = text.partition("..")
    return first[-4:].isdecimal() and last[-4:].isdecimal() and first[:-4] == last[:-4] and first[-4:] > last[-4:]


def _without_echoes(found: list[Fault]) -> list[Fault]:
    """Leaves out a missing key where a misspelt one stands in its place: that is one mistake, not two."""
    misspelt = {(fault.path[:-1], fault.guess) for fault in found if fault.code == "U201" and fault.guess is not None}
    return [fault for fault in found if fault.code != "U202" or (fault.path, fault.key) not in misspelt]


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
    place, place_ja = ("The key here", "キー") if fault.on == "key" else (fault.opening, fault.subject_ja)
    return fault.finding(
        f"{place} must be {belongs.en}, not {found}{question}",
        f"{place_ja}が{found_ja}になっています。{belongs.ja}にしてください。{question_ja}",
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
        return Fix.write(text) if kind == "figure" else None
    safe = not spoken.percent or fault.measure == "percentage"
    return Fix.write(str(spoken.value), safe=safe)


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
    return Fix.write(str(spoken.year), safe=safe)


def subject(path: DataPath, on: KeyOrValue) -> tuple[str, str]:
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
    return f"`{cut(str(last))}`", f"`{cut(str(last))}`"
