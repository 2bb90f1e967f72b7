"""`undo` and `log` as they are typed: one history a command, told as what it is."""

from __future__ import annotations

import json
import time

import pytest

from unpolicy.store.lock import JOURNAL, PRIVATE

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


def test_the_fixes_of_two_files_are_one_change_for_undo(unpolicy, data):
    for name, right, wrong in (
        ("targets.yaml", "by: 2025", "by: ２０２５"),
        ("indicators.yaml", "2022: 961", "2022: ９６１"),
    ):
        path = data / name
        text = path.read_text(encoding="utf-8")
        assert right in text
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    unpolicy("validate", "--fix")
    assert not any((data / name).read_bytes() == text for name, text in before.items())
    assert unpolicy("undo").code == 0
    assert {name: (data / name).read_bytes() for name in before} == before
    assert unpolicy("undo").code == 0
    assert not any((data / name).read_bytes() == text for name, text in before.items())


def test_a_rating_is_told_by_its_target_and_step_and_when_it_was_where_the_reader_is(unpolicy, looking, data, in_tokyo):
    assert unpolicy(*RATING).code == 0
    (made,) = json.loads(unpolicy("log", "--json").out)["changes"]
    assert made["where"] == ["ratings", "staff-1000", "FY2025"]
    assert made["at"].endswith("Z")
    row = unpolicy("log").out.splitlines()[1].split("\t")
    assert row[0].endswith("+09:00")
    assert row[3:6] == ["ratings.staff-1000.FY2025", "", "achieved (Aki, 2026-03-01)"]
    for lang, step in (("en", "target achieved"), ("ja", "目標達成")):
        told = looking("log", "--lang", lang, width=120).out
        assert f"– → {step} (Aki, 2026-03-01)" in told
        assert "+09:00" in told
        assert "{" not in told


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
