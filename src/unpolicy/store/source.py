"""A data file as bytes, as text and as plain data: read whole, checked, and never blocking.

The bytes are kept beside the text, since an edit has to give back every one of them that it does not mean to
change. Files beside the data, which a site shows, are read here too: a logo, and pages in Markdown.

A text is parsed on the good path: the fast parser, and a few searches over the text. Anything that looks odd is looked
into by `unpolicy.store.recover`, which knows places; most of it then is harmless.
"""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import re
import stat
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import DataError
from unpolicy.store import disk
from unpolicy.store.directory import DataDirectory, file_hint
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from unpolicy.model.settings import Settings
    from unpolicy.store.problems import Parsed

SIZE_LIMIT = 256 * 1024 * 1024
"""The largest data file that is read, in bytes: 256 MiB, over five times a file of 100,000 indicators."""

_LARGEST_BESIDE = 4 * 1024 * 1024
"""Bytes of a logo or a page that a site shows; a larger one is none of these."""

_BOM = "\ufeff"
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_KINDS = (
    (stat.S_ISDIR, "is a directory", "ディレクトリ"),
    (stat.S_ISFIFO, "is a pipe", "パイプ"),
    (stat.S_ISSOCK, "is a socket", "ソケット"),
    (stat.S_ISCHR, "is a device", "デバイス"),
    (stat.S_ISBLK, "is a device", "デバイス"),
)
_DENIED = (
    "cannot be read, permission denied: ask its owner for permission to read it",
    "を読む権限がありません。所有者に読み取りの権限を求めてください",
)
_REASONS = {
    errno.ENOENT: (
        "does not exist: check the name, or start a data directory with `unpolicy init`",
        "は存在しません。名前を確かめるか、`unpolicy init` でデータを作ってください",
    ),
    errno.ENOTDIR: (
        "does not exist, since a part of its path is a file: check the name",
        "は存在しません。パスの途中がファイルです。名前を確かめてください",
    ),
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ELOOP: (
        "is a symbolic link that leads back to itself: point the link at the file that is meant",
        "は自分自身に戻るシンボリックリンクです。正しいファイルを指すようにしてください",
    ),
    errno.ENAMETOOLONG: (
        "has a name longer than the file system allows: check the name",
        "は名前が長すぎます。名前を確かめてください",
    ),
}
_LINE_BREAK = re.compile(r"\r\n?|\n")
_parsed: ContextVar[dict[str, Parsed] | None] = ContextVar("parsed", default=None)


class EncodingError(DataError):
    """A data file holds bytes that are not UTF-8.

    Attributes:
        path: the file, as the user named it.
        line: the line of the first such byte, from 1.
        column: its column in characters, from 1.
        offset: its place in the file in bytes, from 0.
        advice: what to do, in English and Japanese.

    Args:
        path: the file.
        place: line, column and offset.
        byte: the byte there.
        encoding: what the file seems to be written in, by the name that ``iconv`` knows, or None.
    """

    def __init__(self, path: Path, place: tuple[int, int, int], byte: int, encoding: str | None) -> None:
        self.path = path
        self.line, self.column, self.offset = place
        self.advice = "save it as UTF-8", "UTF-8で保存してください"
        if encoding is not None:
            (en, ja), command = self.advice, f"`iconv -f {encoding} -t UTF-8`"
            en = f"it seems to be {encoding}; {en}, for example with {command}"
            self.advice = en, f"{encoding}のようです。{ja}（例 {command}）"
        where, (en, ja) = f"{quoted(path)}:{self.line}:{self.column}", self.advice
        message = f"{where}: not UTF-8 (byte {self.offset}, 0x{byte:02x}): {en}"
        super().__init__(message, ja=f"{where}: UTF-8ではありません（{self.offset}バイト目、0x{byte:02x}）。{ja}")


