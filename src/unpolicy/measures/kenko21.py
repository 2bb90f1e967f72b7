"""The grades of 健康日本21（第二次）, by which prefectures and cities judge their plans as well."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from unpolicy.measures.case import Bands
from unpolicy.measures.method import Method
from unpolicy.measures.numbers import above, at_least, finite, quotient
from unpolicy.measures.progress import expected_figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unpolicy.measures.case import Reason, Terms
    from unpolicy.measures.traced import N, Step
    from unpolicy.names import Grade, Verdict

CHANGE = 0.05
"""The least relative change that counts as one, where no statistical test says otherwise."""

GRADES: dict[Verdict, Grade] = {
    "achieved": "A",
    "on-track": "B",
    "acceleration-needed": "B*",
    "limited": "C",
    "moving-away": "D",
    "unknown": "E",
}
"""The grade of each verdict of this method; a target that was missed has that of its change."""

_POINTS: dict[Grade, int] = {"A": 5, "B": 4, "B*": 4, "C": 3, "D": 2}
_GRADES: dict[int, Grade] = {5: "A", 4: "B", 3: "C", 2: "D"}


class Kenko21(Method):
    """Grades by the relative change since the baseline.

    A reached; B five percent better or more, B* where such a figure is behind the line to the target all the same; D
    five percent worse or more; C between; E without figures to compare.

    Source: Ministry of Health, Labour and Welfare of Japan, 健康日本21（第二次）最終評価報告書 (2022), chapter 2,
    figure Ⅱ-5 and the text around it.
    """

    name = "kenko21"
    bands = Bands(CHANGE, CHANGE, -CHANGE)
    free_bands = bands
    graded = True

    def refusal(self, case: Terms[float]) -> Reason | None:
        """A baseline of zero: nothing is a share of it."""
        return "zero" if case.b == 0 else None

    def measure(self, case: Terms[N], T: N, tT: N, log: list[Step] | None) -> N | None:  # noqa: ARG002 -- not needed
        """The relative change in the desired direction: d × (c − b) / |b|."""
        return quotient(case.d * (case.c - case.b), abs(case.b))

    def free_measure(self, case: Terms[N], log: list[Step] | None) -> N | None:  # noqa: ARG002 -- one line says it all
        """The same: only A and B* need a target."""
        return quotient(case.d * (case.c - case.b), abs(case.b))

    def verdict_of(self, terms: Terms[N], measured: float, bands: Bands) -> Verdict:
        """The verdict that stands for the grade of a figure which is not at the target."""
        if at_least(measured, bands.on_track):
            promised = expected_figure(terms)
            behind = promised is not None and (terms.c - promised) * terms.d < 0
            return "acceleration-needed" if behind else "on-track"
        return "limited" if above(measured, bands.limited) else "moving-away"

    def edge(self, case: Terms[N], verdict: Verdict) -> tuple[N, bool] | None:
        """The figure of year t, in the desired direction, from which on a verdict is given."""
        if self.bands.edge(verdict) is None:
            return None
        if verdict == "limited":
            worst = finite(case.b - case.d * CHANGE * abs(case.b))
            return None if worst is None else (worst, True)
        better = finite(case.b + case.d * CHANGE * abs(case.b))
        promised = expected_figure(case) if verdict == "on-track" else None
        if better is not None and promised is not None and (promised - better) * case.d > 0:
            better = promised
        return None if better is None else (better, False)


def goal_grade(grades: Iterable[Grade]) -> Grade | None:
    """The grade of several indicators of one aim: their mean as A 5, B and B* 4, C 3, D 2.

    A remainder of .5 goes down, E is left out; `None` where nothing is left.
    """
    points = [_POINTS[grade] for grade in grades if grade in _POINTS]
    return _GRADES[math.ceil(sum(points) / len(points) - 0.5)] if points else None
