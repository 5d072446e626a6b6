"""A document as bytes between two processes.

JSON, not pickle: what a child process says after reading a poisoned file must be data and nothing else.
"""

from __future__ import annotations

import json
from typing import Any

from tasks.model import Document, Line, Unreadable


def pack(document: Document) -> bytes:
    """A document as bytes."""
    lines = [
        (line.text, line.page, line.kind, line.box, line.origin, line.confidence, line.turned)
        for line in document.lines
    ]
    said = [document.media_type, document.encoding, lines, document.pages, document.warnings]
    return json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def pack_reason(reason: str) -> bytes:
    """The reason why there is no document, as bytes."""
    return json.dumps({"reason": reason}).encode("ascii")


def unpack(reply: bytes) -> Document:
    """The document that was packed; raises the `Unreadable` that was packed instead."""
    said: Any = json.loads(reply)
    if isinstance(said, dict):
        raise Unreadable(said["reason"])
    media_type, encoding, lines, pages, warnings = said
    return Document(
        media_type,
        encoding,
        tuple(
            Line(number, text, page, kind, tuple(box) if box else None, *rest)
            for number, (text, page, kind, box, *rest) in enumerate(lines, start=1)
        ),
        pages,
        tuple(warnings),
    )
