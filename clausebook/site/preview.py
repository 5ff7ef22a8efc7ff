"""The preview: the site with its drafts, rebuilt and reloaded whenever a file changes."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from clausebook.pages.policy import allowing, with_policy
from clausebook.pages.templates import forget_templates
from clausebook.private import Secret
from clausebook.problems import ProblemsFound
from clausebook.site.builder import Builder
from clausebook.site.cache import Cache
from clausebook.site.folder import LIST, list_of
from clausebook.site.plugin.server import LiveReloadServer
from clausebook.site.publish import build_site
from clausebook.site.scheduler import Report

WATCHED = ("terms", "content", "templates")


@dataclass
class PreviewBuild:
    """Builds the site at `root` with its drafts into `site`. A change with mistakes is reported; the last good site stays."""

    root: Path
    site: Path
    cache: Cache
    as_of: dt.date | None

    def __post_init__(self) -> None:
        self._report: Report = lambda line: None
        self._cache = replace(self.cache, note=lambda line: self._report(line))

    def __call__(self, report: Report) -> None:
        forget_templates()
        self._report = report
        try:
            build_site(self.root, self.site, as_of=self.as_of, drafts=True, cache=self._cache, report=report)
        except ProblemsFound as found:
            for problem in found.problems:
                report(str(problem))
            report(f"{len(found.problems)} problems: showing the last good state")
        except OSError as error:
            report(f"{error.filename or self.site}: {error.strerror or error}: showing the last good state")


def serve(root: Path, host: str, port: int, *, as_of: dt.date | None, cache: Cache | None, report: Report) -> None:
    """Serve the site at `root` until interrupted; what a preview made is kept in `cache` for the next one, if one is given."""
    with _preview_folder(cache) as (folder, secret):
        site = folder / "site"
        with Builder(partial(PreviewBuild, root, site, Cache(folder / "cache", secret), as_of)) as builder:
            builder.build(report)
            if not site.exists():
                site.mkdir()
                (site / "index.html").write_text(_NOTHING_YET, encoding="utf-8")
                # A folder of ours, which the first good build may replace.
                (site / LIST).write_text(list_of(["index.html"]), encoding="utf-8")
            server = _PreviewServer(builder=partial(builder.build, report), host=host, port=port, root=str(site))
            cast(Any, server).observer = _observer()
            server.watch(str(root), recursive=False)  # mkdocs.yml: editors put a new file in the place of the old
            for name in WATCHED:
                if (root / name).exists():
                    server.watch(str(root / name))
            report(f"serving http://{host}:{port}/ (stop with Ctrl-C)")
            try:
                cast(Any, server).serve()
            except KeyboardInterrupt:
                report("stopped")
            finally:
                server.shutdown()


class _PreviewServer(LiveReloadServer):
    """Puts its script into pages as MkDocs does; their policy lets that very script run."""

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        html: bytes = cast(Any, super())._inject_js_into_html(content, epoch)
        script = html[html.rindex(b"<script>") + len(b"<script>") : html.rindex(b"</script>")]
        return allowing(html.decode(), script.decode()).encode()


def _observer() -> BaseObserver:
    """Tells of changes at once, as the system does, where MkDocs would look twice a second; reading a file is none."""
    observer = Observer()
    cast(Any, observer).schedule = partial(observer.schedule, event_filter=_CHANGES)
    return observer


_CHANGES = [FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent]
_NOTHING_YET = with_policy(
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Clausebook</title></head>'
    "<body><p>Mend the problems listed in the terminal; this page reloads.</p></body></html>\n"
)


@contextmanager
def _preview_folder(cache: Cache | None) -> Iterator[tuple[Path, Secret]]:
    """Where a preview lies, and its secret: in the cache of the site, on the same disk as its artifacts; or in a folder that is gone at the end."""
    if cache:
        folder = cache.folder / "preview"
        folder.mkdir(exist_ok=True)
        yield folder, cache.secret
    else:
        with tempfile.TemporaryDirectory(prefix="clausebook-") as passing:
            yield Path(passing), Secret.passing()
