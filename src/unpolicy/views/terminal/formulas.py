"""Formulas on a terminal: name, symbols, figures and result, on one line where they fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from unpolicy.measures.numbers import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from unpolicy.measures.numbers import Step

INDENT = 2
GAP = 2
_OPERATORS = frozenset("+−×/")
_LEAST_PART = 3
"""A line of a broken formula is at least the width over this, lest it be broken after two letters."""


def derivation_lines(
    named: Sequence[tuple[str, Step]], width: int, shown: Callable[[Step], str] = lambda step: show(step.result)
) -> Iterator[Text]:
    """The steps of a derivation.

    Where everything fits, each is one line in four columns; else all are stacked, the figures below the symbols.

    Args:
        named: each step with its name in human words.
        width: columns of the terminal.
        shown: how a step's result is written.
    """
    if not named:
        return
    # What has no formula but a figure of its own, such as a yearly target, is its own result.
    cells = [
        (name, step.formula, "" if step.figures == shown(step) else step.figures, shown(step)) for name, step in named
    ]
    names, symbols, figures, results = (max(cell_len(row[column]) for row in cells) for column in range(4))
    fits = INDENT + names + symbols + figures + results + 3 * GAP + 2 <= width
    for name, formula, numbers, result in cells:
        start = " " * INDENT + name + " " * (names - cell_len(name) + GAP)
        if fits:
            yield Text.assemble(
                start,
                (formula + " " * (symbols - cell_len(formula) + GAP), "dim"),
                numbers + " " * (figures - cell_len(numbers)),
                ("  = ", "dim"),
                (result, "bold"),
            )
        else:
            yield from _stacked(start, formula, numbers, result, width)


def broken(formula: str, width: int) -> list[str]:
    """A formula in lines of at most `width` columns, broken before operators, outside of parentheses where possible."""
    lines = []
    while cell_len(formula) > width:
        at = _break(formula, width)
        if at is None:
            break
        lines.append(formula[:at].rstrip())
        formula = formula[at:]
    return [*lines, formula]


def _stacked(start: str, formula: str, numbers: str, result: str, width: int) -> Iterator[Text]:
    margin = cell_len(start)
    room = width - margin
    first, *rest = broken(formula, room)
    yield Text.assemble(start, (first, "dim"))
    for line in rest:
        yield Text(" " * (margin + GAP) + line, "dim")
    if not numbers:
        yield Text.assemble(" " * margin, ("= ", "dim"), (result, "bold"))
        return
    lines = broken(f"= {numbers}", room - GAP)
    for line in lines[:-1]:
        yield Text(" " * margin + line)
    last = Text(" " * margin + lines[-1])
    if margin + cell_len(lines[-1]) + cell_len(result) + 3 > width:
        yield last
        last = Text(" " * margin)
        yield last.append("= ", "dim").append(result, "bold")
    else:
        yield last.append(" = ", "dim").append(result, "bold")


def _break(formula: str, width: int) -> int | None:
    """Where to break: before the operator that lies least deep in parentheses, the last such one that fits."""
    depth = 0
    best: tuple[int, int] | None = None
    for index, letter in enumerate(formula):
        depth += (letter == "(") - (letter == ")")
        stands_alone = letter in _OPERATORS and 0 < index < len(formula) - 1 and formula[index - 1] == " "
        if stands_alone and formula[index + 1] == " " and width // _LEAST_PART <= index <= width:
            rank = (-depth, index)
            best = rank if best is None or rank > best else best
    return None if best is None else best[1]
