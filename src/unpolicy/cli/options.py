"""What the command line is made of: the table of commands, the options and arguments that several share, completion.

Help, completion and the documentation go by the table: a new command needs its entry here. What else help says is in
`help.toml`: what each option means in both languages, the examples of each command, and the Japanese of other texts.

The shell may complete ids and years, read from the data files without models. An error is not reported while
completing: where the data cannot be read, nothing is offered.
"""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer

from unpolicy.cli.manners import Color, asked, from_environment, manners
from unpolicy.errors import UnpolicyError
from unpolicy.names import VERDICTS, MethodName, TargetOrder
from unpolicy.text import shell_description

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from unpolicy.years import Language

GROUPS: dict[str, tuple[str, str]] = {
    "look": ("Look", "見る"),
    "record": ("Record", "記録する"),
    "check": ("Check", "確かめる"),
    "publish": ("Publish", "公表する"),
    "exchange": ("Exchange", "やり取りする"),
    "set-up": ("Set up", "準備する"),
}
"""What commands are for, in the order of the overview."""


class Command(NamedTuple):
    """A command in the overview.

    Attributes:
        group: the key of its group.
        summary: what it does, in English and in Japanese.
    """

    group: str
    summary: tuple[str, str]


COMMANDS: dict[str, Command] = {
    "status": Command("look", ("How far, how fast, and will it get there.", "どこまで進み、目標に届くか。")),
    "show": Command("look", ("Everything about an indicator, target or goal.", "指標、目標、中期目標のすべて。")),
    "explain": Command("look", ("How each number of a verdict came about.", "判定の数値がどう求められたか。")),
    "history": Command("look", ("The verdict as it stood at each publication.", "公表のたびに判定がどう変わったか。")),
    "diff": Command("look", ("What changed between two states of the data.", "データの二つの時点の違い。")),
    "goals": Command("look", ("The goals in words, with their evidence.", "中期目標の文章と根拠。")),
    "forecast": Command("look", ("Where the figure is heading, with intervals.", "数値の見通しとその幅。")),
    "chart": Command("look", ("A chart in the terminal, or as SVG or PNG.", "端末、SVG、PNGの図。")),
    "add-actual": Command("record", ("Record a figure: add-actual 2024 980.", "実績値を記録：add-actual 2024 980")),
    "remove-actual": Command("record", ("Take a figure out.", "実績値を消す。")),
    "rate": Command("record", ("Record a person's rating of a target.", "人による目標の評定を記録する。")),
    "undo": Command(
        "record", ("Take the last change back; again: redo it.", "直前の変更を取り消す。もう一度でやり直す。")
    ),
    "log": Command("record", ("The changes made, newest first.", "変更の記録（新しい順）。")),
    "validate": Command("check", ("Check the data files; for CI.", "データファイルを検査する。CI向け。")),
    "rule": Command("check", ("What a rule means, with bad and good examples.", "検査規則の意味と、悪い例・良い例。")),
    "report": Command("publish", ("The evaluation sheet as HTML or Markdown.", "評価書をHTMLかMarkdownで。")),
    "site": Command("publish", ("A static site with search and downloads.", "検索とダウンロードのある静的サイト。")),
    "import": Command("exchange", ("Take figures in: csv, xlsx, json.", "実績値を取り込む：csv、xlsx、json")),
    "export": Command(
        "exchange", ("Write figures out: csv, xlsx, iati and more.", "実績値を書き出す：csv、xlsx、iatiなど")
    ),
    "init": Command("set-up", ("Start a new data directory.", "データディレクトリを新しく作る。")),
    "schema": Command("set-up", ("The JSON Schema of a file or document.", "ファイルや文書のJSON Schema。")),
    "help": Command("set-up", ("The help of a command.", "コマンドの使い方。")),
}
"""Every command, in the order of the overview."""

SHARED: dict[str, tuple[str, ...]] = {
    "look": ("status", "show", "explain", "history", "goals", "forecast"),
    "record": ("add-actual", "remove-actual", "rate", "undo", "log"),
    "publish": ("chart", "report"),
    "reference": ("rule", "schema", "init"),
    "import_": ("import",),
    "manual": ("help",),
}
"""The modules of commands that do not bear the name of their one command."""

