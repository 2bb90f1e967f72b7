"""The one way from a request to changed files: they stay valid, or stay as they were.

A change is worked out on what the file holds once its lock is held; the data afterwards are inspected like any other.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from unpolicy.checks.inspection import Inspection, inspect_files, models, read, require_sound
from unpolicy.errors import ConflictError, DataError, RefusedError, UnpolicyError
from unpolicy.model import Dataset, holder, kind_of
from unpolicy.store.journal import Origin
from unpolicy.store.source import DataFile, each_text_once, read_source
from unpolicy.store.splice import Planned
from unpolicy.store.write import Written, opened, opened_together, write_together
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from unpolicy.checks.fixing import Fixed
    from unpolicy.checks.rules import FileKey, FileKind
    from unpolicy.store.directory import DataDirectory

    ReadFiles = Mapping[FileKey, DataFile | DataError]
    Models = Mapping[FileKey, Any]
    Sources = Mapping[FileKey, DataFile]
    Propose = Callable[[Dataset, DataFile], tuple["T", Planned]]
    Plan = Callable[["T", FileKey, DataFile, Models], Planned]

T = TypeVar("T")

_NO_BASELINE = "U501"
"""The rule that finds baselines without a figure: what is loaded piece by piece lacks them at first."""
_MOST_NAMED = 5
"""How many errors of data that a change would make invalid are named."""


class Circumstances(NamedTuple):
    """How a change is made.

    Attributes:
        today: the day on which years have ended or not.
        wait: seconds to wait for another writer.
        dry_run: whether to work it out without writing.
        force: whether a data file may have been made read-only.
        origin: what the journal notes a change under.
    """

    today: date
    wait: float = 10.0
    dry_run: bool = False
    force: bool = False
    origin: Origin = Origin()


class Change(NamedTuple, Generic[T]):
    """What a change did, or would do.

    Attributes:
        decided: what was decided: a `Decision`, many of them, or a rating.
        path: the data file as people call it.
        planned: the edit of its text.
        written: what became of it; `None` when it was only tried.
        before: the data before the change.
        after: the data after it.
        more: path, edit and outcome of further files, where the change is one of several.
        lacking: how many figures of baselines the data still lack; nothing else is wrong with them.
    """

    decided: T
    path: str
    planned: Planned
    written: Written | None
    before: Dataset
    after: Dataset
    more: tuple[tuple[str, Planned, Written | None], ...] = ()
    lacking: int = 0

    @property
    def notices(self) -> list[tuple[str, str]]:
        """What the reader must know beside what was decided, in English and Japanese."""
        said = [notice for _, _, written in self.steps if written for notice in written.notices]
        what = (
            "1 baseline still lacks its figure" if self.lacking == 1 else f"{self.lacking} baselines still lack figures"
        )
        en = f"{what}: unpolicy validate lists them."
        ja = f"基準値のない目標がまだ{self.lacking}件あります。一覧は unpolicy validate で見られます。"
        return [*said, *([(en, ja)] if self.lacking else [])]

    @property
    def steps(self) -> tuple[tuple[str, Planned, Written | None], ...]:
        """Path, edit and outcome of every file."""
        return (self.path, self.planned, self.written), *self.more

    @property
    def happened(self) -> bool:
        """Whether a file was written."""
        return any(written is not None and planned.changed for _, planned, written in self.steps)


def transact(
    directory: DataDirectory,
    kind: FileKind,
    propose: Propose[T],
    how: Circumstances,
    *,
    find_id: Callable[[Dataset], str],
) -> Change[T]:
    """Change one record, in the data file that holds it, and require the data afterwards to be valid.

    Args:
        directory: the data.
        kind: the kind of the file, and the section of the record.
        propose: decides on the data and the file as they are, and plans the edit.
        how: how the change is made.
        find_id: finds the id of the record.

    Raises:
        UnpolicyError: what `propose` raises, or one sentence why the file cannot be changed; it is as it was.
    """
    key, path = _holding(directory, kind, find_id, how)

    def decide_on(dataset: Dataset, sources: Sources, _: Models) -> tuple[T, dict[FileKey, Planned]]:
        decided, planned = propose(dataset, sources[key])
        return decided, {key: planned}

    return _Transaction(directory, how, decide_on, sound=True).carry_out({key: path})


def transact_many(
    directory: DataDirectory,
    decide_all: Callable[[Dataset], T],
    plan: Plan[T],
    how: Circumstances,
    new: Mapping[FileKey, Path] = MappingProxyType({}),
) -> Change[T]:
    """Change many records, in whichever files hold them, and in new ones; all or none.

    Errors that the data have before the change are reported only where it does not mend them: data may lack what rules
    ask for, figures of baselines above all, and this is how they get them.

    Args:
        directory: the data.
        decide_all: decides on the data as they are.
        plan: plans the edit of one file, given what was decided, the file's key, the file, and what all files hold.
        how: how the change is made.
        new: files that may be made, by their keys.

    Raises:
        UnpolicyError: one sentence why a file cannot be changed; all are as they were.
    """
    kinds = ("indicators", "targets") if new else ("indicators",)
    paths = {key: path for key, path in directory.paths.items() if kind_of(key) in kinds} | dict(new)

    def decide_on(dataset: Dataset, sources: Sources, held: Models) -> tuple[T, dict[FileKey, Planned]]:
        decided = decide_all(dataset)
        plans = {key: plan(decided, key, source, held) for key, source in sources.items()}
        changed = {key: planned for key, planned in plans.items() if planned.changed}
        return decided, changed or dict([next(iter(plans.items()))])

    return _Transaction(directory, how, decide_on, sound=False).carry_out(paths, new)


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
        return file.write(fixed.planned, how.origin)


def nothing_planned(source: DataFile, line: int = 1) -> Planned:
    """An edit that changes nothing, with the line to show the reader."""
    return Planned(source.text, source.text, (), line)


def _holding(
    directory: DataDirectory, kind: FileKind, find_id: Callable[[Dataset], str], how: Circumstances
) -> tuple[FileKey, Path]:
    """The file that holds a record, by its key and its path."""
    paths = directory.paths
    keys = [key for key in paths if kind_of(key) == kind]
    if len(keys) == 1:
        return keys[0], paths[keys[0]]
    files = read(paths)
    found = models(files, how.today)
    if found is None:
        found = require_sound(inspect_files(files, as_of=how.today, warnings=False)), {}
    key = holder(found[1], kind, find_id(found[0])) or keys[0]
    return key, paths[key]


class _Transaction(NamedTuple, Generic[T]):
    """What a change is worked out with.

    Attributes:
        directory: the data.
        how: how the change is made.
        decide_on: decides on the data, the files and what each holds, and plans the edit of each file that changes.
        sound: whether what is wrong with the data is reported before what is refused, and where nothing changes. A
            change that makes the data valid is fine in any case.
    """

    directory: DataDirectory
    how: Circumstances
    decide_on: Callable[[Dataset, Sources, Models], tuple[T, dict[FileKey, Planned]]]
    sound: bool

    def carry_out(self, paths: Mapping[FileKey, Path], new: Mapping[FileKey, Path] = MappingProxyType({})) -> Change[T]:
        """Work the change out on files while no other writer changes them, and write it unless it is only tried.

        Args:
            paths: the files that may change; where only one may, it is refused at once if it is read-only.
            new: those of them that need not be there.
        """
        directory, how, tried = self.directory, self.how, None
        if how.dry_run or new:  # no folder is made for a file that is not made in the end
            sources = {key: read_source(path, new=key in new) for key, path in paths.items()}
            tried = self.work_out(sources)
            if how.dry_run:
                return tried
            changed = {path for path, planned, _ in tried.steps if planned.changed}
            paths = {k: path for k, path in paths.items() if k in directory.paths or directory.display(path) in changed}
        force = how.force or not self.sound
        with opened_together(paths, wait=how.wait, force=force, new=bool(new)) as files:
            same = tried is not None and all(file.source.data == sources[key].data for key, file in files.items())
            current = {key: file.source for key, file in files.items()}
            change = tried if tried is not None and same else self.work_out(current)
            shown = {directory.display(paths[key]): file for key, file in files.items()}
            plans = [(shown[path], planned) for path, planned, _ in change.steps]
            first, *rest = write_together(plans, how.origin, force=how.force)
            more = ((path, planned, done) for (path, planned, _), done in zip(change.more, rest, strict=True))
            return change._replace(written=first, more=tuple(more))

    def work_out(self, sources: Sources) -> Change[T]:
        """Decide, plan, and look at the data as they will be.

        Valid data afterwards are proof enough: rules are asked about the data before only where something is refused.
        """
        listed = self.directory.paths
        paths = listed | {key: source.path for key, source in sources.items()}
        others = read({key: path for key, path in listed.items() if key not in sources})
        files = {key: sources[key] if key in sources else others[key] for key in listed}
        with each_text_once():
            found = models(files, self.how.today)
            before, held = found or (require_sound(self._inspect(files)), {})
            try:
                decided, plans = self.decide_on(before, sources, held)
            except UnpolicyError:
                if self.sound:
                    require_sound(self._inspect(files))
                raise
            new = {key: sources[key].with_text(planned.new_text) for key, planned in plans.items() if planned.changed}
            after, lacking = self._after(before, held, files, new)
        first, *rest = [(self.directory.display(paths[key]), planned, None) for key, planned in plans.items()]
        return Change(decided, *first, before, after, tuple(rest), lacking)

    def _after(self, before: Dataset, held: Models, files: ReadFiles, new: Sources) -> tuple[Dataset, int]:
        """The data after the change, and how many figures of baselines they lack where they lacked them before."""
        if not new:
            if self.sound:
                require_sound(self._inspect(files, held))
            return before, 0
        inspection = self._inspect({**files, **new}, {key: model for key, model in held.items() if key not in new})
        if not inspection.sound:
            earlier = self._inspect(files)
            lacking, lacked = _lacking(inspection), _lacking(earlier)
            if inspection.dataset is not None and lacking is not None and lacked is not None and lacking < lacked:
                return inspection.dataset, lacking
            require_sound(earlier)
        return _require_valid(inspection), 0

    def _inspect(self, files: ReadFiles, known: Models | None = None) -> Inspection:
        return inspect_files(files, as_of=self.how.today, warnings=False, known=known)


def _lacking(inspection: Inspection) -> int | None:
    """How many figures of baselines the data lack; `None` where something else is wrong with them."""
    errors = [problem for problem in inspection.diagnostics if problem.severity == "error"]
    return len(errors) if all(problem.code == _NO_BASELINE for problem in errors) else None


def _require_valid(inspection: Inspection) -> Dataset:
    """The data after a change.

    Raises:
        RefusedError: they would be invalid; the sentence names the first errors.
    """
    errors = [problem for problem in inspection.diagnostics if problem.severity == "error"]
    if not errors and inspection.dataset is not None:
        return inspection.dataset
    more = len(errors) - _MOST_NAMED
    en = " ".join(problem.message for problem in errors[:_MOST_NAMED]) or "the data could not be read back."
    ja = "".join(problem.message_ja for problem in errors[:_MOST_NAMED]) or "データを読み戻せません。"
    raise RefusedError(
        f"That would make the data invalid, so nothing was written: {en}" + (f" And {more} more." if more > 0 else ""),
        ja=f"データが不正になるため、書き込みませんでした：{ja}" + (f"ほか{more}件。" if more > 0 else ""),
    )
