"""`unpolicy explain`: how each number of a verdict came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.cli.options import AsOfOption, DataOption, IdArgument, JsonOption, LangOption, MethodOption
from unpolicy.cli.output import console, emit_json, emit_rows, on_terminal
from unpolicy.cli.session import Session, open_session

if TYPE_CHECKING:
    from unpolicy.assess.derivation import Derivation

StabilityOption = Annotated[
    bool,
    typer.Option("--stability/--no-stability", help="Whether to judge by every method and base year too."),
]


def command(
    ctx: typer.Context,
    name: IdArgument,
    method: MethodOption = None,
    stability: StabilityOption = True,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Show how each number of a verdict came about: formula, figures with their sources, result."""
    from unpolicy.assess.derivation import derive
    from unpolicy.assess.find import find_judged

    session = open_session(ctx, data, lang, as_of)
    found = find_judged(session.dataset, name)
    _print(derive(session.dataset, found.id, session.as_of, method), session, json=json, stability=stability)


def _print(derivation: Derivation, session: Session, *, json: bool, stability: bool) -> None:
    if json:
        from unpolicy.views.explain_document import explain_document

        emit_json(explain_document(derivation, session.lang, stability=stability))
    elif on_terminal():
        from unpolicy.views.terminal.explain import explain_view

        terminal = console()
        terminal.print(explain_view(derivation, session.lang, terminal.width, stability=stability))
    else:
        from unpolicy.views.explain_rows import explain_rows

        emit_rows(explain_rows(derivation, session.lang, stability=stability))
