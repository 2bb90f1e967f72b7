"""What becomes of files, for machines: their problems as JSON, GitHub and GitLab annotations, SARIF and JUnit.

The documents of imports, exports and sites stand here too.
"""

# Without `from __future__ import annotations`: each field of a named tuple would be compiled at every start.

import hashlib
import json
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import quote

from unpolicy import __version__
from unpolicy.checks import Diagnostic, Fix, Rule, count
from unpolicy.text import json_safe, printable, xml_safe
from unpolicy.views import OMITTED, Omitted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unpolicy.views.voice import Voice


SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_GITLAB_SEVERITIES = {"error": "major", "warning": "minor"}


class FixEntry(NamedTuple):
    """How a problem could be put right.

    Attributes:
        message: what is done.
        safe: whether `--fix` does it.
        edits: what is replaced, in characters of the text without byte order mark.
    """

    message: str
    safe: bool
    edits: "list[EditEntry]"


class EditEntry(NamedTuple):
    """A replacement in a text: where it begins, where what it replaces ends, and what is put there."""

    start: int
    end: int
    text: str


class ProblemEntry(NamedTuple):
    """A problem; lines and columns count from 1, and `end_column` is the column after its last character."""

    code: str
    severity: str
    message: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    fix: FixEntry | None


class RuleExample(NamedTuple):
    """An example of a rule as a document has it."""

    good: bool
    file: str
    state: str | None
    text: str


class RuleEntry(NamedTuple):
    """A rule in words, in English and Japanese."""

    code: str
    severity: str
    group: str
    group_ja: str
    title: str
    title_ja: str
    what: str
    what_ja: str
    why: str
    why_ja: str
    examples: "Sequence[RuleExample]"


class RulesDocument(NamedTuple):
    """The document `unpolicy/rule/1`: what rules mean."""

    schema: Literal["unpolicy/rule/1"]
    rules: "Sequence[RuleEntry]"


class ValidateDocument(NamedTuple):
    """The document of ``validate --json``."""

    schema: Literal["unpolicy/validate/1"]
    ok: bool
    errors: int
    warnings: int
    diagnostics: list[ProblemEntry]
    off: "Sequence[str] | Omitted" = OMITTED


def validate_document(
    found: "Sequence[Diagnostic]", voice: "Voice", *, strict: bool = False, off: "Sequence[str]" = ()
) -> ValidateDocument:
    """The JSON document of ``validate``.

    Args:
        found: the problems, in the order to show.
        voice: the spellings of the reader's language.
        strict: whether warnings make the data unsound.
        off: the rules that the settings turn off; the document names them where there are any.
    """
    errors, warnings = count(found)
    ok = errors == 0 and not (strict and warnings)
    problems = [_problem(problem, voice) for problem in found]
    return ValidateDocument("unpolicy/validate/1", ok, errors, warnings, problems, list(off) or OMITTED)


def _problem(problem: "Diagnostic", voice: "Voice") -> ProblemEntry:
    fix = None
    if problem.fix is not None:
        fix = FixEntry(
            voice.say(problem.fix.sentence), problem.fix.safe, [EditEntry(*edit) for edit in problem.fix.edits]
        )
    place = (problem.line, problem.column, problem.end_line, problem.end_column)
    return ProblemEntry(problem.code, problem.severity, voice.say(problem.sentence), problem.path, *place, fix)


def github(found: "Sequence[Diagnostic]", voice: "Voice") -> str:
    """Workflow commands that GitHub shows beside the lines (docs.github.com, "Workflow commands")."""
    return "".join(f"{_github(problem, voice)}\n" for problem in found)


def gitlab(found: "Sequence[Diagnostic]", voice: "Voice") -> str:
    """A Code Quality report (docs.gitlab.com, "Code Quality", report format)."""
    seen: dict[str, int] = {}
    entries = []
    for problem in found:
        message = _message(problem, voice)
        # Lines move while a problem stays, so its fingerprint goes by what it says; the same again is counted.
        identity = f"{problem.path}\0{problem.code}\0{message}"
        seen[identity] = seen.get(identity, 0) + 1
        fingerprint = hashlib.sha256(f"{identity}\0{seen[identity]}".encode("utf-8", "replace")).hexdigest()
        entries.append(
            {
                "description": message,
                "check_name": problem.code,
                "fingerprint": fingerprint,
                "severity": _GITLAB_SEVERITIES[problem.severity],
                "location": {"path": problem.path, "lines": {"begin": problem.line, "end": problem.end_line}},
            }
        )
    return _json(entries)


