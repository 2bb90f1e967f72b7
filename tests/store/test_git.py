"""Files as git has them of an earlier revision, out of repositories that others made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import unpolicy.store.git
from unpolicy.errors import DataError, UnpolicyError, UsageError
from unpolicy.store.git import Commit

if TYPE_CHECKING:
    from pathlib import Path

TARGETS = "version: 1\npolicy: {id: reform, title: Reform}\ntargets: {%s: {}}\n"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="the repositories are made with git")


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "all")


def write(path: Path, target: str = "more", text: str = TARGETS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text % target, encoding="utf-8")
    return path


@pytest.fixture
def targets(tmp_path: Path) -> Path:
    """A data file in a repository."""
    git(tmp_path, "init", "-q", "-b", "main")
    path = write(tmp_path / "data" / "targets.yaml")
    commit(tmp_path)
    return path


def followed(path: Path, revision: str = "main") -> str | None:
    found = Commit.named(path, revision).follow(path)
    return None if found is None else str(found[1].path)


# --- what a repository says runs nothing ---

PROMISOR = """
[extensions]
	partialClone = origin
[protocol "file"]
	allow = always
[protocol]
	allow = always
[core]
	fsmonitor = {program}
	hooksPath = {folder}
	pager = {program}
	alternateRefsCommand = {program}
	sshCommand = {program}
[pager]
	cat-file = {program}
	ls-tree = {program}
	rev-parse = {program}
[diff]
	external = {program}
[filter "all"]
	clean = {program}
	smudge = {program}
[diff "all"]
	textconv = {program}
[alias]
	remote- = !{program}
	remote-none = !{program}
	rev-parse = !{program}
[remote "origin"]
	url = {url}
	promisor = true
	partialclonefilter = blob:none
	uploadpack = {program}
