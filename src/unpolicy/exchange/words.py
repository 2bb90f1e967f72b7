"""Headings, codes and units in the one form that comparing needs."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from unpolicy.model import pick

if TYPE_CHECKING:
    from unpolicy.model import Text


def plain(text: str) -> str:
    """A text in small letters and normal width, with single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def spellings(text: Text) -> set[str]:
    """A text in each of its languages, in that form."""
    return {plain(pick(text, "ja")), plain(pick(text, "en"))}
