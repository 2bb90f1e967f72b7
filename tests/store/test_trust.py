"""A repository that somebody else made: its journal, links and private files lead nowhere but into its data."""

from __future__ import annotations

import getpass  # noqa: F401 - whom a test turns into another user may not be able to read it any more
import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys

import pytest
from rewriting import rewrite

from unpolicy.errors import DataError, RefusedError
from unpolicy.store import journal
from unpolicy.store.edit import add_actual, add_rating
from unpolicy.store.journal import JOURNAL, PRIVATE, Origin, entries, locked
from unpolicy.store.undo import journal_history, plan_undo, undo

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its files have no modes, owners and links like these")

TEXT = "version: 1\nindicators:\n  one:\n    title: t\n    actuals:\n      2022: 1\n"
OWN, COLLEAGUE, GROUP = 4001, 4002, 4100
AS_ROOT = pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="only root can be several users")


@pytest.fixture
def path(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "targets.yaml").write_text("version: 1\n")
    (data / "indicators.yaml").write_text(TEXT)
    return data / "indicators.yaml"


def files(path):
    return path.parent / "targets.yaml", path


def add(path, year=2023):
    return rewrite(path, lambda source: add_actual(source, "one", year, 2), origin=Origin(("add-actual", str(year))))


def rate(path):
    return rewrite(path, lambda source: add_rating(source, {"target": "t"}), origin=Origin(("rate",)))


def forge(directory, name, known, wanted):
    """A journal whose last change, taken back, makes a file hold what an attacker wants."""
    (directory / PRIVATE).mkdir(exist_ok=True)
    old, new = (hashlib.sha256(text.encode()).hexdigest() for text in (wanted, known))
    entry = {"id": "a", "group": "a", "at": "2026-01-01T00:00:00Z", "user": "u", "command": ["add-actual", "2024", "1"]}
    entry |= {"file": name, "old": old, "new": new, "pieces": [[0, wanted, known]], "happened": True}
    lines = json.dumps(entry), json.dumps({"settles": "a", "happened": True})
    (directory / PRIVATE / JOURNAL).write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize("link", [True, False])
def test_undo_touches_no_file_that_is_not_of_the_data(path, tmp_path, link):
    target = tmp_path / ".profile"
    notes = path.parent / "notes.yaml"
    if link:
        notes.symlink_to(target)
    else:
        target = notes
    target.write_text("known\n")
    forge(path.parent, "notes.yaml", "known\n", "evil\n")
    with pytest.raises(RefusedError, match="no change"):
        undo(files(path))
    assert target.read_text() == "known\n"
    assert journal_history(files(path)).changes == ()


