"""From a draft to a figure: which indicator is meant, which year, which number, and whether it can be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.change.decide import check_source
from unpolicy.errors import RefusedError, UsageError
from unpolicy.exchange.cells import read_day, read_number, read_revisions
from unpolicy.exchange.columns import plain
from unpolicy.exchange.table import is_blank
from unpolicy.figures import format_figure
from unpolicy.model import STATUSES_WITHOUT_VALUE, Figure, Translations, pick
from unpolicy.text import close_match
from unpolicy.years import counted_on, label, resolve_year, year_end

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from unpolicy.exchange.shapes import Draft
    from unpolicy.figures import TypedFigure
    from unpolicy.model import Dataset, Indicator, Text
    from unpolicy.names import Status

_STATUSES: dict[str, Status] = {
    "final": "final",
    "provisional": "provisional",
    "estimated": "estimated",
    "break": "break",
    "pending": "pending",
    "missing": "missing",
    "確定": "final",
    "確定値": "final",
    "暫定": "provisional",
    "暫定値": "provisional",
    "速報値": "provisional",
    "推計": "estimated",
    "推計値": "estimated",
    "系列の断絶": "break",
    "公表予定": "pending",
    "欠測": "missing",
}
_POINT_ZERO = re.compile(r"\.0+$")
_NOTES = ("note", "note_ja", "note_en")


class Proposed(NamedTuple):
    """A figure that a row proposes.

    Attributes:
        row: the row's number; `None` for a figure that stood in no row.
        indicator: the indicator's id.
        figure: the figure.
        given: the fields that the row filled in, beside year and value.
    """

    row: int | None
    indicator: str
    figure: Figure
    given: frozenset[str]


class Names:
    """Finds indicators by id or by title in either language."""

    def __init__(self, dataset: Dataset) -> None:
        self._ids: Mapping[str, Indicator] = dataset.indicators
        self._by_name: dict[str, str | None] = {}
        for key, indicator in dataset.indicators.items():
            for name in {plain(key), plain(pick(indicator.title, "ja")), plain(pick(indicator.title, "en"))}:
                # A title that two indicators share names neither.
                self._by_name[name] = key if self._by_name.get(name, key) == key else None

    def find(self, name: str) -> str | None:
        """The id of the indicator that a text names, `None` where it names none or several."""
        return name if name in self._ids else self._by_name.get(plain(name))

    def known(self, name: str) -> bool:
        """Whether a text names an indicator."""
        return self.find(name) is not None

    def resolve(self, name: str) -> str:
        """The id of the indicator that a text names.

        Raises:
            UsageError: it names none, or several.
        """
        found = self.find(name)
        if found is not None:
            return found
        close = close_match(name, self._ids)
        raise UsageError(
            f"there is no indicator “{name}”" + (f"; did you mean {close}?" if close else "."),
            ja=f"「{name}」という指標はありません" + (f"（{close} のことですか）。" if close else "。"),
        )


def understand(draft: Draft, key: str, dataset: Dataset, today: date) -> Proposed:
    """Read a draft.

    Args:
        draft: the figure as it was written.
        key: the id of its indicator.
        dataset: the data that it is for.
        today: the day on which years have ended or not.

    Raises:
        UsageError: something of it cannot be understood.
        RefusedError: there can be no such figure.
    """
    if draft.breakdown is not None:
        heading, text = draft.breakdown
        raise RefusedError(
            f"a breakdown ({heading}: {text}), not the figure of the whole.",
            ja=f"内訳（{heading}：{text}）であり、全体の値ではありません。",
        )
    indicator = dataset.indicators[key]
    year = resolve_year(_POINT_ZERO.sub("", draft.year.strip()), indicator.year)
    spoken, status = _value_and_status(draft)
    details = draft.details
    figure = Figure(
        year,
        spoken.value,
        status,
        read_day(details["published"]) if "published" in details else None,
        read_day(details["due"]) if "due" in details else None,
        details.get("source"),
        _note(details),
        read_revisions(details["revisions"]) if "revisions" in details else (),
    )
    given = {"note" if name in _NOTES else name for name in details}
    check(indicator, figure, dataset, today, percent=spoken.percent)
    return Proposed(draft.row, key, figure, frozenset(given))


def check(indicator: Indicator, figure: Figure, dataset: Dataset, today: date, *, percent: bool = False) -> None:
    """Refuse a figure that cannot be.

    Raises:
        UsageError: it does not fit the indicator, or its source is unknown.
        RefusedError: it is outside the indicator's bounds, or its year is not over.
    """
    value = figure.value
    if figure.source is not None:
        check_source(figure.source, dataset.sources)
    if figure.due is not None and figure.status != "pending":
        raise UsageError("only a pending figure is due.", ja="公表予定日は pending の値だけのものです。")
    if value is None:
        return
    if percent and indicator.kind != "percentage":
        raise UsageError(
            f"a percentage, but this indicator counts {pick(indicator.unit, 'en')}.",
            ja=f"百分率ですが、この指標の単位は{pick(indicator.unit, 'ja')}です。",
        )
    if indicator.kind == "count" and not float(value).is_integer():
        raise RefusedError(
            f"{format_figure(value)} is no count: this indicator takes whole numbers only.",
            ja=f"{format_figure(value)}は整数ではありません。この指標は整数だけです。",
        )
    low, high = indicator.limits
    if (low is not None and value < low) or (high is not None and value > high):
        raise RefusedError(
            f"{format_figure(value)} is outside the indicator's bounds "
            f"({'' if low is None else format_figure(low)} … {'' if high is None else format_figure(high)}).",
            ja=f"{format_figure(value)}はこの指標の範囲の外です。",
        )
    day = counted_on(figure.year, indicator.year, indicator.as_of)
    if day > today:
        when, when_ja = ("has not ended yet", "まだ終わっていません")
        if day != year_end(figure.year, indicator.year):
            when, when_ja = f"is counted on {day}", f"{day}現在の値です"
        raise RefusedError(
            f"{label(figure.year, indicator.year)} {when}.",
            ja=f"{label(figure.year, indicator.year, 'ja')}は{when_ja}。",
        )


def _value_and_status(draft: Draft) -> tuple[TypedFigure, Status]:
    from unpolicy.figures import TypedFigure

    asked = _status(draft.details["status"]) if "status" in draft.details else None
    if is_blank(draft.value):
        if asked not in STATUSES_WITHOUT_VALUE:
            raise UsageError(
                "no value: write pending for a figure that is not out.",
                ja="値がありません。未公表の値には pending と書いてください。",
            )
        return TypedFigure(None), asked or "pending"
    spoken = read_number(draft.value)
    status: Status = asked or ("pending" if spoken.pending else "final")
    if spoken.pending != (status in STATUSES_WITHOUT_VALUE):
        raise UsageError(
            f"the status {status} and the value “{draft.value}” do not go together.",
            ja=f"状態「{status}」と値「{draft.value}」は両立しません。",
        )
    return spoken, status


def _status(text: str) -> Status:
    found = _STATUSES.get(plain(text))
    if found is None:
        raise UsageError(
            f"“{text}” is no status: final, provisional, estimated, break, pending or missing.",
            ja=f"「{text}」という状態はありません（final、provisional、estimated、break、pending、missing）。",
        )
    return found


def _note(details: Mapping[str, str]) -> Text | None:
    if "note_ja" in details or "note_en" in details:
        return Translations(ja=details.get("note_ja"), en=details.get("note_en"))
    return details.get("note")
