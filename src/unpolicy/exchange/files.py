"""Where an export goes: a file that is replaced whole or not at all, or the standard output.

The files written here are no data files: those are refused, so that no export can take the place of what it came from.
A file that something else made is replaced only when that is asked for. What we make says so somewhere: a page in its
last line, a picture and a workbook among their properties, JSON by its schema, CSV by its columns.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import stat
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from unpolicy.errors import DataError, RefusedError, UsageError
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
    kept = io.BytesIO()  # interactive, or the stream was replaced by one of text alone
    yield kept
    try:
        text = kept.getvalue().decode()
    except UnicodeDecodeError as error:
        raise UsageError(
            "This format is no text that a terminal could show: name a file with --output FILE.",
            ja="この形式は端末に表示できません。--output FILE でファイルを指定してください。",
        ) from error
    sys.stdout.write(printable(text.replace("\r\n", "\n")) if sys.stdout.isatty() else text)
