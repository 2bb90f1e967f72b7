"""`unpolicy goals`: the goals in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.cli import completion
from unpolicy.cli.options import DataOption, JsonOption, LangOption
from unpolicy.cli.output import emit_json, emit_rows, on_terminal, show
from unpolicy.cli.session import Session, open_session
from unpolicy.errors import UsageError

if TYPE_CHECKING:
    from unpolicy.model import Dataset

GoalsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[GOAL]...", help="Only these goals.", autocompletion=completion.goals),
]


def command(
    ctx: typer.Context,
    goals: GoalsArgument = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Print the goals in words: what was done, found and comes next, with the evidence."""
    _print(open_session(ctx, data, lang), goals or [], json=json)


def _print(session: Session, ids: list[str], *, json: bool) -> None:
    from unpolicy.views.terminal.goals import goals_document, goals_rows, goals_view, policy_view

    dataset = session.dataset
    goals = {_goal(dataset, key): dataset.goals[_goal(dataset, key)] for key in ids} or dataset.goals
    if json:
        emit_json(goals_document(dataset, goals))
    elif on_terminal():
        if not ids:
            show(policy_view(dataset.policy, session.lang))
        show(goals_view(dataset, goals, session.lang))
    else:
        emit_rows(goals_rows(dataset, goals, session.lang))


def _goal(dataset: Dataset, name: str) -> str:
    from unpolicy.assess.find import find

    found = find(dataset, name)
    if found.kind == "target":
        return dataset.targets[found.id].goal
    if found.kind == "indicator":
        raise UsageError(
            f"“{name}” is an indicator: show it with `unpolicy show {name}`.",
            ja=f"「{name}」は指標です。`unpolicy show {name}` で表示できます。",
        )
    return found.id