def sarif(
    found: "Sequence[Diagnostic]", rules: "Mapping[str, Rule]", prose: "Mapping[str, tuple[str, str]]", voice: "Voice"
) -> str:
    """A SARIF 2.1.0 log (OASIS Standard, 2023, errata 01).

    Args:
        found: the problems.
        rules: all rules by code.
        prose: what each rule finds and why, in the language asked for; code scanning shows it beside a problem.
        voice: the spellings of the reader's language.
    """
    codes = list(rules)
    numbers = {code: number for number, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": "unpolicy",
                "version": __version__,
                "rules": [_sarif_rule(rules[code], *prose[code], voice) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(problem, numbers, voice) for problem in found],
    }
    return _json({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def junit(found: "Sequence[Diagnostic]", paths: "Sequence[str]", voice: "Voice", *, strict: bool) -> str:
    """A JUnit report as Jenkins reads it: a suite for each file, a case for each problem, one that passes for none."""
    from xml.etree import ElementTree as ET

    def fails(problem: "Diagnostic") -> bool:
        return strict or problem.severity == "error"

    counts = {"tests": "0", "failures": str(sum(map(fails, found))), "errors": "0"}
    root = ET.Element("testsuites", {"name": "unpolicy validate", **counts})
    total = 0
    for path in dict.fromkeys([*paths, *(problem.path for problem in found)]):
        here = [problem for problem in found if problem.path == path]
        failures = str(sum(map(fails, here)))
        attributes = {"name": path, "tests": str(max(len(here), 1)), "failures": failures, "errors": "0"}
        suite = ET.SubElement(root, "testsuite", {key: xml_safe(value) for key, value in attributes.items()})
        total += max(len(here), 1)
        if not here:
            ET.SubElement(suite, "testcase", {"name": "sound", "classname": xml_safe(path)})
        for problem in here:
            name = f"{problem.code} {problem.line}:{problem.column}"
            case = ET.SubElement(suite, "testcase", {"name": name, "classname": xml_safe(path)})
            message = xml_safe(_message(problem, voice))
            if fails(problem):
                failure = ET.SubElement(case, "failure", {"type": problem.severity, "message": message})
                failure.text = xml_safe(f"{path}:{problem.line}:{problem.column}: {problem.code} {message}")
            else:
                ET.SubElement(case, "system-out").text = message
    root.set("tests", str(total))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _github(problem: "Diagnostic", voice: "Voice") -> str:
    properties = {
        "file": problem.path,
        "line": problem.line,
        "endLine": problem.end_line,
        "col": problem.column,
        "endColumn": problem.end_column,
        "title": problem.code,
    }
    if problem.end_line != problem.line:
        # GitHub refuses columns for what spans lines.
        del properties["col"], properties["endColumn"]
    safe = {key: _github_text(str(value)).replace(":", "%3A").replace(",", "%2C") for key, value in properties.items()}
    written = ",".join(f"{key}={value}" for key, value in safe.items())
    return f"::{problem.severity} {written}::{_github_text(_message(problem, voice))}"


def _github_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _sarif_rule(rule: "Rule", what: str, why: str, voice: "Voice") -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": voice.say((rule.title, rule.title_ja))},
        "fullDescription": {"text": what},
        "help": {"text": why},
        "defaultConfiguration": {"level": rule.severity},
    }


def _sarif_result(problem: "Diagnostic", numbers: "Mapping[str, int]", voice: "Voice") -> dict[str, Any]:
    place = {
        "artifactLocation": _artifact(problem.path),
        "region": {
            "startLine": problem.line,
            "startColumn": problem.column,
            "endLine": problem.end_line,
            "endColumn": problem.end_column,
        },
    }
    result = {
        "ruleId": problem.code,
        "ruleIndex": numbers[problem.code],
        "level": problem.severity,
        "message": {"text": _message(problem, voice)},
        "locations": [{"physicalLocation": place}],
    }
    return result if problem.fix is None else {**result, "fixes": [_sarif_fix(problem.fix, problem.path, voice)]}


def _sarif_fix(fix: "Fix", path: str, voice: "Voice") -> dict[str, Any]:
    replacements = [
        {"deletedRegion": {"charOffset": start, "charLength": end - start}, "insertedContent": {"text": text}}
        for start, end, text in fix.edits
    ]
    changes = [{"artifactLocation": _artifact(path), "replacements": replacements}]
    return {"description": {"text": voice.say(fix.sentence)}, "artifactChanges": changes}


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path.replace("\\", "/").encode("utf-8", "replace"), safe="/~-._")}


def _message(problem: "Diagnostic", voice: "Voice") -> str:
    return printable(voice.say(problem.sentence))


def _json(document: object) -> str:
    return json_safe(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


class ExportDocument(NamedTuple):
    """The document `unpolicy/export/1`: what was written where.

    Attributes:
        path: the file.
        format: its format.
        figures: how many figures there are in it.
        targets: how many targets, where a row is a target.
        beside: files that were written beside it, where there are any.
    """

    schema: Literal["unpolicy/export/1"]
    path: str
    format: str
    figures: int | Omitted
    targets: int | Omitted
    beside: "Sequence[str] | Omitted"


def export_document(path: str, kind: str, table: str, total: int, beside: "Sequence[str]") -> ExportDocument:
    """What an export of figures or targets wrote."""
    figures, targets = (total, OMITTED) if table == "figures" else (OMITTED, total)
    return ExportDocument("unpolicy/export/1", path, kind, figures, targets, beside or OMITTED)


class SiteDocument(NamedTuple):
    """The document `unpolicy/site/1`: how many files a site has, and how many were written and removed."""

    schema: Literal["unpolicy/site/1"]
    path: str
    files: int
    written: int
    removed: int


class ImportedCells(NamedTuple):
    """How many cells hold something where figures stand, and what became of them."""

    filled: int
    taken: int
    recorded: int
    left_out: int
    refused: int


class ImportedFigure(NamedTuple):
    """A figure that was taken, and where it stood."""

    indicator: str
    year: int
    kind: str
    before: float | None
    after: float | None
    row: int | None
    column: int | None


class RefusedCell(NamedTuple):
    """A cell that was not taken, with the reason."""

    row: int | None
    column: int | None
    text: str
    reason: str
    message: str


class ImportDocument(NamedTuple):
    """The document `unpolicy/import/1`: every count, every figure, every refusal, and the ids of what was made."""

    schema: Literal["unpolicy/import/1"]
    written: bool
    cells: ImportedCells
    left_out: "Mapping[str, int]"
    figures: "Sequence[ImportedFigure]"
    refused: "Sequence[RefusedCell]"
    made: "Mapping[str, Sequence[str]]"
