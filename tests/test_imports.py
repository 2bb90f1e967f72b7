"""What each command may import: start-up time is mostly imports, and nothing but a test keeps them out."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from unpolicy.cli import NoPlugins

HEAVY = frozenset(
    {
        "filelock",
        "jinja2",
        "numpy",
        "openpyxl",
        "plotext",
        "polars",
        "pydantic",
        "rich",
        "ruamel",
        "vl_convert",
        "xlsxwriter",
        "yaml_rs",
    }
)

READING = {"pydantic", "yaml_rs"}
EDITING = READING | {"ruamel"}
WRITING = EDITING | {"filelock"}

ALLOWED = {
    "--version": set(),
    "--help": set(),
    "status": READING,
    "status --json": READING,
    "status --stability": READING,
    "validate": READING,
    "validate --json": READING,
    "goals": READING,
    "show un-staff": READING,
    "chart un-staff": READING,
    "export -o figures.csv": READING,
    "log": READING,
    "rule U301": READING,
    "schema targets": {"pydantic"},
    "init new": READING,
    "explain staff-1000": READING,
    "explain staff-1000 --json": READING,
    "history staff-1000": READING,
    "history staff-1000 --json": READING,
    "forecast un-staff": READING,
    "forecast un-staff --json": READING,
    "forecast un-staff --backtest": READING,
    "forecast un-staff --backtest --json": READING,
    "report": READING,
    "site -o public": READING | {"filelock", "jinja2", "numpy", "polars", "vl_convert", "xlsxwriter"},
    "add-actual 2024 980": WRITING,
    "add-actual 2024 980 --json": WRITING,
    "add-actual 2024 980 --dry-run": EDITING,
    "remove-actual 2022": WRITING,
    "remove-actual 2022 --dry-run": EDITING,
    "rate staff-1000 little-progress --by me": WRITING,
    "rate staff-1000 little-progress --by me --dry-run": EDITING,
}

UNDOING = {"undo": {"pydantic", "filelock"}, "undo --json": {"pydantic", "filelock"}, "undo --dry-run": {"pydantic"}}

PROGRAM = """
import json, sys
from unpolicy.cli import main
try:
    main(json.loads(sys.argv[1]))
finally:
    print("\\n" + json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def imported(folder, arguments=(), code=0, **environ):
    """The modules that are loaded when a command line ends."""
    # A measurement of coverage imports much itself.
    others = ("UNPOLICY", "_UNPOLICY", "COVERAGE_PROCESS")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(list(arguments))],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**plain, "PYTHONUTF8": "1", **environ},
        check=False,
    )
    assert ended.returncode == code, ended.stderr
    return set(json.loads(ended.stderr.splitlines()[-1]))


def heavy(modules):
    return {name for name in modules if name in HEAVY}


@pytest.mark.parametrize("line", ALLOWED)
def test_a_command_imports_no_more_than_it_may(line, data):
    assert heavy(imported(data.parent, line.split())) <= ALLOWED[line]


@pytest.mark.parametrize("line", UNDOING)
def test_a_change_is_taken_back_without_a_parser(line, data, unpolicy):
    assert unpolicy("add-actual", "2024", "980").code == 0
    assert heavy(imported(data.parent, line.split())) <= UNDOING[line]


def test_the_version_is_printed_before_anything_is_imported(data):
    modules = imported(data.parent, ["--version"])
    assert not modules & {"typer", "dataclasses", "inspect"}
    assert {name for name in modules if name.startswith("unpolicy.")} <= {
        "unpolicy.cli",
        "unpolicy.errors",
    }


@pytest.mark.parametrize("words", ["unpolicy ", "unpolicy s"])
def test_names_of_commands_are_completed_without_importing_a_command(words, data):
    modules = imported(data.parent, _UNPOLICY_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD="1")
    assert not modules & {"rich", "ruamel", "yaml_rs", "unpolicy.model"}
    assert {name for name in modules if name.startswith("unpolicy.cli.")} <= {
        "unpolicy.cli.app",
        "unpolicy.cli.manners",
        "unpolicy.cli.manual",
        "unpolicy.cli.options",
    }


def test_ids_are_completed_without_models_and_slow_parser(data):
    modules = imported(data.parent, _UNPOLICY_COMPLETE="complete_bash", COMP_WORDS="unpolicy show un", COMP_CWORD="2")
    assert "yaml_rs" in modules
    assert not modules & {"rich", "ruamel", "unpolicy.model", "unpolicy.checks"}


def test_a_pydantic_that_wants_more_of_its_plugins_gets_the_real_module(monkeypatch):
    monkeypatch.setitem(sys.modules, NoPlugins.PLACE, NoPlugins())
    assert sys.modules[NoPlugins.PLACE].get_plugins() == ()
    from pydantic.plugin._loader import PYDANTIC_ENTRY_POINT_GROUP

    assert PYDANTIC_ENTRY_POINT_GROUP == "pydantic"
    assert not isinstance(sys.modules[NoPlugins.PLACE], NoPlugins)


def test_sound_data_is_read_without_what_explains_wrong_data(data):
    modules = imported(data.parent, ["status"])
    assert not modules & {
        "importlib.metadata",
        "typer._adapters",
        "unpolicy.store.recover",
        "unpolicy.store.compose",
        "unpolicy.store.layout",
        "unpolicy.checks.expect",
        "unpolicy.checks.fixing",
        "unpolicy.checks.faults",
        "unpolicy.checks.salvage",
        "unpolicy.exchange",
        "unpolicy.views.terminal.status",
    }


def test_sound_data_is_validated_without_what_words_or_mends_problems_or_compares_revisions(data):
    modules = imported(data.parent, ["validate"])
    assert not modules & {
        "unpolicy.assess.loosening",
        "unpolicy.cli.record",
        "unpolicy.checks.rules.structure",
        "unpolicy.checks.rules.ignores",
        "unpolicy.store.splice",
        "unpolicy.views.diagnostics",
        "unpolicy.views.status",
    }
