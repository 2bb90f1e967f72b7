"""Profiles: next year's file comes in with the options of this year's."""

import pytest


@pytest.fixture
def put(data):
    def write(text, name):
        (data.parent / name).write_text(text, encoding="utf-8")
        return name

    return write


OPTIONS = ("-i", "un-staff", "--map", "Jahr=year", "--map", "Zahl=value", "--where", "Sex=Total", "--missing", "keine")
TABLE = "Jahr;Sex;Zahl\n{};Total;{}\n{};Women;500\n"


def test_the_options_of_one_file_are_kept_and_read_the_next(unpolicy, data, put):
    put(TABLE.format(2019, 912, 2019), "census_2019.csv")
    kept = unpolicy("import", "census_2019.csv", *OPTIONS, "--save-profile", "census")
    assert kept.code == 0
    assert "kept in data/settings.yaml as census" in kept.err
    assert unpolicy("validate").code == 0
    put(TABLE.format(2018, "keine", 2018), "census_2018.csv")
    result = unpolicy("import", "census_2018.csv")
    assert (result.code, result.out) == (0, "add\tun-staff\t2018\t\tmissing\n")
    assert "profile census" in result.err
    assert unpolicy("import", "census_2018.csv", "--profile", "census").err.endswith(
        "1 left out by --where, 0 refused.\n"
    )


def test_a_profile_is_added_to_settings_that_are_there_and_no_other_byte_changes(unpolicy, data, put):
    settings = data / "settings.yaml"
    settings.write_text("version: 1  # ours\nimports:\n  other: {from: csv}\nrules: {U603: off}\n", encoding="utf-8")
    put(TABLE.format(2019, 912, 2019), "census_2019.csv")
    assert unpolicy("import", "census_2019.csv", *OPTIONS, "--save-profile", "census").code == 0
    text = settings.read_text(encoding="utf-8")
    assert text.startswith("version: 1  # ours\nimports:\n  other: {from: csv}\n  census:\n    files: census_*.csv\n")
    assert text.endswith("\nrules: {U603: off}\n")
    assert unpolicy("undo").code == 0  # the figures and the profile, as one
    assert settings.read_text(encoding="utf-8").count("census") == 0
    assert unpolicy("undo").code == 0
    assert settings.read_text(encoding="utf-8") == text
    again = unpolicy("import", "census_2019.csv", *OPTIONS, "--save-profile", "census")
    assert (again.code, "already" in again.err) == (1, True)


def test_what_is_typed_goes_before_what_is_kept(unpolicy, data, put):
    (data / "settings.yaml").write_text(
        "version: 1\nimports: {a: {files: 'a*.csv', indicator: un-staff-women, decimal: ','}}\n", encoding="utf-8"
    )
    put("year,value\n2019,912\n", "a1.csv")
    assert unpolicy("import", "a1.csv", "-i", "un-staff").out == "add\tun-staff\t2019\t\t912\n"


def test_a_profile_that_is_not_there_and_files_of_two_are_refused(unpolicy, data, put):
    (data / "settings.yaml").write_text(
        "version: 1\nimports: {census: {files: 'a*.csv'}, other: {files: '*1.csv'}}\n", encoding="utf-8"
    )
    put("year,value\n2019,912\n", "a1.csv")
    assert "did you mean census?" in unpolicy("import", "a1.csv", "--profile", "cencus").err
    assert "several profiles (census, other)" in unpolicy("import", "a1.csv").err


def test_options_that_make_no_profile_are_refused(unpolicy, data, put):
    put("year,value\n2019,912\n", "a.csv")
    result = unpolicy("import", "a.csv", "-i", "un-staff", "--save-profile", "Not An Id", "--dry-run")
    assert (result.code, "make no profile" in result.err) == (2, True)
    assert not (data / "settings.yaml").exists()


def test_several_values_of_a_column_are_kept_as_a_list(unpolicy, data, put):
    where = ("--where", "Sex=Total", "--where", "Sex=All", "--where", "Area=")
    put("Jahr;Series;Area;Zahl\n2019;Total;;912\n2018;All;;900\n2018;Women;;500\n2017;Total;x;1\n", "census_2019.csv")
    where = tuple(word.replace("Sex", "Series") for word in where)
    assert unpolicy("import", "census_2019.csv", *OPTIONS[:6], *where, "--save-profile", "census").code == 1
    ignored = ("--map", "Series=ignore")
    result = unpolicy("import", "census_2019.csv", *OPTIONS[:6], *where, *ignored, "--save-profile", "census")
    assert result.code == 0, result.err
    assert 'where: {Series: [Total, All], Area: ""}' in (data / "settings.yaml").read_text(encoding="utf-8")
    assert unpolicy("validate").code == 0
    assert "2 already recorded, 2 left out by --where" in unpolicy("import", "census_2019.csv").err
