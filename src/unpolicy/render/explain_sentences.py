"""What a derivation says in words, the same wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.render.common import line, target_title
from unpolicy.render.labels import word
from unpolicy.render.words.explain import WORDS

if TYPE_CHECKING:
    from unpolicy.derivation import Derivation
    from unpolicy.evidence import Input
    from unpolicy.years import Language


def title_of(derivation: Derivation, lang: Language) -> str:
    """The target's title, or the indicator's."""
    if derivation.target is not None:
        return target_title(derivation.target, lang)
    return line(derivation.entry.indicator.title, lang)


def source_text(item: Input, lang: Language) -> str:
    """The title of a figure's source, else its URL."""
    if item.cited is None:
        return _word("no-source", lang)
    source = item.cited.source
    return line(source.title, lang) if source is not None else line(item.cited.url or "", lang)


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
