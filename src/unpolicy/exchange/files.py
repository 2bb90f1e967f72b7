"""Where what we make goes: a file or a directory that is replaced whole or not at all, or the standard output.

The files written here are no data files: those are refused, so that no export can take the place of what it came from.
A file that something else made is replaced only when that is asked for. What we make says so somewhere: a page in its
last line, a picture and a workbook among their properties, JSON by its schema, CSV by its columns.

In a directory a hidden one marks which files are ours; nobody else's is touched. What is new is written beside them
first; once everything is there, the files take their places, and where one cannot, those that did go back.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import stat
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from unpolicy.errors import ConflictError, DataError, RefusedError, UsageError
from unpolicy.store import disk
from unpolicy.text import printable, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

STDOUT = "-"
_MADE = re.compile(
    rb"Made by unpolicy|unpolicy [0-9][^\n]{0,20}\xe3\x81\x8c"
    rb'|"schema": ?"unpolicy/|aria-labelledby="chart-title chart-desc"'
)
_TABLE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:policy,)?(?:indicator,title,unit,kind,direction|target,title,goal,indicator"
    rb"|STRUCTURE,STRUCTURE_ID,ACTION,FREQ,INDICATOR,(?:\w+,)*TIME_PERIOD,OBS_VALUE,OBS_STATUS,REPORTING_YEAR_START_DAY"
    rb"),"
)
_PARQUET = re.compile(rb"PAR1.*(?:year_kind|gap_closed)", re.DOTALL)
_LOOKED_AT = 1 << 20
MARKER = ".unpolicy-site"
"""The directory that says which files are ours; servers and publishers pass hidden files over."""
_PART = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_POLICY = r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)?"
_OURS = re.compile(rf"{_POLICY}(?:index\.html|sitemap\.xml|(?:ja|en|charts|assets)(?:/{_PART})+)")
"""Paths that can be ours, below a policy's id where there are several; whatever else a list of files says is none."""


@contextlib.contextmanager
def destination(
    name: str, protected: Iterable[Path] = (), replace: Callable[[], bool] = lambda: False
) -> Iterator[BinaryIO]:
    """A stream to write to; what it received is in the file once the block ends without an error.

    Args:
        name: a file's name, or ``-`` for the standard output. A symlink is followed and stays. A file or a pipe gets
            every byte; where the standard output is a terminal, it gets what could steer it as visible escapes.
        protected: files that must not be overwritten.
        replace: asks whether a file that something else made may be replaced.

    Raises:
        RefusedError: the file is one of the protected ones, or something else made it and it may not be replaced.
        DataError: the file cannot be written; it is as it was.
        UsageError: what was written is no text, and the standard output is a terminal.
    """
    if name == STDOUT:
        with _stdout() as stream:
            yield stream
        return
    real = Path(os.path.realpath(name))
    _refuse(real, name, protected)
    try:
        if real.is_file() and not _is_ours(real) and not replace():
            raise RefusedError(
                f"{quoted(name)} was not made by unpolicy, so it was left alone: name another file, or add --force to "
                "replace it.",
                ja=f"{quoted(name)} は unpolicy が作ったファイルではないため、置き換えていません。"
                "別の名前にするか、--force を付けてください。",
            )
        if real.exists() and not stat.S_ISREG(real.stat().st_mode):
            with real.open("wb") as stream:  # a pipe or a device cannot be replaced, only written to
                yield stream
        else:
            with _replacing(real) as stream:
                yield stream
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(
            f"{quoted(name)} cannot be written ({reason}).", ja=f"{quoted(name)} に書き込めません（{reason}）。"
        ) from error


def _refuse(real: Path, name: str, protected: Iterable[Path]) -> None:
    for path in protected:
        with contextlib.suppress(OSError):
            if real == Path(os.path.realpath(path)) or (real.exists() and path.exists() and real.samefile(path)):
                raise RefusedError(
                    f"{quoted(name)} is a data file: name another file for the export.",
                    ja=f"{quoted(name)} はデータファイルです。書き出し先には別のファイルを指定してください。",
                )


