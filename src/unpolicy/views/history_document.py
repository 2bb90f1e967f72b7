"""`history --json`: the document `unpolicy/history/1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unpolicy.views.history_sentences import revision_sentence, title_of

if TYPE_CHECKING:
    from unpolicy.assess.history import History, Moment, Revised
    from unpolicy.model import Indicator
    from unpolicy.years import Language


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
