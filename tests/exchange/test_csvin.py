import pytest

from unpolicy.errors import DataError
from unpolicy.exchange.textfiles import read_csv


def cells(data):
    return [row.cells for row in read_csv(data, "x.csv").rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_the_encodings_of_spreadsheet_programs_are_read(encoding):
    assert cells("年,値\r\n2024,１\r\n".encode(encoding)) == [("年", "値"), ("2024", "１")]


def test_a_guessed_encoding_is_reported():
    assert "CP932" in read_csv("年,値\r\n".encode("cp932"), "x.csv").remarks[0][0]
    assert read_csv("年,値\r\n".encode(), "x.csv").remarks == ()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_delimiter_is_found(mark):
    assert cells(f"year{mark}value\n2024{mark}1\n".encode()) == [("year", "value"), ("2024", "1")]


def test_rows_have_the_numbers_that_a_spreadsheet_shows():
    table = read_csv(b'year,value\n\n"2020\n",1\n,\n2021,2\n', "x.csv")
    assert [row.number for row in table.rows] == [1, 3, 5]


def test_a_cell_that_is_not_there_is_empty():
    assert read_csv(b"a,b\n1\n", "x.csv").rows[1].cell(1) == ""


def test_a_guarded_cell_comes_back_without_its_apostrophe():
    assert cells(b"'=a,'b\n") == [("=a", "'b")]


@pytest.mark.parametrize("data", [b"\x81\xff", b'a,"b\n1,2\n', b'a,"b"c\n'])
def test_what_is_no_csv_is_one_sentence(data):
    with pytest.raises(DataError, match=r"x\.csv"):
        read_csv(data, "x.csv")
