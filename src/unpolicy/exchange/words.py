"""Headings, codes and units in the one form that comparing needs."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """A text in small letters and normal width, with single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
