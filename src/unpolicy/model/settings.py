"""`settings.yaml` as frozen pydantic models: how a data directory likes to be shown, checked, filled and published.

The file is optional; what it leaves out is as if there were none. An option on the command line and a variable of the
environment go before it.
"""

# Without `from __future__ import annotations`, as in `unpolicy.model.records`.

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from unpolicy.model.records import Filled, Id, Number, OrEmpty, Record, Text, Version
from unpolicy.names import Colouring, Level, MethodName, Status, Term
from unpolicy.years import Language

_LEADS_OUT = r"^[/~]|[\\:]|(^|/)\.\.(/|$)"
"""What a path that stays in the data directory does not hold, whatever the system."""


def _inside(path: str) -> str:
    if re.search(_LEADS_OUT, path):
        raise ValueError("a file stays inside the data directory")
    return path


FileName = Annotated[Filled, AfterValidator(_inside), Field(json_schema_extra={"not": {"pattern": _LEADS_OUT}})]


Several = Annotated[tuple[str, ...], Field(strict=False)]
"""Texts of which any will do."""


class Defaults(Record):
    """What counts where neither an option nor a variable of the environment says otherwise."""

    lang: Language | None = Field(None, description="The language of everything that people read.")
    method: MethodName | None = Field(None, description="The method that judges, where the policy names none.")
    color: Colouring | None = Field(None, description="Whether a terminal is coloured.")


class Display(Record):
    """How things are shown."""

    years: Literal["western", "era"] = Field("western", description="Years in Japanese: 2025年度, or 令和7年度.")
    terms: OrEmpty[dict[Term, Text]] = Field(
        {}, description="Other words for the terms of the tool, such as goal: {ja: 基本目標}."
    )


class ImportProfile(Record):
    """How the figures of one source come in: the options of `import`, kept."""

    files: Filled | None = Field(None, description="The names of the files that it is for, as census_*.csv.")
    format: Filled | None = Field(None, alias="from", description="The format of the files, as --from takes it.")
    indicator: Id | None = Field(None, description="The indicator, for files of one, as -i takes it.")
    map: OrEmpty[dict[Filled, Filled]] = Field({}, description="What the headings mean, as --map takes it.")
    where: OrEmpty[dict[Filled, str | Several]] = Field(
        {}, description="The rows that are taken: a column and what stands in it, one text or several, as for --where."
    )
    missing: tuple[Filled, ...] = Field((), description="What stands where there is no figure.", strict=False)
    flag: OrEmpty[dict[Filled, Status]] = Field({}, description="What flags mean, as --flag takes it.")
    unit: OrEmpty[dict[Filled, Number]] = Field(
        {}, description="Units of the file, and how many of the indicator's one of them is, as --unit takes it."
    )
    decimal: Literal[".", ","] | None = Field(None, description="The decimal mark.")
    encoding: Filled | None = Field(None, description="The encoding of the files.")
    sheet: Filled | None = Field(None, description="The sheet of a workbook.")
    hidden: bool = Field(default=False, description="Whether what a workbook hides is read.")


class Exports(Record):
    """What exports say of the publisher."""

    agency: Filled | None = Field(None, description="The agency of SDMX, as --agency takes it.")
    reporting_org: Filled | None = Field(None, description="The organisation of IATI that reports.")


class SiteSettings(Record, title="Site"):
    """The static site."""

    title: Text | None = Field(None, description="The site's title; else the policy's.")
    logo: FileName | None = Field(None, description="A picture in the data directory.")
    colours: OrEmpty[dict[Id, Filled]] = Field({}, description="Colours by name, as accent: '#005a9c'.")
    footer: Text | None = Field(None, description="What stands at the foot of every page.")
    licence: Text | None = Field(None, description="The licence of the data.")
    contact: Text | None = Field(None, description="Whom to ask.")
    pages: tuple[FileName, ...] = Field((), description="Further pages, Markdown in the data directory.", strict=False)


class Settings(Record):
    """`settings.yaml`: how this directory likes to be shown, checked, filled and published."""

    version: Version = Field(description="The version of the data format.")
    defaults: OrEmpty[Defaults] = Field(Defaults(), description="What counts where nothing else says otherwise.")
    display: OrEmpty[Display] = Field(Display(), description="The words and years that are shown.")
    rules: OrEmpty[dict[Filled, Level]] = Field(
        {}, description="How grave a rule is here, by its code: error, warning or off."
    )
    imports: OrEmpty[dict[Id, ImportProfile]] = Field(
        {}, description="How the figures of each source come in, by a name."
    )
    exports: OrEmpty[Exports] = Field(Exports(), description="Who publishes, for exports.")
    site: OrEmpty[SiteSettings] = Field(SiteSettings(), description="What the static site shows beside the data.")
