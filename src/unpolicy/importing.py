"""Many figures into the data at once: read, held against what is recorded, written as one proven change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unpolicy.checks.run import Inspection, inspect_files, read, require_sound
from unpolicy.errors import RefusedError
from unpolicy.exchange.intake import Intake, Terms, take_dataset, take_drafts
from unpolicy.exchange.understand import Names
from unpolicy.store.batch import set_actuals
from unpolicy.store.pieces import Planned
from unpolicy.store.source import Source
from unpolicy.store.writing import Written, preview, rewrite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from unpolicy.changing import Circumstances
    from unpolicy.exchange.shapes import Shaped
    from unpolicy.exchange.table import Table
    from unpolicy.model import Dataset
    from unpolicy.store.workspace import DataDirectory

_TOLD = 5


@dataclass(frozen=True, slots=True)
class Request:
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
    mapping: Mapping[str, str] = field(default_factory=dict)
    indicator: str | None = None
    revise: bool = False
    partial: bool = False
    step: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
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

    def change(source: Source) -> Planned:
        before = _inspect(directory, source, how.today)
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
        after = _inspect(directory, _replaced(source, planned), how.today)
        if not after.sound and not before.sound:
            require_sound(before)
        _require_valid(after)
        return planned

    if how.dry_run:
        planned, written = preview(directory.indicators, change), None
    else:
        from unpolicy.store.journal import Words

        written = rewrite(directory.indicators, change, wait=how.wait, words=Words(how.command))
        planned = written.planned
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


def _inspect(directory: DataDirectory, indicators: Source, today: date) -> Inspection:
    targets = read({"targets": directory.targets})["targets"]
    return inspect_files({"targets": targets, "indicators": indicators}, as_of=today, warnings=False)


def _replaced(source: Source, planned: Planned) -> Source:
    return Source.from_bytes(source.path, (b"\xef\xbb\xbf" if source.bom else b"") + planned.new_text.encode())


def _require_valid(inspection: Inspection) -> None:
    errors = [one for one in inspection.diagnostics if one.severity == "error"]
    if not errors and inspection.dataset is not None:
        return
    told = errors[:_TOLD]
    more = len(errors) - len(told)
    en = " ".join(one.message for one in told) + (f" And {more} more." if more else "")
    ja = "".join(one.message_ja for one in told) + (f"ほか{more}件。" if more else "")
    raise RefusedError(
        f"That would make the data invalid, so nothing was written: {en}",
        ja=f"データが不正になるため、書き込みませんでした：{ja}",
    )
