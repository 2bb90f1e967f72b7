"""`unpolicy show`: everything about one indicator, target or goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from unpolicy.cli.options import AsOfOption, DataOption, IdArgument, JsonOption, LangOption, MethodOption
from unpolicy.cli.output import console, emit_json, emit_rows, on_terminal
from unpolicy.cli.session import Session, open_session

if TYPE_CHECKING:
    from rich.console import RenderableType

    from unpolicy.assess.find import Found


def command(
    ctx: typer.Context,
    name: IdArgument,
    method: MethodOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Show everything about one indicator, target or goal."""
    from unpolicy.assess.find import find

    session = open_session(ctx, data, lang, as_of)
    found = find(session.dataset, name)
    if json:
        emit_json(_document(session, found, method))
    elif on_terminal():
        terminal = console()
        terminal.print(_view(session, found, method, terminal.width))
    else:
        _rows(session, found)


def _document(session: Session, found: Found, method: str | None) -> dict[str, object]:
    from unpolicy.assess.assessment import assess_target, chosen_method
    from unpolicy.views.status_document import target_document
    from unpolicy.views.terminal.goals import goals_document
    from unpolicy.views.terminal.show import indicator_document

    dataset = session.dataset
    if found.kind == "goal":
        return goals_document(dataset, {found.id: dataset.goals[found.id]})
    if found.kind == "indicator":
        return indicator_document(dataset, found.id)
    entry = assess_target(dataset, found.id, session.as_of, chosen_method(dataset, method))
    return {
        "schema": "unpolicy/show/1",
        **target_document(entry, session.lang),
        "figures": indicator_document(dataset, entry.target.indicator),
    }


def _view(session: Session, found: Found, method: str | None, width: int) -> RenderableType:
    from unpolicy.assess.assessment import assess_target, chosen_method
    from unpolicy.views.terminal.goals import goals_view
    from unpolicy.views.terminal.show import indicator_view, target_view

    dataset = session.dataset
    if found.kind == "goal":
        return goals_view(dataset, {found.id: dataset.goals[found.id]}, session.lang)
    if found.kind == "indicator":
        return indicator_view(dataset, found.id, session.lang)
    entry = assess_target(dataset, found.id, session.as_of, chosen_method(dataset, method))
    return target_view(dataset, entry, session.lang, width)


def _rows(session: Session, found: Found) -> None:
    from unpolicy.views.terminal.goals import goals_rows
    from unpolicy.views.terminal.show import figures_rows

    dataset = session.dataset
    if found.kind == "goal":
        emit_rows(goals_rows(dataset, {found.id: dataset.goals[found.id]}, session.lang))
    else:
        indicator = dataset.targets[found.id].indicator if found.kind == "target" else found.id
        emit_rows(figures_rows(dataset, indicator, session.lang))
