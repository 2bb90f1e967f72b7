"""`unpolicy remove-actual`: takes a figure out."""

from __future__ import annotations

import sys

import typer

from unpolicy.cli.options import (
    DataOption,
    DryRunOption,
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
    dry_run: DryRunOption = False,
    wait: WaitOption = 10.0,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Take a figure of the headline indicator out, or of another with -i."""
    from unpolicy.change.transact import Circumstances, take_figure_out
    from unpolicy.cli.change import tell

    session = open_session(ctx, data, lang)
    how = Circumstances(session.as_of, wait, dry_run, tuple(sys.argv[1:]))
    tell(session, take_figure_out(session.directory, indicator, year, how), removed=True, json=json)
