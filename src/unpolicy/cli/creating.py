"""`unpolicy import --create`: a whole repository becomes indicators, goals and targets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from unpolicy.cli.importing import cells_line, import_document, refused_lines
from unpolicy.cli.output import present_lines, warn
from unpolicy.errors import UsageError

if TYPE_CHECKING:
    from unpolicy.change.transact import Circumstances
    from unpolicy.cli.session import Session


def create_all(session: Session, name: str, into: str, kind: str | None, how: Circumstances) -> None:
    """Make what a repository describes, and tell what was not made.

    Raises:
        UsageError: it is no directory, or not said to be an Open SDG repository.
    """
    from unpolicy.change.creation import create
    from unpolicy.checks.inspection import load
    from unpolicy.exchange.open_sdg import read_repository

    if kind != "open-sdg" or not Path(name).is_dir():
        raise UsageError(
            "--create makes the indicators of an Open SDG repository: import --from open-sdg DIRECTORY --create.",
            ja="--create は Open SDG のリポジトリ用です：import --from open-sdg ディレクトリ --create",
        )
    say = session.voice.say
    found = read_repository(Path(name), load(session.directory, how.today), how.today, force=how.force)
    sections = {"indicators": found.indicators, "goals": found.goals, "targets": found.targets}
    paths = create(session.directory, into, sections, how)
    for remark in found.remarks:
        warn(say(remark))
    for line in refused_lines(found.ledger, say):
        warn(line)
    made = f"{len(found.indicators)} indicators and {len(found.targets)} targets in {', '.join(paths)}"
    made_ja = f"{'、'.join(paths)} に指標{len(found.indicators)}件、目標{len(found.targets)}件"
    present_lines(
        session,
        document=lambda: import_document(found.ledger, session.lang, written=not how.dry_run),
        lines=lambda: [say((made, made_ja))],
    )
    warn(cells_line(found.ledger, say))
