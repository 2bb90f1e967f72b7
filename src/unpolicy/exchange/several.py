"""Several policies in one file."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from unpolicy.errors import UsageError
from unpolicy.exchange.formats import write
from unpolicy.text import json_safe

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
    if kind not in {"csv", "json"}:
        raise UsageError(
            f"A file in the format {kind} holds one policy: write csv or json, or give one --data.",
            ja=f"{kind} のファイルに入るのは1つの施策です。csv か json にするか、--data を1つにしてください。",
        )
    parts: list[tuple[str, bytes]] = []
    for dataset in datasets:
        buffer = io.BytesIO()
        write(buffer, dataset, kind, wishes._replace(bom=False))
        parts.append((dataset.policy.id, buffer.getvalue()))
    if kind == "json":
        documents = [json.loads(content) for _, content in parts]
        document = {"schema": "unpolicy/policies/1", "policies": documents}
        stream.write(json_safe(json.dumps(document, ensure_ascii=False, indent=2)).encode() + b"\n")
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for number, (policy, content) in enumerate(parts):
        heading, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
        writer.writerows([*([["policy", *heading]] if number == 0 else []), *([policy, *row] for row in rows)])
    stream.write(("\ufeff" * wishes.bom + text.getvalue()).encode())
