"""A directory of our files: replaced whole or not at all, and nobody else's touched."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from unpolicy.errors import ConflictError, DataError, RefusedError
from unpolicy.exchange.files import MARKER, Outcome, our_folder


def made(path: Path, files: dict[str, str]) -> Outcome:
    with our_folder(path) as folder:
        for name, text in files.items():
            folder.put(name, text.encode())
        return folder.finish()


def found(path: Path) -> dict[str, str]:
    """All that is there but the marker."""
    files = (item for item in path.rglob("*") if item.is_file() and MARKER not in item.parts)
    return {item.relative_to(path).as_posix(): item.read_text(encoding="utf-8") for item in files}


def test_files_are_made_changed_and_removed(tmp_path):
    assert made(tmp_path / "out", {"en/a.html": "1", "ja/deep/b.html": "1"}) == Outcome(2, 2, 0)
    assert made(tmp_path / "out", {"en/a.html": "1", "en/c.html": "3"}) == Outcome(2, 1, 1)
    assert found(tmp_path / "out") == {"en/a.html": "1", "en/c.html": "3"}
    assert not (tmp_path / "out" / "ja").exists()


def test_what_others_put_there_stays(tmp_path):
    made(tmp_path, {"en/a.html": "1"})
    (tmp_path / "CNAME").write_text("example.org")
    (tmp_path / "en" / "mine.html").write_text("mine")
    made(tmp_path, {"ja/a.html": "1"})
    assert found(tmp_path) == {"ja/a.html": "1", "CNAME": "example.org", "en/mine.html": "mine"}


def test_somebody_elses_file_is_not_overwritten(tmp_path):
    made(tmp_path, {"en/a.html": "1", "en/old.html": "1"})
    (tmp_path / "en" / "b.html").write_text("mine")
    with pytest.raises(RefusedError, match=r"b\.html"):
        made(tmp_path, {"en/a.html": "2", "en/b.html": "2"})
    assert found(tmp_path) == {"en/a.html": "1", "en/old.html": "1", "en/b.html": "mine"}


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
@pytest.mark.parametrize("link", ["en", "en/a.html", MARKER])
def test_no_link_leads_us_elsewhere(tmp_path, link):
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    (elsewhere / "a.html").write_text("theirs")
    (out / link).parent.mkdir(parents=True)
    (out / link).symlink_to(elsewhere / "a.html" if link.endswith(".html") else elsewhere)
    with pytest.raises(RefusedError):
        made(out, {"en/a.html": "1"})
    assert found(elsewhere) == {"a.html": "theirs"}


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_nothing_is_removed_behind_a_link(tmp_path):
    made(tmp_path / "out", {"en/a.html": "1", "ja/a.html": "1"})
    (tmp_path / "out" / "ja").rename(tmp_path / "moved")
    (tmp_path / "out" / "ja").symlink_to(tmp_path / "moved")
    made(tmp_path / "out", {"en/a.html": "1"})
    assert found(tmp_path / "moved") == {"a.html": "1"}


@pytest.mark.parametrize(
    "name", ["README.md", "../README.md", "en/../../README.md", "/etc/hosts", "en/.git", "en//a", "."]
)
def test_a_list_of_files_that_somebody_wrote_removes_nothing(tmp_path, name):
    (tmp_path / "README.md").write_text("theirs")
    out = tmp_path / "out"
    (out / MARKER).mkdir(parents=True)
    (out / "README.md").write_text("theirs")
    (out / MARKER / "files.json").write_text(json.dumps({name: ["0", ""]}))
    assert made(out, {"en/a.html": "1"}).removed == 0
    assert found(tmp_path) == {"README.md": "theirs", "out/README.md": "theirs", "out/en/a.html": "1"}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"en/a.html": 3}', '{"en/a.html": ["a"]}'])
def test_a_damaged_list_is_none(tmp_path, text):
    (tmp_path / MARKER).mkdir()
    (tmp_path / MARKER / "files.json").write_text(text)
    assert made(tmp_path, {"en/b.html": "1"}) == Outcome(1, 1, 0)


def test_where_a_file_cannot_take_its_place_all_go_back(tmp_path, monkeypatch):
    made(tmp_path, {"en/a.html": "1", "en/b.html": "1", "en/gone.html": "1"})
    replace = Path.replace

    def failing(self, target):
        if target == tmp_path / "en" / "b.html":
            monkeypatch.setattr(Path, "replace", replace)
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(DataError, match="as it was"):
        made(tmp_path, {"en/a.html": "2", "en/b.html": "2"})
    assert found(tmp_path) == {"en/a.html": "1", "en/b.html": "1", "en/gone.html": "1"}
    assert made(tmp_path, {"en/a.html": "2"}) == Outcome(1, 1, 2)


@pytest.mark.parametrize("there", [True, False])
def test_an_error_while_making_leaves_everything_as_it_was(tmp_path, there):
    out = tmp_path / "out"
    if there:
        made(out, {"en/a.html": "1"})

    def failing():
        with our_folder(out) as folder:
            folder.put("en/a.html", b"2")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert out.exists() is there
    assert found(out) == ({"en/a.html": "1"} if there else {})


def test_a_file_is_kept_while_it_is_as_it_was_made(tmp_path):
    with our_folder(tmp_path) as folder:
        folder.put("en/a.html", b"1", "key")
        folder.finish()
    with our_folder(tmp_path) as folder:
        assert folder.keep("en/a.html", "key")
        assert not folder.keep("en/a.html", "other")
        assert not folder.keep("en/a.html", "")
        assert not folder.keep("en/b.html", "key")
        (tmp_path / "en" / "a.html").write_text("changed")
        assert not folder.keep("en/a.html", "key")


def test_one_writes_at_a_time(tmp_path):
    with our_folder(tmp_path), pytest.raises(ConflictError), our_folder(tmp_path):
        pass


def test_a_file_is_no_directory(tmp_path):
    (tmp_path / "out").write_text("theirs")
    with pytest.raises(DataError):
        made(tmp_path / "out", {"en/a.html": "1"})
    assert (tmp_path / "out").read_text() == "theirs"


def test_a_path_that_is_none_of_ours_is_a_defect(tmp_path):
    with our_folder(tmp_path) as folder, pytest.raises(ValueError, match="no path"):
        folder.put("../a.html", b"1")
