"""What a rule finds before the place is looked up: where in the data, and the sentence in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.model import FILES

if TYPE_CHECKING:
    from unpolicy.checks.diagnostic import Fix
    from unpolicy.model import Record
    from unpolicy.store.lines import Span

FileKind = Literal["targets", "indicators", "settings"]
Part = Literal["value", "key"]
DataPath = tuple[str | int, ...]


class Finding(NamedTuple):
    """One problem that a rule found.

    Attributes:
        file: which of the data files.
        path: where in its data.
        en: one sentence in English: what is wrong, and the way out.
        ja: the same in Japanese.
        fix: how to put it right.
        on: whether the value at `path` is meant or its key.
        span: the place in the text, where it is known already; `path` is not looked at then.
    """

    file: FileKind
    path: DataPath
    en: str
    ja: str
    fix: Fix | None = None
    on: Part = "value"
    span: Span | None = None


def file_model(kind: FileKind) -> type[Record]:
    """The model of a data file as a whole."""
    if kind != "settings":
        return FILES[kind]
    from unpolicy.settings import Settings  # most directories have none

    return Settings
