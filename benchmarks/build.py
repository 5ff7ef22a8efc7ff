"""Whole builds, measured as processes: `python benchmarks/build.py --sizes S,M,L results.json` (Linux; git for one peer).

Clausebook builds and checks made-up sites from nothing and after small changes; other generators, where they are installed,
build bare pages of the same texts. Every run is kept in the results; new runs replace those of the same program, size and
scenario. `--write docs/performance.md` makes the tables and the plot from the results, measuring first only if `--sizes` says so.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.corpus import SIZES, Size, write_corpus
from benchmarks.measure import Contents, Step, folder_contents, memory_method, run_steps
from benchmarks.peers import PEERS, Job, find_programs
from benchmarks.report import write_report
from benchmarks.results import DONE, Results, Run

ROOT = Path(__file__).parents[1]
CLAUSEBOOK = "clausebook"
SOURCES = ("mkdocs.yml", "terms", "content", "templates")  # all else in a site's folder was made by the program
NAMES = {CLAUSEBOOK: "Clausebook", **{name: peer.title for name, peer in PEERS.items()}}
LIMIT = 900.0
NOTHING = Contents(0, 0, 0)


@dataclass(frozen=True)
class Edit:
    """A change of a file: what it held and what it holds then."""

    path: Path
    before: str
    after: str


@dataclass(frozen=True)
class Scenario:
    """A command in a certain situation: from nothing, or after the commands before it and an edit."""

    name: str
    title: str
    command: str
    cold: bool = False
    edit: Callable[[Path, Size, int], Edit] | None = None


def edit_text(root: Path, size: Size, run: int) -> Edit:
    """A word more in one clause of the newest published text of the last document, in one language."""
    return edit_clause(text_folder(root, size) / f"{size.versions}.0.yml", size, run)


def edit_own(root: Path, size: Size, run: int) -> Edit:
    """A word more, in one language, in a clause of that text that is new in every language: readers of others are told nothing."""
    folder = text_folder(root, size)
    earlier = (folder / f"{size.versions - 1}.0.yml").read_text(encoding="utf-8").splitlines()
    path = folder / f"{size.versions}.0.yml"
    before = path.read_text(encoding="utf-8")
    line = next(line for line in before.splitlines() if line.startswith(" " * 10) and line not in earlier)
    return Edit(path, before, before.replace(line, f"{' ' * 10}Edited{run} {line.strip()}", 1))


def edit_draft(root: Path, size: Size, run: int) -> Edit:
    """A word more in one clause of its draft."""
    return edit_clause(text_folder(root, size) / "draft.yml", size, run)


def edit_value(root: Path, size: Size, run: int) -> Edit:
    """Another amount in the newest version of its record."""
    path = root / "terms" / f"document-{size.documents - 1}.yml"
    before = path.read_text(encoding="utf-8")
    head, amount, tail = before.rpartition("amount: 100,")
    return Edit(path, before, f"{head}{amount.replace('100', str(101 + run))}{tail}")


def edit_clause(path: Path, size: Size, run: int) -> Edit:
    """A word more in the middle clause of a text."""
    before = path.read_text(encoding="utf-8")
    start = f"- id: clause-{size.clauses // 2}\n        text: |\n          "
    return Edit(path, before, before.replace(start, f"{start}Edited{run} ", 1))


def text_folder(root: Path, size: Size) -> Path:
    """Where the texts of the last document in the last language lie."""
    return root / "terms" / size.languages[-1] / f"document-{size.documents - 1}"


SCENARIOS = (
    Scenario("cold", "built from nothing", "build", cold=True),
    Scenario("unchanged", "built again, nothing changed", "build"),
    Scenario("own", "one clause changed in one language, told in that one", "build", edit=edit_own),
    Scenario("text", "one clause changed in one language, told in all as a correction", "build", edit=edit_text),
    Scenario("draft", "one clause of a draft changed", "build", edit=edit_draft),
    Scenario("value", "a value of the newest version changed", "build", edit=edit_value),
    Scenario("check-cold", "checked from nothing", "check", cold=True),
    Scenario("check-warm", "checked again, nothing changed", "check"),
)


@dataclass(frozen=True)
class Bench:
    """What all runs have in common."""

    work: Path
    repeat: int
    limit: float
    python_peers: Path | None
    say: Callable[[str], None]

    @property
    def environment(self) -> dict[str, str]:
        """The surroundings of every command: caches in the work folder, no colours, no settings of a user."""
        paths = [str(self.python_peers.absolute() / "bin")] if self.python_peers else []
        # With what Python compiled kept beside the program, as every installation has it.
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {
            **inherited,
            "PATH": os.pathsep.join([*paths, os.environ.get("PATH", os.defpath)]),
            "PYTHONPATH": str(ROOT),
            "XDG_CACHE_HOME": str(self.work / "cache"),
            "HUGO_CACHEDIR": str(self.work / "cache" / "hugo"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "NO_COLOR": "1",
            "NO_MKDOCS_2_WARNING": "1",
        }

    def measure(self, program: str, size: str, scenario: str, job: Job) -> Run:
        """Run the steps of a job once, and count what they made."""
        log = self.work / f"{program}-{size}-{scenario}.log"
        os.sync()  # what was written before must not slow this run down
        usage = run_steps(job.steps, self.limit, self.environment, log)
        made = job.count() if usage.outcome == DONE else NOTHING
        run = Run(
            program,
            size,
            scenario,
            usage.outcome,
            round(usage.wall, 3),
            round(usage.cpu, 3),
            usage.peak,
            made.pages,
            made.files,
            made.bytes,
            usage.steps,
            len(job.steps),
        )
        peak = "?" if run.peak is None else f"{run.peak / 1e6:.0f}"
        self.say(
            f"{program} {size} {scenario}: {run.outcome}, {run.wall:.2f} s, {run.cpu:.2f} CPU s, {peak} MB at most, "
            f"{run.pages} pages, {run.files} files, {run.bytes / 1e6:.1f} MB"
        )
        return run

    def clear_caches(self) -> None:
        """Forget what programs keep outside of their folders."""
        shutil.rmtree(self.work / "cache", ignore_errors=True)
        (self.work / "cache").mkdir()


@dataclass
class OwnSite:
    """A made-up site for Clausebook in a folder: its sources, and where it is built."""

    folder: Path
    size: Size
    edited: dict[Path, str] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """The sources."""
        return self.folder / "source"

    @property
    def target(self) -> Path:
        """The built site."""
        return self.folder / "site"

    def forget(self) -> None:
        """Undo every edit and leave nothing but the sources."""
        for path, text in self.edited.items():
            path.write_text(text, encoding="utf-8")
        keep_only(self.folder, (self.root.name,))
        keep_only(self.root, SOURCES)

    def edit(self, scenario: Scenario, run: int) -> None:
        """Make the edit of a scenario, if it has one, other in each run."""
        if scenario.edit:
            edit = scenario.edit(self.root, self.size, run)
            self.edited.setdefault(edit.path, edit.before)
            edit.path.write_text(edit.after, encoding="utf-8")

    def job(self, scenario: Scenario) -> Job:
        """The command of a scenario."""
        builds = scenario.command == "build"
        options = ("--site-dir", str(self.target)) if builds else ()
        command = (sys.executable, "-m", CLAUSEBOOK, "-C", str(self.root), scenario.command, *options)
        count = (lambda: folder_contents(self.target)) if builds else (lambda: NOTHING)
        return Job((Step(command, self.folder),), self.forget, count)


def measure_clausebook(bench: Bench, name: str, size: Size, scenarios: tuple[Scenario, ...]) -> list[Run]:
    """All scenarios in their order, as often as asked; the first that takes too long ends it."""
    site = OwnSite(bench.work / f"{CLAUSEBOOK}-{name}", size)
    write_corpus(site.root, size)
    found = []
    for number in range(bench.repeat):
        for scenario in scenarios:
            if scenario.cold:
                bench.clear_caches()
                site.forget()
            site.edit(scenario, number)
            found.append(bench.measure(CLAUSEBOOK, name, scenario.name, site.job(scenario)))
            if found[-1].outcome != DONE:
                return found
    return found


def keep_only(folder: Path, names: tuple[str, ...]) -> None:
    """Remove everything else from a folder."""
    for path in folder.iterdir():
        if path.name not in names:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def measure_peer(bench: Bench, peer: str, name: str, size: Size, programs: Mapping[str, str]) -> list[Run]:
    """Build from nothing as often as asked; one run that takes too long is enough."""
    folder = bench.work / f"{peer}-{name}"
    folder.mkdir()
    job = PEERS[peer].prepare(folder, size, programs)
    found = []
    for _ in range(bench.repeat):
        bench.clear_caches()
        job.clear()
        found.append(bench.measure(peer, name, "cold", job))
        if found[-1].outcome != DONE:
            break
    return found


def measure_all(
    bench: Bench,
    sizes: Mapping[str, Size],
    programs: tuple[str, ...],
    scenarios: tuple[Scenario, ...],
    results: Results,
    keep: Callable[[], None],
) -> None:
    """Measure the programs at every size; `keep` is called after each, so that nothing measured is lost."""
    if results.runs and results.machine != machine():
        raise SystemExit("the results were measured on another machine or with another Python; begin a new file")
    results.machine = machine()
    for name, size in sizes.items():
        results.sizes[name] = size
        for program in programs:
            if program == CLAUSEBOOK:
                results.programs[program] = own_version()
                found = measure_clausebook(bench, name, size, scenarios)
                results.replace(program, name, tuple(item.name for item in scenarios), found)
            else:
                installed = find_programs(PEERS[program].programs, bench.python_peers)
                results.programs[program] = version_of(PEERS[program].programs[0], installed) if installed else ""
                if installed:
                    results.replace(program, name, ("cold",), measure_peer(bench, program, name, size, installed))
                else:
                    bench.say(f"{program}: not installed")
            keep()
            shutil.rmtree(bench.work / f"{program}-{name}", ignore_errors=True)


def own_version() -> str:
    """The version of Clausebook, if it is installed."""
    try:
        return metadata.version(CLAUSEBOOK)
    except metadata.PackageNotFoundError:
        return "not installed as a package"


def version_of(name: str, programs: Mapping[str, str]) -> str:
    """What a program says of its version: the first word that looks like one."""
    for argument in ("version", "--version"):
        done = subprocess.run([programs[name], argument], capture_output=True, text=True, check=False)
        for word in done.stdout.replace(",", " ").split():
            number = word.removeprefix("v").partition("-")[0]
            if number.count(".") >= 1 and number.replace(".", "").isdecimal():
                return number
    return "unknown"


def machine() -> dict[str, str]:
    """Where it was measured."""
    pages, page = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processors": str(os.cpu_count()),
        "processor": processor(),
        "memory": f"{pages * page / 2**30:.0f} GiB",
        "python": platform.python_version(),
        "memory_method": memory_method(),
    }


def processor() -> str:
    """The name of the processor, where the system tells it."""
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text(encoding="utf-8").splitlines() if facts.exists() else []
    names: Iterator[str] = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "unknown")


def chosen_from(known: Mapping[str, object] | tuple[str, ...], wanted: str, what: str) -> tuple[str, ...]:
    """The names of a list with commas; ends the program at one that is not known."""
    names = tuple(name for name in wanted.split(",") if name)
    for name in names:
        if name not in known:
            raise SystemExit(f"{what} “{name}” is not one of {', '.join(known)}")
    return names


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path, help="the file in which every run is kept")
    parser.add_argument("--sizes", default="", help=f"measure these: {','.join(SIZES)}")
    parser.add_argument("--peers", default=",".join(PEERS), help="peers to measure; all by default, none if empty")
    parser.add_argument("--peers-only", action="store_true", help="measure no Clausebook")
    parser.add_argument(
        "--scenarios", default=",".join(item.name for item in SCENARIOS), help="of Clausebook, besides “cold”; all"
    )
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; their median counts (3)")
    parser.add_argument("--limit", type=float, default=LIMIT, help=f"seconds for each run at most ({LIMIT:.0f})")
    parser.add_argument("--python-peers", type=Path, metavar="VENV", help="a Python environment with peers in it")
    parser.add_argument("--work", type=Path, help="a folder for the sites; a temporary one by default")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put tables into this page, the plot beside it")
    return parser


def main(given: list[str] | None = None) -> None:
    """Measure, keep, and write what was asked for."""
    chosen = arguments().parse_args(given)
    sizes = {name: SIZES[name] for name in chosen_from(SIZES, chosen.sizes, "size")}
    peers = chosen_from(PEERS, chosen.peers, "peer")
    wanted = chosen_from(tuple(item.name for item in SCENARIOS), chosen.scenarios, "scenario")
    if not sizes and not chosen.write:
        raise SystemExit("nothing to do: give --sizes, --write or both")
    results = Results.load(chosen.results)
    if sizes:
        programs = peers if chosen.peers_only else (CLAUSEBOOK, *peers)
        # Those after a change mean nothing without the first.
        scenarios = tuple(item for item in SCENARIOS if item.name in ("cold", *wanted))
        if chosen.work:
            chosen.work.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=chosen.work) as work:
            bench = Bench(Path(work), chosen.repeat, chosen.limit, chosen.python_peers, say)
            measure_all(bench, sizes, programs, scenarios, results, lambda: results.save(chosen.results))
    if chosen.write:
        write_report(results, chosen.write, NAMES, {item.name: item.title for item in SCENARIOS})


def say(line: str) -> None:
    """Tell how far it is."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
