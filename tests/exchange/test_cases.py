"""Each folder in `cases` is an input with its options and what must become of every filled cell of it."""

import json
import shutil
import tomllib
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.parent.name for path in CASES.glob("*/case.toml"))


@pytest.fixture
def case_data(tmp_path, monkeypatch):
    shutil.copytree(CASES / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(figure):
    value = figure["after"]
    return f"{figure['indicator']} {figure['year']}" + ("" if value is None else f" {value:.12g}")


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_a_case_is_accounted_for(name, case_data, unpolicy):
    case = tomllib.loads((CASES / name / "case.toml").read_text(encoding="utf-8"))
    shutil.copy(CASES / name / case["input"], case_data)
    result = unpolicy("--lang", "en", "import", case["input"], *case["options"], "--json")
    document = json.loads(result.out)
    assert document["cells"] == case["cells"]
    assert document["cells"]["filled"] == sum(count for what, count in document["cells"].items() if what != "filled")
    assert [f"{one['row']}:{one['column']} {one['reason']}" for one in document["refused"]] == case["refused"]
    assert document["left_out"] == case.get("left_out", {})
    assert [shown(one) for one in document["figures"]] == [without_status(one) for one in case["taken"]]
    assert result.code == (1 if case["refused"] and "--partial" not in case["options"] else 0)
    assert document["written"] == (result.code == 0 and bool(case["taken"]))
    if document["written"]:
        written = unpolicy("export", "-o", "-").out
        assert all(stands(one, written) for one in case["taken"])


def without_status(taken):
    return " ".join(part for part in taken.split() if not part.isalpha() or part == taken.split()[0])


def stands(taken, exported):
    """Whether a figure is recorded with its status."""
    name, year, *rest = taken.split()
    status = rest[-1] if rest[-1].isalpha() else "final"
    value = "" if rest[0].isalpha() else rest[0]
    rows = [line.split(",") for line in exported.splitlines()]
    return any(row[0] == name and row[6:9] == [year, value, status] for row in rows)
