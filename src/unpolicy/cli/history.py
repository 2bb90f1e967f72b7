"""`unpolicy history`: the verdict as it stood at each publication."""

from __future__ import annotations

import typer

from unpolicy.cli.options import AsOfOption, DataOption, IdArgument, JsonOption, LangOption, MethodOption
from unpolicy.cli.output import emit_json, emit_rows, on_terminal, show
from unpolicy.cli.session import open_session


def command(
    ctx: typer.Context,
    name: IdArgument,
    method: MethodOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Print the verdict as it stood at each publication, and what every revision did to it."""
    from unpolicy.assess.find import find_judged
    from unpolicy.assess.history import history

    session = open_session(ctx, data, lang, as_of)
    found = history(session.dataset, find_judged(session.dataset, name).id, session.as_of, method)
    if json:
        from unpolicy.views.history_document import history_document

        emit_json(history_document(found, session.lang))
    elif on_terminal():
        from unpolicy.views.terminal.history import history_view

        show(history_view(found, session.lang))
    else:
        from unpolicy.views.history_rows import history_rows

        emit_rows(history_rows(found))
