"""Taking the last change back, from the journal, exactly to the byte.

`undo` always takes back the last command that changed something. Taking back is itself such a command, so a second
`undo` takes the first one back: that is redo. One command goes at a time; there is no way further into the past, since
what lies there may rest on what came later.
"""

from __future__ import annotations

import os
import stat
import sys
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import ConflictError, DataError, RefusedError
from unpolicy.store import disk, journal
from unpolicy.store.directory import FOLDERS, TARGETS
from unpolicy.store.disk import NOTHING
from unpolicy.store.git import is_tracked
from unpolicy.store.journal import JOURNAL, PRIVATE, Entry, Log, Origin
from unpolicy.store.source import DataFile, read_source
from unpolicy.store.splice import Piece, Planned, apply, changed_line, prove, taking_back
from unpolicy.store.write import DEFAULT_WAIT, Written, opened_together, resolve, write_together
from unpolicy.text import printable, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


_MOST_NAMED = 5
"""How many damaged lines of a journal are named."""


class JournalHistory(NamedTuple):
    """The changes of data files, wherever they lie.

    Attributes:
        changes: the files, behind all symlinks, and what was changed in each, oldest first.
        notices: what the user should know of the journals.
    """

    changes: tuple[tuple[Path, Entry], ...]
    notices: tuple[tuple[str, str], ...] = ()


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
        notices: what the user should know of the journals.
    """

    steps: tuple[Reversal, ...]
    command: tuple[str, ...]
    redo: bool
    notices: tuple[tuple[str, str], ...] = ()


def journal_history(files: Iterable[Path]) -> JournalHistory:
    """The changes that the journals beside data files hold of these very files.

    Args:
        files: the data files of a command; symlinks are followed.

    Raises:
        DataError: a file or a journal cannot be read, or a journal is not to be believed.
    """
    reals = {resolve(path): None for path in files}
    ordered: list[tuple[int, Path, Entry]] = []
    notices: list[tuple[str, str]] = []
    folders = {real.parent.joinpath(name): None for real in reals for name in FOLDERS if real.name == TARGETS}
    for directory in {real.parent: None for real in reals} | folders:
        log = _believed(directory)
        notices += [_damaged(directory, number) for number in log.damaged[:_MOST_NAMED]]
        moments = accumulate((entry.moment for entry in log.entries), max)  # a clock may have been put back
        own = ((at, directory / entry.file, entry) for at, entry in zip(moments, log.entries, strict=True))
        gone = _taken_back(directory, log.entries)
        ordered += [step for step in own if step[1] in reals or step[1] in gone]
    ordered.sort(key=lambda step: step[0])
    return JournalHistory(tuple((path, entry) for _, path, entry in ordered), tuple(notices))


def _taken_back(directory: Path, entries: Sequence[Entry]) -> set[Path]:
    """The files that a command made and an undo took away again, so that they can be made once more."""
    last = {directory / entry.file: entry for entry in entries if entry.happened}
    return {path for path, entry in last.items() if entry.new == NOTHING and not os.path.lexists(path)}


def plan_undo(files: Iterable[Path]) -> Undoing:
    """Work out what undo does next with data files, without writing anything.

    Args:
        files: the data files of the command; no others are touched.

    Raises:
        RefusedError: there is nothing to take back, or it was too large to be kept.
        ConflictError: a file has changed since.
        DataError: the journal or a data file cannot be read, or the journal is not to be believed.
    """
    paths = tuple(files)
    changes, notices = journal_history(paths)
    known = [(path, entry) for path, entry in changes if _took_place(path, entry)]
    if not known:
        raise RefusedError(
            f"The journal knows no change of {quoted(paths[0].parent)} that could be taken back.",
            ja=f"{quoted(paths[0].parent)} の履歴に、取り消せる変更はありません。",
        )
    last = known[-1][1]
    root, depth = _root(last, [entry for _, entry in known])
    group = [(path, entry) for path, entry in reversed(known) if entry.group == last.group]
    steps = tuple(Reversal(path, entry, _plan(read_source(path, new=True), entry)) for path, entry in group)
    return Undoing(steps, root.command, depth % 2 == 1, notices)


def undo(
    files: Iterable[Path], *, wait: float = DEFAULT_WAIT, command: Sequence[str] = ("undo",), force: bool = False
) -> tuple[Written, ...]:
    """Take the last change back, of all its files or of none; taken back twice, it is made again.

    Raises:
        RefusedError: as for `plan_undo`, or a file was made read-only and that is not overruled by `force`.
        ConflictError: as for `plan_undo`, or the lock was not to be had.
        DataError: as for `plan_undo`, or a file cannot be written.
    """
    undoing = plan_undo(files)
    origin = Origin(tuple(command), journal.new_id(), undoing.steps[0].entry.group)
    with opened_together({str(step.path): step.path for step in undoing.steps}, wait=wait, new=True) as held:
        plans = [(held[str(step.path)], _plan(held[str(step.path)].source, step.entry)) for step in undoing.steps]
        return tuple(write_together(plans, origin, force=force))


def _believed(directory: Path) -> Log:
    """A directory's journal, provided that it belongs to somebody who may change the data.

    Raises:
        DataError: it cannot be read; it came with the repository; or another user wrote it.
    """
    path = directory / PRIVATE / JOURNAL
    try:
        log = journal.entries(directory)
        owner = _foreign_owner(path) if log != Log(()) else None
    except OSError as error:
        where = quoted(path)
        raise DataError(
            f"{where} cannot be read ({disk.reason(error)}).", ja=f"{where} を読めません（{disk.reason(error)}）。"
        ) from error
    if owner is not None:
        raise _unbelieved(path, f"belongs to another user ({owner})", f"はほかの利用者（{owner}）のもの")
    if log != Log(()) and is_tracked(path):
        raise _unbelieved(path, "is tracked by git, so anybody may have written it", "は git で管理され、書き手が不明")
    return log


def _foreign_owner(path: Path) -> int | None:
    """The user who owns a journal, None where that is this one, the directory's owner, or a colleague of its group."""
    if sys.platform == "win32":  # pragma: no cover - Windows alone
        return None
    found, directory = path.lstat(), path.parent.parent.stat()
    of_group = directory.st_mode & stat.S_IWGRP and not directory.st_mode & stat.S_ISVTX
    if found.st_uid in {os.geteuid(), directory.st_uid} or (of_group and found.st_gid == directory.st_gid):
        return None
    return found.st_uid


