"""A whole Open SDG repository: its data, metadata and progress options as indicators, goals and targets.

Read in the documentation of Open SDG (“Data format”, “Metadata format”, “Automatic progress calculation”): a file
`data/indicator_ID.csv` holds the headline in the rows whose breakdowns are empty, `meta/ID.md` the metadata as front
matter; progress is counted from `base_year`, else 2015, to `target_year`, else 2030.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.errors import DataError, UnpolicyError, UsageError
from unpolicy.exchange.cells import plain
from unpolicy.exchange.describing import years_of
from unpolicy.exchange.intake import Ledger, take_table
from unpolicy.exchange.request import ImportRequest, Typed
from unpolicy.exchange.textfiles import arranged, read_csv
from unpolicy.exchange.units import parse_unit
from unpolicy.store.source import parse, read_bytes
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from unpolicy.exchange.draft import Draft

_YEARS = (("base_year", 2015), ("target_year", 2030))
_TITLES = ("indicator_name", "national_indicator_available", "indicator_available", "graph_title")
_KEY = re.compile(r"\w+\.[\w-]+")
_PROGRESS = {"en": "as progress is counted", "ja": "進捗の計算に使う値"}
_DIRECTIONS = {"positive": "increase", "negative": "decrease"}


class Repository:
    """A repository: a directory with `data`, `meta` and `translations` in it.

    Raises:
        DataError: there is no data in it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files = sorted((path / "data").glob("*-*.csv"))
        self._group = cache(lambda group, lang: _mapping(path / "translations" / lang / f"{group}.yml"))
        if not self._files:
            raise DataError(
                f"{quoted(path)} holds no data/indicator_….csv: name the directory of an Open SDG repository.",
                ja=f"{quoted(path)} に data/indicator_….csv がありません。Open SDG のリポジトリを指定してください。",
            )

    @property
    def size(self) -> int:
        """About how many rows there are."""
        return sum(file.stat().st_size for file in self._files) // 40

    def take(self, request: ImportRequest, draft: Draft, ledger: Ledger, today: date) -> None:
        """Take all its data files, each as the indicator, parts and targets that its metadata describe.

        Raises:
            UsageError: its indicators are not to be made.
        """
        if not draft.create:
            raise UsageError(
                "a whole repository is imported with --create, which makes its indicators and targets.",
                ja="リポジトリ全体の取り込みには --create を付けてください（指標と目標を作ります）。",
            )
        for file in self._files:
            name = file.stem.removeprefix("indicator_")
            if request.typed.indicator in (None, name):
                try:
                    _File(self, file, name, request, draft, today).take(ledger)
                except UnpolicyError as error:
                    draft.remark(name, error)

    def english(self, text: str) -> str:
        """A text in English; itself where it stands for no other."""
        return self.translation(text, "en") or text.removeprefix("data.")

    def translation(self, text: str, lang: str) -> str:
        """What a text such as data.Women stands for in a language; nothing where the translations do not say it."""
        group, sign, key = text.partition(".")
        return str(self._group(group, lang).get(key, "")) if sign and re.fullmatch(r"\w+", group) else ""

    def title(self, meta: dict[str, Any], lang: str, *, own: bool = True) -> str:
        """An indicator's title in a language: what a text of its metadata stands for, or the text where it is `own`."""
        texts = [" ".join(str(meta.get(field) or "").split()) for field in _TITLES]
        found = (self.translation(text, lang) or (text if own and not _KEY.fullmatch(text) else "") for text in texts)
        return next(filter(None, found), "")


