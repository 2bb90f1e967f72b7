from __future__ import annotations

import re
from pathlib import Path

import pytest
from rule_examples import content, places

from unpolicy.checks.documentation import Example, as_text, documentation
from unpolicy.checks.rules import GROUPS, rules
from unpolicy.cli.reference import rules_document

PAGES = Path(__file__).parents[2] / "docs" / "rules"
# Sound beside the examples: targets that ask nothing of an indicator that an example leaves out.
PLAIN_TARGETS = """\
version: 1
policy: {id: reform, title: Reform}
sources: {sheet: {title: Sheet, published: 2022-08-30}}
"""
WITHOUT_EXAMPLES = {"U004", "U108", "U109", "U110", "U113", "U604"}
UNMARKED = {"U001", "U112", "U217", "U606"}
DOCUMENTED = {code: documentation(rule) for code, rule in rules().items()}
PROSE = {code: (found.what[1], found.why[1]) for code, found in DOCUMENTED.items()}
EXAMPLES = [(rule.code, one) for rule in rules().values() for one in documentation(rule).examples]

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
CODE = re.compile("`[^`]+`")
NUMBER = re.compile(r"\d+")
# Two words that the Japanese texts leave in Latin letters would be a name; four are a sentence that nobody translated.
ENGLISH = re.compile(r"[A-Za-z]+(?:,? [A-Za-z]+){3}")

every_rule = pytest.mark.parametrize("code", rules())


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=[f"{code}-{one.good}" for code, one in EXAMPLES])
def test_an_example_yields_its_rule_at_its_place_or_nothing(files, code: str, example: Example):
    if example.file == "indicators":
        files.write(targets=PLAIN_TARGETS)
    files.write(**{example.file: content(example)})
    found = [one for one in files.inspect().diagnostics if not _about_the_form(one.code, code)]
    if example.good:
        assert found == []
        return
    assert [one.code for one in found] == [code]
    assert found[0].path == f"{example.file}.yaml"
    if places(example):
        assert [(one.line, one.column, one.end_column) for one in found] == places(example)
        assert found[0].end_line == found[0].line


@pytest.mark.parametrize("code", sorted(set(rules()) - WITHOUT_EXAMPLES))
def test_a_rule_has_a_bad_and_a_good_example_and_marks_the_place(code: str):
    examples = documentation(rules()[code]).examples
    assert {one.good for one in examples} == {True, False}
    assert all(places(one) or code in UNMARKED for one in examples if not one.good)


@pytest.mark.parametrize("rule", rules().values(), ids=rules())
def test_a_rule_says_what_and_why_in_sentences(rule):
    found = documentation(rule)
    assert found.what[0].endswith(".")
    assert found.why[0].endswith(".")
    assert rule.title_ja
    assert rule.group in GROUPS
    english, japanese = as_text(rule)
    assert rule.title in english
    assert rule.title_ja in japanese
    assert f"\n\nWhy: {found.why[0]}\n" in f"{english}\n"


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=[f"{code}-{one.good}" for code, one in EXAMPLES])
def test_an_example_fits_a_terminal(code: str, example: Example):
    assert all(len(line) <= 78 for line in example.text.splitlines()), code


def _about_the_form(found: str, code: str) -> bool:
    # An example that lacks its line break is about that, and the rule of line endings cannot avoid it.
    return found == "U606" and code == "U112"


def text(code: str, lang: str) -> str:
    found, say = DOCUMENTED[code], lang == "ja"
    return f"{found.what[say]} {found.why[say]}"


@every_rule
def test_what_and_why_are_polite_japanese_sentences(code: str):
    for sentence in re.findall("[^。]+。?", f"{PROSE[code][0]}{PROSE[code][1]}"):
        assert JAPANESE.search(sentence)
        assert re.search("(ます|です|せん)。$", sentence), sentence


@every_rule
def test_what_a_person_types_is_the_same_in_both_languages(code: str):
    # The reason behind an ignored code is a person's own words.
    english = {span.replace("] reason`", "] 理由`") for span in CODE.findall(text(code, "en"))}
    assert set(CODE.findall(text(code, "ja"))) == english


@every_rule
def test_no_number_of_the_english_prose_is_lost(code: str):
    assert set(NUMBER.findall(text(code, "en"))) <= set(NUMBER.findall(text(code, "ja")))


@every_rule
def test_a_code_stands_apart_from_the_words_around_it(code: str):
    prose = text(code, "ja")
    for span in CODE.finditer(prose):
        assert prose[span.start() - 1] in " 、。（" or span.start() == 0, prose
        assert prose[span.end()] in " 、。）", prose


@every_rule
def test_the_japanese_text_of_a_rule_has_no_english_outside_its_examples(code: str):
    shown = as_text(rules()[code])[1]
    prose = CODE.sub("", "\n".join(line for line in shown.splitlines() if not line.startswith("  ")))
    assert not ENGLISH.search(prose)
    assert rules()[code].title not in prose
    assert not re.search(r"\b(error|warning|Why|Bad|Good|absent|escapes)\b", prose)
    assert shown.startswith(f"{code} {rules()[code].title_ja}")
    assert f"\n\n{PROSE[code][0]}\n\n理由: {PROSE[code][1]}\n" in f"{shown}\n"


@every_rule
def test_the_examples_are_the_same_in_both_languages(code: str):
    rule = rules()[code]
    indented = [[line for line in shown.splitlines() if line.startswith("  ")] for shown in as_text(rule)]
    assert indented[0] == indented[1]


@every_rule
def test_the_document_and_the_page_hold_both_languages(code: str):
    [document] = rules_document([rules()[code]]).rules
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert (document.what_ja, document.why_ja) == PROSE[code]
    what, why = DOCUMENTED[code].what[0], DOCUMENTED[code].why[0]
    assert (document.what, document.why) == (what, why)
    for paragraph in (what, f"Why: {why}", PROSE[code][0], f"理由: {PROSE[code][1]}"):
        assert f"\n\n{paragraph}\n" in page


@pytest.mark.parametrize(
    "docstring",
    [
        "What.",
        "What.\n\nWhy: because.",
        "What.\n\nWhy: because.\n\n何。\n\nなぜ。",
        "What.\n\nNo.\n\n何。\n\n理由: 訳。",
    ],
)
def test_a_docstring_without_its_four_paragraphs_is_refused(docstring: str):
    rule = rules()["U301"]._replace(function=type("Documented", (), {"__doc__": docstring}))
    with pytest.raises(ValueError, match="U301 does not say why in both languages"):
        documentation(rule)


def test_text_between_the_examples_is_refused():
    written = "What.\n\nWhy: because.\n\n何。\n\n理由: 訳。\n\nOdd.\n\nGood (targets.yaml):\n    version: 1"
    rule = rules()["U301"]._replace(function=type("Documented", (), {"__doc__": written}))
    with pytest.raises(ValueError, match="text that is no example"):
        documentation(rule)
