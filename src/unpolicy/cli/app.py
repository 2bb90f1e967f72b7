"""The typer application: a table of commands, each imported when it is asked for."""

from __future__ import annotations

import importlib
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from unpolicy import __version__
from unpolicy.cli.options import DataOption, LangOption
from unpolicy.errors import UsageError
from unpolicy.text import shortened

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS: dict[str, str] = {
    "status": "The headline table: how far, how fast, and will it get there.",
    "add-actual": "Record a figure: add-actual 2024 980.",
    "remove-actual": "Take a figure out.",
    "validate": "Check the data files; for CI.",
    "rule": "What a rule means, with bad and good examples.",
    "show": "Everything about one indicator, target or goal.",
    "explain": "How each number of a verdict came about.",
    "history": "The verdict as it stood at each publication.",
    "goals": "The goals in words, with their evidence.",
    "forecast": "Where the figure is heading, with honest intervals.",
    "chart": "A chart in the terminal, or as SVG or PNG.",
    "report": "The evaluation sheet as HTML or Markdown.",
    "rate": "Record a person's rating of a target.",
    "undo": "Take the last change back; again: redo it.",
    "log": "The changes made, newest first.",
    "export": "Write the figures out: csv, json, xlsx, parquet, sdmx-csv, iati.",
    "import": "Take figures in: csv, xlsx, json.",
    "schema": "The JSON Schema of a data file.",
    "init": "Start a new data directory.",
}
"""Every command with its line of help, in the order of `--help`."""

_ANY_BYTES = ("FILE", "DIR", "PATH")
"""In the metavar of what takes the name of a file, which need not be text."""
_SETTINGS = {"help_option_names": ["-h", "--help"]}


@dataclass(slots=True)
class Given:
    """The options written before the command."""

    data: str | None = None
    lang: str | None = None


class LazyGroup(TyperGroup):
    """A group whose commands are imported one at a time."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - passed on to typer as they are
        super().__init__(**attributes)
        self.summaries: dict[str, TyperCommand] = {}

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - typer's own signature; its type is private
        """The commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - as above
        """The command's module, imported now, as a typer command; `None` where there is none."""
        if cmd_name in self.summaries:
            return self.summaries[cmd_name]
        return load(cmd_name) if cmd_name in COMMANDS else None

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - as above
        """The overview, from the table alone."""
        self._summarise()
        super().format_help(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:  # noqa: ANN401 - as above
        """The names of the commands, likewise."""
        self._summarise()
        return super().shell_complete(ctx, incomplete)

    def _summarise(self) -> None:
        self.summaries = {name: TyperCommand(name, help=text, callback=None) for name, text in COMMANDS.items()}


class TextCommand(TyperCommand):
    """A command whose options and arguments are text, but for the names of files."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        """Run it, once all that was typed is known to be text."""
        for param in self.params:
            given, kind = ctx.params.get(param.name), param.metavar or ""
            for word in given if isinstance(given, list | tuple) else [given]:
                if isinstance(word, str) and not any(name in kind for name in _ANY_BYTES):
                    _require_text(word, param.opts[0] if param.opts[0].startswith("-") else kind.strip("[]."))
        return super().invoke(ctx)


def load(name: str) -> Any:  # noqa: ANN401 - typer's command type is private
    """Import one command and make it a typer command."""
    module = importlib.import_module(f"unpolicy.cli.{name.replace('-', '_')}" + ("_" if name == "import" else ""))
    command: Callable[..., Any] = module.command
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=TextCommand, context_settings=_SETTINGS)(command)
    return typer.main.get_command(app)


def build() -> Any:  # noqa: ANN401 - typer's command type is private
    """The whole application, ready to be called."""
    app = typer.Typer(cls=LazyGroup, context_settings=_SETTINGS, no_args_is_help=True, rich_markup_mode=None)

    @app.callback()
    def unpolicy(
        ctx: typer.Context,
        data: DataOption = None,
        lang: LangOption = None,
        version: Annotated[
            bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_show_version)
        ] = False,
    ) -> None:
        """Keeps a policy's promises beside its yearly figures and says whether it will get there."""
        del version
        ctx.obj = Given(data, lang)

    return typer.main.get_command(app)


def _show_version(value: bool) -> None:
    if value:
        print(f"unpolicy {__version__}")
        raise typer.Exit


def _require_text(word: str, where: str) -> None:
    """Refuse bytes that are no text in the terminal's encoding, which Python reads as surrogates.

    Raises:
        UsageError: there are some.
    """
    if re.search("[\ud800-\udfff]", word):
        encoding = sys.getfilesystemencoding().upper()
        raise UsageError(
            f"{where} is not text in the terminal's encoding, {encoding}: “{shortened(word)}”; type it again there, or "
            f"convert what it was taken from to {encoding}.",
            ja=f"{where} の文字コードが端末のもの（{encoding}）と違います：「{shortened(word)}」。端末で打ち直すか、"
            f"元の文字列を {encoding} に変換してください。",
        )
