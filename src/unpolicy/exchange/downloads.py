"""The files of a site that can be downloaded: what `export` writes, of everything and of each indicator."""

from __future__ import annotations

import hashlib
import io
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.exchange.formats import Wishes, write
from unpolicy.exchange.jsonfile import json_bytes
from unpolicy.exchange.rows import FigureRow, types_of
from unpolicy.exchange.verdicts import TargetRow
from unpolicy.model import pick
from unpolicy.names import MADE_BY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from unpolicy.exchange.formats import Format, Table
    from unpolicy.model import Dataset, PolicyRecord, Text
    from unpolicy.years import Language

_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "date": "date"}
_NO_NAME = re.compile(r"[^A-Za-z0-9._]+")


class Download(NamedTuple):
    """A file to download: its path in the site, what it follows from, and what makes it."""

    path: str
    inputs: str
    make: Callable[[], bytes]


class Downloads:
    """The downloads of a site.

    Args:
        dataset: the data, as they are to be known.
        as_of: the day on which years are over or not.
        formats: the formats there are to be of everything; each indicator has csv and json.
        licence: the licence of the data, if it is known.
    """

    def __init__(self, dataset: Dataset, as_of: date, formats: Sequence[Format], licence: Text | None = None) -> None:
        self._dataset = dataset
        self._as_of = as_of
        self._formats = formats
        self._licence = licence

    def files(self, languages: Sequence[Language]) -> Iterator[Download]:
        """Every file in every language."""
        policy = self._dataset.targets_file.model_dump_json(exclude_unset=True)
        whole = policy + self._dataset.indicators_file.model_dump_json(exclude_unset=True)
        for lang in languages:
            for kind in self._formats:
                make = partial(self._written, self._dataset, kind, lang)
                yield Download(f"{lang}/data/figures.{kind}", f"{lang} {kind} {whole}", make)
            yield Download(
                f"{lang}/data/datapackage.json", f"{lang} {self._licence!r} {whole}", partial(self._package, lang)
            )
            yield from self._single(lang)

    def _single(self, lang: Language) -> Iterator[Download]:
        rest = self._dataset.targets_file
        for key, indicator in self._dataset.indicators.items():
            targets = {name: one for name, one in rest.targets.items() if one.indicator == key}
            goals = {one.goal for one in targets.values()}
            changes = {
                "targets": targets,
                "goals": {name: goal for name, goal in rest.goals.items() if name in goals},
                "ratings": tuple(rating for rating in rest.ratings if rating.target in targets),
                "headline": rest.headline if rest.headline in targets else None,
            }
            of_one = self._dataset.indicators_file.model_copy(update={"indicators": {key: indicator}})
            part = self._dataset._replace(targets_file=rest.model_copy(update=changes), indicators_file=of_one)
            inputs = part.targets_file.model_dump_json(exclude_unset=True) + of_one.model_dump_json(exclude_unset=True)
            for kind in ("csv", "json"):
                if kind in self._formats:
                    make = partial(self._written, part, kind, lang)
                    yield Download(f"{lang}/data/indicators/{key}.{kind}", f"{lang} {kind} {inputs}", make)

    def _written(self, dataset: Dataset, kind: Format, lang: Language) -> bytes:
        stream = io.BytesIO()
        write(stream, dataset, kind, Wishes(lang, self._as_of))
        return stream.getvalue()

    def _package(self, lang: Language) -> bytes:
        figures = self._written(self._dataset, "csv", lang)
        return data_package(self._dataset.policy, lang, "figures.csv", figures, "figures", self._licence)


def data_package(  # noqa: PLR0913, PLR0917 - whose, and which file
    policy: PolicyRecord, lang: Language, name: str, content: bytes, table: Table, licence: Text | None
) -> bytes:
    """A Data Package descriptor of a table that stands beside it as csv.

    Args:
        policy: whose figures it holds.
        lang: the language of the title.
        name: the file's name.
        content: what is in it.
        table: whether a row is a figure or a target.
        licence: the licence of the data, if it is known.
    """
    row_type: type[NamedTuple] = FigureRow if table == "figures" else TargetRow
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": policy.id,
        "title": pick(policy.title, lang),
        "description": MADE_BY,
        "licenses": [] if licence is None else [_licence(pick(licence, lang))],
        "resources": [
            {
                "name": table,
                "type": "table",
                "path": name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(content),
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
                "schema": {
                    "fields": [{"name": field, "type": _TYPES[hint]} for field, hint in types_of(row_type).items()],
                    "primaryKey": ["indicator", "year"] if table == "figures" else ["target"],
                },
            }
        ],
    }
    document = {key: value for key, value in package.items() if value}
    return json_bytes(document)


def _licence(text: str) -> dict[str, str]:
    if re.fullmatch(r"https?://\S+", text):
        return {"path": text}
    return {"name": _NO_NAME.sub("-", text).strip("-") or "licence", "title": text}
