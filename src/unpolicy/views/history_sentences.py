"""What a history says in words, the same on a terminal and in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.views.common import exact, line, year
from unpolicy.views.labels import VERDICTS, word
from unpolicy.views.words.history import WORDS

if TYPE_CHECKING:
    from unpolicy.assess.history import History, Revised
    from unpolicy.model import Indicator
    from unpolicy.years import Language


def revision_sentence(item: Revised, indicator: Indicator, lang: Language) -> str:
    """A revision and what it did: 10.2 became 10.4 on 2026-07-21: on-track became acceleration-needed."""
    key = "unjudged" if item.after is None else "changed" if item.changed else "unchanged"
    return _word(key, lang).format(
        year=year(item.year, indicator, lang),
        old=exact(item.old, indicator),
        new=exact(item.new, indicator),
        day=item.day.isoformat(),
        before=_verdict(item.before, lang),
        after=_verdict(item.after, lang),
    )


def title_of(found: History, lang: Language) -> str:
    """The title of the target, else of its indicator."""
    own = None if found.target is None else found.target.title
    return line(own or found.indicator.title, lang)


def _verdict(verdict: str | None, lang: Language) -> str:
    """The verdict by its name in the data and on the command line, which is what an English reader quotes."""
    if verdict is None:
        return _word("no-verdict", lang)
    return word(VERDICTS, verdict, lang) if lang == "ja" else verdict


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