"""
URLS = (".", "file://.", "::x", "none::x", "ext::{program}", "ssh://localhost/x", "git://localhost/x")


def trap(folder: Path, config: Path, url: str) -> Path:
    """A configuration that runs a program wherever git would run one; where the program leaves its mark."""
    mark, program = folder / "mark", folder / "program"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\nexit 1\n")
    program.chmod(0o755)
    words = PROMISOR.format(program=program, folder=folder, url=url.format(program=program))
    config.write_text(config.read_text().replace("repositoryformatversion = 0", "repositoryformatversion = 1") + words)
    return mark


needs_sh = pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")


@needs_sh
@pytest.mark.parametrize("url", URLS)
def test_a_bare_repository_inside_the_data_is_not_looked_at(targets: Path, tmp_path: Path, url: str):
    for name in ("objects", "refs/heads"):
        (targets.parent / name).mkdir(parents=True)
    (targets.parent / "HEAD").write_text("ref: refs/heads/main\n")
    (targets.parent / "refs" / "heads" / "main").write_text("1" * 40 + "\n")
    config = targets.parent / "config"
    config.write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
    mark = trap(tmp_path.parent, config, url)
    assert followed(targets) == "main:data/targets.yaml"
    # And where there is no other, there is none.
    shutil.rmtree(tmp_path / ".git")
    with pytest.raises(UsageError, match="in no git repository"):
        Commit.named(targets, "main")
    assert not mark.exists()


@needs_sh
@pytest.mark.parametrize("missing", ["HEAD", "HEAD^{tree}", "HEAD:data", "HEAD:data/targets.yaml"])
@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("forbidden_twice", [True, False])
def test_what_is_missing_is_fetched_from_nowhere(
    targets: Path, tmp_path: Path, monkeypatch, url: str, missing: str, forbidden_twice: bool
):
    if not forbidden_twice:  # an older git does not know the one word for it
        monkeypatch.delitem(unpolicy.store.git._VARIABLES, "GIT_NO_LAZY_FETCH")
    (tmp_path / ".gitattributes").write_text("* filter=all diff=all\n")
    commit(tmp_path)
    name = git(tmp_path, "rev-parse", missing)
    git(tmp_path, "update-ref", "refs/heads/main", git(tmp_path, "rev-parse", "HEAD"))
    (tmp_path / ".git" / "objects" / name[:2] / name[2:]).unlink()
    mark = trap(tmp_path.parent, tmp_path / ".git" / "config", url)
    with pytest.raises(UnpolicyError) as caught:
        Commit.named(targets, "main").read(targets)
    assert missing == "HEAD" or isinstance(caught.value, DataError)
    assert "\n" not in str(caught.value)
    assert not mark.exists()


@needs_sh
def test_the_trap_would_catch_a_git_that_fetches(targets: Path, tmp_path: Path):
    name = git(tmp_path, "rev-parse", "HEAD:data/targets.yaml")
    (tmp_path / ".git" / "objects" / name[:2] / name[2:]).unlink()
    mark = trap(tmp_path.parent, tmp_path / ".git" / "config", ".")
    subprocess.run(["git", "cat-file", "blob", name], cwd=tmp_path, check=False, capture_output=True)
    assert mark.exists()


@needs_sh
def test_a_git_in_the_directory_we_are_in_is_not_run(targets: Path, tmp_path: Path, monkeypatch):
    mark, program = tmp_path / "mark", tmp_path / "git"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", os.environ["PATH"]]))
    assert followed(targets) == "main:data/targets.yaml"
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(UsageError, match="git is needed"):
        Commit.named(targets, "main")
    assert not mark.exists()


def test_a_hook_of_a_linked_worktree_leads_nowhere_else(targets: Path, tmp_path: Path, monkeypatch):
    linked = tmp_path / "linked"
    git(tmp_path, "worktree", "add", "-q", "-b", "other", str(linked))
    write(linked / "data" / "targets.yaml", "fewer")
    commit(linked)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    git(elsewhere, "init", "-q")
    for name, value in {"DIR": ".git", "WORK_TREE": ".", "INDEX_FILE": "index", "OBJECT_DIRECTORY": "objects"}.items():
        monkeypatch.setenv(f"GIT_{name}", str(elsewhere / value))
    monkeypatch.setenv("GIT_PREFIX", "elsewhere/")
    file = Commit.named(linked / "data" / "targets.yaml", "HEAD").read(linked / "data" / "targets.yaml")
    assert file is not None
    assert "fewer" in file.text


# --- revisions, and git's own reasons ---


@pytest.mark.parametrize(
    "revision",
    ["^HEAD", "HEAD^..HEAD", "HEAD...HEAD", "--all", "-h", "HEAD:data", ":/all", " ", "", "\x1b[2J^", "a\0b"],
)
def test_what_names_no_one_commit_is_refused(targets: Path, revision: str):
    with pytest.raises(UsageError) as caught:
        Commit.named(targets, revision)
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("revision", ["HEAD^!", "HEAD^@", "HEAD^-", "HEAD main", "*", "HEAD^{tree}", "nowhere"])
def test_what_git_does_not_resolve_to_one_commit_is_no_revision(targets: Path, tmp_path: Path, revision: str):
    write(targets, "again")
    commit(tmp_path)
    with pytest.raises(UsageError, match="There is no revision"):
        Commit.named(targets, revision)


@pytest.mark.parametrize("revision", ["main", "HEAD", "HEAD~1", "main^{commit}", "v1", "@{0}"])
def test_one_commit_is_found_by_its_names(targets: Path, tmp_path: Path, revision: str):
    write(targets, "again")
    commit(tmp_path)
    git(tmp_path, "tag", "-a", "-m", "first", "v1")
    assert Commit.named(targets, revision).object_id == git(tmp_path, "rev-parse", f"{revision}^{{commit}}")


def test_a_replaced_commit_is_read_as_it_was_made(targets: Path, tmp_path: Path):
    write(targets, "softer")
    commit(tmp_path)
    git(tmp_path, "replace", "HEAD~1", "HEAD")
    file = Commit.named(targets, "HEAD~1").read(targets)
    assert file is not None
    assert "more" in file.text


def test_a_shallow_clone_is_named_as_the_reason(targets: Path, tmp_path: Path):
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", tmp_path.as_uri(), str(clone))
    with pytest.raises(UsageError, match=r"shallow clone.*--unshallow") as caught:
        Commit.named(clone / "data" / "targets.yaml", "HEAD~1")
    assert "fetch-depth" in caught.value.text("ja")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_git_s_reason_for_a_repository_that_another_user_owns_is_reported(targets: Path, tmp_path: Path):
    os.chown(tmp_path, 65534, 65534)
    os.chown(tmp_path / ".git", 65534, 65534)
    with pytest.raises(
        UsageError, match=r"dubious ownership.*call: git config --global --add safe\.directory"
    ) as caught:
        Commit.named(targets, "main")
    assert "safe.directory" in caught.value.text("ja")
    assert "\n" not in str(caught.value)


def test_a_broken_repository_is_reported_with_git_s_reason(targets: Path, tmp_path: Path):
    (tmp_path / ".git" / "config").write_text("[core\n")
    with pytest.raises(UsageError, match=r"git cannot read the repository of .*bad config line 1"):
        Commit.named(targets, "main")


@pytest.mark.skipif(sys.platform == "win32", reason="links are for privileged users there")
def test_a_link_or_directory_where_the_file_was_is_not_read(targets: Path, tmp_path: Path):
    targets.unlink()
    targets.symlink_to("/etc/hostname")
    commit(tmp_path)
    targets.unlink()
    write(targets / "more.yaml")
    commit(tmp_path)
    for revision in ("HEAD~1", "HEAD"):
        with pytest.raises(DataError, match="is not a file"):
            Commit.named(tmp_path, revision).read(targets)


# --- a data directory that was moved ---


def test_a_file_is_followed_to_where_its_directory_was(targets: Path, tmp_path: Path):
    (tmp_path / "policies").mkdir()
    moved = targets.parent.rename(tmp_path / "policies" / "über uns") / "targets.yaml"
    assert followed(moved) == "main:data/targets.yaml"
    commit(tmp_path)
    write(moved, "other")
    assert followed(moved, "HEAD~1") == "main:data/targets.yaml".replace("main", "HEAD~1")
    assert followed(moved, "HEAD") == "HEAD:policies/über uns/targets.yaml"


def test_a_file_is_known_by_its_policy_before_its_targets(targets: Path, tmp_path: Path):
    write(tmp_path / "old" / "targets.yaml", "more", TARGETS.replace("reform", "another"))
    commit(tmp_path)
    moved = targets.parent.rename(tmp_path / "new") / "targets.yaml"
    shutil.rmtree(tmp_path / "old")
    assert followed(moved) == "main:data/targets.yaml"
    write(moved, "more", TARGETS.replace("reform", "third"))
    with pytest.raises(DataError, match=r"which of main:data/targets\.yaml, main:old/targets\.yaml it was"):
        followed(moved)
    write(moved, "unheard-of", TARGETS.replace("reform", "third"))
    assert followed(moved) is None


def test_a_copy_of_a_file_that_is_still_there_was_nowhere(targets: Path, tmp_path: Path):
    assert followed(write(tmp_path / "copy" / "targets.yaml")) is None
