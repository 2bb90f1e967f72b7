"""Generated data for the tests of this folder."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from unpolicy.exchange.formats import Wishes, write
from unpolicy.model import Dataset, IndicatorsFile, TargetsFile
from unpolicy.model.records import LARGEST

if TYPE_CHECKING:
    from unpolicy.exchange.formats import Format
    from unpolicy.model import Figure

TODAY = date(2026, 11, 24)
WISHES = Wishes("en", TODAY)

HOSTILE = (
    "=1+1", "'=1+1", "''", "+81 3", "-", "@SUM(A1)", "＝1", "\t=1", "\r\n=1", " =1", "'", "' x", "a\rb", "a\r\nb",
    "a,b;c\td", 'say "x"', "_x0041_", "_x005F_x0041_", "\x01", "a\x00b", "\ufeffx", "\ufffe", "a\u2028b", "[red]x[/]",
    "<b>&amp;</b>", "]]>", "  both ends  ", "pending", "TRUE", "1e5", "2024-01-01", "\x1c", "\u3000x", "%", "NULL",
)  # fmt: skip
"""Texts that some format, spreadsheet program or terminal takes for something else."""

texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
).filter(lambda text: not _is_white(text))
translated = st.one_of(
    texts,
    st.fixed_dictionaries({"ja": texts}, optional={"en": texts}),
    st.fixed_dictionaries({"en": texts}, optional={"ja": texts}),
)
days = st.dates(date(1990, 1, 1), TODAY).map(date.isoformat)
numbers = {
    "count": st.integers(0, 10**6) | st.integers(0, 10**18),
    "percentage": st.floats(0, 100),
    "amount": st.floats(-LARGEST, LARGEST) | st.integers(-LARGEST, LARGEST),
    "index": st.floats(-1e6, 1e6),
}
DIMENSIONS = {
    "sex": {"title": {"ja": "性別", "en": "Sex"}, "values": {"female": "Women", "male": "Men"}},
    "age": {"title": "Age", "values": {"young": "Under 30"}},
}
_COLUMNS = ("status", "published", "due", "source", "note", "revisions")


def _is_white(text: str) -> bool:
    from unpolicy.exchange.cells import is_blank

    return is_blank(text)


@st.composite
def actuals(draw: Any, kind: str) -> Any:
    value = numbers[kind]
    if draw(st.booleans()):
        return draw(value)
    status = draw(st.sampled_from(["final", "provisional", "estimated", "break", "pending", "missing"]))
    record: dict[str, Any] = {"status": status}
    optional = {"source": st.sampled_from(["paper", "https://example.org/a,b"]), "note": translated}
    if status == "pending":
        optional["due"] = days
    elif status != "missing":
        low, record["value"], high = sorted(draw(st.tuples(value, value, value)))
        optional |= {"low": st.just(low), "high": st.just(high)}
        optional["published"] = days
        revision = st.fixed_dictionaries({"value": value}, optional={"published": days})
        optional["revisions"] = st.lists(revision, min_size=1, max_size=3)
    return record | draw(st.fixed_dictionaries({}, optional=optional))


_BESIDE = {
    "source": st.sampled_from(["paper", "https://example.org/a,b"]),
    "part_of": st.just("a"),
    "of": st.sampled_from([{"sex": "female"}, {"sex": "male", "age": "young"}]),
    "responsible": translated,
    "tags": st.lists(texts, min_size=1, max_size=2),
    "span": st.just(3),
}


@st.composite
def indicators(draw: Any) -> Any:
    kind = draw(st.sampled_from(sorted(numbers)))
    years = draw(st.lists(st.integers(1990, 2024), unique=True, max_size=5))
    return {
        "title": draw(translated),
        "unit": draw(translated),
        "kind": kind,
        "direction": draw(st.sampled_from(["increase", "decrease"])),
        "year": draw(
            st.sampled_from(
                ["calendar", "fiscal", {"starts": 7, "named_by": "both"}, {"starts": 10, "named_by": "end"}]
            )
        ),
        "actuals": {year: draw(actuals(kind)) for year in years},
    } | draw(st.fixed_dictionaries({}, optional=_BESIDE))


@st.composite
def datasets(draw: Any) -> Dataset:
    targets = {
        "version": 1,
        "policy": {"id": "p", "title": draw(translated)},
        "sources": {
            "paper": draw(st.fixed_dictionaries({"title": translated}, optional={"published": days})),
        },
        "goals": {
            "g": {"title": draw(translated), "milestones": {"m": {"title": draw(translated), "status": "achieved"}}}
        },
    }
    keys = draw(st.lists(st.sampled_from(["a", "b-1", "c", "2020"]), unique=True, min_size=1, max_size=3))
    found = {key: draw(indicators()) for key in keys}
    if draw(st.booleans()):
        target = {"goal": "g", "indicator": keys[0], "baseline": 2000, "value": 5, "by": 2025, "yearly": {2010: 3}}
        targets |= {"headline": "t", "targets": {"t": target}}
    file = {"version": 1, "dimensions": DIMENSIONS, "indicators": found}
    return Dataset(TargetsFile.model_validate(targets), IndicatorsFile.model_validate(file))


def make(indicators: dict[str, Any], **targets: Any) -> Dataset:
    """Data of the indicators given, each completed to what the model asks for."""
    base = {"title": "T", "unit": "u", "kind": "amount", "direction": "increase", "year": "calendar"}
    whole = {key: base | one for key, one in indicators.items()}
    return Dataset(
        TargetsFile.model_validate({"version": 1, "policy": {"id": "p", "title": "P"}} | targets),
        IndicatorsFile.model_validate({"version": 1, "indicators": whole}),
    )


def written(dataset: Dataset, kind: Format, wishes: Wishes = WISHES) -> bytes:
    """What an export gives."""
    stream = io.BytesIO()
    write(stream, dataset, wishes._replace(kind=kind))
    return stream.getvalue()


def emptied(dataset: Dataset) -> Dataset:
    """The same data without figures."""
    bare = {key: one.model_copy(update={"actuals": {}}) for key, one in dataset.indicators.items()}
    return Dataset(dataset.targets_file, dataset.indicators_file.model_copy(update={"indicators": bare}))


def figures(dataset: Dataset) -> list[tuple[str, Figure]]:
    """All figures with their indicators."""
    return [(key, figure) for key, one in dataset.indicators.items() for figure in one.figures()]
