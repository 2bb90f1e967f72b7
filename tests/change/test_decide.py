import json
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.change.decide import FigureRequest, check_source, decide
from unpolicy.change.record import typed_request
from unpolicy.checks.inspection import inspect_files
from unpolicy.errors import RefusedError, UnpolicyError, UsageError
from unpolicy.figures import format_figure
from unpolicy.model import Figure, Indicator, Revision, Source, record_of
from unpolicy.names import STATUSES
from unpolicy.store.source import DataFile

TODAY = date(2026, 11, 24)
ACTUALS = {2020: 918, 2021: 956, 2022: 961, 2023: {"status": "pending", "note": "to be published"}}
SOURCES = {"evaluation": Source(title="Evaluation")}
OLD = {
    "value": 956,
    "published": "2022-08-30",
    "source": "evaluation",
    "note": {"ja": "注", "en": "note"},
    "revisions": [{"value": 950, "published": "2022-06-01"}],
}


def indicator(actuals=None, **changes):
    return Indicator.model_validate(
        {
            "title": "x",
            "unit": {"ja": "人", "en": "people"},
            "kind": "count",
            "direction": "increase",
            "year": "calendar",
            "bounds": {"min": 0},
            "actuals": ACTUALS if actuals is None else actuals,
        }
        | changes
    )


class Outcome(NamedTuple):
    """A decision as a test tells it."""

    kind: str
    year: int
    record: object
    previous: float | None = None


def planned(year, value, actuals=None, *, traits=None, sources=SOURCES, today=TODAY, **options):
    measured = indicator(actuals, **(traits or {}))
    request = typed_request("x", measured, year=year, value=value, **options)
    made = decide(measured, request, today=today, sources=sources)
    assert made.indicator == "x"
    return Outcome(made.kind, made.year, record_of(made.after), made.previous)


def refused(error, year, value, actuals=None, **options):
    with pytest.raises(error) as caught:
        planned(year, value, actuals, **options)
    assert type(caught.value) is error
    assert caught.value.ja is not None
    return str(caught.value), caught.value.text("ja")


@pytest.mark.parametrize("year", ["2024", "R6", "令和6", "令和6年", "令和６年", "２０２４"])
@pytest.mark.parametrize("value", ["980", "９８０", "980.0", "+980"])
def test_a_figure_for_a_new_year_is_added_as_a_bare_number(year, value):
    result = planned(year, value)
    assert result == Outcome("add", 2024, 980)
    assert isinstance(result.record, int)


def test_details_make_the_long_form_in_the_order_of_the_format():
    result = planned(
        "2024",
        "980",
        note="n",
        source="https://example.org/",
        published=date(2025, 12, 12),
        status="provisional",
    )
    assert list(result.record.items()) == [
        ("value", 980),
        ("status", "provisional"),
        ("published", "2025-12-12"),
        ("source", "https://example.org/"),
        ("note", "n"),
    ]


def test_a_final_status_is_not_written_since_it_is_what_a_figure_has():
    assert planned("2024", "980", status="final") == Outcome("add", 2024, 980)


def test_a_pending_year_is_filled_in():
    assert planned("2023", "970") == Outcome("fill", 2023, 970)


def test_a_missing_year_is_filled_in():
    assert planned("2023", "970", {2022: 961, 2023: {"status": "missing"}}) == Outcome("fill", 2023, 970)


@pytest.mark.parametrize("value", ["pending", "公表予定"])
def test_an_announced_figure_is_added_with_the_day_it_is_due(value):
    result = planned("2024", value, due=date(2027, 1, 31), note="n")
    assert result == Outcome("add", 2024, {"status": "pending", "due": "2027-01-31", "note": "n"})


def test_a_stock_is_recorded_from_the_day_on_which_it_is_counted():
    assert planned("2026", "980", traits={"as_of": "11-24"}).kind == "add"


def test_a_figure_may_be_announced_before_its_year_has_ended():
    assert planned("2027", "pending") == Outcome("add", 2027, {"status": "pending"})


