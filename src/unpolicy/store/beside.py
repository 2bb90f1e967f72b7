"""Files beside the data that a site shows: a logo, and pages in Markdown."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from unpolicy.errors import DataError
from unpolicy.store import disk
from unpolicy.text import quoted

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 4 * 1024 * 1024
"""Bytes of such a file; a larger one is none of these."""


def read_beside(directory: Path, name: str) -> bytes:
    """Read a file in the data directory that the settings name.

    Links are not followed: what they lead to was not meant to be published.

    Raises:
        DataError: it cannot be read, is too large, or lies elsewhere.
    """
    path = directory / name
    try:
        if os.path.realpath(path) != os.path.join(os.path.realpath(directory), os.path.normpath(name)):  # noqa: PTH118
            raise OSError(0, "A link leads to it")
        found = disk.read(path)
    except OSError as error:
        reason = error.strerror or error
        raise DataError(
            f"{quoted(path)}, which settings.yaml names, cannot be read ({reason}).",
            ja=f"settings.yaml にある {quoted(path)} を読めません（{reason}）。",
        ) from error
    if len(found) > LARGEST:
        raise DataError(
            f"{quoted(path)} is larger than {LARGEST // 1024**2} MiB: a page or logo must be smaller.",
            ja=f"{quoted(path)} が {LARGEST // 1024**2} MiB を超えています。小さくしてください。",
        )
    return found
