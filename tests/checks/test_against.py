from __future__ import annotations

import re
import subprocess
from datetime import date

import pytest

from unpolicy.checks.inspection import inspect_files, read
from unpolicy.checks.rules.loosening import earlier
from unpolicy.errors import DataError, UsageError

HEAD = "version: 1\npolicy: {id: reform, title: Reform}\ngoals: {people: {title: People}}\ntargets:\n"
INDICATORS = """\
version: 1
indicators:
  staff: {title: T, unit: u, kind: count, direction: %s, year: calendar, actuals: {2019: 900, 2020: 918, 2022: 940}}
"""


def target(more: str, baseline: str = "2020") -> str:
    return f"{HEAD}  more: {{goal: people, indicator: staff, baseline: {baseline}, {more}}}\n"


def git(folder, *arguments: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def compare(files, before: str, after: str, direction: str = "increase"):
    files.write(targets=before, indicators=INDICATORS % direction)
    folder = files.paths["targets"].parent
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "before")
    files.write(targets=after)
    against = earlier(files.paths["targets"], files.paths["indicators"], "main")
    found = inspect_files(read(files.paths), as_of=date(2026, 1, 15), against=against.compared).diagnostics
    return [one for one in found if one.code == "U604"]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("value: 1000, by: 2025", "value: 990, by: 2025", ["1,000", "990"]),
        ("value: 1000, by: 2025", "value: 1000, by: 2026", ["2025", "2026"]),
        ("value: 1000, by: 2025", "keep: {min: 918}, by: 2025", ["1,000 by 2025", "≥ 918 until 2025"]),
        ("keep: {min: 918}, by: 2025", "value: 918, by: 2025", ["≥ 918 until 2025", "918 by 2025"]),
        ("keep: {min: 900}, by: 2025", "keep: {min: 890}, by: 2025", ["900", "890"]),
        ("keep: {min: 900, max: 950}, by: 2025", "keep: {min: 900}, by: 2025", ["950", "nothing"]),
        ("keep: {min: 900}, by: 2025", "keep: {min: 900}, by: 2024", ["2025", "2024"]),
        ("value: 1000, by: 2025, yearly: {2023: 967}", "value: 1000, by: 2025, yearly: {2023: 960}", ["967", "960"]),
        ("value: 1000, by: 2025, yearly: {2023: 967}", "value: 1000, by: 2025", ["967", "nothing"]),
    ],
)
def test_what_became_easier_is_reported_with_both_sides(files, before: str, after: str, words: list[str]):
    found = compare(files, target(before), target(after))
    assert len(found) == 1
    assert all(word in found[0].message for word in words)
    assert found[0].severity == "warning"
    assert found[0].line == 5


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("value: 1000, by: 2025", "value: 1000, by: 2025"),
        ("value: 1000, by: 2025", "value: 1010, by: 2025"),
        ("value: 1000, by: 2025", "value: 1000, by: 2024"),
        ("value: 1000, by: 2025", "value: 1000, by: 2025, yearly: {2023: 967}"),
        ("value: 1000, by: 2025, yearly: {2023: 967}", "value: 1000, by: 2025, yearly: {2023: 967}"),
        ("value: 1000, by: 2025, yearly: {2023: 967}", "value: 1000, by: 2025, yearly: {2023: 970, 2024: 990}"),
        ("keep: {min: 900}, by: 2025", "keep: {min: 910, max: 950}, by: 2026"),
        ("keep: {min: 900, max: 950}, by: 2025", "keep: {min: 900, max: 950}, by: 2025"),
        ("keep: {max: 950}, by: 2025", "keep: {max: 940}, by: 2025"),
    ],
)
def test_what_became_harder_or_stayed_is_not(files, before: str, after: str):
    assert compare(files, target(before), target(after)) == []


