"""All data as they were at an earlier revision in git."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.against import absent, files_at
from unpolicy.checks.inspection import inspect_files
from unpolicy.errors import DataError
from unpolicy.format.split import kind_of
from unpolicy.text import printable

if TYPE_CHECKING:
    from datetime import date

    from unpolicy.model import Dataset
    from unpolicy.store.directory import DataDirectory

_REFERENCES = "U4"
"""What the codes of ids that lead nowhere begin with: data with such an error cannot be judged."""


def data_at(directory: DataDirectory, revision: str, as_of: date) -> Dataset:
    """All data as they were at a revision; where the files were moved since, at their place of then.

    What a rule of today finds wrong with them is passed over, unless an id leads nowhere.

    Args:
        directory: where they are today.
        revision: one commit, as git names it.
        as_of: the day on which the data is judged.

    Raises:
        UsageError: there is nothing to compare with.
        DataError: they cannot be read.
    """
    files = files_at(directory.targets, directory.indicators, revision)
    if not any(kind_of(key) == "indicators" for key in files):
        raise absent(revision, directory.indicators)
    found = inspect_files(files, as_of=as_of, warnings=False, fixes=False)
    errors = [one for one in found.diagnostics if one.severity == "error"]
    barring = errors if found.dataset is None else [one for one in errors if one.code.startswith(_REFERENCES)]
    if found.dataset is None or barring:
        first = barring[0]
        place = f"{first.path}:{first.line}:{first.column}"
        raise DataError(
            f"The data of “{printable(revision)}” cannot be read: {place}: {first.message}",
            ja=f"「{printable(revision)}」のデータを読めません：{place}：{first.message_ja}",
        )
    return found.dataset
