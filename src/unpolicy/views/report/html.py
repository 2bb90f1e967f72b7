"""The evaluation sheet as one HTML page that needs no network and no script."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from unpolicy.errors import MissingExtraError
from unpolicy.views.chart import KINDS
from unpolicy.views.chart_look import COLORS, DASHES
from unpolicy.views.chart_page import part_sample, picture_svg
from unpolicy.views.labels import VERDICT_SIGNS
from unpolicy.views.report.sheet import WORDS, goal_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from unpolicy.views.chart import Chart
    from unpolicy.views.report.sheet import Sheet
    from unpolicy.views.voice import Voice

NAMES = {"ja": "日本語", "en": "English"}

SAMPLES = (*KINDS, "waiting")
"""What a legend explains with a small sample beside each."""


def report_html(sheets: Sequence[Sheet]) -> str:
    """One page that holds the sheet in every language given; with more than one, a switch shows one at a time.

    Every text passes through Jinja's escaping. The page may load nothing: its style is allowed by its hash, and there
    is no script.

    Args:
        sheets: the sheets, the one shown first in front.

    Raises:
        MissingExtraError: pages need optional dependencies.
    """
    environment = page_environment()

    def picture(drawn: str, chart: Chart) -> Markup:
        return trusted(picture_svg(chart, drawn))

    def sample(kind: str) -> Markup:
        shown = trusted('<svg class="sample" viewBox="0 0 28 12" aria-hidden="true"><use href="#sample-{}"/></svg>')
        return shown.format(kind)

    css = read_styles("chart.css", "report.css")
    page = environment.get_template("report.html").render(
        sheets=sheets, css=trusted(css), policy=_policy(css), picture=picture, sample=sample
    )
    return page.lstrip("\n") + "\n"


def _policy(css: str) -> str:
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def read_styles(*names: str) -> str:
    """Style sheets beside the templates, one after the other."""
    folder = files("unpolicy.views.report").joinpath("templates")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


def page_environment(*packages: str) -> Environment:
    """Where templates come from and what all of them know; every text is escaped.

    Args:
        packages: further packages with templates, looked into first.

    Raises:
        MissingExtraError: pages need optional dependencies.
    """
    try:
        from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise MissingExtraError(
            "Pages as HTML need Jinja2: pip install 'unpolicy[report]'.",
            ja="HTMLのページには Jinja2 が必要です：pip install 'unpolicy[report]'",
        ) from error
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in (*packages, "unpolicy.views.report")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": _say, "signs": VERDICT_SIGNS, "names": NAMES, "language": WORDS["language"]}
    environment.globals |= {
        "colors": COLORS,
        "dashes": DASHES,
        "kinds": SAMPLES,
        "part_sample": lambda number: trusted(part_sample(number)),
        "label": goal_label,
    }
    return environment


def trusted(text: str) -> Markup:
    """A text that is not escaped any more: our own words, or made harmless before."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - as said


def _say(voice: Voice, key: str, **values: object) -> str:
    return voice.word(WORDS, key, **values)