def _unbelieved(path: Path, why: str, why_ja: str) -> DataError:
    return DataError(
        f"{quoted(path)} {why}: it is not believed, and nothing was changed; delete it to begin a journal of your own.",
        ja=f"{quoted(path)} {why_ja}のため信用せず、何も変更していません。削除すれば新しい履歴が始まります。",
    )


def _damaged(directory: Path, number: int) -> tuple[str, str]:
    where = f"{quoted(directory / PRIVATE / JOURNAL)}:{number}"
    return f"{where} is damaged and was passed over.", f"{where} は壊れているため読み飛ばしました。"


def _took_place(path: Path, entry: Entry) -> bool:
    """Whether a change was made: it is settled as such, or a crash after the replacement left it unsettled."""
    if entry.happened is not None:
        return entry.happened
    return read_source(path, new=True).digest != entry.old


def _root(entry: Entry, known: Sequence[Entry]) -> tuple[Entry, int]:
    """The change behind a chain of undo and redo, and how long the chain is."""
    by_group = {other.group: other for other in known}
    depth = 0
    while entry.undoes in by_group and depth < len(known):
        entry = by_group[entry.undoes]
        depth += 1
    return entry, depth + (entry.undoes is not None)


def _plan(source: DataFile, entry: Entry) -> Planned:
    if source.digest != entry.new:
        raise ConflictError(
            f"{quoted(source.path)} has changed since `{_words(entry)}` of {entry.at}; "
            "nothing was written: take it back by hand, or with git.",
            ja=f"{quoted(source.path)} は {entry.at} の `{_words(entry)}` の後に変更されています。"
            "何も書き込んでいません。手で、または git で戻してください。",
        )
    if entry.pieces is None and entry.old == NOTHING:  # what a command made is removed, however large it is
        entry = entry._replace(pieces=(Piece(0, "", source.text),))
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
