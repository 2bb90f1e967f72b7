"""`unpolicy add-actual`, `remove-actual` and `rate`: what people record, and how a change reaches the reader."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from unpolicy.cli import completion, options
from unpolicy.cli.options import argument, option
from unpolicy.cli.output import present_lines, warn
from unpolicy.cli.session import Session, parse_day, parse_optional_day
from unpolicy.names import OFFICIAL_STEPS, Status
from unpolicy.store.splice import unified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from unpolicy.change.decide import Decision
    from unpolicy.change.transact import Change, Circumstances

ValueArgument = Annotated[str, argument("VALUE", "980, 1,234, 82.7%, -5 or pending.")]
SourceOption = Annotated[str | None, option("--source", "Where it was published.", "ID|URL", completion.sources)]
PublishedOption = Annotated[str | None, option("--published", "When it was published.", "DATE")]
DueOption = Annotated[str | None, option("--due", "When a pending figure is to come out.", "DATE")]
NoteOption = Annotated[str | None, option("--note", "What a reader must know about it.", "TEXT")]
StatusOption = Annotated[Status | None, option("--status", "How far the figure can be relied on; default final.")]
ReviseOption = Annotated[bool, option("--revise", "Replace a figure and keep the old one as a revision.")]
ImplausibleOption = Annotated[
    bool, option("--force", "Record a figure that looks implausible, or in a file made read-only.")
]
TargetArgument = Annotated[str, argument("TARGET", "The target's id.", completion.targets)]
StepArgument = Annotated[
    str, argument("STEP", f"{', '.join(OFFICIAL_STEPS)}; or {', '.join(OFFICIAL_STEPS.values())}.")
]
ByOption = Annotated[str, option("--by", "Who judged.", "NAME")]
ReasonOption = Annotated[str | None, option("--reason", "Why.", "TEXT")]
ReviewOption = Annotated[
    str | None, option("--review", "The review, as FY2024; else the fiscal year of the date.", "YEAR")
]
DateOption = Annotated[str | None, option("--date", "When it was judged; default today.", "DATE")]


@options.common("json", "data", "lang")
def add_actual_command(
    session: Session,
    year: options.YearArgument,
    value: ValueArgument,
    indicator: options.IndicatorOption = None,
    source: SourceOption = None,
    published: PublishedOption = None,
    note: NoteOption = None,
    status: StatusOption = None,
    due: DueOption = None,
    revise: ReviseOption = False,
    force: ImplausibleOption = False,
    dry_run: options.DryRunOption = False,
    wait: options.WaitOption = 10.0,
) -> None:
    """Record a figure of the headline indicator, or of another with -i."""
    from unpolicy.change.decide import typed_request
    from unpolicy.change.transact import record_figure

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
    from unpolicy.change.transact import remove_figure

    how = circumstances(session, wait, dry_run=dry_run, force=force)
    _present_figure(session, remove_figure(session.directory, indicator, year, how))


@options.common("json", "data", "lang")
def rate_command(
    session: Session,
    target: TargetArgument,
    step: StepArgument,
    by: ByOption,
    reason: ReasonOption = None,
    review: ReviewOption = None,
    date: DateOption = None,
    force: options.ForceOption = False,
    dry_run: options.DryRunOption = False,
    wait: options.WaitOption = 10.0,
) -> None:
    """Record a person's judgement of a target in the official five steps."""
    from unpolicy.change.rating import RatingRequest, record_rating
    from unpolicy.views.change import rate_document, rate_lines

    request = RatingRequest(target, step, by, parse_day(date, "--date"), review, reason)
    change = record_rating(session.directory, request, circumstances(session, wait, dry_run=dry_run, force=force))
    _present_change(
        session,
        change,
        document=lambda: rate_document(change, session.as_of),
        lines=lambda: rate_lines(change, session.as_of, session.voice),
    )


def circumstances(session: Session, wait: float, *, dry_run: bool, force: bool) -> Circumstances:
    """How a command makes its change."""
    from unpolicy.change.transact import Circumstances
    from unpolicy.store.journal import Words, new_id

    return Circumstances(session.as_of, wait, dry_run, force, Words(tuple(sys.argv[1:]), new_id()))


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
