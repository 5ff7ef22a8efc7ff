"""The preview: the site with its drafts, rebuilt and reloaded whenever a file changes."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from clausebook.problems import ProblemsFound
from clausebook.site.publish import Report, build_site

WATCHED = ("terms", "content", "templates", "mkdocs.yml")


def serve(root: Path, host: str, port: int, *, as_of: dt.date | None, report: Report) -> None:
    """Serve the site at `root` until interrupted. A change with mistakes is reported; the last good site stays."""
    with tempfile.TemporaryDirectory(prefix="clausebook-") as folder:
        site = Path(folder) / "site"

        def rebuild() -> None:
            try:
                build_site(root, site, as_of=as_of, drafts=True, report=report)
            except ProblemsFound as found:
                for problem in found.problems:
                    report(str(problem))
                report(f"{len(found.problems)} problems: showing the last good state")

        rebuild()
        if not site.exists():
            site.mkdir()
            (site / "index.html").write_text(
                "<!doctype html><title>Clausebook</title><p>Mend the problems listed in the terminal; this page reloads.</p>",
                encoding="utf-8",
            )
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
