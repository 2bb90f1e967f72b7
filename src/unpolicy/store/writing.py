"""Replacing a data file so that it is the old one or the new one, whole, whatever happens.

The way of every change: resolve symlinks, take the lock, read, work the change out, write it to a temporary file in the
same directory with the old mode, sync it, compare the data file with what was read, replace it in one step, sync the
directory. Up to the replacement every failure leaves the file as it was; after it, only durability can be in doubt.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import ConflictError, DataError
from unpolicy.store import journal, osio
from unpolicy.store.journal import Words
from unpolicy.store.locking import locked, reason
from unpolicy.store.pieces import Planned, difference, line_at
from unpolicy.store.source import Source, read_bytes, read_source
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    Change = Callable[[Source], Planned | bytes]

DEFAULT_WAIT = 10.0
"""Seconds that a writer waits for another one."""

_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{12}\.unpolicy-tmp")
_BOM = b"\xef\xbb\xbf"
_NO_WORDS = Words()


class Remark(str):  # noqa: SLOT000 - str allows no slots with a default layout; there are two of these a day
    """A sentence about a change that was made: English as it is, Japanese beside it."""

    ja: str

    def __new__(cls, en: str, ja: str) -> Remark:
        """A remark in English and Japanese."""
        remark = super().__new__(cls, en)
        remark.ja = ja
        return remark

    def text(self, lang: str) -> str:
        """The sentence in the language asked for."""
        return self.ja if lang == "ja" else str(self)


class Written(NamedTuple):
    """What became of a change.

    Attributes:
        path: the file, as the user named it.
        planned: the change.
        old_digest: SHA-256 of the file before.
        new_digest: SHA-256 of the file now; the same where nothing changed.
        durable: whether the system confirmed that the change is on the disk.
        remarks: sentences for the user about what went less than well.
    """

    path: Path
    planned: Planned
    old_digest: str
    new_digest: str
    durable: bool = True
    remarks: tuple[Remark, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the file is another one than before."""
        return self.old_digest != self.new_digest


def rewrite(path: Path, change: Change, *, wait: float = DEFAULT_WAIT, words: Words = _NO_WORDS) -> Written:
    """Change a data file, one writer at a time.

    Args:
        path: the file; a symlink is followed and stays.
        change: works the change out from what the file holds once the lock is held. What it raises reaches the
            caller, and nothing is written.
        wait: seconds to wait for another writer.
        words: what the journal notes the change under.

    Raises:
        ConflictError: the lock was not to be had, or somebody else changed the file meanwhile.
        DataError: the file cannot be read or written; it is as it was.
    """
    real = resolve(path)
    with locked(real.parent, wait=wait) as private:
        _sweep(real.parent, private)
        with contextlib.suppress(OSError):
            journal.settle_rest(private, lambda name: _digest(real.parent / name))
        source = read_source(real)._replace(path=path)
        planned, data = _work_out(source, change)
        if data == source.data:
            return Written(path, planned, source.digest, source.digest)
        return _Writer(real, private, source, planned, data).write(words)


def preview(path: Path, change: Change) -> Planned:
    """Work a change out without writing anything, taking a lock or leaving a trace."""
    return _work_out(read_source(path), change)[0]


def resolve(path: Path) -> Path:
    """The file itself, behind all symlinks.

    Raises:
        DataError: there is no such file, it is no ordinary one, or the links lead in a circle.
    """
    try:
        real = Path(os.path.realpath(path, strict=True))
    except OSError as error:
        read_bytes(path)  # says what is wrong with it in its own words
        raise DataError(
            f"{quoted(path)} cannot be found ({reason(error)}).",
            ja=f"{quoted(path)} が見つかりません（{reason(error)}）。",
        ) from error
    if not real.is_file():  # nothing is left beside a device or a pipe, not even a lock
        read_bytes(path)
    return real


def home(path: Path) -> Path:
    """The directory whose journal and lock a data file belongs to: where it really is."""
    return resolve(path).parent


