"""Replacing a data file so that it is the old one or the new one, whole, whatever happens.

The way of every change: resolve symlinks, take the lock, read, work the change out, write it to a temporary file in the
same directory with the old mode, sync it, compare the data file with what was read, replace it in one step, sync the
directory. Up to the replacement every failure leaves the file as it was; after it, only durability can be in doubt.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import ConflictError, DataError, RefusedError, UnpolicyError
from unpolicy.store import disk, journal
from unpolicy.store.source import DataFile, read_bytes, read_source
from unpolicy.store.splice import Planned, invert
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from unpolicy.store.journal import Origin

DEFAULT_WAIT = 10.0
"""Seconds that a writer waits for another one."""

attempts: list[tuple[Path, Path, str]] = []
"""The replacements that this process has begun: the file as the user named it, the file itself, its new digest."""


class Written(NamedTuple):
    """What became of a change.

    Attributes:
        path: the file, as the user named it.
        planned: the change.
        durable: whether the system confirmed that the change is on the disk.
        noted: what the journal knows it under.
        notices: sentences for the user about what went less than well, in English and Japanese.
    """

    path: Path
    planned: Planned
    durable: bool = True
    noted: str | None = None
    notices: tuple[tuple[str, str], ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the file is another one than before."""
        return self.planned.changed


class OpenFile(NamedTuple):
    """A data file, while the lock of its directory is held.

    Attributes:
        source: what it holds.
        real: the file itself, behind all symlinks.
        private: where its journal is.
    """

    source: DataFile
    real: Path
    private: Path

    def write(self, planned: Planned, origin: Origin | None) -> Written:
        """Make a change, if it is one.

        Args:
            planned: the change, worked out from `source`.
            origin: what the journal notes it under; it does not note it when `None`.

        Raises:
            ConflictError: another program changed the file meanwhile.
            DataError: the file cannot be written; it is as it was.
        """
        if not planned.changed:
            return Written(self.source.path, planned)
        return _FileWriter(self, planned).write(origin)


@contextlib.contextmanager
def opened(path: Path, *, wait: float = DEFAULT_WAIT, force: bool = False, new: bool = False) -> Iterator[OpenFile]:
    """One data file to be changed, as `opened_together` opens several."""
    with opened_together({"": path}, wait=wait, force=force, new=new) as files:
        yield files[""]


@contextlib.contextmanager
def opened_together(
    paths: Mapping[str, Path], *, wait: float = DEFAULT_WAIT, force: bool = True, new: bool = False
) -> Iterator[dict[str, OpenFile]]:
    """Data files of which any may be changed, and which no other writer changes meanwhile.

    Args:
        paths: the files; a symlink is followed and stays.
        wait: seconds to wait for another writer.
        force: whether one of them may have been made read-only; `write_together` asks that of those it changes.
        new: whether they need not be there yet: then they are empty ones.

    Raises:
        ConflictError: a lock was not to be had.
        DataError: a file cannot be read.
        RefusedError: one was made read-only.
    """
    reals = {key: resolve(path, new=new) for key, path in paths.items()}
    for key, real in reals.items():
        if not force:
            _refuse_read_only(paths[key], real)
        if new:
            real.parent.mkdir(exist_ok=True)
    with contextlib.ExitStack() as stack:
        # In one order everywhere: two who each hold what the other waits for would wait in vain.
        privates = {
            folder: stack.enter_context(_settled(folder, wait)) for folder in sorted({r.parent for r in reals.values()})
        }
        yield {
            key: OpenFile(read_source(real, new=new)._replace(path=paths[key]), real, privates[real.parent])
            for key, real in reals.items()
        }


@contextlib.contextmanager
def _settled(directory: Path, wait: float) -> Iterator[Path]:
    """The private directory of a data directory under its lock, once what a dead writer left is cleared away."""
    with journal.locked(directory, wait=wait) as private:
        disk.sweep(directory)
        disk.sweep(private)
        with contextlib.suppress(OSError):
            journal.settle_rest(private)
        yield private


def write_together(plans: Sequence[tuple[OpenFile, Planned]], origin: Origin, *, force: bool = False) -> list[Written]:
    """Change several files; where one of them cannot be, those changed before it are put back.

    Raises:
        UnpolicyError: as for `OpenFile.write`, or a file is read-only.
    """
    for file, planned in plans:
        if planned.changed and not force:
            _refuse_read_only(file.source.path, file.real)
    done: list[Written] = []
    try:
        for file, planned in plans:
            done.append(file.write(planned, origin))
    except BaseException as error:
        for (file, _), written in reversed([*zip(plans, done, strict=False)]):
            if written.changed:
                _put_back(file, written, error, undoing=origin.undoes is not None)
        raise
    return done


def _put_back(file: OpenFile, written: Written, error: BaseException, *, undoing: bool) -> None:
    """Put a file back because another could not be written, and say so beside the reason.

    Raises:
        DataError: it could not be put back, and is changed alone.
    """
    done, name = written.planned, quoted(written.path)
    back = Planned(done.new_text, done.old_text, invert(done.old_text, done.splices), done.line)
    try:
        file._replace(source=file.source.with_text(done.new_text)).write(back, None)
        if written.noted is not None:
            journal.settle(file.private, written.noted, happened=False)
    except (UnpolicyError, OSError) as second:
        did, did_ja = ("taken back", "取り消され") if undoing else ("changed", "変更され")
        raise DataError(
            f"{name} was {did} and the other file was not ({error}), and {name} could not be put back ({second}): "
            "put them right by hand, or with git.",
            ja=f"{name} だけが{did_ja}（{error}）、元に戻せませんでした（{second}）。"
            "手で、または git で直してください。",
        ) from error
    if isinstance(error, UnpolicyError):
        en, ja = error.sentence
        what = "is undone" if undoing else "was changed"
        error.args, error.ja = (f"{en} {name} was put back, so nothing {what}.",), f"{ja}{name} も元に戻しました。"


