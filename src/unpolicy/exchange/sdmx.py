"""The figures as SDMX-CSV 2.0, for the data portals of statistical offices.

Columns and their contents follow the SDMX-CSV 2.0 field guide (github.com/sdmx-twg/sdmx-csv,
data-message/docs/sdmx-csv-field-guide.md): STRUCTURE, STRUCTURE_ID as ``AGENCY:ID(VERSION)`` and ACTION first, then
dimensions, measure and attributes; a value that is not there on purpose is ``NaN``. Statuses are those of the SDMX code
list CL_OBS_STATUS, version 2.2 (sdmx.org, "Cross-domain code lists"), which explains its L, a pending figure here, by
data that are not disseminated. M would say that data cannot exist, which a data file does not: missing ones are O.

A calendar year is the time period ``2024``. A year that starts in another month is the reporting year ``2024-A1``, by
the calendar year in which it starts, with the attribute REPORTING_YEAR_START_DAY, as ``--04-01`` (SDMX technical notes,
"Reporting time period"). What breaks indicators down is a dimension each; a whole is the total, ``_T``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.errors import UsageError
from unpolicy.exchange.csvfile import cell, guard, write_table
from unpolicy.exchange.rows import number_text, rows, text_in
from unpolicy.years import form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

    from unpolicy.exchange.rows import Series
    from unpolicy.model import Dataset, Figure
    from unpolicy.names import Status
    from unpolicy.years import Language

OBS_STATUS: dict[Status, tuple[str, str, str]] = {
    "final": ("A", "Normal value", "確定値"),
    "provisional": ("P", "Provisional value", "暫定値"),
    "estimated": ("E", "Estimated value", "推計値"),
    "break": ("B", "Time series break", "系列の断絶"),
    "pending": ("L", "Missing value; data exist but were not collected", "公表予定"),
    "missing": ("O", "Missing value", "欠測"),
}
"""Our statuses in CL_OBS_STATUS: each with its code, and what the list calls it, in English and Japanese."""

DEFAULT_AGENCY = "UNPOLICY"
TOTAL = "_T"
"""What stands in a dimension by which an indicator is not broken down."""

_AGENCY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z][A-Za-z0-9_-]*)*")


class SdmxColumn(NamedTuple):
    """What a column is: its name in two languages, its type in SDMX, and whether all figures of a series share it."""

    en: str
    ja: str
    type: str = "String"
    shared: bool = False


SDMX_COLUMNS = {
    "FREQ": SdmxColumn("Frequency", "頻度"),
    "INDICATOR": SdmxColumn("Indicator", "指標"),
    "TIME_PERIOD": SdmxColumn("Time period", "期間", "ObservationalTimePeriod"),
    "OBS_VALUE": SdmxColumn("Observation value", "値", "Double"),
    "OBS_STATUS": SdmxColumn("Observation status", "状態"),
    "REPORTING_YEAR_START_DAY": SdmxColumn("Reporting year start day", "年度の開始日", "MonthDay", shared=True),
    "UNIT_MEASURE": SdmxColumn("Unit of measure", "単位", shared=True),
    "DECIMALS": SdmxColumn("Decimals", "小数桁数", "Integer", shared=True),
    "TITLE": SdmxColumn("Title", "指標名", shared=True),
    "PART_OF": SdmxColumn("The indicator that this is a part of", "全体の指標", shared=True),
    "LOWER_BOUND": SdmxColumn("Lower end of the confidence interval", "信頼区間の下限", "Double"),
    "UPPER_BOUND": SdmxColumn("Upper end of the confidence interval", "信頼区間の上限", "Double"),
    "SOURCE": SdmxColumn("Source", "出典"),
    "COMMENT_OBS": SdmxColumn("Comment", "備考"),
}
"""The columns in the order of the guide; what indicators are broken down by comes before the time period."""


class Flow(NamedTuple):
    """The dataflow of a policy.

    Attributes:
        agency: the id of the agency that maintains it.
        name: the policy's id as SDMX writes it.
        dimensions: what indicators are broken down by, as SDMX writes it, by our ids.
        components: the ids of all further columns, in the order of the guide: dimensions, measure, attributes.
    """

    agency: str
    name: str
    dimensions: Mapping[str, str]
    components: tuple[str, ...]


def flow_of(dataset: Dataset, agency: str | None) -> Flow:
    """The dataflow of a policy, with the columns that its data use.

    Raises:
        UsageError: the agency is no id of SDMX.
    """
    agency = DEFAULT_AGENCY if agency is None else agency
    if not _AGENCY.fullmatch(agency):
        raise UsageError(
            f"--agency takes an SDMX agency id such as MOFA or JP.MOFA, not “{agency}”.",
            ja=f"--agency には MOFA や JP.MOFA のような SDMX の機関 ID を指定してください（「{agency}」は不可）。",
        )
    indicators = dataset.indicators.values()
    names = dict.fromkeys(dimension for one in indicators for dimension in one.of)
    dimensions = {name: _component(name) for name in names}
    used = {
        "PART_OF": any(one.part_of for one in indicators),
        "LOWER_BOUND": any(figure.low is not None for one in indicators for figure in one.figures()),
        "UPPER_BOUND": any(figure.high is not None for one in indicators for figure in one.figures()),
    }
    columns = [name for name in SDMX_COLUMNS if used.get(name, True)]
    columns[2:2] = dimensions.values()
    name = dataset.policy.id.upper().replace("-", "_")
    return Flow(agency, name, dimensions, tuple(columns))


def _component(dimension: str) -> str:
    """A dimension's id as SDMX writes it: not that of another column, and beginning with a letter."""
    name = dimension.upper().replace("-", "_")
    return f"D__{name}" if name in (*SDMX_COLUMNS, "ACTION", "STRUCTURE") or name[0].isdigit() else name


