"""The data with what an import adds to them: indicators, their parts, goals and targets that a file describes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from unpolicy.errors import UnpolicyError, UsageError
from unpolicy.exchange.cells import meanings, plain, spellings, vocabulary
from unpolicy.model import Dataset, Dimension, Indicator, IndicatorsFile, Source, Text, pick
from unpolicy.text import meant, shortened

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from unpolicy.names import Direction

    RawRecord = dict[str, Any]

_LONGEST = 48
_IDS = meanings(vocabulary()["ids"])
_WHOLE = re.compile(
    r"total\b.*|all|all (?:ages|persons|people|sexes|genders)|both sexes|_?t|合計|総数|総計|計|全体|男女計"
)


def id_of(text: str, otherwise: str, taken: Container[str]) -> str:
    """An id for what a file calls by a text: its letters and digits, else a word of ours; never one that is taken."""
    key = unicodedata.normalize("NFKD", plain(text))
    words = re.sub(r"[^a-z0-9]+", "-", "".join(char for char in key if not unicodedata.combining(char))).strip("-")
    found = _IDS.get(plain(text)) or (words if not re.search(r"[^\W\d_a-z]", key) else "") or otherwise
    found = found if len(found) <= _LONGEST else found[:_LONGEST].rpartition("-")[0] or found[:_LONGEST]
    number, name = 1, found
    while name in taken:
        number += 1
        name = f"{found}-{number}"
    return name


def is_total(text: str) -> bool:
    """Whether a text stands for all values of a dimension."""
    return _WHOLE.fullmatch(plain(text)) is not None


class Names:
    """Finds indicators by id or by title in either language."""

    def __init__(self, dataset: Dataset) -> None:
        self._ids: Mapping[str, Indicator] = dataset.indicators
        self._by_name: dict[str, str | None] = {}
        for key, indicator in dataset.indicators.items():
            titles, units = spellings(indicator.title), spellings(indicator.unit)
            with_unit = {f"{title}{gap}({unit})" for title in titles for unit in units for gap in ("", " ")}
            for name in {plain(key), *titles, *with_unit}:
                # A title that two indicators share names neither.
                self._by_name[name] = key if self._by_name.get(name, key) == key else None

    def find(self, name: str) -> str | None:
        """The id of the indicator that a text names, `None` where it names none or several."""
        return name if name in self._ids else self._by_name.get(plain(name))

    def add(self, name: str, key: str) -> None:
        """Add a text as a name of an indicator."""
        self._by_name[plain(name)] = key

    def known(self, name: str) -> bool:
        """Whether a text names an indicator."""
        return self.find(name) is not None

    def resolve(self, name: str) -> str:
        """The id of the indicator that a text names.

        Raises:
            UsageError: it names none, or several.
        """
        found = self.find(name)
        if found is None:
            raise self.unknown(name)
        return found

    def unknown(self, name: str) -> UsageError:
        """The error of a text that names no indicator, or several."""
        shown, (close, close_ja) = shortened(name), meant(name, self._ids)
        return UsageError(
            f"there is no indicator “{shown}”{close}",
            ja=f"「{shown}」という指標はありません{close_ja}。",
            reason="unknown-indicator",
        )


class Draft:
    """The data as they will be once the import is done; what is new is kept apart.

    Args:
        dataset: the data as they are.
        create: whether the import may make what the data lack; parts by dimensions that are declared it always makes.
    """

    def __init__(self, dataset: Dataset, *, create: bool) -> None:
        self.create = create
        self._dimensions = dict(dataset.dimensions)
        self._indicators = dict(dataset.indicators)
        both = IndicatorsFile.model_construct(version=1, dimensions=self._dimensions, indicators=self._indicators)
        self._sources = dict(dataset.sources)
        main = dataset.targets_file.model_copy(update={"sources": self._sources})
        self.dataset = dataset._replace(targets_file=main, indicators_file=both)
        self.sections: dict[str, dict[str, RawRecord]] = {}
        self.remarks: list[tuple[str, str]] = []
        indicators = dataset.indicators.items()
        self._parts = {(indicator.part_of, frozenset(indicator.of.items())): key for key, indicator in indicators}
        self._names: dict[str, tuple[str, dict[str, str]]] = {}
        for key, dimension in dataset.dimensions.items():
            self._know(key, dimension.title, dimension.values.items())

    def _know(self, key: str, title: Text, values: Iterable[tuple[str, Text]]) -> None:
        known = {name: value for value, text in values for name in {plain(value), *spellings(text)}}
        self._names.update(dict.fromkeys({plain(key), *spellings(title)}, (key, known)))

    def add(self, section: str, name: str, record: RawRecord) -> None:
        """Add a record; of an indicator without its figures."""
        self.sections.setdefault(section, {})[name] = record
        if section == "indicators":
            self._indicators[name] = Indicator.model_validate(record)
        elif section == "sources":
            self._sources[name] = Source.model_validate(record)

    def source(self, text: str) -> str:
        """The source that a file names, as figures name it: an id, or a URL; made where the data lack it."""
        if not self.create or text in self._sources or "://" in text:
            return text
        titles = {plain(pick(source.title, "en")): key for key, source in reversed(self._sources.items())}
        key = titles.get(plain(text))
        if key is None:
            key = id_of(text, "source", self._sources)
            self.add("sources", key, {"title": text})
        return key

    def remark(self, name: str, error: UnpolicyError) -> None:
        """Note why something was not made."""
        self.remarks.append((f"{name}: {error.sentence[0]}", f"{name}：{error.sentence[1]}"))

    def point(self, name: str, direction: Direction) -> None:
        """Set the desired direction of an indicator that the import makes."""
        self.sections["indicators"][name]["direction"] = direction
        self._indicators[name] = self._indicators[name].model_copy(update={"direction": direction})

    def is_new(self, name: str) -> bool:
        """Whether the import makes an indicator."""
        return name in self.sections.get("indicators", {})

    def goal(self, title: str) -> str:
        """The id of the goal of a title, which is made where there is none."""
        held = {key: goal.title for key, goal in self.dataset.goals.items()}
        held |= {key: goal["title"] for key, goal in self.sections.get("goals", {}).items()}
        for key, known in held.items():
            if plain(title) in {key, *spellings(known)}:
                return key
        key = id_of(title, "goal", held)
        self.add("goals", key, {"title": title})
        return key

    def is_dimension(self, heading: str) -> bool:
        """Whether a heading is that of a dimension which the data declare."""
        return plain(heading) in self._names

    def part(self, whole: str, stated: Mapping[str, str]) -> str | None:
        """The id of the part of an indicator that a row is of, which is made where it is not there.

        Args:
            whole: the indicator's id.
            stated: what the row says, by the heading of each column that parts the rows.

        Returns:
            The indicator itself for a row that says nothing, or nothing but totals; `None` where neither the data nor
            what may be made has such a part.
        """
        found = dict(self._indicators[whole].of)
        own = len(found)
        for heading, text in stated.items():
            pair = self._value(heading, text)
            if pair is None:
                return None
            found |= {pair[0]: pair[1]} if pair[1] else {}
        above = self._indicators[whole].part_of or whole if own else whole
        return whole if len(found) == own else self.part_of(above, found)

    def part_of(self, whole: str, of: Mapping[str, str], more: Mapping[str, Any] | None = None) -> str:
        """The id of a part by its dimensions and values, which is made where it is not there.

        The order of the dimensions is that in which the data declare them.
        """
        key = (whole, frozenset(of.items()))
        if key not in self._parts:
            ordered = {name: of[name] for name in self._dimensions if name in of}
            name = id_of("", "--".join((whole, *ordered.values())), self._indicators)
            self._parts[key] = name
            self.sections.setdefault("indicators", {})[name] = {"part_of": whole, "of": ordered, **(more or {})}
            own = {"part_of": whole, "of": ordered, "actuals": {}, "source": None, "note": None, "baseline": None}
            self._indicators[name] = self._indicators[whole].model_copy(update={**own, **(more or {})})
        return self._parts[key]

    def _value(self, heading: str, text: str) -> tuple[str, str] | None:
        """Dimension and value, the value empty for a total; `None` where nothing has them and nothing may be made."""
        dimension, values = self._names.get(plain(heading), ("", {}))
        if plain(text) in values:
            return dimension, values[plain(text)]
        if is_total(text) and (dimension or self.create):
            return dimension, ""
        return self.value(heading, text) if self.create and heading else None

    def value(self, heading: str, text: str) -> tuple[str, str]:
        """Dimension and value of a heading and a text, which are made where they are not there."""
        if plain(heading) not in self._names:
            key = id_of(heading, "dimension", self._dimensions)
            self._dimensions[key] = Dimension.model_construct(title=heading, values={}, exhaustive=False)
            self._know(key, heading, ())
        dimension, values = self._names[plain(heading)]
        if plain(text) not in values:
            held = self._dimensions[dimension]
            value = id_of(text, f"value-{len(held.values) + 1}", held.values)
            values[plain(text)] = value
            self._dimensions[dimension] = held.model_copy(update={"values": {**held.values, value: text}})
            made = self.sections.setdefault("dimensions", {})
            made.setdefault(dimension, {"title": held.title, "values": {}})["values"][value] = text
        return dimension, values[plain(text)]

    def adopt(self, other: Dataset, indicator: str | None) -> None:
        """Take over what other data have and these lack: everything, or an indicator with its whole and its parts."""
        document = other.targets_file.model_dump(exclude_unset=True)
        document |= other.indicators_file.model_dump(exclude_unset=True)
        for section in ("sources", "dimensions", "goals", "indicators", "targets"):
            held = getattr(self.dataset, section)
            for name, record in document.get(section, {}).items():
                of = name if section == "indicators" else record.get("indicator", indicator)
                if name not in held and indicator in (None, of):
                    rest = {key: value for key, value in record.items() if key != "actuals"}
                    self.sections.setdefault(section, {})[name] = rest
                    if section == "indicators":
                        self._indicators[name] = other.indicators[name].model_copy(update={"actuals": {}})
                    elif section == "sources":
                        self._sources[name] = other.sources[name]

    def keep(self, figures: Mapping[str, Mapping[int, object]]) -> None:
        """Leave out what has neither figures nor targets, nor parts that do; put the figures into what is left."""
        made = self.sections.get("indicators", {})
        targeted = {target["indicator"] for target in self.sections.get("targets", {}).values()}
        used = {name for name in made if figures.get(name) or name in targeted}
        used |= {made[name]["part_of"] for name in used if "part_of" in made[name]}
        for name in [name for name in made if name not in used]:
            del made[name]
        for name, record in made.items():
            if figures.get(name):
                record["actuals"] = dict(sorted(figures[name].items()))
            whole = record.get("part_of", "")
            if whole in made and _exceeds(figures.get(name, {}), figures.get(whole, {})):
                made[whole]["kind"] = "index"  # a rate: the parts of counts and amounts are never above their whole
        for target in self.sections.get("targets", {}).values():  # a baseline that is a figure is named by its year
            base, found = target.get("baseline"), figures.get(target["indicator"], {})
            if isinstance(base, dict) and _value(found.get(base["year"])) == base["value"]:
                target["baseline"] = base["year"]
            elif isinstance(base, int) and not (base in found or self._indicators[target["indicator"]].figure(base)):
                del target["baseline"]  # its figure was refused, and is named there
        self._keep_used("dimensions", {dimension for record in made.values() for dimension in record.get("of", ())})
        self._keep_used("goals", {target["goal"] for target in self.sections.get("targets", {}).values()})
        self.sections = {name: records for name, records in self.sections.items() if records}

    def _keep_used(self, section: str, used: set[str]) -> None:
        self.sections[section] = {k: record for k, record in self.sections.get(section, {}).items() if k in used}


def _exceeds(part: Mapping[int, object], whole: Mapping[int, object]) -> bool:
    return any(_value(part[year]) > _value(whole[year]) for year in part.keys() & whole.keys())


def _value(record: object) -> float:
    """The value of a figure's record; no number where it has none."""
    held = record.get("value") if isinstance(record, dict) else record
    return held if isinstance(held, int | float) else float("nan")
