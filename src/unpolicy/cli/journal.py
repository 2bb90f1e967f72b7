"""`unpolicy undo` and `unpolicy log`: the last change taken back, and the changes made."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from unpolicy.cli import options, terminal
from unpolicy.cli.options import option
from unpolicy.cli.output import present, present_lines, warn
from unpolicy.cli.session import Session
from unpolicy.store.splice import unified
from unpolicy.store.undo import Undoing, history, plan_undo, undo
from unpolicy.views.log import WORDS, ChangeMade, LogDocument, UndoDocument, UndoneFile, log_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.store.journal import Entry

LimitOption = Annotated[int, option("--limit -n", "How many changes at most.", "NUMBER", min=1)]


@options.common("json", "data", "lang")
def undo_command(
    session: Session,
    force: options.ForceOption = False,
    dry_run: options.DryRunOption = False,
    wait: options.WaitOption = 10.0,
) -> None:
    """Take the last change back; once more makes it again.

    What the last command wrote is taken back to the byte, be it a figure, a rating, an import or a fix. It goes one
    command back and no further, since what lies before may rest on it. Where a file was changed in any other way since,
    nothing is written and the exit code is 4. The changes are kept in .unpolicy/ beside the data, which git ignores;
    `unpolicy log` lists them.
    """
    files = session.directory.files
    undoing = plan_undo(files)
    written = () if dry_run else undo(files, wait=wait, command=tuple(sys.argv[1:]), force=force)
    for notice in (*undoing.notices, *(notice for one in written for notice in one.notices)):
        warn(session.voice.say(notice))
    present_lines(
        session,
        document=lambda: _undo_document(session, undoing, written=not dry_run),
        lines=lambda: _undo_lines(session, undoing, written=not dry_run),
    )


def _undo_lines(session: Session, undoing: Undoing, *, written: bool) -> Iterator[str]:
    command = " ".join(" ".join(("unpolicy", *undoing.command)).split())
    if not written:
        yield session.voice.word(WORDS, "would")
        for step in undoing.steps:
            yield unified(step.planned, session.directory.display(step.path)).removesuffix("\n")
    elif undoing.redo:
        yield session.voice.word(WORDS, "made-again", command=command)
    else:
        yield session.voice.word(WORDS, "taken-back", command=command)
        yield session.voice.word(WORDS, "again")


def _undo_document(session: Session, undoing: Undoing, *, written: bool) -> UndoDocument:
    files = (UndoneFile(session.directory.display(step.path), step.planned.line) for step in undoing.steps)
    return UndoDocument("unpolicy/undo/1", undoing.command, undoing.redo, tuple(files), written)


@options.common("json", "data", "lang")
def log_command(
    session: Session,
    limit: LimitOption = 20,
) -> None:
    """List the changes made through unpolicy, newest first, with who, when, before and after.

    What was changed in an editor is not among them: for that there is git log.
    """
    changes = _changes(session)[:limit]
    present(
        session,
        document=lambda: LogDocument("unpolicy/log/1", tuple(changes)),
        rows=lambda: log_rows(changes),
        view=lambda _: terminal.history.log_view(changes, session.voice),
    )


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
