"""What SDMX-CSV data mean, as an SDMX-ML 2.1 structure message (extra `sdmx`).

The message holds the dataflow, its data structure, the concepts and a code list for every column with codes. pysdmx
makes the XML; it labels every text as English, so the language is put right behind it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from unpolicy.errors import MissingExtraError
from unpolicy.exchange.iati import xml_safe
from unpolicy.exchange.rows import text_in
from unpolicy.exchange.sdmx import OBS_STATUS, SDMX_COLUMNS, TOTAL, Flow, SdmxColumn, flow_of
from unpolicy.model import pick
from unpolicy.names import MADE_BY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from unpolicy.model import Dataset
    from unpolicy.years import Language

_VERSION = "1.0.0"


def structure_message(dataset: Dataset, lang: Language, agency: str | None, as_of: date) -> bytes:
    """The structure of what `write_sdmx_csv` writes, as XML.

    Args:
        dataset: the data.
        lang: the language of names.
        agency: the id of the agency that maintains it.
        as_of: the day that the message names as the one of its making.

    Raises:
        MissingExtraError: pysdmx is not installed.
        UsageError: the agency is no id of SDMX.
    """
    try:
        import pysdmx.io.xml  # noqa: F401 - fails where pysdmx is there without what it needs for XML
        from pysdmx.io import write_sdmx
        from pysdmx.io.format import Format
        from pysdmx.model import Organisation
        from pysdmx.model.message import Header
    except ImportError as error:
        raise MissingExtraError(
            "An SDMX structure needs the extra “sdmx”: pip install 'unpolicy[sdmx]'.",
            ja="SDMX の構造定義の書き出しには追加機能 sdmx が必要です：pip install 'unpolicy[sdmx]'",
        ) from error
    flow = flow_of(dataset, agency)
    made = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    sender = Organisation(id=flow.agency.replace(".", "_"))
    header = Header(id=f"DF_{flow.name}", prepared=made, sender=sender)
    artefacts = list(_Structure(dataset, lang, flow).artefacts())
    text = str(write_sdmx(artefacts, Format.STRUCTURE_SDMX_ML_2_1, header=header))
    return text.replace(' xml:lang="en">', f' xml:lang="{lang}">').replace("\n", f"\n<!-- {MADE_BY} -->\n", 1).encode()


class _Structure:
    """The artefacts of one dataflow."""

    def __init__(self, dataset: Dataset, lang: Language, flow: Flow) -> None:
        self._dataset = dataset
        self._lang: Language = lang
        self._flow = flow

    def artefacts(self) -> Iterator[Any]:
        """Code lists, concepts, the data structure and the dataflow."""
        from pysdmx.model import Concept, ConceptScheme, Dataflow, DataStructureDefinition
        from pysdmx.model.dataflow import Components

        lists = {component: self._list(component, codes) for component, codes in self._codes()}
        concepts = [Concept(id=name, name=xml_safe(self._name(name))) for name in self._flow.components]
        title = xml_safe(pick(self._dataset.policy.title, self._lang))
        whose: dict[str, Any] = {"agency": self._flow.agency, "version": _VERSION, "name": title}
        components = Components([self._component(name, lists.get(name)) for name in self._flow.components])
        structure = DataStructureDefinition(id=f"DSD_{self._flow.name}", components=components, **whose)
        yield from lists.values()
        yield ConceptScheme(id=self._scheme, items=concepts, **whose)
        yield structure
        yield Dataflow(id=f"DF_{self._flow.name}", structure=structure, **whose)

    @property
    def _scheme(self) -> str:
        return f"CS_{self._flow.name}"

    def _word(self, en: str, ja: str) -> str:
        return ja if self._lang == "ja" else en

    def _name(self, component: str) -> str:
        known = SDMX_COLUMNS.get(component)
        if known is not None:
            return self._word(known.en, known.ja)
        dimension = next(name for name, one in self._flow.dimensions.items() if one == component)
        found = self._dataset.dimensions.get(dimension)
        return dimension if found is None else pick(found.title, self._lang)

    def _codes(self) -> Iterator[tuple[str, Iterable[tuple[str, str, str | None]]]]:
        """The columns that have codes: each code with its name, and what it means where that is said."""
        data = self._dataset
        yield "FREQ", [("A", self._word("Annual", "年次"), None)]
        yield "OBS_STATUS", [(code, self._word(*names), None) for code, *names in OBS_STATUS.values()]
        lang, titled = self._lang, data.indicators.items()
        yield "INDICATOR", [(key, pick(one.title, lang), text_in(one.definition, lang)) for key, one in titled]
        for name, component in self._flow.dimensions.items():
            known = data.dimensions[name].values.items() if name in data.dimensions else ()
            titles = {value: pick(title, lang) for value, title in known}
            used = {value: value for one in data.indicators.values() if (value := one.of.get(name)) is not None}
            total = (TOTAL, self._word("Total", "総数"), None)
            yield component, [total, *((value, title, None) for value, title in (used | titles).items())]

    def _list(self, component: str, codes: Iterable[tuple[str, str, str | None]]) -> Any:  # noqa: ANN401 - pysdmx is optional
        from pysdmx.model import Code, Codelist

        items = [
            Code(id=code, name=xml_safe(name), description=None if text is None else xml_safe(text))
            for code, name, text in codes
        ]
        name = xml_safe(self._name(component))
        list_id = f"CL_{self._flow.name}_{component}"
        return Codelist(id=list_id, name=name, agency=self._flow.agency, version=_VERSION, items=items)

    def _component(self, name: str, codes: Any) -> Any:  # noqa: ANN401 - as above
        from pysdmx.model import Component, DataType, ItemReference, Role

        concept = SDMX_COLUMNS.get(name, SdmxColumn(name, name))
        attributes = self._flow.components[self._flow.components.index("OBS_VALUE") + 1 :]
        role = Role.MEASURE if name == "OBS_VALUE" else Role.ATTRIBUTE if name in attributes else Role.DIMENSION
        series = ",".join(self._flow.components[: self._flow.components.index("TIME_PERIOD")])
        return Component(
            id=name,
            required=role == Role.DIMENSION or name == "OBS_STATUS",
            role=role,
            concept=ItemReference("Concept", self._flow.agency, self._scheme, _VERSION, name),
            local_dtype=None if codes is not None else DataType(concept.type),
            local_codes=codes,
            attachment_level=None if role != Role.ATTRIBUTE else series if concept.shared else "O",
        )
