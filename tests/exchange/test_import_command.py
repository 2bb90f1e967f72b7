import json
import shutil
from pathlib import Path

import pytest


@pytest.fixture
def put(data):
    def write(text, name="in.csv", encoding="utf-8"):
        (data.parent / name).write_bytes(text.encode(encoding))
        return name

    return write


def indicators(data):
    return (data / "indicators.yaml").read_bytes()


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_an_export_taken_in_again_changes_no_byte(unpolicy, data, kind):
    before = indicators(data)
    assert unpolicy("export", "-o", f"out.{kind}").code == 0
    result = unpolicy("import", f"out.{kind}")
    assert (result.code, result.out) == (0, "")
    assert "14 filled cells: 0 figures taken, 14 already recorded, 0 refused" in result.err
    assert indicators(data) == before


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_an_export_fills_data_that_have_lost_their_figures(unpolicy, data, kind):
    assert unpolicy("export", "-o", f"out.{kind}").code == 0
    whole = unpolicy("export", "-o", "-").out
    text = indicators(data).decode()
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith("      20")]
    (data / "indicators.yaml").write_text("".join(kept), encoding="utf-8")
    shutil.rmtree(data / ".unpolicy", ignore_errors=True)
    assert unpolicy("export", "-o", "-").code == 3  # the baselines have no figures
    assert unpolicy("import", f"out.{kind}").code == 0
    assert unpolicy("export", "-o", "-").out == whole


def test_years_as_columns_in_eras_and_fiscal_years(unpolicy, data, put):
    put(",令和元年,R6\nun-staff,912,979\n")
    result = unpolicy("import", "in.csv")
    assert (result.code, result.out) == (0, "add\tun-staff\t2019\t\t912\nadd\tun-staff\t2024\t\t979\n")
    assert b"      2019: 912\n      2020:" in indicators(data)


def test_open_sdg_data_of_one_indicator(unpolicy, data, put):
    put("Year,Units,Region,Value\n2019,people,,912\n2019,people,North,570\n")
    assert unpolicy("import", "in.csv", "-i", "un-staff").code == 1
    result = unpolicy("import", "in.csv", "-i", "un-staff", "--partial")
    assert (result.code, result.out) == (0, "add\tun-staff\t2019\t\t912\n")
    assert "row 3, column D, 2019: a breakdown (Region: North)" in result.err


def test_nothing_is_written_when_a_row_cannot_be_taken(unpolicy, data, put):
    before = indicators(data)
    put("indicator,year,value\nun-staff,2019,912\nun-staff,2018,many\nnobody,2018,1\n")
    result = unpolicy("import", "in.csv")
    assert (result.code, result.out) == (1, "")
    assert "row 3, column C, un-staff, 2018: “many” is not a figure" in result.err
    assert "row 4, column C, nobody, 2018: there is no indicator" in result.err
    assert "Nothing was written" in result.err
    assert indicators(data) == before


def test_a_dry_run_shows_the_diff_and_writes_nothing(unpolicy, data, put):
    before = indicators(data)
    put("year,value\n2019,912\n")
    result = unpolicy("import", "in.csv", "-i", "un-staff", "--dry-run")
    assert result.code == 0
    assert [line for line in result.out.splitlines() if line.startswith(("+", "-"))][2:] == ["+      2019: 912"]
    assert indicators(data) == before
    assert not (data / ".unpolicy").exists()


def test_a_recorded_figure_is_replaced_only_when_asked(unpolicy, data, put):
    put("year,value,published\n2021,957,2023-01-15\n")
    assert unpolicy("import", "in.csv", "-i", "un-staff").code == 1
    assert unpolicy("import", "in.csv", "-i", "un-staff", "--revise").out == "revise\tun-staff\t2021\t956\t957\n"
    line = next(line for line in indicators(data).decode().splitlines() if line.startswith("      2021"))
    assert line.strip() == (
        "2021: {value: 957, published: 2023-01-15, revisions: [{value: 956, published: 2022-08-30}]}"
    )


def test_a_jump_is_refused_unless_it_is_forced(unpolicy, data, put):
    before = indicators(data)
    put("year,value\n2024,2400\n2018,900\n")
    result = unpolicy("import", "in.csv", "-i", "un-staff")
    assert (result.code, indicators(data)) == (1, before)
    assert (
        "row 2, column B, un-staff, 2024: 2,400 is more than double or less than half the figure of 2022 (961)"
        in result.err
    )
    assert unpolicy("import", "in.csv", "-i", "un-staff", "--force").code == 0
    assert b"2024: 2400" in indicators(data)


def test_what_would_make_the_data_invalid_is_refused_as_a_whole(unpolicy, data, put):
    before = indicators(data)
    put("indicator,year,value\nun-staff-women,2022,\nun-staff-women,2023,2000\nun-staff,2023,970\n")
    result = unpolicy("import", "in.csv", "--partial", "--force")
    assert result.code == 1
    assert "nothing was written" in result.err
    assert indicators(data) == before


def test_an_import_is_one_change_that_undo_takes_back(unpolicy, data, put):
    before = indicators(data)
    put("indicator,2018,2019\nun-staff,900,912\nun-staff-d1,80,88\n")
    assert unpolicy("import", "in.csv").code == 0
    assert indicators(data) != before
    assert unpolicy("undo").code == 0
    assert indicators(data) == before


