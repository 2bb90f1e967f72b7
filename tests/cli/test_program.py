from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import unpolicy as package
from unpolicy import cli
from unpolicy.cli.app import COMMANDS, build

PROGRAM = Path(sys.executable).with_name("unpolicy")


def test_the_version(capsys, unpolicy):
    assert unpolicy("--version").out == f"unpolicy {package.__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_both_spellings(unpolicy, name):
    for option in ("-h", "--help"):
        result = unpolicy(name, option)
        assert result.code == 0
        assert "Usage: unpolicy" in result.out


def test_the_overview_names_every_command(unpolicy):
    out = unpolicy("--help").out
    assert all(f"  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [("status",), ("show", "x"), ("goals",), ("explain", "x"), ("forecast", "x"), ("history", "x"), ("validate",)],
)
class TestBadData:
    def test_no_data(self, unpolicy, arguments):
        result = unpolicy(*arguments)
        assert result.code == 3
        assert "unpolicy init" in result.err
        assert result.out == ""
        assert "unpolicy init" in unpolicy("--lang", "ja", *arguments).err

    def test_invalid_data(self, unpolicy, data, arguments):
        path = data / "indicators.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("2022: 961", "2022: '961'"), encoding="utf-8")
        result = unpolicy(*arguments)
        if arguments == ("validate",):
            assert result.code == 1
        else:
            assert result.code == 3
            assert result.err.startswith("unpolicy: data/indicators.yaml:14:13")
            assert "unpolicy validate" in result.err

    def test_a_directory_in_place_of_the_file(self, unpolicy, data, arguments):
        (data / "indicators.yaml").unlink()
        (data / "indicators.yaml").mkdir()
        assert unpolicy(*arguments).code in {1, 3}


def test_options_work_before_and_after_the_command(unpolicy, data, tmp_path):
    moved = data.rename(tmp_path / "moved")
    before = unpolicy("--data", moved, "--lang", "ja", "status")
    after = unpolicy("status", "--data", moved, "--lang", "ja")
    assert before.code == after.code == 0
    assert before.out == after.out
    assert "国連の日本人職員1,000人" in after.out


def test_the_data_directory_is_found_from_below_and_from_the_environment(unpolicy, data, tmp_path, monkeypatch):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert unpolicy("status").code == 0
    monkeypatch.chdir("/")
    monkeypatch.setenv("UNPOLICY_DATA", str(data))
    assert unpolicy("status").code == 0


@pytest.mark.parametrize(
    ("environment", "japanese"),
    [({"LC_ALL": "ja_JP.UTF-8"}, True), ({"LC_ALL": "", "LANG": "ja_JP.UTF-8"}, True), ({"UNPOLICY_LANG": "ja"}, True),
     ({"LC_ALL": "ja_JP.UTF-8", "UNPOLICY_LANG": "en"}, False), ({"LC_ALL": "C"}, False)],
)  # fmt: skip
def test_the_language_follows_the_environment(unpolicy, data, monkeypatch, environment, japanese):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("国連の日本人職員" in unpolicy("status").out) is japanese


@pytest.mark.parametrize(
    "words",
    [
        "status --lang fr",
        "status --as-of yesterday",
        "status --as-of 20260101",
        "stat",
        "status --method guess",
        "status no-such-id",
        "status --verdict fine",
        "status --goal x",
        "add-actual 2024",
        "show un-staff jpo-retention",
        "show un-stuff",
    ],
)
def test_usage_errors_are_one_sentence_and_exit_2(unpolicy, data, words):
    result = unpolicy(*words.split())
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("unpolicy: ")
    assert result.err.count("\n") == 1


def test_a_slip_in_an_id_is_guessed(unpolicy, data):
    assert "un-staff" in unpolicy("show", "un-stuff").err


