"""What a judgement is made from, and what it comes to."""

# Without `from __future__ import annotations`: each field of a named tuple would be compiled at every start.

from typing import TYPE_CHECKING, Generic, Literal, NamedTuple

from unpolicy.measures.numbers import above, at_least
from unpolicy.measures.traced import N, Traced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unpolicy.measures.traced import Step
    from unpolicy.names import Grade, Verdict


class Point(NamedTuple):
    """A year and its value: a figure as measured, or the running total where figures add up."""

    year: int
    value: int | float


class Terms(NamedTuple, Generic[N]):
    """The terms of a judgement, as plain or as traced numbers.

    Attributes:
        b: the baseline figure, of year `t0`.
        t0: the baseline year.
        c: the latest final figure, of year `t`.
        t: the latest year.
        d: the desired direction, +1 increase or −1 decrease.
        T: the target figure; `None` without a target.
        tT: the target year.
        limit: the bound of the indicator in the desired direction, only where the data file writes it.
        path: what was promised from baseline to target, where yearly targets lie between; else the straight line holds.
        broken: whether a break in the series parts the latest figure from the baseline, so that they do not compare.
    """

    b: N
    t0: N
    c: N
    t: N
    d: N
    T: N | None = None
    tT: N | None = None  # noqa: N815 -- the name in the published formulas
    limit: N | None = None
    path: tuple[tuple[int, N], ...] = ()
    broken: bool = False


class Case(Terms[float]):
    """The terms of a judgement as plain numbers: what callers make."""

    def reached(self, figure: float) -> bool:
        """Whether a figure is at or past the target in the desired direction; never without a target."""
        if self.T is None:
            return False
        return figure >= self.T if self.d > 0 else figure <= self.T

    def along(self, yearly: "Iterable[tuple[int, float]]") -> "Case":
        """The same case with the yearly targets between baseline and target on its path."""
        if self.T is None or self.tT is None:
            return self
        between = sorted((year, figure) for year, figure in yearly if self.t0 < year < self.tT)
        path = ((int(self.t0), self.b), *between, (int(self.tT), self.T))
        return self._replace(path=path) if between else self

    def traced(self) -> Terms[Traced]:
        """The same terms as numbers that remember."""

        def atom(name: str, value: float | None) -> Traced | None:
            return None if value is None else Traced.symbol(name, value)

        ends = {self.t0: "b", self.tT: "T"}
        return Terms(
            b=Traced.symbol("b", self.b),
            t0=Traced.symbol("t0", self.t0),
            c=Traced.symbol("c", self.c),
            t=Traced.symbol("t", self.t),
            d=Traced.symbol("d", self.d),
            T=atom("T", self.T),
            tT=atom("tT", self.tT),
            limit=atom("L", self.limit),
            path=tuple((year, Traced.symbol(ends.get(year, f"P{year}"), figure)) for year, figure in self.path),
            broken=self.broken,
        )


Reason = Literal[
    "no-target",
    "same-year",
    "break",
    "target-year",
    "flat-target",
    "zero",
    "sign-change",
    "negative-base",
    "out-of-range",
    "target-behind",
    "no-figure",
    "was-outside",
    "no-baseline",
    "in-words",
]
"""Why there is no measure, why it does not speak, or why a verdict is less than it seems.

- no-target: the method judges only against a target.
- same-year: no figure is later than the baseline, so there are fewer than two usable figures.
- break: the series was measured otherwise from some year after the baseline on, so that the two do not compare.
- target-year: the target has no year, or one that is not after the baseline's.
- flat-target: the target equals the baseline; there is no way to go, so no share of it.
- zero: growth from, to or towards zero is no growth rate.
- sign-change: a growth rate does not cross zero.
- negative-base: without a target, the growth of a negative figure has no direction in this method.
- out-of-range: the numbers are too large or too small to compute with.
- target-behind: the baseline was already past the target and the latest figure no longer is; a ratio of two steps
  backwards does not speak.
- no-baseline: the promise counts from nowhere, so there is no pace.
- in-words: nothing is promised in figures; a person rates it.
- no-figure: there is no figure up to the last year of limits to be kept.
- was-outside: the latest figure is within such limits, but not every figure was; the promise to stay was broken
  already.
"""


class Judgement(NamedTuple):
    """The verdict with what it rests on.

    Attributes:
        verdict: of a method alone the band that the measure lies in, `None` without a measure; of `decide` `None` only
            where the method does not judge at all: `linear` without a target.
        measure: the method's number, given also when the verdict does not come from it; `None` when undefined.
        score: −5 to 5 with methods that have scores.
        reason: why there is no measure, or why it does not speak.
        steps: the derivation, when it was asked for.
        grade: A to E with a method that has grades.
    """

    verdict: "Verdict | None"
    measure: float | None
    score: float | None
    reason: Reason | None
    steps: "tuple[Step, ...]" = ()
    grade: "Grade | None" = None


class Bands(NamedTuple):
    """The edges of a method's verdicts; what is below the last one is moving away.

    Attributes:
        on_track: the least measure that is on track.
        acceleration: the least measure that needs acceleration only.
        limited: the least measure that is limited progress.
        strict: whether the first two edges must be exceeded, not only met.
    """

    on_track: float
    acceleration: float
    limited: float
    strict: bool = False

    def verdict(self, measure: float) -> "Verdict":
        """The band that a measure lies in."""
        passes = above if self.strict else at_least
        if passes(measure, self.on_track):
            return "on-track"
        if passes(measure, self.acceleration):
            return "acceleration-needed"
        return "limited" if at_least(measure, self.limited) else "moving-away"

    def scaled(self, factor: float) -> "Bands":
        """The same bands with every edge multiplied."""
        return Bands(self.on_track * factor, self.acceleration * factor, self.limited * factor, self.strict)

    def edge(self, verdict: "Verdict") -> tuple[float, bool] | None:
        """The least measure of a verdict, and whether it must be exceeded; `None` for a verdict without an edge."""
        edges = {
            "on-track": (self.on_track, self.strict),
            "acceleration-needed": (self.acceleration, self.strict),
            "limited": (self.limited, False),
        }
        return edges.get(verdict)
