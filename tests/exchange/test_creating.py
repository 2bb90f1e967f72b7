"""`import --create`: indicators, parts and targets that a file describes and the data lack."""

import json
import shutil

import pytest

from unpolicy.store import journal

TRACKER = """番号,指標名,単位,基準値（R1）,R2実績,R3実績,中間目標（R5）,目標値（R7）,担当課
1,職員数,人,918,930,945,970,1000,人事課
2,満足度,％,60,61.5,,,70,広報課
3,事故件数,件,50,45,40,,30,交通課
4,参考値,件,50,45,40,,,交通課
5,現状維持,件,50,45,40,,50,交通課
"""


def write(data, name, text):
    (data.parent / name).write_text(text, encoding="utf-8")


def state(data):
    return {str(path.relative_to(data)): path.read_bytes() for path in data.rglob("*.yaml")}


def exported(unpolicy):
    return json.loads(unpolicy("export", "--format", "json", "-o", "-").out)


def test_a_tracker_becomes_indicators_and_targets_and_undo_takes_all_of_it_back(unpolicy, data):
    write(data, "t.csv", TRACKER)
    before = state(data)
    result = unpolicy("import", "t.csv", "--create")
    assert (result.code, unpolicy("validate").code) == (0, 0)
    document = exported(unpolicy)
    staff = document["indicators"]["indicator-1"]
    assert (staff["title"], staff["unit"], staff["direction"]) == ("職員数", "人", "increase")
    assert staff["responsible"] == "人事課"
    assert document["targets"]["indicator-1-target"] | {"goal": ""} == {
        "goal": "", "indicator": "indicator-1", "baseline": 2019, "value": 1000, "by": 2025, "yearly": {"2023": 970},
    }  # fmt: skip
    assert document["indicators"]["indicator-2"]["kind"] == "percentage"
    assert document["indicators"]["indicator-3"]["direction"] == "decrease"
    assert document["indicators"]["indicator-4"]["direction"] == "none"
    assert "indicator-5: its target was not made: no direction is said" in result.err
    assert result.err.splitlines()[-1] == (
        "unpolicy: 19 filled cells: 14 figures taken, 4 promises taken, 0 already recorded, "
        "1 left out as promises, not figures, 0 refused."
    )
    after = state(data)
    assert all(not (set(before[name].splitlines()) - set(after[name].splitlines())) for name in before)
    assert unpolicy("undo").code == 0
    assert state(data) == before
    assert unpolicy("undo").code == 0
    assert state(data) == after
    again = unpolicy("import", "t.csv", "--create")
    assert (again.code, state(data)) == (0, after)


@pytest.mark.parametrize(
    ("into", "files"),
    [
        ("census", {"indicators/census.yaml", "targets/census.yaml"}),
        ("indicators/census.yaml", {"indicators/census.yaml", "targets/census.yaml"}),
        ("indicators", {"indicators/imported.yaml", "targets/imported.yaml"}),
        ("data/indicators.yaml", set()),
    ],
)
def test_what_is_made_goes_where_it_is_asked_to_go_and_new_files_are_removed_again(unpolicy, data, into, files):
    write(data, "t.csv", TRACKER)
    before = state(data)
    assert unpolicy("import", "t.csv", "--create", "--into", into).code == 0
    assert state(data).keys() - before.keys() == files
    assert unpolicy("undo").code == 0
    assert state(data) == before
    assert unpolicy("undo").code == 0
    assert state(data).keys() - before.keys() == files


def test_a_second_file_is_appended_to_the_one_that_the_first_made(unpolicy, data):
    write(data, "a.csv", "Indicator,Unit,2020,2021\nTrees,trees,5,6\n")
    write(data, "b.csv", "Indicator,Unit,2020,2021\nTrees,trees,5,6\nBees,bees,7,8\n")
    unpolicy("import", "a.csv", "--create", "--into", "census")
    first = (data / "indicators" / "census.yaml").read_bytes()
    assert unpolicy("import", "b.csv", "--create", "--into", "census").code == 0
    assert (data / "indicators" / "census.yaml").read_bytes().startswith(first)
    unpolicy("undo")
    assert (data / "indicators" / "census.yaml").read_bytes() == first


