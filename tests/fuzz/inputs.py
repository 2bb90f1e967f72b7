"""Made-up inputs of every kind that the program reads, and what reads each: any text or bytes end in an answer or in an
error of our own.

`CASES` holds a generator a kind. Called with a source of chance, it reads one input or more, and returns how many.
"""

from __future__ import annotations

import contextlib
import io
import sys
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from unpolicy.checks.inspection import inspect_files
from unpolicy.errors import UnpolicyError
from unpolicy.exchange import intake
from unpolicy.exchange.formats import Wishes, write
from unpolicy.exchange.iati import Reporting
from unpolicy.exchange.request import ImportRequest, Typed, read_content
from unpolicy.figures import parse_figure
from unpolicy.store.journal import entries
from unpolicy.store.source import DataFile, parse
from unpolicy.years import parse_period, read_day, resolve_year

sys.path.insert(0, str(Path(__file__).parent))

from mutations import ODD, REAL

if TYPE_CHECKING:
    from random import Random

TODAY = date(2026, 11, 24)
TEXTS = tuple(piece.decode(errors="replace") for piece in ODD)
YEARS = (
    "2024",
    "FY",
    "令和",
    "平成",
    "H",
    "R",
    "6",
    "31",
    "元",
    "年",
    "年度",
    "/",
    "-",
    "–",
    "～",
    "２０２４",
    "²",
    "①",
    " ",
    "..",
)
VALUES = (
    "980",
    "1,234",
    "９８０",
    "%",
    "△",
    "▲",
    "−",
    "-",
    "+",
    "5",
    ".",
    "人",
    "pending",
    "²",
    "①",
    "e9",
    "(",
    ")",
    "0",
    "∞",
)
DAYS = (
    "2024",
    "-",
    "/",
    "08",
    "30",
    "2",
    "31",
    "令和",
    "R",
    "6",
    "年",
    "月",
    "日",
    ".",
    "T00:00:00",
    " 00:00:00",
    "9" * 25,
)
LINES = ("a: ", "2020: 1\n", "- b", "  c: {d: 1}\n", "'e'", "\n", "  ", "note: |\n", "actuals:\n", "x-y: 0x1f", "値: ")
CELLS = (
    "indicator", "year", "value", "un-staff", "jpo-retention", "2024", "FY2024", "1,024", "82.7%", "pending", "note",
    "2020", "961²", "", "..", "Sex", "Total", "status", "final", "2020-01", "published", "2020-99999999999999999999-01",
)  # fmt: skip
SEPARATORS = (",", ",", ",", ";", "\t", "\n", "\n", "\r\n", '"', "\0", "\ufeff", "|")
PIECES = (
    '"id":"a",',
    '"at":"2026-01-01T00:00:00+00:00",',
    '"pieces":[[1,"","x"]],',
    '"file":"indicators.yaml",',
    '"old":"',
    "{",
    "}",
    "[" * 90,
    "]",
    "1e999",
    "NaN",
    "\\ud800",
    "\\u0000",
    '"undoes":[],',
    '"user":',
    "null",
    '"settles":"a"',
    ",",
    ":",
    '"command":["add-actual"],',
    '"before":',
    '"after":{"value":1}',
    '"group":"g",',
    '"where":["indicators","a"],',
    "true",
)
COMMANDS = (
    "status", "show", "explain", "history", "forecast", "goals", "validate", "rule", "log", "schema", "export", "chart",
    "report", "diff", "add-actual", "remove-actual", "rate", "undo", "import", "nonsense",
)  # fmt: skip
WORDS = (
    "staff-1000",
    "un-staff",
    "2024",
    "980",
    "pending",
    "--json",
    "--lang",
    "ja",
    "jp",
    "--as-of",
    "2023-01-01",
    "R6.8.30",
    "tomorrow",
    "--method",
    "linear",
    "statcan",
    "-i",
    "--force",
    "--status",
    "final",
    "--section",
    "waiting",
    "--format",
    "csv",
    "--limit",
    "3",
    "--models",
    "all",
    "U301",
    "--strict",
    "-",
    "--",
    "-5",
    "--nope",
    "\u202e",
    "",
    "HEAD",
    "-q",
    "--sort",
    "gap",
    "--tag",
    "--wait",
    "0",
    "--by",
    "achieved",
    "--color",
    "never",
    "--fail-on",
    "stale",
    "--all",
)


def joined(random: Random, *pieces: tuple[str, ...], longest: int = 8) -> str:
    """A text of a few pieces, most of them from the first list."""
    return "".join(random.choice(random.choice(pieces)) for _ in range(random.randint(0, longest)))


