"""`unpolicy` alone: where one stands, or how to begin."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from unpolicy.cli.output import present_lines
from unpolicy.cli.session import open_session
from unpolicy.errors import DataError
from unpolicy.store.directory import VARIABLE

if TYPE_CHECKING:
    import typer

    from unpolicy.cli.session import Session
    from unpolicy.store.directory import DataDirectory


def home(ctx: typer.Context) -> None:
    """Print a short status and the next useful command; where nothing is named and found, how to begin.

    Raises:
        DataError: the data that were named, or found, cannot be read.
    """
    from unpolicy.views.policies import begin_lines, home_lines

    session = open_session(ctx)
    if _found(session) is None:
        present_lines(session, document=dict, lines=lambda: begin_lines(session.voice))
        return
    from unpolicy.assess.assessment import assess

    assessment = assess(session.dataset, session.as_of)
    present_lines(session, document=dict, lines=lambda: home_lines(assessment, session.voice))


def _found(session: Session) -> DataDirectory | None:
    try:
        return session.directory
    except DataError:
        if session.data is not None or os.environ.get(VARIABLE):
            raise
        return None
