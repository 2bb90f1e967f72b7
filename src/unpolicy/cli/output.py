"""Results to stdout: one JSON document, plain rows, or a rich view on a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, RenderableType

    from unpolicy.errors import UsageError

MANY_ITEMS = 200
"""A list with more items than this is written one item a line."""


def emit_json(document: dict[str, Any]) -> None:
    """Print exactly one JSON document; numbers keep their full precision.

    In a document with a list of very many items each of them has a line of its own, written as soon as it is made: to
    indent 10,000 of them takes nine times as long. What could steer a terminal stands as an escape of JSON.
    """
    from unpolicy.text import json_safe

    if not any(isinstance(value, list) and len(value) > MANY_ITEMS for value in document.values()):
        import json

        print(json_safe(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)))
        return
    from pydantic_core import to_json  # a fifth of the time of Python's own encoder

    def encode(value: object) -> str:
        return json_safe(to_json(value, inf_nan_mode="null").decode())

    start = "{\n"
    for key, value in document.items():
        sys.stdout.write(f"{start}{encode(key)}: ")
        start = ",\n"
        if isinstance(value, list) and value:
            sys.stdout.write("[\n" + encode(value[0]))
            sys.stdout.writelines(",\n" + encode(item) for item in value[1:])
            sys.stdout.write("\n]")
        else:
            sys.stdout.write(encode(value))
    sys.stdout.write("\n}\n")


def two_results(option: str) -> UsageError:
    """The error of a command line that asks for `--json` and for something else on the standard output."""
    from unpolicy.errors import UsageError

    return UsageError(
        f"--json and {option} both want the standard output: give one of them.",
        ja=f"--json と {option} はどちらも標準出力に書くため、どちらか一方だけ指定してください。",
    )


def emit_rows(rows: Iterable[Sequence[str]]) -> None:
    """Print rows as tab-separated lines, nothing truncated; a tab or line break inside a cell becomes a space."""
    from unpolicy.text import printable

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
    from unpolicy.text import printable

    print(f"unpolicy: {printable(sentence)}", file=sys.stderr)
