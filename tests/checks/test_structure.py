from __future__ import annotations

import pytest

PLAIN_TARGETS = "version: 1\npolicy: {id: reform, title: Reform}\n"
HEAD = "version: 1\nindicators:\n"
STAFF = "  staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, %s}\n"


def one(files, text: str, *, targets: str = PLAIN_TARGETS):
    found = files.write(targets=targets, indicators=text).inspect().diagnostics
    assert len(found) == 1, [diagnostic.message for diagnostic in found]
    return found[0]


@pytest.mark.parametrize(
    ("entry", "code", "message"),
    [
        ("actuals: {2020: true}", "U205", "The figure of 2020 must be a number, or {value: …, status: …}, not true."),
        ("actuals: {2020: [1]}", "U203", "The figure of 2020 must be a number, or {value: …, status: …}, not a list."),
        ("actuals: {2020: }", "U203", "The figure of 2020 must be a number, or {value: …, status: …}, not nothing."),
        ("actuals: {2020: 98O}", "U204", "The figure of 2020 must be a number, or {value: …, status: …}, not “98O”."),
        ("actuals: {2020: no}", "U204", "The figure of 2020 must be a number, or {value: …, status: …}, not “no”."),
        (
            "actuals: {2020: 12:30}",
            "U204",
            "The figure of 2020 must be a number, or {value: …, status: …}, not “12:30”.",
        ),
        ("actuals: {2020: -.inf}", "U304", "The figure of 2020 is not a finite number"),
        ("actuals: {2020: {vaule: 1}}", "U201", "The key “vaule” is not known here: did you mean value?"),
        ("actuals: {2020: {}}", "U215", "The figure of 2020 is final but has no value: write it, or status: pending."),
        ("actuals: {1899: 1}", "U208", "The key here must be a year from 1900 to 2200, such as 2024, not 1899."),
        ("actuals: {2201: 1}", "U208", "The key here must be a year from 1900 to 2200, such as 2024, not 2201."),
        ("actuals: 5", "U203", "`actuals` must be a mapping of years, such as {2023: 967}, not 5."),
        ("decimals: 11", "U203", "`decimals` must be a whole number from 0 to 10, not 11."),
        ("note: 2024", "U203", "`note` must be a text, or {ja: …, en: …}, not 2024."),
        ("note: {jp: x}", "U201", "The key “jp” is not known here: take it out, or write one of ja, en."),
        ("as_of: 13-01", "U206", "`as_of` must be a day of the year such as 12-31, not “13-01”."),
        ("bounds: {min: 1, max: 0}", "U305", "The min of `bounds` is above its max: exchange the two."),
        ("baseline: FY2020", "U208", "`baseline` must be a year from 1900 to 2200, such as 2024, not “FY2020”."),
        ("part_of: Un Staff", "U207", "`part_of` must be an id of small letters, digits and hyphens, such as un-staff"),
        ("aggregation: summ", "U210", "`aggregation` must be one of latest, sum, not “summ”; did you mean sum?"),
    ],
)
def test_union_noise_is_folded_into_one_sentence(files, entry: str, code: str, message: str):
    found = one(files, HEAD + STAFF % entry)
    assert found.code == code
    assert found.message.startswith(message)
    assert found.message_ja.endswith(("。", "か。"))
    assert found.line == 3


def test_a_misspelt_key_is_one_mistake_and_the_record_is_still_checked(files):
    text = HEAD + (STAFF % "bounds: {min: 0}, actuals: {2020: -5}").replace("title:", "titel:")
    found = files.write(targets=PLAIN_TARGETS, indicators=text).inspect().diagnostics
    assert [one.code for one in found] == ["U201", "U301"]


def test_what_can_be_read_is_checked_beside_what_cannot(files):
    text = HEAD + STAFF % "bounds: {min: 0}, actuals: {2020: x, 2021: -1, 2199: 5}, colour: red"
    assert files.write(targets=PLAIN_TARGETS, indicators=text).codes() == ["U204", "U301", "U503", "U201"]


def test_a_broken_line_costs_that_line_alone(files):
    text = """\
version: 1
indicators:
  staff:
    title: "Staff
    unit: people
    kind: count
    direction: increase
    year: calendar
    actuals: {2020: 918}
  women:
    title: Women
    unit: people
    kind: count
    direction: increase
    year: calendar
    part_of: staff
    bounds: {min: 0}
    actuals:
      2020: -1
"""
    codes = files.write(targets=PLAIN_TARGETS, indicators=text).codes()
    assert "U101" in codes
    assert "U301" in codes


def test_references_to_a_record_with_errors_are_no_errors(files):
    text = HEAD + STAFF % "actuals: {2020: x}"
    assert files.write(indicators=text).codes() == ["U204"]


def test_references_into_a_file_that_cannot_be_read_are_no_errors(files):
    assert files.write(indicators=None).codes() == ["U001"]
    assert files.write(indicators="a: [1\n").codes() == ["U101"]


def test_a_baseline_in_the_part_that_could_not_be_read_is_no_error(files):
    text = HEAD + STAFF % "actuals: {2020: 9x, 2021: 5}"
    assert files.write(indicators=text).codes() == ["U204"]


def test_data_is_there_only_when_both_files_have_the_form(files):
    assert files.inspect().dataset is not None
    assert files.write(indicators=HEAD + STAFF % "colour: red").inspect().dataset is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("version: 1\r\nindicators:\r\n  a:\r\n    titel: 題\r\n", (4, 5, 4, 10)),
        ("\ufeffversion: 2\nindicators: {}\n", (1, 10, 1, 11)),
        ("version: 1\nindicators: {職員: {}}\n", (2, 14, 2, 16)),
        ("version: 1 # 国連の職員\nindicators: {a: {title: {ja: 国連職員, jp: x}}}\n", (2, 36, 2, 38)),
        ('{"version": 1, "indicators": {"a": {"titel": "題"}}}\n', (1, 37, 1, 44)),
        ('version: 1\nindicators:\n  "a": {title: "国連\n      職員", titel: x}\n', (4, 12, 4, 17)),
    ],
)
def test_places_are_exact_in_characters(files, text: str, place: tuple[int, int, int, int]):
    found = files.write(targets=PLAIN_TARGETS, indicators=text.encode()).inspect()
    places = [(one.line, one.column, one.end_line, one.end_column) for one in found.diagnostics]
    assert place in places


def test_problems_come_in_the_order_of_the_file(files):
    text = HEAD + (STAFF % "actuals: {2021: x}, note: 5").replace("kind: count", "kind: cuont")
    found = files.write(targets=PLAIN_TARGETS, indicators=text).inspect().diagnostics
    assert [one.code for one in found] == ["U210", "U204", "U203"]
    assert found == tuple(sorted(found, key=lambda one: one.place))
