"""`unpolicy status`: the headline table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from unpolicy.cli.options import AsOfOption, DataOption, IdsArgument, JsonOption, LangOption, MethodOption
from unpolicy.cli.output import console, emit_json, emit_rows, on_terminal
from unpolicy.cli.session import Session, open_session

if TYPE_CHECKING:
    from unpolicy.assessment import Assessment

FailOnOption = Annotated[
    Literal["acceleration-needed", "limited", "moving-away", "missed", "unknown"] | None,
    typer.Option("--fail-on", help="Exit with 1 if a target's verdict is this or worse."),
]


def command(
    ctx: typer.Context,
    ids: IdsArgument = None,
    fail_on: FailOnOption = None,
    method: MethodOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Show how far each target is, how fast it moves, and whether it will get there."""
    from unpolicy.assessment import assess

    session = open_session(ctx, data, lang, as_of)
    assessment = assess(session.dataset, session.as_of, method)
    _print(assessment, session, json=json)
    if fail_on is not None and _fails(assessment, fail_on):
        raise typer.Exit(1)


def _print(assessment: Assessment, session: Session, *, json: bool) -> None:
    if json:
        from unpolicy.render.status_document import status_document

        emit_json(status_document(assessment, session.lang))
    elif on_terminal():
        from unpolicy.render.status import status_view

        terminal = console()
        terminal.print(status_view(assessment, session.lang, terminal.width))
    else:
        from unpolicy.render.status_rows import status_rows

        emit_rows(status_rows(assessment, session.lang))


def _fails(assessment: Assessment, threshold: str) -> bool:
    from unpolicy.measures.verdict import VERDICTS

    worst = VERDICTS.index(threshold)
    return any(VERDICTS.index(target.verdict) >= worst for target in assessment.targets)
