"""Every document that a command prints is valid against its published schema."""

from __future__ import annotations

import json
from typing import get_args, get_type_hints

import pytest
from gitting import commit
from jsonschema import Draft202012Validator, ValidationError

from unpolicy.cli.reference import schema_command
from unpolicy.views.schemas import DOCUMENTS, document_schema

LINES = (
    "status",
    "status --stability",
    "status --method kenko21",
    "status --as-of 2020-06-01",
    "explain staff-1000",
    "explain jpo-retention --method statcan",
    "explain staff-1000 --no-stability",
    "history staff-1000",
    "history jpo-retention",
    "forecast un-staff --models all",
    "forecast un-staff --as-of 2021-12-31",
    "forecast jpo-retention --backtest --models all",
    "goals",
    "diff",
    "diff first",
    "validate",
    "log",
    "add-actual 2023 970 --dry-run",
    "add-actual 2023 970",
    "add-actual 2024 pending --due 2027-01-31",
    "remove-actual 2023",
    "rate staff-1000 little-progress --by me --reason x",
    "log",
    "undo --dry-run",
    "undo",
    "undo",
    "diff",
    "show un-staff",
    "show un-staff-women",
    "show staff-1000",
    "show un-reform",
    "rule",
    "rule U301",
    "export -o figures.csv",
    "export -o targets.csv --table targets --datapackage",
    "import figures.csv",
    "import figures.csv --dry-run",
    "import wrong.csv --partial",
    "status --data data --data data",
    "validate --data data --data data",
    "site -o public",
    "site -o public",
)


def test_every_document_of_every_command_is_as_its_schema_says(unpolicy, data):
    commit(data.parent)
    assert unpolicy("rate", "staff-1000", "achieved", "--by", "x").code == 0
    first = commit(data.parent, "rated")
    unpolicy("add-actual", "2021", "957", "--revise", "--published", "2025-01-01")
    wrong = "indicator,year,value\nun-staff,2021,1\nnobody,2021,1\njpo-retention,2019,80\n"
    (data.parent / "wrong.csv").write_text(wrong)
    seen = set()
    for line in LINES:
        printed = unpolicy(*line.replace("first", first).split(), "--json")
        document = json.loads(printed.out)
        name = document["schema"].split("/")[1]
        Draft202012Validator(document_schema(name)).validate(document)
        seen.add(name)
    assert seen == set(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_schemas_are_printed_and_are_schemas(unpolicy, name):
    printed = json.loads(unpolicy("schema", name).out)
    Draft202012Validator.check_schema(printed)
    for one in printed.get("anyOf", [printed]):
        assert one["properties"]["schema"] == {"const": f"unpolicy/{name}/1"}


def test_a_document_with_a_field_too_many_or_too_few_is_refused(unpolicy, data):
    document = json.loads(unpolicy("status", "--json").out)
    validator = Draft202012Validator(document_schema("status"))
    for wrong in ({**document, "more": 1}, {key: value for key, value in document.items() if key != "as_of"}):
        with pytest.raises(ValidationError):
            validator.validate(wrong)


def test_the_command_offers_all_of_them():
    kinds = get_args(get_args(get_type_hints(schema_command, include_extras=True)["kind"])[0])
    assert set(kinds) == {"targets", "indicators", "settings", *DOCUMENTS}
