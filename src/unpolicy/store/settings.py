"""`settings.yaml`, read on its own: the language of a run must be known before the data are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from unpolicy.errors import DataError

if TYPE_CHECKING:
    from unpolicy.format.settings import Settings
    from unpolicy.store.directory import DataDirectory


def read_settings(directory: DataDirectory) -> Settings | None:
    """What the settings of a data directory say.

    Returns:
        The settings; `None` where there are none, or where something is wrong with them, which an inspection reports.
    """
    if not os.path.lexists(directory.settings):
        return None
    # Most directories have none, and some commands need no parser.
    from unpolicy.format.settings import Settings
    from unpolicy.store.read import parse
    from unpolicy.store.source import read_source

    try:
        return Settings.model_validate(parse(read_source(directory.settings).text).data)
    except (DataError, ValueError):
        return None
