"""What the shell may complete: ids and years, read from the data files without models.

An error is not reported while completing: where the data cannot be read, nothing is offered.
"""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from unpolicy.cli.manners import chosen, from_environment
from unpolicy.errors import UnpolicyError
from unpolicy.names import VERDICTS
from unpolicy.text import shell_description

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from unpolicy.years import Language

_ID = re.compile(r"[a-z0-9]+(--?[a-z0-9]+)*")
"""As in `unpolicy.model.records`, which is slow to import. What is no id could be anything, and a shell runs it."""
_SAFE = re.compile(r"[\w・ー（）][\w・ー（）.-]*")
"""Letters in any script and digits, which no shell takes for a sign of its language."""


def _ids(*sections: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """What offers the ids of the records in some sections, with their titles."""

    def offer(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        data, lang = _read(ctx), language_of(ctx)
        found = {
            key: _title(entry, lang)
            for section in sections
            for key, entry in _entries(data.get(section))
            if isinstance(key, str) and key.startswith(incomplete) and _ID.fullmatch(key)
        }
        return list(found.items())

    return offer


ids = _ids("targets", "indicators", "goals")
targets = _ids("targets")
indicators = _ids("indicators")
goals = _ids("goals")
sources = _ids("sources")
dimensions = _ids("dimensions")


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """The tags of targets and indicators."""
    found = (tag for record in _owned(ctx) if isinstance(record.get("tags"), list) for tag in record["tags"])
    return _plain(found, incomplete)


def offices(ctx: typer.Context, incomplete: str) -> list[str]:
    """Who answers for targets and indicators, in any language: the words of the names, since a shell parts them."""
    names = (record.get("responsible") for record in _owned(ctx))
    texts = (text for name in names for text in (name.values() if isinstance(name, dict) else [name]))
    return _plain((word for text in texts if isinstance(text, str) for word in text.split()), incomplete)


def _owned(ctx: typer.Context) -> list[dict[str, Any]]:
    data = _read(ctx)
    return [
        record for key in ("targets", "indicators") for _, record in _entries(data.get(key)) if isinstance(record, dict)
    ]


def _plain(texts: Iterable[object], incomplete: str) -> list[str]:
    """Texts that a shell takes as they are; what it could run is left out."""
    found = (text for text in texts if isinstance(text, str) and text.casefold().startswith(incomplete.casefold()))
    return [text for text in dict.fromkeys(found) if _SAFE.fullmatch(text)]


def verdicts(ctx: typer.Context, incomplete: str) -> list[str]:
    """The verdicts."""
    del ctx
    return [verdict for verdict in VERDICTS if verdict.startswith(incomplete)]


def years(ctx: typer.Context, incomplete: str) -> list[str]:
    """The last ten years that have ended, newest first."""
    del ctx
    newest = (date.today() - timedelta(days=365)).year  # noqa: DTZ011 - the user's own calendar
    return [text for text in map(str, range(newest, newest - 10, -1)) if text.startswith(incomplete)]


def language_of(ctx: typer.Context) -> Language:
    """The language of what is offered; a wrong one is not reported while completing."""
    try:
        return chosen(_given(ctx, "lang"), os.environ)
    except UnpolicyError:
        return from_environment(os.environ)


def _given(ctx: typer.Context, name: str) -> str | None:
    """An option of the command, else before it."""
    found = ctx.params.get(name) or (ctx.parent.params.get(name) if ctx.parent else None)
    return (found[0] if found else None) if isinstance(found, list | tuple) else found


def _entries(section: object) -> Iterable[tuple[object, object]]:
    return section.items() if isinstance(section, dict) else ()


def _read(ctx: typer.Context) -> dict[str, Any]:
    from unpolicy.store.directory import find_data, working_directory
    from unpolicy.store.source import parse, read_source

    named = _given(ctx, "data")
    try:
        directory = find_data(Path(named) if named else None, os.environ, working_directory())
        parts = [parse(read_source(path).text).data for path in directory.files]
    except (UnpolicyError, OSError):
        return {}
    found: dict[str, Any] = {}
    for key, value in ((str(key), value) for part in parts if isinstance(part, dict) for key, value in part.items()):
        held = found.get(key)
        found[key] = {**held, **value} if isinstance(held, dict) and isinstance(value, dict) else value
    return found


def _title(entry: object, lang: Language) -> str:
    title = entry.get("title") if isinstance(entry, dict) else None
    text = str(title.get(lang) or next(iter(title.values()), "")) if isinstance(title, dict) else str(title or "")
    return shell_description(text)
