"""Texts in IATI: one `narrative` a language, and no character that XML cannot hold."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.model import Translations
from unpolicy.text import printable

if TYPE_CHECKING:
    from unpolicy.model import Text
    from unpolicy.years import Language

_NO_XML = re.compile("[\ufffe\uffff\r]")


class Writer(NamedTuple):
    """Writes texts into an activity.

    Attributes:
        lang: the activity's default language, in which a text without translation is taken to be.
    """

    lang: Language

    def words(self, parent: ET.Element, text: Text) -> None:
        """Add a text's narratives: the default language first, each other one marked."""
        if isinstance(text, str):
            self.narrative(parent, text)
            return
        by_language = {"ja": text.ja, "en": text.en}
        for language in (self.lang, "en" if self.lang == "ja" else "ja"):
            words = by_language[language]
            if words is not None:
                self.narrative(parent, words, None if language == self.lang else language)

    def narrative(self, parent: ET.Element, words: str, language: str | None = None) -> None:
        """Add one narrative."""
        attributes = {} if language is None else {"xml:lang": language}
        ET.SubElement(parent, "narrative", attributes).text = xml_safe(words)

    def joined(self, parent: ET.Element, texts: list[Text], separator: str = " ") -> None:
        """Add several texts as one, in both languages as soon as one of them is in both."""
        if all(isinstance(text, str) for text in texts):
            self.narrative(parent, separator.join(map(str, texts)))
            return
        ja, en = (separator.join(_in(text, language) for text in texts) for language in ("ja", "en"))
        self.words(parent, Translations.model_construct(ja=ja or None, en=en or None))


def xml_safe(text: str) -> str:
    """A text that XML can hold: control characters as visible escapes."""
    return _NO_XML.sub("�", printable(text))


def _in(text: Text, language: str) -> str:
    if isinstance(text, str):
        return text
    return (text.ja or text.en if language == "ja" else text.en or text.ja) or ""
