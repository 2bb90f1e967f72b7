"""A file to be imported, read whole: a table, or all data of another directory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from unpolicy.exchange.table import Table, input_format
from unpolicy.store.source import read_bytes, read_standard_input
from unpolicy.textsafe import quoted

if TYPE_CHECKING:
    from unpolicy.model import Dataset

STDIN = "-"


def read_input(name: str, asked: str | None = None, sheet: str | None = None) -> Table | Dataset:
    """Read a file.

    Args:
        name: its name, or ``-`` for the standard input.
        asked: its format; by its ending, and csv for the standard input, when `None`.
        sheet: the sheet of a workbook; ours, else the first, when `None`.

    Raises:
        UnpolicyError: it cannot be read, or is not what its ending says.
    """
    kind = input_format(name, asked or ("csv" if name == STDIN else None))
    data = read_standard_input() if name == STDIN else read_bytes(Path(name))
    shown = "stdin" if name == STDIN else quoted(name)
    if kind == "json":
        from unpolicy.exchange.jsonfile import read_json

        return read_json(data, shown)
    if kind == "xlsx":
        from unpolicy.exchange.xlsxin import read_xlsx

        return read_xlsx(data, shown, sheet)
    from unpolicy.exchange.csvin import read_csv

    return read_csv(data, shown)
