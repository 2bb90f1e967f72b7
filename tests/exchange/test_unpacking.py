"""Workbooks that cost more to read than they are worth: each is one sentence, in time and memory that are bounded."""

from __future__ import annotations

import io
import zipfile

import pytest

from unpolicy.errors import DataError
from unpolicy.exchange.workbook import read_ods
from unpolicy.exchange.xlsx_in import read_xlsx

openpyxl = pytest.importorskip("openpyxl", reason="the extra xlsx is not installed")

HEAD = '<row r="1"><c r="A1"><v>1</v></c></row>'
SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows, **parts):
    """A workbook as openpyxl saves it, with the rows of its one sheet as they are given, and other parts."""
    book, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(book)
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, parts.pop(name, old.read(name)))
        with new.open(SHEET, "w") as stream:
            stream.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for piece in (HEAD, *rows):
                stream.write(piece.encode())
            stream.write(b"</sheetData></worksheet>")
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


def row(number, inside=""):
    return f'<row r="{number}">{inside}</row>'


TEXT = "a" * 2**20
HOSTILE = {
    "rows padded to the last column": (
        (row(n, '<c s="0"/>' * 16_384) for n in range(2, 200)),
        "too many rows and cells",
    ),
    "formatted empty rows": ((row(n) for n in range(2, 400_000)), "too many rows and cells"),
    "a long cell": ([row(2, f'<c r="A2" t="inlineStr"><is><t>{TEXT}</t></is></c>')], "more than 32,767 characters"),
    "a long attribute": ([f'<row r="{TEXT}"></row>'], "more than 32,767 characters"),
    "a row that no sheet has": ([row(999_999_999, "<c><v>1</v></c>")], "rows below row 1,048,576"),
    "a bomb": (["<row>", *[TEXT] * 260, "</row>"], "unpacks to more than 256 MiB"),
    "a style that does not exist": ([row(2, '<c r="A2" s="999"><v>1</v></c>')], "is not an Excel workbook"),
    "a style that is no number": ([row(2, '<c r="A2" s="x"><v>1</v></c>')], "is not an Excel workbook"),
    "a column that does not exist": ([row(2, '<c r="ZZZZZZ2"><v>1</v></c>')], "is not an Excel workbook"),
    "a number of too many digits": ([row(2, f'<c r="A2"><v>{"9" * 5000}</v></c>')], "is not an Excel workbook"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_workbook_made_to_cost_is_one_sentence(kind):
    rows, words = HOSTILE[kind]
    with pytest.raises(DataError, match=words) as caught:
        read_xlsx(workbook(rows), "x.xlsx")
    for sentence in caught.value.sentence:
        assert "x.xlsx" in sentence
        assert "\n" not in sentence
        assert len(sentence) < 200


def test_empty_cells_and_rows_below_the_bounds_are_read_and_not_kept():
    padding = '<c s="0"/>' * 16_000
    grid = read_xlsx(workbook([row(2, padding), row(3, f'<c r="A3"><v>2</v></c>{padding}'), row(4)]), "x.xlsx")
    assert [(one.number, one.cells) for one in grid.rows] == [(1, ("1",)), (3, ("2",))]


def test_a_picture_is_not_looked_into():
    assert read_xlsx(workbook([], **{"xl/media/image1.bmp": b"BM" + bytes(2**20)}), "x.xlsx").rows


def test_a_date_that_no_calendar_has_is_no_remark_of_openpyxl(recwarn):
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append([1e10])
    book.active["A1"].number_format = "yyyy-mm-dd"
    book.save(stream)
    assert [one.cells for one in read_xlsx(stream.getvalue(), "x.xlsx").rows] == [("#VALUE!",)]
    assert not recwarn.list


def test_what_a_spreadsheet_repeats_is_bounded():
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", f'<r {names}><table:table table:name="s">{row * 3}</table:table></r>')
    with pytest.raises(DataError, match="more than 2,000,000 filled cells") as caught:
        read_ods(stream.getvalue(), "x.ods")
    assert "2,000,000を超え" in caught.value.text("ja")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("before", [0, 2**16 - 44])
def test_no_part_declares_entities(encoding, before):
    start = f'<?xml version="1.0" encoding="{encoding}"?><!--{"a" * before}--><!DOCTYPE w [<!ENTITY e "2024">]>'
    text = f"{start}<w>&e;</w>".encode(encoding)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", text)
    with pytest.raises(DataError, match="is not an OpenDocument spreadsheet"):
        read_ods(stream.getvalue(), "x.ods")
    with pytest.raises(DataError, match="is not an Excel workbook"):
        read_xlsx(workbook([], **{"xl/workbook.xml": text}), "x.xlsx")
