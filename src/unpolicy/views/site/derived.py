"""What the pages of all languages rest on, computed once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from unpolicy.assess.assessment import assess, assess_monitored
from unpolicy.assess.derivation import derive
from unpolicy.assess.find import count_verdicts
from unpolicy.names import METHOD_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.assess.assessment import Assessment


class Derived:
    """Derivations and assessments by other methods, each made when it is first asked for.

    Args:
        assessment: how the policy stands.
    """

    def __init__(self, assessment: Assessment) -> None:
        dataset, day, method = assessment.dataset, assessment.as_of, assessment.method
        self.assessment = assessment
        self.derivation = cache(lambda name: derive(dataset, name, day, method))
        self.monitored = cache(lambda name: assess_monitored(dataset, name, day, method))
        self.by_method = cache(self._by_method)

    def _by_method(self) -> Mapping[str, Mapping[str, int]]:
        """How many targets have each verdict, by method."""
        dataset, day = self.assessment.dataset, self.assessment.as_of
        return {method: count_verdicts(assess(dataset, day, method).targets) for method in METHOD_NAMES}
