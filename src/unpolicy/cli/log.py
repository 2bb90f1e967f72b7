"""`unpolicy log`: the changes made, newest first."""

from __future__ import annotations

import json as json_text
from typing import TYPE_CHECKING, Annotated, Any

import typer

from unpolicy.cli.options import DataOption, JsonOption, LangOption
from unpolicy.cli.output import emit_json, emit_rows, on_terminal, show, warn
from unpolicy.cli.session import Session, open_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.store.journal import Entry

HEADING = ("when", "who", "file", "where", "before", "after", "command")
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, metavar="NUMBER", help="How many changes at most.")]


def command(
    ctx: typer.Context,
    limit: LimitOption = 20,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """List the changes made through unpolicy, newest first, with who, when, before and after.

    What was changed in an editor is not among them: for that there is git log.
    """
    session = open_session(ctx, data, lang)
    entries = _entries(session)[:limit]
    if json:
        emit_json({"schema": "unpolicy/log/1", "changes": [_document(entry) for entry in entries]})
    elif not on_terminal():
        emit_rows([HEADING, *map(_row, entries)])
    elif entries:
        show(_table(session, entries))
    else:
        print(session.say("No changes in the journal yet.", "変更の記録はまだない。"))


def _entries(session: Session) -> list[Entry]:
    from unpolicy.errors import DataError
    from unpolicy.store import journal
    from unpolicy.store.write import home

    try:
        log = journal.entries(home(session.directory.indicators))
    except OSError as error:
        reason = error.strerror or error
        raise DataError(f"The journal cannot be read: {reason}.", ja=f"変更の記録を読めません：{reason}。") from error
    if log.damaged:
        warn(
            session.say(
                f"{log.damaged} damaged lines of the journal were passed over.",
                f"変更記録の壊れた{log.damaged}行を読み飛ばした。",
            )
        )
    return [entry for entry in reversed(log.entries) if entry.happened is not False]


def _row(entry: Entry) -> tuple[str, ...]:
    where = ".".join(map(str, entry.subject))
    return entry.at, entry.user, entry.file, where, _value(entry.before), _value(entry.after), " ".join(entry.command)


def _value(value: Any) -> str:  # noqa: ANN401 - the journal holds whatever the data held
    return "" if value is None else json_text.dumps(value, ensure_ascii=False)


def _table(session: Session, entries: Sequence[Entry]) -> Any:  # noqa: ANN401 - rich is imported late
    from rich.text import Text

    from unpolicy.text import printable
    from unpolicy.views.terminal.tables import new_table

    words = ("いつ", "だれ", "どこ", "変更前 → 変更後") if session.lang == "ja" else ("When", "Who", "Where", "Change")
    table = new_table()
    for name in words:
        table.add_column(name, overflow="fold")
    for entry in entries:
        where = ".".join(map(str, entry.subject[1:])) or entry.file
        change = f"{_value(entry.before) or '–'} → {_value(entry.after) or '–'}"
        table.add_row(*(Text(printable(cell)) for cell in (entry.at, entry.user, where, change)))
    return table


def _document(entry: Entry) -> dict[str, object]:
    return {
        "at": entry.at,
        "user": entry.user,
        "command": list(entry.command),
        "file": entry.file,
        "where": list(entry.subject),
        "before": entry.before,
        "after": entry.after,
        "undoes": entry.undoes is not None,
    }
