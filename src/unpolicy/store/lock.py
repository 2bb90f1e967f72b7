"""One writer at a time: the lock on a data directory, and the small directory that holds it.

The lock belongs to the process, not to the file: when its holder dies the system lets go of it, so a lock file that is
left behind never blocks anybody.
"""

from __future__ import annotations

import contextlib
import json
import os
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
        DataError: the directory cannot be written.
    """
    from filelock import FileLock, Timeout

    private = _prepare(directory)
    lock = FileLock(private / _LOCK, mode=shared_mode(directory))
    try:
        lock.acquire(timeout=max(wait, 0), poll_interval=_POLL)
    except Timeout:
        raise _busy(directory, wait) from None
    except OSError as error:
        raise DataError(
            f"{quoted(directory)} cannot be locked ({reason(error)}); nothing was changed.",
            ja=f"{quoted(directory)} をロックできません（{reason(error)}）。何も変更していません。",
        ) from error
    try:
        _sign(private)
        yield private
    finally:
        with contextlib.suppress(OSError):
            lock.release()


def shared_mode(directory: Path) -> int:
    """Permissions that let everybody who may write in ``directory`` use a file of ours."""
    with contextlib.suppress(OSError):
        return disk.status(directory).st_mode & 0o666 | 0o600
    return 0o600


def user_name() -> str:
    """Who is at work, as the system names them; a number where they have no name."""
    import getpass

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
    private = directory / PRIVATE
    try:
        disk.make_directory(private, disk.status(directory).st_mode & 0o7777 | 0o700)
        _ignore(private)
        disk.names(private)
    except OSError as error:
        raise DataError(
            f"{quoted(directory)} cannot be written ({reason(error)}), and a change needs that; nothing was changed.",
            ja=f"{quoted(directory)} に書き込めないため変更できません（{reason(error)}）。何も変更していません。",
        ) from error
    return private


def _ignore(private: Path) -> None:
    """Keep git away; written anew where a power cut left it empty."""
    path = private / ".gitignore"
    with contextlib.suppress(FileNotFoundError):
        if disk.read(path):
            return
    disk.append(path, b"*\n", 0o644)


def _sign(private: Path) -> None:
    """Say in a file who holds the lock; only the sentence for those who wait depends on it."""
    import socket

    holder = {"user": user_name(), "pid": os.getpid(), "host": socket.gethostname(), "since": now()}
    path = private / _HOLDER
    with contextlib.suppress(OSError):
        with contextlib.suppress(FileNotFoundError):
            disk.remove(path)
        disk.append(path, json.dumps(holder).encode(), shared_mode(private))


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
