"""Whatever the files hold, a command ends in an exit code of the contract; a defect would be raised."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unpolicy.checks.inspection import inspect_files
from unpolicy.errors import DataError
from unpolicy.store.source import DataFile, parse
from unpolicy.views import to_json
from unpolicy.views.diagnostics import validate_document
from unpolicy.views.terminal.diagnostics import full
from unpolicy.views.voice import Voice

sys.path.insert(0, str(Path(__file__).parent))

from mutations import ODD, REAL, mutated

KINDS = st.sampled_from(sorted(REAL))
PIECES = st.lists(st.sampled_from(ODD) | st.binary(max_size=4), max_size=30).map(b"".join)
NEAR = st.tuples(KINDS, st.integers(0, 2**32)).map(lambda drawn: (drawn[0], mutated(drawn[0], Random(drawn[1]))))
ANY = st.tuples(KINDS, st.binary(max_size=300) | PIECES)
COMMANDS = [
    ("validate",),
    ("validate", "--fix"),
    ("status",),
    ("add-actual", "2024", "980"),
]


def inspect(kind: str, content: bytes):
    files = {}
    for name, real in REAL.items():
        try:
            files[name] = DataFile.from_bytes(Path(f"{name}.yaml"), content if name == kind else real)
        except DataError as error:
            files[name] = error
    return files, inspect_files(files, as_of=date(2026, 11, 24))


def check(kind: str, content: bytes) -> None:
    files, found = inspect(kind, content)
    assert found.dataset is not None or not found.sound
    for voice in (Voice("en"), Voice("ja")):
        json.dumps(to_json(validate_document(found.diagnostics, voice))).encode()
        full(found.diagnostics, {f"{name}.yaml": source.text for name, source in found.sources.items()}, voice).encode()
    for one in found.diagnostics:
        assert (1, 1) <= (one.line, one.column) <= (one.end_line, one.end_column)
        assert "\n" not in one.message
        source = files[one.path.removesuffix(".yaml")]
        if isinstance(source, DataFile) and one.fix is not None and one.fix.safe:
            assert all(0 <= start <= end <= len(source.text) for start, end, _ in one.fix.edits)


@given(NEAR)
def test_a_mutated_file_is_inspected(drawn: tuple[str, bytes]):
    check(*drawn)


@given(ANY)
def test_any_bytes_are_inspected(drawn: tuple[str, bytes]):
    check(*drawn)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_ends_in_an_exit_code_of_the_contract(data, unpolicy, monkeypatch, command: tuple[str, ...]):
    monkeypatch.setenv("UNPOLICY_TRACEBACK", "1")

    @settings(max_examples=40)
    @given(NEAR | ANY)
    def run(drawn: tuple[str, bytes]) -> None:
        for kind, real in REAL.items():
            (data / f"{kind}.yaml").write_bytes(drawn[1] if kind == drawn[0] else real)
        result = unpolicy(*command)
        assert result.code in {0, 1, 2, 3, 4}
        assert "Traceback" not in result.err

    run()


@given(NEAR)
def test_what_fix_writes_has_no_more_problems_than_before(drawn: tuple[str, bytes]):
    from unpolicy.checks.fixing import fix

    kind, content = drawn
    files, _ = inspect(kind, content)
    source = files[kind]
    if not isinstance(source, DataFile):
        return

    def look(now: DataFile):
        return [
            one
            for one in inspect_files({**files, kind: now}, as_of=date(2026, 11, 24)).diagnostics
            if one.path == f"{kind}.yaml"
        ]

    fixed = fix(source, look)
    assert len(parse(fixed.planned.new_text).problems) <= len(parse(source.text).problems)
    assert fixed.planned.changed is (fixed.number > 0)
