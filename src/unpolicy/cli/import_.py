"""`unpolicy import`: figures in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.cli.change import circumstances
from unpolicy.cli.importing import present_intake
from unpolicy.cli.options import (
    DataOption,
    DryRunOption,
    JsonOption,
    LangOption,
    WaitOption,
    force_option,
    indicator_option,
    revise_option,
)
from unpolicy.cli.output import warn
from unpolicy.cli.progress import progress
from unpolicy.cli.session import Session, open_session
from unpolicy.exchange.formats import STDIN, ReadingOptions, read_input
from unpolicy.exchange.grid import Grid

if TYPE_CHECKING:
    from unpolicy.change.transact import Change, Circumstances
    from unpolicy.exchange.intake import Intake
    from unpolicy.exchange.request import Content, ImportRequest, Typed

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="csv, tsv, xlsx, ods, json or IATI xml; - for the standard input.")
]
FromOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        "--format",
        metavar="NAME",
        help="csv, xlsx, ods, json, iati, or open-sdg, sdmx-csv, eurostat, statcan, ons, world-bank, e-stat.",
    ),
]
IndicatorOption = Annotated[
    str | None,
    indicator_option("Whose figures these are."),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="THEIRS=OURS", help="A column: year, value, …, an indicator, a year, or ignore."),
]
WhereOption = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="COLUMN=VALUE", help="Only these rows; *= : no other breakdown."),
]
MissingOption = Annotated[
    list[str] | None, typer.Option("--missing", metavar="TEXT", help="What stands for a figure that is missing.")
]
FlagOption = Annotated[
    list[str] | None, typer.Option("--flag", metavar="FLAG=STATUS", help="What a flag means, as *=estimated.")
]
UnitOption = Annotated[
    list[str] | None,
    typer.Option("--unit", metavar="UNIT[=FACTOR]", help="A unit of the file that is the indicator's, or a multiple."),
]
DecimalOption = Annotated[str | None, typer.Option("--decimal", metavar=". or ,", help="The decimal mark.")]
EncodingOption = Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="csv: the encoding.")]
SheetOption = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="xlsx, ods: the sheet.")]
HiddenOption = Annotated[bool, typer.Option("--hidden", help="xlsx, ods: read what is hidden, too.")]
ProfileOption = Annotated[
    str | None,
    typer.Option("--profile", metavar="NAME", help="Options kept in settings.yaml; else by file name."),
]
SaveProfileOption = Annotated[
    str | None, typer.Option("--save-profile", metavar="NAME", help="Keep these options in settings.yaml.")
]
CreateOption = Annotated[
    bool, typer.Option("--create", help="Make indicators, parts and targets that the file describes.")
]
IntoOption = Annotated[
    str | None, typer.Option("--into", metavar="NAME", help="--create: the name of new files, or a data file.")
]
ReviseOption = Annotated[bool, revise_option("Replace recorded figures; old ones become revisions.")]
ForceOption = Annotated[bool, force_option("Take figures that look implausible, or into a file made read-only.")]
PartialOption = Annotated[bool, typer.Option("--partial", help="Take what can be taken, leave the rest.")]


def command(
    ctx: typer.Context,
    file: FileArgument,
    from_: FromOption = None,
    indicator: IndicatorOption = None,
    map_: MapOption = None,
    where: WhereOption = None,
    missing: MissingOption = None,
    flag: FlagOption = None,
    unit: UnitOption = None,
    decimal: DecimalOption = None,
    encoding: EncodingOption = None,
    sheet: SheetOption = None,
    hidden: HiddenOption = False,
    profile: ProfileOption = None,
    save_profile: SaveProfileOption = None,
    create: CreateOption = False,
    into: IntoOption = None,
    revise: ReviseOption = False,
    force: ForceOption = False,
    partial: PartialOption = False,
    dry_run: DryRunOption = False,
    wait: WaitOption = 10.0,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Take figures from a table or a file of a statistical office; every filled cell is accounted for."""
    from unpolicy.exchange.request import Typed, request_of, require_new, with_profile

    session = open_session(ctx, data, lang, json=json)
    lists = (map_ or (), where or (), missing or (), flag or (), unit or ())
    typed = Typed(indicator, *lists, decimal, revise, force, partial, create, from_, sheet, hidden, encoding)
    require_new(session.settings, save_profile)
    options, used = with_profile(typed, session.settings, profile, file)
    how = circumstances(session, wait, dry_run=dry_run, force=force)
    content = _content(file, ReadingOptions(options.format, options.sheet, options.hidden, options.encoding))
    change = _bring_in(session, request_of(content, options), how, into)
    if save_profile is not None and change.decided.accepted:
        _keep(session, save_profile, typed, file, how)
    present_intake(session, content, change, used)
    if not change.decided.accepted:
        raise typer.Exit(1)


def _content(name: str, reading: ReadingOptions) -> Content:
    """What a file holds, or a directory that is a whole repository."""
    if reading.kind not in (None, "open-sdg") or name == STDIN or not Path(name).is_dir():
        return read_input(name, reading)
    from unpolicy.exchange.open_sdg import Repository

    return Repository.at(Path(name))


def _keep(session: Session, name: str, typed: Typed, file: str, how: Circumstances) -> None:
    from unpolicy.change.profile import keep_profile
    from unpolicy.exchange.request import profile_of

    path = keep_profile(session.directory, name, profile_of(typed, file), how)
    said = (f"The options are kept in {path} as {name}.", f"オプションを {path} に {name} として保存しました。")
    warn(session.voice.say(said))


def _bring_in(session: Session, request: ImportRequest, how: Circumstances, into: str | None) -> Change[Intake]:
    from unpolicy.exchange.intake import bring_in

    with progress(_size(request.content), session.voice.say(("Importing", "取り込み中"))) as step:
        return bring_in(session.directory, request._replace(step=step), how, into)


def _size(content: Content) -> int:
    from unpolicy.model import Dataset

    if isinstance(content, Dataset):
        return sum(len(indicator.actuals) for indicator in content.indicators.values())
    return len(content.rows) if isinstance(content, Grid) else content.size
