"""What `settings.yaml` does to a check: how grave a rule is, and what is wrong with the settings themselves."""

from __future__ import annotations

import json
from datetime import date

import pytest

from unpolicy.checks.inspection import load
from unpolicy.errors import DataError
from unpolicy.store.directory import DataDirectory

AS_OF = date(2026, 1, 15)
JUMP = """\
version: 1
indicators:
  staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, bounds: {min: 0}, actuals: {
      2020: 918,
      2021: 9560}}
"""


def severities(files) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in files.inspect().diagnostics]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("{}", [("U603", "warning")]),
        ("{U603: off}", []),
        ("{U603: warning}", [("U603", "warning")]),
        ("{U603: error}", [("U603", "error")]),
    ],
)
def test_a_rule_is_as_grave_as_the_settings_say(files, rules: str, expected: list[tuple[str, str]]):
    assert severities(files.write(indicators=JUMP, settings=f"version: 1\nrules: {rules}\n")) == expected


def test_a_warning_that_is_set_to_an_error_keeps_the_data_from_being_judged(files):
    files.write(indicators=JUMP, settings="version: 1\nrules: {U603: error}\n")
    with pytest.raises(DataError, match="double"):
        load(DataDirectory.at(files.folder, files.folder), AS_OF)
    files.write(settings="version: 1\nrules: {U603: off}\n")
    assert load(DataDirectory.at(files.folder, files.folder), AS_OF).indicators.keys() == {"staff"}


@pytest.mark.parametrize(
    ("settings", "code", "line"),
    [
        ("version: 1\nrules: {U301: off}\n", None, 0),
        ("version: 1\nrules: {u301: off}\n", "U801", 2),
        ("version: 1\nrules: {U402: warning}\n", "U802", 2),
        ("version: 1\nrules: {U402: error}\n", None, 0),
        ("version: 1\nrules: {U001: off}\n", "U802", 2),
        ("version: 1\nrules: {U301: no}\n", "U210", 2),
        ("version: 1\ndefaults: {lang: fr}\n", "U210", 2),
        ("version: 1\ndefaults:\n", None, 0),
        ("version: 1\ndefaults: [ja]\n", "U203", 2),
        ("version: 1\ndisplay:\n  terms: {gaol: Aim}\n", "U210", 3),
        ("version: 1\ndisplay: {years: japanese}\n", "U210", 2),
        ("version: 1\nimports:\n  census: {form: csv}\n", "U201", 3),
        ("version: 1\nimports: {Census: {from: csv}}\n", "U207", 2),
        ("version: 1\nimports:\n  census: {files: '*.csv', from: csv, map: {Jahr: year}, missing: ['..']}\n", None, 0),
        ("version: 1\nsite: {logo: /etc/passwd}\n", "U803", 2),
        ("version: 1\nsite: {logo: 'C:/logo.png'}\n", "U803", 2),
        ("version: 1\nsite: {pages: [a/../../b.md]}\n", "U803", 2),
        ("version: 1\nsite: {pages: ['..\\\\b.md']}\n", "U803", 2),
        ("version: 1\nsite: {logo: ' '}\n", "U211", 2),
        ("version: 2\n", "U216", 1),
        ("rules: {}\n", "U202", 1),
        ("version: 1\nrules: {U301: off, U301: error}\n", "U102", 2),
        ("", "U217", 1),
    ],
)
def test_what_is_wrong_with_settings_is_told_at_its_place(files, settings: str, code: str | None, line: int):
    found = files.write(settings=settings).inspect()
    assert [(one.code, one.path, one.line) for one in found.diagnostics] == (
        [] if code is None else [(code, "settings.yaml", line)]
    )


def test_an_ignore_of_a_rule_that_is_off_is_no_ignore_too_many(files):
    text = JUMP.replace("9560}}", "9560}}  # unpolicy: ignore[U603] a new count")
    assert severities(files.write(indicators=text, settings="version: 1\nrules: {U603: off}\n")) == []


def test_settings_that_cannot_be_read_are_an_error(files):
    files.write(settings=b"version: 1\ndisplay: {years: \xff}\n")
    assert severities(files) == [("U002", "error")]


@pytest.mark.parametrize(("level", "code", "severities"), [("off", 0, set()), ("error", 1, {"error"})])
def test_validate_counts_and_exits_by_the_settings(unpolicy, data, level: str, code: int, severities: set[str]):
    figures = data / "indicators.yaml"
    figures.write_text(figures.read_text(encoding="utf-8").replace("918", "9180"), encoding="utf-8")
    (data / "settings.yaml").write_text(f"version: 1\nrules: {{U603: {level}}}\n", encoding="utf-8")
    result = unpolicy("validate", "--json", "--select", "U603")
    document = json.loads(result.out)
    assert {one["severity"] for one in document["diagnostics"]} == severities
    assert (result.code, document["ok"]) == (code, code == 0)
    assert document.get("off") == (["U603"] if level == "off" else None)
    assert ("off in settings.yaml: U603" in unpolicy("validate").out) is (level == "off")
