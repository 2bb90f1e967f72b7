"""`history` on a terminal: the verdict as it stood at each publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from unpolicy.measures.traced import show
from unpolicy.model import STATUSES_FOR_VERDICTS
from unpolicy.views.common import exact, share, year
from unpolicy.views.history_sentences import revision_sentence, title_of
from unpolicy.views.labels import METHODS, STATUSES, word
from unpolicy.views.words.history import WORDS

if TYPE_CHECKING:
    from rich.console import RenderableType

    from unpolicy.assess.history import History, News
    from unpolicy.model import Indicator
    from unpolicy.years import Language


def history_view(found: History, lang: Language) -> RenderableType:
    """The table of moments, and below it what the revisions did."""
    indicator = found.indicator
    day = _word("as-of", lang).format(day=found.as_of.isoformat())
    subtitle = f"{word(METHODS, found.method, lang)} · {day}"
    parts: list[RenderableType] = [Text.assemble((title_of(found, lang), "bold"), "\n", (subtitle, "dim"), "\n")]
    if not found.moments:
        return Group(*parts, Text(_word("nothing", lang)))
    parts.append(_table(found, indicator, lang))
    if any(not item.dated for moment in found.moments for item in moment.news):
        parts.append(Text(_word("undated", lang), "dim"))
    if found.revisions:
        parts += [Text(), Text(_word("revisions", lang), "bold")]
        parts += [
            Padding(Text(revision_sentence(item, indicator, lang), "yellow" if item.changed else ""), (0, 0, 0, 2))
            for item in found.revisions
        ]
    return Group(*parts)


def _table(found: History, indicator: Indicator, lang: Language) -> RenderableType:
    from unpolicy.views.terminal.tables import new_table, verdict_text

    measured = any(moment.measure is not None for moment in found.moments)
    aimed = any(moment.gap_closed is not None for moment in found.moments)
    keys = ["day", "news", "latest", *(["gap"] if aimed else []), *(["measure"] if measured else []), "verdict"]
    table = new_table()
    for key in keys:
        right = key in {"gap", "measure"}
        table.add_column(_word(key, lang), justify="right" if right else "left", no_wrap=right, overflow="fold")
    for moment in found.moments:
        latest = moment.latest
        standing = "–" if latest is None else f"{exact(latest.value, indicator)} ({year(latest.year, indicator, lang)})"
        cells = [
            Text(moment.day.isoformat() + ("" if all(item.dated for item in moment.news) else "*")),
            Text("\n".join(_came_out(item, indicator, lang) for item in moment.news)),
            Text(standing, "dim"),
        ]
        cells += [Text(share(moment.gap_closed))] if aimed else []
        cells += [Text("–" if moment.measure is None else show(moment.measure))] if measured else []
        cells.append(verdict_text(moment.verdict, lang) if moment.verdict else Text(_word("no-verdict", lang), "dim"))
        table.add_row(*cells)
    return table


def _came_out(item: News, indicator: Indicator, lang: Language) -> str:
    named = year(item.year, indicator, lang)
    if item.before is not None:
        old, new = exact(item.before, indicator), exact(item.value, indicator)
        return _word("revised", lang).format(year=named, old=old, new=new)
    text = _word("published", lang).format(year=named, value=exact(item.value, indicator))
    usable = item.status in STATUSES_FOR_VERDICTS
    return text if usable else f"{text} ({word(STATUSES, item.status, lang)})"


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
