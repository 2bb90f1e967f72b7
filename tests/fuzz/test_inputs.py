"""No input of any kind ends in an exception that is not one of ours: a few in every run, a million behind a marker.

`pytest -m long tests/fuzz tests/store/test_edits.py` runs the long ones; `UNPOLICY_SEED` makes them others.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from inputs import CASES, command_line, journals
from mutations import REAL

FEW = {"years": 2000, "figures": 2000, "days": 2000, "yaml": 300, "tables": 300, "documents": 100, "books": 30}
MANY = {
    "years": 500_000,
    "figures": 250_000,
    "days": 220_000,
    "yaml": 8_000,
    "tables": 8_000,
    "documents": 4_000,
    "books": 500,
}
FEW_JOURNAL_LINES, MANY_JOURNAL_LINES = 500, 30_000
FEW_COMMAND_LINES, MANY_COMMAND_LINES = 40, 800
SEED = int(os.environ.get("UNPOLICY_SEED", "1"))


def feed(name: str, number: int) -> None:
    random, made = Random(f"{name} {SEED}"), 0
    while made < number:
        made += CASES[name](random)


def feed_journals(number: int, directory: Path) -> None:
    random, made = Random(f"journals {SEED}"), 0
    while made < number:
        made += journals(random, directory)


def feed_commands(number: int, data: Path, unpolicy) -> None:
    random = Random(f"commands {SEED}")
    for _ in range(number):
        for kind, content in REAL.items():
            (data / f"{kind}.yaml").write_bytes(content)
        words = command_line(random)
        result = unpolicy(*words)
        assert result.code in {0, 1, 2, 3, 4}, words
        assert "Traceback" not in result.err, words


@pytest.mark.parametrize("name", CASES)
def test_no_input_ends_in_a_foreign_exception(name):
    feed(name, FEW[name])


def test_no_line_of_a_journal_ends_in_an_exception(tmp_path):
    feed_journals(FEW_JOURNAL_LINES, tmp_path)


def test_no_words_end_in_anything_but_an_exit_code_of_the_contract(data, unpolicy, monkeypatch):
    monkeypatch.setenv("UNPOLICY_TRACEBACK", "1")
    feed_commands(FEW_COMMAND_LINES, data, unpolicy)


def test_the_long_run_feeds_at_least_a_million_inputs():
    assert sum(MANY.values()) + MANY_JOURNAL_LINES + MANY_COMMAND_LINES >= 1_000_000


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_none_of_many_inputs_ends_in_a_foreign_exception(name):
    feed(name, MANY[name])


@pytest.mark.long
def test_none_of_many_lines_of_a_journal_ends_in_an_exception(tmp_path):
    feed_journals(MANY_JOURNAL_LINES, tmp_path)


@pytest.mark.long
def test_none_of_many_command_lines_ends_in_anything_but_an_exit_code(data, unpolicy, monkeypatch):
    monkeypatch.setenv("UNPOLICY_TRACEBACK", "1")
    feed_commands(MANY_COMMAND_LINES, data, unpolicy)
