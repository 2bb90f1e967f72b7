"""The options and arguments that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from unpolicy.cli import completion
from unpolicy.cli.manners import Color, manners
from unpolicy.names import MethodName, TargetOrder

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., None]")


@dataclass(slots=True)
class Given:
    """The options written before the command."""

    data: tuple[str, ...] = ()
    lang: str | None = None


def option(names: str, help_: str, metavar: str | None = None, offers: Any = None, **more: Any) -> Any:  # noqa: ANN401 - typer's types are private
    """An option.

    Args:
        names: how it is written, its spellings parted by blanks.
        help_: what it means.
        metavar: what stands for its value; without one, the choices of its type are listed.
        offers: what the shell completes.
        more: what else typer is told.
    """
    return typer.Option(*names.split(), metavar=metavar, help=help_, autocompletion=offers, **more)


def argument(metavar: str, help_: str, offers: Any = None, **more: Any) -> Any:  # noqa: ANN401 - as above
    """An argument: what stands for it, and the rest as of an option."""
    return typer.Argument(metavar=metavar, help=help_, autocompletion=offers, **more)


def common(*names: str) -> Callable[[Command], Command]:
    """Declares the options, named as in `COMMON`, that open the `session` or the `sessions` which a command takes."""

    def declare(command: Command) -> Command:
        command.common = names  # type: ignore[attr-defined]  # read where the command is loaded
        return command

    return declare


def _set_color(value: Any) -> Any:  # noqa: ANN401 - held against the choices by typer
    if value is not None:
        manners.color = value
    return value


def _set_quiet(value: bool) -> bool:
    manners.quiet = manners.quiet or value
    return value


ColorOption = Annotated[
    Color | None,
    option(
        "--color",
        "Colour: auto on a terminal; always shows a pipe what a terminal shows; never sends letters alone.",
        envvar="UNPOLICY_COLOR",
        is_eager=True,
        expose_value=False,
        callback=_set_color,
    ),
]
QuietOption = Annotated[
    bool,
    option(
        "--quiet -q",
        "Tell nothing but errors beside the result.",
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
    str | None, option("--data", "The data directory; else UNPOLICY_DATA, else the nearest data/.", "DIR")
]
SeveralDataOption = Annotated[
    list[str] | None,
    option(
        "--data",
        "The data directory, again for each further policy; else UNPOLICY_DATA, else the nearest data/.",
        "DIR",
    ),
]
LangOption = Annotated[str | None, option("--lang", "The language; else UNPOLICY_LANG, else the locale.", "ja|en")]
JsonOption = Annotated[bool, option("--json", "Print exactly one JSON document.", envvar="UNPOLICY_JSON")]
AsOfOption = Annotated[
    str | None,
    option("--as-of", "What was known that day, as 2026-11-24; default today.", "DATE", envvar="UNPOLICY_AS_OF"),
]
MethodOption = Annotated[
    MethodName | None,
    option("--method", "How progress is judged; else the data file's, else linear.", envvar="UNPOLICY_METHOD"),
]
COMMON: dict[str, Any] = {"as_of": AsOfOption, "json": JsonOption, "data": DataOption, "lang": LangOption}
"""The options that become the session of a command: see `common`."""

GoalOption = Annotated[str | None, option("--goal", "Only what serves this goal.", "ID", completion.goals)]
TagOption = Annotated[
    list[str] | None, option("--tag", "Only what has this tag; may be given again.", "TAG", completion.tags)
]
ResponsibleOption = Annotated[
    str | None,
    option("--responsible", "Only what this office answers for, or part of its name.", "NAME", completion.offices),
]
VerdictOption = Annotated[
    list[str] | None, option("--verdict", "Only this verdict; may be given again.", "VERDICT", completion.verdicts)
]
SortOption = Annotated[TargetOrder | None, option("--sort", "The order of the targets.")]
AllOption = Annotated[bool, option("--all", "Show every target and indicator, however many.")]
WaitOption = Annotated[float, option("--wait", "How long to wait for somebody else's lock.", "SECONDS", min=0)]
DryRunOption = Annotated[bool, option("--dry-run", "Show the change as a diff; write nothing.")]
OverwriteOption = Annotated[bool, option("--force", "Replace a file that unpolicy did not make.")]
ForceOption = Annotated[bool, option("--force", "Change a data file even if it was made read-only.")]
IndicatorOption = Annotated[
    str | None, option("--indicator -i", "The indicator; default the headline's.", "ID", completion.indicators)
]
IdArgument = Annotated[
    str | None, argument("[ID]", "An indicator, target or goal; default the headline.", completion.ids)
]
IdsArgument = Annotated[list[str] | None, argument("[ID]...", "Indicators, targets or goals.", completion.ids)]
YearArgument = Annotated[str, argument("YEAR", "2024, FY2024, R6, 令和6年, 令和6年度.", completion.years)]
