"""`unpolicy schema`: the JSON Schema of a data file."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from unpolicy.cli.options import LangOption

KindArgument = Annotated[
    Literal["targets", "indicators", "settings"],
    typer.Argument(metavar="targets|indicators|settings", help="Which of the files."),
]


def command(kind: KindArgument, lang: LangOption = None) -> None:
    """Print the JSON Schema of a data file, for editors and other programs (draft-07)."""
    from unpolicy.checks.schema import schema_text

    del lang  # taken for the sake of one habit for all commands; the descriptions are in English
    sys.stdout.write(schema_text(kind))
