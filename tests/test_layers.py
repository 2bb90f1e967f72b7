"""Imports go down only: every module under `src/unpolicy` is read, none is run."""

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "unpolicy"
parsed = cache(ast.parse)

ROOT_PARTS = {
    "notebook": "notebook",
    "names": "names",
    "years": "spelling",
    "figures": "spelling",
    "text": "spelling",
    "errors": "spelling",
}
"""The part that each module at the root belongs to; every other module belongs to its package."""

JUDGE = "unpolicy.change.decide"
"""The one judge of a figure: below the checks, which ask it, and apart from the changes, which ask the checks."""

SHOWN = "unpolicy.checks"
"""What a view shows of the checks: problems at their places, and rules; it reads no file."""

ORDER = (
    "names",
    "spelling",
    "model",
    "measures",
    "store",
    "assess",
    "decide",
    "diagnostic",
    "checks",
    "change",
    "exchange",
    "views",
    "cli",
)
"""The parts from the bottom up."""

ALLOWED = {
    "notebook": {*ORDER, "version", "notebook"} - {"cli"},
    "cli": {*ORDER, "version"},
    "views": {"views", "diagnostic", "change", "decide", "assess", "measures", "model", "spelling", "names", "version"},
    "exchange": {
        "exchange",
        "change",
        "decide",
        "checks",
        "store",
        "assess",
        "measures",
        "model",
        "spelling",
        "names",
        "version",
    },
    "change": {"change", "decide", "checks", "store", "assess", "measures", "model", "spelling", "names"},
    "checks": {
        "checks",
        "diagnostic",
        "decide",
        "store",
        "assess",
        "measures",
        "model",
        "spelling",
        "names",
        "version",
    },
    "diagnostic": {"diagnostic", "spelling"},
    "decide": {"decide", "assess", "measures", "model", "spelling", "names"},
    "assess": {"assess", "measures", "model", "spelling", "names"},
    "store": {"store", "model", "spelling", "names"},
    "measures": {"measures", "names"},
    "model": {"model", "spelling", "names"},
    "spelling": {"spelling"},
    "names": {"names"},
}
"""Which parts a part may import from."""
PARTS = set(ALLOWED)

VERSION = "unpolicy.__version__"
"""A name of the package itself, and no module; the lower parts have no use for it."""

OWNERS = {
    "ruamel": ("unpolicy.store",),
    "yaml_rs": ("unpolicy.store",),
    "rich": ("unpolicy.views.terminal", "unpolicy.cli"),
    "typer": ("unpolicy.cli",),
}
"""The modules, with all below them, that alone may import a package."""

COMPANIONS = {"jinja2": "markupsafe", "pydantic": "pydantic_core"}
"""What comes with a declared package and is part of how it is used."""
IMPORT_NAMES = {
    "pyyaml": "yaml",
    "ruamel.yaml": "ruamel",
    "vl-convert-python": "vl_convert",
    "markdown-it-py": "markdown_it",
}


def module_name(path):
    parts = path.relative_to(SOURCES.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(SOURCES.rglob("*.py"))}


def part_of(module):
    """The part that a module belongs to; `None` where no rule reaches it."""
    segments = module.split(".")
    if len(segments) == 1:
        return "notebook"
    if segments[1] == "__main__":
        return "cli"
    if len(segments) == 2 and segments[1] in ROOT_PARTS:
        return ROOT_PARTS[segments[1]]
    if module == JUDGE:
        return "decide"
    if module == SHOWN:
        return "diagnostic"
    rooms = PARTS - {*ROOT_PARTS.values(), "decide", "diagnostic"}
    return segments[1] if segments[1] in rooms else None


def imports(module, source):
    """The modules that a module imports, at the top and inside functions, for type checkers too; lines with them."""
    package = module if MODULES.get(module, Path()).name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield (inner if inner in MODULES or base == "unpolicy" else base), node.lineno


def runs(module, source):
    """The modules of ours that a module imports when it runs, at the top or inside a function."""
    tree = parsed(source)
    never = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    kept = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in never]
    code = "\n".join(ast.unparse(node) for node in kept)
    # A package is entered on the way to its modules, which may import from one another.
    return {name for name, _ in imports(module, code) if name in MODULES and not module.startswith(f"{name}.")} - {
        module
    }


def circles(graph):
    """The groups of modules that lead back to themselves: what is left when whatever leads nowhere is taken away."""
    left = {module: set(others) for module, others in graph.items()}
    while ends := {module for module, others in left.items() if not others & left.keys()}:
        left = {module: others for module, others in left.items() if module not in ends}
    # What only leads into a circle is no part of it.
    while starts := {module for module in left if not any(module in others for others in left.values())}:
        left = {module: others for module, others in left.items() if module not in starts}
    return sorted(left)


