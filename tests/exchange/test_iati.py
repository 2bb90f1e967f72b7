import json
from datetime import date

import pytest
from exchange_data import TODAY, datasets, make, written
from hypothesis import given, settings
from iati_rules import REFERENCE, violations
from lxml import etree

from unpolicy.errors import DataError, UsageError
from unpolicy.exchange.formats import Wishes
from unpolicy.exchange.iati import Reporting, read_iati

WISHES = Wishes("ja", TODAY, reporting=Reporting("XM-DAC-701-2"))
needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="IATI's schema and rules are not here: ../shared/reference/iati"
)

DATASET = make(
    {
        "staff": {
            "title": {"ja": "職員数", "en": "Staff"},
            "unit": {"ja": "人", "en": "people"},
            "kind": "count",
            "actuals": {
                2020: 918,
                2021: {"value": 956, "status": "provisional", "note": {"ja": "注", "en": "Note"}},
                2022: {"status": "missing"},
                2023: {"status": "pending", "due": "2026-12-31"},
            },
        },
        "budget": {"direction": "decrease", "aggregation": "sum", "actuals": {2021: 5}},
        "share": {"kind": "percentage", "year": "fiscal", "baseline": 2020, "actuals": {2020: 85.2}, "unit": "%"},
    },
    goals={"g": {"title": "Goal", "statement": "Text"}, "words-only": {"title": "Words"}},
    targets={
        "t": {"goal": "g", "indicator": "staff", "baseline": 2020, "value": 1000, "by": 2025, "yearly": {2023: 967}},
        "k": {"goal": "g", "indicator": "staff", "baseline": 2020, "keep": {"min": 900, "max": 1100}, "by": 2025},
        "b": {"goal": "g", "indicator": "budget", "baseline": {"year": 2020, "value": 0}, "value": 20, "by": 2025},
    },
)


def activity(dataset=DATASET, wishes=WISHES):
    return etree.fromstring(written(dataset, "iati", wishes))


def period(indicator, year):
    return indicator.xpath(f"period[starts-with(period-start/@iso-date, '{year}')]")[0]


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(REFERENCE / "iati-activities-schema.xsd"))


@pytest.fixture(scope="module")
def ruleset():
    return json.loads((REFERENCE / "standard-ruleset.json").read_text(encoding="utf-8"))


@needs_reference
@pytest.mark.parametrize("recipient", ["998", "KE"])
@pytest.mark.parametrize("start", [None, date(2021, 4, 1), date(2030, 4, 1)])
def test_the_activity_is_valid_against_schema_and_rules(schema, ruleset, recipient, start):
    reporting = Reporting("XM-DAC-701-2", recipient=recipient, start=start)
    document = activity(wishes=WISHES._replace(reporting=reporting))
    schema.assertValid(document)
    assert violations(document, ruleset) == []


@needs_reference
@given(dataset=datasets())
@settings(max_examples=40)
def test_any_data_are_valid_against_schema_and_rules(schema, ruleset, dataset):
    document = activity(dataset)
    schema.assertValid(document)
    assert violations(document, ruleset) == []


@needs_reference
@pytest.mark.parametrize(
    ("xpath", "rule"),
    [
        ("//sector", "6.2.2"),
        ("//recipient-region", "3.7.1"),
        ("//activity-date[@type='1']", "6.11.1"),
        ("//result/title/narrative", "4.3.1"),
    ],
)
def test_the_rules_notice_what_is_taken_out(ruleset, xpath, rule):
    document = activity()
    for element in document.xpath(xpath):
        element.getparent().remove(element)
    assert any(found.startswith(rule) for found in violations(document, ruleset))


def test_a_figure_that_is_not_out_has_a_period_and_no_actual():
    staff = activity().xpath("//indicator[reference/@code='staff']")[0]
    assert [len(period(staff, year).xpath("actual")) for year in (2020, 2021, 2022, 2023)] == [1, 1, 0, 0]
    assert period(staff, 2021).xpath("string(actual/@value)") == "956"


def test_targets_stand_in_the_periods_of_their_years():
    staff = activity().xpath("//indicator[reference/@code='staff']")[0]
    assert period(staff, 2023).xpath("string(target/@value)") == "967"
    assert period(staff, 2025).xpath("string(target/@value)") == "1000"


def test_a_target_to_stay_within_is_two_values_with_their_meaning():
    keep = activity().xpath("//indicator[reference/@code='staff']")[1]
    assert period(keep, 2025).xpath("target/@value") == ["900", "1100"]
    assert len(period(keep, 2025).xpath("target/comment")) == 2


def test_a_total_is_told_apart_from_the_figures_of_the_years():
    budget = activity().xpath("//indicator[reference/@code='budget']")[0]
    assert budget.get("ascending") == "false"
    assert budget.xpath("period/target/comment")
    assert budget.xpath("period/actual/comment")
    assert budget.xpath("baseline/@value") == ["0"]


def test_an_indicator_without_a_target_is_a_result_of_another_kind():
    share = activity().xpath("//result[@type='9']/indicator")[0]
    assert (share.get("measure"), share.xpath("baseline/@year")) == ("2", ["2020"])
    assert share.xpath("period/period-end/@iso-date") == ["2021-03-31"]


def test_a_goal_in_words_alone_has_no_result():
    assert len(activity().xpath("//result[@type='2']")) == 1


def test_each_language_is_a_narrative_of_its_own():
    title = activity().xpath("//indicator[reference/@code='staff']/title")[0]
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [(one.text, one.get(lang)) for one in title] == [("職員数", None), ("Staff", "en")]


def test_the_identifier_begins_with_the_organisations():
    assert activity().xpath("string(//iati-identifier)") == "XM-DAC-701-2-p"


def test_a_start_that_was_not_given_is_planned_and_one_in_the_past_has_happened():
    assert activity().xpath("//activity-date/@type") == ["1", "3"]
    begun = WISHES._replace(reporting=Reporting("XM-DAC-701-2", start=date(2021, 4, 1)))
    assert activity(wishes=begun).xpath("//activity-date/@type") == ["2", "3"]


def test_the_period_under_review_is_the_planned_start():
    dataset = make({"i": {}}, policy={"id": "p", "title": "P", "reviewed": "FY2021..FY2023"})
    assert activity(dataset).xpath("//activity-date/@iso-date") == ["2021-04-01"]


def test_without_an_organisation_there_is_no_activity():
    with pytest.raises(UsageError, match="--reporting-org"):
        written(DATASET, "iati")


@pytest.mark.parametrize(
    "options",
    [
        {"org": ""},
        {"org": " X"},
        {"org": "X/Y"},
        {"org": "X|Y"},
        {"org": "X", "org_type": "gov"},
        {"org": "X", "sector": "1"},
        {"org": "X", "recipient": "Kenya"},
    ],
)
def test_what_the_rules_refuse_is_refused_before_anything_is_written(options):
    with pytest.raises(UsageError):
        Reporting(**options)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"year,value", b"<a>", b'<?xml version="1.0" encoding="UTF-99"?><a/>', b"\xff\xfe<"),
        *(b"<!DOCTYPE a><a/>", b"<!--%b--><!DOCTYPE a><a/>" % (b"a" * 70_000), "<!DOCTYPE a><a/>".encode("utf-16")),
    ],
    ids=["empty", "text", "unclosed", "encoding", "bytes", "document-type", "late-document-type", "wide-document-type"],
)
def test_what_is_no_xml_is_one_sentence(data):
    with pytest.raises(DataError, match="cannot be read as XML"):
        read_iati(data, "x.xml")
