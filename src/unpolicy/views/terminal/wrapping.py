"""What fits a terminal without cutting a number: titles that wrap between words, and tables with a narrower form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.measure import Measurement
from rich.segment import Segment
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

# A run of narrow characters is a word; a wide character stands alone, but takes what must not begin a line with it.
_PIECES = re.compile(r"[(（「『“]*(?:[!-~０-９À-ɏ−–]+|\S)(?:”[!-~]*)*[、。，．）」』・ー々]*\s*")


class Wrapped:
    """A title in a table cell.

    Args:
        text: the title, one line, safe to print.
        style: how it is shown.
        mark: what stands before it on the first line, never alone.
    """

    def __init__(self, text: str, style: str = "", mark: str = "") -> None:
        self.text = text
        self.style = style
        self.mark = mark

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """From the widest piece to the whole title."""
        del console, options
        first, *others = pieces(self.text) or [""]
        widest = max(cell_len(self.mark + first.rstrip()), *(cell_len(piece.rstrip()) for piece in others), 0)
        return Measurement(widest, max(widest, cell_len(self.mark + self.text)))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines."""
        del console
        yield Text("\n".join(lines(self.text, options.max_width, self.mark)), self.style, overflow="fold")


def pieces(text: str) -> list[str]:
    """The parts of a text between which a line may break, each with the spaces behind it."""
    return _PIECES.findall(text)


def lines(text: str, width: int, mark: str = "") -> list[str]:
    """A text in lines of at most so many columns; only a piece that is wider itself makes a longer one."""
    found = [mark]
    for piece in pieces(text):
        if found[-1] not in ("", mark) and cell_len((found[-1] + piece).rstrip()) > width:
            found.append("")
        found[-1] += piece
    return [line.rstrip() for line in found]


_ENDLESS = 100_000


class Fitting:
    """The first of several renderables that fits the terminal without cutting a number; the last one always does.

    Args:
        alternatives: what makes a renderable of the same content, the most generous first; called only where those
            before do not fit.
    """

    def __init__(self, *alternatives: Callable[[], RenderableType]) -> None:
        self.alternatives = alternatives

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The one that fits."""
        # Measured within the terminal, nothing would ever be wider than it.
        endless = options.update(width=_ENDLESS)
        for make in self.alternatives[:-1]:
            candidate = make()
            if Measurement.get(console, endless, candidate).minimum > options.max_width:
                continue
            drawn = list(console.render(candidate, options))
            # A table may come out wider than it could be: rich takes from the widest column that may wrap, and gives
            # back what was taken below that column's own least width.
            if all(Segment.get_line_length(line) <= options.max_width for line in Segment.split_lines(drawn)):
                yield from drawn
                return
        yield self.alternatives[-1]()
