"""In which years something is measured: every year, every few years, or in years that are named."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from unpolicy.years import FIRST_YEAR, LAST_YEAR


class Rhythm(NamedTuple):
    """In which years something is measured.

    Attributes:
        every: every so many years.
        first: the year from which is counted; `None` where every year counts, or none is known yet.
        only: the years, where they are named.
    """

    every: int = 1
    first: int | None = None
    only: tuple[int, ...] = ()

    @property
    def yearly(self) -> bool:
        """Whether every year is measured."""
        return not self.only and self.every == 1

    def measured(self, year: int) -> bool:
        """Whether a year's figure is measured at all."""
        if self.only:
            return year in self.only
        return self.every == 1 or self.first is None or (year - self.first) % self.every == 0

    def between(self, first: int, last: int) -> list[int]:
        """The measured years from `first` to `last`, both included."""
        return [year for year in range(first, last + 1) if self.measured(year)]

    def ahead(self, year: int, count: int, last: int | None = None) -> list[int]:
        """The next measured years after a year: so many, or all up to a last one, which is there in any case."""
        if last is not None:
            return [*self.between(year + 1, last - 1), *([last] if last > year else [])]
        return list(islice((one for one in range(year + 1, LAST_YEAR + 1) if self.measured(one)), count))

    def around(self, year: int) -> list[int]:
        """The measured years nearest to one that is not measured: the one before and the one after."""
        before = next((one for one in range(year, FIRST_YEAR - 1, -1) if self.measured(one)), None)
        after = next((one for one in range(year, LAST_YEAR + 1) if self.measured(one)), None)
        return [one for one in (before, after) if one is not None]


EVERY_YEAR = Rhythm()
