"""`unpolicy site`: a static site of the policy."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unpolicy.cli.options import AsOfOption, DataOption, JsonOption, LangOption, MethodOption
from unpolicy.cli.output import emit_json, warn
from unpolicy.cli.progress import progress
from unpolicy.cli.session import Session, open_session
from unpolicy.errors import RefusedError
from unpolicy.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from unpolicy.exchange.folder import Folder, Outcome
    from unpolicy.views.site.build import Output, Site

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
    site = _site(session, method, url)
    with our_folder(output) as folder:
        outcome = _written(session, site, folder)
    _report(session, output, outcome)


def _require_apart(session: Session, output: Path) -> None:
    data = session.directory.path
    if output.exists() and data.exists() and output.samefile(data):
        raise RefusedError(
            f"{quoted(output)} holds the data: name another directory for the site.",
            ja=f"{quoted(output)} はデータのディレクトリです。サイトには別のディレクトリを指定してください。",
        )


def _site(session: Session, method: str | None, url: str | None) -> Site:
    from unpolicy.assess.assessment import assess
    from unpolicy.views.site.build import Site
    from unpolicy.views.site.look import Look

    look = Look(url=(url or "").rstrip("/"))
    voices = session.voice, session.voice_in(session.voice.other)
    return Site(assess(session.dataset, session.as_of, method), voices, look)


def _written(session: Session, site: Site, folder: Folder) -> Outcome:
    outputs = list(site.outputs())
    todo = [item for item in outputs if not folder.keep(item.path, item.key)]
    with progress(len(todo), session.voice.say(("Writing", "作成中")), every=1) as step:
        _make(site, folder, todo, step)
    return folder.finish()


def _make(site: Site, folder: Folder, todo: Sequence[Output], step: Callable[[], None] | None) -> None:
    """Make what has to be made: pages while pictures are drawn beside."""
    drawn, plain = [item for item in todo if item.spec], [item for item in todo if not item.spec]
    with ThreadPoolExecutor(1) as beside:
        drawing = beside.submit(site.draw, drawn, step)
        try:
            for item in plain:
                folder.put(item.path, item.make(), item.key)
                if step is not None:
                    step()
        except BaseException:
            site.stop()
            raise
        drawing.result()
    for item in drawn:
        folder.put(item.path, item.make(), item.key)


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
