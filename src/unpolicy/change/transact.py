"""The one way from a request to changed files: they stay valid, or stay as they were.

A change is worked out on what the file holds once its lock is held; the data afterwards are inspected like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from unpolicy.assess.find import find_indicator
from unpolicy.change.decide import Decision, decide, record_of
from unpolicy.checks.inspection import inspect_files, models, paths_of, read, require_sound
from unpolicy.errors import ConflictError, RefusedError, UnpolicyError, UsageError
from unpolicy.store.edit import add_actual, remove_actual
from unpolicy.store.journal import Words
from unpolicy.store.read import each_text_once
from unpolicy.store.source import read_source
from unpolicy.store.splice import Planned
from unpolicy.store.write import Written, opened
from unpolicy.text import quoted
from unpolicy.years import resolve_year

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from unpolicy.change.decide import FigureRequest
    from unpolicy.checks.finding import FileKind
    from unpolicy.checks.fixing import Fixed
    from unpolicy.checks.inspection import Inspection, Model
    from unpolicy.errors import DataError
    from unpolicy.model import Dataset, Indicator
    from unpolicy.store.directory import DataDirectory
    from unpolicy.store.source import DataFile

    Files = Mapping[FileKind, DataFile | DataError]
    Propose = Callable[[Dataset, DataFile], tuple["T", Planned]]

T = TypeVar("T")

_MOST_NAMED = 5
"""How many errors of data that a change would make invalid are named."""


class Circumstances(NamedTuple):
    """How a change is made.

    Attributes:
        today: the day on which years have ended or not.
        wait: seconds to wait for another writer.
        dry_run: whether to work it out without writing.
        force: whether a data file may have been made read-only.
        command: the words that were typed, for the journal.
        group: what the journal holds the changes of one command together by.
    """

    today: date
    wait: float = 10.0
    dry_run: bool = False
    force: bool = False
    command: tuple[str, ...] = ()
    group: str | None = None

    @property
    def words(self) -> Words:
        """What the journal notes a change under."""
        return Words(self.command, self.group)


class Change(NamedTuple, Generic[T]):
    """What a change did, or would do.

    Attributes:
        decided: what was decided: a `Decision`, many of them, or a rating.
        path: the data file as people call it.
        planned: the edit of its text.
        written: what became of it; `None` when it was only tried.
        before: the data before the change.
        after: the data after it.
    """

    decided: T
    path: str
    planned: Planned
    written: Written | None
    before: Dataset
    after: Dataset

    @property
    def happened(self) -> bool:
        """Whether the file was written."""
        return self.written is not None and self.written.changed


def record_figure(
    directory: DataDirectory,
    indicator: str | None,
    ask: Callable[[str, Indicator], FigureRequest],
    how: Circumstances,
) -> Change[Decision]:
    """Record a figure.

    Args:
        directory: the data.
        indicator: the indicator's id; the headline target's when `None`.
        ask: makes the request, given the indicator's id and the indicator.
        how: how the change is made.

    Raises:
        UnpolicyError: one sentence why not; the file is as it was.
    """

    def propose(dataset: Dataset, source: DataFile) -> tuple[Decision, Planned]:
        name, measured = _indicator(dataset, indicator)
        decision = decide(measured, ask(name, measured), today=how.today, sources=dataset.sources)
        if decision.after is None or decision.kind == "unchanged":
            return decision, nothing_planned(source, _line(source, name, decision.year))
        return decision, add_actual(source, name, decision.year, record_of(decision.after))

    return transact(directory, "indicators", propose, how)


def remove_figure(directory: DataDirectory, indicator: str | None, year: str, how: Circumstances) -> Change[Decision]:
    """Take a year's figure out, with its revisions and notes.

    Raises:
        UnpolicyError: one sentence why not; the file is as it was.
    """

    def propose(dataset: Dataset, source: DataFile) -> tuple[Decision, Planned]:
        name, measured = _indicator(dataset, indicator)
        number = resolve_year(year, measured.year_kind)
        figure = measured.figure(number)
        if figure is None:
            raise RefusedError(
                f"{name} has no figure for {number}: nothing to take out.",
                ja=f"{name}には{number}年の実績値がないため、何も変えていません。",
            )
        return Decision("removed", name, figure, None), remove_actual(source, name, number)

    return transact(directory, "indicators", propose, how)


def transact(
    directory: DataDirectory,
    kind: FileKind,
    propose: Propose[T],
    how: Circumstances,
    *,
    sound: bool = True,
) -> Change[T]:
    """Change one of the data files, and require the data afterwards to be valid.

    Args:
        directory: the data.
        kind: which of the files.
        propose: decides on the data and the file as they are, and plans the edit.
        how: how the change is made.
        sound: whether what is wrong with the data is reported before what `propose` refuses, and where it changes
            nothing. A change that makes the data valid is fine in any case.

    Raises:
        UnpolicyError: what `propose` raises, or one sentence why the file cannot be changed; it is as it was.
    """
    transaction = _Transaction(directory, kind, how, sound)
    path = paths_of(directory)[kind]
    if how.dry_run:
        return transaction.work_out(read_source(path), propose)
    with opened(path, wait=how.wait, force=how.force) as file:
        change = transaction.work_out(file.source, propose)
        return change._replace(written=file.write(change.planned, how.words))


def write_fixes(path: Path, fixed: Fixed, how: Circumstances) -> Written:
    """Write the safe fixes that were worked out for a file, which need not be valid before or after.

    Raises:
        ConflictError: the file is another one by now, or another process holds the lock.
        DataError: it could not be written; it is as it was.
    """
    with opened(path, wait=how.wait, force=how.force) as file:
        if file.source.digest != fixed.source.digest:
            raise ConflictError(
                f"{quoted(path)} was changed by somebody else meanwhile; nothing was written: try again.",
                ja=f"{quoted(path)} はその間にほかで変更されました。何も書き込んでいません。もう一度試してください。",
            )
        return file.write(fixed.planned, how.words)


def nothing_planned(source: DataFile, line: int = 1) -> Planned:
    """The edit that leaves a file as it is.

    Args:
        source: the file.
        line: where in it the reader is to look.
    """
    return Planned(source.text, source.text, (), line)


class _Transaction(NamedTuple):
    """What a change is worked out with: the arguments of `transact`."""

    directory: DataDirectory
    kind: FileKind
    how: Circumstances
    sound: bool

    def work_out(self, source: DataFile, propose: Propose[T]) -> Change[T]:
        """Decide, plan, and look at the data as they will be.

        Valid data afterwards are proof enough: rules are asked about the data before only where something is refused.
        """
        paths = paths_of(self.directory)
        files = {**read({kind: path for kind, path in paths.items() if kind != self.kind}), self.kind: source}
        with each_text_once():
            before = models(files, self.how.today) or require_sound(self._inspect(files))
            try:
                decided, planned = propose(before, source)
            except UnpolicyError:
                if self.sound:
                    require_sound(self._inspect(files))
                raise
            after = self._after(before, files, source, planned)
        return Change(decided, self.directory.display(paths[self.kind]), planned, None, before, after)

    def _after(self, before: Dataset, files: Files, source: DataFile, planned: Planned) -> Dataset:
        held: dict[FileKind, Model] = {"targets": before.targets_file, "indicators": before.indicators_file}
        if not planned.changed:
            if self.sound:
                require_sound(self._inspect(files, held))
            return before
        del held[self.kind]
        inspection = self._inspect({**files, self.kind: source.with_text(planned.new_text)}, held)
        if not inspection.sound:
            require_sound(self._inspect(files))
        return _require_valid(inspection)

    def _inspect(self, files: Files, known: Mapping[FileKind, Model] | None = None) -> Inspection:
        return inspect_files(files, as_of=self.how.today, warnings=False, known=known)


def _require_valid(inspection: Inspection) -> Dataset:
    """The data after a change.

    Raises:
        RefusedError: they would be invalid; the sentence names the first errors.
    """
    errors = [one for one in inspection.diagnostics if one.severity == "error"]
    if not errors and inspection.dataset is not None:
        return inspection.dataset
    more = len(errors) - _MOST_NAMED
    en = " ".join(one.message for one in errors[:_MOST_NAMED]) or "the data could not be read back."
    ja = "".join(one.message_ja for one in errors[:_MOST_NAMED]) or "データを読み戻せません。"
    raise RefusedError(
        f"That would make the data invalid, so nothing was written: {en}" + (f" And {more} more." if more > 0 else ""),
        ja=f"データが不正になるため、書き込みませんでした：{ja}" + (f"ほか{more}件。" if more > 0 else ""),
    )


def _indicator(dataset: Dataset, asked: str | None) -> tuple[str, Indicator]:
    """The indicator that is meant: as asked, else the headline target's."""
    wanted = dataset.headline if asked is None else asked
    if wanted is None:
        raise UsageError(
            "There is no headline target, so say which indicator is meant: -i ID.",
            ja="headline の目標がないため、-i で指標の ID を指定してください。",
        )
    name, _ = find_indicator(dataset, wanted)
    if name not in dataset.indicators:
        raise UsageError(f"There is no indicator “{name}”.", ja=f"指標「{name}」はありません。")
    return name, dataset.indicators[name]


def _line(source: DataFile, indicator: str, year: int) -> int:
    """Where a figure stands."""
    from unpolicy.store.places import SourceMap

    return SourceMap(source.text, clean=True).nearest(("indicators", indicator, "actuals", year), "key")[0].line
