"""A change from one figure to the next that is more likely a mistyped digit than a development."""

from __future__ import annotations


def is_jump(value: float, last: float | None) -> bool:
    """Whether a figure is more than double or less than half the last one.

    Below zero it goes by the ratio as well: from −100 to −150 is none, and a change of sign is one.

    Args:
        value: the figure.
        last: the figure before it; after none, or after zero, which has no double, nothing is a jump.
    """
    if not last:
        return False
    low, high = (last / 2, last * 2) if last > 0 else (last * 2, last / 2)
    return not low <= value <= high
