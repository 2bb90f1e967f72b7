from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from importlib.resources import files
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


@pytest.fixture(scope="session")
def window(browser: Any) -> Any:
    """The one page that all tests look through: each new one would start a process of Chromium."""
    return browser.new_context().new_page()


@pytest.fixture
def visit(window: Any, sheet: Path) -> Iterator[Callable[..., Opened]]:
    """Open the page, or another one, in place of what was open before."""
    listening: list[tuple[str, Any]] = []

    def listen(event: str, hear: Any) -> None:
        window.on(event, hear)
        listening.append((event, hear))

    def close() -> None:
        while listening:
            window.remove_listener(*listening.pop())

    def opened(width: int = 1280, scheme: str = "light", *, path: Path | None = None) -> Opened:
        close()
        window.set_viewport_size({"width": width, "height": 900})
        window.emulate_media(media="null", color_scheme=scheme, forced_colors="null")
        found = Opened(window)
        listen("request", lambda request: found.requests.append(request.url))
        listen("console", lambda message: found.messages.append(message.text))
        listen("pageerror", lambda error: found.messages.append(str(error)))
        window.goto((path or sheet).as_uri())
        return found

    yield opened
    close()


@pytest.fixture
def audit() -> Callable[[Any], dict[str, Any]]:
    """What axe finds on a page: what is violated, with the elements, and how many rules are kept."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    auditor = files(axe).joinpath("axe.min.js").read_text(encoding="utf-8")

    def audited(page: Any) -> dict[str, Any]:
        page.evaluate(auditor)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
        violated = [(item["id"], [node["html"] for node in item["nodes"]]) for item in found["violations"]]
        return {"violated": violated, "passed": len(found["passes"])}

    return audited
