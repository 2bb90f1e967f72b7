"""`unpolicy explain`: how each number of a verdict came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.assess.find import find_judged
from unpolicy.cli.options import AsOfOption, DataOption, IdArgument, JsonOption, LangOption, MethodOption
from unpolicy.cli.output import present
from unpolicy.cli.session import Session, open_session

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, RenderableType

    from unpolicy.assess.derivation import Derivation
    from unpolicy.views.explain_document import ExplainDocument

StabilityOption = Annotated[
    bool,
    typer.Option("--stability/--no-stability", help="Whether to judge by every method and base year too."),
]


def command(
    ctx: typer.Context,
    name: IdArgument = None,
    method: MethodOption = None,
    stability: StabilityOption = True,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Show how each number of a verdict came about: formula, figures with their sources, result."""
    from unpolicy.assess.derivation import derive

    session = open_session(ctx, data, lang, as_of, json=json)
    found = find_judged(session.dataset, name)
    _present(derive(session.dataset, found.id, session.as_of, method), session, stability=stability)


def _present(derivation: Derivation, session: Session, *, stability: bool) -> None:
    voice = session.voice

    def document() -> ExplainDocument:
        from unpolicy.views.explain_document import explain_document

        return explain_document(derivation, voice, stability=stability)

    def rows() -> Iterable[Sequence[str]]:
        from unpolicy.views.explain import explain_rows

        return explain_rows(derivation, voice, stability=stability)

    def view(terminal: Console) -> Iterable[RenderableType]:
        from unpolicy.views.terminal.explain import explain_view

        return explain_view(derivation, voice, terminal.width, stability=stability)

    present(session, document=document, rows=rows, view=view)
