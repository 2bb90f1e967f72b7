"""A person's judgement in the official five steps, from the request to the data file."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.assess.find import find_target
from unpolicy.change.transact import Circumstances, inspect_with, require_valid, write_or_try
from unpolicy.checks.run import require_sound
from unpolicy.errors import UsageError
from unpolicy.names import OFFICIAL_STEPS
from unpolicy.store.edit import add_rating
from unpolicy.store.splice import Planned
from unpolicy.text import shortened
from unpolicy.years import parse_period, parse_year

if TYPE_CHECKING:
    from datetime import date

    from unpolicy.model import Dataset, Rating
    from unpolicy.names import RatingStep
    from unpolicy.store.directory import DataDirectory
    from unpolicy.store.source import DataFile
    from unpolicy.store.write import Written

APRIL = 4


class Entry(NamedTuple):
    """A rating as somebody asked for it to be recorded.

    Attributes:
        target: the target's id, or that of the indicator or goal which it alone serves.
        step: the step, by its key or its official term.
        by: who judged.
        date: when.
        review: the review it was judged in, as typed; the fiscal year of `date` when `None`.
        reason: why.
    """

    target: str
    step: str
    by: str
    date: date
    review: str | None = None
    reason: str | None = None


class Rated(NamedTuple):
    """What recording a rating did, or would do.

    Attributes:
        target: the target's id.
        rating: what was recorded.
        previous: the newest rating of the same review before.
        planned: the edit of the text.
        written: what became of it; `None` when it was only tried.
        after: the data afterwards.
    """

    target: str
    rating: dict[str, Any]
    previous: Rating | None
    planned: Planned
    written: Written | None
    after: Dataset


def record_rating(directory: DataDirectory, entry: Entry, how: Circumstances) -> Rated:
    """Record a rating at the end of `ratings`; the same one again changes nothing.

    Args:
        directory: the data.
        entry: the rating as asked for.
        how: how the change is made.

    Raises:
        UnpolicyError: one sentence why not; the file is as it was.
    """
    found: list[tuple[dict[str, Any], Rating | None, Dataset]] = []

    def change(source: DataFile) -> Planned:
        before = require_sound(inspect_with(directory, "targets", source, how.today))
        rating = understood(before, entry, how.today)
        same = [one for one in before.targets_file.ratings if _same_review(one, rating)]
        previous = max(reversed(same), key=lambda one: one.date, default=None)
        if any(_as_recorded(one) == _as_recorded_from(rating) for one in same):
            found.append((rating, previous, before))
            return Planned(source.text, source.text, (), _line(source.text))
        planned = add_rating(source, rating)
        after = require_valid(inspect_with(directory, "targets", source.with_text(planned.new_text), how.today))
        found.append((rating, previous, after))
        return planned

    planned, written = write_or_try(directory.targets, change, how)
    rating, previous, after = found[-1]
    return Rated(rating["target"], rating, previous, planned, written, after)


def understood(dataset: Dataset, entry: Entry, today: date) -> dict[str, Any]:
    """The rating as the data file will hold it.

    Raises:
        UsageError: no such target or step, no readable review, a day that is still to come, or nobody named.
    """
    if entry.date > today:
        raise UsageError(
            f"{entry.date.isoformat()} is still to come: a rating has the day on which it was given.",
            ja=f"{entry.date.isoformat()}は未来の日付です。評定した日を指定してください。",
        )
    if not entry.by.strip():
        raise UsageError(
            "A rating is somebody's judgement: say whose with --by.",
            ja="評定は人の判断です。だれの判断かを --by で指定してください。",
        )
    rating: dict[str, Any] = {
        "target": find_target(dataset, entry.target),
        "review": parse_review(entry.review, entry.date),
        "step": parse_step(entry.step),
        "by": entry.by.strip(),
        "date": entry.date,
    }
    if entry.reason is not None and entry.reason.strip():
        rating["reason"] = entry.reason.strip()
    return rating


def parse_step(text: str) -> RatingStep:
    """Reads a step by its key or its official term; width, case, spaces and underscores do not matter.

    Raises:
        UsageError: there is no such step.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold().replace("_", "-").replace(" ", "-")
    for step, official in OFFICIAL_STEPS.items():
        if plain in (step, unicodedata.normalize("NFKC", official)):
            return step
    raise UsageError(
        f"“{shortened(text)}” is none of the five steps: {', '.join(OFFICIAL_STEPS)}.",
        ja=f"「{shortened(text)}」は5区分にありません。{'、'.join(OFFICIAL_STEPS.values())}のどれかを指定してください。",
    )


def parse_review(text: str | None, day: date) -> str:
    """Reads the review as FY2024, R6, 令和6年度, 2024 or FY2021..FY2023; without one, the fiscal year of a day.

    Raises:
        UsageError: it is neither a year nor a period.
    """
    if text is None:
        return f"FY{day.year if day.month >= APRIL else day.year - 1}"
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if ".." in plain:
        parse_period(plain)
        return plain
    spoken = parse_year(text)
    return f"{spoken.year}" if spoken.wording == "calendar" else f"FY{spoken.year}"


def _same_review(one: Rating, rating: dict[str, Any]) -> bool:
    return (one.target, one.review) == (rating["target"], rating["review"])


def _as_recorded(one: Rating) -> tuple[object, ...]:
    return one.step, one.by, one.date, one.reason


def _as_recorded_from(rating: dict[str, Any]) -> tuple[object, ...]:
    return rating["step"], rating["by"], rating["date"], rating.get("reason")


def _line(text: str) -> int:
    """The line where the ratings begin."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if line.startswith("ratings")), 1)
