"""The changes made to a data directory, one line of JSON each, so that they can be listed and taken back; and its lock.

A change's line is written and synced before the data file is replaced; afterwards a second, short line says whether it
happened. After a crash in between, the next writer settles it by the file's digest. The journal never stops a change: a
damaged line is passed over, a journal that cannot be written is a remark.
The lock belongs to the process: when its holder dies the system lets go of it, a lock file left behind blocks nobody.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import json
import os
import secrets
import socket
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from unpolicy.errors import ConflictError, DataError
from unpolicy.store import disk
from unpolicy.store.splice import Piece, Planned, exchanged
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

PRIVATE = ".unpolicy"
"""The directory beside the data that holds the lock and the journal; git ignores it."""
JOURNAL = "journal.jsonl"
"""The file in it that remembers the changes."""
_HOLDER = "lock.json"
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
        moment: the same in nanoseconds since 1970, which tells the order of what several journals hold.
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
    moment: int
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
    """What the journal holds, oldest first, and which of its lines, counted from 1, could not be read."""

    entries: tuple[Entry, ...]
    damaged: tuple[int, ...] = ()


class Origin(NamedTuple):
    """Where a change comes from, as the journal notes it: the command as typed, and what it belongs to.

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
        DataError: it, or its directory, is a symlink.
    """
    try:
        data = disk.read(private_directory(directory) / JOURNAL)
    except FileNotFoundError:
        return Log(())
    found: dict[str, Entry] = {}
    damaged: list[int] = []
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            _take(_fields(line), found)
        except (ValueError, KeyError, TypeError, RecursionError):  # half a line after a crash, or another's hand
            if line.strip(b"\0 "):  # a power cut leaves zeros: nothing was there to lose
                damaged.append(number)
    return Log(tuple(found.values()), tuple(damaged))


def record(private: Path, file: str, planned: Planned, digests: tuple[str, str], origin: Origin) -> str:
    """Note a change that is about to happen, and return the name to settle it under.

    Args:
        private: the private directory, under its lock.
        file: the data file's name.
        planned: the change.
        digests: of the whole file before and after.
        origin: what to note it under.

    Raises:
        OSError: it cannot be noted.
    """
    name = new_id()
    fields: dict[str, Any] = {
        "id": name,
        "group": origin.group or name,
        "at": now(),
        "moment": time.time_ns(),
        "user": user_name(),
        "command": [word.encode("utf-8", "replace").decode() for word in origin.command],  # bytes may be no text
        "file": file,
        "old": digests[0],
        "new": digests[1],
        "pieces": exchanged(planned.old_text, planned.splices),
        "subject": list(planned.subject),
        "before": planned.before,
        "after": planned.after,
        "undoes": origin.undoes,
    }
    try:
        line = _line(fields)
    except ValueError:  # what was there is no number that JSON has
        line = _line({**fields, "before": None, "after": None})
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


def _fields(line: bytes) -> dict[str, Any]:
    """What a line holds, if that is what `_line` makes: no infinities, no text that cannot be written."""
    fields = json.loads(line)
    json.dumps(fields, ensure_ascii=False, allow_nan=False).encode()
    return _a(dict, fields)


def _take(fields: dict[str, Any], found: dict[str, Entry]) -> None:
    if "settles" not in fields:
        entry = _entry(fields)
        found[entry.id] = entry
    elif fields["settles"] in found:
        name = fields["settles"]
        found[name] = found[name]._replace(happened=_a(bool, fields["happened"]))


def _entry(fields: dict[str, Any]) -> Entry:
    kept, undoes, at = fields["pieces"], fields.get("undoes"), _a(str, fields["at"])
    if not ("1970-01-02" <= at < "9999" and at.endswith("Z")):
        raise ValueError(at)
    seconds = datetime.fromisoformat(at).timestamp()
    return Entry(
        **{name: _a(str, fields[name]) for name in ("id", "group", "user", "old", "new")},
        at=at,
        moment=_a(int, fields.get("moment", int(seconds) * 10**9)),
        file=_file_name(fields["file"]),
        pieces=None if kept is None else tuple(Piece(_a(int, n), _a(str, out), _a(str, put)) for n, out, put in kept),
        command=tuple(_a(str, word) for word in _a(list, fields["command"])),
        subject=tuple(key if isinstance(key, str) else _a(int, key) for key in _a(list, fields.get("subject", []))),
        before=fields.get("before"),
        after=fields.get("after"),
        undoes=None if undoes is None else _a(str, undoes),
        happened=None,
    )


def _a(kind: type[T], value: object) -> T:
    if not isinstance(value, kind):
        raise TypeError(value)
    return value


def _file_name(value: object) -> str:
    """The name of a file in the directory itself."""
    name = _a(str, value)
    if not name or "\0" in name or name == ".." or name != Path(name).name:
        raise ValueError(name)
    return name


def _line(fields: dict[str, Any]) -> bytes:
    """One line of JSON; a ValueError where it would hold a number that JSON does not have."""
    return json.dumps(fields, default=str, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _append(private: Path, line: bytes, *, sync: bool) -> None:
    path = private / JOURNAL
    descriptor = disk.open_append(path, disk.status(private))
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
    """Drop the older half of the journal, in whole lines."""
    data = disk.read(path)
    keep = data[-LARGEST_FILE // 2 :].partition(b"\n")[2]
    with disk.replacing(path) as descriptor:
        disk.write_all(descriptor, keep)
        disk.share(descriptor, disk.status(path.parent))


@contextlib.contextmanager
def locked(directory: Path, *, wait: float) -> Iterator[Path]:
    """Hold the data directory's lock, waiting at most ``wait`` seconds (0 tries once); gives the private directory.

    Args:
        directory: the resolved directory of the data files.
        wait: seconds.

    Raises:
        ConflictError: another process holds the lock; the sentence says which.
        DataError: the directory cannot be written, or what is to be private in it lies elsewhere.
    """
    from filelock import FileLock, Timeout

    private = _prepare(directory)
    path = private / "lock"
    try:
        like = disk.status(private)
        disk.close(disk.open_append(path, like))
        lock = FileLock(path, mode=like.st_mode & 0o666 | 0o600)
        lock.acquire(timeout=max(wait, 0), poll_interval=0.05)
    except Timeout:
        raise _busy(directory, wait) from None
    except OSError as error:
        raise _shut(path, private, error) from error
    try:
        _sign(private)
        yield private
    finally:
        with contextlib.suppress(OSError):
            lock.release()


def private_directory(directory: Path) -> Path:
    """The private directory of a data directory, which need not exist.

    Raises:
        DataError: it, or a file in it, is a symlink: what lies elsewhere is none of ours.
    """
    private = directory / PRIVATE
    for path in (private, private / "lock", private / _HOLDER, private / JOURNAL):
        # os.path.islink: False where the directory may not be searched, which is reported when the file is opened.
        if os.path.islink(path) or (  # noqa: PTH114
            sys.platform == "win32" and sys.version_info >= (3, 12) and path.is_junction()
        ):
            raise DataError(
                f"{quoted(path)} is a symlink and was not followed; nothing was changed: remove it.",
                ja=f"{quoted(path)} はシンボリックリンクのため、何も変更していません。削除してください。",
            )
    return private


def user_name() -> str:
    """The name of the user who runs the program; their number where they have no name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without an entry; older Pythons raise the latter two
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"


