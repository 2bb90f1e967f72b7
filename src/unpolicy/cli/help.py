"""`unpolicy help`: the help of a command."""

from __future__ import annotations

from typing import Annotated

import typer

from unpolicy.cli import completion
from unpolicy.cli.options import LangOption

NameArgument = Annotated[
    str | None, typer.Argument(metavar="COMMAND", help="The command.", autocompletion=completion.commands)
]


def command(ctx: typer.Context, name: NameArgument = None, lang: LangOption = None) -> None:
    """Show the help of a command; without one, the overview."""
    del lang  # the page knows it already
    root = ctx.find_root()
    if name is None:
        print(root.get_help())
        return
    _, asked, _ = root.command.resolve_command(root, [name])  # type: ignore[attr-defined]  # of typer's private group
    with asked.make_context(name, [], parent=root, resilient_parsing=True) as inner:
        print(inner.get_help())
