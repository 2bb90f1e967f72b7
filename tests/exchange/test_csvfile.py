import csv
import io

from exchange_data import TODAY, make, written

from unpolicy.exchange.formats import Wishes
from unpolicy.exchange.rows import COLUMNS

TITLES = {"ja": "題", "en": "Title"}
DATASET = make(
    {
        "b": {"title": TITLES, "unit": "%", "kind": "percentage", "year": "fiscal", "actuals": {2021: 2.5, 2020: 1}},
        "a": {"actuals": {2022: {"status": "pending", "due": "2026-12-31", "note": TITLES}}},
        "empty": {},
    }
)


def parsed(dataset, **wishes):
    text = written(dataset, "csv", Wishes("en", TODAY, **wishes)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_there_is_a_row_a_figure_in_the_order_of_the_file_and_of_the_years():
    assert [(row["indicator"], row["year"], row["value"]) for row in parsed(DATASET)] == [
        ("b", "2020", "1"),
        ("b", "2021", "2.5"),
        ("a", "2022", ""),
    ]


def test_the_columns_are_those_that_are_documented():
    assert written(DATASET, "csv").split(b"\r\n")[0].decode().split(",") == list(COLUMNS)


def test_titles_come_in_the_language_asked_for():
    assert parsed(DATASET)[0]["title"] == "Title"
    text = written(DATASET, "csv", Wishes("ja", TODAY)).decode()
    assert next(csv.DictReader(io.StringIO(text)))["title"] == "題"


def test_a_pending_figure_has_its_status_its_due_day_and_its_note_in_both_languages():
    row = parsed(DATASET)[2]
    assert (row["status"], row["due"], row["note"], row["note_ja"], row["note_en"]) == (
        "pending", "2026-12-31", "", "題", "Title",
    )  # fmt: skip


def test_lines_end_as_rfc_4180_has_it():
    data = written(DATASET, "csv")
    assert data.count(b"\r\n") == data.count(b"\n") == 4


def test_a_byte_order_mark_comes_only_when_it_is_asked_for():
    plain = written(DATASET, "csv")
    assert not plain.startswith(b"\xef\xbb\xbf")
    assert written(DATASET, "csv", Wishes("en", TODAY, bom=True)) == b"\xef\xbb\xbf" + plain


def test_every_row_has_as_many_cells_as_the_header_whatever_is_in_them():
    note = 'a,"b"\r\nc;\td\n'
    dataset = make({"i": {"title": note, "actuals": {2020: {"value": 1, "note": note}}}})
    rows = list(csv.reader(io.StringIO(written(dataset, "csv").decode(), newline="")))
    assert [len(row) for row in rows] == [len(COLUMNS)] * 2
    assert rows[1][COLUMNS.index("note")] == note
