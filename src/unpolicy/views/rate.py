"""What recording a rating did, in sentences and as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.views.common import line, share, target_title
from unpolicy.views.labels import STEPS, word
from unpolicy.views.words.rate import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.model import Rating
    from unpolicy.years import Language


class RateReport(NamedTuple):
    """What the views need to know of a recorded rating.

    Attributes:
        entry: the target, assessed with the rating.
        rating: the rating as the data file holds it.
        previous: the newest rating of the same review before; `None` if there was none.
        path: the data file as people call it.
        line: the line in it.
        written: whether the file was written.
        dry_run: whether the change was only tried.
        durable: whether the system confirmed that it is on the disk.
    """

    entry: TargetAssessment
    rating: Mapping[str, Any]
    previous: Rating | None
    path: str
    line: int
    written: bool
    dry_run: bool
    durable: bool


def rate_document(report: RateReport) -> dict[str, Any]:
    """The document `unpolicy/rating/1`."""
    return {
        "schema": "unpolicy/rating/1",
        "target": report.rating["target"],
        "review": report.rating["review"],
        "step": report.rating["step"],
        "by": report.rating["by"],
        "date": report.rating["date"].isoformat(),
        "reason": report.rating.get("reason"),
        "suggestion": report.entry.suggestion,
        "previous": None if report.previous is None else report.previous.step,
        "path": report.path,
        "line": report.line,
        "written": report.written,
    }


def rate_sentences(report: RateReport, lang: Language) -> Iterator[str]:
    """What was understood, what was done, and how it compares with the suggestion."""
    yield _word("understood", lang).format(
        title=target_title(report.entry, lang),
        step=word(STEPS, report.rating["step"], lang),
        review=report.rating["review"],
        by=line(report.rating["by"], lang),
        day=report.rating["date"].isoformat(),
    )
    if report.written:
        yield _word("written", lang).format(place=f"{report.path}:{report.line}")
        if not report.durable:
            yield _word("not-durable", lang)
    elif not report.dry_run:
        yield _word("unchanged", lang)
    if report.written and report.previous is not None:
        step = word(STEPS, report.previous.step, lang)
        yield _word("previous", lang).format(day=report.previous.date.isoformat(), step=step)
    yield _compared(report, lang)


def _compared(report: RateReport, lang: Language) -> str:
    suggestion = report.entry.suggestion
    if suggestion is None:
        return _word("no-suggestion", lang)
    gap = share(report.entry.progress.gap_closed)
    key = "agrees" if suggestion == report.rating["step"] else "differs"
    text = _word(key, lang)
    return text.format(gap=gap) if key == "agrees" else text.format(step=word(STEPS, suggestion, lang), gap=gap)


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
