"""Files of text in and out: CSV, and all data as one JSON document.

CSV is RFC 4180 in UTF-8 out, the usual delimiters in, with formulas neutralised.

A cell of a CSV file that begins with ``=``, ``+``, ``-`` or ``@`` is a formula to Excel, LibreOffice and Google
Sheets, whoever wrote it; tabs and line breaks at the start hide one, and East Asian editions take the full-width signs
too (OWASP, “CSV Injection”). Such a text gets one apostrophe before it. So does a text that begins with apostrophes
and then goes on like that, which is what makes the way back exact: taking one apostrophe from every text that
`is_risky` and begins with one gives the old text, whatever it was. Numbers are no text and are never touched.

Files of statistical offices mostly need nothing but their headings (`unpolicy.exchange.header`). What differs in shape
is arranged here: Eurostat's tab-separated files keep all dimensions in their first column, and a time series of ONS has
texts in place of a header.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from pydantic import ValidationError

from unpolicy.assess.vintages import source_of
from unpolicy.errors import DataError, UsageError
from unpolicy.exchange.cells import Grid, Row, plain, vocabulary
from unpolicy.exchange.rows import number_text
from unpolicy.model import FORMAT_VERSION, Dataset, Indicator, IndicatorsFile, Source, TargetsFile
from unpolicy.text import json_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


SCHEMA = "unpolicy/data/1"
"""The name that every document of all data carries."""
_DELIMITERS = (",", ";", "\t", "|")
_FIRST_LINES = 20
_LARGEST_CELL = 16 * 1024 * 1024
_RISKY = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_KANA_KANJI = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff01-\uff5e\u3000-\u303f]{2}")
_NO_JAPANESE = re.compile("[\ue000-\uf8ff]")
_ACCENTS = re.compile(r"(?:(?<=[A-Za-z])[\xc0-\xff]{1,2}|[\xc0-\xff]{1,2}(?=[A-Za-z]))")
_EUROPEAN_SIGNS = re.compile("[\xa0-\xbf\xd7\xf7–—‘’“”…€]")
_HEAD = 4096
_MANY = 0.2
"""The share of zero bytes above which a text is taken for UTF-16."""
_ANY = ("ons", "e-stat")
"""The offices of whose headings any will do."""
_SEARCHED = 40


def write_table(
    stream: BinaryIO,
    header: Iterable[str],
    table: Iterable[Iterable[str]],
    step: Callable[[], None] | None = None,
    ends: str = "\r\n",
) -> None:
    """Write a table as RFC 4180 has it: CRLF, commas, quotes where they are needed, UTF-8."""
    writer = csv.writer(codecs.getwriter("utf-8")(stream), lineterminator=ends)
    writer.writerow(header)
    for row in table:
        writer.writerow(row)
        if step is not None:
            step()


def cell(value: Any) -> str:  # noqa: ANN401 - the cells of a table
    """A value as a cell: nothing for none, all digits of a number, a day as 2026-11-24, a text that is no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return guard(value)
    return value.isoformat() if isinstance(value, date) else number_text(value)


def read_csv(data: bytes, name: str, encoding: str | None = None) -> Grid:
    """Read a CSV file.

    Args:
        data: the bytes.
        name: the file's name, for messages.
        encoding: their encoding; found out when `None`.

    Raises:
        DataError: the bytes are no text, or quotes are not closed.
        UsageError: there is no such encoding.
    """
    text, guessed = decoded(data, name, encoding)
    # One limit for the process, and the default of 128 KiB is shorter than a cell of Excel may be in UTF-8 and quotes.
    csv.field_size_limit(_LARGEST_CELL)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        # Most cells repeat others: held once, they take a fraction of the memory.
        rows = [
            Row(number, tuple(sys.intern(unguard(text)) for text in cells))
            for number, cells in enumerate(reader, start=1)
            if any(cells)
        ]
    except csv.Error as error:
        raise DataError(
            f"{name}, line {reader.line_num}: not CSV ({error}).",
            ja=f"{name} の{reader.line_num}行目が CSV として読めません（{error}）。",
        ) from error
    en = f"{name} was read as {guessed}, a guess; --encoding names another."
    ja = f"{name} は {guessed} と推定して読みました（--encoding で指定できます）。"
    return Grid(name, [row for row in rows if not row.blank], ((en, ja),) if guessed else (), comma=delimiter == ";")


def _delimiter(text: str) -> str:
    """The delimiter that parts the first lines most and most alike; commas where none does."""
    head = re.split(r"\r\n|\r|\n", re.sub(r'"[^"]*"', "", text[:65536]))[:_FIRST_LINES]
    if re.match(r"[^\t]+\\TIME[^\t]*\t", head[0], re.IGNORECASE):
        return "\t"  # Eurostat's, whose first column holds several with commas between them
    score = {mark: _parted(head, mark) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: score[mark])


