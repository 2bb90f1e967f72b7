"""The journal remembers what was changed, gives it back exactly, and never stands in the way."""

from __future__ import annotations

import json
import os
import sys

import pytest
from rewriting import rewrite

from unpolicy.errors import ConflictError, DataError, RefusedError
from unpolicy.store import disk, journal
from unpolicy.store.edit import add_actual, add_rating, remove_actual
from unpolicy.store.journal import JOURNAL, PRIVATE, Origin, entries
from unpolicy.store.source import read_source
from unpolicy.store.undo import plan_undo, undo

TEXT = "version: 1\r\nindicators:\r\n  one:\r\n    title: 注\r\n    actuals:\r\n      2022: 1 # 注\r\n"
BOM = b"\xef\xbb\xbf"


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "indicators.yaml"
    file.write_bytes(BOM + TEXT.encode())
    (tmp_path / "targets.yaml").write_bytes(b"version: 1\n")
    return file


def files(path):
    return path.parent / "targets.yaml", path


def log_file(path):
    return path.parent / PRIVATE / JOURNAL


def add(path, year, value=2, **words):
    command = ("add-actual", str(year), str(value))
    return rewrite(path, lambda source: add_actual(source, "one", year, value), origin=Origin(command, **words))


def commands(path):
    return [entry.command[-2:] for entry in entries(path.parent).entries]


def test_a_change_is_noted_with_who_when_before_and_after(path):
    old = read_source(path).digest
    add(path, 2023)
    (entry,) = entries(path.parent).entries
    assert entry.command == ("add-actual", "2023", "2")
    assert (entry.file, entry.old, entry.new) == ("indicators.yaml", old, read_source(path).digest)
    assert (entry.subject, entry.before, entry.after) == (("indicators", "one", "actuals", 2023), None, 2)
    assert entry.happened is True
    assert entry.user
    assert entry.at.endswith("Z")


def test_no_journal_is_an_empty_one(tmp_path):
    assert entries(tmp_path).entries == ()


def test_undo_takes_back_and_undo_again_makes_again(path):
    old = path.read_bytes()
    add(path, 2023)
    new = path.read_bytes()
    for before, after, redo in ((new, old, False), (old, new, True), (new, old, False), (old, new, True)):
        assert path.read_bytes() == before
        undoing = plan_undo(files(path))
        assert (undoing.command, undoing.redo) == (("add-actual", "2023", "2"), redo)
        assert (BOM + undoing.steps[0].planned.new_text.encode()) == after
        assert path.read_bytes() == before  # a plan writes nothing
        (written,) = undo(files(path))
        assert path.read_bytes() == after
        assert written.changed


def test_undo_swaps_before_and_after(path):
    add(path, 2023)
    undo(files(path))
    last = entries(path.parent).entries[-1]
    assert (last.before, last.after, last.command) == (2, None, ("undo",))
    assert last.undoes == entries(path.parent).entries[0].group


def test_undo_of_a_removal_brings_its_comment_back(path):
    old = path.read_bytes()
    rewrite(path, lambda source: remove_actual(source, "one", 2022))
    assert "注".encode() not in path.read_bytes().split(b"actuals")[1]
    undo(files(path))
    assert path.read_bytes() == old


def test_undo_takes_one_command_at_a_time(path):
    add(path, 2023)
    between = path.read_bytes()
    add(path, 2024)
    undo(files(path))
    assert path.read_bytes() == between
    undo(files(path))
    assert b"2024" in path.read_bytes()


def test_a_command_that_changed_two_files_is_taken_back_in_both(path):
    targets = path.parent / "targets.yaml"
    olds = path.read_bytes(), targets.read_bytes()
    add(path, 2023, group="g")
    rewrite(targets, lambda source: add_rating(source, {"target": "t"}), origin=Origin(("fix",), "g"))
    news = path.read_bytes(), targets.read_bytes()
    assert len(undo(files(path))) == 2
    assert (path.read_bytes(), targets.read_bytes()) == olds
    assert len(undo(files(path))) == 2
    assert (path.read_bytes(), targets.read_bytes()) == news


def test_undo_refuses_when_the_file_has_changed_since(path):
    add(path, 2023)
    path.write_bytes(path.read_bytes() + b"# mine\r\n")
    with pytest.raises(ConflictError, match=r"has changed since `add-actual 2023 2`"):
        undo(files(path))
    assert path.read_bytes().endswith(b"# mine\r\n")


