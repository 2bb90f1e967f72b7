"""The terms of a judgement and its outcome, the base class of methods, and the default method, the straight line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, NamedTuple

from unpolicy.measures.numbers import (
    N,
    Step,
    Traced,
    above,
    at_least,
    finite,
    note,
    note_any,
    observed_pace,
    quotient,
    required_pace,
)
from unpolicy.measures.progress import expected_figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unpolicy.names import Grade, MethodName, Verdict


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

    def along(self, yearly: Iterable[tuple[int, float]]) -> Case:
        """The same case with the yearly targets between baseline and target on its path."""
        if self.T is None or self.tT is None:
            return self
        between = sorted((year, figure) for year, figure in yearly if self.t0 < year < self.tT)
        path = ((int(self.t0), self.b), *between, (int(self.tT), self.T))
        return self._replace(path=path) if between else self

    def traced(self) -> Terms[Traced]:
        """The same terms as numbers that remember."""
        figures = {name: term for name, term in self._asdict().items() if name not in ("path", "broken")}
        atoms: dict[str, Any] = {
            name: Traced.symbol("L" if name == "limit" else name, term)
            for name, term in figures.items()
            if term is not None
        }
        ends = {self.t0: "b", self.tT: "T"}
        path = tuple((year, Traced.symbol(ends.get(year, f"P{year}"), figure)) for year, figure in self.path)
        return Terms(**atoms, path=path, broken=self.broken)


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
        verdict: of a method alone the band that the measure lies in, `None` without a measure; of `judge_case` `None`
            where the method does not judge at all: `linear` without a target.
        measure: the method's number, given also when the verdict does not come from it; `None` when undefined.
        score: −5 to 5 with methods that have scores.
        reason: why there is no measure, or why it does not speak.
        steps: the derivation, when it was asked for.
        grade: A to E with a method that has grades.
    """

    verdict: Verdict | None
    measure: float | None
    score: float | None
    reason: Reason | None
    steps: tuple[Step, ...] = ()
    grade: Grade | None = None


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

    def verdict(self, measure: float) -> Verdict:
        """The band that a measure lies in."""
        passes = above if self.strict else at_least
        if passes(measure, self.on_track):
            return "on-track"
        if passes(measure, self.acceleration):
            return "acceleration-needed"
        return "limited" if at_least(measure, self.limited) else "moving-away"

    def scaled(self, factor: float) -> Bands:
        """The same bands with every edge multiplied."""
        return Bands(self.on_track * factor, self.acceleration * factor, self.limited * factor, self.strict)

    def edge(self, verdict: Verdict) -> tuple[float, bool] | None:
        """The least measure of a verdict, and whether it must be exceeded; `None` for a verdict without an edge."""
        edges = {
            "on-track": (self.on_track, self.strict),
            "acceleration-needed": (self.acceleration, self.strict),
            "limited": (self.limited, False),
        }
        return edges.get(verdict)


