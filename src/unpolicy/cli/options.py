"""The options and arguments that several commands share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from unpolicy.cli import completion
from unpolicy.cli.manners import Color, manners
from unpolicy.names import MethodName, TargetOrder


def output_option(help_: str) -> Any:  # noqa: ANN401 - typer's type is private
    """`--output` with what it writes."""
    return typer.Option("--output", "-o", metavar="FILE", help=help_)


def format_option(help_: str, metavar: str | None = None) -> Any:  # noqa: ANN401 - as above
    """`--format` with what it chooses from; without a metavar, the choices of its type are listed."""
    return typer.Option("--format", metavar=metavar, help=help_)


def completed_option(name: str, metavar: str, help_: str, offers: Any) -> Any:  # noqa: ANN401 - as above
    """An option whose value the shell completes."""
    return typer.Option(name, metavar=metavar, help=help_, autocompletion=offers)


def indicator_option(help_: str) -> Any:  # noqa: ANN401 - as above
    """`--indicator` with what it means to the command."""
    return typer.Option("--indicator", "-i", metavar="ID", help=help_, autocompletion=completion.indicators)


def _set_color(value: Any) -> Any:  # noqa: ANN401 - held against the choices by typer
    if value is not None:
        manners.color = value
    return value


def _set_quiet(value: bool) -> bool:
    manners.quiet = manners.quiet or value
    return value


ColorOption = Annotated[
    Color | None,
    typer.Option(
        "--color",
        help="Colour: auto on a terminal; always shows a pipe what a terminal shows; never sends letters alone.",
        envvar="UNPOLICY_COLOR",
        is_eager=True,
        expose_value=False,
        callback=_set_color,
    ),
]
QuietOption = Annotated[
    bool,
    typer.Option(
        "--quiet",
        "-q",
        help="Tell nothing but errors beside the result.",
        envvar="UNPOLICY_QUIET",
        is_eager=True,
        expose_value=False,
        callback=_set_quiet,
    ),
]
ONE_POLICY = (
    "This command is about one policy: give one --data.",
    "このコマンドの対象は1つの施策です。--data は1つだけ指定してください。",
)
"""What is said where several policies are named to a command of one."""

DataOption = Annotated[
    str | None,
    typer.Option("--data", metavar="DIR", help="The data directory; else UNPOLICY_DATA, else the nearest data/."),
]
SeveralDataOption = Annotated[
    list[str] | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="The data directory, again for each further policy; else UNPOLICY_DATA, else the nearest data/.",
    ),
]
LangOption = Annotated[
    str | None, typer.Option("--lang", metavar="ja|en", help="The language; else UNPOLICY_LANG, else the locale.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.", envvar="UNPOLICY_JSON")]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="What was known that day, as 2026-11-24; default today.",
        envvar="UNPOLICY_AS_OF",
    ),
]
MethodOption = Annotated[
    MethodName | None,
    typer.Option(
        "--method", help="How progress is judged; else the data file's, else linear.", envvar="UNPOLICY_METHOD"
    ),
]
GoalOption = Annotated[str | None, completed_option("--goal", "ID", "Only what serves this goal.", completion.goals)]
TagOption = Annotated[
    list[str] | None,
    completed_option("--tag", "TAG", "Only what has this tag; may be given again.", completion.tags),
]
ResponsibleOption = Annotated[
    str | None,
    completed_option(
        "--responsible", "NAME", "Only what this office answers for, or part of its name.", completion.offices
    ),
]
VerdictOption = Annotated[
    list[str] | None,
    completed_option("--verdict", "VERDICT", "Only this verdict; may be given again.", completion.verdicts),
]
SortOption = Annotated[TargetOrder | None, typer.Option("--sort", help="The order of the targets.")]
AllOption = Annotated[bool, typer.Option("--all", help="Show every target and indicator, however many.")]
WaitOption = Annotated[
    float, typer.Option("--wait", min=0, metavar="SECONDS", help="How long to wait for somebody else's lock.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show the change as a diff; write nothing.")]
OverwriteOption = Annotated[bool, typer.Option("--force", help="Replace a file that unpolicy did not make.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Change a data file even if it was made read-only.")]
IndicatorOption = Annotated[str | None, indicator_option("The indicator; default the headline's.")]
IdArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[ID]", help="An indicator, target or goal; default the headline.", autocompletion=completion.ids
    ),
]
IdsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help="Indicators, targets or goals.", autocompletion=completion.ids),
]
YearArgument = Annotated[
    str,
    typer.Argument(metavar="YEAR", help="2024, FY2024, R6, 令和6年, 令和6年度.", autocompletion=completion.years),
]