def test_undo_refuses_when_one_of_two_files_has_changed_and_touches_none(path):
    targets = path.parent / "targets.yaml"
    add(path, 2023, group="g")
    rewrite(targets, lambda source: add_rating(source, {"target": "t"}), origin=Origin(("fix",), "g"))
    path.write_bytes(path.read_bytes() + b"# mine\r\n")
    before = path.read_bytes(), targets.read_bytes()
    with pytest.raises(ConflictError):
        undo(files(path))
    assert (path.read_bytes(), targets.read_bytes()) == before


def test_undo_without_changes_is_refused(path):
    with pytest.raises(RefusedError, match="no change"):
        undo(files(path))


def test_undo_under_a_lock_that_is_held_waits_and_gives_up(path):
    from filelock import FileLock

    add(path, 2023)
    with FileLock(path.parent / PRIVATE / "lock"), pytest.raises(ConflictError, match="is being changed by"):
        undo(files(path), wait=0)


# --- damage ---


@pytest.mark.parametrize(
    "damage",
    [b'{"id": "x", "gro', b"\0\0\0\0\n", b"\xff\xfe\n", b"[]\n", b"7\n", b'{"id": "x"}\n', b'{"settles": "nobody"}\n'],
)
def test_a_damaged_line_is_passed_over_and_swallows_nothing(path, damage):
    add(path, 2023)
    with log_file(path).open("ab") as file:
        file.write(damage)
    add(path, 2024)
    assert commands(path) == [("2023", "2"), ("2024", "2")]
    log = entries(path.parent)
    assert log.damaged == (() if b"\0" in damage or b"settles" in damage else (3,))
    undo(files(path))
    assert b"2024" not in path.read_bytes()


def test_any_prefix_of_a_journal_can_be_read_and_added_to(path):
    for year in (2023, 2024):
        add(path, year)
    whole = log_file(path).read_bytes()
    for length in range(0, len(whole), 7):
        log_file(path).write_bytes(whole[:length])
        found = entries(path.parent)
        assert len(found.entries) <= 2
        assert len(found.damaged) <= 1


@pytest.mark.parametrize("kind", ["directory", "pipe"])
def test_a_journal_that_cannot_be_written_does_not_stop_a_change(path, kind):
    add(path, 2023)
    log_file(path).unlink()
    if kind == "directory":
        log_file(path).mkdir()
    elif sys.platform == "win32":
        pytest.skip("Windows has no pipes in directories")
    else:
        os.mkfifo(log_file(path))
    written = add(path, 2024)
    assert b"2024: 2" in path.read_bytes()
    assert "not in the journal" in written.notices[0][0]
    assert "undo" in written.notices[0][1]


@pytest.mark.skipif(sys.platform == "win32", reason="a directory opens differently there")
def test_a_journal_that_cannot_be_read_is_one_sentence(path):
    add(path, 2023)
    log_file(path).unlink()
    log_file(path).mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        undo(files(path))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(
            ("file", json.dumps(name))
            for name in ("../other.yaml", "/etc/hosts", "a/b.yaml", "", "..", "a\0b", "\ud800")
        ),
        ("before", "1e999"),
        ("after", "NaN"),
        ("before", "[" * 100_000 + "]" * 100_000),
        ("after", "[" * 100_000),
        ("undoes", '["x"]'),
        ("undoes", "{}"),
        ("id", "[]"),
        ("group", "{}"),
        ("command", '"word"'),
        ("command", '["\\udcff"]'),
        ("subject", '"word"'),
        ("subject", "[[]]"),
        ("subject", "[1.5]"),
        ("pieces", "[[1e400, 2, 3]]"),
        ("pieces", "[[1]]"),
        ("at", '"yesterday"'),
        ("at", '"9999-12-31T23:59:59Z"'),
        ("moment", '"1"'),
        ("user", "9" * 5000),
    ],
)
def test_a_line_that_makes_no_sense_blocks_nothing_and_is_named(path, field, text):
    old = path.read_bytes()
    add(path, 2023)
    line, settled = log_file(path).read_bytes().splitlines()
    value = json.dumps(json.loads(line)[field], separators=(",", ":"), ensure_ascii=False)
    bad = line.replace(f'"{field}":{value}'.encode(), f'"{field}":{text}'.encode(), 1)
    assert bad != line
    for open_one in (False, True):  # settled, or left open by a crash: then the next writer looks at its file
        path.write_bytes(old)
        log_file(path).write_bytes(bad + b"\n" + (b"" if open_one else settled + b"\n"))
        assert add(path, 2024).notices == ()
        undoing = plan_undo(files(path))
        assert undoing.command == ("add-actual", "2024", "2")
        assert [f"{JOURNAL}:1 is damaged" in notice[0] for notice in undoing.notices] == [True]
        undo(files(path))
        assert path.read_bytes() == old


