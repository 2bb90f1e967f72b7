"""A policy in Python: its figures and targets as typed rows, its verdicts as the documents that `--json` prints."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from unpolicy.assess.assessment import assess
from unpolicy.assess.derivation import derive
from unpolicy.assess.find import find_indicator, find_judged
from unpolicy.assess.forecast import Ahead, forecast_indicator
from unpolicy.checks.inspection import load as load_data
from unpolicy.errors import UsageError, needing
from unpolicy.exchange.rows import FigureRow, TargetRow, figure_rows, frame, target_rows
from unpolicy.model import Dataset, pick
from unpolicy.names import FORECAST_MODELS, METHOD_NAMES
from unpolicy.store.directory import find_data, working_directory
from unpolicy.views import to_json
from unpolicy.views.forecast import forecast_document
from unpolicy.views.history import explain_document
from unpolicy.views.status_document import status_document
from unpolicy.views.voice import Voice
from unpolicy.years import Language, read_day, today

if TYPE_CHECKING:
    import os


Row = TypeVar("Row", bound=NamedTuple)
DayLike = date | str | None


class Rows(list[Row]):
    """Typed rows: a list that polars and pandas take over.

    Args:
        kind: the type of the rows.
        rows: the rows.
    """

    def __init__(self, kind: type[Row], rows: list[Row]) -> None:
        super().__init__(rows)
        self._kind = kind

    def to_polars(self) -> Any:  # noqa: ANN401 - polars is optional
        """The rows as a polars data frame.

        Raises:
            MissingExtraError: polars is not installed.
        """
        return frame(self._kind, self)

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is optional
        """The rows as a pandas data frame.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        with needing("pandas", "This needs pandas", "pandas "):
            import pandas as pd
        return pd.DataFrame(list(self), columns=list(self._kind._fields))


class Policy:
    """A policy with its data, as they were when it was loaded.

    Args:
        data: the data, free of errors.
        lang: the language of titles, units and sentences.
    """

    def __init__(self, data: Dataset, lang: Language) -> None:
        self._data = data
        self._lang: Language = lang

    @property
    def id(self) -> str:
        """The policy's id."""
        return self._data.policy.id

    @property
    def title(self) -> str:
        """The policy's title."""
        return pick(self._data.policy.title, self._lang)

    def figures(self) -> Rows[FigureRow]:
        """Every figure, pending ones too: indicators in the order of the data file, years upward."""
        return Rows(FigureRow, list(figure_rows(self._data, self._lang)))

    def targets(self, as_of: DayLike = None, method: str | None = None) -> Rows[TargetRow]:
        """Every target as it stood on a day, the headline first.

        Args:
            as_of: the day whose knowledge counts, a date or as text; today when `None`.
            method: a method's name; the data file's, else `linear`, when `None`.

        Raises:
            UsageError: there is no such day or method.
        """
        return Rows(TargetRow, list(target_rows(self._data, self._lang, _day(as_of), _method(method))))

    def status(self, as_of: DayLike = None, method: str | None = None) -> dict[str, Any]:
        """The document `unpolicy/status/1`, as `unpolicy status --json` prints it.

        Args:
            as_of: as for `targets`.
            method: as for `targets`.
        """
        return _document(status_document(assess(self._data, _day(as_of), _method(method)), self._voice))

    def forecast(self, name: str, as_of: DayLike = None, models: tuple[str, ...] = ("steady",)) -> dict[str, Any]:
        """The document `unpolicy/forecast/1` of an indicator or target.

        Args:
            name: its id.
            as_of: as for `targets`.
            models: of `steady`, `naive` and `drift`.

        Raises:
            UsageError: there is no such id or model.
        """
        indicator, target = find_indicator(self._data, name)
        ahead = Ahead(models=tuple(_known(name, FORECAST_MODELS) for name in models))
        found = forecast_indicator(self._data, indicator, _day(as_of), target_id=target, ahead=ahead)
        return _document(forecast_document(found))

    def explain(self, name: str, as_of: DayLike = None, method: str | None = None) -> dict[str, Any]:
        """The document `unpolicy/explain/1` of a target or an indicator without one.

        Args:
            name: its id.
            as_of: as for `targets`.
            method: as for `targets`.

        Raises:
            UsageError: there is no such id.
        """
        found = find_judged(self._data, name)
        return _document(explain_document(derive(self._data, found.id, _day(as_of), _method(method)), self._voice))

    def __repr__(self) -> str:
        """Its id, and how much it holds."""
        return f"<Policy {self.id}: {len(self._data.targets)} targets, {len(self._data.indicators)} indicators>"

    def _repr_html_(self) -> str:
        """The targets as a table, for notebooks."""
        voice = self._voice
        rows = [
            (
                voice.title(entry),
                "–" if entry.latest is None else voice.exact(entry.latest.value, entry.indicator),
                voice.aim(entry),
                voice.share(entry.progress.gap_closed),
                voice.standing(entry),
            )
            for entry in assess(self._data, today()).targets
        ]
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
        return f"<table><caption>{escape(voice.line(self._data.policy.title))}</caption><tbody>{body}</tbody></table>"

    @property
    def _voice(self) -> Voice:
        return Voice(self._lang)


def load(path: str | os.PathLike[str], *, lang: Language | None = None) -> Policy:
    """Read a data directory.

    Args:
        path: the directory that holds `targets.yaml`, or the one above its `data`.
        lang: the language of titles, units and sentences; English when `None`.

    Raises:
        DataError: there is none, or its data hold errors; the sentence names the first.
        UsageError: there is no such language.
    """
    if lang not in {None, "ja", "en"}:
        raise UsageError(f"There is no language “{lang}”: ja or en.", ja=f"言語「{lang}」はありません（ja か en）。")
    directory = find_data(Path(path), {}, working_directory())
    return Policy(load_data(directory, _day(None)), lang or "en")


def _day(day: DayLike) -> date:
    if day is None:
        return today()
    return read_day(day) if isinstance(day, str) else day


def _method(name: str | None) -> str | None:
    return None if name is None else _known(name, METHOD_NAMES)


def _known(name: str, names: tuple[str, ...]) -> str:
    if name not in names:
        listed = ", ".join(names)
        raise UsageError(f"There is no “{name}”: {listed}.", ja=f"「{name}」はありません（{listed}）。")
    return name


def _document(record: object) -> dict[str, Any]:
    document: dict[str, Any] = to_json(record)
    return document
