"""`unpolicy init`: a new data directory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from unpolicy.cli.options import DataOption, LangOption
from unpolicy.cli.session import open_session
from unpolicy.store.directory import EMPTY, begin
from unpolicy.store.directory import example as shipped
from unpolicy.text import quoted

DirectoryArgument = Annotated[
    Path | None, typer.Argument(metavar="[DIR]", help="The directory to make; default data.", show_default=False)
]
ExampleOption = Annotated[bool, typer.Option("--example", help="Bring the shipped policy's data.")]


def command(
    ctx: typer.Context,
    directory: DirectoryArgument = None,
    example: ExampleOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Start a new data directory: empty, or with the shipped example."""
    session = open_session(ctx, data, lang)
    chosen = directory or session.data or Path("data")
    paths = begin(chosen, shipped() if example else EMPTY)
    for path in paths:
        print(session.voice.say((f"Made {quoted(path)}", f"作成：{quoted(path)}")))
    step = _next_step(chosen, "status" if example else "validate")
    print(session.voice.say((f"Next: {step}", f"次に：{step}")))


def _next_step(directory: Path, command_name: str) -> str:
    option = "" if directory.name == "data" and directory.parent == Path() else f" --data {quoted(directory)}"
    return f"unpolicy {command_name}{option}"
