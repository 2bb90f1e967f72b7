"""`unpolicy schema`: the JSON Schema of a data file, or of what a command prints."""

from __future__ import annotations

import sys
from typing import Annotated, Literal, get_args

import typer

from unpolicy.checks.schema import KINDS, schema_text
from unpolicy.cli.options import LangOption

Kind = Literal[
    "targets", "indicators", "settings", "status", "forecast", "backtest", "explain", "history", "diff", "goals",
    "change", "rating", "log", "undo", "validate", "show", "rule", "import", "export", "site", "policies",
]  # fmt: skip
KindArgument = Annotated[
    Kind,
    typer.Argument(
        metavar="NAME",
        help=f"A file: {', '.join(KINDS)}; or what --json prints: {', '.join(get_args(Kind)[len(KINDS) :])}.",
    ),
]


def command(kind: KindArgument, lang: LangOption = None) -> None:
    """Print the JSON Schema of a data file or of a document, for editors and other programs."""
    del lang  # taken for the sake of one habit for all commands; the descriptions are in English
    if kind in KINDS:
        sys.stdout.write(schema_text(kind))
    else:
        from unpolicy.views.schemas import document_schema_text

        sys.stdout.write(document_schema_text(kind))
