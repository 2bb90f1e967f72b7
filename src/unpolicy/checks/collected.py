"""What an inspection finds on its way: how much is reported, where it stands, what comments and settings make of it.

A file with a million of one mistake must not cost gigabytes: `unpolicy.store.problems.MOST_REPORTED` places of a file
are reported for each rule, and that there are more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from unpolicy.checks import registry
from unpolicy.checks.diagnostic import Diagnostic
from unpolicy.model import SECTIONS, Record, keys
from unpolicy.store.problems import MOST_REPORTED, Parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.checks.faults import Fault
    from unpolicy.checks.fixing import Locator
    from unpolicy.checks.registry import FileKey, Finding
    from unpolicy.checks.rules.ignores import Ignore
    from unpolicy.names import Level
    from unpolicy.store.source import DataFile

MOST_KEYS = MOST_REPORTED + 500
"""More keys than this are in no sound record, nor in its mapping of years."""

_YEARS = {"targets": "yearly", "indicators": "actuals"}


@dataclass(eq=False, repr=False)
class CheckedFile:
    """A file as far as its inspection has come.

    Attributes:
        source: the file as it was read.
        name: what messages call it.
        parsed: what it says.
        kind: what kind of file it is.
        ignores: its comments that silence a rule.
        model: what it holds, where all that could be parsed fits its model.
        faults: where it does not.
    """

    source: DataFile
    name: str
    parsed: Parsed
    kind: str
    ignores: list[Ignore]
    model: Any = None
    faults: list[Fault] = field(default_factory=list)


class Collected:
    """The problems found so far.

    Attributes:
        files: the files that could be read.
        names: what messages call each file, those that could not be read too.
        levels: how grave the settings make a rule.
        truncated: the files and rules of which there are more problems than are reported.
        limit: how many problems are reported of each rule in a file; all when `None`.

    Args:
        names: what messages call the files, where that is known.
        limit: as above.
        fixes: whether it is worked out how to put the problems right.
    """

    def __init__(self, names: Mapping[FileKey, str], *, limit: int | None, fixes: bool) -> None:
        self.files: dict[FileKey, CheckedFile] = {}
        self.names = dict(names)
        self.levels: Mapping[str, Level] = {}
        self.truncated: set[tuple[str, str]] = set()
        self.limit = limit
        self._fixes = fixes
        self._found: list[tuple[str, Finding]] = []
        self._number: Counter[tuple[str, FileKey]] = Counter()

    def report_within_limit(self, code: str, finding: Finding) -> None:
        """Takes a finding of a rule that may have thousands, unless as many as are reported were taken."""
        # What is beyond the limit might be what no comment silences.
        limit = None if any(file.ignores for file in self.files.values()) else self.limit
        self._number[code, finding.file] += 1
        if limit is None or self._number[code, finding.file] <= limit:
            self._found.append((code, finding))
        else:
            self.truncated.add((self.names[finding.file], code))

    def report(self, code: str, *arguments: Any) -> None:  # noqa: ANN401 - each stage hands its rules something of its own
        """Takes arguments a rule makes of something that is wrong already."""
        self._found.append((code, registry.rules()[code].function(*arguments)))

    def _located(self, found: list[tuple[str, Finding]]) -> list[Diagnostic]:
        from unpolicy.checks.fixing import Locator

        locators = {kind: Locator(file.source, clean=not file.parsed.problems) for kind, file in self.files.items()}
        return [self._diagnostic(code, finding, locators.get(finding.file)) for code, finding in found]

    def _diagnostic(self, code: str, finding: Finding, locator: Locator | None) -> Diagnostic:
        if locator is None:
            span, fix = finding.span, None
        else:
            span, fix = locator.locate(finding if self._fixes else finding._replace(fix=None))
        assert span is not None  # noqa: S101 - a file that could not be read has findings with their places alone
        record = (str(finding.path[0]), str(finding.path[1])) if len(finding.path) > 1 else None
        severity, name = registry.rules()[code].severity, self.names[finding.file]
        return Diagnostic(code, severity, finding.en, finding.ja, name, *span[2:], fix, record)

    def diagnostics(self, *, warnings: bool) -> list[Diagnostic]:
        """The problems by place, without those that comments or settings silence.

        Args:
            warnings: whether warnings are wanted too.
        """
        found = self._located(self._found) if self._found else []
        found = self._without_ignored(found, asked=warnings or "error" in self.levels.values())
        if self.levels:
            found = self._as_set(found, warnings=warnings)
        found.sort(key=lambda diagnostic: diagnostic.place)
        return found

    def _as_set(self, diagnostics: list[Diagnostic], *, warnings: bool) -> list[Diagnostic]:
        """The problems as grave as the settings have them, without those of rules that are off."""
        levels = ((diagnostic, self.levels.get(diagnostic.code, diagnostic.severity)) for diagnostic in diagnostics)
        return [
            diagnostic._replace(severity=level)
            for diagnostic, level in levels
            if level != "off" and (warnings or level == "error")
        ]

    def _without_ignored(self, diagnostics: list[Diagnostic], *, asked: bool) -> list[Diagnostic]:
        if not any(file.ignores for file in self.files.values()):
            return diagnostics
        from unpolicy.checks.rules import ignores

        complaints: list[tuple[str, Finding]] = []
        for file in self.files.values():
            if file.ignores:
                diagnostics, used = ignores.silence(diagnostics, file.ignores, file.name)
                complaints += ignores.complaints(file.ignores, used) if asked else ()
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