def test_a_refused_import_makes_no_folder(unpolicy, data):
    write(data, "a.csv", "Indicator,2020\nTrees,abc5\nBees,7\n")
    assert unpolicy("import", "a.csv", "--create", "--into", "census").code == 1
    assert not (data / "indicators").exists()
    assert unpolicy("import", "a.csv", "--create", "--into", "no such/na me").code == 2


def test_rows_by_a_dimension_become_parts_and_rows_of_the_whole_stay_the_whole(unpolicy, data):
    rows = ("2020,,,,10", "2020,Female,,,6", "2020,Male,,,4", "2020,,Rural,R1,3", "2020,Female,Rural,R1,2")
    write(data, "p.csv", "\n".join(("Year,Sex,Area,Code,Value", *rows)))
    result = unpolicy("import", "p.csv", "-i", "jobs", "--create", "--unit", "people")
    assert result.code == 0, result.err
    document = exported(unpolicy)
    found = {key: one["actuals"]["2020"] for key, one in document["indicators"].items() if key.startswith("jobs")}
    parts = {"jobs--female": 6, "jobs--male": 4, "jobs--rural": 3, "jobs--female--rural": 2}
    assert found == {"jobs": 10} | parts
    assert document["indicators"]["jobs--female--rural"]["of"] == {"sex": "female", "area": "rural"}
    write(data, "next.csv", "Year,Sex,Value\n2021,Total,12\n2021,Female,7\n")
    assert unpolicy("import", "next.csv", "-i", "jobs").code == 0
    document = exported(unpolicy)
    assert document["indicators"]["jobs"]["actuals"]["2021"] == 12
    assert document["indicators"]["jobs--female"]["actuals"]["2021"] == 7


def test_declared_dimensions_find_and_make_parts_without_create(unpolicy, data):
    write(data, "p.csv", "year,性別,職階,value\n2019,,,900\n2019,女性,,560\n2019,女性,D1以上,30\n2019,男性,,340\n")
    result = unpolicy("import", "p.csv", "-i", "un-staff", "--partial")
    document = exported(unpolicy)["indicators"]
    assert (result.code, document["un-staff-women"]["actuals"]["2019"]) == (0, 560)
    both = document["un-staff--female--d1-and-above"]
    assert (both["of"], both["actuals"]) == ({"sex": "female", "grade": "d1-and-above"}, {"2019": 30})
    assert "a breakdown (性別: 男性)" in result.err
    assert unpolicy("validate").code == 0


def test_a_file_of_one_part_alone_is_of_that_part(unpolicy, data):
    write(data, "p.csv", "year,sex,value\n2019,female,560\n")
    assert unpolicy("import", "p.csv", "-i", "un-staff").code == 0
    assert "2019" not in exported(unpolicy)["indicators"]["un-staff"]["actuals"]
    assert exported(unpolicy)["indicators"]["un-staff-women"]["actuals"]["2019"] == 560


def test_parts_above_their_whole_are_those_of_a_rate(unpolicy, data):
    write(data, "p.csv", "Year,Region,Value\n2020,,10\n2020,North,12\n2020,South,8\n")
    unpolicy("import", "p.csv", "-i", "rate", "--create", "--unit", "per 1000")
    made = exported(unpolicy)["indicators"]["rate"]
    assert (made["kind"], made["unit"]) == ("index", "per 1000")
    assert unpolicy("validate").code == 0


@pytest.mark.parametrize("kind", ["csv", "json", "sdmx.csv", "xlsx"])
def test_our_own_export_comes_back_into_empty_data(unpolicy, data, kind, tmp_path):
    assert unpolicy("export", "-o", f"all.{kind}").code == 0
    before = exported(unpolicy)["indicators"]
    shutil.rmtree(data)
    unpolicy("init", "data")
    result = unpolicy("import", f"all.{kind}", "--create")
    assert result.code == 0, result.err
    after = exported(unpolicy)["indicators"]
    assert {key: one["actuals"].keys() for key, one in after.items()} == {
        key: one["actuals"].keys() for key, one in before.items()
    }
    assert all(after[key]["year"] == one["year"] for key, one in before.items())
    if kind != "sdmx.csv":
        assert {key: one.get("of") for key, one in after.items()} == {key: one.get("of") for key, one in before.items()}


