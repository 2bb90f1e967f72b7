"""Whatever stops the writer, and wherever: the file is the old one or the new one, whole, and the next run is fine."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import stat
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # folders of tests are not packages

import power
from faulty import CALLS, MODE, NEW, OLD, Seam, calls_of_one_write, make, write

from unpolicy.errors import ConflictError, DataError
from unpolicy.store.journal import PRIVATE, entries
from unpolicy.store.source import parse
from unpolicy.store.undo import undo

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="symlinks, modes and SIGKILL are not to be had there")

ERRORS = {
    errno.ENOSPC: "No space left on device",
    errno.EIO: "Input/output error",
    errno.EACCES: "Permission denied",
}


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    return calls_of_one_write(tmp_path_factory.mktemp("calls"))


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def outcome(link):
    """What became of a write, the refusal if it was one."""
    try:
        return write(link)
    except (DataError, ConflictError) as refused:
        return refused


def strays(link):
    data = link.resolve().parent
    found = [*data.iterdir(), *((data / PRIVATE).iterdir() if (data / PRIVATE).is_dir() else [])]
    return [path.name for path in found if path.name.endswith("unpolicy-tmp")]


def check_whole(link):
    """Old or new, whole and valid, with mode and link; returns whether it is the new one."""
    text = link.read_text()
    assert text in (OLD, NEW)
    assert parse(text).ok
    assert link.is_symlink()
    assert stat.S_IMODE(link.stat().st_mode) == MODE
    return text == NEW


def check_next_run(link):
    """The next writer is not held up, clears away, and can be taken back."""
    before = link.read_bytes()
    written = write(link, 2024)
    assert written.changed
    assert link.read_bytes() == before + b"      2024: 2\n"
    assert strays(link) == []
    undo([link], wait=0)
    assert link.read_bytes() == before


def test_the_write_path_is_what_it_is_meant_to_be(calls):
    order = ["create", "write", "set_owner", "copy_attributes", "set_mode", "fsync", "close", "read", "replace"]
    place = calls.index("create")
    assert [name for name in calls[place:] if name in order][: len(order)] == order
    assert calls[calls.index("replace") :].index("sync_directory") > 0
    assert calls.index("fsync") < place  # the journal's line is safe before the data changes


def failing(number, error, *, first):
    def act(current, name, real, arguments):
        if current != number:
            return real()
        if first:
            if name == "write":
                os.write(arguments[0], arguments[1][:5])
            else:
                real()
        raise OSError(error, os.strerror(error))

    return act


@pytest.mark.parametrize("first", [False, True], ids=["instead", "afterwards"])
@pytest.mark.parametrize("error", ERRORS, ids=["ENOSPC", "EIO", "EACCES"])
def test_an_error_at_any_call_leaves_old_or_new_and_says_which(tmp_path, calls, error, first):
    for number, name in enumerate(calls):
        link = make(tmp_path / str(number))
        with Seam(failing(number, error, first=first)) as seam:
            written = outcome(link)
        if isinstance(written, DataError):
            assert not check_whole(link), (number, name)
            assert "as it was" in str(written) or "nothing was changed" in str(written)
            assert ERRORS[error] in str(written)
        else:
            assert check_whole(link), (number, name)
            in_doubt = name == "sync_directory" or (name == "replace" and first)
            assert written.durable is not in_doubt
            assert written.durable or "durability not confirmed" in written.notices[-1][0]
        assert seam.calls[number] == name
        if name not in ("remove", "create"):  # what could not be removed, or opened to the end, is left to the next run
            assert strays(link) == []
        check_next_run(link)


@pytest.mark.parametrize("first", [False, True], ids=["before", "after"])
def test_an_interrupt_at_any_call_leaves_old_or_new_and_nothing_else(tmp_path, calls, first):
    for number, name in enumerate(calls):

        def act(current, _, real, arguments, number=number):
            if current == number:
                if first:
                    with contextlib.suppress(OSError):
                        real()
                raise KeyboardInterrupt
            return real()

        link = make(tmp_path / str(number))
        with pytest.raises(KeyboardInterrupt), Seam(act):
            write(link)
        assert check_whole(link) == (calls[:number].count("replace") + (first and name == "replace") > 0)
        assert strays(link) == [] or name == "remove"
        check_next_run(link)


@pytest.mark.parametrize("save", ["in place", "by renaming"])
def test_an_editor_that_saves_at_any_call_before_the_comparison_is_kept(tmp_path, calls, save):
    theirs = OLD.replace("title: t", "title: theirs")
    compared = calls.index("read", calls.index("create"))
    for number in range(compared + 1):
        link = make(tmp_path / str(number))

        def act(current, _, real, arguments, number=number, link=link):
            if current == number:
                real_file = link.resolve()
                swap = real_file if save == "in place" else real_file.with_name("swap")
                swap.write_text(theirs)
                swap.replace(real_file)
            return real()

        with Seam(act):
            written = outcome(link)
        if isinstance(written, ConflictError):
            assert link.read_text() == theirs
            assert str(written).endswith("      2023: 2")
        else:  # saved before the file was read
            assert link.read_text() == NEW.replace("title: t", "title: theirs")
        assert strays(link) == []


def test_a_writer_killed_at_any_call_leaves_old_or_new(tmp_path):
    script = Path(__file__).with_name("faulty.py")
    run = subprocess.run(
        [sys.executable, str(script), str(tmp_path)], capture_output=True, text=True, check=True, timeout=120
    )
    report = json.loads(run.stdout)
    assert {"create", "write", "fsync", "replace", "sync_directory"} <= set(report["calls"])
    assert {one["signal"] for one in report["done"]} == {9}
    outcomes = set()
    for one in report["done"]:
        link = Path(one["directory"]) / "link.yaml"
        new = check_whole(link)
        outcomes.add(new)
        noted = [entry for entry in entries(link.resolve().parent).entries if entry.happened is not False]
        assert len(noted) == 1 or not new
        check_next_run(link)
        if new:  # what was killed after it had happened can still be taken back, behind the two changes just made
            assert entries(link.resolve().parent).entries[0].happened is True
    assert outcomes == {False, True}


# --- power cuts ---


def recorded(directory, *, without=()):
    """A write, its calls with their arguments and results, and the file."""
    link = make(directory)
    made = []

    def act(_, name, real, arguments):
        result = None if name in without else real()
        made.append((name, arguments, result))
        return result

    with Seam(act):
        written = write(link)
    return link, [call for call in made if call[0] not in without], written


def left_behind(directory, *, without=(), seed=0):
    """Every state in which a power cut may leave the directory, with the calls made before it."""
    link, made, written = recorded(directory, without=without)
    data = link.resolve()
    states = {}
    for number, left in power.cuts(made, {str(data): OLD.encode()}, data, random.Random(seed)):
        states.setdefault(frozenset(left.items()), []).append(number)
    return data, states, len(made), written


def test_a_power_cut_at_any_moment_leaves_old_or_new(tmp_path):
    data, states, total, written = left_behind(tmp_path / "recorded")
    assert written.durable
    assert len(states) > 200
    outcomes = set()
    for place, (state, numbers) in enumerate(states.items()):
        left = dict(state)
        text = left[str(data)].decode()
        assert text in (OLD, NEW)
        outcomes.add(text)
        if total in numbers:
            assert text == NEW  # confirmed means confirmed
        link = make(tmp_path / str(place))
        fresh = link.resolve().parent
        for name, content in left.items():
            target = fresh / Path(name).relative_to(data.parent)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
        check_whole(link)
        check_next_run(link)
    assert outcomes == {OLD, NEW}


@pytest.mark.parametrize("without", ["fsync", "sync_directory"])
def test_the_power_cuts_would_catch_a_writer_that_does_not_sync(tmp_path, without):
    data, states, total, _ = left_behind(tmp_path / "recorded", without=(without,))
    ends = {dict(state).get(str(data)) for state in states}
    lost = {dict(state).get(str(data)) for state, numbers in states.items() if total in numbers}
    broken = ends - {OLD.encode(), NEW.encode()}
    assert broken if without == "fsync" else OLD.encode() in lost


def test_every_function_of_the_seam_is_stopped_somewhere(calls):
    assert set(CALLS) == set(calls)
