"""Takes the pictures of the site's pages in the docs, with Chromium: python docs/pictures.py.

They are taken by hand after the pages have changed: their bytes hang on the browser and the fonts of the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).parent
PROGRAM = Path(sys.executable).with_name("unpolicy")
PICTURES = (
    ("site.png", "ja/index.html", 1100, 900, "light"),
    ("site-target.png", "en/targets/staff-1000.html", 390, 844, "dark"),
)


def main() -> None:
    """Build the shipped policy's site and take every picture."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("UNPOLICY_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        command = [str(PROGRAM), "--data", str(DOCS.parent / "data"), "site", "-o", folder]
        subprocess.run([*command, "--as-of", "2026-11-24", "--lang", "ja"], check=True)
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, page, width, height, scheme in PICTURES:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            tab = context.new_page()
            tab.goto((Path(folder) / page).as_uri())
            tab.screenshot(path=str(DOCS / name))
        browser.close()


if __name__ == "__main__":
    main()
