"""What no program with these dependencies can start faster than: it imports them and does nothing."""

import rich.table  # noqa: F401 - importing is what is measured
import typer
import yaml_rs  # noqa: F401 - likewise
from pydantic import BaseModel

app = typer.Typer(rich_markup_mode=None)


class Model(BaseModel):
    """One model."""

    name: str


@app.command()
def nothing() -> None:
    """Do nothing."""


def main() -> None:
    """Run it."""
    app()
