from __future__ import annotations

from datetime import date

import pytest
from rule_examples import places

from unpolicy.checks.documentation import documentation
from unpolicy.checks.inspection import inspect_files, read, require_sound
from unpolicy.checks.rules import rules
from unpolicy.errors import DataError

AS_OF = date(2026, 11, 24)
PLAIN_TARGETS = """\
version: 1
policy: {id: reform, title: Reform}
sources: {sheet: {title: Sheet, published: 2022-08-30}}
"""
TEXT = """\
version: 1
indicators:
  staff:
    title: Staff
    unit: people
    kind: count
    direction: increase
    year: calendar
    actuals:
      2020: 918
      2021: 9180%s
      2022: 9200
"""


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("", ["U603"]),
        (" # unpolicy: ignore[U603] counted anew", []),
        (" # counted anew; unpolicy: ignore[U603]", ["U603"]),
        (" #unpolicy:ignore[ U603 , U301 ]", ["U701"]),
        (" # unpolicy: ignore[U301] wrong code", ["U603", "U701"]),
        (" # unpolicy: ignore[U999] no such rule", ["U603", "U702"]),
        (" # unpolicy: ignore[] nothing", ["U603"]),
        (" # see unpolicy", ["U603"]),
        (" # counted anew # unpolicy: ignore[U603]", []),
        ("\n# unpolicy: ignore[U603] at the first column, and the line below is sound", ["U603", "U701"]),
        ("\n      # unpolicy: ignore[U603] for the line below, which is sound", ["U603", "U701"]),
    ],
)
def test_a_comment_silences_its_own_line(files, comment: str, codes: list[str]):
    assert files.write(targets=PLAIN_TARGETS, indicators=TEXT % comment).codes() == codes


def test_a_comment_alone_on_its_line_silences_the_next(files):
    text = (TEXT % "").replace("      2021:", "      # unpolicy: ignore[U603] counted anew\n      2021:")
    assert files.write(targets=PLAIN_TARGETS, indicators=text).codes() == []


def test_errors_can_be_silenced_too_and_the_place_of_a_leftover_is_exact(files):
    text = (TEXT % "").replace("title: Staff", "title: Staff # unpolicy: ignore[U301, U701] old")
    found = files.write(targets=PLAIN_TARGETS, indicators=text).inspect().diagnostics
    places = [(one.code, one.line, one.column, one.end_column) for one in found if one.line == 4]
    assert places == [("U701", 4, 37, 41), ("U701", 4, 43, 47)]


@pytest.mark.parametrize(
    "figure",
    [
        '{value: 9180, note: "no # unpolicy: ignore[U603] comment"}',
        "{value: 9180, note: 'no # unpolicy: ignore[U603] comment'}",
        '{value: 9180, note: "no\n       # unpolicy: ignore[U603] comment"}',
    ],
)
def test_a_text_that_looks_like_a_comment_silences_nothing(files, figure: str):
    text = TEXT.replace("9180%s", figure).replace("title: Staff", "title: Staff # unpolicy: ignore[U701] real")
    found = files.write(targets=PLAIN_TARGETS, indicators=text).inspect()
    assert [(one.code, one.line) for one in found.diagnostics] == [("U701", 4), ("U603", 11)]


def _with_ignores(code: str, rule_example) -> str:
    marked = {line for line, _, _ in places(rule_example)}
    lines = rule_example.text.splitlines()
    return "".join(
        f"{line} # unpolicy: ignore[{code}] tried\n" if number in marked else f"{line}\n"
        for number, line in enumerate(lines, 1)
    )


MARKED = [
    (code, one)
    for code, rule in rules().items()
    for one in documentation(rule).examples
    if places(one) and not one.good and not one.state
]


@pytest.mark.parametrize(("code", "example"), MARKED, ids=[code for code, _ in MARKED])
def test_only_what_leaves_the_data_whole_can_be_ignored(files, code: str, example):
    if example.file == "indicators":
        files.write(targets=PLAIN_TARGETS)
    files.write(**{example.file: _with_ignores(code, example)})
    inspection = files.inspect()
    found = [one.code for one in inspection.diagnostics]
    if rules()[code].ignorable and code not in {"U701", "U702"}:
        assert found == []
        assert require_sound(inspection) is inspection.dataset is not None
    elif code not in {"U701", "U702"}:
        assert code in found
        with pytest.raises(DataError):
            require_sound(inspect_files(read(files.paths), as_of=AS_OF, warnings=False))
        if not code.startswith("U1"):
            (complaint,) = (one for one in inspection.diagnostics if one.code == "U701")
            assert f"{code} cannot be ignored" in complaint.message
            assert f"{code} は無視できません" in complaint.message_ja