def _is_ours(path: Path) -> bool:
    """Whether a file is one that we made, or is empty."""
    with path.open("rb") as file:
        found = file.read(_LOOKED_AT)
        if len(found) == _LOOKED_AT:
            file.seek(max(path.stat().st_size - _LOOKED_AT, _LOOKED_AT))
            found += file.read()
    if zipfile.is_zipfile(path):
        # Whatever a damaged archive makes the libraries raise: then it is not known to be ours.
        with contextlib.suppress(Exception), zipfile.ZipFile(path) as archive:
            found += archive.open("docProps/core.xml").read(_LOOKED_AT)
    return not found or bool(_TABLE.match(found) or _MADE.search(found) or _PARQUET.match(found))


@contextlib.contextmanager
def _replacing(real: Path) -> Iterator[BinaryIO]:
    with disk.replacing(real, mode=0o666, ending=".tmp") as descriptor:
        with open(descriptor, "w+b", closefd=False) as stream:
            yield stream
        if real.exists():
            disk.set_mode(descriptor, stat.S_IMODE(real.stat().st_mode))


@contextlib.contextmanager
def _stdout() -> Iterator[BinaryIO]:
    sys.stdout.flush()
    binary: BinaryIO | None = getattr(sys.stdout, "buffer", None)
    if binary is not None and not sys.stdout.isatty():
        yield binary
        binary.flush()
        return
    buffer = io.BytesIO()  # interactive, or the stream was replaced by one of text alone
    yield buffer
    try:
        text = buffer.getvalue().decode()
    except UnicodeDecodeError as error:
        raise UsageError(
            "This format is no text that a terminal could show: name a file with --output FILE.",
            ja="この形式は端末に表示できません。--output FILE でファイルを指定してください。",
        ) from error
    sys.stdout.write(printable(text.replace("\r\n", "\n")) if sys.stdout.isatty() else text)


class FileEntry(NamedTuple):
    """What is known of one of our files: the digest of its bytes, and the one of all that they follow from."""

    digest: str
    key: str


class Outcome(NamedTuple):
    """How many files there are, were written and were removed."""

    files: int
    written: int
    removed: int


