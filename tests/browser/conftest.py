from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from unpolicy import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHIPPED = Path(__file__).parent.parent.parent / "data"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Opened:
    """A page in the browser, with all that it asked for and said."""

    page: Any
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium; without one the tests are skipped."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = os.environ.get("UNPOLICY_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("there is no Chromium: install one, or name it in UNPOLICY_CHROMIUM")
    with api.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped policy's page, in both languages, Japanese first."""
    pytest.importorskip("jinja2")
    path = tmp_path_factory.mktemp("page") / "sheet.html"
    asked = ["--data", str(SHIPPED), "report", "-o", str(path), "--as-of", "2026-11-24"]
    assert cli.run([*asked, "--bilingual", "--lang", "ja"]) == 0
    return path


@pytest.fixture
def visit(browser: Any, sheet: Path) -> Iterator[Callable[..., Opened]]:
    """Open the page, or another one, in a window of its own."""
    contexts = []

    def opened(width: int = 1280, scheme: str = "light", *, path: Path | None = None, audit: bool = False) -> Opened:
        # The page's own policy would keep the auditor out; everything else is tried with the policy in force.
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=audit)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.on("console", lambda message: found.messages.append(message.text))
        found.page.on("pageerror", lambda error: found.messages.append(str(error)))
        found.page.goto((path or sheet).as_uri())
        return found

    yield opened
    for context in contexts:
        context.close()
