"""The page of promises names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")


def named():
    """Every test named on the page, with its file; `::test_x` belongs to the file named before it."""
    path = ""
    for part in re.findall(r"`((?:tests/\S+\.py)?(?:::\w+)?)`", PAGE):
        file, _, name = part.partition("::")
        path = file or path
        yield path, name


@pytest.mark.parametrize(("path", "name"), sorted(set(named()) - {("", "")}))
def test_a_promise_is_held_by_a_test_that_exists(path, name):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not name or re.search(rf"^ *def {name}\(", text, re.MULTILINE)


def test_the_page_names_many():
    assert len(set(named())) > 40