def test_where_less_is_better_a_larger_yearly_target_is_easier(files):
    before = target("value: 800, by: 2025, yearly: {2023: 850}")
    assert compare(files, before, before, "decrease") == []
    assert compare_again(files, target("value: 800, by: 2025, yearly: {2023: 840}")) == []
    (found,) = compare_again(files, target("value: 800, by: 2025, yearly: {2023: 851}"))
    assert "was loosened: yearly target of 2023 851, before: 850." in found.message


def test_the_direction_decides_what_is_easier(files):
    less = target("value: 800, by: 2025")
    assert compare(files, less, target("value: 850, by: 2025"), "decrease") != []
    assert compare_again(files, target("value: 750, by: 2025")) == []


def compare_again(files, after: str):
    files.write(targets=after)
    against = earlier(files.paths["targets"], files.paths["indicators"], "main")
    found = inspect_files(read(files.paths), as_of=date(2026, 1, 15), against=against.compared).diagnostics
    return [one for one in found if one.code == "U604"]


@pytest.mark.parametrize(
    ("baseline", "easier"), [("{year: 2020, value: 900}", True), ("{year: 2020, value: 930}", False), ("2020", False)]
)
def test_a_baseline_that_makes_the_same_figures_look_better_is_reported(files, baseline: str, easier: bool):
    aim = "value: 1000, by: 2025"
    found = compare(files, target(aim), target(aim, baseline))
    assert bool(found) is easier
    if easier:
        assert "918 in 2020" in found[0].message
        assert "900 in 2020" in found[0].message


@pytest.mark.parametrize(
    ("aim", "before", "after"),
    [
        ("value: 940, by: 2025", "{year: 2020, value: 918}", "{year: 2020, value: 900}"),
        ("value: 1000, by: 2026", "{year: 2023, value: 950}", "{year: 2024, value: 950}"),
        ("value: 1000, by: 2026", "{year: 2022, value: 950}", "{year: 2022, value: 960}"),
    ],
    ids=["measured alike", "not measured yet", "as far to go or farther"],
)
def test_a_baseline_that_makes_nothing_look_better_is_not(files, aim: str, before: str, after: str):
    assert compare(files, target(aim, before), target(aim, after)) == []


@pytest.mark.parametrize(("figure", "easier"), [(900, True), (930, False)])
def test_a_baseline_whose_figure_was_changed_is_reported(files, figure: int, easier: bool):
    aim = target("value: 1000, by: 2025")
    compare(files, aim, aim)
    files.write(indicators=(INDICATORS % "increase").replace("2020: 918", f"2020: {figure}"))
    found = compare_again(files, aim)
    assert [one.line for one in found] == ([5] if easier else [])
    if easier:
        assert found[0].message == ("The target more was loosened: baseline 900 in 2020, before: 918 in 2020.")


def test_a_target_measured_otherwise_is_reported(files):
    aim = target("value: 1000, by: 2025")
    compare(files, aim, aim)
    two = INDICATORS % "increase" + "  other: {title: T, unit: u, kind: count, direction: increase, year: calendar}\n"
    files.write(indicators=two)
    assert [one.message for one in compare_again(files, aim.replace("indicator: staff", "indicator: other"))] == [
        "The target more was changed: indicator other, before: staff."
    ]
    files.write(indicators=INDICATORS % "decrease")
    assert [one.message for one in compare_again(files, aim)] == [
        "The target more was changed: direction decrease, before: increase."
    ]


@pytest.mark.parametrize(
    ("before", "after", "baseline", "words"),
    [
        ("value: 1000, by: 2025", "value: 990, by: 2025", "2020", "緩和：目標値990（以前は1,000）"),
        ("value: 1000, by: 2025", "value: 1000, by: 2026", "2020", "緩和：目標年度2026年（以前は2025年）"),
        (
            "value: 1000, by: 2025",
            "value: 1000, by: 2025",
            "{year: 2020, value: 900}",
            "緩和：基準値900（2020年）（以前は918（2020年））",
        ),
        ("keep: {min: 900}, by: 2025", "keep: {min: 890}, by: 2025", "2020", "緩和：下限890（以前は900）"),
        ("value: 9, by: 2025, yearly: {2023: 8}", "value: 9, by: 2025", "2020", "緩和：2023年の目標値なし（以前は8）"),
    ],
)
def test_it_is_reported_in_japanese_too(files, before: str, after: str, baseline: str, words: str):
    (found,) = compare(files, target(before), target(after, baseline))
    assert words in found.message_ja
    assert not set("abcdefghijklmnopqrstuvwxyz") & set(found.message_ja.replace("more", ""))


