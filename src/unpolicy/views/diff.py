"""What changed: between two states of the data, and by each command; words, documents, rows and tables."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.assess.loosening import CHANGES, Base, Spelling, plain_side, side_words
from unpolicy.model import Dataset, Indicator, Target
from unpolicy.views import COMMON, STATUSES, STEPS, cells, filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.assess.comparison import Comparison, FigureChange, TargetChange, VerdictChange
    from unpolicy.names import Verdict
    from unpolicy.views.voice import Voice, Words

MOST_SHOWN = 30
"""Rows of one table; of more, the table says how many there are."""

WORDS: Words = (
    COMMON
    | CHANGES
    | {
        "files": ("the files", "現在のファイル"),
        "heading": ("From {before} to {after}", "{before} → {after}"),
        "nothing": ("Nothing changed.", "変更なし。"),
        "verdicts": ("Verdicts", "判定"),
        "targets": ("Promises", "目標"),
        "what": ("What", "対象"),
        "before": ("Before", "変更前"),
        "after": ("After", "変更後"),
        "kind": ("Change", "変更"),
        "why": ("Turned by", "理由"),
        "by-figure": ("the figure of {years}", "{years}の実績値"),
        "by-promise": ("the promise", "目標の変更"),
        "together": ("several changes together", "複数の変更の組み合わせ"),
        "added": ("added", "追加"),
        "filled": ("filled", "公表"),
        "revised": ("revised", "改訂"),
        "removed": ("removed", "削除"),
        "restated": ("restated", "状態の変更"),
        "more": ("{count} more; --json has all of them.", "ほか{count}件。--json ですべて表示。"),
        "texts": (
            "{count} other entries changed (titles, notes, milestones …).",
            "ほかの項目の変更{count}件（名称・注記・節目など）。",
        ),
        "text": (
            "1 other entry changed (a title, a note, a milestone …).",
            "ほかの項目の変更1件（名称・注記・節目など）。",
        ),
    }
)

GIVEN_UP = frozenset({"loosened", "dropped"})
"""What became of a promise that asks for less now."""


class VerdictDocument(NamedTuple):
    """A verdict that changed.

    Attributes:
        target: the target's id.
        before: its verdict; `None` where the target was not there.
        after: its verdict; `None` where it is no more.
        figures: the years of the figures each of which turned it.
        promise: whether what is promised turned it.
    """

    target: str
    before: str | None
    after: str | None
    figures: tuple[int, ...]
    promise: bool


class DiffDocument(NamedTuple):
    """The document `unpolicy/diff/1`: what changed from `before` to `after`; `None` is the files as they are."""

    schema: Literal["unpolicy/diff/1"]
    before: str
    after: str | None
    figures: tuple[FigureChange, ...]
    targets: tuple[TargetChange, ...]
    verdicts: tuple[VerdictDocument, ...]
    texts: int


class Section(NamedTuple):
    """A table of changes of one sort.

    Attributes:
        title: what it is about.
        columns: its columns; the first is the widest.
        rows: its cells.
        styles: how much each row matters: `worse`, `better` or nothing.
        left_out: how many more rows there are.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    styles: tuple[str, ...]
    left_out: int


def diff_document(found: Comparison, before: str, after: str | None) -> DiffDocument:
    """All changes, for programs."""
    return filled(
        DiffDocument,
        found,
        schema="unpolicy/diff/1",
        before=before,
        after=after,
        targets=tuple(
            change._replace(before=plain_side(change.before), after=plain_side(change.after))
            for change in found.targets
        ),
        verdicts=tuple(
            filled(VerdictDocument, change, before=_verdict_of(change.before), after=_verdict_of(change.after))
            for change in found.verdicts
        ),
    )


def diff_rows(found: Comparison) -> Iterator[tuple[str, ...]]:
    """One table of all changes; what is promised as a whole is its figure to reach."""
    yield ("section", "id", "year", "kind", "what", "before", "after")
    for verdict in found.verdicts:
        kind = "worse" if verdict.worse else None
        yield cells("verdict", verdict.target, None, kind, None, *map(_verdict_of, (verdict.before, verdict.after)))
    for target in found.targets:
        sides = (side.value if isinstance(side, Target | Base) else side for side in (target.before, target.after))
        yield cells("target", target.target, target.year, target.kind, target.what, *sides)
    for figure in found.figures:
        yield cells("figure", figure.indicator, figure.year, figure.kind, None, figure.before, figure.after)


def sections(found: Comparison, voice: Voice) -> Iterator[Section]:
    """The tables that people read, what matters most first; none where nothing of the sort changed."""
    verdicts = [(_verdict(change, found, voice), _style(change)) for change in found.verdicts[:MOST_SHOWN]]
    targets = [(_target(change, found, voice), _style(change)) for change in found.targets[:MOST_SHOWN]]
    figures = [(_figure(change, found, voice), _style(change)) for change in found.figures[:MOST_SHOWN]]
    for title, columns, shown, count in (
        ("verdicts", ("what", "before", "after", "why"), verdicts, len(found.verdicts)),
        ("targets", ("what", "kind", "before", "after"), targets, len(found.targets)),
        ("figures", ("what", "year", "kind", "before", "after"), figures, len(found.figures)),
    ):
        if shown:
            rows, styles = zip(*shown, strict=True)
            named = tuple(voice.word(WORDS, column) for column in columns)
            yield Section(voice.word(WORDS, title), named, rows, styles, count - len(rows))


