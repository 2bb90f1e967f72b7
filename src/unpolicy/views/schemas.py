"""The JSON Schemas of the documents that commands print, made from the records that the documents are."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from unpolicy import model, names
from unpolicy.assess import comparison, derivation, evidence, find, loosening, stability
from unpolicy.assess import forecast as forecasts
from unpolicy.assess import history as histories
from unpolicy.measures import case, numbers
from unpolicy.measures import forecast as models
from unpolicy.model import targets
from unpolicy.model.records import Record
from unpolicy.views import RECORD, Omitted, change, diagnostics, diff, forecast, history, show, status, status_document

_VIEWS = (status_document, forecast, history, diff, show, change, diagnostics, status)
_NAME = re.compile(r"unpolicy/(\w+)/1")


def _documents() -> dict[str, list[type]]:
    found: dict[str, list[type]] = {}
    for kind in dict.fromkeys(kind for view in _VIEWS for kind in vars(view).values() if hasattr(kind, "_fields")):
        name = _NAME.search(str(kind.__annotations__.get("schema")))
        if name is not None:
            found.setdefault(name[1], []).append(kind)
    return found


DOCUMENTS = _documents()
"""The kinds of each document by the name in their `schema`."""

# Where the names of annotations are found that only a type checker imports; of two that are the same the last is meant,
# which stands where it is made and not in a view that imports another.
_MODULES = (
    *(*_VIEWS, model, names, targets, comparison, derivation, evidence, find),
    *(forecasts, histories, loosening, stability, case, numbers, models),
)
_KNOWN = {key: value for module in _MODULES for key, value in vars(module).items() if not key.startswith("__")} | {
    "date": date,
    "Mapping": Mapping,
    "Sequence": Sequence,
}
_PLAIN: dict[Any, dict[str, Any]] = {
    NoneType: {"type": "null"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    Any: {},
    object: {},
}
_ATTRIBUTE = re.compile(r"^ {4}(\w+): ((?:.|\n {6,})*)", re.MULTILINE)


def document_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document.

    Args:
        name: a key of `DOCUMENTS`.
    """
    maker = _Maker()
    roots = [maker.record(kind) for kind in DOCUMENTS[name]]
    for root in roots:
        root["properties"]["schema"] = {"const": f"unpolicy/{name}/1"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"unpolicy/{name}/1",
        **(roots[0] if len(roots) == 1 else {"anyOf": roots}),
        "$defs": maker.definitions,
    }


def document_schema_text(name: str) -> str:
    """The same as text."""
    return json.dumps(document_schema(name), ensure_ascii=False, indent=2) + "\n"


class _Maker:
    """Makes schemas of types; each record stands once, among the definitions."""

    def __init__(self) -> None:
        self.definitions: dict[str, dict[str, Any]] = {}

    def record(self, kind: type, instead: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A record as an object: its fields in their order, without those that a document may leave out required.

        Args:
            kind: the record.
            instead: the types of what a document has in the place of some of its fields.
        """
        hints = get_type_hints(kind, localns={**_KNOWN, **vars(inspect.getmodule(kind))}) | dict(instead or {})
        text = inspect.getdoc(kind) or ""
        described = {name: " ".join(description.split()) for name, description in _ATTRIBUTE.findall(text)}
        made: dict[str, Any] = {
            "description": " ".join(text.split("\n\n")[0].split()),
            "type": "object",
            "properties": {},
            "required": [],
            "additionalProperties": False,
        }
        for name in getattr(kind, "_fields", ()):
            if name == RECORD:
                self._spread(hints[name], made, hints)
                continue
            made["properties"][name] = self.schema_of(hints[name]) | (
                {"description": described[name]} if name in described else {}
            )
            made["required"] += [name] if Omitted not in get_args(hints[name]) and name not in made["required"] else []
        return made

    def _spread(self, hint: Any, made: dict[str, Any], beside: Mapping[str, Any]) -> None:  # noqa: ANN401 - as below
        """Put the keys of a record beside the others; one of the data files may have keys of its own."""
        inner = self._of_the_data(hint) if issubclass(hint, Record) else self.record(hint, beside)
        made["properties"] |= inner["properties"]
        made["required"] += inner["required"]
        if issubclass(hint, Record):
            made["patternProperties"] = {"^x-": {}}

    def _of_the_data(self, record: type[Record]) -> dict[str, Any]:
        """A record of the data files, as its model says."""
        made = record.model_json_schema(mode="serialization", ref_template="#/$defs/{model}")
        self.definitions |= made.pop("$defs", {})
        return made

    def schema_of(self, hint: Any) -> dict[str, Any]:  # noqa: ANN401 - a type as annotations have it
        """The schema of a type."""
        if hint in _PLAIN:
            return dict(_PLAIN[hint])
        origin, inner = get_origin(hint), get_args(hint)
        if origin is Literal:
            return {"enum": list(inner)}
        if origin in (Union, UnionType):
            return self._one_of([kind for kind in inner if kind is not Omitted])
        if origin is not None:
            return self._collection(origin, inner)
        if hint.__name__ not in self.definitions:
            self.definitions[hint.__name__] = {}
            made = self._of_the_data(hint) if issubclass(hint, Record) else self.record(hint)
            self.definitions[hint.__name__] = made
        return {"$ref": f"#/$defs/{hint.__name__}"}

    def _one_of(self, hints: Sequence[Any]) -> dict[str, Any]:
        made = [self.schema_of(hint) for hint in hints]
        return made[0] if len(made) == 1 else {"anyOf": made}

    def _collection(self, origin: Any, inner: tuple[Any, ...]) -> dict[str, Any]:  # noqa: ANN401 - as above
        if issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.schema_of(inner[1])}
        if origin is tuple and inner[-1] is not Ellipsis:
            return {"type": "array", "prefixItems": [self.schema_of(kind) for kind in inner], "items": False}
        return {"type": "array", "items": self.schema_of(inner[0])}
