"""What a publisher wants the site to show beside the data."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from unpolicy.errors import DataError
from unpolicy.format.settings import SiteSettings
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unpolicy.years import Language

COLOURS = ("accent", "accent-dark", "link", "link-dark")
"""The names of the colours that can be set; those of dark pages end in -dark."""

PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")

_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{3}){1,2}")
_ACTIVE = ("script", "foreignObject", "iframe", "handler")


class Extra(NamedTuple):
    """A page that the publisher wrote: its name in addresses, and its Markdown in each language."""

    name: str
    texts: Mapping[Language, str]


class Look(NamedTuple):
    """Title, licence and the like.

    Attributes:
        formats: the formats of the downloads, as csv.
        url: where the site will stand, without a slash at its end; empty where that is not known.
        wishes: its title, footer, licence and contact.
        styles: further rules of the style sheet.
        logo: the ending of the logo's name and its bytes; `None` without one.
        pages: pages of the publisher's own.
        several: whether the policy is one of several, which have an index above it.
    """

    formats: tuple[str, ...] = ()
    url: str = ""
    wishes: SiteSettings = SiteSettings()
    styles: str = ""
    logo: tuple[str, bytes] | None = None
    pages: tuple[Extra, ...] = ()
    several: bool = False

    @property
    def page_formats(self) -> tuple[str, ...]:
        """The formats of the download of one indicator."""
        return tuple(kind for kind in self.formats if kind in ("csv", "json"))


def page_name(name: str) -> str:
    """The name of a page of the publisher's own, as its address has it.

    Raises:
        DataError: it is no name of a Markdown file that an address can have.
    """
    stem = PurePosixPath(name).name.removesuffix(".md")
    if not name.endswith(".md") or re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", stem) is None:
        raise DataError(
            f"settings.yaml, site, pages: {quoted(name)}: name a page in Latin letters that end in .md, as about.md.",
            ja=f"settings.yaml の site の pages：{quoted(name)} ではなく、about.md のような英数字の名前が必要です。",
        )
    return stem


def colour_styles(colours: Mapping[str, str]) -> str:
    """The rules that set colours.

    Raises:
        DataError: a name or a colour that there is not.
    """
    for name, colour in colours.items():
        if name not in COLOURS or _COLOUR.fullmatch(colour) is None:
            known = ", ".join(COLOURS)
            raise DataError(
                f"settings.yaml, site, colours: {quoted(name)}: {quoted(colour)}: write #005a9c behind one of {known}.",
                ja=f"settings.yaml の site の colours：{quoted(name)}: {quoted(colour)} は使えません。"
                f"{known} のいずれかに #005a9c の形で指定してください。",
            )
    light = "".join(f"--{name}:{colour};" for name, colour in colours.items() if not name.endswith("-dark"))
    dark = "".join(f"--{name[:-5]}:{colour};" for name, colour in colours.items() if name.endswith("-dark"))
    return (
        f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark or light}}}}}" if colours else ""
    )


def picture_ending(name: str, content: bytes) -> str:
    """The ending of a picture's name.

    Raises:
        DataError: it is no picture that browsers show, or one that could run a script or load something.
    """
    ending = name[name.rfind(".") :].lower()
    if ending not in PICTURES or (ending == ".svg" and not _is_still(content)):
        raise DataError(
            f"{quoted(name)} is no logo: it takes a picture ({', '.join(PICTURES)}) without scripts and links.",
            ja=f"{quoted(name)} はロゴにできません。"
            f"スクリプトやリンクを含まない画像（{'、'.join(PICTURES)}）を指定してください。",
        )
    return ending


def _is_still(content: bytes) -> bool:
    """Whether an SVG document is nothing but a drawing."""
    try:
        root = ET.fromstring(content)  # noqa: S314 - expat stops entities that grow; nothing external is read
    except ET.ParseError:
        return False
    for item in root.iter():
        names = [(key.rpartition("}")[2].lower(), value.strip()) for key, value in item.attrib.items()]
        if item.tag.rpartition("}")[2] in _ACTIVE or any(key.startswith("on") for key, _ in names):
            return False
        if any(
            key == "href" and not value.startswith(("#", "data:image/png", "data:image/jpeg")) for key, value in names
        ):
            return False
    return b"<!ENTITY" not in content
