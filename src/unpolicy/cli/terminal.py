"""The views on a terminal by topic, as `terminal.status`: each is imported when something of it is drawn.

Rich takes long to import, and what goes into a pipe or a program needs none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unpolicy.views.terminal import chart, explain, forecast, show, status, tables

__all__ = ("chart", "explain", "forecast", "show", "status", "tables")

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name in __all__:
            return import_module(f"unpolicy.views.terminal.{name}")
        raise AttributeError(name)
