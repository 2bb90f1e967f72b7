import csv
import io

import pytest
from exchange_data import HOSTILE, TODAY, make, written
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.exchange.formats import Wishes
from unpolicy.exchange.textfiles import guard, unguard

FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")
anything = st.text(st.sampled_from("'=+-@＝ \t\r\nab1") | st.characters(), max_size=8)


@given(anything)
def test_the_way_back_gives_the_old_text(text):
    assert unguard(guard(text)) == text


@given(anything)
def test_no_guarded_text_begins_like_a_formula_even_after_white_space(text):
    assert not guard(text).lstrip().startswith(FORMULA_STARTS)


@given(st.text(st.characters(), max_size=8))
def test_a_text_that_nobody_takes_for_a_formula_stays_as_it_is(text):
    if not text.lstrip("'").lstrip().startswith(FORMULA_STARTS) and not text.lstrip("'").startswith(FORMULA_STARTS):
        assert guard(text) == text


@pytest.mark.parametrize("text", ["it's", "'tis", "''", "2024", "a=b", "100% - 5"])
def test_ordinary_texts_with_apostrophes_and_signs_are_left_alone(text):
    assert guard(text) == text == unguard(text)


@pytest.mark.parametrize("kind", ["csv", "sdmx-csv"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_cell_of_an_export_is_a_formula(kind, text):
    actuals = {2020: {"value": -5, "note": text, "source": "https://x.org"}}
    dataset = make({"i": {"title": text, "unit": text, "actuals": actuals}})
    table = list(csv.DictReader(io.StringIO(written(dataset, kind, Wishes("en", TODAY)).decode(), newline="")))
    for row in table:
        for column, cell in row.items():
            is_number = column in ("value", "OBS_VALUE", "REPORTING_YEAR_START_DAY")
            assert is_number or not cell.lstrip().startswith(FORMULA_STARTS)
    assert table[0].get("value", table[0].get("OBS_VALUE")) == "-5"
