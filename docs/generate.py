"""Makes everything in the docs that the program itself can say: outputs of commands, pictures, rules and schemas.

A fenced block after a line such as `<!-- unpolicy status --as-of 2026-11-24 -->` holds that command as it is typed
and its output, after `<!-- unpolicy report | head -40 -->` its first 40 lines. With `--check` nothing is written, and
the exit code says whether anything would change.
"""

from __future__ import annotations

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import unpolicy.cli.export
import unpolicy.cli.import_
import unpolicy.cli.look
import unpolicy.views.terminal.status  # noqa: F401 - each once here, and not by every command that runs
from unpolicy.cli import main as main_of_program

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unpolicy.assess.assessment import Assessment
    from unpolicy.checks import Rule
    from unpolicy.cli.manual import ManualItem
    from unpolicy.years import Language

ROOT = Path(__file__).parent.parent
DAY = date(2026, 11, 24)
BLOCK = re.compile(
    r"(?P<head><!-- (?P<command>unpolicy[^\n]*?) -->\n```text\n)(?P<body>.*?)(?P<tail>^```$)"
    r"|<!-- file (?P<file>[^\n]*?) -->\n```\w+\n(?P<content>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


MADE = (
    "Every command with its options. `unpolicy help COMMAND` says the same in the terminal.",
    "すべてのコマンドとオプション。端末では `unpolicy help コマンド` で同じ説明が読めます。",
)
COMMON = ("Common options", "共通オプション")
PIPE = "\\|"


def main() -> int:
    """Write or check every generated file; 1 when a check finds one that is out of date."""
    stale = [path for path, content in generated() if current(path) != content]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run docs/generate.py")
        return 1 if stale else 0
    for path, content in generated():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"{len(stale)} files changed")
    return 0


def current(path: Path) -> bytes | None:
    """What a file holds now; `None` when it is not there."""
    return path.read_bytes() if path.exists() else None


def generated() -> list[tuple[Path, bytes]]:
    """Every generated file with what it should hold."""
    # The pages first: pictures start threads, beside which no process should be forked.
    return [*pages(), *pictures(), *rules(), *commands(), *schemas()]


def pages() -> list[tuple[Path, bytes]]:
    """Every page, with the output of its commands in it."""
    found = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
    made = {path for path, _ in [*rules(), *commands()]}
    return [(path, with_outputs(path).encode()) for path in found if path not in made]


def with_outputs(path: Path) -> str:
    """A page with every block filled; the commands of one page see each other's changes, and the files that it writes.

    A page begins with the shipped data, unless it says `<!-- without data -->`.
    """
    text = path.read_text(encoding="utf-8")
    lang = "ja" if "ja" in (path.parent.name, *path.name.split(".")) else "en"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if "<!-- without data -->" not in text:
            shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns(".unpolicy"))
        return BLOCK.sub(lambda match: filled(match, folder, lang), text)


def filled(match: re.Match[str], folder: Path, lang: str) -> str:
    """A block with what its command prints; a block that is a file of the reader's is written and stays as it is."""
    if match["file"]:
        (folder / match["file"]).write_text(match["content"], encoding="utf-8")
        return match[0]
    return match["head"] + output(match["command"], folder, lang) + match["tail"]


def output(command: str, folder: Path, page_lang: str) -> str:
    """A command as it is typed, and what it prints in a terminal of 80 columns without colour."""
    command, _, most = command.partition(" | head -")
    words = shlex.split(command)
    lang = "ja_JP.UTF-8" if "ja" in (*words, page_lang) else "C.UTF-8"
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": lang, "COLUMNS": "80"}
    environment |= {"LINES": "60", "NO_COLOR": "1", "TERM": "xterm", "PYTHONUTF8": "1"}
    lines = in_terminal(words[1:], folder, environment).split("\n")
    shown = [*lines[: int(most)], "…", ""] if most and len(lines) > int(most) + 1 else lines
    return f"$ {command}\n" + trimmed("\n".join(shown))


def in_terminal(words: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Run the program as if somebody were looking; in a child of this process, which has imported all it needs."""
    process, terminal = pty.fork()
    if process == 0:
        run_and_exit(words, folder, environment)
    received = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux says so when the last writer is gone
            break
        if not piece:
            break
        received += piece
    os.waitpid(process, 0)
    os.close(terminal)
    return received.decode()


def run_and_exit(words: list[str], folder: Path, environment: dict[str, str]) -> NoReturn:
    """Be the program from here on, without an input."""
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = ["unpolicy", *words]
        sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115 - open to the end
        main_of_program(words)
    finally:
        sys.stdout.flush()
        os._exit(0)


def trimmed(text: str) -> str:
    """Lines without trailing spaces, escape sequences and carriage returns."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text.replace("\r\n", "\n"))
    return "\n".join(line.rstrip() for line in plain.rstrip().split("\n")) + "\n"


def pictures() -> list[tuple[Path, bytes]]:
    """`status` as a picture, in both languages."""
    from io import StringIO

    from rich.console import Console, Group

    from unpolicy.assess.assessment import assess
    from unpolicy.checks.inspection import load
    from unpolicy.store.directory import find_data
    from unpolicy.views.terminal.status import status_view
    from unpolicy.views.voice import Voice

    assessment = assess(load(find_data(ROOT / "data", {}, ROOT), DAY), DAY)
    found = []
    for lang, name in (("en", "status.svg"), ("ja", "status-ja.svg")):
        console = Console(record=True, width=100, file=StringIO(), markup=False, emoji=False, force_terminal=True)
        console.print(Group(*status_view(assessment, Voice(lang), 100)))
        svg = console.export_svg(title="unpolicy status", unique_id=f"status-{lang}")
        # The font would be fetched from elsewhere; the reader's own does as well.
        svg = re.sub(r"@font-face \{.*?\}\n?", "", svg, flags=re.DOTALL)
        found.append((ROOT / "docs" / name, re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE).encode()))
    return [*found, *charts(assessment)]


