"""Replacing a file in one step, and the system calls of the write path.

The calls are one function each, so that tests can stop the writer at every one of them. What differs between systems is
hidden here and nowhere else: Windows cannot fsync a directory or change the mode and owner of an open file, and macOS
needs a stronger call than fsync to reach the disk itself.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import stat as stat_
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TEMPORARY = ".unpolicy-tmp"
"""How the name of a file ends that a dead writer may have left, and the next one sweeps away."""

NOTHING = hashlib.sha256().hexdigest()
"""The digest of an empty file, and of one that is not there."""
_LEFT_BEHIND = re.compile(r"\..+\.[0-9a-f]{12}" + re.escape(TEMPORARY))
_BINARY = getattr(os, "O_BINARY", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)


@contextlib.contextmanager
def replacing(
    path: Path, *, check: Callable[[], None] | None = None, mode: int = 0o600, ending: str = TEMPORARY
) -> Iterator[int]:
    """An open file that takes the place of another in one step, once the block ends without an error.

    Up to then every failure leaves the old file as it was, and nothing beside it. The directory is not synced.

    Args:
        path: the file, which need not exist.
        check: called when the new file is on the disk, and may still prevent the replacement by what it raises.
        mode: permissions of the new file, of which the umask takes its part.
        ending: how the new file's name ends until then.
    """
    temporary = path.with_name(f".{path.name[:50]}.{secrets.token_hex(6)}{ending}")
    try:
        descriptor = create(temporary, mode)
        try:
            yield descriptor
            fsync(descriptor)
        finally:
            close(descriptor)
        if check is not None:
            check()
        replace(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            remove(temporary)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of ``data``, in as many pieces as the system makes of it."""
    rest = memoryview(data)
    while rest:
        rest = rest[write(descriptor, bytes(rest)) :]


def append(path: Path, data: bytes, like: os.stat_result) -> None:
    """Write a little at the end of a file, opened as by `open_append`."""
    descriptor = open_append(path, like)
    try:
        write(descriptor, data)
    finally:
        close(descriptor)


def digest(path: Path) -> str | None:
    """SHA-256 of a file as `unpolicy.store.source.DataFile` has it, None where it cannot be read or is a symlink.

    A missing file has the digest of an empty one: that is how the journal notes files that are made or removed.
    """
    try:
        return hashlib.sha256(read(path)).hexdigest()
    except FileNotFoundError:
        return NOTHING
    except OSError:
        return None


def sweep(directory: Path) -> None:
    """Remove the temporary files that dead writers left; nobody else may be writing in the directory."""
    with contextlib.suppress(OSError):
        for name in names(directory):
            if _LEFT_BEHIND.fullmatch(name):
                with contextlib.suppress(OSError):
                    remove(directory / name)


def reason(error: OSError) -> str:
    """What the system said, in its own words."""
    return error.strerror or type(error).__name__


# --- the system calls ---


def create(path: Path, mode: int) -> int:
    """Create a file that must not exist yet, open for reading and writing."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY | _NOFOLLOW, mode)


def open_append(path: Path, like: os.stat_result) -> int:
    """Open a file for reading and for appending at its end, created where it does not exist; never through a symlink.

    Args:
        path: the file.
        like: of its directory, which it is given the owner, group and permissions of.
    """
    flags = os.O_RDWR | os.O_APPEND | _BINARY | _NOFOLLOW | _NONBLOCK
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        descriptor = os.open(path, flags | os.O_CREAT, 0o600)
    share(descriptor, like)
    return descriptor


def write(descriptor: int, data: bytes) -> int:
    """Write what the system takes of ``data`` and return how many bytes that was."""
    return os.write(descriptor, data)


def fsync(descriptor: int) -> None:
    """Return once the file's bytes are on the disk."""
    if sys.platform == "darwin":  # pragma: no cover - macOS alone
        import fcntl

        with contextlib.suppress(OSError):  # file systems without it: fsync is the best there is
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def close(descriptor: int) -> None:
    """Close an open file."""
    os.close(descriptor)


