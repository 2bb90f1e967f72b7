"""`unpolicy goals`: the goals in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.assess.find import find
from unpolicy.cli import completion
from unpolicy.cli.options import DataOption, JsonOption, LangOption
from unpolicy.cli.output import present
from unpolicy.cli.session import Session, open_session
from unpolicy.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, RenderableType

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
    session = open_session(ctx, data, lang, json=json)
    present_goals(session, [_goal(session.dataset, name) for name in goals or ()])


def present_goals(session: Session, ids: list[str]) -> None:
    """Print goals, all of them where none is named; on a terminal with the policy above unless some are."""
    from unpolicy.views.show import goals_document, goals_rows

    dataset = session.dataset
    goals = {key: dataset.goals[key] for key in ids} or dataset.goals

    def view(_: Console) -> Iterable[RenderableType]:
        from unpolicy.views.terminal.show import goals_view, policy_view

        if not ids:
            yield policy_view(dataset.policy, session.voice)
        yield from goals_view(dataset, goals, session.voice)

    present(
        session,
        document=lambda: goals_document(dataset, goals),
        rows=lambda: goals_rows(dataset, goals, session.voice),
        view=view,
    )


def _goal(dataset: Dataset, name: str) -> str:
    found = find(dataset, name)
    if found.kind == "target":
        return dataset.targets[found.id].goal
    if found.kind == "indicator":
        raise UsageError(
            f"“{name}” is an indicator: show it with `unpolicy show {name}`.",
            ja=f"「{name}」は指標です。`unpolicy show {name}` で表示できます。",
        )
    return found.id
