"""The examples that come with the program: they validate, and give the verdicts that their publishers gave."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import unpolicy as package

ROOT = Path(__file__).parent.parent
PUBLISHED = Path(__file__).parent / "published"
DAY = "2026-11-28"
NAMES = ("canada", "gender", "roads")
VERDICTS = {
    "target_achieved": "achieved",
    "substantial_progress": "on-track",
    "moderate_progress": "acceleration-needed",
    "limited_progress": "limited",
    "deterioration": "moving-away",
    "not_available": "unknown",
}
"""What Statistics Canada calls each verdict."""


@pytest.mark.parametrize("name", NAMES)
def test_each_example_is_sound_and_init_brings_it(unpolicy, tmp_path, name):
    assert unpolicy("validate", str(ROOT / "examples" / name)).code == 0
    assert unpolicy("init", "--example", name, "here").code == 0
    assert package.load(tmp_path / "here").id == package.load(ROOT / "examples" / name).id
    assert unpolicy("--data", "here", "validate").code == 0


def test_init_knows_a_directory_from_an_example(unpolicy, tmp_path):
    assert unpolicy("init", "--example", "./roads").code == 0
    assert package.load(tmp_path / "roads").id == "un-standing"
    refused = unpolicy("init", "one", "two")
    assert (refused.code, refused.out) == (2, "")
    assert not (tmp_path / "one").exists()


def test_canadas_measures_scores_and_verdicts_are_those_that_statistics_canada_published():
    with (PUBLISHED / "canada.csv").open(encoding="utf-8", newline="") as file:
        published = {row["target"]: row for row in csv.DictReader(file)}
    # One figure is of 2026 and says no day: it counts from the day of the run or the year's last one.
    targets = {row.target: row for row in package.load(ROOT / "examples" / "canada").targets("2026-12-31")}
    assert targets.keys() == published.keys()
    assert len({name.split("-target")[0] for name in targets}) >= 24
    for name, row in published.items():
        target = targets[name]
        assert target.method == "statcan"
        assert target.verdict == VERDICTS[row["status"]], name
        assert target.measure == (float(row["measure"]) if row["measure"] else None) or target.measure == pytest.approx(
            float(row["measure"]), abs=1e-9
        )
        if row["score"]:
            assert target.score == pytest.approx(float(row["score"]), abs=1e-6), name


def test_a_promise_that_was_raised_is_judged_by_what_it_was_on_the_day():
    policy = package.load(ROOT / "examples" / "gender")
    aims = {day: policy.targets(day) for day in ("2023-06-12", "2023-06-13")}
    found = {day: {row.target: row.aim for row in rows} for day, rows in aims.items()}
    assert found["2023-06-12"]["leave"] == 30
    assert found["2023-06-13"]["leave"] == 50
    assert "leave-2030" not in found["2023-06-12"]


def test_scotlands_serious_injuries_hang_on_the_baseline(tmp_path):
    def judged(folder: Path, method: str):
        return {row.target: row for row in package.load(folder).targets(DAY, method)}["injured-halved"]

    source = ROOT / "examples" / "roads"
    assert judged(source, "linear").measure == pytest.approx(1.1759, abs=5e-5)
    assert (judged(source, "statcan").measure, judged(source, "statcan").verdict) == (
        pytest.approx(1.0328, abs=5e-5),
        "on-track",
    )
    for path in source.iterdir():
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(
            text.replace("value: 2908", "value: 2720").replace("value: 1454", "value: 1360")
        )
    assert judged(tmp_path, "linear").measure == pytest.approx(1.0153, abs=5e-5)
    assert (judged(tmp_path, "statcan").measure, judged(tmp_path, "statcan").verdict) == (
        pytest.approx(0.8678, abs=5e-5),
        "acceleration-needed",
    )


@pytest.mark.parametrize("terminal", ["xterm-256color", "dumb"])
@pytest.mark.parametrize("line", ["status", "show killed-halved", "report -o -  --format md"])
def test_a_baseline_that_is_a_mean_is_called_what_it_is_in_every_view(unpolicy, monkeypatch, line, terminal):
    monkeypatch.setenv("TERM", terminal)
    monkeypatch.setenv("UNPOLICY_COLOR", "always")
    monkeypatch.setenv("COLUMNS", "100")  # in 80 there is no room for baselines beside provisional figures
    shown = unpolicy("--data", str(ROOT / "examples" / "roads"), *line.split()).out
    assert "2014–18 mean" in shown
