from __future__ import annotations

import json
import stat

import pytest

LINE = "      2024: 980\n"


@pytest.fixture
def indicators(data):
    return data / "indicators.yaml"


def test_a_fresh_checkout_takes_the_figure_as_one_line_and_nothing_else(unpolicy, indicators):
    before = indicators.read_text(encoding="utf-8")

    result = unpolicy("add-actual", "2024", "980")

    after = indicators.read_text(encoding="utf-8")
    assert result.code == 0
    assert after.replace(LINE, "", 1) == before
    assert after.count(LINE) == 1
    assert after.splitlines()[15] == LINE.rstrip("\n")
    assert "data/indicators.yaml:16" in result.out
    assert "52% → 75%" in result.out
    assert "not out yet; on track in 2022 → not out yet; acceleration needed in 2024" in result.out
    assert "The figure of 2025 decides: 1,000 or more." in result.out
    assert "unpolicy add-actual 2023 VALUE" in result.out


def test_the_document_of_a_change(unpolicy, indicators):
    assert json.loads(unpolicy("add-actual", "2024", "980", "--json").out) == {
        "schema": "unpolicy/change/1",
        "indicator": "un-staff",
        "year": 2024,
        "value": 980,
        "previous": None,
        "path": "data/indicators.yaml",
        "line": 16,
        "written": True,
    }


@pytest.mark.parametrize("year", ["2024", "R6", "r6", "令和6", "令和6年", "令和６年", "２０２４", "2024年"])
@pytest.mark.parametrize("value", ["980", "９８０", " 980 ", "980.0"])
def test_years_and_figures_in_every_spelling(unpolicy, indicators, year, value):
    assert unpolicy("add-actual", year, value).code == 0
    assert LINE in indicators.read_text(encoding="utf-8")


def test_fiscal_wording_on_a_calendar_indicator_is_an_error_that_says_so(unpolicy, indicators):
    before = indicators.read_bytes()
    for year in ("FY2024", "令和６年度"):
        result = unpolicy("add-actual", year, "980")
        assert result.code == 2
        assert "fiscal" in result.err
    assert "calendar" in unpolicy("add-actual", "2024年", "80%", "-i", "jpo-retention").err
    assert indicators.read_bytes() == before


def test_a_pending_year_is_filled_in(unpolicy, indicators):
    result = unpolicy("add-actual", "2023", "970")
    assert result.code == 0
    assert "pending" in result.out
    text = indicators.read_text(encoding="utf-8")
    assert "      2023: 970\n" in text
    assert "status: pending" not in text


def test_the_same_figure_again_changes_nothing(unpolicy, indicators):
    unpolicy("add-actual", "2024", "980")
    before, touched = indicators.read_bytes(), indicators.stat().st_mtime_ns
    result = unpolicy("add-actual", "2024", "980")
    assert result.code == 0
    assert "Unchanged" in result.out
    assert (indicators.read_bytes(), indicators.stat().st_mtime_ns) == (before, touched)
    assert json.loads(unpolicy("add-actual", "2024", "980", "--json").out)["written"] is False


def test_another_figure_needs_revise_and_keeps_the_old_one(unpolicy, indicators):
    unpolicy("add-actual", "2024", "980")
    before = indicators.read_bytes()
    refused = unpolicy("add-actual", "2024", "979")
    assert refused.code == 1
    assert "--revise" in refused.err
    assert indicators.read_bytes() == before

    revised = unpolicy("add-actual", "2024", "979", "--revise", "--published", "2025-12-12")
    assert revised.code == 0
    line = "2024: {value: 979, published: 2025-12-12, revisions: [{value: 980}]}"
    assert line in indicators.read_text(encoding="utf-8")
    assert unpolicy("validate").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("2999", "980"), 2, "1900 to 2200"),
        (("2150", "980"), 1, "has not begun"),
        (("2024", "980.5"), 1, "whole numbers"),
        (("2024", "-5"), 1, "bounds"),
        (("2024", "-5", "--force"), 1, "bounds"),
        (("2024", "2000"), 1, "--force"),
        (("2024", "400"), 1, "--force"),
        (("2024", "98O"), 2, "not a figure"),
        (("2024", "82.7%"), 2, "percentage"),
        (("2024", "101%", "-i", "jpo-retention"), 1, "bounds"),
        (("2024", "980", "-i", "un-stuff"), 2, "un-staff"),
        (("2024", "980", "--source", "evaluatoin"), 2, "evaluation"),
        (("2024", "980", "--published", "2999-01-01"), 2, "future"),
        (("2024", "980", "--due", "2027-01-01"), 2, "pending"),
        (("2024", "980", "--status", "pending"), 2, "no value"),
        (("2022", "pending"), 1, "remove-actual"),
        (("2022", "200", "-i", "un-staff-d1", "--force", "--revise"), 0, ""),
        (("2022", "970", "-i", "un-staff-women", "--revise"), 1, "invalid"),
    ],
)
def test_what_is_refused_leaves_the_file_as_it_was(unpolicy, indicators, arguments, code, words):
    before = indicators.read_bytes()
    result = unpolicy("add-actual", *arguments)
    assert (result.code, words in result.err) == (code, True), result
    if code:
        assert indicators.read_bytes() == before
        assert result.err.count("\n") == 1


def test_an_implausible_figure_goes_in_with_force(unpolicy, indicators):
    assert unpolicy("add-actual", "2024", "2000", "--force").code == 0
    assert "      2024: 2000\n" in indicators.read_text(encoding="utf-8")


