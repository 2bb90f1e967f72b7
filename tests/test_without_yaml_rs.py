"""Everything works where the fast parser is not installed, slower; and the two read the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
import yaml_rs
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.store.tree import _MAY_BE_MORE, _read_slowly

WITHOUT = """
import json, sys
mode, lines = sys.argv.pop(), json.loads(sys.argv.pop())
if mode == "without":
    sys.modules["yaml_rs"] = None
from unpolicy.cli import run
codes = [run(line) for line in lines]
print(json.dumps(codes), file=sys.stderr)
"""
LINES = [
    ["status", "--json"],
    ["validate", "--strict"],
    ["goals"],
    ["add-actual", "2024", "980", "--source", "evaluation"],
    ["add-actual", "2024", "979", "--revise"],
    ["rate", "staff-1000", "little-progress", "--by", "me", "--date", "2026-11-01"],
    ["undo"],
    ["remove-actual", "2022"],
    ["status", "--json"],
    ["show", "no-such-id"],
]


def ran(folder, mode, lines):
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT, json.dumps(lines), mode],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=True,
    )
    files = [(folder / "data" / name).read_bytes() for name in ("targets.yaml", "indicators.yaml")]
    return ended.stdout, ended.stderr, files


def test_every_command_does_the_same(data):
    before = [(data / name).read_bytes() for name in ("targets.yaml", "indicators.yaml")]
    usual = ran(data.parent, "with", LINES)
    for name, content in zip(("targets.yaml", "indicators.yaml"), before, strict=True):
        (data / name).write_bytes(content)
    shutil.rmtree(data / ".unpolicy")
    assert usual[2] != before
    assert ran(data.parent, "without", LINES) == usual
    assert json.loads(usual[1].splitlines()[-1]) == [0] * 9 + [2]


def test_what_is_wrong_is_told_the_same(data):
    path = data / "indicators.yaml"
    text = path.read_text(encoding="utf-8").replace("2022: 961", "2022: '961'").replace("unit:", "units:", 1)
    path.write_text(text + "  twice: {title: 1\n", encoding="utf-8")
    assert ran(data.parent, "with", [["validate"]]) == ran(data.parent, "without", [["validate"]])


@given(st.from_regex(_MAY_BE_MORE, fullmatch=True))
def test_a_scalar_is_read_alike(raw):
    usual = yaml_rs.loads(f"- {raw}", parse_datetime=False)[0]
    assert repr(_read_slowly(raw)) == repr(usual)


@pytest.mark.parametrize("raw", ['"a\\tb"', "'it''s'", '"\\u3042"', '"017"', "''"])
def test_a_scalar_in_quotes_is_a_text(raw):
    assert _read_slowly(raw) == yaml_rs.loads(f"- {raw}")[0]


def test_a_scalar_in_broken_quotes_is_none():
    with pytest.raises(ValueError, match="quotes"):
        _read_slowly('"a')
