"""A change of one figure, from the request to the data before and after; the files stay valid or stay as they were.

What every change needs on that way is here too: inspecting one file as it would be, refusing what would be invalid, and
writing or only trying.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.change.decide import Entry, Plan, plan
from unpolicy.checks.run import Inspection, inspect_files, paths_of, read, require_sound
from unpolicy.errors import RefusedError, UsageError
from unpolicy.store import edit
from unpolicy.store.read import each_text_once
from unpolicy.store.splice import Planned
from unpolicy.store.write import Written, preview, rewrite
from unpolicy.years import resolve_year

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from unpolicy.checks.finding import FileKind
    from unpolicy.model import Dataset
    from unpolicy.store.directory import DataDirectory
    from unpolicy.store.source import DataFile

_TOLD = 5


class Circumstances(NamedTuple):
    """How a change is made.

    Attributes:
        today: the day on which years have ended or not.
        wait: seconds to wait for another writer.
        dry_run: whether to work it out without writing.
        command: the words that were typed, for the journal.
    """

    today: date
    wait: float = 10.0
    dry_run: bool = False
    command: tuple[str, ...] = ()


class Change(NamedTuple):
    """What a change did, or would do.

    Attributes:
        indicator: the indicator's id.
        plan: what was decided.
        planned: the edit of the text.
        written: what became of it; `None` when it was only tried.
        before: the data before the change.
        after: the data after it.
    """

    indicator: str
    plan: Plan
    planned: Planned
    written: Written | None
    before: Dataset
    after: Dataset


def record_figure(directory: DataDirectory, indicator: str | None, entry: Entry, how: Circumstances) -> Change:
    """Record a figure.

    Args:
        directory: the data.
        indicator: the indicator's id; the headline target's when `None`.
        entry: the figure as asked for.
        how: how the change is made.

    Raises:
        UnpolicyError: one sentence why not; the file is as it was.
    """

    def decide(dataset: Dataset, key: str, source: DataFile) -> tuple[Plan, Planned | None]:
        decided = plan(dataset.indicators[key], entry, today=how.today, sources=dataset.sources)
        if decided.kind == "unchanged":
            return decided, None
        return decided, edit.add_actual(source, key, decided.year, decided.record)

    return _carry_out(directory, indicator, decide, how)


def take_figure_out(directory: DataDirectory, indicator: str | None, year: str, how: Circumstances) -> Change:
    """Take a year's figure out, with its revisions and notes.

    Raises:
        UnpolicyError: one sentence why not; the file is as it was.
    """

    def decide(dataset: Dataset, key: str, source: DataFile) -> tuple[Plan, Planned | None]:
        entry = dataset.indicators[key]
        number = resolve_year(year, entry.year)
        figure = entry.figure(number)
        if figure is None:
            raise RefusedError(
                f"{key} has no figure for {number}: nothing to take out.",
                ja=f"{key}には{number}年の実績値がないため、何も変えていません。",
            )
        return Plan("update", number, {}, figure.value), edit.remove_actual(source, key, number)

    return _carry_out(directory, indicator, decide, how)


def _carry_out(
    directory: DataDirectory,
    indicator: str | None,
    decide: Callable[[Dataset, str, DataFile], tuple[Plan, Planned | None]],
    how: Circumstances,
) -> Change:
    """Decide and edit on what the file holds once the lock is held, and require the result to be valid."""
    found: list[tuple[str, Plan, Dataset, Dataset]] = []

    def change(source: DataFile) -> Planned:
        before = require_sound(inspect_with(directory, "indicators", source, how.today))
        key = _indicator(before, indicator)
        decided, planned = decide(before, key, source)
        if planned is None:
            found.append((key, decided, before, before))
            return Planned(source.text, source.text, (), _line(source, key, decided.year))
        after = require_valid(inspect_with(directory, "indicators", source.with_text(planned.new_text), how.today))
        found.append((key, decided, before, after))
        return planned

    with each_text_once():
        planned, written = write_or_try(directory.indicators, change, how)
    key, decided, before, after = found[-1]
    return Change(key, decided, planned, written, before, after)


def write_or_try(
    path: Path, change: Callable[[DataFile], Planned], how: Circumstances
) -> tuple[Planned, Written | None]:
    """Change a file, or only work the change out where nothing is to be written.

    Raises:
        UnpolicyError: what the change raises, or one sentence why the file cannot be read or written.
    """
    if how.dry_run:
        return preview(path, change), None
    from unpolicy.store.journal import Words

    written = rewrite(path, change, wait=how.wait, words=Words(how.command))
    return written.planned, written


def inspect_with(directory: DataDirectory, kind: FileKind, source: DataFile, today: date) -> Inspection:
    """The errors of the data with one of the files as it was read or would be; the other is read."""
    paths = paths_of(directory)
    others = read({other: path for other, path in paths.items() if other != kind})
    files = {one: source if one == kind else others[one] for one in paths}
    return inspect_files(files, as_of=today, warnings=False)


def require_valid(inspection: Inspection) -> Dataset:
    """The data after a change.

    Raises:
        RefusedError: they would be invalid; the sentence tells the first errors.
    """
    errors = [one for one in inspection.diagnostics if one.severity == "error"]
    if not errors and inspection.dataset is not None:
        return inspection.dataset
    more = len(errors) - _TOLD
    en = " ".join(one.message for one in errors[:_TOLD]) or "the data could not be read back."
    ja = "".join(one.message_ja for one in errors[:_TOLD]) or "データを読み戻せません。"
    raise RefusedError(
        f"That would make the data invalid, so nothing was written: {en}" + (f" And {more} more." if more > 0 else ""),
        ja=f"データが不正になるため、書き込みませんでした：{ja}" + (f"ほか{more}件。" if more > 0 else ""),
    )


def _indicator(dataset: Dataset, asked: str | None) -> str:
    if asked is not None:
        return _named_indicator(dataset, asked)
    if dataset.headline is None:
        raise UsageError(
            "There is no headline target, so say which indicator is meant: -i ID.",
            ja="headline の目標がないため、-i で指標の ID を指定してください。",
        )
    return dataset.targets[dataset.headline].indicator


def _named_indicator(dataset: Dataset, asked: str) -> str:
    from unpolicy.assess.find import find_indicator

    return find_indicator(dataset, asked)[0]


def _line(source: DataFile, indicator: str, year: int) -> int:
    from unpolicy.store.places import SourceMap

    return SourceMap(source.text, clean=True).nearest(("indicators", indicator, "actuals", year), "key")[0].line
