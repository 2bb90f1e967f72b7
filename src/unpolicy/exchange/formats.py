"""The formats of exports: who writes them, what goes beside a file, and the downloads that a site offers."""

from __future__ import annotations

import codecs
import hashlib
import io
import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple, get_args

from unpolicy.assess.find import only
from unpolicy.errors import UsageError
from unpolicy.exchange.files import STDOUT
from unpolicy.exchange.rows import FigureRow, TargetRow, figure_rows, frame, target_rows, types_of
from unpolicy.exchange.sdmx import structure_message, write_sdmx_csv
from unpolicy.exchange.textfiles import cell, json_bytes, to_document, write_table
from unpolicy.model import Dataset, Text, pick
from unpolicy.names import MADE_BY
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from unpolicy.exchange.iati import Reporting
    from unpolicy.years import Language

Format = Literal["csv", "json", "xlsx", "parquet", "sdmx-csv", "iati"]
FORMATS: tuple[Format, ...] = get_args(Format)
TableName = Literal["figures", "targets"]
ROW_TYPES: dict[TableName, type[NamedTuple]] = {"figures": FigureRow, "targets": TargetRow}

# The longer ending first: a file may end in both.
_PLAIN: tuple[Format, ...] = ("csv", "json", "xlsx", "parquet")
_ENDINGS: dict[str, Format] = {".sdmx.csv": "sdmx-csv", **{f".{kind}": kind for kind in _PLAIN}, ".xml": "iati"}
_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "date": "date"}
_SINGLE: tuple[Format, ...] = ("csv", "json")
_NO_NAME = re.compile(r"[^A-Za-z0-9._]+")


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
    table: TableName = "figures"
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
    for ending, known in _ENDINGS.items():
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
    stream.write(codecs.BOM_UTF8 * wishes.bom)
    cells = ((dataset.policy.id, *map(cell, row)) for dataset in datasets for row in table_of(dataset, wishes))
    write_table(stream, ("policy", *ROW_TYPES[wishes.table]._fields), cells, ends="\n")


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


def downloads(
    dataset: Dataset, as_of: date, formats: Sequence[Format], languages: Sequence[Language]
) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """The downloads of a site in every language: of everything, and of each indicator csv and json.

    Args:
        dataset: the data, as they are to be known.
        as_of: the day on which years are over or not.
        formats: the formats there are to be of everything.
        languages: the languages.

    Yields:
        The path of a file in the site, what it follows from, and what makes it.
    """
    whole = _inputs(dataset)
    parts = {key: _part(dataset, key) for key in dataset.indicators}
    followed = {key: _inputs(part) for key, part in parts.items()}
    for lang in languages:
        ways = {kind: Wishes(lang, as_of, kind) for kind in formats}
        for kind, wishes in ways.items():
            yield f"{lang}/data/figures.{kind}", f"{lang} {kind} {whole}", partial(_written, dataset, wishes)
        described = f"{lang} {_licence(dataset)!r} {whole}"
        yield f"{lang}/data/datapackage.json", described, partial(_package, dataset, ways["csv"])
        for key, part in parts.items():
            for kind in _SINGLE:
                make = partial(_written, part, ways[kind])
                yield f"{lang}/data/indicators/{key}.{kind}", f"{lang} {kind} {followed[key]}", make


def _inputs(dataset: Dataset) -> str:
    files = dataset.targets_file, dataset.indicators_file
    return "".join(file.model_dump_json(exclude_unset=True) for file in files)


def _part(dataset: Dataset, key: str) -> Dataset:
    """The data of one indicator, with its targets and what belongs to them."""
    targets = {name: target for name, target in dataset.targets.items() if target.indicator == key}
    served = {target.goal for target in targets.values()}
    goals = {name: goal for name, goal in dataset.goals.items() if name in served}
    return only(dataset, targets, {key: dataset.indicators[key]}, goals=goals)


def _written(dataset: Dataset, wishes: Wishes) -> bytes:
    stream = io.BytesIO()
    write(stream, dataset, wishes)
    return stream.getvalue()


def _package(dataset: Dataset, wishes: Wishes) -> bytes:
    return data_package(dataset, wishes, "figures.csv", _written(dataset, wishes))


def files_beside(output: str, datasets: Sequence[Dataset], wishes: Wishes) -> dict[str, Callable[[bytes], bytes]]:
    """The files that are to be written beside an export: by name, what makes each of what was exported.

    Args:
        output: the file that the export goes to.
        datasets: the policies in it.
        wishes: what it is like.

    Raises:
        UsageError: they do not go with the export.
    """
    structure = wishes.structure
    if (wishes.package or structure is not None) and (STDOUT in {output, structure} or len(datasets) > 1):
        raise UsageError(
            "--datapackage and --structure write a file beside the file of one policy: name it with -o FILE.",
            ja="--datapackage と --structure は1つの施策のファイルの隣に書き出します。-o FILE で指定してください。",
        )
    found: dict[str, Callable[[bytes], bytes]] = {}
    described = ("--datapackage", "csv", wishes.package), ("--structure", "sdmx-csv", structure is not None)
    for option, kind, wanted in described:
        if wanted and wishes.kind != kind:
            raise UsageError(
                f"{option} describes {kind}, not {wishes.kind}: leave it out, or export as {kind}.",
                ja=f"{option} は {kind} 用で、{wishes.kind} には使えません。外すか、{kind} で書き出してください。",
            )
    if wishes.package:
        path = Path(output)
        found[str(path.with_name("datapackage.json"))] = partial(data_package, datasets[0], wishes, path.name)
    if structure is not None:
        if os.path.realpath(structure) == os.path.realpath(output):
            raise UsageError(
                "--structure and --output name the same file: give them two names.",
                ja="--structure と --output が同じファイルです。別の名前を指定してください。",
            )
        found[structure] = lambda _: structure_message(datasets[0], wishes)
    return found


def data_package(dataset: Dataset, wishes: Wishes, name: str, content: bytes) -> bytes:
    """A Data Package descriptor of a table that stands beside it as csv.

    Args:
        dataset: the data that it holds.
        wishes: what it is like.
        name: the file's name.
        content: what is in it.
    """
    policy, licence, fields = dataset.policy, _licence(dataset), types_of(ROW_TYPES[wishes.table])
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": policy.id,
        "title": pick(policy.title, wishes.lang),
        "description": MADE_BY,
        "licenses": [] if licence is None else [_described(pick(licence, wishes.lang))],
        "resources": [
            {
                "name": wishes.table,
                "type": "table",
                "path": name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(content),
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
                "schema": {
                    "fields": [{"name": field, "type": _TYPES[hint]} for field, hint in fields.items()],
                    "primaryKey": ["indicator", "year"] if wishes.table == "figures" else ["target"],
                },
            }
        ],
    }
    return json_bytes({key: value for key, value in package.items() if value})


def _licence(dataset: Dataset) -> Text | None:
    site = None if dataset.settings is None else dataset.settings.site
    return None if site is None else site.licence


def _described(licence: str) -> dict[str, str]:
    if re.fullmatch(r"https?://\S+", licence):
        return {"path": licence}
    return {"name": _NO_NAME.sub("-", licence).strip("-") or "licence", "title": licence}
