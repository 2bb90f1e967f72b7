"""Many figures into the data at once: read, held against what is recorded, written as one proven change."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.change.transact import Circumstances, inspect_with, require_valid, write_or_try
from unpolicy.checks.run import require_sound
from unpolicy.exchange.intake import Intake, Terms, take_dataset, take_drafts
from unpolicy.exchange.understand import Names
from unpolicy.store.edit import set_actuals
from unpolicy.store.splice import Planned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from unpolicy.exchange.shapes import Shaped
    from unpolicy.exchange.table import Table
    from unpolicy.model import Dataset
    from unpolicy.store.directory import DataDirectory
    from unpolicy.store.source import DataFile
    from unpolicy.store.write import Written


class Request(NamedTuple):
    """What is to be imported, and how.

    Attributes:
        content: a table, or all data of another directory.
        mapping: what `--map` says of the table's columns.
        indicator: the indicator as it was asked for, for files of one.
        revise: whether recorded figures may be replaced.
        partial: whether to take what can be taken when something cannot.
        step: called after each figure.
    """

    content: Table | Dataset
    mapping: Mapping[str, str] = MappingProxyType({})
    indicator: str | None = None
    revise: bool = False
    partial: bool = False
    step: Callable[[], None] | None = None


class Outcome(NamedTuple):
    """What an import did, or would do.

    Attributes:
        intake: the changes and the refusals.
        planned: the change of the text; an empty one where nothing was to be done.
        written: what became of it; `None` when it was only tried.
        ignored: headings of columns that nothing was made of.
    """

    intake: Intake
    planned: Planned
    written: Written | None
    ignored: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether something could not be taken, so that nothing was written unless a part was asked for."""
        return bool(self.intake.refusals)


def bring_in(directory: DataDirectory, request: Request, how: Circumstances) -> Outcome:
    """Import figures.

    Args:
        directory: the data.
        request: what is to be imported.
        how: how the change is made.

    Raises:
        UnpolicyError: one sentence why not; the file is as it was. Rows that cannot be taken are no error: they are
            in the outcome, and nothing was written unless `partial` was asked for.
    """
    found: list[tuple[Intake, tuple[str, ...]]] = []

    def change(source: DataFile) -> Planned:
        before = inspect_with(directory, "indicators", source, how.today)
        # Data may lack what rules ask for, figures of baselines above all: an import is how they get them.
        dataset = before.dataset or require_sound(before)
        intake, ignored = _take(request, dataset, how.today)
        found.append((intake, ignored))
        if not intake.changes or (intake.refusals and not request.partial):
            return Planned(source.text, source.text, (), 1)
        wanted: dict[str, dict[int, int | float | dict[str, object]]] = {}
        for one in intake.changes:
            wanted.setdefault(one.indicator, {})[one.after.year] = one.record
        planned = set_actuals(source, wanted)
        after = inspect_with(directory, "indicators", source.with_text(planned.new_text), how.today)
        if not after.sound and not before.sound:
            require_sound(before)
        require_valid(after)
        return planned

    planned, written = write_or_try(directory.indicators, change, how)
    intake, ignored = found[-1]
    return Outcome(intake, planned, written, ignored)


def _take(request: Request, dataset: Dataset, today: date) -> tuple[Intake, tuple[str, ...]]:
    from unpolicy.exchange.table import Table

    names = Names(dataset)
    key = None if request.indicator is None else names.resolve(request.indicator)
    terms = Terms(today, key, request.revise)
    if not isinstance(request.content, Table):
        return take_dataset(request.content, dataset, terms, request.step), ()
    shaped = _shaped(request.content, request.mapping, names)
    return take_drafts(shaped.drafts, dataset, terms, request.step), shaped.ignored


def _shaped(table: Table, mapping: Mapping[str, str], names: Names) -> Shaped:
    from unpolicy.exchange.shapes import shape

    return shape(table, mapping, names.known)
