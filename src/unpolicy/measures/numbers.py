"""What the measures are built from: arithmetic that never fails, shares and paces, numbers that know their formula.

In all formulas b, t0 are the baseline figure and year, c, t the latest, T, tT the target's; d is +1 or −1.

A figure may be anything that a data file can hold, from zero to 1e308. An undefined number is `None` everywhere in this
package, never an exception, an infinity or NaN.

Every formula of this package is written once, over the type variable `N`. Given plain floats it computes; given
`Traced` numbers the same lines also write the formula down, in symbols and in figures. So an explanation cannot differ
from what was computed.
"""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, TypeVar, final

if TYPE_CHECKING:
    from collections.abc import Sequence


TOLERANCE = 1e-9
"""A number counts as at an edge when it is within this share of it.

Figures are decimal and floats are binary: a measure that is exactly .95 on paper may compute to .9499999999999998.
One part in a billion is far above such noise and far below any difference that published figures can show.
"""


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


def at_least(number: float, edge: float) -> bool:
    """Whether a number is at or above an edge, but for float noise."""
    return number >= edge - TOLERANCE * abs(edge)


def above(number: float, edge: float) -> bool:
    """Whether a number is above an edge, and not merely by float noise."""
    return number > edge + TOLERANCE * abs(edge)


def gap_closed(b: N, c: N, T: N, d: N | float) -> N | None:
    """The share of the way from baseline to target that is done: 0 at the baseline, 1 at the target, unclamped.

    `None` when the target does not lie ahead of the baseline in the desired direction: then there is no way to go.
    """
    return quotient(c - b, T - b) if (T - b) * d > 0 else None


def time_elapsed(t0: N, t: N, tT: N) -> N | None:
    """The share of the time from baseline to target year that has passed at the latest figure; 1 at the target year."""
    return quotient(t - t0, tT - t0) if tT > t0 else None


def observed_pace(b: N, c: N, t0: N, t: N) -> N | None:
    """The change per year so far; `None` before a second year is known."""
    return quotient(c - b, t - t0) if t > t0 else None


def required_pace(b: N, T: N, t0: N, tT: N) -> N | None:
    """The change per year that leads straight from baseline to target."""
    return quotient(T - b, tT - t0) if tT > t0 else None


def needed_pace(c: N, T: N, t: N, tT: N) -> N | None:
    """The change per year needed from the latest figure on; `None` once the target year is reached."""
    return quotient(T - c, tT - t) if tT > t else None


def projection(c: N, observed: N, t: N, tT: N) -> N | None:
    """The figure of the target year if the observed pace goes on; `None` once it is there."""
    return finite(c + observed * (tT - t)) if tT > t else None


def expected(b: N, T: N, elapsed: N) -> N | None:
    """The figure that the straight line from baseline to target has at the time elapsed."""
    return finite(b + (T - b) * elapsed)


def lead(d: N, c: N, expected: N) -> N | None:
    """How far the latest figure is ahead of the expected one, in the desired direction; negative when behind."""
    return finite(d * (c - expected))


def rounded_towards(figure: float, d: float, decimals: int, *, strict: bool = False) -> int | float:
    """The nearest figure with so many decimals that is at least as good as `figure` in the desired direction.

    Args:
        figure: the figure at an edge.
        d: the desired direction, +1 or −1.
        decimals: digits behind the point.
        strict: whether it must be better than `figure`, not only as good.
    """
    scale: int = 10**decimals
    ahead = d * figure * scale
    if not math.isfinite(ahead):
        return figure
    slack = TOLERANCE * abs(ahead)
    whole = math.ceil(ahead - slack)
    if strict and whole <= ahead + slack:
        whole += 1
    units = round(d) * whole
    return units if decimals == 0 else round(units / scale, decimals)


def running_totals(series: Sequence[tuple[int, N]]) -> list[tuple[int, N]]:
    """The total so far in each year: results of 8, 25 and 45 make 8, 33 and 78.

    Args:
        series: (year, result) in rising order of years. A year that is absent adds nothing; whether the total is
            complete without it is the caller's to say.
    """
    return list(zip((year for year, _ in series), accumulate(value for _, value in series), strict=True))


