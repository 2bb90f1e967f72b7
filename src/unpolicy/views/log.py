"""What commands made: the changes and what takes them back, in words and rows; documents of imports and exports."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.views import OMITTED, STATUSES, STEPS, Omitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from unpolicy.views.voice import Voice, Words


WORDS: Words = {
    "when": ("When", "日時"),
    "who": ("Who", "操作者"),
    "where": ("Where", "対象"),
    "change": ("Change", "変更前 → 変更後"),
    "none": ("No changes in the journal yet.", "変更の記録はまだない。"),
    "would": ("Nothing was written; this is what would change:", "書き込んでいない。変更内容は次のとおり："),
    "made-again": ("Made again: {command}", "やり直した：{command}"),
    "taken-back": ("Taken back: {command}", "取り消した：{command}"),
    "again": ("Next: unpolicy undo makes it again.", "次に：もう一度 unpolicy undo でやり直せる。"),
}

DETAILS: Words = {
    "value": ("value", "値"),
    "status": ("status", "状態"),
    "published": ("published", "公表日"),
    "due": ("due", "公表予定日"),
    "source": ("source", "出典"),
    "note": ("note", "注記"),
    "low": ("low", "下限"),
    "high": ("high", "上限"),
    "revisions": ("revisions", "改訂前"),
}


class ChangeMade(NamedTuple):
    """One change of one file.

    Attributes:
        at: when, in UTC.
        user: who.
        command: the words that were typed.
        file: the data file's name.
        where: where in the data.
        before: the data there before.
        after: the data there afterwards.
        undoes: whether it took another change back.
    """

    at: str
    user: str
    command: tuple[str, ...]
    file: str
    where: tuple[str | int, ...]
    before: Any
    after: Any
    undoes: bool


class LogDocument(NamedTuple):
    """The document `unpolicy/log/1`: the changes made, newest first."""

    schema: Literal["unpolicy/log/1"]
    changes: tuple[ChangeMade, ...]


class UndoneFile(NamedTuple):
    """A file that was changed, or would be, and the line in it."""

    path: str
    line: int


class UndoDocument(NamedTuple):
    """The document `unpolicy/undo/1`: the command taken back, or made again, and whether that was written."""

    schema: Literal["unpolicy/undo/1"]
    command: tuple[str, ...]
    redo: bool
    files: tuple[UndoneFile, ...]
    written: bool


def log_rows(changes: Iterable[ChangeMade]) -> Iterator[tuple[str, ...]]:
    """One row for each change."""
    yield ("when", "who", "file", "where", "before", "after", "command")
    for made in changes:
        where = ".".join(map(str, made.where))
        data = data_text(made.before), data_text(made.after)
        yield local_time(made.at).isoformat(), made.user, made.file, where, *data, " ".join(made.command)


def local_time(at: str) -> datetime:
    """When a change was made, where the reader is."""
    return datetime.fromisoformat(at).astimezone()


def data_text(data: Any, voice: Voice | None = None) -> str:  # noqa: ANN401 - the journal holds whatever the data held
    """What stood in the data, on one line: a figure first, or a rating's step, and the rest in brackets.

    Args:
        data: what stood there.
        voice: words a rating's step and what belongs to a figure; without it, all is shown as the data have it.
    """
    if isinstance(data, dict) and "step" in data and "target" in data:
        details = (data_text(held, voice) for key, held in data.items() if key not in {"target", "review", "step"})
        return f"{_worded(str(data['step']), STEPS, voice)} ({', '.join(details)})"
    if isinstance(data, dict):
        head = data_text(data.get("value"), voice)
        inside = ", ".join(_detail(str(key), held, voice) for key, held in data.items() if key != "value")
        return f"{head} ({inside})".strip() if inside else head
    if isinstance(data, list):
        return ", ".join(data_text(held, voice) for held in data)
    if isinstance(data, bool):
        return str(data).lower()
    return "" if data is None else str(data)


def _detail(key: str, data: Any, voice: Voice | None) -> str:  # noqa: ANN401 - as above
    shown = _worded(data, STATUSES, voice) if key == "status" and isinstance(data, str) else data_text(data, voice)
    return f"{_worded(key, DETAILS, voice)}: {shown}"


def _worded(key: str, words: Words, voice: Voice | None) -> str:
    return voice.word(words, key) if voice and key in words else key


class ExportDocument(NamedTuple):
    """The document `unpolicy/export/1`: what was written where.

    Attributes:
        path: the file.
        format: its format.
        figures: how many figures there are in it.
        targets: how many targets, where a row is a target.
        beside: files that were written beside it, where there are any.
    """

    schema: Literal["unpolicy/export/1"]
    path: str
    format: str
    figures: int | Omitted
    targets: int | Omitted
    beside: Sequence[str] | Omitted


def export_document(path: str, kind: str, table: str, total: int, beside: Sequence[str]) -> ExportDocument:
    """What an export of figures or targets wrote."""
    figures, targets = (total, OMITTED) if table == "figures" else (OMITTED, total)
    return ExportDocument("unpolicy/export/1", path, kind, figures, targets, beside or OMITTED)


class SiteDocument(NamedTuple):
    """The document `unpolicy/site/1`: how many files a site has, and how many were written and removed."""

    schema: Literal["unpolicy/site/1"]
    path: str
    files: int
    written: int
    removed: int


class ImportedCells(NamedTuple):
    """How many cells hold something where figures stand, and what became of them."""

    filled: int
    taken: int
    recorded: int
    left_out: int
    refused: int


class ImportedFigure(NamedTuple):
    """A figure that was taken, and where it stood."""

    indicator: str
    year: int
    kind: str
    before: float | None
    after: float | None
    row: int | None
    column: int | None


class RefusedCell(NamedTuple):
    """A cell that was not taken, with the reason."""

    row: int | None
    column: int | None
    text: str
    reason: str
    message: str


class ImportDocument(NamedTuple):
    """The document `unpolicy/import/1`: every count, every figure, every refusal, and the ids of what was made."""

    schema: Literal["unpolicy/import/1"]
    written: bool
    cells: ImportedCells
    left_out: Mapping[str, int]
    figures: Sequence[ImportedFigure]
    refused: Sequence[RefusedCell]
    made: Mapping[str, Sequence[str]]
