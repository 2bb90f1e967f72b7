"""How stable a verdict is, for programs: part of a JSON document, and plain rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.assess.stability import Stability

WAY_HEADING = ("verdict", "method", "base_year", "last_year", "measure")


def stability_document(stability: Stability) -> dict[str, Any]:
    """The part of a JSON document that says how stable a verdict is."""
    return {
        "verdict": stability.verdict,
        "agreeing": stability.agreeing if stability.shown is not None else None,
        "ways": len(stability.ways),
        "share": stability.share,
        "settled": stability.settled,
        "silent": stability.silent,
        "hangs_on": list(stability.hangs_on),
        "others": [
            {
                "verdict": way.verdict,
                "method": way.method,
                "base_year": way.base_year,
                "last_year": way.last_year,
                "measure": way.measure,
            }
            for way in stability.others
        ],
    }


def stability_rows(stability: Stability) -> Iterator[tuple[str, ...]]:
    """One row for each way, the agreeing ones too, under a heading."""
    if stability.ways:
        yield ("stability", *WAY_HEADING)
    yield from way_rows(stability)


def way_rows(stability: Stability) -> Iterator[tuple[str, ...]]:
    """One row for each way, whether it agrees with the verdict shown first."""
    for way in stability.ways:
        agrees = "agrees" if way.verdict == stability.verdict else "differs"
        measure = "" if way.measure is None else repr(way.measure)
        yield agrees, way.verdict, way.method or "", str(way.base_year), str(way.last_year), measure
