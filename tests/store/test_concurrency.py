"""Eight writers at once: every change lands or is refused, and none is lost."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from unpolicy.store.journal import entries
from unpolicy.store.source import parse, read_source
from unpolicy.store.undo import undo

WRITERS = 8
YEARS_EACH = 3
SCRIPT = Path(__file__).with_name("writer.py")


def start(directory, wait):
    """Half of the writers write in one indicator, the other half in one each."""
    names = ["shared" if number % 2 else f"own-{number}" for number in range(WRITERS)]
    text = "".join(f"  {name}:\n    title: t\n    actuals: {{}}\n" for name in dict.fromkeys(names))
    (directory / "indicators.yaml").write_text("version: 1\nindicators:\n" + text)
    writers = []
    for number, name in enumerate(names):
        years = [1900 + number * YEARS_EACH + turn for turn in range(YEARS_EACH)]
        command = [sys.executable, str(SCRIPT), str(directory), name, str(wait), *map(str, years)]
        writers.append((name, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)))
    return writers


@pytest.mark.parametrize("wait", [60, 0.02])
def test_every_writer_lands_or_is_refused_and_none_is_lost(tmp_path, wait):
    writers = start(tmp_path, wait)
    for _, process in writers:
        assert process.stdout.readline() == "ready\n"
    (tmp_path / "go").touch()
    landed, refused = set(), set()
    for name, process in writers:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, "")
        for line in out.splitlines():
            year, code = map(int, line.split())
            assert code in (0, 4)
            (landed if code == 0 else refused).add((name, year))
    assert len(landed) + len(refused) == WRITERS * YEARS_EACH
    assert landed
    assert wait < 1 or not refused
    data = parse((tmp_path / "indicators.yaml").read_text()).data["indicators"]
    found = {(name, year) for name, record in data.items() for year in record["actuals"] or {}}
    assert found == landed
    check_chain(tmp_path, landed)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".unpolicy", "go", "indicators.yaml"]


def check_chain(directory, landed):
    """Each change starts from what the one before it left, and the last can be taken back."""
    noted = [entry for entry in entries(directory).entries if entry.happened]
    assert {(entry.subject[1], entry.subject[3]) for entry in noted} == landed
    assert all(one.new == other.old for one, other in itertools.pairwise(noted))
    undo([directory / "indicators.yaml"])
    assert read_source(directory / "indicators.yaml").digest == noted[-1].old
