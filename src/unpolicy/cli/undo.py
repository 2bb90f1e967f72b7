"""`unpolicy undo`: takes the last change back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from unpolicy.cli.options import DataOption, DryRunOption, ForceOption, JsonOption, LangOption, WaitOption
from unpolicy.cli.output import present_lines, warn
from unpolicy.cli.session import Session, open_session
from unpolicy.store.splice import unified
from unpolicy.store.undo import plan_undo, undo
from unpolicy.views.log import WORDS, UndoDocument, UndoneFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.store.undo import Undoing


def command(
    ctx: typer.Context,
    force: ForceOption = False,
    dry_run: DryRunOption = False,
    wait: WaitOption = 10.0,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Take the last change back; once more makes it again.

    What the last command wrote is taken back to the byte, be it a figure, a rating, an import or a fix. It goes one
    command back and no further, since what lies before may rest on it. Where a file was changed in any other way since,
    nothing is written and the exit code is 4. The changes are kept in .unpolicy/ beside the data, which git ignores;
    `unpolicy log` lists them.
    """
    session = open_session(ctx, data, lang, json=json)
    files = session.directory.files
    undoing = plan_undo(files)
    written = () if dry_run else undo(files, wait=wait, command=tuple(sys.argv[1:]), force=force)
    for notice in (*undoing.notices, *(notice for one in written for notice in one.notices)):
        warn(session.voice.say(notice))
    present_lines(
        session,
        document=lambda: _document(session, undoing, written=not dry_run),
        lines=lambda: _lines(session, undoing, written=not dry_run),
    )


def _lines(session: Session, undoing: Undoing, *, written: bool) -> Iterator[str]:
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


def _document(session: Session, undoing: Undoing, *, written: bool) -> UndoDocument:
    files = (UndoneFile(session.directory.display(step.path), step.planned.line) for step in undoing.steps)
    return UndoDocument("unpolicy/undo/1", undoing.command, undoing.redo, tuple(files), written)
