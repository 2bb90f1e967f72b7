"""Keeps a policy's promises beside its yearly figures and says whether it will get there.

For notebooks and other programs: `load` reads a data directory, and every error is an `UnpolicyError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.errors import ConflictError, DataError, MissingExtraError, RefusedError, UnpolicyError, UsageError

if TYPE_CHECKING:
    from unpolicy.notebook import Policy, load

__version__ = "0.2.0"
"""The version of the program; the data format has one of its own."""

__all__ = [
    "ConflictError",
    "DataError",
    "MissingExtraError",
    "Policy",
    "RefusedError",
    "UnpolicyError",
    "UsageError",
    "__version__",
    "load",
]


def __getattr__(name: str) -> object:
    """`load` and `Policy`, imported when they are asked for: reading data needs pydantic, naming an error does not."""
    if name not in {"load", "Policy"}:
        raise AttributeError(name)
    from unpolicy import notebook

    return getattr(notebook, name)
