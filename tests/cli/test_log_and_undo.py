"""What `log` and `undo` say when the journal is not as it should be."""

from __future__ import annotations

import errno
import json

import pytest

from unpolicy.store import journal


@pytest.fixture
def changed(unpolicy, data):
    assert unpolicy("add-actual", "2024", "980").code == 0
    return data


def refuse(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_damaged_lines_are_counted_and_the_others_listed(unpolicy, changed):
    path = changed / ".unpolicy" / "journal.jsonl"
    path.write_bytes(b"{not json\n" + path.read_bytes())
    result = unpolicy("log", "--json")
    assert result.code == 0
    assert "journal.jsonl:1 is damaged" in result.err
    assert [change["after"] for change in json.loads(result.out)["changes"]] == [980]


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "journal.jsonl cannot be read"), ("ja", "journal.jsonl を読めません")]
)
def test_a_journal_that_cannot_be_read_is_one_sentence(unpolicy, changed, monkeypatch, lang, words):
    monkeypatch.setattr(journal, "entries", refuse)
    result = unpolicy("log", "--lang", lang)
    assert result.code == 3
    assert words in result.err
    assert result.err.count("\n") == 1


def test_a_change_that_could_not_be_noted_is_written_and_said_so(unpolicy, data, monkeypatch):
    monkeypatch.setattr(journal, "record", refuse)
    result = unpolicy("add-actual", "2024", "980")
    assert result.code == 0
    assert "not in the journal" in result.err
    assert "2024: 980" in (data / "indicators.yaml").read_text(encoding="utf-8")


def test_an_undo_that_could_not_be_noted_is_written_and_said_so(unpolicy, changed, monkeypatch):
    monkeypatch.setattr(journal, "record", refuse)
    result = unpolicy("undo")
    assert result.code == 0
    assert "not in the journal" in result.err
    assert "2024: 980" not in (changed / "indicators.yaml").read_text(encoding="utf-8")


def test_what_was_imported_is_shown_in_columns(looking, data, tmp_path):
    (tmp_path / "in.csv").write_text(
        "indicator,year,value\nun-staff,2024,980\njpo-retention,2024,80\n", encoding="utf-8"
    )
    result = looking("import", "in.csv", "-i", "un-staff")
    assert result.code == 0
    assert result.out.split() == ["add", "un-staff", "2024", "980"]
    assert "1 left out by -i" in result.err
