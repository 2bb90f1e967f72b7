"""`unpolicy validate`: checks the data files; for CI."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from unpolicy.checks import Diagnostic, count, inspection
from unpolicy.checks.rules import FileKey, chosen, rules
from unpolicy.cli import end_if_interrupted, options
from unpolicy.cli.manners import depth, spinner
from unpolicy.cli.options import argument, option
from unpolicy.cli.output import console, emit_json, is_interactive, two_results, warn
from unpolicy.cli.session import Session, nothing_owned
from unpolicy.errors import DataError, UsageError
from unpolicy.store.directory import working_directory
from unpolicy.store.problems import MOST_REPORTED
from unpolicy.store.source import DataFile
from unpolicy.text import printable
from unpolicy.views.terminal.diagnostics import concise, full, sound, summary, turned_off
from unpolicy.views.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from unpolicy.change.transact import Circumstances
    from unpolicy.checks.rules.loosening import Earlier
    from unpolicy.views.diagnostics import ValidateDocument

ReportForm = Literal["text", "concise", "json", "github", "gitlab", "sarif", "junit"]

_WITH_FIXES = {"text", "json", "sarif"}


@options.common("as_of", "data", "lang")
def validate_command(
    sessions: list[Session],
    paths: Annotated[list[str] | None, argument("[PATH]...", "paths", show_default=False)] = None,
    strict: Annotated[bool, option("--strict")] = False,
    select: Annotated[list[str] | None, option("--select", "CODES")] = None,
    ignore: Annotated[list[str] | None, option("--ignore", "CODES")] = None,
    exit_zero: Annotated[bool, option("--exit-zero")] = False,
    format_: Annotated[ReportForm | None, option("--format", text="report-form")] = None,
    json: options.JsonOption = False,
    fix: Annotated[bool, option("--fix")] = False,
    diff: Annotated[bool, option("--diff")] = False,
    against: Annotated[str | None, option("--against", "REV")] = None,
    tag: options.TagOption = None,
    responsible: options.ResponsibleOption = None,
    force: options.ForceOption = False,
    wait: options.WaitOption = 10.0,
) -> None:
    """Check the data files: every problem in one run, each with its place and the way out."""
    session, *others = sessions
    codes = chosen(select) if select else None, chosen(ignore) if ignore else frozenset()
    wanted = _Request(session, *codes, _format(format_, json=json), strict, against, tag or [], responsible)
    groups = wanted.groups(paths or [])
    for other in others if not paths else ():
        groups += wanted._replace(session=other).groups([])
    if diff and wanted.format == "json":
        raise two_results("--diff")
    if fix or diff:
        _fix(wanted, groups, diff=diff, wait=wait, force=force)
    found = [wanted.look(group) for group in groups]
    if not any(part.chosen for part in found):
        raise nothing_owned(tag or [], responsible)
    if not diff:
        _print(wanted, found, several=bool(others) and not paths)
    raise typer.Exit(0 if exit_zero else _exit_code(found, strict=strict))


class _Checked(NamedTuple):
    """What is shown of files that belong together, and whether what was asked for is among them."""

    group: inspection.Selected
    inspection: inspection.Inspection
    chosen: bool


def _diagnostics(found: Sequence[_Checked]) -> list[Diagnostic]:
    return [problem for part in found for problem in part.inspection.diagnostics]


class _Request(NamedTuple):
    """What was asked for."""

    session: Session
    selected: frozenset[str] | None
    ignored: frozenset[str]
    format: ReportForm
    strict: bool
    against: str | None
    tags: list[str]
    responsible: str | None

    def groups(self, paths: list[str]) -> list[inspection.Selected]:
        """The files to look at."""
        here = working_directory()
        if paths:
            return inspection.select_files(paths, here)
        directory = self.session.directory
        label = directory.display(directory.path)
        return [inspection.whole(directory.paths, label, here)]

    def look(self, group: inspection.Selected, *, everything: bool = False) -> _Checked:
        """Inspects files that belong together; to mend them, everything is wanted that is wrong with them."""
        files = {**inspection.read(group.paths), **group.given}
        targets = group.paths.get("targets")
        if self.against is not None and targets is None:
            raise UsageError(
                f"--against compares the targets of files, and {group.label} has none.",
                ja=f"--against は目標のファイルを比べるものですが、{group.label} にはありません。",
            )
        inspect = partial(
            inspection.inspect_files,
            as_of=self.session.as_of,
            names=group.names,
            limit=None if everything else MOST_REPORTED,
            fixes=everything or self.format in _WITH_FIXES,
        )
        compared = None if targets is None or everything else self._earlier(targets, group.paths.get("indicators"))
        theirs: list[Diagnostic] | None = []
        with spinner(self.session.voice.say(("Checking", "検証中"))):
            inspected = inspect(files, against=compared and compared.compared)
            if self.tags or self.responsible is not None:
                theirs = inspection.concerning(inspected, self.tags, self.responsible)
                inspected = inspected._replace(diagnostics=tuple(theirs or ()))
            involved = inspection.involving(
                group, inspected, lambda kinds: inspect({kind: files[kind] for kind in kinds})
            )
        shown = tuple(problem for problem in involved if self._shows(problem.code))
        paths = {*(group.names[kind] for kind in group.asked), *(problem.path for problem in shown)}
        truncated = frozenset(pair for pair in inspected.truncated if pair[0] in paths and self._shows(pair[1]))
        return _Checked(group, inspected._replace(diagnostics=shown, truncated=truncated), theirs is not None)

    def _earlier(self, targets: Path, indicators: Path | None) -> Earlier | None:
        if self.against is None:
            return None
        from unpolicy.checks.rules.loosening import earlier

        return earlier(targets, indicators or targets.with_name("indicators.yaml"), self.against)

    def _shows(self, code: str) -> bool:
        return code not in self.ignored and (self.selected is None or code in self.selected)


def _format(asked: ReportForm | None, *, json: bool) -> ReportForm:
    if json and asked not in {None, "json"}:
        raise two_results(f"--format {asked}")
    if json:
        return "json"
    return asked or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")


def _exit_code(found: Sequence[_Checked], *, strict: bool) -> int:
    shown = _diagnostics(found)
    if any(problem.code == "U001" for problem in shown):
        return 3
    return int(any(strict or problem.severity == "error" for problem in shown))


def _print(wanted: _Request, found: Sequence[_Checked], *, several: bool) -> None:
    end_if_interrupted()
    if wanted.format == "text":
        _print_text(wanted, found)
    elif wanted.format == "json":
        from unpolicy.views.status import policies_document

        documents = [_document(wanted, [part]) for part in found] if several else [_document(wanted, found)]
        emit_json(policies_document(documents) if several else documents[0])
    else:
        sys.stdout.write(_report(wanted, found))
    _warn_of_more(wanted, {code for part in found for _, code in part.inspection.truncated})


def _document(wanted: _Request, found: Sequence[_Checked]) -> ValidateDocument:
    from unpolicy.views.diagnostics import validate_document

    off = sorted({code for part in found for code in part.inspection.off})
    return validate_document(_diagnostics(found), Voice(wanted.session.lang), strict=wanted.strict, off=off)


def _report(wanted: _Request, found: Sequence[_Checked]) -> str:
    """The problems in the form that another program or one line a problem asks for."""
    from unpolicy.views import diagnostics

    voice, shown = Voice(wanted.session.lang), _diagnostics(found)
    if wanted.format == "sarif":
        from unpolicy.checks.documentation import documentation

        documented = {code: documentation(rule)[:2] for code, rule in rules().items()}
        say = voice.lang == "ja"
        prose = {code: (what[say], why[say]) for code, (what, why) in documented.items()}
        return diagnostics.sarif(shown, rules(), prose, voice)
    if wanted.format == "junit":
        paths = [part.group.names[kind] for part in found for kind in sorted(part.group.asked)]
        return diagnostics.junit(shown, paths, voice, strict=wanted.strict)
    views = {"concise": concise, "github": diagnostics.github, "gitlab": diagnostics.gitlab}
    return views[wanted.format](shown, voice)


def _warn_of_more(wanted: _Request, codes: set[str]) -> None:
    if not codes:
        return
    sys.stdout.flush()  # it belongs below what was printed
    limit = f"{MOST_REPORTED:,}"
    more = (
        f"of {', '.join(sorted(codes))} only the first {limit} in a file are listed; there are more.",
        f"{'、'.join(sorted(codes))} は各ファイルで最初の{limit}件だけを表示しています。ほかにもあります。",
    )
    warn(wanted.session.voice.say(more))


def _print_text(wanted: _Request, found: Sequence[_Checked]) -> None:
    voice = Voice(wanted.session.lang)
    colour = depth() == "colour"
    width = console().width if is_interactive() and _diagnostics(found) else None
    for group, inspected, _ in found:
        texts = {group.names[kind]: source.text for kind, source in inspected.sources.items()}
        sys.stdout.write(full(inspected.diagnostics, texts, voice, colour=colour, width=width))
        errors, warnings = count(inspected.diagnostics)
        if errors or inspected.dataset is None:
            fixable = sum(problem.fix is not None and problem.fix.safe for problem in inspected.diagnostics)
            print(summary(errors, warnings, fixable, voice))
        else:
            print(sound(group.label, inspected.counts, warnings, voice))
        if inspected.off:
            print(turned_off(inspected.off, voice))


def _fix(wanted: _Request, groups: Sequence[inspection.Selected], *, diff: bool, wait: float, force: bool) -> None:
    from unpolicy.cli.record import circumstances

    how = circumstances(wanted.session, wait, dry_run=diff, force=force)
    for group in groups:
        if group.given and not diff:
            raise UsageError(
                "--fix needs files, since standard input cannot be written: add --diff to see the changes.",
                ja="--fix には書き込めるファイルが必要です。変更を見るだけなら --diff を加えてください。",
            )
        sources = {**inspection.read(group.paths), **group.given}
        for kind in sorted(group.asked):
            _fix_file(wanted, group, kind, sources[kind], how)


def _fix_file(
    wanted: _Request, group: inspection.Selected, kind: FileKey, source: DataFile | DataError | None, how: Circumstances
) -> None:
    from unpolicy.change.transact import write_fixes
    from unpolicy.checks.fixing import fix
    from unpolicy.store.splice import unified

    name = group.names[kind]

    def look(now: DataFile) -> list[Diagnostic]:
        instead = group._replace(given={kind: now for kind, known in group.names.items() if known == name})
        return [
            problem for problem in wanted.look(instead, everything=True).inspection.diagnostics if problem.path == name
        ]

    fixed = fix(source, look) if isinstance(source, DataFile) else None
    if fixed is None or not fixed.planned.changed:
        return
    if how.dry_run:
        sys.stdout.write(printable(unified(fixed.planned, name)))
        return
    write_fixes(group.paths[kind], fixed, how)
    warn(wanted.session.voice.say((f"{fixed.number} fixed in {name}.", f"{name} の{fixed.number}件を直しました。")))
