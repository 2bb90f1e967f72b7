"""`unpolicy undo`: takes the last change back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from unpolicy.cli.options import DataOption, DryRunOption, JsonOption, LangOption, WaitOption
from unpolicy.cli.output import emit_json, warn
from unpolicy.cli.session import Session, open_session
from unpolicy.text import printable

if TYPE_CHECKING:
    from unpolicy.store.undo import Undoing


def command(
    ctx: typer.Context,
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
    from unpolicy.store.undo import plan_undo, undo
    from unpolicy.store.write import home

    session = open_session(ctx, data, lang)
    place = home(session.directory.indicators)
    undoing = plan_undo(place)
    written = () if dry_run else undo(place, wait=wait, command=tuple(sys.argv[1:]))
    for notice in (notice for one in written for notice in one.notices):
        warn(notice.text(session.lang))
    _tell(session, undoing, written=not dry_run, json=json)


def _tell(session: Session, undoing: Undoing, *, written: bool, json: bool) -> None:
    if json:
        emit_json(_document(session, undoing, written=written))
        return
    command = printable(" ".join(" ".join(("unpolicy", *undoing.command)).split()))
    if not written:
        print(
            session.say("Nothing was written; this is what would change:", "書き込んでいない。変更内容は次のとおり：")
        )
        _print_diff(session, undoing)
    elif undoing.redo:
        print(session.say(f"Made again: {command}", f"やり直した：{command}"))
    else:
        print(session.say(f"Taken back: {command}", f"取り消した：{command}"))
        print(session.say("Next: unpolicy undo makes it again.", "次に：もう一度 unpolicy undo でやり直せる。"))


def _print_diff(session: Session, undoing: Undoing) -> None:
    from unpolicy.store.splice import unified

    for step in undoing.steps:
        print(printable(unified(step.planned, session.directory.display(step.path))), end="")


def _document(session: Session, undoing: Undoing, *, written: bool) -> dict[str, object]:
    return {
        "schema": "unpolicy/undo/1",
        "command": list(undoing.command),
        "redo": undoing.redo,
        "files": [{"path": session.directory.display(step.path), "line": step.planned.line} for step in undoing.steps],
        "written": written,
    }
