"""The typer application: a table of commands, each imported when it is asked for."""

from __future__ import annotations

import importlib
import re
import sys
from functools import cache, wraps
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from unpolicy import __version__
from unpolicy.cli import options
from unpolicy.cli.options import COMMANDS, SHARED
from unpolicy.errors import UsageError
from unpolicy.text import shortened

if TYPE_CHECKING:
    from unpolicy.years import Language

# With colour left to us, typer takes no escape sequence away: the page of help knows whether it may have any.
_SETTINGS = {"help_option_names": ["-h", "--help"], "color": True}

_ANY_BYTES = ("FILE", "DIR", "PATH")
"""In the metavar of what takes the name of a file, which need not be text."""
_EVERYWHERE = ("color", "quiet")
"""Options that every command takes without declaring them: their own callbacks do all there is to do."""


class NoValueYet:
    """In place of what typer builds for each option to hold a value against its type, as long as there is no value."""

    @staticmethod
    def coerce(value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401 - typer's own signature
        """The value as its type has it; what typer makes of none where there is none."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        param._runtime_param = None
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)


class Spoken:
    """Help and completion in the reader's language, for a command or the group.

    Attributes:
        lang: the reader's language.
    """

    lang: Language = "en"

    def get_params(self, ctx: Any) -> Any:  # noqa: ANN401 - typer's own signature; its types are private
        """The options and arguments, those that typer adds too."""
        found = super().get_params(ctx)  # type: ignore[misc]  # of the class that is mixed in
        for param in found:
            param._runtime_param = getattr(param, "_runtime_param", None) or NoValueYet
        return found

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - as above
        """The page of help."""
        from unpolicy.cli.manual import Manual

        formatter.write(Manual(self.lang).page(self, ctx))

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:  # noqa: ANN401 - as above
        """What typer completes, with the texts of help in the reader's language."""
        from unpolicy.cli.manual import Manual

        # The names of options are completed after a sign of theirs alone; the texts take time to read.
        for parameter in self.get_params(ctx) if incomplete and not incomplete[0].isalnum() else ():
            parameter.help = Manual(self.lang).translated(parameter.help or "")
        return super().shell_complete(ctx, incomplete)  # type: ignore[misc]  # as above


class OneCommand(Spoken, TyperCommand):
    """One command, whose options and arguments are text, but for the names of files."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as above
        """Read what was typed; of several data directories typer would take the last, and say nothing of the others."""
        given = args[: args.index("--")] if "--" in args else args
        several = sum(word == "--data" or word.startswith("--data=") for word in given) > 1
        if several and not any(param.multiple for param in self.params if "--data" in param.opts):
            raise UsageError(options.ONE_POLICY[0], ja=options.ONE_POLICY[1])
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        """Run it, once all that was typed is known to be text."""
        for param in self.params:
            given, kind = ctx.params.get(param.name), param.metavar or ""
            for word in given if isinstance(given, list | tuple) else [given]:
                if isinstance(word, str) and not any(name in kind for name in _ANY_BYTES):
                    _require_text(word, param.opts[0] if param.opts[0].startswith("-") else kind.strip("[]."))
        return super().invoke(ctx)


class LazyGroup(Spoken, TyperGroup):
    """A group whose commands are imported one at a time."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - as above
        """The commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - as above
        """The command's module, imported now, as a typer command; `None` where there is none."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            command = self.commands[cmd_name] = _load(cmd_name)
            command.lang = self.lang
            command.params += [param for param in self.params if param.name in _EVERYWHERE]
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as above
        """The command that the words begin with.

        Raises:
            UsageError: there is none of that name.
        """
        if args[0] not in COMMANDS and not ctx.resilient_parsing and not args[0].startswith("-"):
            from unpolicy.cli.manual import no_command

            raise no_command(args[0], list(COMMANDS))
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:  # noqa: ANN401 - as above
        """The names of the commands, from the table alone."""
        say = self.lang == "ja"
        loaded = self.commands
        self.commands = {name: TyperCommand(name, short_help=entry.summary[say]) for name, entry in COMMANDS.items()}
        try:
            return super().shell_complete(ctx, incomplete)
        finally:
            self.commands = loaded


def _load(name: str) -> Any:  # noqa: ANN401 - typer's command type is private
    """Import one command and make it a typer command."""
    shared = next((module for module, names in SHARED.items() if name in names), name)
    module = importlib.import_module(f"unpolicy.cli.{shared}")
    function = getattr(module, f"{name.replace('-', '_')}_command")
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=OneCommand, context_settings=_SETTINGS)(_with_session(function))
    return typer.main.get_command(app)


def _with_session(command: Any) -> Any:  # noqa: ANN401 - commands have no common type
    """A command as typer calls it: with the common options that it declares in place of the session that they open."""
    names = getattr(command, "common", ())
    if not names:
        return command
    own = signature(command, eval_str=True)
    first, *others = own.parameters.values()
    kinds = {**options.COMMON, "data": options.SeveralDataOption} if first.name == "sessions" else options.COMMON
    ctx = Parameter("ctx", first.kind, annotation=typer.Context)
    common = [Parameter(name, ctx.kind, default=name != "json" and None, annotation=kinds[name]) for name in names]

    @wraps(command)
    def run(ctx: typer.Context, **given: Any) -> None:  # noqa: ANN401 - as they are declared
        from unpolicy.cli.session import only, open_sessions

        found = open_sessions(ctx.find_root().params, **{name: given.pop(name) for name in names})
        command(found if first.name == "sessions" else only(found), **given)

    run.__annotations__ = {}
    run.__signature__ = own.replace(parameters=[ctx, *others, *common])  # type: ignore[attr-defined]
    return run


@cache
def build(lang: Language = "en") -> Any:  # noqa: ANN401 - typer's command type is private
    """The whole application, ready to be called.

    Args:
        lang: the language of help, of completion, and of errors in the command line.
    """
    app = typer.Typer(cls=LazyGroup, context_settings=_SETTINGS, invoke_without_command=True, rich_markup_mode=None)

    @app.callback()
    def unpolicy(
        ctx: typer.Context,
        data: options.SeveralDataOption = None,
        lang: options.LangOption = None,
        color: options.ColorOption = None,
        quiet: options.QuietOption = False,
        version: Annotated[
            bool,
            typer.Option("--version", "-V", help="Show the version and exit.", is_eager=True, callback=_show_version),
        ] = False,
    ) -> None:
        """Keeps a policy's promises beside its yearly figures and says whether it will get there."""
        del data, lang, version, color, quiet
        if ctx.invoked_subcommand is None:
            from unpolicy.cli.look import overview

            overview(ctx.params)

    group = typer.main.get_command(app)
    group.lang = lang  # type: ignore[attr-defined]  # of our own class
    return group


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