def test_percent_growth_has_no_bounds_and_a_file_without_a_unit_is_told(unpolicy, data):
    write(data, "g.csv", "KPI,2020,2021\nGrowth,-5%,12%\nThings,5,6\n")
    result = unpolicy("import", "g.csv", "--create")
    assert (result.code, "Things: no unit is said" in result.err) == (0, True)
    assert exported(unpolicy)["indicators"]["growth"]["unit"] == "%"


def test_indicators_as_columns_and_mixed_years_are_made_too(unpolicy, data):
    write(data, "a.csv", "Year,Trees (kt),Bees\n2020,5,7\n2021,6,8\n")
    assert unpolicy("import", "a.csv", "--create").code == 0
    write(data, "m.csv", "指標名,単位,2020年,2020年度,目標値（R7年度）\n暦の指標,人,5,,\n年度の指標,人,,6,9\n")
    result = unpolicy("import", "m.csv", "--create")
    assert result.code == 0, result.err
    years = {str(one["title"]): one["year"] for one in exported(unpolicy)["indicators"].values()}
    assert (years["暦の指標"], years["年度の指標"], years["Trees"]) == ("calendar", "fiscal", "calendar")
    assert exported(unpolicy)["indicators"]["trees"]["unit"] == "kt"


def test_a_target_that_the_data_have_is_recorded_and_another_is_named(unpolicy, data):
    write(data, "t.csv", "id,2025 target,2020\nun-staff,1000,918\n")
    result = unpolicy("import", "t.csv", "--create")
    assert (result.code, "1 promise taken" in result.err) == (0, True)
    write(data, "t.csv", "id,2025 target,2020\nun-staff,1100,918\n")
    result = unpolicy("import", "t.csv", "--create")
    assert (result.code, "the data have another" in result.err) == (0, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Indicator,Unit,2020\nTrees,kt,5\nIndicator,Unit,2018\nBees,kt,7\n", "another table"),
        ("Indicator,Unit,2020,2022*\nTrees,kt,5,7 1)\n", "not a figure"),
        ("Indicator,Unit,2020,About 2022\nTrees,kt,5,seven\n", "nothing says what the column"),
        ("Indicator,Unit,2020,2020\nTrees,kt,5,6\n", "says 6 for the same year"),
    ],
)
def test_what_could_be_taken_for_something_else_is_refused(unpolicy, data, text, told):
    write(data, "in.csv", text)
    result = unpolicy("import", "in.csv", "--create")
    assert (result.code, told in result.err) == (1, True)


def test_years_above_plan_and_actual_are_the_years_of_both(unpolicy, data):
    write(data, "in.csv", "No.,Indicator,FY2020,,FY2021,\n,,Plan,Actual,Plan,Actual\n1,Trees,50,60,70,80\n")
    result = unpolicy("import", "in.csv", "--create")
    assert (result.code, "2 left out as promises" in result.err) == (0, True), result.err
    assert exported(unpolicy)["indicators"]["trees"]["actuals"] == {"2020": 60, "2021": 80}


def test_promises_that_name_their_side_and_a_year_in_a_column_of_its_own(unpolicy, data):
    text = "番号,指標名,単位,基準年,基準値,R4実績,目標年,目標値\n1,職員数,人,2019年度,900,950,R7年度,1000以上\n"
    write(data, "in.csv", text + "2,苦情,件,,,40,R7年度,30以下\n3,率,件,,,40,R7年度,3件くらい\n")
    result = unpolicy("import", "in.csv", "--create")
    document = exported(unpolicy)
    assert (result.code, "indicator-3: " in result.err) == (0, True)
    assert document["targets"]["indicator-1-target"]["value"] == 1000
    assert document["targets"]["indicator-1-target"]["baseline"] == 2019
    assert document["indicators"]["indicator-2"]["direction"] == "decrease"


