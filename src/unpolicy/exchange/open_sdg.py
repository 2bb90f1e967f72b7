"""A whole Open SDG repository: its data, metadata and progress options as indicators, goals and targets.

Read in the documentation of Open SDG (“Data format”, “Metadata format”, “Automatic progress calculation”): a file
`data/indicator_ID.csv` holds the headline in the rows whose breakdowns are empty, `meta/ID.md` the metadata as front
matter; progress is counted from `base_year`, else 2015, to `target_year`, else 2030.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.errors import DataError, UnpolicyError, UsageError
from unpolicy.exchange.csvfile import arranged, read_csv
from unpolicy.exchange.describing import years_of
from unpolicy.exchange.grid import Grid, Ledger, Row
from unpolicy.exchange.intake import take_table
from unpolicy.exchange.request import ImportRequest, Typed, request_of
from unpolicy.exchange.spelling import plain
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


class Repository(NamedTuple):
    """A repository: a directory with `data` and `meta` in it."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> Repository:
        """The repository in a directory.

        Raises:
            DataError: there is no data in it.
        """
        if not any((path / "data").glob("*-*.csv")):
            raise DataError(
                f"{quoted(path)} holds no data/indicator_….csv: name the directory of an Open SDG repository.",
                ja=f"{quoted(path)} に data/indicator_….csv がありません。Open SDG のリポジトリを指定してください。",
            )
        return cls(path)

    @property
    def size(self) -> int:
        """About how many rows there are."""
        return sum(file.stat().st_size for file in (self.path / "data").glob("*-*.csv")) // 40

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
        words = _Words(self.path)
        for file in sorted((self.path / "data").glob("*-*.csv")):
            name = file.stem.removeprefix("indicator_")
            if request.typed.indicator not in (None, name):
                continue
            try:
                _File(self.path, file, name, words, request, draft, today).take(ledger)
            except UnpolicyError as error:
                draft.remark(name, error)


