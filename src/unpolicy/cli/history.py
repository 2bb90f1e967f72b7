"""`unpolicy history`: the verdict as it stood at each publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from unpolicy.assess.find import find_judged
from unpolicy.cli.options import AsOfOption, DataOption, IdArgument, JsonOption, LangOption, MethodOption
from unpolicy.cli.output import present
from unpolicy.cli.session import open_session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, RenderableType


def command(
    ctx: typer.Context,
    name: IdArgument = None,
    method: MethodOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Print the verdict as it stood at each publication, and what every revision did to it."""
    from unpolicy.assess.history import history
    from unpolicy.views.history import history_document, history_rows

    session = open_session(ctx, data, lang, as_of, json=json)
    found = history(session.dataset, find_judged(session.dataset, name).id, session.as_of, method)

    def view(_: Console) -> Iterable[RenderableType]:
        from unpolicy.views.terminal.history import history_view

        return history_view(found, session.voice)

    present(
        session, document=lambda: history_document(found, session.voice), rows=lambda: history_rows(found), view=view
    )
