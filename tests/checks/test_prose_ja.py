from __future__ import annotations

import re
import subprocess
import sys

import pytest

from unpolicy.checks.documentation import as_document, as_text, documentation, pages
from unpolicy.checks.prose_ja import PROSE
from unpolicy.checks.registry import rules

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
CODE = re.compile("`[^`]+`")
NUMBER = re.compile(r"\d+")
# Two words that the Japanese texts leave in Latin letters would be a name; four are a sentence that nobody translated.
ENGLISH = re.compile(r"[A-Za-z]+(?:,? [A-Za-z]+){3}")

every_rule = pytest.mark.parametrize("code", rules())


def text(code: str, lang: str) -> str:
    found = documentation(rules()[code], lang)
    return f"{found.what} {found.why}"


def test_every_rule_has_japanese_prose_and_nothing_else_has():
    assert list(PROSE) == list(rules())


@every_rule
def test_what_and_why_are_polite_japanese_sentences(code: str):
    for sentence in re.findall("[^。]+。?", f"{PROSE[code].what}{PROSE[code].why}"):
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
    shown = as_text(rules()[code], "ja")
    prose = CODE.sub("", "\n".join(line for line in shown.splitlines() if not line.startswith("  ")))
    assert not ENGLISH.search(prose)
    assert rules()[code].title not in prose
    assert not re.search(r"\b(error|warning|Why|Bad|Good|absent|escapes)\b", prose)
    assert shown.startswith(f"{code} {rules()[code].title_ja}")
    assert f"\n\n{PROSE[code].what}\n\n理由: {PROSE[code].why}\n" in f"{shown}\n"


@every_rule
def test_the_examples_are_the_same_in_both_languages(code: str):
    rule = rules()[code]
    assert documentation(rule, "ja").examples == documentation(rule).examples
    indented = [[line for line in as_text(rule, lang).splitlines() if line.startswith("  ")] for lang in ("en", "ja")]
    assert indented[0] == indented[1]


@every_rule
def test_the_document_and_the_page_hold_both_languages(code: str):
    document = as_document(rules()[code])
    page = pages()[f"{code}.md"]
    assert (document["what_ja"], document["why_ja"]) == PROSE[code]
    english = documentation(rules()[code])
    assert (document["what"], document["why"]) == (english.what, english.why)
    for paragraph in (english.what, f"Why: {english.why}", PROSE[code].what, f"理由: {PROSE[code].why}"):
        assert f"\n\n{paragraph}\n" in page


def test_japanese_is_not_loaded_for_english():
    program = (
        "import sys; from unpolicy.checks.documentation import as_text; from unpolicy.checks.registry import get;"
        "as_text(get('U301')); print('unpolicy.checks.prose_ja' in sys.modules);"
        "as_text(get('U301'), 'ja'); print('unpolicy.checks.prose_ja' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["False", "True"]
