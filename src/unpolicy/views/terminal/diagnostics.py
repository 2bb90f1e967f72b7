"""Problems of the data files for people: one line each, or with the line they are in, a caret and the way out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from unpolicy.checks import SEVERITIES_JA, Diagnostic
from unpolicy.text import printable, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from unpolicy.views.voice import Voice


_SIGN = re.compile(r"\S")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_WIDEST = 100
_MOST_CARETS = 60
_CHARACTERS_A_COLUMN = 4
_STYLES = {"error": "bold red", "warning": "bold yellow", "fix": "green", "gutter": "dim", "place": "bold"}


def concise(found: Sequence[Diagnostic], voice: Voice) -> str:
    """One line for each problem: `path:line:col: CODE severity message`."""
    return "".join(f"{_line(problem, voice)}\n" for problem in found)


def full(
    found: Sequence[Diagnostic],
    texts: Mapping[str, str],
    voice: Voice,
    *,
    colour: bool = False,
    width: int | None = None,
) -> str:
    """Each problem with the line it is in, a caret and its fix.

    Args:
        found: the problems.
        texts: what the files hold, by the path that the problems name.
        voice: the spellings of the reader's language.
        colour: whether a terminal shows it.
        width: columns of the terminal; `None` where nothing needs to be wrapped.
    """
    named = {problem.path for problem in found}
    lines = {path: _LINE_BREAK.split(text) for path, text in texts.items() if path in named}
    return "".join(_block(problem, lines.get(problem.path, []), voice, colour=colour, width=width) for problem in found)


def summary(errors: int, warnings: int, fixable: int, voice: Voice) -> str:
    """The line below the problems: how many there are and how many `--fix` puts right."""
    fix = (f"; --fix puts {fixable} right", f"（うち{fixable}件は --fix で直せます）") if fixable else ("", "")
    counted = f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}"
    return voice.say((counted, f"エラー{errors}件、警告{warnings}件")) + voice.say(fix)


def sound(path: str, counts: tuple[int, int, int], warnings: int, voice: Voice) -> str:
    """The one line of data without errors: how many targets, indicators and figures there are."""
    targets, indicators, figures = counts
    more = (f", {_counted(warnings, 'warning')}", f"、警告{warnings}件") if warnings else ("", "")
    parts = (_counted(targets, "target"), _counted(indicators, "indicator"), _counted(figures, "figure"))
    counted = (", ".join(parts), f"目標値{targets}、測定指標{indicators}、実績値{figures}")
    return f"{path}: {voice.say(('sound', '問題ありません'))}{voice.say(more)} — {voice.say(counted)}"


def turned_off(codes: Sequence[str], voice: Voice) -> str:
    """The line that names the rules which the settings turn off."""
    return voice.say(("off in settings.yaml: ", "settings.yaml で無効：")) + voice.enumerate(codes)


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _line(problem: Diagnostic, voice: Voice) -> str:
    severity = voice.say((problem.severity, SEVERITIES_JA[problem.severity]))
    message = printable(voice.say(problem.sentence)).replace("\n", " ")
    return f"{problem.path}:{problem.line}:{problem.column}: {problem.code} {severity} {message}"


def _block(problem: Diagnostic, lines: Sequence[str], voice: Voice, *, colour: bool, width: int | None) -> str:
    head = _line(problem, voice) if width is None else _wrapped(_line(problem, voice), width)
    if colour:
        place, _, rest = head.partition(f": {problem.code} ")
        severity, _, message = rest.partition(" ")
        head = f"{_styled(place, 'place')}: {_styled(f'{problem.code} {severity}', problem.severity)} {message}"
    parts = [head, *_excerpt(problem, lines, colour=colour, width=width)]
    if problem.fix is not None:
        label = "--fix" if problem.fix.safe else voice.say(("by hand", "手で直す"))
        fix = f"{label}: {printable(voice.say(problem.fix.sentence))}"
        parts.append(f"  {_styled(fix, 'fix') if colour else fix}")
    return "\n".join(parts) + "\n\n"


def _wrapped(text: str, width: int) -> str:
    """A sentence in lines that break between words; further lines are indented."""
    first = wrapped(text, width)[0]
    rest = text[len(first) :].lstrip()
    return "\n".join([first, *(f"  {part}" for part in wrapped(rest, width - 2) if part)])


def _excerpt(problem: Diagnostic, lines: Sequence[str], *, colour: bool, width: int | None) -> Iterator[str]:
    from rich.cells import cell_len

    if not 0 < problem.line <= len(lines) or not _SIGN.search(lines[problem.line - 1]):
        return
    line = lines[problem.line - 1]
    number = str(problem.line)
    room = _WIDEST if width is None else max(width - len(number) - 7, 20)
    start = problem.column - 1
    end = problem.end_column - 1 if problem.end_line == problem.line else len(line)
    # No more than could ever be shown is made safe: the line may be ten megabytes long.
    most = _CHARACTERS_A_COLUMN * room
    nearest = max(start - most, 0)
    before, marked, after = map(
        _flat, (line[nearest:start], line[start : min(end, start + most)], line[end : end + most])
    )
    lead = tail = ""
    if cell_len(before + marked + after) > room:
        before, lead = _last_columns(before, room * 3 // 5)
        marked, cut = _first_columns(marked, room - cell_len(before))
        after, tail = ("", cut) if cut else _first_columns(after, room - cell_len(before + marked))
    bar = f"  {number} | "
    carets = "^" * min(max(cell_len(marked), 1), _MOST_CARETS)
    padding = " " * cell_len(lead + before)
    empty = f"  {' ' * len(number)} | "
    if colour:
        bar, empty, carets = _styled(bar, "gutter"), _styled(empty, "gutter"), _styled(carets, problem.severity)
    yield f"{bar}{lead}{before}{marked}{after}{tail}"
    yield f"{empty}{padding}{carets}"


def _first_columns(text: str, columns: int) -> tuple[str, str]:
    """As much of a text as fits into so many columns, and `…` where something is left out."""
    from rich.cells import cell_len

    found = text[: max(columns, 0)]
    while cell_len(found) > columns:
        found = found[:-1]
    return found, "" if found == text else "…"


def _last_columns(text: str, columns: int) -> tuple[str, str]:
    """The end of a text, likewise."""
    found, mark = _first_columns(text[::-1], columns)
    return found[::-1], mark


def _flat(text: str) -> str:
    return printable(text).replace("\t", " ").replace("\n", " ")


def _styled(text: str, name: str) -> str:
    from rich.style import Style

    return Style.parse(_STYLES[name]).render(text)
