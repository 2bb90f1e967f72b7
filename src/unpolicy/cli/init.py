"""`unpolicy init`: a new data directory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.cli.options import DataOption, LangOption
from unpolicy.cli.session import open_session
from unpolicy.store.directory import TARGETS, begin, empty
from unpolicy.store.directory import example as shipped
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.views.voice import Voice

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
    files = shipped() if example else empty(session.lang)
    for path in begin(chosen, _with_schemas(files)):
        print(session.voice.say((f"Made {quoted(path)}", f"作成：{quoted(path)}")))
    for line in _next_steps(chosen, session.voice, example=example):
        print(line)


def _with_schemas(files: dict[str, str]) -> dict[str, str]:
    """The files, and the schemas that their first lines point editors to, which go with them wherever they go."""
    from unpolicy.checks.schema import KINDS, schema_text

    pointed = {name: text.replace("$schema=../schema/", "$schema=schema/", 1) for name, text in files.items()}
    return {**pointed, **{f"schema/{kind}.schema.json": schema_text(kind) for kind in KINDS}}


def _next_steps(directory: Path, voice: Voice, *, example: bool) -> Iterator[str]:
    option = "" if directory.name == "data" and directory.parent == Path() else f" --data {quoted(directory)}"
    name = quoted(directory / TARGETS)
    if not example:
        yield voice.say(
            (
                f"Next: open {name} and its neighbour in an editor; the notes in them say what goes where.",
                f"次に：{name} と隣のファイルをエディターで開く。書き方は中の説明にある。",
            )
        )
    command = f"unpolicy {'status' if example else 'validate'}{option}"
    yield voice.say(
        (
            f"Next: {command}" if example else f"Then: {command}",
            f"次に：{command}" if example else f"それから：{command}",
        )
    )