def violations(module, source):
    part = part_of(module)
    if part is None:
        return [f"{module} belongs to no part"]
    found = []
    for name, line in imports(module, source):
        top = name.partition(".")[0]
        if top == "unpolicy":
            if name == VERSION:
                other = "version"
            else:  # another name of the package itself is no module either
                other = part_of(name if name in MODULES else name.rpartition(".")[0] if name.count(".") == 1 else name)
            if other not in ALLOWED[part] and name != module:
                found.append(f"{module}:{line} ({part}) imports {name} ({other})")
        elif part == "measures" and top not in sys.stdlib_module_names:
            found.append(f"{module}:{line} imports {name}, which is not the standard library")
        elif top in OWNERS and not any(module == owner or module.startswith(owner + ".") for owner in OWNERS[top]):
            found.append(f"{module}:{line} imports {name}, which only {' and '.join(OWNERS[top])} may")
    return found


def types_in(source):
    """The names of the types that a module defines, without leading underscores, with what each is defined as."""
    tree = parsed(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name.lstrip("_"), ast.unparse(node)
    checked = [statement for node in tree.body if isinstance(node, ast.If) for statement in node.body]
    for node in [*tree.body, *checked]:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) if re.match("_?[A-Z][A-Za-z]*[a-z]", name):
                if not ast.unparse(node.value).startswith("TypeVar("):
                    yield name.lstrip("_"), ast.unparse(node.value)


def test_a_name_of_a_type_stands_for_one_thing():
    meanings = {}
    for module, path in MODULES.items():
        for name, meaning in types_in(path.read_text(encoding="utf-8")):
            meanings.setdefault(name, {}).setdefault(meaning, []).append(module)
    assert {name: list(found.values()) for name, found in meanings.items() if len(found) > 1} == {}


MOST_LINES = 400


def test_a_module_can_be_read_in_one_go():
    long = {module for module, path in MODULES.items() if path.read_text(encoding="utf-8").count("\n") > MOST_LINES}
    assert long == set()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_from_below_only(module):
    assert violations(module, MODULES[module].read_text(encoding="utf-8")) == []


def test_every_part_is_there_and_every_module_belongs_to_one():
    assert {part_of(module) for module in MODULES} == PARTS


def test_what_a_part_may_import_never_leads_back_up():
    def below(part):
        seen, stack = set(), [part]
        while stack:
            for other in ALLOWED[stack.pop()] - seen - {"version"}:
                seen.add(other)
                stack.append(other)
        return seen

    assert "store" not in ALLOWED["views"]
    assert not {"cli", "exchange"} & (below("checks") | below("change") | below("views") | below("store"))
    assert below("measures") == {"measures", "names"}
    for part in PARTS:
        for other in below(part) - {part}:
            assert part not in below(other), f"{part} and {other} would import each other"