def test_an_announcement_may_get_a_new_day():
    result = planned("2023", "pending", due=date(2027, 1, 31))
    assert (result.kind, result.previous) == ("fill", None)
    assert result.record["due"] == "2027-01-31"


def test_the_same_announcement_again_is_unchanged():
    assert planned("2023", "pending", {2023: {"status": "pending"}}).kind == "unchanged"
    assert planned(
        "2023", "pending", {2023: {"status": "pending", "due": "2027-01-31"}}, due=date(2027, 1, 31)
    ).kind == ("unchanged")


def test_the_same_announcement_again_takes_nothing_out():
    assert planned("2023", "pending").kind == "unchanged"


@pytest.mark.parametrize("value", ["961", "９６１", "961.0"])
@pytest.mark.parametrize("revise", [False, True])
def test_the_same_figure_again_is_unchanged(value, revise):
    result = planned("2022", value, revise=revise)
    assert (result.kind, result.record, result.previous) == ("unchanged", 961, 961)


def test_the_same_figure_again_keeps_every_detail():
    result = planned("2021", "956", {2021: OLD})
    assert (result.kind, result.record) == ("unchanged", OLD)


def test_the_same_figure_with_a_new_detail_is_an_update():
    result = planned("2021", "956", {2021: OLD}, note="other", source="https://example.org/")
    assert result.kind == "update"
    assert result.record == OLD | {"note": "other", "source": "https://example.org/"}
    assert result.previous == 956
    assert planned("2022", "961", published=date(2023, 8, 30)) == Outcome(
        "update", 2022, {"value": 961, "published": "2023-08-30"}, 961
    )


def test_a_provisional_figure_is_made_final_only_by_saying_so():
    provisional = {2022: {"value": 961, "status": "provisional"}}
    assert planned("2022", "961", provisional).kind == "unchanged"
    assert planned("2022", "961", provisional, status="final") == Outcome("update", 2022, 961, 961)


@pytest.mark.parametrize(
    ("year", "value", "en", "ja"),
    [
        (
            "2022",
            "962",
            "2022 already has the figure 961: to replace it and keep the old value as a revision, add --revise.",
            "2022年にはすでに961が記録されています。旧値を改訂履歴に残して置き換えるには --revise を付けてください。",
        ),
        (
            "2022",
            "pending",
            "2022 already has the figure 961: take it out with remove-actual first.",
            "2022年にはすでに961が記録されています。先に remove-actual で消してください。",
        ),
    ],
)
def test_another_figure_for_a_recorded_year_is_refused(year, value, en, ja):
    assert refused(RefusedError, year, value) == (en, ja)


def test_an_announcement_does_not_revise_a_figure_away():
    en, _ = refused(RefusedError, "2022", "pending", revise=True)
    assert "remove-actual" in en


def test_a_revision_keeps_the_old_value_with_its_day_behind_the_older_ones():
    result = planned("2021", "958", {2021: OLD}, revise=True, published=date(2024, 1, 1), source="evaluation")
    assert (result.kind, result.previous) == ("revise", 956)
    assert list(result.record) == ["value", "published", "source", "note", "revisions"]
    assert result.record == {
        "value": 958,
        "published": "2024-01-01",
        "source": "evaluation",
        "note": {"ja": "注", "en": "note"},
        "revisions": [{"value": 950, "published": "2022-06-01"}, {"value": 956, "published": "2022-08-30"}],
    }


def test_a_revision_counts_from_today_when_nobody_says_otherwise_and_does_not_inherit_a_source():
    result = planned("2021", "958", {2021: OLD}, revise=True)
    assert result.record["published"] == "2026-11-24"
    assert "source" not in result.record


def test_a_bare_figure_becomes_a_revision_without_a_day():
    result = planned("2022", "962", revise=True)
    assert result.record["revisions"] == [{"value": 961}]


def test_a_revision_can_be_read_back():
    result = planned("2021", "958", {2021: OLD}, revise=True)
    figure = indicator({2021: result.record}).figure(2021)
    assert (figure.value, [revision.value for revision in figure.revisions]) == (958, [950, 956])