def now() -> str:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _prepare(directory: Path) -> Path:
    private = private_directory(directory)
    try:
        disk.make_directory(private, disk.status(directory))
        disk.names(private)
    except OSError as error:
        if private.is_dir():
            raise _shut(private, private, error) from error
        name, why = quoted(directory), disk.reason(error)
        raise DataError(
            f"{name} cannot be written ({why}), and a change needs that; nothing was changed.",
            ja=f"{name} に書き込めないため変更できません（{why}）。何も変更していません。",
        ) from error
    with contextlib.suppress(OSError):  # git alone misses it
        _ignore(private)
    return private


def _shut(path: Path, private: Path, error: OSError) -> DataError:
    name, why, folder = quoted(path), disk.reason(error), quoted(private)
    return DataError(
        f"{name} cannot be opened ({why}), and a change needs that; nothing was changed: have its "
        f"owner let you write there, or move {folder} away, which holds only the lock and the journal.",
        ja=f"{name} を開けないため変更できません（{why}）。何も変更していません。所有者に書き込みを"
        f"許可してもらうか、{folder} をほかへ移してください（ロックと履歴だけが入っています）。",
    )


def _ignore(private: Path) -> None:
    """Write the ignore file for git, again where a power cut left it empty."""
    path = private / ".gitignore"
    with contextlib.suppress(FileNotFoundError):
        if disk.read(path):
            return
    disk.append(path, b"*\n", disk.status(private))


def _sign(private: Path) -> None:
    """Write into a file who holds the lock, for the message to processes that wait."""
    holder = {"user": user_name(), "pid": os.getpid(), "host": socket.gethostname(), "since": now()}
    path = private / _HOLDER
    with contextlib.suppress(OSError):
        with contextlib.suppress(FileNotFoundError):
            disk.remove(path)
        disk.append(path, json.dumps(holder).encode(), disk.status(private))


def _busy(directory: Path, wait: float) -> ConflictError:
    holder = _holder(directory / PRIVATE / _HOLDER)
    who, who_ja = "another process", "別のプロセス"
    if holder:
        user, host = quoted(holder["user"]), quoted(holder["host"])
        who = f"{user} (process {holder['pid']} on {host}, since {quoted(holder['since'])})"
        who_ja = f"{user}（{host} のプロセス {holder['pid']}、{quoted(holder['since'])} から）"
    return ConflictError(
        f"{quoted(directory)} is being changed by {who}, still so after {wait:g} seconds; "
        "nothing was written: try again, or wait longer with --wait.",
        ja=f"{quoted(directory)} は{who_ja}が変更中で、{wait:g} 秒待っても終わりません。"
        "何も書き込んでいません。やり直すか、--wait で待ち時間を延ばしてください。",
    )


def _holder(path: Path) -> dict[str, Any] | None:
    try:
        found = _fields(disk.read(path))
        return {name: _a(int if name == "pid" else str, found[name]) for name in ("user", "pid", "host", "since")}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
