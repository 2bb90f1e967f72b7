"""What the records of all data files have in common, the values they are made of, and what `indicators.yaml` holds."""

# Without `from __future__ import annotations`: pydantic would evaluate each of 84 texts at every start.

import re
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice
from typing import Annotated, Any, Literal, NamedTuple, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from unpolicy.errors import UsageError
from unpolicy.names import STATUSES_WITHOUT_VALUE, Direction, NumberKind, Status
from unpolicy.years import (
    FIRST_YEAR,
    LAST_YEAR,
    Language,
    NamedBy,
    YearForm,
    YearKind,
    YearName,
    form_of,
    parse_period,
)

LARGEST = 10**18
"""No figure is further from zero: arithmetic on figures stays within what a computer's numbers hold."""

ID_PATTERN = r"^[a-z0-9]+(--?[a-z0-9]+)*$"
"""Kebab-case; two hyphens part an indicator from the values that a part of it is by."""
DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
_DATE = re.compile(DATE_PATTERN)


def _to_date(value: Any) -> Any:  # noqa: ANN401 - a validator sees whatever the file holds
    if isinstance(value, str):
        return as_date(value)
    return value


@lru_cache(maxsize=4096)  # figures are published many at a time
def as_date(text: str) -> date:
    """A day as it is written."""
    # fromisoformat alone would also read weeks, such as 2024-W35-5.
    if _DATE.fullmatch(text) is None:
        raise ValueError("a date is written 2024-08-30")
    return date.fromisoformat(text)


@lru_cache(maxsize=256)  # a policy's initiatives and reviews name the same few periods again and again
def _check_period(value: str) -> str:
    try:
        parse_period(value)
    except UsageError as error:
        raise ValueError(str(error)) from error
    return value


def _check_when(value: str) -> str:
    if value.startswith("FY"):
        return _check_period(value)
    as_date(value if len(value) == 10 else f"{value}-01")
    return value


