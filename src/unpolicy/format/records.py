"""What the records of the data files have in common: strict and frozen, texts in two languages, publications."""

# Without `from __future__ import annotations`, as in `unpolicy.model`.

from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from unpolicy.values import Day, Words
from unpolicy.years import Language

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