@pytest.mark.parametrize(
    ("year", "traits", "en", "ja"),
    [
        ("2026", {"as_of": "12-01"}, "2026 is counted on 2026-12-01", "2026年は2026-12-01現在の値です"),
        ("2026", {}, "2026 has not ended yet", "2026年はまだ終わっていません"),
        ("FY2026", {"year": "fiscal"}, "FY2026 has not ended yet", "2026年度はまだ終わっていません"),
    ],
)
def test_a_final_figure_of_a_running_year_needs_force(year, traits, en, ja):
    sentences = refused(RefusedError, year, "980", traits=traits)
    assert en in sentences[0]
    assert "`pending`" in sentences[0]
    assert ja in sentences[1]
    assert planned(year, "980", traits=traits, force=True).kind == "add"
    assert planned(year, "980", traits=traits, status="provisional").record == {
        "value": 980,
        "status": "provisional",
    }


def test_a_year_that_has_not_begun_is_refused_even_with_force():
    sentences = refused(RefusedError, "2200", "980", status="estimated", force=True)
    assert "2200 has not begun yet: record `pending`" in sentences[0]
    assert "2200年はまだ始まっていません" in sentences[1]


def test_a_year_that_is_not_measured_is_refused_with_those_that_are():
    for traits in ({"every": 5, "from": 2016}, {"years": [2016, 2021]}):
        sentences = refused(RefusedError, "2019", "114", {}, traits=traits, force=True)
        assert "not measured in 2019: the years nearest to it are 2016 and 2021." in sentences[0]
        assert "2019年には測定しません（近い年は2016年と2021年）。" in sentences[1]
        assert planned("2021", "114", {}, traits=traits).kind == "add"


@pytest.mark.parametrize(
    ("today", "fits"), [(date(2024, 12, 30), False), (date(2024, 12, 31), True), (date(2025, 1, 1), True)]
)
def test_a_year_may_be_recorded_from_its_last_day_on(today, fits):
    if fits:
        assert planned("2024", "980", today=today).kind == "add"
    else:
        assert "has not ended" in refused(RefusedError, "2024", "980", today=today)[0]


@pytest.mark.parametrize("value", ["980.5", "979.999"])
def test_a_count_with_a_fraction_is_refused_even_with_force(value):
    en, ja = refused(RefusedError, "2024", value, force=True)
    assert en == f"{value} is no count: this indicator takes whole numbers only."
    assert f"{value}は整数ではありません" in ja


def test_other_kinds_take_fractions():
    assert planned("2024", "980.5", traits={"kind": "amount"}).record == 980.5


@pytest.mark.parametrize(
    ("value", "traits", "bounds"),
    [
        ("-1", {"bounds": {"min": 0}}, "0 … ∞"),
        ("1001", {"bounds": {"max": 1000}}, "−∞ … 1,000"),
        ("100.1%", {"kind": "percentage", "bounds": None}, "0 … 100"),
        ("-0.1", {"kind": "percentage", "bounds": None}, "0 … 100"),
    ],
)
def test_a_figure_out_of_bounds_is_refused_even_with_force(value, traits, bounds):
    en, ja = refused(RefusedError, "2024", value, {}, traits=traits, force=True)
    assert f"is outside the indicator's bounds ({bounds}); --force does not change that." in en
    assert f"（{bounds}）の外です" in ja


@pytest.mark.parametrize(
    ("value", "ends", "said"),
    [
        (970, {"low": 980, "high": 990}, "The interval's low is 980, the figure 970"),
        (995, {"low": 980, "high": 990}, "The interval's high is 990, the figure 995"),
        (None, {"low": 980}, "The interval's low is 980, the figure nothing"),
        (980, {"low": 980, "high": 990}, None),
        (970, {"high": 990}, None),
    ],
)
def test_a_figure_beyond_its_own_interval_is_refused_even_with_force(value, ends, said):
    figure = Figure(2024, value, "pending" if value is None else "final", **ends)
    asked = FigureRequest("x", figure, frozenset(ends), str(value), force=True, imported=True)
    if said is None:
        assert decide(indicator({}), asked, today=TODAY, sources={}).after == figure
        return
    with pytest.raises(RefusedError) as caught:
        decide(indicator({}), asked, today=TODAY, sources={})
    assert str(caught.value) == f"{said}: correct one of them."
    assert "信頼区間" in caught.value.text("ja")


