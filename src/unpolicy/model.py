"""The data files as frozen pydantic models: data format, version 1.

The models say what one record may hold. What must hold between records (ids that exist, years that
have ended) stands in `unpolicy.checks`. Field descriptions become the JSON Schema's.
"""

# Without `from __future__ import annotations`: pydantic would evaluate each of 84 texts at every start.

from datetime import date
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Self

from pydantic import Field, StringConstraints, model_validator

from unpolicy.format.records import (
    Actual,
    Bounds,
    Id,
    Length,
    Month,
    Number,
    OrEmpty,
    Record,
    Revision,
    Source,
    Tags,
    Text,
    Translations,
    Version,
    Words,
    Year,
    keys,
    pick,
)
from unpolicy.format.targets import BaselineFigure, Goal, Keep, PolicyRecord, Rating, Target, TargetsFile
from unpolicy.names import Direction, Status
from unpolicy.years import FIRST_YEAR, LAST_YEAR, NamedBy, YearForm, YearKind, YearName, form_of

__all__ = (
    "Actual", "BaselineFigure", "Bounds", "Dataset", "Dimension", "Figure", "Goal", "Indicator", "IndicatorsFile",
    "Keep", "OrEmpty", "OtherYear", "PolicyRecord", "Rating", "Record", "Revision", "Source", "Target", "TargetsFile",
    "Text", "Translations", "entry_of", "figure_of", "keys", "pick", "record_of",
)  # fmt: skip

if TYPE_CHECKING:
    from unpolicy.format.settings import Settings

FORMAT_VERSION = 1

STATUSES_FOR_VERDICTS: frozenset[Status] = frozenset({"final", "break"})
STATUSES_BEFORE_FINAL: frozenset[Status] = frozenset({"provisional", "estimated"})


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
        years = range(first, last + 1)
        return list(years) if self.yearly else list(filter(self.measured, years))

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


class OtherYear(Record):
    """A year that neither begins in January nor is the fiscal year of Japan."""

    starts: Month = Field(description="The month in which it starts, as 7.")
    named_by: NamedBy = Field(description="The year that names it: start, end, or both (2023–24, keyed by the first).")


