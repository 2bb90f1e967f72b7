"""Where the data is: the directory that was named, or the nearest one that looks like it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unpolicy.errors import DataError
from unpolicy.store.source import read_source
from unpolicy.textsafe import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "UNPOLICY_DATA"
TARGETS = "targets.yaml"
INDICATORS = "indicators.yaml"
NEAREST = "data"


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """A data directory.

    Attributes:
        path: the directory.
        targets: the path of `targets.yaml`.
        indicators: the path of `indicators.yaml`.
        here: the working directory, which shown paths start from.
    """

    path: Path
    targets: Path
    indicators: Path
    here: Path

    def display(self, path: Path) -> str:
        """A path as people want to read it: from the working directory where it is below that, else whole."""
        try:
            return str(path.relative_to(self.here))
        except ValueError:
            return str(path)


def find_data(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> DataDirectory:
    """Find the data directory.

    Args:
        explicit: what `--data` named.
        environ: the environment; `UNPOLICY_DATA` counts where nothing was named.
        cwd: the working directory, from which the nearest `data/` holding `targets.yaml` is sought upward.

    Raises:
        DataError: there is none.
    """
    if explicit is not None:
        return _named(explicit, "--data", cwd)
    named = environ.get(VARIABLE)
    if named:
        return _named(Path(named), VARIABLE, cwd)
    for folder in (cwd, *cwd.parents):
        if _is_there(folder / NEAREST / TARGETS):
            return _directory(folder / NEAREST, cwd)
    raise DataError(
        f"No data found: neither {quoted(cwd)} nor a directory above it has {NEAREST}/{TARGETS}; "
        "name one with --data DIR, or start one with `unpolicy init`.",
        ja=f"データが見つかりません。{quoted(cwd)} にも上のディレクトリにも {NEAREST}/{TARGETS} がありません。"
        "--data DIR で指定するか、`unpolicy init` で作ってください。",
    )


def _named(path: Path, by: str, cwd: Path) -> DataDirectory:
    for folder in (path, path / NEAREST):
        if _is_there(folder / TARGETS):
            return _directory(folder, cwd)
    if path.name == TARGETS and _is_there(path):
        return _directory(path.parent, cwd)
    read_source(path / TARGETS)  # says what is wrong with it in its own words
    raise DataError(
        f"{quoted(path)}, named by {by}, holds no {TARGETS}; name another, or start one with `unpolicy init`.",
        ja=f"{by} の {quoted(path)} に {TARGETS} がありません。別の場所を指定するか、`unpolicy init` で作ってください。",
    )


def _directory(folder: Path, cwd: Path) -> DataDirectory:
    return DataDirectory(folder, folder / TARGETS, folder / INDICATORS, cwd)


def _is_there(path: Path) -> bool:
    """Whether something is there, readable or not; what cannot even be looked at is not."""
    try:
        return path.exists()
    except OSError:
        return False
