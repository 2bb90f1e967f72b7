"""The system calls of the write path, one function each, so that tests can stop the writer at every one of them.

What differs between systems is hidden here and nowhere else: Windows cannot fsync a directory or change the mode and
owner of an open file, and macOS needs a stronger call than fsync to reach the disk itself.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat as stat_
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


_BINARY = getattr(os, "O_BINARY", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)


def create(path: Path) -> int:
    """Create a file that must not exist yet, open for writing, readable by its owner alone."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | _NOFOLLOW, 0o600)


def open_append(path: Path, mode: int) -> int:
    """Open a file for reading and for appending at its end, creating it with ``mode``; never through a symlink."""
    flags = os.O_RDWR | os.O_APPEND | _BINARY | _NOFOLLOW | _NONBLOCK
    try:
        return os.open(path, flags)
    except FileNotFoundError:
        descriptor = os.open(path, flags | os.O_CREAT, mode)
        set_mode(descriptor, mode)  # the umask may have taken from it
        return descriptor


def write(descriptor: int, data: bytes) -> int:
    """Write what the system takes of ``data`` and return how many bytes that was."""
    return os.write(descriptor, data)


def fsync(descriptor: int) -> None:
    """Return once the file's bytes are on the disk."""
    if sys.platform == "darwin":
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
    if sys.platform == "win32":
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
    if sys.platform != "win32":
        os.fchmod(descriptor, mode)


def copy_attributes(descriptor: int, like: Path) -> None:
    """Copy extended attributes, access lists among them, where the file system has them and lets us."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        for name in os.listxattr(like):
            with contextlib.suppress(OSError):
                os.setxattr(descriptor, name, os.getxattr(like, name))


def status(path: Path) -> os.stat_result:
    """Mode, owner and size of a file, following symlinks."""
    return path.stat()


def read(path: Path) -> bytes:
    """All bytes of an ordinary file; a pipe or a device in its place is an error and never waited for."""
    descriptor = os.open(path, os.O_RDONLY | _BINARY | _NONBLOCK)
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


def make_directory(path: Path, mode: int) -> None:
    """Create a directory with exactly ``mode``, where it does not exist."""
    with contextlib.suppress(FileExistsError):
        path.mkdir()
        path.chmod(mode)


def sync_directory(path: Path) -> None:
    """Return once the names in a directory are on the disk; nothing on Windows, which has no such call."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
