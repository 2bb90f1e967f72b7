"""Texts near to data files: the shipped files with a few pieces cut out, doubled, exchanged or made odd."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

DATA = Path(__file__).parents[2] / "data"
REAL = {kind: (DATA / f"{kind}.yaml").read_bytes() for kind in ("targets", "indicators")}

ODD = tuple(
    piece if isinstance(piece, bytes) else piece.encode()
    for piece in (
        "\n", "\r", "\r\n", "\t", "  ", "    ", ": ", "- ", ", ", "{", "}", "[", "]", "'", '"', "#",
        "&a ", "*a", "!!int ", "<<: ", "---\n", "...\n", "%YAML 1.1\n", "? ", "|\n", ">-\n", "~", "null", "true", "no",
        ".nan", ".inf", "-.inf", "1e999", "017", "0o17", "0x7e4", "1_000", "12:30", "2024-02-30", "2020", "'2020'",
        "2020.0", "1899", "2201", "-1", "1.5", "9" * 400, "９８０", "1,234", "令和5年", "R6", "FY2024",
        "\u202e", "\u2028", "\ufeff", "\0", "\x1b[31m",
        "\\ud800", "un-staff", "staff-1000", "value: ", "status: pending", "part_of: un-staff", "baseline: 2020",
        "bounds: {min: 9, max: 1}", "version: 2", "# unpolicy: ignore[U301]",
        " # unpolicy: ignore[U102,U202,U203,U204,U402,U403]\n", b"\xff", b"\x83\x65", b"\xed\xa0\x80",
    )
)  # fmt: skip


def mutated(kind: str, random: Random) -> bytes:
    """A shipped file after one to six changes."""
    data = REAL[kind]
    for _ in range(random.randint(1, 6)):
        data = _changed(data, random)
    return data


def _changed(data: bytes, random: Random) -> bytes:
    start = random.randint(0, len(data))
    end = min(len(data), start + random.choice((0, 1, 2, 5, 20, 200)))
    how = random.randrange(6)
    if how == 0:
        return data[:start] + data[end:]
    if how == 1:
        return data[:end] + data[start:]
    if how == 2:
        return data[:start] + random.randbytes(random.randint(1, 4)) + data[end:]
    if how == 3:
        lines = data.splitlines(keepends=True)
        first, second = random.randrange(len(lines) or 1), random.randrange(len(lines) or 1)
        if lines:
            lines[first], lines[second] = lines[second], lines[first]
        return b"".join(lines)
    return data[:start] + random.choice(ODD) + data[end:]
