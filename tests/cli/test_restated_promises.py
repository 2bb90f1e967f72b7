"""A promise that changed is told in the same words by every command, whether git or the file remembers it."""

import json
import subprocess

import pytest

DAY = ("--as-of", "2026-11-24")
INDICATORS = """\
version: 1
indicators:
  staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar,
    actuals: {2020: 918, 2022: 961, 2024: 979}}
"""
TARGETS = """\
version: 1
policy: {id: p, title: p}
goals: {g: {title: g}}
targets:
  t: {goal: g, indicator: staff, baseline: 2020, value: %s, by: 2025%s}
"""
RECORDED = ", set: 2021-06-01, revisions: [{until: 2023-06-13, value: 1000}]"
SAID = {"en": "oosened: value 950{}, before: 1,000.", "ja": "緩和：{}目標値950（以前は1,000）。"}
SINCE = {"en": " since 2023-06-13", "ja": "2023-06-13から"}


@pytest.fixture
def loosened(data):
    def git(*arguments):
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=data, check=True, capture_output=True)

    (data / "indicators.yaml").write_text(INDICATORS, encoding="utf-8")
    (data / "targets.yaml").write_text(TARGETS % (1000, ""), encoding="utf-8")
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "promised")
    (data / "targets.yaml").write_text(TARGETS % (950, RECORDED), encoding="utf-8")
    return data


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_command_says_it_in_the_same_words(loosened, looking, unpolicy, lang):
    language = ("--lang", lang)
    since, alone = SAID[lang].format(SINCE[lang]), SAID[lang].format("")
    for command in ("status", "explain", "show"):
        shown = looking(command, *DAY, *language).out
        assert since.replace(" ", "") in "".join(shown.split()), command
    assert since in unpolicy("report", *DAY, *language).out
    assert alone in looking("history", "t", *DAY, *language, width=120).out
    assert alone in unpolicy("validate", "--against", "main", *DAY, *language).out
    assert {"en": "value loosened", "ja": "目標値の緩和"}[lang] in looking("diff", *language, width=120).out


def test_history_has_a_row_for_the_day_on_which_it_was_promised_and_on_which_it_changed(loosened, unpolicy):
    moments = json.loads(unpolicy("history", "t", "--json", *DAY).out)["moments"]
    assert [(one["day"], one["verdict"]) for one in moments] == [
        ("2021-06-01", "unknown"),
        ("2022-12-31", "on-track"),
        ("2023-06-13", "achieved"),
        ("2024-12-31", "achieved"),
    ]
    assert (moments[0]["promised"], moments[0]["promises"], moments[2]["news"]) == (True, [], [])
    (change,) = moments[2]["promises"]
    assert change == {
        "day": "2023-06-13",
        "kind": "loosened",
        "what": "value",
        "year": None,
        "before": 1000,
        "after": 950,
        "sentence": "Loosened: value 950 since 2023-06-13, before: 1,000.",
    }
    assert json.loads(unpolicy("explain", "t", "--json", *DAY).out)["restated"] == [change]
    explained = unpolicy("explain", "t", *DAY).out.splitlines()
    at = explained.index("restated\tkind\twhat\tyear\tsentence")
    assert explained[at + 1] == f"2023-06-13\tloosened\tvalue\t\t{change['sentence']}"
    rows = [line.split("\t") for line in unpolicy("history", "t", *DAY).out.splitlines()]
    assert [(row[0], row[2], row[3], row[-1]) for row in rows] == [
        ("published", "value", "before", "promise"),
        ("2021-06-01", "1000", "", "set"),
        ("2022-12-31", "961", "", ""),
        ("2023-06-13", "950", "1000", "value"),
        ("2024-12-31", "979", "", ""),
        ("2026-11-24", "", "", ""),
    ]


def test_before_that_day_nobody_knows_of_the_change(loosened, unpolicy, looking):
    before = ("--as-of", "2023-06-12")
    assert len(json.loads(unpolicy("history", "t", "--json", *before).out)["moments"]) == 2
    assert "oosened" not in looking("explain", "t", *before).out
    assert "Promised: 1,000 by 2025." in looking("history", "t", *before, width=120).out
