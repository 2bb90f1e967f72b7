"""The changes made to a data directory, one line of JSON each, so that they can be listed and taken back.

A change's line is written and synced before the data file is replaced; afterwards a second, short line says whether it
happened. After a crash in between, the next writer settles it by the file's digest. The journal serves people who look
back: it never stops a change. A damaged line is passed over, a journal that cannot be written is a remark.
"""

from __future__ import annotations

import contextlib
import errno
import json
import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.store import disk
from unpolicy.store.lock import PRIVATE, now, shared_mode, user_name
from unpolicy.store.splice import Piece, pieces

if TYPE_CHECKING:
    from pathlib import Path

    from unpolicy.store.splice import Planned

NAME = "journal.jsonl"
LARGEST_FILE = 1 << 20
"""Bytes above which the older half of the journal is let go."""
LARGEST_CHANGE = 1 << 18
"""Bytes above which a change is noted without its text, and so cannot be taken back."""


class Entry(NamedTuple):
    """One change of one file.

    Attributes:
        id: names the entry.
        group: the same for all files that one command changed.
        at: when, in UTC.
        user: who.
        command: the words that were typed.
        file: the data file's name in its directory.
        old: digest of the whole file before.
        new: digest of the whole file after.
        pieces: what was replaced; None where that was too large to keep.
        subject: where in the data.
        before: the data there before.
        after: the data there afterwards.
        undoes: the group that this change took back.
        happened: False when it was begun and not carried out, None while nobody knows.
    """

    id: str
    group: str
    at: str
    user: str
    command: tuple[str, ...]
    file: str
    old: str
    new: str
    pieces: tuple[Piece, ...] | None
    subject: tuple[str | int, ...] = ()
    before: Any = None
    after: Any = None
    undoes: str | None = None
    happened: bool | None = None


class Log(NamedTuple):
    """What the journal holds, oldest first, and how many of its lines could not be read."""

    entries: tuple[Entry, ...]
    damaged: int = 0


class Words(NamedTuple):
    """What a change is noted under: the command as typed, and what it belongs to.

    Attributes:
        command: the words that were typed.
        group: given when one command changes several files.
        undoes: the group that is taken back.
    """

    command: tuple[str, ...] = ()
    group: str | None = None
    undoes: str | None = None


def new_id() -> str:
    """A name for an entry or a group that no other has."""
    return secrets.token_hex(6)


def entries(directory: Path) -> Log:
    """Read the journal of a data directory; an absent one is empty.

    Raises:
        OSError: it is there and cannot be read.
    """
    try:
        data = disk.read(directory / PRIVATE / NAME)
    except FileNotFoundError:
        return Log(())
    changes: dict[str, dict[str, Any]] = {}
    damaged = 0
    for line in data.splitlines():
        try:
            _take(json.loads(line), changes)
        except (ValueError, KeyError, TypeError):  # half a line after a crash, or another's hand
            damaged += bool(line.strip(b"\0 "))  # a power cut leaves zeros: nothing was there to lose
    found: list[Entry] = []
    for fields in changes.values():
        try:
            found.append(_entry(fields))
        except (ValueError, KeyError, TypeError):
            damaged += 1
    return Log(tuple(found), damaged)


def record(private: Path, file: str, planned: Planned, digests: tuple[str, str], words: Words) -> str:
    """Note a change that is about to happen, and return the name to settle it under.

    Args:
        private: the private directory, under its lock.
        file: the data file's name.
        planned: the change.
        digests: of the whole file before and after.
        words: what to note it under.

    Raises:
        OSError: it cannot be noted.
    """
    name = new_id()
    fields: dict[str, Any] = {
        "id": name,
        "group": words.group or name,
        "at": now(),
        "user": user_name(),
        "command": list(words.command),
        "file": file,
        "old": digests[0],
        "new": digests[1],
        "pieces": pieces(planned.old_text, planned.splices),
        "subject": list(planned.subject),
        "before": planned.before,
        "after": planned.after,
        "undoes": words.undoes,
    }
    line = _line(fields)
    if len(line) > LARGEST_CHANGE:
        line = _line({**fields, "pieces": None, "before": None, "after": None})
    _append(private, line, sync=True)
    return name


def settle(private: Path, name: str, *, happened: bool) -> None:
    """Say that a noted change was carried out, or was not."""
    _append(private, _line({"settles": name, "happened": happened}), sync=False)


def settle_rest(private: Path) -> None:
    """Settle what a dead writer left open, by what the files are now; the private directory is under its lock."""
    for entry in entries(private.parent).entries:
        if entry.happened is None:
            digest = disk.digest(private.parent / entry.file)
            if digest in (entry.old, entry.new):
                settle(private, entry.id, happened=digest == entry.new)


def _take(fields: dict[str, Any], changes: dict[str, dict[str, Any]]) -> None:
    if "settles" not in fields:
        changes[fields["id"]] = fields
    elif fields["settles"] in changes:
        changes[fields["settles"]]["happened"] = bool(fields["happened"])


def _entry(fields: dict[str, Any]) -> Entry:
    kept = fields["pieces"]
    texts = {name: str(fields[name]) for name in ("id", "group", "at", "user", "file", "old", "new")}
    return Entry(
        **texts,
        pieces=None if kept is None else tuple(Piece(int(at), str(out), str(put)) for at, out, put in kept),
        command=tuple(str(word) for word in fields["command"]),
        subject=tuple(fields.get("subject", ())),
        before=fields.get("before"),
        after=fields.get("after"),
        undoes=fields.get("undoes"),
        happened=fields.get("happened"),
    )


def _line(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, default=str, separators=(",", ":")).encode() + b"\n"


def _append(private: Path, line: bytes, *, sync: bool) -> None:
    path = private / NAME
    descriptor = disk.open_append(path, shared_mode(private))
    try:
        if not disk.is_regular(descriptor):
            raise OSError(errno.EINVAL, "Not an ordinary file", str(path))
        if disk.last_byte(descriptor) not in (b"", b"\n"):  # half a line, which must not swallow this one
            line = b"\n" + line
        disk.write_all(descriptor, line)
        if sync:
            disk.fsync(descriptor)
        full = disk.size(descriptor) > LARGEST_FILE
    finally:
        disk.close(descriptor)
    if full:
        with contextlib.suppress(OSError):
            _shorten(path)


def _shorten(path: Path) -> None:
    """Let the older half go, whole lines at a time."""
    data = disk.read(path)
    keep = data[data.index(b"\n", len(data) - LARGEST_FILE // 2) + 1 :]
    with disk.replacing(path) as descriptor:
        disk.write_all(descriptor, keep)
        disk.set_mode(descriptor, shared_mode(path.parent))
