"""What a terminal of some width shows of a view."""

from io import StringIO

from rich.console import Console


def drawn(parts, width=100):
    """The parts of a view, one below the other, without colour and not cropped."""
    out = StringIO()
    console = Console(file=out, width=width, color_system=None, markup=False, emoji=False, highlight=False)
    for part in parts:
        console.print(part, crop=False)
    return out.getvalue()
