"""The formats of an export: their names, their file endings, and who writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from unpolicy.errors import UsageError
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import BinaryIO

    from unpolicy.exchange.iati import Reporting
    from unpolicy.model import Dataset
    from unpolicy.years import Language

Format = Literal["csv", "json", "xlsx", "parquet", "sdmx-csv", "iati"]
FORMATS: tuple[Format, ...] = get_args(Format)

# The longer ending first: a file may end in both.
_ENDINGS: tuple[tuple[str, Format], ...] = (
    (".sdmx.csv", "sdmx-csv"),
    (".csv", "csv"),
    (".json", "json"),
    (".xlsx", "xlsx"),
    (".parquet", "parquet"),
    (".xml", "iati"),
)


class Wishes(NamedTuple):
    """What an export is to be like.

    Attributes:
        lang: the language of titles and units.
        as_of: the day on which years are over or not.
        bom: whether csv begins with a byte order mark.
        agency: the agency of SDMX-CSV; `None` for its default.
        reporting: who reports to IATI.
    """

    lang: Language
    as_of: date
    bom: bool = False
    agency: str | None = None
    reporting: Reporting | None = None


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
    for ending, known in _ENDINGS:
        if name.lower().endswith(ending):
            return known
    raise UsageError(
        f"The ending of {quoted(name)} tells no format: add --format with one of {listed}.",
        ja=f"{quoted(name)} の拡張子からは形式が分かりません。--format に {listed} のいずれかを指定してください。",
    )


def write(
    stream: BinaryIO, dataset: Dataset, kind: Format, wishes: Wishes, step: Callable[[], None] | None = None
) -> None:
    """Write the data in a format.

    Args:
        stream: where the bytes go.
        dataset: the data.
        kind: the format.
        wishes: what it is to be like.
        step: called after each figure, by the formats that write figure by figure.

    Raises:
        MissingExtraError: the format needs a package that is not installed.
        UsageError: IATI without `reporting`, or an agency that is no id.
        RefusedError: the format cannot hold something of the data.
    """
    if kind == "csv":
        from unpolicy.exchange.csvfile import write_csv

        write_csv(stream, dataset, wishes.lang, bom=wishes.bom, step=step)
    elif kind == "json":
        from unpolicy.exchange.jsonfile import write_json

        write_json(stream, dataset)
    elif kind == "xlsx":
        from unpolicy.exchange.xlsxfile import write_xlsx

        write_xlsx(stream, dataset, wishes.lang, step=step)
    elif kind == "parquet":
        from unpolicy.exchange.parquet import write_parquet

        write_parquet(stream, dataset, wishes.lang)
    elif kind == "sdmx-csv":
        from unpolicy.exchange.sdmx import DEFAULT_AGENCY, write_sdmx_csv

        write_sdmx_csv(stream, dataset, wishes.lang, agency=wishes.agency or DEFAULT_AGENCY, step=step)
    else:
        _write_iati(stream, dataset, wishes)


def _write_iati(stream: BinaryIO, dataset: Dataset, wishes: Wishes) -> None:
    from unpolicy.exchange.iati import write_iati

    if wishes.reporting is None:
        raise UsageError(
            "IATI needs to know who reports: add --reporting-org with the organisation's identifier, as XM-DAC-701-2.",
            ja="IATI では報告組織が必須です。--reporting-org に組織 ID（例：XM-DAC-701-2）を指定してください。",
        )
    write_iati(stream, dataset, wishes.lang, wishes.reporting, wishes.as_of)
