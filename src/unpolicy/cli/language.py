"""The language of everything that people read: --lang, else UNPOLICY_LANG, else the locale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from unpolicy.years import Language

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


settled: list[Language] = []
"""The language that the settings of this run's data directory ask for, for errors that nobody told it to."""


def asked(option: str | None, environ: Mapping[str, str]) -> Language | None:
    """The language that was asked for with `--lang`, else by a variable of the environment of ours.

    Raises:
        UsageError: it is neither of the two.
    """
    for name, text in (("--lang", option), ("UNPOLICY_LANG", environ.get("UNPOLICY_LANG"))):
        if text:
            language = _named(text)
            if language is None:
                shown = text[:40]
                raise UsageError(
                    f"{name} takes ja or en, not “{shown}”.",
                    ja=f"{name} には ja か en を指定してください（「{shown}」は不可）。",
                )
            return language
    return None


def chosen(option: str | None, environ: Mapping[str, str]) -> Language:
    """The language asked for, else that of the environment.

    Raises:
        UsageError: as for `asked`.
    """
    return asked(option, environ) or from_environment(environ)


def from_environment(environ: Mapping[str, str]) -> Language:
    """The language of the environment, else of the settings, else of the locale; English where these name none."""
    named = _named(environ.get("UNPOLICY_LANG", ""))
    if named or settled:
        return named or settled[0]
    return _named(next((environ[name] for name in _LOCALE_VARIABLES if environ.get(name)), "")) or "en"


def from_arguments(arguments: Sequence[str], environ: Mapping[str, str]) -> Language:
    """The language to report errors in, also those that come before the command line is understood."""
    for index, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value is not None:
            return _named(value) or from_environment(environ)
    return from_environment(environ)


def completion_words(environ: Mapping[str, str]) -> list[str]:
    """The words that a shell asks to have completed; none where it asks nothing."""
    return (environ.get("_TYPER_COMPLETE_ARGS") or environ.get("COMP_WORDS") or "").split()


def _named(text: str) -> Language | None:
    """The language of ja, ja_JP, ja-JP or ja_JP.UTF-8."""
    word = text.strip().lower().replace("-", "_").replace(".", "_").replace("@", "_").partition("_")[0]
    return "ja" if word == "ja" else "en" if word == "en" else None
