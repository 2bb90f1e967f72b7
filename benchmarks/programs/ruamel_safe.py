"""Read a file with ruamel's safe loader, and do nothing else."""

import sys
from pathlib import Path


def main() -> None:
    """Read the file named."""
    from ruamel.yaml import YAML

    YAML(typ="safe").load(Path(sys.argv[1]))
