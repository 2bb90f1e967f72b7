"""`unpolicy init`: a new data directory."""

from __future__ import annotations

import json
import os
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from unpolicy import __version__
from unpolicy.checks.documentation import KINDS, schema_text
from unpolicy.cli import options
from unpolicy.cli.options import argument, option
from unpolicy.cli.session import Session, directory_named
from unpolicy.errors import UsageError
from unpolicy.store.directory import EXAMPLES, TARGETS, begin, empty
from unpolicy.store.directory import example as shipped
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.views.voice import Voice

WORKFLOW = ".github/workflows/site.yml"

PlacesArgument = Annotated[
    list[str] | None, argument("[DIR]", "The directory to make; default data.", show_default=False)
]
SiteOption = Annotated[
    bool, option("--site", "Write a workflow that publishes the data that are there with GitHub Pages.")
]
ExampleOption = Annotated[
    bool, option("--example", "Bring the shipped policy's data, or with its name another one: canada, gender, roads.")
]


@options.common("data", "lang")
def init_command(
    session: Session,
    places: PlacesArgument = None,
    example: ExampleOption = False,
    site: SiteOption = False,
) -> None:
    """Start a new data directory: empty, or with the shipped example."""
    name, directory = _named(places or [], example=example)
    if site:
        _publish(session, directory, example=example)
        return
    chosen = directory or session.data or Path("data")
    files = shipped(name) if example else empty(session.lang)
    _make(session, chosen, _with_schemas(files))
    for line in _next_steps(chosen, session.voice, example=example):
        print(line)


def _make(session: Session, root: Path, files: dict[str, str]) -> None:
    for path in begin(root, files):
        print(session.voice.say((f"Made {quoted(path)}", f"作成：{quoted(path)}")))


def _named(places: list[str], *, example: bool) -> tuple[str, Path | None]:
    """Which example is meant, and the directory that was named: `init --example roads my-roads`."""
    name, rest = "un", places
    if example and places and places[0] in EXAMPLES:
        name, rest = places[0], places[1:]
    if len(rest) > 1:
        raise UsageError(
            f"init makes one directory: {quoted(Path(rest[0]))} or {quoted(Path(rest[1]))}?",
            ja=f"init が作るディレクトリは1つです（{quoted(Path(rest[0]))} か {quoted(Path(rest[1]))}）。",
        )
    return name, directory_named(rest[0], "init") if rest else None


def _publish(session: Session, directory: Path | None, *, example: bool) -> None:
    """Write the workflow that publishes a data directory, in the repository that holds it."""
    if example:
        raise UsageError(
            "--site is for data that are there: run unpolicy init --example first.",
            ja="--site は既存のデータ用です。先に unpolicy init --example を実行してください。",
        )
    data = Path(os.path.realpath(directory or session.directory.path))
    root = next((place for place in (data, *data.parents) if (place / ".git").exists()), Path.cwd())
    name = os.path.relpath(data, root).replace(os.sep, "/")
    _make(session, root, {WORKFLOW: _workflow(name, session.lang)})
    next_step = (
        "Next: commit it, and choose GitHub Actions as the source in the repository's settings, Pages.",
        "次に：コミットし、リポジトリの設定（Pages）で公開元に GitHub Actions を選ぶ。",
    )
    print(session.voice.say(next_step))


def _workflow(data: str, lang: str) -> str:
    """The workflow for a data directory, as named from the root of the repository, and the language shown first."""
    text = files("unpolicy.views.report").joinpath("templates", "workflow.yml").read_text(encoding="utf-8")
    filled = {"DATA": json.dumps(data, ensure_ascii=False), "LANG": lang, "VERSION": __version__}
    for name, value in filled.items():
        text = text.replace(f"@{name}@", value)
    return text


def _with_schemas(files: dict[str, str]) -> dict[str, str]:
    """The files, and the schemas that their first lines point editors to, which go with them wherever they go."""
    pointed = {
        name: re.sub(r"\$schema=(?:\.\./)+schema/", "$schema=schema/", text, count=1) for name, text in files.items()
    }
    return {**pointed, **{f"schema/{kind}.schema.json": schema_text(kind) for kind in KINDS}}


def _next_steps(directory: Path, voice: Voice, *, example: bool) -> Iterator[str]:
    option = "" if directory.name == "data" and directory.parent == Path() else f" --data {quoted(directory)}"
    name = quoted(directory / TARGETS)
    if example:
        yield voice.say((f"Next: unpolicy status{option}", f"次に：unpolicy status{option}"))
        return
    edit = (
        f"Next: open {name} and its neighbour in an editor; the notes in them say what goes where.",
        f"次に：{name} と隣のファイルをエディターで開く。書き方は中の説明にある。",
    )
    yield voice.say(edit)
    yield voice.say((f"Then: unpolicy validate{option}", f"それから：unpolicy validate{option}"))
