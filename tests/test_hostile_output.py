"""Nothing that a data file, a file name or the journal holds can steer whoever reads what the program prints."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import hostile
import html5lib
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from unpolicy import cli
from unpolicy.cli import options
from unpolicy.model.records import ID_PATTERN
from unpolicy.text import LONGEST_DESCRIPTION, json_safe, shell_description

LANGS = ("en", "ja")
READING = [
    ("status",),
    ("status", "t", "--chart"),
    ("status", "t", "--stability", "--section", "targets"),
    ("show", "t"),
    ("show", "i"),
    ("show", "g"),
    ("goals",),
    ("explain", "t"),
    ("explain", "k"),
    ("explain", "m"),
    ("history", "t"),
    ("forecast", "i"),
    ("forecast", "i", "--backtest"),
    ("chart", "t"),
    ("chart", "k"),
    ("validate",),
    ("log",),
]
TITLED = {"status", "show", "goals"}
CHANGING = [
    ("add-actual", "2024", "970", "--note", hostile.TEXT),
    ("add-actual", "2023", "963", "--revise"),
    ("add-actual", "-i", "j", "2023", "8"),
    ("remove-actual", "2023"),
    ("rate", "t", "achieved", "--by", hostile.TEXT, "--reason", hostile.TEXT, "--date", "2024-09-01"),
]
WRONG = [
    ("status", hostile.STEERING),
    ("show", hostile.MARKUP),
    ("add-actual", hostile.STEERING, "1"),
    ("add-actual", "2024", hostile.TEXT),
    ("add-actual", "2024", "970", "--source", hostile.TEXT),
    ("rate", "t", hostile.TEXT, "--by", "x"),
    ("rule", hostile.TEXT),
    ("schema", hostile.TEXT),
    ("validate", hostile.STEERING),
    ("validate", "--select", hostile.TEXT),
    ("export", "-o", f"{hostile.STEERING}.doc"),
    ("import", hostile.STEERING),
    ("--data", hostile.STEERING, "status"),
    ("--lang", hostile.STEERING, "status"),
    (f"--{hostile.TEXT}",),
    (hostile.TEXT,),
]
ODD_NAME = 'a\n\x1b[31m"\u202e[red]b'
PROGRAM = Path(sys.executable).with_name("unpolicy")
SGR = re.compile("\x1b\\[[0-9;]*m")


class Terminal(io.TextIOWrapper):
    """Somebody who looks."""

    def isatty(self):
        return True


@dataclass(frozen=True)
class Seen:
    code: int
    out: str
    err: str
    colours: bool


@pytest.fixture
def directory(tmp_path, monkeypatch):
    hostile.write(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path / "data"


@pytest.fixture
def run(directory, monkeypatch):
    """Run a command line and take what a pipe receives, or a terminal; its words are those that the journal notes."""

    def called(*arguments, terminal=False, colours=False):
        monkeypatch.setenv("TERM", "xterm-256color" if colours else "dumb")
        kind = Terminal if terminal else io.TextIOWrapper
        streams = {name: kind(io.BytesIO(), encoding="utf-8", newline="") for name in ("stdout", "stderr")}
        with monkeypatch.context() as patch:
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            patch.setattr(sys, "argv", ["unpolicy", *arguments])
            try:
                code = cli.run(list(arguments))
            except SystemExit as end:  # completion ends the process itself
                code = end.code
        for stream in streams.values():
            stream.flush()
        out, err = (stream.buffer.getvalue().decode() for stream in streams.values())
        return Seen(code, out, err, colours)

    return called


WAYS = [{}, {"terminal": True}, {"terminal": True, "colours": True}]


def unsafe(text):
    return {ascii(char) for char in hostile.UNSAFE.findall(text)}


def require_harmless(seen):
    """What was received steers nothing, but for the program's own colours on a terminal that has some."""
    assert "defect" not in seen.err
    assert hostile.COLOUR not in seen.out
    assert unsafe(SGR.sub("", seen.out) if seen.colours else seen.out) == set()
    assert unsafe(seen.err) == set()


def require_document(seen, code=0):
    assert (seen.code, seen.err) == (code, "")
    require_harmless(seen)
    return json.loads(seen.out)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_no_view_steers_a_terminal_or_what_reads_a_pipe(run, command, lang):
    for way in WAYS:
        seen = run(*command, "--lang", lang, **way)
        assert seen.code == 0
        require_harmless(seen)
        if command[0] in TITLED:
            assert "[red]R[/red]" in seen.out
            assert ":warning:" in seen.out


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_json_is_one_document_that_steers_nothing_either(run, command):
    on_terminal = require_document(run(*command, "--json", terminal=True))
    assert on_terminal == require_document(run(*command, "--json"))