class _File:
    """One data file with its metadata."""

    def __init__(  # noqa: PLR0913, PLR0917 - a file, its repository, and what they go into
        self, whole: Repository, file: Path, name: str, request: ImportRequest, draft: Draft, today: date
    ) -> None:
        self.name = name
        self._request = request
        self._draft = draft
        self._today = today
        grid = arranged(read_csv(read_bytes(file), quoted(file)), "open-sdg")
        rows = [row._replace(cells=tuple(map(whole.english, row.cells))) for row in grid.rows]
        self._grid = grid._replace(rows=rows)
        header = rows[0].cells if rows else ()
        self._columns = {name.strip(): [row.cell(at).strip() for row in rows[1:]] for at, name in enumerate(header)}
        self._meta = _mapping(whole.path / "meta" / f"{name}.md")
        japanese = _mapping(whole.path / "meta" / "ja" / f"{name}.md")
        self._title: dict[str, str] = {"en": whole.title(self._meta, "en") or name}
        if title := whole.title(japanese, "ja") or whole.title(self._meta, "ja", own=False):
            self._title["ja"] = title
        stated = self._meta.get("progress_calculation_options") or []
        self._options: list[dict[str, Any]] = [options for options in stated if isinstance(options, dict)]
        self._years = {"year": "calendar"} | years_of(self._columns.get("Year", []))

    def take(self, ledger: Ledger) -> None:
        """Take the headline, and the series that the progress options name where there are several."""
        first = self._options[0] if len(self._options) == 1 else {}
        units = next((cells for name, cells in self._columns.items() if plain(name) in ("units", "unit measure")), [])
        stated = first.get("unit") or next(filter(None, units), "") or self._meta.get("computation_units")
        record = self._record(str(stated or "units"))
        if self.name not in self._draft.dataset.indicators:
            self._draft.add("indicators", self.name, record)
        measures = [_Measure(self.name, first, record["unit"])]
        if len(self._options) == 1 and any(self._columns.get("Progress", ())):
            measures.append(measures[0]._replace(key=f"{self.name}-progress", column="Progress"))
            title = {lang: f"{text} ({_PROGRESS[lang]})" for lang, text in record["title"].items()}
            self._draft.add("indicators", measures[1].key, {**record, "title": title, "unit": "index", "kind": "index"})
        ledgers = list(map(self._figures, measures))
        self._promise(measures[-1], ledgers[-1])
        for measure in self._measures(record) if len(self._options) > 1 else ():
            try:
                ledgers.append(self._figures(measure))
            except UnpolicyError as error:  # a series that the data lack
                self._draft.remark(measure.key, error)
            else:
                self._promise(measure, ledgers[-1])
        _enter(ledger, ledgers)
        if not any(ledger.taken or ledger.recorded for ledger in ledgers):
            raise DataError("no figure without a breakdown was taken.", ja="内訳のない値が取り込めませんでした。")

    def _figures(self, measure: _Measure) -> Ledger:
        """What became of the file's cells where one measure was taken of it."""
        column = measure.column
        others = [heading for heading in self._columns if plain(heading) in ("progress", "value") and heading != column]
        mapping = [*(f"{heading}=ignore" for heading in others), *([] if column == "Value" else [f"{column}=value"])]
        where = [*_where(self._columns, measure.options, measure.unit)]
        asked = self._request.typed
        typed = Typed(
            measure.key, mapping, where, unit=[measure.unit], revise=asked.revise, force=asked.force, partial=True
        )
        request, ledger = ImportRequest(self._grid, typed, self._request.step), Ledger()
        take_table(self._grid, request, self._draft, ledger, self._today)
        return ledger

    def _measures(self, record: dict[str, Any]) -> Iterator[_Measure]:
        """The series that the progress options name, as parts by what they differ in."""
        stated = [_fields(options, "Series") for options in self._options]
        fields = dict.fromkeys(field for values in stated for field in values)
        differing = [field for field in fields if len({values.get(field) for values in stated}) > 1]
        for options, values in zip(self._options, stated, strict=True):
            by = [field for field in differing if values.get(field) is not None]
            of = dict(self._draft.value(field, str(values[field])) for field in by)
            own = self._judged(options, str(options.get("unit") or record["unit"]))
            more = {key: value for key, value in own.items() if record.get(key) != value}
            yield _Measure(self._draft.part_of(self.name, of, more), options, record["unit"])

    def _record(self, unit: str) -> dict[str, Any]:
        judged = [self._judged(options, unit) for options in self._options or [{}]]
        same = {key: value for key, value in judged[0].items() if all(other.get(key) == value for other in judged)}
        record: dict[str, Any] = {
            "title": self._title,
            "unit": unit,
            "kind": "amount",
            "direction": "none",
            **same,
            **self._years,
        }
        source = self._meta.get("source_url_1")
        if isinstance(source, str) and "://" in source:
            record["source"] = source.strip()
        return record

    def _judged(self, options: dict[str, Any], unit: str) -> dict[str, Any]:
        """Direction and bounds by the progress options, which count as negative where they state no direction."""
        stated = "negative" if options and not _is_number(options.get("target")) else ""
        direction = _DIRECTIONS.get(str(options.get("direction") or stated)) or self._side(options)
        limit = options.get("limit")
        if _is_number(limit) and direction != "none":
            return {"direction": direction, "bounds": {"max" if direction == "increase" else "min": limit}}
        is_percent = parse_unit(unit).base == parse_unit("%").base
        return {"direction": direction} | ({"bounds": {"min": 0}} if is_percent else {})

    def _side(self, options: dict[str, Any]) -> str:
        """The side of the first figure on which the target lies: the direction, where none is given."""
        target = options.get("target")
        try:
            first = float(next(filter(None, self._columns.get("Value", []))))
        except (StopIteration, ValueError):
            return "none"
        return "none" if not isinstance(target, int | float) else "increase" if target > first else "decrease"

    def _promise(self, measure: _Measure, ledger: Ledger) -> None:
        """Add the target that the progress options state; without one the indicator has a baseline of its own."""
        key, options = measure.key, measure.options
        years = sorted(decision.year for _, decision in ledger.taken)
        start, last = (int(options.get(name) or default) + self._years.get("span", 1) - 1 for name, default in _YEARS)
        baseline = next((year for year in years if year >= start), None)
        value = options.get("target")
        indicator = self._draft.dataset.indicators[key]
        if not _is_number(value):
            if baseline is not None and self._draft.is_new(key):
                held = self._draft.sections["indicators"]
                held[key] = {"baseline": baseline} | held[key]
        elif indicator.direction == "none" or baseline is None or baseline >= last:
            en, ja = "no target was made: no direction or baseline.", "方向か基準値がなく、目標は作りません。"
            self._draft.remark(key, DataError(en, ja=ja))
        elif not any(target.indicator == key for target in self._draft.dataset.targets.values()):
            number = str(self._meta.get("sdg_goal") or self.name.split("-", maxsplit=1)[0])
            goal = f"goal-{number}"
            if goal not in self._draft.dataset.goals:
                self._draft.add("goals", goal, {"title": {"en": f"Goal {number}", "ja": f"目標{number}"}})
            record = {"goal": goal, "indicator": key, "baseline": baseline, "value": value, "by": last}
            self._draft.add("targets", f"{key}-target", record)


