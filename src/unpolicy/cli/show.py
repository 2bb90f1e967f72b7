"""`unpolicy show`: everything about one indicator, target or goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from unpolicy.assess.find import find
from unpolicy.cli.goals import present_goals
from unpolicy.cli.options import AsOfOption, DataOption, IdArgument, JsonOption, LangOption, MethodOption
from unpolicy.cli.output import present
from unpolicy.cli.session import Session, open_session

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
    """Show everything about one indicator, target or goal."""
    session = open_session(ctx, data, lang, as_of, json=json)
    found = find(session.dataset, name)
    if found.kind == "goal":
        present_goals(session, [found.id])
    elif found.kind == "target":
        _present_target(session, found.id, method)
    else:
        _present_indicator(session, found.id)


def _present_target(session: Session, target: str, method: str | None) -> None:
    from unpolicy.assess.assessment import assess_target, chosen_method
    from unpolicy.views.show import figures_rows, target_document

    dataset, voice = session.dataset, session.voice
    entry = assess_target(dataset, target, session.as_of, chosen_method(dataset, method))

    def view(terminal: Console) -> Iterable[RenderableType]:
        from unpolicy.views.terminal.show import target_view

        return target_view(dataset, entry, voice, terminal.width)

    present(
        session,
        document=lambda: target_document(dataset, entry, voice),
        rows=lambda: figures_rows(dataset, entry.target.indicator, voice),
        view=view,
    )


def _present_indicator(session: Session, indicator: str) -> None:
    from unpolicy.views.show import figures_rows, indicator_document

    dataset, voice = session.dataset, session.voice

    def view(_: Console) -> Iterable[RenderableType]:
        from unpolicy.views.terminal.show import indicator_view

        return indicator_view(dataset, indicator, voice)

    present(
        session,
        document=lambda: indicator_document(dataset, indicator),
        rows=lambda: figures_rows(dataset, indicator, voice),
        view=view,
    )