def test_no_modules_import_one_another_in_a_circle_not_even_inside_functions():
    assert circles({module: runs(module, path.read_text(encoding="utf-8")) for module, path in MODULES.items()}) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f():\n    from unpolicy.store.source import parse", ["unpolicy.store.recover", "unpolicy.store.source"]),
        ("import unpolicy.store.source", ["unpolicy.store.recover", "unpolicy.store.source"]),
        ("if TYPE_CHECKING:\n    from unpolicy.store.source import parse", []),
        ("from unpolicy.store.layout import Lines", []),
    ],
)
def test_a_circle_is_found_and_what_only_a_type_checker_sees_is_none(source, found):
    graph = {
        "unpolicy.cli.app": {"unpolicy.store.source"},
        "unpolicy.store.source": {"unpolicy.store.recover"},
        "unpolicy.store.recover": runs("unpolicy.store.recover", source),
        "unpolicy.store.layout": set(),
    }
    assert circles(graph) == found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("unpolicy.views.terminal.status", "from unpolicy.store.source import read_source"),
        ("unpolicy.views.terminal.status", "def f():\n    from unpolicy.store import source"),
        ("unpolicy.views.terminal.status", "if TYPE_CHECKING:\n    import unpolicy.store.source"),
        ("unpolicy.views.terminal.status", "from unpolicy.checks import inspection"),
        ("unpolicy.views.terminal.status", "from unpolicy import cli"),
        ("unpolicy.cli.app", "from unpolicy import load"),
        ("unpolicy.views.terminal.status", "from ...store import source"),
        ("unpolicy.views.terminal.status", "import typer"),
        ("unpolicy.measures.growth", "from unpolicy.model import Dataset"),
        ("unpolicy.measures.growth", "from unpolicy.errors import UsageError"),
        ("unpolicy.measures.growth", "import pydantic"),
        ("unpolicy.store.source", "from unpolicy import __version__"),
        ("unpolicy.measures.growth", "def f():\n    import scipy.stats"),
        ("unpolicy.assess.assessment", "from unpolicy.store.source import read_source"),
        ("unpolicy.assess.assessment", "from unpolicy.views import VERDICTS"),
        ("unpolicy.model", "from unpolicy.assess.vintages import known"),
        ("unpolicy.model", "import ruamel.yaml"),
        ("unpolicy.years", "from unpolicy.model import Year"),
        ("unpolicy.store.source", "from unpolicy.assess.assessment import assess"),
        ("unpolicy.store.source", "from rich.text import Text"),
        ("unpolicy.checks.inspection", "from unpolicy.views.voice import Voice"),
        ("unpolicy.checks.inspection", "import yaml_rs"),
        ("unpolicy.checks", "from unpolicy.checks.rules import Finding"),
        ("unpolicy.checks.inspection", "from unpolicy.change.transact import Change"),
        ("unpolicy.change.decide", "from unpolicy.checks.inspection import inspect"),
        ("unpolicy.checks.rules.values", "def f():\n    from unpolicy.exchange.rows import Row"),
        ("unpolicy.change.transact", "from unpolicy.views import VERDICTS"),
        ("unpolicy.exchange.rows", "from unpolicy.views import VERDICTS"),
        ("unpolicy.cli.look", "from ruamel.yaml import YAML"),
        ("unpolicy.helpers", "import re"),
        ("unpolicy.utils.text", ""),
    ],
)
def test_the_rule_finds_what_goes_up(module, source):
    assert len(violations(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        (
            "unpolicy.cli.look",
            "from unpolicy.views.terminal.status import status_view\nimport typer\nfrom rich import box",
        ),
        ("unpolicy.cli.app", "from unpolicy import __version__"),
        ("unpolicy.views.diagnostics", "from unpolicy.checks import Diagnostic"),
        ("unpolicy.checks.inspection", "from unpolicy.store import source"),
        ("unpolicy.views.terminal.status", "from unpolicy.assess.assessment import assess\nfrom . import tables"),
        (
            "unpolicy.assess.assessment",
            "from unpolicy.assess.vintages import known\nfrom unpolicy.measures.keep import judge_keep",
        ),
        ("unpolicy.measures.keep", "import math\nfrom unpolicy.measures import numbers"),
        ("unpolicy.years", "from unpolicy.errors import UsageError"),
    ],
)
def test_the_rule_lets_pass_what_goes_down(module, source):
    assert violations(module, source) == []


def test_nothing_is_imported_that_the_project_does_not_declare():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    optional = [one for name in ("report", "xlsx", "parquet", "sdmx", "pandas") for one in extras[name]]
    declared = [*project["dependencies"], *optional]
    names = {re.match(r"[\w.-]+", requirement)[0].lower() for requirement in declared}
    packages = {IMPORT_NAMES.get(name, name.replace("-", "_")) for name in names}
    packages |= {COMPANIONS[name] for name in packages & COMPANIONS.keys()}
    for module, path in MODULES.items():
        for name, line in imports(module, path.read_text(encoding="utf-8")):
            top = name.partition(".")[0]
            assert top in packages | sys.stdlib_module_names | {"unpolicy"}, f"{module}:{line} imports {name}"


def test_only_the_command_line_and_the_rules_load_modules_by_name():
    for module, path in MODULES.items():
        called = {name for name, _ in imports(module, path.read_text(encoding="utf-8"))}
        if called & {"importlib", "importlib.util", "runpy", "pkgutil"}:
            assert part_of(module) in {"cli", "checks"}, f"{module} imports what no rule can see"


def test_no_module_gives_a_name_twice():
    for path in SOURCES.rglob("*.py"):
        tree = parsed(path.read_text(encoding="utf-8"))
        given = [
            name.id
            for one in tree.body
            if isinstance(one, ast.Assign)
            for name in ast.walk(one.targets[0])
            if isinstance(name, ast.Name)
        ]
        given += [node.target.id for node in tree.body if isinstance(node, ast.AnnAssign)]
        given += [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        assert len(given) == len(set(given)), path
