"""The figures as SDMX-CSV 2.0, for the data portals of statistical offices, and the structure that says what they mean.

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
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from unpolicy.assess.vintages import source_of
from unpolicy.errors import UsageError, needing
from unpolicy.exchange.rows import number_text, text_in
from unpolicy.exchange.textfiles import cell, guard, write_table
from unpolicy.model import Dataset, pick
from unpolicy.names import MADE_BY, STATUS_WORDS, Status
from unpolicy.text import xml_safe
from unpolicy.years import Language, form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from unpolicy.exchange.formats import Wishes

OBS_STATUS: dict[Status, tuple[str, str]] = {
    "final": ("A", "Normal value"),
    "provisional": ("P", "Provisional value"),
    "estimated": ("E", "Estimated value"),
    "break": ("B", "Time series break"),
    "pending": ("L", "Missing value; data exist but were not collected"),
    "missing": ("O", "Missing value"),
}
"""Our statuses in CL_OBS_STATUS: each with its code, and what the list calls it; in Japanese it has our words."""

DEFAULT_AGENCY = "UNPOLICY"
TOTAL = "_T"
"""What stands in a dimension by which an indicator is not broken down."""

_VERSION = "1.0.0"
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
    names = dict.fromkeys(dimension for indicator in indicators for dimension in indicator.of)
    dimensions = {name: _component(name) for name in names}
    used = {
        "PART_OF": any(indicator.part_of for indicator in indicators),
        "LOWER_BOUND": any(figure.low is not None for indicator in indicators for figure in indicator.figures()),
        "UPPER_BOUND": any(figure.high is not None for indicator in indicators for figure in indicator.figures()),
    }
    columns = [name for name in SDMX_COLUMNS if used.get(name, True)]
    columns[2:2] = dimensions.values()
    name = dataset.policy.id.upper().replace("-", "_")
    return Flow(agency, name, dimensions, tuple(columns))


def _component(dimension: str) -> str:
    """A dimension's id as SDMX writes it: not that of another column, and beginning with a letter."""
    name = dimension.upper().replace("-", "_")
    return f"D__{name}" if name in (*SDMX_COLUMNS, "ACTION", "STRUCTURE") or name[0].isdigit() else name


def write_sdmx_csv(stream: BinaryIO, dataset: Dataset, wishes: Wishes, step: Callable[[], None] | None = None) -> None:
    """Write every figure as an observation.

    Args:
        stream: where the bytes go.
        dataset: the data.
        wishes: the language of titles, units and comments, and the agency that maintains the dataflow.
        step: called after each row.

    Raises:
        UsageError: the agency is no id of SDMX.
    """
    flow = flow_of(dataset, wishes.agency)
    structure = "dataflow", f"{flow.agency}:DF_{flow.name}({_VERSION})", "I"
    table = ((*structure, *row) for row in _observations(flow, dataset, wishes.lang))
    write_table(stream, ("STRUCTURE", "STRUCTURE_ID", "ACTION", *flow.components), table, step)


def _observations(flow: Flow, dataset: Dataset, lang: Language) -> Iterator[tuple[str, ...]]:
    for key, indicator in dataset.indicators.items():
        form = form_of(indicator.year_kind)
        values = {component: indicator.of.get(name, TOTAL) for name, component in flow.dimensions.items()} | {
            "FREQ": "A",
            "INDICATOR": key,
            "REPORTING_YEAR_START_DAY": "" if form.starts == 1 else f"--{form.starts:02}-01",
            "UNIT_MEASURE": _line(pick(indicator.unit, lang)),
            "DECIMALS": str(indicator.shown_decimals),
            "TITLE": _line(pick(indicator.title, lang)),
            "PART_OF": indicator.part_of or "",
        }
        for figure in indicator.figures():
            year = figure.year
            values |= {
                "TIME_PERIOD": str(year) if form.starts == 1 else f"{year - form.begins_before}-A1",
                "OBS_VALUE": "NaN" if figure.value is None else number_text(figure.value),
                "OBS_STATUS": OBS_STATUS[figure.status][0],
                "LOWER_BOUND": cell(figure.low),
                "UPPER_BOUND": cell(figure.high),
                "SOURCE": _line(source_of(figure, indicator, dataset.sources)),
                "COMMENT_OBS": _line(text_in(figure.note, lang)),
            }
            yield tuple(values[name] for name in flow.components)


def _line(text: str | None) -> str:
    """A text as a cell of one line: some readers part such a file at every line break, quoted or not."""
    return guard(" ".join((text or "").split()))


