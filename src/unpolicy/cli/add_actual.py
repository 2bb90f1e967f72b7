"""`unpolicy add-actual`: records a figure."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from unpolicy.cli import completion
from unpolicy.cli.change import circumstances, present_figure
from unpolicy.cli.options import (
    DataOption,
    DryRunOption,
    IndicatorOption,
    JsonOption,
    LangOption,
    WaitOption,
    YearArgument,
    force_option,
    revise_option,
)
from unpolicy.cli.session import open_session, parse_optional_day
from unpolicy.names import Status

ValueArgument = Annotated[str, typer.Argument(metavar="VALUE", help="980, 1,234, 82.7%, -5 or pending.")]
SourceOption = Annotated[
    str | None,
    typer.Option("--source", metavar="ID|URL", help="Where it was published.", autocompletion=completion.sources),
]
PublishedOption = Annotated[str | None, typer.Option("--published", metavar="DATE", help="When it was published.")]
DueOption = Annotated[str | None, typer.Option("--due", metavar="DATE", help="When a pending figure is to come out.")]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What a reader must know about it.")]
StatusOption = Annotated[
    Status | None,
    typer.Option("--status", help="How far the figure can be relied on; default final."),
]
ReviseOption = Annotated[bool, revise_option("Replace a figure and keep the old one as a revision.")]
ForceOption = Annotated[bool, force_option("Record a figure that looks implausible, or in a file made read-only.")]


def command(
    ctx: typer.Context,
    year: YearArgument,
    value: ValueArgument,
    indicator: IndicatorOption = None,
    source: SourceOption = None,
    published: PublishedOption = None,
    note: NoteOption = None,
    status: StatusOption = None,
    due: DueOption = None,
    revise: ReviseOption = False,
    force: ForceOption = False,
    dry_run: DryRunOption = False,
    wait: WaitOption = 10.0,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Record a figure of the headline indicator, or of another with -i."""
    from unpolicy.change.decide import typed_request
    from unpolicy.change.transact import record_figure

    session = open_session(ctx, data, lang, json=json)
    out, announced = parse_optional_day(published, "--published"), parse_optional_day(due, "--due")
    typed = partial(typed_request, year=year, value=value, revise=revise, force=force)
    ask = partial(typed, status=status, published=out, due=announced, source=source, note=note)
    how = circumstances(session, wait, dry_run=dry_run, force=force)
    present_figure(session, record_figure(session.directory, indicator, ask, how))
