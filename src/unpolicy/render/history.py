"""`history`: the verdict as it stood at each publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from unpolicy.measures.traced import show
from unpolicy.model import STATUSES_FOR_VERDICTS
from unpolicy.render.common import exact, line, share, year
from unpolicy.render.labels import METHODS, STATUSES, VERDICTS, word
from unpolicy.render.words.history import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from unpolicy.history import History, Moment, News, Revised
    from unpolicy.model import Indicator
    from unpolicy.years import Language

HEADING = ("published", "year", "value", "before", "latest_year", "latest", "gap_closed", "measure", "verdict")


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


def history_document(found: History, lang: Language) -> dict[str, Any]:
    """The history as `unpolicy/history/1`."""
    return {
        "schema": "unpolicy/history/1",
        "as_of": found.as_of.isoformat(),
        "method": found.method,
        "target": None if found.target is None else found.name,
        "indicator": found.indicator_id,
        "title": title_of(found, lang),
        "moments": [_moment(moment) for moment in found.moments],
        "revisions": [revision_document(item, found.indicator, lang) for item in found.revisions],
    }


def history_rows(found: History) -> Iterator[tuple[str, ...]]:
    """One row for each figure that came out, with the verdict of the day."""
    yield HEADING
    for moment in found.moments:
        latest = moment.latest
        state = (
            "" if latest is None else str(latest.year),
            "" if latest is None else repr(latest.value),
            _number(moment.gap_closed),
            _number(moment.measure),
            moment.verdict or "",
        )
        for item in moment.news:
            yield moment.day.isoformat(), str(item.year), repr(item.value), _number(item.before), *state


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


def revision_document(item: Revised, indicator: Indicator, lang: Language) -> dict[str, Any]:
    """A revision in a JSON document."""
    return {
        "day": item.day.isoformat(),
        "year": item.year,
        "old": item.old,
        "new": item.new,
        "before": item.before,
        "after": item.after,
        "changed": item.changed,
        "sentence": revision_sentence(item, indicator, lang),
    }


def title_of(found: History, lang: Language) -> str:
    """The title of the target, else of its indicator."""
    own = None if found.target is None else found.target.title
    return line(own or found.indicator.title, lang)


def _table(found: History, indicator: Indicator, lang: Language) -> RenderableType:
    from unpolicy.render.tables import new_table, verdict_text

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


def _moment(moment: Moment) -> dict[str, Any]:
    return {
        "day": moment.day.isoformat(),
        "news": [
            {"year": item.year, "value": item.value, "before": item.before, "status": item.status, "dated": item.dated}
            for item in moment.news
        ],
        "baseline": None if moment.baseline is None else {"year": moment.baseline.year, "value": moment.baseline.value},
        "latest": None if moment.latest is None else {"year": moment.latest.year, "value": moment.latest.value},
        "gap_closed": moment.gap_closed,
        "measure": moment.measure,
        "verdict": moment.verdict,
    }


def _verdict(verdict: str | None, lang: Language) -> str:
    """The verdict by its name in the data and on the command line, which is what an English reader quotes."""
    if verdict is None:
        return _word("no-verdict", lang)
    return word(VERDICTS, verdict, lang) if lang == "ja" else verdict


def _number(number: float | None) -> str:
    return "" if number is None else repr(number)


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
