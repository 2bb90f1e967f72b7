import pytest

from unpolicy.assess.find import Found, find, find_goal, find_indicator, find_judged, find_target
from unpolicy.errors import UsageError
from unpolicy.model import Dataset, IndicatorsFile, TargetsFile

INDICATOR = {"title": "x", "unit": "u", "kind": "count", "direction": "increase", "year": "calendar"}


def target(indicator, goal="growth"):
    return {"goal": goal, "indicator": indicator, "baseline": 2020, "value": 10, "by": 2025}


@pytest.fixture
def dataset():
    return Dataset(
        TargetsFile.model_validate(
            {
                "version": 1,
                "policy": {"id": "p", "title": "p"},
                "goals": {"growth": {"title": "g"}, "words": {"title": "w"}, "single": {"title": "s"}},
                "targets": {
                    "more-staff": target("staff"),
                    "more-posts": target("posts"),
                    "many-posts": target("posts", "single"),
                },
                "headline": "many-posts",
            }
        ),
        IndicatorsFile.model_validate(
            {"version": 1, "indicators": dict.fromkeys(("staff", "posts", "retention", "words"), INDICATOR)}
        ),
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [("more-staff", "target"), ("staff", "indicator"), ("growth", "goal"), ("words", "indicator")],
)
def test_an_id_stands_for_one_thing(dataset, name, kind):
    assert find(dataset, name) == Found(kind, name)


def test_a_goal_is_found_among_the_goals_alone(dataset):
    assert find_goal(dataset, "words") == "words", "though an indicator has the same id"
    with pytest.raises(UsageError, match="There is no goal “staff”: there are growth, words, single") as caught:
        find_goal(dataset, "staff")
    assert "「staff」という中期目標はありません" in caught.value.text("ja")


@pytest.mark.parametrize("name", ["more-staf", "More-Staff", "morestaff"])
def test_a_slip_is_answered_with_what_was_meant(dataset, name):
    with pytest.raises(UsageError, match="did you mean more-staff") as caught:
        find(dataset, name)
    assert "more-staff のことでしょうか" in caught.value.text("ja")


def test_an_id_unlike_all_others_is_answered_with_those_that_there_are(dataset):
    with pytest.raises(UsageError, match=r"there are more-staff, more-posts"):
        find(dataset, "zzz")


def test_an_endless_id_is_not_repeated_in_full(dataset):
    with pytest.raises(UsageError) as caught:
        find(dataset, "z" * 10_000)
    assert len(str(caught.value)) < 300


def test_empty_data_say_so():
    empty = Dataset(
        TargetsFile.model_validate({"version": 1, "policy": {"id": "p", "title": "p"}}),
        IndicatorsFile.model_validate({"version": 1}),
    )
    with pytest.raises(UsageError, match="no target, indicator or goal yet"):
        find(empty, "staff")


def test_a_verdict_belongs_to_a_target_or_to_an_indicator_without_one(dataset):
    assert find_judged(dataset, "more-staff") == Found("target", "more-staff")
    assert find_judged(dataset, "staff") == Found("target", "more-staff")
    assert find_judged(dataset, "retention") == Found("indicator", "retention")


def test_an_indicator_of_several_targets_asks_which(dataset):
    with pytest.raises(UsageError, match="more-posts, many-posts"):
        find_judged(dataset, "posts")


def test_a_goal_names_its_targets(dataset):
    with pytest.raises(UsageError, match="goal in words: name one of its targets, more-staff"):
        find_judged(dataset, "growth")


def test_a_figure_is_compared_with_the_target_that_uses_it(dataset):
    assert find_indicator(dataset, "more-staff") == ("staff", "more-staff")
    assert find_indicator(dataset, "staff") == ("staff", "more-staff")
    assert find_indicator(dataset, "posts") == ("posts", "many-posts")
    assert find_indicator(dataset, "retention") == ("retention", None)
    with pytest.raises(UsageError):
        find_indicator(dataset, "growth")


def test_a_target_can_be_meant_by_its_indicator_or_goal(dataset):
    assert find_target(dataset, "staff") == "more-staff"
    assert find_target(dataset, "single") == "many-posts"
    with pytest.raises(UsageError, match="several targets"):
        find_target(dataset, "posts")
    with pytest.raises(UsageError, match="has no target"):
        find_target(dataset, "retention")
