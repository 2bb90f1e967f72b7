"""Profiles: the options of an import, kept in the settings under a name and found by the names of files."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.errors import RefusedError, UsageError
from unpolicy.exchange.formats import ReadingOptions
from unpolicy.exchange.units import parse_units
from unpolicy.text import close_match

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unpolicy.exchange.request import Typed
    from unpolicy.format.settings import ImportProfile, Settings


class Options(NamedTuple):
    """All options of an import.

    Attributes:
        reading: how the file is read.
        typed: how it is understood.
        profile: the profile that filled in what was not typed, if any.
    """

    reading: ReadingOptions
    typed: Typed
    profile: str | None = None


def with_profile(options: Options, settings: Settings | None, name: str | None, file: str) -> Options:
    """The options with those of a profile: the one that is named, else the one whose files the file is of.

    Raises:
        UsageError: there is no such profile, or the file is of several.
    """
    profiles = {} if settings is None else settings.imports
    if name is None:
        fitting = [key for key, one in profiles.items() if one.files and fnmatch(PurePath(file).name, one.files)]
        if len(fitting) > 1:
            raise UsageError(
                f"{PurePath(file).name} is of several profiles ({', '.join(fitting)}): name one with --profile.",
                ja=f"{PurePath(file).name} に合うプロファイルが複数あります（{'、'.join(fitting)}）。"
                "--profile で指定してください。",
            )
        name = fitting[0] if fitting else None
    if name is None:
        return options
    if name not in profiles:
        close = close_match(name, profiles)
        raise UsageError(
            f"--profile: the settings have no profile {name}" + (f"; did you mean {close}?" if close else "."),
            ja=f"--profile：設定に {name} というプロファイルはありません"
            + (f"（{close} のことですか）。" if close else "。"),
        )
    return _merged(options, profiles[name], name)


def require_new(settings: Settings | None, name: str | None) -> None:
    """Refuse a name under which options are kept already.

    Raises:
        RefusedError: there is such a profile.
    """
    if name is not None and settings is not None and name in settings.imports:
        raise RefusedError(
            f"the settings have a profile {name} already: change it there, or name another.",
            ja=f"設定にはすでにプロファイル {name} があります。そこで変更するか、別の名前にしてください。",
        )


def _merged(options: Options, kept: ImportProfile, name: str) -> Options:
    """What was typed goes before what is kept, and adds to its lists."""
    reading, typed = options.reading, options.typed
    return Options(
        ReadingOptions(
            reading.kind or kept.format,
            reading.sheet or kept.sheet,
            reading.hidden or kept.hidden,
            reading.encoding or kept.encoding,
        ),
        typed._replace(
            indicator=typed.indicator or kept.indicator,
            mapping=[*_pairs(kept.map), *(typed.mapping or [])],
            where=[*_pairs(kept.where), *(typed.where or [])],
            missing=[*kept.missing, *(typed.missing or [])],
            flags=[*_pairs(kept.flag), *(typed.flags or [])],
            units=[*_pairs(kept.unit), *(typed.units or [])],
            decimal=typed.decimal or kept.decimal,
        ),
        name,
    )


def _pairs(kept: Mapping[str, object]) -> list[str]:
    held = ((theirs, ours if isinstance(ours, tuple) else (ours,)) for theirs, ours in kept.items())
    return [f"{theirs}={one}" for theirs, ours in held for one in ours]


def profile_of(options: Options, file: str) -> dict[str, Any]:
    """The options as a profile of files named like this one, whatever numbers stand in their names."""
    reading, typed = options.reading, options.typed
    units = {unit: int(times) if times == int(times) else float(times) for unit, times in _units(typed).items()}
    profile: dict[str, Any] = {
        "files": re.sub(r"[0-9]+", "*", PurePath(file).name),
        "from": reading.kind,
        "indicator": typed.indicator,
        "map": _parted(typed.mapping or []),
        "where": _alternatives(typed.where or []),
        "missing": list(typed.missing or []),
        "flag": _parted(typed.flags or []),
        "unit": units,
        "decimal": typed.decimal,
        "encoding": reading.encoding,
        "sheet": reading.sheet,
        "hidden": reading.hidden,
    }
    return {key: value for key, value in profile.items() if value}


def _alternatives(pairs: Sequence[str]) -> dict[str, str | list[str]]:
    """What rows are taken: a column's value, or its values where there are several."""
    found: dict[str, list[str]] = {}
    for column, _, value in (pair.partition("=") for pair in pairs):
        found.setdefault(column, []).append(value)
    return {column: values[0] if len(values) == 1 else values for column, values in found.items()}


def _units(typed: Typed) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pair in typed.units or []:
        (times,) = parse_units([pair]).values()
        found[pair.rpartition("=")[0] or pair] = times
    return found


def _parted(pairs: Any) -> dict[str, str]:  # noqa: ANN401 - lists of pairs that are known to be such
    return {theirs: ours for theirs, _, ours in (pair.rpartition("=") for pair in pairs)}
