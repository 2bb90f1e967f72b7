"""Where the data files are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import DataError
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VARIABLE = "UNPOLICY_DATA"
TARGETS = "targets.yaml"
INDICATORS = "indicators.yaml"
_ADVICE = "start one with `unpolicy init`, or name it with `--data DIR`"
_ADVICE_JA = "`unpolicy init` で作るか、`--data DIR` で指定してください。"


class DataDirectory(NamedTuple):
    """A directory with data files.

    Attributes:
        path: the directory, as it was named or found.
        targets: the file with policy, goals, targets and ratings.
        indicators: the file with indicators and their figures.
        cwd: the working directory that `display` counts from.
    """

    path: Path
    targets: Path
    indicators: Path
    cwd: Path

    @classmethod
    def at(cls, path: Path, cwd: Path) -> DataDirectory:
        """Takes a directory without looking whether it is there."""
        return cls(path, path / TARGETS, path / INDICATORS, cwd)

    def display(self, path: Path) -> str:
        """Returns a path as people want to read it: from the working directory where that is shorter, in one line."""
        absolute = os.path.normpath(self.cwd / path)
        try:
            relative = os.path.relpath(absolute, self.cwd)
        except (ValueError, OSError):  # another drive, on Windows; a working directory that nobody can name any more
            relative = absolute
        return quoted(min(relative, absolute, key=len))


def find_data(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> DataDirectory:
    """Finds the data directory.

    Args:
        explicit: what ``--data`` names, if anything: the directory that holds the files, or the one above its ``data``.
        environ: the environment; ``UNPOLICY_DATA`` in it counts like ``--data``, which goes before it.
        cwd: the working directory. Without either, the nearest ``data`` holding ``targets.yaml`` from here upward.

    Returns:
        The directory; it held a ``targets.yaml`` a moment ago.

    Raises:
        DataError: there is none; the sentence says where it was looked for.
    """
    if explicit is not None:
        return DataDirectory.at(_named(explicit, cwd, "--data"), cwd)
    named = environ.get(VARIABLE)
    if named:
        return DataDirectory.at(_named(Path(named), cwd, VARIABLE), cwd)
    for directory in _upward(cwd):
        found = _holding(directory / "data")
        if found is not None:
            return DataDirectory.at(found, cwd)
    raise DataError(
        f"no `data` directory with a `{TARGETS}` in {quoted(cwd)} or above it: {_ADVICE}",
        ja=f"{quoted(cwd)} にも、その上にも、{TARGETS} のある data ディレクトリがありません。{_ADVICE_JA}",
    )


def working_directory() -> Path:
    """Returns the working directory, or the name it had where somebody has deleted it meanwhile."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.environ.get("PWD") or os.curdir)


def _named(named: Path, cwd: Path, by: str) -> Path:
    try:
        expanded = named.expanduser()
    except RuntimeError:  # nobody knows where home is: then the tilde is a name like any other
        expanded = named
    place = cwd / expanded
    found = _holding(place) or _holding(place / "data")
    if found is not None:
        return found
    fault, fault_ja = _fault(place)
    raise DataError(f"{quoted(named)} ({by}) {fault}: {_ADVICE}", ja=f"{quoted(named)}（{by}）{fault_ja}。{_ADVICE_JA}")


def _holding(directory: Path) -> Path | None:
    # os.path.lexists: a targets.yaml that is a broken link or may not be read is found, and told apart when it is read.
    return directory if os.path.lexists(directory / TARGETS) else None


def _fault(place: Path) -> tuple[str, str]:
    try:
        is_directory = os.path.isdir(place)  # noqa: PTH112 - False for a loop of links, where Path.is_dir may raise
        if is_directory:
            os.listdir(place)  # noqa: PTH208 - only whether it may be done is of interest
    except PermissionError:
        return "may not be read", "を読む権限がありません"
    except (OSError, ValueError):
        return "cannot be read", "を読めません"
    if is_directory:
        return f"holds no `{TARGETS}`", f"に {TARGETS} がありません"
    if os.path.lexists(place):
        return "is not a directory", "はディレクトリではありません"
    return "does not exist", "は存在しません"


def _upward(cwd: Path) -> Iterator[Path]:
    absolute = Path(os.path.normpath(cwd))
    yield absolute
    yield from absolute.parents
