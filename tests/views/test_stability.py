"""What a verdict hangs on, in sentences."""

from datetime import date

import pytest
from policies import simple

from unpolicy.assess.assessment import assess_target
from unpolicy.assess.stability import stability_of
from unpolicy.views.forecast import stability_answers
from unpolicy.views.voice import Voice

BASE_YEAR = simple({2020: 918, 2021: 956, 2022: 961})
METHOD = simple({2015: 14.5, 2023: 10.4}, value=7.25, by=2030, baseline=2015, direction="decrease")
NEWEST = simple({2018: 880, 2019: 899, 2020: 918, 2021: 920, 2022: 952})


@pytest.mark.parametrize(
    ("data", "method", "en", "ja"),
    [
        (
            METHOD,
            "linear",
            "The verdict hangs on the method: linear pace alone gives it.",
            "判定は方式しだい。こう判定するのは直線（等差）方式だけ。",
        ),
        (
            BASE_YEAR,
            "linear",
            "The verdict hangs on the base year: from every other one it is different.",
            "判定は基準年しだい。ほかの基準年では別の判定になる。",
        ),
        (
            NEWEST,
            "linear",
            "The verdict hangs on the newest figure: without 2022 it is limited progress.",
            "判定は最新値しだい。2022年の値がなければ「進展わずか」。",
        ),
    ],
)
def test_what_a_verdict_hangs_on_is_said(data, method, en, ja):
    entry = assess_target(data, "t", date(2026, 11, 24), method)
    found = stability_of(entry, method)
    assert (en, False) in list(stability_answers(found, entry.indicator, Voice("en")))
    assert (ja, False) in list(stability_answers(found, entry.indicator, Voice("ja")))


def said(data, method="linear"):
    entry = assess_target(data, "t", date(2026, 11, 24), method)
    return [sentence for sentence, _ in stability_answers(stability_of(entry, method), entry.indicator, Voice("en"))]


def test_the_newest_figure_comes_first_then_the_next_base_year_then_the_methods():
    assert said(simple({2020: 900, 2021: 925, 2022: 950, 2023: 975})) == [
        "It stands without the figure of 2023.",
        "It stands from the next base year, 2021.",
        "Every method gives it.",
    ]


def test_a_method_that_differs_is_named_with_those_that_have_its_measure():
    assert said(METHOD, "statcan")[-1] == "Other methods: linear pace says on track."
    hanging = said(METHOD)[-1]
    assert hanging == "The verdict hangs on the method: linear pace alone gives it."


def test_a_next_base_year_that_turns_the_verdict_is_named_where_a_later_one_does_not():
    turning = simple({2020: 900, 2021: 950, 2022: 951, 2023: 970})
    assert "From the next base year, 2021, it is acceleration needed." in said(turning)
