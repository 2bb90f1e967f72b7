"""`unpolicy import`: figures in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from unpolicy.cli.change import circumstances, diff_lines
from unpolicy.cli.options import (
    DataOption,
    DryRunOption,
    JsonOption,
    LangOption,
    WaitOption,
    force_option,
    format_option,
    indicator_option,
    revise_option,
)
from unpolicy.cli.output import present, present_lines, warn
from unpolicy.cli.progress import progress
from unpolicy.cli.session import Session, open_session
from unpolicy.exchange.formats import read_input
from unpolicy.exchange.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console, RenderableType

    from unpolicy.change.decide import Decision
    from unpolicy.change.transact import Change, Circumstances
    from unpolicy.exchange.grid import Grid
    from unpolicy.exchange.intake import ImportRequest, Intake, Refusal
    from unpolicy.model import Dataset, Figure

    Say = Callable[[tuple[str, str]], str]

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
ForceOption = Annotated[bool, force_option("Take figures that look implausible, or into a file made read-only.")]
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
    from unpolicy.exchange.columns import parse_map
    from unpolicy.exchange.intake import ImportRequest

    session = open_session(ctx, data, lang, json=json)
    content = read_input(file, format_, sheet)
    request = ImportRequest(content, parse_map(map_ or []), indicator, revise, force, partial)
    change = _bring_in(session, request, circumstances(session, wait, dry_run=dry_run, force=force))
    _present(session, content, change)
    if not change.decided.accepted:
        raise typer.Exit(1)


def _bring_in(session: Session, request: ImportRequest, how: Circumstances) -> Change[Intake]:
    from unpolicy.exchange.intake import bring_in

    with progress(_size(request.content), session.voice.say(("Importing", "取り込み中"))) as step:
        return bring_in(session.directory, request._replace(step=step), how)


def _size(content: Grid | Dataset) -> int:
    from unpolicy.model import Dataset

    if isinstance(content, Dataset):
        return sum(len(indicator.actuals) for indicator in content.indicators.values())
    return len(content.rows)


def _present(session: Session, content: Grid | Dataset, change: Change[Intake]) -> None:
    for sentence in _sentences(session, content, change):
        warn(sentence)
    if change.decided.accepted and change.written is None:
        present_lines(session, document=lambda: _document(session, change), lines=lambda: diff_lines(change))
        return
    rows = [_row(decision) for decision in change.decided.taken] if change.decided.accepted else []

    def view(terminal: Console) -> Iterator[RenderableType]:
        del terminal
        from unpolicy.views.terminal.tables import plain_grid

        return plain_grid(rows)

    present(session, document=lambda: _document(session, change), rows=lambda: rows, view=view)


def _row(decision: Decision) -> tuple[str, ...]:
    return decision.kind, decision.indicator, str(decision.year), _figure(decision.before), _figure(decision.after)


def _figure(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return figure.status if figure.value is None else repr(figure.value)


def _sentences(session: Session, content: Grid | Dataset, change: Change[Intake]) -> Iterator[str]:
    """What the import has to say beside its result: guesses, refusals, and the numbers."""
    say = session.voice.say
    yield from map(say, change.written.notices if change.written else ())
    yield from map(say, content.remarks if isinstance(content, Grid) else ())
    if change.decided.ignored:
        names = ", ".join(change.decided.ignored)
        yield say((f"Columns that were not read: {names}.", f"読まなかった列：{names}"))
    for refusal in change.decided.refusals:
        yield _refusal(refusal, say)
    yield _summary(change, say)


def _refusal(refusal: Refusal, say: Say) -> str:
    parts = [refusal.indicator or "", refusal.year]
    if refusal.row is not None:
        parts.insert(0, say((f"row {refusal.row}", f"{refusal.row}行目")))
    place = say((", ", " ")).join(part for part in parts if part)
    return f"{place}{say((': ', '：'))}{say(refusal.reason.sentence)}"


def _summary(change: Change[Intake], say: Say) -> str:
    intake = change.decided
    counts = _counts(change, say)
    if not intake.accepted:
        return say(
            (
                f"Nothing was written ({counts}); --partial takes the rest.",
                f"何も書き込んでいません（{counts}）。--partial を付けると残りを取り込みます。",
            )
        )
    if change.written is None:
        return say((f"Nothing was written, as asked ({counts}).", f"試行のため書き込んでいません（{counts}）。"))
    return say((f"Done ({counts}).", f"取り込みました（{counts}）。"))


def _counts(change: Change[Intake], say: Say) -> str:
    intake = change.decided
    changed, same, bad = len(intake.taken), intake.unchanged, len(intake.refusals)
    wrote = ("written", "書き込み") if change.written and intake.accepted else ("to write", "書き込むもの")
    counts = say(
        (
            f"{changed:,} {wrote[0]}, {same:,} recorded already, {bad:,} that cannot be taken",
            f"{wrote[1]}{changed:,}件、記録済み{same:,}件、取り込めないもの{bad:,}件",
        )
    )
    if intake.skipped:
        counts += say((f", {intake.skipped:,} of other indicators", f"、ほかの指標のもの{intake.skipped:,}件"))
    return counts


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
