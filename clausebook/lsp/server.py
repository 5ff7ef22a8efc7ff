"""The server: the protocol around the answers. Columns of the protocol count UTF-16 units, as every client can; ours count characters."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from clausebook.lsp import answers
from clausebook.lsp.workspace import Workspace
from clausebook.problems import Problem, Severity

_SEVERITIES = {Severity.ERROR: types.DiagnosticSeverity.Error, Severity.WARNING: types.DiagnosticSeverity.Warning}


class TermsServer(LanguageServer):
    """A server for one site: the folder of the editor, or the one in which it was started."""

    def __init__(self, root: Path) -> None:
        super().__init__("clausebook", version("clausebook"))
        self.root = root
        self._terms: Workspace | None = None
        self._told: set[str] = set()

    @property
    def terms(self) -> Workspace:
        if self._terms is None:
            self._terms = Workspace(self.root)
            self._terms.check()
        return self._terms

    def path_of(self, uri: str) -> str | None:
        """The path of a record or a text in the site, None for any other file."""
        name = to_fs_path(uri)
        return self.terms.path_of(Path(name)) if name else None

    def uri_of(self, path: str) -> str:
        """The address of a file of the site."""
        return from_fs_path(str(self.terms.root / path)) or ""

    def tell_problems(self) -> None:
        """Publish all mistakes and warnings, and that files which had some have none any more."""
        by_path: dict[str, list[types.Diagnostic]] = {}
        for problem in self.terms.check():
            by_path.setdefault(problem.place.path, []).append(self._diagnostic(problem))
        for path in sorted(self._told | by_path.keys()):
            found = types.PublishDiagnosticsParams(self.uri_of(path), by_path.get(path, []))
            self.text_document_publish_diagnostics(found)
        self._told = set(by_path)

    def _diagnostic(self, problem: Problem) -> types.Diagnostic:
        line, column = problem.place.line - 1, problem.place.column - 1
        text = self.terms.line(problem.place.path, line)
        rest = text[column:]
        length = len(rest.split(maxsplit=1)[0]) if rest[:1].strip() else len(rest)
        advice = f"\n{problem.advice}" if problem.advice else ""
        return types.Diagnostic(
            self.range(problem.place.path, line, column, column + length),
            f"{problem.message}{advice}",
            severity=_SEVERITIES[problem.severity],
            code=problem.code,
            source="clausebook",
        )

    def range(self, path: str, line: int, start: int, end: int) -> types.Range:
        """Characters of a line as the protocol names them."""
        text = self.terms.line(path, line)
        return types.Range(types.Position(line, _units(text[:start])), types.Position(line, _units(text[:end])))

    def column(self, path: str, position: types.Position) -> int:
        """The character that a position of the protocol means; the end of the line for one beyond it."""
        text, units = self.terms.line(path, position.line), 0
        for column, character in enumerate(text):
            if units >= position.character:
                return column
            units += _units(character)
        return len(text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def make_server(root: Path) -> TermsServer:
    """A server with all that it answers."""
    server = TermsServer(root)

    @server.feature(types.INITIALIZE)
    def initialize(server: TermsServer, params: types.InitializeParams) -> None:
        folders = [folder.uri for folder in params.workspace_folders or ()]
        for uri in folders or filter(None, [params.root_uri]):
            folder = Path(to_fs_path(uri) or "")
            if (folder / "terms").is_dir():
                server.root = folder
                break

    @server.feature(types.INITIALIZED)
    def initialized(server: TermsServer, params: types.InitializedParams) -> None:
        server.tell_problems()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(server: TermsServer, params: types.DidOpenTextDocumentParams) -> None:
        _edited(server, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(server: TermsServer, params: types.DidChangeTextDocumentParams) -> None:
        _edited(server, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(server: TermsServer, params: types.DidCloseTextDocumentParams) -> None:
        path = server.path_of(params.text_document.uri)
        if path:
            server.terms.close_file(path)
            server.tell_problems()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(server: TermsServer, params: types.DidSaveTextDocumentParams) -> None:
        server.terms.refresh()
        server.tell_problems()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(server: TermsServer, params: types.DidChangeWatchedFilesParams) -> None:
        server.terms.refresh()
        server.tell_problems()

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["{", ":", "/"]))
    def complete(server: TermsServer, params: types.CompletionParams) -> list[types.CompletionItem]:
        place = _place(server, params)
        return [
            types.CompletionItem(
                each.text,
                detail=each.detail,
                documentation=types.MarkupContent(types.MarkupKind.Markdown, each.explanation),
            )
            for each in (answers.complete(server.terms, *place) if place else ())
        ]

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(server: TermsServer, params: types.HoverParams) -> types.Hover | None:
        place = _place(server, params)
        text = answers.explain(server.terms, *place) if place else ""
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text)) if text else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def define(server: TermsServer, params: types.DefinitionParams) -> types.Location | None:
        place = _place(server, params)
        target = answers.define(server.terms, *place) if place else None
        if target is None:
            return None
        span = server.range(target.path, target.line, target.column, target.column + target.length)
        return types.Location(server.uri_of(target.path), span)

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def fold(server: TermsServer, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        path = server.path_of(params.text_document.uri)
        folds = answers.fold(server.terms, path) if path else ()
        return [types.FoldingRange(each.first, each.last, kind=types.FoldingRangeKind.Region) for each in folds]

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare_rename(server: TermsServer, params: types.PrepareRenameParams) -> types.Range | None:
        place = _place(server, params)
        named = answers.named_at(server.terms, *place) if place else None
        if named is None:
            return None
        return server.range(named.at.path, named.at.line, named.at.column, named.at.column + named.at.length)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def rename(server: TermsServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
        place = _place(server, params)
        named = answers.named_at(server.terms, *place) if place else None
        if named is None:
            return None
        try:
            edits = answers.rename(server.terms, named, params.new_name)
        except answers.CannotRename as error:
            raise JsonRpcInvalidParams(str(error)) from None
        changes: dict[str, list[types.TextEdit]] = {}
        for edit in edits:
            span = server.range(edit.path, edit.line, edit.start, edit.end)
            changes.setdefault(server.uri_of(edit.path), []).append(types.TextEdit(span, edit.text))
        return types.WorkspaceEdit(changes=changes)

    return server


def _edited(server: TermsServer, uri: str) -> None:
    path = server.path_of(uri)
    if path:
        server.terms.edit(path, server.workspace.get_text_document(uri).source)
        server.tell_problems()


class _AtPlace(Protocol):
    """The parameters of a question about a place."""

    text_document: types.TextDocumentIdentifier
    position: types.Position


def _place(server: TermsServer, params: _AtPlace) -> tuple[str, int, int] | None:
    """The path, line and column that a question is about; None in a file that is none of the site's."""
    path = server.path_of(params.text_document.uri)
    return (path, params.position.line, server.column(path, params.position)) if path else None


def serve(root: Path) -> None:
    """Answer the editor that started this program, over its standard input and output, until it ends."""
    make_server(root).start_io()
