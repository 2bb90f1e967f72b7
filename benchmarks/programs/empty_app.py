"""An empty typer application with as many commands as ours has."""

from typing import Annotated

import typer

COMMANDS = 19

app = typer.Typer(rich_markup_mode=None)


def _version(value: bool) -> None:  # noqa: FBT001 - typer calls it so
    if value:
        print("empty 0")
        raise typer.Exit


VersionOption = Annotated[bool, typer.Option("--version", is_eager=True, callback=_version)]


@app.callback()
def empty(version: VersionOption = False) -> None:  # noqa: FBT002 - an option that is on or off is a boolean
    """Do nothing."""
    del version


def _nothing() -> None:
    """Do nothing."""


for number in range(COMMANDS):
    app.command(f"command-{number}")(_nothing)


def main() -> None:
    """Run it."""
    app(prog_name="empty")
