"""What a method is made of, and how it reads a case."""

# ruff: noqa: D102 -- a protocol here is one call, and its class docstring says what the call gives
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from unpolicy.measures.case import Reading
from unpolicy.measures.traced import N, Step, note

if TYPE_CHECKING:
    from unpolicy.measures.bands import Bands
    from unpolicy.measures.case import Case, Reason, Terms
    from unpolicy.names import Verdict


class Measure(Protocol):
    """The measure against a target; its docstring names the formula and the source."""

    def __call__(self, case: Terms[N], T: N, tT: N, log: list[Step] | None) -> N | None: ...


class FreeMeasure(Protocol):
    """The measure without a target."""

    def __call__(self, case: Terms[N], log: list[Step] | None) -> N | None: ...


class Figure(Protocol):
    """The inverse of a measure against a target: the figure of year t at which it has a value."""

    def __call__(self, case: Terms[N], T: N, tT: N, edge: float) -> N | None: ...


class FreeFigure(Protocol):
    """The inverse of a measure without a target."""

    def __call__(self, case: Terms[N], edge: float) -> N | None: ...


class Score(Protocol):
    """The score of a measure against a target."""

    def __call__(self, measured: N) -> N: ...


class FreeScore(Protocol):
    """The score of a measure without a target, given the factor of the bands."""

    def __call__(self, v: N, C: N) -> N: ...


class Factor(Protocol):
    """What the bands without a target are multiplied by."""

    def __call__(self, case: Terms[N]) -> N | None: ...


class Refusal(Protocol):
    """Why a method has no measure for some figures."""

    def __call__(self, case: Terms[float]) -> Reason | None: ...


class Preparation(Protocol):
    """What a method does to the figures before it measures."""

    def __call__(self, case: Terms[N]) -> Terms[N]: ...


class Aimed(NamedTuple):
    """How a method judges against a target.

    Attributes:
        bands: the edges of its verdicts.
        measure: its measure.
        figure: the inverse of the measure.
        score: from measure to score, where the method has scores.
    """

    bands: Bands
    measure: Measure
    figure: Figure
    score: Score | None = None


class Free(NamedTuple):
    """How a method judges without a target.

    Attributes:
        bands: the edges of its verdicts.
        measure: its measure.
        figure: the inverse of the measure.
        scaling: for a method with scores: the factor of the bands, and from measure and factor to score.
    """

    bands: Bands
    measure: FreeMeasure
    figure: FreeFigure
    scaling: tuple[Factor, FreeScore] | None = None


def _as_they_are(case: Terms[N]) -> Terms[N]:
    return case


class Method(NamedTuple):
    """One way to judge.

    Attributes:
        name: what `--method` calls it.
        aimed: how it judges against a target.
        free: how it judges without one; `None` when it does not.
        refusal: the figures that it has no measure for.
        prepared: what it does to the figures first.
    """

    name: str
    aimed: Aimed
    free: Free | None
    refusal: Refusal
    prepared: Preparation = _as_they_are

    @property
    def scored(self) -> bool:
        """Whether the method gives scores from −5 to 5."""
        return self.aimed.score is not None

    def judge(self, case: Case, *, trace: bool = False) -> Reading:
        """Measure a case and say which band it lies in.

        Whether the target is reached is not asked here; `verdict.decide` does that first.

        Args:
            case: the figures.
            trace: whether to write the derivation down.
        """
        reason = self.refused(case)
        if reason is not None:
            return Reading(None, None, None, reason)
        return self._read(case.traced(), []) if trace else self._read(case, None)

    def refused(self, case: Case) -> Reason | None:
        """Why the method has no measure for a case; `None` when the figures allow one."""
        if case.T is None and self.free is None:
            return "no-target"
        if case.t <= case.t0:
            return "same-year"
        if case.T is not None:
            if case.tT is None or case.tT <= case.t0:
                return "target-year"
            if case.b == case.T:
                return "flat-target"
        return self.refusal(case)

    def edge(self, case: Terms[N], verdict: Verdict) -> tuple[N, bool] | None:
        """The figure of year t, in the desired direction, from which on the bands give a verdict.

        Returns:
            The figure and whether it must be exceeded; `None` when there is none. Whether the figure reaches the target
            is not looked at, nor is the latest figure.
        """
        terms = self.prepared(case)
        if terms.T is not None and terms.tT is not None:
            edge = self.aimed.bands.edge(verdict)
            figure = None if edge is None else self.aimed.figure(terms, terms.T, terms.tT, edge[0])
        else:
            bands = None if self.free is None else _bands(self.free, _factor(self.free, terms, None))
            edge = None if bands is None else bands.edge(verdict)
            figure = None if edge is None or self.free is None else self.free.figure(terms, edge[0])
        return None if edge is None or figure is None else (figure, edge[1])

    def _read(self, case: Terms[N], log: list[Step] | None) -> Reading:
        terms = self.prepared(case)
        if terms.T is not None and terms.tT is not None:
            return _read_aimed(self.aimed, self.aimed.measure(terms, terms.T, terms.tT, log), log)
        return _unreadable(log) if self.free is None else _read_free(self.free, terms, log)


def _read_aimed(aimed: Aimed, measured: N | None, log: list[Step] | None) -> Reading:
    if measured is None:
        return _unreadable(log)
    measured = note(log, "measure", "R", measured)
    score = None if aimed.score is None else float(note(log, "score", "score", aimed.score(measured)))
    value = float(measured) + 0.0
    return Reading(value, aimed.bands.verdict(value), score, None, tuple(log or ()))


def _read_free(free: Free, terms: Terms[N], log: list[Step] | None) -> Reading:
    measured = free.measure(terms, log)
    if measured is None:
        return _unreadable(log)
    measured = note(log, "measure", "v", measured)
    value = float(measured) + 0.0
    factor = _factor(free, terms, log)
    if free.scaling is None or factor is None:
        return Reading(value, free.bands.verdict(value), None, None, tuple(log or ()))
    score = float(note(log, "score", "score", free.scaling[1](measured, factor)))
    return Reading(value, _bands(free, factor).verdict(value), score, None, tuple(log or ()))


def _unreadable(log: list[Step] | None) -> Reading:
    return Reading(None, None, None, "out-of-range", tuple(log or ()))


def _factor(free: Free, terms: Terms[N], log: list[Step] | None) -> N | None:
    factor = None if free.scaling is None else free.scaling[0](terms)
    # Without a limit the factor is 1 and no news.
    return factor if factor is None or terms.limit is None else note(log, "limit-factor", "C", factor)


def _bands(free: Free, factor: N | None) -> Bands:
    return free.bands if factor is None else free.bands.scaled(float(factor))
