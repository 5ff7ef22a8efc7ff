"""Git: what a commit holds, read without a working tree. The only module that starts git.

Arguments go to git as a list, never through a shell, and no object is fetched behind the user's back: what a shallow or partial clone
does not have is told as `Unknown`, with what to fetch.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

FILE, RUNNABLE, LINK = "100644", "100755", "120000"


class Unknown(Exception):
    """What was asked for is not here; the message says what, `advice` what to do about it."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


class Blob(NamedTuple):
    """A file of a commit: its mode as git writes it, and the name of its contents."""

    mode: str
    name: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of the repository that the folder `root` lies in; paths are relative to that folder."""

    root: Path
    name: str

    @classmethod
    def find(cls, root: Path, revision: str) -> Commit:
        """The commit that `revision` (a tag, a branch, a name) leads to; raises Unknown."""
        if revision.startswith("-") or "\0" in revision:
            raise Unknown(f"“{revision}” is not the name of a commit", "name a commit, a tag or a folder")
        asked = _run(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
        if asked.returncode:
            if _run(root, ["rev-parse", "--git-dir"]).returncode:
                raise Unknown(f"{root} is in no git repository", "name a folder instead of a commit")
            advice = f"fetch it: git fetch --depth 1 origin {revision} (or: git fetch --tags --unshallow)"
            raise Unknown(f"there is no commit “{revision}” here", advice)
        return cls(root, asked.stdout.decode("ascii").strip())

    def files(self, path: str) -> Mapping[str, Blob]:
        """Every file of the commit below the folder `path`, or the file `path` itself, by its path; raises Unknown where the clone lacks its
        trees."""
        done = _run(self.root, ["ls-tree", "-r", "-z", self.name, "--", path])
        if done.returncode:
            raise self._lacking(done)
        files = {}
        for line in filter(None, done.stdout.split(b"\0")):
            facts, _, encoded = line.partition(b"\t")
            mode, _, name = facts.decode("ascii").split(" ")
            files[os.fsdecode(encoded)] = Blob(mode, name)
        return files

    def contents(self, blobs: Iterable[Blob]) -> Mapping[Blob, bytes]:
        """The bytes of these files, all read at once; raises Unknown where the clone lacks one."""
        wanted = list(dict.fromkeys(blobs))
        asked = "".join(f"{blob.name}\n" for blob in wanted).encode("ascii")
        done = _run(self.root, ["cat-file", "--batch"], asked)
        if done.returncode:
            raise self._lacking(done)
        found, rest = {}, memoryview(done.stdout)
        for blob in wanted:
            end = bytes(rest[:200]).index(b"\n")
            head = bytes(rest[:end]).split(b" ")
            if head[-1] == b"missing":
                raise self._lacking(done)
            size = int(head[2])
            found[blob] = bytes(rest[end + 1 : end + 1 + size])
            rest = rest[end + size + 2 :]
        return found

    def _lacking(self, done: subprocess.CompletedProcess[bytes]) -> Unknown:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        advice = f"fetch it: git fetch --depth 1 --refetch origin {self.name}"
        return Unknown(f"git cannot read all of the commit {self.name[:12]}{f': {said}' if said else ''}", advice)


@dataclass(frozen=True, slots=True)
class Base:
    """The commit that a change is compared with, and what a person calls it; `shared` says whether the change really began there."""

    commit: Commit
    label: str
    shared: bool = True


_MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


def base_of(root: Path, revision: str | None) -> Base:
    """Where the current branch left `revision`, by default the main branch: their best common ancestor, as `git merge-base` finds it.

    Raises Unknown where there is no such commit. A shallow clone may not reach back so far: then it is `revision` itself.
    """
    if revision is None:
        known = _run(root, ["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes"])
        names = {"origin/HEAD", *os.fsdecode(known.stdout).split()}
        revision = next((name for name in _MAIN if name in names and not _is_missing(root, name)), None)
        if revision is None:
            Commit.find(root, "HEAD")  # says it where there is no repository at all
            raise Unknown("there is no main branch to compare with", "name a commit, a branch or a tag: --base REV")
    tip = Commit.find(root, revision)
    found = _run(root, ["merge-base", "HEAD", tip.name])
    name = found.stdout.decode("ascii").strip()
    if found.returncode or not name:
        return Base(tip, revision, shared=False)
    return Base(Commit(root, name), revision)


def _is_missing(root: Path, revision: str) -> bool:
    return bool(
        _run(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]).returncode
    )


def changed_files(root: Path, commit: Commit) -> list[str]:
    """The files below `root` that differ from a commit, in the index or not, and those that git does not know yet; ignored ones are left out."""
    differing = _run(root, ["diff", "--name-only", "--relative", "-z", commit.name, "--", "."])
    untracked = _run(root, ["ls-files", "--others", "--exclude-standard", "-z", "--", "."])
    return sorted({os.fsdecode(path) for path in (differing.stdout + untracked.stdout).split(b"\0") if path})


class FileState(NamedTuple):
    """What a commit made of a file: the commit, the day of its author, the path that the file had then, its contents (None where it went)."""

    commit: str
    day: str
    path: str
    blob: Blob | None


def history_of(root: Path, path: str) -> list[FileState]:
    """Every state of a file of the repository that `root` lies in, oldest first, under whatever names it had; raises Unknown.

    `path` is relative to `root`. Renames are followed as `git log --follow` does.
    """
    shape = ["--follow", "--raw", "--no-abbrev", "-z", "--format=%x01%H%x09%aI"]
    done = _run(root, ["log", *shape, "--", path])
    if done.returncode:
        if _run(root, ["rev-parse", "--git-dir"]).returncode:
            raise Unknown(f"{root} is in no git repository", "name a file that git has, or import the file itself")
        raise Unknown("git cannot tell the history of the file", "fetch it: git fetch --unshallow")
    states = []
    for chunk in done.stdout.split(b"\x01")[1:]:
        head, *fields = [field.strip(b"\n") for field in chunk.split(b"\0") if field.strip(b"\n")]
        if len(fields) < 2:
            continue  # a merge says nothing of the file
        commit, _, day = head.decode("ascii").partition("\t")
        _, mode, _, name, _ = fields[0].decode("ascii").removeprefix(":").split(" ")
        gone = set(name) == {"0"}
        states.append(FileState(commit, day[:10], os.fsdecode(fields[-1]), None if gone else Blob(mode, name)))
    return states[::-1]


def remote_branches(root: Path) -> list[str]:
    """The remote-tracking branches of the repository that `root` lies in, by their whole names; raises Unknown where there is no repository."""
    done = _run(root, ["for-each-ref", "--format=%(refname)", "refs/remotes"])
    if done.returncode:
        raise Unknown(f"{root} is in no git repository", "name a folder instead of a commit")
    return os.fsdecode(done.stdout).splitlines()


def _run(root: Path, arguments: list[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-c", "core.quotePath=off", "--no-pager", "-C", str(root), *arguments]
    environment = {**os.environ, "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(command, input=given, env=environment, capture_output=True, check=False)
    except FileNotFoundError:
        raise Unknown("git is not installed", "install git, or name a folder instead of a commit") from None
