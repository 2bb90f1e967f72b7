"""Help in the reader's language: the page of a command, and one sentence where typer refuses a command line.

The page is made of what the command declares, as wide as the terminal. typer's own help by rich speaks English alone,
and took 805 ms of processor time where this took 457 (least of six).
"""

from __future__ import annotations

import re
import shutil
import tomllib
from functools import cache
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from unpolicy.cli import options
from unpolicy.cli.manners import bold
from unpolicy.cli.options import COMMANDS, GROUPS, argument
from unpolicy.errors import UsageError
from unpolicy.text import columns, meant, shortened, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unpolicy.years import Language

    Parameter = Any  # typer's own type is private

WIDEST = 100
_NAMES = 30
"""Columns that names may take before what they mean goes to a line of its own."""
_COMMON = ("as_of", "method", "json", "data", "lang", "color", "quiet", "help")
_LONGEST_CHOICE = 24

_WORDS = {
    "usage": ("Usage:", "使い方："),
    "arguments": ("Arguments", "引数"),
    "options": ("Options", "オプション"),
    "common": ("Common options", "共通オプション"),
    "examples": ("Examples", "例"),
    "choices": ("One of: {names}.", "次のいずれか：{names}。"),
    "default": ("Default: {value}.", "既定値：{value}。"),
    "variable": ("Variable: {name}.", "環境変数：{name}。"),
    "more": ("More on a command: unpolicy help COMMAND", "コマンドごとの使い方：unpolicy help COMMAND"),
    "page": ("More: docs/reference/commands.md", "詳しくは：docs/ja/reference/commands.md"),
}
BEHIND = ("--as-of", "--json", "--method")
"""Options of many commands, which people also write in front of them."""

_EXTRA = re.compile(r"unexpected extra argument\S*? \((?P<words>.*)\)", re.DOTALL)


