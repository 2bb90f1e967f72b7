from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.text import close_match, printable, quoted, shortened


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain 日本語 é", "plain 日本語 é"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\rb\x00\x7f\x9b", "a\\x0db\\x00\\x7f\\x9b"),
        ("\u202eabc\u2066\u200f", "\\u202eabc\\u2066\\u200f"),
        ("a\u200bb\u2060\U000e0041\u3164", "a\\u200bb\\u2060\\U000e0041\\u3164"),
        ("葛\U000e0100 ❤\ufe0f", "葛\U000e0100 ❤\ufe0f"),
        ("a\u2028b\u2029", "a\\u2028b\\u2029"),
        ("\ud800 \udcff", "\\ud800 \\udcff"),
        ("👩‍👩‍👧 [red] :warning:", "👩‍👩‍👧 [red] :warning:"),
    ],
)
def test_what_could_steer_a_terminal_is_spelled_out(text, safe):
    assert printable(text) == safe


@given(st.text() | st.text(st.characters(categories=["Cc", "Cs", "Cf", "Zl", "Zp"])))
def test_safe_text_holds_no_control_and_can_be_encoded(text):
    safe = printable(text)
    safe.encode()
    assert all(char in "\n\t" or not (ord(char) < 32 or 127 <= ord(char) < 160) for char in safe)
    assert printable(safe) == safe


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("data/targets.yaml", "data/targets.yaml"),
        ("my data/目標.yaml", "my data/目標.yaml"),
        ("a\nb", '"a\\nb"'),
        ('say "hi"\n', '"say \\"hi\\"\\n"'),
        ("tab\there", '"tab\\there"'),
        ("", '""'),
        (" padded ", '" padded "'),
        ("\udcff", '"\\udcff"'),
        ("\x1b]0;x\x07", '"\\x1b]0;x\\x07"'),
    ],
)
def test_odd_file_names_are_quoted(name, shown):
    assert quoted(name) == shown
    if name:
        assert quoted(Path(name)) == shown


@given(st.text())
def test_a_quoted_name_is_one_line(name):
    assert len(quoted(name).splitlines()) <= 1


@pytest.mark.parametrize(
    ("word", "known", "match"),
    [
        ("peopel", ["places", "people"], "people"),
        ("People", ["PEOPLE"], "PEOPLE"),
        ("staff-100", ["women", "staff-1000", "staff-900"], "staff-1000"),
        ("abcxyz", ["abcde", "xyz"], None),
        ("staff", [], None),
        ("x" * 101, ["x" * 101], None),
    ],
)
def test_a_word_is_offered_only_where_it_is_much_like_what_was_written(word, known, match):
    assert close_match(word, known) == match


def test_what_was_typed_in_several_lines_is_repeated_in_one():
    assert shortened("990 \r\n ※1\n速報") == "990 ※1 速報"
