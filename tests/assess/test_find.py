from datetime import date

import pytest

from unpolicy.assess.assessment import assess
from unpolicy.assess.find import (
    MANY,
    MOST_URGENT,
    Found,
    attention,
    count_verdicts,
    find,
    find_goal,
    find_indicator,
    find_judged,
    find_target,
    in_order,
    select,
)
from unpolicy.errors import UsageError
from unpolicy.model import Dataset, IndicatorsFile, TargetsFile, Translations
from unpolicy.names import VERDICTS

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


FIGURES = {
    "missed": {2020: 0, 2025: 50},
    "moving-away": {2020: 10, 2022: 5},
    "limited": {2020: 0, 2022: 10},
    "acceleration-needed": {2020: 0, 2022: 32},
    "unknown": {2020: 0},
    "on-track": {2020: 0, 2022: 40},
    "achieved": {2020: 0, 2022: 100},
}


@pytest.fixture
def assessment():
    """A target for each verdict, in the order of the alphabet; two goals, two indicators without a target."""
    names = sorted(FIGURES)
    goals = {name: "first" if index < 4 else "second" for index, name in enumerate(names)}
    indicator = {"title": "I", "unit": "u", "kind": "amount", "direction": "increase", "year": "calendar"}
    targets = TargetsFile.model_validate(
        {
            "version": 1,
            "policy": {"id": "p", "title": "P"},
            "goals": {"first": {"title": "F"}, "second": {"title": "S"}},
            "targets": {
                f"t-{name}": {"goal": goals[name], "indicator": f"i-{name}", "baseline": 2020, "value": 100, "by": 2025}
                for name in names
            },
        }
    )
    indicators = IndicatorsFile.model_validate(
        {
            "version": 1,
            "indicators": {f"i-{name}": indicator | {"actuals": FIGURES[name]} for name in names}
            | {
                "rising": indicator | {"actuals": {2020: 1, 2022: 2}},
                "falling": indicator | {"actuals": {2020: 2, 2022: 1}},
            },
        }
    )
    return assess(Dataset(targets, indicators), date(2026, 11, 24))


def ids(entries):
    return [entry.id for entry in entries]


def test_the_figures_give_the_verdicts_they_are_named_for(assessment):
    assert {entry.id: entry.verdict for entry in assessment.targets} == {f"t-{name}": name for name in FIGURES}


def test_without_a_wish_everything_is_shown(assessment):
    assert select(assessment) == assessment


@pytest.mark.parametrize("name", ["t-missed", "i-missed"])
def test_a_target_is_found_by_its_own_id_and_its_indicators(assessment, name):
    part = select(assessment, ids=[name])
    assert (ids(part.targets), part.monitored, part.goals) == (["t-missed"], (), ())


def test_a_goals_id_finds_the_goal_and_its_targets(assessment):
    part = select(assessment, ids=["second"])
    assert ids(part.targets) == ["t-moving-away", "t-on-track", "t-unknown"]
    assert ids(part.goals) == ["second"]
    assert part.monitored == ()


def test_several_ids_find_all_of_them_in_the_order_of_the_file(assessment):
    part = select(assessment, ids=["rising", "t-unknown", "t-achieved", "falling"])
    assert (ids(part.targets), ids(part.monitored)) == (["t-achieved", "t-unknown"], ["rising", "falling"])


def test_a_goal_leaves_what_serves_it(assessment):
    part = select(assessment, goal="first")
    assert len(part.targets) == 4
    assert {entry.target.goal for entry in part.targets} == {"first"}
    assert (ids(part.goals), part.monitored) == (["first"], ())


def test_wishes_add_up(assessment):
    assert ids(select(assessment, goal="first", verdicts=["achieved", "unknown"]).targets) == ["t-achieved"]
    assert select(assessment, ids=["t-achieved"], verdicts=["missed"]).targets == ()


def test_a_verdict_leaves_those_that_have_it_and_no_goals(assessment):
    part = select(assessment, verdicts=["missed", "unknown"])
    assert ids(part.targets) == ["t-missed", "t-unknown"]
    assert (part.monitored, part.goals) == ((), ())


def test_a_verdict_is_looked_for_among_indicators_without_a_target_too(assessment):
    judged = assess(assessment.dataset, assessment.as_of, "eurostat")
    assert ids(select(judged, verdicts=["moving-away"]).monitored) == ["falling"]


def test_those_that_need_attention_most_come_first(assessment):
    order = [entry.verdict for entry in in_order(assessment.targets, "attention")]
    assert order == ["missed", "moving-away", "limited", "acceleration-needed", "unknown", "on-track", "achieved"]


def test_of_one_verdict_the_one_furthest_behind_comes_first(assessment):
    by_id = {entry.id: entry for entry in assessment.targets}
    ahead, behind = by_id["t-on-track"], by_id["t-limited"]
    assert attention(behind) < attention(ahead)
    assert attention(ahead)[1] == 1.0


def test_the_smallest_gap_closed_comes_first_and_an_undefined_one_last(assessment):
    gaps = [entry.progress.gap_closed for entry in in_order(assessment.targets, "gap")]
    assert gaps == sorted(gaps)


def test_by_title_means_as_it_is_shown_and_by_file_means_untouched(assessment):
    backwards = tuple(reversed(assessment.targets))
    assert ids(in_order(backwards, "title")) == sorted(ids(backwards)), "equal titles go by id"
    assert in_order(backwards, "file") == list(backwards)
    titles = [Translations(ja=f"{9 - n}", en=f"{n}") for n in range(len(backwards))]
    titled = [
        entry._replace(target=entry.target.model_copy(update={"title": title}))
        for entry, title in zip(backwards, titles, strict=True)
    ]
    assert in_order(titled, "title", "en") == titled
    assert in_order(titled, "title", "ja") == titled[::-1]


def test_verdicts_are_counted_best_first(assessment):
    assert list(count_verdicts(assessment.targets).items()) == [(verdict, 1) for verdict in VERDICTS]
    assert count_verdicts(assessment.targets[:1]) == {"acceleration-needed": 1}
    assert count_verdicts([]) == {}


def test_fewer_are_shown_than_are_many():
    assert 0 < MOST_URGENT < MANY
