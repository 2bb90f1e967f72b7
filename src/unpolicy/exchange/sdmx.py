"""The figures as SDMX-CSV 2.0, for the data portals of statistical offices.

Columns and their contents follow the SDMX-CSV 2.0 field guide (github.com/sdmx-twg/sdmx-csv,
docs/data_message_field_guide.md): STRUCTURE, STRUCTURE_ID as ``AGENCY:ID(VERSION)`` and ACTION first, then dimensions,
measure and attributes. Statuses are those of the SDMX code list CL_OBS_STATUS, version 2.2 (sdmx.org, "Cross-domain
code lists"):

- A, normal value: final
- P, provisional value: provisional
- E, estimated value: estimated
- B, time series break: break
- L, missing value; data exist but were not collected, which the list explains by data that are not disseminated:
  pending
- O, missing value, with no reason given: missing. M would say that the data cannot exist, which a data file does not.

A calendar year is the time period ``2024``. A fiscal year is the reporting year ``2024-A1`` with the attribute
REPORTING_YEAR_START_DAY ``--04-01`` (SDMX technical notes, "Reporting time period").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from unpolicy.errors import UsageError
from unpolicy.exchange.csvfile import guard, write_table
from unpolicy.exchange.rows import number_text, rows
from unpolicy.model import pick

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from unpolicy.exchange.rows import Series
    from unpolicy.model import Dataset, Figure
    from unpolicy.names import Status
    from unpolicy.years import Language

OBS_STATUS: dict[Status, str] = {
    "final": "A",
    "provisional": "P",
    "estimated": "E",
    "break": "B",
    "pending": "L",
    "missing": "O",
}
"""Our statuses in CL_OBS_STATUS."""

COLUMNS = (
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    "FREQ",
    "INDICATOR",
    "TIME_PERIOD",
    "OBS_VALUE",
    "OBS_STATUS",
    "REPORTING_YEAR_START_DAY",
    "UNIT_MEASURE",
    "DECIMALS",
    "TITLE",
    "SOURCE",
    "COMMENT_OBS",
)
"""The columns, in the order of the guide: structure, action, dimensions, measure, attributes."""

DEFAULT_AGENCY = "UNPOLICY"

_AGENCY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z][A-Za-z0-9_-]*)*")


def write_sdmx_csv(
    stream: BinaryIO,
    dataset: Dataset,
    lang: Language,
    *,
    agency: str = DEFAULT_AGENCY,
    step: Callable[[], None] | None = None,
) -> None:
    """Write every figure as an observation.

    Args:
        stream: where the bytes go.
        dataset: the data.
        lang: the language of titles, units and comments.
        agency: the id of the agency that maintains the dataflow.
        step: called after each row.

    Raises:
        UsageError: the agency is no id of SDMX.
    """
    if not _AGENCY.fullmatch(agency):
        raise UsageError(
            f"--agency takes an SDMX agency id such as MOFA or JP.MOFA, not “{agency}”.",
            ja=f"--agency には MOFA や JP.MOFA のような SDMX の機関 ID を指定してください（「{agency}」は不可）。",
        )
    structure = f"{agency}:DF_{dataset.policy.id.upper().replace('-', '_')}(1.0.0)"
    table = (_row(structure, series, figure, lang) for series, figure in rows(dataset, lang))
    write_table(stream, COLUMNS, table, step)


def _row(structure: str, series: Series, figure: Figure, lang: Language) -> tuple[str, ...]:
    fiscal = series.indicator.year_kind == "fiscal"
    return (
        "dataflow",
        structure,
        "I",
        "A",
        series.id,
        f"{figure.year}-A1" if fiscal else str(figure.year),
        "" if figure.value is None else number_text(figure.value),
        OBS_STATUS[figure.status],
        "--04-01" if fiscal else "",
        guard(series.unit),
        str(series.indicator.shown_decimals),
        guard(series.title),
        guard(series.source(figure) or ""),
        "" if figure.note is None else guard(pick(figure.note, lang)),
    )
