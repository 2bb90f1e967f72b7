"""Whatever is done to the bytes of an input, it is read, or refused in one sentence; and the counts add up."""

import io
import zipfile
from pathlib import Path
from random import Random

import pytest
from exchange_data import TODAY, make

from unpolicy.errors import UnpolicyError
from unpolicy.exchange.intake import take
from unpolicy.exchange.request import ImportRequest, Typed, read_content

CASES = Path(__file__).parent / "cases"
DATASET = make({"staff": {"kind": "count", "unit": "people", "actuals": {2018: 900}}, "emissions": {"unit": "kt"}})
PIECES = (
    *(b"\x00", b"\xff", b"=", b'"', b",", b";", b"\n", b"1e999", b"-", b"9" * 20, b"NaN", b"2017", b"\xc2\xb2", b"%"),
    *(b"(", b"<", b"/>", b"&#0;", b't="s"', b"<v>", b"inf", b"year", b"value", b"*", b"\\TIME_PERIOD", b"UTF-9"),
)
TEXTS = sorted(path for path in CASES.glob("*/*") if path.suffix in {".csv", ".tsv", ".xml"})
BOOKS = sorted(CASES.glob("*/*.xlsx"))


def mutated(random, data):
    found = bytearray(data)
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(found) + 1)
        if random.random() < 0.5:
            found[at:at] = random.choice(PIECES)
        else:
            del found[at : at + random.randint(1, 9)]
    return bytes(found)


def with_mutated_part(random, data):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        names = old.namelist()
        victim = random.choice([name for name in names if name.startswith("xl/")])
        for name in names:
            new.writestr(name, mutated(random, old.read(name)) if name == victim else old.read(name))
    return made.getvalue()


def counted(data, kind, indicator):
    try:
        ledger = take(ImportRequest(read_content(data, "x", kind, Typed()), Typed(indicator)), DATASET, TODAY)
    except UnpolicyError:
        return
    assert ledger.filled == len(ledger.taken) + ledger.recorded + ledger.left_out + len(ledger.refused)


@pytest.mark.parametrize("seed", range(3))
def test_a_text_file_is_read_or_refused(seed):
    random = Random(seed)
    for path in TEXTS:
        kind = "iati" if path.suffix == ".xml" else random.choice(["csv", "eurostat", "ons"])
        counted(mutated(random, path.read_bytes()), kind, random.choice([None, "staff"]))


@pytest.mark.parametrize("seed", range(3))
def test_a_workbook_is_read_or_refused(seed):
    random = Random(seed)
    for path in BOOKS:
        counted(with_mutated_part(random, path.read_bytes()), "xlsx", random.choice([None, "emissions"]))
