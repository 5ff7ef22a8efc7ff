"""A notice as a whole message (RFC 5322, MIME): plain text and HTML as alternatives, and its files as attachments.

Recipients, `List-Unsubscribe` and `Message-ID` are the sender's to add. The same notice gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import re
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from hashlib import sha256

from clausebook.quoting import has_command, is_control
from clausebook.reports.notice import Notice

# As many characters fit into a line of a header with its name.
_LONGEST_WORD = 60


def message(notice: Notice) -> bytes:
    """The message, from the publisher where the record names one; mail programs open it as a draft (`X-Unsent`)."""
    document, version = notice.document, notice.version
    made = EmailMessage(policy=SMTP)
    made["Date"] = format_datetime(
        dt.datetime.combine(notice.announced, dt.time(9), document.regime_of(version).timezone)
    )
    made["X-Unsent"] = "1"
    text, html = notice.text(notice.files), notice.html(notice.files)
    made.set_content(text, cte=_encoding(text))
    made.add_alternative(html, subtype="html", cte=_encoding(html))
    for file in notice.files:
        # As bytes, and so in base64: a line end that became another one would be another fingerprint.
        kind, subtype = file.media_type
        made.add_attachment(file.data, maintype=kind, subtype=subtype, filename=file.name, params={"charset": "utf-8"})
    made["Content-Language"] = notice.view.language  # of the whole: what is set earlier becomes the first part's
    name = f"{document.id}-{version.name}-{notice.view.language}"
    parts = b"".join(part.as_bytes() for part in made.walk() if not part.is_multipart())
    for number, part in enumerate(one for one in made.walk() if one.is_multipart()):
        part.set_boundary(boundary(f"{name}-{number}", parts))
    return _words_of_head(notice) + made.as_bytes()


def _words_of_head(notice: Notice) -> bytes:
    """The fields that hold words. Written here, as the standard library, where it folds words that are not ASCII, loses spaces between them."""
    fields = {"Subject": _encoded(one_line(notice.subject), "Subject")}
    publisher = notice.document.publisher
    if publisher:
        name = one_line(publisher.name)
        is_short = _is_plain(name) and len(name) <= _LONGEST_WORD
        sender = formataddr((name, publisher.email)) if is_short else ""
        fields["From"] = sender or f"{_encoded(name, 'From', 'utf-8')}\r\n <{publisher.email}>"
    return "".join([f"{name}: {words}\r\n" for name, words in fields.items()]).encode("ascii")


def _encoded(words: str, field: str, charset: str = "") -> str:
    """Words as lines of a field; in encoded words (RFC 2047) unless they can stand as they are."""
    charset = charset or ("us-ascii" if _is_plain(words) else "utf-8")
    return Header(words, charset, header_name=field).encode(linesep="\r\n")


def _is_plain(words: str) -> bool:
    """Whether words can stand in a header as they are: ASCII, nothing that reads as encoded, and places where a line can be folded."""
    return words.isascii() and "=?" not in words and all(len(word) <= _LONGEST_WORD for word in words.split(" "))


def boundary(name: str, parts: bytes) -> str:
    """A boundary of a multipart message (RFC 2046, 5.1.1) that occurs in none of its parts; the same for the same message.

    It hangs on all of them, so nobody who writes one text can foresee it; that none holds it is looked up all the same.
    """
    count = 0
    while True:
        made = f"clausebook-{sha256(f'{name} {count} '.encode() + parts).hexdigest()[:40]}"
        if made.encode() not in parts:
            return made
        count += 1


def _encoding(text: str) -> str:
    """How a part is written: base64 where a line of it would be a command in the log of a workflow, or ends as no line of mail does."""
    return "base64" if has_command(text) or "\r" in text else "quoted-printable"


def one_line(text: str) -> str:
    """Words for a header: nothing in them ends it (RFC 5322, 2.2), nor would a line on which it is folded be a command in a log."""
    # Spaces that do not break stay: French has them before its colons.
    words = re.sub(r" +", " ", "".join(" " if is_control(sign) else sign for sign in text)).strip(" ")
    return re.sub(r"(^|\s)(?=::)", "\u00a0", words).replace("##[", "##\u00a0[")