def test_a_journal_of_one_endless_line_blocks_nothing(path, monkeypatch):
    monkeypatch.setattr(journal, "LARGEST_FILE", 4000)
    (path.parent / PRIVATE).mkdir()
    log_file(path).write_bytes(b"x" * 10_000)
    add(path, 2023)
    add(path, 2024)
    assert b"2024" in path.read_bytes()
    assert log_file(path).stat().st_size <= 4000


def test_what_json_has_no_number_for_is_left_out_and_taken_back(path):
    path.write_bytes(TEXT.replace("2022: 1", "2022: .inf").encode())
    old = path.read_bytes()
    rewrite(path, lambda source: remove_actual(source, "one", 2022))
    undo([path])
    assert path.read_bytes() == old


def test_a_journal_that_does_not_lead_back_is_not_believed(path):
    add(path, 2023)
    before = path.read_bytes()
    lines = [json.loads(line) for line in log_file(path).read_bytes().splitlines()]
    for pieces in ([[3, "", "xx"]], [[10**6, "", "x"]], [[5, "a", ""], [2, "", "b"]]):
        lines[0]["pieces"] = pieces
        log_file(path).write_text("".join(json.dumps(line) + "\n" for line in lines))
        with pytest.raises(ConflictError, match="does not lead back"):
            undo(files(path))
        assert path.read_bytes() == before


# --- crashes between the journal's lines ---


class Crash(BaseException):
    pass


def crash(*_, **__):
    raise Crash


def test_a_change_that_was_noted_and_not_made_is_not_taken_back(path, monkeypatch):
    add(path, 2023)
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(disk, "replace", crash)
        patch.setattr(journal, "settle", crash)
        with pytest.raises(Crash):
            add(path, 2024)
    assert entries(path.parent).entries[-1].happened is None
    assert plan_undo(files(path)).command == ("add-actual", "2023", "2")
    assert path.read_bytes() == before
    add(path, 2025)  # the next writer settles it
    assert [entry.happened for entry in entries(path.parent).entries] == [True, False, True]


def test_a_change_that_was_made_and_not_settled_can_be_taken_back(path, monkeypatch):
    old = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(journal, "settle", crash)
        with pytest.raises(Crash):
            add(path, 2024)
    assert entries(path.parent).entries[-1].happened is None
    undo(files(path))
    assert path.read_bytes() == old
    assert [entry.happened for entry in entries(path.parent).entries] == [True, True]


def test_a_change_that_failed_is_noted_as_not_made(path, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "replace", refuse)
        with pytest.raises(DataError, match="No space left"):
            add(path, 2023)
    assert [entry.happened for entry in entries(path.parent).entries] == [False]
    with pytest.raises(RefusedError):
        undo(files(path))


# --- size ---


def test_the_journal_stays_small_and_keeps_the_newest(path, monkeypatch):
    monkeypatch.setattr(journal, "LARGEST_FILE", 4000)
    for year in range(1900, 1940):
        add(path, year)
        assert log_file(path).stat().st_size <= 4000
    kept = commands(path)
    assert kept[-1] == ("1939", "2")
    assert 2 <= len(kept) < 40
    assert entries(path.parent).damaged == ()
    undo(files(path))
    assert b"1939" not in path.read_bytes()


def test_a_journal_that_cannot_be_shortened_is_left_as_it_is(path, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    add(path, 2023)
    monkeypatch.setattr(journal, "LARGEST_FILE", 100)
    monkeypatch.setattr(journal, "_shorten", refuse)
    assert add(path, 2024).notices == ()
    assert commands(path) == [("2023", "2"), ("2024", "2")]


def test_a_change_too_large_to_keep_is_noted_without_its_text(path, monkeypatch):
    monkeypatch.setattr(journal, "LARGEST_CHANGE", 300)
    add(path, 2023, value=10**100)
    (entry,) = entries(path.parent).entries
    assert entry.pieces is None
    with pytest.raises(RefusedError, match="too large for the journal"):
        undo(files(path))