class _File:
    """One data file with its metadata."""

    def __init__(  # noqa: PLR0913, PLR0917 - a file, its repository, and what they go into
        self, path: Path, file: Path, name: str, words: _Words, request: ImportRequest, draft: Draft, today: date
    ) -> None:
        self.name = name
        self._request = request
        self._draft = draft
        self._today = today
        grid = arranged(read_csv(read_bytes(file), quoted(file)), "open-sdg")
        self._grid = grid._replace(rows=[Row(row.number, tuple(map(words.english, row.cells))) for row in grid.rows])
        self._columns = _columns(self._grid)
        self._meta = _meta(path / "meta" / f"{name}.md")
        japanese = _meta(path / "meta" / "ja" / f"{name}.md")
        self._title: dict[str, str] = {"en": _title(self._meta, words, "en") or name}
        if title := _title(japanese, words, "ja") or _title(self._meta, words, "ja", own=False):
            self._title["ja"] = title
        stated = self._meta.get("progress_calculation_options") or []
        self._options: list[dict[str, Any]] = [one for one in stated if isinstance(one, dict)]

    def take(self, ledger: Ledger) -> None:
        """Take the headline, and the series that the progress options name where there are several."""
        first = self._options[0] if len(self._options) == 1 else {}
        unit = str(first.get("unit") or _unit(self._columns, self._meta))
        years = {"year": "calendar"} | years_of(self._columns.get("Year", []))
        record = self._record(unit, years)
        if self.name not in self._draft.dataset.indicators:
            self._draft.add("indicators", self.name, record)
        measured = _Measure(self.name, first, unit)
        ledgers = [self._figures(measured, "Value")]
        if len(self._options) == 1 and any(self._columns.get("Progress", ())):
            key = f"{self.name}-progress"
            title = {lang: f"{text} ({_PROGRESS[lang]})" for lang, text in record["title"].items()}
            self._draft.add("indicators", key, {**record, "title": title, "unit": "index", "kind": "index"})
            measured = measured._replace(key=key)
            ledgers.append(self._figures(measured, "Progress"))
        self._promise(measured, ledgers[-1], years.get("span", 1))
        if len(self._options) > 1:
            for measure in self._measures(unit, record):
                try:
                    ledgers.append(self._figures(measure, "Value"))
                except UnpolicyError as error:  # a series that the data lack
                    self._draft.remark(measure.key, error)
                else:
                    self._promise(measure, ledgers[-1], years.get("span", 1))
        _enter(ledger, ledgers)
        if not any(one.taken or one.recorded for one in ledgers):
            raise DataError("no figure without a breakdown was taken.", ja="内訳のない値が取り込めませんでした。")

    def _figures(self, measure: _Measure, column: str) -> Ledger:
        """What became of the file's cells where one measure was taken of it."""
        others = [heading for heading in self._columns if plain(heading) in ("progress", "value") and heading != column]
        mapping = [*(f"{heading}=ignore" for heading in others), *([] if column == "Value" else [f"{column}=value"])]
        where = [*_where(self._columns, measure.options, measure.unit)]
        asked = self._request.typed
        typed = Typed(
            measure.key, mapping, where, unit=[measure.unit], revise=asked.revise, force=asked.force, partial=True
        )
        request, ledger = request_of(self._grid, typed)._replace(step=self._request.step), Ledger()
        take_table(self._grid, request, self._draft, ledger, self._today)
        return ledger

    def _measures(self, unit: str, record: dict[str, Any]) -> Iterator[_Measure]:
        """The series that the progress options name, as parts by what they differ in."""
        said = [_series(options) for options in self._options]
        differing = [
            field for field in {f: None for one in said for f in one} if len({one.get(field) for one in said}) > 1
        ]
        for options, one in zip(self._options, said, strict=True):
            of = dict(self._draft.value(field, str(one[field])) for field in differing if one.get(field) is not None)
            own = self._judged(options, str(options.get("unit") or unit))
            more = {key: value for key, value in own.items() if record.get(key) != value}
            yield _Measure(self._draft.part_of(self.name, of, more), options, unit)

    def _record(self, unit: str, years: dict[str, Any]) -> dict[str, Any]:
        judged = [self._judged(one, unit) for one in self._options or [{}]]
        same = {key: value for key, value in judged[0].items() if all(one.get(key) == value for one in judged)}
        record: dict[str, Any] = {
            "title": self._title,
            "unit": unit,
            "kind": "amount",
            "direction": "none",
            **same,
            **years,
        }
        source = self._meta.get("source_url_1")
        if isinstance(source, str) and "://" in source:
            record["source"] = source.strip()
        return record

    def _judged(self, options: dict[str, Any], unit: str) -> dict[str, Any]:
        """Direction and bounds by the progress options, which count as negative where they state no direction."""
        stated = "negative" if options and not _is_number(options.get("target")) else ""
        direction = _DIRECTIONS.get(str(options.get("direction") or stated)) or _side(options, self._columns)
        limit = options.get("limit")
        if _is_number(limit) and direction != "none":
            return {"direction": direction, "bounds": {"max" if direction == "increase" else "min": limit}}
        is_percent = parse_unit(unit).base == parse_unit("%").base
        return {"direction": direction} | ({"bounds": {"min": 0}} if is_percent else {})

    def _promise(self, measure: _Measure, ledger: Ledger, span: int) -> None:
        """Add the target that the progress options state; without one the indicator has a baseline of its own."""
        key, options = measure.key, measure.options
        years = sorted(decision.year for _, decision in ledger.taken)
        start, last = (int(options.get(name) or default) + span - 1 for name, default in _YEARS)
        baseline = next((year for year in years if year >= start), None)
        value = options.get("target")
        indicator = self._draft.dataset.indicators[key]
        if not _is_number(value):
            if baseline is not None and self._draft.is_new(key):
                held = self._draft.sections["indicators"]
                held[key] = {"baseline": baseline} | held[key]
        elif indicator.direction == "none" or baseline is None or baseline >= last:
            self._draft.remarks.append(
                (
                    f"{key}: no target was made: no direction or baseline.",
                    f"{key}：方向か基準値がなく、目標は作りません。",
                )
            )
        elif not any(one.indicator == key for one in self._draft.dataset.targets.values()):
            number = str(self._meta.get("sdg_goal") or self.name.split("-", maxsplit=1)[0])
            goal = f"goal-{number}"
            if goal not in self._draft.dataset.goals:
                self._draft.add("goals", goal, {"title": {"en": f"Goal {number}", "ja": f"目標{number}"}})
            record = {"goal": goal, "indicator": key, "baseline": baseline, "value": value, "by": last}
            self._draft.add("targets", f"{key}-target", record)


class _Measure(NamedTuple):
    """One series of a file: the indicator that it is, the progress options that name it, and its unit."""

    key: str
    options: dict[str, Any]
    unit: str


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _series(options: dict[str, Any]) -> dict[str, Any]:
    """What a series is chosen by: the fields of its breakdown, and its name."""
    fields = {str(one["field"]): one.get("value") for one in options.get("disaggregation") or [] if "field" in one}
    return fields | ({"Series": options["series"]} if options.get("series") else {})