def test_json_keeps_every_character_of_a_text(run):
    document = require_document(run("export", "-o", "-", "--format", "json", terminal=True))
    assert document["indicators"]["i"]["unit"] == hostile.TEXT
    assert document["sources"]["s"]["url"] == hostile.URL


def test_an_escaped_document_is_the_same_document():
    for text in (hostile.TEXT, "\\\u202e", "\\\\\x9b", "\ud800", "\U0001f600"):
        encoded = json.dumps({text: [text]}, ensure_ascii=False)
        assert json.loads(json_safe(encoded)) == {text: [text]}
        assert unsafe(json_safe(encoded)) == set()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("command", CHANGING, ids=lambda command: " ".join(command[:3]))
def test_no_change_no_diff_no_undo_and_no_log_steers_anything(run, directory, command, lang):
    before = {path.name: path.read_bytes() for path in directory.glob("*.yaml")}
    for way in WAYS[:2]:
        for words in ((*command, "--dry-run"), command, ("log",), ("undo", "--dry-run"), ("undo",), ("undo",)):
            seen = run(*words, "--lang", lang, **way)
            assert seen.code == 0, seen.err
            require_harmless(seen)
        for words in (("log", "--json"), ("undo", "--json"), ("validate", "--json")):
            require_document(run(*words, **way))
        assert {path.name: path.read_bytes() for path in directory.glob("*.yaml")} == before


@pytest.mark.parametrize("command", WRONG, ids=range(len(WRONG)))
def test_no_error_repeats_what_was_typed_as_it_is(run, command):
    for way in WAYS:
        seen = run(*command, **way)
        assert seen.code in (1, 2, 3)
        assert seen.err.startswith("unpolicy: ")
        require_harmless(seen)


@pytest.mark.parametrize("form", ["text", "concise", "json", "github", "gitlab", "sarif", "junit"])
def test_problems_are_shown_without_what_makes_them(run, directory, form):
    """Controls as they are, which no data file may hold, unknown keys, wrong words and things to put right."""
    path = directory / "indicators.yaml"
    bad = f'  z: {{"{hostile.MARKUP}\u202e": 1, kind: "{hostile.MARKUP}\x1b[31m\u202e", decimals: yes}} # \u202e\x9b'
    path.write_text(path.read_text(encoding="utf-8") + bad, encoding="utf-8")
    for way in WAYS:
        seen = run("validate", "--format", form, **way)
        assert seen.code == 1
        require_harmless(seen)


def test_the_diff_of_a_fix_is_safe(run, directory):
    path = directory / "indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "  # \u202e\u2066 [red]\x7f"[:-1], encoding="utf-8")
    seen = run("validate", "--fix", "--diff", terminal=True)
    assert "\\u202e\\u2066 [red]" in seen.out
    require_harmless(seen)


@pytest.mark.skipif(not PROGRAM.exists(), reason="the command is not installed beside this Python")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_the_installed_program_on_a_real_terminal(directory):
    import pty

    ours, its = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    with subprocess.Popen([PROGRAM, "show", "t"], stdin=its, stdout=its, stderr=its, env=environment) as process:
        os.close(its)
        received = b""
        with contextlib.suppress(OSError):  # how Linux says that the other end has closed
            while block := os.read(ours, 65536):
                received += block
    os.close(ours)
    assert process.returncode == 0
    require_harmless(Seen(0, received.decode().replace("\r\n", "\n"), "", colours=True))
    assert b"[red]R[/red]" in received


