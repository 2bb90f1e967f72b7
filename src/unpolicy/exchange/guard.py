"""Text that no spreadsheet program takes for a formula, and the way back: the one place of formula escaping.

A cell of a CSV file that begins with ``=``, ``+``, ``-`` or ``@`` is a formula to Excel, LibreOffice and Google
Sheets, whoever wrote it; tabs and line breaks at the start hide one, and East Asian editions take the full-width signs
too (OWASP, "CSV Injection"). Such a text gets one apostrophe before it. So does a text that begins with apostrophes
and then goes on like that, which is what makes the way back exact: taking one apostrophe from every text that
`is_risky` and begins with one gives the old text, whatever it was. Numbers are no text and are never touched.
"""

from __future__ import annotations

import re

_RISKY = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def is_risky(text: str) -> bool:
    """Whether a spreadsheet program might take the text for a formula, or is kept from it by apostrophes alone."""
    return _RISKY.match(text) is not None


def guard(text: str) -> str:
    """The text as a cell of a CSV file: with an apostrophe before it where it is risky."""
    return f"'{text}" if is_risky(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given; a text that it would not have made stays as it is."""
    return text[1:] if text.startswith("'") and is_risky(text) else text
