"""What can be looked up: a rule's docstring as its documentation, and the JSON Schemas of the data files.

The schemas are generated from the models, in draft-07 since YAML editors stop there. What a schema cannot say is left
to `validate`: limits the wrong way round, days that no calendar has, and everything between records.
"""

from __future__ import annotations

import inspect
import json
import re
from textwrap import dedent
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from unpolicy.checks import SEVERITIES_JA, Rule
from unpolicy.checks.rules import GROUPS, FileKey, FileKind, rules
from unpolicy.errors import UsageError
from unpolicy.model import file_model
from unpolicy.names import OFFICIAL_STEPS, STATUSES_WITHOUT_VALUE
from unpolicy.years import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HEAD = re.compile(
    r"^(?P<kind>Bad|Good) \((?P<file>(?:targets|indicators|settings)(?:/\w+)?)\.yaml(?:, (?P<state>[\w ]+))?\):$"
)
_BEFORE = {
    "targets": "version: 1\npolicy: {id: reform, title: Reform}\ngoals: {people: {title: People}}\n",
    "indicators": "version: 1\n",
}
"""What stands before an example that begins with the records."""
_WHY = ("Why: ", "理由: ")
_STATES_JA = {"absent": "ファイルなし", "no final newline": "末尾に改行なし", "escapes": "\\で始まる並びは文字を表す"}


class Example(NamedTuple):
    """One example of a rule.

    Attributes:
        good: whether the rule has nothing to say of it.
        file: which of the files it is; the others are sound.
        state: what is special about the file: ``no final newline``, ``absent``, ``escapes`` (backslash sequences stand
            for characters), or the encoding that it is in.
        text: its lines.
    """

    good: bool
    file: FileKey
    state: str
    text: str


class Documentation(NamedTuple):
    """A rule in words, in English and in Japanese.

    Attributes:
        what: what it finds.
        why: why that is a problem, and what to do.
        examples: bad and good ones.
    """

    what: tuple[str, str]
    why: tuple[str, str]
    examples: tuple[Example, ...]


def documentation(rule: Rule) -> Documentation:
    """The documentation of a rule, read from its docstring.

    Raises:
        ValueError: the docstring does not have the form: what, `Why:`, what and `理由:` in Japanese, then examples.
    """
    paragraphs = (inspect.getdoc(rule.function) or "").split("\n\n", 4)
    if len(paragraphs) < 4 or not (paragraphs[1].startswith(_WHY[0]) and paragraphs[3].startswith(_WHY[1])):
        raise ValueError(f"{rule.code} does not say why in both languages")
    # No line of the Japanese is broken where a blank stands.
    what, why = (" ".join(text.split()) for text in paragraphs[:2])
    what_ja, why_ja = (text.replace("\n", "") for text in paragraphs[2:4])
    reasons = why.removeprefix(_WHY[0]), why_ja.removeprefix(_WHY[1])
    return Documentation((what, what_ja), reasons, tuple(_examples("".join(paragraphs[4:]))))


def as_text(rule: Rule, wrapped: Callable[[str], str] = str) -> tuple[str, str]:
    """A rule as `unpolicy rule CODE` prints it, in English and in Japanese.

    Args:
        rule: the rule.
        wrapped: breaks a sentence into lines; examples are narrow as they are.
    """
    found, (group, group_ja) = documentation(rule), GROUPS[rule.group]
    head = f"{rule.code} {rule.title} · {rule.title_ja} ({rule.severity}; {group})"
    head_ja = f"{rule.code} {rule.title_ja}（{SEVERITIES_JA[rule.severity]} · {group_ja}）"
    texts: list[str] = []
    for start, what, mark, why in zip((head, head_ja), found.what, _WHY, found.why, strict=True):
        examples = [_example_text(example)[len(texts)] for example in found.examples]
        texts.append("\n\n".join([wrapped(start), wrapped(what), wrapped(f"{mark}{why}"), *examples]))
    return texts[0], texts[1]


def _examples(text: str) -> Iterator[Example]:
    head: re.Match[str] | None = None
    lines: list[str] = []
    for line in [*text.splitlines(), "Good (targets.yaml):"]:
        match = _HEAD.match(line)
        if match is None:
            lines.append(line)
            continue
        if head is not None:
            body = dedent("\n".join(lines)).strip("\n")
            before = _BEFORE.get(body.partition(":")[0], "")
            text = f"{before}{body}\n" if body else ""
            yield Example(head["kind"] == "Good", head["file"], head["state"] or "", text)
        elif any(line.strip() for line in lines):
            raise ValueError(f"text that is no example: {lines}")
        head, lines = match, []


def _example_text(example: Example) -> tuple[str, str]:
    lines = "".join(f"  {line}" for line in example.text.splitlines(keepends=True))
    label, label_ja = file_label(example)
    head = f"{'Good' if example.good else 'Bad'} ({label}):\n{lines}"
    return head.rstrip(), f"{'良い例' if example.good else '悪い例'}（{label_ja}）:\n{lines}".rstrip()


def file_label(example: Example) -> tuple[str, str]:
    """The file of an example, and what is special about it."""
    name = f"{example.file}.yaml"
    if not example.state:
        return name, name
    return f"{name}, {example.state}", f"{name}、{_STATES_JA.get(example.state, example.state)}"


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
            "description": f"{rule.title} ({rule.severity})",
            "enum": ["error", "warning", "off"] if rule.ignorable else ["error"],
        }
        for code, rule in rules().items()
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
