"""Several files changed as one, and comments that an entry lost in places where it has no line of its own."""

from __future__ import annotations

import pytest

from unpolicy.errors import DataError
from unpolicy.store.compose import _open_bracket
from unpolicy.store.entries import keep_comments
from unpolicy.store.journal import Origin
from unpolicy.store.splice import Planned, Splice, apply
from unpolicy.store.write import OpenFile, opened_together, write_together

ORIGIN = Origin(("test",), None)


def changed(text: str) -> Planned:
    """The edit that puts a comment first."""
    splice = Splice(0, 0, "# new\n")
    return Planned(text, apply(text, (splice,)), (splice,), 1)


@pytest.fixture
def files(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.yaml").write_text(f"{name}: 1\n", encoding="utf-8")
    return {name: tmp_path / f"{name}.yaml" for name in "abc"}


def test_what_was_changed_before_a_failure_is_put_back_and_what_was_not_stays(files, monkeypatch):
    write = OpenFile.write

    def fails_at_the_last(self, planned, words):
        if self.real.name == "c.yaml":
            raise DataError("the disk is full")
        return write(self, planned, words)

    monkeypatch.setattr(OpenFile, "write", fails_at_the_last)
    with opened_together(files) as opened_files:
        plans = [
            (opened_files["a"], Planned("a: 1\n", "a: 1\n", (), 1)),
            (opened_files["b"], changed("b: 1\n")),
            (opened_files["c"], changed("c: 1\n")),
        ]
        with pytest.raises(DataError, match="full"):
            write_together(plans, ORIGIN)
    assert {name: path.read_text(encoding="utf-8") for name, path in files.items()} == {
        name: f"{name}: 1\n" for name in "abc"
    }


def test_a_change_that_the_journal_does_not_know_is_put_back_too(files, monkeypatch):
    write = OpenFile.write

    def fails_at_the_last(self, planned, words):
        if self.real.name == "b.yaml":
            raise DataError("the disk is full.", ja="空きがありません。")
        return write(self, planned, words)

    monkeypatch.setattr(OpenFile, "write", fails_at_the_last)
    with opened_together(files) as held:
        (held["a"].private / "journal.jsonl").mkdir()  # nothing can be noted
        with pytest.raises(DataError) as failed:
            write_together([(held["a"], changed("a: 1\n")), (held["b"], changed("b: 1\n"))], ORIGIN)
    assert str(failed.value) == f"the disk is full. {files['a']} was put back, so nothing was changed."
    assert failed.value.ja == f"空きがありません。{files['a']} も元に戻しました。"
    assert files["a"].read_text(encoding="utf-8") == "a: 1\n"


def test_what_somebody_else_changed_after_it_was_written_is_not_put_back(files, monkeypatch):
    write = OpenFile.write

    def changes_the_first(self, planned, words):
        if self.real.name == "b.yaml":
            files["a"].write_text("a: by hand\n", encoding="utf-8")
            raise DataError("the disk is full")
        return write(self, planned, words)

    monkeypatch.setattr(OpenFile, "write", changes_the_first)
    with opened_together(files) as held, pytest.raises(DataError) as failed:
        write_together([(held["a"], changed("a: 1\n")), (held["b"], changed("b: 1\n"))], ORIGIN)
    assert f"{files['a']} was changed and the other file was not" in str(failed.value)
    assert "だけが変更され" in (failed.value.ja or "")
    assert files["a"].read_text(encoding="utf-8") == "a: by hand\n"


def test_an_interruption_puts_back_too_and_stays_an_interruption(files, monkeypatch):
    write = OpenFile.write

    def interrupted(self, planned, words):
        if self.real.name == "b.yaml":
            raise KeyboardInterrupt
        return write(self, planned, words)

    monkeypatch.setattr(OpenFile, "write", interrupted)
    with opened_together(files) as held, pytest.raises(KeyboardInterrupt):
        write_together([(held["a"], changed("a: 1\n")), (held["b"], changed("b: 1\n"))], ORIGIN)
    assert files["a"].read_text(encoding="utf-8") == "a: 1\n"


def test_a_comment_lost_inside_brackets_is_kept_below():
    old = "actuals: {2021: 1, 2020: {value: 918, # counted anew\n  status: final}\n  }\n"
    text = "actuals: {2021: 1, 2020: 918\n  }\n"
    (splice,) = keep_comments(text, ("actuals", 2020), old)
    assert "# counted anew" in splice.text
    assert splice.start > text.index("2020")


def test_the_bracket_that_is_open_is_found_behind_closed_ones():
    text = "a: [[1], {b: 2}, 3"
    assert _open_bracket(text, len(text)) == text.index("[")
    assert _open_bracket("a: 1", 4) == 4
