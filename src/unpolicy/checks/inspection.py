"""One inspection of the data: read, parse, hold against the models, ask every rule, and find the places.

Sound data costs parsing, validation and the rules over plain figures; places are looked up for problems alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.checks.diagnostic import count
from unpolicy.checks.run import Run
from unpolicy.errors import DataError
from unpolicy.store.problems import MOST_REPORTED
from unpolicy.store.source import DataFile, read_source
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from unpolicy.checks.diagnostic import Diagnostic
    from unpolicy.checks.registry import FileKey, Finding, View
    from unpolicy.model import Dataset, FileModel
    from unpolicy.store.directory import DataDirectory


class Inspection(NamedTuple):
    """What an inspection found.

    Attributes:
        dataset: the data, where no file holds a structural error; rules may still have something to say.
        diagnostics: every problem, by file, line and column.
        sources: the files as they were read, by kind; one that could not be read is absent.
        counts: how many targets, indicators and figures could be read.
        truncated: the files and rules of which there are more problems than the thousand that are reported.
        off: the rules that the settings turn off.
    """

    dataset: Dataset | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[FileKey, DataFile]
    counts: tuple[int, int, int] = (0, 0, 0)
    truncated: frozenset[tuple[str, str]] = frozenset()
    off: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether there is no error; warnings do not count."""
        return count(self.diagnostics)[0] == 0


def load(directory: DataDirectory, as_of: date) -> Dataset:
    """The data, free of errors; warnings are not asked for.

    Args:
        directory: where it is.
        as_of: the day on which the data is judged.

    Raises:
        DataError: there are errors; the sentence names the first and how to see all.
    """
    paths = directory.paths
    names: dict[FileKey, str] = {kind: quoted(directory.display(path)) for kind, path in paths.items()}
    return require_sound(inspect_files(read(paths), as_of=as_of, warnings=False, names=names, fixes=False))


def require_sound(inspection: Inspection) -> Dataset:
    """The data of an inspection without errors.

    Raises:
        DataError: there are errors; the sentence names the first and how to see all.
    """
    if inspection.dataset is None or not inspection.sound:
        raise _first_error(inspection)
    return inspection.dataset


def read(paths: Mapping[FileKey, Path]) -> dict[FileKey, DataFile | DataError]:
    """The files, or why they cannot be read."""
    found: dict[FileKey, DataFile | DataError] = {}
    for kind, path in paths.items():
        try:
            found[kind] = read_source(path)
        except DataError as error:
            found[kind] = error
    return found


def inspect_files(  # noqa: PLR0913 - all but the first are given by name
    files: Mapping[FileKey, DataFile | DataError],
    *,
    as_of: date,
    warnings: bool = True,
    names: Mapping[FileKey, str] | None = None,
    against: Callable[[View], Iterable[Finding]] | None = None,
    limit: int | None = MOST_REPORTED,
    known: Mapping[FileKey, FileModel] | None = None,
    fixes: bool = True,
) -> Inspection:
    """Inspects files that were read already; one of the two kinds may be absent, and nothing is asked of it then.

    Args:
        files: the files, or why they could not be read.
        as_of: the day on which the data is judged.
        warnings: whether rules that only warn are asked too.
        names: what messages call the files; else their paths.
        against: compares the promises of today with those of an earlier revision.
        limit: how many problems are reported of each rule in a file; all when `None`.
        known: what some of the files were read as already.
        fixes: whether it is worked out how to put the problems right, which takes longer than to find them.
    """
    run = Run(files, as_of, names=names, warnings=warnings, known=known, limit=limit, fixes=fixes)
    dataset = run.models()
    view = run.ask_rules(dataset)
    if against is not None:
        run.take("U604", against(view))
    sources = {key: file.source for key, file in run.files.items()}
    off = tuple(sorted(code for code, level in run.levels.items() if level == "off"))
    return Inspection(dataset, tuple(run.diagnostics()), sources, _counts(view), frozenset(run.truncated), off)


def models(
    files: Mapping[FileKey, DataFile | DataError], as_of: date
) -> tuple[Dataset, dict[FileKey, FileModel]] | None:
    """The data of all files, and what each of them holds, without asking any rule; `None` on a structural error."""
    run = Run(files, as_of)
    dataset = run.models()
    return None if dataset is None else (dataset, run.held)


def _counts(view: View) -> tuple[int, int, int]:
    figures = sum(len(indicator.actuals) for indicator in view.indicators.values())
    return len(view.targets), len(view.indicators), figures


def _first_error(inspection: Inspection) -> DataError:
    errors = [problem for problem in inspection.diagnostics if problem.severity == "error"]
    first = errors[0]
    place = "" if first.code == "U001" else f"{first.path}:{first.line}:{first.column}: "
    number = f"{'more than ' if inspection.truncated else ''}{len(errors):,}"
    rest = f"{'' if inspection.truncated else 'all '}{number} problems" if len(errors) > 1 else "the place"
    number_ja = f"{len(errors):,}件以上" if inspection.truncated else f"{len(errors):,}件すべて"
    rest_ja = number_ja if len(errors) > 1 else "その場所"
    return DataError(
        f"{place}{first.message.rstrip('.')} (run `unpolicy validate` to see {rest}).",
        ja=f"{place}{first.message_ja}（`unpolicy validate` で{rest_ja}を確かめられます）",
    )
