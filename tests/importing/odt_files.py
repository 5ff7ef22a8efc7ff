"""OpenDocument texts made part by part, as LibreOffice writes them."""

from __future__ import annotations

from xml.sax.saxutils import escape

from tests.importing.word_files import package

_NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
_LEVELS = (
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:list-level-style-number text:level="3" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>'
)
_STYLES = (
    '<style:style style:name="Title" style:family="paragraph"/>'
    '<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Slanted" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'
    f'<text:list-style style:name="Legal">{_LEVELS}</text:list-style>'
    '<text:list-style style:name="Dots"><text:list-level-style-bullet text:level="1"/><text:list-level-style-bullet text:level="2"/></text:list-style>'
)


def p(*content: str, style: str = "") -> str:
    """A paragraph of words and elements."""
    inner = "".join(each if each.startswith("<") else escape(each) for each in content)
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{inner}</text:p>"


def h(words: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{escape(words)}</text:h>'


def span(words: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{escape(words)}</text:span>'


def items(*contents: str, style: str = "") -> str:
    """A list, each item with these paragraphs and lists."""
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:list{named}>{''.join(f'<text:list-item>{each}</text:list-item>' for each in contents)}</text:list>"


def odt(*body: str, changes: str = "", outline: bool = False) -> bytes:
    """The bytes of an OpenDocument text; with `outline` its headings are numbered by the outline style."""
    tracked = f"<text:tracked-changes>{changes}</text:tracked-changes>" if changes else ""
    headings = (
        f"<text:outline-style>{_LEVELS.replace('list-level-style-number', 'outline-level-style')}</text:outline-style>"
    )
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_NAMES}><office:automatic-styles>{_STYLES}</office:automatic-styles>"
            f"<office:body><office:text>{tracked}{''.join(body)}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {_NAMES}><office:styles>{headings if outline else ''}</office:styles></office:document-styles>",
        }
    )
