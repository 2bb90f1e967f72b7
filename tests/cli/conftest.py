from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Result

_STYLE = re.compile("\x1b\\[[0-9;]*m")


@pytest.fixture
def looking(unpolicy: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command line as if somebody looked at its output, on a terminal of a width, and give what is to be read.

    Not with TERM=dumb, on which rich takes 80 columns whatever they are.
    """
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: str, width: int = 80) -> Result:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        monkeypatch.setenv("COLUMNS", str(width))
        result = unpolicy(*arguments)
        return replace(result, out=_STYLE.sub("", result.out))

    return run