@pytest.mark.parametrize(
    ("raised", "code", "words"),
    [
        (KeyboardInterrupt(), 130, ""),
        (typer.Abort(), 130, ""),
        (BrokenPipeError(), 0, ""),
        (MemoryError(), 3, "memory"),
        (OSError(28, "No space left on device"), 3, "No space left"),
        (ZeroDivisionError("x"), 3, "defect of the program"),
    ],
)
def test_whatever_happens_is_one_sentence_and_an_exit_code(unpolicy, data, monkeypatch, raised, code, words):
    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("unpolicy.assess.assessment.assess", fail)
    result = unpolicy("status")
    assert (result.code, result.out) == (code, "")
    assert words in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("arguments", "code", "out"), [(["--version"], 0, "unpolicy "), (["init"], 0, "Made"), (["stat"], 2, "")]
)
def test_the_program_exits_with_the_code_of_what_happened(tmp_path, monkeypatch, capsys, arguments, code, out):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["unpolicy", *arguments])
    monkeypatch.setattr("gc.disable", lambda: None)
    monkeypatch.setattr("gc.freeze", lambda: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == code
    assert capsys.readouterr().out.startswith(out)


def test_an_interruption_while_an_error_is_reported_is_an_interruption(monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run", interrupted)
    monkeypatch.setattr("gc.disable", lambda: None)
    monkeypatch.setattr("gc.freeze", lambda: None)
    with pytest.raises(SystemExit) as ended:
        cli.main(["status"])
    assert ended.value.code == 130


def test_a_defect_is_raised_for_whoever_asks_for_the_traceback(unpolicy, data, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("unpolicy.assess.assessment.assess", fail)
    monkeypatch.setenv("UNPOLICY_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        unpolicy("status")


def test_names_of_commands_are_completed_from_the_table(monkeypatch):
    group = build()
    offered = {item.value for item in group.shell_complete(typer.Context(group), "re")}
    assert {"remove-actual", "report"} <= offered


def test_a_gate(unpolicy, data):
    assert unpolicy("status", "--fail-on", "moving-away").code == 0
    unpolicy("add-actual", "2024", "900")
    assert unpolicy("status", "--fail-on", "moving-away").code == 1
    assert unpolicy("status", "--fail-on", "missed").code == 0
    assert unpolicy("status", "--fail-on", "unknown").code == 0


def test_what_was_known_that_day(unpolicy, data):
    early = json.loads(unpolicy("status", "--as-of", "2022-09-01", "--json").out)["targets"][0]
    assert early["latest"] == {"year": 2021, "value": 956}
    before = json.loads(unpolicy("status", "--as-of", "2021-01-01", "--json").out)["targets"][0]
    assert (before["latest"], before["verdict"]) == (None, "unknown")


def test_init_makes_a_directory_that_validates(unpolicy, tmp_path):
    assert unpolicy("init").code == 0
    assert unpolicy("validate", "--strict").code == 0
    assert unpolicy("status").code == 0
    again = unpolicy("init")
    assert again.code == 1
    assert "exists already" in again.err


def test_goals_say_everything_of_the_evaluation(unpolicy, data):
    out = unpolicy("goals", "--lang", "ja").out
    for words in ("Ｇ４", "非常任理事国", "平和構築基金", "政務案件支援信託基金", "JPO", "模擬国連", "奥・井ノ上記念"):
        assert words in out
    assert unpolicy("goals", "staff-1000").out == unpolicy("goals", "international-staff").out
    assert len(json.loads(unpolicy("goals", "--json").out)["goals"]) == 3
    assert unpolicy("goals", "un-staff").code == 2


@pytest.mark.skipif(not PROGRAM.exists(), reason="the command is not installed beside this Python")
class TestInstalled:
    def run(self, *arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(PROGRAM), *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def test_status_and_a_figure(self, data):
        result = self.run("status", "--json", cwd=data.parent)
        assert result.returncode == 0, result.stderr
        assert json.loads(result.stdout)["schema"] == "unpolicy/status/1"
        assert self.run("add-actual", "2024", "980", cwd=data.parent).returncode == 0
        assert "      2024: 980\n" in (data / "indicators.yaml").read_text(encoding="utf-8")

    def test_a_closed_pipe_is_no_error(self, data):
        command = f"{PROGRAM} goals | head -n 1"
        result = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command}"], cwd=data.parent, capture_output=True, check=False
        )
        assert result.stderr == b""

    def test_completion_offers_ids(self, data):
        environment = {"_UNPOLICY_COMPLETE": "complete_bash", "COMP_WORDS": "unpolicy show un-", "COMP_CWORD": "2"}
        result = self.run(cwd=data.parent, **environment)
        assert "un-staff" in result.stdout.split()


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("add-actual 2024 980 --note {}", "--note"),
        ("add-actual 2024 980 --source {}", "--source"),
        ("add-actual {} 980", "YEAR"),
        ("remove-actual 2021 -i {}", "--indicator"),
        ("rate staff-1000 achieved --by {}", "--by"),
        ("rate staff-1000 achieved --by x --reason {}", "--reason"),
        ("import {0} --map {0}", "--map"),
        ("export -o {0} --reporting-org {0}", "--reporting-org"),
        ("status {} --goal x", "ID"),
        ("rule {}", "CODE"),
    ],
)
def test_what_is_no_text_in_the_terminals_encoding_is_refused_as_that(unpolicy, data, line, where):
    before = [path.read_bytes() for path in sorted(data.iterdir())]
    result = unpolicy(*line.format("\udc83e").split())
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"unpolicy: {where} is not text in the terminal's encoding, UTF-8: “\\udc83e”;")
    assert f"{where} の文字コード" in unpolicy("--lang", "ja", *line.format("\udc83e").split()).err
    assert [path.read_bytes() for path in sorted(data.iterdir())] == before


def test_the_name_of_a_file_may_be_any_bytes(unpolicy, data):
    assert "does not exist" in unpolicy("validate", "\udc83e").err
    assert unpolicy("export", "-o", "\udc83e", "--format", "csv").code == 0


@pytest.mark.parametrize("name", ["show", "explain", "history", "forecast", "chart"])
def test_without_an_id_the_headline_is_meant_and_where_there_is_none_one_is_asked_for(unpolicy, data, name):
    assert unpolicy(name).out == unpolicy(name, "staff-1000").out
    path = data / "targets.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("headline: staff-1000\n", ""), encoding="utf-8")
    assert unpolicy(name).code == 0  # the only target there is
    second = "  other: {goal: un-reform, indicator: un-staff, baseline: 2020, value: 1, by: 2030}\n"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("targets:\n", f"targets:\n{second}", 1), encoding="utf-8")
    result = unpolicy(name)
    assert (result.code, result.out) == (2, "")
    assert "unpolicy status" in result.err


def test_a_command_of_one_policy_refuses_several_rather_than_take_the_last(unpolicy, data):
    result = unpolicy("explain", "--data", "data", "--data=data")
    assert (result.code, result.out) == (2, "")
    assert "one policy" in result.err
    assert unpolicy("--data", "nowhere", "explain", "--data=data").code == 0


@pytest.mark.parametrize("words", [("init", ""), ("status", "--data", ""), ("site", "-o", " ")])
def test_no_name_of_a_directory_is_not_the_working_directory(unpolicy, data, words):
    before = sorted(path.name for path in data.parent.iterdir())
    result = unpolicy(*words)
    assert result.code == 2
    assert "needs the name of a directory" in result.err
    assert sorted(path.name for path in data.parent.iterdir()) == before
