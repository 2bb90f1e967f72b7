"""A file to be imported, read whole: a table, or all data of another directory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from unpolicy.errors import DataError
from unpolicy.exchange.table import Table, input_format
from unpolicy.store.source import read_bytes, read_standard_input
from unpolicy.text import quoted

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
    data = read_standard_input() if name == STDIN else _read_file(name)
    shown = "stdin" if name == STDIN else quoted(name)
    if kind == "json":
        from unpolicy.exchange.jsonfile import read_json

        return read_json(data, shown)
    if kind == "xlsx":
        from unpolicy.exchange.xlsxin import read_xlsx

        return read_xlsx(data, shown, sheet)
    from unpolicy.exchange.csvin import read_csv

    return read_csv(data, shown)


def _read_file(name: str) -> bytes:
    path = Path(name)
    try:
        if path.is_fifo() or path.is_char_device():
            raise DataError(
                f"{quoted(name)} is a pipe or a device: give it as the standard input, with - for its name.",
                ja=f"{quoted(name)} はパイプかデバイスです。標準入力から渡し、ファイル名を - にしてください。",
            )
        return read_bytes(path)
    except DataError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        raise DataError(
            f"{quoted(name)} does not exist: check its name.",
            ja=f"{quoted(name)} は存在しません。ファイル名を確かめてください。",
        ) from error
