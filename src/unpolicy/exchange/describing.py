"""What a table says of indicators that the data lack, and of what they are promised to be."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.errors import UnpolicyError, UsageError
from unpolicy.exchange.cells import meanings, plain, typed_year, vocabulary
from unpolicy.exchange.draft import Draft, Names, id_of, is_total
from unpolicy.exchange.header import split_unit
from unpolicy.exchange.units import parse_unit
from unpolicy.names import NUMBER_KINDS, Direction
from unpolicy.text import shortened
from unpolicy.years import YearName, parse_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from unpolicy.exchange.shape import Place, SourceTable

_DIRECTIONS: dict[str, Direction] = meanings(vocabulary()["directions"])
_YEARS: dict[str, YearName] = meanings(vocabulary()["years"])
_NO_UNIT = "units"
_MOST_NAMED = 5


class TablePromise(NamedTuple):
    """A target, or a baseline, as a table has it.

    Attributes:
        place: where it stands.
        indicator: the id of what it is promised of.
        year: its year; `None` where the table says none.
        value: how much.
        side: the direction that the promise itself says, as “1,000 or more” does.
    """

    place: Place
    indicator: str
    year: int | None
    value: int | float
    side: str = ""


class Describing(NamedTuple):
    """Makes the indicators that a table has figures or promises of and the data lack, and their targets.

    Attributes:
        table: the table.
        draft: where they are made.
        names: finds indicators, the new ones too once they are made.
        read: reads the number in a cell.
    """

    table: SourceTable
    draft: Draft
    names: Names
    read: Callable[[Place], Decimal]

    def make(self, places: Sequence[Place], asked: str | None, unit: str) -> None:
        """Make what is not there of the indicators that cells are of.

        Args:
            places: the cells that are meant.
            asked: the indicator as it was asked for, for a file of one.
            unit: the unit where the table says none.
        """
        by_name: dict[str, list[Place]] = {}
        for place in places:
            name = place.name if asked is None else asked
            if name and not self.names.known(name):
                by_name.setdefault(name, []).append(place)
        unitless: list[str] = []
        # Wholes before their parts, whatever the order of the rows.
        for name, found in sorted(
            by_name.items(), key=lambda named: bool(self.table.stated(named[1][0].row, "part_of"))
        ):
            called = {place.name for place in found if place.name} if asked is not None else set()
            if not self._describe(found, name, called.pop() if len(called) == 1 else name, unit):
                unitless.append(shortened(name))
        if unitless:
            more = f" … ({len(unitless)})" if len(unitless) > _MOST_NAMED else ""
            en, ja = (mark.join(unitless[:_MOST_NAMED]) + more for mark in (", ", "、"))
            stated = f"{en}: no unit is said, so “{_NO_UNIT}” are counted: add --unit, or put it right in the data."
            said_ja = f"{ja}：単位がないため「{_NO_UNIT}」としました。--unit で指定するか、データで直してください。"
            self.draft.remarks.append((stated, said_ja))

    def _describe(self, places: Sequence[Place], name: str, title: str, unit: str) -> bool:
        """Make an indicator, and say whether the table says its unit."""
        table = self.table

        def stated(field: str) -> str:
            return next((text for place in places if (text := table.stated(place.row, field))), "")

        otherwise = id_of(f"indicator {stated('number')}", "indicator", ())
        key = id_of(name, otherwise, self.draft.dataset.indicators)
        title = (stated("title") if table.form != "across" else "") or title
        unit, kind = _unit(table, places) or unit, plain(stated("kind"))
        if not unit and table.header.titles_hold_units:
            title, unit = split_unit(title)
        figures = [place.year for place in places if place.role != "targets"]
        promised = years_of(place.year for place in places if place.role == "targets")
        record: dict[str, Any] = {
            "title": title,
            "unit": unit or _NO_UNIT,
            **({"kind": kind} if kind in NUMBER_KINDS else _kind(unit, places, self.read)),
            "direction": _DIRECTIONS.get(plain(stated("direction")), "none"),
            "year": "fiscal" if table.counts_fiscal else "calendar",
            **(years_of(figures, plain(stated("year_kind")), stated("start")) or promised),
        }
        if stated("responsible"):
            record["responsible"] = stated("responsible")
        if stated("tags"):
            record["tags"] = stated("tags").split("; ")
        whole = self.names.find(stated("part_of"))
        if whole is not None:
            of = dict(self.draft.value(*pair) for pair in self._dimensions(places[0], stated("of")))
            record = {"part_of": whole, **({"of": of} if of else {}), **record}
        self.draft.add("indicators", key, record)
        self.names.add(name, key)
        return bool(unit)

    def _dimensions(self, place: Place, stated: str) -> list[tuple[str, str]]:
        """What a part of a whole is by: as one column says, ``sex=female; age=young``, or as a column a dimension."""
        pairs = [pair.split("=", 1) for pair in stated.split("; ") if "=" in pair]
        columns = zip(self.table.parts.values(), self.table.part(place), strict=False)
        held = [(heading, text) for heading, text in columns if text and not is_total(text)]
        return [(name, value) for name, value in pairs] or held

    def promise(self, promises: Sequence[TablePromise], source: str) -> set[Place]:
        """Make the targets that a table names, with the direction that their side of the baseline gives.

        Args:
            promises: its targets and baselines, figures that are baselines among them.
            source: what the goal is called that they serve where the table says none.

        Returns:
            The places of the targets that were made, or are recorded just so.
        """
        by_indicator: dict[str, list[TablePromise]] = {}
        for promise in promises:
            by_indicator.setdefault(promise.indicator, []).append(promise)
        made: set[Place] = set()
        for key, found in by_indicator.items():
            targets = {promise.year: promise for promise in found if promise.place.role == "targets"}
            if targets:
                baselines = [promise for promise in found if promise.place.role != "targets"]
                made |= self._promised(key, targets, baselines, source)
        return made

    def _promised(
        self, key: str, targets: dict[int | None, TablePromise], baselines: Sequence[TablePromise], source: str
    ) -> set[Place]:
        draft = self.draft
        years = [year for year in targets if year is not None]
        if not years:
            return self._not_made(key, "no year is said", "年がありません")
        last = targets[max(years)]
        old = next((target for target in draft.dataset.targets.values() if target.indicator == key), None)
        if old is not None:
            if (old.value, old.by) == (last.value, last.year):
                return {promise.place for promise in targets.values()}
            return self._not_made(key, "the data have another", "データに別の目標があります")
        base = next((promise for promise in baselines if promise.year is None or promise.year < (last.year or 0)), None)
        direction = draft.dataset.indicators[key].direction
        if direction == "none" and draft.is_new(key):
            direction = _DIRECTIONS.get(last.side) or _side(last, base)
            draft.point(key, direction)
        if direction == "none":
            return self._not_made(key, "no direction is said", "望ましい方向がありません")
        record: dict[str, Any] = {
            "goal": draft.goal(self.table.stated(last.place.row, "goal") or source),
            "indicator": key,
        }
        if base is not None and base.year is not None:
            is_figure = base.place.role == "baseline"
            record["baseline"] = base.year if is_figure else {"year": base.year, "value": base.value}
        record |= {"value": last.value, "by": last.year}
        first = base.year if base is not None and base.year is not None else min(years)
        if yearly := {year: targets[year].value for year in sorted(years)[:-1] if year > first}:
            record["yearly"] = yearly
        draft.add("targets", id_of("", f"{key}-target", draft.dataset.targets), record)
        named = {base.place} if base is not None and base.place.role == "baselines" and "baseline" in record else set()
        return named | {promise.place for promise in targets.values() if promise is last or promise.year in yearly}

    def _not_made(self, key: str, why: str, why_ja: str) -> set[Place]:
        en, ja = f"its target was not made: {why}.", f"目標は作っていません（{why_ja}）。"
        self.draft.remark(key, UsageError(en, ja=ja))
        return set()


def _unit(table: SourceTable, places: Sequence[Place]) -> str:
    """The unit that most figures are in; the one with a sign of percent where only the figures have it."""
    found = Counter(next(iter(table.units(place)[0]), "") for place in places).most_common()
    unit = next((text for text, _ in found if text), "")
    return unit or ("%" if any(_has_sign(place) for place in places) else "")


def _has_sign(place: Place) -> bool:
    return place.text.strip().endswith(("%", "％"))


def _kind(unit: str, places: Sequence[Place], read: Callable[[Place], Decimal]) -> dict[str, Any]:
    """A percentage where the unit is percent, without bounds where figures lie outside 0 to 100; else an amount."""
    if not unit or parse_unit(unit).base != parse_unit("%").base:
        return {"kind": "amount"}
    numbers: list[Decimal] = []
    for place in places:
        with contextlib.suppress(UnpolicyError):
            numbers.append(read(place))
    if all(0 <= number <= 100 for number in numbers):
        return {"kind": "percentage"}
    return {"kind": "percentage", "bounds": {}} if any(map(_has_sign, places)) else {"kind": "amount"}


def years_of(texts: Iterable[str], stated: str = "", start: str = "") -> dict[str, Any]:
    """How years are counted, by most of their spellings: calendar or fiscal years, or several years a figure.

    Nothing where no spelling says it.
    """
    found: Counter[int | str] = Counter()
    for text in set(texts):
        try:
            year = parse_year(typed_year(text)[0])
        except UnpolicyError:
            continue
        span = 1 if year.last is None else year.last - year.year + 1
        found[span if span > 2 else year.wording or ("fiscal" if span == 2 else "")] += 1
    if stated in _YEARS:
        return {"year": _YEARS[stated]}
    if start:
        return {"year": "fiscal" if start[2:4] == "04" else "calendar"}
    most = next((counting for counting, _ in found.most_common() if counting), None)
    if most is None:
        return {}
    return {"year": "calendar", "span": most} if isinstance(most, int) else {"year": most}


def _side(target: TablePromise, base: TablePromise | None) -> Direction:
    """The side of the baseline on which a target lies."""
    if base is None or base.value == target.value:
        return "none"
    return "increase" if target.value > base.value else "decrease"
