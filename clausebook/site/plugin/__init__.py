"""The MkDocs plugin `clausebook`, and everything else that touches MkDocs: no other module imports it.

1. `configuration`  what MkDocs makes of mkdocs.yml
2. `hooks`          the plugin: the navigation, and what the theme is told of a page
3. `pages`          a page of ours as MkDocs and the theme know pages
4. `theme`          the theme's templates, compiled once for all languages
5. `build`          one build of MkDocs; afterwards its theme, which puts frames around pages
6. `server`         the preview's server
"""

from clausebook.site.plugin.hooks import ClausebookPlugin

__all__ = ["ClausebookPlugin"]
