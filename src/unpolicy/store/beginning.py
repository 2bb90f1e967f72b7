"""A new data directory: empty files to fill in, or the example that comes with the program."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from unpolicy.errors import DataError, RefusedError
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

TARGETS = "targets.yaml"
INDICATORS = "indicators.yaml"

EMPTY: dict[str, str] = {
    TARGETS: """\
version: 1
policy:
  id: my-policy
  title: My policy
goals: {}
# goals:
#   cleaner-air:
#     title: Cleaner air
#     statement: Fine dust in the city falls to the level that the WHO asks for.
targets: {}
# targets:
#   dust-10:
#     goal: cleaner-air
#     indicator: fine-dust
#     baseline: 2020
#     value: 10
#     by: 2030
""",
    INDICATORS: """\
version: 1
indicators: {}
# indicators:
#   fine-dust:
#     title: Fine dust, yearly mean
#     unit: µg/m³
#     kind: amount          # count | percentage | amount | index
#     direction: decrease   # the desired direction
#     year: calendar        # calendar | fiscal
#     actuals:
#       2020: 14.2
""",
}


def example() -> dict[str, str]:
    """The shipped example: each file's name and text.

    Raises:
        DataError: the installation lacks it.
    """
    package = Path(__file__).parent.parent
    # In a checkout the files stand beside `src`; an installed package carries them inside itself.
    for folder in (package / "example", package.parent.parent / "data"):
        if (folder / TARGETS).is_file():
            return {name: (folder / name).read_text(encoding="utf-8") for name in (TARGETS, INDICATORS)}
    raise DataError(
        "The example is not part of this installation: install unpolicy again.",
        ja="例のデータがインストールに含まれていません。unpolicy をインストールし直してください。",
    )


def begin(directory: Path, files: Mapping[str, str]) -> list[Path]:
    """Write new data files; nothing that exists is touched.

    Returns:
        The paths written.

    Raises:
        RefusedError: one of the files is there already.
        DataError: the directory or a file cannot be made.
    """
    paths = [directory / name for name in files]
    there = next((path for path in paths if path.exists() or path.is_symlink()), None)
    if there is not None:
        raise RefusedError(
            f"{quoted(there)} exists already and was left alone: name another directory.",
            ja=f"{quoted(there)} はすでにあるため、何も変えていません。別のディレクトリを指定してください。",
        )
    made: list[Path] = []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for path in paths:
            with path.open("x", encoding="utf-8", newline="") as file:
                made.append(path)
                file.write(files[path.name])
    except OSError as error:
        for path in made:  # half a file would be in the way of the next try
            with contextlib.suppress(OSError):
                path.unlink()
        raise DataError(
            f"{quoted(directory)} could not be made a data directory: {error.strerror or error}.",
            ja=f"{quoted(directory)} にデータを作れません：{error.strerror or error}。",
        ) from error
    return paths
