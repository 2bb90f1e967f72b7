"""Taking the last change back, from the journal, exactly to the byte.

`undo` always takes back the last command that changed something. Taking back is itself such a command, so a second
`undo` takes the first one back: that is redo. One command goes at a time; there is no way further into the past, since
what lies there may rest on what came later.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import ConflictError, DataError, RefusedError
from unpolicy.store import journal
from unpolicy.store.journal import Words
from unpolicy.store.lock import PRIVATE, reason
from unpolicy.store.prove import prove
from unpolicy.store.source import DataFile, read_source
from unpolicy.store.splice import Planned, apply, changed_line, taking_back
from unpolicy.store.write import DEFAULT_WAIT, rewrite
from unpolicy.text import printable, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from unpolicy.store.journal import Entry
    from unpolicy.store.write import Written


class Reversal(NamedTuple):
    """One file's part in taking a command back."""

    path: Path
    entry: Entry
    planned: Planned


class Undoing(NamedTuple):
    """What the next undo does.

    Attributes:
        steps: the files, in the order in which they are written.
        command: the words of the command whose effect is taken back, or made again.
        redo: whether the effect is made again.
    """

    steps: tuple[Reversal, ...]
    command: tuple[str, ...]
    redo: bool


def plan_undo(directory: Path) -> Undoing:
    """Work out what undo does next in a data directory, without writing anything.

    Args:
        directory: the directory that really holds the data files (`unpolicy.store.write.home`).

    Raises:
        RefusedError: there is nothing to take back, or it was too large to be kept.
        ConflictError: a file has changed since.
        DataError: the journal or a data file cannot be read.
    """
    try:
        log = journal.entries(directory)
    except OSError as error:
        where = quoted(directory / PRIVATE / journal.NAME)
        raise DataError(
            f"{where} cannot be read ({reason(error)}).", ja=f"{where} を読めません（{reason(error)}）。"
        ) from error
    known = [entry for entry in log.entries if _took_place(directory, entry)]
    if not known:
        raise RefusedError(
            f"{quoted(directory)} has no change in its journal that could be taken back.",
            ja=f"{quoted(directory)} の履歴に、取り消せる変更はありません。",
        )
    group = [entry for entry in known if entry.group == known[-1].group]
    root, depth = _root(group[-1], known)
    places = [(_path(directory, entry), entry) for entry in reversed(group)]
    steps = tuple(Reversal(path, entry, _plan(read_source(path), entry)) for path, entry in places)
    return Undoing(steps, root.command, redo=depth % 2 == 1)


def undo(directory: Path, *, wait: float = DEFAULT_WAIT, command: Sequence[str] = ("undo",)) -> tuple[Written, ...]:
    """Take the last change back; taken back twice, it is made again.

    Raises:
        RefusedError: as for `plan_undo`.
        ConflictError: as for `plan_undo`, or the lock was not to be had.
        DataError: as for `plan_undo`, or a file cannot be written.
    """
    undoing = plan_undo(directory)
    words = Words(tuple(command), journal.new_id(), undoing.steps[0].entry.group)
    return tuple(rewrite(step.path, partial(_plan, entry=step.entry), wait=wait, words=words) for step in undoing.steps)


def _took_place(directory: Path, entry: Entry) -> bool:
    """Whether a change counts: settled so, or left open by a crash that came after the replacement."""
    if entry.happened is not None:
        return entry.happened
    return read_source(_path(directory, entry)).digest != entry.old


def _root(entry: Entry, known: Sequence[Entry]) -> tuple[Entry, int]:
    """The change behind a chain of undo and redo, and how long the chain is."""
    by_group = {one.group: one for one in known}
    depth = 0
    while entry.undoes in by_group and depth < len(known):
        entry = by_group[entry.undoes]
        depth += 1
    return entry, depth + (entry.undoes is not None)


def _path(directory: Path, entry: Entry) -> Path:
    path = directory / entry.file
    if path.parent != directory or path.name != entry.file:
        where = quoted(directory / PRIVATE / journal.NAME)
        raise DataError(
            f"{where} names a file elsewhere; it cannot be used: delete it.",
            ja=f"{where} は別の場所のファイルを指しているため使えません。削除してください。",
        )
    return path


def _plan(source: DataFile, entry: Entry) -> Planned:
    if source.digest != entry.new:
        raise ConflictError(
            f"{quoted(source.path)} has changed since `{_words(entry)}` of {entry.at}; "
            "nothing was written: take it back by hand, or with git.",
            ja=f"{quoted(source.path)} は {entry.at} の `{_words(entry)}` の後に変更されています。"
            "何も書き込んでいません。手で、または git で戻してください。",
        )
    if entry.pieces is None:
        raise RefusedError(
            f"The change of {entry.at} was too large for the journal: take it back with git.",
            ja=f"{entry.at} の変更は大きすぎて履歴に残っていません。git で戻してください。",
        )
    splices = taking_back(entry.pieces)
    try:
        text = apply(source.text, splices)
        prove(source, text, splices, lambda back: back.digest == entry.old)
    except ValueError as error:
        raise ConflictError(
            f"The journal does not lead back to what {quoted(source.path)} was before {entry.at}; "
            "nothing was written: take the change back by hand, or with git.",
            ja=f"履歴からは {entry.at} より前の {quoted(source.path)} に戻せません。"
            "何も書き込んでいません。手で、または git で戻してください。",
        ) from error
    line = changed_line(text, splices)
    return Planned(source.text, text, splices, line, subject=entry.subject, before=entry.after, after=entry.before)


def _words(entry: Entry) -> str:
    return printable(" ".join(entry.command)).replace("\n", " ")
