"""`unpolicy log`: the changes made, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.cli.options import DataOption, JsonOption, LangOption
from unpolicy.cli.output import present, warn
from unpolicy.cli.session import Session, open_session
from unpolicy.store.undo import history
from unpolicy.views.log import ChangeMade, LogDocument, log_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from unpolicy.store.journal import Entry
    from unpolicy.views.voice import Voice

LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, metavar="NUMBER", help="How many changes at most.")]


def command(
    ctx: typer.Context,
    limit: LimitOption = 20,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """List the changes made through unpolicy, newest first, with who, when, before and after.

    What was changed in an editor is not among them: for that there is git log.
    """
    session = open_session(ctx, data, lang, json=json)
    changes = _changes(session)[:limit]
    present(
        session,
        document=lambda: LogDocument("unpolicy/log/1", tuple(changes)),
        rows=lambda: log_rows(changes),
        view=lambda _: _view(changes, session.voice),
    )


def _view(changes: Sequence[ChangeMade], voice: Voice) -> Iterator[RenderableType]:
    from unpolicy.views.terminal.log import log_view

    return log_view(changes, voice)


def _changes(session: Session) -> list[ChangeMade]:
    found = history(session.directory.files)
    for notice in found.notices:
        warn(session.voice.say(notice))
    return [
        ChangeMade(
            at=entry.at,
            user=entry.user,
            command=entry.command,
            file=entry.file,
            where=_place(entry),
            before=entry.before,
            after=entry.after,
            undoes=entry.undoes is not None,
        )
        for _, entry in reversed(found.changes)
        if entry.happened is not False
    ]


def _place(entry: Entry) -> tuple[str | int, ...]:
    """Where in the data a change is; a rating, which has no name of its own, by its target and review."""
    rating = entry.before if entry.after is None else entry.after
    if entry.subject[:1] != ("ratings",) or not isinstance(rating, dict):
        return entry.subject
    return ("ratings", *(str(rating[key]) for key in ("target", "review") if key in rating))
