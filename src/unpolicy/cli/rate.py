"""`unpolicy rate`: records a person's rating of a target."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.cli import completion
from unpolicy.cli.options import DataOption, DryRunOption, JsonOption, LangOption, WaitOption
from unpolicy.cli.output import emit_json, warn
from unpolicy.cli.session import Session, open_session, parse_day

if TYPE_CHECKING:
    from unpolicy.change.rating import Rated

TargetArgument = Annotated[
    str, typer.Argument(metavar="TARGET", help="The target's id.", autocompletion=completion.targets)
]
StepArgument = Annotated[
    str,
    typer.Argument(
        metavar="STEP",
        help="exceeded, achieved, considerable-progress, little-progress, not-heading-there; or 目標超過達成, "
        "目標達成, 相当程度進展あり, 進展が大きくない, 目標に向かっていない.",
    ),
]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who judged.")]
ReasonOption = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")]
ReviewOption = Annotated[
    str | None,
    typer.Option("--review", metavar="YEAR", help="The review, as FY2024; else the fiscal year of the date."),
]
DateOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help="When it was judged; default today.")]


def command(
    ctx: typer.Context,
    target: TargetArgument,
    step: StepArgument,
    by: ByOption,
    reason: ReasonOption = None,
    review: ReviewOption = None,
    date: DateOption = None,
    dry_run: DryRunOption = False,
    wait: WaitOption = 10.0,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Record a person's judgement of a target in the official five steps."""
    from unpolicy.change.rating import Entry, record_rating
    from unpolicy.change.transact import Circumstances

    session = open_session(ctx, data, lang)
    entry = Entry(target, step, by, parse_day(date, "--date"), review, reason)
    how = Circumstances(session.as_of, wait, dry_run, tuple(sys.argv[1:]))
    _tell(session, record_rating(session.directory, entry, how), json=json)


def _tell(session: Session, rated: Rated, *, json: bool) -> None:
    from unpolicy.assess.assessment import assess_target, chosen_method
    from unpolicy.text import printable
    from unpolicy.views.rate import RateReport, rate_document, rate_sentences

    written = rated.written
    report = RateReport(
        entry=assess_target(rated.after, rated.target, session.as_of, chosen_method(rated.after, None)),
        rating=rated.rating,
        previous=rated.previous,
        path=session.directory.display(session.directory.targets),
        line=rated.planned.line,
        written=written is not None and written.changed,
        dry_run=written is None,
        durable=written is None or written.durable,
    )
    for notice in written.notices if written else ():
        warn(notice.text(session.lang))
    if json:
        emit_json(rate_document(report))
        return
    for sentence in rate_sentences(report, session.lang):
        print(printable(sentence))
    if written is None:
        _print_diff(session, rated, report.path)


def _print_diff(session: Session, rated: Rated, path: str) -> None:
    from unpolicy.store.splice import unified
    from unpolicy.text import printable
    from unpolicy.views.labels import word
    from unpolicy.views.words.rate import WORDS

    print(word(WORDS, "would", session.lang))
    print(printable(unified(rated.planned, path)), end="")
