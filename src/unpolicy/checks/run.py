"""One run over the files: parse, hold against the models, ask every rule, and find the places of what they find.

A file with a million of one mistake must not cost gigabytes: `unpolicy.store.problems.MOST_REPORTED` places of a file
are reported for each rule, and that there are more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from unpolicy.checks import Diagnostic
from unpolicy.checks.rules import DataPath, FileKey, Finding, View, checks, rules
from unpolicy.errors import DataError
from unpolicy.model import SECTIONS, Dataset, Record, file_model, filled, keys, kind_of, united
from unpolicy.store.directory import unread_files
from unpolicy.store.problems import MOST_REPORTED, Parsed
from unpolicy.store.source import DataFile, EncodingError, parse
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from unpolicy.checks.faults import Fault
    from unpolicy.checks.rules.ignores import Ignore
    from unpolicy.model import FileModel
    from unpolicy.names import Level

MOST_KEYS = MOST_REPORTED + 500
"""More keys than this are in no sound record, nor in its mapping of years."""

_YEARS = {"targets": "yearly", "indicators": "actuals"}
_SAFE_ENDS = ("\n", "\r")


@dataclass(eq=False, repr=False)
class CheckedFile:
    """A file as far as its inspection has come.

    Attributes:
        source: the file as it was read.
        name: what messages call it.
        parsed: what it says.
        kind: what kind of file it is.
        shape: what it may hold.
        ignores: its comments that silence a rule.
        model: what it holds, where all that could be parsed fits its model.
        faults: where it does not.
    """

    source: DataFile
    name: str
    parsed: Parsed
    kind: str
    shape: type[Record]
    ignores: list[Ignore] = field(default_factory=list)
    model: Any = None
    faults: list[Fault] = field(default_factory=list)


class Run:
    """What is known of the files so far, and the problems found.

    Attributes:
        files: the files that could be read.
        levels: how grave the settings make a rule.
        truncated: the files and rules of which there are more problems than are reported.

    Args:
        files: the files, or why they could not be read.
        as_of: the day on which the data is judged.
        names: what messages call the files, where that is known.
        warnings: whether rules that only warn are asked too.
        known: what some of the files were read as already.
        limit: how many problems are reported of each rule in a file; all when `None`.
        fixes: whether it is worked out how to put the problems right.
    """

    def __init__(  # noqa: PLR0913 - all but two are given by name
        self,
        files: Mapping[FileKey, DataFile | DataError],
        as_of: date,
        *,
        names: Mapping[FileKey, str] | None = None,
        warnings: bool = False,
        known: Mapping[FileKey, FileModel] | None = None,
        limit: int | None = MOST_REPORTED,
        fixes: bool = False,
    ) -> None:
        self.files: dict[FileKey, CheckedFile] = {}
        self.levels: Mapping[str, Level] = {}
        self.truncated: set[tuple[str, str]] = set()
        self._known = known or {}
        self._as_of = as_of
        self._warnings = self._asks = warnings
        self._limit = limit
        self._fixes = fixes
        self._found: list[tuple[str, Finding]] = []
        self._number: Counter[tuple[str, FileKey]] = Counter()
        self._lost: set[FileKey] = set()
        self._owners: dict[tuple[str | int, Any], FileKey] = {}
        self._inherited: Mapping[str, set[str]] = {}
        self._repeated = False
        # The settings first: they may make an error of what else is not even asked for.
        order = sorted(files.items(), key=lambda entry: entry[0] != "settings")
        sources = {key: source for key, source in order if not isinstance(source, DataError)}
        self._names = {key: quoted(source.path) for key, source in sources.items()} | dict(names or {})
        parsed = {key: parse(source.text, source.data) for key, source in sources.items()}
        for key, source in order:
            if isinstance(source, DataError):
                self._lost.add(key)
                self._unreadable(key, source)
            else:
                self._enter(key, CheckedFile(source, self._names[key], parsed[key], kind_of(key), file_model(key)))
                if key == "settings":
                    self._take_settings(self.files[key])

    def models(self) -> Dataset | None:
        """Holds the files against their models; the data where both fit."""
        self._fill()
        for key, file in self.files.items():
            if key != "settings":
                self._validate(key, file)
        self._find_owners()
        whole = all(not file.parsed.problems and file.model is not None for file in self.files.values())
        kinds = {file.kind for file in self.files.values()}
        if not whole or self._lost or self._repeated or not {"targets", "indicators"} <= kinds:
            return None
        return united(self.held)

    def _fill(self) -> None:
        """Fills in what parts take over from their wholes, and notes the keys that were filled in, by the part's id."""
        files = {key: file.parsed.data for key, file in self.files.items() if file.kind == "indicators"}
        data, self._inherited = filled(files)
        for key in data if self._inherited else ():
            self.files[key].parsed = self.files[key].parsed._replace(data=data[key])

    @property
    def held(self) -> dict[FileKey, Any]:
        """What each file holds, where it fits its model."""
        return {key: file.model for key, file in self.files.items()}

    def _find_owners(self) -> None:
        """Notes which file holds each record, unless it is the one of its kind; no two may hold the same."""
        for kind, sections in SECTIONS.items():
            files = {key: file for key, file in self.files.items() if file.kind == kind}
            for key, file in files.items() if files.keys() != {kind} else ():
                for section in sections:
                    raw = file.parsed.data.get(section)
                    for name in raw if isinstance(raw, dict) else ():
                        first = self._owners.setdefault((section, name), key)
                        if first != key:
                            self._repeat(key, (section, name), first)

    def _repeat(self, key: FileKey, path: tuple[str, Any], first: FileKey) -> None:
        from unpolicy.checks.fixing import SourceMap

        self._repeated = True
        span, _ = SourceMap(self.files[first].source.text).nearest(path, "key")
        self._report("U005", key, path, f"{self._names[first]}:{span.line}")

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

        for key, file in self.files.items():
            number = len(raw_ratings(file.parsed.data)) if file.kind == "targets" else 0
            if index < number:
                return finding._replace(file=key, path=("ratings", index, *finding.path[2:]))
            index -= number
        return finding

    def ask_rules(self, dataset: Dataset | None) -> View:
        """Asks every rule about each indicator, each target and the data as a whole."""
        if dataset is not None:
            view = View.from_dataset(dataset, self._as_of)
        else:
            from unpolicy.checks.salvage import salvage

            view = salvage(self.files, self._as_of, self._lost)
        for stage, functions in checks(warnings=self._asks).items():
            # Each record once, for all rules: to fetch thousands from memory takes longer than to ask about one.
            for record in view.records(stage):
                for code, function in functions:
                    for finding in function(record):
                        self._report_within_limit(code, finding)
        return view

    def take(self, code: str, findings: Iterable[Finding]) -> None:
        """Takes what a rule found, each at its place."""
        for finding in findings:
            self._report_within_limit(code, finding)

    def _take_settings(self, file: CheckedFile) -> None:
        """Takes over how grave the rules are in this directory, as far as that may be said."""
        self._validate("settings", file)
        asked = {} if file.model is None else file.model.rules
        if not asked:
            return
        from unpolicy.checks.rules.ignores import impossible, levels, unknown

        for code, level in asked.items():
            self.take("U801", unknown(code))
            self.take("U802", impossible(code, level))
        self.levels = levels(asked)
        self._asks = self._warnings or "error" in self.levels.values()

    def _unreadable(self, kind: FileKey, error: DataError) -> None:
        from unpolicy.store.layout import Span  # sound data needs no places

        if isinstance(error, EncodingError):
            place = Span(0, 0, error.line, error.column, error.line, error.column + 1)
            self._names.setdefault(kind, quoted(error.path))
            self._report("U002", kind, error, place)
        else:
            self._names.setdefault(kind, f"{kind}.yaml")
            self._report("U001", kind, error, Span(0, 0, 1, 1, 1, 1))

    def _enter(self, key: FileKey, file: CheckedFile) -> None:
        self.files[key] = file
        source, parsed = file.source, file.parsed
        unmerged = any(problem.kind == "conflict" for problem in parsed.problems)
        if "unpolicy:" in source.text and not unmerged:
            from unpolicy.checks.rules.ignores import find_ignores

            file.ignores = find_ignores(key, source.text, parsed)
        if parsed.problems:
            from unpolicy.checks.rules.syntax import BY_KIND

            for problem in parsed.problems:
                self._report(BY_KIND[problem.kind], key, problem)
            self.truncated |= {(file.name, BY_KIND[problem_kind]) for problem_kind in parsed.truncated}
        if self._asks and not unmerged:
            self.take("U004", (rules()["U004"].function(key, name) for name in unread_files(source.path)))
            self._look_at_text(key, source)

    def _look_at_text(self, kind: FileKey, source: DataFile) -> None:
        text = source.text
        if text and not text.endswith(_SAFE_ENDS):
            from unpolicy.store.layout import Lines

            self._report("U606", kind, Lines(text).span(len(text), len(text)))
        if not (text.isascii() and "\\" not in text):
            from unpolicy.checks.rules.files import invisible

            found = list(invisible(kind, text))
            if len(found) > MOST_REPORTED:  # it looks for no more than that, whatever is reported
                self.truncated.add((self._names[kind], "U003"))
            self.take("U003", found)

    def _validate(self, kind: FileKey, file: CheckedFile) -> None:
        if any(problem.kind in {"conflict", "empty", "not-a-mapping"} for problem in file.parsed.problems):
            return
        if kind in self._known:
            file.model = self._known[kind]
            return
        data, cut = file.parsed.data, set[str]()
        if self._limit is not None:
            data, cut = bounded(file.kind, file.shape, data)
        try:
            file.model = file.shape.model_validate(data)
        except ValidationError as error:
            from unpolicy.checks.faults import faults

            file.parsed = file.parsed._replace(data=data)
            found, truncated = faults(kind, data, error, file.parsed.left_out, self._limit)
            # What is wrong with what was taken over is said of the whole.
            file.faults = [fault for fault in found if not self._is_inherited(fault.path)]
            for fault in file.faults:
                self._report(fault.code, fault)
            self.truncated |= {(file.name, code) for code in truncated | cut}

    def _is_inherited(self, path: DataPath) -> bool:
        return len(path) > 2 and path[0] == "indicators" and path[2] in self._inherited.get(str(path[1]), ())

    def _report_within_limit(self, code: str, finding: Finding) -> None:
        """Takes a finding of a rule that may have thousands, unless as many as are reported were taken."""
        finding = self._placed(finding)
        # What is beyond the limit might be what no comment silences.
        limit = None if any(file.ignores for file in self.files.values()) else self._limit
        self._number[code, finding.file] += 1
        if limit is None or self._number[code, finding.file] <= limit:
            self._found.append((code, finding))
        else:
            self.truncated.add((self._names[finding.file], code))

    def _report(self, code: str, *arguments: Any) -> None:  # noqa: ANN401 - each stage hands its rules something of its own
        """Takes arguments a rule makes of something that is wrong already."""
        self._found.append((code, rules()[code].function(*arguments)))

    def _located(self, found: list[tuple[str, Finding]]) -> list[Diagnostic]:
        from unpolicy.checks.fixing import SourceMap, locate

        files, diagnostics = self.files.items(), []
        places = {key: SourceMap(file.source.text, clean=not file.parsed.problems) for key, file in files}
        for code, finding in found:
            span, fix = finding.span, None
            if finding.file in places:
                newline = self.files[finding.file].source.newline
                asked = finding if self._fixes else finding._replace(fix=None)
                span, fix = locate(places[finding.file], newline, asked)
            assert span is not None  # noqa: S101 - a file that could not be read has findings with their places alone
            record = (str(finding.path[0]), str(finding.path[1])) if len(finding.path) > 1 else None
            severity, name = rules()[code].severity, self._names[finding.file]
            diagnostics.append(Diagnostic(code, severity, finding.en, finding.ja, name, *span[2:], fix, record))
        return diagnostics

    def diagnostics(self) -> list[Diagnostic]:
        """The problems by place, as grave as the settings have them, without those that these or comments silence."""
        found = self._without_ignored(self._located(self._found) if self._found else [])
        if self.levels:
            levels = ((diagnostic, self.levels.get(diagnostic.code, diagnostic.severity)) for diagnostic in found)
            found = [
                diagnostic._replace(severity=level)
                for diagnostic, level in levels
                if level == "error" or (level == "warning" and self._warnings)
            ]
        found.sort(key=lambda diagnostic: diagnostic.place)
        return found

    def _without_ignored(self, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        if not any(file.ignores for file in self.files.values()):
            return diagnostics
        from unpolicy.checks.rules import ignores

        complaints: list[tuple[str, Finding]] = []
        for file in self.files.values():
            if file.ignores:
                diagnostics, used = ignores.silence(diagnostics, file.ignores, file.name)
                complaints += ignores.complaints(file.ignores, used) if self._asks else ()
        return diagnostics + self._located(complaints) if complaints else diagnostics


def bounded(kind: str, model: type[Record], data: Mapping[Any, Any]) -> tuple[dict[Any, Any], set[str]]:
    """The data, with records and mappings of years of more than `MOST_KEYS` keys cut there.

    Nothing wrong gets away with it: there are 301 years, and no record has more than 40 keys of its own, so hundreds of
    what is left do not belong there.

    Args:
        kind: the kind of the file.
        model: the model of the file as a whole.
        data: what was parsed.

    Returns:
        The data, itself where nothing is cut, and the rules that the keys left out most likely break.
    """
    cut: set[str] = set()
    whole = _cut(data, model, cut)
    for section, inner in SECTIONS.get(kind, {}).items():
        held = whole.get(section)
        if isinstance(held, dict) and _longest(held, _YEARS.get(section)) > MOST_KEYS:
            shorter = {name: _shortened(section, record, inner, cut) for name, record in held.items()}
            whole = {**whole, section: shorter}
    return whole, cut


def _longest(records: Mapping[Any, Any], years: str | None) -> int:
    # Asked of every file: two lists and their lengths are the least that this can cost.
    found = [record for record in records.values() if isinstance(record, dict)]
    inside = [record[years] for record in found if years in record and isinstance(record[years], dict)]
    return max(map(len, chain(found, inside)), default=0)


def _shortened(section: str, record: Any, model: type[Record], cut: set[str]) -> Any:  # noqa: ANN401 - whatever the file holds
    if not isinstance(record, dict):
        return record
    shorter = _cut(record, model, cut)
    name = _YEARS.get(section, "")
    years = shorter.get(name)
    if not isinstance(years, dict) or len(years) <= MOST_KEYS:
        return shorter
    cut.add("U208")
    return {**shorter, name: dict(islice(years.items(), MOST_KEYS))}


def _cut(record: Mapping[Any, Any], model: type[Record], cut: set[str]) -> dict[Any, Any]:
    """A record without the keys that are too many; those that belong there stay."""
    if len(record) <= MOST_KEYS:
        return record if isinstance(record, dict) else dict(record)
    own = {name: record[name] for name in keys(model) if name in record}
    shorter = {**dict(islice(record.items(), MOST_KEYS)), **own}
    cut.add("U201")
    return shorter
