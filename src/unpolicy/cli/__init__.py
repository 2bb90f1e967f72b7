"""The command line: each command stands in a module that is loaded when it is called.

This module knows how an error becomes a sentence and an exit code. It imports nothing that a command may not need.
"""

from __future__ import annotations

import codecs
import gc
import os
import re
import signal
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from unpolicy import __version__
from unpolicy.errors import DataError, UnpolicyError

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

    from unpolicy.years import Language

_TWINS = {
    **dict.fromkeys("−–—‒―‑－", "-"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("│┤", "|"),
    **dict.fromkeys("█▇▆▅", "#"),
    **dict.fromkeys("░▁▂▃▄", "."),
    **dict.fromkeys("·•●◆★※", "*"),
} | {
    "…": "...", "→": "->", "≥": ">=", "≤": "<=", "×": "x", "✗": "x", "✓": "v", "↑": "^", "↗": "^", "↓": "v",
    "√": "sqrt", "σ": "sigma", "Σ": "sum", "Δ": "delta", "ᵢ": "i", "○": "o", "～": "~", "∞": "inf", "─": "-",
}  # fmt: skip
"""What a character is written as where there is only ASCII."""

_NEGATIVE = re.compile(r"-(?=[\d.])[\d.,]*%?")
INTERRUPTED = 130
_received: list[int] = []
"""Every Ctrl-C as it comes: native code may swallow what it raises, or make another error of it."""


class NoPlugins(ModuleType):
    """In place of pydantic's search for plugins, which imports what it searches with even where it is switched off.

    That is a twentieth of what `status` takes. A pydantic that wants anything else of the module gets the real one.
    """

    PLACE = "pydantic.plugin._loader"
    get_plugins = staticmethod(tuple)

    def __init__(self) -> None:
        super().__init__(self.PLACE)
        self.__path__ = []  # each import of `get_plugins` asks for it

    def __getattr__(self, name: str) -> object:
        """What is not here, from the real module; nothing that only says how a module was loaded."""
        if name.startswith("__"):
            raise AttributeError(name)
        sys.modules.pop(self.PLACE, None)
        return getattr(import_module(self.PLACE), name)


def main(arguments: list[str] | None = None) -> None:
    """Run the program and exit with the code of what happened."""
    # A command ends before it has made garbage worth collecting; collecting took a fifth of its time, and half with
    # 100,000 figures. Reference counts go on freeing nearly everything.
    gc.disable()
    # Else pydantic looks through everything that is installed for plugins, which checking data has no use for.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.modules[NoPlugins.PLACE] = NoPlugins()
    arguments = sys.argv[1:] if arguments is None else arguments
    _open_missing_streams()
    _tolerate_narrow_streams()
    watch_for_interruption()
    try:
        code = run(arguments)
    except KeyboardInterrupt:  # outside of `run`'s own handler, such as while an error is being reported
        code = INTERRUPTED
    let_finish()
    gc.freeze()  # spares the collection at Python's end: the system takes the memory back in any case
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; every error has become a sentence on stderr."""
    _forget_changes()
    try:
        code = _call(arguments)
        end_if_interrupted()
    except BaseException as error:
        return _ended(error, arguments)
    return code


def _language(arguments: list[str]) -> Language:
    from unpolicy.cli.manners import from_arguments

    return from_arguments(arguments, os.environ)


def _ended(error: BaseException, arguments: list[str]) -> int:
    """The exit code of a run that an error ended, once the error is reported."""
    if _received or isinstance(error, KeyboardInterrupt):
        known: UnpolicyError | None = _interrupted()
    elif isinstance(error, Exception):
        known = _as_known(error)
    else:
        raise error
    if known is None:
        return 0
    from unpolicy.cli.output import warn

    warn(known.text(_language(arguments)), always=True)
    return known.exit_code


def _call(arguments: list[str]) -> int:
    if arguments in (["--version"], ["-V"]):  # without the time that typer takes
        print(f"unpolicy {__version__}", flush=True)
        return 0
    from unpolicy.cli.app import build
    from unpolicy.cli.manners import completion_words, manners

    manners.forget()
    try:
        result = build(_language(arguments or completion_words(os.environ)))(
            # A figure such as -5 would be taken for an option; with a minus sign proper it is none.
            args=["−" + part[1:] if _NEGATIVE.fullmatch(part) else part for part in arguments],
            prog_name="unpolicy",
            standalone_mode=False,
        )
    except SystemExit as ended:  # typer's own answer to a pipe that was closed
        if isinstance(ended.__context__, OSError):
            raise ended.__context__ from None
        raise
    sys.stdout.flush()
    return result if isinstance(result, int) else 0


def _changed_files() -> str:
    """The data files that hold what this run wrote, by name; nothing where it wrote none."""
    from unpolicy.text import quoted

    store = sys.modules.get("unpolicy.store.write")
    return "" if store is None else ", ".join(map(quoted, store.standing()))


def _forget_changes() -> None:
    store = sys.modules.get("unpolicy.store.write")
    if store is not None:
        store.attempts.clear()


def _as_known(error: Exception) -> UnpolicyError | None:
    """The `UnpolicyError` that tells the user what any error means; `None` where there is nothing to tell."""
    import typer.exceptions

    if isinstance(error, typer.Abort):
        return _interrupted()
    if isinstance(error, UnpolicyError):
        return error
    if isinstance(error, typer.exceptions.TyperException):
        from unpolicy.cli.manual import as_usage

        return as_usage(error)
    if isinstance(error, MemoryError):
        return DataError("The data need more memory than there is.", ja="データに必要なメモリが足りません。")
    return _unwritten(error) if isinstance(error, OSError) else _defect(error)


def _interrupted() -> UnpolicyError:
    """What an interruption left behind, to be reported even if a second one follows."""
    let_finish()
    changed = _changed_files()
    known = UnpolicyError(
        "Interrupted; no data file was changed.", ja="中断しました。データファイルは変更していません。"
    )
    if changed:
        known = UnpolicyError(
            f"Interrupted; the change is written and stands ({changed}).",
            ja=f"中断しましたが、変更は書き込み済みです（{changed}）。",
        )
    known.exit_code = INTERRUPTED
    return known


def _unwritten(error: OSError) -> UnpolicyError | None:
    """The result could not be written: a change stands nevertheless, and a reader that has left had enough."""
    from unpolicy.cli.output import drop

    drop(sys.stdout)
    changed, reason = _changed_files(), error.strerror or error
    if changed:
        known = UnpolicyError(
            f"The change is written and stands ({changed}); only telling it failed: {reason}.",
            ja=f"変更は書き込み済みです（{changed}）。結果の表示だけができませんでした：{reason}。",
        )
        known.exit_code = 0
        return known
    if isinstance(error, BrokenPipeError):
        return None
    return DataError(f"The output could not be written: {reason}.", ja=f"出力を書き込めませんでした：{reason}。")


def _defect(error: Exception) -> DataError:
    if os.environ.get("UNPOLICY_TRACEBACK"):
        raise error
    kind = type(error).__name__
    return DataError(
        f"this is a defect of the program ({kind}: {error}); nothing was lost. Please report it with the output that "
        "UNPOLICY_TRACEBACK=1 gives.",
        ja=f"プログラムの不具合です（{kind}: {error}）。失われたものはありません。"
        "UNPOLICY_TRACEBACK=1 を付けた出力を添えてお知らせください。",
    )


def watch_for_interruption() -> None:
    """Note every interruption from now on, unless the parent process has interruptions ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _note)
        sys.unraisablehook = _pass_over_noted


