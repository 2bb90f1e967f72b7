"""`unpolicy site`: a static site of the policy."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from unpolicy.assess.assessment import assess
from unpolicy.assess.vintages import as_known
from unpolicy.cli import options
from unpolicy.cli.manners import progress, spinner
from unpolicy.cli.options import option
from unpolicy.cli.output import present_written
from unpolicy.cli.session import Session, directory_named
from unpolicy.errors import DataError, RefusedError, UsageError
from unpolicy.exchange.files import Folder, Outcome, our_folder
from unpolicy.exchange.formats import downloads
from unpolicy.model.settings import SiteSettings
from unpolicy.store.source import read_named
from unpolicy.text import quoted
from unpolicy.views.diagnostics import SiteDocument
from unpolicy.views.report import site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from unpolicy.exchange.formats import Format


@options.common("as_of", "json", "data", "lang")
def site_command(
    sessions: list[Session],
    output: Annotated[str, option("--output -o", "DIR", text="folder", show_default=False)],
    url: Annotated[str | None, option("--url", "URL")] = None,
    method: options.MethodOption = None,
) -> None:
    """Write a static site: a page for each goal, target and indicator, in Japanese and English."""
    place = directory_named(output, "--output")
    for session in sessions:
        _require_apart(session, place)
    first, address = sessions[0], _address(url)
    found = _of_one(first, method, address) if len(sessions) == 1 else _of_several(sessions, method, address)
    with spinner(first.voice.say(("Preparing", "準備中"))):
        outputs = list(found)
    with our_folder(place) as folder:
        outcome = _written(first, outputs, folder)
    _report(first, place, outcome)


def _require_apart(session: Session, output: Path) -> None:
    data = session.directory.path
    if output.exists() and data.exists() and output.samefile(data):
        raise RefusedError(
            f"{quoted(output)} holds the data: name another directory for the site.",
            ja=f"{quoted(output)} はデータのディレクトリです。サイトには別のディレクトリを指定してください。",
        )


def _look(session: Session, url: str) -> site.Look:
    """What the settings and the options say of the site."""
    wishes = SiteSettings() if session.dataset.settings is None else session.dataset.settings.site
    return site.Look(
        formats=_formats(),
        url=url,
        wishes=wishes,
        styles=site.colour_styles(wishes.colours),
        logo=_logo(session, wishes.logo),
        pages=tuple(_extra(session, name) for name in wishes.pages),
    )


def _address(url: str | None) -> str:
    if url is not None and re.match(r"https?://[^/\s]", url) is None:
        raise UsageError(
            f"--url takes an address that begins with https://, not {quoted(url)}.",
            ja=f"--url には https:// で始まるアドレスを指定してください（{quoted(url)} は不可）。",
        )
    return (url or "").rstrip("/")


def _formats() -> tuple[Format, ...]:
    """The formats whose packages are installed."""
    needed: dict[Format, str] = {"xlsx": "xlsxwriter", "parquet": "polars"}
    return ("csv", "json", *(name for name, package in needed.items() if find_spec(package) is not None))


def _logo(session: Session, name: str | None) -> tuple[str, bytes] | None:
    if name is None:
        return None
    content = read_named(session.directory.path, name)
    return site.picture_ending(name, content), content


def _extra(session: Session, name: str) -> site.Extra:
    """A page of the publisher's own: about.md, or about.ja.md and about.en.md where these are there."""
    stem, texts = site.page_name(name), {}
    for voice in (session.voice, session.voice_in(session.voice.other)):
        own = name.removesuffix(".md") + f".{voice.lang}.md"
        found = own if (session.directory.path / own).exists() else name
        texts[voice.lang] = read_named(session.directory.path, found).decode("utf-8", "replace")
    return site.Extra(stem, texts)


def _of_one(session: Session, method: str | None, url: str) -> Iterator[site.Output]:
    """The files of a site of one policy."""
    yield from _site(session, method, _look(session, url)).outputs()
    yield from _downloads(session)


def _of_several(sessions: Sequence[Session], method: str | None, url: str) -> Iterator[site.Output]:
    """The files of a site of several policies; it looks as the first one wants."""
    names = [session.dataset.policy.id for session in sessions]
    site.require_names(names)
    sites = {}
    for name, session in zip(names, sessions, strict=True):
        look = _look(session, url and f"{url}/{name}")._replace(several=True)
        sites[name] = _site(session, method, look)
        yield from (item._replace(path=f"{name}/{item.path}") for item in _downloads(session))
    first = sessions[0]
    look = _look(first, url)._replace(pages=())
    look = look._replace(wishes=look.wishes.model_copy(update={"title": None, "licence": None}))
    yield from site.outputs_of_several(sites, [first.voice, first.voice_in(first.voice.other)], look, first.as_of)


def _site(session: Session, method: str | None, look: site.Look) -> site.Site:
    voices = session.voice, session.voice_in(session.voice.other)
    return site.Site(assess(session.dataset, session.as_of, method), voices, look)


def _downloads(session: Session) -> Iterator[site.Output]:
    """What can be downloaded; with `--as-of` as it was known that day, as by `export`."""
    dataset = as_known(session.dataset, session.as_of) if "as_of" in session.given else session.dataset
    for path, inputs, make in downloads(dataset, session.as_of, _formats(), (session.lang, session.voice.other)):
        yield site.Output(path, site.sha256(f"{site.program_digest()} {inputs}"), make)


def _written(session: Session, outputs: Sequence[site.Output], folder: Folder) -> Outcome:
    todo = [item for item in outputs if not folder.keep(item.path, item.key)]
    with progress(len(todo), session.voice.say(("Writing", "作成中")), every=1) as step:
        for item in todo:
            folder.put(item.path, _made(item), item.key)
            if step is not None:
                step()
    return folder.finish()


def _made(item: site.Output) -> bytes:
    """The bytes of a file; what the system refuses meanwhile is no fault of the directory."""
    try:
        made = item.make()
        return made.encode() if isinstance(made, str) else made
    except OSError as error:
        reason = f"{error.strerror or error}" + (f": {quoted(str(error.filename))}" if error.filename else "")
        raise DataError(
            f"{quoted(item.path)} of the site cannot be made ({reason}); the directory is as it was.",
            ja=f"サイトの {quoted(item.path)} を作成できません（{reason}）。ディレクトリは元のままです。",
        ) from error


def _report(session: Session, output: Path, outcome: Outcome) -> None:
    files, written, removed = (f"{number:,}" for number in outcome)
    name = quoted(output)
    present_written(
        session,
        document=lambda: SiteDocument("unpolicy/site/1", str(output), *outcome),
        sentence=(
            f"The site is in {name}: {files} files, {written} of them written and {removed} old ones removed.",
            f"サイトを {name} に作成しました（全{files}ファイル、更新{written}、削除{removed}）。",
        ),
    )
