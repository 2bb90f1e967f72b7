"""Every folder of `tests/examples` is a data directory; one under `invalid/CODE` breaks that rule and no other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from unpolicy.checks.inspection import inspect_files, read

EXAMPLES = Path(__file__).parents[1] / "examples"
VALID = sorted((EXAMPLES / "valid").iterdir())
INVALID = sorted((EXAMPLES / "invalid").glob("*/*"))


def codes(folder: Path) -> set[str]:
    paths = {kind: folder / f"{kind}.yaml" for kind in ("targets", "indicators")}
    return {one.code for one in inspect_files(read(paths), as_of=date(2026, 1, 15)).diagnostics}


@pytest.mark.parametrize("folder", VALID, ids=lambda folder: folder.name)
def test_a_valid_example_has_no_problem(folder: Path):
    assert codes(folder) == set()


@pytest.mark.parametrize("folder", INVALID, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_an_invalid_example_breaks_its_rule_alone(folder: Path):
    assert codes(folder) == {folder.parent.name}
