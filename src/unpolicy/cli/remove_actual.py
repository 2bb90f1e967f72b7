"""`unpolicy remove-actual`: takes a figure out."""

from __future__ import annotations

import typer

from unpolicy.cli.change import circumstances, present_figure
from unpolicy.cli.options import (
    DataOption,
    DryRunOption,
    ForceOption,
    IndicatorOption,
    JsonOption,
    LangOption,
    WaitOption,
    YearArgument,
)
from unpolicy.cli.session import open_session


def command(
    ctx: typer.Context,
    year: YearArgument,
    indicator: IndicatorOption = None,
    force: ForceOption = False,
    dry_run: DryRunOption = False,
    wait: WaitOption = 10.0,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Take a figure of the headline indicator out, or of another with -i."""
    from unpolicy.change.transact import remove_figure

    session = open_session(ctx, data, lang, json=json)
    how = circumstances(session, wait, dry_run=dry_run, force=force)
    present_figure(session, remove_figure(session.directory, indicator, year, how))
