"""Years of others, as people type them: in `add-actual`, in tables that are imported, and where a day is asked for."""

import json

import pytest

TARGETS = """\
version: 1
policy: {id: p, title: p}
goals: {g: {title: g}}
targets: {}
"""
INDICATORS = """\
version: 1
indicators:
  i: {title: I, unit: u, kind: amount, direction: increase, year: %s, actuals: {2019: 5}}
"""
BOTH, END, START = (f"{{starts: 7, named_by: {name}}}" for name in ("both", "end", "start"))
SPAN = "calendar, span: 3"


@pytest.fixture
def measured(data):
    def write(year):
        (data / "targets.yaml").write_text(TARGETS, encoding="utf-8")
        (data / "indicators.yaml").write_text(INDICATORS % year, encoding="utf-8")

    return write


READ = [
    *(
        (BOTH, text, 2023)
        for text in ("2023/24", "2023-24", "2023–24", "2023-2024", "FY2023/24", "２０２３／２４", "2023", "R5")
    ),
    *((END, text, 2024) for text in ("2023/24", "2023-24", "2023–2024", "FY2024", "2024")),
    *((START, text, 2023) for text in ("2023/24", "2023-24", "FY2023", "2023年度")),
    *(("fiscal", text, 2023) for text in ("2023/24", "2023-24", "令和5年度", "FY2023")),
    *((SPAN, text, 2023) for text in ("2021-2023", "2021–23", "2021/23", "2023", "2023年")),
    (BOTH, "1999/00", 1999),
]
REFUSED = [
    ("calendar", "2023/24", "calendar years: write 2023"),
    ("calendar", "2023-24", "calendar years: write 2023"),
    (BOTH, "2023/25", "is 3 years, but a figure of this indicator covers 1: write 2023–24"),
    (BOTH, "2023/22", "the second must follow the first"),
    (BOTH, "2023年", "fiscal years: write 2023–24"),
    (SPAN, "2022-23", "is 2 years, but a figure of this indicator covers 3: write 2021–23"),
]


@pytest.mark.parametrize(("kind", "text", "year"), READ)
def test_a_figure_is_recorded_and_imported_under_the_year_that_was_meant(measured, data, unpolicy, kind, text, year):
    measured(kind)
    result = unpolicy("add-actual", text, "6", "-i", "i", "--json")
    assert (result.code, json.loads(result.out)["year"]) == (0, year), result.err
    measured(kind)
    (data.parent / "table.csv").write_text(f"indicator,year,value\ni,{text},6\n", encoding="utf-8")
    result = unpolicy("import", str(data.parent / "table.csv"), "--json")
    assert [one["year"] for one in json.loads(result.out)["figures"]] == [year], result.err


@pytest.mark.parametrize(("kind", "text", "words"), REFUSED)
def test_what_cannot_be_meant_is_refused_with_what_can(measured, data, unpolicy, kind, text, words):
    measured(kind)
    result = unpolicy("add-actual", text, "6", "-i", "i")
    assert result.code in (2, 3)
    assert words in result.err
    (data.parent / "table.csv").write_text(f"indicator,year,value\ni,{text},6\n", encoding="utf-8")
    result = unpolicy("import", str(data.parent / "table.csv"), "--json")
    (refused,) = json.loads(result.out)["refused"]
    assert words in refused["message"]


@pytest.mark.parametrize("text", ["2023/24", "2023-24", "FY2023", "2021-2023", "R5"])
def test_a_year_is_no_day(measured, unpolicy, text):
    measured(BOTH)
    result = unpolicy("status", "--as-of", text)
    assert result.code == 2
    assert result.err.count("\n") == 1
    assert "is not a day: write 2024-08-30" in result.err


@pytest.mark.parametrize(("kind", "label"), [(BOTH, "2023–24"), (END, "FY2024"), (START, "FY2023"), (SPAN, "2021–23")])
def test_what_was_understood_is_told_in_the_words_of_the_indicator(measured, unpolicy, kind, label):
    measured(kind)
    text = "2021-2023" if kind == SPAN else "2023/24"
    result = unpolicy("add-actual", text, "6", "-i", "i")
    assert label in result.err + result.out
