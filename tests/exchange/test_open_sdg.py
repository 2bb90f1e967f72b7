"""A whole Open SDG repository becomes indicators, goals and targets."""

import json

import pytest

META = """---
indicator_name: {name}
computation_units: Percentage
sdg_goal: '1'
source_url_1: https://example.org/{number}
progress_calculation_options:
- {options}
---
"""
# Published progress: .9010899546976 and .0099914836909, of Statistics Canada's 1-1-1 and 1-2-1.
POVERTY = "Year,Sex,GeoCode,Value\n2015,,,14.5\n2015,Women,,14.7\n2022,,,9.9\n2023,,,10.4\n"
HOUSING = "Year,Region,Value\n1999,,63.6\n2016,,66.6\n2016,North,12\n2023,,71.4\n"
QUARTERS = "Year,Value\n2016 Q1,5\n2016 Q2,6\n"


@pytest.fixture
def repository(tmp_path):
    root = tmp_path / "sdg"
    for name, text in (("1-1-1", POVERTY), ("1-2-1", HOUSING), ("1-3-1", QUARTERS)):
        (root / "data").mkdir(parents=True, exist_ok=True)
        (root / "data" / f"indicator_{name}.csv").write_text(text, encoding="utf-8")
    options = {"1-1-1": "{target: 7.25, target_year: 2030}", "1-2-1": "{direction: positive, limit: 100}"}
    for number, option in options.items():
        (root / "meta").mkdir(exist_ok=True)
        text = META.format(name=f"Indicator {number}", number=number, options=option)
        (root / "meta" / f"{number}.md").write_text(text, encoding="utf-8")
    return root


def create(unpolicy, *more):
    return unpolicy("import", "--from", "open-sdg", "sdg", "--create", "--into", "canada", *more)


def test_the_published_progress_comes_out(unpolicy, data, repository):
    result = create(unpolicy)
    assert (result.code, "2 indicators and 1 targets" in result.out) == (0, True)
    assert unpolicy("validate").code == 0
    status = json.loads(unpolicy("status", "--method", "statcan", "--json").out)
    (target,) = [one for one in status["targets"] if one["target"] == "1-1-1-target"]
    (monitored,) = [one for one in status["monitored"] if one["indicator"] == "1-2-1"]
    assert target["measure"] == pytest.approx(0.9010899546976208)
    assert monitored["measure"] == pytest.approx(0.009991483690946268)
    assert (target["goal"], monitored["baseline"]["year"]) == ("goal-1", 2016)


def test_every_cell_is_accounted_for_and_what_was_not_made_is_named(unpolicy, data, repository):
    result = create(unpolicy)
    assert "1-3-1: no figure without a breakdown was taken" in result.err
    assert "part of a year" in result.err
    assert result.err.splitlines()[-1] == (
        "unpolicy: 10 filled cells: 6 figures taken, 0 already recorded, 2 left out by --where, 2 refused."
    )


def test_a_dry_run_writes_nothing_and_a_second_time_is_refused(unpolicy, data, repository):
    assert create(unpolicy, "--dry-run").code == 0
    assert not (data / "indicators").exists()
    before = {path.name: path.read_bytes() for path in data.glob("*.yaml")}
    document = json.loads(create(unpolicy, "--json").out)
    assert (document["schema"], document["written"], document["cells"]["taken"]) == ("unpolicy/import/1", True, 6)
    assert {path.name: path.read_bytes() for path in data.glob("*.yaml")} == before
    again = create(unpolicy)
    assert (again.code, "--into" in again.err) == (1, True)


def test_a_direction_that_is_not_given_is_none(unpolicy, data, repository):
    (repository / "meta" / "1-2-1.md").unlink()
    create(unpolicy)
    assert "direction: none" in (data / "indicators" / "canada.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [("sdg",), ("--from", "open-sdg", "data/targets.yaml"), ("--from", "csv", "sdg")])
def test_what_is_no_repository_is_one_sentence(unpolicy, data, repository, words):
    result = unpolicy("import", *words, "--create")
    assert (result.code, result.err.count("\n")) == (2, 1)


def test_a_directory_without_data_is_one_sentence(unpolicy, data):
    result = unpolicy("import", "--from", "open-sdg", "data", "--create")
    assert (result.code, "holds no data/indicator" in result.err) == (3, True)
