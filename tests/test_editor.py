"""A new data directory in an editor that runs the YAML language server; skipped where that is not installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SERVER = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")
pytestmark = pytest.mark.skipif(SERVER is None, reason="no yaml-language-server: npm install -g yaml-language-server")


class Editor:
    """The little of an editor that asks a language server."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen([str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = 0
        self.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities={})
        self.send("initialized")

    def send(self, method: str, **params: object) -> None:
        self._write({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, **params: object) -> object:
        self.number += 1
        self._write({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        return self._until(lambda got: got.get("id") == self.number and "method" not in got)["result"]

    def open(self, path: Path, text: str) -> list[dict]:
        """Open a file with a text, and give what the server finds wrong in it."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.send("textDocument/didOpen", textDocument=document)
        told = self._until(
            lambda got: got.get("method") == "textDocument/publishDiagnostics" and got["params"]["uri"] == path.as_uri()
        )
        return told["params"]["diagnostics"]

    def at(self, method: str, path: Path, text: str, mark: str) -> object:
        """Ask for something at the end of the first place where a mark stands."""
        before = text[: text.index(mark) + len(mark)]
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self.ask(f"textDocument/{method}", textDocument={"uri": path.as_uri()}, position=position)

    def _write(self, message: dict) -> None:
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _until(self, wanted) -> dict:
        while True:
            length = 0
            while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            got = json.loads(self.process.stdout.read(length))
            if "method" in got and "id" in got:  # the server asks for its settings, and has the usual ones
                nothing = [None] * len(got["params"]["items"]) if got["method"] == "workspace/configuration" else None
                self._write({"jsonrpc": "2.0", "id": got["id"], "result": nothing})
            elif wanted(got):
                return got


@pytest.fixture
def editor(tmp_path):
    found = Editor(tmp_path)
    yield found
    found.process.kill()
    found.process.communicate()


@pytest.mark.parametrize("arguments", [[], ["--example"]])
def test_what_init_makes_has_no_fault_in_the_schemas_eyes(unpolicy, tmp_path, editor, arguments):
    assert unpolicy("init", *arguments).code == 0
    for path in sorted((tmp_path / "data").glob("*.yaml")):
        assert editor.open(path, path.read_text(encoding="utf-8")) == []


def test_an_editor_completes_explains_and_finds_faults(unpolicy, tmp_path, editor):
    unpolicy("init", "--example")
    path = tmp_path / "data" / "indicators.yaml"
    text = path.read_text(encoding="utf-8")
    wrong = text.replace("kind: count", "kind: ", 1).replace("    bounds:", "    \n    bounds:", 1)
    assert editor.open(path, wrong) != []
    kinds = {one["label"]: one for one in editor.at("completion", path, wrong, "kind: ")["items"]}
    assert {"count", "percentage", "amount", "index"} <= set(kinds)
    assert len({str(kinds[name].get("documentation")) for name in ("count", "percentage", "amount", "index")}) == 4
    keys = {one["label"] for one in editor.at("completion", path, wrong, "\n    \n"[:-1])["items"]}
    assert {"decimals", "definition"} <= keys
    hover = editor.at("hover", path, wrong, "\n      2022: 96")
    assert "year" in json.dumps(hover).lower()
