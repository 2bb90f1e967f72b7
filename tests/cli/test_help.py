"""Help, usage errors, and what `unpolicy` alone says: general over all commands, so that a new one needs its entry."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest
import typer
from gitting import commit

from unpolicy.cli import manual
from unpolicy.cli.app import build
from unpolicy.cli.options import COMMANDS, GROUPS
from unpolicy.text import columns

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
EXAMPLES = manual.book()["examples"]
BOTH = manual.book()["options"]


def every_parameter():
    group = build()
    found = [("unpolicy", one) for one in group.get_params(typer.Context(group))]
    for name in COMMANDS:
        command = build().get_command(None, name)
        found += [(name, one) for one in command.get_params(typer.Context(command))]
    return found


def every_text():
    """All English that help says and commands declare, but for the options whose keys stand for both languages."""
    said = [(name, one.help) for name, one in every_parameter() if one.help not in BOTH]
    for name in COMMANDS:
        said += [(name, paragraph) for paragraph in build().get_command(None, name).help.split("\n\n")]
    said += [("unpolicy", paragraph) for paragraph in build().help.split("\n\n")]
    return [(name, " ".join((text or "").split())) for name, text in said]


def test_every_text_of_help_is_there_in_japanese_and_none_is_left_over():
    texts = every_text()
    japanese = manual.book()["ja"]
    assert [pair for pair in texts if not pair[1]] == []
    assert sorted({text for _, text in texts} - set(japanese)) == []
    assert sorted(set(japanese) - {text for _, text in texts}) == []
    assert [text for text, other in japanese.items() if not JAPANESE.search(other)] == []
    assert sorted(set(BOTH) - {one.help for _, one in every_parameter()}) == []
    assert [key for key, (en, ja) in BOTH.items() if not en.endswith((".", "?")) or not JAPANESE.search(ja)] == []


def test_every_command_has_a_group_and_a_short_line_in_both_languages():
    assert {one.group for one in COMMANDS.values()} == set(GROUPS)
    for name, one in COMMANDS.items():
        en, ja = one.summary
        assert not JAPANESE.search(en), name
        assert JAPANESE.search(ja), name
        assert max(columns(en), columns(ja)) <= 60, name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_two_or_three_examples_in_both_languages(name):
    assert 2 <= len(EXAMPLES[name]) <= 3
    for line, en, ja in EXAMPLES[name]:
        assert shlex.split(line)[:2] == ["unpolicy", name]
        assert not JAPANESE.search(en)
        assert JAPANESE.search(ja)


def test_no_example_is_of_a_command_that_there_is_not():
    assert set(EXAMPLES) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_do_what_they_say(unpolicy, data, name):
    unpolicy("export", "-o", "figures.csv")
    if name == "undo":
        unpolicy("add-actual", "2024", "980")
    if name == "diff":
        commit(data.parent)
    for line, _, _ in EXAMPLES[name]:
        result = unpolicy(*shlex.split(line)[1:])
        assert result.code == 0, (line, result.err)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_a_page_of_help_fits_its_terminal_and_speaks_one_language(unpolicy, monkeypatch, name, lang, width):
    monkeypatch.setenv("COLUMNS", str(width))
    page = unpolicy(*filter(None, [name]), "--help", "--lang", lang).out
    described = [line for line in page.splitlines() if "unpolicy " not in line and "STEP" not in line]
    assert [line for line in described if columns(line) > width] == []
    headings = ("Usage:", "Options", "Common options") if lang == "en" else ("使い方：", "オプション", "共通オプション")
    assert all(any(line.startswith(word) for line in page.splitlines()) for word in (headings[0], headings[2]))
    if name not in {"rate", "add-actual", "remove-actual"}:  # their arguments name what may be typed in Japanese
        assert lang == "ja" or not JAPANESE.search(page)


def test_metavars_are_as_people_write_them(unpolicy):
    assert "Usage: unpolicy add-actual YEAR VALUE [OPTIONS]\n" in unpolicy("add-actual", "-h").out
    assert "Usage: unpolicy status [ID]... [OPTIONS]\n" in unpolicy("status", "-h").out
    assert "Usage: unpolicy rate TARGET STEP --by NAME [OPTIONS]\n" in unpolicy("rate", "-h").out
    for name in COMMANDS:
        assert not re.search(r"[<{}]|\[\[", unpolicy(name, "-h").out), name


def test_the_choices_of_an_option_are_all_named_in_help(unpolicy):
    for name, parameter in every_parameter():
        if not parameter.type_descriptor.choices:
            continue
        page = " ".join(unpolicy(*([] if name == "unpolicy" else [name]), "--help").out.split())
        for choice in parameter.type_descriptor.choices:
            assert str(choice) in page, (name, parameter.name, choice)


@pytest.mark.parametrize(
    "arguments", [("help", "rate"), ("help", "rate", "--lang", "ja"), ("--lang", "ja", "help", "rate")]
)
def test_help_of_a_command_is_the_same_either_way(unpolicy, arguments):
    lang = "ja" if "ja" in arguments else "en"
    assert unpolicy(*arguments).out == unpolicy("rate", "--help", "--lang", lang).out


def test_help_without_a_command_is_the_overview(unpolicy):
    assert unpolicy("help").out == unpolicy("--help").out


def test_help_is_bold_on_a_terminal_alone_and_coloured_if_colour_is_wanted(unpolicy, monkeypatch):
    assert "\x1b" not in unpolicy("status", "-h").out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[1;36m" in unpolicy("status", "-h").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1m" in unpolicy("status", "-h").out
    assert "\x1b[1;36m" not in unpolicy("status", "-h").out
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in unpolicy("status", "-h").out


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("statsu", "status"),
        ("valdiate", "validate"),
        ("addactual 2024 980", "add-actual"),
        ("status --metod linear", "--method"),
        ("status --fail-no missed", "--fail-on"),
        ("help statsu", "status"),
        ("add-actual 2024 980 --status finl", "final"),
        ("schema target", "targets"),
        ("zzzzzz", "--help"),
        ("add-actual 2024", "VALUE"),
        ("rate x y", "--by NAME"),
        ("export", "--output FILE"),
        ("log 3 4", "3 4"),
        ("log -n x", "x"),
        ("log -n 0", "1"),
        ("forecast un-staff --horizon 200", "100"),
        ("goals --data", "--data"),
        ("undo --dry-run=3", "--dry-run"),
        ("--color blue status", "always"),
        ("-x", "-x"),
        ("status --lang fr", "fr"),
        ("--as-of 2024-01-01 status", "--as-of"),
    ],
)
def test_a_usage_error_is_one_sentence_of_one_language_with_the_way_out(unpolicy, data, words, said, lang, monkeypatch):
    monkeypatch.setenv("UNPOLICY_LANG", lang)
    result = unpolicy(*words.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("unpolicy: ")
    assert result.err.count("\n") == 1
    assert said in result.err
    assert bool(JAPANESE.search(result.err)) is (lang == "ja")


def test_a_wrong_value_of_a_variable_names_the_variable(unpolicy, data, monkeypatch):
    monkeypatch.setenv("UNPOLICY_COLOR", "purple")
    result = unpolicy("status")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("unpolicy: UNPOLICY_COLOR takes auto, always, never")


@pytest.mark.parametrize("lang", ["en", "ja"])
class TestAlone:
    def test_with_data_it_says_where_one_stands_and_what_is_next(self, unpolicy, data, lang):
        result = unpolicy("--lang", lang)
        assert result.code == 0
        assert ("1,000 Japanese UN staff" if lang == "en" else "国連の日本人職員1,000人") in result.out
        assert "unpolicy add-actual 2023" in result.out
        assert len(result.out.splitlines()) <= 8

    def test_when_nothing_is_waited_for_the_table_is_next(self, unpolicy, data, lang):
        for year in (2023, 2024, 2025):
            unpolicy("add-actual", year, "1000")
        assert "unpolicy status\n" in unpolicy("--lang", lang).out

    def test_without_data_it_says_how_to_begin(self, unpolicy, tmp_path, lang):
        result = unpolicy("--lang", lang)
        assert result.code == 0
        assert "unpolicy init --example" in result.out
        assert bool(JAPANESE.search(result.out)) is (lang == "ja")

    def test_data_just_begun_lead_to_the_check(self, unpolicy, tmp_path, lang):
        unpolicy("init")
        assert "unpolicy validate" in unpolicy("--lang", lang).out

    def test_data_that_are_named_must_be_there(self, unpolicy, tmp_path, lang):
        result = unpolicy("--data", "nowhere", "--lang", lang)
        assert (result.code, result.out) == (3, "")
        assert "nowhere" in result.err


def test_python_m_runs_the_program(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "unpolicy", "-V"], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert re.fullmatch(r"unpolicy \S+\n", ended.stdout)


def test_quiet_leaves_results_and_errors(unpolicy, data):
    unpolicy("export", "-o", "figures.csv")
    (data.parent / "figures.csv").write_text(
        "indicator,year,value\nun-staff,2024,980\nun-staff,2023,lots\n", encoding="utf-8"
    )
    assert "--partial" in unpolicy("-q", "import", "figures.csv").err
    told, silent = (
        unpolicy("import", "figures.csv", "--partial", "--dry-run"),
        unpolicy("import", "figures.csv", "--partial", "-q"),
    )
    assert told.err.count("\n") > 1
    assert silent.err == ""
    assert "2024" in silent.out
    assert unpolicy("-q", "statsu").err.count("\n") == 1


def test_an_import_says_what_is_next(unpolicy, data):
    (data.parent / "figures.csv").write_text("indicator,year,value\nun-staff,2024,980\n", encoding="utf-8")
    assert "Next: unpolicy status" in unpolicy("import", "figures.csv").err
    assert "Next:" not in unpolicy("import", "figures.csv").err


@pytest.mark.parametrize("terminal", ["xterm-256color", "dumb"])
@pytest.mark.parametrize("forced", [{"FORCE_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}, {"UNPOLICY_COLOR": "always"}])
def test_a_pipe_is_coloured_if_that_is_wanted(unpolicy, data, monkeypatch, forced, terminal):
    monkeypatch.setenv("TERM", terminal)
    assert "\x1b" not in unpolicy("status").out
    assert "\x1b" in unpolicy("--color", "always", "status").out
    assert "\x1b" in unpolicy("status", "--color", "always").out
    for name, value in forced.items():
        monkeypatch.setenv(name, value)
    assert "\x1b" in unpolicy("status").out
    assert "\x1b" not in unpolicy("status", "--color", "never").out
    assert "\x1b" not in unpolicy("status", "--json").out


def test_data_that_somebody_wrote_do_not_colour_a_pipe(unpolicy, data):
    (data / "settings.yaml").write_text("version: 1\ndefaults: {color: always}\n", encoding="utf-8")
    result = unpolicy("status")
    assert "\x1b" not in result.out
    assert "\t" in result.out


def test_no_colour_keeps_bold_and_never_keeps_nothing(unpolicy, data, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert re.search(r"\x1b\[[0-9;]*3\d", unpolicy("status", "--as-of", "2023-06-01").out)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = unpolicy("status", "--as-of", "2023-06-01").out
    assert "\x1b[1m" in plain
    assert not re.search(r"\x1b\[[0-9;]*3\d", plain)
    assert "\x1b" not in unpolicy("status", "--as-of", "2023-06-01", "--color", "never").out


def test_what_is_next_names_the_data_that_were_named(unpolicy, data):
    folder = data.rename(data.parent / "other data")
    (data.parent / "figures.csv").write_text("indicator,year,value\nun-staff,2024,980\n", encoding="utf-8")
    where = ("--data", folder.name)
    option = "--data 'other data'"
    assert f"Next: unpolicy status {option}" in unpolicy(*where, "import", "figures.csv").err
    waiting = f"unpolicy add-actual 2023 VALUE {option}"
    assert f"Next: {waiting}" in unpolicy(*where).out
    assert f"Next: {waiting}" in unpolicy(*where, "add-actual", "2025", "1000", "--source", "https://example.org").out
    assert option not in unpolicy().out
