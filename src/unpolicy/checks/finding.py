"""What a rule says before the place is looked up: where in the data, and the sentence in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from unpolicy.store.lines import Span

FileKind = Literal["targets", "indicators"]
Part = Literal["value", "key"]
DataPath = tuple[str | int, ...]


class Repair(NamedTuple):
    """How a finding could be put right, before its place in the text is known.

    Attributes:
        en: what is done, in English.
        ja: the same in Japanese.
        kind: ``replace`` puts `text` in the place of the finding; ``reorder`` sorts the mapping's entries by key;
            ``newline`` ends the file with a line break; ``remove`` takes out the finding's span.
        text: what is put there.
        safe: whether it cannot change what was meant.
    """

    en: str
    ja: str
    kind: Literal["replace", "reorder", "newline", "remove"] = "replace"
    text: str = ""
    safe: bool = True


class Finding(NamedTuple):
    """One problem that a rule found.

    Attributes:
        file: which of the two data files.
        path: where in its data.
        en: one sentence in English: what is wrong, and the way out.
        ja: the same in Japanese.
        on: whether the value at `path` is meant or its key.
        span: the place in the text, where it is known already; `path` is not looked at then.
        repair: how to put it right.
    """

    file: FileKind
    path: DataPath
    en: str
    ja: str
    on: Part = "value"
    span: Span | None = None
    repair: Repair | None = None