def test_negative_figures(unpolicy, data, indicators):
    text = indicators.read_text(encoding="utf-8")
    extra = (
        "  balance:\n    title: Balance\n    unit: points\n    kind: index\n    direction: increase\n"
        "    year: calendar\n    actuals:\n      2023: -4\n"
    )
    indicators.write_text(text + extra, encoding="utf-8")
    assert unpolicy("add-actual", "2024", "-5", "-i", "balance").code == 0
    assert indicators.read_text(encoding="utf-8") == text + extra + "      2024: -5\n"
    assert unpolicy("add-actual", "2024", "−６．５", "-i", "balance", "--revise").code == 0


def test_details_are_written_in_the_long_form_and_read_back(unpolicy, indicators):
    options = (
        "--source",
        "https://example.org/x",
        "--published",
        "2025-12-12",
        "--note",
        "速報: 「暫定」",
        "--status",
        "provisional",
    )
    assert unpolicy("add-actual", "2024", "979", *options).code == 0
    figure = json.loads(unpolicy("show", "un-staff", "--json").out)["actuals"]["2024"]
    assert figure == {
        "value": 979,
        "status": "provisional",
        "published": "2025-12-12",
        "source": "https://example.org/x",
        "note": "速報: 「暫定」",
        "revisions": [],
    }


def test_a_dry_run_shows_the_diff_and_writes_nothing(unpolicy, data, indicators):
    before = sorted(path.name for path in data.iterdir())
    text = indicators.read_bytes()
    result = unpolicy("add-actual", "2024", "980", "--dry-run")
    assert result.code == 0
    assert "+      2024: 980\n" in result.out
    assert indicators.read_bytes() == text
    assert sorted(path.name for path in data.iterdir()) == before


def test_an_announced_figure_with_its_day(unpolicy, indicators):
    assert unpolicy("add-actual", "2024", "pending", "--due", "2027-01-31").code == 0
    assert "2024: {status: pending, due: 2027-01-31}" in indicators.read_text(encoding="utf-8")
    assert unpolicy("add-actual", "令和6年", "公表予定", "--due", "2027-01-31").code == 0


def test_mode_and_symlink_are_kept(unpolicy, data, indicators, tmp_path):
    real = tmp_path / "elsewhere.yaml"
    indicators.rename(real)
    real.chmod(0o640)
    indicators.symlink_to(real)
    assert unpolicy("add-actual", "2024", "980").code == 0
    assert indicators.is_symlink()
    assert LINE in real.read_text(encoding="utf-8")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_remove_takes_out_what_add_put_in(unpolicy, indicators):
    before = indicators.read_bytes()
    unpolicy("add-actual", "2024", "980")
    result = unpolicy("remove-actual", "2024")
    assert result.code == 0
    assert indicators.read_bytes() == before
    again = unpolicy("remove-actual", "2024")
    assert again.code == 1
    assert "no figure" in again.err


def test_the_baseline_cannot_be_taken_out_from_under_a_target(unpolicy, indicators):
    before = indicators.read_bytes()
    result = unpolicy("remove-actual", "2020")
    assert result.code == 1
    assert "invalid" in result.err
    assert indicators.read_bytes() == before


def test_undo_and_undo_again(unpolicy, indicators):
    before = indicators.read_bytes()
    unpolicy("add-actual", "2024", "980")
    after = indicators.read_bytes()
    assert "2024: 980" in unpolicy("undo", "--dry-run").out
    assert indicators.read_bytes() == after
    assert unpolicy("undo").code == 0
    assert indicators.read_bytes() == before
    assert unpolicy("undo").code == 0
    assert indicators.read_bytes() == after
    log = json.loads(unpolicy("log", "--json").out)["changes"]
    assert [change["after"] for change in log] == [980, None, 980]


def test_undo_refuses_when_the_file_has_changed_since(unpolicy, indicators):
    unpolicy("add-actual", "2024", "980")
    indicators.write_text(indicators.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    before = indicators.read_bytes()
    result = unpolicy("undo")
    assert result.code == 4
    assert indicators.read_bytes() == before


def test_without_a_headline_the_indicator_must_be_named(unpolicy, data):
    targets = data / "targets.yaml"
    text = targets.read_text(encoding="utf-8")
    without = text[: text.index("\ntargets:") + 1].replace("headline: staff-1000\n", "")
    targets.write_text(without, encoding="utf-8")
    result = unpolicy("add-actual", "2024", "980")
    assert result.code == 2
    assert "-i ID" in result.err
    assert unpolicy("add-actual", "2024", "980", "-i", "un-staff").code == 0


def test_a_figure_that_is_younger_than_its_indicators_source_asks_for_one_of_its_own(unpolicy, data):
    added = unpolicy("add-actual", "2024", "979", "--published", "2025-12-12", "--lang", "en")
    assert added.out.splitlines()[-1] == "No source is recorded for it: add one with --source ID|URL."
    explained = unpolicy("explain", "staff-1000", "--lang", "en", "--json")
    latest = next(one for one in json.loads(explained.out)["figures"] if one["symbol"] == "c")
    assert (latest["value"], latest["source"]) == (979, None)
    sdmx = unpolicy("export", "--format", "sdmx-csv").out.splitlines()
    assert not any("evaluation" in line for line in sdmx if ",2024," in line)
    again = unpolicy("add-actual", "2024", "979", "--source", "https://example.org/staff", "--lang", "en")
    assert "--source" not in again.out
