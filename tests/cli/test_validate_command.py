from __future__ import annotations

import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from rich.cells import cell_len
from rich.console import Console


def spoil(data, old: str = "2022: 961", new: str = "2022: -96") -> None:
    path = data / "indicators.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_sound_data_is_one_short_line(data, unpolicy):
    result = unpolicy("validate")
    assert (result.code, result.out, result.err) == (0, "data/: sound — 1 target, 4 indicators, 14 figures\n", "")
    assert unpolicy("validate", "--lang", "ja").out == "data/: 問題ありません — 目標値1、測定指標4、実績値14\n"


def test_a_problem_is_shown_with_its_line_and_exits_with_1(data, unpolicy):
    spoil(data)
    result = unpolicy("validate", "--as-of", "2026-11-24")
    assert result.code == 1
    lines = result.out.splitlines()
    assert lines[0].startswith("data/indicators.yaml:14:13: U301 error −96")
    assert lines[1].rstrip() == "  14 |       2022: -96"
    assert lines[2].rstrip() == "     |             ^^^"
    assert lines[-1].startswith("1 error, 0 warnings")


def test_the_json_is_the_document_of_the_contract(data, unpolicy):
    spoil(data)
    for arguments in (["--json"], ["--format", "json"]):
        found = json.loads(unpolicy("validate", *arguments).out)
        assert found["schema"] == "unpolicy/validate/1"
        assert (found["ok"], found["errors"], found["warnings"]) == (False, 1, 0)
        (one,) = found["diagnostics"]
        assert (one["code"], one["path"], one["line"], one["column"]) == ("U301", "data/indicators.yaml", 14, 13)
        assert (one["end_line"], one["end_column"], one["fix"]) == (14, 16, None)


@pytest.mark.parametrize("sound", [True, False])
@pytest.mark.parametrize("form", ["json", "gitlab", "sarif", "junit"])
def test_every_format_is_one_document(data, unpolicy, form: str, sound: bool):
    if not sound:
        spoil(data)
    result = unpolicy("validate", "--format", form)
    assert result.code == (0 if sound else 1)
    parse = ET.fromstring if form == "junit" else json.loads
    assert parse(result.out) is not None


def test_github_is_answered_in_its_own_format_unless_another_format_was_asked_for(data, unpolicy, monkeypatch):
    spoil(data)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert unpolicy("validate").out.startswith("::error file=data/indicators.yaml,line=14,")
    assert unpolicy("validate", "--format", "text").out.startswith("data/indicators.yaml:14:13:")
    assert unpolicy("validate", "--json").out.startswith("{")


def test_sound_files_are_called_what_they_were_called(data, unpolicy):
    files = "data/indicators.yaml, data/targets.yaml"
    assert unpolicy("validate", *files.split(", ")).out.startswith(f"{files}: sound")
    for folder in ("data", "data/"):
        assert unpolicy("validate", folder).out.startswith("data/: sound")


def test_two_formats_at_once_are_refused(data, unpolicy):
    assert unpolicy("validate", "--json", "--format", "json").out.startswith("{")
    for form in ("sarif", "text"):
        result = unpolicy("validate", "--json", "--format", form)
        assert (result.code, result.out) == (2, "")
        assert f"--json and --format {form}" in result.err


@pytest.mark.parametrize("options", [("--fix",), ("--fix", "--diff")])
def test_of_standard_input_fixes_are_shown_only(data, unpolicy, monkeypatch, options):
    spoil(data, new="2022: ９６１")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((data / "indicators.yaml").read_bytes())))
    result = unpolicy("validate", "-", *options)
    if "--diff" in options:
        assert result.code == 1
        assert "--- a/<stdin>\n+++ b/<stdin>\n" in result.out
        assert "\n-      2022: ９６１\n+      2022: 961\n" in result.out
    else:
        assert (result.code, result.out) == (2, "")
        assert "--diff" in result.err