def end_if_interrupted() -> None:
    """Raise a swallowed interruption again, before anything is printed of data that were not read whole.

    Raises:
        KeyboardInterrupt: there was one.
    """
    if _received:
        raise KeyboardInterrupt


def let_finish() -> None:
    """Ignore interruptions from now on: only printing the result is left."""
    if _received or signal.getsignal(signal.SIGINT) is _note:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _received.clear()


def _pass_over_noted(unraisable: UnraisableHookArgs) -> None:
    """Leave out the traceback that Python prints of what is raised where nothing can catch it, such as in a finalizer.

    `end_if_interrupted` raises it again at the end.
    """
    if not (_received and issubclass(unraisable.exc_type, KeyboardInterrupt)):
        sys.__unraisablehook__(unraisable)


def _note(number: int, frame: object) -> None:
    del frame
    _received.append(number)
    raise KeyboardInterrupt


def _open_missing_streams() -> None:
    """Open the null device for closed standard streams; else the next file opened would be taken for one of them."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)  # the lowest that is free: the one that was closed
            setattr(sys, name, open(descriptor, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - open to the end


def _tolerate_narrow_streams() -> None:
    """Print a plain character for one that a stream's encoding lacks, instead of failing."""
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="plain")


def _plain(error: UnicodeError) -> tuple[str, int]:
    """The errors handler of codecs that writes plain twins; what has none is a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_twin, error.object[error.start : error.end])), error.end


def _twin(char: str) -> str:
    from unicodedata import combining, normalize

    if combining(char):  # the letter that it stands on has been written
        return ""
    twin = _TWINS.get(char) or normalize("NFKD", char).encode("ascii", "ignore").decode()
    return twin or "?"
