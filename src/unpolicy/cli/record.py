"""`unpolicy add-actual`, `remove-actual`, `rate`, `undo` and `log`: what people record, take back and look up."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from unpolicy.cli import options, terminal
from unpolicy.cli.options import argument, option
from unpolicy.cli.output import present, present_lines, warn
from unpolicy.cli.session import Session, parse_day, parse_optional_day
from unpolicy.names import OFFICIAL_STEPS, Status
from unpolicy.store.splice import unified
from unpolicy.views.diff import LOG, ChangeMade, LogDocument, UndoDocument, UndoneFile, log_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from unpolicy.change.decide import Decision
    from unpolicy.change.transact import Change, Circumstances
    from unpolicy.store.journal import Entry
    from unpolicy.store.undo import Undoing


@options.common("json", "data", "lang")
def add_actual_command(
    session: Session,
    year: options.YearArgument,
    value: Annotated[str, argument("VALUE", "value")],
    indicator: options.IndicatorOption = None,
    source: Annotated[str | None, option("--source", "ID|URL", options.sources)] = None,
    published: Annotated[str | None, option("--published", "DATE")] = None,
    note: Annotated[str | None, option("--note", "TEXT")] = None,
    status: Annotated[Status | None, option("--status")] = None,
    due: Annotated[str | None, option("--due", "DATE")] = None,
    revise: Annotated[bool, option("--revise", text="revise")] = False,
    force: Annotated[bool, option("--force", text="implausible")] = False,
    dry_run: options.DryRunOption = False,
    wait: options.WaitOption = 10.0,
) -> None:
    """Record a figure of the headline indicator, or of another with -i."""
    from unpolicy.change.record import record_figure, typed_request

    out, announced = parse_optional_day(published, "--published"), parse_optional_day(due, "--due")
    typed = partial(typed_request, year=year, value=value, revise=revise, force=force)
    ask = partial(typed, status=status, published=out, due=announced, source=source, note=note)
    how = circumstances(session, wait, dry_run=dry_run, force=force)
    _present_figure(session, record_figure(session.directory, indicator, ask, how))


@options.common("json", "data", "lang")
def remove_actual_command(
    session: Session,
    year: options.YearArgument,
    indicator: options.IndicatorOption = None,
    force: options.ForceOption = False,
    dry_run: options.DryRunOption = False,
    wait: options.WaitOption = 10.0,
) -> None:
    """Take a figure of the headline indicator out, or of another with -i."""
    from unpolicy.change.record import remove_figure

    how = circumstances(session, wait, dry_run=dry_run, force=force)
    _present_figure(session, remove_figure(session.directory, indicator, year, how))


@options.common("json", "data", "lang")
def rate_command(
    session: Session,
    target: Annotated[str, argument("TARGET", "target", options.targets)],
    step: Annotated[str, argument("STEP", f"{', '.join(OFFICIAL_STEPS)}; or {', '.join(OFFICIAL_STEPS.values())}.")],
    by: Annotated[str, option("--by", "NAME", text="by")],
    reason: Annotated[str | None, option("--reason", "TEXT")] = None,
    review: Annotated[str | None, option("--review", "YEAR")] = None,
    date: Annotated[str | None, option("--date", "DATE")] = None,
    force: options.ForceOption = False,
    dry_run: options.DryRunOption = False,
    wait: options.WaitOption = 10.0,
) -> None:
    """Record a person's judgement of a target in the official five steps."""
    from unpolicy.change.record import RatingRequest, record_rating
    from unpolicy.views.change import rate_document, rate_lines

    request = RatingRequest(target, step, by, parse_day(date, "--date"), review, reason)
    change = record_rating(session.directory, request, circumstances(session, wait, dry_run=dry_run, force=force))
    _present_change(
        session,
        change,
        document=lambda: rate_document(change, session.as_of),
        lines=lambda: rate_lines(change, session.as_of, session.voice),
    )


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
    from unpolicy.store.undo import plan_undo, undo

    files = session.directory.files
    undoing = plan_undo(files)
    written = () if dry_run else undo(files, wait=wait, command=tuple(sys.argv[1:]), force=force)
    for notice in (*undoing.notices, *(notice for file in written for notice in file.notices)):
        warn(session.voice.say(notice))
    present_lines(
        session,
        document=lambda: _undo_document(session, undoing, written=not dry_run),
        lines=lambda: _undo_lines(session, undoing, written=not dry_run),
    )


