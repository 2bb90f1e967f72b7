"""What other programs call `validate` through: the hooks for pre-commit and the action for GitHub."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from unpolicy.store.problems import load_fast

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(sys.executable).parent

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="a repository is made with git")
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="the action's step is a bash script")


def run(folder: Path, *command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    path = f"{environ.pop('bin', '')}{os.pathsep}{SCRIPTS}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PATH": path, **environ},
    )


def repository(folder: Path) -> str:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    run(folder, "git", "init", "-q").check_returncode()
    run(folder, "git", "add", ".").check_returncode()
    run(folder, "git", *who, "commit", "-qm", "all").check_returncode()
    return run(folder, "git", "rev-parse", "HEAD").stdout.strip()


def pre_commit(folder: Path, hook: str, change: Callable[[], object]) -> subprocess.CompletedProcess[str]:
    """What a hook of ours says of a change that is about to be committed."""
    hooks = folder / "hooks"
    hooks.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    revision = repository(hooks)
    # The program is installed already; a language of its own would install it once more from a registry.
    config = f"repos: [{{repo: '{hooks.as_posix()}', rev: {revision}, hooks: [{{id: {hook}, language: system}}]}}]\n"
    (folder / ".pre-commit-config.yaml").write_text(config)
    (folder / ".gitignore").write_text("/hooks\n/cache\n.unpolicy\n")
    repository(folder)
    change()
    run(folder, "git", "add", ".").check_returncode()
    return run(folder, sys.executable, "-m", "pre_commit", "run", PRE_COMMIT_HOME=str(folder / "cache"))


@needs_git
@pytest.mark.parametrize(
    ("hook", "spoilt", "passes"),
    [("unpolicy-validate", False, True), ("unpolicy-validate", True, False), ("unpolicy-fix", True, False)],
)
def test_the_hooks_run_in_pre_commit(data: Path, tmp_path: Path, hook: str, spoilt: bool, passes: bool):
    pytest.importorskip("pre_commit")
    path = data / "indicators.yaml"
    sound = path.read_bytes()
    change = sound.replace(b"2022: 961", "2022: ９６１".encode()) if spoilt else sound + b"# checked\n"
    result = pre_commit(tmp_path, hook, lambda: path.write_bytes(change))
    assert (result.returncode == 0) is passes, result.stdout + result.stderr
    assert ("Passed" in result.stdout) is passes
    if hook == "unpolicy-validate":
        assert ("U204" in result.stdout) is spoilt
    else:
        assert path.read_bytes() == sound
        assert "files were modified by this hook" in result.stdout


@pytest.mark.parametrize("hook", load_fast((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")))
def test_the_hooks_answer_for_the_whole_directory_and_pass_over_the_files_of_other_tools(hook: dict[str, object]):
    assert hook["pass_filenames"] is False
    wanted = re.compile(str(hook["files"]))
    for name in ("targets.yaml", "indicators.yaml", "targets/air.yaml", "indicators 2.yaml", "indicators.yml"):
        assert wanted.search(f"data/{name}")
    for name in ("targets.yaml", "prometheus/targets.yaml", "k8s/data/targets.yaml", "data/notes.md"):
        assert not wanted.search(name)


@needs_git
def test_the_hook_that_prints_what_changed_never_stands_in_the_way(data: Path, tmp_path: Path):
    pytest.importorskip("pre_commit")
    path = data / "targets.yaml"
    change = path.read_bytes().replace(b"value: 1000", b"value: 950")
    result = pre_commit(tmp_path, "unpolicy-diff", lambda: path.write_bytes(change))
    assert result.returncode == 0, result.stdout + result.stderr
    assert "loosened" in result.stdout


@needs_git
def test_the_hook_sees_an_id_that_was_changed_in_one_file_alone(data: Path, tmp_path: Path):
    pytest.importorskip("pre_commit")
    path = data / "indicators.yaml"
    result = pre_commit(
        tmp_path,
        "unpolicy-validate",
        lambda: path.write_bytes(path.read_bytes().replace(b"  un-staff:", b"  un-stuff:")),
    )
    assert result.returncode == 1
    assert "data/targets.yaml" in result.stdout
    assert "U402" in result.stdout


def steps() -> dict[str, str]:
    """The scripts of the action by the names of their steps."""
    action = load_fast((ROOT / "action.yml").read_text(encoding="utf-8"))
    scripts = [step for step in action["runs"]["steps"] if "run" in step]
    assert {step["shell"] for step in scripts} == {"bash"}
    # What an author of a workflow writes reaches the script as data, never as part of it.
    assert not any("${{" in step["run"] for step in scripts)
    assert {f"INPUT_{name.upper()}" for name in action["inputs"]} == {name for step in scripts for name in step["env"]}
    return {step["name"]: step["run"] for step in scripts}


@pytest.fixture
def act(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a step of the action as it is written, with the program that is installed here."""
    fake = tmp_path / "bin"
    fake.mkdir()
    pipx = fake / "pipx"
    pipx.write_text('#!/usr/bin/env bash\nprintf "%s\\n" "$@" > called\nshift 3\nexec "$@"\n')
    pipx.chmod(0o755)

    def run_step(name: str, **environ: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "step.sh").write_text(steps()[name])
        given = {"GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": "/action", "GITHUB_BASE_REF": "", "INPUT_PATHS": ""}
        return run(tmp_path, "bash", "-e", "step.sh", **given | environ, bin=str(fake))

    return run_step


