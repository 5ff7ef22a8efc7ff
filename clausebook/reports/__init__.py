"""Reports: what commands print about terms: differences, releases, the outlook, notices. Plain text, Markdown, HTML or JSON."""
