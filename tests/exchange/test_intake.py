from datetime import date

import pytest
from exchange_data import TODAY, make

from unpolicy.exchange import intake as importing
from unpolicy.exchange.request import ImportRequest, Typed
from unpolicy.exchange.textfiles import read_csv
from unpolicy.model import Figure, Revision, record_of

DATASET = make(
    {
        "staff": {
            "title": "Staff",
            "unit": "people",
            "kind": "count",
            "bounds": {"min": 0, "max": 5000},
            "actuals": {
                2020: 918,
                2021: {"value": 956, "published": "2022-08-30", "source": "paper", "note": "Old"},
                2022: {"status": "pending", "due": "2023-08-30", "note": "Soon"},
            },
        },
        "share": {"kind": "percentage", "unit": "%", "year": "fiscal", "actuals": {}},
        "growth": {"kind": "index", "unit": "%", "actuals": {}},
        "twin-a": {"title": "Twin"},
        "twin-b": {"title": "Twin"},
    },
    sources={"paper": {"title": "Paper"}, "sheet": {"title": "Sheet", "published": "2019-08-30"}},
)


def take(text, **options):
    request = ImportRequest(read_csv(text.encode(), "x.csv"), Typed(**{"force": True, **options}))
    return importing.take(request, DATASET, TODAY)


def one(text, **options):
    intake = take(f"indicator,{text}", **options)
    assert [str(error) for _, error in intake.refused] == []
    [(_, decision)] = intake.taken
    return decision


def reason(text, **options):
    intake = take(f"indicator,{text}", **options)
    assert intake.taken == []
    [(cell, error)] = intake.refused
    assert cell.row.number == 2
    assert error.ja
    return str(error)


def test_a_new_year_is_added():
    decision = one("year,value\nstaff,令和5,979\n")
    assert (decision.kind, decision.after, record_of(decision.after)) == ("add", Figure(2023, 979), 979)


def test_a_pending_figure_is_filled_in_and_its_note_let_go():
    decision = one("year,value\nstaff,2022,961\n")
    assert (decision.kind, decision.after) == ("fill", Figure(2022, 961))


def test_details_that_were_not_there_are_added_to_the_same_figure():
    decision = one("year,value,source\nstaff,2020,918,paper\n")
    assert (decision.kind, record_of(decision.after)) == ("update", {"value": 918, "source": "paper"})


def test_a_figure_that_is_recorded_just_so_is_counted_and_left():
    intake = take("indicator,year,value\nstaff,2020,918\nstaff,2021,956\n")
    assert (intake.recorded, intake.taken, intake.refused) == (2, [], [])


def test_another_figure_needs_revise_and_keeps_the_old_one():
    assert "--revise" in reason("year,value\nstaff,2021,950\n")
    decision = one("year,value\nstaff,2021,950\n", revise=True)
    assert decision.kind == "revise"
    assert decision.after == Figure(
        2021,
        950,
        published=TODAY,
        note="Old",
        revisions=(Revision(value=956, published=date(2022, 8, 30)),),
    )


def test_another_detail_needs_revise_and_makes_no_revision():
    assert "another note" in reason("year,value,note\nstaff,2021,956,New\n")
    decision = one("year,value,note\nstaff,2021,956,New\n", revise=True)
    assert (decision.after.note, decision.after.source, decision.after.revisions) == ("New", "paper", ())


def test_a_recorded_figure_is_never_taken_back_to_pending():
    assert "remove-actual" in reason("year,value\nstaff,2020,pending\n", revise=True)


def test_a_file_that_says_two_things_of_a_year_has_neither_taken_and_one_that_repeats_itself_is_fine():
    intake = take("indicator,year,value\nstaff,2019,1\nstaff,R1,2\nstaff,2018,1\nstaff,2018,1\n")
    assert [(one.year, one.after.value) for _, one in intake.taken] == [(2018, 1)]
    assert [(cell.row.number, error.reason) for cell, error in intake.refused] == [(2, "conflict"), (3, "conflict")]
    assert "row 3, column C says 2" in str(intake.refused[0][1])
    assert (intake.recorded, intake.filled) == (1, 4)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("year,value\nstaf,2019,1\n", "did you mean staff"),
        ("year,value\nTwin,2019,1\n", "no indicator “Twin”"),
        ("year,value\n,2019,1\n", "add -i ID"),
        ("year,value\nstaff,FY2019,1\n", "fiscal year"),
        ("year,value\nshare,令和5年,1\n", "calendar year"),
        ("year,value\nstaff,19,1\n", "years run from"),
        ("year,value\nstaff,2019,many\n", "not a figure"),
        ("year,value\nstaff,2019,9.5\n", "no count"),
        ("year,value\nstaff,2019,95%\n", "counts people"),
        ("year,value\nstaff,2019,5001\n", "outside"),
        ("year,value\nshare,2019,101\n", "outside"),
        ("year,value\nstaff,2027,979\n", "not begun"),
        ("year,value,status\nstaff,2019,1,maybe\n", "--flag"),
        ("year,value,status\nstaff,2019,1,pending\n", "do not go together"),
        ("year,value,published\nstaff,2019,1,soon\n", "not a day"),
        ("year,value,due\nstaff,2019,1,2026-01-01\n", "due is for pending"),
        ("year,value,source\nstaff,2019,1,papr\n", "did you mean paper"),
        ("year,value,revisions\nstaff,2019,1,x\n", "not an earlier value"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(text, part):
    assert part in reason(text)


def test_a_jump_needs_force():
    assert "more than double or less than half" in reason("year,value\nstaff,2019,1\n", force=False)
    assert one("year,value\nstaff,2019,1\n").kind == "add"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("published\nstaff,2019,900,2019-06-30\n", "when 2019 could first be counted"),
        ("source\nstaff,2019,900,sheet\n", "“sheet” is of 2019-08-30"),
        ("revisions\nstaff,2019,900,899@2021-06-01; 898@2021-01-01\n", "2021-01-01 stands after 2021-06-01"),
    ],
)
def test_what_validate_will_warn_of_is_taken_and_reported(text, part):
    [(en, _)] = one(f"year,value,{text}").doubts
    assert part in en


