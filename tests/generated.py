"""Policies over the whole data model: surveys, years of others, parts, promises of every sort, several files."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from unpolicy.model import Dataset, IndicatorsFile, TargetsFile, filled
from unpolicy.model.records import Rhythm

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Raw = dict[Any, Any]
Files = dict[str, Raw]
"""What each file holds, by its name in the data directory."""

TODAY = date(2026, 11, 24)
FIRST, LAST = 2008, 2024

WORDS = st.sampled_from(["Staff", "a: b # c", "“quoted” 'text'", "1,000 people", "日本人職員", "{x}", "- y", "no"])
TEXT = st.one_of(WORDS, st.fixed_dictionaries({"ja": WORDS, "en": WORDS}))
YEARS = st.one_of(
    st.sampled_from(["calendar", "fiscal"]),
    st.fixed_dictionaries({"starts": st.integers(2, 12), "named_by": st.sampled_from(["start", "end", "both"])}),
)
DIMENSIONS = {
    "sex": {"title": {"ja": "性別", "en": "Sex"}, "values": {"female": {"ja": "女性", "en": "Women"}, "male": "Men"}},
    "age": {"title": "Age", "values": {"young": "20 to 60"}, "exhaustive": False},
}
BESIDE = {"definition": TEXT, "responsible": TEXT, "note": TEXT, "tags": st.just(["staff", "sdg-17"])}
"""What indicators and targets may say beside everything else."""


def _value(kind: str) -> st.SearchStrategy[float]:
    if kind == "count":
        return st.integers(40, 5000)
    tenths = st.integers(10, 990).map(lambda number: number / 10)
    return tenths if kind == "percentage" else st.one_of(tenths, st.integers(1, 900))


@st.composite
def _rhythms(draw: st.DrawFn) -> Raw:
    sort = draw(st.sampled_from(["", "", "every", "years"]))
    if sort == "every":
        return {"every": draw(st.integers(2, 5)), "from": draw(st.integers(FIRST, FIRST + 3))}
    if sort == "years":
        years = draw(st.lists(st.integers(FIRST, LAST), min_size=2, max_size=6, unique=True))
        return {"years": sorted(years) + ([2026] if draw(st.booleans()) else [])}
    return {}


def _measured(rhythm: Raw) -> list[int]:
    if "every" in rhythm:
        return Rhythm(rhythm["every"], rhythm["from"]).between(FIRST, LAST)
    return [year for year in rhythm.get("years", range(FIRST, LAST + 1)) if year <= LAST]


@st.composite
def _entry(draw: st.DrawFn, year: int, value: float, *, first: bool) -> object:
    """A year's figure: a number alone, or with what may stand beside it."""
    if draw(st.booleans()):
        return value
    status = draw(st.sampled_from(["final", "provisional", "estimated", *([] if first else ["break"])]))
    entry: Raw = {"value": value, **({} if status == "final" else {"status": status})}
    if draw(st.booleans()):
        entry["published"] = f"{year + 2}-{draw(st.integers(1, 9)):02}-15"
        if draw(st.booleans()):
            entry["revisions"] = [{"value": value + 1, "published": f"{year + 2}-01-10"}]
    if draw(st.booleans()):
        entry |= {"low": value - 1, "high": value + 2}
    if draw(st.booleans()):
        entry |= {"note": draw(TEXT), "source": "paper", "x-checked": draw(st.booleans())}
    return entry


