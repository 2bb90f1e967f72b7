"""A data file's text turned into plain data, or into everything that is wrong with it.

The good path is the fast parser and a few searches over the text. Anything that looks odd is looked into by
`unpolicy.store.recover`, which knows places; most of it then is harmless.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from unpolicy.store.problems import Parsed, load, looks_odd

if TYPE_CHECKING:
    from collections.abc import Iterator

_parsed: ContextVar[dict[str, Parsed] | None] = ContextVar("parsed", default=None)


def parse(text: str, data: bytes | None = None) -> Parsed:
    """Reads a data file's text.

    Args:
        text: the whole text, without byte order mark.
        data: the same in UTF-8, where it is at hand; a byte order mark does no harm.

    Returns:
        The data and all problems; this never raises for what is in the text.
    """
    cache = _parsed.get()
    if cache is None:
        return _parse(text, data)
    if text not in cache:
        cache[text] = _parse(text, data)
    return cache[text]


@contextmanager
def each_text_once() -> Iterator[None]:
    """Within this, a text is parsed once: a change checks and proves the same two texts by turns."""
    token = _parsed.set({})
    try:
        yield
    finally:
        _parsed.reset(token)


def _parse(text: str, data: bytes | None) -> Parsed:
    if not looks_odd(text, data):
        try:
            found = load(text)
        except ValueError:
            pass  # reported below, with places
        else:
            if isinstance(found, dict):
                return Parsed(found)
    from unpolicy.store.recover import recover  # loads the slow parser, which a sound file spares

    return recover(text)
