"""The options and arguments that several commands share."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from unpolicy.cli import completion

METHOD_NAMES = ("linear", "statcan", "eurostat", "unsd2022", "unsd2023")

DataOption = Annotated[
    str | None,
    typer.Option("--data", metavar="DIR", help="The data directory; else UNPOLICY_DATA, else the nearest data/."),
]
LangOption = Annotated[
    str | None, typer.Option("--lang", metavar="ja|en", help="The language; else UNPOLICY_LANG, else the locale.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="What was known that day, as 2026-11-24; default today.")
]
MethodOption = Annotated[
    Literal["linear", "statcan", "eurostat", "unsd2022", "unsd2023"] | None,
    typer.Option("--method", help="How progress is judged; else the data file's, else linear."),
]
WaitOption = Annotated[
    float, typer.Option("--wait", min=0, metavar="SECONDS", help="How long to wait for somebody else's lock.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show the change as a diff; write nothing.")]
IndicatorOption = Annotated[
    str | None,
    typer.Option(
        "--indicator",
        "-i",
        metavar="ID",
        help="The indicator; default the headline's.",
        autocompletion=completion.indicators,
    ),
]
IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="An indicator, target or goal.", autocompletion=completion.ids)
]
IdsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help="Indicators, targets or goals.", autocompletion=completion.ids),
]
YearArgument = Annotated[
    str,
    typer.Argument(metavar="YEAR", help="2024, FY2024, R6, 令和6年, 令和6年度.", autocompletion=completion.years),
]
