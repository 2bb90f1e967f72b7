"""How the program behaves toward a terminal: colour, and how much it says beside its results."""

from __future__ import annotations

import os
import sys
from typing import Literal

Color = Literal["auto", "always", "never"]
Depth = Literal["plain", "bold", "colour"]
"""What a stream may be sent: letters alone, bold ones too, colours too."""


class Manners:
    """What one run was asked for.

    Attributes:
        color: what `--color` or `UNPOLICY_COLOR` says, if anything.
        preferred: what the data directory's settings say, which the environment's own variables go before.
        quiet: whether only errors are told on stderr.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin a run that nothing was asked of yet."""
        self.color: Color | None = None
        self.preferred: Color = "auto"
        self.quiet = False


manners = Manners()
"""Those of this run."""


def wanted() -> Color:
    """Whether colour is wanted: the option, else NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE, else the settings."""
    if manners.color in {"always", "never"}:
        return manners.color
    if os.environ.get("NO_COLOR"):
        return "auto"
    names = ("FORCE_COLOR", "CLICOLOR_FORCE")
    forced = any(os.environ.get(name, "0").lower() not in {"", "0", "false"} for name in names)
    if forced:
        return "always"
    # What a pipe gets is never up to the data that somebody cloned: their `always` is no more than what is usual.
    return "never" if manners.preferred == "never" else "auto"


def depth() -> Depth:
    """What the standard output may be sent: NO_COLOR leaves bold, a dumb terminal gets neither."""
    wish = wanted()
    if wish == "always":
        return "colour"
    if wish == "never" or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty():
        return "plain"
    return "bold" if os.environ.get("NO_COLOR") else "colour"


def bold(text: str, colour: str = "") -> str:
    """A text in bold, in an ANSI colour (`36` is cyan) where there are colours; plain where there is neither."""
    level = depth()
    if level == "plain":
        return text
    return f"\x1b[1{';' + colour if colour and level == 'colour' else ''}m{text}\x1b[0m"
