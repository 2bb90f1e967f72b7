"""The tidy table as Parquet, typed, for DuckDB, Spark, pandas, R and Polars (extra `parquet`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.errors import MissingExtraError
from unpolicy.exchange.rows import FigureRow, figure_row, rows, types_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from unpolicy.model import Dataset, Figure
    from unpolicy.years import Language


def write_parquet(stream: BinaryIO, dataset: Dataset, lang: Language) -> None:
    """Write every figure as a row: years as Int16, values as Float64, days as Date, revisions as a list of structs.

    Raises:
        MissingExtraError: polars is not installed.
    """
    pl = _polars()
    revisions = pl.List(pl.Struct({"value": pl.Float64, "published": pl.Date}))
    table = (figure_row(*one)._replace(revisions=_revisions(one[1])) for one in rows(dataset, lang))
    frame(FigureRow, table, revisions=revisions).write_parquet(stream)


def frame(row_type: type[NamedTuple], table: Iterable[NamedTuple], **special: Any) -> Any:  # noqa: ANN401 - polars is optional
    """Records of one type as a polars data frame, each column of the type of its field, or of a special one.

    Raises:
        MissingExtraError: polars is not installed.
    """
    pl = _polars()
    types = {"str": pl.String, "int": pl.Int16, "float": pl.Float64, "bool": pl.Boolean, "date": pl.Date}
    schema = {name: types[hint] for name, hint in types_of(row_type).items()}
    return pl.DataFrame(list(table), schema=schema | special, orient="row")


def _polars() -> Any:  # noqa: ANN401 - as above
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtraError(
            "Parquet and data frames need the extra “parquet”: pip install 'unpolicy[parquet]'.",
            ja="Parquet の書き出しとデータフレームには追加機能 parquet が必要です：pip install 'unpolicy[parquet]'",
        ) from error
    return pl


def _revisions(figure: Figure) -> Any:  # noqa: ANN401 - in the place of the text
    return [{"value": float(one.value), "published": one.published} for one in figure.revisions]
