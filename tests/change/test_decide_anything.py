"""Whatever is typed, recording answers with a valid record or a sentence; never with anything else."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from unpolicy.change.decide import decide
from unpolicy.change.record import typed_request
from unpolicy.errors import UnpolicyError
from unpolicy.model import Indicator, Source, record_of

TODAY = date(2026, 11, 24)
OLD = {"value": 956, "published": "2022-08-30", "revisions": [{"value": 950, "published": "2022-06-01"}]}


def indicator(actuals, **traits):
    return Indicator.model_validate(
        {"title": "x", "unit": "u", "kind": "count", "direction": "increase", "year": "calendar", "actuals": actuals}
        | traits
    )


def decided(measured, year, value, *, sources=None, **options):
    request = typed_request("x", measured, year=year, value=value, **options)
    return decide(measured, request, today=TODAY, sources=sources or {})


TEXTS = st.text(max_size=12)
YEARS = st.one_of(
    st.integers(2014, 2026).map(str),
    TEXTS,
    st.integers(1890, 2210).map(str),
    st.sampled_from(["R6", "令和6年度", "FY2024", "2024年"]),
)
VALUES = st.one_of(
    st.integers(-9, 9).map(str),
    TEXTS,
    st.integers().map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9).map(str),
    st.sampled_from(["pending", "82.7%", "961", "1" * 40]),
)
RECORDED = st.dictionaries(
    st.integers(2015, 2026),
    st.one_of(
        st.integers(-9, 9),
        st.integers(-(10**9), 10**9),
        st.floats(-1e18, 1e18),
        st.just({"status": "pending", "due": "2026-01-01"}),
        st.just({"status": "missing"}),
        st.just(OLD),
    ),
)
OPTIONS = st.fixed_dictionaries(
    {"revise": st.booleans(), "force": st.booleans()},
    optional={
        "status": st.sampled_from(["final", "provisional", "estimated", "break", "pending", "missing"]),
        "published": st.dates(date(2020, 1, 1), date(2027, 1, 1)),
        "due": st.dates(date(2020, 1, 1), date(2027, 1, 1)),
        "source": st.one_of(TEXTS, st.just("evaluation")),
        "note": st.text(min_size=1).filter(str.strip),
    },
)
TRAITS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["count", "percentage", "amount", "index"]),
        "year": st.sampled_from(["calendar", "fiscal"]),
        "bounds": st.sampled_from([None, {"min": 0}, {"min": -5, "max": 1e6}]),
    }
)


@given(YEARS, VALUES, RECORDED, OPTIONS, TRAITS)
def test_whatever_is_typed_the_answer_is_a_valid_record_or_a_sentence_in_both_languages(
    year, value, recorded, options, traits
):
    measured = indicator(recorded, **traits)
    try:
        result = decided(measured, year, value, sources={"evaluation": Source(title="Evaluation")}, **options)
    except UnpolicyError as error:
        sentences = {str(error), error.ja}
        assert len(sentences - {"", None}) == 2
        return
    after = indicator(recorded | {result.year: record_of(result.after)}, **traits).figure(result.year)
    before = measured.figure(result.year)
    assert result.previous == (before.value if before else None)
    assert (result.kind == "add") == (before is None)
    if result.kind == "unchanged":
        assert after == before
    if result.kind == "revise":
        assert [revision.value for revision in after.revisions][-1] == before.value
    elif before is not None and before.value is not None:
        assert after.value == before.value, "nothing but --revise changes a recorded figure"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_recording_the_same_figure_twice_changes_nothing(value, last):
    first = decided(indicator({2023: last}), "2024", str(value), force=True)
    again = decided(indicator({2023: last, 2024: record_of(first.after)}), "2024", str(value))
    assert (again.kind, again.after) == ("unchanged", first.after)
