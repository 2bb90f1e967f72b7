"""Small replacements in a text, exact to the character: how they are written, made, taken back and proven.

The proof is the same for one figure, for many and for taking back: taking the replacements out of the new text has to
give the old one, and the new text has to say what is expected of it. A change that cannot be proven is not made.
"""

from __future__ import annotations

import difflib
import marshal
import math
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.store.layout import line_at
from unpolicy.store.tree import key_identity, resolve_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from unpolicy.store.source import DataFile

    DataPath = tuple[str | int, ...]


_CONTEXT = 3
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_HUNK = re.compile(r"@@ -(\d+)((?:,\d+)?) \+(\d+)((?:,\d+)?) @@")


class Splice(NamedTuple):
    """Put ``text`` in the place of the characters from ``start`` up to ``end``."""

    start: int
    end: int
    text: str


class Piece(NamedTuple):
    """What stood at ``start`` of the old text, and what was put in its place."""

    start: int
    removed: str
    inserted: str


class Planned(NamedTuple):
    """A change that was worked out and proven, and not yet written.

    Attributes:
        old_text: the text that the change starts from, without byte order mark.
        new_text: the text that it leads to.
        splices: the way from the one to the other.
        line: the line of ``new_text`` where the change is to be seen, counted from 1.
        by_hand: what a person would type to make the same change; shown when it could not be written.
        subject: where in the data the change is, such as ``("indicators", "un-staff", "actuals", 2024)``.
        before: the data there before, None where there was nothing.
        after: the data there afterwards, None where it was taken out.
    """

    old_text: str
    new_text: str
    splices: tuple[Splice, ...]
    line: int
    by_hand: str = ""
    subject: tuple[str | int, ...] = ()
    before: Any = None
    after: Any = None

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.old_text != self.new_text


def ordered(splices: Iterable[Splice]) -> list[Splice]:
    """Replacements in the order of the text; those at the same place stay in the order they were given."""
    return sorted(splices, key=lambda splice: (splice.start, splice.end))


def apply(text: str, splices: Iterable[Splice]) -> str:
    """Make all replacements at once; their places are those of ``text``.

    Raises:
        ValueError: two of them overlap, or one lies outside the text.
    """
    parts: list[str] = []
    at = 0
    for splice in ordered(splices):
        if not at <= splice.start <= splice.end <= len(text):
            raise ValueError("splices overlap or lie outside the text")
        parts += (text[at : splice.start], splice.text)
        at = splice.end
    parts.append(text[at:])
    return "".join(parts)


def exchanged(text: str, splices: Iterable[Splice]) -> tuple[Piece, ...]:
    """What the replacements take out of ``text`` and put in, in the order of the text."""
    return tuple(Piece(splice.start, text[splice.start : splice.end], splice.text) for splice in ordered(splices))


def taking_back(done: Iterable[Piece]) -> tuple[Splice, ...]:
    """The replacements that lead from the new text to the old one."""
    back: list[Splice] = []
    shift = 0
    for piece in done:
        start = piece.start + shift
        back.append(Splice(start, start + len(piece.inserted), piece.removed))
        shift += len(piece.inserted) - len(piece.removed)
    return tuple(back)


def invert(text: str, splices: Iterable[Splice]) -> tuple[Splice, ...]:
    """The replacements that lead from ``apply(text, splices)`` back to ``text``."""
    return taking_back(exchanged(text, splices))


def difference(old: str, new: str) -> tuple[Splice, ...]:
    """The one shortest replacement that leads from ``old`` to ``new``; none when they are equal."""
    if old == new:
        return ()
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    return (Splice(head, len(old) - tail, new[head : len(new) - tail]),)


def changed_line(new: str, splices: Sequence[Splice]) -> int:
    """The line of the new text where the first replacement's visible text begins; 1 where there is none."""
    if not splices:
        return 1
    first = ordered(splices)[0]
    blank = len(first.text) - len(first.text.lstrip())
    return line_at(new, first.start + (blank if blank < len(first.text) else 0))