class Folder:
    """Our files in a directory: as they were, and as they are to be.

    Args:
        path: the directory.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._marker = path / MARKER
        self._new, self._old = self._marker / "new", self._marker / "old"
        self._before = _read_list(self._marker / "files.json")
        self._after: dict[str, FileEntry] = {}
        self._staged: list[str] = []
        self._directories: set[Path] = set()

    def keep(self, path: str, key: str) -> bool:
        """Keep a file whose bytes would follow from the same as before, if it is there as it was made."""
        self._require_ours(path)
        entry = self._before.get(path)
        if entry is None or not key or entry.key != key or _digest(self.path / path) != entry.digest:
            return False
        self._after[path] = entry
        return True

    def put(self, path: str, content: bytes, key: str = "") -> None:
        """Take a file in; it is in its place after `finish`.

        Args:
            path: where, below the directory.
            content: its bytes.
            key: a digest of everything that they follow from; empty where that is not known.

        Raises:
            RefusedError: somebody else's file or a link stands there.
        """
        if _OURS.fullmatch(path) is None:
            raise ValueError(f"{path!r} is no path of ours")
        self._require_ours(path)
        entry = self._after[path] = FileEntry(hashlib.sha256(content).hexdigest(), key)
        if _digest(self.path / path) == entry.digest:
            return
        (self._new / path).parent.mkdir(parents=True, exist_ok=True)
        (self._new / path).write_bytes(content)
        self._staged.append(path)

    def _require_ours(self, path: str) -> None:
        """Refuse a path that leads through a link or a file, or where a file stands that the program did not make."""
        place = self.path / path
        blocked = self._blocked(place)
        if blocked is not None:
            raise _foreign(blocked)
        if path not in self._before and os.path.lexists(place):
            raise _foreign(place)

    def _blocked(self, place: Path) -> Path | None:
        """What stands where a directory above a file would; `None` for nothing."""
        if place.parent in self._directories:
            return None
        parents = [parent for parent in place.parents if self.path in parent.parents]
        for parent in parents:
            if parent not in self._directories and os.path.lexists(parent) and not _is_directory(parent):
                return parent
        self._directories.update(parents)
        return None

    def finish(self) -> Outcome:
        """Put every file in its place and remove ours that are no longer made."""
        dropped = ((path, entry) for path, entry in self._before.items() if path not in self._after)
        # The list may have been changed by others: a file that differs from what we made stays.
        places = ((path, self.path / path, entry.digest) for path, entry in dropped)
        gone = [path for path, place, made in places if not self._blocked(place) and _digest(place) == made]
        # Until the end the list holds what was ours and what will be: whenever this ends, the next run knows all.
        _write_list(self._marker / "files.json", self._after | self._before)
        self._place(gone)
        _write_list(self._marker / "files.json", self._after)
        for path in gone:
            with contextlib.suppress(OSError):
                os.removedirs((self.path / path).parent)
        return Outcome(len(self._after), len(self._staged), len(gone))

    def _place(self, gone: list[str]) -> None:
        moved: list[tuple[Path, Path]] = []
        try:
            for path in [*gone, *self._staged]:
                if os.path.lexists(self.path / path):
                    _move(self.path / path, self._old / path, moved)
            for path in self._staged:
                _move(self._new / path, self.path / path, moved)
        except BaseException:
            for source, place in reversed(moved):
                place.replace(source)
            raise


@contextlib.contextmanager
def our_folder(path: Path) -> Iterator[Folder]:
    """The files of a directory that are ours, for one writer at a time.

    Args:
        path: the directory, which need not exist; it is as it was where the block ends with an error.

    Raises:
        DataError: it cannot be written.
        RefusedError: something in it stands where ours would.
        ConflictError: another process is writing in it.
    """
    from filelock import FileLock, Timeout

    marker, new = path / MARKER, not path.exists()
    try:
        path.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(marker) and not _is_directory(marker):
            raise _foreign(marker)
        marker.mkdir(exist_ok=True)
        with FileLock(marker / "lock", timeout=0):
            for name in ("new", "old"):  # a dead writer may have left them
                shutil.rmtree(marker / name, ignore_errors=True)
            try:
                yield Folder(path)
            finally:
                shutil.rmtree(marker / "new", ignore_errors=True)
                shutil.rmtree(marker / "old", ignore_errors=True)
    except Timeout:
        raise ConflictError(
            f"Somebody else is writing in {quoted(path)}: try again.",
            ja=f"{quoted(path)} は他のプロセスが書き込み中です。しばらくしてから再実行してください。",
        ) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(
            f"{quoted(path)} cannot be written ({reason}); it is as it was.",
            ja=f"{quoted(path)} に書き込めません（{reason}）。元のままです。",
        ) from error
    finally:
        if new and not (marker / "files.json").exists():
            shutil.rmtree(path, ignore_errors=True)


def _foreign(path: Path) -> RefusedError:
    name = quoted(path)
    return RefusedError(
        f"{name} was not made by unpolicy site and stands where a page belongs: move it, or name another directory.",
        ja=f"{name} は unpolicy site が作ったものではなく、ページと名前が重なります。"
        "移動するか、別のディレクトリを指定してください。",
    )


def _is_directory(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)


def _move(source: Path, place: Path, moved: list[tuple[Path, Path]]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    source.replace(place)
    moved.append((source, place))


def _digest(path: Path) -> str | None:
    """The digest of an ordinary file; `None` where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(path.lstat().st_mode) else None
    except OSError:
        return None


def _read_list(path: Path) -> dict[str, FileEntry]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {name: FileEntry(*entry) for name, entry in found.items() if _OURS.fullmatch(name)}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write_list(path: Path, entries: dict[str, FileEntry]) -> None:
    new = path.with_name("files.new")
    new.write_text(json.dumps(dict(sorted(entries.items())), indent=0), encoding="utf-8")
    new.replace(path)
