"""The methods by name."""

from __future__ import annotations

from unpolicy.measures import eurostat, growth, linear, statcan, unsd
from unpolicy.measures.method import Aimed, Free, Method

_GROWTH = eurostat.free_measure, eurostat.free_figure

_METHODS = (
    Method("linear", Aimed(linear.BANDS, linear.measure, linear.figure), None, linear.refusal),
    Method(
        "statcan",
        Aimed(statcan.BANDS, statcan.measure, statcan.figure, statcan.score),
        Free(
            statcan.FREE_BANDS,
            statcan.free_measure,
            statcan.free_figure,
            (statcan.limit_factor, statcan.free_score),
        ),
        statcan.refusal,
        statcan.without_zeros,
    ),
    Method(
        "eurostat",
        Aimed(eurostat.BANDS, eurostat.measure, eurostat.figure),
        Free(eurostat.FREE_BANDS, *_GROWTH),
        growth.refusal,
    ),
    Method(
        "unsd2022",
        Aimed(unsd.BANDS_2022, eurostat.measure, eurostat.figure),
        Free(unsd.FREE_BANDS, *_GROWTH),
        growth.refusal,
    ),
    Method(
        "unsd2023",
        Aimed(unsd.BANDS_2023, unsd.measure_2023, unsd.figure_2023),
        Free(unsd.FREE_BANDS, *_GROWTH),
        growth.refusal,
    ),
)

METHODS: dict[str, Method] = {method.name: method for method in _METHODS}
"""All methods, by the name that `--method` takes."""
