"""The help of a command: one page from what the command declares, in the reader's language, as wide as the terminal.

typer's own help by rich speaks English alone, and took 805 ms of processor time where this took 457 (least of six).
"""

from __future__ import annotations

import shutil
import tomllib
from functools import cache
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.cli.commands import COMMANDS, GROUPS
from unpolicy.cli.manners import bold
from unpolicy.text import columns, wrapped

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


class ManualItem(NamedTuple):
    """One line of a list: what is typed, and what it means."""

    name: str
    meaning: str


@cache
def book() -> dict[str, Any]:
    """What `help.toml` holds: `examples`, a list a command, and `ja`, the Japanese of every text of help."""
    return tomllib.loads(Path(__file__).with_name("help.toml").read_text(encoding="utf-8"))


def said(text: str, lang: Language) -> str:
    """A text of help in the reader's language; in English where it has no Japanese."""
    flat = " ".join(text.split())
    return str(book()["ja"].get(flat, flat)) if lang == "ja" else flat


def page(command: Any, ctx: Any, lang: Language) -> str:  # noqa: ANN401 - typer's types are private
    """The help of a command, or the overview of all."""
    return "\n".join(line.rstrip() for line in _lines(command, ctx, lang))


def usage(command: Any, ctx: Any) -> str:  # noqa: ANN401 - as above
    """How a command is typed: `unpolicy add-actual YEAR VALUE [OPTIONS]`."""
    last = ["COMMAND"] if hasattr(command, "commands") else []
    found = command.get_params(ctx)
    names = [metavar(one) for one in found if one.param_type_name == "argument"]
    names += [f"{one.opts[0]} {metavar(one)}" for one in found if one.param_type_name == "option" and one.required]
    return " ".join([ctx.command_path, *names, "[OPTIONS]", *last])


def metavar(parameter: Parameter) -> str:
    """What stands for a value, as people write it: `YEAR`, `[ID]...`, `--method NAME`; nothing for a switch."""
    known = parameter.type_descriptor.choices
    name = parameter.metavar or ("|".join(map(str, known)) if known else parameter.name.upper())
    if parameter.param_type_name == "option":
        return "" if parameter.is_flag else "NAME" if known and len(name) > _LONGEST_CHOICE else name
    name = name.strip("[].")
    return (name if parameter.required else f"[{name}]") + ("..." if parameter.nargs != 1 else "")


def item(parameter: Parameter, lang: Language) -> ManualItem:
    """One argument or option as a line of a list."""
    if parameter.param_type_name == "argument":
        return ManualItem(metavar(parameter), said(parameter.help or "", lang))
    spellings = ", ".join(sorted([*parameter.opts, *parameter.secondary_opts], key=len))
    return ManualItem(
        f"{spellings} {metavar(parameter)}".rstrip(), ("" if lang == "ja" else " ").join(_meaning(parameter, lang))
    )


def _meaning(parameter: Parameter, lang: Language) -> Iterator[str]:
    say = 1 if lang == "ja" else 0
    yield said(parameter.help or "", lang)
    known = parameter.type_descriptor.choices
    if known and metavar(parameter) == "NAME":
        yield _WORDS["choices"][say].format(names=", ".join(map(str, known)))
    if parameter.show_default and not parameter.is_flag and parameter.default not in (None, False, "-"):
        yield _WORDS["default"][say].format(value=f"{parameter.default:g}")
    if parameter.envvar and parameter.envvar not in (parameter.help or ""):
        yield _WORDS["variable"][say].format(name=parameter.envvar)


def words(command: Any, ctx: Any, lang: Language) -> Iterator[tuple[str, list[ManualItem]]]:  # noqa: ANN401 - as above
    """All that help says of a command for other pages: paragraphs without items, then each list under its title."""
    for paragraph in cleandoc(command.help).split("\n\n"):
        yield said(paragraph, lang), []
    yield from _parameters(command, ctx, lang)


def _lines(command: Any, ctx: Any, lang: Language) -> Iterator[str]:  # noqa: ANN401 - as above
    width = min(shutil.get_terminal_size().columns, WIDEST)
    say = 1 if lang == "ja" else 0
    yield f"{bold(_WORDS['usage'][say])} {usage(command, ctx)}"
    for paragraph in cleandoc(command.help).split("\n\n"):
        yield ""
        yield from wrapped(said(paragraph, lang), width)
    overview = hasattr(command, "commands")
    groups = list(_groups(say)) if overview else []
    for sections in (groups, list(_parameters(command, ctx, lang))):
        edge = max(
            (columns(one.name) for _, items in sections for one in items if columns(one.name) <= _NAMES), default=0
        )
        for title, items in sections:
            yield from _section(title, items, edge + 4, width)
    if overview:
        yield from ("", _WORDS["more"][say])
        return
    yield from _examples(command.name, say)
    yield from ("", f"{_WORDS['page'][say]}#{command.name}")


def _groups(say: int) -> Iterator[tuple[str, list[ManualItem]]]:
    for key, title in GROUPS.items():
        yield title[say], [ManualItem(name, one.summary[say]) for name, one in COMMANDS.items() if one.group == key]


def _parameters(command: Any, ctx: Any, lang: Language) -> Iterator[tuple[str, list[ManualItem]]]:  # noqa: ANN401 - as above
    say = 1 if lang == "ja" else 0
    found = command.get_params(ctx)
    arguments = [one for one in found if one.param_type_name == "argument"]
    options = [one for one in found if one not in arguments and one.name not in _COMMON]
    common = sorted((one for one in found if one.name in _COMMON), key=lambda one: _COMMON.index(one.name))
    for key, some in (("arguments", arguments), ("options", options), ("common", common)):
        if some:
            yield _WORDS[key][say], [item(one, lang) for one in some]


def _section(title: str, items: Iterable[ManualItem], edge: int, width: int) -> Iterator[str]:
    yield from ("", bold(title))
    for one in items:
        name = "  " + bold(one.name, "36") + " " * max(edge - 2 - columns(one.name), 0)
        lines = wrapped(one.meaning, width - edge)
        if columns(one.name) > _NAMES:
            yield name
            name = " " * edge
        yield name + lines[0]
        yield from (" " * edge + line for line in lines[1:])


def _examples(name: str, say: int) -> Iterator[str]:
    yield from ("", bold(_WORDS["examples"][say]))
    for line, *meaning in book()["examples"].get(name, ()):
        yield f"  {bold(line)}"
        yield f"      {meaning[say]}"
