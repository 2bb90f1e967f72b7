import io
import re
import sys
import zipfile
from datetime import datetime

import pytest
from exchange_data import HOSTILE, make, written

from unpolicy import views as labels
from unpolicy.errors import MissingExtraError, RefusedError
from unpolicy.exchange.xlsx_out import japanese

openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")

DATASET = make(
    {
        "staff": {
            "title": {"ja": "職員", "en": "Staff"},
            "unit": "people",
            "actuals": {
                2020: {"value": 918, "published": "2021-08-26"},
                2021: {"value": 956.5, "published": "1899-01-01"},
                2023: {"status": "pending", "due": "2026-12-31"},
            },
        }
    },
    goals={
        "g": {
            "title": "Goal",
            "milestones": {"m": {"title": "M", "status": "achieved", "date": "2022-06", "due": 2022}},
        }
    },
    targets={
        "t": {"goal": "g", "indicator": "staff", "baseline": 2020, "value": 1000, "by": 2024, "yearly": {2022: 960}}
    },
    headline="t",
)


def day(*parts):
    return datetime(*parts)  # noqa: DTZ001 - Excel knows no time zones


def book(dataset=DATASET):
    return openpyxl.load_workbook(io.BytesIO(written(dataset, "xlsx")))


def column(sheet, name):
    number = [cell.value for cell in sheet[1]].index(name)
    return [row[number].value for row in sheet.iter_rows(min_row=2)]


def test_there_is_a_sheet_for_each_kind_and_the_headline():
    assert book().sheetnames == ["indicators", "figures", "targets", "progress", "goals", "milestones", "headline"]


def test_cells_have_their_types():
    sheet = book()["figures"]
    assert column(sheet, "year") == [2020, 2021, 2023]
    assert column(sheet, "value") == [918, 956.5, None]
    assert column(sheet, "due")[2] == day(2026, 12, 31)


def test_a_day_before_excels_calendar_is_a_text():
    assert column(book()["figures"], "published") == [day(2021, 8, 26), "1899-01-01", None]


def test_the_chart_of_the_headline_is_excels_own_with_actuals_and_the_path():
    found = book()["headline"]
    assert [type(chart).__name__ for chart in found._charts] == ["LineChart"]
    names = [one.tx.strRef.f for one in found._charts[0].series]
    assert names == ["headline!$B$1", "headline!$C$1"]
    assert column(found, "year") == ["2020", "2021", "2022", "2023", "2024"]
    assert column(found, "path to the target") == [918, 939, 960, 980, 1000]
    assert column(found, "actual") == [918, 956.5, None, None, None]


def test_data_without_a_headline_has_no_chart():
    assert "headline" not in book(make({"i": {}})).sheetnames


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula_or_a_link(text):
    dataset = make({"i": {"title": text, "actuals": {2020: {"value": 1, "note": text, "source": "https://x.org"}}}})
    data = written(dataset, "xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    assert all(cell.data_type != "f" for row in book(dataset)["figures"].iter_rows() for cell in row)


def test_the_same_data_give_the_same_bytes():
    assert written(DATASET, "xlsx") == written(DATASET, "xlsx")


def test_a_text_that_excel_would_cut_is_refused_with_its_place():
    note = "あ" * 32_768
    with pytest.raises(RefusedError, match="figures, row 2"):
        written(make({"i": {"actuals": {2020: {"value": 1, "note": note}}}}), "xlsx")


def test_a_missing_package_names_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'unpolicy\[xlsx\]'"):
        written(DATASET, "xlsx")


def test_every_sheet_prints_across_in_full_width_with_its_heading_on_each_page():
    made = book()
    for sheet in made.worksheets:
        setup = sheet.page_setup
        assert (setup.orientation, sheet.print_title_rows, setup.fitToWidth or 1) == ("landscape", "$1:$1", 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        wide = (one.width * (one.max - one.min + 1) for one in sheet.column_dimensions.values())
        assert int(setup.paperSize) == (8 if sum(wide) > 170 else 9)
    assert made.active.page_setup.fitToHeight in (None, 1)
    assert {int(sheet.page_setup.fitToHeight) for sheet in made.worksheets if sheet is not made.active} == {0}


JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def test_a_workbook_in_japanese_has_japanese_headings_and_codes_and_comes_back(unpolicy, data, tmp_path):
    path = data / "indicators.yaml"
    before = path.read_bytes()
    assert unpolicy("export", "-o", "book.xlsx", "--lang", "ja").code == 0
    made = openpyxl.load_workbook(tmp_path / "book.xlsx")
    for sheet in made.worksheets:
        for cell in sheet[1]:
            assert JAPANESE.search(str(cell.value)), (sheet.title, cell.value)
    assert set(column(made["figures"], "状態")) == {"確定値", "公表予定"}
    assert set(column(made["milestones"], "状態")) <= {"達成", "継続中"}
    path.write_bytes(re.sub(rb"\n      2022: 961", b"", before))
    assert unpolicy("import", "book.xlsx").code == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "words"),
    [("verdict", labels.VERDICTS), ("rating", labels.STEPS), ("status", {**labels.STATUSES, **labels.MILESTONES})],
)
def test_the_words_of_a_workbook_are_those_of_the_views(name, words):
    assert japanese()["codes"][name] == {key: pair[1] for key, pair in words.items()}
