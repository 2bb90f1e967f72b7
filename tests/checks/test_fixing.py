from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from unpolicy.change.transact import Circumstances, write_fixes
from unpolicy.checks import Fix, fixing, run
from unpolicy.checks.fixing import fix
from unpolicy.checks.inspection import inspect_files, read
from unpolicy.errors import ConflictError
from unpolicy.store.compose import compose_entry
from unpolicy.store.journal import Origin
from unpolicy.store.source import DataFile, read_source

AS_OF = date(2026, 1, 15)
PLAIN_TARGETS = "version: 1\npolicy: {id: reform, title: Reform}\n"
TEXT = """\
version: 1
indicators:
  staff: # 職員
    title: Staff
    unit: people
    kind: amount
    direction: increase
    year: calendar
    actuals:
      2020: 918   # first
      2021: 956
"""


def fixed(files, text: str | bytes) -> bytes:
    files.write(targets=PLAIN_TARGETS, indicators=text)
    path = files.paths["indicators"]

    def look(source: DataFile):
        found = read({"targets": files.paths["targets"]})
        return inspect_files({**found, "indicators": source}, as_of=AS_OF).diagnostics

    result = fix(read_source(path), look)
    write_fixes(path, result, Circumstances(AS_OF, origin=Origin(("validate", "--fix"))))
    return path.read_bytes()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("956", "９５６"),
        ("956", '"956"'),
        ("956", "'956'"),
        ("1956", "1,956"),
        ("956", '"９５６"'),
        ("95.5", '"95.50"'),
        ("-5", "−5"),
        ("      2021:", "      令和3年:"),
        ("      2021:", "      R3:"),
        ("      2021:", "      '2021':"),
        ("      2021:", "      ２０２１:"),
        ("    title:", "    tilte:"),
        ("    direction:", "    drection:"),
        ("    actuals:", "    actual:"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_safe_fix_changes_nothing_else(files, wrong: str, right: str, newline: str):
    # The sound text is what a fix must lead back to.
    base = TEXT if wrong in TEXT else TEXT.replace("956", wrong)
    sound = base.replace("\n", newline).encode()
    broken = base.replace(wrong, right).replace("\n", newline).encode()
    assert fixed(files, broken) == sound
    assert files.inspect(AS_OF).sound


def test_a_byte_order_mark_stays(files):
    assert fixed(files, b"\xef\xbb\xbf" + TEXT.replace("956", "９５６").encode()) == b"\xef\xbb\xbf" + TEXT.encode()


@pytest.mark.parametrize(("newline", "end"), [("\n", "\n"), ("\r\n", "\r\n")])
def test_a_missing_final_newline_is_of_the_files_own_kind(files, newline: str, end: str):
    text = TEXT.replace("\n", newline)
    assert fixed(files, text.removesuffix(newline)).endswith(f"956{end}".encode())


def test_years_take_the_comments_on_their_lines_with_them(files):
    wrong = TEXT.replace("      2020: 918   # first\n      2021: 956\n", "      2021: 956\n      2020: 918   # first\n")
    assert fixed(files, wrong) == TEXT.encode()


def test_years_in_flow_style_are_sorted_in_their_places(files):
    head = TEXT[: TEXT.index("    actuals:")]
    wrong = head + "    actuals: {2022: 3,  2020: 1 , 2021: {value: 2, note: 'a, b'}} # three\n"
    right = head + "    actuals: {2020: 1,  2021: {value: 2, note: 'a, b'} , 2022: 3} # three\n"
    assert fixed(files, wrong).decode() == right


NOTED = """\
      2021:
        value: 956
        note: %s
          two

          lines
      2020:
        value: 918
        note: %s
          kept
"""


@pytest.mark.parametrize("style", ["|", ">", "|-", ">-"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_years_that_end_in_a_text_of_several_lines_are_sorted(files, style: str, newline: str):
    head, noted = TEXT[: TEXT.index("      2020:")], NOTED % (style, style)
    later, earlier = noted[: noted.index("      2020:")], noted[noted.index("      2020:") :]
    after = "  other: {title: T, unit: u, kind: count, direction: increase, year: calendar}\n"
    for rest in ("", after):
        wrong, right = ((head + years + rest).replace("\n", newline) for years in (noted, earlier + later))
        assert fixed(files, wrong) == right.encode()


@pytest.mark.parametrize("styles", [("|+", "|"), ("|", "|+"), ("|+", "|+")])
def test_years_whose_text_keeps_the_empty_lines_below_it_stay_and_no_fix_is_offered(files, styles: tuple[str, str]):
    wrong = TEXT[: TEXT.index("      2020:")] + (NOTED % styles) + "\n\n"
    assert fixed(files, wrong) == wrong.encode()
    assert [one.fix for one in files.inspect(AS_OF).diagnostics if one.code == "U605"] == [None]


def test_years_with_a_tab_before_a_comment_are_sorted(files):
    wrong = TEXT.replace("      2020: 918   # first\n      2021: 956\n", "      2021: 956\t# one\n      2020: 918\n")
    right = TEXT.replace("      2020: 918   # first\n      2021: 956\n", "      2020: 918\n      2021: 956\t# one\n")
    assert fixed(files, wrong) == right.encode()


def test_years_beside_a_key_of_too_many_digits_stay(files):
    wrong = TEXT.replace("      2020:", "      2022: 1\n      2020:") + f"      {'9' * 5000}: 1\n"
    assert fixed(files, wrong) == wrong.encode()


def test_a_file_whose_years_are_all_out_of_order_is_read_a_few_times_and_not_once_an_indicator(files, monkeypatch):
    lengths: list[int] = []
    for module, name in ((fixing, "parse"), (run, "parse"), (fixing, "compose"), (fixing, "compose_entry")):
        reading = getattr(module, name)

        def counted(text: str, *what: Any, reading: Any = reading) -> Any:
            lengths.append(what[0].end - what[0].start if reading is compose_entry else len(text))
            return reading(text, *what)

        monkeypatch.setattr(module, name, counted)
    for actuals in ("\n      2021: 956\n      2020: 918", " {2021: 956, 2020: 918}"):
        record = "title: T\n    unit: u\n    kind: count\n    direction: increase\n    year: calendar\n    actuals:"
        text = "version: 1\nindicators:\n" + "".join(f"  a{n}:\n    {record}{actuals}\n" for n in range(300))
        lengths.clear()
        files.write(targets=PLAIN_TARGETS, indicators=text)
        assert sum(one.fix is not None for one in files.inspect(AS_OF).diagnostics) == 300
        assert sum(lengths) <= 4 * len(text)


def test_years_with_a_comment_between_them_stay(files):
    wrong = TEXT.replace("      2020: 918   # first\n", "      2022: 918\n      # which of the two?\n")
    assert fixed(files, wrong) == wrong.encode()


def test_one_fix_may_uncover_the_next(files):
    wrong = TEXT.replace("actuals:", "actual:").replace("956", "９５６").replace("2020:", "'2020':")
    assert fixed(files, wrong) == TEXT.encode()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("956", "98O"), ("956", "pending"), ("956", "95%"), ("kind: amount", "kind: amuont"), ("2021:", "令和3年度:")],
)
def test_what_is_unsafe_is_shown_and_not_made(files, wrong: str, right: str):
    text = TEXT.replace(wrong, right)
    assert fixed(files, text) == text.encode()


def test_an_era_year_that_is_there_already_is_not_made_a_second_time(files):
    text = TEXT + "      令和3年: 960\n"
    assert fixed(files, text) == text.encode()


def test_two_keys_that_mean_the_same_are_not_both_renamed(files):
    text = TEXT.replace("    title: Staff\n", "    titel: Staff\n    tilte: Staff\n")
    after = fixed(files, text).decode()
    assert after.count("title:") == 1


def test_a_file_that_changed_meanwhile_is_left_alone(files):
    files.write(targets=PLAIN_TARGETS, indicators=TEXT.replace("956", "'956'"))
    path = files.paths["indicators"]
    result = fix(read_source(path), lambda source: inspect_files({"indicators": source}, as_of=AS_OF).diagnostics)
    assert result.number == 1
    path.write_text(TEXT + "# changed\n")
    with pytest.raises(ConflictError, match="changed by somebody else"):
        write_fixes(path, result, Circumstances(AS_OF))
    assert path.read_text() == TEXT + "# changed\n"


def test_fixes_that_touch_are_made_in_rounds_and_no_more_than_five(files):
    """Where each fix uncovers another one, at the same place even, it is left to the next time."""
    files.write(targets=PLAIN_TARGETS, indicators=TEXT)
    source = read_source(files.paths["indicators"])
    fixes = [SimpleNamespace(fix=Fix("", "", edits=((0, 0, f"# {name}\n"),))) for name in "ab"]
    found = fix(source, lambda _: fixes)
    assert (found.number, found.planned.new_text) == (5, "# a\n" * 5 + TEXT)