def resolve(path: Path, *, new: bool = False) -> Path:
    """The file itself, behind all symlinks.

    Args:
        path: the file.
        new: whether it need not be there. One that is not there is looked for behind no link: nothing that came with
            the data says where files are made.

    Raises:
        DataError: there is no such file, it is no ordinary one, or the links lead in a circle.
    """
    if new and not os.path.lexists(path) and not path.parent.is_symlink():
        return Path(os.path.realpath(path))
    try:
        real = Path(os.path.realpath(path, strict=True))
    except OSError as error:
        read_bytes(path)  # says what is wrong with it in its own words
        raise DataError(
            f"{quoted(path)} cannot be found ({disk.reason(error)}).",
            ja=f"{quoted(path)} が見つかりません（{disk.reason(error)}）。",
        ) from error
    if not real.is_file():  # nothing is left beside a device or a pipe, not even a lock
        read_bytes(path)
    return real


def standing() -> list[Path]:
    """The files that hold what this process wrote, whatever cut it short meanwhile."""
    return [path for path, real, new in dict.fromkeys(attempts) if disk.digest(real) == new]


def _refuse_read_only(path: Path, real: Path) -> None:
    """Replacing a file needs no permission to write it, so what its owner shut would be overwritten, by root above all.

    Raises:
        RefusedError: its owner may not write it.
    """
    if real.exists() and not real.stat().st_mode & stat.S_IWUSR:
        raise RefusedError(
            f"{quoted(path)} is read-only, so it was left alone: add --force, or make it writable first (chmod u+w).",
            ja=f"{quoted(path)} は読み取り専用のため、何も変えていません。--force を付けるか、"
            "書き込み可能にしてください（chmod u+w）。",
        )


class _FileWriter:
    """Carries one change through."""

    def __init__(self, file: OpenFile, planned: Planned) -> None:
        self.source, self.real, self.private = file
        self.planned = planned
        self.new = self.source.with_text(planned.new_text)
        self.digests = self.source.digest, self.new.digest
        self.notices: list[tuple[str, str]] = []

    @property
    def name(self) -> str:
        """What messages call the file."""
        return quoted(self.source.path)

    def write(self, origin: Origin | None) -> Written:
        noted = None
        if origin is not None:
            noted = self._note(origin)
            attempts.append((self.source.path, self.real, self.digests[1]))
        try:
            durable = self._replace()
        except BaseException:
            with contextlib.suppress(OSError):
                journal.settle_rest(self.private)
            raise
        if noted is not None:
            with contextlib.suppress(OSError):  # the next writer settles what is left open
                journal.settle(self.private, noted, happened=True)
        return Written(self.source.path, self.planned, durable, noted, tuple(self.notices))

    def _note(self, origin: Origin) -> str | None:
        try:
            return journal.record(self.private, self.real.name, self.planned, self.digests, origin)
        except OSError as error:
            en = f"The change is not in the journal ({disk.reason(error)}), so undo will not know it."
            ja = f"変更を履歴に記録できませんでした（{disk.reason(error)}）。undo では戻せません。"
            self.notices.append((en, ja))
            return None

    def _replace(self) -> bool:
        """Replace the file: create it where the old text is empty, remove it where the new one is."""
        try:
            if not self.new.data:
                self._compare()
                disk.remove(self.real)
            elif not self.source.data:
                with disk.replacing(self.real, check=self._compare, mode=0o666) as descriptor:
                    disk.write_all(descriptor, self.new.data)
            else:
                self._take_place(disk.status(self.real))
        except OSError as error:
            return self._after_failure(error)
        try:
            disk.sync_directory(self.real.parent)
        except OSError as error:
            return self._doubt(error)
        return True

    def _take_place(self, like: os.stat_result) -> None:
        with disk.replacing(self.real, check=self._compare) as descriptor:
            disk.write_all(descriptor, self.new.data)
            disk.set_owner(descriptor, like)
            disk.copy_attributes(descriptor, self.real)
            disk.set_mode(descriptor, like.st_mode & 0o7777)

    def _compare(self) -> None:
        held = disk.read(self.real) if self.source.data or os.path.lexists(self.real) else b""
        if held != self.source.data:
            raise self._conflict()

    def _after_failure(self, error: OSError) -> bool:
        """Network file systems report a failure for a replacement that happened: look, then say."""
        found, (old, new) = disk.digest(self.real), self.digests
        if found == new:
            return self._doubt(error)
        if found in (old, None, disk.NOTHING):
            raise DataError(
                f"{self.name} could not be written ({disk.reason(error)}); it is as it was.",
                ja=f"{self.name} に書き込めませんでした（{disk.reason(error)}）。元のままです。",
            ) from error
        raise self._conflict() from error

    def _doubt(self, error: OSError) -> bool:
        why = disk.reason(error)
        en = f"{self.name} is written, durability not confirmed ({why}): after a power cut it could be the old one."
        ja = f"{self.name} に書き込みましたが、ディスクへの保存は確認できませんでした（{why}）。"
        self.notices.append((en, ja + "停電すると元に戻ることがあります。"))
        return False

    def _conflict(self) -> ConflictError:
        by_hand = f":\n{self.planned.by_hand}" if self.planned.by_hand else "."
        return ConflictError(
            f"{self.name} was changed by somebody else meanwhile; nothing was written: "
            f"try again, or make the change by hand{by_hand}",
            ja=f"{self.name} はその間に他から変更されました。何も書き込んでいません。"
            f"やり直すか、手で変更してください{by_hand if self.planned.by_hand else '。'}",
        )
