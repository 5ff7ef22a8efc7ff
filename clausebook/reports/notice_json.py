"""Notices as JSON for a mail merge; `clausebook/schemas/notice.schema.json` describes it, docs/notice-to-customers.md explains it."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from clausebook.model import timeline
from clausebook.reports.attachments import Attachment
from clausebook.reports.notice import Notice, NoticeItem
from clausebook.sentences.excerpts import OldNew

FORMAT = 1


def as_json(notices: Sequence[Notice]) -> str:
    """One version in each language asked for. Raises IndexError without any."""
    document, version = notices[0].document, notices[0].version
    group = notices[0].group
    last = timeline.last_day_to_terminate(document, version, group or "")
    data = {
        "format": FORMAT,
        "document": document.id,
        "version": version.name,
        "kind": version.kind.value,
        "withdrawal": notices[0].of_withdrawal,
        "group": group,
        "announced": version.announced.isoformat() if version.is_announcement_known else None,
        "dispatched_by": version.dispatched_by.isoformat() if version.dispatched_by else None,
        "ground": version.ground.value if version.ground else None,
        "effective": notices[0].effective.isoformat(),
        "effective_new": version.effective_new.isoformat() if version.effective_new else None,
        "last_day_to_terminate": last.isoformat() if last else None,
        "publisher": _publisher(notices[0]),
        "languages": {notice.view.language: _in_language(notice) for notice in notices},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _publisher(notice: Notice) -> dict[str, Any] | None:
    publisher = notice.document.publisher
    if publisher is None:
        return None
    return {
        "name": publisher.name,
        "email": publisher.email,
        "phone": publisher.phone or None,
        "website": publisher.website or None,
    }


def _in_language(notice: Notice) -> dict[str, Any]:
    publisher, language = notice.document.publisher, notice.view.language
    return {
        "subject": notice.subject,
        "group": notice.group_name or None,
        "summary": notice.summary,
        "answers": {
            answer.name: {
                "question": answer.question,
                "answer": " ".join(answer.on(notice.day)),
            }
            for answer in notice.answers(notice.view.text)
        },
        "changes": [_change(item) for item in notice.items(notice.view.text)],
        "renumbered": [
            {"old_number": old, "new_number": new, "heading": heading} for old, new, heading in notice.renumbered()
        ],
        "address": list(publisher.address_in(language)) if publisher else [],
        "registration": (publisher.registration_in(language) if publisher else "") or None,
        "urls": notice.addresses,
        "fingerprint": notice.digest,
        "text": notice.text(notice.files),
        "html": notice.html(notice.files),
        "attachments": [_file(file) for file in notice.files],
    }


def _change(item: NoticeItem[str]) -> dict[str, Any]:
    alteration = item.alteration
    change = alteration.change
    return {
        "id": change.id,
        "kinds": [kind.value for kind in change.kinds],
        "severity": change.severity.value,
        "old_number": alteration.old_number or None,
        "new_number": alteration.new_number or None,
        "heading": alteration.heading,
        "values": [_pair(pair) for pair in alteration.values],
        "wording": _pair(alteration.wording) if any(alteration.wording) else None,
        "lines": list(item.lines),
        "why": alteration.note or None,
        "url": item.url or None,
    }


def _pair(pair: OldNew) -> dict[str, str]:
    return {"old": pair.old, "new": pair.new}


def _file(file: Attachment) -> dict[str, Any]:
    return {
        "name": file.name,
        "media_type": "/".join(file.media_type),
        "title": file.title,
        "sha256": file.digest,
        "base64": b64encode(file.data).decode(),
    }