def test_columns_are_named_with_map_and_one_that_never_differs_parts_nothing(unpolicy, data, put):
    put("Jahr;Zahl;Farbe;Wer\n2019;912;rot;un-staff\n")
    result = unpolicy("import", "in.csv", "--map", "Jahr=year", "--map", "Zahl=value", "--map", "Wer=indicator")
    assert (result.code, result.out) == (0, "add\tun-staff\t2019\t\t912\n")


def test_columns_of_texts_that_nothing_was_made_of_are_told(unpolicy, data, put):
    put("year,un-staff,Farbe\n2019,912,rot\n")
    assert "Columns that were not read: Farbe." in unpolicy("import", "in.csv").err


def test_json_is_one_document_that_accounts_for_every_cell(unpolicy, data, put):
    put("indicator,year,value\nun-staff,2019,912\nun-staff,2018,961²\nun-staff,2020,918\n\nSource: office\n")
    result = unpolicy("import", "in.csv", "--json", "--partial")
    document = json.loads(result.out)
    assert (document["schema"], document["written"]) == ("unpolicy/import/1", True)
    assert document["cells"] == {"filled": 4, "taken": 1, "recorded": 1, "left_out": 1, "refused": 1}
    assert document["figures"] == [
        {"indicator": "un-staff", "year": 2019, "kind": "added", "before": None, "after": 912, "row": 2, "column": 3}
    ]
    (refused,) = document["refused"]
    assert refused.pop("message")
    assert refused == {"row": 3, "column": 3, "text": "961²", "reason": "footnote-mark"}


def test_the_last_line_counts_every_cell(unpolicy, data, put):
    put("Year,Sex,Value\n2019,,912\n2019,Female,570\n2020,,918\n2018,,x2\n")
    result = unpolicy("import", "in.csv", "-i", "un-staff", "--where", "Sex=", "--partial")
    wanted = "unpolicy: 4 filled cells: 1 figure taken, 1 already recorded, 1 left out by --where, 1 refused."
    assert wanted in result.err.splitlines()


def test_reasons_come_in_japanese(unpolicy, data, put):
    put("指標,年,値\nun-staff,2018,x9\n")
    result = unpolicy("--lang", "ja", "import", "in.csv")
    assert "2行目C列 un-staff 2018：「x9」は数値として読めません" in result.err


@pytest.mark.parametrize(
    ("name", "code"), [("absent.csv", 3), ("in.pdf", 2), ("empty.csv", 2), ("bad.json", 3), ("bad.xlsx", 3)]
)
def test_a_file_that_cannot_be_read_is_one_sentence(unpolicy, data, put, name, code):
    for there in ("in.pdf", "empty.csv", "bad.json", "bad.xlsx"):
        put("", there)
    result = unpolicy("import", name)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)


def test_a_hostile_row_cannot_steer_the_terminal(unpolicy, data, put):
    put("indicator,year,value\n\x1b[31mred,2019,1\n")
    assert "\x1b" not in unpolicy("import", "in.csv").err


def test_a_file_that_is_not_there_is_named_in_one_sentence(unpolicy, data):
    for lang, words in (("en", "does not exist: check its name"), ("ja", "存在しません")):
        result = unpolicy("import", "nowhere.csv", "--lang", lang)
        assert (result.code, result.out) == (3, "")
        assert words in result.err
        assert "init" not in result.err


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there is no such device here")
def test_a_device_is_not_read_but_its_content_may_come_as_the_standard_input(unpolicy, data):
    result = unpolicy("import", "/dev/null", "--format", "csv")
    assert result.code == 3
    assert "standard input, with -" in result.err


def test_a_message_repeats_the_beginning_alone_of_what_is_long(unpolicy, data):
    rows = (f"{'a' * 30_000},2024,5", f"un-staff,{'b' * 30_000},5", f"un-staff,2024,{'c' * 30_000}")
    (data.parent / "long.csv").write_text("\n".join(("indicator,year,value", *rows)), encoding="utf-8")
    for lang in ("en", "ja"):
        result = unpolicy("import", "long.csv", "--lang", lang)
        assert result.code == 1
        assert all(f"{letter * 40}…" in result.err for letter in "abc")
        assert max(map(len, result.err.splitlines())) < 250


def test_data_that_only_lack_baselines_take_some_of_what_is_missing_and_say_how_much_is(unpolicy, data, put):
    text = indicators(data).decode()
    lost = [line for line in text.splitlines(keepends=True) if not line.startswith("      2020")]
    (data / "indicators.yaml").write_text("".join(lost), encoding="utf-8")
    missing = unpolicy("validate").out.count("U501")
    assert missing > 1
    put("indicator,year,value\nun-staff,2019,912\n")
    assert unpolicy("import", "in.csv").code == 3  # it brings none of them
    put("indicator,year,value\nun-staff,2019,912\nun-staff,2020,918\n")
    result = unpolicy("import", "in.csv")
    assert result.code == 0
    lacking = unpolicy("validate").out.count("U501")
    assert 0 < lacking < missing
    assert f"{lacking} baseline" in result.err


@pytest.mark.parametrize(
    ("options", "said"),
    [(("-i", ""), "there is no indicator “”."), ((), "row 2, column B, 2024: the row does not say its indicator")],
)
def test_whose_figures_a_table_holds_is_asked_where_neither_it_nor_the_option_says_it(unpolicy, put, options, said):
    result = unpolicy("--lang", "en", "import", put("year,value\n2024,980\n"), *options)
    assert result.code != 0
    assert said in result.err
