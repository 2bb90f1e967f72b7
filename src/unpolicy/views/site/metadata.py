"""What machines read of the site: schema.org data of its pages, and the table of contents of its downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from unpolicy.views.site.look import Look
    from unpolicy.views.site.pages import Pages
    from unpolicy.views.site.words import Page

TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
"""The media type of each format."""


def dataset_data(pages: Pages, page: Page, look: Look) -> Mapping[str, Any]:
    """schema.org data about the whole; where the site's address is known, about each indicator too."""
    key = page.content.get("figures") if look.url and page.path.startswith("indicators/") else None
    if page.path != "index.html" and key is None:
        return {}
    voice, policy = pages.voice, pages.dataset.policy
    chosen = [pages.dataset.indicators[key]] if key else list(pages.dataset.indicators.values())
    years = sorted({year for indicator in chosen for year in indicator.actuals})
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": page.title,
        "description": page.about,
        "inLanguage": voice.lang,
        "identifier": key or policy.id,
        "distribution": list(_distribution(page, key, look)),
    }
    if years:
        data["temporalCoverage"] = f"{years[0]}/{years[-1]}"
    if key:
        data["variableMeasured"] = {"@type": "PropertyValue", "name": page.title, "unitText": voice.unit(chosen[0])}
        data["isPartOf"] = {"@type": "Dataset", "name": voice.line(policy.title)}
    if policy.owner is not None:
        data["creator"] = {"@type": "Organization", "name": voice.line(policy.owner)}
    if look.licence is not None:
        data["license"] = voice.line(look.licence)
    if look.url:
        data["url"] = f"{look.url}/{voice.lang}/{page.path}"
    return data


def _distribution(page: Page, key: str | None, look: Look) -> Iterator[dict[str, str]]:
    up = "../" * page.path.count("/")
    for kind in page_formats(look) if key else look.formats:
        name = f"data/indicators/{key}.{kind}" if key else f"data/figures.{kind}"
        yield {"@type": "DataDownload", "encodingFormat": TYPES[kind], "contentUrl": f"{up}{name}"}


def page_formats(look: Look) -> Sequence[str]:
    """The formats of the download of one indicator."""
    return [kind for kind in look.formats if kind in ("csv", "json")]
