"""The single values that the records of the data files are made of: ids, words, years, numbers, days and periods."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from unpolicy.errors import UsageError
from unpolicy.years import FIRST_YEAR, LAST_YEAR, parse_period

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