class _Measure(NamedTuple):
    """One series of a file: the indicator that it is, the progress options that name it, its unit and its column."""

    key: str
    options: dict[str, Any]
    unit: str
    column: str = "Value"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fields(options: dict[str, Any], series: str = "") -> dict[str, Any]:
    """The breakdown that a series is chosen by, and its name as a field `series` where that is wanted."""
    parts = options.get("disaggregation") or []
    found = {str(part["field"]): part.get("value") for part in parts if isinstance(part, dict) and "field" in part}
    return found | ({series: options["series"]} if series and options.get("series") else {})


def _enter(whole: Ledger, parts: Sequence[Ledger]) -> None:
    """Enter what became of one file's cells, of which each measure took some and left the others to the next."""
    whole.taken += [cell for part in parts for cell in part.taken]
    refused = {cell.at: (cell, error) for part in parts for cell, error in part.refused}
    whole.refused += refused.values()
    recorded = sum(part.recorded for part in parts)
    whole.recorded += recorded
    done = len({cell.at for part in parts for cell, _ in part.taken}) + len(refused) + recorded
    if len(parts) == 1:
        whole.left.update(parts[0].left)
    else:
        whole.left["where"] += max(parts[0].filled - done, 0)


def _mapping(file: Path) -> dict[str, Any]:
    """The mapping that a file of YAML holds, or the front matter of metadata; an empty one where it holds none."""
    text = read_bytes(file).decode("utf-8", "replace") if file.is_file() else ""
    if file.suffix == ".md":
        text = text.partition("---")[2].partition("\n---")[0] + "\n"
    data = parse(text).data
    return {str(key): value for key, value in data.items()} if isinstance(data, dict) else {}


def _where(columns: dict[str, list[str]], options: dict[str, Any], unit: str) -> Iterator[str]:
    """The rows of the headline, or of the series that the progress options name."""
    parts = _fields(options)
    asked = {plain(field): value for field, value in parts.items()} | {"series": options.get("series")}
    yield "*="
    for heading, cells in columns.items():
        wanted = asked.get(plain(heading))
        if wanted is not None and (str(wanted) in cells or parts):
            yield f"{heading}={wanted}"
        elif parts and plain(heading) == "series":  # the breakdown says which
            yield from (f"{heading}={cell}" for cell in set(cells))
        elif plain(heading) == "units" and len(set(cells)) > 1:
            yield f"{heading}={unit}"