def test_a_data_file_that_is_a_link_is_undone_only_from_the_journal_where_it_really_is(path, tmp_path):
    target = tmp_path / "config.yaml"
    target.write_text("known\n")
    path.unlink()
    path.symlink_to(target)
    forge(path.parent, "indicators.yaml", "known\n", "evil\n")
    with pytest.raises(RefusedError, match="no change"):
        undo(files(path))
    assert target.read_text() == "known\n"


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_journal_that_git_tracks_is_not_believed(path, tmp_path):
    add(path)
    before = path.read_bytes()
    plan_undo(files(path))
    for command in (["init", "-q"], ["add", "-f", f"data/{PRIVATE}/{JOURNAL}"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    for look in (undo, journal_history):
        with pytest.raises(DataError, match=r"is tracked by git.*delete it"):
            look(files(path))
    assert path.read_bytes() == before
    add(path, 2024)  # a change goes on
    (path.parent / PRIVATE / JOURNAL).unlink()
    add(path, 2025)
    subprocess.run(["git", "rm", "-qf", "--cached", f"data/{PRIVATE}/{JOURNAL}"], cwd=tmp_path, check=True)
    assert plan_undo(files(path)).command == ("add-actual", "2025")


@AS_ROOT
def test_a_journal_of_another_user_is_not_believed_and_that_of_a_colleague_is(path):
    add(path)
    log = path.parent / PRIVATE / JOURNAL
    os.chown(log, COLLEAGUE, -1)
    with pytest.raises(DataError, match=f"another user \\({COLLEAGUE}\\)"):
        undo(files(path))
    path.parent.chmod(0o775)
    assert plan_undo(files(path)).command == ("add-actual", "2023")
    path.parent.chmod(0o1777)
    with pytest.raises(DataError, match="another user"):
        plan_undo(files(path))


@pytest.mark.parametrize("name", ["", "lock", "lock.json", JOURNAL])
@pytest.mark.parametrize("there", [True, False])
def test_a_link_among_the_private_files_is_refused_before_anything_is_touched(path, tmp_path, name, there):
    outside = tmp_path / "outside"
    swept = outside / ".x.0123456789ab.unpolicy-tmp" if name == "" else outside
    if there:
        swept.parent.mkdir(exist_ok=True)
        swept.write_text("precious")
    if name:
        (path.parent / PRIVATE).mkdir()
    link = path.parent / PRIVATE / name
    link.symlink_to(outside)
    for act in (lambda: add(path), lambda: undo(files(path)), lambda: journal_history(files(path))):
        with pytest.raises(DataError, match="is a symlink and was not followed") as caught:
            act()
        assert str(link) in str(caught.value)
    assert path.read_text() == TEXT
    assert swept.exists() == there
    assert not there or swept.read_text() == "precious"
    assert not there or name or [one.name for one in outside.iterdir()] == [swept.name]
    assert not name or [one.name for one in (path.parent / PRIVATE).iterdir()] == [name]


# --- one history, wherever the files lie ---


@pytest.mark.parametrize("linked", ["targets.yaml", "indicators.yaml"])
def test_undo_takes_the_last_command_back_wherever_its_file_lies(path, tmp_path, linked):
    elsewhere = tmp_path / "shared"
    elsewhere.mkdir()
    real = elsewhere / linked
    (path.parent / linked).rename(real)
    (path.parent / linked).symlink_to(real)
    targets = path.parent / "targets.yaml"
    states = [(targets.read_bytes(), path.read_bytes())]
    for change in (lambda: add(path), lambda: rate(targets), lambda: add(path, 2024), lambda: rate(targets)):
        change()
        states.append((targets.read_bytes(), path.read_bytes()))
        assert plan_undo(files(path)).steps[0].path == (targets if len(states) % 2 else path).resolve()
    undo(files(path))
    assert (targets.read_bytes(), path.read_bytes()) == states[-2]
    undo(files(path))
    assert (targets.read_bytes(), path.read_bytes()) == states[-1]
    assert len(journal_history(files(path)).changes) == 6


# --- colleagues ---


def as_user(user, group, act):
    """Let another user act in a process of its own; returns what it raised, as text."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        text = ""
        try:
            os.setgroups([GROUP])
            os.setgid(group)
            os.setuid(user)
            os.umask(0o022)
            act()
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"
        os.write(writer, text.encode())
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as pipe:  # noqa: PTH123 - it is a descriptor
        text = pipe.read().decode()
    os.waitpid(child, 0)
    return text


@pytest.fixture
def shared(path):
    for one in path.parents[: len(path.parents) - 2]:
        if one != path.parent:
            one.chmod(one.stat().st_mode | 0o011)
    for one in (path.parent, *path.parent.iterdir()):
        os.chown(one, OWN, GROUP)
        one.chmod(0o775 if one.is_dir() else 0o664)
    return path


@AS_ROOT
@pytest.mark.parametrize("first", [OWN, COLLEAGUE, 0])
def test_colleagues_do_not_lock_each_other_out(shared, first):
    order = [first, *({OWN, COLLEAGUE, 0} - {first})]
    for number, user in enumerate(order):
        assert as_user(user, user, lambda number=number: add(shared, 2030 + number)) == ""
    for user in order:
        assert as_user(user, user, lambda: undo(files(shared))) == ""
    private = shared.parent / PRIVATE
    for one in (private, *private.iterdir()):
        found = one.stat()
        assert found.st_gid == GROUP
        assert stat.S_IMODE(found.st_mode) == (0o775 if one.is_dir() else 0o664)


@AS_ROOT
def test_a_run_as_root_leaves_everything_to_the_owner(shared):
    shared.parent.chmod(0o755)
    add(shared)
    private = shared.parent / PRIVATE
    assert {one.stat().st_uid for one in (private, *private.iterdir(), shared)} == {OWN}
    assert as_user(OWN, OWN, lambda: add(shared, 2024)) == ""
    assert as_user(OWN, OWN, lambda: undo(files(shared))) == ""


@AS_ROOT
def test_root_gives_away_no_file_that_has_another_name(shared, tmp_path):
    precious = tmp_path / "shadow"
    precious.write_text("")
    (shared.parent / PRIVATE).mkdir()
    os.link(precious, shared.parent / PRIVATE / JOURNAL)
    add(shared)
    assert precious.stat().st_uid == 0


@AS_ROOT
@pytest.mark.parametrize("name", ["", "lock"])
def test_what_cannot_be_opened_is_named_with_the_way_out(shared, name):
    add(shared)
    private = shared.parent / PRIVATE
    shut = private / name
    os.chown(shut, 0, 0)
    shut.chmod(0o700 if shut.is_dir() else 0o600)
    said = as_user(COLLEAGUE, COLLEAGUE, lambda: add(shared, 2024))
    assert f"{shut} cannot be opened (Permission denied)" in said
    assert f"move {private} away" in said
    assert as_user(COLLEAGUE, COLLEAGUE, lambda: (private.rename(private.with_name("old")), add(shared, 2024))) == ""


@pytest.mark.parametrize("kind", ["directory", "link", "shut"])
def test_the_file_for_git_never_blocks_a_change(path, kind, monkeypatch):
    ignore = path.parent / PRIVATE / ".gitignore"
    ignore.parent.mkdir()
    if kind == "directory":
        ignore.mkdir()
    elif kind == "link":
        ignore.symlink_to("nowhere")
    else:
        monkeypatch.setattr(
            journal, "_ignore", lambda _: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
        )
    add(path)
    assert len(entries(path.parent).entries) == 1
    with locked(path.parent, wait=0) as private:
        assert private == ignore.parent
