"""The search index: made by Pagefind for each language by itself, from the pages that ask for it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pagefind_bin import get_executable

from clausebook.digests import digest_of
from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.program import program_digest
from clausebook.site.artifacts import Artifact, ArtifactStore, ArtifactWriter, place_file
from clausebook.workers import processors

# What marks the part of a page that is to be found; without any mark in a site, Pagefind takes all of all pages.
SEARCHED = "data-pagefind-body"
# What stands beside the text of a clause: from when it applies, since when it says so, and its link to itself.
_NOT_SEARCHED = ".cb-begins, .cb-since, .cb-anchor"
_ENTRY = "pagefind-entry.json"
ENTRY = f"pagefind/{_ENTRY}"
_MOST_SECONDS = 600  # for the pages of one language that are in force: it takes a few
# What Pagefind writes for one language, beside its program, which is the same for all.
_OF_A_LANGUAGE = re.compile(r"(fragment|index)/|pagefind\.[\w-]+_\w+\.pf_meta|wasm\.(?!unknown)[\w-]+\.pagefind")
_NOTHING = f"<!doctype html><html lang=en><head><title>Terms</title></head><body {SEARCHED}><p>Terms</p></body></html>"


@dataclass
class Indexes:
    """Makes the indexes of languages, each by a process of its own; meanwhile this one can do something else."""

    store: ArtifactStore
    _folders: list[str] = field(default_factory=list, repr=False)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(processors()), repr=False)

    def __enter__(self) -> Indexes:
        return self

    def __exit__(self, *error: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)

    def start(self, artifacts: Sequence[Artifact]) -> Future[Artifact]:
        """The index of the marked pages among the artifacts of a language, empty where none is marked, as soon as it is there.

        The last one knows which pages are marked. The result raises ProblemsFound when making it failed.
        """
        holder = {
            path: artifact
            for path in artifacts[-1].facts["searched"]
            for artifact in artifacts
            if path in artifact.files
        }
        key = digest_of(
            program_digest(), "index", [(path, artifact.files[path].digest) for path, artifact in holder.items()]
        )
        index = self.store.find(key)
        if index is None:
            # The pages by themselves, as Pagefind reads every page that it finds.
            folder = tempfile.mkdtemp(prefix=".new-", dir=self.store.folder)
            self._folders.append(folder)
            for path, artifact in holder.items():
                place_file(artifact, path, Path(folder, "site"))
            return self._threads.submit(self.store.find_or_make, key, partial(_fill, Path(folder)))
        there: Future[Artifact] = Future()
        there.set_result(index)
        return there


def _fill(folder: Path, writer: ArtifactWriter) -> None:
    """Put the index of the pages in `site` below a folder into an artifact."""
    if not (folder / "site").exists():
        return
    written = _run(folder)
    writer.facts["entry"] = json.loads(written.pop(_ENTRY))
    for name, data in written.items():
        if _OF_A_LANGUAGE.match(name):
            writer.put(f"pagefind/{name}", data)


def find_or_make_program(store: ArtifactStore) -> Artifact:
    """Pagefind's own program for readers, which is the same for every index."""

    def fill(writer: ArtifactWriter) -> None:
        with tempfile.TemporaryDirectory(prefix=".new-", dir=store.folder) as folder:
            Path(folder, "site").mkdir()
            Path(folder, "site", "index.html").write_text(_NOTHING, encoding="utf-8")
            written = _run(Path(folder))
        writer.facts["entry"] = {**json.loads(written.pop(_ENTRY)), "languages": {}}
        for name, data in written.items():
            if not _OF_A_LANGUAGE.match(name):
                writer.put(f"pagefind/{name}", data)

    key = digest_of(program_digest(), "search")
    return store.find_or_make(key, fill)


def entry_of(artifacts: Iterable[Artifact]) -> str:
    """What tells Pagefind which indexes there are: the entries of all languages joined."""
    joined: dict[str, Any] = {}
    languages: dict[str, Any] = {}
    for artifact in artifacts:
        if "entry" in artifact.facts:
            joined |= artifact.facts["entry"]
            languages |= artifact.facts["entry"]["languages"]
    return json.dumps({**joined, "languages": languages}, sort_keys=True, separators=(",", ":"))


def _run(folder: Path) -> dict[str, bytes]:
    """What Pagefind writes for the pages in `site` below a folder, by name; raises ProblemsFound when it failed."""
    output = folder / "output"
    (folder / "site").mkdir(exist_ok=True)
    # Its own program: the module of the same name would start Python first, only to become that.
    command = [str(get_executable()), "--exclude-selectors", _NOT_SEARCHED]
    command += ["--site", str(folder / "site"), "--output-path", str(output)]
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=_MOST_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise _failure(f"it had not ended after {_MOST_SECONDS} seconds") from None
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or [f"it ended with code {done.returncode}"]
        raise _failure(lines[-1])
    written = {
        path.relative_to(output).as_posix(): path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()
    }
    if not _is_complete(written):
        raise _failure("it wrote less than it should; is the disk full?")
    return written


def _failure(message: str) -> ProblemsFound:
    return ProblemsFound([Problem(Place("pagefind"), "search-index", f"the search index failed: {message}")])


def _is_complete(written: Mapping[str, bytes]) -> bool:
    """Whether the entry can be read, and every language that it names has its index; Pagefind may not notice that it could not write."""
    try:
        languages = json.loads(written[_ENTRY])["languages"]
        hashes = [language["hash"] for language in languages.values()]
    except (KeyError, ValueError, TypeError, AttributeError):
        return False
    return all(written.get(f"pagefind.{each}.pf_meta") for each in hashes)