def test_a_percent_sign_is_the_unit_of_whatever_counts_in_it():
    assert one("year,value\ngrowth,2019,-2.5%\n").value == -2.5


def test_a_breakdown_is_not_taken_for_the_whole():
    intake = take("Year,Sex,Value\n2019,,912\n2019,Female,570\n", indicator="staff")
    assert [one.after.value for _, one in intake.taken] == [912]
    assert [(cell.row.number, "Sex: Female" in str(error)) for cell, error in intake.refused] == [(3, True)]


def test_an_unknown_indicator_of_many_years_is_one_group_of_cells():
    intake = take("indicator,2018,2019\nstaff,1,2\nnobody,3,4\n")
    (group,) = intake.groups().values()
    assert [(*cell.at, cell.name) for cell, _ in group] == [(3, 2, "nobody"), (3, 3, "nobody")]


def test_only_the_indicator_asked_for_is_taken():
    intake = take("indicator,year,value\nstaff,2019,1\nshare,2019,2\n", indicator="share")
    assert ([one.indicator for _, one in intake.taken], dict(+intake.left)) == (["share"], {"indicator": 1})


@pytest.mark.parametrize(("word", "status"), [("暫定値", "provisional"), ("Estimated", "estimated"), ("確定", "final")])
def test_statuses_are_known_in_both_languages(word, status):
    assert one(f"year,value,status\nstaff,2019,1,{word}\n").after.status == status


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("year,value\nstaff,2019,2000\n", "2,000 is more than double or less than half the figure of 2020 (918)"),
        ("year,value\nstaff,2023,400\n", "less than half the figure of 2021 (956)"),
        ("year,value\nstaff,2022,100\n", "check it, and add --force"),
    ],
)
def test_a_jump_is_refused_unless_it_is_meant(text, part):
    assert part in reason(text, force=False)
    assert one(text).kind in {"add", "fill"}
    if "2019" not in text:
        assert (
            one(text.replace("value\n", "value,status\n").replace("0\n", "0,break\n"), force=False).after.status
            == "break"
        )


def test_rows_are_judged_with_those_before_them():
    intake = take("indicator,year,value\nshare,2019,10\nshare,2020,30\nshare,2021,12\n", force=False)
    assert [one.year for _, one in intake.taken] == [2019, 2021]
    assert ["2019 (10)" in str(error) for _, error in intake.refused] == [True]
    assert [cell.year for cell, _ in intake.refused] == ["2020"]


def test_a_row_that_is_refused_is_refused_again_where_it_is_repeated():
    intake = take("indicator,year,value\nstaff,2021,950\nstaff,2021,950\n")
    assert [cell.row.number for cell, _ in intake.refused] == [2, 3]


def test_every_figure_is_counted_for_the_progress():
    seen = []
    content = read_csv(b"indicator,year,value\nstaff,2019,920\nstaff,2018,5\n", "x.csv")
    importing.take(ImportRequest(content, Typed(), lambda: seen.append(1)), DATASET, TODAY)
    assert len(seen) == 2


def test_an_indicator_of_other_data_is_taken_alone():
    other = make({"staff": {"kind": "count", "actuals": {2019: 912}}, "share": {"actuals": {2019: 1}}})
    intake = importing.take(ImportRequest(other, Typed("staff")), DATASET, TODAY)
    assert [(one.indicator, one.after.value) for _, one in intake.taken] == [("staff", 912)]
    assert dict(intake.left) == {"indicator": 1}


def test_other_data_that_counts_differently_is_refused():
    other = make({"staff": {"kind": "count", "year": "fiscal", "actuals": {2019: 912}}, "gone": {"actuals": {2019: 1}}})
    intake = importing.take(ImportRequest(other, Typed()), DATASET, TODAY)
    reasons = [str(error) for _, error in intake.refused]
    assert ["year: fiscal" in reasons[0], "no indicator “gone”" in reasons[1]] == [True, True]


def test_the_record_has_the_order_of_the_data_format():
    figure = Figure(2020, 1, "break", date(2021, 1, 2), None, "paper", "N", revisions=(Revision(value=2),))
    assert list(record_of(figure)) == ["value", "status", "published", "source", "note", "revisions"]
