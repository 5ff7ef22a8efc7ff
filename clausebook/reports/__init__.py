"""Reports: what commands print about terms: differences, releases, the outlook, notices. Plain text, Markdown, HTML or JSON.

1. `diff`     which two states, and every change between them as data
2. `diff_text`, `diff_html`, `diff_json`  the same for a terminal or a pull request, as one file, for programs
3. `release`  what a version to be would say, `status` what stands and what lies ahead
4. `notice`   the message that tells customers of a version
"""