MINUS = "−"
SIGNIFICANT = 6
"""Digits of a result in an explanation; digits before the decimal point are always all there."""
LEAST_DECIMALS = 3
"""Digits behind the point that a large result has as well, for what is subtracted from it may be as large."""
_EXACT = 15
"""Digits of a figure that a person recorded: every decimal of so many digits survives as a float."""

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(1, 6)


class _Formula(NamedTuple):
    """A piece of formula, and how tightly its outermost operator binds."""

    text: str
    rank: int

    def within(self, least: int) -> str:
        return self.text if self.rank >= least else f"({self.text})"

    def after(self, least: int) -> str:
        """As a right operand, where a leading minus always needs its parentheses."""
        return f"({self.text})" if self.text.startswith(MINUS) else self.within(least)


def show(value: float, digits: int = SIGNIFICANT) -> str:
    """Write a number for a person who follows a derivation.

    Whole numbers are written out, others to six significant digits, without trailing zeros and with a real minus sign.

    Args:
        value: the number.
        digits: how many significant digits.
    """
    size = abs(value)
    if not math.isfinite(size):
        text = str(size)
    elif size < 1e15 and size == int(size):
        text = str(int(size))
    elif 1e-6 <= size < 1e15:
        decimals = max(LEAST_DECIMALS, digits - 1 - math.floor(math.log10(size)))
        text = f"{size:.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{size:.{digits}g}".replace("-", MINUS)
    return MINUS + text if value < 0 else text


def exact(value: float) -> str:
    """Write a figure with all the digits that it was recorded with, else like `show`."""
    return show(value, _EXACT)


def _atom(text: str) -> _Formula:
    return _Formula(text, _SIGN if text.startswith(MINUS) else _ATOM)


@final
class Traced:
    """A number with the formula it came from, in symbols and in figures.

    Attributes:
        value: the number itself; comparisons look at nothing else.
    """

    __slots__ = ("_figures", "_symbols", "value")

    def __init__(self, value: float, symbols: _Formula, figures: _Formula) -> None:
        self.value = value
        self._symbols = symbols
        self._figures = figures

    @classmethod
    def symbol(cls, name: str, value: float) -> Traced:
        """Make an atom: a recorded quantity with a name, written with all its digits.

        Args:
            name: its symbol, such as `b`.
            value: the number.
        """
        return cls(value, _atom(name), _atom(exact(value)))

    @property
    def symbols(self) -> str:
        """The formula in symbols: `(c − b) / (T − b)`."""
        return self._symbols.text

    @property
    def figures(self) -> str:
        """The formula in figures: `(961 − 918) / (1000 − 918)`."""
        return self._figures.text

    def named(self, name: str) -> Traced:
        """Give the result a symbol of its own, so that what is built on it stays short."""
        return Traced(self.value, _atom(name), _atom(show(self.value)))

    def __repr__(self) -> str:
        return f"Traced({self.symbols} = {self.figures} = {show(self.value)})"

    def __float__(self) -> float:
        return float(self.value)

    def __eq__(self, other: object) -> bool:
        return self.value == (other.value if isinstance(other, Traced) else other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: Traced | float) -> bool:
        return self.value < _value(other)

    def __le__(self, other: Traced | float) -> bool:
        return self.value <= _value(other)

    def __gt__(self, other: Traced | float) -> bool:
        return self.value > _value(other)

    def __ge__(self, other: Traced | float) -> bool:
        return self.value >= _value(other)

    def __add__(self, other: Traced | float) -> Traced:
        return _infix(self, " + ", _traced(other), self.value + _value(other))

    def __radd__(self, other: float) -> Traced:
        return _traced(other) + self

    def __sub__(self, other: Traced | float) -> Traced:
        return _infix(self, f" {MINUS} ", _traced(other), self.value - _value(other))

    def __rsub__(self, other: float) -> Traced:
        return _traced(other) - self

    def __mul__(self, other: Traced | float) -> Traced:
        return _infix(self, " × ", _traced(other), self.value * _value(other))

    def __rmul__(self, other: float) -> Traced:
        return _traced(other) * self

    def __truediv__(self, other: Traced | float) -> Traced:
        return _infix(self, " / ", _traced(other), self.value / _value(other))

    def __rtruediv__(self, other: float) -> Traced:
        return _traced(other) / self

    def __pow__(self, other: Traced | float) -> Traced:
        return _infix(self, "^", _traced(other), self.value ** _value(other))

    def __rpow__(self, other: float) -> Traced:
        return _traced(other) ** self

    def __neg__(self) -> Traced:
        return _around(self, -self.value, MINUS, "", _SIGN)

    def __abs__(self) -> Traced:
        return _around(self, abs(self.value), "|", "|", _ATOM)