def test_an_interval_is_held_against_the_figure_that_is_recorded():
    asked = FigureRequest("x", Figure(2022, 961, low=970), frozenset({"low"}), "961", imported=True)
    with pytest.raises(RefusedError, match="low is 970, the figure 961"):
        decide(indicator(), asked, today=TODAY, sources={})


def test_a_figure_beyond_what_arithmetic_holds_is_refused_even_with_force():
    en, ja = refused(RefusedError, "2024", "1000000000000000001", {}, traits=FREE, force=True)
    assert en == "1000000000000000001 is too large: no figure is further from zero than 10^18."
    assert ja.startswith("1000000000000000001は大きすぎます。")
    assert planned("2024", "1000000000000000000", {}, traits=FREE).kind == "add"


def test_a_break_that_is_called_final_again_is_judged_anew():
    recorded = {2020: 100, 2021: {"value": 400, "status": "break"}}
    assert "--force" in refused(RefusedError, "2021", "400", recorded, status="final")[0]
    assert planned("2021", "400", recorded, status="final", force=True).record == 400
    assert planned("2021", "400", {2020: 100, 2021: 400, 2022: 110}, status="break").kind == "update"
    assert planned("2021", "400", {2020: 100, 2021: 400, 2022: 110}, note="n").kind == "update"


@pytest.mark.parametrize(
    ("value", "traits"),
    [
        ("0", {"bounds": {"min": 0}}),
        ("1000", {"bounds": {"max": 1000}}),
        ("0%", {"kind": "percentage", "bounds": None}),
        ("100%", {"kind": "percentage", "bounds": None}),
    ],
)
def test_a_figure_at_its_bound_is_recorded(value, traits):
    assert planned("2024", value, {}, traits=traits).kind == "add"


@pytest.mark.parametrize("value", ["-5", "−5", "－５"])
def test_a_negative_figure_is_recorded(value):
    result = planned("2024", value, {2022: -4, 2023: -6}, traits={"bounds": None})
    assert result == Outcome("add", 2024, -5)


@pytest.mark.parametrize(
    ("last", "value", "fits"),
    [
        (100, "200", True),
        (100, "201", False),
        (100, "50", True),
        (100, "49", False),
        (100, "0", True),
        (100, "-100", True),
        (-100, "-250", True),
        (-100, "-49", True),
        (-100, "300", True),
        (0, "1000000", True),
        (0, "0", True),
    ],
)
def test_more_than_double_or_less_than_half_of_a_positive_figure_needs_force(last, value, fits):
    traits = {"bounds": None}
    assert planned("2024", value, {2023: last}, traits=traits, force=True).kind == "add"
    if fits:
        assert planned("2024", value, {2023: last}, traits=traits).kind == "add"
        return
    en, ja = refused(RefusedError, "2024", value, {2023: last}, traits=traits)
    shown, before = format_figure(int(value)), format_figure(last)
    assert en == (
        f"{shown} is more than double or less than half the figure of 2023 ({before}): "
        "check it, and add --force if it is right."
    )
    assert ja.startswith(f"{shown}は2023年の{before}の2倍を超えるか半分に満たない値です。")
    assert "--force" in ja


def test_a_break_in_the_series_is_no_jump():
    result = planned("2021", "400", {2020: 100}, status="break")
    assert result == Outcome("add", 2021, {"value": 400, "status": "break"})


