from __future__ import annotations

import pytest

from unpolicy.checks.documentation import Example, as_text, documentation
from unpolicy.checks.registry import GROUPS, rules

# Sound beside the examples: targets that ask nothing of an indicator that an example leaves out.
PLAIN_TARGETS = "version: 1\npolicy: {id: reform, title: Reform}\n"
WITHOUT_EXAMPLES = {"U108", "U109", "U110", "U604"}
UNMARKED = {"U001", "U112", "U217", "U606"}
EXAMPLES = [(rule.code, one) for rule in rules().values() for one in documentation(rule).examples]


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=[f"{code}-{one.good}" for code, one in EXAMPLES])
def test_an_example_yields_its_rule_at_its_place_or_nothing(files, code: str, example: Example):
    if example.file == "indicators":
        files.write(targets=PLAIN_TARGETS)
    files.write(**{example.file: example.content})
    found = [one for one in files.inspect().diagnostics if not _about_the_form(one.code, code)]
    if example.good:
        assert found == []
        return
    assert [one.code for one in found] == [code]
    assert found[0].path == f"{example.file}.yaml"
    if example.places():
        assert [(one.line, one.column, one.end_column) for one in found] == example.places()
        assert found[0].end_line == found[0].line


@pytest.mark.parametrize("code", sorted(set(rules()) - WITHOUT_EXAMPLES))
def test_a_rule_has_a_bad_and_a_good_example_and_marks_the_place(code: str):
    examples = documentation(rules()[code]).examples
    assert {one.good for one in examples} == {True, False}
    assert all(one.places() or code in UNMARKED for one in examples if not one.good)


@pytest.mark.parametrize("rule", rules().values(), ids=rules())
def test_a_rule_says_what_and_why_in_sentences(rule):
    found = documentation(rule)
    assert found.what.endswith(".")
    assert found.why.endswith(".")
    assert rule.title_ja
    assert rule.group in GROUPS
    assert rule.title in as_text(rule)
    assert rule.title_ja in as_text(rule, "ja")
    assert f"\n\nWhy: {found.why}\n" in f"{as_text(rule)}\n"


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=[f"{code}-{one.good}" for code, one in EXAMPLES])
def test_an_example_fits_a_terminal(code: str, example: Example):
    assert all(len(line) <= 78 for line in example.text.splitlines()), code


def _about_the_form(found: str, code: str) -> bool:
    # An example that lacks its line break is about that, and the rule of line endings cannot avoid it.
    return found == "U606" and code == "U112"
