"""`unpolicy diff`: what changed between two states of the data."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from unpolicy.assess.comparison import Comparison, compare
from unpolicy.checks.inspection import load
from unpolicy.checks.rules.loosening import data_at
from unpolicy.cli import options, terminal
from unpolicy.cli.options import argument, option
from unpolicy.cli.output import present, two_results
from unpolicy.cli.session import Session
from unpolicy.errors import UsageError
from unpolicy.store.directory import DataDirectory, holds_data, working_directory
from unpolicy.store.git import ABSENT
from unpolicy.text import printable
from unpolicy.views.diff import diff_document, diff_markdown, diff_rows

if TYPE_CHECKING:
    from unpolicy.model import Dataset

DiffFormat = Literal["text", "markdown", "json"]
ANSWERS = ("worse", "loosened", "revised")


@options.common("as_of", "json", "data", "lang")
def diff_command(
    session: Session,
    before: Annotated[str | None, argument("[BEFORE]", "before")] = None,
    after: Annotated[str | None, argument("[AFTER]", "after")] = None,
    format_: Annotated[DiffFormat | None, option("--format", text="diff-format")] = None,
    fail_on: Annotated[list[str] | None, option("--fail-on", "|".join(ANSWERS), text="diff-fail-on")] = None,
    method: options.MethodOption = None,
) -> None:
    """Show what changed between two states of the data: figures, promises and verdicts."""
    if session.json and format_ not in {None, "json"}:
        raise two_results(f"--format {format_}")
    session.json = session.json or format_ == "json"
    answers = [_answer(text) for text in fail_on or ()]
    older, newer = _sides(before, after)
    found = compare(*_both(session, older, newer), session.as_of, method)
    _present(session, found, older, newer, format_)
    if any(_is_so(found, answer) for answer in answers):
        raise typer.Exit(1)


def _answer(text: str) -> str:
    if text not in ANSWERS:
        raise UsageError(
            f"--fail-on takes {', '.join(ANSWERS)}, not “{printable(text)}”.",
            ja=f"--fail-on には {'、'.join(ANSWERS)} を指定できます（「{printable(text)}」は不可）。",
        )
    return text


def _sides(before: str | None, after: str | None) -> tuple[str, str | None]:
    """The names of both states; `None` for the files as they are. `A...B` goes on to `_data` as it is."""
    if before is None:
        return "HEAD", after
    older, dots, newer = before.partition("..")
    if not dots or _directory(before) is not None:
        return before, after
    if after is not None:
        raise UsageError(
            f"“{before}” names both sides already: leave “{after}” out.",
            ja=f"「{before}」は両側を指定しているため、「{after}」は不要です。",
        )
    newest = newer.removeprefix(".") or "HEAD"
    return (f"{older or 'HEAD'}...{newest}" if newer.startswith(".") else older or "HEAD"), newest


def _directory(name: str) -> DataDirectory | None:
    """The data directory of a name, if it is one."""
    here = working_directory()
    return next(
        (DataDirectory.at(place, here) for place in (here / name, here / name / "data") if holds_data(place)), None
    )


def _both(session: Session, older: str, newer: str | None) -> tuple[Dataset, Dataset]:
    """Both states; where one of them had no data yet, it is empty."""
    found: list[Dataset | None] = []
    for name in (older, newer):
        try:
            found.append(_data(session, name))
        except UsageError as error:
            if error.reason != ABSENT or found == [None]:
                raise
            found.append(None)
    before, after = found
    return before or _emptied(after), after or _emptied(before)


def _emptied(like: Dataset | None) -> Dataset:
    assert like is not None  # noqa: S101 - one of both is there
    nothing: dict[str, object] = {"headline": None, "goals": {}, "targets": {}, "ratings": ()}
    return like._replace(
        targets_file=like.targets_file.model_copy(update=nothing),
        indicators_file=like.indicators_file.model_copy(update={"indicators": {}}),
    )


def _data(session: Session, name: str | None) -> Dataset:
    if name is None:
        return session.dataset
    directory = _directory(name)
    if directory is not None:
        return load(directory, session.newest_day)
    return data_at(session.directory, name, session.newest_day)


def _present(session: Session, found: Comparison, older: str, newer: str | None, form: DiffFormat | None) -> None:
    if form == "markdown":
        sys.stdout.writelines(f"{line}\n" for line in diff_markdown(found, older, newer, session.voice))
        return

    present(
        session,
        document=lambda: diff_document(found, older, newer),
        rows=lambda: diff_rows(found),
        view=lambda _: terminal.show.diff_view(found, older, newer, session.voice),
    )


def _is_so(found: Comparison, answer: str) -> bool:
    if answer == "worse":
        return any(change.worse for change in found.verdicts)
    if answer == "loosened":
        return any(change.kind in {"loosened", "dropped", "removed"} for change in found.targets)
    return any(change.kind in {"revised", "removed", "restated"} for change in found.figures)
