"""The command line: one module per command, loaded when it is called.

This module knows how an error becomes a sentence and an exit code. It imports nothing that a command may not need.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import sys

from unpolicy import __version__
from unpolicy.cli.language import from_arguments
from unpolicy.errors import DataError, UnpolicyError

_NEGATIVE = re.compile(r"-(?=[\d.])[\d.,]*%?")
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> None:
    """Run the program and exit with the code of what happened."""
    # A command is over before it has made garbage worth looking for; looking took a fifth of its time, and half with
    # 100,000 figures. Reference counts go on freeing nearly everything.
    gc.disable()
    # Else pydantic looks through everything that is installed for plugins, which checking data has no use for.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    arguments = sys.argv[1:] if arguments is None else arguments
    _tolerate_narrow_streams()
    if arguments == ["--version"]:
        print(f"unpolicy {__version__}")
        sys.exit(0)
    try:
        code = run(arguments)
    except KeyboardInterrupt:  # between two steps of ours, such as while an error is being told
        code = INTERRUPTED
    gc.freeze()  # spares the search that Python makes when it ends, though nobody will use what that would free
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; every error has become a sentence on stderr."""
    try:
        return _call(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()  # whoever read it has enough
        return 0
    except Exception as error:
        return _tell(error, from_arguments(arguments, os.environ))


def _call(arguments: list[str]) -> int:
    from unpolicy.cli.app import build

    result = build()(
        # A figure such as -5 would be taken for an option; with a minus sign proper it is none.
        args=["−" + part[1:] if _NEGATIVE.fullmatch(part) else part for part in arguments],
        prog_name="unpolicy",
        standalone_mode=False,
    )
    sys.stdout.flush()
    return result if isinstance(result, int) else 0


def _tell(error: Exception, lang: str) -> int:
    """Turn an error into a sentence and an exit code."""
    import typer.exceptions

    if isinstance(error, UnpolicyError):
        return _say(error.text(lang), error.exit_code)
    if isinstance(error, typer.exceptions.TyperException):
        return _say_usage(error, lang)
    if isinstance(error, typer.Abort):
        return INTERRUPTED
    if isinstance(error, MemoryError):
        short = "データに必要なメモリが足りません。" if lang == "ja" else "The data need more memory than there is."
        return _say(short, DataError.exit_code)
    if isinstance(error, OSError):
        _drop_output()
        reason = error.strerror or error
        en, ja = f"The output could not be written: {reason}.", f"出力を書き込めませんでした：{reason}。"
        return _say(ja if lang == "ja" else en, DataError.exit_code)
    return _say_defect(error)


def _drop_output() -> None:
    """Send what could not be written nowhere; else Python tries again at the end and exits with a code of its own."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(sentence: str, code: int) -> int:
    from unpolicy.text import printable

    print(f"unpolicy: {printable(sentence)}", file=sys.stderr)
    return code


def _say_usage(error: Exception, lang: str) -> int:
    context = getattr(error, "ctx", None)
    path = "unpolicy" if context is None else context.command_path
    hint = f"使い方：{path} --help" if lang == "ja" else f"See: {path} --help"
    # pydantic's own beginning of a sentence, which says nothing to a user.
    message = getattr(error, "format_message", lambda: str(error))().replace("Value error, ", "")
    return _say(f"{message.rstrip('.')}. {hint}", getattr(error, "exit_code", 2))


def _say_defect(error: Exception) -> int:
    if os.environ.get("UNPOLICY_TRACEBACK"):
        raise error
    kind = type(error).__name__
    return _say(
        f"this is a defect of the program ({kind}: {error}); nothing was lost. Please report it with the output that "
        "UNPOLICY_TRACEBACK=1 gives.",
        DataError.exit_code,
    )


def _tolerate_narrow_streams() -> None:
    """A terminal that lacks a character shows a question mark instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
