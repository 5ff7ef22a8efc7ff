"""The language server, asked as an editor asks it: through the protocol, over its standard input and output."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.model.test_problems import CASES, problems_of, read_case
from tests.releases.life import run
from tests.sites import BASE, write_site

DRAFT = "terms/en/basic/draft.yml"


class Editor:
    """A client that waits for what it is told, and for nothing else."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [sys.executable, "-m", "clausebook", "-C", str(root), "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.number = 0
        self.problems: dict[str, list[dict[str, Any]]] = {}
        self.request("initialize", processId=None, rootUri=root.as_uri(), capabilities={})
        self.notify("initialized")

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            told = message["params"]
            self.problems[told["uri"].removeprefix(f"{self.root.as_uri()}/")] = told["diagnostics"]
        return message

    def request(self, method: str, **params: Any) -> Any:
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while (answer := self.receive()).get("id") != self.number:
            pass
        if "error" in answer:
            raise RuntimeError(answer["error"]["message"])
        return answer["result"]

    def notify(self, method: str, **params: Any) -> None:
        self.send({"method": method, "params": params})

    def uri(self, path: str) -> str:
        return f"{self.root.as_uri()}/{path}"

    def open(self, path: str, text: str) -> None:
        document = {"uri": self.uri(path), "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", textDocument=document)

    def change(self, path: str, text: str, version: int = 2) -> None:
        document = {"uri": self.uri(path), "version": version}
        self.notify("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def ask(self, what: str, path: str, text: str, words: str, **more: Any) -> Any:
        """Ask about the place at the end of some words of the file as it is open."""
        before = text[: text.index(words) + len(words)]
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self.request(f"textDocument/{what}", textDocument={"uri": self.uri(path)}, position=position, **more)

    def listed(self) -> str:
        """All problems as the command lists them, without advice."""
        self.request("textDocument/foldingRange", textDocument={"uri": self.uri(DRAFT)})  # what was told before is here
        lines = [
            f"{path}:{told['range']['start']['line'] + 1}: {told['code']}: {told['message'].partition(chr(10))[0]}"
            for path, problems in self.problems.items()
            for told in problems
        ]
        return "\n".join(sorted(lines))


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    root = write_site(tmp_path / "site")
    assert run(root, "seal", "basic", "--yes").returncode == 0
    client = Editor(root)
    yield client
    client.request("shutdown")
    client.notify("exit")
    assert client.process.wait() == 0


def test_mistakes_come_and_go_while_one_types(editor: Editor) -> None:
    text = BASE[DRAFT]
    editor.open(DRAFT, text.replace("{fee}", "{fees}"))
    listed = editor.listed()
    assert f"{DRAFT}:10: unknown-value: “{{fees}}” names no value “fees”" in listed
    editor.change(DRAFT, text)
    assert editor.listed() == ""
    assert (editor.root / DRAFT).read_text(encoding="utf-8") == text, "nothing is written"


def test_a_half_written_file_is_told_and_answers_go_on(editor: Editor) -> None:
    text = BASE[DRAFT]
    editor.open(DRAFT, text)
    half = text.replace("The fee is {fee}; see section {clause:changes}.", "The fee is {fee}; see {clause:").replace(
        "title: Basic", 'title: "Basic'
    )
    editor.change(DRAFT, half)
    assert "yaml-syntax" in editor.listed()
    offered = editor.ask("completion", DRAFT, half, "see {clause:")
    assert [item["label"] for item in offered] == ["payment", "fee", "changes"]


def test_completion_says_what_each_is(editor: Editor) -> None:
    text = BASE[DRAFT].replace("is {fee};", "is {;")
    editor.open(DRAFT, text)
    offered = {item["label"]: item for item in editor.ask("completion", DRAFT, text, "is {")}
    assert set(offered) == {"fee", "notice", "clause:", "term:", "document:"}
    assert offered["fee"]["detail"] == "DKK\u00a0125"
    clauses = editor.ask("completion", DRAFT, BASE[DRAFT], "The fee is")
    assert clauses == []


def test_hover_and_definition(editor: Editor) -> None:
    text = BASE[DRAFT]
    editor.open(DRAFT, text)
    assert "danske kroner" in editor.ask("hover", DRAFT, text, "is {fe")["contents"]["value"]
    assert editor.ask("hover", DRAFT, text, "{clause:ch")["contents"]["value"].startswith("**2 Changes**")
    assert editor.ask("hover", DRAFT, text, "The fee") is None
    target = editor.ask("definition", DRAFT, text, "{clause:ch")
    assert target["uri"] == editor.uri(DRAFT)
    assert text.splitlines()[target["range"]["start"]["line"]] == "  - id: changes"
    value = editor.ask("definition", DRAFT, text, "is {fe")
    assert value["uri"] == editor.uri("terms/basic.yml")
    line = (editor.root / "terms/basic.yml").read_text(encoding="utf-8").splitlines()[value["range"]["start"]["line"]]
    assert line.strip().startswith("fee:")


def applied(editor: Editor, edit: dict[str, Any]) -> None:
    """Do what an editor does with a rename: all edits, then all files saved."""
    for uri, edits in edit["changes"].items():
        path = editor.root / uri.removeprefix(f"{editor.root.as_uri()}/")
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for each in sorted(
            edits, key=lambda each: (each["range"]["start"]["line"], each["range"]["start"]["character"]), reverse=True
        ):
            start, end = each["range"]["start"], each["range"]["end"]
            assert start["line"] == end["line"]
            line = lines[start["line"]]
            lines[start["line"]] = line[: start["character"]] + each["newText"] + line[end["character"] :]
        path.write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize("words", ["- id: cha", "{clause:cha"], ids=["where it is written", "where it is named"])
def test_a_clause_is_renamed_in_all_languages(editor: Editor, words: str) -> None:
    editor.open(DRAFT, BASE[DRAFT])
    applied(editor, editor.ask("rename", DRAFT, BASE[DRAFT], words, newName="amendments"))
    for language in ("da", "en"):
        text = (editor.root / f"terms/{language}/basic/draft.yml").read_text(encoding="utf-8")
        assert "  - id: amendments\n    was: [changes]\n" in text
        assert "{clause:amendments}" in text
        assert "{clause:changes}" not in text
    checked = run(editor.root, "check")
    assert checked.returncode == 0, checked.stdout
    assert "{clause:changes}" in (editor.root / "terms/en/basic/1.0.yml").read_text(encoding="utf-8")


def test_a_value_is_renamed_in_record_and_texts(editor: Editor) -> None:
    editor.open(DRAFT, BASE[DRAFT])
    applied(editor, editor.ask("rename", DRAFT, BASE[DRAFT], "is {fe", newName="monthly-fee"))
    assert "  monthly-fee: {amount: 125" in (editor.root / "terms/basic.yml").read_text(encoding="utf-8")
    assert run(editor.root, "check").returncode == 0


@pytest.mark.parametrize(
    ("new", "told"), [("payment", "has, or had, a clause “payment” already"), ("Two Words", "cannot be a name")]
)
def test_a_name_that_cannot_be(editor: Editor, new: str, told: str) -> None:
    editor.open(DRAFT, BASE[DRAFT])
    with pytest.raises(RuntimeError, match=told):
        editor.ask("rename", DRAFT, BASE[DRAFT], "{clause:cha", newName=new)


def test_clauses_fold(editor: Editor) -> None:
    editor.open(DRAFT, BASE[DRAFT])
    folds = editor.request("textDocument/foldingRange", textDocument={"uri": editor.uri(DRAFT)})
    lines = BASE[DRAFT].splitlines()
    assert [(lines[fold["startLine"]].strip(), lines[fold["endLine"]].strip()) for fold in folds] == [
        ("- id: payment", "The fee is {fee}; see section {clause:changes}."),
        ("- id: fee", "The fee is {fee}; see section {clause:changes}."),
        ("- id: changes", "Changes are announced {notice} ahead."),
    ]


def test_columns_are_those_of_the_protocol(editor: Editor) -> None:
    """A letter beyond the Basic Multilingual Plane is two units."""
    text = BASE[DRAFT].replace("The fee", "𝔗he 𝔣ee")
    editor.open(DRAFT, text.replace("{fee}", "{fees}"))
    editor.listed()
    (found,) = [told for told in editor.problems[DRAFT] if told["code"] == "unknown-value"]
    assert found["range"]["start"]["character"] == len("          The fee is ") + 2


def test_files_outside_the_site_are_none_of_its_business(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "other.yml").write_text("x", encoding="utf-8")
    document = {"uri": (tmp_path / "other.yml").as_uri(), "languageId": "yaml", "version": 1, "text": "{"}
    editor.notify("textDocument/didOpen", textDocument=document)
    assert editor.listed() == ""


def test_what_another_program_saves_is_seen(editor: Editor) -> None:
    path = editor.root / DRAFT
    path.write_text(BASE[DRAFT].replace("{fee}", "{fees}"), encoding="utf-8")
    editor.notify("workspace/didChangeWatchedFiles", changes=[{"uri": editor.uri(DRAFT), "type": 2}])
    assert "unknown-value" in editor.listed()
    path.unlink()
    editor.notify("workspace/didChangeWatchedFiles", changes=[{"uri": editor.uri(DRAFT), "type": 3}])
    assert "file-missing" in editor.listed()


def test_editor_and_command_tell_the_same(tmp_path: Path) -> None:
    """Each case of the problems, through the protocol: the same codes at the same lines as the command."""
    root = write_site(tmp_path / "site")
    client = Editor(root)
    for path in CASES[::4]:
        files, _ = read_case(path)
        changed: dict[str, str] = {name: text for name, text in files.items() if text is not None and name in BASE}
        if changed != files:
            continue  # what adds or removes files is no editing
        for name, text in changed.items():
            client.open(name, text)
        other = write_site(tmp_path / path.stem, {**changed})
        lines = []
        for line in problems_of(other).splitlines():
            place, rest = line.split(": ", 1)
            code, message = rest.removeprefix("warning: ").split(": ", 1)
            lines.append(f"{place.rpartition(':')[0]}: {code}: {message.partition(' — ')[0]}")
        assert [line[:150] for line in client.listed().splitlines()] == sorted(line[:150] for line in lines), path.stem
        for name in changed:
            client.notify("textDocument/didClose", textDocument={"uri": client.uri(name)})
        assert client.listed() == ""
    client.request("shutdown")
    client.notify("exit")
    assert client.process.wait() == 0