def test_after_a_break_the_next_figure_is_compared_with_it():
    assert "2021 (400)" in refused(RefusedError, "2022", "110", {2020: 100, 2021: {"value": 400, "status": "break"}})[0]
    assert "2022 (110)" in refused(RefusedError, "2021", "400", {2020: 100, 2022: 110}, status="break")[0]


def test_a_figure_is_compared_with_the_one_before_and_the_one_after():
    actuals = {2018: 10, 2022: 1000, 2023: {"status": "pending"}, 2025: 600}
    assert planned("2024", "1200", actuals).kind == "add"
    assert planned("2017", "15", actuals).kind == "add"
    assert "2018" in refused(RefusedError, "2017", "1000", actuals)[0]
    assert "2022" in refused(RefusedError, "2023", "10", actuals)[0]
    assert "2025" in refused(RefusedError, "2024", "1900", actuals)[0]


RECORDS = st.one_of(st.integers(-5, 9), st.builds(lambda value: {"value": value, "status": "break"}, st.integers(1, 9)))
FREE = {"kind": "amount", "bounds": None}


def problems(actuals):
    """What validate finds wrong with figures: the codes by the year in whose line they are."""
    years = sorted(actuals)
    head = "indicators: {a: {title: A, unit: u, kind: amount, direction: increase, year: calendar, actuals: {\n"
    lines = [f"  {year}: {json.dumps(actuals[year], default=str)}".replace('"', "") + ",\n" for year in years]
    targets = "policy: {id: p, title: P}\nsources: {sheet: {title: S, published: 2022-08-30}}\n"
    files = {"targets": targets, "indicators": head + "".join(lines) + "  }}}\n"}
    sources = {kind: DataFile.from_bytes(Path(kind), f"version: 1\n{text}".encode()) for kind, text in files.items()}
    found = inspect_files(sources, as_of=TODAY).diagnostics
    return {(years[one.line - 3], one.code) for one in found}


def warned(actuals):
    """The years whose figure validate calls a jump."""
    found = problems(actuals)
    assert {code for _, code in found} <= {"U603"}
    return {year for year, _ in found}


@given(st.dictionaries(st.integers(2015, 2025), RECORDS), st.integers(2015, 2025), RECORDS)
def test_a_figure_is_refused_where_validate_would_warn_of_a_jump_to_or_from_it(recorded, year, new):
    recorded = {key: record for key, record in recorded.items() if key != year}
    value, options = (str(new["value"]), {"status": "break"}) if isinstance(new, dict) else (str(new), {})
    following = min((later for later in recorded if later > year), default=None)
    if warned(recorded | {year: new}) & {year, following}:
        assert "--force" in refused(RefusedError, str(year), value, recorded, traits=FREE, **options)[0]
    else:
        assert planned(str(year), value, recorded, traits=FREE, **options).kind == "add"


SHEET = {"sheet": Source.model_validate({"title": "S", "published": "2022-08-30"})}
DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))
EARLIER = st.lists(st.builds(lambda day: Revision(value=5, published=day), DAYS), max_size=3).map(tuple)
DETAILS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(STATUSES),
        "published": DAYS,
        "due": DAYS,
        "source": st.just("sheet"),
        "low": st.integers(3, 6),
        "revisions": EARLIER,
    },
)


@given(st.integers(2019, 2027), st.sampled_from([None, 5]), DETAILS)
def test_whatever_validate_reports_of_a_figure_is_refused_or_reported_and_nothing_else_is(year, value, details):
    figure = Figure(year, value, **details)
    request = FigureRequest("a", figure, frozenset(details), "5")
    # What was due by now is a fact to record, not a slip of whoever records it.
    found = {code for _, code in problems({year: record_of(figure)})} - {"U602"}
    try:
        decision = decide(indicator({}, **FREE), request, today=TODAY, sources=SHEET)
    except UnpolicyError:
        assert found
    else:
        assert found <= {"U608", "U609", "U610"}
        assert bool(found) == bool(decision.doubts)