class TestFiles:
    def test_a_page_has_the_words_as_words(self, run, tmp_path):
        assert run("report", "-o", "r.html", "--lang", "en").code == 0
        page = (tmp_path / "r.html").read_text(encoding="utf-8")
        assert unsafe(page) == set()
        tree = html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("lxml")).parse(page)
        names = {etree.QName(node).localname for node in tree.iter(etree.Element)}
        assert names.isdisjoint({"script", "img", "iframe", "object", "link"})
        assert not [name for node in tree.iter(etree.Element) for name in node.attrib if name.startswith("on")]
        addresses = [node.get("href") for node in tree.iter("{*}a")]
        assert addresses
        assert not [address for address in addresses if not address.startswith("#")]

    def test_markdown_has_the_words_as_words(self, run):
        for way in WAYS:
            seen = run("report", "--format", "md", **way)
            require_harmless(seen)
            page = MarkdownIt("gfm-like", {"linkify": False}).render(seen.out)
            assert not re.search(r"<(?:script|img|a|code class|pre)\b", page)
            assert "[red]R[/red]" in page
            assert "&lt;script&gt;" in page

    def test_no_cell_of_a_csv_file_is_a_formula(self, run, tmp_path):
        for kind, text in (("csv", hostile.TEXT), ("sdmx-csv", " ".join(hostile.TEXT.split()))):
            assert run("export", "-o", "out.csv", "--format", kind).code == 0
            with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
                cells = [cell for row in csv.reader(file) for cell in row]
            assert f"'{text}" in cells
            assert not [cell for cell in cells if re.match(r"\s*[=+@]", cell)]

    def test_no_cell_of_a_workbook_is_a_formula_or_a_link(self, run, tmp_path):
        import openpyxl

        assert run("export", "-o", "out.xlsx").code == 0
        book = openpyxl.load_workbook(tmp_path / "out.xlsx")
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert any(str(cell.value).startswith(hostile.FORMULA) for cell in cells)
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
        assert not [cell for cell in cells if cell.hyperlink]
        with zipfile.ZipFile(tmp_path / "out.xlsx") as parts:
            chart = etree.fromstring(parts.read("xl/charts/chart1.xml"))
        assert {found.text.partition("!")[0] for found in chart.iter("{*}f")} == {"headline"}

    def test_a_chart_is_a_picture_alone(self, run, tmp_path):
        assert run("chart", "t", "-o", "c.svg").code == 0
        picture = (tmp_path / "c.svg").read_bytes()
        assert unsafe(picture.decode()) == set()
        names = {etree.QName(node).localname for node in etree.fromstring(picture).iter()}
        assert names <= {"svg", "title", "desc", "g", "path", "rect", "line", "text", "tspan"}

    def test_a_site_shows_what_is_invisible(self, run, tmp_path):
        assert run("site", "-o", "pages").code == 0
        pages = [*(tmp_path / "pages").rglob("*.html"), *(tmp_path / "pages").rglob("*.svg")]
        assert len(pages) > 4
        found = {path.name: unsafe(path.read_text(encoding="utf-8")) for path in pages}
        assert not any(found.values()), found

    def test_an_activity_is_well_formed(self, run, tmp_path):
        assert run("export", "-o", "a.xml", "--format", "iati", "--reporting-org", "XM-DAC-701-2").code == 0
        text = (tmp_path / "a.xml").read_text(encoding="utf-8")
        assert unsafe(text) == set()
        assert etree.fromstring(text.encode()).findall(".//narrative")

    @pytest.mark.parametrize(
        "words",
        [
            ("export", "--format", "csv"),
            ("export", "--format", "sdmx-csv"),
            ("export", "--format", "json"),
            ("export", "--format", "iati", "--reporting-org", "XM-DAC-701-2"),
            ("report", "--format", "html", "--lang", "en"),
            ("chart", "t", "--format", "svg"),
            ("chart", "t", "--format", "json"),
        ],
        ids=lambda words: " ".join((words[0], *words[2:4])),
    )
    def test_a_file_that_is_looked_at_instead_steers_nothing(self, run, words):
        require_harmless(run(*words, "-o", "-", terminal=True))

    def test_a_pipe_gets_a_file_as_it_is(self, run, tmp_path):
        run("export", "-o", "out.csv")
        assert run("export", "-o", "-").out == (tmp_path / "out.csv").read_bytes().decode()

    @pytest.mark.parametrize("words", [("export", "--format", "xlsx"), ("chart", "t", "--format", "png")])
    def test_what_is_no_text_goes_to_no_terminal(self, run, words):
        seen = run(*words, "-o", "-", terminal=True)
        assert (seen.code, seen.out) == (2, "")
        assert "--output FILE" in seen.err

    @pytest.mark.parametrize(
        "words",
        [("chart", "t", "-o", "-", "--format", "svg"), ("export", "-o", "-"), ("validate", "--fix", "--diff")],
    )
    def test_a_document_and_something_else_are_not_mixed(self, run, words):
        seen = run(*words, "--json")
        assert (seen.code, seen.out) == (2, "")