def years(random: Random) -> int:
    """A year as it is typed, and a period."""
    text = joined(random, YEARS, YEARS, YEARS, TEXTS, longest=5)
    for read in (lambda: resolve_year(text, random.choice(("calendar", "fiscal"))), lambda: parse_period(text)):
        ours(read)
    return 2


def figures(random: Random) -> int:
    """A figure as it is typed."""
    text = joined(random, VALUES, VALUES, VALUES, TEXTS, longest=5)
    ours(lambda: parse_figure(text))
    return 1


def days(random: Random) -> int:
    """A day as it is typed."""
    text = joined(random, DAYS, DAYS, DAYS, TEXTS)
    ours(lambda: read_day(text))
    return 1


def yaml(random: Random) -> int:
    """A few lines of YAML; what is wrong with them has a place."""
    text = joined(random, LINES, LINES, TEXTS, longest=10)
    for problem in parse(text).problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text), text
    return 1


def tables(random: Random) -> int:
    """A table as text, held against the shipped data as an import."""
    start = "indicator,year,value\n" if random.randrange(2) else ""
    text = start + joined(random, CELLS, CELLS, SEPARATORS, SEPARATORS, SEPARATORS, TEXTS, longest=40)
    data = text.encode(random.choice(("utf-8", "utf-8", "cp932", "utf-16")), "replace")
    imported(data, random.choice(("csv", "csv", "csv", "open-sdg", "eurostat", "statcan", "e-stat", "tracker")))
    return 1


def documents(random: Random) -> int:
    """A JSON or IATI document with something changed in it."""
    kind = random.choice(("json", "iati"))
    imported(changed(exported(kind), random), kind)
    return 1


def books(random: Random) -> int:
    """A workbook with something changed in one of its parts, or in its bytes."""
    data = exported("xlsx")
    if random.randrange(4):
        with zipfile.ZipFile(io.BytesIO(data)) as before:
            parts = {name: before.read(name) for name in before.namelist()}
        name = random.choice(sorted(parts))
        parts[name] = changed(parts[name], random)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as after:
            for part, content in parts.items():
                after.writestr(part, content)
        data = made.getvalue()
    else:
        data = changed(data, random)
    imported(data, random.choice(("xlsx", "xlsx", "ods")))
    return 1


def journals(random: Random, directory: Path) -> int:
    """A journal of lines of which most make no sense; they are skipped, and the rest is read."""
    lines = [joined(random, PIECES, PIECES, TEXTS, longest=12).replace("\n", "") for _ in range(50)]
    (directory / ".unpolicy").mkdir(exist_ok=True)
    (directory / ".unpolicy" / "journal.jsonl").write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    entries(directory)
    return len(lines)


def command_line(random: Random) -> list[str]:
    """A command with words that may or may not be its own; none of them writes anywhere but in the data."""
    return [random.choice(COMMANDS), *random.choices(WORDS, k=random.randint(0, 5))]


def ours(read: object) -> None:
    """Call what reads an input; only our own errors may come of it."""
    with contextlib.suppress(UnpolicyError):
        read()


def imported(data: bytes, kind: str) -> None:
    """Read a file to be imported, and hold it against the shipped data."""

    def run() -> None:
        content = read_content(data, "x", kind, Typed())
        intake.take(ImportRequest(content, Typed()), shipped(), TODAY)

    ours(run)


def changed(data: bytes, random: Random) -> bytes:
    """Bytes with a few pieces cut out, doubled or put in."""
    for _ in range(random.randint(1, 3)):
        start = random.randint(0, len(data))
        end = min(len(data), start + random.choice((0, 1, 3, 20)))
        piece = random.choice((b"", data[start:end] * 2, random.choice(ODD), random.randbytes(2), b"9" * 30))
        data = data[:start] + piece + data[end:]
    return data


@cache
def shipped() -> object:
    """The shipped data."""
    files = {kind: DataFile.from_bytes(Path(f"{kind}.yaml"), content) for kind, content in REAL.items()}
    return inspect_files(files, as_of=TODAY).dataset


@cache
def exported(kind: str) -> bytes:
    """The shipped data as a file of a kind."""
    stream = io.BytesIO()
    write(stream, shipped(), Wishes("en", TODAY, kind, reporting=Reporting("XM-DAC-701-2")))
    return stream.getvalue()


CASES = {
    "years": years,
    "figures": figures,
    "days": days,
    "yaml": yaml,
    "tables": tables,
    "documents": documents,
    "books": books,
}
"""What needs no directory of its own."""