class Indicator(Record):
    """Something measured once a year (測定指標)."""

    title: Text = Field(description="What is measured.")
    unit: Text = Field(description="The unit of the figures.")
    kind: Literal["count", "percentage", "amount", "index"] = Field(
        description="What sort of number: a count takes whole numbers only."
    )
    direction: Direction = Field(description="The desired direction; none for context, which is never judged.")
    year: YearName | OtherYear = Field(
        description="calendar, fiscal (April to March, keyed by the year it starts in), or {starts: 7, named_by: both}."
    )
    as_of: Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")] | None = Field(
        None, description="The day on which a stock is counted, as 12-31."
    )
    every: Length | None = Field(None, description="Measured every so many years, counted from the first actual.")
    from_: Year | None = Field(None, alias="from", description="The year that `every` counts from.")
    years: tuple[Year, ...] = Field((), description="Measured in these years only.", strict=False)
    span: Length = Field(1, description="How many years a figure covers, the last of them its own: 3 for 2020–22.")
    aggregation: Literal["latest", "sum"] = Field(
        "latest", description="latest, or sum: each year adds to the total so far."
    )
    decimals: Annotated[int, Field(ge=0, le=10)] | None = Field(None, description="Digits shown behind the point.")
    bounds: Bounds | None = Field(None, description="Limits that no figure can pass.")
    baseline: Year | None = Field(None, description="Where counting starts, for an indicator that no target uses.")
    part_of: Id | None = Field(None, description="The whole that this is a part of.")
    of: OrEmpty[dict[Id, Id]] = Field(
        default_factory=dict, description="Which part of the whole, as {sex: female}: dimensions and their values."
    )
    definition: Text | None = Field(None, description="What exactly is counted.")
    responsible: Text | None = Field(None, description="Who answers for it (担当課).")
    tags: Tags = Field((), description="Words to choose it by.")
    note: Text | None = Field(None, description="What a reader must know about it.")
    source: Words | None = Field(None, description="An id in `sources`, or a URL, for all figures without their own.")
    actuals: OrEmpty[dict[Year, Number | Actual]] = Field(
        {}, description="The yearly figures (実績値): a number, or the long form."
    )

    @model_validator(mode="after")
    def _has_one_rhythm(self) -> Self:
        if (self.every is not None and self.years) or (self.from_ is not None and self.every is None):
            raise ValueError("either every, perhaps with from, or years")
        return self

    @property
    def sign(self) -> int:
        """+1 where an increase is desired, −1 where a decrease is; context counts upwards and is never judged."""
        return -1 if self.direction == "decrease" else 1

    @property
    def year_kind(self) -> YearKind:
        """What its years are."""
        year = self.year
        if isinstance(year, str):  # to ask for the model would go through pydantic's metaclass
            return year if self.span == 1 else form_of(year)._replace(span=self.span)
        form = YearForm(year.starts, year.named_by if year.starts > 1 else "start", self.span)
        return "fiscal" if form == form_of("fiscal") else form

    @property
    def year_name(self) -> YearName:
        """Whether people call its years calendar or fiscal years."""
        return form_of(self.year_kind).wording

    @property
    def rhythm(self) -> Rhythm:
        """The years in which it is measured."""
        if self.every is None:
            return Rhythm(only=self.years)
        first = min(self.actuals, default=None) if self.from_ is None else self.from_
        return Rhythm(self.every, first)

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The lowest and highest figure that can be; a percentage runs from 0 to 100 unless `bounds` says otherwise."""
        if self.bounds is not None:
            return self.bounds.min, self.bounds.max
        return (0, 100) if self.kind == "percentage" else (None, None)

    @cached_property
    def shown_decimals(self) -> int:
        """Digits to show behind the point: `decimals`, else as many as the figures need (at most four)."""
        if self.decimals is not None:
            return self.decimals
        if self.kind == "count":
            return 0
        values = (entry.value if isinstance(entry, Actual) else entry for entry in self.actuals.values())
        return max((_decimals(value) for value in values if value is not None), default=0)

    def figure(self, year: int) -> "Figure | None":
        """The figure recorded for a year."""
        entry = self.actuals.get(year)
        return None if entry is None else figure_of(year, entry)

    def figures(self) -> "list[Figure]":
        """All figures, oldest first."""
        return [figure_of(year, self.actuals[year]) for year in sorted(self.actuals)]


class Dimension(Record):
    """What an indicator is broken down by (区分): sex, age, region."""

    title: Text = Field(description="The dimension's title.")
    values: OrEmpty[dict[Id, Text]] = Field({}, description="The titles of its values, by id.")
    exhaustive: bool = Field(default=False, description="Whether the values make up the whole, none of them twice.")


class IndicatorsFile(Record):
    """`indicators.yaml`: what is measured, and the yearly figures."""

    version: Version = Field(description="The version of the data format.")
    dimensions: OrEmpty[dict[Id, Dimension]] = Field({}, description="What indicators are broken down by, by id.")
    indicators: OrEmpty[dict[Id, Indicator]] = Field({}, description="The indicators, by id.")


FILES: dict[str, type[TargetsFile] | type[IndicatorsFile]] = {"targets": TargetsFile, "indicators": IndicatorsFile}
"""The two data files by kind."""
SECTIONS: dict[str, dict[str, type[Record]]] = {
    "targets": {"sources": Source, "goals": Goal, "targets": Target},
    "indicators": {"dimensions": Dimension, "indicators": Indicator},
}
"""The sections of each file that hold records by id."""


class Figure(NamedTuple):
    """One year's figure, whichever form the file has it in."""

    year: int
    value: int | float | None
    status: Status = "final"
    published: date | None = None
    due: date | None = None
    source: str | None = None
    note: Text | None = None
    revisions: tuple[Revision, ...] = ()
    low: int | float | None = None
    high: int | float | None = None
    own: tuple[tuple[str, object], ...] = ()


