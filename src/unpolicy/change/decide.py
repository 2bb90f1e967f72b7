"""The one judge of a figure: whether it may be, which figure it leaves in its year, and why not otherwise.

`add-actual` and `import` ask it about what is to be recorded, `validate` about what is. Nothing here touches a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.change.plausible import doubts, impossible_days, jumps
from unpolicy.errors import RefusedError, UsageError
from unpolicy.figures import ends_beyond, format_figure, parse_figure
from unpolicy.model import STATUSES_BEFORE_FINAL, Figure, Indicator, Revision, pick
from unpolicy.model.records import LARGEST
from unpolicy.names import STATUSES_WITHOUT_VALUE
from unpolicy.text import meant
from unpolicy.years import counted_on, label, resolve_year, year_end, year_start

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from unpolicy.model import Source


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
        bounds = (
            f"{format_figure(low) if low is not None else '−∞'} … {format_figure(high) if high is not None else '∞'}"
        )
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
    pairs = [(getattr(old, name), getattr(after, name)) for name in DETAILS]
    return old.status == after.status and all(detail in (None, (), other) for detail, other in pairs)


def _already(indicator: Indicator, old: Figure, figure: Figure) -> RefusedError:
    kind, value = indicator.year_kind, format_figure(old.value)
    year, year_ja = label(old.year, kind), label(old.year, kind, "ja")
    if figure.value is None:
        return RefusedError(
            f"{year} already has the figure {value}: take it out with remove-actual first.",
            ja=f"{year_ja}にはすでに{value}が記録されています。先に remove-actual で消してください。",
            reason="other-figure",
        )
    return RefusedError(
        f"{year} already has the figure {value}: to replace it and keep the old value as a revision, add --revise.",
        ja=f"{year_ja}にはすでに{value}が記録されています。"
        "旧値を改訂履歴に残して置き換えるには --revise を付けてください。",
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
    for en, ja in jumps(indicator, figure, old):
        raise RefusedError(
            f"{en}: check it, and add --force if it is right.",
            ja=f"{ja}。確かめて、正しければ --force を付けてください。",
            reason="implausible",
        )


def _without_unit(text: str, indicator: Indicator) -> str:
    """A typed value without the indicator's own unit behind it, as in 985人 or 985 people."""
    typed = text.strip().casefold()
    for unit in (pick(indicator.unit, "ja").casefold(), pick(indicator.unit, "en").casefold()):
        if typed.endswith(unit) and not unit[0].isdigit():
            return typed.removesuffix(unit)
    return text