def test_odd_names_of_files_are_quoted_on_one_line(run, tmp_path):
    there = str(tmp_path / ODD_NAME)
    Path("data").rename(there)
    shown = '\\n\\x1b[31m\\"\\u202e[red]b'
    commands = [
        ("--data", there, "validate"),
        ("--data", there, "validate", "--format", "concise"),
        ("--data", there, "validate", "--format", "github"),
        ("--data", there, "add-actual", "2024", "970"),
        ("--data", there, "add-actual", "2022", "964", "--revise", "--dry-run"),
        ("--data", there, "rate", "t", "achieved", "--by", "x", "--date", "2024-09-01", "--dry-run"),
        ("--data", there, "export", "-o", f"{ODD_NAME}.csv"),
        ("--data", there, "import", f"{ODD_NAME}.csv", "--from", "ons"),
        ("--data", there, "undo", "--dry-run"),
        ("init", f"{ODD_NAME} new"),
        ("init", there),
        ("--data", f"{there} none", "status"),
        ("export", "-o", f"{there}/none/x.csv", "--data", there),
        ("import", f"{there}.xls", "--data", there),
        ("import", f"{there}.csv", "--data", there, "--sheet", "s", "--from", "xlsx"),
        ("import", there, "--format", "json", "--data", there),
    ]
    for words in commands:
        for lang in LANGS:
            seen = run(*words, "--lang", lang, terminal=True)
            require_harmless(seen)
            both = seen.out + seen.err
            assert shown in both or "undo" in words or "github" in words, words
            assert "\n\\x1b[31m" not in both, words


def test_a_journal_from_elsewhere_steers_nothing(run, directory):
    run("add-actual", "2024", "970")
    journal = directory / ".unpolicy" / "journal.jsonl"
    lines = journal.read_text(encoding="utf-8").splitlines()
    entry = json.loads(lines[0])
    entry |= {"user": hostile.TEXT, "command": [hostile.TEXT], "before": hostile.TEXT}
    entry |= {"subject": [hostile.TEXT, hostile.TEXT], "after": {hostile.TEXT: hostile.TEXT}}
    journal.write_text("\n".join([json.dumps(entry), *lines[1:]]) + "\n", encoding="utf-8")
    for words in (("log",), ("log", "--json"), ("undo", "--dry-run"), ("undo", "--json", "--dry-run")):
        for way in WAYS:
            seen = run(*words, **way)
            assert seen.code == 0
            require_harmless(seen)
    undone = run("undo", terminal=True)
    require_harmless(undone)
    assert undone.code == 0


class TestCompletion:
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
    def test_what_a_shell_evaluates_holds_none_of_its_signs(self, run, monkeypatch, shell):
        """zsh evaluates the whole answer; typer's own quoting does not survive a backslash."""
        monkeypatch.setenv("_UNPOLICY_COMPLETE", f"complete_{shell}")
        for name, value in {"COMP_WORDS": "unpolicy show ", "COMP_CWORD": "2"}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "unpolicy show ")
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        seen = run()
        require_harmless(seen)
        offered = re.findall(r'^(?:_arguments \'\*: :\(\()?"?([a-z])(?="|\t|:|$)', seen.out, re.MULTILINE)
        assert offered == ["t", "k", "i", "j", "m", "g"]
        frame = re.sub(r"^_arguments '\*: :\(\(|\)\)'$|^[a-z]:::|(?<=\"):(?=\")", "", seen.out, flags=re.MULTILINE)
        assert not re.search(r"[$`\\'|&;<>(){}\[\]:=!*?~#]", frame)

    @pytest.mark.parametrize("text", [hostile.TEXT, hostile.STEERING, r"\$(touch x)", "\\`touch x`", "a\nb", "長" * 90])
    def test_a_description_is_short_and_of_one_line(self, text):
        shown = shell_description(text)
        assert not re.search(r"[^\w,./+ …-]", re.sub("[\uff01-\uff5e]", "", shown), re.ASCII) or "長" in shown
        assert unsafe(shown) == set()
        assert len(shown.splitlines()) == 1
        assert len(shown) <= LONGEST_DESCRIPTION + 1

    def test_an_ordinary_title_is_shown_as_it_is(self):
        assert shell_description("Japanese staff, D1 and above") == "Japanese staff, D1 and above"
        assert shell_description("日本人幹部職員（D1以上）") == "日本人幹部職員（D1以上）"

    def test_what_is_no_id_is_not_offered(self, run, directory, monkeypatch):
        text = "indicators: {$(touch x): {title: t}, 'a b': {title: t}, good-1: {title: t}}\n"
        (directory / "indicators.yaml").write_text(text, encoding="utf-8")
        (directory / "targets.yaml").write_text("targets: [1]\ngoals: 3\n", encoding="utf-8")
        environment = {"_UNPOLICY_COMPLETE": "complete_bash", "COMP_WORDS": "unpolicy show ", "COMP_CWORD": "2"}
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert run().out.split() == ["good-1"]

    def test_an_id_is_what_the_model_says(self):
        assert f"^{options._ID.pattern}$" == ID_PATTERN
