"""What a method is made of, how it reads a case, and the default one: the straight line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from unpolicy.measures.case import Bands, Judgement
from unpolicy.measures.numbers import finite, quotient
from unpolicy.measures.progress import expected_figure, observed_pace, required_pace
from unpolicy.measures.traced import N, Step, note, note_any

if TYPE_CHECKING:
    from unpolicy.measures.case import Case, Reason, Terms
    from unpolicy.names import MethodName, Verdict


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

        Whether the target is reached is not asked here; `verdict.decide` does that first.

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
