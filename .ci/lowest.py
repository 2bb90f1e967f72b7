"""Prints every direct dependency at the lowest version that pyproject.toml allows, as lines for `pip install -r`."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
EXTRAS = ("report", "xlsx", "parquet", "sdmx", "pandas", "test")
_BOUND = re.compile(r"(?P<name>[\w.-]+(?:\[[\w,]+\])?)>=(?P<version>[\w.]+)")


def pins(project: dict[str, Any]) -> list[str]:
    """The direct dependencies, those of the extras too, each at the lower bound that it is declared with.

    Raises:
        ValueError: a requirement has no lower bound.
    """
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *(requirement for extra in EXTRAS for requirement in extras[extra])]
    return [pin(requirement) for requirement in declared if not requirement.startswith("unpolicy[")]


def pin(requirement: str) -> str:
    """One requirement at its lower bound: `rich>=14` → `rich==14`."""
    bound = _BOUND.match(requirement)
    if bound is None:
        raise ValueError(f"{requirement}: every requirement needs a lower bound")
    return f"{bound['name']}=={bound['version']}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(pins(tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"])) + "\n")
