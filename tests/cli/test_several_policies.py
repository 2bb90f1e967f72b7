"""Several `--data`: an overview and then each policy, in one language and with one exit code."""

from __future__ import annotations

import json
import shutil

import pytest


@pytest.fixture
def second(data):
    copy = data.with_name("second")
    shutil.copytree(data, copy)
    targets = copy / "targets.yaml"
    targets.write_text(targets.read_text(encoding="utf-8").replace("id: un-standing", "id: second"), encoding="utf-8")
    return copy


BOTH = ("--data", "data", "--data", "second")


def test_status_is_a_document_of_the_same_documents(second, unpolicy):
    document = json.loads(unpolicy("status", *BOTH, "--json").out)
    assert document["schema"] == "unpolicy/policies/1"
    assert [one["policy"]["id"] for one in document["policies"]] == ["un-standing", "second"]
    alone = json.loads(unpolicy("status", "--data", "second", "--json").out)
    assert document["policies"][1] == alone
    assert json.loads(unpolicy(*BOTH, "status", "--json").out) == document


def test_rows_begin_with_a_line_a_policy(second, unpolicy):
    lines = [line.split("\t") for line in unpolicy("status", *BOTH, "--as-of", "2022-12-31").out.splitlines()]
    overview = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    assert [(one["policy"], one["targets"], one["on-track"], one["stale"], one["overdue"]) for one in overview] == [
        ("un-standing", "1", "1", "0", "0"),
        ("second", "1", "1", "0", "0"),
    ]
    lines = [line.split("\t") for line in unpolicy("status", *BOTH, "--section", "monitored").out.splitlines()]
    assert [line[:2] for line in lines[:2]] == [["policy", "indicator"], ["un-standing", "un-staff-d1"]]
    assert [line[0] for line in lines[1:]] == ["un-standing"] * 3 + ["second"] * 3


def test_figures_that_should_be_out_are_counted(second, unpolicy):
    figures = second / "indicators.yaml"
    text = figures.read_text(encoding="utf-8").replace(
        "2023: {status: pending,", "2023: {status: pending, due: 2024-12-31,"
    )
    figures.write_text(text, encoding="utf-8")
    lines = [line.split("\t") for line in unpolicy("status", *BOTH).out.splitlines()]
    assert [line[-1] for line in lines[:3]] == ["overdue", "0", "1"]


def test_a_terminal_shows_the_overview_first(second, looking):
    shown = looking("status", *BOTH, "--lang", "ja", width=120).out
    assert shown.index("期限超過") < shown.index("★")
    assert shown.count("★ 国連の日本人職員") == 2


def test_the_gate_holds_for_any_of_them(second, unpolicy):
    assert unpolicy("status", *BOTH, "--fail-on", "missed").code == 0
    assert unpolicy("status", *BOTH, "--fail-on", "stale").code == 1


def test_validate_checks_each_and_fails_with_any(second, unpolicy):
    assert unpolicy("validate", *BOTH).out.splitlines()[1].startswith("second/: sound")
    figures = second / "indicators.yaml"
    figures.write_text(figures.read_text(encoding="utf-8").replace("kind: count", "kind: cuont", 1), encoding="utf-8")
    result = unpolicy("validate", *BOTH, "--json")
    document = json.loads(result.out)
    assert (result.code, document["schema"]) == (1, "unpolicy/policies/1")
    assert [one["ok"] for one in document["policies"]] == [True, False]


def test_other_commands_are_about_one_policy(second, unpolicy):
    result = unpolicy(*BOTH, "show", "un-staff")
    assert result.code == 2
    assert "one --data" in result.err


def test_a_policy_that_cannot_be_read_is_named(second, unpolicy):
    result = unpolicy("status", "--data", "data", "--data", "nowhere")
    assert result.code == 3
    assert "nowhere" in result.err


def test_the_language_is_that_of_the_first(second, unpolicy):
    (second / "settings.yaml").write_text("version: 1\ndefaults: {lang: ja}\n", encoding="utf-8")
    assert "sound" in unpolicy("validate", *BOTH).out
    assert "問題ありません" in unpolicy("validate", "--data", "second", "--data", "data").out


def test_figures_of_several_go_into_one_file(second, unpolicy, tmp_path):
    alone = unpolicy("export", "--data", "second", "-o", "-").out.splitlines()
    lines = unpolicy("export", *BOTH, "-o", "-").out.splitlines()
    assert lines[0] == f"policy,{alone[0]}"
    assert [line for line in lines if line.startswith("second,")] == [f"second,{line}" for line in alone[1:]]
    document = json.loads(unpolicy("export", *BOTH, "--format", "json", "-o", "-").out)
    assert document["schema"] == "unpolicy/policies/1"
    assert document["policies"][1] == json.loads(
        unpolicy("export", "--data", "second", "--format", "json", "-o", "-").out
    )
    assert [unpolicy("export", *BOTH, "-o", "both.csv").code for _ in range(2)] == [0, 0]  # it knows its own file
    refused = unpolicy("export", *BOTH, "-o", str(tmp_path / "figures.parquet"))
    assert refused.code == 2
    assert "one policy" in refused.err
    assert not (tmp_path / "figures.parquet").exists()
    assert unpolicy("export", *BOTH, "-o", "second/targets.yaml", "--format", "csv", "--force").code != 0


def test_a_report_of_several_is_one_text(second, unpolicy):
    alone = unpolicy("report", "--data", "second").out
    whole = unpolicy("report", *BOTH).out
    assert whole.endswith(alone)
    assert whole.count("## ") == 2 * alone.count("## ")
    assert unpolicy("report", *BOTH, "-o", "both.html").code == 2
