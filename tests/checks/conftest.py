"""Data files put together for a test, and what an inspection says of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from unpolicy.checks.inspection import Inspection, inspect_files, read

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 1, 15)

TARGETS = """\
version: 1
policy: {id: reform, title: Reform}
sources: {report: {title: Report}}
goals: {people: {title: People}}
targets: {more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000, by: 2025}}
"""
INDICATORS = """\
version: 1
indicators:
  staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, bounds: {min: 0}, actuals: {
      2020: 918,
      2021: 956}}
  chores: {title: Housework, unit: minutes, kind: amount, direction: increase, year: calendar, every: 5,
           actuals: {2016: 83, 2021: 114}}
  population: {title: Population, unit: people, kind: count, direction: none, year: calendar, actuals: {2020: 500}}
"""


class Files:
    """A data directory in which each file can be replaced."""

    def __init__(self, folder: Path) -> None:
        self.paths = {kind: folder / f"{kind}.yaml" for kind in ("targets", "indicators")}
        self.folder = folder
        self.write(targets=TARGETS, indicators=INDICATORS)

    def write(self, **contents: str | bytes | None) -> Files:
        for kind, content in contents.items():
            path = self.paths.setdefault(kind, self.folder / f"{kind}.yaml")
            path.parent.mkdir(exist_ok=True)
            path.unlink(missing_ok=True)
            if content is not None:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def inspect(self, as_of: date = AS_OF) -> Inspection:
        return inspect_files(read(self.paths), as_of=as_of, names={kind: f"{kind}.yaml" for kind in self.paths})

    def codes(self, as_of: date = AS_OF) -> list[str]:
        return [one.code for one in self.inspect(as_of).diagnostics]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)
