"""A data file is replaced whole, under a lock, with its mode, its links and its neighbours as they were."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from rewriting import rewrite

from unpolicy.errors import ConflictError, DataError, RefusedError
from unpolicy.store import disk, journal, write
from unpolicy.store.edit import add_actual
from unpolicy.store.journal import PRIVATE, locked
from unpolicy.store.write import resolve

TEXT = "version: 1\nindicators:\n  one:\n    title: t\n    actuals:\n      2022: 1\n"
NEW = TEXT + "      2023: 2\n"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes, pipes or links for everybody")


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "data" / "indicators.yaml"
    file.parent.mkdir()
    file.write_bytes(TEXT.encode())
    return file


def add(source):
    return add_actual(source, "one", 2023, 2)


def names(directory):
    return sorted(entry.name for entry in directory.iterdir())


def strays(directory):
    return [name for name in names(directory) if name.endswith("unpolicy-tmp")]


def test_a_change_is_written(path):
    written = rewrite(path, add)
    assert path.read_bytes() == NEW.encode()
    assert (written.changed, written.durable, written.notices) == (True, True, ())
    assert written.path == path
    assert written.planned.line == 7


def test_byte_order_mark_and_line_ends_stay(path):
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    rewrite(path, add)
    assert path.read_bytes() == b"\xef\xbb\xbf" + NEW.replace("\n", "\r\n").encode()


def test_no_change_writes_nothing(path):
    before = path.stat()
    written = rewrite(path, lambda source: add_actual(source, "one", 2022, 1))
    assert not written.changed
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert not (path.parent / PRIVATE / "journal.jsonl").exists()


def test_a_refusal_writes_nothing(path):
    def refuse(source):
        raise RefusedError("no")

    with pytest.raises(RefusedError):
        rewrite(path, refuse)
    assert path.read_bytes() == TEXT.encode()
    assert strays(path.parent) == []


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_mode_stays(path, mode):
    path.chmod(mode)
    rewrite(path, add)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@POSIX
def test_the_owner_stays_where_it_can(path):
    if os.geteuid() != 0:
        pytest.skip("only root may give files away")
    os.chown(path, 12345, 23456)
    rewrite(path, add)
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


@POSIX
def test_an_owner_that_cannot_be_given_is_let_be(path, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    real = os.stat

    def other_owner(self, **_):
        found = list(real(self))
        found[4:6] = [12345, 23456]
        return os.stat_result(found)

    monkeypatch.setattr(os, "fchown", refuse)
    monkeypatch.setattr(disk, "status", other_owner)
    assert rewrite(path, add).changed


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="the system has no extended attributes")
def test_extended_attributes_stay(path):
    try:
        os.setxattr(path, "user.origin", b"ministry")
    except OSError:
        pytest.skip("the file system has no extended attributes")
    rewrite(path, add)
    assert os.getxattr(path, "user.origin") == b"ministry"


@POSIX
def test_symlinks_stay_and_lead_to_the_new_file(path, tmp_path):
    link, chain = tmp_path / "link.yaml", tmp_path / "chain.yaml"
    link.symlink_to("data/indicators.yaml")
    chain.symlink_to(link)
    written = rewrite(chain, add)
    assert link.is_symlink()
    assert chain.is_symlink()
    assert chain.read_bytes() == path.read_bytes() == NEW.encode()
    assert written.path == chain
    assert resolve(chain) == path
    assert not (tmp_path / PRIVATE).exists()


@POSIX
def test_links_in_a_circle_are_reported(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(DataError, match="leads back to itself"):
        resolve(tmp_path / "a")


def test_a_file_that_comes_back_while_it_is_looked_for_is_one_sentence(path, monkeypatch):
    monkeypatch.setattr(os.path, "realpath", refuse(OSError(2, "No such file or directory")))
    with pytest.raises(DataError, match=r"cannot be found \(No such file or directory\)"):
        rewrite(path, add)
    assert path.read_bytes() == TEXT.encode()


@pytest.mark.parametrize("name", ["absent.yaml", "data/absent/indicators.yaml"])
def test_an_absent_file_is_reported_and_nothing_is_made(path, tmp_path, name):
    with pytest.raises(DataError, match="does not exist"):
        rewrite(tmp_path / name, add)
    assert names(tmp_path) == ["data"]
    assert names(path.parent) == ["indicators.yaml"]


@POSIX
def test_a_pipe_in_its_place_is_reported(path):
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(DataError, match="is a pipe"):
        rewrite(path, add, wait=0)


def test_the_private_directory_is_ignored_by_git(path):
    rewrite(path, add)
    private = path.parent / PRIVATE
    assert (private / ".gitignore").read_text() == "*\n"
    (private / ".gitignore").write_text("")  # as a power cut may leave it
    rewrite(path, lambda source: add_actual(source, "one", 2024, 2))
    assert (private / ".gitignore").read_text() == "*\n"


@POSIX
def test_who_may_write_in_the_directory_may_use_what_is_private(path):
    old = os.umask(0o077)
    try:
        path.parent.chmod(0o2775)
        rewrite(path, add)
    finally:
        os.umask(old)
    private = path.parent / PRIVATE
    assert stat.S_IMODE(private.stat().st_mode) == 0o2775
    for name in ("lock", "lock.json", "journal.jsonl"):
        assert stat.S_IMODE((private / name).stat().st_mode) == 0o664


def test_what_a_dead_writer_left_is_swept(path):
    private = path.parent / PRIVATE
    private.mkdir()
    (path.parent / ".indicators.yaml.0123456789ab.unpolicy-tmp").write_text("half")
    (private / ".journal.jsonl.0123456789ab.unpolicy-tmp").write_text("half")
    (path.parent / ".mine.unpolicy-tmp").write_text("somebody's own")
    rewrite(path, add)
    assert strays(path.parent) == [".mine.unpolicy-tmp"]
    assert strays(private) == []


# --- an editor in between ---


def save_in_place(path, text):
    path.write_text(text)


def save_by_renaming(path, text):
    (path.parent / "swap").write_text(text)
    (path.parent / "swap").replace(path)


@pytest.mark.parametrize("save", [save_in_place, save_by_renaming])
def test_an_editor_that_saves_in_between_is_not_overwritten(path, save):
    theirs = TEXT.replace("title: t", "title: theirs")

    def change(source):
        save(path, theirs)
        return add(source)

    with pytest.raises(ConflictError, match="changed by somebody else") as caught:
        rewrite(path, change)
    assert path.read_text() == theirs
    assert "nothing was written" in str(caught.value)
    assert str(caught.value).endswith("    actuals:\n      2023: 2")
    assert caught.value.text("ja").endswith("    actuals:\n      2023: 2")
    assert caught.value.exit_code == 4
    assert strays(path.parent) == []


def test_a_file_that_vanished_in_between_is_reported(path):
    def change(source):
        path.unlink()
        return add(source)

    with pytest.raises(DataError, match="could not be written"):
        rewrite(path, change)
    assert not path.exists()
    assert strays(path.parent) == []


# --- what the system refuses ---


def refuse(error):
    def call(*_, **__):
        raise error

    return call


def test_a_read_only_directory_is_one_sentence(path, monkeypatch):
    monkeypatch.setattr(disk, "make_directory", refuse(OSError(30, "Read-only file system")))
    with pytest.raises(DataError, match=r"cannot be written \(Read-only file system\).*nothing was changed") as caught:
        rewrite(path, add)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == TEXT.encode()


def test_a_lock_that_the_file_system_does_not_have_is_one_sentence(path, monkeypatch):
    monkeypatch.setattr(FileLock, "acquire", refuse(OSError(37, "No locks available")))
    with pytest.raises(DataError, match="cannot be opened"):
        rewrite(path, add)


@POSIX
@pytest.mark.parametrize("there", [True, False])
def test_a_link_in_place_of_the_lock_is_not_followed(path, tmp_path, there):
    outside = tmp_path / "outside"
    if there:
        outside.write_text("precious")
    (path.parent / PRIVATE).mkdir()
    (path.parent / PRIVATE / "lock").symlink_to(outside)
    with pytest.raises(DataError, match="is a symlink"):
        rewrite(path, add, wait=0)
    assert path.read_bytes() == TEXT.encode()
    assert outside.exists() == there
    assert not there or outside.read_text() == "precious"


@POSIX
def test_a_file_that_its_owner_made_read_only_is_left_alone(path):
    path.chmod(0o444)
    with pytest.raises(RefusedError, match=r"is read-only.*--force.*chmod u\+w"):
        rewrite(path, add)
    assert path.read_bytes() == TEXT.encode()
    assert names(path.parent) == ["indicators.yaml"]
    path.chmod(0o644)
    rewrite(path, add)
    assert path.read_bytes() == NEW.encode()


def test_a_file_in_place_of_the_private_directory_is_one_sentence(path):
    (path.parent / PRIVATE).write_text("")
    with pytest.raises(DataError, match="cannot be written"):
        rewrite(path, add)
    assert path.read_bytes() == TEXT.encode()


def test_a_failed_replacement_that_happened_is_believed(path, monkeypatch):
    def replace(new, old):
        new.replace(old)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(disk, "replace", replace)
    written = rewrite(path, add)
    assert path.read_bytes() == NEW.encode()
    assert not written.durable
    assert "durability not confirmed" in written.notices[0][0]


def test_a_failed_replacement_that_somebody_else_made_is_a_conflict(path, monkeypatch):
    def replace(new, old):
        old.write_text("theirs")
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(disk, "replace", replace)
    with pytest.raises(ConflictError):
        rewrite(path, add)
    assert path.read_text() == "theirs"


def test_a_directory_that_cannot_be_synced_leaves_durability_open(path, monkeypatch):
    monkeypatch.setattr(disk, "sync_directory", refuse(OSError(5, "Input/output error")))
    written = rewrite(path, add)
    assert path.read_bytes() == NEW.encode()
    assert not written.durable
    assert "is written, durability not confirmed (Input/output error)" in written.notices[0][0]
    assert "確認できません" in written.notices[0][1]


def test_short_writes_are_continued(path, monkeypatch):
    monkeypatch.setattr(disk, "write", lambda descriptor, data: os.write(descriptor, data[:7]))
    rewrite(path, add)
    assert path.read_bytes() == NEW.encode()


# --- the lock ---


HOLD = """
import sys, time
from pathlib import Path
from unpolicy.store.journal import locked
with locked(Path(sys.argv[1]), wait=0):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(path):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path.parent)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_lock_that_is_held_is_waited_for_and_reported_with_its_holder(path, holder):
    with pytest.raises(ConflictError, match=rf"process {holder.pid} on .*still so after 0\.1 seconds") as caught:
        rewrite(path, add, wait=0.1)
    assert journal.user_name() in str(caught.value)
    assert "--wait" in str(caught.value)
    assert path.read_bytes() == TEXT.encode()


