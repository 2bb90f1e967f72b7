"""JSON Schemas of the data files, generated from the models, in draft-07 since YAML editors stop there.

What a schema cannot say is left to `validate`: limits the wrong way round, days that no calendar has, and everything
between records.
"""

from __future__ import annotations

import json
from typing import Any, get_args

from unpolicy.checks.registry import FileKind, rules
from unpolicy.errors import UsageError
from unpolicy.model import file_model
from unpolicy.names import OFFICIAL_STEPS, STATUSES_WITHOUT_VALUE
from unpolicy.years import FIRST_YEAR, LAST_YEAR

DRAFT = "http://json-schema.org/draft-07/schema#"

_CENTURIES = "|".join(str(century) for century in range(FIRST_YEAR // 100, LAST_YEAR // 100))
_YEAR_KEY = f"^(({_CENTURIES})[0-9]{{2}}|{LAST_YEAR})$"
_YEAR_MAPPINGS = {("Indicator", "actuals"), ("Target", "yearly")}


_MEANINGS: dict[str, dict[Any, str]] = {
    "kind": {
        "count": "People, things or events: whole numbers.",
        "percentage": "A share in percent, 0 to 100 unless `bounds` says otherwise.",
        "amount": "A quantity with a unit, such as money or µg/m³.",
        "index": "A number without a unit of its own, such as a score or a rank.",
    },
    "direction": {
        "increase": "More is better.",
        "decrease": "Less is better.",
        "none": "Context: it is shown, and never judged.",
    },
    "year": {"calendar": "January to December.", "fiscal": "April to March, named by the year in which it starts."},
    "aggregation": {
        "latest": "Each figure stands for itself.",
        "sum": "Each year adds to the total so far, and the total is judged.",
    },
    "status": {
        "final": "Out and settled: it carries verdicts.",
        "provisional": "Out, and may still change.",
        "estimated": "Estimated by whoever published it.",
        "break": "Counted in another way from this year on.",
        "pending": "Not out yet; may have a `due`.",
        "missing": "There is no figure, and there will be none.",
        "achieved": "It happened.",
        "in-progress": "Begun, not done.",
        "not-started": "Not begun.",
        "missed": "It did not happen in time.",
        "dropped": "Given up.",
        "live": "In force.",
        "superseded": "Replaced by another target.",
    },
    "step": OFFICIAL_STEPS,
}
"""What each choice of a key means, for editors that show it beside the choice."""

KINDS: tuple[FileKind, ...] = get_args(FileKind)
"""The files that there are schemas of."""


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a data file.

    Args:
        kind: ``targets``, ``indicators`` or ``settings``.

    Raises:
        UsageError: there is no such file.
    """
    if kind not in KINDS:
        names = ", ".join(KINDS)
        raise UsageError(
            f"There is no schema “{kind}”: take one of {names}.",
            ja=f"「{kind}」のスキーマはありません。{names} のいずれかを指定してください。",
        )
    model = file_model(kind)
    found = model.model_json_schema()
    definitions = found.pop("$defs", {})
    for name, definition in [*definitions.items(), (model.__name__, found)]:
        _complete(name, definition)
    document = {"$schema": DRAFT, "$id": f"{kind}.schema.json", **found, "definitions": definitions}
    document["title"] = f"unpolicy: {kind}.yaml"
    converted = _converted(document)
    assert isinstance(converted, dict)  # noqa: S101 - a mapping stays one
    return converted


def schema_text(kind: str) -> str:
    """The same as the text that `schema/` holds."""
    return json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"


def _complete(name: str, definition: dict[str, Any]) -> None:
    """Adds what the models check in Python: containers that may be empty, years as keys, one of two keys."""
    for key, value in definition.get("properties", {}).items():
        # What pydantic makes of a field's name says nothing that the name does not say.
        value.pop("title", None)
        if (name, key) in _YEAR_MAPPINGS:
            # Shown on the figure; editors show nothing on a key that is a number.
            figure = {"description": f"One year. {value['description']}", **value.pop("additionalProperties")}
            value["patternProperties"] = {_YEAR_KEY: figure}
        if "patternProperties" in value:
            value["additionalProperties"] = False
        if value.get("type") == "object":
            value["type"] = ["object", "null"]
        for part in (value, *value.get("anyOf", ())):
            meanings = _MEANINGS.get(key, {})
            if meanings.keys() >= set(part.get("enum", ())) and "enum" in part:
                part["enumDescriptions"] = [meanings[choice] for choice in part["enum"]]
    if name == "Settings":
        found = definition["properties"]["rules"]
        del found["patternProperties"]
        found["properties"] = _rule_levels()
    if definition.pop("additionalProperties", False):
        definition |= {"patternProperties": {"^x-": {}}, "additionalProperties": False}
    if name == "Indicator":
        title, *others = definition.pop("required")
        definition["anyOf"] = [{"required": ["part_of"]}, {"required": [title, *others]}]
        definition["if"], definition["else"] = {"required": ["of"]}, {"required": [title]}
    definition.update(_BETWEEN_KEYS.get(name, {}))


def _rule_levels() -> dict[str, Any]:
    """What each rule may be set to, with its title to choose by."""
    return {
        code: {
            "description": f"{one.title} ({one.severity})",
            "enum": ["error", "warning", "off"] if one.ignorable else ["error"],
        }
        for code, one in rules().items()
    }


def _given(key: str, *types: str) -> dict[str, Any]:
    return {"required": [key], "properties": {key: {"type": list(types) if len(types) > 1 else types[0]}}}


def _all(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"allOf": list(parts)}


_BETWEEN_KEYS: dict[str, dict[str, Any]] = {
    "Translations": {"anyOf": [_given("ja", "string"), _given("en", "string")]},
    "Keep": {"anyOf": [_given("min", "number"), _given("max", "number")]},
    "Target": {
        "oneOf": [
            _all(_given("value", "number"), _given("by", "integer")),
            _given("keep", "object"),
            _all(_given("improve", "boolean"), _given("by", "integer"), _given("baseline", "integer", "object")),
            {
                **_given("statement", "string", "object"),
                "not": {"anyOf": [_given("value", "number"), _given("keep", "object"), _given("improve", "boolean")]},
            },
        ]
    },
    "EarlierPromise": {"not": _all(_given("value", "number"), _given("keep", "object"))},
    "Indicator": {
        "not": {
            "anyOf": [
                _all(_given("every", "integer"), {"required": ["years"], "properties": {"years": {"minItems": 1}}}),
                _all(_given("from", "integer"), {"not": _given("every", "integer")}),
            ]
        }
    },
    "Actual": {
        "if": {"required": ["status"], "properties": {"status": {"enum": sorted(STATUSES_WITHOUT_VALUE)}}},
        "then": {"properties": {"value": {"type": "null"}}},
        "else": _given("value", "number"),
    },
}


def _converted(part: object) -> object:
    """Turns what pydantic writes (draft 2020-12) into draft-07."""
    if isinstance(part, list):
        return [_converted(item) for item in part]
    if not isinstance(part, dict):
        return part
    done = {
        key: _converted(value)
        for key, value in part.items()
        if key != "default" or not (value is None or isinstance(value, dict | list))
    }
    reference = done.pop("$ref", None)
    if reference is None:
        return done
    pointer = {"$ref": str(reference).replace("#/$defs/", "#/definitions/")}
    # Draft-07 passes over everything beside a reference, descriptions among them.
    return {**done, "allOf": [pointer]} if done else pointer