def test_warnings_count_only_when_strict(data, unpolicy):
    path = data / "indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    result = unpolicy("validate")
    assert result.code == 0
    assert "U606 warning" in result.out
    assert ", 1 warning — " in result.out
    assert unpolicy("validate", "--strict").code == 1
    assert json.loads(unpolicy("validate", "--strict", "--json").out)["ok"] is False
    assert unpolicy("validate", "--strict", "--exit-zero").code == 0


def test_rules_are_chosen(data, unpolicy):
    spoil(data)
    assert unpolicy("validate", "--select", "U6,U4").code == 0
    assert unpolicy("validate", "--select", "U3").code == 1
    assert unpolicy("validate", "--ignore", "U301").code == 0
    wrong = unpolicy("validate", "--select", "X1")
    assert wrong.code == 2
    assert "unpolicy rule" in wrong.err


def test_a_file_is_looked_at_with_the_other_beside_it(data, unpolicy):
    spoil(data)
    assert unpolicy("validate", "data/targets.yaml").code == 0
    assert unpolicy("validate", "data/indicators.yaml").code == 1
    assert unpolicy("validate", "data").code == 1
    path = data / "targets.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("indicator: un-staff", "indicator: un-stuff"))
    result = unpolicy("validate", "data/targets.yaml", "--format", "concise")
    assert "U402" in result.out
    assert "U301" not in result.out


def test_a_file_shows_what_comes_of_it_in_the_other(data, unpolicy):
    spoil(data, "  un-staff:", "  un-stuff:")
    whole = unpolicy("validate", "data", "--format", "concise")
    assert "data/targets.yaml:" in whole.out
    assert "U402" in whole.out
    result = unpolicy("validate", "data/indicators.yaml", "--format", "concise")
    assert (result.code, result.out) == (1, whole.out)
    result = unpolicy("validate", "data/targets.yaml", "--format", "concise")
    assert (result.code, result.out.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("2020: {value: 918", "2019: {value: 918", "U501"),
        ("source: evaluation", "source: valuation", "U403"),
        ("direction: increase", "direction: decrease", "U601"),
    ],
)
def test_whatever_the_two_files_disagree_about_is_shown_for_either(data, unpolicy, old: str, new: str, code: str):
    spoil(data, old, new)
    for named in ("data/indicators.yaml", "data/targets.yaml"):
        assert code in unpolicy("validate", named, "--format", "concise").out


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("goals:", "goals: [", "U1"),
        ("goals:", "<<<<<<< HEAD\ngoals:", "U113"),
        ("    indicator: un-staff", "    indikator: un-staff", "U201"),
    ],
)
def test_a_file_is_not_sound_beside_one_that_cannot_be_read_whole(data, unpolicy, old: str, new: str, code: str):
    path = data / "targets.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    result = unpolicy("validate", "data/indicators.yaml", "--format", "concise")
    assert result.code == 1
    assert code in result.out
    path.write_bytes(b"\xff")
    assert "U002" in unpolicy("validate", "data/indicators.yaml", "--format", "concise").out


def test_a_file_shows_what_became_easier_because_of_it(data, unpolicy):
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=data, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "promised")
    spoil(data, "value: 918", "value: 900")
    result = unpolicy("validate", "--against", "main", "data/indicators.yaml", "--format", "concise")
    assert "U604 warning The target staff-1000 was loosened: baseline 900" in result.out
    (data.parent / "alone.yaml").write_bytes((data / "indicators.yaml").read_bytes())
    assert unpolicy("validate", "--against", "main", "alone.yaml").code == 2
    assert unpolicy("validate", "--against", "^main").code == 2


def test_a_file_of_another_name_is_known_by_what_it_holds(data, unpolicy, tmp_path):
    spoil(data)
    (data / "indicators.yaml").rename(tmp_path / "draft.yml")
    result = unpolicy("validate", "draft.yml", "--format", "concise")
    assert result.out.startswith("draft.yml:14:13: U301")