class Method:
    """One way to judge. Each function of it is pure; one that a method does not define has no answer, `None`.

    Attributes:
        name: what `--method` calls it.
        bands: the edges of its verdicts against a target.
        free_bands: the edges of its verdicts without one; `None` when it judges only against a target.
        scored: whether it gives scores from −5 to 5.
        graded: whether it gives grades from A to E.
    """

    name: ClassVar[MethodName]
    bands: ClassVar[Bands]
    free_bands: ClassVar[Bands | None] = None
    scored: ClassVar[bool] = False
    graded: ClassVar[bool] = False

    def measure(self, case: Terms[N], T: N, tT: N, log: list[Step] | None) -> N | None:
        """The measure against a target; its docstring names the formula and the source."""

    def figure(self, case: Terms[N], T: N, tT: N, edge: float) -> N | None:
        """The inverse: the figure of year t at which the measure is `edge`."""

    def free_measure(self, case: Terms[N], log: list[Step] | None) -> N | None:
        """The measure without a target, of a method with `free_bands`."""

    def free_figure(self, case: Terms[N], edge: float) -> N | None:
        """Its inverse: the figure of year t at which the measure without a target is `edge`."""

    def score(self, measured: N) -> N | None:
        """The score of a measure against a target, of a method with scores."""

    def free_score(self, v: N, C: N) -> N | None:
        """The score of a measure without a target, given the factor of the bands."""

    def limit_factor(self, case: Terms[N]) -> N | None:
        """What the bands without a target are multiplied by, of a method with scores."""

    def refusal(self, case: Terms[float]) -> Reason | None:
        """Why the method has no measure for the figures, beyond what no method has one for."""

    def prepared(self, case: Terms[N]) -> Terms[N]:
        """What the method does to the figures before it measures; nothing unless it says so."""
        return case

    def verdict_of(self, terms: Terms[N], measured: float, bands: Bands) -> Verdict:  # noqa: ARG002 -- see kenko21
        """The verdict on a measure: the band that it lies in, unless a method looks at more."""
        return bands.verdict(measured)

    def judge(self, case: Case, *, trace: bool = False) -> Judgement:
        """Measure a case and say which band it lies in.

        Whether the target is reached is not asked here; `verdict.judge_case` does that first.

        Args:
            case: the figures.
            trace: whether to write the derivation down.
        """
        reason = self.refused(case)
        if reason is not None:
            return Judgement(None, None, None, reason)
        return self._read(case.traced(), []) if trace else self._read(case, None)

    def refused(self, case: Case) -> Reason | None:
        """Why the method has no measure for a case; `None` when the figures allow one."""
        if case.T is None and self.free_bands is None:
            return "no-target"
        if case.t <= case.t0:
            return "same-year"
        if case.broken:
            return "break"
        if case.T is not None:
            if case.tT is None or case.tT <= case.t0:
                return "target-year"
            if case.b == case.T:
                return "flat-target"
        return self.refusal(case)

    def bands_for(self, case: Terms[N]) -> Bands | None:
        """The edges of the verdicts on a case; `None` without a target where the method judges only against one."""
        return self._bands(self.prepared(case))

    def edge(self, case: Terms[N], verdict: Verdict) -> tuple[N, bool] | None:
        """The figure of year t, in the desired direction, from which on the bands give a verdict.

        Returns:
            The figure and whether it must be exceeded; `None` when there is none. Whether the figure reaches the target
            is not looked at, nor is the latest figure.
        """
        terms = self.prepared(case)
        bands = self.bands_for(case)
        edge = None if bands is None else bands.edge(verdict)
        if edge is None:
            return None
        if terms.T is None:
            figure = self.free_figure(terms, edge[0])
        else:
            figure = None if terms.tT is None else self.figure(terms, terms.T, terms.tT, edge[0])
        return None if figure is None else (figure, edge[1])

    def _bands(self, terms: Terms[N]) -> Bands | None:
        if terms.T is not None or self.free_bands is None or terms.limit is None:
            return self.free_bands if terms.T is None else self.bands
        factor = self.limit_factor(terms)
        return self.free_bands if factor is None else self.free_bands.scaled(float(factor))

    def _read(self, case: Terms[N], log: list[Step] | None) -> Judgement:
        terms = self.prepared(case)
        if terms.T is not None and terms.tT is not None:
            measured = note_any(log, "measure", "R", self.measure(terms, terms.T, terms.tT, log))
            return self._judged(terms, measured, None if measured is None else self.score(measured), log)
        measured = note_any(log, "measure", "v", self.free_measure(terms, log))
        factor = None if measured is None else self.limit_factor(terms)
        if factor is not None and terms.limit is not None:  # without a limit the factor is 1 and no news
            factor = note(log, "limit-factor", "C", factor)
        score = None if measured is None or factor is None else self.free_score(measured, factor)
        return self._judged(terms, measured, score, log)

    def _judged(self, terms: Terms[N], measured: N | None, score: N | None, log: list[Step] | None) -> Judgement:
        bands = self._bands(terms)
        if measured is None or bands is None:
            return Judgement(None, None, None, "out-of-range", tuple(log or ()))
        scored = note_any(log, "score", "score", score)
        value = float(measured) + 0.0
        verdict = self.verdict_of(terms, value, bands)
        return Judgement(verdict, value, None if scored is None else float(scored), None, tuple(log or ()))


class Linear(Method):
    """The straight line: is the change per year so far as large as the promise asks for?"""

    name = "linear"
    bands = Bands(0.95, 0.60, 0)

    def judge(self, case: Case, *, trace: bool = False) -> Judgement:
        """Measure a case; where the path asks for no step in the desired direction yet, the lead's sign decides."""
        if self.refused(case) is None and case.path:
            promised = expected_figure(case)
            if promised is not None and case.d * (promised - case.b) <= 0:
                return Judgement("on-track" if case.d * (case.c - promised) >= 0 else "moving-away", None, None, None)
        return super().judge(case, trace=trace)

    def measure(self, case: Terms[N], T: N, tT: N, log: list[Step] | None) -> N | None:
        """(c − b) / (E − b): the share of the promised change that came; E is the figure promised for the same year.

        Without yearly targets that is observed pace / required pace: 1 when the figure moves exactly as fast as the
        straight line to the target.

        Source: this project's default. The bands are those of the growth ratio of Eurostat and of Statistics Canada,
        so that verdicts can be compared between methods.
        """
        if case.path:
            promised = note_any(log, "expected", "expected", expected_figure(case))
            return None if promised is None else quotient(case.c - case.b, promised - case.b)
        observed = note_any(log, "observed-pace", "observed", observed_pace(case.b, case.c, case.t0, case.t))
        required = note_any(log, "required-pace", "required", required_pace(case.b, T, case.t0, tT))
        return None if observed is None or required is None else quotient(observed, required)

    def figure(self, case: Terms[N], T: N, tT: N, edge: float) -> N | None:
        """The figure of year t at which the measure is `edge`; the promised one where the lead's sign decides."""
        promised = expected_figure(case) if case.path else None
        if promised is not None:
            ahead = (promised - case.b) * case.d > 0
            return finite(case.b + edge * (promised - case.b)) if ahead else promised
        required = required_pace(case.b, T, case.t0, tT)
        return None if required is None else finite(case.b + edge * required * (case.t - case.t0))
