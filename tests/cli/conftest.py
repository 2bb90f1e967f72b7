from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Result


@pytest.fixture
def looking(unpolicy: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command line as if somebody looked at its output, on a terminal without colours."""
    monkeypatch.setenv("TERM", "dumb")

    def run(*arguments: str, width: int = 80) -> Result:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        monkeypatch.setenv("COLUMNS", str(width))
        return unpolicy(*arguments)

    return run
