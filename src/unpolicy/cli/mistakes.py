"""What is wrong with a command line that typer refuses: one sentence in both languages, with the way to the help."""

from __future__ import annotations

import re
from typing import Any

from unpolicy.cli.manual import metavar, usage
from unpolicy.errors import UsageError
from unpolicy.text import meant, shortened

BEHIND = ("--as-of", "--json", "--method")
"""Options of many commands, which people also write in front of them."""

_EXTRA = re.compile(r"unexpected extra argument\S*? \((?P<words>.*)\)", re.DOTALL)


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
        known = [name for one in error.ctx.command.get_params(error.ctx) for name in one.opts]
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
    message = error.message.rstrip(".")
    return f"{name}: {message}.", f"{name}：{message}。"
