"""`undo` and `log` as they are typed: one history a command, shown as what it is."""

from __future__ import annotations

import json
import sys
import time

import pytest

from unpolicy import cli
from unpolicy.store import disk
from unpolicy.store.journal import JOURNAL, PRIVATE

RATING = ("rate", "staff-1000", "achieved", "--by", "Aki", "--date", "2026-03-01")


@pytest.fixture
def in_tokyo(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("Windows sets its time zone otherwise")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


def test_a_rating_is_shown_by_its_target_and_step_in_the_time_of_the_reader(unpolicy, looking, data, in_tokyo):
    assert unpolicy(*RATING).code == 0
    (made,) = json.loads(unpolicy("log", "--json").out)["changes"]
    assert made["where"] == ["ratings", "staff-1000", "FY2025"]
    assert made["at"].endswith("Z")
    row = unpolicy("log").out.splitlines()[1].split("\t")
    assert row[0].endswith("+09:00")
    assert row[3:6] == ["ratings.staff-1000.FY2025", "", "achieved (Aki, 2026-03-01)"]
    for lang, step in (("en", "target achieved"), ("ja", "目標達成")):
        shown = looking("log", "--lang", lang, width=120).out
        assert f"– → {step} (Aki, 2026-03-01)" in shown
        assert "+09:00" in shown
        assert "{" not in shown


def test_damaged_lines_are_named_and_nothing_is_blocked(unpolicy, data):
    assert unpolicy(*RATING).code == 0
    log = data / PRIVATE / JOURNAL
    good = log.read_bytes()
    log.write_bytes(b"[" * 200_000 + b"\n" + b'{"id": 1e999}\n' + good)
    for lang, word in (("en", "is damaged"), ("ja", "壊れている")):
        err = unpolicy("log", "--lang", lang).err
        assert f"{JOURNAL}:1 " in err
        assert f"{JOURNAL}:2 " in err
        assert word in err
    assert unpolicy(*RATING, "--review", "FY2030").code == 0
    assert unpolicy("undo").code == 0


READ_ONLY = {
    "add-actual": ("indicators.yaml", ("add-actual", "2024", "980")),
    "remove-actual": ("indicators.yaml", ("remove-actual", "2021", "-i", "un-staff-women")),
    "import": ("indicators.yaml", ("import", "figures.csv")),
    "rate": ("targets.yaml", RATING),
    "validate": ("targets.yaml", ("validate", "--fix")),
    "undo": ("targets.yaml", ("undo",)),
}


@pytest.mark.skipif(sys.platform == "win32", reason="the permissions are those of POSIX")
@pytest.mark.parametrize("command", READ_ONLY)
def test_a_file_made_read_only_is_changed_with_force_alone_and_stays_read_only(unpolicy, data, command):
    name, line = READ_ONLY[command]
    (data.parent / "figures.csv").write_text("indicator,year,value\nun-staff,2024,980\n", encoding="utf-8")
    path = data / name
    if command == "validate":
        path.write_text(path.read_text(encoding="utf-8").replace("by: 2025", "by: ２０２５", 1), encoding="utf-8")
    if command == "undo":
        assert unpolicy(*RATING).code == 0
    path.chmod(0o444)
    before = path.read_bytes()
    for lang, words in (("en", "read-only, so it was left alone: add --force"), ("ja", "--force を付ける")):
        result = unpolicy(*line, "--lang", lang)
        assert (result.code, words in result.err) == (1, True), result
    assert path.read_bytes() == before
    if command not in {"validate", "undo"}:
        assert unpolicy(*line, "--dry-run").code == 0
    assert unpolicy(*line, "--force").code == 0
    assert path.read_bytes() != before
    assert path.stat().st_mode & 0o777 == 0o444


@pytest.fixture
def fixed(unpolicy, data):
    """Two files that one command has changed, and what they held before and hold now."""
    wrong = {"targets.yaml": ("by: 2025", "by: ２０２５"), "indicators.yaml": ("2022: 961", "2022: ９６１")}
    for name, (old, new) in wrong.items():
        path = data / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    before = {name: (data / name).read_bytes() for name in wrong}
    unpolicy("validate", "--fix")
    return before, {name: (data / name).read_bytes() for name in wrong}


def failing(monkeypatch, calls, error):
    """Make some of the replacements of data files fail, counted from 0."""
    real, seen = disk.replace, []

    def replace(new, old):
        if old.suffix == ".yaml":
            seen.append(old)
            if len(seen) - 1 in calls:
                raise error
        real(new, old)

    monkeypatch.setattr(disk, "replace", replace)


def test_the_fixes_of_two_files_are_one_change_for_undo(unpolicy, data, fixed):
    before, after = fixed
    assert not any(after[name] == text for name, text in before.items())
    assert unpolicy("undo").code == 0
    assert {name: (data / name).read_bytes() for name in before} == before
    assert unpolicy("undo").code == 0
    assert {name: (data / name).read_bytes() for name in after} == after


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_where_the_second_file_cannot_be_written_nothing_is_undone(unpolicy, data, fixed, monkeypatch, lang):
    before, after = fixed
    with monkeypatch.context() as patch:
        failing(patch, {1}, OSError(28, "No space left on device"))
        result = unpolicy("undo", "--lang", lang)
    assert result.code == 3
    assert {"en": "was put back, so nothing is undone.", "ja": "も元に戻しました。"}[lang] in result.err
    assert {name: (data / name).read_bytes() for name in after} == after
    assert unpolicy("undo").code == 0
    assert {name: (data / name).read_bytes() for name in before} == before
    assert unpolicy("undo").code == 0
    assert {name: (data / name).read_bytes() for name in after} == after


def test_an_interruption_between_two_files_undoes_neither(unpolicy, data, fixed, monkeypatch):
    _, after = fixed
    with monkeypatch.context() as patch:
        failing(patch, {1}, KeyboardInterrupt())
        patch.setattr(cli, "_received", [2])
        patch.setattr(cli.signal, "signal", lambda *_: None)
        result = unpolicy("undo")
    assert result.code == 130
    assert "no data file was changed" in result.err
    assert {name: (data / name).read_bytes() for name in after} == after


def test_a_file_that_cannot_be_put_back_is_named(unpolicy, data, fixed, monkeypatch):
    before, after = fixed
    failing(monkeypatch, {1, 2}, OSError(28, "No space left on device"))
    result = unpolicy("undo")
    assert result.code == 3
    assert "could not be put back" in result.err
    states = [(data / name).read_bytes() for name in after]
    assert sum(state in before.values() for state in states) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the permissions are those of POSIX")
def test_a_read_only_file_among_two_keeps_both(unpolicy, data, fixed):
    _, after = fixed
    for name in after:
        (data / name).chmod(0o444)
        result = unpolicy("undo")
        assert (result.code, "is read-only" in result.err) == (1, True)
        assert {name: (data / name).read_bytes() for name in after} == after
        (data / name).chmod(0o644)
