"""Text made safe to print, the one place where control characters are taken out of names; and close matches of words.

Titles and notes come from files that others wrote, and file names may hold any byte. Printed as they
are, they could move the cursor, colour the screen, make links or turn the reading direction round. Everything
that goes to a terminal or into a message passes through `printable`, and every file name through `quoted`.
"""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING
from unicodedata import category, combining, decomposition, east_asian_width

from unpolicy.errors import UsageError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line feed, delete, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional marks, overrides and isolates
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f"  # invisible: words may hide in them
    "\u3164\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e00ff"  # likewise, the tags among them
    "\u2028\u2029"  # breaks that some terminals and all JavaScript honour
    "\ufeff"  # invisible, and eaten by whatever reads the output next
    "\ud800-\udfff"  # lone surrogates: no encoding can write them
    "]"
)
_LINE_BREAKING = re.compile("[\t\n]")
_HARMLESS = re.compile("[A-Za-z0-9,./+_-]")
_TO_FULL_WIDTH = 0xFEE0

LONGEST_QUOTE = 40
"""Characters of something typed that a message repeats."""
LONGEST_DESCRIPTION = 60
"""Columns of a description beside a completion; a longer one would be wrapped, and its second line offered itself."""

# A run of narrow characters is a word; a wide character stands alone, but takes what must not begin a line with it.
_PIECES = r"[(（「『“]*(?:[!-~０-９À-ɏ−–]+|\S)(?:”[!-~]*)*[、。，．）」』・ー々]*\s*"

_LONGEST_COMPARED = 100
_LIKENESS = 0.7
"""How alike two words are, from 0 to 1, before one is offered for the other; a wrong guess misleads more than none."""


def printable(text: str) -> str:
    r"""Returns the text with everything that could steer a terminal replaced by a visible escape.

    Line feeds and tabs stay: they are layout, and a caller who wants one line joins the lines itself.

    Args:
        text: any text, lone surrogates included.

    Returns:
        The same text, with ESC as ``\x1b``, a right-to-left override as ``\u202e`` and so on. It can be
        encoded as UTF-8.
    """
    return _UNSAFE.sub(_escaped, text)


def json_safe(document: str) -> str:
    r"""Returns an encoded JSON document in which everything that could steer a terminal is escaped as JSON has it.

    A document stays the same document: such characters stand in strings alone, and ``\u202e`` is read as what it was.

    Args:
        document: what a JSON encoder made, whole or a piece of it.
    """
    if document.isascii() and "\x7f" not in document:  # an encoder escapes the other control characters
        return document
    return _UNSAFE.sub(lambda match: json.dumps(match.group())[1:-1], document)


def shell_description(text: str) -> str:
    """Returns a title as a shell may show it beside a completion: one short line without any sign of its language.

    zsh evaluates such descriptions, and rich reads markup and emoji codes in them on the way there. No quoting survives
    both, so signs of ASCII stand in their full-width form, in which nobody takes them for anything else.

    Args:
        text: any text.
    """
    flat = printable(" ".join(text.split()))
    shown_chars: list[str] = []
    room = LONGEST_DESCRIPTION
    for char in flat:
        shown = chr(ord(char) + _TO_FULL_WIDTH) if "!" <= char <= "~" and not _HARMLESS.match(char) else char
        room -= columns(shown)
        if room < 0:
            return "".join(shown_chars) + "…"
        shown_chars.append(shown)
    return "".join(shown_chars)


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Returns what was typed as a message repeats it: in one line, whole, or the first `longest` characters and `…`."""
    text = re.sub(r"\s*[\r\n]\s*", " ", text)
    return text if len(text) <= longest else text[:longest] + "…"


def columns(text: str) -> int:
    """Returns how many columns of a terminal a line takes: two for a wide character, none for one that combines."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "FW" else 1 for char in text)


def unbreakable_parts(text: str) -> list[str]:
    """Returns the parts of a text between which a line may break, each with the spaces behind it."""
    return re.findall(_PIECES, text)


def wrapped(text: str, width: int, mark: str = "") -> list[str]:
    """Returns a text in lines of at most so many columns; only a piece that is wider itself makes a longer one.

    Args:
        text: one line, safe to print.
        width: the columns of a line.
        mark: what stands before the text on the first line, never alone.
    """
    found = [mark]
    for piece in unbreakable_parts(text):
        if found[-1] not in ("", mark) and columns((found[-1] + piece).rstrip()) > width:
            found.append("")
        found[-1] += piece
    return [line.rstrip() for line in found]


def quoted(name: str | os.PathLike[str]) -> str:
    r"""Returns a file name as a message shows it: as it is, or in double quotes where it holds anything odd.

    Args:
        name: a file name or path. Bytes that are no text may be in it as surrogates, as Python reads them.

    Returns:
        One line. In quotes, a line feed is ``\n``, a tab ``\t``, other unsafe characters are escaped as by
        `printable`, and quotes and backslashes carry a backslash.
    """
    plain = str(name)
    if plain and plain == plain.strip() and not (_UNSAFE.search(plain) or _LINE_BREAKING.search(plain)):
        return plain
    inside = plain.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{printable(inside)}"'


def close_match(word: str, known: Iterable[str]) -> str | None:
    """Returns the known word that was probably meant; `None` where none is close enough to suggest.

    Capital and small letters are the same. The time is proportional to the number of known words.

    Args:
        word: what was written.
        known: what could have been.
    """
    if len(word) > _LONGEST_COMPARED:
        return None
    names = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), names, n=1, cutoff=_LIKENESS)
    return names[found[0]] if found else None


def meant(word: str, known: Iterable[str]) -> tuple[str, str]:
    """The end of a sentence that says a word is not known, in English and Japanese: the one that was probably meant."""
    found = close_match(word, known)
    return (".", "") if found is None else (f"; did you mean {found}?", f"（{found} のことですか）")


def refuse_mark(text: str) -> None:
    """Refuse a year or a figure with a superscript, a subscript, a circled digit, ※ or 注: the mark of a footnote.

    Raises:
        UsageError: such a sign is in it, which would read as one more digit.
    """
    mark = None if text.isascii() else next((char for char in text if is_mark(char)), None)
    if mark is not None:
        raise UsageError(
            f"“{shortened(text)}” carries the mark of a footnote ({mark}): take it out, and say it in a note.",
            ja=f"「{shortened(text)}」には注の番号（{mark}）が付いています。番号を除き、内容は note に書いてください。",
            reason="footnote-mark",
        )


def is_mark(char: str) -> bool:
    """Whether a character is the mark of a footnote: a superscript, a subscript, a circled digit, ※ or 注."""
    kind = decomposition(char).partition(" ")[0]
    if char in "※注" or kind in ("<super>", "<sub>", "<circle>"):
        return True
    return category(char) == "No" and kind != "<fraction>"


def xml_safe(text: str) -> str:
    """The text as XML can hold it: control characters as visible escapes."""
    return re.sub("[\ufffe\uffff]", "\ufffd", printable(text))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