def _undo_lines(session: Session, undoing: Undoing, *, written: bool) -> Iterator[str]:
    command = " ".join(" ".join(("unpolicy", *undoing.command)).split())
    if not written:
        yield session.voice.word(LOG, "would")
        for step in undoing.steps:
            yield unified(step.planned, session.directory.display(step.path)).removesuffix("\n")
    elif undoing.redo:
        yield session.voice.word(LOG, "made-again", command=command)
    else:
        yield session.voice.word(LOG, "taken-back", command=command)
        yield session.voice.word(LOG, "again")


def _undo_document(session: Session, undoing: Undoing, *, written: bool) -> UndoDocument:
    files = (UndoneFile(session.directory.display(step.path), step.planned.line) for step in undoing.steps)
    return UndoDocument("unpolicy/undo/1", undoing.command, undoing.redo, tuple(files), written)


@options.common("json", "data", "lang")
def log_command(
    session: Session,
    limit: Annotated[int, option("--limit -n", "NUMBER", min=1)] = 20,
) -> None:
    """List the changes made through unpolicy, newest first, with who, when, before and after.

    What was changed in an editor is not among them: for that there is git log.
    """
    changes = _changes(session)[:limit]
    present(
        session,
        document=lambda: LogDocument("unpolicy/log/1", tuple(changes)),
        rows=lambda: log_rows(changes),
        view=lambda _: terminal.show.log_view(changes, session.voice),
    )


def circumstances(session: Session, wait: float, *, dry_run: bool, force: bool) -> Circumstances:
    """How a command makes its change."""
    from unpolicy.change.transact import Circumstances
    from unpolicy.store.journal import Origin, new_id

    return Circumstances(session.as_of, wait, dry_run, force, Origin(tuple(sys.argv[1:]), new_id()))


def diff_lines(change: Change[Any]) -> list[str]:
    """The lines of a change's diff."""
    return [line for path, planned, _ in change.steps for line in unified(planned, path).split("\n")[:-1]]


def _present_change(
    session: Session, change: Change[Any], *, document: Callable[[], object], lines: Callable[[], Iterable[str]]
) -> None:
    """Print what a change did: the document, or lines; on a dry run the diff as well."""
    for notice in change.notices:
        warn(session.voice.say(notice))
    present_lines(
        session, document=document, lines=lambda: [*lines(), *(diff_lines(change) if change.written is None else ())]
    )


def _present_figure(session: Session, change: Change[Decision]) -> None:
    from unpolicy.views.change import change_document, change_lines

    _present_change(
        session,
        change,
        document=lambda: change_document(change),
        lines=lambda: change_lines(change, session.as_of, session.voice),
    )


def _changes(session: Session) -> list[ChangeMade]:
    from unpolicy.store.undo import journal_history

    found = journal_history(session.directory.files)
    for notice in found.notices:
        warn(session.voice.say(notice))
    happened = (entry for _, entry in reversed(found.changes) if entry.happened is not False)
    return [
        ChangeMade(
            *(entry.at, entry.user, entry.command, entry.file, _place(entry), entry.before, entry.after),
            undoes=entry.undoes is not None,
        )
        for entry in happened
    ]


def _place(entry: Entry) -> tuple[str | int, ...]:
    """Where in the data a change is; a rating, which has no name of its own, by its target and review."""
    rating = entry.before if entry.after is None else entry.after
    if entry.subject[:1] != ("ratings",) or not isinstance(rating, dict):
        return entry.subject
    return ("ratings", *(str(rating[key]) for key in ("target", "review") if key in rating))
