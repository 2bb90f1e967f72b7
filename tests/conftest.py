from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from unpolicy import cli

if TYPE_CHECKING:
    from collections.abc import Callable

# Each program that a test starts would compile all modules again, which takes longer than most of them run.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

SHIPPED = Path(__file__).parent.parent / "data"

settings.register_profile(
    "unpolicy",
    deadline=None,
    max_examples=50,
    # A change is judged by what it changes, not by luck; people's own runs go on looking for new cases.
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("unpolicy"), derandomize=False, max_examples=2000)
# For a run on other versions of Python and of libraries, where the cases are known and the versions are the question.
settings.register_profile("quick", settings.get_profile("unpolicy"), max_examples=10)
settings.load_profile("unpolicy")


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on whose terminal it runs in."""
    for name in ("UNPOLICY_DATA", "UNPOLICY_LANG", "GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the shipped data directory."""
    copy = tmp_path / "data"
    copy.mkdir()
    for name in ("targets.yaml", "indicators.yaml"):
        shutil.copy(SHIPPED / name, copy / name)
    return copy


@pytest.fixture
def unpolicy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """Run a command line inside this process, in the folder that holds `data`."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run