@st.composite
def indicators(draw: st.DrawFn) -> Raw:
    """One indicator, with at least two figures."""
    kind = draw(st.sampled_from(["count", "percentage", "amount", "index"]))
    rhythm = draw(_rhythms())
    years = draw(st.lists(st.sampled_from(_measured(rhythm)), min_size=2, max_size=8, unique=True).map(sorted))
    made: Raw = {
        "title": draw(TEXT),
        "unit": draw(st.sampled_from(["people", "%", {"ja": "人", "en": "people"}])),
        "kind": kind,
        "direction": draw(st.sampled_from(["increase", "decrease", "none"])),
        "year": draw(YEARS),
        **rhythm,
    }
    if not rhythm and draw(st.booleans()):
        made |= draw(st.sampled_from([{"span": 3}, {"aggregation": "sum"} if kind in ("count", "amount") else {}]))
    made |= draw(
        st.fixed_dictionaries({}, optional={**BESIDE, "source": st.just("paper"), "x-own": st.just([100, 200])})
    )
    values = {year: draw(_value(kind)) for year in years}
    made["actuals"] = {year: draw(_entry(year, values[year], first=year == years[0])) for year in years}
    if not rhythm and years[-1] < LAST and draw(st.booleans()):
        late = draw(st.sampled_from([{"status": "pending", "due": "2027-03-31"}, {"status": "missing"}]))
        made["actuals"][years[-1] + 1] = late
    return made


def value_of(entry: object) -> float | None:
    """The figure of an entry."""
    return entry.get("value") if isinstance(entry, dict) else entry  # type: ignore[return-value]


def _part(whole: Raw, of: Raw, share: float) -> Raw:
    """A part of an indicator: each of its figures is a share of the whole's."""
    values = {year: value_of(entry) for year, entry in whole["actuals"].items()}
    rounded: Callable[[float], float] = int if whole["kind"] == "count" else (lambda number: round(number, 1))
    return {"of": of, "actuals": {year: rounded(value * share) for year, value in values.items() if value is not None}}


@st.composite
def _promises(draw: st.DrawFn, indicator: Raw) -> Raw:
    """What a target on an indicator promises."""
    values = {year: value_of(entry) for year, entry in indicator["actuals"].items()}
    known = [year for year, value in values.items() if value is not None]
    by = draw(st.integers(2025, 2031))
    sort = draw(st.sampled_from(["value", "value", "value", "keep", "improve", "words"]))
    start: Raw = {"baseline": known[0]}
    if draw(st.booleans()):
        own = {"year": known[0], "value": draw(_value(indicator["kind"])) + 0.5}
        start = {"baseline": own | draw(st.fixed_dictionaries({}, optional={"label": TEXT, "note": TEXT}))}
    if sort == "words" or indicator["direction"] == "none":
        return {"statement": draw(TEXT), "by": by}
    if sort == "improve":
        return {"improve": True, "by": by, **start}
    if sort == "keep":
        low, high = sorted(draw(st.lists(_value(indicator["kind"]), min_size=2, max_size=2, unique=True)))
        limits = draw(st.sampled_from([{"min": low}, {"max": high}, {"min": low, "max": high}]))
        return {"keep": limits, **({"by": by} if draw(st.booleans()) else {})}
    ahead = 1 if indicator["direction"] == "increase" else -1
    value = max(draw(_value(indicator["kind"])), 1)
    made: Raw = {"value": value, "by": by, **(start if draw(st.booleans()) else {})}
    if "baseline" in made and draw(st.booleans()) and "every" not in indicator and "years" not in indicator:
        made["yearly"] = {by - 1: value - ahead * 0.5 if indicator["kind"] != "count" else value - ahead}
    return made


@st.composite
def _target(draw: st.DrawFn, name: str, indicator: Raw) -> Raw:
    made = {"goal": draw(st.sampled_from(["g", "h"])), "indicator": name, **draw(_promises(indicator))}
    texts = {key: text for key, text in BESIDE.items() if key != "definition"}
    made |= draw(st.fixed_dictionaries({}, optional={**texts, "title": TEXT, "source": st.just("paper")}))
    if "value" in made and draw(st.booleans()):
        made |= {"set": "2019-06-01", "revisions": [{"until": "2023-06-13", "value": made["value"] + 1}]}
    if draw(st.integers(0, 5)) == 0:
        made["status"] = "dropped"
    return made