def charts(assessment: Assessment) -> list[tuple[Path, bytes]]:
    """The headline's chart in both languages; nothing where the fonts that it was measured with are not installed."""
    from unpolicy.views.chart_spec import chart_bytes
    from unpolicy.views.charting import make_chart
    from unpolicy.views.voice import Voice

    lister = shutil.which("fc-list")
    fonts = subprocess.run([lister], capture_output=True, text=True, check=False).stdout if lister else ""
    if "Noto Sans CJK" not in fonts:
        return []
    headline = assessment.targets[0]
    return [
        (ROOT / "docs" / name, chart_bytes(make_chart(headline, voice), "svg"))
        for voice, name in ((Voice("en"), "chart.svg"), (Voice("ja"), "chart-ja.svg"))
    ]


def rules() -> list[tuple[Path, bytes]]:
    """One page a rule, and their index."""
    from unpolicy.checks.rules import rules

    folder = ROOT / "docs" / "rules"
    found = [(folder / f"{rule.code}.md", rule_page(rule).encode()) for rule in rules().values()]
    return [(folder / "README.md", rule_overview().encode()), *found]


def rule_page(rule: Rule) -> str:
    """A rule in both languages, with its examples."""
    from unpolicy.checks import SEVERITIES_JA
    from unpolicy.checks.documentation import documentation, file_label
    from unpolicy.checks.rules import GROUPS

    found = documentation(rule)
    (what, what_ja), (why, why_ja) = found.what, found.why
    group, group_ja = GROUPS[rule.group]
    parts = [
        f"# {rule.code}: {rule.title}",
        f"{rule.severity} · {group}",
        what,
        f"Why: {why}",
        f"## {rule.title_ja}",
        f"{SEVERITIES_JA[rule.severity]} · {group_ja}",
        what_ja,
        f"理由: {why_ja}",
    ]
    if found.examples:
        parts.append("## Examples · 例")
    for one in found.examples:
        parts.append(f"{'Good · 良い例' if one.good else 'Bad · 悪い例'} (`{file_label(one)[0]}`):")
        if one.text:
            parts.append(f"```yaml\n{one.text}```")
    return "\n\n".join(parts) + "\n"


def rule_overview() -> str:
    """The index of all rules by group."""
    from unpolicy.checks.rules import GROUPS, rules

    lines = ["# Rules", "", "Generated from the rules themselves by `docs/generate.py`."]
    for group, (title, title_ja) in GROUPS.items():
        lines += ["", f"## {group}xx {title} · {title_ja}", "", "| code | | | severity |", "| --- | --- | --- | --- |"]
        lines += [
            f"| [{rule.code}]({rule.code}.md) | {rule.title} | {rule.title_ja} | {rule.severity} |"
            for rule in rules().values()
            if rule.group == group
        ]
    return "\n".join(lines) + "\n"


def commands() -> list[tuple[Path, bytes]]:
    """The reference of all commands, in both languages, from what the application declares."""
    return [
        (ROOT / "docs" / folder / "commands.md", command_page(lang).encode())
        for folder, lang in (("reference", "en"), ("ja/reference", "ja"))
    ]


def command_page(lang: Language) -> str:
    """One language's reference; the options that most commands share stand once, at the end."""
    import typer

    from unpolicy.cli.app import build
    from unpolicy.cli.manual import Manual, book, usage
    from unpolicy.cli.options import COMMANDS, GROUPS

    say, group, manual = int(lang == "ja"), build(lang), Manual(lang)
    root = typer.Context(group, info_name="unpolicy")
    lines, shared = [f"# {('Commands', 'コマンド')[say]}", "", MADE[say]], {}
    for key, title in GROUPS.items():
        lines += ["", f"## {title[say]}"]
        for name in (name for name, one in COMMANDS.items() if one.group == key):
            command = group.get_command(root, name)
            context = typer.Context(command, info_name=name, parent=root, help_option_names=["-h", "--help"])
            lines += ["", f"### {name}", "", f"```text\n{usage(command, context)}\n```"]
            prose = [(manual.translated(paragraph), []) for paragraph in cleandoc(command.help).split("\n\n")]
            for heading, items in [*prose, *manual.parameters(command, context)]:
                if heading == COMMON[say]:
                    shared |= {one.name: one for one in items}
                    names = (re.search(r"--[a-z-]+", one.name)[0] for one in items)
                    lines += ["", f"{heading}: " + ", ".join(f"`{one}`" for one in names)]
                else:
                    lines += ["", heading, *table(items)]
            examples = [f"# {one[1 + say]}\n{one[0]}" for one in book()["examples"][name]]
            lines += ["", "```sh", *examples, "```"]
    return "\n".join([*lines, "", f"## {COMMON[say]}", *table(shared.values())]) + "\n"


def table(items: Iterable[ManualItem]) -> list[str]:
    """A list of help as the lines of a Markdown table; nothing for none."""
    cells = [(one.name.replace("|", PIPE), one.meaning.replace("|", PIPE)) for one in items]
    return ["", "| | |", "| --- | --- |", *(f"| `{name}` | {meaning} |" for name, meaning in cells)] if cells else []


def schemas() -> list[tuple[Path, bytes]]:
    """The JSON Schemas of the files."""
    from unpolicy.checks.documentation import KINDS, schema_text

    return [(ROOT / "schema" / f"{kind}.schema.json", schema_text(kind).encode()) for kind in KINDS]


if __name__ == "__main__":
    os.environ["TERM"] = "xterm"  # a dumb terminal has 80 columns and no colours, whatever is asked for
    sys.exit(main())