def test_standard_input_is_known_by_what_it_holds(data, unpolicy, monkeypatch):
    spoil(data)
    stdin = io.TextIOWrapper(io.BytesIO((data / "indicators.yaml").read_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)
    result = unpolicy("validate", "-", "--format", "concise")
    assert (result.code, result.out[:25]) == (1, "<stdin>:14:13: U301 error")


def test_nothing_to_read_is_one_sentence_and_3(tmp_path, unpolicy):
    result = unpolicy("validate")
    assert result.code == 3
    assert result.out == ""
    assert result.err.count("\n") == 1
    assert unpolicy("validate", "nowhere.yaml").code == 3


def test_a_missing_file_of_the_two_is_reported_in_every_format_and_3(data, unpolicy):
    (data / "indicators.yaml").unlink()
    for form in ("concise", "json", "sarif"):
        result = unpolicy("validate", "--format", form)
        assert result.code == 3
        assert "U001" in result.out


def test_fix_writes_what_is_safe_and_looks_again(data, unpolicy):
    before = (data / "indicators.yaml").read_bytes()
    spoil(data, "2022: 961", "2022: ９６１")
    spoil(data, "direction: increase", "drection: increase")
    result = unpolicy("validate", "--fix")
    assert result.code == 0
    assert (data / "indicators.yaml").read_bytes() == before
    assert result.err == "unpolicy: 2 fixed in data/indicators.yaml.\n"
    assert result.out.startswith("data/: sound")
    assert unpolicy("validate", "--fix").err == ""


def test_diff_shows_the_changes_and_writes_nothing(data, unpolicy):
    spoil(data, "2022: 961", "2022: ９６１")
    before = (data / "indicators.yaml").read_bytes()
    result = unpolicy("validate", "--fix", "--diff")
    assert result.code == 1
    assert "-      2022: ９６１\n+      2022: 961\n" in result.out
    assert (data / "indicators.yaml").read_bytes() == before
    assert sorted(path.name for path in data.iterdir()) == ["indicators.yaml", "targets.yaml"]


def test_against_tells_what_became_easier(data, unpolicy):
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=data, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "promised")
    path = data / "targets.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 1000", "value: 970"), encoding="utf-8")
    result = unpolicy("validate", "--against", "main", "--format", "concise")
    assert result.code == 0
    assert "U604 warning The target staff-1000 was loosened: value 970, before: 1,000." in result.out
    assert unpolicy("validate", "--against", "nowhere").code == 2


def test_other_commands_tell_the_first_error_and_how_to_see_all(data, unpolicy):
    spoil(data)
    spoil(data, "2020: 85.2", "2020: 850")
    result = unpolicy("status")
    assert result.code == 3
    assert result.out == ""
    assert result.err.startswith("unpolicy: data/indicators.yaml:14:13: −96 is below")
    assert result.err.endswith("(run `unpolicy validate` to see all 2 problems).\n")


def test_a_rule_is_explained_with_its_examples(unpolicy):
    result = unpolicy("rule", "u301")
    assert result.code == 0
    assert result.out.startswith("U301 Figure out of bounds · 実績値が範囲外 (error; Values)\n")
    assert "\nBad (indicators.yaml):\n" in result.out
    assert json.loads(unpolicy("rule", "U301", "--json").out)["rules"][0]["code"] == "U301"
    assert unpolicy("rule", "U399").code == 2


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_rule_fits_a_terminal(unpolicy, monkeypatch, lang: str):
    from unpolicy.checks.rules import rules

    monkeypatch.setattr("unpolicy.cli.reference.is_interactive", lambda: True)
    monkeypatch.setattr("unpolicy.cli.output.console", lambda: Console(width=80))
    for code in rules():
        lines = unpolicy("rule", code, "--lang", lang).out.splitlines()
        assert max(map(cell_len, lines)) <= 80, code


def test_all_rules_are_listed_one_a_line(unpolicy):
    from unpolicy.checks.rules import rules

    rows = [line.split("\t") for line in unpolicy("rule").out.splitlines()]
    assert [row[0] for row in rows] == list(rules())
    assert unpolicy("rule", "--lang", "ja").out.splitlines()[0].startswith("U001\terror\tファイル")


def test_a_schema_is_printed(unpolicy):
    for kind in ("targets", "indicators"):
        assert json.loads(unpolicy("schema", kind).out)["$schema"].endswith("draft-07/schema#")
    assert unpolicy("schema", "ratings").code == 2
