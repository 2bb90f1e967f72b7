"""How a result reaches its reader: one JSON document, plain rows, or a rich view on a terminal."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Literal, TextIO

import typer

from unpolicy.cli import end_if_interrupted
from unpolicy.cli.manners import depth, manners, wanted
from unpolicy.errors import UsageError
from unpolicy.text import json_safe, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rich.console import Console, RenderableType

    from unpolicy.cli.session import Session

MANY_ITEMS = 200
"""A list with more items than this is written one item a line."""


def present(
    session: Session,
    *,
    document: Callable[[], object],
    rows: Callable[[], Iterable[Sequence[str]]],
    view: Callable[[Console], Iterable[RenderableType]],
    beside: Callable[[], Iterable[str]] = tuple,
) -> None:
    """Print a result in the one form that is wanted: JSON if asked for, rows into a pipe, else a view on the terminal.

    Args:
        session: the run.
        document: makes the JSON document.
        rows: makes the tab-separated rows.
        view: draws for a terminal of that size, piece by piece; each piece is printed before the next is drawn.
        beside: makes the sentences that go to stderr beside the rows.
    """
    end_if_interrupted()
    if session.json:
        emit_json(document())
        return
    if not is_interactive():
        emit_rows(rows())
        for sentence in beside():
            warn(sentence)
        return
    terminal = console()
    for piece in view(terminal):
        terminal.print(piece)


def present_lines(session: Session, *, document: Callable[[], object], lines: Callable[[], Iterable[str]]) -> None:
    """Print a result that reads the same on a terminal and in a pipe: JSON if asked for, else lines of text.

    Args:
        session: the run.
        document: makes the JSON document.
        lines: makes the lines, each printed before the next is made.
    """
    end_if_interrupted()
    if session.json:
        emit_json(document())
        return
    for line in lines():
        print(printable(line))


def present_written(session: Session, *, document: Callable[[], object], sentence: tuple[str, str]) -> None:
    """Tell what was written to files: as a JSON document if asked for, else in a sentence beside the results."""
    if session.json:
        present_lines(session, document=document, lines=lambda: ())
    else:
        warn(session.voice.say(sentence))


def emit_json(record: object) -> None:
    """Print exactly one JSON document; numbers keep their full precision.

    In a document with a list of very many items each of them has a line of its own: to indent 10,000 of them takes nine
    times as long. What could steer a terminal stands as an escape of JSON.
    """
    from unpolicy.views import parts, to_json

    document = parts(record)
    if any(map(_is_long, document.values())):
        _emit_by_item(document)
    else:
        print(json_safe(json.dumps(to_json(document), ensure_ascii=False, allow_nan=False, indent=2)))


def _is_long(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) > MANY_ITEMS


def _emit_by_item(document: Mapping[str, Any]) -> None:
    from pydantic_core import to_json as encoded  # a fifth of the time of Python's own encoder

    from unpolicy.views import to_json

    def encode(items: Sequence[object]) -> str:
        return json_safe(b",\n".join([encoded(to_json(item), inf_nan_mode="null") for item in items]).decode())

    start = "{\n"
    for key, value in document.items():
        sys.stdout.write(f"{start}{encode([key])}: ")
        listed = value if type(value) in (list, tuple) else ()  # no record, which is a tuple too
        # In pieces, whose memory is used again.
        for at in range(0, len(listed), MANY_ITEMS):
            sys.stdout.write((",\n" if at else "[\n") + encode(listed[at : at + MANY_ITEMS]))
        sys.stdout.write("\n]" if listed else encode([value]))
        start = ",\n"
    sys.stdout.write("\n}\n")


def two_results(option: str) -> UsageError:
    """The error of a command line that asks for `--json` and for something else on the standard output."""
    return UsageError(
        f"--json and {option} both want the standard output: give one of them.",
        ja=f"--json と {option} はどちらも標準出力に書くため、どちらか一方だけ指定してください。",
    )


def emit_rows(rows: Iterable[Sequence[str]]) -> None:
    """Print rows as tab-separated lines, nothing truncated; a tab or line break inside a cell becomes a space."""
    for row in rows:
        sys.stdout.write("\t".join(printable(" ".join(cell.split())) for cell in row) + "\n")


def may_replace(session: Session, name: str, *, force: bool) -> Callable[[], bool]:
    """A function that says whether a file of another origin may be replaced: by option, or by asking on a terminal."""

    def ask() -> bool:
        if force or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return force

        shown = quoted(name)
        question = (
            f"{shown} was not made by unpolicy: replace it?",
            f"{shown} は unpolicy が作ったものではありません。置き換えますか？",
        )
        return typer.confirm(session.voice.say(question), err=True)

    return ask


def write_output(session: Session, name: str, content: bytes, *, force: bool) -> None:
    """Write a result to a file, which is replaced whole or not at all and never a data file, or to the standard output.

    Raises:
        RefusedError: the file is one of the data files, or something else made it and it may not be replaced.
        DataError: the file cannot be written; it is as it was.
        UsageError: the content is no text, and the standard output is a terminal.
    """
    from unpolicy.exchange.files import destination

    with destination(name, session.directory.files, may_replace(session, name, force=force)) as stream:
        stream.write(content)


def is_interactive() -> bool:
    """Whether the standard output is a terminal, or is to be treated as one."""
    return sys.stdout.isatty() or wanted() == "always"


def console() -> Console:
    """The terminal in the colours that it may have, and without markup or emoji codes in data."""
    from rich.console import Console

    level = depth()
    # Who asks for colour in so many words gets here with a dumb terminal, in which rich would find none, nor a width.
    dumb = os.environ.get("TERM") in {"dumb", "unknown"}
    detected: Literal["standard", "auto"] = "standard" if dumb else "auto"
    # A width of 0, as a container without a terminal says it, would show nothing at all.
    unsized = "0" in (os.environ.get("COLUMNS"), os.environ.get("LINES"))
    width, height = get_terminal_size() if dumb or unsized else (None, None)
    return Console(
        markup=False,
        emoji=False,
        highlight=False,
        color_system=None if level == "plain" else detected,
        no_color=level != "colour",
        force_terminal=True if wanted() == "always" else None,
        width=width,
        height=height,
    )


def warn(sentence: str, *, always: bool = False) -> None:
    """Print a message on stderr; it is dropped where stderr cannot be written.

    Args:
        sentence: what to say.
        always: whether it is an error, which `--quiet` does not keep back.
    """
    end_if_interrupted()
    if manners.quiet and not always:
        return
    try:
        print(f"unpolicy: {printable(sentence)}", file=sys.stderr, flush=True)
    except OSError:
        drop(sys.stderr)


def drop(stream: TextIO) -> None:
    """Point a stream that cannot be written at the null device; else Python writes again at exit, and sets the code."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