N = TypeVar("N", float, Traced)
"""A plain number, or one that remembers: what every formula is written over."""

# The operator's own rank, then the least rank that its left and its right operand need to stand without parentheses.
_BINDING = {
    " + ": (_SUM, _SUM, _SUM),
    f" {MINUS} ": (_SUM, _SUM, _PRODUCT),
    " × ": (_PRODUCT, _PRODUCT, _PRODUCT),
    " / ": (_PRODUCT, _PRODUCT, _POWER),
    "^": (_POWER, _ATOM, _ATOM),
}


def _value(number: Traced | float) -> float:
    return number.value if isinstance(number, Traced) else number


def _traced(number: Traced | float) -> Traced:
    if isinstance(number, Traced):
        return number
    text = _atom(exact(number))
    return Traced(number, text, text)


def _infix(left: Traced, operator: str, right: Traced, value: float) -> Traced:
    rank, left_least, right_least = _BINDING[operator]

    def joined(a: _Formula, b: _Formula) -> _Formula:
        return _Formula(f"{a.within(left_least)}{operator}{b.after(right_least)}", rank)

    # The private halves are this module's own: the class and its helpers are one thing.
    return Traced(value, joined(left._symbols, right._symbols), joined(left._figures, right._figures))


def _around(inner: Traced, value: float, before: str, behind: str, rank: int) -> Traced:
    def wrapped(part: _Formula) -> _Formula:
        text = part.after(_POWER) if rank == _SIGN else part.text
        return _Formula(f"{before}{text}{behind}", rank)

    return Traced(value, wrapped(inner._symbols), wrapped(inner._figures))


def no_more_than(number: N, limit: float) -> N:
    """The smaller of a number and a limit, written `min(…, limit)`."""
    if isinstance(number, Traced):
        return _around(number, min(number.value, limit), "min(", f", {exact(limit)})", _ATOM)
    return min(number, limit)


def no_less_than(number: N, limit: float) -> N:
    """The larger of a number and a limit, written `max(…, limit)`."""
    if isinstance(number, Traced):
        return _around(number, max(number.value, limit), "max(", f", {exact(limit)})", _ATOM)
    return max(number, limit)


class Step(NamedTuple):
    """One line of a derivation.

    Attributes:
        name: what was computed, a stable word such as `observed-pace`; views translate it.
        formula: the formula in symbols.
        figures: the same formula with the figures put in.
        result: the result.
    """

    name: str
    formula: str
    figures: str
    result: float


def note(log: list[Step] | None, name: str, symbol: str, number: N) -> N:
    """Write a result into the derivation and go on with its symbol; a plain number passes through untouched."""
    if log is None or not isinstance(number, Traced):
        return number
    log.append(Step(name, number.symbols, number.figures, float(number) + 0.0))
    return number.named(symbol)


def note_any(log: list[Step] | None, name: str, symbol: str, number: N | None) -> N | None:
    """`note` for a result that may be undefined, which leaves no line."""
    return None if number is None else note(log, name, symbol, number)


def constant(like: N, symbol: str, value: float) -> N:
    """A constant of a formula, as a number of the same kind as another."""
    return Traced.symbol(symbol, value) if isinstance(like, Traced) else value
