from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rule_examples import content

from unpolicy.checks.documentation import DRAFT, KINDS, documentation, schema, schema_text
from unpolicy.checks.rules import rules
from unpolicy.errors import UsageError
from unpolicy.model import file_model, filled
from unpolicy.store.source import parse

ROOT = Path(__file__).parents[2]
BEYOND_A_SCHEMA = {
    "U206": "a schema knows no calendar",
    "U304": "JSON has no such number",
    "U305": "a schema cannot compare two values",
    "U505": "a schema cannot compare two years",
}
EXAMPLES = [
    (rule, one)
    for rule in rules().values()
    for one in documentation(rule).examples
    if content(one) is not None and rule.stage in {"structure", "data"}
]


def as_json(data: Any) -> Any:
    """What an editor's YAML server makes of the data: every key is a text."""
    if isinstance(data, dict):
        return {str(key): as_json(value) for key, value in data.items()}
    return [as_json(item) for item in data] if isinstance(data, list) else data


@cache
def validator(kind: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(schema(kind))


def fits(kind: str, data: Any) -> bool:
    return validator(kind.partition("/")[0]).is_valid(as_json(data))


@pytest.mark.parametrize("kind", KINDS)
def test_the_stored_schema_is_the_generated_one(kind: str):
    assert (ROOT / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8") == schema_text(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema_of_draft_07_with_descriptions(kind: str):
    found = schema(kind)
    jsonschema.Draft7Validator.check_schema(found)
    assert found["$schema"] == DRAFT
    assert "$defs" not in json.dumps(found)
    for definition in [found, *found["definitions"].values()]:
        assert definition["description"]
        assert all(field.get("description") for field in definition.get("properties", {}).values())


@pytest.mark.parametrize("kind", ["targets", "indicators"])
def test_the_shipped_data_fits_and_carries_the_modeline(kind: str):
    text = (ROOT / "data" / f"{kind}.yaml").read_text(encoding="utf-8")
    assert fits(kind, parse(text).data)
    assert text.startswith(f"# yaml-language-server: $schema=../schema/{kind}.schema.json\n")


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule.code}-{one.good}" for rule, one in EXAMPLES])
def test_schema_and_models_agree(rule, example):
    data = parse(example.text).data
    fitting = example.good or rule.stage == "data"
    assert _validates(example.file, data) is fitting
    assert fits(example.file, data) is (fitting or rule.code in BEYOND_A_SCHEMA)


@pytest.mark.parametrize(
    ("data", "fitting"),
    [
        ("{version: 1, indicators: }", True),
        ("{version: 1}", True),
        ("{version: '1'}", False),
        ("{version: 1, indicators: {a: {title: T, unit: u, kind: count, direction: increase, year: calendar}}}", True),
        ("{version: 1, indicators: {a: {title: {}, unit: u, kind: count, direction: increase, year: fiscal}}}", False),
        ("{version: 1, indicators: {A: {title: T, unit: u, kind: count, direction: increase, year: fiscal}}}", False),
        ("{version: 1, indicators: {a: }}", False),
        ("{version: 1, indicators: []}", False),
    ],
)
def test_schema_and_models_agree_on_containers(data: str, fitting: bool):
    read = parse(data).data
    assert _validates("indicators", read) is fitting
    assert fits("indicators", read) is fitting


@pytest.mark.parametrize(
    ("figure", "fitting"),
    [
        ("5", True),
        ("5.5", True),
        ("{value: 5}", True),
        ("{value: 5, status: provisional}", True),
        ("{status: pending, due: 2024-12-31}", True),
        ("{status: pending, value: 5}", False),
        ("{status: final}", False),
        ("{}", False),
        ("{value: 5, published: 30.8.2024}", False),
        ("true", False),
        ("'5'", False),
        ("1e19", False),
        ("", False),
    ],
)
@pytest.mark.parametrize(
    ("year", "known"), [("1900", True), ("2200", True), ("1899", False), ("2201", False), ("R6", False)]
)
def test_schema_and_models_agree_on_figures(figure: str, fitting: bool, year: str, known: bool):
    entry = "title: T, unit: u, kind: amount, direction: increase, year: calendar"
    read = parse(f"{{version: 1, indicators: {{a: {{{entry}, actuals: {{{year}: {figure}}}}}}}}}").data
    assert _validates("indicators", read) is (fitting and known)
    assert fits("indicators", read) is (fitting and known)


def test_there_are_three_schemas():
    with pytest.raises(UsageError, match="targets, indicators, settings"):
        schema("ratings")


def _validates(kind: str, data: Any) -> bool:
    try:
        file_model(kind).model_validate(filled({kind: data})[0][kind])
    except ValueError:
        return False
    return True
