"""U2: records that do not have the keys and types of the data format."""

from __future__ import annotations

from unpolicy.checks import Fix
from unpolicy.checks.expect import expected, hints
from unpolicy.checks.faults import Fault, misfit, number_fix
from unpolicy.checks.rules import Finding, rule, shown_ja


@rule("U201", "Unknown key", "知らないキー", stage="structure")
def unknown_key(fault: Fault) -> Finding:
    """A key is not part of the data format, and does not begin with `x-`.

    Why: a misspelt key would be passed over in silence, and what it says with it. A key that is misspelt by one
    letter can be put right by `--fix`. A key of your own begins with `x-`: it is kept, and means nothing here.

    データ形式になく、`x-` で始まってもいないキーがあります。

    理由: つづりを誤ったキーは、そこに書かれた内容とともに、気づかれないまま読み飛ばされてしまいます。1文字だけの
    誤りであれば、`--fix` で直せます。独自のキーは `x-` で始めます。内容は保たれますが、ここでは意味を持ちません。

    Bad (indicators.yaml):
        indicators:
          staff: {titel: Staff, unit: people, kind: count, direction: increase,
        #         ^^^^^
                  year: calendar}

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, x-file: HR-17}
    """
    name, name_ja = fault.subject.removeprefix("the key "), shown_ja(fault.path[-1])
    if fault.guess is None:
        allowed = ", ".join(hints(fault.expected.record)) if fault.expected and fault.expected.record else ""
        return fault.finding(
            f"The key {name} is not known here: take it out, or write one of {allowed}.",
            f"キー{name_ja}はここでは使えません。外すか、{allowed} のいずれかにしてください。",
        )
    close = _one_letter_apart(fault.key, fault.guess)
    return fault.finding(
        f"The key {name} is not known here: did you mean {fault.guess}?",
        f"キー{name_ja}はここでは使えません。{fault.guess} のことですか。",
        Fix.write(fault.guess, safe=close),
    )


@rule("U202", "Missing key", "足りないキー", stage="structure")
def missing_key(fault: Fault) -> Finding:
    """A key that is always needed is not there.

    Why: nothing is assumed. The direction of an indicator, for example, is always written.

    必ず書くべきキーがありません。

    理由: 書かれていないことを推測で補うことはしません。たとえば、測定指標の望ましい向きは必ず書きます。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, year: calendar}
        # ^^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
    """
    record = fault.expected.record if fault.expected is not None else None
    assert record is not None  # noqa: S101 - nothing else needs a key
    belongs = expected(hints(record)[fault.key])
    place, place_ja = (fault.subject, fault.subject_ja) if fault.path else ("The file", "ファイル")
    return fault.finding(
        f"{place[0].upper()}{place[1:]} needs the key {fault.key}: add {belongs.en}.",
        f"{place_ja}にキー {fault.key} がありません。{belongs.ja}を加えてください。",
        on="key",
    )


@rule("U203", "Wrong type", "型の誤り", stage="structure")
def wrong_type(fault: Fault) -> Finding:
    """Something stands where something of another type belongs: a list for a text, nothing for a figure.

    Why: the sentence says what was found and what belongs there.

    文字列の場所に並びがある、値の場所に何もないなど、書かれているものの型が違います。

    理由: 何が書かれているか、何を書くべきかは、メッセージに示されます。

    Bad (indicators.yaml):
        indicators:
          staff: {title: [Staff], unit: people, kind: count, direction: increase,
        #                ^^^^^^^
                  year: calendar}

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar}
    """
    return misfit(fault)


@rule("U204", "Text in place of a number", "数の場所に文字列", stage="structure")
def text_for_number(fault: Fault) -> Finding:
    """A text stands where a number belongs: a quoted number, full-width digits, thousands parted by commas.

    Why: nobody can compute with it. Where the text is a figure in another spelling, `--fix` writes the number.

    数を書く場所に文字列があります。引用符で囲んだ数、全角の数字、桁区切りのコンマが入った数などです。

    理由: 文字列のままでは計算できません。数を別の書き方で書いたものであれば、`--fix` が数に書き直します。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2023: "961"}}
        #                                         ^^^^^

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2023: ９６１}}
        #                                         ^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2023: 961}}
    """
    return misfit(fault, number_fix(fault))


