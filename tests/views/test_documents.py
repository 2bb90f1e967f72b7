import json
from datetime import date
from typing import NamedTuple

import pytest

from unpolicy.cli.output import MANY_ITEMS, emit_json
from unpolicy.views import OMITTED, Omitted, cells, to_json


class Inner(NamedTuple):
    year: int
    value: float | None


class Outer(NamedTuple):
    schema: str
    day: date
    inner: Inner | None
    several: tuple[Inner, ...]
    by_name: dict[str, Inner | float]
    flag: bool | Omitted = OMITTED


def test_a_record_becomes_an_object_with_its_fields_in_order():
    found = to_json(
        Outer("x/1", date(2026, 11, 24), Inner(2020, 1.5), (Inner(2021, None),), {"a": Inner(1, 2), "b": 3})
    )
    assert found == {
        "schema": "x/1",
        "day": "2026-11-24",
        "inner": {"year": 2020, "value": 1.5},
        "several": [{"year": 2021, "value": None}],
        "by_name": {"a": {"year": 1, "value": 2}, "b": 3},
    }
    assert list(found) == ["schema", "day", "inner", "several", "by_name"]


class Worded(NamedTuple):
    year: "int | None"
    day: "date | None"
    kept: "Inner | Omitted"
    name: "str" = ""


def test_annotations_in_quotes_say_the_same():
    day = date(2026, 11, 24)
    assert to_json(Worded(2020, day, OMITTED)) == {"year": 2020, "day": "2026-11-24", "name": ""}
    assert to_json(Worded(None, None, Inner(1, 2)))["kept"] == {"year": 1, "value": 2}


def test_a_document_of_many_items_has_each_on_a_line(capsys):
    items = [{"n": number, "text": "\x7f\u202e”"} for number in range(MANY_ITEMS + 1)]
    emit_json({"schema": "x/1", "none": [], "items": items, "last": {"a": 1.0}})
    text = capsys.readouterr().out
    assert json.loads(text) == {"schema": "x/1", "none": [], "items": items, "last": {"a": 1.0}}
    assert [json.loads(line.rstrip(",")) for line in text.splitlines() if line.startswith('{"n"')] == items
    assert "\x7f" not in text
    assert "\u202e" not in text


def test_a_document_of_plain_ascii_steers_no_terminal_either(capsys):
    for document in ({"text": "a\x7fb"}, {"items": ["a\x7fb"] * (MANY_ITEMS + 1)}):
        emit_json(document)
        text = capsys.readouterr().out
        assert json.loads(text) == document
        assert "\x7f" not in text


def test_a_field_is_there_unless_it_is_omitted():
    record = Outer("x/1", date(2026, 11, 24), None, (), {})
    assert "flag" not in to_json(record)
    assert to_json(record._replace(flag=False))["flag"] is False
    assert to_json(record)["inner"] is None


@pytest.mark.parametrize("value", ["text", 1, 1.5, True, None, [1, "a"], {"a": [None]}])
def test_what_json_has_stays_as_it_is(value):
    assert to_json(value) == value
    assert type(to_json(value)) is type(value)


def test_what_no_document_can_hold_is_an_error():
    with pytest.raises(TypeError, match="object"):
        to_json([object()])


def test_the_cells_of_a_row_keep_full_precision_and_show_nothing_for_none():
    assert cells("a\tb", None, 1 / 3, -5, 980, date(2026, 11, 24)) == (
        "a\tb",
        "",
        "0.3333333333333333",
        "-5",
        "980",
        "2026-11-24",
    )


def test_each_record_leaves_out_what_is_omitted_of_its_own():
    outer = Outer("x/1", date(2026, 11, 24), None, (), {})
    found = to_json([outer, outer._replace(flag=True), outer])
    assert [one.get("flag", "left out") for one in found] == ["left out", True, "left out"]