def test_iati_is_made_with_direction_goal_and_baseline(unpolicy, data):
    unpolicy("export", "-o", "a.xml", "--reporting-org", "XM-DAC-701-2")
    shutil.rmtree(data)
    unpolicy("init", "data")
    assert unpolicy("import", "a.xml", "--create").code == 0
    document = exported(unpolicy)
    assert document["indicators"]["un-staff"]["direction"] == "increase"
    assert document["targets"]["un-staff-target"]["baseline"] == 2020
    assert unpolicy("validate").code == 0


def test_each_column_decides_which_mark_parts_its_decimals(unpolicy, data):
    write(data, "c.csv", "id;2019;2020;2021\na;1.234,5;1,234.5;2.345\nb;2.345;2,345;3\n")
    result = unpolicy("import", "c.csv", "--create", "--unit", "u", "--partial", "--force")
    found = exported(unpolicy)["indicators"]
    assert found["a"]["actuals"] == {"2019": 1234.5, "2020": 1234.5}
    assert (found["b"]["actuals"]["2019"], found["b"]["actuals"]["2020"]) == (2345, 2345)
    assert "row 2, column D, a, 2021: “2.345” could be thousands or decimals" in result.err


def test_a_title_above_a_table_is_no_year_of_its_columns(unpolicy, data):
    write(data, "t.csv", "2023,,\nYear,Value,Note\n2018,5,\n2019,6,\n")
    result = unpolicy("import", "t.csv", "-i", "trees", "--create", "--unit", "kt")
    assert exported(unpolicy)["indicators"]["trees"]["actuals"] == {"2018": 5, "2019": 6}, result.err


def test_rows_of_two_outcomes_are_not_one_series(unpolicy, data):
    write(data, "t.csv", "Year,Outcome,Value\n2018,Recovered,5\n2019,Died,6\n")
    result = unpolicy("import", "t.csv", "-i", "un-staff")
    assert (result.code, "a breakdown (Outcome: Recovered)" in result.err) == (1, True)


def test_a_heading_over_all_years_says_that_they_are_planned(unpolicy, data):
    write(data, "t.csv", ",計画,\n指標名,2020,2021\nTrees,5,6\n")
    result = unpolicy("import", "t.csv", "--create")
    assert "2 left out as promises" in result.err or "neither columns" in result.err
    assert "trees" not in exported(unpolicy)["indicators"]


def test_headings_merged_over_years_say_what_is_figure_and_what_is_promise(unpolicy, data):
    write(data, "t.csv", "指標名,単位,実績,,計画,\n,,2020,2021,2024,2025\n職員数,人,90,95,110,120\n")
    result = unpolicy("import", "t.csv", "--create")
    assert (result.code, "2 left out as promises" in result.err) == (0, True), result.err
    assert exported(unpolicy)["indicators"]["indicator"]["actuals"] == {"2020": 90, "2021": 95}


def test_a_dimension_that_is_declared_gets_a_new_value_behind_its_others(unpolicy, data):
    write(data, "a.csv", "Year,Sex,Value\n2020,,10\n2020,Female,6\n")
    unpolicy("import", "a.csv", "-i", "jobs", "--create", "--unit", "people")
    before = state(data)
    write(data, "b.csv", "Year,Sex,Value\n2020,,10\n2020,Other,1\n")
    assert unpolicy("import", "b.csv", "-i", "jobs", "--create").code == 0
    values = exported(unpolicy)["dimensions"]["sex"]["values"]
    assert (list(values), values["other"]) == (["female", "other"], "Other")
    assert unpolicy("validate").code == 0
    assert unpolicy("undo").code == 0
    assert state(data) == before


def test_a_new_file_too_large_for_the_journal_is_removed_again(unpolicy, data, monkeypatch):
    monkeypatch.setattr(journal, "LARGEST_CHANGE", 1 << 12)
    years = range(1960, 2020)
    rows = (f"Trees {number},trees,{','.join(str(year) for year in years)}" for number in range(9))
    write(data, "a.csv", "\n".join((f"Indicator,Unit,{','.join(map(str, years))}", *rows)))
    before = state(data)
    assert unpolicy("import", "a.csv", "--create", "--into", "census").code == 0
    assert (data / "indicators" / "census.yaml").stat().st_size > journal.LARGEST_CHANGE
    assert unpolicy("undo").code == 0
    assert state(data) == before