Function = TypeVar("Function", bound="Callable[..., None]")


def option(names: str, metavar: str | None = None, offers: Any = None, *, text: str = "", **more: Any) -> Any:  # noqa: ANN401 - typer's types are private
    """An option.

    Args:
        names: how it is written, its spellings parted by blanks.
        metavar: what stands for its value; without one, the choices of its type are listed.
        offers: what the shell completes.
        text: the key in `help.toml` of what it means, or that itself; else the key is its first long name.
        more: further arguments for typer.
    """
    key = text or next(name[2:] for name in names.split() if name.startswith("--"))
    return typer.Option(*names.split(), metavar=metavar, help=key, autocompletion=offers, **more)


def argument(metavar: str, text: str, offers: Any = None, **more: Any) -> Any:  # noqa: ANN401 - as above
    """An argument: what stands for it, and the rest as of an option."""
    return typer.Argument(metavar=metavar, help=text, autocompletion=offers, **more)


def common(*names: str) -> Callable[[Function], Function]:
    """Declares the options, named as in `COMMON`, that open the `session` or the `sessions` which a command takes."""

    def declare(command: Function) -> Function:
        command.common = names  # type: ignore[attr-defined]  # read where the command is loaded
        return command

    return declare


_ID = re.compile(r"[a-z0-9]+(--?[a-z0-9]+)*")
"""As in `unpolicy.model.records`, which is slow to import. What is no id could be anything, and a shell runs it."""
_SAFE = re.compile(r"[\w・ー（）][\w・ー（）.-]*")
"""Letters in any script and digits, which no shell takes for a sign of its language."""


