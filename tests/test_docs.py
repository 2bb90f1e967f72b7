"""What the papers point to is there, and what the program listens to is written down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from unpolicy.cli.app import build
from unpolicy.cli.options import COMMANDS

ROOT = Path(__file__).parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\((?P<to>[^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_link_leads_somewhere(page):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    pointed = {match["to"].partition("#")[0] for match in LINK.finditer(text)}
    own = {to for to in pointed if to and "://" not in to}
    assert [to for to in sorted(own) if not (page.parent / to).exists()] == []


def test_the_readme_is_a_door_and_no_house():
    for name in ("README.md", "README.ja.md"):
        assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= 150


def test_every_variable_of_the_environment_is_written_down():
    group = build()
    context = typer.Context(group)
    found = [*group.params, *(one for name in COMMANDS for one in group.get_command(context, name).params)]
    variables = {one.envvar for one in found if one.envvar} | {"UNPOLICY_DATA", "UNPOLICY_LANG", "NO_COLOR"}
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert len(variables) >= 7
    assert [name for name in sorted(variables) if f"`{name}`" not in page] == []