def test_a_target_that_was_taken_out_is_reported(files):
    found = compare(files, target("value: 1000, by: 2025"), HEAD.removesuffix("targets:\n") + "targets: {}\n")
    assert [one.message for one in found] == ["The target more (1,000 by 2025) was taken out."]


def test_a_missing_repository_or_revision_or_git_is_one_sentence(files, monkeypatch):
    targets, indicators = files.paths["targets"], files.paths["indicators"]
    with pytest.raises(UsageError, match="in no git repository"):
        earlier(targets, indicators, "main")
    git(targets.parent, "init", "-q", "-b", "main")
    with pytest.raises(UsageError, match="no revision “v9”"):
        earlier(targets, indicators, "v9")
    git(targets.parent, "commit", "--allow-empty", "-qm", "empty")
    with pytest.raises(UsageError, match=r"has no targets\.yaml"):
        earlier(targets, indicators, "main")
    git(targets.parent, "add", "targets.yaml")
    git(targets.parent, "commit", "-qm", "half")
    with pytest.raises(UsageError, match=r"has no indicators\.yaml"):
        earlier(targets, indicators, "main")
    for wrong in ("--output=x", "main:x", " ", "^main", "main..main"):
        with pytest.raises(UsageError, match="is no revision"):
            earlier(targets, indicators, wrong)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="git is needed"):
        earlier(targets, indicators, "main")


AIM = "value: 1000, by: 2025"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (target(AIM).replace("1000", "&a 1000"), r"main:targets\.yaml:5:\d+: an anchor"),
        (target(AIM + ", yearly: {2023: much}"), r"`targets\.more` of main:targets\.yaml"),
        (target(AIM).replace("value", "valeu"), r"`targets\.more` of main:targets\.yaml"),
        (HEAD + "  - more\n", r"`targets` of main:targets\.yaml"),
        (target(AIM).encode("utf-16"), r"not UTF-8"),
    ],
)
def test_a_promise_that_cannot_be_read_is_an_error(files, before: str | bytes, words: str):
    with pytest.raises(DataError, match=words) as caught:
        compare(files, before, target(AIM))
    assert "\n" not in caught.value.text("ja")
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", caught.value.text("ja")), "no English sentence in the Japanese one"


def test_so_is_an_indicator_that_a_promise_rests_on(files):
    files.write(indicators=INDICATORS % "sideways")
    with pytest.raises(DataError, match=r"`indicators\.staff` of main:indicators\.yaml"):
        compare(files, target(AIM), target(AIM), "sideways")


def test_promises_are_found_where_the_data_directory_was(files, tmp_path):
    (tmp_path / "data").mkdir()
    for path in files.paths.values():
        path.rename(tmp_path / "data" / path.name)
    files.paths = {kind: tmp_path / "data" / path.name for kind, path in files.paths.items()}
    files.write(targets=target(AIM), indicators=INDICATORS % "increase")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "before")
    git(tmp_path, "mv", "data", "policy")
    files.paths = {kind: tmp_path / "policy" / path.name for kind, path in files.paths.items()}
    assert compare_again(files, target(AIM)) == []
    softer = INDICATORS.replace("2020: 918", "2020: 900") % "increase"
    files.write(indicators=softer)
    found = compare_again(files, target("value: 990, by: 2025"))
    assert [one.message.split(": ", 1)[1] for one in found] == [
        "baseline 900 in 2020, before: 918 in 2020.",
        "value 990, before: 1,000.",
    ]
