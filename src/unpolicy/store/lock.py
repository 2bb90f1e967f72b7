"""One writer at a time: the lock on a data directory, and the small directory that holds it.

The lock belongs to the process, not to the file: when its holder dies the system lets go of it, so a lock file that is
left behind never blocks anybody.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from unpolicy.errors import ConflictError, DataError
from unpolicy.store import disk
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRIVATE = ".unpolicy"
"""The directory beside the data that holds the lock and the journal; git ignores it."""

JOURNAL = "journal.jsonl"
"""The file in it that remembers the changes."""

_LOCK = "lock"
_HOLDER = "lock.json"
_POLL = 0.05


@contextlib.contextmanager
def locked(directory: Path, *, wait: float) -> Iterator[Path]:
    """Hold the data directory's lock, waiting for it at most ``wait`` seconds.

    Args:
        directory: the resolved directory of the data files.
        wait: seconds; 0 tries once.

    Yields:
        The private directory, which exists by then.

    Raises:
        ConflictError: another process holds the lock; the sentence says which.
        DataError: the directory cannot be written, or what is to be private in it lies elsewhere.
    """
    from filelock import FileLock, Timeout

    private = _prepare(directory)
    path = private / _LOCK
    try:
        like = disk.status(private)
        disk.close(disk.open_append(path, like))
        lock = FileLock(path, mode=like.st_mode & 0o666 | 0o600)
        lock.acquire(timeout=max(wait, 0), poll_interval=_POLL)
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
    for path in (private, private / _LOCK, private / _HOLDER, private / JOURNAL):
        if _is_link(path):
            raise DataError(
                f"{quoted(path)} is a symlink and was not followed; nothing was changed: remove it.",
                ja=f"{quoted(path)} はシンボリックリンクのため、何も変更していません。削除してください。",
            )
    return private


def _is_link(path: Path) -> bool:
    """Whether a path is a symlink, or what Windows has for one."""
    # os.path.islink: False where the directory may not be searched, which is reported when the file is opened.
    return os.path.islink(path) or (  # noqa: PTH114
        sys.platform == "win32" and sys.version_info >= (3, 12) and path.is_junction()
    )


def user_name() -> str:
    """The name of the user who runs the program; their number where they have no name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without an entry; older Pythons raise the latter two
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"


def now() -> str:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def reason(error: OSError) -> str:
    """What the system said, in its own words."""
    return error.strerror or type(error).__name__


def _prepare(directory: Path) -> Path:
    private = private_directory(directory)
    try:
        disk.make_directory(private, disk.status(directory))
        disk.names(private)
    except OSError as error:
        if private.is_dir():
            raise _shut(private, private, error) from error
        raise DataError(
            f"{quoted(directory)} cannot be written ({reason(error)}), and a change needs that; nothing was changed.",
            ja=f"{quoted(directory)} に書き込めないため変更できません（{reason(error)}）。何も変更していません。",
        ) from error
    with contextlib.suppress(OSError):  # git alone misses it
        _ignore(private)
    return private


def _shut(path: Path, private: Path, error: OSError) -> DataError:
    return DataError(
        f"{quoted(path)} cannot be opened ({reason(error)}), and a change needs that; nothing was changed: have its "
        f"owner let you write there, or move {quoted(private)} away, which holds only the lock and the journal.",
        ja=f"{quoted(path)} を開けないため変更できません（{reason(error)}）。何も変更していません。所有者に書き込みを"
        f"許可してもらうか、{quoted(private)} をほかへ移してください（ロックと履歴だけが入っています）。",
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
        found = json.loads(disk.read(path))
    except (OSError, ValueError):
        return None
    kinds = {"user": str, "pid": int, "host": str, "since": str}
    known = isinstance(found, dict) and all(isinstance(found.get(key), kind) for key, kind in kinds.items())
    return found if known else None
