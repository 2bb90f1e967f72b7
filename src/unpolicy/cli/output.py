"""Results to stdout: one JSON document, plain rows, or a rich view on a terminal."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, RenderableType


def emit_json(document: dict[str, Any]) -> None:
    """Print exactly one JSON document; numbers keep their full precision."""
    print(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2))


def emit_rows(rows: Iterable[Sequence[str]]) -> None:
    """Print rows as tab-separated lines, nothing truncated; a tab or line break inside a cell becomes a space."""
    from unpolicy.textsafe import printable

    for row in rows:
        sys.stdout.write("\t".join(printable(" ".join(cell.split())) for cell in row) + "\n")


def on_terminal() -> bool:
    """Whether somebody is looking."""
    return sys.stdout.isatty()


def console() -> Console:
    """The terminal, with NO_COLOR and TERM=dumb honoured, and without markup or emoji codes in data."""
    from rich.console import Console

    return Console(markup=False, emoji=False, highlight=False)


def show(view: RenderableType) -> None:
    """Print a rich view on the terminal."""
    console().print(view)


def warn(sentence: str) -> None:
    """Tell something on stderr."""
    from unpolicy.textsafe import printable

    print(f"unpolicy: {printable(sentence)}", file=sys.stderr)
