"""Bytes of a text file as text: by their mark, as UTF-8, or by a guess that is told, else by a name."""

from __future__ import annotations

import codecs
import re

from unpolicy.errors import DataError, UsageError

_KANA_KANJI = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff01-\uff5e\u3000-\u303f]{2}")
_NO_JAPANESE = re.compile("[\ue000-\uf8ff]")
_ACCENTS = re.compile(r"(?:(?<=[A-Za-z])[\xc0-\xff]{1,2}|[\xc0-\xff]{1,2}(?=[A-Za-z]))")
_EUROPEAN_SIGNS = re.compile("[\xa0-\xbf\xd7\xf7–—‘’“”…€]")
_HEAD = 4096
_MANY = 0.2
"""The share of zero bytes above which a text is taken for UTF-16."""


def decoded(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str | None]:
    """The text, and the name of its encoding where that was guessed.

    Args:
        data: the bytes.
        name: the file's name, for messages.
        encoding: the encoding that `--encoding` names.

    Raises:
        UsageError: there is no such encoding.
        DataError: the bytes are not of it, or no guess is safe.
    """
    if encoding is not None:
        return _named(data, name, encoding), None
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16"), None
        if data[:_HEAD].count(0) <= _MANY * len(data[:_HEAD]):
            return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        pass
    for guess, text in ((found, _try(data, found)) for found in _guesses(data)):
        if text is not None:
            return text, guess.upper()
    raise DataError(
        f"{name} is neither UTF-8 nor of an encoding that can be told for sure: name it, as --encoding cp1252, "
        "or save the file as “CSV UTF-8”.",
        ja=f"{name} は UTF-8 ではなく、文字コードを確実に判定できません。--encoding cp932 のように指定するか、"
        "「CSV UTF-8」で保存し直してください。",
    )


def _named(data: bytes, name: str, encoding: str) -> str:
    try:
        if not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError(encoding)
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        raise UsageError(
            f"--encoding: there is no encoding “{encoding}”: utf-8, utf-16, cp932, cp1252 and the like.",
            ja=f"--encoding：「{encoding}」という文字コードはありません（utf-8、utf-16、cp932、cp1252 など）。",
        ) from error
    except UnicodeError as error:
        raise DataError(f"{name} is not {encoding} ({error}).", ja=f"{name} は {encoding} ではありません。") from error


def _guesses(data: bytes) -> list[str]:
    """The encodings that the bytes may well be in, the likeliest first."""
    head = data[:_HEAD]
    if head.count(0) > _MANY * len(head):
        odd, even = head[1::2].count(0), head[::2].count(0)
        return ["utf-16-le"] if odd and not even else ["utf-16-be"] if even and not odd else []
    japanese, european = _try(data, "cp932"), _try(data, "cp1252")
    likely = japanese is not None and not _NO_JAPANESE.search(japanese)
    accents = european is not None and _is_european(european)
    if likely and (not accents or _KANA_KANJI.search(japanese or "")):
        return ["cp932"]
    return ["cp1252"] if accents else []


def _is_european(text: str) -> bool:
    """Whether every sign beyond ASCII is an accented letter beside plain ones, or a sign that European texts use."""
    rest = _EUROPEAN_SIGNS.sub("", _ACCENTS.sub("", text))
    return rest.isascii() and bool(_ACCENTS.search(text) or re.search("[\xa0-\xbf]", text))


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
