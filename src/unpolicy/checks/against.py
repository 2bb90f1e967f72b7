"""What was promised at an earlier revision in git."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pydantic import ValidationError

from unpolicy.errors import DataError, UsageError
from unpolicy.model import Indicator, Record, Target
from unpolicy.store.git import Commit
from unpolicy.store.read import parse
from unpolicy.text import printable, quoted

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from unpolicy.store.source import DataFile

R = TypeVar("R", bound=Record)


class Earlier(NamedTuple):
    """The targets of a revision, and the indicators that they are measured by."""

    targets: dict[str, Target]
    indicators: dict[str, Indicator]


def earlier(targets: Path, indicators: Path, revision: str) -> Earlier:
    """What the data files held at a revision; where they were moved since, at their place of then.

    Args:
        targets: the targets file of today.
        indicators: the indicators file of today.
        revision: one commit, as git names it.

    Raises:
        UsageError: there is nothing to compare with.
        DataError: a promise of then cannot be read.
    """
    targets, indicators = targets.resolve(), indicators.resolve()
    commit = Commit.of(targets, revision)
    found = commit.follow(targets)
    if found is None:
        raise _absent(revision, targets)
    place, file = found
    promised = _records(file, "targets", Target)
    together = indicators.parent == targets.parent
    measured = commit.read(place.parent / indicators.name if together else indicators)
    if measured is None and promised:
        raise _absent(revision, indicators)
    used = {target.indicator for target in promised.values()}
    return Earlier(promised, {} if measured is None else _records(measured, "indicators", Indicator, used))


def _absent(revision: str, path: Path) -> UsageError:
    return UsageError(
        f"The revision “{printable(revision)}” has no {quoted(path.name)}: see `git log -- {quoted(path.name)}`.",
        ja=f"リビジョン「{printable(revision)}」に {quoted(path.name)} がありません。"
        f"`git log -- {quoted(path.name)}` を見てください。",
    )


def _records(file: DataFile, section: str, model: type[R], wanted: Container[str] | None = None) -> dict[str, R]:
    parsed = parse(file.text)
    for problem in parsed.problems:
        place = f"{quoted(file.path)}:{problem.span.line}:{problem.span.column}"
        raise _unread(f"{place}: {problem.message}", f"{place}: {problem.message}")
    raw = parsed.data.get(section) or {}
    if not isinstance(raw, dict):
        raise _unread(f"`{section}` of {quoted(file.path)}", f"{quoted(file.path)} の `{section}`")
    found = {}
    for name, record in raw.items():
        if wanted is not None and name not in wanted:
            continue
        try:
            found[str(name)] = model.model_validate(record)
        except ValidationError as error:
            place = printable(f"`{section}.{name}`")
            raise _unread(f"{place} of {quoted(file.path)}", f"{quoted(file.path)} の {place}") from error
    return found


def _unread(en: str, ja: str) -> DataError:
    return DataError(
        f"What was promised cannot be read: {en}; compare with another revision.",
        ja=f"以前の約束を読めません：{ja}。ほかのリビジョンと比べてください。",
    )
