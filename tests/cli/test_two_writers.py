"""Several at work on the same data: every change lands or is refused with exit 4, and none is lost."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from unpolicy.store import disk
from unpolicy.store.journal import user_name

PROGRAM = Path(sys.executable).with_name("unpolicy")
WRITERS = 16
CHANGING = [
    ("add-actual", "2024", "980"),
    ("add-actual", "2022", "962", "--revise", "--published", "2024-01-01"),
    ("remove-actual", "2022"),
    ("rate", "staff-1000", "achieved", "--by", "x", "--date", "2024-09-01"),
    ("import", "in.csv"),
    ("undo",),
]
HOLD = """
import sys, time
from pathlib import Path
from unpolicy.store.journal import locked
with locked(Path(sys.argv[1]), wait=0):
    print("held", flush=True)
    time.sleep(60)
"""
installed = pytest.mark.skipif(not PROGRAM.exists(), reason="the command is not installed beside this Python")


@pytest.fixture
def recorded(unpolicy, data, tmp_path):
    """Data with a change that could be taken back, and a file to import."""
    assert unpolicy("add-actual", "-i", "un-staff-women", "2023", "600").code == 0
    (tmp_path / "in.csv").write_text("indicator,year,value\nun-staff,2024,980\n")
    return data


@pytest.fixture
def holder(recorded):
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(recorded)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def contents(directory):
    return {path.name: path.read_bytes() for path in directory.glob("*.yaml")}


def policy(directory):
    """Two files with one indicator for half of the writers, and one each for the others."""
    directory.mkdir()
    names = ["shared", *(f"own-{number}" for number in range(0, WRITERS, 2))]
    entry = "title: t\n    unit: u\n    kind: count\n    direction: increase\n    year: calendar\n    actuals:\n"
    text = "".join(f"  {name}: # {name}\n    {entry}      1990: 5 # the first\n\n" for name in names)
    (directory / "indicators.yaml").write_text(f"version: 1\nindicators:\n{text}", encoding="utf-8")
    (directory / "targets.yaml").write_text("version: 1\npolicy: {id: p, title: P}\n", encoding="utf-8")


@installed
def test_sixteen_at_once_land_or_are_refused_and_none_is_lost(tmp_path):
    data = tmp_path / "data"
    policy(data)
    before = (data / "indicators.yaml").read_text(encoding="utf-8").splitlines()
    writers = []
    for number in range(WRITERS):
        name, year, wait = "shared" if number % 2 else f"own-{number}", str(2000 + number), "0" if number > 12 else "60"
        command = [PROGRAM, "add-actual", year, "6", "-i", name, "--wait", wait, "--json"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        writers.append(((name, year), wait, subprocess.Popen(command, cwd=tmp_path, **pipes)))
    landed = set()
    for entry, wait, process in writers:
        out, err = process.communicate(timeout=120)
        if process.returncode == 0:
            assert json.loads(out)["written"] is True
            landed.add(entry)
        else:
            assert (process.returncode, wait, out) == (4, "0", "")
            assert err.startswith("unpolicy: ")
    assert len(landed) >= WRITERS - 3

    after = (data / "indicators.yaml").read_text(encoding="utf-8").splitlines()
    assert sorted(line for line in after if line not in before) == sorted(f"      {year}: 6" for _, year in landed)
    assert [line for line in after if line in before] == before
    log = json.loads(subprocess.run([PROGRAM, "log", "--json"], cwd=tmp_path, capture_output=True, check=True).stdout)
    assert {(change["where"][1], str(change["where"][3])) for change in log["changes"]} == landed
    assert subprocess.run([PROGRAM, "validate"], cwd=tmp_path, capture_output=True, check=False).returncode == 0
    subprocess.run([PROGRAM, "undo"], cwd=tmp_path, capture_output=True, check=True)
    assert len((data / "indicators.yaml").read_text(encoding="utf-8").splitlines()) == len(after) - 1


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("command", CHANGING, ids=" ".join)
def test_a_lock_that_is_held_is_reported_with_who_holds_it(unpolicy, recorded, holder, command, lang):
    before = contents(recorded)
    result = unpolicy(*command, "--wait", "0.1", "--lang", lang)
    assert (result.code, result.out) == (4, "")
    for words in (user_name(), str(holder.pid), socket.gethostname(), "--wait", "0.1"):
        assert words in result.err
    assert result.err.count("\n") == 1
    assert contents(recorded) == before


def test_mending_waits_for_the_lock_like_every_other_change(unpolicy, recorded, holder):
    path = recorded / "indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2022: 961", "2022: '961'"), encoding="utf-8")
    before = contents(recorded)
    result = unpolicy("validate", "--fix", "--wait", "0.1")
    assert (result.code, result.out) == (4, "")
    assert str(holder.pid) in result.err
    assert "0.1" in result.err
    assert contents(recorded) == before
    assert unpolicy("validate", "--fix", "--diff", "--wait", "0.1").code == 1, "a look at the changes waits for nobody"


@installed
def test_the_installed_program_waits_no_longer_than_it_was_asked(recorded, holder):
    command = [PROGRAM, "add-actual", "2024", "980", "--wait", "0.1"]
    done = subprocess.run(command, cwd=recorded.parent, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 4
    assert f"process {holder.pid} on {socket.gethostname()}" in done.stderr
    assert "still so after 0.1 seconds" in done.stderr


@pytest.mark.parametrize("command", [("status",), ("validate",), ("log",), ("add-actual", "2024", "980", "--dry-run")])
def test_nobody_who_reads_waits_for_a_lock(unpolicy, recorded, holder, command):
    assert unpolicy(*command).code == 0


def test_a_lock_whose_holder_was_killed_blocks_nobody(unpolicy, recorded, holder):
    holder.kill()
    holder.wait()
    assert unpolicy("add-actual", "2024", "980", "--wait", "0").code == 0


BY_HAND = {
    CHANGING[0]: "indicators:\n  un-staff:\n    actuals:\n      2024: 980\n",
    CHANGING[1]: "      2022: {value: 962, published: 2024-01-01, revisions: [{value: 961}]}\n",
    CHANGING[2]: "indicators:\n  un-staff:\n    actuals:\n      # take out 2022\n",
    CHANGING[3]: "ratings:\n  - {target: staff-1000, review: FY2024, step: achieved, by: x, date: 2024-09-01}\n",
}


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("command", CHANGING, ids=" ".join)
def test_an_editor_that_saves_in_between_keeps_what_it_saved(unpolicy, recorded, monkeypatch, command, lang):
    """The editor saves when the change is on the disk already, beside the file, just before it would take its place."""
    path = recorded / ("targets.yaml" if command[0] == "rate" else "indicators.yaml")
    other = contents(recorded)
    real = disk.create

    def save(temporary, mode):
        path.write_bytes(path.read_bytes() + b"# saved by an editor\n")
        return real(temporary, mode)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "create", save)
        result = unpolicy(*command, "--wait", "0", "--lang", lang)
    assert (result.code, result.out) == (4, "")
    assert path.name in result.err
    assert BY_HAND.get(command, "") in result.err
    assert contents(recorded) == other | {path.name: other[path.name] + b"# saved by an editor\n"}
    again = unpolicy(*command)
    assert again.code == (4 if command == ("undo",) else 0), again.err
    assert path.read_bytes().endswith(b"# saved by an editor\n")


def test_undo_refuses_what_was_changed_since(unpolicy, recorded):
    path = recorded / "indicators.yaml"
    path.write_bytes(path.read_bytes() + b"# mine\n")
    before = contents(recorded)
    for more in ([], ["--dry-run"]):
        result = unpolicy("undo", *more)
        assert result.code == 4
        assert re.search(r"has changed since `.*` of \d{4}-", result.err)
    assert contents(recorded) == before


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_sees_the_data_alone(unpolicy, data, tmp_path):
    """In a fresh clone the journal and the lock beside the data are nobody's concern."""

    def git(*words, cwd):
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        command = ["git", "-c", "user.name=x", "-c", "user.email=x", "-c", "init.defaultBranch=main", *words]
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=True).stdout

    git("init", cwd=tmp_path)
    git("add", ".", cwd=tmp_path)
    git("commit", "-m", "data", cwd=tmp_path)
    git("clone", "--quiet", ".", "clone", cwd=tmp_path)
    clone = tmp_path / "clone"
    at = ("--data", str(clone / "data"))
    assert unpolicy("add-actual", "2024", "980", *at).code == 0
    assert git("status", "--porcelain", "--untracked-files=all", cwd=clone) == " M data/indicators.yaml\n"
    assert git("diff", "--numstat", cwd=clone).split() == ["1", "0", "data/indicators.yaml"]
    assert unpolicy("undo", *at).code == 0
    assert git("status", "--porcelain", "--untracked-files=all", cwd=clone) == ""
