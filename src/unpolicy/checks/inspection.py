"""One inspection of the data: read, parse, hold against the models, ask every rule, and find the places.

Sound data costs parsing, validation and the rules over plain figures; places are looked up for problems alone.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from unpolicy.checks import registry
from unpolicy.checks.collected import CheckedFile, Collected, bounded
from unpolicy.checks.diagnostic import DATA_STAGES, Diagnostic, count
from unpolicy.checks.registry import FileKey, Finding
from unpolicy.checks.view import View
from unpolicy.errors import DataError
from unpolicy.model import SECTIONS, Dataset, file_model, filled, kind_of, united
from unpolicy.store.directory import DataDirectory, unread_files
from unpolicy.store.problems import MOST_REPORTED, Parsed
from unpolicy.store.source import DataFile, EncodingError, parse, read_source
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from unpolicy.checks.faults import Fault
    from unpolicy.checks.rules.ignores import Ignore
    from unpolicy.model import FileModel

_SAFE_ENDS = ("\n", "\r")
_NOTHING: Mapping[str, set[str]] = MappingProxyType({})


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
    problems = Collected(names or {}, limit=limit, fixes=fixes)
    run = _Run(files, as_of, problems, warnings=warnings, known=known or {})
    dataset = run.models()
    view = run.ask_rules(dataset)
    if against is not None:
        run.take("U604", against(view))
    return run.finish(dataset)._replace(counts=_counts(view))


def models(
    files: Mapping[FileKey, DataFile | DataError], as_of: date
) -> tuple[Dataset, dict[FileKey, FileModel]] | None:
    """The data of all files, and what each of them holds, without asking any rule; `None` on a structural error."""
    run = _Run(files, as_of, Collected({}, limit=MOST_REPORTED, fixes=False), warnings=False, known={})
    dataset = run.models()
    return None if dataset is None else (dataset, run.held)


class _Run:
    def __init__(
        self,
        files: Mapping[FileKey, DataFile | DataError],
        as_of: date,
        problems: Collected,
        *,
        warnings: bool,
        known: Mapping[FileKey, FileModel],
    ) -> None:
        self._problems = problems
        self._files = problems.files
        self._names = problems.names
        self._known = known
        self._as_of = as_of
        self._warnings = self._asks = warnings
        self._lost: set[FileKey] = set()
        self._owners: dict[tuple[str | int, Any], FileKey] = {}
        self._repeated = False
        # The settings first: they may make an error of what else is not even asked for.
        order = sorted(files.items(), key=lambda entry: entry[0] != "settings")
        sources = {key: source for key, source in order if not isinstance(source, DataError)}
        self._names |= {key: quoted(source.path) for key, source in sources.items() if key not in self._names}
        parsed = {key: parse(source.text, source.data) for key, source in sources.items()}
        for key, source in order:
            if isinstance(source, DataError):
                self._lost.add(key)
                self._unreadable(key, source)
            else:
                self._enter(key, source, parsed[key])
                if key == "settings":
                    self._take_settings(self._files[key])

    def models(self) -> Dataset | None:
        """Holds the files against their models; the data where both fit."""
        inherited = self._fill()
        for key, file in self._files.items():
            if key != "settings":
                self._validate(key, file, inherited)
        self._find_owners()
        whole = all(not file.parsed.problems and file.model is not None for file in self._files.values())
        kinds = {file.kind for file in self._files.values()}
        if not whole or self._lost or self._repeated or not {"targets", "indicators"} <= kinds:
            return None
        return united(self.held)

    def _fill(self) -> Mapping[str, set[str]]:
        """Fills in what parts take over from their wholes; the keys that were filled in, by the part's id."""
        files = {key: file.parsed.data for key, file in self._files.items() if file.kind == "indicators"}
        data, inherited = filled(files)
        for key in data if inherited else ():
            self._files[key].parsed = self._files[key].parsed._replace(data=data[key])
        return inherited

    @property
    def held(self) -> dict[FileKey, Any]:
        """What each file holds, where it fits its model."""
        return {key: file.model for key, file in self._files.items()}

    def _find_owners(self) -> None:
        """Notes which file holds each record, unless it is the one of its kind; no two may hold the same."""
        for kind, sections in SECTIONS.items():
            files = {key: file for key, file in self._files.items() if file.kind == kind}
            for key, file in files.items() if files.keys() != {kind} else ():
                for section in sections:
                    raw = file.parsed.data.get(section)
                    for name in raw if isinstance(raw, dict) else ():
                        first = self._owners.setdefault((section, name), key)
                        if first != key:
                            self._repeat(key, (section, name), first)

    def _repeat(self, key: FileKey, path: tuple[str, Any], first: FileKey) -> None:
        from unpolicy.checks.fixing import Locator

        self._repeated = True
        span, _ = Locator(self._files[first].source, clean=False).locate(Finding(first, path, "", "", on="key"))
        self._problems.report("U005", key, path, f"{self._names[first]}:{span.line}")

    def _placed(self, finding: Finding) -> Finding:
        """A finding of a rule, which knows of one file of each kind, in the file that holds what it is about."""
        path = finding.path
        if not self._owners or len(path) < 2:
            return finding
        if path[0] == "ratings" and isinstance(path[1], int):
            return self._placed_rating(finding, path[1])
        return finding._replace(file=self._owners.get((path[0], path[1]), finding.file))

    def _placed_rating(self, finding: Finding, index: int) -> Finding:
        from unpolicy.checks.salvage import raw_ratings

        for key, file in self._files.items():
            number = len(raw_ratings(file.parsed.data)) if file.kind == "targets" else 0
            if index < number:
                return finding._replace(file=key, path=("ratings", index, *finding.path[2:]))
            index -= number
        return finding

    def ask_rules(self, dataset: Dataset | None) -> View:
        """Asks every rule about each indicator, each target and the data as a whole."""
        view = View.from_dataset(dataset, self._as_of) if dataset is not None else self._salvaged()
        for stage in DATA_STAGES:
            checks = registry.checks(stage, warnings=self._asks)
            # Each record once, for all rules: to fetch thousands from memory takes longer than to ask about one.
            for record in view.records(stage):
                for code, function in checks:
                    for finding in function(*record):
                        self._problems.report_within_limit(code, self._placed(finding))
        return view

    def take(self, code: str, findings: Iterable[Finding]) -> None:
        """Takes what a rule found, each at its place."""
        for finding in findings:
            self._problems.report_within_limit(code, self._placed(finding))

    def finish(self, dataset: Dataset | None) -> Inspection:
        """Finds the places, and leaves out what inline comments silence."""
        sources = {kind: file.source for kind, file in self._files.items()}
        diagnostics = self._problems.diagnostics(warnings=self._warnings)
        off = tuple(sorted(code for code, level in self._problems.levels.items() if level == "off"))
        truncated = frozenset(self._problems.truncated)
        return Inspection(dataset, tuple(diagnostics), sources, truncated=truncated, off=off)

    def _take_settings(self, file: CheckedFile) -> None:
        """Takes over how grave the rules are in this directory, as far as that may be said."""
        self._validate("settings", file)
        asked = {} if file.model is None else file.model.rules
        if not asked:
            return
        from unpolicy.checks.rules.ignores import impossible, levels, unknown

        for code in asked:
            for name, function in (("U801", unknown), ("U802", impossible)):
                self.take(name, function(code, asked[code]))
        self._problems.levels = levels(asked)
        self._asks = self._warnings or "error" in self._problems.levels.values()

    def _unreadable(self, kind: FileKey, error: DataError) -> None:
        from unpolicy.store.layout import Span  # sound data needs no places

        if isinstance(error, EncodingError):
            place = Span(0, 0, error.line, error.column, error.line, error.column + 1)
            self._names.setdefault(kind, quoted(error.path))
            self._problems.report("U002", kind, error, place)
        else:
            self._names.setdefault(kind, f"{kind}.yaml")
            self._problems.report("U001", kind, error, Span(0, 0, 1, 1, 1, 1))

    def _enter(self, kind: FileKey, source: DataFile, parsed: Parsed) -> None:
        unmerged = any(problem.kind == "conflict" for problem in parsed.problems)
        ignores = [] if unmerged else _ignores(kind, source.text, parsed)
        self._files[kind] = CheckedFile(source, self._names[kind], parsed, kind_of(kind), ignores)
        if parsed.problems:
            from unpolicy.checks.rules.syntax import BY_KIND

            for problem in parsed.problems:
                self._problems.report(BY_KIND[problem.kind], kind, problem)
            self._problems.truncated |= {
                (self._names[kind], BY_KIND[problem_kind]) for problem_kind in parsed.truncated
            }
        if self._asks and not unmerged:
            self.take("U004", (registry.rules()["U004"].function(kind, name) for name in unread_files(source.path)))
            self._look_at_text(kind, source)

    def _look_at_text(self, kind: FileKey, source: DataFile) -> None:
        text = source.text
        if text and not text.endswith(_SAFE_ENDS):
            from unpolicy.store.layout import Lines

            self._problems.report("U606", kind, Lines(text).span(len(text), len(text)))
        if not (text.isascii() and "\\" not in text):
            from unpolicy.checks.rules.files import invisible

            found = list(invisible(kind, text))
            if len(found) > MOST_REPORTED:  # it looks for no more than that, whatever is reported
                self._problems.truncated.add((self._names[kind], "U003"))
            self.take("U003", found)

    def _validate(self, kind: FileKey, file: CheckedFile, inherited: Mapping[str, set[str]] = _NOTHING) -> None:
        if any(problem.kind in {"conflict", "empty", "not-a-mapping"} for problem in file.parsed.problems):
            return
        if kind in self._known:
            file.model = self._known[kind]
            return
        data, cut, model = file.parsed.data, set[str](), file_model(kind)
        if self._problems.limit is not None:
            data, cut = bounded(file.kind, model, data)
        try:
            file.model = model.model_validate(data)
        except ValidationError as error:
            from unpolicy.checks.faults import faults

            file.parsed = file.parsed._replace(data=data)
            found, truncated = faults(kind, data, error, file.parsed.left_out, self._problems.limit)
            # What is wrong with what was taken over is said of the whole.
            file.faults = [fault for fault in found if not _is_inherited(fault, inherited)]
            for fault in file.faults:
                self._problems.report(fault.code, fault)
            self._problems.truncated |= {(file.name, code) for code in truncated | cut}

    def _salvaged(self) -> View:
        from unpolicy.checks.salvage import salvage

        return salvage(self._files, self._as_of, self._lost)


def _is_inherited(fault: Fault, inherited: Mapping[str, set[str]]) -> bool:
    path = fault.path
    return len(path) > 2 and path[0] == "indicators" and path[2] in inherited.get(str(path[1]), ())


def _counts(view: View) -> tuple[int, int, int]:
    figures = sum(len(indicator.actuals) for indicator in view.indicators.values())
    return len(view.targets), len(view.indicators), figures


def _ignores(kind: FileKey, text: str, parsed: Parsed) -> list[Ignore]:
    if "unpolicy:" not in text:
        return []
    from unpolicy.checks.rules import ignores

    return ignores.find_ignores(kind, text, parsed)


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
