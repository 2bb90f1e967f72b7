"""Finds what somebody may have meant to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_COMPARED = 2_000


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, `None` where none is like it enough to be worth a question."""
    from difflib import get_close_matches
    from itertools import islice

    if len(word) > 100:
        return None
    found = get_close_matches(word, list(islice(known, _MOST_COMPARED)), n=1, cutoff=0.7)
    return found[0] if found else None


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter was left out, added or changed, or two neighbours exchanged (Damerau 1964)."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, rest_other = one[start:], other[start:]
    return (
        rest[1:] == rest_other
        or rest == rest_other[1:]
        or rest[1:] == rest_other[1:]
        or (len(rest) > 1 and rest[:2] == rest_other[1::-1] and rest[2:] == rest_other[2:])
    )
