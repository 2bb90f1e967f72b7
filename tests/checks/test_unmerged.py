"""A file with the marks of a merge conflict in it: that is said of it, and nothing else."""

from __future__ import annotations

import pytest

TWO = "<<<<<<< HEAD\n      2022: 961\n=======\n      2022: 970\n>>>>>>> branch\n"
THREE = "<<<<<<< ours\n      2022: 961\n||||||| 0b1c2d3\n      2022: 960\n=======\n      2022: 970\n>>>>>>> theirs\n"
HEAD = """\
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
"""


def unmerged(found) -> list[tuple[str, int, str]]:
    return [(one.code, one.line, one.message) for one in found.diagnostics]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("marks", "last"), [(TWO, 15), (THREE, 17)])
def test_a_conflict_is_named_with_both_lines_and_nothing_else_is_said(files, marks: str, last: int, newline: str):
    # What else is wrong with the file (an unknown key, no final line break, a comment in vain) waits.
    text = HEAD.replace("unit:", "untt:") + marks + "  # unpolicy: ignore[U301] in vain"
    found = files.write(indicators=text.replace("\n", newline)).inspect()
    assert unmerged(found) == [
        (
            "U113",
            11,
            f"Lines 11 to {last} are a merge conflict: keep what is right and delete the lines of <, = and > signs.",
        )
    ]
    assert "11行目から" in found.diagnostics[0].message_ja
    assert f"{last}行目まで" in found.diagnostics[0].message_ja
    assert found.dataset is None


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "    note: 'first\n" + TWO + "      last'\n",
        HEAD.replace("title: Staff", 'title: "Staff\n' + TWO + '      of all"'),
        HEAD.replace("    actuals:\n      2020: 918\n", "    actuals: {2020: 918,\n" + TWO + "}\n"),
        TWO + HEAD,
        HEAD + TWO.rstrip("\n"),
    ],
)
def test_a_conflict_is_named_wherever_it_stands(files, text: str):
    assert [code for code, _, _ in unmerged(files.write(indicators=text).inspect())] == ["U113"]


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", "||||||| 0b1c2d3", ">>>>>>> branch"])
def test_a_line_that_is_left_of_a_conflict_is_named_alone(files, mark: str):
    (found,) = unmerged(files.write(indicators=f"{HEAD}{mark}\n      2021: 956\n").inspect())
    assert found == (
        "U113",
        11,
        "Line 11 is left over from a merge conflict: put the lines around it right and delete it.",
    )


def test_each_conflict_is_named(files):
    found = unmerged(files.write(indicators=HEAD + TWO + TWO + "<<<<<<< HEAD\n" + TWO).inspect())
    assert [line for _, line, _ in found] == [11, 16, 21, 22]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "".join(f"  {line}\n" for line in ("  note: |", *("      " + one for one in TWO.splitlines()))),
        HEAD + "# =======\n",
        HEAD.replace("title: Staff", "title: a <<<<<<< b ======= >>>>>>> c"),
        HEAD.replace("title: Staff", 'title: "a\n======== b\n  c"'),
    ],
)
def test_such_signs_in_a_text_are_a_text(files, text: str):
    assert files.write(targets="version: 1\npolicy: {id: p, title: P}\n", indicators=text).codes() == []


def test_every_command_names_the_conflict_and_writes_nothing(data, unpolicy):
    path = data / "indicators.yaml"
    text = path.read_text(encoding="utf-8").replace("      2022: 961\n", TWO)
    path.write_text(text, encoding="utf-8")
    for command in (["status"], ["add-actual", "2024", "980"]):
        ended = unpolicy(*command)
        assert (ended.code, ended.out) == (3, "")
        assert "data/indicators.yaml:14:1: " in ended.err
        assert "ines 14 to 18 are a merge conflict" in ended.err
    assert unpolicy("validate", "--fix").code == 1
    assert path.read_text(encoding="utf-8") == text
