"""What recording a figure means: which record it makes, and when the answer is no.

Nothing here touches a file; `unpolicy.store` does what is planned here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.errors import RefusedError, UsageError
from unpolicy.figures import TypedFigure, format_figure, parse_figure
from unpolicy.model import STATUSES_WITHOUT_VALUE, Figure, Indicator, pick
from unpolicy.text import close_match
from unpolicy.values import LARGEST
from unpolicy.years import counted_on, label, resolve_year, year_end

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from unpolicy.names import Status

Kind = Literal["add", "fill", "update", "revise", "unchanged"]


class Entry(NamedTuple):
    """A figure as somebody asked for it to be recorded.

    Attributes:
        year: the year as typed.
        value: the figure as typed.
        status: its status; `None` for final, or pending where the figure is.
        published: the day it was published.
        due: the day a pending figure is announced for.
        source: an id in `sources`, or a URL.
        note: what a reader must know about it.
        revise: whether a recorded figure may be replaced and kept as a revision.
        force: whether an implausible figure is meant.
    """

    year: str
    value: str
    status: Status | None = None
    published: date | None = None
    due: date | None = None
    source: str | None = None
    note: str | None = None
    revise: bool = False
    force: bool = False


class Plan(NamedTuple):
    """What is to be written.

    Attributes:
        kind: whether a year is added, a pending one filled in, details of the same figure changed, a figure revised,
            or nothing done.
        year: the year.
        record: the record as the data file holds it: a number, or a mapping of the long form.
        previous: the value recorded so far.
    """

    kind: Kind
    year: int
    record: int | float | dict[str, Any]
    previous: int | float | None = None


class _Request(NamedTuple):
    """An entry that has been understood."""

    indicator: Indicator
    year: int
    value: int | float | None
    status: Status
    entry: Entry
    details: dict[str, Any]


def plan(indicator: Indicator, entry: Entry, *, today: date, sources: Collection[str] = ()) -> Plan:
    """Decide what an entry does to an indicator.

    Args:
        indicator: the indicator as it is recorded now.
        entry: what was asked for.
        today: the day on which years have ended or not.
        sources: the ids that `source` may name.

    Raises:
        UsageError: the year, the figure or an option cannot be understood.
        RefusedError: the figure cannot be, is implausible, or would replace another one.
    """
    request = _understand(indicator, entry, today, sources)
    _refuse_early_year(request, today)
    if request.value is not None:
        _refuse_impossible(request)
    old = indicator.figure(request.year)
    if old is None or old.status in STATUSES_WITHOUT_VALUE:
        _refuse_implausible(request)
        again = old is not None and old.status == request.status
        fresh = _long(request.value, (_details(old) if again and old else {}) | request.details, [])
        kind: Kind = "add" if old is None else "unchanged" if fresh == _as_recorded(old) else "fill"
        return Plan(kind, request.year, fresh)
    return _over(request, old, today)


def _understand(indicator: Indicator, entry: Entry, today: date, sources: Collection[str]) -> _Request:
    year = resolve_year(entry.year, indicator.year)
    spoken = parse_figure(entry.value)
    status: Status = entry.status or ("pending" if spoken.pending else "final")
    _check_options(indicator, entry, spoken, status, today)
    if entry.source is not None:
        check_source(entry.source, sources)
    details = {
        "status": None if status == "final" else status,
        "published": entry.published.isoformat() if entry.published else None,
        "due": entry.due.isoformat() if entry.due else None,
        "source": entry.source,
        "note": entry.note,
    }
    given = {key: value for key, value in details.items() if value is not None}
    return _Request(indicator, year, spoken.value, status, entry, given)


def _check_options(indicator: Indicator, entry: Entry, spoken: TypedFigure, status: Status, today: date) -> None:
    if (status in STATUSES_WITHOUT_VALUE) != spoken.pending:
        raise UsageError(
            f"A {status} figure and “{entry.value}” do not go together: pending and missing ones have no value.",
            ja=f"状態「{status}」と「{entry.value}」は両立しません。pending と missing には値がありません。",
        )
    if entry.due is not None and status != "pending":
        raise UsageError("--due is for pending figures.", ja="--due は公表予定（pending）のときだけ使えます。")
    if entry.published is not None and (entry.published > today or spoken.pending):
        raise UsageError(
            "--published is the day on which the figure came out; it cannot be in the future.",
            ja="--published は公表された日です。未来の日付や未公表の値には使えません。",
        )
    if spoken.percent and indicator.kind != "percentage":
        unit = pick(indicator.unit, "en")
        raise UsageError(
            f"“{entry.value}” is a percentage, but this indicator counts {unit}.",
            ja=f"「{entry.value}」は百分率ですが、この指標の単位は{pick(indicator.unit, 'ja')}です。",
        )


def check_source(source: str, sources: Collection[str]) -> None:
    """Require a source to be a known id or a URL.

    Raises:
        UsageError: it is neither.
    """
    if source in sources or "://" in source:
        return
    close = close_match(source, sources)
    hint = f"; did you mean {close}?" if close else "."
    raise UsageError(
        f"“{source}” is neither an id in `sources` nor a URL{hint}",
        ja=f"「{source}」は sources の ID でも URL でもありません{f'（{close} のことですか）' if close else ''}。",
    )


def _refuse_early_year(request: _Request, today: date) -> None:
    kind = request.indicator.year
    day = counted_on(request.year, kind, request.indicator.as_of)
    if request.value is None or day <= today:
        return
    if day != year_end(request.year, kind):
        raise RefusedError(
            f"{label(request.year, kind)} is counted on {day}: record its figure from that day on, "
            "or `pending` for one that is announced.",
            ja=f"{label(request.year, kind, 'ja')}は{day}現在の値です。その日以降に記録するか、"
            "公表予定として pending を記録してください。",
        )
    raise RefusedError(
        f"{label(request.year, kind)} has not ended yet: record its figure when the year is over, "
        "or `pending` for one that is announced.",
        ja=f"{label(request.year, kind, 'ja')}はまだ終わっていません。年が終わってから記録するか、"
        "公表予定として pending を記録してください。",
    )


def _refuse_impossible(request: _Request) -> None:
    value, indicator = request.value, request.indicator
    if value is None:
        return
    if indicator.kind == "count" and not float(value).is_integer():
        raise RefusedError(
            f"{format_figure(value)} is no count: this indicator takes whole numbers only.",
            ja=f"{format_figure(value)}は整数ではありません。この指標は件数・人数で、整数だけを記録できます。",
        )
    if abs(value) > LARGEST:
        raise RefusedError(
            f"{request.entry.value.strip()} is too large: no figure is further from zero than 10^18.",
            ja=f"{request.entry.value.strip()}は大きすぎます。扱えるのは10の18乗までです。",
        )
    low, high = indicator.limits
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = (
            f"{format_figure(low) if low is not None else '−∞'} … {format_figure(high) if high is not None else '∞'}"
        )
        raise RefusedError(
            f"{format_figure(value)} is outside the indicator's bounds ({bounds}); --force does not change that.",
            ja=f"{format_figure(value)}はこの指標の範囲（{bounds}）の外です。--force でも記録できません。",
        )


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


def _refuse_implausible(request: _Request) -> None:
    if request.entry.force:
        return
    new = Figure(request.year, request.value, request.status)
    before, after = _neighbours(request)
    if before is not None and is_jump(request.indicator, before, new):
        raise _implausible(request, before)
    if after is not None and is_jump(request.indicator, new, after):
        raise _implausible(request, after)


def _implausible(request: _Request, other: Figure) -> RefusedError:
    kind = request.indicator.year
    shown, there = format_figure(request.value), format_figure(other.value)
    return RefusedError(
        f"{shown} is more than double or less than half the figure of {label(other.year, kind)} ({there}): "
        "check it, and add --force if it is right.",
        ja=f"{shown}は{label(other.year, kind, 'ja')}の{there}の2倍を超えるか半分に満たない値です。"
        "確かめて、正しければ --force を付けてください。",
    )


def _neighbours(request: _Request) -> tuple[Figure | None, Figure | None]:
    """The last figure with a value before the year, and the first after it."""
    figures = [figure for figure in request.indicator.figures() if figure.value is not None]
    before = [figure for figure in figures if figure.year < request.year]
    after = [figure for figure in figures if figure.year > request.year]
    return before[-1] if before else None, after[0] if after else None


def _over(request: _Request, old: Figure, today: date) -> Plan:
    """What an entry does where a figure is recorded already."""
    if request.value == old.value:
        merged = _details(old) | request.details
        if request.entry.status == "final":
            merged.pop("status", None)
        record = _long(request.value, merged, _revisions(old))
        same = record == _as_recorded(old)
        return Plan("unchanged" if same else "update", request.year, record, old.value)
    if not request.entry.revise or request.value is None:
        raise _already(request, old)
    _refuse_implausible(request)
    kept = {key: detail for key, detail in _details(old).items() if key == "note"}
    published = {"published": today.isoformat()} if "published" not in request.details else {}
    earlier: dict[str, Any] = {"value": old.value}
    if old.published is not None:
        earlier["published"] = old.published.isoformat()
    record = _long(request.value, kept | request.details | published, [*_revisions(old), earlier])
    return Plan("revise", request.year, record, old.value)


def _already(request: _Request, old: Figure) -> RefusedError:
    kind = request.indicator.year
    year, value = label(request.year, kind), format_figure(old.value)
    if request.value is None:
        return RefusedError(
            f"{year} already has the figure {value}: take it out with remove-actual first.",
            ja=f"{label(request.year, kind, 'ja')}にはすでに{value}が記録されています。"
            "先に remove-actual で消してください。",
        )
    return RefusedError(
        f"{year} already has the figure {value}: to replace it and keep the old value as a revision, add --revise.",
        ja=f"{label(request.year, kind, 'ja')}にはすでに{value}が記録されています。"
        "旧値を改訂履歴に残して置き換えるには --revise を付けてください。",
    )


def _long(
    value: float | None, details: dict[str, Any], revisions: list[dict[str, Any]]
) -> int | float | dict[str, Any]:
    """The record in the order of the data format, or the number alone where there is nothing beside it."""
    if value is not None and not details and not revisions:
        return value
    record: dict[str, Any] = {} if value is None else {"value": value}
    record |= {key: details[key] for key in ("status", "published", "due", "source", "note") if key in details}
    return record | ({"revisions": revisions} if revisions else {})


def _as_recorded(figure: Figure) -> int | float | dict[str, Any]:
    return _long(figure.value, _details(figure), _revisions(figure))


def _details(figure: Figure) -> dict[str, Any]:
    note = figure.note
    details = {
        "status": None if figure.status == "final" else figure.status,
        "published": figure.published.isoformat() if figure.published else None,
        "due": figure.due.isoformat() if figure.due else None,
        "source": figure.source,
        "note": note if note is None or isinstance(note, str) else note.model_dump(exclude_none=True),
    }
    return {key: value for key, value in details.items() if value is not None}


def _revisions(figure: Figure) -> list[dict[str, Any]]:
    return [
        {"value": old.value} | ({"published": old.published.isoformat()} if old.published else {})
        for old in figure.revisions
    ]
