"""U2: records that do not have the form of the data format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.checks.finding import Repair
from unpolicy.checks.registry import rule
from unpolicy.checks.similar import one_letter_apart
from unpolicy.checks.structure import shown_ja
from unpolicy.errors import UsageError
from unpolicy.figures import parse_figure
from unpolicy.years import parse_year

if TYPE_CHECKING:
    from unpolicy.checks.finding import Finding
    from unpolicy.checks.structure import Fault


@rule("U201", "Unknown key", "知らないキー", stage="structure")
def unknown_key(fault: Fault) -> Finding:
    """A key is not part of the data format.

    Why: a misspelt key would be passed over in silence, and what it says with it. A key that is misspelt by one
    letter can be put right by `--fix`.

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {titel: Staff, unit: people, kind: count, direction: increase, year: calendar}
        #         ^^^^^

    Good (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar}
    """
    name, name_ja = fault.subject.removeprefix("the key "), shown_ja(fault.path[-1])
    if fault.guess is None:
        allowed = ", ".join(fault.expected.record.model_fields) if fault.expected and fault.expected.record else ""
        return fault.finding(
            f"The key {name} is not known here: take it out, or write one of {allowed}.",
            f"キー{name_ja}はここでは使えません。外すか、{allowed} のいずれかにしてください。",
        )
    close = one_letter_apart(fault.key, fault.guess)
    return fault.finding(
        f"The key {name} is not known here: did you mean {fault.guess}?",
        f"キー{name_ja}はここでは使えません。{fault.guess} のことですか。",
        Repair(f"Write {fault.guess}.", f"{fault.guess} と書く。", text=fault.guess, safe=close),
    )


@rule("U202", "Missing key", "足りないキー", stage="structure")
def missing_key(fault: Fault) -> Finding:
    """A key that is always needed is not there.

    Why: nothing is assumed. The direction of an indicator, for example, is always written.

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, year: calendar}
        # ^^^^^

    Good (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar}
    """
    belongs = fault.expected.record if fault.expected is not None else None
    what, what_ja = _field_words(belongs, fault.key)
    where, where_ja = (fault.subject, fault.subject_ja) if fault.path else ("The file", "ファイル")
    return fault.finding(
        f"{where[0].upper()}{where[1:]} needs the key {fault.key}: add {what}.",
        f"{where_ja}にキー {fault.key} がありません。{what_ja}を加えてください。",
        on="key",
    )


@rule("U203", "Wrong type", "型の誤り", stage="structure")
def wrong_type(fault: Fault) -> Finding:
    """Something stands where something of another type belongs: a list for a text, nothing for a figure.

    Why: the sentence says what was found and what belongs there.

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: [Staff], unit: people, kind: count, direction: increase, year: calendar}
        #                ^^^^^^^

    Good (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar}
    """
    return _expected(fault)


@rule("U204", "Text in place of a number", "数の場所に文字列", stage="structure")
def text_for_number(fault: Fault) -> Finding:
    """A text stands where a number belongs: a quoted number, full-width digits, thousands parted by commas.

    Why: nobody can compute with it. Where the text is a figure in another spelling, `--fix` writes the number.

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, actuals: {2023: "961"}}
        #                                                                                                       ^^^^^

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, actuals: {2023: ９６１}}
        #                                                                                                       ^^^

    Good (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, actuals: {2023: 961}}
    """
    return _expected(fault, _number_repair(fault))


@rule("U205", "Boolean", "真偽値", stage="structure")
def boolean(fault: Fault) -> Finding:
    """`true` or `false` stands where a text or a number belongs.

    Why: the format has no booleans. A text that reads like one is put in quotes.

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, actuals: {2023: true}}
        #                                                                                                       ^^^^

    Good (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, actuals: {2023: 961}}
    """
    return _expected(fault)


@rule("U206", "Not a date", "日付でない", stage="structure")
def not_a_date(fault: Fault) -> Finding:
    """A date is not written as 2024-08-30, or there is no such day.

    Why: dates are written one way, so that they sort and nobody mistakes a month for a day.

    Bad (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        sources: {report: {title: Report, published: 2024-02-30}}
        #                                            ^^^^^^^^^^

    Good (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        sources: {report: {title: Report, published: 2024-02-29}}
    """
    return _expected(fault)


@rule("U207", "Not an id", "idの形でない", stage="structure")
def not_an_id(fault: Fault) -> Finding:
    """An id is not in kebab-case: small letters, digits and single hyphens.

    Why: ids are typed on the command line and stand in links; one way of writing them leaves nothing to guess.

    Bad (indicators.yaml):
        version: 1
        indicators:
          UN_Staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar}
        # ^^^^^^^^

    Good (indicators.yaml):
        version: 1
        indicators:
          un-staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar}
    """
    return _expected(fault)


@rule("U208", "Not a year", "年の形でない", stage="structure")
def not_a_year(fault: Fault) -> Finding:
    """A year is not a whole number from 1900 to 2200: an era year, a quoted year, a slip.

    Why: years are written one way in the files, however they are typed on the command line. Where the text is a year in
    another spelling, `--fix` writes the number.

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, actuals: {令和5年: 961}}
        #                                                                                                 ^^^^

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, actuals: {20233: 961}}
        #                                                                                                 ^^^^^

    Good (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, actuals: {2023: 961}}
    """
    return _expected(fault, _year_repair(fault))


@rule("U209", "Not a period", "期間の形でない", stage="structure")
def not_a_period(fault: Fault) -> Finding:
    """A period is not written as `FY2021..FY2023`, `FY2023`, `2021..2023` or `2023`.

    Why: fiscal and calendar years are told apart by the letters FY, and one period is in one of the two.

    Bad (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform, reviewed: 2021-2023}
        #                                             ^^^^^^^^^

    Good (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform, reviewed: FY2021..FY2023}
    """
    return _expected(fault)


@rule("U210", "Not one of the words", "選択肢にない語", stage="structure")
def not_a_choice(fault: Fault) -> Finding:
    """A word is not one of those that can stand there.

    Why: `kind`, `direction`, `year`, `status` and others have a fixed set of words; the sentence names them.

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: up, year: calendar}
        #                                                             ^^

    Good (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar}
    """
    if fault.guess is None:
        return _expected(fault)
    return _expected(
        fault, Repair(f"Write {fault.guess}.", f"{fault.guess} と書く。", text=fault.guess, safe=False), fault.guess
    )


@rule("U211", "Empty text", "空の文字列", stage="structure")
def empty_text(fault: Fault) -> Finding:
    """A text holds nothing but blanks.

    Why: whatever shows it would show a gap. A key that is not needed is left out.

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: "", unit: people, kind: count, direction: increase, year: calendar}
        #                ^^

    Good (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar}
    """
    return fault.finding(
        f"{_capital(fault.subject)} is empty: write the text, or leave the key out where it is not needed.",
        f"{fault.subject_ja}が空です。文字列を書くか、不要なキーなら外してください。",
    )


@rule("U212", "Text without a language", "言語のない文字列", stage="structure")
def no_language(fault: Fault) -> Finding:
    """A text in languages has neither `ja` nor `en`.

    Why: there would be nothing to show.

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: {}, unit: people, kind: count, direction: increase, year: calendar}
        #                ^^

    Good (indicators.yaml):
        version: 1
        indicators:
          staff: {title: {en: Staff}, unit: people, kind: count, direction: increase, year: calendar}
    """
    return fault.finding(
        f"{_capital(fault.subject)} has no language: write a text, or {{ja: …, en: …}} with one of them or both.",
        f"{fault.subject_ja}に言語がありません。文字列か、ja と en の少なくとも一方を書いてください。",
    )


@rule("U213", "Target without one aim", "目標値が一つでない", stage="structure")
def not_one_aim(fault: Fault) -> Finding:
    """A target has neither `value` nor `keep`, or both.

    Why: a target is either a figure to reach or limits to stay within.

    Bad (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        goals: {people: {title: People}}
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, by: 2025}
        # ^^^^^^^^^^

    Good (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        goals: {people: {title: People}}
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, value: 1000, by: 2025}
    """
    both = fault.found.get("value") is not None
    name = fault.path[-1]
    return fault.finding(
        f"The target {name} has both value and keep: leave one out."
        if both
        else f"The target {name} has neither value nor keep: add the figure to reach, or the limits to stay within.",
        f"目標 {name} に value と keep の両方があります。一方を外してください。"
        if both
        else f"目標 {name} に value も keep もありません。達すべき値か、守るべき限度を書いてください。",
        on="key",
    )


@rule("U214", "Limits without min and max", "上限も下限もない", stage="structure")
def no_limit(fault: Fault) -> Finding:
    """A `keep` has neither `min` nor `max`.

    Why: there is nothing to stay within.

    Bad (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        goals: {people: {title: People}}
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, keep: {}, by: 2025}
        #                                                                    ^^

    Good (targets.yaml):
        version: 1
        policy: {id: reform, title: Reform}
        goals: {people: {title: People}}
        targets:
          more-staff: {goal: people, indicator: staff, baseline: 2020, keep: {min: 900}, by: 2025}
    """
    return fault.finding(
        f"{_capital(fault.subject)} has neither min nor max: write one of them or both.",
        f"{fault.subject_ja}に min も max もありません。少なくとも一方を書いてください。",
    )


@rule("U215", "Figure and status do not fit", "値と状態が合わない", stage="structure")
def value_and_status(fault: Fault) -> Finding:
    """A pending or missing figure has a value, or another has none.

    Why: a figure that is out is not pending any more, and one without a value cannot be final.

    Bad (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, actuals: {
              2023: {status: pending, value: 961}}}
        #     ^^^^

    Good (indicators.yaml):
        version: 1
        indicators:
          staff: {title: Staff, unit: people, kind: count, direction: increase, year: calendar, actuals: {
              2023: {status: provisional, value: 961}}}
    """
    status = fault.found.get("status", "final")
    if fault.found.get("value") is None:
        return fault.finding(
            f"{_capital(fault.subject)} is {status} but has no value: write it, or status: pending.",
            f"{fault.subject_ja}は {status} ですが値がありません。値を書くか status: pending としてください。",
            on="key",
        )
    return fault.finding(
        f"{_capital(fault.subject)} is {status} but has a value: take out one of the two.",
        f"{fault.subject_ja}は {status} ですが値があります。どちらかを外してください。",
        on="key",
    )


@rule("U216", "Unknown version of the format", "知らない形式の版", stage="structure")
def unknown_version(fault: Fault) -> Finding:
    """The `version` is not 1.

    Why: the file may be meant for a newer program, or the version is mistyped.

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
        f"形式の版{shown_ja(fault.found)}を知りません。1 と書くか、新しい unpolicy を使ってください。",
    )