class _Writer:
    """Carries one change through; what it needs on the way is long enough to be kept together."""

    def __init__(self, real: Path, private: Path, source: Source, planned: Planned, data: bytes) -> None:
        self.real = real
        self.private = private
        self.source = source
        self.name = quoted(source.path)
        self.planned = planned
        self.data = data
        self.digest = hashlib.sha256(data).hexdigest()
        self.remarks: list[Remark] = []

    def write(self, words: Words) -> Written:
        noted = self._note(words)
        try:
            durable = self._replace()
        except BaseException:
            with contextlib.suppress(OSError):
                journal.settle_rest(self.private, lambda name: _digest(self.real.parent / name))
            raise
        if noted is not None:
            self._settle(noted)
        return Written(self.source.path, self.planned, self.source.digest, self.digest, durable, tuple(self.remarks))

    def _note(self, words: Words) -> str | None:
        digests = (self.source.digest, self.digest)
        try:
            return journal.record(self.private, self.real.name, self.planned, digests, words)
        except OSError as error:
            self.remarks.append(
                Remark(
                    f"The change is not in the journal ({reason(error)}), so undo will not know it.",
                    f"変更を履歴に記録できませんでした（{reason(error)}）。undo では戻せません。",
                )
            )
            return None

    def _settle(self, noted: str) -> None:
        # The next writer settles what is left open, so a failure here is not worth a word.
        with contextlib.suppress(OSError):
            journal.settle(self.private, noted, happened=True)

    def _replace(self) -> bool:
        temporary = self.real.with_name(f".{self.real.name}.{journal.new_id()}.unpolicy-tmp")
        try:
            try:
                self._fill(temporary)
                self._compare()
            except OSError as error:
                raise self._as_it_was(error) from error
            try:
                osio.replace(temporary, self.real)
            except OSError as error:
                return self._after_failed_replace(error)
        finally:
            with contextlib.suppress(OSError):
                osio.remove(temporary)
        return self._sync_directory()

    def _fill(self, temporary: Path) -> None:
        like = osio.status(self.real)
        descriptor = osio.create(temporary)
        try:
            rest = memoryview(self.data)
            while rest:
                rest = rest[osio.write(descriptor, bytes(rest)) :]
            osio.set_owner(descriptor, like)
            osio.copy_attributes(descriptor, self.real)
            osio.set_mode(descriptor, like.st_mode & 0o7777)
            osio.fsync(descriptor)
        finally:
            osio.close(descriptor)

    def _compare(self) -> None:
        if osio.read(self.real) != self.source.data:
            raise self._conflict()

    def _after_failed_replace(self, error: OSError) -> bool:
        """Network file systems report a failure for a replacement that happened: look, then say."""
        found = _digest(self.real)
        if found == self.digest:
            self._doubt(error)
            return False
        if found == self.source.digest:
            raise self._as_it_was(error) from error
        raise self._conflict() from error

    def _sync_directory(self) -> bool:
        try:
            osio.sync_directory(self.real.parent)
        except OSError as error:
            self._doubt(error)
            return False
        return True

    def _doubt(self, error: OSError) -> None:
        self.remarks.append(
            Remark(
                f"{self.name} is written, durability not confirmed ({reason(error)}): "
                "after a power cut it could be the old one.",
                f"{self.name} に書き込みましたが、ディスクへの保存は確認できませんでした（{reason(error)}）。"
                "停電すると元に戻ることがあります。",
            )
        )

    def _as_it_was(self, error: OSError) -> DataError:
        return DataError(
            f"{self.name} could not be written ({reason(error)}); it is as it was.",
            ja=f"{self.name} に書き込めませんでした（{reason(error)}）。元のままです。",
        )

    def _conflict(self) -> ConflictError:
        by_hand = f":\n{self.planned.by_hand}" if self.planned.by_hand else "."
        return ConflictError(
            f"{self.name} was changed by somebody else meanwhile; nothing was written: "
            f"try again, or make the change by hand{by_hand}",
            ja=f"{self.name} はその間に他から変更されました。何も書き込んでいません。"
            f"やり直すか、手で変更してください{by_hand if self.planned.by_hand else '。'}",
        )


def _work_out(source: Source, change: Change) -> tuple[Planned, bytes]:
    found = change(source)
    if isinstance(found, Planned):
        data = (_BOM if source.bom else b"") + found.new_text.encode()
        return found, data
    text = Source.from_bytes(source.path, found).text
    splices = difference(source.text, text)
    line = line_at(text, splices[0].start) if splices else 1
    return Planned(source.text, text, splices, line), found


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(osio.read(path)).hexdigest()
    except OSError:
        return None


def _sweep(*directories: Path) -> None:
    """Remove what dead writers left; nobody else is writing here while the lock is held."""
    for directory in directories:
        with contextlib.suppress(OSError):
            for name in osio.names(directory):
                if _TEMPORARY.fullmatch(name):
                    with contextlib.suppress(OSError):
                        osio.remove(directory / name)