@pytest.mark.parametrize("details", [{"published": date(2021, 8, 30)}, {"source": "sheet", "year": "2022"}])
def test_what_was_doubtful_before_is_not_held_against_a_change_of_something_else(details):
    year = details.pop("year", "2021")
    asked = typed_request("x", indicator({}), year=year, value="956", **details)
    first = decide(indicator({}), asked, today=TODAY, sources=SHEET)
    [(en, ja)] = first.doubts
    assert year in en
    assert year in ja
    measured = indicator({int(year): record_of(first.after)})
    noted = typed_request("x", measured, year=year, value="956", note="checked")
    assert decide(measured, noted, today=TODAY, sources=SHEET).doubts == ()


@pytest.mark.parametrize("text", ["985人", "985 people", "９８５人", "985 PEOPLE ", "985"])
def test_a_figure_may_be_typed_with_the_indicators_own_unit(text):
    assert planned("2024", text).record == 985


@pytest.mark.parametrize("text", ["985円", "985²人", "985 peoples", "人", "985人人"])
def test_a_figure_with_another_unit_or_mark_is_refused(text):
    refused(UsageError, "2024", text)


def test_a_unit_that_begins_with_a_digit_is_not_taken_for_a_part_of_the_figure():
    refused(UsageError, "2024", "985000人", traits={"unit": "000人"})


def test_a_percent_sign_is_the_unit_of_whatever_counts_in_it():
    growth = {"kind": "index", "unit": "%", "bounds": None}
    assert planned("2024", "-2.5%", {2023: 1.5}, traits=growth).record == -2.5


def test_the_first_figure_has_nothing_to_be_compared_with():
    assert planned("2024", "123456789", {}).kind == "add"


def test_a_revision_is_held_against_the_year_before_it():
    assert "--force" in refused(RefusedError, "2022", "9610", revise=True)[0]
    assert planned("2022", "9610", revise=True, force=True).kind == "revise"


@pytest.mark.parametrize(
    ("value", "options", "en", "ja"),
    [
        ("980", {"status": "pending"}, "pending figure and “980” do not go together", "「980」は両立しません"),
        ("980", {"status": "missing"}, "missing figure and “980” do not go together", "「980」は両立しません"),
        ("pending", {"status": "final"}, "final figure and “pending” do not go together", "両立しません"),
        ("980", {"due": date(2027, 1, 1)}, "--due is for pending figures.", "--due は公表予定"),
        ("980", {"published": date(2026, 11, 25)}, "cannot be in the future", "未来の日付"),
        ("pending", {"published": date(2026, 1, 1)}, "--published is the day", "未公表の値"),
        ("82.7%", {}, "“82.7%” is a percentage, but this indicator counts people.", "この指標の単位は人です。"),
        ("980", {"source": "evaluatio"}, "nor a URL; did you mean evaluation?", "evaluation のことですか"),
        ("980", {"source": "zzz"}, "“zzz” is neither an id in `sources` nor a URL.", "「zzz」は sources の ID でも"),
        ("abc", {}, "“abc” is not a figure", "「abc」は数値として読めません"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_both_languages(value, options, en, ja):
    sentences = refused(UsageError, "2024", value, **options)
    assert en in sentences[0]
    assert ja in sentences[1]


@pytest.mark.parametrize(("year", "kind"), [("FY2024", "calendar"), ("令和6年度", "calendar"), ("2024年", "fiscal")])
def test_wording_of_the_other_kind_of_year_is_refused(year, kind):
    refused(UsageError, year, "980", traits={"year": kind})


def test_a_figure_published_today_is_recorded():
    assert planned("2024", "980", published=TODAY).record == {"value": 980, "published": "2026-11-24"}


@pytest.mark.parametrize("source", ["evaluation", "https://example.org/", "ftp://example.org/x"])
def test_a_source_is_a_known_id_or_a_url(source):
    check_source(source, ["evaluation"])


def test_a_percentage_may_be_written_with_its_sign():
    traits = {"kind": "percentage", "bounds": None, "year": "fiscal"}
    assert planned("R6", "82.7%", {2023: 80.0}, traits=traits) == Outcome("add", 2024, 82.7)
