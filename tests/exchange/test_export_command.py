import csv
import io
import json
import os

import pytest


@pytest.mark.parametrize("name", ["out.csv", "out.json", "out.xlsx", "out.parquet", "out.sdmx.csv"])
def test_the_format_goes_by_the_ending(unpolicy, data, name):
    result = unpolicy("export", "-o", name)
    assert (result.code, result.out) == (0, "")
    assert "14 figures" in result.err
    assert (data.parent / name).stat().st_size > 500


def test_iati_takes_its_options(unpolicy, data):
    options = ("--reporting-org", "XM-DAC-701-2", "--sector", "15210", "--recipient", "KE", "--start", "2021-04-01")
    assert unpolicy("export", "-o", "out.xml", *options).code == 0
    text = (data.parent / "out.xml").read_text(encoding="utf-8")
    assert all(part in text for part in ("XM-DAC-701-2-un-standing", 'code="15210"', 'code="KE"', '"2021-04-01"'))


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (("-o", "out.xml"), 2, "--reporting-org"),
        (("-o", "out.txt"), 2, "--format"),
        (("-o", "out.csv", "--format", "ods"), 2, "no format “ods”"),
        (("-o", "no/out.csv"), 3, "cannot be written"),
        (("-o", "data/indicators.yaml", "--format", "csv"), 1, "is a data file"),
        (("-o", "data/targets.yaml", "--format", "json"), 1, "is a data file"),
        (("-o", "x.xml", "--reporting-org", "X", "--start", "soon"), 2, "--start"),
    ],
)
def test_what_cannot_be_exported_is_one_sentence(unpolicy, data, arguments, code, part):
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    result = unpolicy("export", *arguments)
    assert (result.code, result.out) == (code, "")
    assert part in result.err
    assert result.err.count("\n") == 1
    assert {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()} == before
    assert sorted(os.listdir(data.parent)) == ["data"]  # noqa: PTH208 - names are wanted


def test_standard_output_gets_the_data_and_nothing_else(unpolicy, data):
    result = unpolicy("export", "-o", "-")
    assert result.err == ""
    assert len(list(csv.reader(io.StringIO(result.out)))) == 15
    assert json.loads(unpolicy("export", "-o", "-", "--format", "json").out)["schema"] == "unpolicy/data/1"


def test_an_export_as_of_a_day_knows_what_was_known_then(unpolicy, data):
    rows = list(csv.DictReader(io.StringIO(unpolicy("export", "-o", "-", "--as-of", "2022-08-29").out)))
    staff = {row["year"]: (row["value"], row["status"]) for row in rows if row["indicator"] == "un-staff"}
    assert staff == {"2020": ("918", "final"), "2021": ("", "pending")}


def test_titles_come_in_the_language_of_the_user(unpolicy, data):
    assert "国連関係機関の日本人職員数" in unpolicy("--lang", "ja", "export", "-o", "-").out


def test_json_reports_what_was_written(unpolicy, data):
    report = json.loads(unpolicy("export", "-o", "out.csv", "--json").out)
    assert report == {"schema": "unpolicy/export/1", "path": "out.csv", "format": "csv", "figures": 14}


def test_another_file_is_replaced(unpolicy, data):
    path = data.parent / "out.csv"
    path.write_text("old")
    assert unpolicy("export", "-o", "out.csv", "--force").code == 0
    assert path.read_text(encoding="utf-8").startswith("indicator,")


def test_a_package_beside_csv_describes_its_columns(unpolicy, data):
    for table in ("figures", "targets"):
        printed = json.loads(unpolicy("export", "-o", "x.csv", "--table", table, "--datapackage", "--json").out)
        assert (printed["path"], printed["beside"]) == ("x.csv", ["datapackage.json"])
        [described] = json.loads((data.parent / "datapackage.json").read_text(encoding="utf-8"))["resources"]
        content = (data.parent / "x.csv").read_bytes()
        header = content.decode().splitlines()[0].split(",")
        assert (described["name"], described["path"], described["bytes"]) == (table, "x.csv", len(content))
        assert [field["name"] for field in described["schema"]["fields"]] == header
        types = {field["name"]: field["type"] for field in described["schema"]["fields"]}
        assert (types["title"], types.get("year", types.get("by"))) == ("string", "integer")


def test_a_structure_is_written_beside_sdmx_and_both_are_replaced(unpolicy, data):
    pytest.importorskip("pysdmx", reason="the extra sdmx is not installed")
    for _ in range(2):
        result = unpolicy("export", "-o", "x.sdmx.csv", "--structure", "x.xml", "--agency", "MOFA")
        assert (result.code, result.out) == (0, "")
        assert result.err == "unpolicy: 14 figures written to x.sdmx.csv (sdmx-csv), beside it x.xml.\n"
    assert 'agencyID="MOFA"' in (data.parent / "x.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (("-o", "x.csv", "--structure", "x.xml"), 2, "--structure describes sdmx-csv, not csv"),
        (("-o", "x.xlsx", "--datapackage"), 2, "--datapackage describes csv, not xlsx"),
        (("-o", "-", "--datapackage"), 2, "beside the file of one policy"),
        (("-o", "x.csv", "--datapackage", "--data", "data", "--data", "data"), 2, "beside the file of one policy"),
        (("-o", "x.sdmx.csv", "--structure", "./x.sdmx.csv"), 2, "the same file"),
        (("-o", "x.sdmx.csv", "--structure", "data/targets.yaml"), 1, "is a data file"),
        (("-o", "x.sdmx.csv", "--structure", "no/x.xml"), 3, "cannot be written"),
        (("-o", "x.csv", "--datapackage"), 1, "datapackage.json was not made by unpolicy"),
    ],
)
def test_where_one_of_two_files_cannot_be_written_none_is(unpolicy, data, arguments, code, part):
    (data.parent / "datapackage.json").write_text("{}")
    result = unpolicy("export", *arguments)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert part in result.err
    assert sorted(path.name for path in data.parent.iterdir()) == ["data", "datapackage.json"]
    assert (data.parent / "datapackage.json").read_text() == "{}"