def closing_lines(found: Comparison, voice: Voice) -> Iterator[str]:
    """What is counted only, or that nothing changed."""
    if found.texts:
        yield voice.word(WORDS, "text" if found.texts == 1 else "texts", count=f"{found.texts:,}")
    if not (found.verdicts or found.targets or found.figures or found.texts):
        yield voice.word(WORDS, "nothing")


def heading_line(before: str, after: str | None, voice: Voice) -> str:
    """Which two states are compared."""
    return voice.word(WORDS, "heading", before=before, after=after or voice.word(WORDS, "files"))


def diff_markdown(found: Comparison, before: str, after: str | None, voice: Voice) -> Iterator[str]:
    """The changes as Markdown, for a pull request."""
    from unpolicy.views.report.markdown import escape

    yield f"### {escape(heading_line(before, after, voice))}"
    for section in sections(found, voice):
        yield f"\n**{section.title}**\n"
        yield f"| {' | '.join(section.columns)} |"
        yield f"|{' --- |' * len(section.columns)}"
        for row, style in zip(section.rows, section.styles, strict=True):
            shown = [escape(cell) for cell in row]
            yield f"| {' | '.join([f'**{shown[0]}**' if style == 'worse' else shown[0], *shown[1:]])} |"
        if section.left_out:
            yield "\n" + voice.word(WORDS, "more", count=f"{section.left_out:,}")
    for line in closing_lines(found, voice):
        yield f"\n{line}"


def _style(change: VerdictChange | TargetChange | FigureChange) -> str:
    kind = getattr(change, "kind", None)
    if getattr(change, "worse", False) or kind in GIVEN_UP | {"removed"}:
        return "worse"
    fresh = not getattr(change.after, "stale", True)  # a stale verdict is no good news, whatever it was before
    return "better" if kind is None and change.before is not None and fresh else ""


def _verdict(change: VerdictChange, found: Comparison, voice: Voice) -> tuple[str, ...]:
    shown = ("–" if side is None else voice.standing(side) for side in (change.before, change.after))
    reasons = []
    if change.figures and change.after is not None:
        years = voice.years(change.figures, change.after.indicator)
        reasons.append(voice.word(WORDS, "by-figure", years=years))
    if change.promise:
        reasons.append(voice.word(WORDS, "by-promise"))
    if not reasons and change.before is not None and change.after is not None:
        reasons.append(voice.word(WORDS, "together"))
    return _target_title(change.target, found, voice), *shown, voice.enumerate(reasons)


def _target(change: TargetChange, found: Comparison, voice: Voice) -> tuple[str, ...]:
    before, after = (_measured(change.target, dataset) for dataset in (found.before, found.after))
    kind = voice.word(WORDS, change.kind)
    if change.what is not None:
        year = "" if change.year is None or after is None else voice.year(change.year, after)
        kind = voice.say(
            (
                f"{voice.word(WORDS, change.what, year=year)} {kind}",
                f"{voice.word(WORDS, change.what, year=year)}の{kind}",
            )
        )
    sides = ((change.before, before), (change.after, after))
    shown = (_side(side, change.what, indicator, voice) for side, indicator in sides)
    return _target_title(change.target, found, voice), kind, *shown


def _side(side: object, what: str | None, indicator: Indicator | None, voice: Voice) -> str:
    """What is promised on one side of a change, in words."""
    if side is None or indicator is None:
        return "–"
    return voice.say(side_words(side, what, Spelling(indicator, voice.era)))


def _figure(change: FigureChange, found: Comparison, voice: Voice) -> tuple[str, ...]:
    indicator = found.after.indicators.get(change.indicator) or found.before.indicators[change.indicator]
    before, after = (
        voice.value(side, indicator) if side is None else voice.exact(side, indicator)
        for side in (change.before, change.after)
    )
    title, year = voice.line(indicator.title), voice.year(change.year, indicator)
    return title, year, voice.word(WORDS, change.kind), before, after


def _target_title(name: str, found: Comparison, voice: Voice) -> str:
    dataset = found.after if name in found.after.targets else found.before
    target = dataset.targets[name]
    return voice.line(target.title or dataset.indicators[target.indicator].title)


def _measured(name: str, dataset: Dataset) -> Indicator | None:
    target = dataset.targets.get(name)
    return None if target is None else dataset.indicators.get(target.indicator)


def _verdict_of(entry: TargetAssessment | None) -> Verdict | None:
    return None if entry is None else entry.verdict


LOG: Words = {
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