def set_owner(descriptor: int, like: os.stat_result) -> None:
    """Give an open file the owner and group of another, as far as this user may."""
    if sys.platform == "win32":  # pragma: no cover - Windows alone
        return
    now = os.fstat(descriptor)
    if now.st_uid != like.st_uid:
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, like.st_uid, -1)
    if now.st_gid != like.st_gid:
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, -1, like.st_gid)


def set_mode(descriptor: int, mode: int) -> None:
    """Give an open file its permissions; nothing on Windows, where a file takes those of its directory."""
    if sys.platform != "win32":  # pragma: no branch - the other way is that of Windows
        os.fchmod(descriptor, mode)


def share(descriptor: int, directory: os.stat_result) -> None:
    """Give an open file a directory's owner, group and permissions, as far as this user may.

    The file may be a directory. A file with several hard links is left alone: the others may lie anywhere.
    """
    if sys.platform == "win32":  # pragma: no cover - Windows alone
        return
    found = os.fstat(descriptor)
    is_directory = stat_.S_ISDIR(found.st_mode)
    if found.st_nlink > 1 and not is_directory:
        return
    set_owner(descriptor, directory)
    mode = directory.st_mode & 0o7777 | 0o700 if is_directory else directory.st_mode & 0o666 | 0o600
    if stat_.S_IMODE(found.st_mode) != mode:
        with contextlib.suppress(PermissionError):
            set_mode(descriptor, mode)


def copy_attributes(descriptor: int, like: Path) -> None:
    """Copy extended attributes, access lists among them, where the file system has them and lets us."""
    if sys.platform != "linux":  # pragma: no cover - the others
        return
    with contextlib.suppress(OSError):
        for name in os.listxattr(like):
            with contextlib.suppress(OSError):
                os.setxattr(descriptor, name, os.getxattr(like, name))


def status(path: Path) -> os.stat_result:
    """Mode, owner and size of a file, following symlinks."""
    return path.stat()


def read(path: Path) -> bytes:
    """All bytes of an ordinary file; a symlink, pipe or device in its place is an error and never waited for."""
    descriptor = os.open(path, os.O_RDONLY | _BINARY | _NOFOLLOW | _NONBLOCK)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - it is a descriptor
        if not is_regular(descriptor):
            raise OSError(errno.EINVAL, "Not an ordinary file", str(path))
        return file.read()


def size(descriptor: int) -> int:
    """How many bytes an open file holds."""
    return os.fstat(descriptor).st_size


def last_byte(descriptor: int) -> bytes:
    """The last byte of an open file, nothing of an empty one."""
    if size(descriptor) == 0:
        return b""
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1)


def is_regular(descriptor: int) -> bool:
    """Whether an open file is an ordinary file, not a pipe or a device."""
    return stat_.S_ISREG(os.fstat(descriptor).st_mode)


def replace(new: Path, old: Path) -> None:
    """Put ``new`` in the place of ``old`` in one step."""
    new.replace(old)


def remove(path: Path) -> None:
    """Remove a file."""
    path.unlink()


def names(directory: Path) -> list[str]:
    """The names in a directory."""
    return os.listdir(directory)  # noqa: PTH208 - names are wanted, not a Path object for each


def make_directory(path: Path, like: os.stat_result) -> None:
    """Create a directory where it does not exist, and `share` it with those of another; never behind a symlink."""
    with contextlib.suppress(FileExistsError):
        path.mkdir()
    if sys.platform == "win32":  # pragma: no cover - Windows alone
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | _NOFOLLOW)
    try:
        share(descriptor, like)
    finally:
        os.close(descriptor)


def sync_directory(path: Path) -> None:
    """Return once the names in a directory are on the disk; nothing on Windows, which has no such call."""
    if sys.platform == "win32":  # pragma: no cover - Windows alone
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
