"""What people record, from the request to the data file: a figure, its end, a judgement in the official five steps."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.assess.find import find_indicator, find_target
from unpolicy.change.decide import Decision, FigureRequest, decide, still_to_come
from unpolicy.change.transact import Change, Circumstances, nothing_planned, transact
from unpolicy.checks.fixing import SourceMap
from unpolicy.errors import RefusedError, UsageError
from unpolicy.figures import parse_figure
from unpolicy.model import Dataset, Figure, Indicator, Rating, pick, record_of
from unpolicy.names import OFFICIAL_STEPS, RatingStep
from unpolicy.store.edit import add_actual, add_rating, remove_actual
from unpolicy.text import shortened
from unpolicy.years import parse_period, parse_year, resolve_year

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from unpolicy.store.directory import DataDirectory
    from unpolicy.store.source import DataFile
    from unpolicy.store.splice import DataPath, Planned

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


def typed_request(  # noqa: PLR0913 - what the command line takes
    name: str,
    indicator: Indicator,
    *,
    year: str,
    value: str,
    revise: bool = False,
    force: bool = False,
    **details: Any,  # noqa: ANN401 - each detail has a type of its own
) -> FigureRequest:
    """A request as it was typed.

    Args:
        name: the indicator's id.
        indicator: the indicator.
        year: the year as typed.
        value: the value as typed.
        revise: whether a recorded figure may be replaced.
        force: whether an implausible figure is meant.
        details: those of `DETAILS` that were typed, others `None`; without a status, the figure is final, or pending
            where the value is.

    Raises:
        UsageError: the year or the value cannot be understood.
    """
    given = {key: detail for key, detail in details.items() if detail is not None}
    number = resolve_year(year, indicator.year_kind)
    typed = parse_figure(_without_unit(value, indicator))
    figure = Figure(number, typed.value, **{"status": "pending" if typed.pending else "final", **given})
    return FigureRequest(name, figure, frozenset(given), value, typed.percent, revise, force)


def record_figure(
    directory: DataDirectory,
    indicator: str | None,
    ask: Callable[[str, Indicator], FigureRequest],
    how: Circumstances,
) -> Change[Decision]:
    """Record a figure.

    Args:
        directory: the data.
        indicator: the indicator's id; the headline target's when `None`.
        ask: makes the request, given the indicator's id and the indicator.
        how: how the change is made.

    Raises:
        UnpolicyError: one sentence why not; the file is as it was.
    """

    def propose(dataset: Dataset, source: DataFile) -> tuple[Decision, Planned]:
        name, measured = _indicator(dataset, indicator)
        sources = dataset.sources
        decision = decide(measured, ask(name, measured), today=how.today, sources=sources)
        figure = decision.after
        if figure is None or decision.kind == "unchanged":
            return decision, nothing_planned(source, _line(source, ("indicators", name, "actuals", decision.year)))
        return decision, add_actual(source, name, figure.year, record_of(figure))

    return transact(directory, "indicators", propose, how, find_id=lambda dataset: _indicator(dataset, indicator)[0])


def remove_figure(directory: DataDirectory, indicator: str | None, year: str, how: Circumstances) -> Change[Decision]:
    """Take a year's figure out, with its revisions and notes.

    Raises:
        UnpolicyError: one sentence why not; the file is as it was.
    """

    def propose(dataset: Dataset, source: DataFile) -> tuple[Decision, Planned]:
        name, measured = _indicator(dataset, indicator)
        number = resolve_year(year, measured.year_kind)
        figure = measured.figure(number)
        if figure is None:
            raise RefusedError(
                f"{name} has no figure for {number}: nothing to take out.",
                ja=f"{name}には{number}年の実績値がないため、何も変えていません。",
            )
        return Decision("removed", name, figure, None), remove_actual(source, name, number)

    return transact(directory, "indicators", propose, how, find_id=lambda dataset: _indicator(dataset, indicator)[0])


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
            return rated, nothing_planned(source, _line(source, ("ratings",)))
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


def _indicator(dataset: Dataset, asked: str | None) -> tuple[str, Indicator]:
    """The indicator that is meant: as asked, else the headline target's."""
    wanted = dataset.headline if asked is None else asked
    if wanted is None:
        raise UsageError(
            "There is no headline target, so say which indicator is meant: -i ID.",
            ja="headline の目標がないため、-i で指標の ID を指定してください。",
        )
    name, _ = find_indicator(dataset, wanted)
    if name not in dataset.indicators:
        raise UsageError(f"There is no indicator “{name}”.", ja=f"指標「{name}」はありません。")
    return name, dataset.indicators[name]


def _line(source: DataFile, path: DataPath) -> int:
    """Where a record stands."""
    return SourceMap(source.text, clean=True).nearest(path, "key")[0].line


def _without_unit(text: str, indicator: Indicator) -> str:
    """A typed value without the indicator's own unit behind it, as in 985人 or 985 people."""
    typed = text.strip().casefold()
    for unit in (pick(indicator.unit, "ja").casefold(), pick(indicator.unit, "en").casefold()):
        if typed.endswith(unit) and not unit[0].isdigit():
            return typed.removesuffix(unit)
    return text
