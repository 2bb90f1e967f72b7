"""From the cells of a table to figures that are asked for: whose they are, of which year, how much, and how certain."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeAlias

from unpolicy.change.decide import FigureRequest
from unpolicy.errors import UnpolicyError, UsageError
from unpolicy.exchange.cells import Grid, is_blank, no_figure, notations, plain, require_sound, typed_year
from unpolicy.exchange.describing import Describing, TablePromise
from unpolicy.exchange.draft import Draft, Names
from unpolicy.exchange.request import REST, ImportRequest
from unpolicy.exchange.rows import number_of, read_revisions
from unpolicy.exchange.shape import Place, SourceTable, shape
from unpolicy.exchange.units import behind_number, factor
from unpolicy.model import Figure, Indicator, Text, Translations
from unpolicy.names import STATUSES_WITHOUT_VALUE
from unpolicy.text import meant
from unpolicy.years import YearKind, form_of, has_ended, read_day, resolve_year

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from unpolicy.exchange.intake import Ledger

    Asked: TypeAlias = "tuple[Place, FigureRequest | UnpolicyError]"
    """What a cell asks for, or why it cannot be taken."""

_NO_FIGURES = ("targets", "baselines")
_ENDS = ("low", "high")
_LIMIT = re.compile(r"\s*(?:(?P<increase>以上|or more|or higher)|(?P<decrease>以下|or less|or lower))$", re.IGNORECASE)
"""What stands behind a promise that says on which side of it is well; the same value is promised."""


class TableReader:
    """Reads one table: what its cells ask for, what they do not ask for being entered in the ledger.

    Args:
        grid: the table as it was read.
        request: how it is to be understood.
        draft: the data that it goes into, and where it is put down what the table adds to them.
        ledger: where cells are entered that are left out or refused.
        today: the day on which years have ended or not.

    Raises:
        UsageError: its columns cannot be understood, or `--where` names what is not there.
    """

    def __init__(self, grid: Grid, request: ImportRequest, draft: Draft, ledger: Ledger, today: date) -> None:
        self._name = grid.name
        self._request = request
        self._draft = draft
        self._indicators = draft.dataset.indicators
        self._ledger = ledger
        self._today = today
        self._names = Names(draft.dataset)
        adopt = request.typed.create and request.typed.indicator is None
        self.table = shape(grid, request.mapping, self._names.known, adopt=adopt)
        places = self._places()
        self._meant = chosen(self.table, request.where, places)
        ledger.left["where"] += len(places) - len(self._meant)
        self._notation = notations(places, request.typed.decimal, free=grid.comma)
        self._readers: Mapping[str, Callable[[str], object]] = {
            "published": read_day, "due": read_day, "source": draft.source, "revisions": read_revisions,
        }  # fmt: skip
        self._resolved = cache(_resolved)
        self._factor = cache(lambda key, units, times: factor(self._indicators[key], units, times, request.units))

    def asked(self) -> list[Asked]:
        """What the cells that are meant ask for."""
        request, draft = self._request, self._draft
        describing = Describing(self.table, draft, self._names, self._number)
        if request.typed.create:
            own = (name for name, times in request.units.items() if times == 1)
            describing.make(self._meant, request.typed.indicator, next(own, ""))
        parts = self._parted(self._owned())
        if request.typed.create:
            self._promise(parts, describing)
        figures = [entry for entry in parts if entry[0].role not in _NO_FIGURES]
        asked = ((place, self._asked(place, key)) for place, key in figures)
        return [(cell, request) for cell, request in asked if request is not None]

    def _places(self) -> list[Place]:
        """The cells in which figures, or promises that are to be made, stand."""
        places: list[Place] = []
        for place in self.table.cells():
            if self._request.step is not None:
                self._request.step()
            if place.error is not None:
                self._ledger.refused.append((place, place.error))
            elif place.role in ("actual", "baseline"):
                places.append(place)
            elif self._request.typed.create and place.role in _NO_FIGURES:
                places.append(self.table.promise(place))
            else:
                self._ledger.left[place.role] += 1
        return places

    def _owned(self) -> list[tuple[Place, str, str]]:
        """The places with the ids of their indicators, and what the file calls them where that may be a part."""
        asked, names = self._request.typed.indicator, self._names
        only = None if asked is None else names.resolve(asked)
        keys = {name: names.find(name) for name in {place.name for place in self._meant} if name}
        foreign = only is not None and not any(keys.values())
        nobody = UsageError(
            "the row does not say its indicator: add -i ID.",
            ja="どの指標か分かりません。-i ID を付けてください。",
            reason="no-indicator",
        )
        found: list[tuple[Place, str, str]] = []
        for place in self._meant:
            key = only if foreign or not place.name else keys[place.name]
            if only not in (None, key):
                self._ledger.left["indicator"] += 1
            elif key is None:
                self._ledger.refused.append((place, names.unknown(place.name) if place.name else nobody))
            else:
                found.append((place, key, (place.name or "") if foreign else ""))
        return found

    def _parted(self, owned: Sequence[tuple[Place, str, str]]) -> list[tuple[Place, str]]:
        """The places with the indicators or parts that they are of; what is of a part that nothing declares is refused.

        A column in which all rows of an indicator say the same parts nothing, unless the data declare it as a
        dimension.
        """
        draft, where = self._draft, self._request.where
        headings = [*self.table.parts.values(), "", ""]
        rows: dict[str, dict[tuple[str, ...], None]] = {}
        for place, key, name in owned:
            rows.setdefault(key, {})[*self.table.part(place), name] = None
        free = [] if REST in where else [c for c, h in enumerate(headings) if plain(h) not in where]
        declared = {c for c in free if draft.is_dimension(headings[c])}
        parting = {key: _parting(list(found), declared, create=draft.create) for key, found in rows.items()}
        parts: list[tuple[Place, str]] = []
        for place, key, name in owned:
            texts = (*self.table.part(place), name)
            stated = {headings[c]: texts[c] for c in parting[key] if texts[c]}
            part = draft.part(key, stated)
            if part is not None:
                parts.append((place, part))
            else:
                self._ledger.refused.append((place, _breakdown(*next(iter(stated.items())))))
        return parts

    def _promise(self, parts: Sequence[tuple[Place, str]], describing: Describing) -> None:
        """Make the targets of a table, and enter its promises in the ledger."""
        found = [
            promise
            for place, key in parts
            if place.role != "actual" and (promise := self._promised(place, key)) is not None
        ]
        made = describing.promise(found, re.sub(r"\.\w+$", "", PurePath(self._name.strip("“”\"'")).name))
        for place, _ in parts:
            if place in made:
                self._ledger.promises += 1
            elif place.role in _NO_FIGURES:
                self._ledger.left[place.role] += 1

    def _asked(self, place: Place, key: str) -> FigureRequest | UnpolicyError | None:
        """What a place asks for; `None` where it is entered in the ledger, or is no filled cell after all."""
        try:
            return self._request_of(place, key)
        except UnpolicyError as error:
            return error

    def _request_of(self, place: Place, key: str) -> FigureRequest | None:
        year, flag = self._year(place, self._indicators[key])
        flags = [*self.table.flags(place), *([(flag, "eurostat")] if flag else [])]
        absent = self._request.marks.absent(place.text) if place.text else None
        if absent is not None:
            return self._absent(place, key, Figure(year, None, absent), flags)
        if is_blank(place.text):
            status, stated = self._request.marks.status(flags)
            if status == "final":
                return None
            return self._figure(place, key, Figure(year, None, status), stated, ("status",))
        value, percent, behind = self._value(place, key, place.text)
        flags += [(letter, "eurostat") for letter in behind]
        status, stated = self._request.marks.status(flags)
        asked = self._figure(place, key, Figure(year, value, status), stated, ("status",) if flags else ())
        return asked._replace(percent=percent)

    def _value(self, place: Place, key: str, text: str) -> tuple[int | float, bool, Sequence[str]]:
        written = self._notation[place.column].read(text)
        percent, behind, unit = behind_number(written.after, self._indicators[key])
        units, times = self.table.units(place)
        by = self._factor(key, (*units, unit) if unit else tuple(units), times)
        return number_of(written.value if by == 1 else written.value * by, text), percent, behind

    def _number(self, place: Place) -> Decimal:
        """The number in a cell, as it is written.

        Raises:
            UsageError: it is none.
        """
        return self._notation[place.column].read(place.text).value

    def _promised(self, place: Place, key: str) -> TablePromise | None:
        """A target or baseline; `None` where it cannot be understood."""
        indicator = self._indicators[key]
        text = place.text.strip()
        limit = _LIMIT.search(text)
        if self._request.marks.absent(text):
            return None
        try:
            require_sound(place.text)
            value, percent, behind = self._value(place, key, text[: limit.start()] if limit else text)
            self._request.marks.status([(letter, "eurostat") for letter in behind])
            year = self._year(place, indicator)[0] if place.year.strip() else None
            if percent and indicator.kind != "percentage":
                raise no_figure(place.text)
        except UnpolicyError as error:
            if place.role in _NO_FIGURES:  # a baseline that is a figure is refused as one
                self._draft.remark(key, error)
            return None
        return TablePromise(place, key, year, value, (limit.lastgroup or "") if limit else "")

    def _year(self, place: Place, indicator: Indicator) -> tuple[int, str]:
        require_sound(place.year)
        return self._resolved(place.year, self.table.stated(place.row, "start"), indicator.year_kind)

    def _end(self, place: Place, key: str, text: str | None) -> int | float | None:
        """One end of a figure's interval, written in the figure's own way."""
        if text is None or self._request.marks.absent(text):
            return None
        return self._value(place, key, text)[0]

    def _absent(self, place: Place, key: str, figure: Figure, flags: Sequence[tuple[str, str]]) -> FigureRequest | None:
        """What a mark for a figure that is not there asks for: nothing where none is recorded anyway."""
        indicator = self._indicators[key]
        old = indicator.figure(figure.year)
        status, stated = self._request.marks.status(flags)
        if status in STATUSES_WITHOUT_VALUE or self.table.details(place):
            figure = figure._replace(status=status if status in STATUSES_WITHOUT_VALUE else figure.status)
        elif old is not None and old.value is None:
            self._ledger.recorded += 1
            return None
        elif figure.status == "missing" and not has_ended(figure.year, indicator.year_kind, self._today):
            self._ledger.left["not-out"] += 1
            return None
        return self._figure(place, key, figure, stated, ("status",))

    def _figure(
        self, place: Place, key: str, figure: Figure, stated: Sequence[tuple[str, str]], given: Iterable[str] = ()
    ) -> FigureRequest:
        details = self.table.details(place)
        note = _note(details, stated)
        read: dict[str, Any] = {name: reads(details[name]) for name, reads in self._readers.items() if name in details}
        read |= {name: end for name in _ENDS if (end := self._end(place, key, details.get(name))) is not None}
        read |= {} if note is None else {"note": note}
        typed, figure = self._request.typed, figure._replace(**read)
        asked = FigureRequest(key, figure, frozenset((*read, *given)), place.text, imported=True)
        return asked._replace(revise=typed.revise, force=typed.force)


def _parting(rows: Sequence[tuple[str, ...]], declared: Container[int], *, create: bool) -> list[int]:
    """The columns that part rows; where they become parts, none that another column says already, as a code does."""
    columns = [c for c, texts in enumerate(zip(*rows, strict=True)) if len(set(texts)) > 1 or c in declared]
    for column in reversed(columns) if create else ():
        others = [c for c in columns if c != column]
        pairs = ([(row[c], row[column]) for row in rows] for c in others)
        if column not in declared and any(len(set(both)) == len({first for first, _ in both}) for both in pairs):
            columns = others
    return columns


def _resolved(text: str, day: str, kind: YearKind) -> tuple[int, str]:
    """The year that a text says, with the flag behind it.

    Args:
        text: the year as it is written.
        day: the day on which the file's years start, as SDMX writes it: --04-01; empty where it does not say.
        kind: how the indicator's years are counted.

    Raises:
        UsageError: it is no such year, or the file's years start in another month.
    """
    if day and day[2:4] != f"{form_of(kind).starts:02}":
        raise UsageError(
            f"the file's years start on {day.strip('-')}, those of the indicator do not.",
            ja=f"ファイルの年は{day.strip('-')}に始まり、この指標の年と異なります。",
            reason="year-kind",
        )
    spelled, flag = typed_year(text)
    return resolve_year(spelled, kind) + form_of(kind).begins_before * bool(day), flag


def _note(details: Mapping[str, str], stated: Sequence[tuple[str, str]]) -> Text | None:
    if "note_ja" in details or "note_en" in details:
        return Translations(ja=details.get("note_ja"), en=details.get("note_en"))
    note = details.get("note")
    if not stated:
        return note
    en, ja = "; ".join(en for en, _ in stated), "、".join(ja for _, ja in stated)
    return Translations(ja=ja, en=en) if note is None else f"{note} ({en})"


def _breakdown(heading: str, text: str) -> UsageError:
    if not heading:
        return UsageError(
            f"the file has several series for the indicator, this one is “{text}”: keep one in the file.",
            ja=f"この指標の系列が複数あり、これは「{text}」です。1つだけ残してください。",
            reason="breakdown",
        )
    return UsageError(
        f"a breakdown ({heading}: {text}), not the figure of the whole: choose with --where “{heading}={text}”, "
        f"leave breakdowns out with --where “{heading}=”, or the column with --map “{heading}=ignore”.",
        ja=f"内訳（{heading}：{text}）であり、全体の値ではありません。--where '{heading}={text}' で選ぶか、"
        f"--where '{heading}=' で内訳を外すか、--map '{heading}=ignore' で列を無視してください。",
        reason="breakdown",
    )


def chosen(table: SourceTable, where: Mapping[str, set[str]], places: Sequence[Place]) -> list[Place]:
    """The places of a table in the rows that are meant.

    Raises:
        UsageError: there is no such column, or no row with such a value.
    """
    headings = {plain(heading): column for column, heading in enumerate(table.header.headings) if heading.strip()}
    columns: dict[int, set[str]] = {}
    for heading, values in where.items():
        if heading == REST:
            continue
        if heading not in headings:
            close, close_ja = meant(heading, headings)
            raise UsageError(
                f"--where: there is no column “{heading}”{close}",
                ja=f"--where：「{heading}」という列はありません{close_ja}。",
            )
        columns[headings[heading]] = values
    _require_rows(columns, places, {column: heading for heading, column in headings.items()})
    if REST in where:  # what all rows say parts nothing
        differing = [c for c in table.parts if len({place.row.cell(c).strip() for place in places}) > 1]
        columns.update({c: where[REST] for c in differing if c not in columns})
    return [place for place in places if all(plain(place.row.cell(c)) in values for c, values in columns.items())]


def _require_rows(columns: Mapping[int, set[str]], places: Iterable[Place], names: Mapping[int, str]) -> None:
    found: dict[int, set[str]] = {column: set() for column in columns}
    for place in places if columns else ():
        for column, values in found.items():
            values.add(plain(place.row.cell(column)))
    for column, wanted in columns.items():
        absent = sorted(wanted - found[column])
        if absent:
            close, close_ja = meant(absent[0], found[column])
            raise UsageError(
                f"--where: no row has {names[column]}={absent[0]}{close}",
                ja=f"--where：{names[column]}={absent[0]} の行はありません{close_ja}。",
            )