def _commands(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The commands, with what they do, for the shell to complete."""
    say = options.language_of(ctx) == "ja"
    return [(name, entry.summary[say]) for name, entry in COMMANDS.items() if name.startswith(incomplete)]


class ManualItem(NamedTuple):
    """One line of a list: what is typed, and what it means."""

    name: str
    meaning: str


@cache
def book() -> dict[str, Any]:
    """What `help.toml` holds: `examples`, a list a command, `options` in both languages, `ja` of all other texts."""
    return tomllib.loads(Path(__file__).with_name("help.toml").read_text(encoding="utf-8"))


class Manual:
    """The manual in one language.

    Args:
        lang: the reader's language.
    """

    def __init__(self, lang: Language) -> None:
        self._column = int(lang == "ja")

    def page(self, command: Any, ctx: Any) -> str:  # noqa: ANN401 - typer's types are private
        """The help of a command, or the overview of all."""
        return "\n".join(line.rstrip() for line in self._lines(command, ctx))

    def parameters(self, command: Any, ctx: Any) -> Iterator[tuple[str, list[ManualItem]]]:  # noqa: ANN401 - as above
        """A command's arguments and options as lists under their titles; those that most commands share come last."""
        found = command.get_params(ctx)
        arguments = [param for param in found if param.param_type_name == "argument"]
        own = [param for param in found if param not in arguments and param.name not in _COMMON]
        shared = {param.name: param for param in found}
        common = [shared[name] for name in _COMMON if name in shared]
        for key, params in (("arguments", arguments), ("options", own), ("common", common)):
            if params:
                yield self._word(key), [self._item(param) for param in params]

    def translated(self, text: str) -> str:
        """A text of help, or what its key stands for, in the reader's language; in English where it has no Japanese."""
        return _texts(text)[self._column]

    def _word(self, key: str, **values: object) -> str:
        return _WORDS[key][self._column].format(**values)

    def _item(self, parameter: Parameter) -> ManualItem:
        if parameter.param_type_name == "argument":
            return ManualItem(metavar(parameter), self.translated(parameter.help or ""))
        spellings = ", ".join(sorted([*parameter.opts, *parameter.secondary_opts], key=len))
        meaning = (" ", "")[self._column].join(self._meaning(parameter))
        return ManualItem(f"{spellings} {metavar(parameter)}".rstrip(), meaning)

    def _meaning(self, parameter: Parameter) -> Iterator[str]:
        yield self.translated(parameter.help or "")
        known = parameter.type_descriptor.choices
        if known and metavar(parameter) == "NAME":
            yield self._word("choices", names=", ".join(map(str, known)))
        if parameter.show_default and not parameter.is_flag and parameter.default not in (None, False, "-"):
            yield self._word("default", value=f"{parameter.default:g}")
        if parameter.envvar and parameter.envvar not in _texts(parameter.help or "")[0]:
            yield self._word("variable", name=parameter.envvar)

    def _lines(self, command: Any, ctx: Any) -> Iterator[str]:  # noqa: ANN401 - as above
        width = min(shutil.get_terminal_size().columns, WIDEST)
        yield f"{bold(self._word('usage'))} {usage(command, ctx)}"
        for paragraph in cleandoc(command.help).split("\n\n"):
            yield ""
            yield from wrapped(self.translated(paragraph), width)
        overview = hasattr(command, "commands")
        for sections in (list(self._groups()) if overview else [], list(self.parameters(command, ctx))):
            names = [columns(line.name) for _, items in sections for line in items]
            edge = max((length for length in names if length <= _NAMES), default=0)
            for title, items in sections:
                yield from _section(title, items, edge + 4, width)
        if overview:
            yield from ("", self._word("more"))
        else:
            yield from self._examples(command.name)
            yield from ("", f"{self._word('page')}#{command.name}")

    def _groups(self) -> Iterator[tuple[str, list[ManualItem]]]:
        say = self._column
        for key, title in GROUPS.items():
            members = ((name, entry) for name, entry in COMMANDS.items() if entry.group == key)
            yield title[say], [ManualItem(name, entry.summary[say]) for name, entry in members]

    def _examples(self, name: str) -> Iterator[str]:
        yield from ("", bold(self._word("examples")))
        for line, *meaning in book()["examples"].get(name, ()):
            yield f"  {bold(line)}"
            yield f"      {meaning[self._column]}"


def _texts(text: str) -> tuple[str, str]:
    """A text of help, or what its key stands for, in English and in Japanese; in English twice without another."""
    flat = " ".join(text.split())
    en, ja = book()["options"].get(flat) or (flat, book()["ja"].get(flat, flat))
    return str(en), str(ja)


def usage(command: Any, ctx: Any) -> str:  # noqa: ANN401 - as above
    """How a command is typed: `unpolicy add-actual YEAR VALUE [OPTIONS]`."""
    last = ["COMMAND"] if hasattr(command, "commands") else []
    found = command.get_params(ctx)
    names = [metavar(param) for param in found if param.param_type_name == "argument"]
    names += [
        f"{param.opts[0]} {metavar(param)}" for param in found if param.param_type_name == "option" and param.required
    ]
    return " ".join([ctx.command_path, *names, "[OPTIONS]", *last])


def metavar(parameter: Parameter) -> str:
    """What stands for a value, as people write it: `YEAR`, `[ID]...`, `--method NAME`; nothing for a switch."""
    known = parameter.type_descriptor.choices
    name = parameter.metavar or ("|".join(map(str, known)) if known else parameter.name.upper())
    if parameter.param_type_name == "option":
        return "" if parameter.is_flag else "NAME" if known and len(name) > _LONGEST_CHOICE else name
    name = name.strip("[].")
    return (name if parameter.required else f"[{name}]") + ("..." if parameter.nargs != 1 else "")


def _section(title: str, items: Iterable[ManualItem], edge: int, width: int) -> Iterator[str]:
    yield from ("", bold(title))
    for entry in items:
        name = "  " + bold(entry.name, "36") + " " * max(edge - 2 - columns(entry.name), 0)
        lines = wrapped(entry.meaning, width - edge)
        if columns(entry.name) > _NAMES:
            yield name
            name = " " * edge
        yield name + lines[0]
        yield from (" " * edge + line for line in lines[1:])


def help_command(
    ctx: typer.Context,
    name: Annotated[str | None, argument("COMMAND", "name", _commands)] = None,
    lang: options.LangOption = None,
) -> None:
    """Show the help of a command; without one, the overview."""
    del lang  # the page knows it already
    root = ctx.find_root()
    if name is None:
        print(root.get_help())
        return
    _, asked, _ = root.command.resolve_command(root, [name])  # type: ignore[attr-defined]  # of typer's private group
    with asked.make_context(name, [], parent=root, resilient_parsing=True) as inner:
        print(inner.get_help())


def as_usage(error: Any) -> UsageError:  # noqa: ANN401 - typer's types are private
    """What typer found wrong, as an error of ours; in typer's own words where it is of no kind that is known here."""
    path = "unpolicy" if error.ctx is None else error.ctx.command_path
    en, ja = _sentence(error, type(error).__name__)
    return UsageError(f"{en} See: {path} --help", ja=f"{ja}使い方：{path} --help")


def no_command(name: str, known: list[str]) -> UsageError:
    """The error of a command that there is not, with the one that was probably meant."""
    shown, (close, close_ja) = shortened(name), meant(name, known)
    return UsageError(
        f"there is no command “{shown}”{close} See: unpolicy --help",
        ja=f"「{shown}」というコマンドはありません{close_ja}。使い方：unpolicy --help",
    )


def _sentence(error: Any, kind: str) -> tuple[str, str]:  # noqa: ANN401 - as above
    if kind == "NoSuchOption":
        known = [name for param in error.ctx.command.get_params(error.ctx) for name in param.opts]
        shown, (close, close_ja) = shortened(error.option_name), meant(error.option_name, known)
        if error.ctx.parent is None and shown in BEHIND:
            return f"{shown} goes behind a command: unpolicy status {shown}.", f"{shown} はコマンドの後ろに書きます。"
        return f"there is no option {shown}{close}", f"{shown} というオプションはありません{close_ja}。"
    if kind == "MissingParameter":
        line = usage(error.ctx.command, error.ctx)
        name = _name(error.param)
        return f"{name} is missing: {line}.", f"{name} がありません：{line}。"
    if kind == "BadParameter":
        return _bad_value(error)
    extra = _EXTRA.search(error.message)
    if extra:
        shown = shortened(extra["words"])
        return f"“{shown}” is more than the command takes.", f"「{shown}」は余分です。"
    return _bad_option(error) if kind == "BadOptionUsage" else (f"{error.format_message().rstrip('.')}.",) * 2


def _bad_option(error: Any) -> tuple[str, str]:  # noqa: ANN401 - as above
    name = error.option_name
    if "not take a value" in error.message:
        return f"{name} takes no value.", f"{name} は値を取りません。"
    return f"{name} needs a value after it.", f"{name} の後に値が必要です。"


def _name(parameter: Any) -> str:  # noqa: ANN401 - as above
    """How a message names an option, `--by`, or an argument, `YEAR`."""
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    name = metavar(parameter)
    return parameter.name.upper() if "|" in name else name


def _bad_value(error: Any) -> tuple[str, str]:  # noqa: ANN401 - as above
    """Which values there are, where they can be counted; what typer says of it, where not."""
    parameter = error.param
    name = _name(parameter)
    source = None if error.ctx is None else error.ctx.get_parameter_source(parameter.name)
    if source is not None and source.name == "ENVIRONMENT":
        name = str(parameter.envvar)
    cause = error.__cause__
    typed = shortened(str(cause.errors()[0]["input"])) if hasattr(cause, "errors") else ""
    known = parameter.type_descriptor.choices
    if known:
        names = ", ".join(map(str, known))
        close, close_ja = meant(typed, [*map(str, known)])
        return (
            f"{name} takes {names}, not “{typed}”{close}",
            f"{name} には {names} のいずれかを指定してください（「{typed}」は不可）{close_ja}。",
        )
    if parameter.min is not None or parameter.type_descriptor.annotation in (int, float):
        low, high = parameter.min, parameter.max
        limits = (f" from {low}" if low is not None else "") + (f" to {high}" if high is not None else "")
        limits_ja = (f"{low}以上" if low is not None else "") + (f"{high}以下" if high is not None else "")
        return (
            f"{name} takes a number{limits}, not “{typed}”.",
            f"{name} には{limits_ja}の数を指定してください（「{typed}」は不可）。",
        )
    if parameter.type_descriptor.annotation is bool:
        return f"{name} takes 1 or 0, not “{typed}”.", f"{name} には 1 か 0 を指定してください（「{typed}」は不可）。"
    message = error.message.rstrip(".")
    return f"{name}: {message}.", f"{name}：{message}。"
