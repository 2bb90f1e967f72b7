import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.errors import UsageError
from unpolicy.exchange.rows import (
    number_text,
    plain_number,
    read_revisions,
    revisions_text,
)
from unpolicy.exchange.xlsx_out import fits_number
from unpolicy.model import Revision
from unpolicy.model.records import LARGEST

finite = st.floats(-LARGEST, LARGEST) | st.integers(-LARGEST, LARGEST)
revisions = st.builds(Revision, value=finite, published=st.none() | st.dates())


def read_value(text):
    (revision,) = read_revisions(text)
    return revision.value


@given(finite)
def test_a_number_survives_its_text(value):
    assert read_value(number_text(value)) == value


@given(finite)
def test_a_number_without_exponent_is_the_same_number(value):
    text = plain_number(value)
    assert "e" not in text.lower()
    assert (float(text) if isinstance(value, float) else int(text)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234", 1234), ("９８０", 980), ("82.7%", 82.7), ("−5", -5), ("1e3", 1000), ("2.50", 2.5), (" 7 ", 7)],
)
def test_a_number_is_read_as_people_and_programs_write_it(text, value):
    assert read_value(text) == value


def test_a_whole_number_stays_whole():
    assert isinstance(read_value("918.0"), int)


@pytest.mark.parametrize(
    "text", ["@2022-06-01", "n/a", "1e999", "2e18", "9" * 5000, "-1e999", "nan", "inf", "1.5.2", "12,34", "0x10", "…"]
)
def test_what_is_no_finite_number_is_refused(text):
    with pytest.raises(UsageError):
        read_value(text)


@given(st.lists(revisions, max_size=4).map(tuple))
def test_revisions_survive_their_text(revisions):
    assert read_revisions(revisions_text(revisions)) == revisions


@pytest.mark.parametrize("text", ["950@yesterday", "pending", "a", "950@2022-13-01", "950@@"])
def test_a_text_that_is_no_list_of_revisions_is_refused(text):
    with pytest.raises(UsageError):
        read_revisions(text)


@given(finite)
def test_a_number_goes_into_a_cell_only_if_excel_gives_the_same_back(value):
    if fits_number(value):
        assert float(f"{value:.16G}") == value
        assert math.isfinite(float(value))


@pytest.mark.parametrize(("value", "fits"), [(918, True), (85.2, True), (0.1 + 0.2, False), (2**53 + 1, False)])
def test_a_number_with_more_than_16_digits_does_not_fit(value, fits):
    assert fits_number(value) is fits