def _enter(whole: Ledger, parts: Sequence[Ledger]) -> None:
    """Enter what became of one file's cells, of which each measure took some and left the others to the next."""
    whole.taken += [one for part in parts for one in part.taken]
    refused = {cell[:2]: (cell, error) for part in parts for cell, error in part.refused}
    whole.refused += refused.values()
    recorded = sum(part.recorded for part in parts)
    whole.recorded += recorded
    done = len({cell[:2] for part in parts for cell, _ in part.taken}) + len(refused) + recorded
    if len(parts) == 1:
        whole.left.update(parts[0].left)
    else:
        whole.left["where"] += max(parts[0].filled - done, 0)


def _meta(file: Path) -> dict[str, Any]:
    """The front matter of a file of metadata; nothing where there is none that can be read."""
    _, _, rest = _text(file).partition("---")
    return _mapping(rest.partition("\n---")[0] + "\n")


def _text(file: Path) -> str:
    return read_bytes(file).decode("utf-8", "replace") if file.is_file() else ""


def _mapping(text: str) -> dict[str, Any]:
    """The mapping that a text of YAML holds; an empty one where it holds none."""
    data = parse(text).data
    return {str(key): value for key, value in data.items()} if isinstance(data, dict) else {}


def _columns(grid: Grid) -> dict[str, list[str]]:
    """The cells below each heading."""
    header = grid.rows[0].cells if grid.rows else ()
    return {heading.strip(): [row.cell(at).strip() for row in grid.rows[1:]] for at, heading in enumerate(header)}


def _unit(columns: dict[str, list[str]], meta: dict[str, Any]) -> str:
    said = next((cells for heading, cells in columns.items() if plain(heading) in ("units", "unit measure")), [])
    return next((cell for cell in said if cell), "") or str(meta.get("computation_units") or "units")


def _where(columns: dict[str, list[str]], options: dict[str, Any], unit: str) -> Iterator[str]:
    """The rows of the headline, or of the series that the progress options name."""
    parts = [one for one in options.get("disaggregation") or [] if isinstance(one, dict) and "field" in one]
    asked = {plain(str(one["field"])): one.get("value") for one in parts} | {"series": options.get("series")}
    yield "*="
    for heading, cells in columns.items():
        wanted = asked.get(plain(heading))
        if wanted is not None and (str(wanted) in cells or parts):
            yield f"{heading}={wanted}"
        elif parts and plain(heading) == "series":  # the breakdown says which
            yield from (f"{heading}={cell}" for cell in set(cells))
        elif plain(heading) == "units" and len(set(cells)) > 1:
            yield f"{heading}={unit}"


class _Words:
    """The repository's translations: a text such as data.Women stands for what `translations/en/data.yml` says."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[tuple[str, str], dict[str, Any]] = {}

    def english(self, text: str) -> str:
        """A text in English; itself where it stands for no other."""
        return self.said(text, "en") or (text.removeprefix("data.") if text.startswith("data.") else text)

    def said(self, text: str, lang: str) -> str:
        """What a text stands for in a language; nothing where that is not known."""
        group, sign, key = text.partition(".")
        return str(self._group(group, lang).get(key, "")) if sign and re.fullmatch(r"\w+", group) else ""

    def _group(self, group: str, lang: str) -> dict[str, Any]:
        """The texts of a group of translations; none where there is no such file."""
        if (group, lang) not in self._known:
            self._known[group, lang] = _mapping(_text(self._path / "translations" / lang / f"{group}.yml"))
        return self._known[group, lang]


def _title(meta: dict[str, Any], words: _Words, lang: str, *, own: bool = True) -> str:
    """The indicator's title in a language: what a text of the metadata stands for, or the text where it is `own`."""
    texts = [" ".join(str(meta.get(field) or "").split()) for field in _TITLES]
    found = (words.said(text, lang) or (text if own and not _KEY.fullmatch(text) else "") for text in texts)
    return next(filter(None, found), "")


def _side(options: dict[str, Any], columns: dict[str, list[str]]) -> str:
    """The side of the first figure on which the target lies: the direction, where none is given."""
    target = options.get("target")
    try:
        first = float(next(cell for cell in columns.get("Value", []) if cell))
    except (StopIteration, ValueError):
        return "none"
    return "none" if not isinstance(target, int | float) else "increase" if target > first else "decrease"
