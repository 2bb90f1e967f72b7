"""What an inspection finds on its way: how much is reported, where it stands, what comments and settings make of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from unpolicy.checks import registry
from unpolicy.checks.diagnostic import Diagnostic, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.checks.faults import Fault
    from unpolicy.checks.finding import FileKey, Finding
    from unpolicy.checks.locate import Locator
    from unpolicy.checks.rules.ignores import Ignore
    from unpolicy.names import Level
    from unpolicy.store.problems import Parsed
    from unpolicy.store.source import DataFile


@dataclass(eq=False, repr=False)
class CheckedFile:
    """A file as far as its inspection has come.

    Attributes:
        source: the file as it was read.
        name: what messages call it.
        parsed: what it says.
        ignores: its comments that silence a rule.
        model: what it holds, where all that could be parsed fits its model.
        faults: where it does not.
    """

    source: DataFile
    name: str
    parsed: Parsed
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

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """All rules by code."""
        return registry.rules()

    def report(self, code: str, *what: Any) -> None:  # noqa: ANN401 - each stage hands its rules something of its own
        """Takes what a rule makes of something that is wrong already."""
        self._found.append((code, self.rules[code].function(*what)))

    def _located(self, found: list[tuple[str, Finding]]) -> list[Diagnostic]:
        from unpolicy.checks.locate import Locator

        locators = {kind: Locator(file.source, clean=file.parsed.ok) for kind, file in self.files.items()}
        return [self._diagnostic(code, finding, locators.get(finding.file)) for code, finding in found]

    def _diagnostic(self, code: str, finding: Finding, locator: Locator | None) -> Diagnostic:
        if locator is None:
            span, fix = finding.span, None
        else:
            span, fix = locator.locate(finding if self._fixes else finding._replace(fix=None))
        assert span is not None  # noqa: S101 - a file that could not be read has findings with their places alone
        return Diagnostic(
            code=code,
            severity=self.rules[code].severity,
            message=finding.en,
            message_ja=finding.ja,
            path=self.names[finding.file],
            line=span.line,
            column=span.column,
            end_line=span.end_line,
            end_column=span.end_column,
            fix=fix,
            record=(str(finding.path[0]), str(finding.path[1])) if len(finding.path) > 1 else None,
        )

    def diagnostics(self, *, warnings: bool) -> list[Diagnostic]:
        """The problems by place, without those that comments or settings silence.

        Args:
            warnings: whether warnings are wanted too.
        """
        found = self._located(self._found) if self._found else []
        found = self._without_ignored(found, asked=warnings or "error" in self.levels.values())
        if self.levels:
            found = self._as_set(found, warnings=warnings)
        found.sort(key=lambda one: one.place)
        return found

    def _as_set(self, diagnostics: list[Diagnostic], *, warnings: bool) -> list[Diagnostic]:
        """The problems as grave as the settings have them, without those of rules that are off."""
        levels = ((one, self.levels.get(one.code, one.severity)) for one in diagnostics)
        return [
            one._replace(severity=level) for one, level in levels if level != "off" and (warnings or level == "error")
        ]

    def _without_ignored(self, diagnostics: list[Diagnostic], *, asked: bool) -> list[Diagnostic]:
        if not any(file.ignores for file in self.files.values()):
            return diagnostics
        from unpolicy.checks.rules import ignores

        complaints: list[tuple[str, Finding]] = []
        for file in self.files.values():
            if file.ignores:
                diagnostics, used = ignores.apply(diagnostics, file.ignores, file.name)
                complaints += ignores.complaints(file.ignores, used) if asked else ()
        return diagnostics + self._located(complaints) if complaints else diagnostics
