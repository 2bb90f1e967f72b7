"""The pages on imports hold what their commands do, on files that stand in them."""

import re
import shlex
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGES = sorted([DOCS / "import.md", *(DOCS / "import").glob("*.md")])
BLOCK = re.compile(
    r"<!-- file (?P<file>[^\n]*?) -->\n```\w+\n(?P<content>.*?)^```$"
    r"|<!-- unpolicy (?P<command>[^\n]*?) -->\n```text\n(?P<said>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_what_its_commands_do(unpolicy, data, page):
    found = [*BLOCK.finditer(page.read_text(encoding="utf-8"))]
    assert any(match["command"] for match in found)
    for match in found:
        if match["file"]:
            (data.parent / match["file"]).write_text(match["content"], encoding="utf-8")
            continue
        result = unpolicy("--lang", "en", *shlex.split(match["command"]))
        assert result.code == 0, result.err
        told = result.err.splitlines()[-1:]
        assert all(line in match["said"] or "-q" in match["command"] for line in told)
