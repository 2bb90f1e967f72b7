"""Profiles of imports kept in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from unpolicy.errors import UsageError
from unpolicy.model.settings import Settings
from unpolicy.store.edit import add_records
from unpolicy.store.write import opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.change.transact import Circumstances
    from unpolicy.store.directory import DataDirectory


def keep_profile(directory: DataDirectory, name: str, profile: Mapping[str, Any], how: Circumstances) -> str:
    """Add a profile to the settings, which are made where there are none; on a dry run only whether it could be.

    Returns:
        The settings as people call them.

    Raises:
        UnpolicyError: it is no profile, or there is one of that name.
    """
    _require_valid(name, profile)
    path = directory.settings
    if not how.dry_run:
        with opened(path, wait=how.wait, new=True) as file:
            file.write(add_records(file.source, {"imports": {name: profile}}), how.words)
    return directory.display(path)


def _require_valid(name: str, profile: Mapping[str, Any]) -> None:
    try:
        Settings.model_validate({"version": 1, "imports": {name: dict(profile)}})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageError(
            f"--save-profile: these options make no profile {name} ({place}: {first['msg']}).",
            ja=f"--save-profile：このオプションからプロファイル {name} は作れません（{place}：{first['msg']}）。",
        ) from error
