"""Small replacements in a text, exact to the character, and how to take them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Splice(NamedTuple):
    """Put ``text`` in the place of the characters from ``start`` up to ``end``."""

    start: int
    end: int
    text: str


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
    pieces: list[str] = []
    at = 0
    for splice in ordered(splices):
        if not at <= splice.start <= splice.end <= len(text):
            raise ValueError("splices overlap or lie outside the text")
        pieces += (text[at : splice.start], splice.text)
        at = splice.end
    pieces.append(text[at:])
    return "".join(pieces)


def invert(text: str, splices: Iterable[Splice]) -> tuple[Splice, ...]:
    """The replacements that lead from ``apply(text, splices)`` back to ``text``."""
    back: list[Splice] = []
    shift = 0
    for splice in ordered(splices):
        start = splice.start + shift
        back.append(Splice(start, start + len(splice.text), text[splice.start : splice.end]))
        shift += len(splice.text) - (splice.end - splice.start)
    return tuple(back)


def difference(old: str, new: str) -> tuple[Splice, ...]:
    """The one shortest replacement that leads from ``old`` to ``new``; none when they are equal."""
    if old == new:
        return ()
    head = _common(old, new)
    rest_old, rest_new = old[head:], new[head:]
    tail = _common_end(rest_old, rest_new)
    return (Splice(head, len(old) - tail, rest_new[: len(rest_new) - tail]),)


def line_at(text: str, index: int) -> int:
    """The line, counted from 1, that holds the character at ``index``; a line ends at LF, CRLF or CR."""
    head = text[:index]
    lone = head.count("\r") - head.count("\r\n")
    return head.count("\n") + lone + 1


def first_change(splices: Sequence[Splice]) -> int:
    """Where in the new text the first replacement's visible text begins."""
    first = ordered(splices)[0]
    blank = len(first.text) - len(first.text.lstrip())
    return first.start + (blank if blank < len(first.text) else 0)


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
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low
