"""What goes with exports: the files that describe one beside it, and the downloads that a site offers."""

from __future__ import annotations

import hashlib
import io
import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unpolicy.assess.find import only
from unpolicy.errors import UsageError
from unpolicy.exchange.files import STDOUT
from unpolicy.exchange.formats import ROW_TYPES, Format, Wishes, write
from unpolicy.exchange.jsonfile import json_bytes
from unpolicy.exchange.rows import types_of
from unpolicy.model import pick
from unpolicy.names import MADE_BY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from unpolicy.model import Dataset, Text
    from unpolicy.years import Language

_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "date": "date"}
_SINGLE: tuple[Format, ...] = ("csv", "json")
_NO_NAME = re.compile(r"[^A-Za-z0-9._]+")


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
    return "".join(one.model_dump_json(exclude_unset=True) for one in files)


def _part(dataset: Dataset, key: str) -> Dataset:
    """The data of one indicator, with its targets and what belongs to them."""
    targets = {name: one for name, one in dataset.targets.items() if one.indicator == key}
    served = {one.goal for one in targets.values()}
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
        found[structure] = partial(_structure, datasets[0], wishes)
    return found


def _structure(dataset: Dataset, wishes: Wishes, _: bytes) -> bytes:
    from unpolicy.exchange.sdmx import structure_message  # XML, which no other export needs

    return structure_message(dataset, wishes)


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
