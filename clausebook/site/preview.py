"""The preview: the site with its drafts, rebuilt and reloaded whenever a file changes."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from clausebook.pages.templates import forget_templates
from clausebook.problems import ProblemsFound
from clausebook.site.cache import cache_of
from clausebook.site.folder import MARKER
from clausebook.site.publish import Report, build_site

WATCHED = ("terms", "content", "templates", "mkdocs.yml")


def serve(root: Path, host: str, port: int, *, as_of: dt.date | None, cached: bool, report: Report) -> None:
    """Serve the site at `root` until interrupted. A change with mistakes is reported; the last good site stays.

    If `cached`, what a preview made is kept for the next one.
    """
    with _preview_folder(root, cached, report) as folder:
        site = folder / "site"
        # While the server runs, this process has several threads, and workers would have to start from nothing.
        workers = None

        def rebuild() -> None:
            forget_templates()
            try:
                build_site(root, site, as_of=as_of, drafts=True, cache=folder / "cache", report=report, workers=workers)
            except ProblemsFound as found:
                for problem in found.problems:
                    report(str(problem))
                report(f"{len(found.problems)} problems: showing the last good state")

        rebuild()
        workers = 1
        if not site.exists():
            site.mkdir()
            (site / "index.html").write_text(
                "<!doctype html><title>Clausebook</title><p>Mend the problems listed in the terminal; this page reloads.</p>",
                encoding="utf-8",
            )
            # A folder of ours, which the first good build may replace.
            (site / MARKER).touch()
        server = LiveReloadServer(builder=rebuild, host=host, port=port, root=str(site), mount_path="/")
        for name in WATCHED:
            if (root / name).exists():
                server.watch(str(root / name))
        report(f"serving http://{host}:{port}/ (stop with Ctrl-C)")
        try:
            server.serve()
        except KeyboardInterrupt:
            report("stopped")
        finally:
            server.shutdown()


@contextmanager
def _preview_folder(root: Path, cached: bool, report: Report) -> Iterator[Path]:
    """Where a preview lies: in the cache of the site, on the same disk as its parts; or in a folder that is gone at the end."""
    cache = cache_of(root, report) if cached else None
    if cache:
        folder = cache / "preview"
        folder.mkdir(exist_ok=True)
        yield folder
    else:
        with tempfile.TemporaryDirectory(prefix="clausebook-") as passing:
            yield Path(passing)
