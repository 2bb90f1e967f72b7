"""Small replacements in a text, exact to the character, and how to take them back."""

from __future__ import annotations

import difflib
import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.store.lines import line_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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
    return sorted(splices, key=lambda one: (one.start, one.end))


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


def pieces(text: str, splices: Iterable[Splice]) -> tuple[Piece, ...]:
    """What the replacements take out of ``text`` and put in, in the order of the text."""
    return tuple(Piece(one.start, text[one.start : one.end], one.text) for one in ordered(splices))


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
    return taking_back(pieces(text, splices))


def difference(old: str, new: str) -> tuple[Splice, ...]:
    """The one shortest replacement that leads from ``old`` to ``new``; none when they are equal."""
    if old == new:
        return ()
    head = _common(old, new)
    tail = _common_end(old[head:], new[head:])
    return (Splice(head, len(old) - tail, new[head : len(new) - tail]),)


def changed_line(new: str, splices: Sequence[Splice]) -> int:
    """The line of the new text where the first replacement's visible text begins; 1 where there is none."""
    if not splices:
        return 1
    first = ordered(splices)[0]
    blank = len(first.text) - len(first.text.lstrip())
    return line_at(new, first.start + (blank if blank < len(first.text) else 0))


def _common(one: str, other: str) -> int:
    """How many characters two texts share at their start, by halving: slices compare at the speed of memory."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(one: str, other: str) -> int:
    """How many characters two texts share at their end."""
    return _common(one[::-1], other[::-1])


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
    head = _shared(old, new)
    tail = _shared(old[:head:-1], new[:head:-1])
    skip, spare = max(head - _CONTEXT, 0), max(tail - _CONTEXT, 0)
    lines = difflib.unified_diff(
        old[skip : len(old) - spare], new[skip : len(new) - spare], f"a/{name}", f"b/{name}", n=_CONTEXT
    )
    return "".join(_finished(_moved(line, skip)) for line in lines)


def _shared(one: list[str], other: list[str]) -> int:
    """How many lines two texts share at their start; difflib alone would take long over a large file."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _moved(line: str, skip: int) -> str:
    match = _HUNK.match(line)
    if not match:
        return line
    return f"@@ -{int(match[1]) + skip}{match[2]} +{int(match[3]) + skip}{match[4]} @@{line[match.end() :]}"


def _finished(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
