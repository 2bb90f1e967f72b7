import io
import zipfile

import pytest

from unpolicy.errors import DataError, UsageError
from unpolicy.exchange.workbook import read_ods

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def saved(*tables, styles=""):
    text = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", text)
    return stream.getvalue()


def table(rows, name="s", columns=""):
    return f'<table:table table:name="{name}">{columns}{rows}</table:table>'


def number(value, shown=None, kind="float"):
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{shown or value}</text:p>'
        "</table:table-cell>"
    )


def cell(words, more):
    return f"<table:table-cell {more}><text:p>{words}</text:p></table:table-cell>"


def text(words, more=""):
    return cell(words, f'office:value-type="string" {more}')


def row(*cells, more=""):
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cells(data, **options):
    return [one.cells for one in read_ods(data, "x.ods", **options).rows]


def test_cells_are_read_as_they_are_shown():
    blank = '<table:table-cell table:number-columns-repeated="2"/>'
    year = cell("2017", 'office:value-type="date" office:date-value="2017-01-01"')
    data = saved(table(row(text("a"), blank, number("0.827", "82.7%", "percentage"), number("0.9", "0.9%"), year)))
    assert cells(data) == [("a", "", "", "82.7%", "0.9%", "2017")]


def test_hidden_rows_and_columns_are_known_and_empty_ones_only_count():
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows = row(text("a"), text("b")) + row(more='table:number-rows-repeated="3"')
    rows += row(text("c"), more='table:visibility="filter"') + row(more='table:number-rows-repeated="1048570"')
    grid = read_ods(saved(table(rows, columns=columns)), "x.ods")
    assert [(one.number, one.hidden) for one in grid.rows] == [(1, False), (5, True)]
    assert grid.hidden == {1}
    assert not read_ods(saved(table(rows, columns=columns)), "x.ods", hidden=True).rows[1].hidden


def test_raised_runs_errors_and_formulas_without_a_result_are_flaws():
    style = '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'
    raised = text('2345<text:span text:style-name="T1">1</text:span>')
    error = text("#DIV/0!", 'table:formula="of:=1/0"')
    unknown = '<table:table-cell table:formula="of:=A1"/>'
    (found,) = read_ods(saved(table(row(raised, error, unknown)), styles=style), "x.ods").rows
    assert [cell.flaw for cell in found.cells] == ["footnote-mark", "error-value", "formula"]


def test_the_sheet_that_is_asked_for_is_read():
    data = saved(table(row(text("a")), "one"), table(row(text("b")), "two"))
    assert cells(data, sheet="two") == [("b",)]
    assert "not read: two" in read_ods(data, "x.ods").remarks[0][0]
    with pytest.raises(UsageError, match="one, two"):
        cells(data, sheet="three")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", saved("<!-- -->")[:40]], ids=["empty", "sign", "cut"])
def test_what_is_no_spreadsheet_is_one_sentence(data):
    with pytest.raises(DataError, match="not an OpenDocument"):
        read_ods(data, "x.ods")