class Dataset(NamedTuple):
    """The data files, read and valid; the settings where there are any."""

    targets_file: TargetsFile
    indicators_file: IndicatorsFile
    settings: "Settings | None" = None

    @property
    def policy(self) -> PolicyRecord:
        """What is evaluated as a whole."""
        return self.targets_file.policy

    @property
    def goals(self) -> dict[str, Goal]:
        """The goals by id."""
        return self.targets_file.goals

    @property
    def targets(self) -> dict[str, Target]:
        """The targets by id."""
        return self.targets_file.targets

    @property
    def indicators(self) -> dict[str, Indicator]:
        """The indicators by id."""
        return self.indicators_file.indicators

    @property
    def dimensions(self) -> dict[str, Dimension]:
        """What indicators are broken down by, by id."""
        return self.indicators_file.dimensions

    @property
    def sources(self) -> dict[str, Source]:
        """The publications by id."""
        return self.targets_file.sources

    @property
    def carrying(self) -> frozenset[Status]:
        """The statuses of figures that carry verdicts."""
        provisional = self.policy.rests_on == "provisional"
        return STATUSES_FOR_VERDICTS | STATUSES_BEFORE_FINAL if provisional else STATUSES_FOR_VERDICTS

    def promised(self, day: date) -> list[str]:
        """The targets that held on a day: those set by then, without those that were dropped or superseded by then."""
        found = []
        for name, target in self.targets.items():
            successor = self.targets.get(target.superseded_by or "")
            replaced = successor is None or successor.set is None or successor.set <= day
            held = target.status == "live" or (target.status == "superseded" and not replaced)
            if held and (target.set is None or target.set <= day):
                found.append(name)
        return found

    @property
    def headline(self) -> str | None:
        """The headline target's id: as the file says, else the only target there is."""
        if self.targets_file.headline is not None:
            return self.targets_file.headline
        return next(iter(self.targets)) if len(self.targets) == 1 else None


def figure_of(year: int, entry: float | Actual) -> Figure:
    """A year's entry in the one shape that both forms have."""
    if not isinstance(entry, Actual):
        return Figure(year, entry)
    given = entry.value, entry.status, entry.published, entry.due, entry.source, entry.note, entry.revisions
    own = entry.model_extra
    return Figure(year, *given, entry.low, entry.high, tuple(own.items()) if own else ())


def entry_of(figure: Figure) -> Actual:
    """A figure as a year's entry in the long form."""
    given = figure._asdict() | dict(figure.own)
    return Actual(
        **{key: value for key, value in given.items() if key not in {"year", "own"} and value not in (None, ())}
    )


def record_of(figure: Figure) -> int | float | dict[str, object]:
    """A figure as the data file holds it: the number alone where there is nothing beside it."""
    note = figure.note
    details: dict[str, object] = {
        "value": figure.value,
        "status": None if figure.status == "final" else figure.status,
        "published": figure.published.isoformat() if figure.published else None,
        "due": figure.due.isoformat() if figure.due else None,
        "source": figure.source,
        "note": note if note is None or isinstance(note, str) else note.model_dump(exclude_none=True),
        "low": figure.low,
        "high": figure.high,
        "revisions": [_revision(one) for one in figure.revisions] or None,
    }
    record = {key: detail for key, detail in details.items() if detail is not None} | dict(figure.own)
    return figure.value if figure.value is not None and len(record) == 1 else record


def _revision(one: Revision) -> dict[str, object]:
    published = {"published": one.published.isoformat()} if one.published else {}
    return {"value": one.value} | published | (one.model_extra or {})


def _decimals(value: float) -> int:
    text = "e" if isinstance(value, int) else repr(value)
    return 0 if "e" in text else min(len(text.partition(".")[2].rstrip("0")), 4)
