"""What a change did: the sentence, what it makes of the targets, and what to type next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import east_asian_width

from unpolicy.figures import format_figure
from unpolicy.views.common import line, rate, share, target_title, year
from unpolicy.views.labels import VERDICT_SIGNS, VERDICTS, word
from unpolicy.views.words.change import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from unpolicy.assess.assessment import TargetAssessment
    from unpolicy.model import Indicator
    from unpolicy.years import Language


class ChangeReport(NamedTuple):
    """What the views need to know of a change.

    Attributes:
        id: the indicator's id.
        indicator: the indicator after the change.
        kind: add, fill, update, revise, unchanged or removed.
        year: the year.
        value: the figure now; `None` for a pending or removed one.
        status: its status now.
        previous: the figure before.
        path: the data file as people call it.
        line: the line in it.
        written: whether the file was written.
        durable: whether the system confirmed that it is on the disk.
        before: the targets that use the indicator, before.
        after: the same targets afterwards.
    """

    id: str
    indicator: Indicator
    kind: str
    year: int
    value: int | float | None
    status: str
    previous: int | float | None
    path: str
    line: int
    written: bool
    durable: bool
    before: Sequence[TargetAssessment]
    after: Sequence[TargetAssessment]


def change_document(report: ChangeReport) -> dict[str, Any]:
    """The document unpolicy/change/1."""
    return {
        "schema": "unpolicy/change/1",
        "indicator": report.id,
        "year": report.year,
        "value": report.value,
        "previous": report.previous,
        "path": report.path,
        "line": report.line,
        "written": report.written,
    }


def change_sentences(report: ChangeReport, lang: Language) -> Iterator[str]:
    """What was understood, what was done, and what it makes of each target, one line each."""
    place = f"{report.path}:{report.line}"
    previous = _figure(report.previous, report.indicator, lang)
    yield _word("understood", lang).format(
        title=line(report.indicator.title, lang),
        year=year(report.year, report.indicator, lang),
        value=_now(report, lang),
    )
    if report.written or report.kind == "unchanged":
        yield _word(report.kind, lang).format(place=place, previous=previous, file=report.path)
    if report.written and not report.durable:
        yield _word("not-durable", lang)
    for old, new in zip(report.before, report.after, strict=True):
        yield from _comparison(old, new, lang)


def next_command(report: ChangeReport, lang: Language) -> str:
    """What to type next: the earliest figure that is waiting, else the explanation of the verdict."""
    placeholder = "実績値" if lang == "ja" else "VALUE"
    entry = report.after[0] if report.after else None
    option = "" if entry is not None and entry.headline else f" -i {report.id}"
    if not report.written:
        return _word("next", lang).format(command="unpolicy status")
    if entry is not None and entry.awaiting:
        waiting = entry.awaiting[0].year
        missing = _word("missing", lang).format(years=year(waiting, report.indicator, lang))
        command = f"unpolicy add-actual {waiting} {placeholder}{option}"
        return _word("next", lang).format(command=command) + f"  ({missing})"
    subject = entry.id if entry is not None else report.id
    return _word("next", lang).format(command=f"unpolicy explain {subject}")


def _now(report: ChangeReport, lang: Language) -> str:
    if report.kind == "removed":
        return _figure(report.previous, report.indicator, lang)
    if report.value is None:
        return _word("pending" if report.status == "pending" else "missing-figure", lang)
    return _figure(report.value, report.indicator, lang)


def _figure(number: float | None, indicator: Indicator, lang: Language) -> str:
    """A figure exactly as recorded, not rounded, with its unit."""
    return "–" if number is None else f"{format_figure(number)} {line(indicator.unit, lang)}"


def _comparison(old: TargetAssessment, new: TargetAssessment, lang: Language) -> Iterator[str]:
    indicator = new.indicator
    rows = [
        ("gap", share(old.progress.gap_closed), share(new.progress.gap_closed)),
        ("observed", rate(old.progress.observed, indicator), rate(new.progress.observed, indicator)),
        ("needed", rate(old.needed_pace, indicator), rate(new.needed_pace, indicator)),
        ("verdict", _verdict(old, lang), _verdict(new, lang)),
    ]
    yield f"{target_title(new, lang)}:"
    for key, before, after in rows:
        shown = before if before == after else f"{before} → {after}"
        if shown != "–":
            yield f"  {_pad(_word(key, lang), 14)} {shown}"


def _verdict(entry: TargetAssessment, lang: Language) -> str:
    return f"{VERDICT_SIGNS[entry.verdict]} {word(VERDICTS, entry.verdict, lang)}"


def _pad(text: str, width: int) -> str:
    taken = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(0, width - taken)


def _word(key: str, lang: Language) -> str:
    return word(WORDS, key, lang)
