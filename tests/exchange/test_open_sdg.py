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
    assert (result.code, "Made 2 indicators, 1 goal, 1 target, in" in result.err) == (0, True)
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


def test_a_dry_run_writes_nothing_and_a_second_time_changes_nothing(unpolicy, data, repository):
    assert create(unpolicy, "--dry-run").code == 0
    assert not (data / "indicators").exists()
    before = {path.name: path.read_bytes() for path in data.glob("*.yaml")}
    document = json.loads(create(unpolicy, "--json").out)
    assert (document["schema"], document["written"], document["cells"]["taken"]) == ("unpolicy/import/1", True, 6)
    assert {path.name: path.read_bytes() for path in data.glob("*.yaml")} == before
    again = create(unpolicy)
    assert (again.code, "6 already recorded" in again.err, "Made" in again.err) == (0, True, False)
    assert unpolicy("undo").code == 0
    assert [path.name for path in data.rglob("canada.yaml")] == []


def test_a_direction_that_is_not_given_is_none(unpolicy, data, repository):
    (repository / "meta" / "1-2-1.md").unlink()
    create(unpolicy)
    assert "direction: none" in (data / "indicators" / "canada.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code"), [(("--from", "open-sdg", "data/targets.yaml"), 2), (("--from", "csv", "sdg"), 3)]
)
def test_what_is_no_repository_is_one_sentence(unpolicy, data, repository, words, code):
    result = unpolicy("import", *words, "--create")
    assert (result.code, result.err.count("\n")) == (code, 1)


def test_a_directory_without_data_is_one_sentence(unpolicy, data):
    result = unpolicy("import", "--from", "open-sdg", "data", "--create")
    assert (result.code, "holds no data/indicator" in result.err) == (3, True)


# Published progress of Statistics Canada: two series of 5-3-1; 5-4-1, in a column of its own; 11-3-1, of three years.
POSITIONS = """Year,Leadership position,Value
2015,Members of national Parliament,25.3\n2023,Members of national Parliament,30.6
2015,Chiefs in First Nation communities,19.5\n2019,Chiefs in First Nation communities,18.5
"""
SHARES = "Year,data.Sex,Progress,Value\n2015,data.All,1.5,12.5\n2022,data.All,1.42592592592593,13.3\n"
THREE_YEARS = "Year,Value\n2005-2007,63\n2020-2022,74\n"


def described(root, number, text, options):
    (root / "data" / f"indicator_{number}.csv").write_text(text, encoding="utf-8")
    (root / "meta" / f"{number}.md").write_text(
        META.replace("- {options}", options).format(name="global.title", number=number), encoding="utf-8"
    )


def measures(unpolicy):
    status = json.loads(unpolicy("status", "--method", "statcan", "--json").out)
    return {one["indicator"]: one["measure"] for one in status["targets"] + status["monitored"]}


def test_each_series_that_the_progress_options_name_is_a_part_with_its_published_progress(unpolicy, data, repository):
    field = "- direction: positive\n  limit: 100\n  disaggregation: [{{field: Leadership position, value: {}}}]\n"
    series = ("Members of national Parliament", "Chiefs in First Nation communities", "Nobody")
    described(
        repository,
        "5-3-1",
        POSITIONS,
        "".join(field.format(one) for one in series).replace("{", "{{").replace("}", "}}"),
    )
    result = create(unpolicy)
    found = measures(unpolicy)
    assert found["5-3-1--members-of-national-parliament"] == pytest.approx(0.024059316954602394)
    assert found["5-3-1--chiefs-in-first-nation-communities"] == pytest.approx(-0.013074706975541028)
    assert "5-3-1--nobody: --where: no row has leadership position=nobody" in result.err


def test_progress_is_counted_on_a_column_of_its_own_where_there_is_one(unpolicy, data, repository):
    options = "- direction: negative\n  target: 1\n  disaggregation: [{{field: Sex, value: All}}]"
    described(repository, "5-4-1", SHARES, options)
    (repository / "translations" / "en").mkdir(parents=True)
    (repository / "translations" / "en" / "global.yml").write_text("title: Unpaid work\n", encoding="utf-8")
    create(unpolicy)
    assert measures(unpolicy)["5-4-1-progress"] == pytest.approx(0.27030361471600933)
    assert "title: {en: Unpaid work}" in (data / "indicators" / "canada.yaml").read_text(encoding="utf-8")


def test_years_of_three_are_counted_as_the_repository_counts_them(unpolicy, data, repository):
    described(
        repository, "11-3-1", THREE_YEARS, "- {{direction: positive, base_year: 2005, target: 85, target_year: 2030}}"
    )
    create(unpolicy)
    assert measures(unpolicy)["11-3-1"] == pytest.approx(0.8949392974311927)


def test_a_repository_without_create_is_one_sentence(unpolicy, data, repository):
    result = unpolicy("import", "sdg")
    assert (result.code, "--create" in result.err) == (2, True)
