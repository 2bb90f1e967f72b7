"""`status --stability`: on a terminal, into a pipe and as JSON."""

from __future__ import annotations

import json

import pytest

DAY = ("--as-of", "2024-09-01")


def test_a_terminal_shows_each_verdict_beside_those_of_other_choices(data, looking):
    out = looking("status", "--stability", *DAY).out
    assert "On track in 6 of 9 ways" in out
    assert "hangs on the base year" in out
    assert "limited progress" in out.partition("Stability")[2]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("width", [80, 120])
def test_every_verdict_stands_under_its_title(data, looking, lang, width):
    out = looking("--lang", lang, "status", "--stability", "--method", "statcan", *DAY, width=width).out
    titles = {
        "en": ("1,000 Japanese UN staff", "Japanese staff, women", "JPO retention rate"),
        "ja": ("国連の日本人職員1,000人", "日本人女性職員数", "JPO派遣者の定着率"),
    }[lang]
    below = out.partition({"en": "Stability", "ja": "判定の安定性"}[lang])[2]
    places = [below.find(title) for title in titles]
    assert -1 not in places
    assert places == sorted(places)
    assert "object at" not in out


def test_a_pipe_gets_every_way_with_the_id_it_belongs_to(data, unpolicy):
    rows = [line.split("\t") for line in unpolicy("status", "--stability", *DAY).out.splitlines()]
    start = rows.index(["stability", "id", "verdict", "method", "base_year", "last_year", "measure"])
    ways = rows[start + 1 :]
    assert len(ways) == 9
    assert {way[1] for way in ways} == {"staff-1000"}
    assert sum(way[0] == "agrees" for way in ways) == 6


def test_json_speaks_of_stability_only_when_asked(data, unpolicy):
    plain = json.loads(unpolicy("status", "--json", *DAY).out)
    assert all("stability" not in entry for part in ("targets", "monitored") for entry in plain[part])
    asked = json.loads(unpolicy("status", "--json", "--stability", *DAY).out)
    assert (asked["targets"][0]["stability"]["agreeing"], asked["targets"][0]["stability"]["ways"]) == (6, 9)
    assert [entry["stability"] for entry in asked["monitored"]] == [None, None, None]
    explained = json.loads(unpolicy("explain", "staff-1000", "--json", *DAY).out)
    assert explained["stability"] == asked["targets"][0]["stability"]


def test_a_verdict_without_other_ways_is_said_so(data, looking):
    out = looking("status", "--stability", "--as-of", "2021-09-01").out
    assert "Too few figures" in out or "no verdict" in out
