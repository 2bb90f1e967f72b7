from __future__ import annotations

import json
import os

import pytest

DAY = ("--as-of", "2026-11-24")


def test_a_pipe_gets_rows(unpolicy, data):
    result = unpolicy("chart", "staff-1000", *DAY)
    assert result.code == 0
    assert result.out.splitlines()[0] == "year\tvalue\tstatus\tpath\tforecast\tlow80\thigh80"
    assert result.out.splitlines()[1].startswith("2020\t918\tfinal\t918")


def test_json_is_one_vega_lite_document(unpolicy, data):
    document = json.loads(unpolicy("chart", "un-staff", "--json", *DAY, "--lang", "ja").out)
    assert document["title"]["text"] == "国連の日本人職員1,000人"


@pytest.mark.parametrize("ending", ["svg", "png", "json"])
def test_the_ending_says_what_is_written(unpolicy, data, tmp_path, ending):
    pytest.importorskip("vl_convert")
    result = unpolicy("chart", "staff-1000", "-o", f"c.{ending}", *DAY)
    assert (result.code, result.out) == (0, "")
    starts = {"svg": b"<svg", "png": b"\x89PNG", "json": b"{"}
    assert (tmp_path / f"c.{ending}").read_bytes().startswith(starts[ending])


def test_an_ending_that_says_nothing_is_an_error_that_names_the_way_out(unpolicy, data, tmp_path):
    result = unpolicy("chart", "staff-1000", "-o", "c.gif", *DAY)
    assert result.code == 2
    assert "--format" in result.err
    assert not (tmp_path / "c.gif").exists()


def test_a_format_without_a_file_is_an_error(unpolicy, data):
    assert unpolicy("chart", "staff-1000", "--format", "svg").code == 2


def test_a_goal_has_no_chart(unpolicy, data):
    result = unpolicy("chart", "un-reform", *DAY)
    assert result.code == 2
    assert "un-reform" in result.err


@pytest.mark.parametrize("command", [("chart", "staff-1000", "--format", "json"), ("report", "--format", "md")])
def test_the_data_files_are_never_written_over(unpolicy, data, command):
    before = (data / "targets.yaml").read_bytes()
    result = unpolicy(*command, "-o", "data/targets.yaml", *DAY)
    assert result.code == 1
    assert (data / "targets.yaml").read_bytes() == before


def test_the_report_goes_to_stdout_as_markdown(unpolicy, data):
    result = unpolicy("report", *DAY)
    assert result.code == 0
    assert result.out.startswith("# Field 6")
    assert "測定指標" not in result.out


def test_markdown_can_be_in_both_languages(unpolicy, data):
    out = unpolicy("report", "--bilingual", *DAY).out
    assert "## Measured indicators" in out
    assert "## 測定指標" in out


def test_html_is_in_both_languages_unless_one_is_named(unpolicy, data, tmp_path):
    pytest.importorskip("vl_convert")
    pytest.importorskip("jinja2")
    assert unpolicy("report", "-o", "r.html", *DAY).code == 0
    both = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert 'id="show-en" checked' in both
    assert 'id="show-ja"' in both
    assert unpolicy("--lang", "ja", "report", "-o", "r.html", *DAY).code == 0
    assert 'id="show-' not in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_report_judges_by_the_method_named(unpolicy, data):
    assert "- Method: UNSD 2023" in unpolicy("report", "--method", "unsd2023", *DAY).out


def test_the_report_can_be_of_one_goal_or_verdict(unpolicy, data):
    goals = ("UN and Council reform", "Public understanding of the UN", "More Japanese staff")

    def heads(*options):
        out = unpolicy("report", *options, *DAY).out
        return [goal for goal in goals if f": {goal}\n" in out]

    assert heads() == heads("--all") == heads("--sort", "gap") == list(goals)
    assert heads("--goal", "international-staff") == heads("--verdict", "on-track") == [goals[2]]
    assert heads("--goal", "un-reform") == [goals[0]]
    assert heads("--verdict", "missed") == []
    assert heads("staff-1000", "jpo-retention") == heads("international-staff") == [goals[2]]


def test_the_report_of_ids_has_what_they_name_and_nothing_else(unpolicy, data):
    both, alone = (unpolicy("report", *ids, *DAY).out for ids in (["staff-1000", "jpo-retention"], ["jpo-retention"]))
    assert "### 1,000 Japanese UN staff" in both
    assert "JPO retention rate" in both
    assert "### 1,000 Japanese UN staff" not in alone
    assert "JPO retention rate" in alone
    wrong = unpolicy("report", "staff-2000")
    assert (wrong.code, wrong.out) == (2, "")
    assert "staff-1000" in wrong.err


@pytest.mark.parametrize(
    ("option", "name"), [("--goal", "un-reforms"), ("--goal", "staff-1000"), ("--verdict", "great")]
)
def test_a_goal_or_verdict_that_there_is_not_is_reported(unpolicy, data, option, name):
    for command in ("report", "status"):
        result = unpolicy(command, option, name)
        assert (result.code, result.out) == (2, "")
        assert name in result.err


def test_a_report_with_an_unknown_ending_is_refused(unpolicy, data):
    result = unpolicy("report", "-o", "r.pdf", "--lang", "ja")
    assert result.code == 2
    assert "r.pdf" in result.err
    assert "--format" in result.err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_one_sentence(unpolicy, data, tmp_path):
    (tmp_path / "shut").mkdir(mode=0o500)
    result = unpolicy("report", "-o", "shut/r.md", *DAY)
    assert result.code == 3
    assert result.err.count("\n") == 1
