"""A person's judgement in the official five steps, from the request to the data file."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.assess.find import find_target
from unpolicy.change.plausible import still_to_come
from unpolicy.change.transact import Change, Circumstances, nothing_planned, transact
from unpolicy.errors import UsageError
from unpolicy.model import Dataset, Rating
from unpolicy.names import OFFICIAL_STEPS, RatingStep
from unpolicy.store.edit import add_rating
from unpolicy.text import shortened
from unpolicy.years import parse_period, parse_year

if TYPE_CHECKING:
    from datetime import date

    from unpolicy.store.directory import DataDirectory
    from unpolicy.store.source import DataFile
    from unpolicy.store.splice import Planned

APRIL = 4


class RatingRequest(NamedTuple):
    """A rating as it is asked for.

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
    """What a request for a rating came to.

    Attributes:
        rating: the rating.
        previous: the newest rating of the same review before.
    """

    rating: Rating
    previous: Rating | None


def record_rating(directory: DataDirectory, request: RatingRequest, how: Circumstances) -> Change[Rated]:
    """Record a rating at the end of `ratings`; the same one again changes nothing.

    Args:
        directory: the data.
        request: the rating as asked for.
        how: how the change is made.

    Raises:
        UnpolicyError: one sentence why not; the file is as it was.
    """

    def propose(dataset: Dataset, source: DataFile) -> tuple[Rated, Planned]:
        rating = understood(dataset, request, how.today)
        review = (rating.target, rating.review)
        same = [given for given in dataset.targets_file.ratings if (given.target, given.review) == review]
        rated = Rated(rating, max(reversed(same), key=lambda given: given.date, default=None))
        if rating in same:
            return rated, nothing_planned(source, _line(source.text))
        return rated, add_rating(source, rating.model_dump(exclude_none=True))

    return transact(directory, "targets", propose, how, find_id=lambda dataset: find_target(dataset, request.target))


def understood(dataset: Dataset, request: RatingRequest, today: date) -> Rating:
    """The rating that is asked for.

    Raises:
        UsageError: no such target or step, no readable review, a day that is still to come, or nobody named.
    """
    sentences = still_to_come(request.date, today)
    if sentences is not None:
        raise UsageError(sentences[0], ja=sentences[1])
    if not request.by.strip():
        raise UsageError(
            "A rating is somebody's judgement: say whose with --by.",
            ja="評定は人の判断です。だれの判断かを --by で指定してください。",
        )
    return Rating.model_construct(
        target=find_target(dataset, request.target),
        review=parse_review(request.review, request.date),
        step=parse_step(request.step),
        by=request.by.strip(),
        date=request.date,
        reason=(request.reason or "").strip() or None,
    )


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
    typed = parse_year(text)
    return f"{typed.year}" if typed.wording == "calendar" else f"FY{typed.year}"


def _line(text: str) -> int:
    """The line where the ratings begin."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if line.startswith("ratings")), 1)
