"""`unpolicy import`: figures in, what of them is taken and refused, and a last line that counts every cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.cli import options, terminal
from unpolicy.cli.manners import progress
from unpolicy.cli.options import argument, option
from unpolicy.cli.output import present, present_lines, warn
from unpolicy.cli.record import circumstances, diff_lines
from unpolicy.cli.session import Session
from unpolicy.errors import UnpolicyError
from unpolicy.exchange import request
from unpolicy.exchange.cells import Grid
from unpolicy.exchange.intake import CHOICES, Ledger, bring_in
from unpolicy.model import Dataset, Figure
from unpolicy.text import shortened
from unpolicy.views.diagnostics import ImportDocument, ImportedCells, ImportedFigure, RefusedCell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from unpolicy.change.decide import Decision
    from unpolicy.change.transact import Change, Circumstances
    from unpolicy.exchange.shape import Place

    Say = Callable[[tuple[str, str]], str]

KINDS = {"add": "added", "fill": "filled", "update": "restated", "revise": "revised"}
"""What an import does to a figure, in the words of `diff`."""
_SECTIONS = {
    "sources": ("source", "sources", "出典"),
    "dimensions": ("dimension", "dimensions", "区分"),
    "indicators": ("indicator", "indicators", "指標"),
    "goals": ("goal", "goals", "目標"),
    "targets": ("target", "targets", "目標値"),
}
"""What an import makes, in words."""
_PLACES = 5
"""Places of one kind of refusal that are named."""


@options.common("json", "data", "lang")
def import_command(
    session: Session,
    file: Annotated[str, argument("FILE", "file")],
    from_: Annotated[
        str | None, option("--from --format", "NAME", text=f"{', '.join(request.INPUTS)}; else by what it holds.")
    ] = None,
    indicator: Annotated[str | None, option("--indicator -i", "ID", options.indicators, text="whose")] = None,
    map_: Annotated[list[str] | None, option("--map", "THEIRS=OURS")] = None,
    where: Annotated[list[str] | None, option("--where", "COLUMN=VALUE")] = None,
    missing: Annotated[list[str] | None, option("--missing", "TEXT")] = None,
    flag: Annotated[list[str] | None, option("--flag", "FLAG=STATUS")] = None,
    unit: Annotated[list[str] | None, option("--unit", "UNIT[=FACTOR]")] = None,
    decimal: Annotated[str | None, option("--decimal", ". or ,")] = None,
    encoding: Annotated[str | None, option("--encoding", "NAME")] = None,
    sheet: Annotated[str | None, option("--sheet", "NAME")] = None,
    hidden: Annotated[bool, option("--hidden")] = False,
    profile: Annotated[str | None, option("--profile", "NAME")] = None,
    save_profile: Annotated[str | None, option("--save-profile", "NAME")] = None,
    create: Annotated[bool, option("--create")] = False,
    into: Annotated[str | None, option("--into", "NAME")] = None,
    revise: Annotated[bool, option("--revise", text="restate")] = False,
    force: Annotated[bool, option("--force", text="anyway")] = False,
    partial: Annotated[bool, option("--partial")] = False,
    dry_run: options.DryRunOption = False,
    wait: options.WaitOption = 10.0,
) -> None:
    """Take figures from a table or a file of a statistical office; every filled cell is accounted for."""
    lists = (map_ or (), where or (), missing or (), flag or (), unit or ())
    typed = request.Typed(indicator, *lists, decimal, revise, force, partial, create, from_, sheet, hidden, encoding)
    request.require_new(session.settings, save_profile)
    wanted, used = request.with_profile(typed, session.settings, profile, file)
    how = circumstances(session, wait, dry_run=dry_run, force=force)
    content = _content(file, wanted)
    change = _bring_in(session, content, wanted, how, into)
    if save_profile is not None and change.decided.accepted:
        _keep(session, save_profile, typed, file, how)
    _present_intake(session, content, change, used)
    if not change.decided.accepted:
        raise typer.Exit(1)


def _content(name: str, typed: request.Typed) -> request.Content:
    """What a file holds, or a directory that is a whole repository."""
    if typed.format not in (None, "open-sdg") or name == request.STDIN or not Path(name).is_dir():
        return request.read_input(name, typed)
    from unpolicy.exchange.open_sdg import Repository

    return Repository(Path(name))


def _keep(session: Session, name: str, typed: request.Typed, file: str, how: Circumstances) -> None:
    path = request.keep_profile(session.directory, name, request.profile_of(typed, file), how)
    sentence = (f"The options are kept in {path} as {name}.", f"オプションを {path} に {name} として保存しました。")
    warn(session.voice.say(sentence))


def _bring_in(
    session: Session, content: request.Content, typed: request.Typed, how: Circumstances, into: str | None
) -> Change[Ledger]:
    with progress(_size(content), session.voice.say(("Importing", "取り込み中"))) as step:
        return bring_in(session.directory, request.ImportRequest(content, typed, step), how, into)


def _size(content: request.Content) -> int:
    if isinstance(content, Dataset):
        return sum(len(indicator.actuals) for indicator in content.indicators.values())
    return len(content.rows) if isinstance(content, Grid) else content.size


def _present_intake(session: Session, content: request.Content, change: Change[Ledger], profile: str | None) -> None:
    """Print what an import did: guesses and refusals, the figures or the diff, and the last line."""
    say, refused = session.voice.say, not change.decided.accepted
    if profile is not None:
        warn(say((f"Read with the profile {profile}.", f"プロファイル {profile} で読みました。")))
    for sentence in _sentences(content, change, say):
        warn(sentence, always=refused)
    if change.decided.accepted and change.written is None:
        present_lines(session, document=lambda: _document(session, change), lines=lambda: diff_lines(change))
    else:
        _present_rows(session, change)
    if change.happened:
        warn(say(("Next: {command}", "次に：{command}"), command=session.voice.command("unpolicy status")))
    warn(say(_before(change)) + _cells_line(change.decided, say), always=refused)


def _present_rows(session: Session, change: Change[Ledger]) -> None:
    taken = change.decided.taken if change.decided.accepted else []
    rows = [_row(decision) for _, decision in taken]
    present(
        session,
        document=lambda: _document(session, change),
        rows=lambda: rows,
        view=lambda _: terminal.tables.plain_grid(rows),
    )


def _row(decision: Decision) -> tuple[str, ...]:
    before, after = _figure(decision.before), _figure(decision.after)
    return decision.kind, decision.indicator, str(decision.year), before, after


def _figure(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return figure.status if figure.value is None else repr(figure.value)


def _sentences(content: request.Content, change: Change[Ledger], say: Say) -> Iterator[str]:
    """What the import has to say beside its result: guesses, columns that were not read, and refusals by kind."""
    yield from map(say, change.notices)
    yield from map(say, content.remarks if isinstance(content, Grid) else ())
    if change.decided.ignored:
        names = ", ".join(change.decided.ignored)
        yield say((f"Columns that were not read: {names}.", f"読まなかった列：{names}"))
    yield from map(say, change.decided.remarks)
    for refusals in change.decided.groups().values():
        yield _first_and_places(refusals, say)
    doubted = [
        (cell, UnpolicyError(f"{en}: check it.", ja=f"{ja}。確かめてください。"))
        for cell, decision in change.decided.taken
        for en, ja in decision.doubts
    ]
    if doubted:
        yield _first_and_places(doubted, say)
    if change.decided.made and change.decided.accepted:
        yield say(_made(change))


def _made(change: Change[Ledger]) -> tuple[str, str]:
    """How much was made, or would be, and where."""
    counts = [(len(records), *_SECTIONS[section]) for section, records in change.decided.made.items()]
    en = ", ".join(f"{count:,} {word if count == 1 else more}" for count, word, more, _ in counts)
    ja = "、".join(f"{word}{count:,}件" for count, _, _, word in counts)
    paths = [path for path, planned, _ in change.steps if planned.changed]
    done, done_ja = ("Made", "作りました") if change.happened else ("Would make", "作ります")
    return f"{done} {en}, in {', '.join(paths)}.", f"{'、'.join(paths)} に{ja}を{done_ja}。"


def _first_and_places(problems: Sequence[tuple[Place, UnpolicyError]], say: Say) -> str:
    """The first problem of a kind in full, and where the others are."""
    (first, error), *rest = problems
    parts = [say(first.place()), shortened(first.name or ""), shortened(first.year.strip())]
    place = say((", ", " ")).join(part for part in parts if part)
    sentence = f"{place}{say((': ', '：'))}{say(error.sentence)}"
    if not rest:
        return sentence
    named = [say(cell.place()) or cell.name or "" for cell, _ in rest[:_PLACES]]
    others = say(("; ", "、")).join(dict.fromkeys(named)) + (" …" if len(rest) > _PLACES else "")
    return sentence + say(
        (f" The same for {len(rest):,} more: {others}.", f"同様のものがほかに{len(rest):,}件：{others}")
    )


def _cells_line(ledger: Ledger, say: Say) -> str:
    """What became of every filled cell."""
    taken = len(ledger.taken)
    en = [f"{taken:,} figure{'s' * (taken != 1)} taken", f"{ledger.recorded:,} already recorded"]
    ja = [f"取り込み{taken:,}件", f"記録済み{ledger.recorded:,}件"]
    if ledger.promises:
        en.insert(1, f"{ledger.promises:,} promise{'s' * (ledger.promises != 1)} taken")
        ja.insert(1, f"目標・基準値{ledger.promises:,}件")
    for choice, count in ledger.left.items():
        if count:
            en.append(f"{count:,} left out {CHOICES[choice][0]}")
            ja.append(f"除外{count:,}件（{CHOICES[choice][1]}）")
    en.append(f"{len(ledger.refused):,} refused")
    ja.append(f"取り込めないもの{len(ledger.refused):,}件")
    cells = f"{ledger.filled:,} filled cell{'s' * (ledger.filled != 1)}: {', '.join(en)}."
    return say((cells, f"値のあるセル{ledger.filled:,}：{'、'.join(ja)}。"))


def _before(change: Change[Ledger]) -> tuple[str, str]:
    if not change.decided.accepted:
        return (
            "Nothing was written; --partial takes what can be taken. ",
            "何も書き込んでいません。--partial を付けると取り込めるものだけ取り込みます。",
        )
    if change.written is None:
        return "Nothing was written, as asked. ", "試行のため書き込んでいません。"
    return "", ""


def _document(session: Session, change: Change[Ledger]) -> ImportDocument:
    """What became of every filled cell, and the ids of what was made."""
    ledger, written, lang = change.decided, change.happened, session.lang
    taken = len(ledger.taken) + ledger.promises
    counts = ImportedCells(ledger.filled, taken, ledger.recorded, ledger.left_out, len(ledger.refused))
    return ImportDocument(
        schema="unpolicy/import/1",
        written=written,
        cells=counts,
        left_out={choice: count for choice, count in ledger.left.items() if count},
        figures=tuple(
            ImportedFigure(
                decision.indicator, decision.year, KINDS[decision.kind], decision.previous, decision.value, *cell.at
            )
            for cell, decision in ledger.taken
        ),
        refused=tuple(
            RefusedCell(*cell.at, str(cell.text), error.reason, error.text(lang)) for cell, error in ledger.refused
        ),
        made={section: tuple(records) for section, records in change.decided.made.items()},
    )
