"""The GitHub Actions workflow that publishes a site."""

from __future__ import annotations

import json
from importlib.resources import files


def workflow(data: str, lang: str, version: str) -> str:
    """The workflow's text.

    Args:
        data: the data directory, from the root of the repository.
        lang: the language that a visitor sees first.
        version: the version of the program that builds the site.
    """
    text = files("unpolicy.views.site").joinpath("templates", "workflow.yml").read_text(encoding="utf-8")
    filled = {"DATA": json.dumps(data, ensure_ascii=False), "LANG": lang, "VERSION": version}
    for name, value in filled.items():
        text = text.replace(f"@{name}@", value)
    return text
