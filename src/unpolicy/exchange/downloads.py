"""The files of a site that can be downloaded: what `export` writes, of everything and of each indicator."""

from __future__ import annotations

import hashlib
import io
import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.exchange.formats import Wishes, write
from unpolicy.exchange.rows import COLUMNS
from unpolicy.model import pick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from unpolicy.exchange.formats import Format
    from unpolicy.model import Dataset, Text
    from unpolicy.years import Language

_TYPES = {"year": "integer", "value": "number", "published": "date", "due": "date"}
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
        """A Data Package descriptor of the table of all figures."""
        figures = self._written(self._dataset, "csv", lang)
        policy = self._dataset.policy
        package: dict[str, Any] = {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": policy.id,
            "title": pick(policy.title, lang),
            "licenses": [] if self._licence is None else [_licence(pick(self._licence, lang))],
            "resources": [
                {
                    "name": "figures",
                    "type": "table",
                    "path": "figures.csv",
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    "bytes": len(figures),
                    "hash": f"sha256:{hashlib.sha256(figures).hexdigest()}",
                    "schema": {
                        "fields": [{"name": name, "type": _TYPES.get(name, "string")} for name in COLUMNS],
                        "primaryKey": ["indicator", "year"],
                    },
                }
            ],
        }
        return json.dumps(
            {key: value for key, value in package.items() if value}, ensure_ascii=False, indent=2
        ).encode()


def _licence(text: str) -> dict[str, str]:
    if re.fullmatch(r"https?://\S+", text):
        return {"path": text}
    return {"name": _NO_NAME.sub("-", text).strip("-") or "licence", "title": text}
