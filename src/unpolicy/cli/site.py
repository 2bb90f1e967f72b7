"""`unpolicy site`: a static site of the policy."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.cli.options import AsOfOption, DataOption, JsonOption, LangOption, MethodOption
from unpolicy.cli.output import emit_json, warn
from unpolicy.cli.progress import progress
from unpolicy.cli.session import Session, open_session
from unpolicy.errors import RefusedError, UsageError
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from unpolicy.exchange.folder import Folder, Outcome
    from unpolicy.exchange.formats import Format
    from unpolicy.views.site.build import Output, Site
    from unpolicy.views.site.look import Extra, Look

OutputOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR", help="The directory to write the site to.", show_default=False)
]
UrlOption = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="Where the site will stand, for search engines and previews."),
]


def command(
    ctx: typer.Context,
    output: OutputOption,
    url: UrlOption = None,
    method: MethodOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    data: DataOption = None,
    lang: LangOption = None,
) -> None:
    """Write a static site: a page for each goal, target and indicator, in Japanese and English."""
    from unpolicy.exchange.folder import our_folder

    session = open_session(ctx, data, lang, as_of, json=json)
    _require_apart(session, output)
    look = _look(session, url)
    site, downloads = _site(session, method, look), _downloads(session, look, known=as_of is not None)
    with our_folder(output) as folder:
        outcome = _written(session, site, downloads, folder)
    _report(session, output, outcome)


def _require_apart(session: Session, output: Path) -> None:
    data = session.directory.path
    if output.exists() and data.exists() and output.samefile(data):
        raise RefusedError(
            f"{quoted(output)} holds the data: name another directory for the site.",
            ja=f"{quoted(output)} はデータのディレクトリです。サイトには別のディレクトリを指定してください。",
        )


def _look(session: Session, url: str | None) -> Look:
    """What the settings and the options say of the site."""
    from unpolicy.views.site.look import Look, colour_styles, picture_ending

    wishes = None if session.dataset.settings is None else session.dataset.settings.site
    plain = Look(formats=_formats(), url=_address(url))
    if wishes is None:
        return plain
    return plain._replace(
        title=wishes.title,
        footer=wishes.footer,
        licence=wishes.licence,
        contact=wishes.contact,
        styles=colour_styles(wishes.colours),
        logo=_logo(session, wishes.logo, picture_ending),
        pages=tuple(_extra(session, name) for name in wishes.pages),
    )


def _address(url: str | None) -> str:
    if url is not None and not url.startswith(("https://", "http://")):
        raise UsageError(
            f"--url takes an address that begins with https://, not {quoted(url)}.",
            ja=f"--url には https:// で始まるアドレスを指定してください（{quoted(url)} は不可）。",
        )
    return (url or "").rstrip("/")


def _formats() -> tuple[Format, ...]:
    """The formats whose packages are installed."""
    needed: dict[Format, str] = {"xlsx": "xlsxwriter", "parquet": "polars"}
    return ("csv", "json", *(name for name, package in needed.items() if find_spec(package) is not None))


def _logo(session: Session, name: str | None, ending: Callable[[str, bytes], str]) -> tuple[str, bytes] | None:
    from unpolicy.store.beside import read_beside

    if name is None:
        return None
    content = read_beside(session.directory.path, name)
    return ending(name, content), content


def _extra(session: Session, name: str) -> Extra:
    """A page of the publisher's own: about.md, or about.ja.md and about.en.md where these are there."""
    from unpolicy.store.beside import read_beside
    from unpolicy.views.site.look import Extra, page_name

    stem, texts = page_name(name), {}
    for voice in (session.voice, session.voice_in(session.voice.other)):
        own = name.removesuffix(".md") + f".{voice.lang}.md"
        found = own if (session.directory.path / own).exists() else name
        texts[voice.lang] = read_beside(session.directory.path, found).decode("utf-8", "replace")
    return Extra(stem, texts)


def _site(session: Session, method: str | None, look: Look) -> Site:
    from unpolicy.assess.assessment import assess
    from unpolicy.views.site.build import Site

    voices = session.voice, session.voice_in(session.voice.other)
    return Site(assess(session.dataset, session.as_of, method), voices, look)


def _downloads(session: Session, look: Look, *, known: bool) -> Iterator[Output]:
    """What can be downloaded; with `--as-of` as it was known that day, as by `export`."""
    from unpolicy.exchange.downloads import Downloads
    from unpolicy.exchange.rows import as_known
    from unpolicy.views.site.build import Output, program_digest, sha256

    dataset = as_known(session.dataset, session.as_of) if known else session.dataset
    files = Downloads(dataset, session.as_of, _formats(), look.licence).files((session.lang, session.voice.other))
    for item in files:
        yield Output(item.path, sha256(f"{program_digest()} {item.inputs}"), item.make)


def _written(session: Session, site: Site, downloads: Iterable[Output], folder: Folder) -> Outcome:
    outputs = [*site.outputs(), *downloads]
    todo = [item for item in outputs if not folder.keep(item.path, item.key)]
    with progress(len(todo), session.voice.say(("Writing", "作成中")), every=1) as step:
        for item in todo:
            folder.put(item.path, item.make(), item.key)
            if step is not None:
                step()
    return folder.finish()


def _report(session: Session, output: Path, outcome: Outcome) -> None:
    if session.json:
        emit_json({"schema": "unpolicy/site/1", "path": str(output), **outcome._asdict()})
        return
    files, written, removed = (f"{number:,}" for number in outcome)
    name = quoted(output)
    warn(
        session.voice.say(
            (
                f"The site is in {name}: {files} files, {written} of them written and {removed} old ones removed.",
                f"サイトを {name} に作成しました（全{files}ファイル、更新{written}、削除{removed}）。",
            )
        )
    )
