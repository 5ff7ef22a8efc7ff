"""The preview's server: that of MkDocs, which reloads pages when the site was built again."""

from mkdocs.livereload import LiveReloadServer

__all__ = ["LiveReloadServer"]