def _check_version(value: Any) -> Any:  # noqa: ANN401 - a validator sees whatever the file holds
    if isinstance(value, bool):
        raise ValueError("a version is a number")  # noqa: TRY004 - pydantic collects value errors alone
    return value


Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Filled = Annotated[str, StringConstraints(pattern=r"\S")]
Version = Annotated[Literal[1], BeforeValidator(_check_version)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Length = Annotated[int, Field(ge=1, le=LAST_YEAR - FIRST_YEAR)]
"""A number of years."""
Month = Annotated[int, Field(ge=1, le=12)]
Number = (
    Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
    | Annotated[float, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]
)
Day = Annotated[date, BeforeValidator(_to_date, json_schema_input_type=Annotated[str, Field(pattern=DATE_PATTERN)])]
PeriodText = Annotated[str, StringConstraints(pattern=r"^(FY)?\d{4}(\.\.(FY)?\d{4})?$"), AfterValidator(_check_period)]
When = (
    Year | Annotated[str, StringConstraints(pattern=r"^(FY\d{4}|\d{4}-\d{2}(-\d{2})?)$"), AfterValidator(_check_when)]
)

OwnKey = Annotated[str, StringConstraints(pattern=r"^x-")]
"""A key that belongs to whoever wrote it: it is kept, and means nothing here."""
Tags = Annotated[tuple[Filled, ...], Field(strict=False)]
"""Words to choose records by."""


def _empty_for_null(value: Any) -> Any:  # noqa: ANN401 - a validator sees whatever the file holds
    return {} if value is None else value


T = TypeVar("T")
OrEmpty = Annotated[T, BeforeValidator(_empty_for_null)]
"""A mapping, empty where its key has nothing behind it."""


class Record(BaseModel):
    """What every part of a data file is: frozen, strict, and without keys of its own invention but those in `x-`."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True, defer_build=True, serialize_by_alias=True)
    __pydantic_extra__: dict[OwnKey, Any]


def keys(record: type[Record]) -> list[str]:
    """The keys of a record as they stand in the file."""
    return [info.alias or name for name, info in record.model_fields.items()]


class Translations(Record):
    """A text in Japanese, English or both."""

    ja: Filled | None = Field(None, description="The text in Japanese.")
    en: Filled | None = Field(None, description="The text in English.")

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if self.ja is None and self.en is None:
            raise ValueError("a text needs ja, en or both")
        return self


Text = Filled | Translations


def pick(text: Text, lang: Language) -> str:
    """The text in the language asked for, else in the one there is."""
    if isinstance(text, str):
        return text
    first, second = (text.ja, text.en) if lang == "ja" else (text.en, text.ja)
    return first or second or ""


class Revision(Record):
    """A value that was published earlier and has been replaced since."""

    value: Number = Field(description="The earlier value.")
    published: Day | None = Field(None, description="The day it was published.")


class Actual(Record):
    """One year's figure in the long form (実績値)."""

    value: Number | None = Field(None, description="The figure; absent while pending or missing.")
    status: Status = Field("final", description="How far the figure can be relied on.")
    published: Day | None = Field(None, description="The day it was published.")
    due: Day | None = Field(None, description="The day a pending figure is to be published.")
    source: Filled | None = Field(None, description="An id in `sources`, or a URL.")
    note: Text | None = Field(None, description="What a reader must know about it.")
    low: Number | None = Field(None, description="The lower end of the confidence interval of a survey.")
    high: Number | None = Field(None, description="The upper end of the confidence interval of a survey.")
    revisions: tuple[Revision, ...] = Field((), description="Earlier published values, oldest first.", strict=False)

    @model_validator(mode="after")
    def _value_fits_status(self) -> Self:
        if self.status in STATUSES_WITHOUT_VALUE:
            if self.value is not None:
                raise ValueError(f"a {self.status} figure has no value")
        elif self.value is None:
            raise ValueError(f"a {self.status} figure needs a value (or status: pending)")
        return self


class Bounds(Record):
    """Limits that no figure can pass."""

    min: Number | None = Field(None, description="No figure is below this.")
    max: Number | None = Field(None, description="No figure is above this.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")
        return self


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
        return list(islice(filter(self.measured, range(year + 1, LAST_YEAR + 1)), count))

    def around(self, year: int) -> list[int]:
        """The measured years nearest to one that is not measured: the one before and the one after."""
        before = next(filter(self.measured, range(year, FIRST_YEAR - 1, -1)), None)
        after = next(filter(self.measured, range(year, LAST_YEAR + 1)), None)
        return [near for near in (before, after) if near is not None]


class OtherYear(Record):
    """A year that neither begins in January nor is the fiscal year of Japan."""

    starts: Month = Field(description="The month in which it starts, as 7.")
    named_by: NamedBy = Field(description="The year that names it: start, end, or both (2023–24, keyed by the first).")


class Indicator(Record):
    """Something measured once a year (測定指標)."""

    title: Text = Field(description="What is measured.")
    unit: Text = Field(description="The unit of the figures.")
    kind: NumberKind = Field(description="What sort of number: a count takes whole numbers only.")
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
    source: Filled | None = Field(None, description="An id in `sources`, or a URL, for all figures without their own.")
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

    @cached_property
    def year_kind(self) -> YearKind:
        """What its years are."""
        year = self.year  # kept: no copy of an indicator has another one
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


class Figure(NamedTuple):
    """One year's figure, whichever form the file has it in."""

    year: int
    value: int | float | None
    status: Status = "final"
    published: date | None = None
    due: date | None = None
    source: str | None = None
    note: Text | None = None
    low: int | float | None = None
    high: int | float | None = None
    revisions: tuple[Revision, ...] = ()
    own: tuple[tuple[str, object], ...] = ()


def figure_of(year: int, entry: float | Actual) -> Figure:
    """A year's entry in the one shape that both forms have."""
    if not isinstance(entry, Actual):
        return Figure(year, entry)
    figure, own = Figure(year, **vars(entry)), entry.model_extra
    return figure._replace(own=tuple(own.items())) if own else figure


def _decimals(value: float) -> int:
    text = "e" if isinstance(value, int) else repr(value)
    return 0 if "e" in text else min(len(text.partition(".")[2].rstrip("0")), 4)