def test_a_lock_whose_holder_died_blocks_nobody(path, holder):
    holder.kill()
    holder.wait()
    assert (path.parent / PRIVATE / "lock").exists()
    assert rewrite(path, add, wait=0).changed


@pytest.mark.parametrize("damage", ["", "{", "[1]", '{"user": 1, "pid": 2, "host": 3, "since": 4}'])
def test_a_damaged_note_of_the_holder_is_passed_over(path, holder, damage):
    (path.parent / PRIVATE / "lock.json").write_text(damage)
    with pytest.raises(ConflictError, match="by another process"):
        rewrite(path, add, wait=0)


def test_a_holder_cannot_write_on_the_screen(path, holder):
    note = {"user": "\x1b[31mred", "pid": 1, "host": "h\n", "since": "s"}
    (path.parent / PRIVATE / "lock.json").write_text(json.dumps(note))
    with pytest.raises(ConflictError) as caught:
        rewrite(path, add, wait=0)
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_lock_is_let_go_after_an_error(path):
    with pytest.raises(KeyboardInterrupt), locked(path.parent, wait=0):
        raise KeyboardInterrupt
    assert rewrite(path, add, wait=0).changed


def test_a_user_without_a_name_is_a_number(monkeypatch):
    import getpass

    monkeypatch.setattr(getpass, "getuser", refuse(KeyError("getpwuid(): uid not found")))
    monkeypatch.setattr(os, "getuid", lambda: 4711, raising=False)
    assert journal.user_name() == "uid 4711"


def test_default_wait_is_bounded():
    assert write.DEFAULT_WAIT == 10


def test_resolve_is_the_file_itself(path):
    assert resolve(path) == Path(os.path.realpath(path))
