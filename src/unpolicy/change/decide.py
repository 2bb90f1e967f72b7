"""The one judge of a figure: whether it may be, which figure it leaves in its year, and why not otherwise.

`add-actual` and `import` ask it about what is to be recorded, `validate` about what is. Nothing here touches a file.
What is improbable is said without a full stop: whoever asks adds what is to be done.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.assess.vintages import publication
from unpolicy.errors import RefusedError, UsageError
from unpolicy.figures import ends_beyond, format_figure
from unpolicy.model import STATUSES_BEFORE_FINAL, Figure, Indicator, Revision, Source, pick
from unpolicy.model.records import LARGEST
from unpolicy.names import STATUSES_WITHOUT_VALUE
from unpolicy.text import meant
from unpolicy.years import counted_on, label, year_end, year_start

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    Sentences = tuple[str, str]

DecisionKind = Literal["add", "fill", "update", "revise", "unchanged", "removed"]

DETAILS = ("status", "published", "due", "source", "note", "low", "high", "revisions")
"""What a figure has beside its year and value, in the order of the data format."""


class FigureRequest(NamedTuple):
    """A figure that is asked for, understood and not yet judged.

    Attributes:
        indicator: the indicator's id.
        figure: the figure as it is asked for.
        given: which of its details were given, by name.
        text: the value as it was written.
        percent: whether a percent sign was written.
        revise: whether a recorded figure may be replaced and kept as a revision.
        force: whether an implausible figure is meant.
        imported: whether a file says so; then no recorded detail is replaced without `revise`.
    """

    indicator: str
    figure: Figure
    given: frozenset[str]
    text: str
    percent: bool = False
    revise: bool = False
    force: bool = False
    imported: bool = False


class Decision(NamedTuple):
    """What a figure that may be does to its year.

    Attributes:
        kind: whether a year is added, a pending one filled in, details of the same figure changed, a figure revised,
            taken out, or nothing done.
        indicator: the indicator's id.
        before: the figure recorded so far.
        after: the figure to record.
        doubts: what the reader is to check, since `validate` will warn of it.
    """

    kind: DecisionKind
    indicator: str
    before: Figure | None
    after: Figure | None
    doubts: tuple[tuple[str, str], ...] = ()

    @property
    def year(self) -> int:
        """The year."""
        figure = self.after or self.before
        assert figure is not None  # noqa: S101 - a decision is about the one or the other
        return figure.year

    @property
    def value(self) -> int | float | None:
        """The value afterwards; `None` for a figure that is pending, missing or taken out."""
        return None if self.after is None else self.after.value

    @property
    def previous(self) -> int | float | None:
        """The value before."""
        return None if self.before is None else self.before.value


def decide(indicator: Indicator, request: FigureRequest, *, today: date, sources: Mapping[str, Source]) -> Decision:
    """Decide what a request does to an indicator.

    Args:
        indicator: the indicator as it is recorded now.
        request: what is asked for.
        today: the day on which years have ended or not.
        sources: the publications by id, which `source` may name.

    Raises:
        UsageError: parts of the request do not go together, or its source is unknown.
        RefusedError: the figure cannot be, is implausible, or would replace another one.
    """
    _refuse_mismatch(indicator, request, today)
    if request.figure.source is not None:
        check_source(request.figure.source, sources)
    _refuse_unmeasured(indicator, request)
    _refuse_early_year(indicator, request, today)
    _refuse_impossible(indicator, request)
    old = indicator.figure(request.figure.year)
    kind, new = _outcome(indicator, request, old, today)
    new = new if old is None else new._replace(own=old.own)
    for _, en, ja in ends_beyond(new.value, new.low, new.high):
        raise RefusedError(en, ja=ja, reason="interval")
    if not request.force:
        _refuse_jump(indicator, old, new)
    return Decision(kind, request.indicator, old, new, doubts(indicator, new, sources, old))


def check_source(source: str, sources: Collection[str]) -> None:
    """Require a source to be a known id or a URL.

    Raises:
        UsageError: it is neither.
    """
    if source in sources or "://" in source:
        return
    hint, hint_ja = meant(source, sources)
    raise UsageError(
        f"“{source}” is neither an id in `sources` nor a URL{hint}",
        ja=f"「{source}」は sources の ID でも URL でもありません{hint_ja}。",
        reason="unknown-source",
    )


def _refuse_mismatch(indicator: Indicator, request: FigureRequest, today: date) -> None:
    """Refuse what does not go together, whatever is recorded."""
    figure, mark = request.figure, "" if request.imported else "--"
    if (figure.status in STATUSES_WITHOUT_VALUE) != (figure.value is None):
        raise UsageError(
            f"A {figure.status} figure and “{request.text}” do not go together: "
            "pending and missing ones have no value.",
            ja=f"状態「{figure.status}」と「{request.text}」は両立しません。pending と missing には値がありません。",
            reason="details",
        )
    for _, (en, ja) in impossible_days(figure, today):
        raise UsageError(f"{mark}{en}.", ja=f"{mark}{ja}。", reason="details")
    if request.percent and indicator.kind != "percentage":
        raise UsageError(
            f"“{request.text}” is a percentage, but this indicator counts {pick(indicator.unit, 'en')}.",
            ja=f"「{request.text}」は百分率ですが、この指標の単位は{pick(indicator.unit, 'ja')}です。",
            reason="unit",
        )


def _refuse_unmeasured(indicator: Indicator, request: FigureRequest) -> None:
    year, kind, rhythm = request.figure.year, indicator.year_kind, indicator.rhythm
    if rhythm.measured(year):
        return
    named, named_ja = ([label(near, kind, lang) for near in rhythm.around(year)] for lang in ("en", "ja"))
    raise RefusedError(
        f"{request.indicator} is not measured in {label(year, kind)}: the years nearest to it are "
        f"{' and '.join(named)}.",
        ja=f"{request.indicator}は{label(year, kind, 'ja')}には測定しません（近い年は{'と'.join(named_ja)}）。",
    )


def _refuse_early_year(indicator: Indicator, request: FigureRequest, today: date) -> None:
    """Refuse a figure of a year that has not begun, and a final one of a running year unless it is meant."""
    figure, kind = request.figure, indicator.year_kind
    day = counted_on(figure.year, kind, indicator.as_of)
    if figure.value is None or day <= today:
        return
    if year_start(figure.year, kind) > today:
        raise RefusedError(
            f"{label(figure.year, kind)} has not begun yet: record `pending` for a figure that is announced.",
            ja=f"{label(figure.year, kind, 'ja')}はまだ始まっていません。公表予定なら pending を記録してください。",
            reason="not-out",
        )
    if request.force or figure.status in STATUSES_BEFORE_FINAL:
        return
    ended = day == year_end(figure.year, kind)
    state, state_ja = (
        ("has not ended yet", "はまだ終わっていません") if ended else (f"is counted on {day}", f"は{day}現在の値です")
    )
    raise RefusedError(
        f"{label(figure.year, kind)} {state}: add --status provisional for a figure so far, record `pending` for one "
        "that is announced, or add --force if it is final.",
        ja=f"{label(figure.year, kind, 'ja')}{state_ja}。途中の値なら --status provisional を付け、"
        "公表予定なら pending を記録し、確定値なら --force を付けてください。",
        reason="not-out",
    )


def _refuse_impossible(indicator: Indicator, request: FigureRequest) -> None:
    value = request.figure.value
    if value is None:
        return
    if indicator.kind == "count" and not float(value).is_integer():
        raise RefusedError(
            f"{format_figure(value)} is no count: this indicator takes whole numbers only.",
            ja=f"{format_figure(value)}は整数ではありません。この指標は件数・人数で、整数だけを記録できます。",
            reason="no-count",
        )
    if abs(value) > LARGEST:
        raise RefusedError(
            f"{request.text.strip()} is too large: no figure is further from zero than 10^18.",
            ja=f"{request.text.strip()}は大きすぎます。扱えるのは10の18乗までです。",
            reason="bounds",
        )
    low, high = indicator.limits
    if (low is not None and value < low) or (high is not None and value > high):
        least, most = "−∞" if low is None else format_figure(low), "∞" if high is None else format_figure(high)
        bounds = f"{least} … {most}"
        raise RefusedError(
            f"{format_figure(value)} is outside the indicator's bounds ({bounds}); --force does not change that.",
            ja=f"{format_figure(value)}はこの指標の範囲（{bounds}）の外です。--force でも記録できません。",
            reason="bounds",
        )


def _outcome(
    indicator: Indicator, request: FigureRequest, old: Figure | None, today: date
) -> tuple[DecisionKind, Figure]:
    """What a request does to a year, and the figure afterwards."""
    figure = request.figure
    if old is None:
        return "add", figure
    if old.value is None:
        after = _merged(old, request) if old.status == figure.status else figure
        return ("unchanged" if after == old else "fill"), after
    if figure.value != old.value:
        if not request.revise or figure.value is None:
            raise _already(indicator, old, figure)
        return "revise", _revised(old, old.value, request, today)
    after = _merged(old, request)
    if after == old:
        return "unchanged", old
    if not request.imported or _only_adds(old, after):
        return "update", after
    if not request.revise:
        raise _other_details(old, after)
    return "revise", after


def _merged(old: Figure, request: FigureRequest) -> Figure:
    """The recorded figure with the details that were given."""
    return old._replace(**{name: getattr(request.figure, name) for name in request.given})


def _revised(old: Figure, value: float, request: FigureRequest, today: date) -> Figure:
    """The figure asked for, with the old value among its revisions; a note stays unless another one is given."""
    figure, given = request.figure, request.given
    return figure._replace(
        published=figure.published or today,
        note=figure.note if "note" in given else old.note,
        revisions=figure.revisions
        if "revisions" in given
        else (*old.revisions, Revision(value=value, published=old.published)),
    )


def _only_adds(old: Figure, after: Figure) -> bool:
    """Whether every detail that was there is there still."""
    return old.status == after.status and all(
        getattr(old, name) in (None, (), getattr(after, name)) for name in DETAILS
    )


def _already(indicator: Indicator, old: Figure, figure: Figure) -> RefusedError:
    kind, value = indicator.year_kind, format_figure(old.value)
    way = "to replace it and keep the old value as a revision, add --revise"
    way_ja = "旧値を改訂履歴に残して置き換えるには --revise を付けてください"
    if figure.value is None:
        way, way_ja = "take it out with remove-actual first", "先に remove-actual で消してください"
    return RefusedError(
        f"{label(old.year, kind)} already has the figure {value}: {way}.",
        ja=f"{label(old.year, kind, 'ja')}にはすでに{value}が記録されています。{way_ja}。",
        reason="other-figure",
    )


def _other_details(old: Figure, after: Figure) -> RefusedError:
    changed = ", ".join(name for name in DETAILS if getattr(old, name) != getattr(after, name))
    return RefusedError(
        f"the same figure is recorded with another {changed}: to replace that, add --revise.",
        ja=f"同じ値が別の {changed} で記録されています。置き換えるには --revise を付けてください。",
        reason="other-details",
    )


def _refuse_jump(indicator: Indicator, old: Figure | None, figure: Figure) -> None:
    """Refuse a jump from the figure before or to the figure after that the recorded figure did not make already."""
    known = () if old is None else tuple(_jumps(indicator, old))
    for en, ja in _jumps(indicator, figure):
        if (en, ja) not in known:
            raise RefusedError(
                f"{en}: check it, and add --force if it is right.",
                ja=f"{ja}。確かめて、正しければ --force を付けてください。",
                reason="implausible",
            )


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
        en = "published is the day on which the figure came out; it cannot be in the future"
        yield "published", (en, "published は公表された日です。未来の日付や未公表の値には使えません")


def still_to_come(day: date, today: date) -> Sentences | None:
    """That a rating cannot have been given on a day that is still to come; whole sentences."""
    if day <= today:
        return None
    return (
        f"{day} is still to come: a rating has the day on which it was given.",
        f"{day}は未来の日付です。評定した日を指定してください。",
    )


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
