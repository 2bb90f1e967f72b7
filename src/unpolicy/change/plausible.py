"""What is improbable about a figure, or cannot be: the judge refuses or reports it, and `validate` warns of it.

A fact is said in English and in Japanese, without a full stop: whoever asks adds what is to be done.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from unpolicy.assess.vintages import publication
from unpolicy.figures import format_figure
from unpolicy.years import counted_on, label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from unpolicy.model import Figure, Indicator, Revision, Source

    Sentences = tuple[str, str]


def doubts(
    indicator: Indicator, figure: Figure, sources: Mapping[str, Source], recorded: Figure | None = None
) -> tuple[Sentences, ...]:
    """What is improbable about the days of a figure, and is not of the one that was recorded before it."""
    known = () if recorded is None else doubts(indicator, recorded, sources)
    days = early_publication(indicator, figure), early_source(indicator, figure, sources)
    found = (*days, *(sentences for _, sentences in disordered_revisions(figure.revisions)))
    return tuple([sentences for sentences in found if sentences is not None and sentences not in known])


def is_jump(indicator: Indicator, before: Figure, after: Figure) -> bool:
    """Whether a figure is more than double, or less than half, the one before it, and nothing explains that.

    Judged between positive figures only: what runs below zero, a balance or a growth rate, swings about it every few
    years. A break in the series explains a jump, and a figure outside the indicator's bounds is refused on its own.

    Args:
        indicator: the indicator of both figures.
        before: the last figure with a value before the other's year.
        after: the figure.
    """
    old, new = before.value, after.value
    if old is None or new is None or old <= 0 or new <= 0 or after.status == "break":
        return False
    low, high = indicator.limits
    inside = (low is None or min(old, new) >= low) and (high is None or max(old, new) <= high)
    return inside and not old / 2 <= new <= old * 2


def early_publication(indicator: Indicator, figure: Figure) -> Sentences | None:
    """That a final figure was published before it could be counted, where it was."""
    published, kind = figure.published, indicator.year_kind
    counted = counted_on(figure.year, kind, indicator.as_of)
    if published is None or figure.status != "final" or published >= counted:
        return None
    return (
        f"{published} is before {counted}, when {label(figure.year, kind)} could first be counted",
        f"{published}は、{label(figure.year, kind, 'ja')}の値が数えられる{counted}より前です",
    )


def early_source(indicator: Indicator, figure: Figure, sources: Mapping[str, Source]) -> Sentences | None:
    """That the publication named as a figure's source is older than the figure, where it is."""
    source = sources.get(figure.source or "")
    if source is None or source.published is None or figure.value is None:
        return None
    known = publication(figure, indicator)
    if source.published >= known:
        return None
    return (
        f"“{figure.source}” is of {source.published}, but the figure was not known before {known}",
        f"「{figure.source}」は{source.published}の公表で、この値が分かる{known}より前です",
    )


def disordered_revisions(revisions: Sequence[Revision]) -> Iterator[tuple[int, Sentences]]:
    """The earlier values that stand behind later ones, by their place among the revisions."""
    dated = [(index, old.published) for index, old in enumerate(revisions) if old.published is not None]
    for (_, earlier), (index, later) in pairwise(dated):
        if later < earlier:
            yield index, (f"{later} stands after {earlier}", f"{later}が{earlier}の後にあります")


def impossible_days(figure: Figure, today: date) -> Iterator[tuple[str, Sentences]]:
    """The days that a figure cannot have, each by its key."""
    if figure.due is not None and figure.status != "pending":
        yield "due", ("due is for pending figures", "due は公表予定（pending）のときだけ使えます")
    if figure.published is not None and (figure.published > today or figure.value is None):
        yield (
            "published",
            (
                "published is the day on which the figure came out; it cannot be in the future",
                "published は公表された日です。未来の日付や未公表の値には使えません",
            ),
        )


def still_to_come(day: date, today: date) -> Sentences | None:
    """That a rating cannot have been given on a day that is still to come; whole sentences."""
    if day <= today:
        return None
    return (
        f"{day} is still to come: a rating has the day on which it was given.",
        f"{day}は未来の日付です。評定した日を指定してください。",
    )


def jumps(indicator: Indicator, figure: Figure, recorded: Figure | None = None) -> list[Sentences]:
    """The jumps from the figure before and to the figure after, without those of the one recorded before it."""
    known = () if recorded is None else jumps(indicator, recorded)
    return [sentences for sentences in _jumps(indicator, figure) if sentences not in known]


def _jumps(indicator: Indicator, figure: Figure) -> Iterator[Sentences]:
    others = [other for other in indicator.figures() if other.value is not None]
    before = [(other, figure, other) for other in others if other.year < figure.year][-1:]
    after = [(figure, other, other) for other in others if other.year > figure.year][:1]
    for first, second, other in before + after:
        if is_jump(indicator, first, second):
            shown, there, kind = format_figure(figure.value), format_figure(other.value), indicator.year_kind
            yield (
                f"{shown} is more than double or less than half the figure of {label(other.year, kind)} ({there})",
                f"{shown}は{label(other.year, kind, 'ja')}の{there}の2倍を超えるか半分に満たない値です",
            )
