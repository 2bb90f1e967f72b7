"""The tidy table: one row a figure, with what has to be known of its indicator beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.model import Translations, pick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.model import Dataset, Figure, Indicator
    from unpolicy.years import Language

COLUMNS = (
    "indicator",
    "title",
    "unit",
    "kind",
    "direction",
    "year_kind",
    "year",
    "value",
    "status",
    "published",
    "due",
    "source",
    "note",
    "note_ja",
    "note_en",
    "revisions",
)
"""The columns of the tidy table, in their order. A note in one language stands in `note`, a translated one in the
columns of its languages, so that an import gives back what was there."""


class Series(NamedTuple):
    """What all rows of one indicator share.

    Attributes:
        id: the indicator's id.
        indicator: the indicator.
        title: its title in the language of the export.
        unit: its unit in that language.
    """

    id: str
    indicator: Indicator
    title: str
    unit: str


def series(dataset: Dataset, lang: Language) -> Iterator[Series]:
    """The indicators in the order of the data file."""
    for key, indicator in dataset.indicators.items():
        yield Series(key, indicator, pick(indicator.title, lang), pick(indicator.unit, lang))


def rows(dataset: Dataset, lang: Language) -> Iterator[tuple[Series, Figure]]:
    """Every figure with its series: indicators in the order of the data file, years upward."""
    for one in series(dataset, lang):
        for figure in one.indicator.figures():
            yield one, figure


def typed_cells(series_: Series, figure: Figure) -> tuple[Any, ...]:
    """A row of the tidy table as plain values, all columns but the last: how revisions look depends on the format."""
    indicator = series_.indicator
    return (
        series_.id,
        series_.title,
        series_.unit,
        indicator.kind,
        indicator.direction,
        indicator.year,
        figure.year,
        figure.value,
        figure.status,
        figure.published,
        figure.due,
        figure.source,
        *notes(figure),
    )


def notes(figure: Figure) -> tuple[str | None, str | None, str | None]:
    """A figure's note as the three columns hold it: plain, Japanese, English."""
    if isinstance(figure.note, Translations):
        return None, figure.note.ja, figure.note.en
    return figure.note, None, None


def source_of(series_: Series, figure: Figure) -> str | None:
    """Where a figure was published: its own source, else its indicator's."""
    return figure.source or series_.indicator.source
