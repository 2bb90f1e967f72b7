"""What the records of the data files have in common, and the single values that they are made of: ids, years, days."""

# Without `from __future__ import annotations`, as in `unpolicy.model`.

import re
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from unpolicy.errors import UsageError
from unpolicy.names import STATUSES_WITHOUT_VALUE, Status
from unpolicy.years import FIRST_YEAR, LAST_YEAR, Language, parse_period

LARGEST = 10**18
"""No figure is further from zero: arithmetic on figures stays within what a computer's numbers hold."""

ID_PATTERN = r"^[a-z0-9]+(--?[a-z0-9]+)*$"
"""Kebab-case; two hyphens part an indicator from the values that a part of it is by."""
DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
_DATE = re.compile(DATE_PATTERN)


def _to_date(value: Any) -> Any:  # noqa: ANN401 - a validator sees whatever the file holds
    if isinstance(value, str):
        return _day(value)
    return value


@lru_cache(maxsize=4096)  # figures are published many at a time
def _day(text: str) -> date:
    # fromisoformat alone would also read weeks, such as 2024-W35-5.
    if _DATE.fullmatch(text) is None:
        raise ValueError("a date is written 2024-08-30")
    return date.fromisoformat(text)


def _check_version(value: Any) -> Any:  # noqa: ANN401 - a validator sees whatever the file holds
    if isinstance(value, bool):
        raise ValueError("a version is a number")  # noqa: TRY004 - pydantic collects value errors alone
    return value


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
    _day(value if len(value) == 10 else f"{value}-01")
    return value


Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Words = Annotated[str, StringConstraints(pattern=r"\S")]
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
Tags = Annotated[tuple[Words, ...], Field(strict=False)]
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

    ja: Words | None = Field(None, description="The text in Japanese.")
    en: Words | None = Field(None, description="The text in English.")

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if self.ja is None and self.en is None:
            raise ValueError("a text needs ja, en or both")
        return self


Text = Words | Translations


def pick(text: Text, lang: Language) -> str:
    """The text in the language asked for, else in the one there is."""
    if isinstance(text, str):
        return text
    first, second = (text.ja, text.en) if lang == "ja" else (text.en, text.ja)
    return first or second or ""


class Source(Record):
    """Where a figure or a statement was published."""

    title: Text = Field(description="The publication's title.")
    url: Words | None = Field(None, description="Where it can be read.")
    published: Day | None = Field(None, description="The day it was published, as 2024-08-30.")


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
    source: Words | None = Field(None, description="An id in `sources`, or a URL.")
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
