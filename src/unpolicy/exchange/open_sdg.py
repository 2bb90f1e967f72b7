"""A whole Open SDG repository: its data, metadata and progress options as indicators, goals and targets.

Read in the documentation of Open SDG (“Data format”, “Metadata format”, “Automatic progress calculation”): a file
`data/indicator_ID.csv` holds the headline in the rows whose breakdowns are empty, `meta/ID.md` the metadata as front
matter; progress is counted from `base_year`, else 2015, to `target_year`, else 2030.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.errors import DataError, UnpolicyError
from unpolicy.exchange.formats import ReadingOptions, read_content
from unpolicy.exchange.grid import Grid
from unpolicy.exchange.intake import take
from unpolicy.exchange.ledger import Ledger
from unpolicy.exchange.request import Typed, request_of
from unpolicy.exchange.units import parse_unit
from unpolicy.exchange.words import plain
from unpolicy.model import Dataset, Indicator, IndicatorsFile, record_of
from unpolicy.store.read import parse
from unpolicy.store.source import read_bytes
from unpolicy.text import quoted
from unpolicy.years import parse_year

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

_BASE, _LAST = 2015, 2030
_DIRECTIONS = {"positive": "increase", "negative": "decrease"}


class Repository(NamedTuple):
    """What a repository describes.

    Attributes:
        indicators: the records of its indicators, by id.
        goals: the records of the goals that its targets serve.
        targets: the records of its targets.
        ledger: what became of every filled cell of its data.
        remarks: what was not made, and why, in English and Japanese.
    """

    indicators: dict[str, dict[str, Any]]
    goals: dict[str, dict[str, Any]]
    targets: dict[str, dict[str, Any]]
    ledger: Ledger
    remarks: list[tuple[str, str]]


def read_repository(path: Path, base: Dataset, today: date, *, force: bool) -> Repository:
    """Read all data files of a repository.

    Args:
        path: its directory, with `data` and `meta` in it.
        base: the data that it goes into.
        today: the day on which years have ended or not.
        force: whether implausible figures are meant.

    Raises:
        DataError: there is no data in it.
    """
    files = sorted((path / "data").glob("*-*.csv"))
    if not files:
        raise DataError(
            f"{quoted(path)} holds no data/indicator_….csv: name the directory of an Open SDG repository.",
            ja=f"{quoted(path)} に data/indicator_….csv がありません。Open SDG のリポジトリを指定してください。",
        )
    found = Repository({}, {}, {}, Ledger(), [])
    for file in files:
        name = file.stem.removeprefix("indicator_")
        try:
            _add(found, name, file, path, base, today, force=force)
        except UnpolicyError as error:
            found.remarks.append((f"{name}: {error.sentence[0]}", f"{name}：{error.sentence[1]}"))
    return found


def _add(  # noqa: PLR0913, PLR0917 - a file, its repository, and what they go into
    found: Repository, name: str, file: Path, path: Path, base: Dataset, today: date, *, force: bool
) -> None:
    grid = read_content(read_bytes(file), quoted(file), "open-sdg", ReadingOptions())
    assert isinstance(grid, Grid)  # noqa: S101 - a csv file is a table
    meta = _meta(path / "meta" / f"{name}.md")
    options = next((one for one in meta.get("progress_calculation_options") or [] if isinstance(one, dict)), {})
    columns = _columns(grid)
    unit = str(options.get("unit") or _unit(columns, meta))
    record = _record(meta, _meta(path / "meta" / "ja" / f"{name}.md"), name, unit, columns, options)
    one = base._replace(
        indicators_file=IndicatorsFile.model_construct(version=1, indicators={name: Indicator.model_validate(record)})
    )
    ignored = [f"{heading}=ignore" for heading in columns if plain(heading) == "progress"]
    typed = Typed(name, ignored, where=list(_where(columns, options, unit)), units=[unit], force=force, partial=True)
    ledger = take(request_of(grid, typed), one, today).ledger
    _enter(found.ledger, ledger)
    if not ledger.taken:
        raise DataError("no figure without a breakdown was taken.", ja="内訳のない値が取り込めませんでした。")
    actuals = {one.decision.year: record_of(one.decision.after) for one in ledger.taken if one.decision.after}
    start = int(options.get("base_year") or _BASE)
    baseline = next((year for year in sorted(actuals) if year >= start), None)
    _add_target(found, name, meta, options, {**record, "actuals": dict(sorted(actuals.items()))}, baseline, base)


def _enter(whole: Ledger, part: Ledger) -> None:
    whole.taken += part.taken
    whole.refused += part.refused
    whole.recorded += part.recorded
    left: Counter[str] = whole.left
    left.update(part.left)


def _meta(file: Path) -> dict[str, Any]:
    """The front matter of a file of metadata; nothing where there is none that can be read."""
    if not file.is_file():
        return {}
    _, _, rest = read_bytes(file).decode("utf-8", "replace").partition("---")
    data = parse(rest.partition("\n---")[0] + "\n").data
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
    if not parts:
        yield "*="
    for heading, cells in columns.items():
        wanted = asked.get(plain(heading))
        if wanted is not None and str(wanted) in cells:
            yield f"{heading}={wanted}"
        elif plain(heading) == "units" and len(set(cells)) > 1:
            yield f"{heading}={unit}"


def _record(  # noqa: PLR0913, PLR0917 - what an indicator is put together from
    meta: dict[str, Any],
    meta_ja: dict[str, Any],
    name: str,
    unit: str,
    columns: dict[str, list[str]],
    options: dict[str, Any],
) -> dict[str, Any]:
    title = {"en": _title(meta, name)} | ({"ja": _title(meta_ja, name)} if meta_ja else {})
    direction = _DIRECTIONS.get(str(options.get("direction"))) or _side(options, columns)
    record: dict[str, Any] = {
        "title": title,
        "unit": unit,
        "kind": "amount",
        "direction": direction,
        "year": "fiscal" if _counts_fiscal(columns.get("Year", [])) else "calendar",
    }
    limit = options.get("limit")
    if isinstance(limit, int | float) and direction != "none":
        record["bounds"] = {"max" if direction == "increase" else "min": limit}
    elif parse_unit(unit).base == parse_unit("%").base:
        record["bounds"] = {"min": 0}
    source = meta.get("source_url_1")
    if isinstance(source, str) and "://" in source:
        record["source"] = source.strip()
    return record


def _title(meta: dict[str, Any], name: str) -> str:
    return " ".join(str(meta.get("indicator_name") or meta.get("graph_title") or name).split())


def _side(options: dict[str, Any], columns: dict[str, list[str]]) -> str:
    """The side of the first figure on which the target lies: the direction, where none is given."""
    target = options.get("target")
    try:
        first = float(next(cell for cell in columns.get("Value", []) if cell))
    except (StopIteration, ValueError):
        return "none"
    return "none" if not isinstance(target, int | float) else "increase" if target > first else "decrease"


def _counts_fiscal(years: list[str]) -> bool:
    """Whether most years are pairs, as 2023/24."""
    pairs = 0
    for year in set(years):
        try:
            pairs += parse_year(year).wording == "fiscal"
        except UnpolicyError:
            continue
    return pairs * 2 > len(set(years))


def _add_target(  # noqa: PLR0913, PLR0917 - an indicator, and what it is promised by
    found: Repository,
    name: str,
    meta: dict[str, Any],
    options: dict[str, Any],
    record: dict[str, Any],
    baseline: int | None,
    base: Dataset,
) -> None:
    """Add an indicator, and the target that its progress options state; without one it has a baseline of its own."""
    value, last = options.get("target"), int(options.get("target_year") or _LAST)
    found.indicators[name] = record
    if not isinstance(value, int | float) or isinstance(value, bool):
        if baseline is not None:
            found.indicators[name] = {"baseline": baseline} | record
        return
    if record["direction"] == "none" or baseline is None or baseline >= last:
        found.remarks.append(
            (
                f"{name}: no target was made: no direction or baseline.",
                f"{name}：方向か基準値がなく、目標は作りません。",
            )
        )
        return
    goal = f"goal-{meta.get('sdg_goal') or name.split('-', maxsplit=1)[0]}"
    if goal not in base.goals:
        number = goal.removeprefix("goal-")
        found.goals[goal] = {"title": {"en": f"Goal {number}", "ja": f"目標{number}"}}
    target = {"goal": goal, "indicator": name, "baseline": baseline, "value": value, "by": last}
    found.targets[f"{name}-target"] = target
