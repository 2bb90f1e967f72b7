"""Makes the safe fixes of a file: as many at once as do not touch each other, then looks again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.store.edit import apply_fixes
from unpolicy.store.splice import Planned, Splice, difference
from unpolicy.store.steps import UnsafeEditError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unpolicy.checks.diagnostic import Diagnostic, Fix
    from unpolicy.store.source import DataFile

_ROUNDS = 5
_TRIED_ALONE = 200


class Fixed(NamedTuple):
    """What the safe fixes make of a file.

    Attributes:
        source: the file as it was.
        planned: the change from it to what it becomes.
        number: how many fixes were made.
    """

    source: DataFile
    planned: Planned
    number: int


def fix(source: DataFile, look: Callable[[DataFile], Sequence[Diagnostic]]) -> Fixed:
    """Works the safe fixes of a file out; nothing is written.

    Args:
        source: the file.
        look: finds the file's problems; called again after each round, since one fix may uncover the next.
    """
    now, number = source, 0
    for _ in range(_ROUNDS):
        fixes = [one.fix for one in look(now) if one.fix is not None and one.fix.safe]
        text, made = _apply(now, _apart(fixes))
        if not made:
            break
        number += made
        now = now.with_text(text)
    splices = difference(source.text, now.text)
    return Fixed(source, Planned(source.text, now.text, splices, 1), number)


def _apart(fixes: Sequence[Fix]) -> list[Fix]:
    """The fixes that do not touch one another, the first in the text before the others."""
    chosen: list[Fix] = []
    end = -1
    for one in sorted(fixes, key=lambda one: min(start for start, _, _ in one.edits)):
        if min(start for start, _, _ in one.edits) > end:
            chosen.append(one)
            end = max(end for _, end, _ in one.edits)
    return chosen


def _apply(source: DataFile, fixes: Sequence[Fix]) -> tuple[str, int]:
    if not fixes:
        return source.text, 0
    try:
        return apply_fixes(source, _splices(fixes)).new_text, len(fixes)
    except UnsafeEditError:
        # One of them does harm: each is tried on its own, and the first that does none is made.
        for one in fixes[:_TRIED_ALONE]:
            try:
                return apply_fixes(source, _splices([one])).new_text, 1
            except UnsafeEditError:
                continue
    return source.text, 0


def _splices(fixes: Sequence[Fix]) -> list[Splice]:
    return [Splice(*edit) for one in fixes for edit in one.edits]
