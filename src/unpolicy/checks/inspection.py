"""An inspection of the data: of which files, what it found, and what of that is asked for.

Sound data costs parsing, validation and the rules over plain figures; places are looked up for problems alone.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.find import is_chosen
from unpolicy.checks import Diagnostic, count
from unpolicy.checks.rules import FileKey, Finding, View, rules
from unpolicy.checks.run import Run
from unpolicy.errors import DataError, UsageError
from unpolicy.model import Dataset, file_model, filled
from unpolicy.store.directory import DataDirectory, find_data, key_of
from unpolicy.store.problems import MOST_REPORTED
from unpolicy.store.source import DataFile, parse, read_source, read_standard_input
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from unpolicy.model import FileModel

STDIN = "-"


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
    found = tuple(run.diagnostics())
    sources = {key: file.source for key, file in run.files.items()}
    off = tuple(sorted(code for code, level in run.levels.items() if level == "off"))
    return Inspection(dataset, found, sources, _counts(view), frozenset(run.truncated), off)


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


class Selected(NamedTuple):
    """Files that belong together.

    Attributes:
        label: what they are called as a whole.
        paths: the files, by kind; what one refers to is looked up in the other.
        asked: the kinds that were asked for; of the other, what involves them is shown.
        given: a text that is no file, by kind.
        names: what messages call the files.
    """

    label: str
    paths: Mapping[FileKey, Path]
    asked: frozenset[FileKey]
    given: Mapping[FileKey, DataFile | DataError]
    names: Mapping[FileKey, str]


def select_files(arguments: Sequence[str], here: Path) -> list[Selected]:
    """What the arguments mean.

    Args:
        arguments: directories, files or ``-``.
        here: the working directory.

    Raises:
        DataError: a path leads to nothing that can be read.
        UsageError: one kind of file is named twice in one directory, or ``-`` twice.
    """
    if arguments.count(STDIN) > 1:
        raise UsageError("Standard input can be read once only.", ja="標準入力は一度しか読めません。")
    chosen: dict[Path, Selected] = {}
    alone = []
    for argument in arguments:
        if argument == STDIN:
            alone.append(_from_stdin(read_standard_input()))
        elif Path(argument).is_dir():
            directory = find_data(Path(argument), os.environ, here)
            chosen[directory.path.resolve()] = whole(directory.paths, directory.display(directory.path), here)
        elif (known := key_of(Path(argument), here)) is not None:
            _add_file(chosen, Path(argument), *known, here)
        else:
            alone.append(_alone(Path(argument), here))
    return [*chosen.values(), *alone]


def whole(paths: Mapping[FileKey, Path], label: str, here: Path) -> Selected:
    """The files of a data directory."""
    return _selected(paths, frozenset(paths), label if label.endswith("/") else f"{label}/", here)


def involving(
    asked: Selected, found: Inspection, alone: Callable[[frozenset[FileKey]], Inspection]
) -> list[Diagnostic]:
    """The problems that involve the files asked for: their own, and those of the other that would not be without them.

    An error that keeps a part of the other from being read is one too, since that part may refer to them.

    Args:
        asked: the files.
        found: what was found in all of them together.
        alone: inspects the files of some kinds by themselves.
    """
    names = {asked.names[kind] for kind in asked.asked}
    if all(problem.path in names for problem in found.diagnostics):
        return list(found.diagnostics)
    known = rules()
    without = set(alone(frozenset(asked.names) - asked.asked).diagnostics)
    return [
        problem
        for problem in found.diagnostics
        if problem.path in names
        or problem not in without
        or (problem.severity == "error" and known[problem.code].stage in {"file", "syntax", "structure"})
    ]


class _Owner(NamedTuple):
    """Who answers for a record and what it is chosen by, as the file has it; nothing is assumed of that."""

    tags: tuple[str, ...]
    responsible: str | None

    @classmethod
    def from_record(cls, record: object) -> _Owner:
        given = record if isinstance(record, dict) else {}
        tags, name = given.get("tags"), given.get("responsible")
        texts = name.values() if isinstance(name, dict) else [] if name is None else [name]
        return cls(tuple(map(str, tags if isinstance(tags, list) else ())), "\n".join(map(str, texts)) or None)


def concerning(found: Inspection, tags: Sequence[str], responsible: str | None) -> list[Diagnostic] | None:
    """The problems of records with a tag or an owner, of the goals of such targets, and those of no record at all.

    Args:
        found: what was found.
        tags: the tags; any will do when empty.
        responsible: part of the name of who answers for it; anybody when `None`.

    Returns:
        The problems; `None` where nothing has such a tag or is theirs, which is not sound.
    """
    data, _ = filled({key: parse(file.text).data for key, file in found.sources.items()})
    records = {
        section: {name: record for raw in data.values() for name, record in _held(raw.get(section))}
        for section in ("indicators", "targets")
    }
    indicators = records["indicators"]
    wanted = {
        ("indicators", name)
        for name in indicators
        if is_chosen(tags, responsible, _Owner.from_record(indicators[name]))
    }
    for name, target in records["targets"].items():
        given = target if isinstance(target, dict) else {}
        measured = indicators.get(str(given.get("indicator")))
        if is_chosen(tags, responsible, _Owner.from_record(target), _Owner.from_record(measured)):
            wanted |= {("targets", name), ("goals", str(given.get("goal")))}
    shown = [problem for problem in found.diagnostics if problem.record is None or problem.record in wanted]
    return shown if wanted or shown else None


def _held(section: object) -> list[tuple[str, object]]:
    return [(str(name), record) for name, record in section.items()] if isinstance(section, dict) else []


def kind_of(text: str) -> FileKey:
    """Which of the files a text is, by the keys at its top."""
    keys = parse(text).data.keys()
    if "indicators" in keys:
        return "indicators"
    of_settings = file_model("settings").model_fields.keys() - {"version"}
    return "settings" if keys & of_settings and "policy" not in keys else "targets"


def _add_file(chosen: dict[Path, Selected], path: Path, folder: Path, key: FileKey, here: Path) -> None:
    before = chosen.get(folder.resolve())
    asked = frozenset({key}) | (before.asked if before is not None else frozenset())
    siblings: dict[FileKey, Path] = DataDirectory.at(folder, here).paths | {key: path}
    paths = {other: at for other, at in siblings.items() if other in asked or at.exists()}
    label = ", ".join(_shown(paths[other], here) for other in sorted(asked))
    chosen[folder.resolve()] = _selected(paths, asked, label, here)


def _alone(path: Path, here: Path) -> Selected:
    kind = kind_of(read_source(path).text)
    return _selected({kind: path}, frozenset({kind}), _shown(path, here), here)


def _from_stdin(data: bytes) -> Selected:
    name = "<stdin>"
    try:
        source: DataFile | DataError = DataFile.from_bytes(Path(name), data)
    except DataError as error:
        source = error
    kind: FileKey = kind_of(source.text) if isinstance(source, DataFile) else "targets"
    return Selected(name, {}, frozenset({kind}), {kind: source}, {kind: name})


def _selected(paths: Mapping[FileKey, Path], asked: Iterable[FileKey], label: str, here: Path) -> Selected:
    names = {kind: _shown(path, here) for kind, path in paths.items()}
    return Selected(label, paths, frozenset(asked), {}, names)


def _shown(path: Path, here: Path) -> str:
    try:
        return quoted(path.relative_to(here))
    except ValueError:
        return quoted(path)