def _expected(fault: Fault, repair: Repair | None = None, guess: str | None = None) -> Finding:
    belongs = fault.expected
    if belongs is None:
        return fault.finding(
            f"{fault.shown} does not belong here: take it out.",
            f"{shown_ja(fault.found)}はここに置けません。外してください。",
        )
    question, question_ja = (f"; did you mean {guess}?", f"{guess} のことですか。") if guess else (".", "")
    found, found_ja = ("nothing", "空") if fault.found is None else (fault.shown, shown_ja(fault.found))
    if fault.on == "key":
        return fault.finding(
            f"The key here must be {belongs.en}, not {found}{question}",
            f"キーが{found_ja}になっています。{belongs.ja}にしてください。{question_ja}",
            repair,
        )
    return fault.finding(
        f"{_capital(fault.subject)} must be {belongs.en}, not {found}{question}",
        f"{fault.subject_ja}が{found_ja}になっています。{belongs.ja}にしてください。{question_ja}",
        repair,
    )


def _number_repair(fault: Fault) -> Repair | None:
    try:
        spoken = parse_figure(fault.found)
    except UsageError:
        return None
    if spoken.value is None:
        text = "{status: pending}"
        kind = fault.expected.kind if fault.expected is not None else ""
        return Repair(f"Write {text}.", f"{text} と書く。", text=text, safe=False) if kind == "figure" else None
    safe = not spoken.percent or fault.measure == "percentage"
    return Repair(f"Write {spoken.value}.", f"{spoken.value} と書く。", text=str(spoken.value), safe=safe)


def _year_repair(fault: Fault) -> Repair | None:
    found = fault.found
    if isinstance(found, float) and found.is_integer():
        found = str(int(found))
    try:
        spoken = parse_year(found) if isinstance(found, str) else None
    except UsageError:
        return None
    if spoken is None or (fault.on == "key" and spoken.year in fault.around):
        return None
    safe = spoken.wording is None or spoken.wording == fault.calendar
    return Repair(f"Write {spoken.year}.", f"{spoken.year} と書く。", text=str(spoken.year), safe=safe)


def _field_words(record: type | None, key: str) -> tuple[str, str]:
    from unpolicy.checks import expect

    if record is None:
        return "it", "それ"
    hint = expect.hints(record).get(key)
    words = None if hint is None else expect.expected(hint)
    return (words.en, words.ja) if words is not None else ("it", "それ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