def _common(text: Sequence[str], other: Sequence[str]) -> int:
    """How much two texts, or their lines, share at their start, by halving: slices compare at the speed of memory."""
    low, high = 0, min(len(text), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if text[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def unified(planned: Planned, path: str) -> str:
    r"""The diff of a change, nothing where there is none.

    Args:
        planned: the change.
        path: the file as to be shown in its head.

    Returns:
        Lines that end in ``\n``; one that ended in CRLF keeps its carriage return. It is the text of a data file and
        not made safe for a terminal.
    """
    name = path.lstrip("/")
    old, new = _LINE.findall(planned.old_text), _LINE.findall(planned.new_text)
    head = _common(old, new)
    tail = _common(old[:head:-1], new[:head:-1])
    skip, spare = max(head - _CONTEXT, 0), max(tail - _CONTEXT, 0)
    lines = difflib.unified_diff(
        old[skip : len(old) - spare], new[skip : len(new) - spare], f"a/{name}", f"b/{name}", n=_CONTEXT
    )
    return "".join(_finished(_moved(line, skip)) for line in lines)


def _moved(line: str, skip: int) -> str:
    match = _HUNK.match(line)
    if not match:
        return line
    return f"@@ -{int(match[1]) + skip}{match[2]} +{int(match[3]) + skip}{match[4]} @@{line[match.end() :]}"


def _finished(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


# Words that YAML 1.1 and other readers take for something else than text, in any case of letters.
_SPOKEN_FOR = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER_LIKE = re.compile(r"[-+.]?[0-9][0-9A-Fa-fxobT:_.,+-]*", re.ASCII)
_OPENING = frozenset("-?:,[]{}#&*!|>'\"%@`=<~ \t")
_NEVER_PLAIN = re.compile(r"[\[\]{},]|:(?=[ \t]|\Z)|(?<=[ \t])#|[ \t]\Z")
_ESCAPED = re.compile(
    r'["\\'
    "\x00-\x1f\x7f-\xa0"  # control characters, and a space that looks like another
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"  # invisible: breaks, joiners and direction marks
    "\ud800-\udfff\ufffe\uffff]"  # no text can hold them
)
_SHORT = {"\0": "\\0", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x1b": "\\e", '"': '\\"', "\\": "\\\\"}
_LONGEST_PLAIN_FLOAT = 40


def scalar_source(value: object) -> str:
    """One value as YAML source that can stand anywhere, in braces too.

    Args:
        value: text, a whole number, a decimal number, a date, true, false or None.

    Returns:
        Plain source where that reads back as the same value in YAML 1.2 and 1.1, else in double quotes. A date, as
        itself or as text, stands plain, as people write it.

    Raises:
        ValueError: a number that is not finite.
        TypeError: something else.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float_source(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value if _is_plain(value) else _quoted(value)
    raise TypeError(f"{type(value).__name__} has no place in a data file")


def flow_source(value: object) -> str:
    """A mapping, a list or a single value as YAML source on one line, in braces and brackets.

    Raises:
        ValueError: as for `scalar_source`.
        TypeError: as for `scalar_source`.
    """
    if isinstance(value, dict):
        return "{" + ", ".join(pair_source(key, item) for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow_source(item) for item in value) + "]"
    return scalar_source(value)


def pair_source(key: object, value: object) -> str:
    """``key: value`` on one line."""
    return f"{scalar_source(key)}: {flow_source(value)}"


def _float_source(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("a figure is a finite number")
    written = repr(value)
    if "e" not in written:
        return written
    plain = format(Decimal(written), "f")
    if len(plain) > _LONGEST_PLAIN_FLOAT:
        mantissa, exponent = written.split("e")
        return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{exponent}"
    return plain if "." in plain else f"{plain}.0"


def _is_plain(text: str) -> bool:
    if not text or text[0] in _OPENING or _NEVER_PLAIN.search(text) or _ESCAPED.search(text):
        return False
    if text.lower() in _SPOKEN_FOR or text.startswith(("...", "---")):
        return False
    if _DATE.fullmatch(text):
        return True
    return not _NUMBER_LIKE.fullmatch(text) and resolve_plain(text) == text


def _quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _SHORT:
        return _SHORT[char]
    code = ord(char)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}"


class UnprovenError(ValueError):
    """A change that does not do what it says, or not only that."""


def prove(source: DataFile, new: str, splices: Iterable[Splice], is_expected: Callable[[DataFile], bool]) -> None:
    """Requires that a change does what it says and nothing else.

    Args:
        source: the file before the change.
        new: its text afterwards.
        splices: the replacements that lead from the old text to the new one, as the journal will keep them.
        is_expected: whether the file afterwards is the one that is meant.

    Raises:
        UnprovenError: it is not, or the replacements do not lead back to the old text.
        ValueError: the replacements overlap or lie outside the text.
    """
    if apply(new, invert(source.text, splices)) != source.text:
        raise UnprovenError("the replacements do not lead back to the old text")
    if not is_expected(source.with_text(new)):
        raise UnprovenError("the new text says something else")


def as_read(value: object) -> object:
    """A value as it will be read from a file: dates are text, and every list is a list."""
    if isinstance(value, dict):
        return {key: as_read(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_read(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def with_value(data: object, path: DataPath, value: object) -> dict[Any, Any]:
    """A copy of ``data`` with a value put at a path of keys, sharing all that is not on the way."""
    held = dict(data) if isinstance(data, dict) else {}
    name = name_of(held, path[0])
    held[name] = as_read(value) if len(path) == 1 else with_value(held.get(name), path[1:], value)
    return held


def name_of(held: dict[Any, Any], key: str | int) -> object:
    """The key of a mapping that means the same as ``key``: 2020 and '2020' do; ``key`` itself where there is none."""
    if key in held:
        return key
    others = held if isinstance(key, str) else [name for name in held if isinstance(name, str)]
    return next((name for name in others if key_identity(name) == key_identity(key)), key)


def value_at(data: Any, path: DataPath) -> Any:  # noqa: ANN401 - what a file holds
    """What is at a path of keys, None where nothing is."""
    for key in path:
        data = data.get(name_of(data, key)) if isinstance(data, dict) else None
    return data


def has_value(data: Any, path: DataPath) -> bool:  # noqa: ANN401 - what a file holds
    """Whether anything is at a path of keys, null included."""
    held = value_at(data, path[:-1])
    return isinstance(held, dict) and name_of(held, path[-1]) in held


def changed_only(after: Any, expected: Any, paths: Collection[DataPath]) -> bool:  # noqa: ANN401 - what a file holds
    """Whether ``after`` is ``expected``, in the same order but for the places that the paths lead to."""
    if () in paths or not isinstance(after, dict) or not isinstance(expected, dict):
        return same(after, expected)
    inside: dict[object, list[DataPath]] = {}
    for path in paths:
        inside.setdefault(name_of(expected, path[0]), []).append(path[1:])
    free = {name for name, rest in inside.items() if () in rest}
    order = [[key for key in data if key not in free] for data in (after, expected)]
    if not _identical(*order) or after.keys() != expected.keys():
        return False
    return all(
        changed_only(after[key], value, inside[key]) if key in inside else _identical(after[key], value)
        for key, value in expected.items()
    )


def same(value: object, other: object) -> bool:
    """Whether two values are equal in value and type, whatever the order of their keys: 1, 1.0 and true differ."""
    return _identical(_sorted(as_read(value)), _sorted(as_read(other)))


def _identical(value: Any, other: Any) -> bool:  # noqa: ANN401 - what a file holds
    """Equal in value, type and order; marshal compares the types of everything inside, and fast."""
    return bool(value == other) and marshal.dumps(value, 2) == marshal.dumps(other, 2)


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return [[str(type(key)), key, _sorted(value[key])] for key in sorted(value, key=str)]
    return [_sorted(item) for item in value] if isinstance(value, list) else value
