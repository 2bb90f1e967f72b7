"""Several policies in one file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from unpolicy.errors import UsageError
from unpolicy.exchange.csvfile import cell
from unpolicy.exchange.formats import document_of, table_of
from unpolicy.exchange.jsonfile import json_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from unpolicy.exchange.formats import Format, Wishes
    from unpolicy.model import Dataset


def write_several(stream: BinaryIO, datasets: Sequence[Dataset], kind: Format, wishes: Wishes) -> None:
    """Write several policies as one: a csv whose first column is the policy, or a JSON document of documents.

    Raises:
        UsageError: a format that holds one policy alone.
    """
    if kind == "json":
        documents = [document_of(dataset, wishes) for dataset in datasets]
        stream.write(json_bytes({"schema": "unpolicy/policies/1", "policies": documents}))
        return
    if kind != "csv":
        raise UsageError(
            f"A file in the format {kind} holds one policy: write csv or json, or give one --data.",
            ja=f"{kind} のファイルに入るのは1つの施策です。csv か json にするか、--data を1つにしてください。",
        )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for number, dataset in enumerate(datasets):
        row_type, table = table_of(dataset, wishes)
        writer.writerows([("policy", *row_type._fields)] if number == 0 else ())
        writer.writerows([dataset.policy.id, *map(cell, row)] for row in table)
    stream.write(("\ufeff" * wishes.bom + text.getvalue()).encode())