def write_sdmx_csv(
    stream: BinaryIO,
    dataset: Dataset,
    lang: Language,
    *,
    agency: str | None = None,
    step: Callable[[], None] | None = None,
) -> None:
    """Write every figure as an observation.

    Args:
        stream: where the bytes go.
        dataset: the data.
        lang: the language of titles, units and comments.
        agency: the id of the agency that maintains the dataflow; `DEFAULT_AGENCY` without one.
        step: called after each row.

    Raises:
        UsageError: the agency is no id of SDMX.
    """
    flow = flow_of(dataset, agency)
    structure = "dataflow", f"{flow.agency}:DF_{flow.name}(1.0.0)", "I"
    table = ((*structure, *_row(flow, series, figure)) for series, figure in rows(dataset, lang))
    write_table(stream, ("STRUCTURE", "STRUCTURE_ID", "ACTION", *flow.components), table, step)


def _row(flow: Flow, series: Series, figure: Figure) -> tuple[str, ...]:
    indicator = series.indicator
    period, start = _period(series, figure.year)
    values = {
        **{component: indicator.of.get(name, TOTAL) for name, component in flow.dimensions.items()},
        "FREQ": "A",
        "INDICATOR": series.id,
        "TIME_PERIOD": period,
        "OBS_VALUE": "NaN" if figure.value is None else number_text(figure.value),
        "OBS_STATUS": OBS_STATUS[figure.status][0],
        "REPORTING_YEAR_START_DAY": start,
        "UNIT_MEASURE": _line(series.unit),
        "DECIMALS": str(indicator.shown_decimals),
        "TITLE": _line(series.title),
        "PART_OF": indicator.part_of or "",
        "LOWER_BOUND": cell(figure.low),
        "UPPER_BOUND": cell(figure.high),
        "SOURCE": _line(series.source(figure)),
        "COMMENT_OBS": _line(text_in(figure.note, series.lang)),
    }
    return tuple(values[name] for name in flow.components)


def _line(text: str | None) -> str:
    """A text as a cell of one line: some readers part such a file at every line break, quoted or not."""
    return guard(" ".join((text or "").split()))


def _period(series: Series, year: int) -> tuple[str, str]:
    """The time period of a year, and the day on which such years start."""
    form = form_of(series.indicator.year_kind)
    if form.starts == 1:
        return str(year), ""
    return f"{year - form.begins_before}-A1", f"--{form.starts:02}-01"
