"""Builds the package and holds what is in it: the wheel's files, the metadata, and, with `--tag`, the release's name.

Needs `build` and `twine`. What it builds is left in `dist/`.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
EXAMPLES = tuple(
    f"examples/{name}/{kind}.yaml" for name in ("un", "canada", "gender", "roads") for kind in ("targets", "indicators")
)
IN_WHEEL = ("py.typed", "cli/help.toml", "exchange/words.toml", "exchange/workbook.toml", *EXAMPLES)
IN_SDIST = (
    "tests/conftest.py",
    "schema/targets.schema.json",
    "docs/generate.py",
    ".ci/run",
    "data/targets.yaml",
    "examples/roads/targets.yaml",
)


def main() -> int:
    """Build, check and say what is wrong; 1 where anything is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tag", help="the tag of a release, as v1.2.3")
    tag = parser.parse_args().tag
    shutil.rmtree(DIST, ignore_errors=True)
    run("build", "--outdir", str(DIST), str(ROOT))
    built = sorted(DIST.iterdir())
    run("twine", "check", "--strict", *map(str, built))
    faults = [*wheel_faults(next(DIST.glob("*.whl"))), *sdist_faults(next(DIST.glob("*.tar.gz"))), *tag_faults(tag)]
    print("\n".join(faults) or f"sound: {', '.join(path.name for path in built)}")
    return 1 if faults else 0


def run(module: str, *arguments: str) -> None:
    """Run a module of Python's."""
    subprocess.run([sys.executable, "-m", module, *arguments], check=True)


def sources() -> set[str]:
    """Every file of the package, as the wheel names it."""
    found = (path for path in (ROOT / "src").rglob("*") if path.is_file() and path.parent.name != "__pycache__")
    return {path.relative_to(ROOT / "src").as_posix() for path in found}


def wheel_faults(path: Path) -> list[str]:
    """What the wheel lacks, or holds beside the package."""
    with zipfile.ZipFile(path) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    wanted = sources() | {f"unpolicy/{name}" for name in IN_WHEEL}
    return [f"the wheel lacks {name}" for name in sorted(wanted - held)] + [
        f"the wheel holds {name}" for name in sorted(held - wanted)
    ]


def sdist_faults(path: Path) -> list[str]:
    """What the source distribution lacks to run its own tests."""
    with tarfile.open(path) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    return [f"the source distribution lacks {name}" for name in IN_SDIST if name not in held]


def tag_faults(tag: str | None) -> list[str]:
    """Where a release's tag, the package's version, the citation and the changelog do not say the same."""
    version = next(DIST.glob("*.whl")).name.split("-")[1]
    faults = [] if tag in {None, f"v{version}"} else [f"the tag is {tag}, the package is {version}"]
    for name, wanted in (("CHANGELOG.md", f"## [{version}]"), ("CITATION.cff", f"version: {version}\n")):
        if wanted not in (ROOT / name).read_text(encoding="utf-8"):
            faults.append(f"{name} does not name {version}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
