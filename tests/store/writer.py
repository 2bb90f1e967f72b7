"""One of many writers: `python writer.py DIRECTORY INDICATOR WAIT YEAR…` says of each year what became of it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from rewriting import rewrite

from unpolicy.errors import ConflictError
from unpolicy.store.edit import add_actual
from unpolicy.store.journal import Origin


def main(directory: Path, indicator: str, wait: float, years: list[int]) -> None:
    print("ready", flush=True)
    while not (directory / "go").exists():  # all at once
        time.sleep(0.001)
    for year in years:
        origin = Origin(("add-actual", str(year), "1"))
        try:
            rewrite(
                directory / "indicators.yaml",
                lambda source, year=year: add_actual(source, indicator, year, year),
                wait=wait,
                origin=origin,
            )
        except ConflictError as conflict:
            print(year, conflict.exit_code, flush=True)
        else:
            print(year, 0, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), [int(year) for year in sys.argv[4:]])
