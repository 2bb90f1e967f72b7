"""What an import is asked for, and what its file asks for: the words that its other modules share."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from unpolicy.errors import UsageError
from unpolicy.exchange.choosing import parse_where
from unpolicy.exchange.header import parse_map
from unpolicy.exchange.spelling import plain, spellings
from unpolicy.exchange.units import Marks, parse_flags, parse_units
from unpolicy.text import close_match, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from unpolicy.change.decide import FigureRequest
    from unpolicy.errors import UnpolicyError
    from unpolicy.exchange.draft import Draft
    from unpolicy.exchange.grid import Grid
    from unpolicy.exchange.ledger import CellPlace, Ledger
    from unpolicy.model import Dataset, Indicator

    Content: TypeAlias = "Grid | Dataset | Tables"
    """What is imported: a table, all data of another directory, or many tables."""


class Tables(Protocol):
    """Many tables, of which some files say more than a table does."""

    @property
    def size(self) -> int:
        """About how many rows there are."""

    def take(self, request: ImportRequest, draft: Draft, ledger: Ledger, today: date) -> None:
        """Hold all their figures against the data."""


class ImportRequest(NamedTuple):
    """What is to be imported, and how.

    Attributes:
        content: a table, all data of another directory, or a repository.
        mapping: what `--map` says of the table's columns.
        indicator: the indicator as it was asked for, for files of one.
        where: what `--where` says of rows: by column, the values that are meant.
        marks: what the file's flags and missing marks mean.
        units: by what numbers in a unit are multiplied.
        decimal: the decimal mark; the file decides when `None`.
        revise: whether recorded figures may be replaced.
        force: whether implausible figures are meant.
        partial: whether to take what can be taken when something cannot.
        create: whether what the file describes and the data lack is made.
        step: called after each figure.
    """

    content: Content
    mapping: Mapping[str, str] = MappingProxyType({})
    indicator: str | None = None
    where: Mapping[str, set[str]] = MappingProxyType({})
    marks: Marks = Marks()
    units: Mapping[str, Decimal] = MappingProxyType({})
    decimal: str | None = None
    revise: bool = False
    force: bool = False
    partial: bool = False
    create: bool = False
    step: Callable[[], None] | None = None


class Typed(NamedTuple):
    """The options of an import as they were typed; `unpolicy import --help` says what each means."""

    indicator: str | None = None
    mapping: Sequence[str] | None = None
    where: Sequence[str] | None = None
    missing: Sequence[str] | None = None
    flags: Sequence[str] | None = None
    units: Sequence[str] | None = None
    decimal: str | None = None
    revise: bool = False
    force: bool = False
    partial: bool = False
    create: bool = False


def request_of(content: Content, typed: Typed) -> ImportRequest:
    """What was typed, understood.

    Raises:
        UsageError: an option does not have its form.
    """
    return ImportRequest(
        content,
        parse_map(typed.mapping or []),
        typed.indicator,
        parse_where(typed.where or []),
        Marks(frozenset(map(plain, typed.missing or [])), parse_flags(typed.flags or [])),
        parse_units(typed.units or []),
        typed.decimal,
        typed.revise,
        typed.force,
        typed.partial,
        typed.create,
    )


class Asked(NamedTuple):
    """A figure as a file has it.

    Attributes:
        cell: where it stood.
        indicator: what the file calls the indicator; `None` where it does not say.
        year: the year as written.
        request: what it asks for, or why it cannot be taken.
    """

    cell: CellPlace
    indicator: str | None
    year: str
    request: FigureRequest | UnpolicyError


class Names:
    """Finds indicators by id or by title in either language."""

    def __init__(self, dataset: Dataset) -> None:
        self._ids: Mapping[str, Indicator] = dataset.indicators
        self._by_name: dict[str, str | None] = {}
        for key, indicator in dataset.indicators.items():
            for name in {plain(key), *spellings(indicator.title)}:
                # A title that two indicators share names neither.
                self._by_name[name] = key if self._by_name.get(name, key) == key else None

    def find(self, name: str) -> str | None:
        """The id of the indicator that a text names, `None` where it names none or several."""
        return name if name in self._ids else self._by_name.get(plain(name))

    def add(self, name: str, key: str) -> None:
        """Let a text name an indicator."""
        self._by_name[plain(name)] = key

    def known(self, name: str) -> bool:
        """Whether a text names an indicator."""
        return self.find(name) is not None

    def resolve(self, name: str) -> str:
        """The id of the indicator that a text names.

        Raises:
            UsageError: it names none, or several.
        """
        found = self.find(name)
        if found is not None:
            return found
        close, shown = close_match(name, self._ids), shortened(name)
        raise UsageError(
            f"there is no indicator “{shown}”" + (f"; did you mean {close}?" if close else "."),
            ja=f"「{shown}」という指標はありません" + (f"（{close} のことですか）。" if close else "。"),
            reason="unknown-indicator",
        )
