import json

import pytest
from exchange_data import make, written

from unpolicy.errors import DataError
from unpolicy.exchange.textfiles import read_json

DATASET = make({"staff": {"kind": "count", "actuals": {2020: 918}}})


def document(**changes):
    return json.dumps(json.loads(written(DATASET, "json")) | changes).encode()


def test_what_was_exported_is_read():
    assert read_json(document(), "x.json") == DATASET


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"{", "x.json is not JSON"),
        (b'{"schema": NaN}', "NaN is not a number in JSON"),
        (b"[]", "not a document of the schema unpolicy/data/1"),
        (b'{"schema": "unpolicy/status/1"}', "not a document of the schema"),
        (document(policy={"id": "p"}), "does not hold the data format (policy.title: Field required)"),
        (document(indicators=[]), "does not hold the data format (indicators"),
        (document(indicators={"staff": {"actuals": {"20x0": 1}}}), "does not hold the data format (indicators.staff"),
    ],
)
def test_what_is_no_export_is_one_sentence(data, part):
    with pytest.raises(DataError) as caught:
        read_json(data, "x.json")
    assert part in str(caught.value)
    assert caught.value.ja
