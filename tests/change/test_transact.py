"""The one way from a request to the files, on the shipped data and on data that are not sound."""

from datetime import date
from functools import partial

import pytest

from unpolicy.change.record import RatingRequest, record_figure, record_rating, remove_figure, typed_request
from unpolicy.change.transact import Circumstances
from unpolicy.errors import ConflictError, DataError, RefusedError, UsageError
from unpolicy.store.directory import DataDirectory
from unpolicy.store.journal import locked

TODAY = date(2026, 11, 24)
HOW = Circumstances(TODAY)
TARGETS = """\
version: 1
policy: {id: reform, title: Reform}
goals: {people: {title: People}}
targets:
  more: {goal: people, indicator: staff, baseline: 2020, value: 1000, by: 2025}
"""
INDICATORS = """\
version: 1
indicators:
  staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, actuals: {
      2020: 918,
      2021: 956}}
"""


@pytest.fixture
def files(tmp_path):
    def write(targets=TARGETS, indicators=INDICATORS):
        (tmp_path / "targets.yaml").write_text(targets)
        (tmp_path / "indicators.yaml").write_text(indicators)
        return DataDirectory.at(tmp_path, tmp_path)

    return write


def add(directory, year="2022", value="961", indicator=None, how=HOW, **options):
    return record_figure(directory, indicator, partial(typed_request, year=year, value=value, **options), how)


def test_a_change_tells_what_was_decided_and_the_data_before_and_after(files):
    change = add(files(), "2019", "910")
    assert (change.decided.kind, change.decided.indicator, change.decided.year) == ("add", "staff", 2019)
    assert (change.path, change.planned.line, change.happened) == ("indicators.yaml", 4, True)
    assert [data.indicators["staff"].figure(2019) is None for data in (change.before, change.after)] == [True, False]


def test_what_is_only_tried_leaves_no_trace(files, tmp_path):
    change = add(files(), how=Circumstances(TODAY, dry_run=True))
    assert (change.written, change.happened) == (None, False)
    assert "2022: 961" in change.planned.new_text
    assert (tmp_path / "indicators.yaml").read_text() == INDICATORS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["indicators.yaml", "targets.yaml"]


def test_what_is_recorded_already_is_shown_at_its_line(files):
    change = add(files(), "2021", "956")
    assert (change.decided.kind, change.planned.line, change.happened) == ("unchanged", 5, False)
    assert change.after is change.before


def test_another_writer_is_waited_for_no_longer_than_asked(files, tmp_path):
    directory = files()
    with locked(tmp_path, wait=0), pytest.raises(ConflictError):
        add(directory, how=Circumstances(TODAY, wait=0))


def test_data_that_would_be_invalid_are_refused_with_the_first_errors(files, tmp_path):
    parts = "".join(
        f"  p{number}: {{part_of: staff, title: P, unit: u, kind: count, direction: increase, year: calendar,"
        f" actuals: {{2021: {950 + number}}}}}\n"
        for number in range(7)
    )
    directory = files(indicators=INDICATORS + parts)
    with pytest.raises(RefusedError, match="nothing was written") as caught:
        add(directory, "2021", "900", revise=True)
    assert str(caught.value).count("is above its whole") == 5
    assert str(caught.value).endswith("And 2 more.")
    assert caught.value.ja.endswith("ほか2件。")
    assert (tmp_path / "indicators.yaml").read_text() == INDICATORS + parts


UNSOUND = INDICATORS.replace("2020: 918", "2019: 918")
"""Without the figure of the baseline."""


def test_a_figure_that_makes_the_data_valid_is_recorded(files):
    change = add(files(indicators=UNSOUND), "2020", "930")
    assert change.happened
    assert change.after.indicators["staff"].figure(2020).value == 930


def test_taking_a_figure_out_may_make_the_data_valid(files):
    change = remove_figure(files(indicators=INDICATORS.replace("2021: 956", "2021: 956.5")), None, "2021", HOW)
    assert (change.decided.kind, change.decided.value, change.decided.previous) == ("removed", None, 956.5)
    assert change.happened


@pytest.mark.parametrize(("year", "value"), [("2022", "961"), ("2021", "950"), ("2021", "956"), ("2021", "many")])
def test_what_is_wrong_with_the_data_goes_before_everything_else(files, year, value):
    with pytest.raises(DataError, match="2020"):
        add(files(indicators=UNSOUND), year, value)


@pytest.mark.parametrize(
    "targets", [TARGETS.replace("indicator: staff", "indicator: gone"), TARGETS + "headline: nothing\n"]
)
def test_a_headline_that_leads_nowhere_is_an_error_of_the_data(files, targets):
    with pytest.raises(DataError, match="validate"):
        add(files(targets=targets))


def test_files_that_cannot_be_read_as_data_are_named(files):
    with pytest.raises(DataError, match=r"targets\.yaml"):
        add(files(targets="version: 1\npolicy: [\n"))


def test_without_a_headline_the_indicator_has_to_be_said(files):
    directory = files(targets=TARGETS.split("goals", maxsplit=1)[0])
    with pytest.raises(UsageError, match="-i ID"):
        add(directory)
    assert add(directory, indicator="staff").happened


def test_a_year_without_a_figure_cannot_be_taken_out(files):
    with pytest.raises(RefusedError, match="nothing to take out"):
        remove_figure(files(), "staff", "2019", HOW)


def test_a_rating_is_recorded_once_and_an_earlier_one_reported(files, tmp_path):
    directory = files()
    first = RatingRequest("more", "little-progress", " A ", date(2024, 8, 30))
    change = record_rating(directory, first, HOW)
    assert (change.decided.rating.by, change.decided.previous, change.happened) == ("A", None, True)
    again = record_rating(directory, first, HOW)
    assert (again.decided.previous, again.happened) == (change.decided.rating, False)
    assert again.planned.line == 6
    other = record_rating(directory, first._replace(step="目標達成", reason=" late "), HOW)
    assert (other.decided.previous, other.decided.rating.reason) == (change.decided.rating, "late")
    assert (
        (tmp_path / "targets.yaml")
        .read_text()
        .endswith("  - {target: more, review: FY2024, step: achieved, by: A, date: 2024-08-30, reason: late}\n")
    )


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"date": date(2026, 11, 25)}, "still to come"),
        ({"by": " "}, "somebody's judgement"),
        ({"step": "good"}, "none of the five steps"),
        ({"target": "mor"}, "did you mean more"),
        ({"review": "2021..2019"}, "ends before it begins"),
        ({"review": "soon"}, "year"),
    ],
)
def test_a_rating_that_cannot_be_understood_is_refused(files, changes, part):
    request = RatingRequest("more", "achieved", "A", date(2024, 8, 30))._replace(**changes)
    with pytest.raises(UsageError, match=part):
        record_rating(files(), request, HOW)


@pytest.mark.parametrize(
    ("day", "text", "review"),
    [
        (date(2025, 3, 31), None, "FY2024"),
        (date(2025, 4, 1), None, "FY2025"),
        (date(2025, 4, 1), "2023年", "2023"),
        (date(2025, 4, 1), "R6", "FY2024"),
        (date(2025, 4, 1), "fy2021..fy2023", "FY2021..FY2023"),
    ],
)
def test_a_review_is_as_typed_else_the_fiscal_year_of_the_day(files, day, text, review):
    request = RatingRequest("more", "achieved", "A", day, text)
    assert record_rating(files(), request, HOW).decided.rating.review == review
