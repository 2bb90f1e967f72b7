"""`unpolicy import`: figures in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

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

    from unpolicy.change.decide import Decision
    from unpolicy.change.transact import Change, Circumstances
    from unpolicy.exchange.grid import Grid
    from unpolicy.exchange.intake import ImportRequest, Intake, Refusal
    from unpolicy.model import Dataset, Figure

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
ForceOption = Annotated[bool, typer.Option("--force", help="Take figures that look implausible.")]
PartialOption = Annotated[bool, typer.Option("--partial", help="Take what can be taken, leave the rest.")]


def command(
    ctx: typer.Context,
    file: FileArgument,
    format_: FormatOption = None,
    indicator: IndicatorOption = None,
    map_: MapOption = None,
    sheet: SheetOption = None,
    revise: ReviseOption = False,
    force: ForceOption = False,
    partial: PartialOption = False,
    dry_run: DryRunOption = False,
    wait: WaitOption = 10.0,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Take figures from a csv, xlsx or json file: one row a figure, years as columns, or Open SDG's form."""
    from unpolicy.cli.change import circumstances
    from unpolicy.exchange.columns import parse_map
    from unpolicy.exchange.formats import read_input
    from unpolicy.exchange.intake import ImportRequest

    session = open_session(ctx, data, lang, json=json)
    content = read_input(file, format_, sheet)
    request = ImportRequest(content, parse_map(map_ or []), indicator, revise, force, partial)
    change = _bring_in(session, request, circumstances(session, wait, dry_run=dry_run))
    _present(session, content, change)
    if not change.decided.accepted:
        raise typer.Exit(1)


def _bring_in(session: Session, request: ImportRequest, how: Circumstances) -> Change[Intake]:
    from unpolicy.cli.progress import progress
    from unpolicy.exchange.intake import bring_in

    with progress(_size(request.content), session.say("Importing", "取り込み中")) as step:
        return bring_in(session.directory, request._replace(step=step), how)


def _size(content: Grid | Dataset) -> int:
    from unpolicy.model import Dataset

    if isinstance(content, Dataset):
        return sum(len(indicator.actuals) for indicator in content.indicators.values())
    return len(content.rows)


def _present(session: Session, content: Grid | Dataset, change: Change[Intake]) -> None:
    from unpolicy.cli.output import emit_json, warn

    for sentence in _sentences(session, content, change):
        warn(sentence)
    if session.json:
        emit_json(_document(session, change))
    elif change.decided.accepted and change.written is None:
        from unpolicy.cli.change import diff_lines
        from unpolicy.text import printable

        for line in diff_lines(change):
            print(printable(line))
    elif change.decided.accepted:
        _show_rows([_row(decision) for decision in change.decided.taken])


def _show_rows(rows: list[tuple[str, ...]]) -> None:
    from unpolicy.cli.output import emit_rows, is_interactive, show

    if not is_interactive():
        emit_rows(rows)
    elif rows:
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 2))
        for row in rows:
            grid.add_row(*(Text(cell) for cell in row))  # ids, years and numbers: nothing that could steer a terminal
        show(grid)


def _row(decision: Decision) -> tuple[str, ...]:
    return decision.kind, decision.indicator, str(decision.year), _figure(decision.before), _figure(decision.after)


def _figure(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return figure.status if figure.value is None else repr(figure.value)


def _sentences(session: Session, content: Grid | Dataset, change: Change[Intake]) -> Iterator[str]:
    """What the import has to say beside its result: guesses, refusals, and the numbers."""
    from unpolicy.exchange.grid import Grid

    for notice in change.written.notices if change.written else ():
        yield notice.text(session.lang)
    for en, ja in content.remarks if isinstance(content, Grid) else ():
        yield session.say(en, ja)
    if change.decided.ignored:
        names = ", ".join(change.decided.ignored)
        yield session.say(f"Columns that were not read: {names}.", f"読まなかった列：{names}")
    for refusal in change.decided.refusals:
        yield _refusal(refusal, session)
    yield _summary(session, change)


def _refusal(refusal: Refusal, session: Session) -> str:
    parts = [refusal.indicator or "", refusal.year]
    if refusal.row is not None:
        parts.insert(0, session.say(f"row {refusal.row}", f"{refusal.row}行目"))
    place = session.say(", ", " ").join(part for part in parts if part)
    return f"{place}{session.say(': ', '：')}{refusal.reason.text(session.lang)}"


def _summary(session: Session, change: Change[Intake]) -> str:
    intake = change.decided
    changed, same, bad = len(intake.taken), intake.unchanged, len(intake.refusals)
    wrote = change.written is not None and intake.accepted
    counts = session.say(
        f"{changed:,} {'written' if wrote else 'to write'}, {same:,} recorded already, {bad:,} that cannot be taken",
        f"{'書き込み' if wrote else '書き込むもの'}{changed:,}件、記録済み{same:,}件、取り込めないもの{bad:,}件",
    )
    if intake.skipped:
        counts += session.say(f", {intake.skipped:,} of other indicators", f"、ほかの指標のもの{intake.skipped:,}件")
    if not intake.accepted:
        return session.say(
            f"Nothing was written ({counts}); --partial takes the rest.",
            f"何も書き込んでいません（{counts}）。--partial を付けると残りを取り込みます。",
        )
    if change.written is None:
        return session.say(f"Nothing was written, as asked ({counts}).", f"試行のため書き込んでいません（{counts}）。")
    return session.say(f"Done ({counts}).", f"取り込みました（{counts}）。")


class _TakenEntry(NamedTuple):
    kind: str
    row: int | None
    indicator: str
    year: int
    value: float | None
    previous: float | None


class _RefusedEntry(NamedTuple):
    row: int | None
    indicator: str | None
    year: str
    message: str


class _ImportDocument(NamedTuple):
    """The document `unpolicy/import/1`."""

    schema: str
    path: str
    written: bool
    unchanged: int
    skipped: int
    changes: tuple[_TakenEntry, ...]
    refused: tuple[_RefusedEntry, ...]


def _document(session: Session, change: Change[Intake]) -> _ImportDocument:
    intake = change.decided
    return _ImportDocument(
        schema="unpolicy/import/1",
        path=change.path,
        written=change.happened,
        unchanged=intake.unchanged,
        skipped=intake.skipped,
        changes=tuple(
            _TakenEntry(one.kind, one.row, one.indicator, one.year, one.value, one.previous)
            for one in (intake.taken if intake.accepted else ())
        ),
        refused=tuple(
            _RefusedEntry(one.row, one.indicator, one.year, one.reason.text(session.lang)) for one in intake.refusals
        ),
    )
