"""Division and powers that say `None` where there is no finite answer.

A figure may be anything that a data file can hold, from zero to 1e308. An undefined number is `None` everywhere in this
package, never an exception, an infinity or NaN.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unpolicy.measures.traced import N


def finite(number: N) -> N | None:
    """The number, or `None` when it overflowed."""
    return number if math.isfinite(number) else None


def quotient(dividend: N, divisor: N) -> N | None:
    """`dividend / divisor`, or `None` when it is undefined or overflows."""
    if divisor == 0:
        return None
    return finite(dividend / divisor)


def power(base: N, exponent: N | float) -> N | None:
    """`base ^ exponent` in the real numbers, or `None` when it is undefined or overflows."""
    if base < 0:
        return None
    try:
        raised: N = base**exponent
    except (OverflowError, ZeroDivisionError):
        return None
    return finite(raised)
