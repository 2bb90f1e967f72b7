"""The language of everything that people read: --lang, else UNPOLICY_LANG, else the locale."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unpolicy.years import Language

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def from_environment(environ: Mapping[str, str]) -> Language:
    """The language of the environment; English where it names neither of the two."""
    asked = environ.get("UNPOLICY_LANG", "").lower()
    if asked:
        return "ja" if asked.startswith("ja") else "en"
    locale = next((environ[name] for name in _LOCALE_VARIABLES if environ.get(name)), "")
    return "ja" if locale.startswith("ja") else "en"


def from_arguments(arguments: Sequence[str], environ: Mapping[str, str]) -> Language:
    """The language to report errors in, also those that come before the command line is understood."""
    for index, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value is not None:
            return "ja" if value == "ja" else "en"
    return from_environment(environ)
