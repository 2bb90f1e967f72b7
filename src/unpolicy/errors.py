"""The errors that reach people, each with the exit code of its kind.

A message is one sentence: what is wrong, where, and the way out. Anything else that escapes is a
defect of the program.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnpolicyError(Exception):
    """An error that is reported to the user as one sentence.

    Attributes:
        exit_code: what the process exits with.
        ja: the same sentence in Japanese, `None` where there is none.
        reason: a word for the kind of fault, for programs that count refusals by kind.
    """

    exit_code = 1

    def __init__(self, message: str, *, ja: str | None = None, reason: str = "refused") -> None:
        super().__init__(message)
        self.ja = ja
        self.reason = reason

    @property
    def sentence(self) -> tuple[str, str]:
        """The sentence in English and in Japanese, in English twice where there is no other."""
        return str(self), str(self) if self.ja is None else self.ja

    def text(self, lang: str) -> str:
        """The sentence in the language asked for, else in English."""
        return self.sentence[lang == "ja"]


class RefusedError(UnpolicyError):
    """The request is understood and the answer is no; nothing was changed."""

    exit_code = 1


class UsageError(UnpolicyError):
    """What was typed cannot be understood: a year, a figure, an id or an option."""

    exit_code = 2


class DataError(UnpolicyError):
    """Data files that cannot be found, read or understood."""

    exit_code = 3


class MissingExtraError(UnpolicyError):
    """A part of the program needs an optional dependency that is not installed."""

    exit_code = 2


@contextlib.contextmanager
def needing(package: str, en: str, ja: str) -> Iterator[None]:
    """Import optional packages inside this block: where one is missing, the error says what to install.

    Args:
        package: what pip is to install.
        en: what needs it, in English.
        ja: the same in Japanese.
    """
    try:
        yield
    except ImportError as error:
        install = f"pip install {package}"
        raise MissingExtraError(f"{en}: {install}.", ja=f"{ja}が必要です：{install}") from error


class ConflictError(UnpolicyError):
    """A file is locked, or was changed by another program meanwhile."""

    exit_code = 4