def _ids(*sections: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """What offers the ids of the records in some sections, with their titles."""

    def offer(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        data, lang = _read(ctx), language_of(ctx)
        found = {
            key: _title(entry, lang)
            for section in sections
            for key, entry in _entries(data.get(section))
            if isinstance(key, str) and key.startswith(incomplete) and _ID.fullmatch(key)
        }
        return list(found.items())

    return offer


ids = _ids("targets", "indicators", "goals")
targets = _ids("targets")
indicators = _ids("indicators")
goals = _ids("goals")
sources = _ids("sources")
dimensions = _ids("dimensions")


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """The tags of targets and indicators."""
    found = (tag for record in _owned(ctx) if isinstance(record.get("tags"), list) for tag in record["tags"])
    return _plain(found, incomplete)


def offices(ctx: typer.Context, incomplete: str) -> list[str]:
    """Who answers for targets and indicators, in any language: the words of the names, since a shell parts them."""
    names = (record.get("responsible") for record in _owned(ctx))
    texts = (text for name in names for text in (name.values() if isinstance(name, dict) else [name]))
    return _plain((word for text in texts if isinstance(text, str) for word in text.split()), incomplete)


def _owned(ctx: typer.Context) -> list[dict[str, Any]]:
    data = _read(ctx)
    return [
        record for key in ("targets", "indicators") for _, record in _entries(data.get(key)) if isinstance(record, dict)
    ]


def _plain(texts: Iterable[object], incomplete: str) -> list[str]:
    """Texts that a shell takes as they are; what it could run is left out."""
    found = (text for text in texts if isinstance(text, str) and text.casefold().startswith(incomplete.casefold()))
    return [text for text in dict.fromkeys(found) if _SAFE.fullmatch(text)]


def verdicts(ctx: typer.Context, incomplete: str) -> list[str]:
    """The verdicts."""
    del ctx
    return [verdict for verdict in VERDICTS if verdict.startswith(incomplete)]


def years(ctx: typer.Context, incomplete: str) -> list[str]:
    """The last ten years that have ended, newest first."""
    del ctx
    newest = (date.today() - timedelta(days=365)).year  # noqa: DTZ011 - the user's own calendar
    return [text for text in map(str, range(newest, newest - 10, -1)) if text.startswith(incomplete)]


def language_of(ctx: typer.Context) -> Language:
    """The language of what is offered; a wrong one is not reported while completing."""
    try:
        return asked(_given(ctx, "lang"), os.environ) or from_environment(os.environ)
    except UnpolicyError:
        return from_environment(os.environ)


def _given(ctx: typer.Context, name: str) -> str | None:
    """An option of the command, else before it."""
    found = ctx.params.get(name) or (ctx.parent.params.get(name) if ctx.parent else None)
    return (found[0] if found else None) if isinstance(found, list | tuple) else found


def _entries(section: object) -> Iterable[tuple[object, object]]:
    return section.items() if isinstance(section, dict) else ()


def _read(ctx: typer.Context) -> dict[str, Any]:
    from unpolicy.store.directory import find_data, working_directory
    from unpolicy.store.source import parse, read_source

    named = _given(ctx, "data")
    try:
        directory = find_data(Path(named) if named else None, os.environ, working_directory())
        parts = [parse(read_source(path).text).data for path in directory.files]
    except (UnpolicyError, OSError):
        return {}
    found: dict[str, Any] = {}
    for key, value in ((str(key), value) for part in parts if isinstance(part, dict) for key, value in part.items()):
        held = found.get(key)
        found[key] = {**held, **value} if isinstance(held, dict) and isinstance(value, dict) else value
    return found


def _title(entry: object, lang: Language) -> str:
    title = entry.get("title") if isinstance(entry, dict) else None
    text = str(title.get(lang) or next(iter(title.values()), "")) if isinstance(title, dict) else str(title or "")
    return shell_description(text)


def _set_color(value: Any) -> Any:  # noqa: ANN401 - held against the choices by typer
    if value is not None:
        manners.color = value
    return value


def _set_quiet(value: bool) -> bool:
    manners.quiet = manners.quiet or value
    return value


_AT_ONCE = {"is_eager": True, "expose_value": False}
"""Of options that are taken as soon as they are read, and are no argument of a command."""
ColorOption = Annotated[Color | None, option("--color", envvar="UNPOLICY_COLOR", callback=_set_color, **_AT_ONCE)]
QuietOption = Annotated[bool, option("--quiet -q", envvar="UNPOLICY_QUIET", callback=_set_quiet, **_AT_ONCE)]
ONE_POLICY = (
    "This command is about one policy: give one --data.",
    "このコマンドの対象は1つの施策です。--data は1つだけ指定してください。",
)
"""What is said where several policies are named to a command of one."""

DataOption = Annotated[str | None, option("--data", "DIR", text="data")]
SeveralDataOption = Annotated[list[str] | None, option("--data", "DIR", text="several-data")]
LangOption = Annotated[str | None, option("--lang", "ja|en")]
JsonOption = Annotated[bool, option("--json", envvar="UNPOLICY_JSON")]
AsOfOption = Annotated[str | None, option("--as-of", "DATE", envvar="UNPOLICY_AS_OF")]
MethodOption = Annotated[MethodName | None, option("--method", envvar="UNPOLICY_METHOD")]
COMMON: dict[str, Any] = {"as_of": AsOfOption, "json": JsonOption, "data": DataOption, "lang": LangOption}
"""The options that become the session of a command: see `common`."""

GoalOption = Annotated[str | None, option("--goal", "ID", goals)]
TagOption = Annotated[list[str] | None, option("--tag", "TAG", tags)]
ResponsibleOption = Annotated[str | None, option("--responsible", "NAME", offices)]
VerdictOption = Annotated[list[str] | None, option("--verdict", "VERDICT", verdicts)]
SortOption = Annotated[TargetOrder | None, option("--sort")]
AllOption = Annotated[bool, option("--all")]
WaitOption = Annotated[float, option("--wait", "SECONDS", min=0)]
DryRunOption = Annotated[bool, option("--dry-run")]
OverwriteOption = Annotated[bool, option("--force", text="overwrite")]
ForceOption = Annotated[bool, option("--force", text="force")]
IndicatorOption = Annotated[str | None, option("--indicator -i", "ID", indicators, text="indicator")]
IdArgument = Annotated[str | None, argument("[ID]", "id", ids)]
IdsArgument = Annotated[list[str] | None, argument("[ID]...", "ids", ids)]
YearArgument = Annotated[str, argument("YEAR", "year", years)]
