"""The formats of export and import: their names and file endings, and who writes and reads them."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple, get_args

from unpolicy.errors import DataError, UsageError
from unpolicy.exchange.csvfile import arranged, cell, read_csv, write_table
from unpolicy.exchange.jsonfile import json_bytes, read_json, to_document
from unpolicy.exchange.rows import FigureRow, TargetRow, figure_rows, frame, target_rows
from unpolicy.store.source import read_bytes, read_standard_input
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from unpolicy.exchange.grid import Grid
    from unpolicy.exchange.iati import Reporting
    from unpolicy.exchange.request import Typed
    from unpolicy.model import Dataset
    from unpolicy.years import Language

Format = Literal["csv", "json", "xlsx", "parquet", "sdmx-csv", "iati"]
FORMATS: tuple[Format, ...] = get_args(Format)
Table = Literal["figures", "targets"]
ROW_TYPES: dict[Table, type[NamedTuple]] = {"figures": FigureRow, "targets": TargetRow}

# The longer ending first: a file may end in both.
_ENDINGS: tuple[tuple[str, Format], ...] = (
    (".sdmx.csv", "sdmx-csv"),
    (".csv", "csv"),
    (".json", "json"),
    (".xlsx", "xlsx"),
    (".parquet", "parquet"),
    (".xml", "iati"),
)
STDIN = "-"

OFFICES = ("open-sdg", "sdmx-csv", "eurostat", "statcan", "ons", "world-bank", "e-stat", "tracker")
"""Sources whose tables are known by their headings; all of them come as csv, some as workbooks."""
INPUTS = ("csv", "xlsx", "ods", "json", "iati", *OFFICES)
"""What `--from` takes."""
_INPUT_ENDINGS = {
    **dict.fromkeys((".csv", ".tsv", ".txt", ".tab"), "csv"),
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ods": "ods",
    ".json": "json",
    ".xml": "iati",
}


class Wishes(NamedTuple):
    """What an export is to be like.

    Attributes:
        lang: the language of titles and units.
        as_of: the day on which years are over or not.
        kind: the format.
        bom: whether csv begins with a byte order mark, without which Excel takes it for the local legacy encoding.
        agency: the agency of SDMX-CSV; `None` for its default.
        reporting: who reports to IATI.
        table: whether a row is a figure or a target.
        method: the method that judges targets; the data file's when `None`.
        structure: the file for the structure of SDMX-CSV, if that is wanted.
        package: whether a `datapackage.json` beside csv is wanted.
    """

    lang: Language
    as_of: date
    kind: Format = "csv"
    bom: bool = False
    agency: str | None = None
    reporting: Reporting | None = None
    table: Table = "figures"
    method: str | None = None
    structure: str | None = None
    package: bool = False


def format_of(name: str, asked: str | None = None) -> Format:
    """The format asked for, else the one of the file's ending.

    Raises:
        UsageError: there is no such format, or the ending says none.
    """
    listed = ", ".join(FORMATS)
    if asked is not None:
        for known in FORMATS:
            if known == asked:
                return known
        raise UsageError(
            f"There is no format “{asked}”: {listed}.", ja=f"形式「{asked}」はありません（{listed} のいずれか）。"
        )
    for ending, known in _ENDINGS:
        if name.lower().endswith(ending):
            return known
    raise UsageError(
        f"The ending of {quoted(name)} tells no format: add --format with one of {listed}.",
        ja=f"{quoted(name)} の拡張子からは形式が分かりません。--format に {listed} のいずれかを指定してください。",
    )


def write(stream: BinaryIO, dataset: Dataset, wishes: Wishes, step: Callable[[], None] | None = None) -> None:
    """Write the data in a format.

    Args:
        stream: where the bytes go.
        dataset: the data.
        wishes: the format, and what else it is to be like.
        step: called after each figure, by the formats that write figure by figure.

    Raises:
        MissingExtraError: the format needs a package that is not installed.
        UsageError: IATI without `reporting`, or an agency that is no id.
        RefusedError: the format cannot hold something of the data.
    """
    if wishes.kind == "csv":
        stream.write(codecs.BOM_UTF8 * wishes.bom)
        cells = (map(cell, row) for row in table_of(dataset, wishes))
        write_table(stream, ROW_TYPES[wishes.table]._fields, cells, step)
    elif wishes.kind == "json":
        stream.write(json_bytes(_document_of(dataset, wishes)))
    elif wishes.kind == "parquet":
        frame(ROW_TYPES[wishes.table], table_of(dataset, wishes), structs=True).write_parquet(stream)
    elif wishes.kind == "xlsx":
        from unpolicy.exchange.xlsx_out import write_xlsx

        write_xlsx(stream, dataset, wishes, step)
    elif wishes.table == "targets":
        raise UsageError(
            f"{wishes.kind} holds figures alone: export targets as csv, json, xlsx or parquet.",
            ja=f"{wishes.kind} に書き出せるのは実績値だけです。目標は csv、json、xlsx、parquet で書き出してください。",
        )
    elif wishes.kind == "sdmx-csv":
        from unpolicy.exchange.sdmx import write_sdmx_csv

        write_sdmx_csv(stream, dataset, wishes, step)
    else:
        from unpolicy.exchange.iati import write_iati

        write_iati(stream, dataset, wishes)


def write_several(stream: BinaryIO, datasets: Sequence[Dataset], wishes: Wishes) -> None:
    """Write several policies as one: a csv whose first column is the policy, or a JSON document of documents.

    Raises:
        UsageError: a format that holds one policy alone.
    """
    if wishes.kind == "json":
        documents = [_document_of(dataset, wishes) for dataset in datasets]
        stream.write(json_bytes({"schema": "unpolicy/policies/1", "policies": documents}))
        return
    if wishes.kind != "csv":
        raise UsageError(
            f"A file in the format {wishes.kind} holds one policy: write csv or json, or give one --data.",
            ja=f"{wishes.kind} のファイルに入るのは1つの施策です。csv か json にするか、--data を1つにしてください。",
        )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("policy", *ROW_TYPES[wishes.table]._fields))
    for dataset in datasets:
        writer.writerows([dataset.policy.id, *map(cell, row)] for row in table_of(dataset, wishes))
    stream.write(("\ufeff" * wishes.bom + text.getvalue()).encode())


def table_of(dataset: Dataset, wishes: Wishes) -> Iterable[NamedTuple]:
    """The rows of the table that is wished for."""
    if wishes.table == "targets":
        return target_rows(dataset, wishes.lang, wishes.as_of, wishes.method)
    return figure_rows(dataset, wishes.lang)


def _document_of(dataset: Dataset, wishes: Wishes) -> dict[str, Any]:
    """All data as one document; the table of targets as a list of rows under `targets`."""
    if wishes.table == "targets":
        return {"schema": "unpolicy/targets/1", "targets": [row._asdict() for row in table_of(dataset, wishes)]}
    return to_document(dataset)


def read_input(name: str, how: Typed) -> Grid | Dataset:
    """Read a file.

    Args:
        name: its name, or ``-`` for the standard input.
        how: the options that say how it is to be read.

    Raises:
        UnpolicyError: it cannot be read, or is not what its ending says.
    """
    data = read_standard_input() if name == STDIN else _read_file(name)
    return read_content(data, "stdin" if name == STDIN else quoted(name), _input_kind(name, how.format), how)


def read_content(data: bytes, shown: str, kind: str, how: Typed) -> Grid | Dataset:
    """The content of a file of a kind: a table, or all data of another directory."""
    if kind == "json":
        return read_json(data, shown)
    if kind == "iati":
        from unpolicy.exchange.iati_in import read_iati

        return read_iati(data, shown)
    if kind == "ods":
        from unpolicy.exchange.workbook import read_ods

        return read_ods(data, shown, how.sheet, hidden=how.hidden)
    if kind == "xlsx":
        from unpolicy.exchange.xlsx_in import read_xlsx

        return read_xlsx(data, shown, how.sheet, hidden=how.hidden)
    return arranged(read_csv(data, shown, how.encoding), kind)


def _input_kind(name: str, asked: str | None) -> str:
    """The format asked for, else the one of the file's ending.

    Raises:
        UsageError: there is no such format, or the ending says none.
    """
    if asked in INPUTS:
        return asked
    if asked is not None:
        raise UsageError(
            f"--from: there is no format “{asked}”: {', '.join(INPUTS)}.",
            ja=f"--from：形式「{asked}」はありません（{'、'.join(INPUTS)}）。",
        )
    kind = _INPUT_ENDINGS.get(Path(name).suffix.lower()) if name != STDIN else "csv"
    if kind is not None:
        return kind
    raise UsageError(
        f"{quoted(name)} is none of the kinds that import reads: name a csv, tsv, xlsx, ods, json or xml file, "
        "or add --from.",
        ja=f"{quoted(name)} は取り込める形式ではありません。csv、tsv、xlsx、ods、json、xml を指定するか"
        " --from を付けてください。",
    )


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
