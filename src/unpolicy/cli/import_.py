"""`unpolicy import`: figures in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from unpolicy.cli.options import (
    DataOption,
    DryRunOption,
    JsonOption,
    LangOption,
    WaitOption,
    format_option,
    indicator_option,
    revise_option,
)
from unpolicy.cli.session import Session, open_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.exchange.importing import Outcome, Request
    from unpolicy.exchange.intake import Change, Refusal

FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="csv, xlsx or json; - for the standard input.")]
FormatOption = Annotated[str | None, format_option("csv, xlsx or json; else by the ending.", "NAME")]
IndicatorOption = Annotated[
    str | None,
    indicator_option("Whose figures these are."),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="THEIRS=OURS", help="A column: year, value, status, …, an indicator, or ignore."),
]
SheetOption = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="xlsx: the sheet.")]
ReviseOption = Annotated[bool, revise_option("Replace recorded figures; old ones become revisions.")]
PartialOption = Annotated[bool, typer.Option("--partial", help="Take what can be taken, leave the rest.")]


def command(
    ctx: typer.Context,
    file: FileArgument,
    format_: FormatOption = None,
    indicator: IndicatorOption = None,
    map_: MapOption = None,
    sheet: SheetOption = None,
    revise: ReviseOption = False,
    partial: PartialOption = False,
    dry_run: DryRunOption = False,
    wait: WaitOption = 10.0,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Take figures from a csv, xlsx or json file: one row a figure, years as columns, or Open SDG's form."""
    from unpolicy.change.transact import Circumstances
    from unpolicy.exchange.columns import parse_map
    from unpolicy.exchange.importing import Request
    from unpolicy.exchange.reading import read_input

    session = open_session(ctx, data, lang)
    content = read_input(file, format_, sheet)
    request = Request(content, parse_map(map_ or []), indicator, revise, partial)
    outcome = _bring_in(session, request, Circumstances(session.as_of, wait, dry_run, tuple(sys.argv[1:])))
    _tell(session, request, outcome, json=json)
    if outcome.refused and not partial:
        raise typer.Exit(1)


def _bring_in(session: Session, request: Request, how: Any) -> Outcome:  # noqa: ANN401 - Circumstances, imported when called

    from unpolicy.cli.progress import progress
    from unpolicy.exchange.importing import bring_in

    with progress(_size(request), session.say("Importing", "取り込み中")) as step:
        return bring_in(session.directory, request._replace(step=step), how)


def _size(request: Request) -> int:
    from unpolicy.exchange.table import Table

    if isinstance(request.content, Table):
        return len(request.content.rows)
    return sum(len(indicator.actuals) for indicator in request.content.indicators.values())


def _tell(session: Session, request: Request, outcome: Outcome, *, json: bool) -> None:
    from unpolicy.cli.output import emit_json, warn

    for sentence in _remarks(session, request, outcome):
        warn(sentence)
    if json:
        emit_json(_document(session, request, outcome))
        return
    taken = request.partial or not outcome.refused
    if outcome.written is None and taken:
        from unpolicy.store.splice import unified
        from unpolicy.text import printable

        path = session.directory.display(session.directory.indicators)
        print(printable(unified(outcome.planned, path)), end="")
    elif taken:
        _show_changes([_row(change) for change in outcome.intake.changes])


def _show_changes(rows: list[tuple[str, ...]]) -> None:
    from unpolicy.cli.output import emit_rows, on_terminal, show

    if not on_terminal():
        emit_rows(rows)
    elif rows:
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 2))
        for row in rows:
            grid.add_row(*(Text(cell) for cell in row))  # ids, years and numbers: nothing that could steer a terminal
        show(grid)


def _row(change: Change) -> tuple[str, ...]:
    before = "" if change.before is None else _figure(change.before)
    return change.kind, change.indicator, str(change.after.year), before, _figure(change.after)


def _figure(figure: Any) -> str:  # noqa: ANN401 - a Figure, imported when called
    return figure.status if figure.value is None else repr(figure.value)


def _remarks(session: Session, request: Request, outcome: Outcome) -> Iterator[str]:
    from unpolicy.exchange.table import Table

    intake, lang = outcome.intake, session.lang
    for notice in outcome.written.notices if outcome.written else ():
        yield notice.text(session.lang)
    for en, ja in request.content.remarks if isinstance(request.content, Table) else ():
        yield session.say(en, ja)
    if outcome.ignored:
        names = ", ".join(outcome.ignored)
        yield session.say(f"Columns that were not read: {names}.", f"読まなかった列：{names}")
    for refusal in intake.refusals:
        yield _refusal(refusal, lang)
    yield _summary(session, request, outcome)


def _refusal(refusal: Refusal, lang: str) -> str:
    parts = [refusal.indicator or "", refusal.year]
    if refusal.row is not None:
        parts.insert(0, f"{refusal.row}行目" if lang == "ja" else f"row {refusal.row}")
    place = (" " if lang == "ja" else ", ").join(part for part in parts if part)
    return f"{place}{'：' if lang == 'ja' else ': '}{refusal.reason.text(lang)}"


def _summary(session: Session, request: Request, outcome: Outcome) -> str:
    intake = outcome.intake
    changed, same, bad = len(intake.changes), intake.unchanged, len(intake.refusals)
    wrote = outcome.written is not None and not (bad and not request.partial)
    counts = session.say(
        f"{changed:,} {'written' if wrote else 'to write'}, {same:,} recorded already, {bad:,} that cannot be taken",
        f"{'書き込み' if wrote else '書き込むもの'}{changed:,}件、記録済み{same:,}件、取り込めないもの{bad:,}件",
    )
    if intake.skipped:
        counts += session.say(f", {intake.skipped:,} of other indicators", f"、ほかの指標のもの{intake.skipped:,}件")
    if bad and not request.partial:
        return session.say(
            f"Nothing was written ({counts}); --partial takes the rest.",
            f"何も書き込んでいません（{counts}）。--partial を付けると残りを取り込みます。",
        )
    if outcome.written is None:
        return session.say(f"Nothing was written, as asked ({counts}).", f"試行のため書き込んでいません（{counts}）。")
    return session.say(f"Done ({counts}).", f"取り込みました（{counts}）。")


def _document(session: Session, request: Request, outcome: Outcome) -> dict[str, Any]:
    intake = outcome.intake
    return {
        "schema": "unpolicy/import/1",
        "path": session.directory.display(session.directory.indicators),
        "written": outcome.written is not None and outcome.written.changed,
        "unchanged": intake.unchanged,
        "skipped": intake.skipped,
        "changes": [
            {
                "kind": change.kind,
                "row": change.row,
                "indicator": change.indicator,
                "year": change.after.year,
                "value": change.after.value,
                "previous": None if change.before is None else change.before.value,
            }
            for change in (intake.changes if request.partial or not intake.refusals else ())
        ],
        "refused": [
            {
                "row": refusal.row,
                "indicator": refusal.indicator,
                "year": refusal.year,
                "message": refusal.reason.text(session.lang),
            }
            for refusal in intake.refusals
        ],
    }
