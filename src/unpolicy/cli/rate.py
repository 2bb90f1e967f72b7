"""`unpolicy rate`: records a person's rating of a target."""

from __future__ import annotations

from typing import Annotated

import typer

from unpolicy.cli import completion
from unpolicy.cli.change import circumstances, present_change
from unpolicy.cli.options import DataOption, DryRunOption, ForceOption, JsonOption, LangOption, WaitOption
from unpolicy.cli.session import open_session, parse_day
from unpolicy.names import OFFICIAL_STEPS

TargetArgument = Annotated[
    str, typer.Argument(metavar="TARGET", help="The target's id.", autocompletion=completion.targets)
]
StepArgument = Annotated[
    str,
    typer.Argument(
        metavar="STEP",
        help=f"{', '.join(OFFICIAL_STEPS)}; or {', '.join(OFFICIAL_STEPS.values())}.",
    ),
]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who judged.")]
ReasonOption = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")]
ReviewOption = Annotated[
    str | None,
    typer.Option("--review", metavar="YEAR", help="The review, as FY2024; else the fiscal year of the date."),
]
DateOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help="When it was judged; default today.")]


def command(
    ctx: typer.Context,
    target: TargetArgument,
    step: StepArgument,
    by: ByOption,
    reason: ReasonOption = None,
    review: ReviewOption = None,
    date: DateOption = None,
    force: ForceOption = False,
    dry_run: DryRunOption = False,
    wait: WaitOption = 10.0,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Record a person's judgement of a target in the official five steps."""
    from unpolicy.change.rating import RatingRequest, record_rating
    from unpolicy.views.change import rate_document, rate_lines

    session = open_session(ctx, data, lang, json=json)
    request = RatingRequest(target, step, by, parse_day(date, "--date"), review, reason)
    change = record_rating(session.directory, request, circumstances(session, wait, dry_run=dry_run, force=force))
    present_change(
        session,
        change,
        document=lambda: rate_document(change, session.as_of),
        lines=lambda: rate_lines(change, session.as_of, session.voice),
    )