@needs_git
@needs_bash
def test_the_action_writes_what_changed_into_the_summary_of_the_job(data: Path, tmp_path: Path, act):
    (tmp_path / ".gitignore").write_text("bin\nstep.sh\ncalled\nsummary\n")
    repository(tmp_path)
    summary = tmp_path / "summary"
    first = act("Say what changed", INPUT_DIFF="true", GITHUB_STEP_SUMMARY=str(summary))
    assert (first.returncode, summary.read_text()) == (0, "The first commit: nothing came before it.\n"), first.stderr
    run(tmp_path, "git", "update-ref", "refs/remotes/origin/main", "HEAD").check_returncode()
    path = data / "targets.yaml"
    path.write_bytes(path.read_bytes().replace(b"value: 1000", b"value: 950"))
    repository(tmp_path)
    for base, paths in (("main", ""), ("", "data\n"), ("main", "data/targets.yaml\ndata\n")):
        summary.write_text("before\n")
        told = {"GITHUB_BASE_REF": base, "INPUT_PATHS": paths, "GITHUB_STEP_SUMMARY": str(summary)}
        result = act("Say what changed", INPUT_DIFF="true", **told)
        assert result.returncode == 0, result.stderr
        written = summary.read_text(encoding="utf-8")
        assert written.startswith("before\n### ")
        assert written.count("loosened") == 1
    summary.write_text("")
    assert act("Say what changed", INPUT_DIFF="false", **told).returncode == 0
    assert summary.read_text() == ""


@needs_bash
@pytest.mark.parametrize(
    ("inputs", "code", "words"),
    [
        ({}, 0, ["validate"]),
        ({"INPUT_PATHS": "data\n\ndata/targets.yaml\n"}, 0, ["validate", "--", "data", "data/targets.yaml"]),
        ({"INPUT_PATHS": "--exit-zero\ndata\n"}, 3, ["validate", "--", "--exit-zero", "data"]),
        ({"INPUT_STRICT": "true"}, 1, ["validate", "--strict"]),
        ({"INPUT_AGAINST": "v1; touch x"}, 2, ["validate", "--against", "v1; touch x"]),
    ],
)
def test_the_action_calls_validate_and_annotates(
    data: Path, tmp_path: Path, act, inputs: dict[str, str], code: int, words: list[str]
):
    path = data / "indicators.yaml"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    result = act("Check", **{"INPUT_STRICT": "false", "INPUT_AGAINST": "", **inputs})
    assert result.returncode == code, result.stderr
    assert (tmp_path / "called").read_text().splitlines() == ["run", "--spec", "/action", "unpolicy", *words]
    assert not (tmp_path / "x").exists()
    if code < 2 and "data/targets.yaml" not in words:
        assert result.stdout.startswith("::warning file=data/indicators.yaml,line=")