@rule("U205", "Boolean", "真偽値", stage="structure")
def boolean(fault: Fault) -> Finding:
    """`true` or `false` stands where a text or a number belongs.

    Why: the format has no booleans. A text that reads like one is put in quotes.

    文字列か数を書く場所に、`true` か `false` があります。

    理由: この形式に真偽値はありません。真偽値のように読める文字列は、引用符で囲みます。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2023: true}}
        #                                         ^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {2023: 961}}
    """
    return misfit(fault)


@rule("U212", "Text without a language", "言語のない文字列", stage="structure")
def no_language(fault: Fault) -> Finding:
    """A text in languages has neither `ja` nor `en`.

    Why: there would be nothing to show.

    言語ごとに書く文字列に、`ja` も `en` もありません。

    理由: 表示するものが何もありません。

    Bad (indicators.yaml):
        indicators:
          staff: {title: {}, unit: people, kind: count, direction: increase,
        #                ^^
                  year: calendar}

    Good (indicators.yaml):
        indicators:
          staff: {title: {en: Staff}, unit: people, kind: count, direction: increase,
                  year: calendar}
    """
    return fault.finding(
        f"{fault.opening} has no language: write a text, or {{ja: …, en: …}} with one of them or both.",
        f"{fault.subject_ja}に言語がありません。文字列か、ja と en の少なくとも一方を書いてください。",
    )


@rule("U214", "Limits without min and max", "上限も下限もない", stage="structure")
def no_limit(fault: Fault) -> Finding:
    """A `keep` has neither `min` nor `max`.

    Why: there is nothing to stay within.

    `keep` に `min` も `max` もありません。

    理由: 守るべき限度が何もありません。

    Bad (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, keep: {},
        #                                                                    ^^
                       by: 2025}

    Good (targets.yaml):
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020,
                       keep: {min: 900}, by: 2025}
    """
    return fault.finding(
        f"{fault.opening} has neither min nor max: write one of them or both.",
        f"{fault.subject_ja}に min も max もありません。少なくとも一方を書いてください。",
    )


@rule("U215", "Figure and status do not fit", "値と状態が合わない", stage="structure")
def value_and_status(fault: Fault) -> Finding:
    """A pending or missing figure has a value, or another has none.

    Why: a figure that is out is not pending any more, and one without a value cannot be final.

    公表予定か欠測の実績値に値があるか、それ以外の実績値に値がありません。

    理由: すでに公表された実績値は、もう公表予定ではありません。値のない実績値は、確定値ではありえません。

    Bad (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2023: {status: pending, value: 961}}}
        #     ^^^^

    Good (indicators.yaml):
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase,
                  year: calendar, actuals: {
              2023: {status: provisional, value: 961}}}
    """
    status = fault.found.get("status", "final")
    if fault.found.get("value") is None:
        return fault.finding(
            f"{fault.opening} is {status} but has no value: write it, or status: pending.",
            f"{fault.subject_ja}は {status} ですが値がありません。値を書くか status: pending としてください。",
            on="key",
        )
    return fault.finding(
        f"{fault.opening} is {status} but has a value: take out one of the two.",
        f"{fault.subject_ja}は {status} ですが値があります。どちらかを外してください。",
        on="key",
    )


@rule("U216", "Unknown version of the format", "知らない形式の版", stage="structure")
def unknown_version(fault: Fault) -> Finding:
    """The `version` is not 1.

    Why: the file may be meant for a newer program, or the version is mistyped.

    `version` が1ではありません。

    理由: より新しいプログラムのためのファイルか、版の書き間違いかもしれません。

    Bad (indicators.yaml):
        version: 2
        #        ^
        indicators: {}

    Good (indicators.yaml):
        version: 1
        indicators: {}
    """
    return fault.finding(
        f"The version {fault.shown} of the format is not known: write 1, or use a newer unpolicy.",
        f"形式の版{fault.shown_ja}を知りません。1 と書くか、新しい unpolicy を使ってください。",
    )


def _one_letter_apart(word: str, other: str) -> bool:
    """Whether one letter was left out, added or changed, or two neighbours exchanged (Damerau 1964)."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    rest, rest_other = word[start:], other[start:]
    return (
        rest[1:] == rest_other
        or rest == rest_other[1:]
        or rest[1:] == rest_other[1:]
        or (len(rest) > 1 and rest[:2] == rest_other[1::-1] and rest[2:] == rest_other[2:])
    )
