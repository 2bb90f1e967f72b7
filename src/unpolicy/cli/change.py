"""What `add-actual`, `remove-actual` and `rate` share: how a change is made, and how it reaches the reader."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from unpolicy.cli.output import present_lines, warn
from unpolicy.store.splice import unified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from unpolicy.change.decide import Decision
    from unpolicy.change.transact import Change, Circumstances
    from unpolicy.cli.session import Session


def circumstances(session: Session, wait: float, *, dry_run: bool, force: bool) -> Circumstances:
    """How a command makes its change."""
    from unpolicy.change.transact import Circumstances
    from unpolicy.store.journal import new_id

    return Circumstances(session.as_of, wait, dry_run, force, tuple(sys.argv[1:]), new_id())


def present_change(
    session: Session, change: Change[Any], *, document: Callable[[], object], lines: Callable[[], Iterable[str]]
) -> None:
    """Print what a change did: the document, or lines; on a dry run the diff as well."""
    for notice in change.notices:
        warn(session.voice.say(notice))
    present_lines(
        session, document=document, lines=lambda: [*lines(), *(diff_lines(change) if change.written is None else ())]
    )


def present_figure(session: Session, change: Change[Decision]) -> None:
    """Print what recording a figure or taking one out did."""
    from unpolicy.views.change import change_document, change_lines

    present_change(
        session,
        change,
        document=lambda: change_document(change),
        lines=lambda: change_lines(change, session.as_of, session.voice),
    )


def diff_lines(change: Change[Any]) -> list[str]:
    """The lines of a change's diff."""
    return [line for path, planned, _ in change.steps for line in unified(planned, path).split("\n")[:-1]]
