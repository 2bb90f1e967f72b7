"""`validate --tag` and `--responsible`: one office's problems, and those that concern everybody."""

import json
import shutil
from pathlib import Path

import pytest

SHIPPED = Path(__file__).parent.parent.parent / "data"
INDICATORS = """\
version: 1
indicators:
  a: {title: A, unit: u, kind: count, direction: increase, year: calendar, tags: [staff], actuals: {2020: 1.5, 2021: 2}}
  b: {title: B, unit: u, kind: count, direction: increase, year: calendar, responsible: {ja: 人事課, en: Personnel},
    actuals: {2020: 1.5}}
  part: {part_of: b, actuals: {2020: 0.5}}
"""
TARGETS = """\
version: 1
policy: {id: p, title: p}
goals: {g: {title: g}, h: {title: h, milestones: {m: {title: m, status: nowhere}}}}
targets:
  t: {goal: g, indicator: a, baseline: 2020, value: 1, by: 2025}
  u: {goal: h, indicator: b, baseline: 2020, value: 1, by: 2025, tags: [money]}
"""


@pytest.fixture
def spoiled(data):
    (data / "indicators.yaml").write_text(INDICATORS, encoding="utf-8")
    (data / "targets.yaml").write_text(TARGETS, encoding="utf-8")
    return data


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        (("--tag", "staff"), {("indicators.yaml", 3)}),
        (("--tag", "money"), {("targets.yaml", 3)}),
        (("--responsible", "人事"), {("indicators.yaml", 5), ("indicators.yaml", 6), ("targets.yaml", 3)}),
    ],
)
def test_only_what_concerns_them_is_shown_and_counted(spoiled, unpolicy, options, lines):
    result = unpolicy("validate", *options, "--json", "--select", "U2,U3", "--as-of", "2026-01-15")
    found = json.loads(result.out)["diagnostics"]
    assert {(one["path"].rpartition("/")[2], one["line"]) for one in found} == lines
    assert result.code == (1 if lines else 0)


@pytest.mark.parametrize("options", [("--tag", "nothing"), ("--responsible", "personnel", "--tag", "staff")])
def test_what_chooses_nothing_is_not_sound(spoiled, unpolicy, options):
    result = unpolicy("validate", *options)
    assert (result.code, result.out) == (2, "")
    asked = " ".join(options if options[0] == "--tag" else (*options[2:], *options[:2]))
    assert f"No target or indicator is chosen by {asked}: press Tab" in result.err
    assert f"{asked} に当てはまる目標・指標がありません" in unpolicy("validate", *options, "--lang", "ja").err


def test_of_several_policies_one_may_have_none_of_theirs(spoiled, tmp_path, unpolicy):
    shutil.copytree(SHIPPED, tmp_path / "other")
    result = unpolicy(
        "validate", "--data", "data", "--data", "other", "--tag", "staff", "--select", "U3", "--as-of", "2026-01-15"
    )
    assert (result.code, result.err) == (1, "")


def test_a_file_that_cannot_be_read_concerns_everybody(spoiled, unpolicy):
    (spoiled / "indicators.yaml").write_text(INDICATORS + "  c: [\n", encoding="utf-8")
    result = unpolicy("validate", "--tag", "nothing", "--format", "concise")
    assert "U101" in result.out
    assert result.code == 1


def test_only_their_problems_are_put_right(spoiled, unpolicy):
    text = INDICATORS.replace("1.5, 2021", '"１", 2021').replace("{2020: 1.5}", '{2020: "２"}')
    (spoiled / "indicators.yaml").write_text(text, encoding="utf-8")
    unpolicy("validate", "--fix", "--tag", "staff")
    left = (spoiled / "indicators.yaml").read_text(encoding="utf-8")
    assert "{2020: 1, 2021: 2}" in left
    assert '"２"' in left


@pytest.mark.parametrize(
    "command", [("status",), ("report",), ("export", "-o", "-"), ("status", "--fail-on", "missed")]
)
def test_a_tag_that_nothing_has_is_no_good_news_anywhere(data, unpolicy, command):
    result = unpolicy(*command, "--tag", "staf")
    assert (result.code, result.out) == (2, "")
    assert "No target or indicator is chosen by --tag staf: press Tab" in result.err
