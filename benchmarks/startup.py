"""Start-up: the commands typed most against programs that do nothing with the same dependencies.

python benchmarks/startup.py [--runs 31]
"""

from __future__ import annotations

import argparse

from pairs import SHIPPED, Command, compare, heading, program, unpolicy


def completion(of: str, words: str) -> dict[str, str]:
    """What bash hands over when somebody presses the tab key after these words."""
    return {f"_{of}_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()))}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare start-up times in pairs.")
    parser.add_argument("--runs", type=int, default=31, help="pairs of each; default 31")
    runs = parser.parse_args().runs
    nothing, on_terminal = program("do_nothing"), program("do_nothing", terminal=True)
    heading()
    compare("`status --json`", unpolicy("status", "--json", data=SHIPPED), nothing, 1.15, runs)
    compare("`status` into a pipe", unpolicy("status", data=SHIPPED), nothing, 1.15, runs)
    compare("`status` on a terminal", unpolicy("status", data=SHIPPED, terminal=True), on_terminal, 1.15, runs)
    compare("`--version`", unpolicy("--version"), program("empty_app", "--version"), 1.1, runs)
    compare("`--help`", unpolicy("--help"), program("empty_app", "--help"), 1.1, runs)
    empty: Command = program("empty_app", environ=completion("EMPTY", "empty "))
    names = unpolicy(environ=completion("UNPOLICY", "unpolicy "))
    compare("completion of commands", names, empty, 1.1, runs)
    words = completion("UNPOLICY", f"unpolicy --data {SHIPPED} show ")
    compare("completion of ids", unpolicy(environ=words), empty, 1.1, runs)


if __name__ == "__main__":
    main()
