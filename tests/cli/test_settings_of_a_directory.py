"""What `settings.yaml` does to what is shown: language, method, years and words; an option or a variable wins."""

from __future__ import annotations

import json

import pytest

from unpolicy.model import Indicator
from unpolicy.model.settings import Display
from unpolicy.views.voice import Voice

FISCAL = Indicator(title="T", unit="u", kind="count", direction="increase", year="fiscal")


@pytest.fixture
def settings(data):
    def write(text: str) -> None:
        (data / "settings.yaml").write_text(f"version: 1\n{text}\n", encoding="utf-8")

    return write


def test_the_language_of_the_settings_counts_for_errors_too_and_an_option_or_a_variable_wins(
    settings, unpolicy, monkeypatch
):
    settings("defaults: {lang: ja}")
    assert "UN and Council reform" in unpolicy("goals", "--lang", "en").out
    assert "国連改革" in unpolicy("goals").out
    assert "ありません" in unpolicy("show", "nix").err
    assert "There is no" in unpolicy("--lang", "en", "show", "nix").err
    monkeypatch.setenv("UNPOLICY_LANG", "en")
    assert "There is no" in unpolicy("show", "nix").err
    assert "UN and Council reform" in unpolicy("goals").out


def test_the_settings_of_one_directory_do_not_count_in_the_next(settings, data, unpolicy):
    settings("defaults: {lang: ja}")
    assert "ありません" in unpolicy("show", "nix").err
    (data / "settings.yaml").unlink()
    assert "There is no" in unpolicy("show", "nix").err


def test_the_method_is_the_options_else_the_policys_else_that_of_the_settings(settings, data, unpolicy):
    def method(*options: str) -> str:
        return json.loads(unpolicy("status", "--json", *options).out)["method"]

    settings("defaults: {method: statcan}")
    assert method() == "statcan"
    assert method("--method", "eurostat") == "eurostat"
    assert json.loads(unpolicy("explain", "--json", "staff-1000").out)["method"] == "statcan"
    targets = data / "targets.yaml"
    text = targets.read_text(encoding="utf-8").replace("policy:\n", "policy:\n  method: unsd2022\n", 1)
    targets.write_text(text, encoding="utf-8")
    assert method() == "unsd2022"


def test_years_are_those_of_an_era_where_japanese_is_read(settings, looking):
    settings("display: {years: era}")
    shown = looking("show", "staff-1000", "--lang", "ja").out
    assert "令和7年" in shown
    assert "2025年" not in shown
    assert "令和4年 (2022)" in shown
    assert "令和" not in looking("show", "un-staff", "--lang", "en").out


def test_an_era_year_is_a_year_or_a_fiscal_year():
    voice = Voice("ja", Display(years="era"))
    assert voice.year(2025, FISCAL) == "令和7年度"
    assert voice.year(2019, FISCAL) == "令和元年度"
    assert voice.when("FY2021..FY2023") == "令和3年度～令和5年度"
    assert voice.when(1989) == "平成元年"
    assert voice.both_years(2025, FISCAL) == "令和7年度 (2025)"
    assert Voice("ja").both_years(2025, FISCAL) == "2025年度 (令和7)"
    assert Voice("en", Display(years="era")).both_years(2025, FISCAL) == "FY2025"


@pytest.mark.parametrize(
    ("lang", "terms", "sentence", "values", "expected"),
    [
        ("ja", {"goal": {"ja": "基本目標"}}, ("", "中期目標{number}"), {"number": 2}, "基本目標2"),
        ("en", {"goal": {"ja": "基本目標"}}, ("Goal {number}", ""), {"number": 2}, "Goal 2"),
        ("en", {"goal": "objective"}, ("Goal {number}", ""), {"number": 2}, "Objective 2"),
        (
            "en",
            {"goal": "aim"},
            ("{goal}: goals, no goalkeeper", ""),
            {"goal": "A goal"},
            "A goal: aims, no goalkeeper",
        ),
        ("en", {"goal": "target", "target": "aim"}, ("goals and targets", ""), {}, "targets and aims"),
        ("en", {"goal": "{x}"}, ("a goal", ""), {}, "a {x}"),
        ("en", {"goal": "{x}"}, ("a goal of {y}", ""), {"y": 1}, "a {x} of 1"),
        ("ja", {"goal": "\x1b[2J目標"}, ("", "中期目標"), {}, "\\x1b[2J目標"),
        ("ja", {"initiative": "具体的施策", "policy": "政策"}, ("", "施策の主な取組"), {}, "政策の具体的施策"),
    ],
)
def test_a_directory_has_its_own_words(lang, terms, sentence, values, expected):
    assert Voice(lang, Display.model_validate({"terms": terms})).say(sentence, **values) == expected


def test_a_renamed_goal_is_so_in_every_view(settings, looking):
    settings("display: {terms: {goal: {ja: 基本目標, en: objective}}}")
    for command in (["show", "staff-1000"], ["status"], ["report", "--format", "md"]):
        shown = looking(*command, "--lang", "ja").out
        assert "基本目標" in shown
        assert "中期目標" not in shown
    assert "Objective" in looking("show", "staff-1000", "--lang", "en").out


@pytest.mark.parametrize(("color", "coloured"), [("never", False), ("auto", True), ("always", False)])
def test_a_pipe_is_never_coloured_by_the_settings_alone(settings, looking, unpolicy, monkeypatch, color, coloured):
    settings(f"defaults: {{color: {color}}}")
    looking("status")
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1" if color == "auto" else "")
    assert ("\x1b[3" in unpolicy("status", "--as-of", "2022-12-31").out) is coloured


def test_an_export_names_who_publishes_as_the_settings_do_and_an_option_goes_before_them(settings, unpolicy):
    settings("exports: {agency: MOFA, reporting_org: XM-DAC-701-2}")
    assert "MOFA:DF_" in unpolicy("export", "-o", "-", "--format", "sdmx-csv").out
    assert "OTHER:DF_" in unpolicy("export", "-o", "-", "--format", "sdmx-csv", "--agency", "OTHER").out
    assert "XM-DAC-701-2" in unpolicy("export", "-o", "-", "--format", "iati").out
