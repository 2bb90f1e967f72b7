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
    from unpolicy.history import history
    from unpolicy.lookup import find_judged

    session = open_session(ctx, data, lang, as_of)
    found = history(session.dataset, find_judged(session.dataset, name).id, session.as_of, method)
    if json:
        from unpolicy.render.history_document import history_document

        emit_json(history_document(found, session.lang))
    elif on_terminal():
        from unpolicy.render.history import history_view

        show(history_view(found, session.lang))
    else:
        from unpolicy.render.history_rows import history_rows

        emit_rows(history_rows(found))
