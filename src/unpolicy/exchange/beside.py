"""The files that describe an export and stand beside it: a Data Package of csv, the structure of SDMX-CSV."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import UsageError
from unpolicy.exchange.files import STDOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unpolicy.exchange.formats import Format, Wishes
    from unpolicy.model import Dataset


class Beside(NamedTuple):
    """A file beside an export: its name, and what makes it of what was exported."""

    name: str
    make: Callable[[bytes], bytes]


def files_beside(output: str, datasets: Sequence[Dataset], kind: Format, wishes: Wishes) -> list[Beside]:
    """The files that are to be written beside an export.

    Args:
        output: the file that the export goes to.
        datasets: the policies in it.
        kind: its format.
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
    found = []
    if wishes.package:
        _require(kind, "csv", "--datapackage")
        found.append(_package(output, datasets[0], wishes))
    if structure is not None:
        _require(kind, "sdmx-csv", "--structure")
        if os.path.realpath(structure) == os.path.realpath(output):
            raise UsageError(
                "--structure and --output name the same file: give them two names.",
                ja="--structure と --output が同じファイルです。別の名前を指定してください。",
            )
        found.append(_structure(structure, datasets[0], wishes))
    return found


def _require(kind: Format, wanted: Format, option: str) -> None:
    if kind != wanted:
        raise UsageError(
            f"{option} describes {wanted}, not {kind}: leave it out, or export as {wanted}.",
            ja=f"{option} は {wanted} 用で、{kind} には使えません。外すか、{wanted} で書き出してください。",
        )


def _package(output: str, dataset: Dataset, wishes: Wishes) -> Beside:
    from unpolicy.exchange.downloads import data_package

    path, site = Path(output), None if dataset.settings is None else dataset.settings.site
    licence = None if site is None else site.licence

    def make(content: bytes) -> bytes:
        return data_package(dataset.policy, wishes.lang, path.name, content, wishes.table, licence)

    return Beside(str(path.with_name("datapackage.json")), make)


def _structure(name: str, dataset: Dataset, wishes: Wishes) -> Beside:
    def make(_: bytes) -> bytes:
        from unpolicy.exchange.sdmx_structure import structure_message

        return structure_message(dataset, wishes.lang, wishes.agency, wishes.as_of)

    return Beside(name, make)
