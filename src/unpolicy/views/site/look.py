"""What a publisher wants the site to show beside the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from unpolicy.model import Text


class Look(NamedTuple):
    """Title, licence and the like.

    Attributes:
        formats: the formats of the downloads, as csv.
        url: where the site will stand, without a slash at its end; empty where that is not known.
        title: the site's title; else the policy's.
        footer: what stands at the foot of every page.
        licence: the licence of the data.
        contact: whom to ask.
        styles: further rules of the style sheet.
    """

    formats: tuple[str, ...] = ()
    url: str = ""
    title: Text | None = None
    footer: Text | None = None
    licence: Text | None = None
    contact: Text | None = None
    styles: str = ""


PLAIN = Look()
"""A site without any wishes."""