def structure_message(dataset: Dataset, wishes: Wishes) -> bytes:
    """The structure of what `write_sdmx_csv` writes, as an SDMX-ML 2.1 structure message (extra `sdmx`).

    The message holds the dataflow, its data structure, the concepts and a code list for every column with codes. It
    names the day of `wishes.as_of` as the one of its making.

    Raises:
        MissingExtraError: pysdmx is not installed.
        UsageError: the agency is no id of SDMX.
    """
    ja = "SDMX の構造定義の書き出しには追加機能 sdmx "
    with needing("'unpolicy[sdmx]'", "An SDMX structure needs the extra “sdmx”", ja):
        import pysdmx.io.xml  # fails where pysdmx is there without what it needs for XML
    flow, lang, day = flow_of(dataset, wishes.agency), wishes.lang, wishes.as_of
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    sender = pysdmx.model.Organisation(id=flow.agency.replace(".", "_"))
    header = pysdmx.model.message.Header(id=f"DF_{flow.name}", prepared=made, sender=sender)
    artefacts = list(_Structure(dataset, lang, flow, pysdmx.model).artefacts())
    text = str(pysdmx.io.write_sdmx(artefacts, pysdmx.io.format.Format.STRUCTURE_SDMX_ML_2_1, header=header))
    # pysdmx labels every text as English.
    return text.replace(' xml:lang="en">', f' xml:lang="{lang}">').replace("\n", f"\n<!-- {MADE_BY} -->\n", 1).encode()


class _Structure(NamedTuple):
    """The artefacts of one dataflow, made with the classes of `pysdmx.model`."""

    dataset: Dataset
    lang: Language
    flow: Flow
    model: Any

    def artefacts(self) -> Iterator[Any]:
        """Code lists, concepts, the data structure and the dataflow."""
        model, flow = self.model, self.flow
        lists = {component: self._list(component, codes) for component, codes in self._codes()}
        concepts = [model.Concept(id=name, name=xml_safe(self._name(name))) for name in flow.components]
        title = xml_safe(pick(self.dataset.policy.title, self.lang))
        whose: dict[str, Any] = {"agency": flow.agency, "version": _VERSION, "name": title}
        components = model.Components([self._component(name, lists.get(name)) for name in flow.components])
        structure = model.DataStructureDefinition(id=f"DSD_{flow.name}", components=components, **whose)
        yield from lists.values()
        yield model.ConceptScheme(id=f"CS_{flow.name}", items=concepts, **whose)
        yield structure
        yield model.Dataflow(id=f"DF_{flow.name}", structure=structure, **whose)

    def _word(self, en: str, ja: str) -> str:
        return ja if self.lang == "ja" else en

    def _name(self, component: str) -> str:
        known = SDMX_COLUMNS.get(component)
        if known is not None:
            return self._word(known.en, known.ja)
        dimension = next(name for name, dimension_id in self.flow.dimensions.items() if dimension_id == component)
        found = self.dataset.dimensions.get(dimension)
        return dimension if found is None else pick(found.title, self.lang)

    def _codes(self) -> Iterator[tuple[str, Iterable[tuple[str, str, str | None]]]]:
        """The columns that have codes: each code with its name, and what it means where that is said."""
        data, lang = self.dataset, self.lang
        yield "FREQ", [("A", self._word("Annual", "年次"), None)]
        statuses = ((code, self._word(en, STATUS_WORDS[status][1])) for status, (code, en) in OBS_STATUS.items())
        yield "OBS_STATUS", [(code, name, None) for code, name in statuses]
        titled = data.indicators.items()
        named = [(key, pick(indicator.title, lang), text_in(indicator.definition, lang)) for key, indicator in titled]
        yield "INDICATOR", named
        for name, component in self.flow.dimensions.items():
            known = data.dimensions[name].values.items() if name in data.dimensions else ()
            titles = {value: pick(title, lang) for value, title in known}
            used = {indicator.of[name]: indicator.of[name] for _, indicator in titled if name in indicator.of}
            total = (TOTAL, self._word("Total", "総数"), None)
            yield component, [total, *((value, title, None) for value, title in (used | titles).items())]

    def _list(self, component: str, codes: Iterable[tuple[str, str, str | None]]) -> Any:  # noqa: ANN401 - pysdmx is optional
        items = [
            self.model.Code(id=code, name=xml_safe(name), description=None if text is None else xml_safe(text))
            for code, name, text in codes
        ]
        name = xml_safe(self._name(component))
        list_id = f"CL_{self.flow.name}_{component}"
        return self.model.Codelist(id=list_id, name=name, agency=self.flow.agency, version=_VERSION, items=items)

    def _component(self, name: str, codes: Any) -> Any:  # noqa: ANN401 - as above
        concept = SDMX_COLUMNS.get(name, SdmxColumn(name, name))
        components, roles = self.flow.components, self.model.Role
        attributes = components[components.index("OBS_VALUE") + 1 :]
        role = roles.MEASURE if name == "OBS_VALUE" else roles.ATTRIBUTE if name in attributes else roles.DIMENSION
        series = ",".join(components[: components.index("TIME_PERIOD")])
        return self.model.Component(
            id=name,
            required=role == roles.DIMENSION or name == "OBS_STATUS",
            role=role,
            concept=self.model.ItemReference("Concept", self.flow.agency, f"CS_{self.flow.name}", _VERSION, name),
            local_dtype=None if codes is not None else self.model.DataType(concept.type),
            local_codes=codes,
            attachment_level=None if role != roles.ATTRIBUTE else series if concept.shared else "O",
        )