@st.composite
def policies(draw: st.DrawFn) -> Files:
    """A policy in one pair of files, or in several."""
    made = {f"i{number}": draw(indicators()) for number in range(draw(st.integers(1, 3)))}
    whole = made["i0"]
    if whole["kind"] in ("count", "amount") and draw(st.booleans()):
        made["women"] = {"part_of": "i0", **_part(whole, {"sex": "female"}, 0.5)}
        men = {"part_of": "i0", **_part(whole, {"sex": "male"}, 0.4)}
        young = _part({**men, "kind": whole["kind"]}, {"sex": "male", "age": "young"}, 0.5)
        made |= {"men": men, "young-men": {"part_of": "men", **young}}
    aimed = [name for name in made if "part_of" not in made[name]]
    targets = {f"t{number}": draw(_target(name, made[name])) for number, name in enumerate(aimed)}
    if "women" in made and draw(st.booleans()):
        part = {**whole, **made["women"]}
        targets["t-women"] = {"goal": "g", "indicator": "women", **draw(_promises(part))}
    if draw(st.booleans()):
        newer = {key: value for key, value in targets["t0"].items() if key not in ("status", "revisions")}
        targets |= {"newer": newer | {"set": "2024-02-01"}}
        targets["t0"] |= {"status": "superseded", "superseded_by": "newer"}
    policy: Raw = {"id": "p", "title": draw(TEXT)}
    policy |= draw(
        st.fixed_dictionaries({}, optional={"rests_on": st.just("provisional"), "method": st.just("statcan")})
    )
    goals: Raw = {"g": {"title": draw(TEXT)}, "h": {"title": "H"}}
    goals["g"]["milestones"] = {"m": {"title": draw(TEXT), "due": "2022-06", "status": "in-progress"}}
    head: Raw = {"version": 1, "policy": policy, "sources": {"paper": {"title": draw(TEXT)}}, "goals": goals}
    live = [name for name, target in targets.items() if "status" not in target]
    head |= {"headline": live[0]} if live else {}
    files: Files = {"targets.yaml": head, "indicators.yaml": {"version": 1, "dimensions": DIMENSIONS}}
    for kind, records in (("targets", targets), ("indicators", made)):
        apart = set(draw(st.lists(st.sampled_from(list(records)), unique=True))) if draw(st.booleans()) else set()
        files[f"{kind}.yaml"][kind] = {name: record for name, record in records.items() if name not in apart}
        if apart:
            files[f"{kind}/more.yaml"] = {
                "version": 1,
                kind: {name: records[name] for name in records if name in apart},
            }
    return files


def dataset_of(files: Files) -> Dataset:
    """What the files say, read without them."""
    whole: dict[str, Raw] = {}
    for kind in ("targets", "indicators"):
        parts = [files[name] for name in sorted(files) if name.startswith(kind)]
        whole[kind] = {**parts[0], kind: {name: one for part in parts for name, one in part[kind].items()}}
    data, _ = filled(whole)  # type: ignore[arg-type]
    return Dataset(TargetsFile.model_validate(data["targets"]), IndicatorsFile.model_validate(data["indicators"]))  # type: ignore[index]


def yaml(raw: object, depth: int = 3, indent: str = "") -> str:
    """Data as YAML: block style down to a depth, flow style below it."""
    if isinstance(raw, dict) and raw and depth:
        lines = (f"{indent}{key}:{_below(value, depth - 1, indent + '  ')}" for key, value in raw.items())
        return "\n".join(lines)
    return indent + _flow(raw)


def _below(value: object, depth: int, indent: str) -> str:
    block = isinstance(value, dict) and value and depth
    return "\n" + yaml(value, depth, indent) if block else " " + _flow(value)


def _flow(raw: object) -> str:
    if isinstance(raw, dict):
        return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in raw.items()) + "}"
    if isinstance(raw, list):
        return "[" + ", ".join(map(_flow, raw)) + "]"
    day = isinstance(raw, str) and raw[:4].isdigit() and "-" in raw
    return raw if day else json.dumps(raw, ensure_ascii=False)  # type: ignore[return-value]


def write(files: Files, directory: Path, depth: int = 3) -> Path:
    """The files in a directory."""
    for name, raw in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(yaml(raw, depth) + "\n", encoding="utf-8")
    return directory
