"""Feeds arbitrary and mutated files to `validate`, `status` and `add-actual`, guided by coverage.

Not part of the suite. With atheris installed: `python tests/fuzz/fuzz_validate.py -runs=100000`; without it:
`python tests/fuzz/fuzz_validate.py --plain 10000`.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import pkgutil
import sys
import tempfile
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from mutations import REAL, mutated

COMMANDS = (
    ("validate", "--format", "text"),
    ("validate", "--fix", "--diff"),
    ("validate", "--lang", "ja", "--format", "sarif"),
    ("status",),
    ("add-actual", "2024", "980", "--dry-run"),
)
CODES = frozenset({0, 1, 2, 3, 4})


def run(targets: bytes, indicators: bytes, folder: Path) -> None:
    """Run every command on two files; anything but an exit code of the contract is an exception."""
    from unpolicy import cli

    (folder / "targets.yaml").write_bytes(targets)
    (folder / "indicators.yaml").write_bytes(indicators)
    for command in COMMANDS:
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = cli.run(["--data", str(folder), *command])
        if code not in CODES:
            raise AssertionError(f"{command} ended with {code}")


def one_input(data: bytes) -> None:
    """The first byte says which file is fuzzed and how the rest is meant: as the file, or as a seed of mutations."""
    with tempfile.TemporaryDirectory() as folder:
        kind = "targets" if data[:1] < b"\x80" else "indicators"
        content = mutated(kind, Random(data[1:])) if data[:1] and data[0] & 1 else data[1:]
        run(**{**REAL, kind: content}, folder=Path(folder))


def plain(number: int, seed: int = 0) -> None:
    """Mutations alone, without atheris."""
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        for count in range(number):
            kind = random.choice(("targets", "indicators"))
            state = random.getstate()
            try:
                run(**{**REAL, kind: mutated(kind, random)}, folder=Path(folder))
            except BaseException:
                random.setstate(state)
                Path("crash.yaml").write_bytes(mutated(kind, random))
                print(f"input {count}, kept as crash.yaml ({kind})", file=sys.stderr)
                raise
    print(f"{number} inputs, {number * len(COMMANDS)} runs, no exception")


def main() -> None:
    """Fuzz until something breaks, or as often as was asked for."""
    os.environ["UNPOLICY_TRACEBACK"] = "1"
    if sys.argv[1:2] == ["--plain"]:
        plain(int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
        return
    import atheris

    # The program loads its modules when a command needs them; what is loaded before this sees no coverage.
    with atheris.instrument_imports(include=["unpolicy", "ruamel.yaml"]):
        import unpolicy

        for module in pkgutil.walk_packages(unpolicy.__path__, "unpolicy."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
