"""All data as one JSON document, and back: schema `unpolicy/data/1`."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from unpolicy.assess.vintages import source_of
from unpolicy.errors import DataError
from unpolicy.model import FORMAT_VERSION, Dataset, IndicatorsFile, TargetsFile
from unpolicy.text import json_safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.model import Indicator, Source

SCHEMA = "unpolicy/data/1"
"""The name that every such document carries."""


def to_document(dataset: Dataset) -> dict[str, Any]:
    """Both data files in one document, each figure with its source: years are texts, days as 2024-08-30."""
    targets = dataset.targets_file.model_dump(mode="json", exclude_unset=True)
    indicators = dataset.indicators_file.model_dump(mode="json", exclude_unset=True)
    for key, indicator in dataset.indicators.items():
        _add_sources(indicators["indicators"][key].get("actuals", {}), indicator, dataset.sources)
    dimensions = {"dimensions": indicators["dimensions"]} if indicators.get("dimensions") else {}
    return {"schema": SCHEMA, **targets, **dimensions, "indicators": indicators.get("indicators", {})}


def _add_sources(actuals: dict[str, Any], indicator: Indicator, sources: Mapping[str, Source]) -> None:
    """Write beside each figure where it was published, as the other formats do; an import takes it out again."""
    for figure in indicator.figures():
        source = source_of(figure, indicator, sources)
        if source != figure.source:
            entry = actuals[str(figure.year)]
            actuals[str(figure.year)] = (entry if isinstance(entry, dict) else {"value": entry}) | {"source": source}


def json_bytes(document: Mapping[str, Any]) -> bytes:
    """A document as JSON in UTF-8; numbers keep their full precision, days stand as 2024-08-30."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2, default=date.isoformat)
    return json_safe(text).encode() + b"\n"


def read_json(data: bytes, name: str) -> Dataset:
    """Read a document that `to_document` made.

    Args:
        data: the bytes.
        name: the file's name, for messages.

    Raises:
        DataError: it is no JSON, another document, or not of the data format.
    """
    try:
        document = json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise DataError(
            f"{name} is not JSON ({error}): import takes what export wrote.",
            ja=f"{name} は JSON として読めません（{error}）。export が書き出したファイルを指定してください。",
        ) from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise DataError(
            f"{name} is not a document of the schema {SCHEMA}: import takes what `export -o FILE.json` wrote.",
            ja=f"{name} はスキーマ {SCHEMA} の文書ではありません。export が書き出した JSON を指定してください。",
        )
    try:
        return from_document(document)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise DataError(
            f"{name} does not hold the data format ({place}: {first['msg']}).",
            ja=f"{name} の内容がデータ形式に合いません（{place}：{first['msg']}）。",
        ) from error


def from_document(document: dict[str, Any]) -> Dataset:
    """The data that `to_document` made a document of.

    Raises:
        pydantic.ValidationError: it is not of the data format.
    """
    targets = {key: value for key, value in document.items() if key not in ("schema", "dimensions", "indicators")}
    targets["targets"] = _with_years(targets.get("targets", {}), "yearly")
    indicators = _with_years(document.get("indicators", {}), "actuals")
    version = document.get("version", FORMAT_VERSION)
    return Dataset(
        TargetsFile.model_validate(targets),
        IndicatorsFile.model_validate(
            {"version": version, "dimensions": document.get("dimensions", {}), "indicators": indicators}
        ),
    )


def _with_years(records: Any, key: str) -> Any:  # noqa: ANN401 - whatever the document holds; the model decides
    """The records with the years under `key` as numbers again, since a key is always a text in JSON."""
    if not isinstance(records, dict):
        return records
    return {
        name: record | {key: {_year(year): value for year, value in record[key].items()}}
        if isinstance(record, dict) and isinstance(record.get(key), dict)
        else record
        for name, record in records.items()
    }


def _year(text: str) -> int | str:
    return int(text) if re.fullmatch(r"[0-9]{4}", text) else text


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is not a number in JSON")
