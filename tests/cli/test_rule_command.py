from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from unpolicy.checks.documentation import documentation
from unpolicy.checks.rules import rules
from unpolicy.cli.reference import _codes

DOCUMENTED = {code: documentation(rule) for code, rule in rules().items()}
PROSE = {code: (found.what[1], found.why[1]) for code, found in DOCUMENTED.items()}

LINE_MAY_NOT_BEGIN_WITH = tuple("、。，．）」』・ー々,.)}]")


def unwrapped(paragraph: str) -> str:
    return "".join(paragraph.split())


def paragraphs(shown: str) -> list[str]:
    """What is said before the examples, without what wrapping adds or takes."""
    return [unwrapped(one) for one in shown.split("\n\n")][:3]


def test_a_rule_is_explained_in_the_language_asked_for(unpolicy):
    english, japanese = unpolicy("rule", "u301"), unpolicy("rule", "U301", "--lang", "ja")
    assert (english.code, japanese.code, english.err, japanese.err) == (0, 0, "", "")
    assert english.out.startswith("U301 Figure out of bounds · 実績値が範囲外 (error; Values)\n\nA figure lies outside")
    assert "\n\nWhy: `bounds` says what a figure can be at all" in english.out
    assert japanese.out.startswith(
        "U301 実績値が範囲外（エラー · 値）\n\n実績値が、測定指標の範囲の外にあります。\n\n理由: "
    )
    assert "\n\n悪い例（indicators.yaml）:\n  version: 1\n" in japanese.out
    for word in ("figure", "Figure", "bounds says", "error", "Why", "Bad", "Good"):
        assert word not in japanese.out


def test_the_environment_chooses_the_language_too(unpolicy, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert PROSE["U503"][0] in unpolicy("rule", "U503").out


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("code", rules())
def test_japanese_prose_is_wrapped_on_a_terminal_and_whole(looking, code: str, width: int):
    shown = looking("rule", code, "--lang", "ja", width=width).out
    head, what, why = paragraphs(shown)
    assert head.startswith(f"{code}{rules()[code].title_ja}（")
    assert (what, why) == (unwrapped(PROSE[code][0]), unwrapped(f"理由: {PROSE[code][1]}"))
    for line in "\n\n".join(shown.split("\n\n")[:3]).splitlines():
        assert cell_len(line) <= width
        assert not line.startswith(LINE_MAY_NOT_BEGIN_WITH)


@pytest.mark.parametrize("code", rules())
def test_piped_prose_is_one_line_a_paragraph(unpolicy, code: str):
    lines = unpolicy("rule", code, "--lang", "ja").out.splitlines()
    assert lines[2] == PROSE[code][0]
    assert lines[4] == f"理由: {PROSE[code][1]}"


def test_the_json_holds_both_languages_whichever_is_asked_for(unpolicy):
    english, japanese = unpolicy("rule", "--json"), unpolicy("rule", "--json", "--lang", "ja")
    assert english.out == japanese.out
    document = json.loads(english.out)
    assert document["schema"] == "unpolicy/rule/1"
    assert [one["code"] for one in document["rules"]] == list(rules())
    (one,) = json.loads(unpolicy("rule", "U301", "--json").out)["rules"]
    assert (one["group"], one["group_ja"]) == ("Values", "値")
    assert (one["title"], one["title_ja"]) == ("Figure out of bounds", "実績値が範囲外")
    assert one["what"] == "A figure lies outside the indicator's bounds."
    assert (one["what_ja"], one["why_ja"]) == PROSE["U301"][:2]


def test_the_list_on_a_terminal_is_in_columns_in_both_languages(looking):
    for lang, severities in (("en", ("error  ", "warning")), ("ja", ("エラー", "警告　"))):
        shown = looking("rule", "--lang", lang).out
        listed = [line for line in shown.splitlines() if line.startswith("  U")]
        assert len(listed) == len(rules())
        for line, rule in zip(listed, rules().values(), strict=True):
            severity = severities[rule.severity == "warning"]
            assert line == f"  {rule.code}  {severity}  {rule.title_ja if lang == 'ja' else rule.title}"
        assert len({cell_len(severity) for severity in severities}) == 1


def test_the_piped_list_keeps_the_words_that_programs_read(unpolicy):
    rows = [line.split("\t") for line in unpolicy("rule", "--lang", "ja").out.splitlines()]
    assert rows == [[rule.code, rule.severity, rule.title_ja] for rule in rules().values()]


def test_codes_are_completed_with_their_names_in_the_language_of_the_locale(monkeypatch):
    assert _codes("u30")[0] == ("U301", "Figure out of bounds")
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert _codes("U30")[0] == ("U301", "実績値が範囲外")