def _parted(lines: list[str], mark: str) -> int:
    """How many delimiters stand in the lines that have the number of them that most have."""
    counts = [count for line in lines if (count := line.count(mark))]
    return max((counts.count(count) * count for count in set(counts)), default=0)


def is_risky(text: str) -> bool:
    """Whether a spreadsheet program might take the text for a formula, or is kept from it by apostrophes alone."""
    return _RISKY.match(text) is not None


def guard(text: str) -> str:
    """The text as a cell of a CSV file: with an apostrophe before it where it is risky."""
    return f"'{text}" if is_risky(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given; a text that it would not have made stays as it is."""
    return text[1:] if text.startswith("'") and is_risky(text) else text


def decoded(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str | None]:
    """The text, and the name of its encoding where that was guessed.

    Args:
        data: the bytes.
        name: the file's name, for messages.
        encoding: the encoding that `--encoding` names.

    Raises:
        UsageError: there is no such encoding.
        DataError: the bytes are not of it, or no guess is safe.
    """
    if encoding is not None:
        return _named(data, name, encoding), None
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16"), None
        if data[:_HEAD].count(0) <= _MANY * len(data[:_HEAD]):
            return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        pass
    for guess, text in ((found, _try(data, found)) for found in _guesses(data)):
        if text is not None:
            return text, guess.upper()
    raise DataError(
        f"{name} is neither UTF-8 nor of an encoding that can be told for sure: name it, as --encoding cp1252, "
        "or save the file as “CSV UTF-8”.",
        ja=f"{name} は UTF-8 ではなく、文字コードを確実に判定できません。--encoding cp932 のように指定するか、"
        "「CSV UTF-8」で保存し直してください。",
    )


def _named(data: bytes, name: str, encoding: str) -> str:
    try:
        if not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError(encoding)
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        raise UsageError(
            f"--encoding: there is no encoding “{encoding}”: utf-8, utf-16, cp932, cp1252 and the like.",
            ja=f"--encoding：「{encoding}」という文字コードはありません（utf-8、utf-16、cp932、cp1252 など）。",
        ) from error
    except UnicodeError as error:
        raise DataError(f"{name} is not {encoding} ({error}).", ja=f"{name} は {encoding} ではありません。") from error


def _guesses(data: bytes) -> list[str]:
    """The encodings that the bytes may well be in, the likeliest first."""
    head = data[:_HEAD]
    if head.count(0) > _MANY * len(head):
        odd, even = head[1::2].count(0), head[::2].count(0)
        return ["utf-16-le"] if odd and not even else ["utf-16-be"] if even and not odd else []
    japanese, european = _try(data, "cp932"), _try(data, "cp1252")
    likely = japanese is not None and not _NO_JAPANESE.search(japanese)
    accents = european is not None and _is_european(european)
    if likely and (not accents or _KANA_KANJI.search(japanese or "")):
        return ["cp932"]
    return ["cp1252"] if accents else []


def _is_european(text: str) -> bool:
    """Whether every sign beyond ASCII is an accented letter beside plain ones, or a sign that European texts use."""
    rest = _EUROPEAN_SIGNS.sub("", _ACCENTS.sub("", text))
    return rest.isascii() and bool(_ACCENTS.search(text) or re.search("[\xa0-\xbf]", text))


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def arranged(grid: Grid, kind: str) -> Grid:
    """A table in the shape in which tables are read.

    Args:
        grid: the table as it stands in the file.
        kind: the office that it is from, or csv.

    Raises:
        UsageError: it is no table of that office.
    """
    signs = vocabulary()["offices"].get(kind)
    if signs is not None and not _is_from(grid, kind, signs):
        raise UsageError(
            f"{grid.name} has none of the headings of {kind} ({', '.join(signs)}): leave --from out.",
            ja=f"{grid.name} には {kind} の見出し（{'、'.join(signs)}）がありません。--from を外してください。",
        )
    first = grid.rows[0].cell(0) if grid.rows else ""
    if re.search(r"\\\s*time", first, re.IGNORECASE):
        return grid._replace(rows=_dimensions_parted(grid.rows))
    if plain(first) == "title" and any(plain(row.cell(0)) == "cdid" for row in grid.rows[:_SEARCHED]):
        return grid._replace(rows=_with_header(grid.rows))
    return grid


def _is_from(grid: Grid, kind: str, signs: Sequence[str]) -> bool:
    headings = [plain(cell) for row in grid.rows[:_SEARCHED] for cell in row.cells]
    found = [any(sign in heading for heading in headings) for sign in signs]
    return any(found) if kind in _ANY else all(found)


def _dimensions_parted(rows: Sequence[Row]) -> list[Row]:
    """Eurostat's first column, whose heading reads freq,unit,geo and then TIME_PERIOD, as three columns."""
    names = rows[0].cell(0).partition("\\")[0].split(",")
    parted = [Row(rows[0].number, (*(name.strip() for name in names), *rows[0].cells[1:]))]
    for row in rows[1:]:
        texts = row.cell(0).split(",")
        cells = texts if len(texts) == len(names) else [row.cell(0), *[""] * (len(names) - 1)]
        parted.append(Row(row.number, (*cells, *row.cells[1:])))
    return parted


def _with_header(rows: Sequence[Row]) -> list[Row]:
    """A time series of ONS with a header instead of its rows of texts; the unit goes behind the title."""
    stated = {plain(row.cell(0)): row for row in rows[:_SEARCHED] if not row.cell(0)[:1].isdigit()}
    titles = rows[0].cells[1:]
    units = stated["unit"].cells[1:] if "unit" in stated else ()
    headings = [
        ("value" if len(titles) == 1 else title) + (f" ({units[at]})" if at < len(units) and units[at].strip() else "")
        for at, title in enumerate(titles)
    ]
    return [Row(rows[0].number, ("year", *headings)), *(row for row in rows[1:] if row.cell(0)[:1].isdigit())]


def to_document(dataset: Dataset) -> dict[str, Any]:
    """Both data files in one document, each figure with its source: years are texts, days as 2024-08-30."""
    targets = dataset.targets_file.model_dump(mode="json", exclude_unset=True)
    indicators = dataset.indicators_file.model_dump(mode="json", exclude_unset=True)
    for key, indicator in dataset.indicators.items():
        _add_sources(indicators["indicators"][key].get("actuals", {}), indicator, dataset.sources)
    dimensions = {"dimensions": indicators["dimensions"]} if indicators.get("dimensions") else {}
    return {"schema": SCHEMA, **targets, **dimensions, "indicators": indicators.get("indicators", {})}


def _add_sources(actuals: dict[str, Any], indicator: Indicator, sources: Mapping[str, Source]) -> None:
    """Write beside each figure where it was published, as the other formats do; an import takes it out again."""
    for figure in indicator.figures():
        source = source_of(figure, indicator, sources)
        if source != figure.source:
            entry = actuals[str(figure.year)]
            actuals[str(figure.year)] = (entry if isinstance(entry, dict) else {"value": entry}) | {"source": source}


def json_bytes(document: Mapping[str, Any]) -> bytes:
    """A document as JSON in UTF-8; numbers keep their full precision, days stand as 2024-08-30."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2, default=date.isoformat)
    return json_safe(text).encode() + b"\n"


def read_json(data: bytes, name: str) -> Dataset:
    """Read a document that `to_document` made.

    Args:
        data: the bytes.
        name: the file's name, for messages.

    Raises:
        DataError: it is no JSON, another document, or not of the data format.
    """
    try:
        document = json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise DataError(
            f"{name} is not JSON ({error}): import takes what export wrote.",
            ja=f"{name} は JSON として読めません（{error}）。export が書き出したファイルを指定してください。",
        ) from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise DataError(
            f"{name} is not a document of the schema {SCHEMA}: import takes what `export -o FILE.json` wrote.",
            ja=f"{name} はスキーマ {SCHEMA} の文書ではありません。export が書き出した JSON を指定してください。",
        )
    try:
        return from_document(document)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise DataError(
            f"{name} does not hold the data format ({place}: {first['msg']}).",
            ja=f"{name} の内容がデータ形式に合いません（{place}：{first['msg']}）。",
        ) from error


def from_document(document: dict[str, Any]) -> Dataset:
    """The data that `to_document` made a document of.

    Raises:
        pydantic.ValidationError: it is not of the data format.
    """
    targets = {key: value for key, value in document.items() if key not in ("schema", "dimensions", "indicators")}
    targets["targets"] = _with_years(targets.get("targets", {}), "yearly")
    indicators = _with_years(document.get("indicators", {}), "actuals")
    version = document.get("version", FORMAT_VERSION)
    return Dataset(
        TargetsFile.model_validate(targets),
        IndicatorsFile.model_validate(
            {"version": version, "dimensions": document.get("dimensions", {}), "indicators": indicators}
        ),
    )


def _with_years(records: Any, key: str) -> Any:  # noqa: ANN401 - whatever the document holds; the model decides
    """The records with the years under `key` as numbers again, since a key is always a text in JSON."""
    if not isinstance(records, dict):
        return records
    return {
        name: record | {key: {_year(year): value for year, value in record[key].items()}}
        if isinstance(record, dict) and isinstance(record.get(key), dict)
        else record
        for name, record in records.items()
    }


def _year(text: str) -> int | str:
    return int(text) if re.fullmatch(r"[0-9]{4}", text) else text


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is not a number in JSON")
