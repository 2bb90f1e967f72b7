"""Scalars at their edges: what the slow reader makes of them, and keys that are too long for a number."""

from __future__ import annotations

import pytest

from unpolicy.figures import MAX_DIGITS
from unpolicy.store.tree import _read_slowly, key_identity, read_scalar


@pytest.mark.parametrize("raw", ["0x1F", "0o17", "0b101", "017", "1_000", "-.inf", "~", "No", "1e3", "'a'", '"b"'])
def test_the_slow_reader_gives_what_the_fast_one_gives(raw):
    assert repr(_read_slowly(raw)) == repr(read_scalar(raw))


def test_a_key_of_too_many_digits_is_itself():
    key = "1" * (MAX_DIGITS + 1)
    assert key_identity(key) == key