HEADED = """番号,指標名,単位,基準値,,実績値,,目標値,,担当課
,,,年度,値,R2,R3,年度,値,
1,職員数,人,R1,918,930,945,R7,1000,人事課
2,受診率,％,R1,{base},36.0,37.4,R7,50,健康課
"""


def test_a_year_and_a_value_below_a_heading_are_those_of_the_promise_or_the_baseline(unpolicy, data):
    write(data, "t.csv", HEADED.format(base="35.2%"))
    assert (unpolicy("import", "t.csv", "--create").code, unpolicy("validate").code) == (0, 0)
    document = exported(unpolicy)
    made = document["indicators"]["indicator-2"]
    assert (made["year"], made["actuals"]) == ("fiscal", {"2019": 35.2, "2020": 36, "2021": 37.4})
    target = document["targets"]["indicator-2-target"]
    assert (target["baseline"], target["value"], target["by"]) == (2019, 50, 2025)


def test_a_baseline_that_was_refused_is_named_and_the_promise_is_kept_without_it(unpolicy, data):
    write(data, "t.csv", HEADED.format(base="3.52"))
    result = unpolicy("import", "t.csv", "--create", "--partial")
    assert "3.52 is more than double or less than half the figure of FY2020 (36)" in result.err
    assert unpolicy("validate").code == 0
    assert "baseline" not in exported(unpolicy)["targets"]["indicator-2-target"]


@pytest.mark.parametrize(
    "headings",
    ["Baseline year,Baseline value,2020,2021,Target value,Target year", "基準年,基準値,2020,2021,目標値,目標年"],
)
def test_a_promise_with_its_value_and_its_year_in_columns_of_their_own(unpolicy, data, headings):
    write(data, "t.csv", f"Indicator,Unit,{headings}\nScreening,%,2019,35,36,37,50,2025\n")
    assert unpolicy("import", "t.csv", "--create").code == 0
    target = exported(unpolicy)["targets"]["screening-target"]
    assert (target["baseline"], target["value"], target["by"]) == (2019, 50, 2025)


@pytest.mark.parametrize("target", ["約50", "50※2", "維持", "n/a"])
@pytest.mark.parametrize("options", [["--create"], []])
def test_a_target_in_words_is_a_cell_that_is_left_out_and_named(unpolicy, data, target, options):
    write(data, "t.csv", f"指標名,単位,基準値（R1）,R2,目標値（R7）\n職員数,人,918,930,{target}\n")
    document = json.loads(unpolicy("import", "t.csv", "--json", "--partial", *options).out)
    assert document["cells"]["filled"] == 3
    assert document["left_out"] == {"targets": 1}


KPI = """基本目標,No,KPI（単位）,基準値,,令和2年度,,令和3年度,,目標値,進捗,所管
,,,年度,値,目標,実績,目標,実績,(R6),,
しごと,1,新規就農者数（人）,H30,12,14,13,16,15,22,○,農政課
ひと,2,出生率（人）,H30,1.43,1.45,1.38,1.47,1.35(速報),1.6,×,子育て課
"""


def test_roles_below_years_are_a_header_beside_columns_that_the_row_above_names(unpolicy, data):
    write(data, "t.csv", KPI)
    result = unpolicy("import", "t.csv", "--create")
    assert result.err.splitlines()[-1] == (
        "unpolicy: 12 filled cells: 6 figures taken, 6 promises taken, 0 already recorded, 0 refused."
    )
    document = exported(unpolicy)
    made = document["indicators"]["indicator-2"]
    assert (made["title"], made["unit"], made["responsible"]) == ("出生率", "人", "子育て課")
    assert made["actuals"] == {"2018": 1.43, "2020": 1.38, "2021": {"value": 1.35, "status": "provisional"}}
    target = document["targets"]["indicator-2-target"]
    assert (target["baseline"], target["yearly"]) == (2018, {"2020": 1.45, "2021": 1.47})
    assert (target["value"], target["by"]) == (1.6, 2024)
    again = unpolicy("import", "t.csv", "--create")
    assert again.err.splitlines()[-1] == (
        "unpolicy: 12 filled cells: 0 figures taken, 6 promises taken, 6 already recorded, 0 refused."
    )