class DataFile(NamedTuple):
    r"""A data file as it was when it was read.

    Attributes:
        path: the file, as the user named it.
        data: every byte of it.
        text: the same decoded, without a byte order mark at the start.
        bom: whether there was a byte order mark.
    """

    path: Path
    data: bytes
    text: str
    bom: bool

    # What only an edit asks for is computed then.

    @property
    def newline(self) -> str:
        r"""What its lines mostly end in, ``\n`` or ``\r\n``."""
        return "\r\n" if self.data.count(b"\r\n") * 2 > self.data.count(b"\n") else "\n"

    @property
    def digest(self) -> str:
        """SHA-256 of `data`, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @classmethod
    def from_bytes(cls, path: Path, data: bytes) -> DataFile:
        """Takes bytes that were read already, from standard input for example.

        Args:
            path: the name that messages show.
            data: the content.

        Raises:
            EncodingError: the bytes are not UTF-8.
        """
        text = _decoded(path, data)
        bom = text.startswith(_BOM)
        return cls(path=path, data=data, text=text[1:] if bom else text, bom=bom)

    def with_text(self, text: str) -> DataFile:
        """The same file with another text; it keeps its byte order mark."""
        return self._replace(data=(_BOM * self.bom + text).encode(), text=text)


def read_source(path: Path, *, new: bool = False) -> DataFile:
    """Reads a data file.

    Args:
        path: the file. A symbolic link is followed.
        new: whether it need not be there: then it is an empty one.

    Returns:
        Its bytes and text.

    Raises:
        DataError: the file is missing, is not an ordinary file, cannot be read, or is larger than
            `SIZE_LIMIT`.
        EncodingError: its bytes are not UTF-8.
    """
    return DataFile.from_bytes(path, b"" if new and not os.path.lexists(path) else read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """Reads the bytes of an ordinary file; a pipe or device in its place is refused at once, not waited for.

    Args:
        path: the file. A symbolic link is followed.

    Raises:
        DataError: as for `read_source`.
    """
    try:
        # Looked at before it is opened, since opening alone can block (a pipe) or do something (a tape).
        _refuse_special(path, os.stat(path))  # noqa: PTH116 - Path.stat would refuse nothing more and hide the pair below
        descriptor = os.open(path, os.O_RDONLY | _NO_WAIT)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - the descriptor is opened above so as not to block
            # Looked at again, since another file may have taken the name meanwhile.
            _refuse_special(path, os.fstat(descriptor))
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        other = error.strerror or error
        reason, ja = _REASONS.get(error.errno or 0, (f"cannot be read: {other}", f"を読めません（{other}）"))
        guess, guess_ja = file_hint(path) if error.errno == errno.ENOENT else ("", "")
        if guess:
            reason, ja = f"does not exist{guess}", f"は存在しません。{guess_ja}"
        raise DataError(f"{quoted(path)} {reason}", ja=f"{quoted(path)} {ja}") from error
    except ValueError as error:
        raise DataError(
            f"{quoted(path)} cannot be the name of a file: check the name",
            ja=f"{quoted(path)} はファイル名になりません。名前を確かめてください",
        ) from error
    if len(data) > SIZE_LIMIT:
        raise _too_large(quoted(path), f"{quoted(path)} は")
    return data


def read_standard_input() -> bytes:
    """Reads the bytes of the standard input, as far as a file's would be read.

    Raises:
        DataError: there are more than `SIZE_LIMIT`.
    """
    data = sys.stdin.buffer.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise _too_large("The standard input", "標準入力が")
    return data


def read_named(directory: Path, name: str) -> bytes:
    """Read a file in the data directory that the settings name.

    Links are not followed: what they lead to was not meant to be published.

    Raises:
        DataError: it cannot be read, is too large, or lies elsewhere.
    """
    path = directory / name
    try:
        if os.path.realpath(path) != os.path.join(os.path.realpath(directory), os.path.normpath(name)):  # noqa: PTH118
            raise OSError(0, "A link leads to it")
        found = disk.read(path)
    except OSError as error:
        reason = error.strerror or error
        raise DataError(
            f"{quoted(path)}, which settings.yaml names, cannot be read ({reason}).",
            ja=f"settings.yaml にある {quoted(path)} を読めません（{reason}）。",
        ) from error
    if len(found) > _LARGEST_BESIDE:
        raise DataError(
            f"{quoted(path)} is larger than {_LARGEST_BESIDE // 1024**2} MiB: a page or logo must be smaller.",
            ja=f"{quoted(path)} が {_LARGEST_BESIDE // 1024**2} MiB を超えています。小さくしてください。",
        )
    return found


def parse(text: str, data: bytes | None = None) -> Parsed:
    """Reads a data file's text.

    Args:
        text: the whole text, without byte order mark.
        data: the same in UTF-8, where it is at hand; a byte order mark does no harm.

    Returns:
        The data and all problems; this never raises for what is in the text.
    """
    cache = _parsed.get()
    if cache is None:
        return _parse(text, data)
    if text not in cache:
        cache[text] = _parse(text, data)
    return cache[text]


@contextmanager
def each_text_once() -> Iterator[None]:
    """Cache parsed texts inside this block: a change checks and proves the same two texts several times."""
    token = _parsed.set({})
    try:
        yield
    finally:
        _parsed.reset(token)


def _parse(text: str, data: bytes | None) -> Parsed:
    from unpolicy.store.problems import Parsed, load_fast, looks_odd  # taking a change back needs no parser

    if not looks_odd(text, data):
        try:
            found = load_fast(text)
        except ValueError:
            pass  # reported below, with places
        else:
            if isinstance(found, dict):
                return Parsed(found)
    from unpolicy.store.recover import recover  # loads the slow parser, which a sound file spares

    return recover(text)


def read_settings(directory: DataDirectory) -> Settings | None:
    """What the settings of a data directory say.

    Returns:
        The settings; `None` where there are none, or where something is wrong with them, which an inspection reports.
    """
    if not os.path.lexists(directory.settings):
        return None
    from unpolicy.model.settings import Settings  # most directories have none

    try:
        return Settings.model_validate(parse(read_source(directory.settings).text).data)
    except (DataError, ValueError):
        return None


def _refuse_special(path: Path, status: os.stat_result) -> None:
    for is_kind, words, ja in _KINDS:
        if is_kind(status.st_mode):
            raise DataError(
                f"{quoted(path)} {words}, not a file: name the YAML file itself",
                ja=f"{quoted(path)} はファイルではなく{ja}です。YAMLファイルを指定してください",
            )
    if status.st_size > SIZE_LIMIT:
        raise _too_large(quoted(path), f"{quoted(path)} は")


def _too_large(what: str, what_ja: str) -> DataError:
    limit = SIZE_LIMIT // (1024 * 1024)
    return DataError(
        f"{what} is larger than {limit} MiB, the most that is read: split the data",
        ja=f"{what_ja}読み込める上限の {limit} MiB を超えています。データを分けてください",
    )


def _decoded(path: Path, data: bytes) -> str:
    wide = _wide_encoding(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _encoding_error(path, data, error.start, wide or _japanese_encoding(data)) from error
    if wide is not None:
        # UTF-16 without a mark: ASCII with a NUL beside every letter is UTF-8 too, by the letter.
        raise _encoding_error(path, data, data.index(b"\0"), wide)
    return text


def _encoding_error(path: Path, data: bytes, offset: int, encoding: str | None) -> EncodingError:
    before = data[:offset].decode("utf-8").removeprefix(_BOM)
    breaks = list(_LINE_BREAK.finditer(before))
    line = len(breaks) + 1
    column = len(before) - (breaks[-1].end() if breaks else 0) + 1
    return EncodingError(path, (line, column, offset), data[offset], encoding)


def _wide_encoding(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "UTF-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    head = data[:512]
    for first, name in ((1, "UTF-16LE"), (0, "UTF-16BE")):
        # Most letters of a YAML file are ASCII, so every second byte of UTF-16 is mostly NUL, the others never.
        if head[first::2].count(0) * 5 > len(head) and head[1 - first :: 2].count(0) == 0:
            return name
    return None


def _japanese_encoding(data: bytes) -> str | None:
    # EUC-JP first: its text is mostly CP932 too, as half-width katakana, while the reverse is rare.
    for codec, name in (("euc_jp", "EUC-JP"), ("cp932", "CP932")):
        try:
            codecs.getincrementaldecoder(codec)().decode(data[: 1024 * 1024])
        except UnicodeDecodeError:
            continue
        return name
    return None
