from __future__ import annotations

import pytest

PLAIN_TARGETS = "version: 1\npolicy: {id: reform, title: Reform}\n"
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
        ("\n      # unpolicy: ignore[U603] for the line below, which is sound", ["U603", "U701"]),
    ],
)
def test_a_comment_silences_its_own_line(files, comment: str, codes: list[str]):
    assert files.write(targets=PLAIN_TARGETS, indicators=TEXT % comment).codes() == codes


def test_a_comment_alone_on_its_line_silences_the_next(files):
    text = (TEXT % "").replace("      2021:", "      # unpolicy: ignore[U603] counted anew\n      2021:")
    found = files.write(targets=PLAIN_TARGETS, indicators=text).inspect()
    assert found.diagnostics == ()
    assert found.ignored == 1


def test_errors_can_be_silenced_too_and_the_place_of_a_leftover_is_exact(files):
    text = (TEXT % "").replace("title: Staff", "title: Staff # unpolicy: ignore[U301, U701] old")
    found = files.write(targets=PLAIN_TARGETS, indicators=text).inspect().diagnostics
    places = [(one.code, one.line, one.column, one.end_column) for one in found if one.line == 4]
    assert places == [("U701", 4, 37, 41), ("U701", 4, 43, 47)]
