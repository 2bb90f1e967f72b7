import io
import zipfile
from datetime import datetime

import pytest

from unpolicy.errors import DataError, UsageError
from unpolicy.exchange import workbook
from unpolicy.exchange.xlsx_in import read_xlsx

openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")


def saved(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book, sheet


def packed(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells(book, **options):
    return [row.cells for row in read_xlsx(packed(book), "x.xlsx", **options).rows]


def test_numbers_years_and_days_become_texts():
    moment = datetime(2024, 8, 30)  # noqa: DTZ001 - Excel knows no time zones
    book, _ = saved(("s", [[2024, 918.0, 82.7, moment, True, None, "text"]]))
    assert cells(book) == [("2024", "918", "82.7", "2024-08-30", "TRUE", "", "text")]


@pytest.mark.parametrize(("value", "shown_as", "text"), [(0.827, "0.0%", "82.7%"), (1, "0%", "100%"), (0, "0%", "0%")])
def test_a_percentage_is_read_as_it_is_shown(value, shown_as, text):
    book, sheet = saved(("s", [[value]]))
    sheet["A1"].number_format = shown_as
    assert cells(book) == [(text,)]


def test_our_own_sheet_is_preferred_and_another_is_reported():
    sheets = [("first", [["a"]]), ("figures", [["b"]])]
    assert cells(saved(*sheets)[0]) == [("b",)]
    table = read_xlsx(packed(saved(sheets[0], ("second", [["c"]]))[0]), "x.xlsx")
    assert table.rows[0].cells == ("a",)
    assert "first" in table.remarks[0][0]


def test_the_sheet_that_is_asked_for_is_read_and_an_absent_one_refused():
    book, _ = saved(("one", [["a"]]), ("two", [["b"]]))
    assert cells(book, sheet="two") == [("b",)]
    with pytest.raises(UsageError, match="one, two"):
        cells(book, sheet="three")


def test_blank_rows_keep_the_numbers_of_the_others():
    book, _ = saved(("s", [["a"], [None, " "], ["b"]]))
    assert [row.number for row in read_xlsx(packed(book), "x.xlsx").rows] == [1, 3]


def garbled():
    """A workbook whose compressed bytes cannot be unpacked."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 100)
    data, start = bytearray(stream.getvalue()), 30 + len("xl/workbook.xml")
    data[start : start + 8] = b"\xff" * 8
    return bytes(data)


def damaged():
    with zipfile.ZipFile(io.BytesIO(), "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
        stream = archive.fp
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"year,value", b"PK\x03\x04 no", damaged(), garbled()],
    ids=["empty", "text", "sign", "damaged", "garbled"],
)
def test_what_is_no_workbook_is_one_sentence(data):
    with pytest.raises(DataError, match="not an Excel workbook"):
        read_xlsx(data, "x.xlsx")


def test_a_workbook_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "LARGEST", 2**20)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in "ab":  # neither is too large by itself
            archive.writestr(f"xl/{part}.xml", bytes(2**19 + 1))
    assert len(stream.getvalue()) < 2**12
    with pytest.raises(DataError, match="unpacks to more"):
        read_xlsx(stream.getvalue(), "x.xlsx")


def test_where_the_first_sheet_holds_no_table_the_others_are_named(unpolicy, data):
    book = openpyxl.Workbook()
    book.active.append(["See the next sheet"])
    book.create_sheet("figures of 2024").append(["year", "un-staff"])
    book.save(data.parent / "cover.xlsx")
    told = unpolicy("import", str(data.parent / "cover.xlsx")).err
    assert told.endswith("not read: figures of 2024 (--sheet).\n")
