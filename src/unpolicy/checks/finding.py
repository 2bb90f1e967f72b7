"""What a rule finds before the place is looked up: where in the data, and the sentence in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from unpolicy.checks.diagnostic import Fix
    from unpolicy.store.layout import Span

FileKind = Literal["targets", "indicators", "settings"]
FileKey = str
"""One of the files: its kind, or its kind and name, as `unpolicy.format.split` has it."""
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

    file: FileKey
    path: DataPath
    en: str
    ja: str
    fix: Fix | None = None
    on: Part = "value"
    span: Span | None = None
