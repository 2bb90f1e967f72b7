"""How things are said to one reader: the language, and every spelling that hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.model import pick
from unpolicy.text import printable
from unpolicy.years import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from unpolicy.model import Indicator, Text
    from unpolicy.years import Language

Words = dict[str, tuple[str, str]]
"""The words of one topic by key: English and Japanese, with the names of what is filled in between braces."""


class Voice:
    """What every view speaks with.

    Args:
        lang: the reader's language.
    """

    __slots__ = ("_column", "lang")

    def __init__(self, lang: Language) -> None:
        self.lang: Language = lang
        self._column = 1 if lang == "ja" else 0

    def say(self, sentence: tuple[str, str], **values: object) -> str:
        """One of two sentences, filled in."""
        return sentence[self._column].format(**values) if values else sentence[self._column]

    def word(self, words: Mapping[str, tuple[str, str]], key: str, **values: object) -> str:
        """A topic's word for a key, filled in."""
        return self.say(words[key], **values)

    def line(self, text: Text) -> str:
        """A text from the data files on one line, safe to print."""
        return " ".join(printable(pick(text, self.lang)).split())

    def year(self, number: int, indicator: Indicator) -> str:
        """A year as the indicator counts it: 2024, FY2024, 2024年, 2024年度."""
        return label(number, indicator.year, self.lang)

    def enumerate(self, items: Iterable[str]) -> str:
        """Several things in a row, with the language's comma."""
        return ("、" if self.lang == "ja" else ", ").join(items)
